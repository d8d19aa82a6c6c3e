//! A workbook as this crate holds it: sheets of sparse cells, whatever file it
//! came from.
//!
//! What a file *is* is decided by [`container`] from its bytes, never from its
//! name; [`reader`] turns bytes into a [`Workbook`] and runs only in a child
//! process; [`mod@write`] goes the other way.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub mod refusal;

mod archive;

mod compound;

pub mod container;

mod unpack;

mod formula;

mod lock;

pub mod percent;

pub mod wrapper;

pub mod reader;

pub mod look;

pub mod metrics;

pub mod layout;

pub mod write;

pub use container::{Container, Kind};
pub use refusal::{Blame, Limit, Limits, Refusal};

/// Everything a workbook says, and nothing of how it looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workbook {
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// One sheet. Cells that hold nothing are absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// Would a person who opens the file see it?
    pub visible: bool,
    /// Cells by (row, column), both counted from zero.
    #[serde(serialize_with = "as_list", deserialize_with = "from_list")]
    pub cells: BTreeMap<(u32, u32), Cell>,
}

impl Sheet {
    /// The cell at a row and column.
    #[must_use]
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.get(&(row, column))
    }

    /// The cells of one row, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &Cell)> {
        self.cells
            .range((row, 0)..=(row, u32::MAX))
            .map(|((_, column), cell)| (*column, cell))
    }

    /// The numbers of the rows that hold anything.
    #[must_use]
    pub fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.cells.keys().map(|(row, _)| *row).collect();
        rows.dedup();
        rows
    }
}

/// One cell that holds something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What it holds.
    #[serde(rename = "v")]
    pub content: Content,
    /// Was it computed by the program that saved the file? Then `content` is
    /// what that program remembered; we compute only to doubt it.
    #[serde(rename = "f", default, skip_serializing_if = "std::ops::Not::not")]
    pub formula: bool,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// Nothing was remembered for the formula of this cell.
    #[serde(rename = "-")]
    Nothing,
    /// Text, as it stands in the file.
    #[serde(rename = "t")]
    Text(String),
    /// A number.
    #[serde(rename = "n")]
    Number(Decimal),
    /// A number that the cell shows as a percentage: 0.35 for `35%`. Only .xlsx
    /// tells; in other files it is a number.
    #[serde(rename = "p")]
    Percent(Decimal),
    /// A truth value.
    #[serde(rename = "b")]
    Bool(bool),
    /// A day, an hour or a length of time, as text.
    #[serde(rename = "d")]
    Date(String),
    /// An error such as `#DIV/0!`.
    #[serde(rename = "e")]
    Error(String),
    /// What was remembered for a formula, and what its cells really give. Some
    /// programs write a formula and never compute it.
    #[serde(rename = "s")]
    Stale {
        /// What was remembered.
        #[serde(rename = "k")]
        kept: String,
        /// What its cells give.
        #[serde(rename = "c")]
        computed: String,
    },
}

impl Content {
    /// What a person would see, near enough to quote it back.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => crate::text::one_line(text, 120),
            Self::Number(number) => crate::text::short_decimal(*number),
            Self::Percent(share) => {
                let hundredths = share.saturating_mul(Decimal::ONE_HUNDRED);
                format!("{}%", crate::text::short_decimal(hundredths))
            }
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
            Self::Date(text) | Self::Error(text) | Self::Stale { kept: text, .. } => text.clone(),
        }
    }

    /// Holds nothing, or only blanks?
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => crate::text::tidy(text).is_empty(),
            Self::Number(_)
            | Self::Percent(_)
            | Self::Bool(_)
            | Self::Date(_)
            | Self::Error(_)
            | Self::Stale { .. } => false,
        }
    }
}

/// The address of a cell as people write it: `D12` for row 11, column 3.
#[must_use]
pub fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

fn as_list<S: Serializer>(cells: &BTreeMap<(u32, u32), Cell>, to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(
        cells
            .iter()
            .map(|((row, column), cell)| (row, column, cell)),
    )
}

fn from_list<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<(u32, u32), Cell>, D::Error> {
    let list = Vec::<(u32, u32, Cell)>::deserialize(from)?;
    Ok(list
        .into_iter()
        .map(|(row, column, cell)| ((row, column), cell))
        .collect())
}
