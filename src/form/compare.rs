//! What is odd about a report beside last year's and beside its neighbours'.
//! Everything here is a warning: units differ, and years do.

use rust_decimal::Decimal;

use super::{
    definition::{Form, Indicator, Kind},
    read::Reading,
};
use crate::{
    figures::{Code, Figures, Value},
    finding::{Fault, Finding, Oddity},
};

/// What a report is compared with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Others<'a> {
    /// The unit's own figures of the year before.
    pub last_year: Option<&'a Figures>,
    /// The reports in force of the other units of its group, by unit.
    pub group: &'a [(String, Figures)],
}

/// A difference of fewer is nobody's news: from two to four is not "doubled".
const FEW: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// How many times the middle of the group, or its part, stands out. Units of
/// one group differ in size by two or three.
const FAR: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Fewer reports have no middle.
const LEAST_GROUP: usize = 5;

/// Fewer figures can agree by chance.
const LEAST_SAME: usize = 10;

impl Form {
    /// Compares a reading with others. Every finding is a warning.
    #[must_use]
    pub fn compare(&self, reading: &Reading, others: &Others<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some(before) = others.last_year
            && let Some((same, of)) = self.copied(&reading.figures, before)
        {
            findings.push(Fault::Odd(Oddity::SameAsLastYear { same, of }).nowhere());
        }
        for (unit, theirs) in others.group {
            if let Some((same, of)) = self.copied(&reading.figures, theirs) {
                let unit = unit.clone();
                findings.push(Fault::Odd(Oddity::SameAsUnit { unit, same, of }).nowhere());
            }
        }
        for indicator in self.indicators() {
            let Some(found) = number(&reading.figures, &indicator.code) else {
                continue;
            };
            let oddities = [
                against_last_year(found, indicator, others),
                against_group(found, indicator, others),
            ];
            let told = oddities.into_iter().flatten();
            findings.extend(told.map(|oddity| placed(reading, indicator, oddity)));
        }
        findings
    }

    /// How many figures agree, of how many that both report, when they are too
    /// many to be chance. Answers of yes and no, and noughts, agree anyway.
    fn copied(&self, ours: &Figures, theirs: &Figures) -> Option<(usize, usize)> {
        let counted =
            |it: &&Indicator| matches!(it.kind, Kind::Whole | Kind::Decimal(_) | Kind::List);
        let pairs = self.indicators().filter(counted).filter_map(|it| {
            let pair = (number(ours, &it.code)?, number(theirs, &it.code)?);
            (!pair.0.is_zero() || !pair.1.is_zero()).then_some(pair)
        });
        let (mut same, mut of) = (0, 0);
        for (own, other) in pairs {
            of += 1;
            same += usize::from(own == other);
        }
        (of >= LEAST_SAME && same * 5 >= of * 4).then_some((same, of))
    }
}

fn number(figures: &Figures, code: &Code) -> Option<Decimal> {
    match figures.get(code.as_str())? {
        Value::Number(number) => Some(*number),
        Value::Bool(_) | Value::Text(_) => None,
    }
}

fn placed(reading: &Reading, indicator: &Indicator, oddity: Oddity) -> Finding {
    let cell = reading.cells.get(&indicator.code);
    let cell = cell.cloned().unwrap_or_default();
    Finding {
        indicator: Some(indicator.code.clone()),
        label: indicator.label.clone(),
        ..Fault::Odd(oddity).at(&reading.sheet, cell)
    }
}

/// More than half as much again, or less than half.
fn against_last_year(found: Decimal, indicator: &Indicator, others: &Others<'_>) -> Option<Oddity> {
    let before = number(others.last_year?, &indicator.code)?;
    let apart = (found.checked_sub(before)?).abs();
    let far = apart.checked_mul(Decimal::TWO)? > before.abs();
    (far && apart >= FEW).then_some(Oddity::FarFromLastYear { found, before })
}

fn against_group(found: Decimal, indicator: &Indicator, others: &Others<'_>) -> Option<Oddity> {
    let figures = others.group.iter();
    let mut theirs: Vec<Decimal> = figures
        .filter_map(|(_, figures)| number(figures, &indicator.code))
        .collect();
    if theirs.len() < LEAST_GROUP {
        return None;
    }
    theirs.sort_unstable();
    // Of an even count the lower of the two in the middle: no halves of people.
    let median = *theirs.get((theirs.len() - 1) / 2)?;
    let apart = (found.checked_sub(median)?).abs();
    let far = found > median.checked_mul(FAR)? || found.checked_mul(FAR)? < median;
    (far && apart >= FEW).then_some(Oddity::FarFromGroup { found, median })
}
