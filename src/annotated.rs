//! The workbook that goes with a rejection: the unit's own figures on its own
//! form, with every finding at its cell, to be mended there and sent back; or,
//! where nothing could be read, its empty form.
//!
//! The copy is read again before it goes out, so that what it says of itself is
//! what will be said of it when it comes back unmended.

use crate::{
    finding::{Fault, Severity, TableFault},
    form::{Mark, Places, Reading},
    template::Template,
    verdict::{decide::Opened, files::Choice},
    words::{
        letters::{Enclosed, Enclosure},
        mending,
    },
    workbook::{
        Blame, Container, Kind, Refusal, Workbook, address,
        layout::{Filling, Layout, Link, Look, Page, Remark},
        write::{self, Unwritable},
    },
};

/// Most bytes of a file that goes with a letter.
const MOST: usize = 1_000_000;

/// Width of the column of signs.
const SIGNS: u16 = 22;

/// The copy of a workbook that cannot be taken as it is; none for one without
/// errors, and for one that is beyond copying.
///
/// # Errors
/// When the file cannot be written: our fault.
pub fn copy(
    template: &Template<'_>,
    book: &Workbook,
    reading: &Reading,
) -> Result<Option<Enclosure>, Unwritable> {
    if reading.is_clean() {
        return Ok(None);
    }
    let nothing_of_ours = |fault: &Fault| {
        matches!(
            fault,
            Fault::NoTable | Fault::WrongForm { .. } | Fault::Table(TableFault::Untouched)
        )
    };
    if reading.findings.iter().any(|it| nothing_of_ours(&it.fault)) {
        return empty(template);
    }
    let Some((layout, moved)) = lay_out(template, book, reading) else {
        return Ok(None);
    };
    let name = format!("Bao-cao-{}-can-sua.xlsx", template.plain_code());
    enclose(Enclosed::Copy { moved }, name, &layout)
}

/// The empty form of a unit.
///
/// # Errors
/// When the file cannot be written: our fault.
pub fn empty(template: &Template<'_>) -> Result<Option<Enclosure>, Unwritable> {
    match template.layout() {
        Some(layout) => enclose(Enclosed::Form, template.file_name(), &layout),
        None => Ok(None),
    }
}

fn enclose(what: Enclosed, name: String, layout: &Layout) -> Result<Option<Enclosure>, Unwritable> {
    let bytes = write::write(Kind::Xlsx, layout)?;
    Ok((bytes.len() <= MOST).then_some(Enclosure { what, name, bytes }))
}

/// Does the right form help somebody whose file could not be read? Not when
/// the file is right and only packed, locked or forgotten.
#[must_use]
pub fn form_helps(choice: &Choice, opened: &Opened) -> bool {
    let packed = |refusal: &Refusal| {
        use Container::{Archive, Encrypted, Zip};
        matches!(
            refusal,
            Refusal::Encrypted | Refusal::Type(Encrypted | Archive | Zip)
        )
    };
    // A workbook with macros is hostile, and what some offices still use.
    let authors =
        |refusal: &Refusal| refusal.blame() == Blame::Author || matches!(refusal, Refusal::Type(_));
    let helps = |refusal: &Refusal| !packed(refusal) && authors(refusal);
    match (choice, opened) {
        (Choice::NoWorkbook, _) => true,
        (Choice::Unfit(_, refusal), _) | (Choice::One(_), Opened::Refused(refusal)) => {
            helps(refusal)
        }
        (
            Choice::One(_)
            | Choice::Nothing
            | Choice::Forwarded
            | Choice::Many(_)
            | Choice::Hostile(..),
            _,
        ) => false,
    }
}

/// Lays the copy out, and says whether cells have other addresses in it than
/// in the file that came.
fn lay_out(template: &Template<'_>, book: &Workbook, reading: &Reading) -> Option<(Layout, bool)> {
    let form = &template.campaign.group_of(template.unit)?.form;
    let written = form.written(book, Some(template.campaign.year))?;
    let issue = written.issue(template.issue(), &reading.header);
    let mut layout = template.filled(&issue)?;
    let page = layout.pages.first_mut()?;
    let places = form.places(page, &issue);
    written.write(&places, page);
    places.keep_wrong_identity(&reading.findings, &reading.header, page);
    let again = template.campaign.read(template.unit, &layout.workbook())?.1;
    let page = layout.pages.first_mut()?;
    let marks = places.marks(page, again.findings, &reading.findings);
    let list = mending::page(&template.unit.name, &page.name, &marks);
    paint(&marks, &places, &list, page);
    let moved = reading.findings.iter().any(|before| {
        let here = before.indicator.as_ref().and_then(|code| places.cell(code));
        !before.cell.is_empty() && here.is_some_and(|here| here != before.cell)
    });
    layout.pages.insert(0, list);
    Some((layout, moved))
}

/// Colours the cells, notes on them what is wrong, and puts signs beside the
/// rows of the table. Beside other rows a sign would be read as an answer.
fn paint(marks: &[Mark], places: &Places, list: &Page, page: &mut Page) {
    page.printed = Some(places.last);
    page.widths.push(SIGNS);
    let beside = places.last + 1;
    page.text(places.head, beside, mending::SIGNS, Look::HEAD);
    page.text(places.hint, 0, mending::HINT, Look::REMARK);
    // The list has one link for each finding, in the same order.
    let listed = list
        .links
        .keys()
        .map(|(row, column)| address(*row, (*column).into()));
    for ((nth, mark), listed) in (1..).zip(marks).zip(listed) {
        let severity = mark.finding.severity;
        let mut signs = Vec::new();
        for at in mark.with.iter().chain([&mark.at]) {
            colour(*at, severity, page);
            note(*at, mending::remark(&mark.finding, nth), page);
            signs.push((at.0, mending::sign(severity, nth), Some(severity)));
        }
        let also = mark.also.iter();
        signs.extend(also.map(|row| (*row, mending::sign_beside(nth), None)));
        for (row, sign, severity) in signs {
            if (places.table.0..=places.table.1).contains(&row) {
                add_sign((row, beside), &sign, severity, page);
                let (sheet, cell) = (list.name.clone(), listed.clone());
                let link = Link { sheet, cell };
                page.links.entry((row, beside)).or_insert(link);
            }
        }
    }
    page.fit();
}

fn colour(at: (u32, u16), severity: Severity, page: &mut Page) {
    let joined = page
        .joined
        .iter()
        .find(|it| (it.row, it.first) == at)
        .map_or(at.1, |it| it.last);
    for column in at.1..=joined {
        if let Some(entry) = page.cells.get_mut(&(at.0, column)) {
            entry.look = coloured(entry.look, severity);
        }
    }
}

fn coloured(look: Look, severity: Severity) -> Look {
    match severity {
        Severity::Error => look.wrong(),
        Severity::Warning => look.doubtful(),
    }
}

/// Notes something on a cell; a cell has one note, whatever is noted on it.
fn note((row, column): (u32, u16), text: String, page: &mut Page) {
    let known = page.remarks.iter_mut();
    let mut known = known.filter(|it| (it.row, it.column) == (row, column));
    match known.next() {
        Some(remark) => remark.text = format!("{}\n\n{text}", remark.text),
        None => page.remarks.push(Remark { row, column, text }),
    }
}

fn add_sign(at: (u32, u16), sign: &str, severity: Option<Severity>, page: &mut Page) {
    let (text, look) = match page.cells.get(&at) {
        Some(entry) => match &entry.filling {
            Filling::Text(before) => (format!("{before}\n{sign}"), entry.look),
            Filling::Blank | Filling::Number(_) => (sign.to_owned(), entry.look),
        },
        None => (sign.to_owned(), Look::SIGN),
    };
    let look = severity.map_or(look, |severity| coloured(look, severity));
    // It is for reading.
    page.text(
        at.0,
        at.1,
        text,
        Look {
            open: false,
            ..look
        },
    );
}
