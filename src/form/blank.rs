//! Lays out a form as a workbook: empty for a unit to fill in, or filled with
//! figures.
//!
//! The head follows Nghị định 30/2020: the body above on the left, the motto on
//! the right, number, place and date below. Everything but the cells to be
//! filled in is closed, without a password.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    around::Heading,
    code::{self, FormCode},
    definition::{Form, Group, Indicator, Kind},
    header::{Contact, HIDDEN_SHEET},
    letterhead::signatures,
    prompt,
};
use crate::{
    figures::{Figures, Value},
    workbook::layout::{Layout, Look, Page, Side, Takes},
};

/// What a blank or filled form carries besides its indicators.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Issue {
    /// The body above the unit, such as `UBND thị xã Hương Trà`.
    pub office: String,
    /// Where the report is signed, such as `Hương Trà`.
    pub place: String,
    /// The plan that it carries out, as documents cite it.
    pub plan: String,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// The year.
    pub year: i16,
    /// First and last day of the period.
    pub period: Option<(Date, Date)>,
    /// The code of the form; none where no codes are issued.
    pub code: Option<FormCode>,
    /// The unit's own figures of an earlier year, shown for comparison.
    pub earlier: Option<(i16, Figures)>,
    /// The values; none for an empty form.
    pub figures: Figures,
    /// What stands beside a value as evidence, by code.
    pub evidence: BTreeMap<String, String>,
    /// Number and symbol of the signed paper, such as `15/BC-UBND`.
    pub document: Option<String>,
    /// Who filled it in.
    pub preparer: Contact,
    /// Head of the unit.
    pub head: String,
}

/// Columns before those that hang on whether an earlier year is shown.
pub(super) const LABEL: u16 = 2;
pub(super) const UNIT: u16 = 3;

/// The row that names the columns.
pub(super) const HEAD: u32 = 10;

/// Most letters of all options together that a check itself can hold.
const MOST_OPTIONS: usize = 255;

/// Where the columns of the table stand, with their headings and widths.
pub(super) struct Columns {
    pub earlier: Option<u16>,
    pub value: u16,
    pub own: u16,
    pub evidence: u16,
    pub last: u16,
    pub headings: Vec<(String, u16)>,
}

impl Columns {
    pub fn of(form: &Form, issue: &Issue) -> Self {
        let shown = issue.earlier.as_ref();
        let value = UNIT + if shown.is_some() { 2 } else { 1 };
        let fixed = |heading: &Heading| (heading.text.clone(), heading.width);
        let (left, right) = form.around.columns.split_at(usize::from(UNIT) + 1);
        // Its heading must not begin as that of the values does.
        let middle = shown.map(|(year, _)| (format!("Năm {year} (tham khảo)"), 14));
        Self {
            earlier: shown.map(|_| UNIT + 1),
            value,
            own: value + 1,
            evidence: value + 2,
            last: value + 3,
            headings: left
                .iter()
                .map(fixed)
                .chain(middle)
                .chain(right.iter().map(fixed))
                .collect(),
        }
    }
}

impl Form {
    /// Lays the form out for a unit.
    #[must_use]
    pub fn lay_out(&self, issue: &Issue) -> Layout {
        let columns = Columns::of(self, issue);
        let mut page = Page {
            name: format!("Mẫu {}", self.kind),
            protected: true,
            foot: Some(self.page_foot(issue)),
            widths: columns.headings.iter().map(|(_, width)| *width).collect(),
            head: Some(HEAD),
            ..Page::default()
        };
        self.letterhead(issue, &columns, &mut page);
        self.identity(issue, &columns, &mut page);
        for (column, (heading, _)) in (0..).zip(&columns.headings) {
            page.text(HEAD, column, heading.as_str(), Look::HEAD);
        }
        let mut row = HEAD + 1;
        let mut number = 0;
        for group in &self.groups {
            heading(group, row, &columns, &mut page);
            row += 1;
            for indicator in &group.indicators {
                number += 1;
                self.line((number, row), indicator, issue, &columns, &mut page);
                row += 1;
            }
        }
        page.growing = Some((HEAD + 1, row - 1));
        self.contact(issue, row, &columns, &mut page);
        signatures(issue, row + 7, &columns, &mut page);
        if !self.notice.is_empty() {
            page.across(row + 15, (0, columns.last), &self.notice, Look::REMARK);
        }
        page.fit();
        let mut hidden = self.hidden(issue);
        keep_long_lists(&mut page, &mut hidden);
        Layout {
            pages: vec![page, hidden],
        }
    }

    fn line(
        &self,
        (number, row): (u32, u32),
        indicator: &Indicator,
        issue: &Issue,
        columns: &Columns,
        page: &mut Page,
    ) {
        page.number(row, 0, number.into(), Look::FRAMED_CENTRED);
        page.text(row, 1, indicator.code.as_str(), Look::FRAMED_CENTRED);
        page.text(row, LABEL, indicator.label.as_str(), Look::FRAMED);
        page.text(row, UNIT, indicator.unit.as_str(), Look::FRAMED_CENTRED);
        let code = indicator.code.as_str();
        if let (Some(column), Some((_, figures))) = (columns.earlier, &issue.earlier) {
            put(
                indicator,
                figures.get(code),
                (row, column),
                Look::SHOWN,
                page,
            );
        }
        let look = match indicator.kind {
            Kind::Whole | Kind::List => Look::INPUT_COUNT,
            Kind::Decimal(_) => Look::INPUT_NUMBER,
            Kind::YesNo | Kind::Choice(_) => Look::INPUT_CHOICE,
            Kind::Text(_) => Look::INPUT,
        };
        let value = (row, columns.value);
        put(indicator, issue.figures.get(code), value, look, page);
        page.checks
            .push(prompt::value(self, indicator, row, columns.value));
        page.blank(row, columns.own, Look::INPUT_NUMBER);
        match issue.evidence.get(code) {
            None => page.blank(row, columns.evidence, Look::INPUT),
            Some(text) => page.text(row, columns.evidence, text.as_str(), Look::INPUT),
        }
        page.checks
            .extend(prompt::evidence(indicator, row, columns.evidence));
        page.blank(row, columns.last, Look::INPUT);
    }

    /// What the program needs to know again and a person does not.
    fn hidden(&self, issue: &Issue) -> Page {
        let mut page = Page {
            name: HIDDEN_SHEET.to_owned(),
            hidden: true,
            protected: true,
            ..Page::default()
        };
        let code = issue.code.map(|code| (code::HIDDEN_NAME, code.to_string()));
        let rows = [
            ("form", self.id.clone()),
            ("version", self.version.to_string()),
            ("unit", issue.unit_code.clone()),
            ("year", issue.year.to_string()),
        ];
        for (row, (name, value)) in (0..).zip(rows.into_iter().chain(code)) {
            page.text(row, 0, name, Look::PLAIN);
            page.text(row, 1, value, Look::PLAIN);
        }
        page
    }
}

fn heading(group: &Group, row: u32, columns: &Columns, page: &mut Page) {
    page.blank(row, 0, Look::GROUP);
    let centred = Look {
        side: Side::Middle,
        ..Look::GROUP
    };
    page.text(row, 1, group.code.as_str(), centred);
    page.across(row, (LABEL, columns.last), &group.label, Look::GROUP);
}

/// Puts a value as the form prints it.
fn put(
    indicator: &Indicator,
    value: Option<&Value>,
    (row, column): (u32, u16),
    look: Look,
    page: &mut Page,
) {
    match value {
        None => page.blank(row, column, look),
        Some(Value::Number(number)) => page.number(row, column, *number, look),
        Some(Value::Bool(yes)) => page.text(row, column, Value::Bool(*yes).to_string(), look),
        Some(Value::Text(text)) => {
            page.text(row, column, prompt::printed(indicator, text), look);
        }
    }
}

/// Puts the options of long lists on the hidden sheet: a check itself holds few
/// letters, and no comma inside an option.
fn keep_long_lists(page: &mut Page, hidden: &mut Page) {
    let mut column = 3;
    for check in &mut page.checks {
        let Takes::OneOf { options, source } = &mut check.takes else {
            continue;
        };
        let letters: usize = options.iter().map(|it| it.chars().count() + 1).sum();
        if letters <= MOST_OPTIONS && options.iter().all(|it| !it.contains([',', '"'])) {
            continue;
        }
        for (row, option) in (0..).zip(options.iter()) {
            hidden.text(row, column, option.as_str(), Look::PLAIN);
        }
        let name = crate::workbook::address(0, column.into());
        let name = name.trim_end_matches('1');
        *source = Some(format!(
            "{HIDDEN_SHEET}!${name}$1:${name}${}",
            options.len()
        ));
        column += 1;
    }
}
