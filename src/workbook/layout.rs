//! A workbook to be written: cells with their looks, the same for every kind of
//! file. What a kind cannot say (a protected sheet in .ods) it leaves out.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

pub use super::look::{Look, Side, Typed};
use super::{Cell, Content, Sheet, Workbook, metrics};

/// A workbook to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// Its sheets, in order.
    pub pages: Vec<Page>,
}

impl Layout {
    /// Every look in use, once.
    #[must_use]
    pub fn looks(&self) -> Vec<Look> {
        let cells = self.pages.iter().flat_map(|page| page.cells.values());
        let looks: BTreeSet<Look> = cells.map(|entry| entry.look).collect();
        looks.into_iter().collect()
    }

    /// What whoever opens the file will read in it.
    #[must_use]
    pub fn workbook(&self) -> Workbook {
        let sheets = self.pages.iter().map(|page| Sheet {
            name: page.name.clone(),
            visible: !page.hidden,
            cells: page.cells.iter().filter_map(read).collect(),
        });
        Workbook {
            sheets: sheets.collect(),
        }
    }
}

fn read(((row, column), entry): (&(u32, u16), &Entry)) -> Option<((u32, u32), Cell)> {
    let content = match &entry.filling {
        Filling::Blank => return None,
        Filling::Text(text) => Content::Text(text.clone()),
        Filling::Number(number) => Content::Number(*number),
    };
    let formula = false;
    Some(((*row, (*column).into()), Cell { content, formula }))
}

/// A sheet to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The name on its tab.
    pub name: String,
    /// Is it kept out of sight? (What the program needs and a person does not.)
    pub hidden: bool,
    /// Can only the cells with an open look be changed? There is no password: it
    /// keeps rows and codes from being lost by accident, not from anybody.
    pub protected: bool,
    /// Is it printed upright? Otherwise lying.
    pub upright: bool,
    /// What stands at the foot of every printed page, left and right; the
    /// number of the page stands between.
    pub foot: Option<(String, String)>,
    /// Widths of the columns, in characters.
    pub widths: Vec<u16>,
    /// Heights of rows, in points; another row is as high as its text.
    pub heights: BTreeMap<u32, u16>,
    /// Rows, first and last, that grow when somebody writes more into them.
    pub growing: Option<(u32, u32)>,
    /// Cells by (row, column), both counted from zero.
    pub cells: BTreeMap<(u32, u16), Entry>,
    /// Cells of one row that are joined into one.
    pub joined: Vec<Joined>,
    /// What cells take, and what is said about it.
    pub checks: Vec<Check>,
    /// What is noted on cells.
    pub remarks: Vec<Remark>,
    /// Cells that lead to another place.
    pub links: BTreeMap<(u32, u16), Link>,
    /// The last column that is printed; none: all are.
    pub printed: Option<u16>,
    /// The row that names the columns; it stays in sight and is repeated on
    /// every printed page.
    pub head: Option<u32>,
}

/// A cell to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it holds.
    pub filling: Filling,
    /// How it looks.
    pub look: Look,
}

/// What a cell to be written holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filling {
    /// Nothing; the cell is there for its look.
    Blank,
    /// Text, always written as text, whatever it begins with.
    Text(String),
    /// A number.
    Number(Decimal),
}

/// Cells of one row that are joined into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// The row.
    pub row: u32,
    /// First column.
    pub first: u16,
    /// Last column.
    pub last: u16,
}

/// What is noted on a cell, shown while somebody points at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u16,
    /// What is noted.
    pub text: String,
}

/// A place in the same workbook that a cell leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The sheet.
    pub sheet: String,
    /// The cell, such as `E12`.
    pub cell: String,
}

/// What a cell takes, and what is said to whoever is about to fill it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u16,
    /// What it takes.
    pub takes: Takes,
    /// A few words above the hint.
    pub title: String,
    /// Shown while the cell is selected.
    pub hint: String,
    /// Shown when something else was typed.
    pub alarm: String,
}

/// What a cell takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    /// Anything.
    Anything,
    /// A whole number within bounds; something else is taken after a warning.
    Whole(Option<Decimal>, Option<Decimal>),
    /// A number within bounds; something else is taken after a warning.
    Number(Option<Decimal>, Option<Decimal>),
    /// One of a closed list, which drops down.
    OneOf {
        /// The options.
        options: Vec<String>,
        /// Where they stand in the workbook, such as `congvu!$D$1:$D$3`, when
        /// they cannot stand in the check itself.
        source: Option<String>,
    },
}

impl Takes {
    /// The options of a list, if it is one.
    #[must_use]
    pub fn options(&self) -> Option<&[String]> {
        match self {
            Self::OneOf { options, .. } => Some(options),
            Self::Anything | Self::Whole(..) | Self::Number(..) => None,
        }
    }
}

impl Page {
    /// Gives every row the height that its texts need in their columns.
    pub fn fit(&mut self) {
        for ((row, column), entry) in &self.cells {
            let Filling::Text(text) = &entry.filling else {
                continue;
            };
            let joined = self
                .joined
                .iter()
                .find(|it| it.row == *row && it.first == *column);
            let last = joined.map_or(*column, |it| it.last);
            let widths = self.widths.get(usize::from(*column)..=usize::from(last));
            let room: u32 = widths
                .unwrap_or(&[10])
                .iter()
                .map(|it| u32::from(*it))
                .sum();
            let lines = if entry.look.wrapped {
                metrics::lines(text, entry.look, room)
            } else {
                1
            };
            let height = self.heights.entry(*row).or_default();
            *height = (*height).max(metrics::height(lines, entry.look));
        }
    }

    /// Puts a text at a place.
    pub fn text(&mut self, row: u32, column: u16, text: impl Into<String>, look: Look) {
        let filling = Filling::Text(text.into());
        self.cells.insert((row, column), Entry { filling, look });
    }

    /// Puts a text at a place and joins the cells up to `last`.
    pub fn across(&mut self, row: u32, (first, last): (u16, u16), text: &str, look: Look) {
        if text.is_empty() {
            self.blank(row, first, look);
        } else {
            self.text(row, first, text, look);
        }
        for column in first + 1..=last {
            self.blank(row, column, look);
        }
        if first < last {
            self.joined.push(Joined { row, first, last });
        }
    }

    /// Draws a line in the middle of the joined cells, as long as a text.
    pub fn line(&mut self, row: u32, place: (u16, u16), text: &str, look: Look) {
        let one = metrics::width("_", Look::LINE).max(1);
        let count = metrics::width(text, look) / one;
        let line = "_".repeat(usize::try_from(count).unwrap_or(0));
        self.across(row, place, &line, Look::LINE);
    }

    /// Puts a number at a place.
    pub fn number(&mut self, row: u32, column: u16, number: Decimal, look: Look) {
        let filling = Filling::Number(number);
        self.cells.insert((row, column), Entry { filling, look });
    }

    /// Leaves a place empty, with a look.
    pub fn blank(&mut self, row: u32, column: u16, look: Look) {
        let filling = Filling::Blank;
        self.cells.insert((row, column), Entry { filling, look });
    }
}
