//! What the council changed, and what a report is worth with it.
//!
//! The unit's own figures are never overwritten: what was verified stands beside
//! them, and scoring is handed the one where there is one and the other where
//! there is none.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::{
    campaign::{Campaign, Group},
    council::Kind,
    figures::{Code, Figures, Value},
    results::{self, Decided, Record, Report, Scored, Snapshot},
    scoring::{
        participant::{Participant, Standing},
        scale::total::Column,
    },
    words::Lang,
};

/// All that the council changed, as it is in force.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Work {
    /// Verified figures, by unit and code.
    pub verified: BTreeMap<String, BTreeMap<Code, Verified>>,
    /// Marks, by unit and code of the item.
    pub marks: BTreeMap<String, BTreeMap<String, Decimal>>,
    /// Decisions about units, oldest first; of several about the same units the
    /// last one counts.
    pub decisions: Vec<Decision>,
}

/// A figure as the council found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The figure; none: there is nothing that counts.
    pub value: Option<Value>,
    /// Why it is not what the unit reported.
    pub why: String,
}

/// A decision about units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What it is about.
    pub kind: Kind,
    /// Codes of the units; of a tie in the order that was decided.
    pub units: Vec<String>,
    /// Does it hold? One that does not takes an earlier one back.
    pub holds: bool,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

impl Work {
    /// Is that decided about the unit?
    #[must_use]
    pub fn is(&self, kind: Kind, unit: &str) -> bool {
        let about = |it: &&Decision| it.kind == kind && it.units.iter().any(|code| code == unit);
        let last = self.decisions.iter().rev().find(about);
        last.is_some_and(|decision| decision.holds)
    }

    /// Decisions that hold and that nothing later replaces, oldest first.
    pub fn in_force(&self) -> impl Iterator<Item = &Decision> {
        let same = |a: &Decision, b: &Decision| {
            a.kind == b.kind
                && a.units.len() == b.units.len()
                && a.units.iter().all(|unit| b.units.contains(unit))
        };
        let replaced = move |n: usize, decision: &Decision| {
            let mut later = self.decisions.iter().skip(n + 1);
            later.any(|later| same(later, decision))
        };
        let all = self.decisions.iter().enumerate();
        all.filter(move |(n, it)| it.holds && !replaced(*n, it))
            .map(|(_, decision)| decision)
    }

    /// The figures of a report with what was verified put in.
    #[must_use]
    pub fn figures(&self, unit: &str, reported: &Figures) -> Figures {
        let mut figures = reported.clone();
        for (code, verified) in self.verified.get(unit).into_iter().flatten() {
            match &verified.value {
                Some(value) => figures.0.insert(code.clone(), value.clone()),
                None => figures.0.remove(code.as_str()),
            };
        }
        figures
    }

    /// Puts what the council changed into a unit's report, which of its figures
    /// count being the scale's to say.
    fn apply(
        &self,
        mut participant: Participant,
        tolerance: Decimal,
        counts: Column,
    ) -> Participant {
        let unit = participant.unit.clone();
        let verified = self.figures(&unit, &participant.figures);
        participant.corrected_down = corrected_down(&participant.figures, &verified, tolerance);
        match counts {
            Column::Verified => participant.figures = verified,
            Column::Reported => (),
        }
        participant.council = self.marks.get(&unit).cloned().unwrap_or_default();
        if self.is(Kind::Exempt, &unit) {
            participant.standing = Standing::Exempt;
        } else if participant.standing == Standing::Late && self.is(Kind::Late, &unit) {
            participant.standing = Standing::Admitted;
        }
        participant
    }
}

/// How many figures were corrected downwards by more than the tolerance, in
/// hundredths of what was reported. A yes that became a no is one, and so is a
/// figure of which nothing was found; words of a list have no down.
#[must_use]
pub fn corrected_down(reported: &Figures, verified: &Figures, tolerance: Decimal) -> u32 {
    let down = |(code, value): (&Code, &Value)| match (value, verified.get(code.as_str())) {
        (Value::Number(was), Some(Value::Number(is))) => beyond(*was, *is, tolerance),
        (Value::Number(was), None) => beyond(*was, Decimal::ZERO, tolerance),
        (Value::Bool(was), Some(Value::Bool(is))) => *was && !*is,
        (Value::Bool(was), None) => *was,
        (Value::Number(_) | Value::Bool(_) | Value::Text(_), _) => false,
    };
    let count = reported.0.iter().map(down).filter(|down| *down).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Not divided, so that nothing is rounded: was − is > was × tolerance / 100.
fn beyond(was: Decimal, is: Decimal, tolerance: Decimal) -> bool {
    let taken = was.saturating_sub(is).saturating_mul(Decimal::ONE_HUNDRED);
    was > Decimal::ZERO && taken > was.saturating_mul(tolerance)
}

/// Everything a result is made from.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'g> {
    /// The campaign.
    pub campaign: &'g Campaign,
    /// Every standing report that counts for this result.
    pub reports: &'g [Report],
    /// What the council changed.
    pub work: &'g Work,
    /// Units whose signed paper was not there, by code.
    pub paper_missing: &'g BTreeMap<String, bool>,
}

/// The units of a group as its scale sees them, with the council's work put in.
#[must_use]
pub fn apply(ground: Ground<'_>, group: &Group) -> Vec<Participant> {
    let counts = group.scale.total().figures;
    let standing = results::standing(ground.reports);
    let registry = ground.campaign.registry.iter();
    let units = registry.filter(|unit| unit.group == group.id);
    units
        .map(|unit| {
            let report = standing.get(unit.code.as_str()).copied();
            let participant = results::participant(ground.campaign, unit, report);
            let missing = ground.paper_missing.get(&unit.code);
            Participant {
                paper_missing: missing.copied().unwrap_or_default(),
                ..ground
                    .work
                    .apply(participant, ground.campaign.council.tolerance, counts)
            }
        })
        .collect()
}

/// Scores and ranks every group.
#[must_use]
pub fn score<'g>(ground: Ground<'g>) -> Vec<Scored<'g>> {
    let in_force = ground.work.in_force();
    let ties = in_force.filter(|decision| decision.kind == Kind::Tie);
    let ties: Vec<Vec<String>> = ties.map(|decision| decision.units.clone()).collect();
    let groups = ground.campaign.groups.iter();
    groups
        .map(|group| results::score_decided(group, apply(ground, group), &ties))
        .collect()
}

/// The result, with where every number comes from.
#[must_use]
pub fn result(lang: Lang, ground: Ground<'_>) -> Snapshot {
    let work = ground.work;
    let verified = work.verified.iter();
    let record = Record {
        reports: results::standing(ground.reports),
        corrected: verified
            .flat_map(|(unit, codes)| {
                let codes = codes.iter();
                codes.map(move |(code, it)| ((unit.as_str(), code.as_str()), it.why.as_str()))
            })
            .collect(),
        decisions: work
            .in_force()
            .map(|decision| Decided {
                kind: decision.kind.as_str(),
                units: &decision.units,
                reason: &decision.reason,
                at: decision.at,
            })
            .collect(),
    };
    Snapshot::of(lang, ground.campaign, &score(ground), &record)
}
