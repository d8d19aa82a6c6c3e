//! A register of incoming documents (`sổ văn bản đến`, Nghị định 30/2020,
//! Phụ lục VI): ten columns, found by their heads.
//!
//! Office software exports it as a workbook or as CSV. A row is read as far as
//! it says something; what cannot be read in it is noted with the row.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    text,
    workbook::{Content, Sheet, Workbook},
};

/// Rows among which the heads are looked for.
const HEAD_WITHIN: usize = 40;

/// Most rows of a register that are read: a town has some thousands a year.
const MOST_ROWS: usize = 20_000;

/// Longest text of a cell that is kept.
const LONGEST: usize = 1_000;

/// A table of texts, whatever file it came from; each row with its line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    rows: Vec<(u32, BTreeMap<usize, String>)>,
}

/// Why a file is not read as a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is neither a workbook nor CSV in an encoding that we read.
    Unreadable,
    /// No row has the heads of a register.
    NoHead,
    /// A head that is needed is not there.
    Lacks(Head),
    /// Two columns have the same head.
    Double(Head),
    /// It has more rows than are read.
    TooLong,
}

/// What a column of a register holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Head {
    /// The day it came.
    Arrived,
    /// Its number in the register.
    ArrivalNumber,
    /// Who issued it.
    Author,
    /// Number and symbol.
    Number,
    /// Day of the document.
    Date,
    /// Kind and subject.
    Subject,
    /// Who gets it.
    Recipient,
    /// The day it was passed on.
    PassedOn,
    /// Who signed for it.
    SignedFor,
    /// Remarks.
    Note,
}

/// Words of the heads, folded as [`key`] does; the first is the decree's own.
const HEADS: [(Head, &[&str]); 10] = [
    (Head::Arrived, &["ngay den", "ngay nhan", "ngay vao so"]),
    (
        Head::ArrivalNumber,
        &["so den", "so vao so", "so thu tu den"],
    ),
    (
        Head::Author,
        &[
            "tac gia",
            "tac gia van ban",
            "co quan ban hanh",
            "don vi ban hanh",
            "noi ban hanh",
            "co quan gui",
            "don vi gui",
            "noi gui",
        ],
    ),
    (
        Head::Number,
        &[
            "so ky hieu",
            "so ki hieu",
            "so va ky hieu",
            "so ky hieu van ban",
            "so hieu",
            "so hieu van ban",
            "so van ban",
        ],
    ),
    (
        Head::Date,
        &[
            "ngay thang",
            "ngay thang van ban",
            "ngay thang vb",
            "ngay van ban",
            "ngay vb",
            "ngay thang nam",
            "ngay ban hanh",
            "ngay ky",
        ],
    ),
    (
        Head::Subject,
        &[
            "ten loai va trich yeu noi dung van ban",
            "ten loai va trich yeu noi dung",
            "ten loai va trich yeu",
            "trich yeu",
            "trich yeu noi dung",
            "noi dung",
        ],
    ),
    (
        Head::Recipient,
        &[
            "don vi hoac nguoi nhan",
            "don vi nguoi nhan",
            "nguoi nhan",
            "don vi nhan",
        ],
    ),
    (Head::PassedOn, &["ngay chuyen"]),
    (Head::SignedFor, &["ky nhan"]),
    (Head::Note, &["ghi chu"]),
];

/// One document of a register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its line in the file, from 1.
    pub line: u32,
    /// The day it came.
    pub arrived: Option<Date>,
    /// Its number in the register.
    pub arrival_number: String,
    /// Who issued it, as written.
    pub author: String,
    /// Number and symbol, as written.
    pub number: String,
    /// Day of the document.
    pub date: Option<Date>,
    /// Kind and subject.
    pub subject: String,
    /// Who received it.
    pub recipient: String,
    /// Remarks.
    pub note: String,
    /// Days that are written and cannot be read.
    pub odd: Vec<(Head, String)>,
}

impl Grid {
    /// The sheet of a workbook that has the heads of a register; else the first.
    #[must_use]
    pub fn of_workbook(book: &Workbook) -> Self {
        let grids: Vec<Self> = book.sheets.iter().map(of_sheet).collect();
        let with_head = grids.iter().position(|grid| grid.head().is_ok());
        let at = with_head.unwrap_or_default();
        grids.into_iter().nth(at).unwrap_or_default()
    }

    /// A file of separated values: UTF-8, or UTF-16 as Excel writes it.
    ///
    /// # Errors
    /// When it is in another encoding.
    pub fn of_csv(bytes: &[u8]) -> Result<Self, Fault> {
        let text = decoded(bytes).ok_or(Fault::Unreadable)?;
        let start: String = text.chars().take(4_000).collect();
        let count = |mark: char| start.chars().filter(|c| *c == mark).count();
        let separator = [b';', b'\t', b',']
            .into_iter()
            .max_by_key(|mark| count(char::from(*mark)))
            .unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let mut grid = Self::default();
        for record in reader.records() {
            let record = record.map_err(|_| Fault::Unreadable)?;
            let line = record.position().map_or(0, csv::Position::line);
            let cells = record
                .iter()
                .enumerate()
                .map(|(at, cell)| (at, text::one_line(cell, LONGEST)))
                .filter(|(_, cell)| !cell.is_empty());
            grid.rows
                .push((u32::try_from(line).unwrap_or(u32::MAX), cells.collect()));
            if grid.rows.len() > MOST_ROWS {
                return Err(Fault::TooLong);
            }
        }
        Ok(grid)
    }

    /// The documents of the register.
    ///
    /// # Errors
    /// When it is none, or not whole.
    pub fn lines(&self) -> Result<Vec<Line>, Fault> {
        let (head, columns) = self.head()?;
        if self.rows.len() > MOST_ROWS {
            return Err(Fault::TooLong);
        }
        let rows = self.rows.iter().skip(head + 1);
        let lines = rows.filter(|(_, cells)| !is_numbering(cells));
        Ok(lines
            .map(|(line, cells)| read(*line, cells, &columns))
            .filter(|line| !line.number.is_empty() || !line.author.is_empty())
            .collect())
    }

    /// The row of the heads, and where each column stands.
    fn head(&self) -> Result<(usize, BTreeMap<Head, usize>), Fault> {
        let known = |cells: &BTreeMap<usize, String>| -> Vec<(Head, usize)> {
            cells
                .iter()
                .filter_map(|(at, cell)| Some((head(cell)?, *at)))
                .collect()
        };
        let rows = self.rows.iter().take(HEAD_WITHIN).enumerate();
        let best = rows
            .map(|(at, (_, cells))| (at, known(cells)))
            .rev()
            .max_by_key(|(_, found)| found.len())
            .filter(|(_, found)| found.len() >= 3);
        let (row, found) = best.ok_or(Fault::NoHead)?;
        let mut columns = BTreeMap::new();
        for (head, at) in found {
            if columns.insert(head, at).is_some() {
                return Err(Fault::Double(head));
            }
        }
        for needed in [Head::Author, Head::Number] {
            if !columns.contains_key(&needed) {
                return Err(Fault::Lacks(needed));
            }
        }
        if !columns.contains_key(&Head::Date) && !columns.contains_key(&Head::Arrived) {
            return Err(Fault::Lacks(Head::Date));
        }
        Ok((row, columns))
    }
}

fn of_sheet(sheet: &Sheet) -> Grid {
    let rows = sheet.rows().into_iter().map(|row| {
        let cells = sheet.row(row).map(|(column, cell)| {
            // Texts are not cut as they are for quoting.
            let shown = if let Content::Text(text) = &cell.content {
                text::one_line(text, LONGEST)
            } else {
                cell.content.shown()
            };
            (usize::try_from(column).unwrap_or(usize::MAX), shown)
        });
        (row.saturating_add(1), cells.collect())
    });
    Grid {
        rows: rows.collect(),
    }
}

/// UTF-8 with or without its mark, or UTF-16 with it.
fn decoded(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, left) = rest.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        left.is_empty()
            .then(|| String::from_utf16(&units).ok())
            .flatten()
    };
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return wide(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return wide(rest, u16::from_be_bytes);
    }
    let rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8(rest.to_vec()).ok()?;
    (!text.contains('\0')).then_some(text)
}

/// What a head announces.
fn head(cell: &str) -> Option<Head> {
    let key = key(cell);
    let known = HEADS
        .iter()
        .find(|(_, words)| words.contains(&key.as_str()));
    known.map(|(head, _)| *head)
}

/// A head without marks, signs and the number that some forms put behind it.
fn key(text: &str) -> String {
    let plain = text::plain(text);
    let words = plain.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty() && !word.bytes().all(|b| b.is_ascii_digit()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The row `(1) (2) (3) …` under the heads.
fn is_numbering(cells: &BTreeMap<usize, String>) -> bool {
    let digits = |cell: &String| {
        let bare = cell.trim_matches(|c: char| !c.is_ascii_digit());
        bare.parse::<usize>().is_ok_and(|n| n <= 20) && cell.chars().count() <= 4
    };
    cells.len() >= 3 && cells.values().all(digits)
}

fn read(line: u32, cells: &BTreeMap<usize, String>, columns: &BTreeMap<Head, usize>) -> Line {
    let cell = |head: Head| {
        let at = columns.get(&head);
        at.and_then(|at| cells.get(at)).cloned().unwrap_or_default()
    };
    let mut odd = Vec::new();
    let mut day = |head: Head| {
        let written = cell(head);
        let day = text::day(&written);
        if day.is_none() && !written.is_empty() {
            odd.push((head, written));
        }
        day
    };
    let (arrived, date) = (day(Head::Arrived), day(Head::Date));
    Line {
        line,
        arrived,
        arrival_number: cell(Head::ArrivalNumber),
        author: cell(Head::Author),
        number: cell(Head::Number),
        date,
        subject: cell(Head::Subject),
        recipient: cell(Head::Recipient),
        note: cell(Head::Note),
        odd,
    }
}
