//! What does not agree among the copies of a report, and what a person ruled.

use jiff::{Timestamp, civil::Date};

use super::record::Channel;
use crate::digest::Digest;

/// What a person decided about a disagreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// The copy counts all the same.
    Counts,
    /// The copy does not count.
    DoesNotCount,
}

impl Ruling {
    /// The word in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::DoesNotCount => "does_not_count",
        }
    }

    /// The ruling of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Counts, Self::DoesNotCount]
            .into_iter()
            .find(|it| it.as_str() == word)
    }
}

/// A disagreement, settled by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Which disagreement: its [`Disagreement::key`].
    pub about: String,
    /// What was decided.
    pub ruling: Ruling,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Something that does not agree, or is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The copy at issue.
    pub channel: Channel,
    /// What it is.
    pub what: What,
}

/// What does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Another way names another number and symbol.
    Number {
        /// That way.
        with: Channel,
        /// What stands here.
        here: String,
        /// What stands there.
        there: String,
    },
    /// Another way names another day.
    Date {
        /// That way.
        with: Channel,
        /// What stands here.
        here: Date,
        /// What stands there.
        there: Date,
    },
    /// Paper without a signature.
    Unsigned(i64),
    /// Paper without a seal.
    Unsealed(i64),
    /// Its figures are not those of the data file.
    Figures(i64),
    /// A PDF in which no signature is seen.
    NoSignature {
        /// Its name.
        name: String,
        /// Which file.
        digest: Digest,
    },
    /// A PDF that was changed after it was signed, or whose signature does not
    /// cover it.
    Changed {
        /// Its name.
        name: String,
        /// Which file.
        digest: Digest,
    },
    /// It was taken back by another document.
    Recalled(String),
    /// Another document stands in its place.
    Replaced(String),
    /// More than one document came by this way.
    Several(Vec<String>),
    /// The same document was recorded more than once.
    Twice(String),
    /// The same document is recorded for another unit as well.
    Elsewhere {
        /// The document.
        document: String,
        /// That unit.
        unit: String,
    },
}

impl What {
    /// The one record that it is about, if it is about one.
    #[must_use]
    pub fn entry(&self) -> Option<i64> {
        match self {
            Self::Unsigned(id) | Self::Unsealed(id) | Self::Figures(id) => Some(*id),
            Self::Number { .. }
            | Self::Date { .. }
            | Self::NoSignature { .. }
            | Self::Changed { .. }
            | Self::Recalled(_)
            | Self::Replaced(_)
            | Self::Several(_)
            | Self::Twice(_)
            | Self::Elsewhere { .. } => None,
        }
    }
}

impl Disagreement {
    /// By what a settlement names it: another number, another day, another
    /// record is another disagreement.
    #[must_use]
    pub fn key(&self) -> String {
        let what = match &self.what {
            What::Number { with, here, there } => {
                format!("number:{}:{here}|{there}", with.as_str())
            }
            What::Date { with, here, there } => format!("date:{}:{here}|{there}", with.as_str()),
            What::Unsigned(id) => format!("unsigned:{id}"),
            What::Unsealed(id) => format!("unsealed:{id}"),
            What::Figures(id) => format!("figures:{id}"),
            What::NoSignature { digest, .. } => format!("no_signature:{digest}"),
            What::Changed { digest, .. } => format!("changed:{digest}"),
            What::Recalled(by) => format!("recalled:{by}"),
            What::Replaced(by) => format!("replaced:{by}"),
            What::Several(all) => format!("several:{}", all.join("|")),
            What::Twice(document) => format!("twice:{document}"),
            What::Elsewhere { document, unit } => format!("elsewhere:{document}|{unit}"),
        };
        format!("{}:{what}", self.channel.as_str())
    }
}
