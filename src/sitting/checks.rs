//! Whether what a member enters fits: the figure the form, the mark the scale,
//! the decision the units.

use rust_decimal::Decimal;

use super::work::Ground;
use crate::{
    campaign::{Campaign, Group},
    council::{Kind, refusal::Refusal},
    figures::{Code, Value},
    results::{self, Report, Snapshot},
};

/// A figure that is to be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Code of the indicator.
    pub code: Code,
    /// The figure in force so far.
    pub old: Option<Value>,
    /// What was found; none: nothing that counts.
    pub new: Option<Value>,
}

/// A reason, without the spaces around it.
///
/// # Errors
/// When there is none.
pub fn reason(text: &str) -> Result<&str, Refusal> {
    match text.trim() {
        "" => Err(Refusal::NoReason),
        reason => Ok(reason),
    }
}

/// Reads a verified figure as it was written down: as the form reads a cell, and
/// a dash or nothing for "nothing that counts".
///
/// # Errors
/// When it does not fit.
pub fn correction(
    ground: Ground<'_>,
    unit: &str,
    code: &str,
    written: &str,
) -> Result<Correction, Refusal> {
    let group = group_of(ground.campaign, unit)?;
    let report = report_of(ground.reports, unit)?;
    let indicator = group.form.indicator(&code.trim().to_ascii_uppercase());
    let indicator = indicator.ok_or_else(|| Refusal::NoIndicator(code.to_owned()))?;
    let new = match written.trim() {
        "" | "-" | "–" => None,
        written => {
            let no = || Refusal::NoAnswer(indicator.code.to_string(), written.to_owned());
            Some(indicator.value_of(written).ok_or_else(no)?)
        }
    };
    let in_force = ground.work.figures(unit, &report.figures);
    let old = in_force.get(indicator.code.as_str()).cloned();
    if old == new {
        return Err(Refusal::SameFigure(indicator.code.to_string()));
    }
    Ok(Correction {
        code: indicator.code.clone(),
        old,
        new,
    })
}

/// Is that a mark the council may give? None takes a mark back.
///
/// # Errors
/// When it is not.
pub fn mark(
    ground: Ground<'_>,
    unit: &str,
    item: &str,
    points: Option<Decimal>,
) -> Result<(), Refusal> {
    let group = group_of(ground.campaign, unit)?;
    report_of(ground.reports, unit)?;
    let range = group.scale.council_range(item);
    let (max, step) = range.ok_or_else(|| Refusal::NotMarked(item.to_owned()))?;
    let Some(points) = points else {
        return Ok(());
    };
    let whole = points.checked_rem(step).is_some_and(|rest| rest.is_zero());
    if points < Decimal::ZERO || points > max || !whole {
        let item = item.to_owned();
        return Err(Refusal::BadMark { item, max, step });
    }
    Ok(())
}

/// Is there something to decide about these units?
///
/// # Errors
/// When there is not.
pub fn decision(
    ground: Ground<'_>,
    result: &Snapshot,
    kind: Kind,
    units: &[String],
) -> Result<(), Refusal> {
    for unit in units {
        group_of(ground.campaign, unit)?;
        if kind == Kind::Late && !report_of(ground.reports, unit)?.late {
            return Err(Refusal::NotLate(unit.clone()));
        }
    }
    if kind != Kind::Tie {
        return Ok(());
    }
    let mut ties = result.groups.iter().flat_map(|group| &group.ties);
    let same =
        |tied: &[String]| tied.len() == units.len() && tied.iter().all(|unit| units.contains(unit));
    if ties.any(|tie| same(&tie.units)) {
        Ok(())
    } else {
        Err(Refusal::NotTied(units.to_vec()))
    }
}

fn group_of<'c>(campaign: &'c Campaign, unit: &str) -> Result<&'c Group, Refusal> {
    let group = campaign.group_of_code(unit);
    group.ok_or_else(|| Refusal::NoUnit(unit.to_owned()))
}

fn report_of<'r>(reports: &'r [Report], unit: &str) -> Result<&'r Report, Refusal> {
    let standing = results::standing(reports);
    let report = standing.get(unit).copied();
    report.ok_or_else(|| Refusal::NoReport(unit.to_owned()))
}
