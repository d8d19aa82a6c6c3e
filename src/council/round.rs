//! The round of explanations: who was asked, until when, and what came.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::explanation::{Explaining, Token};

/// The round of one campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// When the units were asked.
    pub opened_at: Timestamp,
    /// First moment that is too late.
    pub until: Timestamp,
    /// Units that were asked, with the code of each.
    pub asked: BTreeMap<String, Token>,
    /// What came, in the order of arrival.
    pub explanations: Vec<Explanation>,
}

/// An explanation that a unit sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Its number.
    pub id: i64,
    /// Code of the unit.
    pub unit: String,
    /// The mail it came in.
    pub mail: i64,
    /// The moment that counts.
    pub moment: Timestamp,
    /// Did it come after the last day? The council need not deal with it.
    pub late: bool,
    /// What the council did about it; none while it has not.
    pub outcome: Option<Outcome>,
}

/// What the council did about an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Did it follow it?
    pub accepted: bool,
    /// Why.
    pub reason: String,
    /// The account that noted it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl Round {
    /// What a code means in a mail of a unit.
    #[must_use]
    pub fn explaining(&self, unit: &str, token: &Token) -> Explaining {
        if self.asked.get(unit) == Some(token) {
            Explaining::Own { until: self.until }
        } else {
            Explaining::NotOwn
        }
    }

    /// Need nobody be waited for any more?
    #[must_use]
    pub fn is_over(&self, at: Timestamp) -> bool {
        at >= self.until || self.asked.keys().all(|unit| self.has_explained(unit))
    }

    /// Has the unit explained?
    #[must_use]
    pub fn has_explained(&self, unit: &str) -> bool {
        self.explanations.iter().any(|one| one.unit == unit)
    }

    /// Units whose explanation came in time and has not been dealt with.
    pub fn unanswered(&self) -> impl Iterator<Item = &str> {
        let open = self.explanations.iter();
        let open = open.filter(|one| !one.late && one.outcome.is_none());
        open.map(|one| one.unit.as_str())
    }
}
