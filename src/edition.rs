//! An edition: a result that was approved, as it was approved.
//!
//! What is published is never worked out again and never changed. Whoever finds
//! something wrong afterwards makes another edition, with a reason, and it says
//! what is different.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use crate::council::{Change, What};
use crate::{
    digest::Digest,
    figures::{Value, json_number},
    results::{GroupResult, Snapshot, UnitResult},
};

/// A result that nobody has approved: every page made from it says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The result.
    pub snapshot: Snapshot,
    /// SHA-256 over its canonical JSON.
    pub digest: Digest,
}

impl Draft {
    /// Of a result.
    ///
    /// # Errors
    /// When it cannot be written as JSON: our fault.
    pub fn of(snapshot: Snapshot) -> serde_json::Result<Self> {
        let digest = snapshot.digest()?;
        Ok(Self { snapshot, digest })
    }
}

/// A decision that approved a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Number of the decision, such as `15/QĐ-UBND`.
    pub number: String,
    /// Its date.
    pub date: Date,
    /// The account that entered it.
    pub by: String,
    /// When it was entered.
    pub at: Timestamp,
}

/// A result that was approved.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// The campaign.
    pub campaign: String,
    /// Counts from 1 in a campaign.
    pub number: u32,
    /// What was approved.
    pub snapshot: Snapshot,
    /// SHA-256 over its canonical JSON, as it was approved.
    pub digest: Digest,
    /// The decision.
    pub approval: Approval,
    /// The account that finalised it.
    pub finalised_by: String,
    /// Why there is another edition; empty for the first.
    pub reason: String,
    /// When it was published; none while it is only approved.
    pub published_at: Option<Timestamp>,
}

impl Edition {
    /// Is it still what was approved?
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.snapshot
            .digest()
            .is_ok_and(|digest| digest == self.digest)
    }

    /// What differs from the edition before, by group and unit.
    #[must_use]
    pub fn difference(&self, before: &Self) -> Vec<Change> {
        difference(&before.snapshot, &self.snapshot)
    }
}

/// What differs between two results, in the order of the newer one; units that
/// are only in the older one come last in their group.
#[must_use]
pub fn difference(before: &Snapshot, after: &Snapshot) -> Vec<Change> {
    let mut changes = Vec::new();
    for group in &after.groups {
        let old = before.groups.iter().find(|old| old.group == group.group);
        let nothing = BTreeMap::new();
        let (old_units, new_units) = (old.map(of_units), of_units(group));
        let old_units = old_units.unwrap_or(nothing);
        let mut differ = Differ {
            group: &group.group,
            unit: "",
            name: &group.label,
            changes: &mut changes,
        };
        let digest = |group: &GroupResult| {
            let digest = group.scale.digest.as_ref();
            digest.map(ToString::to_string).unwrap_or_default()
        };
        let old_digest = old.map(digest).unwrap_or_default();
        differ.note(What::Scale, &old_digest, &digest(group));
        let gone = old.into_iter().flat_map(in_order);
        let gone = gone.filter(|code| !new_units.contains_key(code));
        for code in in_order(group).chain(gone) {
            differ.unit = code;
            differ.standing(old_units.get(code), new_units.get(code));
        }
    }
    changes
}

/// One unit of a group, scored or not.
enum Stand<'g> {
    Scored(&'g UnitResult),
    Apart { name: &'g str, why: &'g str },
}

impl Stand<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Scored(unit) => &unit.name,
            Self::Apart { name, .. } => name,
        }
    }

    fn word(&self) -> &str {
        match self {
            Self::Scored(unit) if unit.rank.is_some() => "ranked",
            Self::Scored(unit) => &unit.note,
            Self::Apart { why, .. } => why,
        }
    }
}

fn in_order(group: &GroupResult) -> impl Iterator<Item = &str> {
    let scored = group.units.iter().map(|unit| unit.unit.as_str());
    scored.chain(group.apart.iter().map(|apart| apart.unit.as_str()))
}

fn of_units(group: &GroupResult) -> BTreeMap<&str, Stand<'_>> {
    let scored = group.units.iter();
    let scored = scored.map(|unit| (unit.unit.as_str(), Stand::Scored(unit)));
    let apart = group.apart.iter().map(|apart| {
        let (name, why) = (&apart.name, &apart.why);
        (apart.unit.as_str(), Stand::Apart { name, why })
    });
    scored.chain(apart).collect()
}

/// Collects what differs in one group.
struct Differ<'d> {
    group: &'d str,
    unit: &'d str,
    name: &'d str,
    changes: &'d mut Vec<Change>,
}

impl Differ<'_> {
    fn note(&mut self, what: What, old: &str, new: &str) {
        if old != new {
            self.changes.push(Change {
                group: self.group.to_owned(),
                unit: self.unit.to_owned(),
                name: self.name.to_owned(),
                what,
                old: old.to_owned(),
                new: new.to_owned(),
            });
        }
    }

    fn standing(&mut self, old: Option<&Stand<'_>>, new: Option<&Stand<'_>>) {
        let name = new.or(old).map_or("", Stand::name);
        let mut differ = Differ {
            group: self.group,
            unit: self.unit,
            name,
            changes: self.changes,
        };
        let word = |stand: Option<&Stand<'_>>| stand.map_or("", Stand::word).to_owned();
        differ.note(What::Standing, &word(old), &word(new));
        if let (Some(Stand::Scored(old)), Some(Stand::Scored(new))) = (old, new) {
            differ.unit(old, new);
        }
    }

    fn unit(&mut self, old: &UnitResult, new: &UnitResult) {
        let rank = |unit: &UnitResult| unit.rank.map(|rank| rank.to_string()).unwrap_or_default();
        let (band, prize) = (
            |unit: &UnitResult| unit.band.clone().unwrap_or_default(),
            |unit: &UnitResult| unit.prize.clone().unwrap_or_default(),
        );
        self.note(What::Total, &old.total.to_string(), &new.total.to_string());
        self.note(What::Rank, &rank(old), &rank(new));
        self.note(What::Band, &band(old), &band(new));
        self.note(What::Prize, &prize(old), &prize(new));
        self.figures(old, new);
        for item in &new.items {
            let was = old.items.iter().find(|was| was.code == item.code);
            let (points, state) = was.map_or_else(Default::default, |was| {
                (was.points.to_string(), was.state.clone())
            });
            let code = || item.code.clone();
            self.note(What::Points(code()), &points, &item.points.to_string());
            // Nothing and something are told by the points.
            let plain = |state: &str| state.is_empty() || state == "scored" || state == "zero";
            if !plain(&state) || !plain(&item.state) {
                self.note(What::State(code()), &state, &item.state);
            }
        }
    }

    fn figures(&mut self, old: &UnitResult, new: &UnitResult) {
        let (old, new) = (scored_figures(old), scored_figures(new));
        for (code, value) in &new {
            if let Some(was) = old.get(code) {
                self.note(What::Figure((*code).to_owned()), was, value);
            }
        }
    }
}

/// What was scored, by code.
fn scored_figures(unit: &UnitResult) -> BTreeMap<&str, String> {
    let inputs = unit.items.iter().flat_map(|item| &item.inputs);
    let inputs = inputs.map(|input| (input.code.as_str(), written(input.verified.as_ref())));
    let corrected = unit.corrections.iter();
    let corrected = corrected.map(|one| (one.code.as_str(), written(one.verified.as_ref())));
    inputs.chain(corrected).collect()
}

fn written(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Number(exact)) => json_number(*exact).to_string(),
        Some(Value::Bool(yes)) => yes.to_string(),
        Some(Value::Text(text)) => text.clone(),
    }
}
