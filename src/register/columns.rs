//! The columns of a table of units, and its rows, whatever file it came in.

use std::collections::BTreeMap;

use crate::{text, workbook::Workbook};

/// Most lines of a table: a province has some hundred units.
pub const MOST_LINES: usize = 2_000;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Code of the unit.
    Code,
    /// Its full name.
    Name,
    /// Its short name.
    ShortName,
    /// What kind of unit it is.
    Kind,
    /// Its group.
    Group,
    /// Its mailbox.
    Mailbox,
    /// What holds for it.
    Traits,
    /// Whom to telephone.
    Contact,
    /// At which number.
    Phone,
}

impl Column {
    /// All of them, in the order in which a table is written again.
    pub const ALL: [Self; 9] = [
        Self::Code,
        Self::Name,
        Self::ShortName,
        Self::Kind,
        Self::Group,
        Self::Mailbox,
        Self::Traits,
        Self::Contact,
        Self::Phone,
    ];

    /// Its name in `units.csv`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::ShortName => "short_name",
            Self::Kind => "kind",
            Self::Group => "group",
            Self::Mailbox => "mailbox",
            Self::Traits => "traits",
            Self::Contact => "contact",
            Self::Phone => "phone",
        }
    }
}

/// The rows of a CSV text; `,` or `;` or a tab between cells, as programs of
/// any language write it.
#[must_use]
pub fn rows_of_text(file: &str) -> Vec<Vec<String>> {
    let file = file.trim_start_matches('\u{feff}');
    let first = file.lines().next().unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let marks = [',', ';', '\t'];
    let mark = marks.into_iter().max_by_key(|mark| count(*mark));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(
            mark.and_then(|mark| u8::try_from(mark).ok())
                .unwrap_or(b','),
        )
        .from_reader(file.as_bytes());
    let record = |record: csv::StringRecord| record.iter().map(text::tidy).collect();
    reader.records().flatten().map(record).collect()
}

/// The rows of the first sheet of a workbook that a person would see.
#[must_use]
pub fn rows_of_book(book: &Workbook) -> Vec<Vec<String>> {
    let Some(sheet) = book.sheets.iter().find(|sheet| sheet.visible) else {
        return Vec::new();
    };
    let last = sheet.cells.keys().map(|(row, _)| *row).max().unwrap_or(0);
    let most = u32::try_from(MOST_LINES + 20).unwrap_or(u32::MAX);
    let row = |n: u32| {
        let mut cells: Vec<String> = Vec::new();
        for (column, cell) in sheet.row(n) {
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            if column < 50 {
                cells.resize(cells.len().max(column + 1), String::new());
                cells[column] = text::tidy(&cell.content.shown());
            }
        }
        cells
    };
    (0..=last.min(most)).map(row).collect()
}

/// The row that names the columns, among the first few, and where each stands.
pub(super) fn heading(rows: &[Vec<String>]) -> Option<(usize, BTreeMap<Column, usize>)> {
    rows.iter().take(10).enumerate().find_map(|(at, row)| {
        let mut columns = BTreeMap::new();
        for (n, cell) in row.iter().enumerate() {
            if let Some(column) = named(cell) {
                columns.entry(column).or_insert(n);
            }
        }
        let needed = [Column::Code, Column::Name, Column::Mailbox];
        let all = needed.iter().all(|column| columns.contains_key(column));
        all.then_some((at, columns))
    })
}

/// The column of a heading: as `units.csv` names it, or as an office does.
fn named(heading: &str) -> Option<Column> {
    let plain = text::plain(heading).replace('_', " ");
    Some(match plain.as_str() {
        "code" | "ma" | "ma don vi" => Column::Code,
        "name" | "ten" | "ten don vi" | "don vi" => Column::Name,
        "short name" | "ten ngan" | "ten viet tat" | "ten goi tat" => Column::ShortName,
        "kind" | "loai" | "loai don vi" => Column::Kind,
        "group" | "nhom" | "khoi" => Column::Group,
        "mailbox" | "hop thu" | "hop thu cong vu" | "thu dien tu" | "email" => Column::Mailbox,
        "traits" | "dac diem" => Column::Traits,
        "contact" | "nguoi lien he" | "can bo dau moi" | "dau moi" => Column::Contact,
        "phone" | "dien thoai" | "so dien thoai" => Column::Phone,
        _ => return None,
    })
}
