//! A workbook of a unit as a grid, with what is wrong marked where it stands.

use super::Tone;

/// A workbook, as far as it is shown.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// Why it is not shown, or not all of it; empty: it is.
    pub told: String,
    /// Where it can be asked for; none when it is shown.
    pub ask: Option<String>,
}

/// One sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// Is it hidden from whoever opens the file?
    pub hidden: bool,
    /// The letters of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Are there more rows or columns than are shown?
    pub cut: bool,
}

/// One row that holds anything.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number in the file.
    pub n: u32,
    /// Its cells, one a column.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What it shows.
    pub text: String,
    /// Where a finding leads; empty: none does.
    pub anchor: String,
    /// How it is marked.
    pub tone: Option<Tone>,
    /// What is wrong with it.
    pub why: String,
    /// Is it a number?
    pub number: bool,
    /// Over how many columns it runs.
    pub span: usize,
}

impl Cell {
    /// Its classes in the stylesheet.
    #[must_use]
    pub fn class(&self) -> String {
        let tone = self.tone.map_or("", Tone::class);
        let number = if self.number { "n" } else { "" };
        format!("{number} {tone}").trim().to_owned()
    }
}

/// The workbook is large.
pub const LARGE: &str = "Tệp lớn nên bảng tính chưa được mở.";

/// A dangerous file is not opened.
pub const DANGEROUS: &str = "Thư bị cách ly nên bảng tính không được mở ở đây.";

/// It could not be opened.
pub const UNREADABLE: &str = "Bảng tính không mở được; lý do nêu ở trên.";

/// The reading process is busy.
pub const BUSY: &str = "Bộ đọc bảng tính đang bận.";

/// The mail is not what it was.
pub const LOST: &str = "Thư gốc không đọc được nên không hiển thị được bảng tính.";
