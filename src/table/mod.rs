//! Rows that leave the house: a table of typed cells, and its ways out.
//!
//! A cell keeps its type to the last step: a number is a number in a workbook,
//! and a text is never anything a spreadsheet would compute.

pub mod csv;

pub mod json;

pub mod xlsx;

pub mod results;

use jiff::civil::DateTime;
use rust_decimal::Decimal;

/// A table with a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it is, also the name of the sheet.
    pub title: String,
    /// Said below the title, a line each (which scale, provisional or not).
    pub notes: Vec<String>,
    /// Heads of the columns.
    pub columns: Vec<Column>,
    /// The rows; a row that is shorter than the head ends blank.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Key in JSON, such as `unit`.
    pub key: String,
    /// What people read.
    pub head: String,
}

impl Column {
    /// A column.
    #[must_use]
    pub fn new(key: &str, head: &str) -> Self {
        Self {
            key: key.to_owned(),
            head: head.to_owned(),
        }
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A text.
    Text(String),
    /// A number, exact.
    Number(Decimal),
    /// Points: exact in JSON, two decimals where people read them.
    Points(Decimal),
    /// A moment of the town's clock.
    Moment(DateTime),
}

impl Cell {
    /// A text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// A count.
    #[must_use]
    pub fn count(count: usize) -> Self {
        Self::Number(Decimal::from(count))
    }
}

/// A moment as people read it.
fn shown(moment: DateTime) -> String {
    moment.strftime("%d/%m/%Y %H:%M:%S").to_string()
}
