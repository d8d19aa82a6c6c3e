//! A table of units is handed in: what it would change, before it does.

use askama::Template;

use super::{Badge, Frame, Tone};
use crate::{
    register::import::{Change, Line},
    words::registry,
};

/// The page.
#[derive(Template)]
#[template(path = "unit_import.html", config = "src/words/askama.toml")]
pub struct ImportPage {
    /// What stands around it.
    pub frame: Frame,
    /// What is wrong with the whole of it.
    pub faults: Vec<String>,
    /// The name of the file; empty: none was handed in.
    pub file: String,
    /// Its lines.
    pub lines: Vec<Row>,
    /// How many change something.
    pub changes: usize,
    /// How many have faults.
    pub faulty: usize,
    /// The table, to be sent again when it is written; empty: it may not be.
    pub csv: String,
    /// The version of the registry that it was held against.
    pub version: i64,
    /// The official domain.
    pub domain: String,
}

/// A line.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number in the file.
    pub number: usize,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Mailbox.
    pub mailbox: String,
    /// What it would do.
    pub change: Badge,
    /// What is wrong with it.
    pub faults: Vec<String>,
}

/// What a line would do.
#[must_use]
pub fn change(line: &Line) -> Badge {
    let tone = match (&line.change, line.faults.is_empty()) {
        (_, false) => return Badge::new(Tone::Bad, "Có lỗi"),
        (Change::Same, _) => Tone::Quiet,
        (Change::New, _) => Tone::Good,
        (Change::Changed(_), _) => Tone::Attention,
    };
    Badge::new(tone, registry::change(&line.change))
}
