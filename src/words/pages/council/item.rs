//! One item of one unit: figures, formula, points, and what may be entered.

use askama::Template;

use super::Line;
use crate::words::pages::{Frame, score_sheet};

/// The page of an item.
#[derive(Template)]
#[template(path = "council/item.html", config = "src/words/askama.toml")]
pub struct ItemPage {
    /// What stands around it.
    pub frame: Frame,
    /// What every form carries.
    pub csrf: String,
    /// What was just done; empty for nothing.
    pub done: String,
    /// What is wrong with what was sent.
    pub faults: Vec<String>,
    /// Code of the unit.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// Its group.
    pub group: String,
    /// The item.
    pub item: score_sheet::Item,
    /// The best values of the group it is compared with, and whose they are.
    pub bests: Vec<String>,
    /// What is said of the scale.
    pub notice: String,
    /// The figures it uses.
    pub inputs: Vec<Input>,
    /// The council's own mark, where it gives one.
    pub mark: Option<Mark>,
    /// May this person verify figures?
    pub may_verify: bool,
    /// May this person mark?
    pub may_mark: bool,
    /// The item before it: address and name.
    pub before: Option<(String, String)>,
    /// The item after it.
    pub after: Option<(String, String)>,
}

/// A figure that an item uses.
#[derive(Debug, Clone)]
pub struct Input {
    /// Code of the indicator.
    pub code: String,
    /// What it asks.
    pub label: String,
    /// What the unit reported.
    pub reported: String,
    /// What is scored.
    pub value: String,
    /// What was entered about it.
    pub history: Vec<Line>,
    /// What the form takes for it.
    pub expects: String,
    /// What was typed as the figure.
    pub typed_new: String,
    /// What was typed as the reason.
    pub typed_why: String,
    /// Is its form open?
    pub open: bool,
}

/// The council's own mark.
#[derive(Debug, Clone)]
pub struct Mark {
    /// What may be given.
    pub rule: String,
    /// What was given.
    pub history: Vec<String>,
    /// What was typed as the points.
    pub typed_points: String,
    /// What was typed as the reason.
    pub typed_why: String,
}

/// What may be given.
#[must_use]
pub fn rule(max: &str, step: &str) -> String {
    format!("Từ 0 đến {max} điểm, là bội số của {step}. Để trống để rút lại điểm đã chấm.")
}

/// A best value and whose it is.
#[must_use]
pub fn best(value: &str, names: &[String]) -> String {
    format!(
        "Giá trị cao nhất trong nhóm: {value} ({})",
        names.join(", ")
    )
}

/// A figure that was entered.
#[must_use]
pub fn verified(old: &str, new: &str, why: &str, by: &str, at: &str) -> String {
    format!("{old} → {new}: {why} ({by}, {at})")
}

/// The words of the link to the evidence.
#[must_use]
pub fn evidence(name: &str) -> String {
    format!("tài liệu: {name}")
}

/// A mark that was entered.
#[must_use]
pub fn marked(points: Option<&str>, why: &str, by: &str, at: &str) -> String {
    match points {
        Some(points) => format!("{points} điểm: {why} ({by}, {at})"),
        None => format!("rút lại điểm: {why} ({by}, {at})"),
    }
}

/// What a figure must be, by its form.
#[must_use]
pub fn expects(unit: &str) -> String {
    if unit.is_empty() {
        "Ghi như trong biểu mẫu.".to_owned()
    } else {
        format!("Đơn vị tính: {unit}.")
    }
}

/// Points that cannot be read.
pub const NO_POINTS: &str = "Điểm cần là một số, ví dụ 1,5.";
