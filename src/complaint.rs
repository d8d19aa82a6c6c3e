//! The catalogue of what can be wrong with a file a person wrote for us:
//! configuration, campaign, units, form, scale, table of values.
//!
//! A reader never stops at the first fault. It collects [`Complaint`]s, each
//! with its place, and `words::complaint` turns them into sentences. A file
//! with one complaint is not used at all.

use std::fmt;

/// Where in a file: both numbers count from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// File name as the person gave it.
    pub file: String,
    /// Line.
    pub line: usize,
    /// Column, in characters.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One fault, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Where.
    pub place: Place,
    /// Which setting, as a dotted path; empty when the whole file is meant.
    pub key: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong. Every variant is a sentence and a remedy in `words`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The file cannot be read at all; carries the system's reason.
    Unreadable(String),
    /// Not TOML or not CSV; carries the parser's reason.
    Syntax(String),
    /// A required setting is not there.
    Missing,
    /// A setting nobody knows; carries the nearest known name.
    Unknown {
        /// The known name with the fewest edits, if any is near.
        nearest: Option<String>,
    },
    /// The value has the wrong type.
    WrongType {
        /// What the setting takes, e.g. `text`, `number`, `true|false`.
        expected: &'static str,
        /// What the file holds.
        found: String,
    },
    /// The value is not one of those allowed, or not within the bounds.
    NotAllowed {
        /// The value.
        found: String,
        /// What would be allowed, in a form fit to print.
        allowed: String,
    },
    /// Two entries that must differ are the same.
    Duplicate {
        /// The repeated value.
        value: String,
        /// Line of the first.
        first_line: usize,
    },
    /// A name that points to nothing (an indicator, unit, group or scale).
    Dangling {
        /// The name.
        name: String,
        /// What it should name.
        kind: &'static str,
    },
    /// The end of a period does not come after its start.
    EndsBeforeStart,
    /// Parts do not add up to their whole.
    Sum {
        /// The whole that is declared.
        declared: String,
        /// What the parts come to.
        actual: String,
    },
    /// A formula cannot be read; carries what was met and where.
    Formula {
        /// The text that could not be read.
        found: String,
        /// What would be understood there.
        expected: String,
    },
    /// A formula can give more points than its item has.
    CanExceedMax {
        /// Most that the formula can give; `∞` when unbounded.
        most: String,
        /// What the item has.
        max: String,
        /// The formula.
        written: String,
    },
    /// A formula can fall below zero where points cannot; carries the formula.
    CanFallBelowZero(String),
    /// A formula divides by something that can be zero, and does not say what
    /// then.
    DividesByZero {
        /// The divisor, as written.
        divisor: String,
    },
    /// Steps do not cover every value, or can never be reached.
    StepsWithGaps(String),
    /// An indicator or option has a type that the formula cannot use.
    WrongKind {
        /// The indicator.
        code: String,
        /// What the formula needs there.
        expected: &'static str,
    },
    /// A secret stands in a file that others can read.
    SecretExposed,
}

/// How a file is read to its end although parts of it are wrong.
pub type Checked<T> = Result<T, Vec<Complaint>>;
