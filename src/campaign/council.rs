//! What a campaign settles for its council.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{complaint::Problem, document::Section};

/// What a campaign settles for its council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouncilRules {
    /// Working days in which units may explain.
    pub explanation_days: u16,
    /// Days that are no working days, besides Saturdays and Sundays.
    pub days_off: Vec<Date>,
    /// By how many hundredths a verified figure may be below the reported one
    /// without counting as corrected downwards.
    pub tolerance: Decimal,
}

impl Default for CouncilRules {
    fn default() -> Self {
        Self {
            explanation_days: 3,
            days_off: Vec::new(),
            tolerance: Decimal::from(5),
        }
    }
}

impl CouncilRules {
    /// Reads `[council]`, which may be left out.
    pub(super) fn read(root: &Section<'_>) -> Self {
        let Some(section) = root.maybe_section("council") else {
            return Self::default();
        };
        let days = section.integer_or("explanation_days", 3, 1..61);
        let tolerance = section.maybe_decimal("tolerance_percent");
        let rules = Self {
            explanation_days: u16::try_from(days).unwrap_or_default(),
            days_off: days_off(&section),
            tolerance: tolerance.map_or(Decimal::from(5), |found| found.value),
        };
        if rules.tolerance < Decimal::ZERO || rules.tolerance > Decimal::ONE_HUNDRED {
            section.complain(
                "tolerance_percent",
                Problem::NotAllowed {
                    found: rules.tolerance.to_string(),
                    allowed: "0..100".to_owned(),
                },
            );
        }
        section.end();
        rules
    }
}

fn days_off(section: &Section<'_>) -> Vec<Date> {
    let mut days = Vec::new();
    for written in section.texts("days_off") {
        match written.value.parse() {
            Ok(day) => days.push(day),
            Err(_) => section.complain_at(
                written.span,
                Problem::NotAllowed {
                    found: written.value,
                    allowed: "2016-01-01".to_owned(),
                },
            ),
        }
    }
    days
}
