//! What pages are filled with: strips as wide as the text, and the elements
//! that screen readers are told of.

use super::{decree::Length, pages::Mark};

/// A line of a paragraph or a row of a table: it is not divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// Room above it, lost at the top of a page.
    pub above: Length,
    /// Its height.
    pub height: Length,
    /// What stands on it, from its upper left corner.
    pub marks: Vec<Mark>,
    /// Stays on the page of the next one?
    pub stick: bool,
    /// What stands above it again when it begins a page: the head of its table.
    pub head: Vec<Strip>,
}

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The name of the paper or of an annex.
    Title,
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A table of figures.
    Table,
    /// A row of one.
    Row,
    /// A cell of its head.
    HeadCell,
    /// A cell.
    Cell,
}

/// The elements of a paper in reading order, each with its role and the one it
/// is part of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags(pub Vec<(Role, Option<usize>)>);

impl Tags {
    /// One more element.
    pub fn add(&mut self, role: Role, parent: Option<usize>) -> usize {
        self.0.push((role, parent));
        self.0.len() - 1
    }
}
