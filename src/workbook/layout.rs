//! A workbook to be written: cells with a few looks, the same for every kind of
//! file.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

/// Points that one line of text takes.
const LINE: u16 = 17;

/// A workbook to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// Its sheets, in order.
    pub pages: Vec<Page>,
}

/// A sheet to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The name on its tab.
    pub name: String,
    /// Is it kept out of sight? (What the program needs and a person does not.)
    pub hidden: bool,
    /// Widths of the columns, in characters.
    pub widths: Vec<u16>,
    /// Heights of rows that need more than one line, in points.
    pub heights: BTreeMap<u32, u16>,
    /// Cells by (row, column), both counted from zero.
    pub cells: BTreeMap<(u32, u16), Entry>,
    /// Cells of one row that are joined into one.
    pub joined: Vec<Joined>,
    /// Cells that take one of a closed list.
    pub choices: Vec<Choices>,
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

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// As it comes.
    Plain,
    /// Bold.
    Bold,
    /// Centred.
    Centred,
    /// Bold and centred.
    Title,
    /// Bold and centred in a frame: the head of a table.
    Head,
    /// Bold in a frame on a tinted ground: a group of rows.
    Group,
    /// In a frame.
    Framed,
    /// In a frame, centred.
    FramedCentred,
    /// In a frame, on the colour that says "fill me in".
    Input,
}

/// Every look, in the order of their declaration.
pub const LOOKS: [Look; 9] = [
    Look::Plain,
    Look::Bold,
    Look::Centred,
    Look::Title,
    Look::Head,
    Look::Group,
    Look::Framed,
    Look::FramedCentred,
    Look::Input,
];

impl Look {
    /// Are the letters bold?
    #[must_use]
    pub fn bold(self) -> bool {
        matches!(self, Self::Bold | Self::Title | Self::Head | Self::Group)
    }

    /// Does the text stand in the middle?
    #[must_use]
    pub fn centred(self) -> bool {
        matches!(
            self,
            Self::Centred | Self::Title | Self::Head | Self::FramedCentred
        )
    }

    /// Is there a line around the cell?
    #[must_use]
    pub fn framed(self) -> bool {
        matches!(
            self,
            Self::Head | Self::Group | Self::Framed | Self::FramedCentred | Self::Input
        )
    }

    /// The colour of the ground, as RGB.
    #[must_use]
    pub fn ground(self) -> Option<u32> {
        match self {
            Self::Head => Some(0x00D9_E2F3),
            Self::Group => Some(0x00F2_F2F2),
            Self::Input => Some(0x00FF_F9E5),
            Self::Plain
            | Self::Bold
            | Self::Centred
            | Self::Title
            | Self::Framed
            | Self::FramedCentred => None,
        }
    }
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

/// A cell that takes one of a closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u16,
    /// What it takes.
    pub options: Vec<String>,
}

impl Page {
    /// Gives every row the height that its framed texts need in their columns.
    /// Programs that open the file would do so, but not all of them and not
    /// for joined cells.
    pub fn fit(&mut self) {
        for ((row, column), entry) in &self.cells {
            let joined = self
                .joined
                .iter()
                .any(|it| it.row == *row && it.first == *column);
            let width = self
                .widths
                .get(usize::from(*column))
                .copied()
                .unwrap_or(10)
                .max(1);
            let (Filling::Text(text), true, false) = (&entry.filling, entry.look.framed(), joined)
            else {
                continue;
            };
            let letters = u16::try_from(text.chars().count()).unwrap_or(u16::MAX);
            let lines = letters.div_ceil(width).clamp(1, 20);
            let height = self.heights.entry(*row).or_default();
            *height = (*height).max(lines * LINE);
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
        self.joined.push(Joined { row, first, last });
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
