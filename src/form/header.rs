//! What stands above and below the table of a form: whose report it is, for
//! which year, and who filled it in.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{answer::key, definition::Form, locate::Table, read::Expected};
use crate::{
    finding::{Fault, Finding, HeaderField},
    text,
    workbook::{Content, Sheet, Workbook, address},
};

/// Name of the sheet in which a template keeps what a person need not see.
pub const HIDDEN_SHEET: &str = "congvu";

/// What a report says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Name of the unit, as written.
    pub unit_name: Option<String>,
    /// Code of the unit: as written, or as the template keeps it.
    pub unit_code: Option<String>,
    /// The form, as the template keeps it.
    pub form: Option<String>,
    /// Version of the form, as the template keeps it.
    pub version: Option<String>,
    /// The year.
    pub year: Option<i16>,
    /// The period, as written.
    pub period: Option<String>,
    /// Number and symbol of the signed paper that goes with it. Nobody is told
    /// when it lacks: the clerk of the post gives it last.
    #[serde(default)]
    pub document: Option<String>,
    /// Day of that paper, where documents are dated.
    #[serde(default)]
    pub dated: Option<Date>,
    /// Who filled it in.
    pub preparer: Contact,
    /// Head of the unit.
    pub head: Option<String>,
}

/// Who filled a report in, and where they can be reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name.
    pub name: Option<String>,
    /// Telephone at the office.
    pub landline: Option<String>,
    /// Mobile telephone.
    pub mobile: Option<String>,
    /// Mailbox.
    pub email: Option<String>,
}

/// Does a text look like what it should be?
type Check<'c> = &'c dyn Fn(&str) -> bool;

/// A part of the header that was found, with its place.
type Found = Option<(String, u32, u32)>;

/// The parts of the header as they stand on the sheet.
#[derive(Default)]
struct Parts {
    unit: Found,
    code: Found,
    year: Found,
    period: Found,
    document: Found,
    dated: Option<Date>,
    preparer: Found,
    landline: Found,
    mobile: Found,
    email: Found,
    head: Found,
}

/// Reads the header and notes what is wrong with it.
pub(super) fn read(
    form: &Form,
    book: &Workbook,
    table: &Table<'_>,
    expected: &Expected<'_>,
) -> (Header, Vec<Finding>) {
    let parts = Parts::gather(table);
    let hidden = hidden(book);
    let of = |part: &Found| part.as_ref().map(|(text, _, _)| text.clone());
    let header = Header {
        unit_name: of(&parts.unit),
        unit_code: of(&parts.code).or_else(|| hidden.get("unit")),
        form: hidden.get("form"),
        version: hidden.get("version"),
        year: of(&parts.year).and_then(|year| year.parse().ok()),
        period: of(&parts.period),
        document: of(&parts.document).filter(|it| it.contains(|c: char| c.is_ascii_digit())),
        dated: parts.dated,
        preparer: Contact {
            name: of(&parts.preparer),
            landline: of(&parts.landline),
            mobile: of(&parts.mobile),
            email: of(&parts.email),
        },
        head: of(&parts.head),
    };
    let mut findings = Vec::new();
    let mut note = |fault: Fault, part: &Found| {
        let cell = part
            .as_ref()
            .map_or_else(String::new, |(_, row, column)| address(*row, *column));
        findings.push(fault.at(&table.sheet.name, cell));
    };
    whose(&header, &parts, expected, &mut note);
    when(&header, &parts, expected, &mut note);
    who(&parts, &mut note);
    let findings = findings
        .into_iter()
        .filter_map(|it| form.around.weighed(it));
    let findings = findings.collect();
    (header, findings)
}

/// The form that the template says it is.
pub(super) fn declared_form(book: &Workbook) -> Option<String> {
    hidden(book).get("form")
}

/// The version of the form that the template says it was issued as.
#[must_use]
pub fn declared_version(book: &Workbook) -> Option<u32> {
    hidden(book).get("version")?.parse().ok()
}

/// Is it this unit's report?
fn whose(
    header: &Header,
    parts: &Parts,
    expected: &Expected<'_>,
    note: &mut dyn FnMut(Fault, &Found),
) {
    let Some(unit) = expected.unit_names.first() else {
        return;
    };
    let wrong = |found: &str| Fault::WrongUnit {
        found: text::one_line(found, 120),
        expected: unit.clone(),
    };
    let foreign_code = header
        .unit_code
        .as_deref()
        .filter(|code| !code.eq_ignore_ascii_case(expected.unit_code));
    match &parts.unit {
        Some((found, ..)) => match names(found, expected.unit_names) {
            Names::This => (),
            Names::Unmarked => {
                let (found, expected) = (found.clone(), unit.clone());
                note(Fault::UnmarkedUnit { found, expected }, &parts.unit);
            }
            Names::Another => note(wrong(found), &parts.unit),
        },
        None if foreign_code.is_some() => (),
        None => note(
            Fault::HeaderMissing {
                field: HeaderField::Unit,
            },
            &None,
        ),
    }
    // A template kept from a neighbour holds the neighbour's code out of sight:
    // that alone is no fault, if the name on the page is right.
    let visible = parts.code.is_some() || parts.unit.is_none();
    if let Some(code) = foreign_code.filter(|_| visible) {
        note(wrong(code), &parts.code);
    }
}

enum Names {
    This,
    Unmarked,
    Another,
}

/// Does a text name the unit? "Hương Văn" never names "Hương Vân"; without
/// marks it may be either, and then the text decides nothing.
fn names(found: &str, unit_names: &[String]) -> Names {
    let holds = |text: &str, name: &str| format!(" {text} ").contains(&format!(" {name} "));
    let folded = text::fold(found);
    if unit_names
        .iter()
        .any(|name| holds(&folded, &text::fold(name)))
    {
        return Names::This;
    }
    let bare = text::plain(found) == text::tidy(found).to_lowercase();
    let plain = key(found);
    if bare && unit_names.iter().any(|name| holds(&plain, &key(name))) {
        return Names::Unmarked;
    }
    Names::Another
}

/// Is it the report of this year and period?
fn when(
    header: &Header,
    parts: &Parts,
    expected: &Expected<'_>,
    note: &mut dyn FnMut(Fault, &Found),
) {
    match (header.year, expected.year) {
        (Some(found), Some(year)) if found != year => {
            let (found, expected) = (found.to_string(), year.to_string());
            note(Fault::WrongYear { found, expected }, &parts.year);
        }
        (None, Some(_)) => note(
            Fault::HeaderMissing {
                field: HeaderField::Year,
            },
            &None,
        ),
        (Some(_) | None, _) => (),
    }
    if let (Some(found), Some((from, to))) = (&header.period, expected.period) {
        let days = days(found);
        if days.len() == 2 && days != [from, to] {
            let expected = format!(
                "{} – {}",
                from.strftime("%d/%m/%Y"),
                to.strftime("%d/%m/%Y")
            );
            let found = text::one_line(found, 120);
            note(Fault::WrongPeriod { found, expected }, &parts.period);
        }
    }
}

/// Who filled it in, can they be reached, and which paper goes with it?
fn who(parts: &Parts, note: &mut dyn FnMut(Fault, &Found)) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let phone = |text: &str| (9..=11).contains(&digits(text));
    let mailbox = |text: &str| crate::address::Address::parse(text.trim()).is_some();
    let any = |_: &str| true;
    let numbered = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let wanted: [(HeaderField, &Found, Check<'_>); 7] = [
        (HeaderField::Period, &parts.period, &any),
        (HeaderField::Document, &parts.document, &numbered),
        (HeaderField::Preparer, &parts.preparer, &any),
        (HeaderField::Landline, &parts.landline, &phone),
        (HeaderField::Mobile, &parts.mobile, &phone),
        (HeaderField::Email, &parts.email, &mailbox),
        (HeaderField::Head, &parts.head, &any),
    ];
    for (field, part, good) in wanted {
        match part {
            None => note(Fault::HeaderMissing { field }, &None),
            Some((found, ..)) if !good(found) => {
                let found = text::one_line(found, 120);
                note(Fault::HeaderOdd { field, found }, part);
            }
            Some(_) => (),
        }
    }
}

impl Parts {
    fn gather(table: &Table<'_>) -> Self {
        let mut parts = Self::default();
        let sheet = table.sheet;
        for ((row, column), cell) in &sheet.cells {
            let (row, column) = (*row, *column);
            let Content::Text(written) = &cell.content else {
                continue;
            };
            if (table.head..=table.last).contains(&row) || written.len() > 500 {
                continue;
            }
            if row < table.head && parts.year.is_none() {
                parts.year = year_of(written).map(|year| (year, row, column));
            }
            if row < table.head && parts.dated.is_none() {
                parts.dated = dated(written);
            }
            let (label, rest) = written.split_once([':', '：']).unwrap_or((written, ""));
            if let Some(part) = parts.named(&key(label))
                && part.is_none()
            {
                *part = value(sheet, row, column, rest);
            }
        }
        parts
    }

    /// The part that a label announces.
    fn named(&mut self, label: &str) -> Option<&mut Found> {
        Some(match label {
            "don vi bao cao" | "ten don vi" | "ten don vi bao cao" | "don vi" => &mut self.unit,
            "ma don vi" => &mut self.code,
            "nam bao cao" | "nam" => &mut self.year,
            "ky bao cao" => &mut self.period,
            "so" | "so ky hieu" | "so ky hieu van ban" | "so ky hieu van ban kem theo" => {
                &mut self.document
            }
            "nguoi lap bieu"
            | "nguoi lap"
            | "ho va ten nguoi lap bieu"
            | "ho ten nguoi lap bieu" => &mut self.preparer,
            "dien thoai co dinh" | "dien thoai" | "dien thoai co quan" => &mut self.landline,
            "dien thoai di dong" | "di dong" | "so di dong" => &mut self.mobile,
            "hop thu dien tu" | "thu dien tu" | "dia chi thu dien tu" | "email" | "e mail" => {
                &mut self.email
            }
            "thu truong don vi" | "thu truong" | "ho va ten thu truong" => &mut self.head,
            _ => return None,
        })
    }
}

/// What follows a label: behind its colon, or in the next cell that holds
/// anything.
fn value(sheet: &Sheet, row: u32, column: u32, rest: &str) -> Found {
    if !blank(rest) {
        return Some((text::tidy(rest), row, column));
    }
    let right = sheet
        .row(row)
        .find(|(at, cell)| *at > column && !cell.content.is_blank());
    let (at, cell) = right?;
    let shown = cell.content.shown();
    let is_label = Parts::default()
        .named(&key(shown.split(':').next().unwrap_or_default()))
        .is_some();
    (!is_label && !blank(&shown)).then(|| (text::tidy(&shown), row, at))
}

/// Nothing, or dots to write on.
fn blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || matches!(c, '.' | '…' | '_' | '-'))
}

/// The year in a title ("… NĂM 2015"); a line with a day in it says when the
/// report was signed, which may be the year after.
fn year_of(written: &str) -> Option<String> {
    let key = key(written);
    if key.contains("ngay") || key.contains("thang") {
        return None;
    }
    let mut words = key.split(' ').skip_while(|word| *word != "nam");
    let year = words.nth(1)?;
    (year.len() == 4 && year.starts_with("20") && year.parse::<i16>().is_ok())
        .then(|| year.to_owned())
}

/// The day of a document, as documents are dated: `Hương Trà, ngày 08 tháng 12
/// năm 2015`. The plan that the form cites has a day, too, and a number.
fn dated(written: &str) -> Option<Date> {
    let (place, day) = written.rsplit_once(',').unwrap_or(("", written));
    let is_place = !place.contains(|c: char| c.is_ascii_digit());
    (is_place && key(day).starts_with("ngay ")).then(|| text::day(day))?
}

/// The days written `dd/mm/yyyy` in a text, in order.
fn days(text: &str) -> Vec<Date> {
    text.split(|c: char| !c.is_ascii_digit() && c != '/')
        .filter_map(|word| Date::strptime("%d/%m/%Y", word).ok())
        .collect()
}

/// What a template keeps out of sight: names and values, one pair a row.
struct Hidden<'w>(Option<&'w Sheet>);

fn hidden(book: &Workbook) -> Hidden<'_> {
    Hidden(book.sheets.iter().find(|sheet| sheet.name == HIDDEN_SHEET))
}

impl Hidden<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let sheet = self.0?;
        let is_name = |content: &Content| matches!(content, Content::Text(text) if text == name);
        let ((row, _), _) = sheet
            .cells
            .iter()
            .find(|((_, column), cell)| *column == 0 && is_name(&cell.content))?;
        let shown = text::tidy(&sheet.cell(*row, 1)?.content.shown());
        (!shown.is_empty()).then_some(shown)
    }
}
