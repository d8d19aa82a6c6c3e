//! Last year's result beside this year's, unit by unit.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Number;

use crate::{
    campaign::lineage::{Descent, Lineage},
    results::{GroupResult, Snapshot},
};

/// Two results of one group of units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Years {
    /// Code of the group.
    pub group: String,
    /// Its name.
    pub label: String,
    /// Both years were scored by the same file, so that totals can be compared.
    pub same_scale: bool,
    /// This year's units in the order of their result; then those that are no
    /// more.
    pub rows: Vec<Row>,
}

/// A unit in both years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// How it stands to the year before; none for one that is no more.
    pub descent: Option<Descent>,
    /// What it was, or what it came from.
    pub before: Vec<Standing>,
    /// What it is; none for one that is no more.
    pub after: Option<Standing>,
}

/// How a unit stood in one year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Code.
    pub unit: String,
    /// Name in that year.
    pub name: String,
    /// Total; none when it was not scored.
    pub total: Option<Number>,
    /// Rank; none when it was not ranked.
    pub rank: Option<usize>,
    /// Band.
    pub band: Option<String>,
}

/// Puts two results beside each other, group by group of the newer one.
#[must_use]
pub fn compare(before: &Snapshot, after: &Snapshot, lineage: &Lineage) -> Vec<Years> {
    let old: BTreeMap<String, (Standing, &str)> = before
        .groups
        .iter()
        .flat_map(|group| standings(group).into_iter().map(|it| (it, &*group.group)))
        .map(|(standing, group)| (standing.unit.clone(), (standing, group)))
        .collect();
    let now: Vec<Standing> = after.groups.iter().flat_map(standings).collect();
    let now: Vec<&str> = now.iter().map(|it| it.unit.as_str()).collect();
    let mut gone: BTreeMap<&String, &(Standing, &str)> = old.iter().collect();
    let mut years: Vec<Years> = Vec::new();
    for group in &after.groups {
        let mut rows = Vec::new();
        for after in standings(group) {
            let origins = lineage.origins(&after.unit, &|code| old.contains_key(code));
            for origin in &origins {
                gone.remove(origin);
            }
            let before = origins.iter().filter_map(|code| old.get(code));
            rows.push(Row {
                descent: Some(lineage.descent(&after.unit, &origins, &now)),
                before: before.map(|(standing, _)| standing.clone()).collect(),
                after: Some(after),
            });
        }
        let mut earlier = before.groups.iter();
        let earlier = earlier.find(|earlier| earlier.group == group.group);
        let digest = |group: &GroupResult| group.scale.digest;
        years.push(Years {
            group: group.group.clone(),
            label: group.label.clone(),
            same_scale: earlier
                .and_then(digest)
                .is_some_and(|it| Some(it) == digest(group)),
            rows,
        });
    }
    for (standing, group) in gone.into_values() {
        // One of a group that is no more is told in the last.
        let at = years.iter().position(|year| year.group == *group);
        let last = years.len().saturating_sub(1);
        if let Some(year) = years.get_mut(at.unwrap_or(last)) {
            year.rows.push(Row {
                descent: None,
                before: vec![standing.clone()],
                after: None,
            });
        }
    }
    years
}

fn standings(group: &GroupResult) -> Vec<Standing> {
    let scored = group.units.iter().map(|unit| Standing {
        unit: unit.unit.clone(),
        name: unit.name.clone(),
        total: Some(unit.total.clone()),
        rank: unit.rank,
        band: unit.band.clone(),
    });
    let apart = group.apart.iter().map(|unit| Standing {
        unit: unit.unit.clone(),
        name: unit.name.clone(),
        total: None,
        rank: None,
        band: None,
    });
    scored.chain(apart).collect()
}
