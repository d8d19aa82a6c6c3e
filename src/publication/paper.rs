//! An official paper as it is before it is a file: what stands on it, in order.
//! Both the DOCX and the PDF are made from this, so that they cannot say
//! different things.

use jiff::civil::DateTime;

use super::decree::{Length, PT, Sheet, Style};

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its title, for the properties of the file.
    pub title: String,
    /// Who issues it.
    pub author: String,
    /// The moment it says it was made, by the town's clock.
    pub made: DateTime,
    /// What marks it as a draft on every page; none once approved.
    pub stamp: Option<String>,
    /// The text, then the annexes: each is numbered from page one.
    pub sections: Vec<Section>,
}

/// A run of pages of one shape with page numbers of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The shape of its pages.
    pub sheet: Sheet,
    /// Stands in the bottom margin of every page; may be empty.
    pub foot: String,
    /// What stands on the pages.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is.
    pub style: Style,
    /// Its text.
    pub runs: Vec<Run>,
    /// The length of the rule below it, if there is one.
    pub rule: Option<Length>,
    /// More room above than its style gives.
    pub above: Length,
    /// Stays on the page of what follows?
    pub keep: bool,
}

/// A piece of text that looks the same throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The text; a line feed begins a new line.
    pub text: String,
    /// Bold though the style is not?
    pub bold: bool,
    /// Italic though the style is not?
    pub italic: bool,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The widths of its columns, in thousandths of the width of the text.
    pub columns: Vec<u16>,
    /// With lines around its cells? Without, it only sets things side by side.
    pub framed: bool,
    /// How many rows at the top are its head, repeated on every page.
    pub head: usize,
    /// The rows.
    pub rows: Vec<Row>,
    /// Stays on one page?
    pub together: bool,
    /// Room above it.
    pub above: Length,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub paragraphs: Vec<Paragraph>,
    /// How many columns it takes.
    pub span: usize,
}

impl Run {
    /// Text as its style has it.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            bold: false,
            italic: false,
        }
    }

    /// Bold text.
    #[must_use]
    pub fn bold(text: impl Into<String>) -> Self {
        Self {
            bold: true,
            ..Self::plain(text)
        }
    }
}

impl Paragraph {
    /// A paragraph of one run.
    #[must_use]
    pub fn new(style: Style, text: impl Into<String>) -> Self {
        Self::of(style, vec![Run::plain(text)])
    }

    /// A paragraph.
    #[must_use]
    pub fn of(style: Style, runs: Vec<Run>) -> Self {
        Self {
            style,
            runs,
            rule: None,
            above: 0,
            keep: false,
        }
    }

    /// With a rule of this length below it.
    #[must_use]
    pub fn ruled(self, length: Length) -> Self {
        Self {
            rule: Some(length),
            ..self
        }
    }

    /// With more room above.
    #[must_use]
    pub fn lower(self, above: Length) -> Self {
        Self { above, ..self }
    }

    /// Stays on the page of what follows.
    #[must_use]
    pub fn kept(self) -> Self {
        Self { keep: true, ..self }
    }

    /// Its text alone.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

impl Row {
    /// A row of these cells.
    #[must_use]
    pub fn of(cells: Vec<Cell>) -> Self {
        Self { cells }
    }
}

impl Cell {
    /// A cell of one paragraph.
    #[must_use]
    pub fn new(style: Style, text: impl Into<String>) -> Self {
        Self::of(vec![Paragraph::new(style, text)])
    }

    /// A cell.
    #[must_use]
    pub fn of(paragraphs: Vec<Paragraph>) -> Self {
        Self {
            paragraphs,
            span: 1,
        }
    }

    /// Across several columns.
    #[must_use]
    pub fn across(self, span: usize) -> Self {
        Self { span, ..self }
    }
}

impl From<Paragraph> for Block {
    fn from(paragraph: Paragraph) -> Self {
        Self::Paragraph(paragraph)
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl Table {
    /// A table with lines around its cells and one row of heads.
    #[must_use]
    pub fn framed(columns: &[u16], rows: Vec<Row>) -> Self {
        Self {
            columns: columns.to_vec(),
            framed: true,
            head: 1,
            rows,
            together: false,
            above: 6 * PT,
        }
    }

    /// Paragraphs side by side, on one page.
    #[must_use]
    pub fn beside(columns: &[u16], rows: Vec<Row>) -> Self {
        Self {
            framed: false,
            head: 0,
            together: true,
            above: 0,
            ..Self::framed(columns, rows)
        }
    }

    /// The width of each column, in a text of this width. The last one takes
    /// what rounding left over.
    #[must_use]
    pub fn widths(&self, measure: Length) -> Vec<Length> {
        let mut left = measure;
        let last = self.columns.len().saturating_sub(1);
        let share = |share: u16| {
            let width = i64::from(measure) * i64::from(share) / 1_000;
            Length::try_from(width).unwrap_or(measure)
        };
        let mut widths = Vec::with_capacity(self.columns.len());
        for (at, column) in self.columns.iter().enumerate() {
            let width = if at == last { left } else { share(*column) };
            left -= width;
            widths.push(width);
        }
        widths
    }
}
