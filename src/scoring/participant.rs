//! One unit as scoring sees it: its figures in force and what else counts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::figures::Figures;

/// A unit of the group that one scale ranks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Code of the unit.
    pub unit: String,
    /// Does it take part?
    pub standing: Standing,
    /// The figures in force.
    pub figures: Figures,
    /// What the office asked of the unit (`target(…)` in a formula).
    pub targets: Figures,
    /// What holds for the unit (`unit.<trait>` in a formula).
    pub traits: BTreeSet<String>,
    /// When the report in force came in, if that is known.
    pub received: Option<Timestamp>,
    /// Was it in time?
    pub timeliness: Timeliness,
    /// Points the council gave, by code of the item. No entry: not marked yet.
    pub council: BTreeMap<String, Decimal>,
    /// The signed paper copy was not there when the council met.
    pub paper_missing: bool,
    /// How many indicators the verification corrected downwards.
    pub corrected_down: u32,
}

impl Participant {
    /// A unit that reported these figures in time.
    #[must_use]
    pub fn reporting(unit: &str, figures: Figures) -> Self {
        Self {
            unit: unit.to_owned(),
            standing: Standing::Admitted,
            figures,
            targets: Figures::default(),
            traits: BTreeSet::new(),
            received: None,
            timeliness: Timeliness::OnTime,
            council: BTreeMap::new(),
            paper_missing: false,
            corrected_down: 0,
        }
    }
}

/// Whether a unit is scored, ranked, and counted among those compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Scored and ranked; others are compared with it.
    Admitted,
    /// Its report came late and the council has not admitted it: scored, not
    /// ranked, and nobody is compared with it.
    Late,
    /// It did not report.
    Silent,
    /// It need not report this year.
    Exempt,
}

impl Standing {
    /// The word in stored results.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admitted => "admitted",
            Self::Late => "late",
            Self::Silent => "silent",
            Self::Exempt => "exempt",
        }
    }
}

/// When a report came, as far as points depend on it. It is worked out from
/// the receipt, never from what the report says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// Before the window closed.
    OnTime,
    /// After it.
    LateBy {
        /// By how much.
        seconds: u64,
    },
}
