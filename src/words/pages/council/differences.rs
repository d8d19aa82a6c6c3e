//! Reported and verified figures.

use askama::Template;

use super::Tab;
use crate::words::pages::Frame;

/// The list.
#[derive(Template)]
#[template(path = "council/differences.html", config = "src/words/askama.toml")]
pub struct Differences {
    /// What stands around it.
    pub frame: Frame,
    /// The parts of the work.
    pub tabs: Vec<Tab>,
    /// How many there are.
    pub extent: String,
    /// The figures, newest first.
    pub rows: Vec<Row>,
}

/// A figure that was found to be another.
#[derive(Debug, Clone)]
pub struct Row {
    /// When.
    pub at: String,
    /// Code of the unit.
    pub code: String,
    /// Its name.
    pub unit: String,
    /// Code and name of the indicator.
    pub indicator: String,
    /// The figure before.
    pub old: String,
    /// The figure after.
    pub new: String,
    /// Why.
    pub why: String,
    /// Who entered it.
    pub by: String,
    /// Address and name of what shows it.
    pub file: Option<(String, String)>,
}

/// How many there are.
#[must_use]
pub fn extent(count: usize) -> String {
    format!("{count} lần ghi, mới nhất trước. Không lần nào bị xóa hay sửa.")
}
