//! How a scale comes from points to the figure that is published and ranked.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{complaint::Problem, document::Section, scoring::formula::settled};

/// What a scale says about totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// What a unit that reaches everything gets, and what the groups come to
    /// unless they are weighted.
    pub of: Decimal,
    /// The most a total can be with its bonuses.
    pub at_most: Decimal,
    /// Decimals of the published figure.
    pub decimals: u32,
    /// How the published figure is rounded.
    pub rounding: Rounding,
    /// How places are counted.
    pub ranks: Ranks,
    /// Which figures count.
    pub figures: Column,
}

/// How the published figure is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest, a half upwards.
    HalfUp,
    /// To the nearest, a half to the even neighbour.
    HalfEven,
    /// What is beyond the last decimal is cut off.
    Down,
}

/// How places are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ranks {
    /// The declared order tells units of the same figure apart; those it
    /// cannot tell apart share a place, and the next is counted on (1-2-2-4).
    Ordered,
    /// Units of the same figure share a place, and the next is counted on
    /// (1-2-2-4). The declared order still says who gets a prize.
    Competition,
    /// Units of the same figure share a place, and the next follows (1-2-2-3).
    Dense,
}

/// Which figures of a unit count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Its own; what the council verifies is shown beside them.
    Reported,
    /// The verified ones where the council verified, its own everywhere else.
    Verified,
}

impl Total {
    /// A total as it is published and ranked.
    #[must_use]
    pub fn published(&self, exact: Decimal) -> Decimal {
        let strategy = match self.rounding {
            Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
            Rounding::Down => RoundingStrategy::ToZero,
        };
        settled(exact).round_dp_with_strategy(self.decimals, strategy)
    }

    /// Reads `[total]`; what is left out is out of a hundred, with two decimals
    /// rounded half up and places by the declared order. Only which figures
    /// count must be said.
    pub(super) fn read(root: &Section<'_>) -> Self {
        let mut total = Self {
            of: Decimal::ONE_HUNDRED,
            at_most: Decimal::ONE_HUNDRED,
            decimals: 2,
            rounding: Rounding::HalfUp,
            ranks: Ranks::Ordered,
            figures: Column::Verified,
        };
        let Some(section) = root.maybe_section("total") else {
            if !root.has("total") {
                root.missing("total.figures");
            }
            return total;
        };
        let least = |key: &'static str, least: Decimal, includes: bool| {
            let found = section.maybe_decimal(key)?.value;
            if found > least || (includes && found == least) {
                return Some(found);
            }
            let sign = if includes { ">=" } else { ">" };
            let allowed = format!("{sign} {}", least.normalize());
            let found = found.normalize().to_string();
            section.complain(key, Problem::NotAllowed { found, allowed });
            None
        };
        total.of = least("of", Decimal::ZERO, false).unwrap_or(total.of);
        total.at_most = least("at_most", total.of, true).unwrap_or(total.of);
        let decimals = section.integer_or("decimals", 2, 0..5);
        total.decimals = u32::try_from(decimals).unwrap_or(2);
        let rounding = [
            ("half_up", Rounding::HalfUp),
            ("half_even", Rounding::HalfEven),
            ("down", Rounding::Down),
        ];
        let ranks = [
            ("ordered", Ranks::Ordered),
            ("competition", Ranks::Competition),
            ("dense", Ranks::Dense),
        ];
        let figures = [
            ("reported", Column::Reported),
            ("verified", Column::Verified),
        ];
        let rounding = section.choice("rounding", Some(total.rounding), &rounding);
        total.rounding = rounding.unwrap_or(total.rounding);
        let ranks = section.choice("ranks", Some(total.ranks), &ranks);
        total.ranks = ranks.unwrap_or(total.ranks);
        let figures = section.choice("figures", None, &figures);
        total.figures = figures.unwrap_or(total.figures);
        section.end();
        total
    }
}
