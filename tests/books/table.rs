//! The table of books: one line for each workbook.

use std::path::Path;

/// One line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name; also that of the file.
    pub id: String,
    /// Who writes it.
    pub writer: Writer,
    /// Form 1 (departments) or 2 (wards).
    pub form: u8,
    /// What is done to a good report, one thing after another.
    pub changes: Vec<String>,
    /// Values that differ from the good ones: `HT01=15`; `HT01=` when none is
    /// read.
    pub values: Vec<(String, String)>,
    /// Every finding in order, as `E-NUM HT01 E16`; or the code of a refusal.
    pub expected: Vec<String>,
}

/// Who writes a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Writer {
    /// LibreOffice, as .xlsx.
    OfficeXlsx,
    /// LibreOffice, as .xls (Excel 97).
    OfficeXls,
    /// LibreOffice, as .ods.
    OfficeOds,
    /// `rust_xlsxwriter`.
    Rust,
    /// openpyxl.
    Openpyxl,
    /// xlwt.
    Xlwt,
}

/// All of them, as the table names them, with the kind of file.
pub const WRITERS: [(&str, Writer, &str); 6] = [
    ("libreoffice-xlsx", Writer::OfficeXlsx, "xlsx"),
    ("libreoffice-xls", Writer::OfficeXls, "xls"),
    ("libreoffice-ods", Writer::OfficeOds, "ods"),
    ("rust_xlsxwriter", Writer::Rust, "xlsx"),
    ("openpyxl", Writer::Openpyxl, "xlsx"),
    ("xlwt", Writer::Xlwt, "xls"),
];

impl Line {
    /// The name of its file.
    pub fn file(&self) -> String {
        let (_, _, kind) = WRITERS.iter().find(|it| it.1 == self.writer).unwrap();
        format!("{}.{kind}", self.id)
    }
}

/// The whole table.
pub fn lines() -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/books.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader
        .records()
        .map(|record| line(&record.unwrap()))
        .collect()
}

fn line(record: &csv::StringRecord) -> Line {
    let list = |at: usize, mark: &str| -> Vec<String> {
        let items = record[at].split(mark).map(str::trim);
        items
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let pair = |item: String| {
        let (code, value) = item.split_once('=').unwrap();
        (code.to_owned(), value.to_owned())
    };
    let known = WRITERS.iter().find(|(name, ..)| *name == &record[1]);
    Line {
        id: record[0].to_owned(),
        writer: known
            .unwrap_or_else(|| panic!("no writer {}", &record[1]))
            .1,
        form: record[2].parse().unwrap(),
        changes: list(3, " / "),
        values: list(4, "; ").into_iter().map(pair).collect(),
        expected: list(5, ", "),
    }
}
