//! Ties, and what the council decided about units.

use askama::Template;

use super::Tab;
use crate::words::pages::{Badge, Frame, Tone, mails::Choice};

/// The page.
#[derive(Template)]
#[template(path = "council/decisions.html", config = "src/words/askama.toml")]
pub struct Decisions {
    /// What stands around it.
    pub frame: Frame,
    /// What every form carries.
    pub csrf: String,
    /// The parts of the work.
    pub tabs: Vec<Tab>,
    /// What was just done; empty for nothing.
    pub done: String,
    /// What is wrong with what was sent.
    pub faults: Vec<String>,
    /// Units that nothing declared tells apart.
    pub ties: Vec<Tie>,
    /// What was decided, newest first.
    pub decisions: Vec<Decided>,
    /// May this person decide?
    pub may: bool,
}

/// Units that share a rank.
#[derive(Debug, Clone)]
pub struct Tie {
    /// Which group and rank.
    pub label: String,
    /// Code of the group.
    pub group: String,
    /// The rank.
    pub rank: usize,
    /// Is it decided?
    pub badge: Badge,
    /// The places to fill.
    pub places: Vec<Place>,
}

/// A place of a tie.
#[derive(Debug, Clone)]
pub struct Place {
    /// Which one.
    pub label: String,
    /// Who may have it.
    pub choices: Vec<Choice>,
}

/// A decision.
#[derive(Debug, Clone)]
pub struct Decided {
    /// When.
    pub at: String,
    /// What about.
    pub what: String,
    /// Names of the units.
    pub units: String,
    /// Why.
    pub reason: String,
    /// Who entered it.
    pub by: String,
}

/// Which group and rank.
#[must_use]
pub fn tie(group: &str, rank: usize, many: usize) -> String {
    format!("{group}: {many} đơn vị cùng hạng {rank}")
}

/// Is it decided?
#[must_use]
pub fn badge(decided: bool) -> Badge {
    if decided {
        Badge::new(Tone::Good, "đã quyết định")
    } else {
        Badge::new(Tone::Attention, "chờ quyết định")
    }
}

/// A place.
#[must_use]
pub fn place(rank: usize) -> String {
    format!("Hạng {rank}")
}

/// What a decision was about, and whether it takes one back.
#[must_use]
pub fn what(kind: &str, holds: bool) -> String {
    if holds {
        kind.to_owned()
    } else {
        format!("{kind}: rút lại")
    }
}

/// Each unit has one place.
pub const TWICE: &str = "Mỗi đơn vị chỉ được chọn cho một hạng.";
