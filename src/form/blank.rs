//! Lays out a form as a workbook: empty for a unit to fill in, or filled with
//! figures.
//!
//! The head follows Nghị định 30/2020: the body above on the left, the motto on
//! the right, place and date below it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    definition::{Form, Group, Indicator, Kind},
    header::{Contact, HIDDEN_SHEET},
};
use crate::{
    figures::{Figures, Value},
    workbook::layout::{Choices, Layout, Look, Page},
};

/// What a blank or filled form carries besides its indicators.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Issue {
    /// The body above the unit, such as `UBND thị xã Hương Trà`.
    pub office: String,
    /// Where the report is signed, such as `Hương Trà`.
    pub place: String,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// The year.
    pub year: i16,
    /// First and last day of the period.
    pub period: Option<(Date, Date)>,
    /// The values; none for an empty form.
    pub figures: Figures,
    /// What stands beside a value as evidence, by code.
    pub evidence: BTreeMap<String, String>,
    /// Who filled it in.
    pub preparer: Contact,
    /// Head of the unit.
    pub head: String,
}

const HEADINGS: [&str; 8] = [
    "STT",
    "Mã",
    "Nội dung chỉ tiêu",
    "ĐVT",
    "Số liệu",
    "Điểm tự chấm",
    "Tài liệu kiểm chứng",
    "Ghi chú",
];

const WIDTHS: [u16; 8] = [7, 9, 56, 12, 18, 10, 30, 20];

/// Columns of the table.
const LABEL: u16 = 2;
const VALUE: u16 = 4;
const EVIDENCE: u16 = 6;
const LAST: u16 = 7;

/// The row that names the columns.
const HEAD: u32 = 10;

impl Form {
    /// Lays the form out for a unit.
    #[must_use]
    pub fn lay_out(&self, issue: &Issue) -> Layout {
        let mut page = Page {
            name: format!("Mẫu {}", self.kind),
            widths: WIDTHS.to_vec(),
            head: Some(HEAD),
            ..Page::default()
        };
        self.title(issue, &mut page);
        for (column, heading) in (0..).zip(HEADINGS) {
            page.text(HEAD, column, heading, Look::Head);
        }
        let mut row = HEAD + 1;
        let mut number = 0;
        for group in &self.groups {
            heading(group, row, &mut page);
            row += 1;
            for indicator in &group.indicators {
                number += 1;
                line(indicator, number, row, issue, &mut page);
                row += 1;
            }
        }
        foot(issue, row + 1, &mut page);
        page.fit();
        Layout {
            pages: vec![page, self.hidden(issue)],
        }
    }

    fn title(&self, issue: &Issue, page: &mut Page) {
        let (left, right) = ((0, LABEL), (LABEL + 1, LAST));
        page.across(0, left, &issue.office.to_uppercase(), Look::Centred);
        page.across(1, left, &issue.unit_name.to_uppercase(), Look::Title);
        page.across(2, left, "Số: …/BC-…", Look::Centred);
        page.across(0, right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look::Title);
        page.across(1, right, "Độc lập - Tự do - Hạnh phúc", Look::Title);
        let date = format!("{}, ngày … tháng … năm …", issue.place);
        page.across(2, right, &date, Look::Centred);
        let title = format!("{} NĂM {}", self.title.to_uppercase(), issue.year);
        page.across(4, (0, LAST), &title, Look::Title);
        page.across(5, (0, LAST), &format!("(Mẫu {})", self.kind), Look::Centred);
        if let Some((from, to)) = issue.period {
            let (from, to) = (from.strftime("%d/%m/%Y"), to.strftime("%d/%m/%Y"));
            let period = format!("Kỳ báo cáo: từ {from} đến {to}");
            page.across(6, (0, LAST), &period, Look::Centred);
        }
        for (row, label, value) in [
            (7, "Đơn vị báo cáo:", &issue.unit_name),
            (8, "Mã đơn vị:", &issue.unit_code),
        ] {
            page.across(row, (0, 1), label, Look::Bold);
            page.text(row, LABEL, value.as_str(), Look::Plain);
        }
    }

    /// What the program needs to know again and a person does not.
    fn hidden(&self, issue: &Issue) -> Page {
        let mut page = Page {
            name: HIDDEN_SHEET.to_owned(),
            hidden: true,
            ..Page::default()
        };
        let rows = [
            ("form", self.id.clone()),
            ("version", self.version.to_string()),
            ("unit", issue.unit_code.clone()),
            ("year", issue.year.to_string()),
        ];
        for (row, (name, value)) in (0..).zip(rows) {
            page.text(row, 0, name, Look::Plain);
            page.text(row, 1, value, Look::Plain);
        }
        page
    }
}

fn heading(group: &Group, row: u32, page: &mut Page) {
    page.blank(row, 0, Look::Group);
    page.text(row, 1, group.code.as_str(), Look::Group);
    page.across(row, (LABEL, LAST), &group.label, Look::Group);
}

fn line(indicator: &Indicator, number: u32, row: u32, issue: &Issue, page: &mut Page) {
    page.number(row, 0, number.into(), Look::FramedCentred);
    page.text(row, 1, indicator.code.as_str(), Look::FramedCentred);
    page.text(row, LABEL, indicator.label.as_str(), Look::Framed);
    page.text(row, LABEL + 1, indicator.unit.as_str(), Look::FramedCentred);
    match issue.figures.get(indicator.code.as_str()) {
        None => page.blank(row, VALUE, Look::Input),
        Some(Value::Number(number)) => page.number(row, VALUE, *number, Look::Input),
        Some(Value::Bool(yes)) => {
            page.text(row, VALUE, Value::Bool(*yes).to_string(), Look::Input);
        }
        Some(Value::Text(text)) => page.text(row, VALUE, printed(indicator, text), Look::Input),
    }
    page.blank(row, VALUE + 1, Look::Framed);
    match issue.evidence.get(indicator.code.as_str()) {
        None => page.blank(row, EVIDENCE, Look::Framed),
        Some(text) => page.text(row, EVIDENCE, text.as_str(), Look::Framed),
    }
    page.blank(row, LAST, Look::Framed);
    let options = match &indicator.kind {
        Kind::YesNo => [true, false]
            .map(|yes| Value::Bool(yes).to_string())
            .to_vec(),
        Kind::Choice(choices) => choices.iter().map(|choice| choice.label.clone()).collect(),
        Kind::Whole | Kind::Decimal(_) | Kind::Text(_) | Kind::List => return,
    };
    page.choices.push(Choices {
        row,
        column: VALUE,
        options,
    });
}

/// An option as the form prints it.
fn printed(indicator: &Indicator, option: &str) -> String {
    let Kind::Choice(choices) = &indicator.kind else {
        return option.to_owned();
    };
    let choice = choices.iter().find(|choice| choice.code == option);
    choice
        .map_or(option, |choice| choice.label.as_str())
        .to_owned()
}

fn foot(issue: &Issue, first: u32, page: &mut Page) {
    let contact = &issue.preparer;
    let rows = [
        ("Người lập biểu:", contact.name.as_deref()),
        ("Điện thoại cố định:", contact.landline.as_deref()),
        ("Điện thoại di động:", contact.mobile.as_deref()),
        ("Hộp thư điện tử:", contact.email.as_deref()),
        ("Thủ trưởng đơn vị:", Some(issue.head.as_str())),
    ];
    for (row, (label, value)) in (first..).zip(rows) {
        page.text(row, LABEL, label, Look::Bold);
        page.across(
            row,
            (VALUE, EVIDENCE),
            value.unwrap_or_default(),
            Look::Input,
        );
    }
    let sign = first + 6;
    page.across(sign, (0, LABEL), "NGƯỜI LẬP BIỂU", Look::Title);
    page.across(sign, (VALUE, LAST), "THỦ TRƯỞNG ĐƠN VỊ", Look::Title);
    page.across(sign + 1, (0, LABEL), "(Ký, ghi rõ họ tên)", Look::Centred);
    page.across(sign + 1, (VALUE, LAST), "(Ký, đóng dấu)", Look::Centred);
}
