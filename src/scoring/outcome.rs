//! What scoring gives: the points of units, groups and items, and what they
//! mean.

use jiff::Timestamp;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{formula::settled, participant::Standing, scale::OnZero};
use crate::figures::Code;

/// What a scale gives a group of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scores {
    /// Those that are scored, in the order they were handed in.
    pub units: Vec<UnitScore>,
    /// Those that are not, and why.
    pub apart: Vec<(String, Standing)>,
    /// What own values were compared with.
    pub bests: Vec<Best>,
}

/// The best of a group in one value of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Best {
    /// Code of the item.
    pub item: String,
    /// Which of the values that the item compares.
    pub which: usize,
    /// The best value; zero when nobody has one.
    pub value: Decimal,
    /// Whose it is; several when they are equal.
    pub units: Vec<String>,
}

/// The points of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitScore {
    /// Code of the unit.
    pub unit: String,
    /// Admitted or late.
    pub standing: Standing,
    /// When its report came.
    pub received: Option<Timestamp>,
    /// Every item, in the order of the scale.
    pub items: Vec<ItemScore>,
    /// Every adjustment, in the order of the scale; penalties are negative.
    pub adjustments: Vec<ItemScore>,
    /// Every group, in the order of the scale.
    pub groups: Vec<GroupScore>,
    /// Σ points of the items that apply and are decided.
    pub earned: Decimal,
    /// Σ maxima of the items that apply and are decided.
    pub applicable: Decimal,
    /// What is added.
    pub bonus: Decimal,
    /// What is taken, as a positive number.
    pub penalty: Decimal,
    /// What part of the points that apply was reached, of the whole of the
    /// scale, with bonus and penalty, within its bounds.
    pub total: Decimal,
    /// The total as it is published and ranked.
    pub published: Decimal,
    /// The council has not marked everything. What waits is in neither sum, so
    /// the total can still move either way.
    pub provisional: bool,
}

/// The points of one item, or of one adjustment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemScore {
    /// Code of the item.
    pub code: String,
    /// Points, exact to twenty decimals.
    pub points: Decimal,
    /// Most points.
    pub max: Decimal,
    /// What the points mean.
    pub state: State,
    /// Where they come from.
    pub why: Why,
}

/// Four things that must not be taken for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It has points.
    Scored,
    /// It could have had points and has none.
    Zero,
    /// It does not apply to this unit: it is in neither sum.
    NotApplicable,
    /// The council has not marked it yet: it is in neither sum so far.
    Pending,
}

impl State {
    /// The word in stored results.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scored => "scored",
            Self::Zero => "zero",
            Self::NotApplicable => "not_applicable",
            Self::Pending => "pending",
        }
    }
}

/// Where points come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The formula gives them.
    Formula,
    /// The condition under which the item applies does not hold.
    DoesNotApply,
    /// A divisor is zero, and the scale says what then.
    ZeroDivisor(OnZero),
    /// A figure that is needed was left blank.
    NoFigure(Code),
    /// Nothing was asked of the unit in this figure.
    NoTarget(Code),
    /// A number on the way is too large to be a figure of an office.
    TooLarge,
    /// The council gave them.
    Council,
    /// The council has not given any yet.
    AwaitsCouncil,
    /// The council may leave it out, and did.
    LeftOut,
}

/// The points of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GroupScore {
    /// Σ points of its items that apply and are decided.
    pub earned: Decimal,
    /// Σ maxima of the same items.
    pub applicable: Decimal,
}

impl GroupScore {
    /// What part of its points was reached; nothing if no item counts.
    #[must_use]
    pub fn rate(&self) -> Option<Decimal> {
        self.earned.checked_div(self.applicable).map(settled)
    }
}

/// Points as they are printed: two decimals, half up.
#[must_use]
pub fn published(total: Decimal) -> Decimal {
    settled(total).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}
