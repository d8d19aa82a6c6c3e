//! The value of a formula for one report.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};

use super::typed::{Comparison, Number, Operation, Truth};
use crate::{figures::Value, scoring::participant::Timeliness};

/// Decimals that count. Division is exact to 28 digits, so a third times three
/// is a little less than one; what differs only beyond these decimals is the
/// same, or a unit would miss a step that it stands on.
const PLACES: u32 = 20;

/// A number freed from what division left beyond its last decimal that counts.
#[must_use]
pub fn settled(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero)
}

/// What is known about one report when its formulas are evaluated.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The figures, by slot.
    pub cells: &'a [Cell<'a>],
    /// What the office asked of the unit, by slot.
    pub targets: &'a [Cell<'a>],
    /// What holds for the unit.
    pub traits: &'a BTreeSet<String>,
    /// When the report came.
    pub timeliness: Timeliness,
    /// The paper copy is missing.
    pub paper_missing: bool,
    /// How many indicators were corrected downwards.
    pub corrected_down: u32,
    /// The best of the group for each value that the formula compares.
    pub bests: &'a [Decimal],
}

/// One figure as formulas see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing was reported.
    Blank,
    /// A number.
    Number(Decimal),
    /// Yes or no.
    Bool(bool),
    /// An option.
    Word(&'a str),
}

impl<'a> From<Option<&'a Value>> for Cell<'a> {
    fn from(value: Option<&'a Value>) -> Self {
        match value {
            None => Self::Blank,
            Some(Value::Bool(yes)) => Self::Bool(*yes),
            Some(Value::Number(number)) => Self::Number(*number),
            Some(Value::Text(word)) => Self::Word(word),
        }
    }
}

/// Why a formula has no value for a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// A figure it needs was left blank; carries the slot.
    Blank(usize),
    /// Nothing was asked of the unit in a figure; carries the slot.
    NoTarget(usize),
    /// A divisor is zero.
    ZeroDivisor,
    /// A number on the way has more than 28 digits.
    TooLarge,
}

impl Evidence<'_> {
    fn cell(&self, slot: usize) -> Cell<'_> {
        self.cells.get(slot).copied().unwrap_or(Cell::Blank)
    }

    fn target(&self, slot: usize) -> Option<Decimal> {
        match self.targets.get(slot)? {
            Cell::Number(target) => Some(*target),
            Cell::Blank | Cell::Bool(_) | Cell::Word(_) => None,
        }
    }

    fn best(&self, which: usize) -> Decimal {
        self.bests.get(which).copied().unwrap_or_default()
    }

    /// The value of a number.
    pub(super) fn number(&self, number: &Number) -> Result<Decimal, Gap> {
        match number {
            Number::Literal(number) => Ok(*number),
            Number::Figure(slot) => match self.cell(*slot) {
                Cell::Number(number) => Ok(number),
                // The reader of the form gives an indicator its own type.
                Cell::Blank | Cell::Bool(_) | Cell::Word(_) => Err(Gap::Blank(*slot)),
            },
            Number::Target(slot) => self.target(*slot).ok_or(Gap::NoTarget(*slot)),
            Number::CorrectedDown => Ok(self.corrected_down.into()),
            Number::Negative(x) => Ok(-self.number(x)?),
            Number::Arithmetic(operation, a, b) => {
                let (a, b) = (self.number(a)?, self.number(b)?);
                let result = match operation {
                    Operation::Add => a.checked_add(b),
                    Operation::Subtract => a.checked_sub(b),
                    Operation::Multiply => a.checked_mul(b),
                };
                result.ok_or(Gap::TooLarge)
            }
            Number::Quotient { of, by, .. } => {
                let (of, by) = (self.number(of)?, self.number(by)?);
                if by.is_zero() {
                    return Err(Gap::ZeroDivisor);
                }
                of.checked_div(by).ok_or(Gap::TooLarge)
            }
            Number::Least(all) => self.extreme(all, Decimal::min),
            Number::Most(all) | Number::BestOf(all) => self.extreme(all, Decimal::max),
            Number::Choose(when, a, b) => self.number(if self.truth(when)? { a } else { b }),
            Number::Steps { .. } | Number::Lookup { .. } | Number::Timeliness { .. } => {
                self.number(self.branch(number)?)
            }
            Number::Best(which, _) => Ok(self.best(*which)),
            Number::ShareOfBest(which, own) => self.share(self.number(own)?, self.best(*which)),
            Number::Round(x, places) => {
                let strategy = RoundingStrategy::MidpointAwayFromZero;
                Ok(settled(self.number(x)?).round_dp_with_strategy(*places, strategy))
            }
        }
    }

    fn extreme(
        &self,
        all: &[Number],
        pick: fn(Decimal, Decimal) -> Decimal,
    ) -> Result<Decimal, Gap> {
        let mut found = None;
        for number in all {
            let value = self.number(number)?;
            found = Some(found.map_or(value, |best| pick(best, value)));
        }
        found.ok_or(Gap::TooLarge)
    }

    /// Which of several alternatives is the largest, counted from 1; the first
    /// of equals.
    pub(super) fn winner<'n>(&self, all: &'n [Number]) -> Option<(usize, &'n Number)> {
        let mut won: Option<(Decimal, usize, &Number)> = None;
        for (n, number) in (1..).zip(all) {
            let value = self.number(number).ok()?;
            if won.is_none_or(|(best, ..)| value > best) {
                won = Some((value, n, number));
            }
        }
        won.map(|(_, n, number)| (n, number))
    }

    /// Where nobody has anything, nobody has a share. A report that does not
    /// take part may be better than the best; its share is still the whole.
    fn share(&self, own: Decimal, best: Decimal) -> Result<Decimal, Gap> {
        if best <= Decimal::ZERO || own <= Decimal::ZERO {
            return Ok(Decimal::ZERO);
        }
        let share = own.checked_div(best).ok_or(Gap::TooLarge)?;
        Ok(share.min(Decimal::ONE))
    }

    /// Which of its cases a `steps`, `lookup` or `timeliness` comes down to;
    /// anything else comes down to itself.
    pub(super) fn branch<'n>(&self, number: &'n Number) -> Result<&'n Number, Gap> {
        match number {
            Number::Steps {
                of,
                steps,
                otherwise,
                ..
            } => {
                let value = settled(self.number(of)?);
                let step = steps.iter().find(|step| step.reached(value));
                let gives = step.map(|step| &step.gives).or(otherwise.as_deref());
                gives.ok_or(Gap::TooLarge)
            }
            Number::Lookup {
                slot,
                options,
                otherwise,
            } => {
                let Cell::Word(word) = self.cell(*slot) else {
                    return Err(Gap::Blank(*slot));
                };
                let option = options.iter().find(|(option, _)| option == word);
                let gives = option.map(|(_, gives)| gives).or(otherwise.as_deref());
                gives.ok_or(Gap::Blank(*slot))
            }
            Number::Timeliness {
                on_time,
                late,
                otherwise,
            } => {
                let late = late.iter().find(|(days, _)| self.at_most_late(*days));
                Ok(match self.timeliness {
                    Timeliness::OnTime => on_time,
                    Timeliness::LateBy { .. } => late.map_or(otherwise, |(_, gives)| gives),
                })
            }
            Number::Literal(_)
            | Number::Figure(_)
            | Number::Target(_)
            | Number::CorrectedDown
            | Number::Negative(_)
            | Number::Arithmetic(..)
            | Number::Quotient { .. }
            | Number::Least(_)
            | Number::Most(_)
            | Number::BestOf(_)
            | Number::Choose(..)
            | Number::Best(..)
            | Number::ShareOfBest(..)
            | Number::Round(..) => Ok(number),
        }
    }

    fn at_most_late(&self, days: Decimal) -> bool {
        let day = Decimal::from(24 * 60 * 60);
        match self.timeliness {
            Timeliness::OnTime => true,
            // A bound too large to be counted in seconds is never passed.
            Timeliness::LateBy { seconds } => days
                .checked_mul(day)
                .is_none_or(|most| Decimal::from(seconds) <= most),
        }
    }

    /// Does a condition hold? What decides it alone decides it, even when the
    /// other half cannot be told: a unit that receives no applications leaves
    /// their number blank.
    pub(super) fn truth(&self, truth: &Truth) -> Result<bool, Gap> {
        match truth {
            Truth::Figure(slot) => match self.cell(*slot) {
                Cell::Bool(yes) => Ok(yes),
                Cell::Blank | Cell::Number(_) | Cell::Word(_) => Err(Gap::Blank(*slot)),
            },
            Truth::Trait(name) => Ok(self.traits.contains(name)),
            Truth::HasTarget(slot) => Ok(self.target(*slot).is_some()),
            Truth::PaperMissing => Ok(self.paper_missing),
            Truth::Not(x) => Ok(!self.truth(x)?),
            Truth::And(a, b) => match (self.truth(a), self.truth(b)) {
                (Ok(false), _) | (_, Ok(false)) => Ok(false),
                (Ok(true), other) | (other, Ok(true)) => other,
                (Err(gap), Err(_)) => Err(gap),
            },
            Truth::Or(a, b) => match (self.truth(a), self.truth(b)) {
                (Ok(true), _) | (_, Ok(true)) => Ok(true),
                (Ok(false), other) | (other, Ok(false)) => other,
                (Err(gap), Err(_)) => Err(gap),
            },
            Truth::Compare(how, a, b) => {
                let (a, b) = (settled(self.number(a)?), settled(self.number(b)?));
                Ok(match how {
                    Comparison::Less => a < b,
                    Comparison::AtMost => a <= b,
                    Comparison::Equal => a == b,
                    Comparison::Unequal => a != b,
                    Comparison::AtLeast => a >= b,
                    Comparison::Greater => a > b,
                })
            }
            Truth::Is(slot, option) => match self.cell(*slot) {
                Cell::Word(word) => Ok(word == option),
                Cell::Blank | Cell::Number(_) | Cell::Bool(_) => Err(Gap::Blank(*slot)),
            },
        }
    }
}
