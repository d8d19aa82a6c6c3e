//! Amounts that were written in another unit of money than the one asked for:
//! the commonest slip of all where a form asks for millions.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A unit of money that people write amounts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyUnit {
    /// One.
    Dong,
    /// A thousand.
    Thousand,
    /// A million.
    Million,
    /// A thousand million.
    Billion,
}

/// An amount as it would be, had it been written in `unit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meant {
    /// The unit that was written in.
    pub unit: MoneyUnit,
    /// The amount in the unit that is asked for.
    pub amount: Decimal,
}

impl MoneyUnit {
    /// All of them, from the smallest.
    pub const ALL: [Self; 4] = [Self::Dong, Self::Thousand, Self::Million, Self::Billion];

    /// How many zeros it has behind the one.
    fn zeros(self) -> u32 {
        match self {
            Self::Dong => 0,
            Self::Thousand => 3,
            Self::Million => 6,
            Self::Billion => 9,
        }
    }

    /// An amount that was written in this unit, in another one.
    #[must_use]
    pub fn to(self, other: Self, amount: Decimal) -> Option<Decimal> {
        let by = |zeros: u32| Decimal::from(10_u64.pow(zeros));
        let (own, theirs) = (self.zeros(), other.zeros());
        let amount = if own >= theirs {
            amount.checked_mul(by(own - theirs))?
        } else {
            amount.checked_div(by(theirs - own))?
        };
        Some(amount.normalize())
    }

    /// The units that an amount may have been written in, instead of in this
    /// one, so that it comes to something that `likely` believes.
    #[must_use]
    pub fn meant(self, written: Decimal, likely: impl Fn(Decimal) -> bool) -> Vec<Meant> {
        let others = Self::ALL.into_iter().filter(|unit| *unit != self);
        let meant = others.filter_map(|unit| {
            let amount = unit.to(self, written)?;
            likely(amount).then_some(Meant { unit, amount })
        });
        meant.collect()
    }
}
