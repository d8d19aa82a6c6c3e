//! Every point of every unit, and where each comes from.

use askama::Template;

use super::Tab;
use crate::words::pages::{Chip, Frame};

/// The grid.
#[derive(Template)]
#[template(path = "council/grid.html", config = "src/words/askama.toml")]
pub struct Grid {
    /// What stands around it.
    pub frame: Frame,
    /// The parts of the work.
    pub tabs: Vec<Tab>,
    /// Why there is nothing to show; empty when there is.
    pub ahead: String,
    /// The groups, with how many units are scored.
    pub groups: Vec<Chip>,
    /// The items.
    pub columns: Vec<Column>,
    /// The units.
    pub rows: Vec<Row>,
}

/// An item.
#[derive(Debug, Clone)]
pub struct Column {
    /// Code.
    pub code: String,
    /// What is scored.
    pub label: String,
    /// Most points.
    pub max: String,
}

/// A unit.
#[derive(Debug, Clone)]
pub struct Row {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Total.
    pub total: String,
    /// Its points.
    pub cells: Vec<Cell>,
}

/// The points of a unit for an item.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Code of the item.
    pub item: String,
    /// The points, or what there is instead.
    pub points: String,
    /// The same for whoever only hears it.
    pub spoken: String,
    /// Has the council still to mark it?
    pub pending: bool,
    /// Was a figure of it found to be another?
    pub changed: bool,
}

/// What stands in place of points.
#[must_use]
pub fn instead(state: &str) -> Option<&'static str> {
    match state {
        "pending" => Some("chờ"),
        "not_applicable" => Some("–"),
        _ => None,
    }
}

/// A cell for whoever only hears it.
#[must_use]
pub fn spoken(unit: &str, item: &str, points: &str, state: &str) -> String {
    match state {
        "pending" => format!("{unit}, {item}: chờ chấm"),
        "not_applicable" => format!("{unit}, {item}: không áp dụng"),
        _ => format!("{unit}, {item}: {points} điểm"),
    }
}
