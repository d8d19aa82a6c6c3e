//! What becomes of a mail.

pub mod limits;

pub mod reason;

pub mod person;

pub mod judgement;

pub mod files;

pub mod copies;

mod content;

pub mod explaining;

pub mod decide;

use serde::{Deserialize, Serialize};

/// The decision on a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A report that counts.
    Accepted,
    /// Proven sender, but the content or the moment is wrong.
    Rejected,
    /// A person must look first.
    Held,
    /// Forged, malformed or dangerous; never answered.
    Quarantined,
    /// No report: written by a machine (bounce, automatic reply, list, loop),
    /// which is never answered, or by a unit that explains its figures.
    Logged,
    /// The same report as one already in force.
    Duplicate,
}

impl Verdict {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Accepted,
        Self::Rejected,
        Self::Held,
        Self::Quarantined,
        Self::Logged,
        Self::Duplicate,
    ];

    /// The word in JSON and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Held => "held",
            Self::Quarantined => "quarantined",
            Self::Logged => "logged",
            Self::Duplicate => "duplicate",
        }
    }

    /// May a mail of this verdict be answered at all?
    #[must_use]
    pub fn is_answerable(self) -> bool {
        match self {
            Self::Accepted | Self::Rejected | Self::Duplicate => true,
            Self::Held | Self::Quarantined | Self::Logged => false,
        }
    }

    /// The verdict of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|verdict| verdict.as_str() == word)
    }
}

/// What is answered. "Does it count" and "may we answer" are two decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// A receipt for a version that is now in force.
    Receipt,
    /// A short receipt: identical to the version in force.
    Identical,
    /// A rejection with every reason and how to mend it.
    Rejection,
    /// A short receipt for an explanation.
    Explanation,
    /// A request to correct a report that is in force and stays so.
    Correction,
    /// A polite note to send it from the unit's official mailbox.
    WrongMailbox,
    /// Nothing.
    None,
}

impl Reply {
    /// The word in the database, and the kind of the letter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Identical => "identical",
            Self::Rejection => "rejection",
            Self::Explanation => "explanation",
            Self::Correction => "correction",
            Self::WrongMailbox => "wrong_mailbox",
            Self::None => "none",
        }
    }

    /// The word in the stable JSON interface, which knows three.
    #[must_use]
    pub fn in_interface(self) -> &'static str {
        match self {
            Self::Receipt | Self::Identical | Self::Explanation => "receipt",
            Self::Rejection | Self::Correction | Self::WrongMailbox => "rejection",
            Self::None => "none",
        }
    }
}
