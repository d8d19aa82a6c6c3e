//! The language in which a scale says what an item is worth.
//!
//! It is written by people of the office, next to the label of the item:
//!
//! ```text
//! max * min(1, HT03 / CB02)
//! steps(UD07 / UD05, 40% -> 3, 20% -> 2, above 0 -> 1, else 0)
//! lookup(UD10, KHONG -> 0, DA_CAP -> 1, DANG_DUNG -> 2)
//! if(NL02 = KHONG, 0, lookup(NL03, KHONG -> 0, DAI_HOC -> 2, else 1))
//! max * share_of_best(HT08 / CB02)
//! timeliness(on_time -> 2, 2 days -> 1, else 0)
//! ```
//!
//! Numbers may be written as `40%`. `max` is what the item is worth. Codes are
//! those of the form; `unit.<trait>`, `report.paper_missing` and
//! `report.corrected_down` are known besides. Conditions are built with
//! `= != < <= > >=`, `and`, `or`, `not`. Functions: `min`, `max`, `best_of`
//! (`max` that tells which alternative won), `if`, `round(x, places)`, `steps`
//! (from the highest step down), `lookup`, `timeliness`, `best(x)` (largest in
//! the group among reports that take part), `share_of_best(x)` (own by best,
//! between 0 and 1), `target(HT01)` and `has_target(HT01)` (what the office
//! asked of the unit in the campaign's table of targets). Inside a branch of
//! `if`, `best` compares only reports that come to that branch.
//!
//! A text becomes a [`Formula`] in three steps, each with its own faults: it is
//! read (`syntax`), its names and kinds are looked up (`check`), and the least
//! and the most it can give are worked out (`bounds`). After that it can only be
//! evaluated and explained.

mod lexer;

mod syntax;

mod typed;

mod check;

mod cases;

mod beyond;

mod interval;

mod bounds;

mod evaluate;

mod explain;

use std::{collections::BTreeSet, ops::Range};

use rust_decimal::Decimal;

pub use self::evaluate::{Cell, Evidence, Gap, settled};
use self::{
    bounds::Analysis,
    check::Checker,
    typed::{Compared, Number, Truth},
};
use super::indicators::Indicators;
use crate::{complaint::Problem, figures::Code};

/// What is wrong with a formula, and which bytes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the formula.
    pub at: Range<usize>,
    /// What is wrong there.
    pub problem: Problem,
}

/// What the names in a formula can stand for.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The form that is scored.
    pub indicators: &'a Indicators,
    /// The traits of units that the scale declares.
    pub traits: &'a BTreeSet<String>,
    /// What `max` stands for.
    pub max: Decimal,
}

/// The codes a scale uses, in the order met. A formula knows a code by its
/// number here, so that a unit's figures are looked up once and not per item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slots(Vec<Code>);

impl Slots {
    /// The number of a code, which is added if it is new.
    pub fn of(&mut self, code: Code) -> usize {
        let known = self.0.iter().position(|known| *known == code);
        known.unwrap_or_else(|| {
            self.0.push(code);
            self.0.len() - 1
        })
    }

    /// The code with this number.
    #[must_use]
    pub fn code(&self, slot: usize) -> Option<&Code> {
        self.0.get(slot)
    }

    /// All codes, by number.
    pub fn iter(&self) -> impl Iterator<Item = &Code> {
        self.0.iter()
    }
}

/// A condition that has been read and checked, such as the one under which an
/// item applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    written: String,
    truth: Truth,
}

impl Condition {
    /// Reads and checks a condition.
    ///
    /// # Errors
    /// Every fault found.
    pub fn compile(written: &str, scope: Scope<'_>, slots: &mut Slots) -> Result<Self, Vec<Fault>> {
        let tree = syntax::parse(written).map_err(|fault| vec![fault])?;
        let mut checker = Checker::new(written, scope, slots);
        let truth = checker.condition(&tree);
        let (faults, _) = checker.finish();
        match truth {
            Some(truth) if faults.is_empty() => Ok(Self {
                written: written.to_owned(),
                truth,
            }),
            Some(_) | None => Err(faults),
        }
    }

    /// As it stands in the file.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Does it hold?
    ///
    /// # Errors
    /// What is lacking to tell.
    pub fn holds(&self, evidence: &Evidence<'_>) -> Result<bool, Gap> {
        evidence.truth(&self.truth)
    }

    /// The condition with the numbers put in.
    #[must_use]
    pub fn explain(&self, evidence: &Evidence<'_>) -> String {
        evidence.explain_truth(&self.truth)
    }
}

/// A formula that has been read and checked: it gives between nothing and the
/// points of its item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    written: String,
    number: Number,
    compared: Vec<Compared>,
    used: Vec<usize>,
    timely: bool,
}

impl Formula {
    /// Reads and checks a formula. It is only asked for when `guard` holds;
    /// `on_zero` says that the item has a rule for a divisor that is zero.
    ///
    /// # Errors
    /// Every fault found.
    pub fn compile(
        written: &str,
        guard: Option<&Condition>,
        on_zero: bool,
        scope: Scope<'_>,
        slots: &mut Slots,
    ) -> Result<Self, Vec<Fault>> {
        let tree = syntax::parse(written).map_err(|fault| vec![fault])?;
        let mut checker = Checker::new(written, scope, slots);
        let number = checker.number(&tree);
        let (mut faults, compared) = checker.finish();
        let Some(number) = number.filter(|_| faults.is_empty()) else {
            return Err(faults);
        };
        let mut analysis = Analysis::new(written, scope.indicators, slots, on_zero);
        if let Some(guard) = guard {
            analysis.suppose(&guard.truth, true);
        }
        analysis.points(&number, scope.max);
        faults.extend(analysis.finish());
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut used = Vec::new();
        let mut timely = false;
        number.visit(&mut |part| match part {
            typed::Part::Slot(slot) if !used.contains(&slot) => used.push(slot),
            typed::Part::Slot(_) => (),
            typed::Part::Timeliness => timely = true,
        });
        Ok(Self {
            written: written.to_owned(),
            number,
            compared,
            used,
            timely,
        })
    }

    /// As it stands in the file.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The codes it uses, as numbers of the scale's slots, in reading order.
    #[must_use]
    pub fn used(&self) -> &[usize] {
        &self.used
    }

    /// Does it depend on when the report came?
    #[must_use]
    pub fn timely(&self) -> bool {
        self.timely
    }

    /// How many values it compares with the best of the group.
    #[must_use]
    pub fn comparisons(&self) -> usize {
        self.compared.len()
    }

    /// The value of this report that is compared with the best of the group;
    /// none when it cannot be told or the report does not come to be compared.
    #[must_use]
    pub fn compared(&self, which: usize, evidence: &Evidence<'_>) -> Option<Decimal> {
        let compared = self.compared.get(which)?;
        let mut when = compared.when.iter();
        let comes = when.all(|(truth, holds)| evidence.truth(truth) == Ok(*holds));
        comes.then(|| evidence.number(&compared.value).ok())?
    }

    /// The points.
    ///
    /// # Errors
    /// What is lacking to tell.
    pub fn points(&self, evidence: &Evidence<'_>) -> Result<Decimal, Gap> {
        evidence.number(&self.number)
    }

    /// The formula with the numbers put in, without the result: signs and
    /// numbers only, so that it reads the same in every language.
    #[must_use]
    pub fn explain(&self, evidence: &Evidence<'_>) -> String {
        evidence.explain(&self.number)
    }
}
