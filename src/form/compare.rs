//! What is odd about a report beside last year's and beside its neighbours'.
//! Everything here is a warning: units differ, and years do. That holds for an
//! amount that is a million times last year's too: only a bound that the form
//! itself declares makes an error of it, because a warning may be wrong and an
//! error must not.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    definition::{Form, Indicator, Kind},
    neighbours::Neighbours,
    numeral,
    read::Reading,
};
use crate::{
    figures::{Code, Figures, Value},
    finding::{Beside, Fault, Finding, Oddity},
};

/// A report as it is compared: what it says, and where.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// What it says.
    pub figures: &'a Figures,
    /// The sheet with its table.
    pub sheet: &'a str,
    /// Where the value of each indicator stands.
    pub cells: &'a BTreeMap<Code, String>,
}

impl<'a> From<&'a Reading> for Said<'a> {
    fn from(reading: &'a Reading) -> Self {
        Self {
            figures: &reading.figures,
            sheet: &reading.sheet,
            cells: &reading.cells,
        }
    }
}

/// A difference of fewer is nobody's news: from two to four is not "doubled".
const FEW: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// How many times the middle of the group, or its part, stands out. Units of
/// one group differ in size by two or three.
const FAR: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Fewer figures can agree by chance.
const LEAST_SAME: usize = 10;

impl Form {
    /// Compares a report with the unit's own figures of the year before.
    #[must_use]
    pub fn beside_last_year(&self, said: Said<'_>, before: &Figures) -> Vec<Finding> {
        let counted = |figures: &Figures| self.counted(figures);
        let same = copied(&counted(said.figures), &counted(before));
        let same = same.map(|(same, of)| Oddity::SameAsLastYear { same, of });
        let mut findings: Vec<Finding> = same.map(whole).into_iter().collect();
        for indicator in self.indicators() {
            let pair = number(said.figures, &indicator.code).zip(number(before, &indicator.code));
            let odd = pair.and_then(|(found, before)| {
                other_money(indicator, found, Beside::LastYear(before), before)
                    .or_else(|| against_last_year(found, before))
            });
            findings.extend(odd.map(|oddity| placed(said, indicator, oddity)));
        }
        findings
    }

    /// Compares a report with those of the other units of its group.
    #[must_use]
    pub fn beside_group(
        &self,
        unit: &str,
        said: Said<'_>,
        neighbours: &Neighbours,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        let own = self.counted(said.figures);
        for (other, theirs) in neighbours.others(unit) {
            if let Some((same, of)) = copied(&own, theirs) {
                let unit = other.to_owned();
                findings.push(whole(Oddity::SameAsUnit { unit, same, of }));
            }
        }
        for indicator in self.indicators() {
            let median = neighbours.median(unit, &indicator.code);
            let pair = number(said.figures, &indicator.code).zip(median);
            let odd = pair.and_then(|(found, median)| {
                other_money(indicator, found, Beside::Group(median), median)
                    .or_else(|| against_group(found, median))
            });
            findings.extend(odd.map(|oddity| placed(said, indicator, oddity)));
        }
        findings
    }

    /// The figures that are counted or measured, in the order of the form. Of
    /// answers of yes and no many agree anyway.
    pub(super) fn counted(&self, figures: &Figures) -> Vec<Option<Decimal>> {
        let counted =
            |it: &&Indicator| matches!(it.kind, Kind::Whole | Kind::Decimal(_) | Kind::List);
        let counted = self.indicators().filter(counted);
        counted.map(|it| number(figures, &it.code)).collect()
    }
}

/// How many figures agree, of how many that both report, when they are too many
/// to be chance. Noughts agree anyway.
fn copied(ours: &[Option<Decimal>], theirs: &[Option<Decimal>]) -> Option<(usize, usize)> {
    // More that differ than this, and the rest cannot make up for it.
    let most = ours.len() / 5;
    let (mut same, mut of) = (0, 0);
    for pair in ours.iter().zip(theirs) {
        let (Some(own), Some(other)) = pair else {
            continue;
        };
        if own.is_zero() && other.is_zero() {
            continue;
        }
        of += 1;
        same += usize::from(own == other);
        if of - same > most {
            return None;
        }
    }
    (of >= LEAST_SAME && same * 5 >= of * 4).then_some((same, of))
}

pub(super) fn number(figures: &Figures, code: &Code) -> Option<Decimal> {
    match figures.get(code.as_str())? {
        Value::Number(number) => Some(*number),
        Value::Bool(_) | Value::Text(_) => None,
    }
}

fn whole(oddity: Oddity) -> Finding {
    Fault::Odd(oddity).nowhere()
}

fn placed(said: Said<'_>, indicator: &Indicator, oddity: Oddity) -> Finding {
    let cell = said.cells.get(&indicator.code);
    let cell = cell.cloned().unwrap_or_default();
    Finding {
        indicator: Some(indicator.code.clone()),
        label: indicator.label.clone(),
        ..Fault::Odd(oddity).at(said.sheet, cell)
    }
}

/// An amount that stands near the other one, were it written in another unit of
/// money.
fn other_money(
    indicator: &Indicator,
    found: Decimal,
    beside: Beside,
    other: Decimal,
) -> Option<Oddity> {
    let unit = numeral::money(&indicator.unit)?;
    let likely = |amount: Decimal| is_near(amount, other) == Some(true);
    let meant = (!other.is_zero()).then(|| unit.meant(found, likely))?;
    Some(Oddity::OtherMoney {
        found,
        unit: indicator.unit.clone(),
        beside,
        meant: meant.into_iter().next()?,
    })
}

/// Is one no more than [`FAR`] times the other, nor less than its part?
fn is_near(one: Decimal, other: Decimal) -> Option<bool> {
    Some(one <= other.checked_mul(FAR)? && one.checked_mul(FAR)? >= other)
}

/// More than half as much again, or less than half.
fn against_last_year(found: Decimal, before: Decimal) -> Option<Oddity> {
    let apart = (found.checked_sub(before)?).abs();
    let far = apart.checked_mul(Decimal::TWO)? > before.abs();
    (far && apart >= FEW).then_some(Oddity::FarFromLastYear { found, before })
}

fn against_group(found: Decimal, median: Decimal) -> Option<Oddity> {
    let apart = (found.checked_sub(median)?).abs();
    let far = !is_near(found, median)?;
    (far && apart >= FEW).then_some(Oddity::FarFromGroup { found, median })
}
