//! A rule of a form that does not hold, with the values that break it.

use serde::{Deserialize, Serialize};

use crate::figures::{Code, Value};

/// A rule between values that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenRule {
    /// What stands on the left.
    pub left: Side,
    /// How the two should compare.
    pub comparison: Comparison,
    /// What stands on the right.
    pub right: Side,
    /// The answers because of which the rule holds here.
    pub because: Vec<Operand>,
}

/// One side of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// As the form writes it, such as `HT02 - HT06`.
    pub written: String,
    /// What it comes to, as people read it.
    pub total: String,
    /// The values in it.
    pub operands: Vec<Operand>,
}

/// One value that a rule looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operand {
    /// Its indicator.
    pub code: Code,
    /// Where it stands.
    pub cell: String,
    /// What it is.
    pub value: Value,
}

/// How two sides should compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Comparison {
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
    /// `<`
    Less,
    /// `>`
    Greater,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
}

impl Comparison {
    /// How it is written, and the letters that stand for it in a code.
    pub const WRITTEN: [(&'static str, &'static str, Self); 6] = [
        ("<=", "LE", Self::AtMost),
        (">=", "GE", Self::AtLeast),
        ("!=", "NE", Self::NotEqual),
        ("<", "LT", Self::Less),
        (">", "GT", Self::Greater),
        ("=", "EQ", Self::Equal),
    ];

    /// The letters that stand for it in a code.
    #[must_use]
    pub fn letters(self) -> &'static str {
        let known = Self::WRITTEN.iter().find(|(_, _, it)| *it == self);
        known.map_or("", |(_, letters, _)| letters)
    }

    /// Does it hold between two things that compare so?
    #[must_use]
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::AtMost => order.is_le(),
            Self::AtLeast => order.is_ge(),
            Self::Less => order.is_lt(),
            Self::Greater => order.is_gt(),
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
        }
    }
}
