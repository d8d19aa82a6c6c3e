//! What is only odd beside other reports. The council is told; nobody is
//! rejected for it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Meant;

/// A figure, or a report, that stands out beside others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Oddity {
    /// Half as much again as the year before, or half of it, or further off.
    FarFromLastYear {
        /// The figure.
        found: Decimal,
        /// That of the year before.
        before: Decimal,
    },
    /// Far from the middle of the unit's group.
    FarFromGroup {
        /// The figure.
        found: Decimal,
        /// The middle of the others.
        median: Decimal,
    },
    /// A thousand or a million times another amount, or its part: it may be
    /// written in another unit of money.
    OtherMoney {
        /// The figure.
        found: Decimal,
        /// The unit of money that is asked for, as the form prints it.
        unit: String,
        /// What it is beside.
        beside: Beside,
        /// What it would be, were it written in another unit.
        meant: Meant,
    },
    /// Nearly every figure is another unit's.
    SameAsUnit {
        /// That unit. Letters do not name it: it is for the council.
        unit: String,
        /// How many figures agree.
        same: usize,
        /// Of how many that both report.
        of: usize,
    },
    /// Nearly every figure is that of the year before.
    SameAsLastYear {
        /// How many figures agree.
        same: usize,
        /// Of how many that both report.
        of: usize,
    },
}

/// What an amount is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beside {
    /// The unit's own of the year before.
    LastYear(Decimal),
    /// The middle of the other units of its group.
    Group(Decimal),
}

impl Oddity {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FarFromLastYear { .. } => "W-LAST-YEAR",
            Self::FarFromGroup { .. } => "W-GROUP",
            Self::OtherMoney { .. } => "W-MONEY",
            Self::SameAsUnit { .. } => "W-SAME-AS-UNIT",
            Self::SameAsLastYear { .. } => "W-SAME-AS-LAST-YEAR",
        }
    }
}
