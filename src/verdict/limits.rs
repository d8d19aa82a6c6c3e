//! How many letters one unit, one stranger and the whole town may get.
//!
//! Bounce and responder detection can never be complete, so what ends a loop in
//! the end is counting what was answered. The counts come from the ledger, in
//! the transaction that owes the letter: they hold across restarts and crashes.

use serde::{Deserialize, Serialize};

/// Which bound keeps a mail from being answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Letters to this address within an hour.
    Hour,
    /// Letters to this address within a day.
    Day,
    /// The same answer to this address a moment ago.
    Again,
    /// Letters to everybody within a minute or a day: a loop somewhere.
    Town,
}

impl Limit {
    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Hour => "W-REPLY-HOUR",
            Self::Day => "W-REPLY-DAY",
            Self::Again => "W-REPLY-AGAIN",
            Self::Town => "W-REPLY-TOWN",
        }
    }
}
