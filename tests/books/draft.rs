//! A workbook before anybody has written it: cells with what is typed into
//! them, as the template of 2015 was filled in by phường Hương Văn. It is drawn
//! here and not by the program, so that its addresses stay what the table says.

use std::collections::BTreeMap;

use congvu::{
    figures::Value,
    form::{Form, Indicator, Kind},
};
use serde::Serialize;

use crate::ward::good_issue;

/// A workbook to be written.
#[derive(Debug, Clone, Serialize)]
pub struct Book {
    /// Its sheets.
    pub sheets: Vec<Page>,
    /// Do its days count from 1904, as on old Macs?
    pub from_1904: bool,
}

/// A sheet to be written.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Page {
    /// Its name.
    pub name: String,
    /// Is it hidden?
    pub hidden: bool,
    /// Cells by row and column.
    #[serde(serialize_with = "listed")]
    pub cells: BTreeMap<(u32, u32), Typed>,
    /// Joined cells: first row and column, last row and column.
    pub joined: Vec<(u32, u32, u32, u32)>,
}

/// What is typed into a cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Typed {
    /// Text.
    Text(String),
    /// A number, and the format it is shown in.
    Number(f64, String),
    /// TRUE or FALSE.
    Bool(bool),
    /// A day, as `yyyy-mm-dd`.
    Day(String),
    /// A formula without its `=`, and what is kept as its result.
    Formula(String, Option<f64>),
    /// An error such as `#REF!`.
    Error(String),
}

fn listed<S: serde::Serializer>(
    cells: &BTreeMap<(u32, u32), Typed>,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.collect_seq(
        cells
            .iter()
            .map(|((row, column), typed)| (row, column, typed)),
    )
}

/// The row that names the columns.
pub const HEAD: u32 = 10;
/// The columns of codes, labels, values and evidence.
pub const CODE: u32 = 1;
pub const LABEL: u32 = 2;
pub const VALUE: u32 = 4;
pub const EVIDENCE: u32 = 6;

/// The good report of phường Hương Văn.
pub fn good(form: &Form) -> Book {
    let mut page = Page {
        name: format!("Mẫu {}", form.kind),
        ..Page::default()
    };
    let end = table(form, &mut page);
    above(form, &mut page);
    below(end + 2, &mut page);
    let hidden = [
        ("form", form.id.clone()),
        ("version", form.version.to_string()),
        ("unit", "p.huongvan01".to_owned()),
    ];
    let mut kept = Page {
        name: "congvu".to_owned(),
        hidden: true,
        ..Page::default()
    };
    for (row, (name, value)) in (0..).zip(hidden) {
        kept.text(row, 0, name);
        kept.text(row, 1, &value);
    }
    Book {
        sheets: vec![page, kept],
        from_1904: false,
    }
}

impl Page {
    /// Types a text.
    pub fn text(&mut self, row: u32, column: u32, text: &str) {
        self.cells
            .insert((row, column), Typed::Text(text.to_owned()));
    }

    fn across(&mut self, row: u32, first: u32, last: u32, text: &str) {
        self.text(row, first, text);
        self.joined.push((row, first, row, last));
    }
}

fn above(form: &Form, page: &mut Page) {
    page.across(0, 0, 2, "UBND THỊ XÃ HƯƠNG TRÀ");
    page.across(0, 3, 7, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    page.across(1, 0, 2, "PHƯỜNG HƯƠNG VĂN");
    page.across(1, 3, 7, "Độc lập - Tự do - Hạnh phúc");
    page.across(4, 0, 7, &format!("{} NĂM 2015", form.title.to_uppercase()));
    page.across(6, 0, 7, "Kỳ báo cáo: từ 01/12/2014 đến 01/12/2015");
    page.across(7, 0, 1, "Đơn vị báo cáo:");
    page.text(7, LABEL, "Phường Hương Văn");
    page.across(8, 0, 1, "Mã đơn vị:");
    page.text(8, LABEL, "p.huongvan01");
    let heads = [
        "STT",
        "Mã",
        "Nội dung chỉ tiêu",
        "ĐVT",
        "Số liệu",
        "Điểm tự chấm",
        "Tài liệu kiểm chứng",
        "Ghi chú",
    ];
    for (column, head) in (0..).zip(heads) {
        page.text(HEAD, column, head);
    }
}

fn table(form: &Form, page: &mut Page) -> u32 {
    let issue = good_issue(form);
    let mut row = HEAD;
    let mut number = 0;
    for group in &form.groups {
        row += 1;
        page.text(row, CODE, &group.code);
        page.across(row, LABEL, 7, &group.label);
        for indicator in &group.indicators {
            row += 1;
            number += 1;
            let nth = Typed::Number(f64::from(number), String::new());
            page.cells.insert((row, 0), nth);
            page.text(row, CODE, indicator.code.as_str());
            page.text(row, LABEL, &indicator.label);
            page.text(row, LABEL + 1, &indicator.unit);
            if let Some(value) = issue.figures.get(indicator.code.as_str()) {
                page.cells.insert((row, VALUE), typed(indicator, value));
            }
            if let Some(paper) = issue.evidence.get(indicator.code.as_str()) {
                page.text(row, EVIDENCE, paper);
            }
        }
    }
    row
}

fn typed(indicator: &Indicator, value: &Value) -> Typed {
    match value {
        Value::Number(number) => Typed::Number(number.to_string().parse().unwrap(), String::new()),
        Value::Bool(_) => Typed::Text(value.to_string()),
        Value::Text(text) => {
            let label = match &indicator.kind {
                Kind::Choice(choices) => choices.iter().find(|it| it.code == *text),
                Kind::Whole | Kind::Decimal(_) | Kind::YesNo | Kind::Text(_) | Kind::List => None,
            };
            Typed::Text(label.map_or(text, |choice| &choice.label).clone())
        }
    }
}

fn below(first: u32, page: &mut Page) {
    let rows = [
        ("Người lập biểu:", "Nguyễn Thị Hoa"),
        ("Điện thoại cố định:", "0234 3557 123"),
        ("Điện thoại di động:", "0914 123 456"),
        (
            "Hộp thư điện tử:",
            "huongvan01.huongtra@thuathienhue.gov.vn",
        ),
        ("Thủ trưởng đơn vị:", "Trần Văn Bình"),
    ];
    for (row, (label, value)) in (first..).zip(rows) {
        page.text(row, LABEL, label);
        page.across(row, VALUE, 6, value);
    }
}
