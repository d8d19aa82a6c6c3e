//! A scale: what a report of one kind of unit is scored by. It exists only as
//! a file that has been read and found right.

mod read;

mod rules;

pub mod total;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::formula::{Condition, Formula, Slots};
use total::Total;

/// A scale that has been read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    code: String,
    title: String,
    notice: String,
    traits: BTreeSet<String>,
    groups: Vec<Group>,
    items: Vec<Item>,
    adjustments: Vec<Adjustment>,
    bands: Vec<Band>,
    order: Vec<Key>,
    total: Total,
    slots: Slots,
}

/// A group of items. The maxima of all groups come to [`Total::of`], or their
/// weights to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Such as `HT`.
    pub code: String,
    /// Its name.
    pub label: String,
    /// What its items come to.
    pub max: Decimal,
    /// What part of the total its rate is; none when points are simply added.
    pub weight: Option<Decimal>,
}

/// One thing that is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Such as `HT.1`.
    pub code: String,
    /// Which of the scale's groups it belongs to.
    pub group: usize,
    /// What is scored.
    pub label: String,
    /// Most points.
    pub max: Decimal,
    /// The item leaves both sums unless this holds.
    pub applies_if: Option<Condition>,
    /// How points come about.
    pub rule: Rule,
}

/// How points come about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Worked out from the report.
    Formula {
        /// How.
        formula: Formula,
        /// What the item gives when a divisor is zero. A formula that can
        /// divide by zero has one that means something.
        on_zero: OnZero,
    },
    /// Given by the council, or handed to it from outside (a survey, say).
    Council {
        /// A mark that is worth all points of the item.
        of: Decimal,
        /// Marks are multiples of this.
        step: Decimal,
        /// What the item gives while there is no mark.
        unmarked: Unmarked,
    },
}

/// What an item gives when its formula would divide by zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnZero {
    /// Nothing.
    Zero,
    /// All its points.
    Full,
    /// It does not apply.
    NotApplicable,
}

/// What an item of the council gives while there is no mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmarked {
    /// It waits, and with it the total.
    Pending,
    /// It does not apply (an optional survey, say).
    NotApplicable,
}

/// What is added to or taken from the total, outside the groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// Such as `CT.1`.
    pub code: String,
    /// What it is for.
    pub label: String,
    /// Added or taken.
    pub kind: AdjustmentKind,
    /// Most that is added or taken.
    pub max: Decimal,
    /// How much; always counted upwards from nothing.
    pub formula: Formula,
    /// It counts only as far as the council confirms it.
    pub confirmed: bool,
}

/// Whether an adjustment helps or hurts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdjustmentKind {
    /// Added to the total.
    Bonus,
    /// Taken from the total.
    Penalty,
}

/// A grade, from its lower bound up to the next one's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Such as "Tốt".
    pub label: String,
    /// The least published total that reaches it.
    pub from: Decimal,
}

/// What decides between units, one key after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// The published total. It is the first, or the exact one is.
    Total,
    /// The total before it is rounded for publication.
    ExactTotal,
    /// The rate reached in a group, by its number.
    Group(usize),
    /// Who reported earlier.
    Received,
}

impl Scale {
    /// Such as `III`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The name of the scale.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What every print-out must say about the scale; may be empty.
    #[must_use]
    pub fn notice(&self) -> &str {
        &self.notice
    }

    /// The traits of units that the scale asks for.
    #[must_use]
    pub fn traits(&self) -> &BTreeSet<String> {
        &self.traits
    }

    /// The groups, in the order of the file.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The items, in the order of the file.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Bonuses and penalties, in the order of the file.
    #[must_use]
    pub fn adjustments(&self) -> &[Adjustment] {
        &self.adjustments
    }

    /// The bands, from the highest down; the last begins at zero.
    #[must_use]
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }

    /// How its totals come about.
    #[must_use]
    pub fn total(&self) -> &Total {
        &self.total
    }

    /// What decides between units.
    #[must_use]
    pub fn order(&self) -> &[Key] {
        &self.order
    }

    /// The codes its formulas use.
    #[must_use]
    pub fn slots(&self) -> &Slots {
        &self.slots
    }

    /// The item with this code.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    /// The adjustment with this code.
    #[must_use]
    pub fn adjustment(&self, code: &str) -> Option<&Adjustment> {
        self.adjustments.iter().find(|a| a.code == code)
    }

    /// What the council may give under a code: the most, and the step of which
    /// a mark is a multiple. Nothing when the code is not the council's.
    #[must_use]
    pub fn council_range(&self, code: &str) -> Option<(Decimal, Decimal)> {
        if let Some(adjustment) = self.adjustment(code).filter(|a| a.confirmed) {
            return Some((adjustment.max, Decimal::new(1, 2)));
        }
        let item = self.item(code)?;
        match item.rule {
            Rule::Council { of, step, .. } => Some((of, step)),
            Rule::Formula { .. } => None,
        }
    }

    /// The band of a published total.
    #[must_use]
    pub fn band(&self, published: Decimal) -> Option<&Band> {
        self.bands.iter().find(|band| published >= band.from)
    }
}
