//! Reports beside those of their group: whose figures stand far from the middle,
//! and whose are another's.
//!
//! A report is not compared when it is judged: whoever came first would be
//! compared with nobody and whoever came last with all, and the same mail would
//! be told different things by the order of the post. What stands in force is
//! compared instead: whenever somebody looks, and for good when the campaign is
//! closed and scored, from the same reports. It rejects nobody, decides nothing
//! and is for the office and the council: it names other units.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    campaign::{Campaign, Group},
    edge::store::{InForce, MailId, Result, Store},
    figures::Code,
    finding::Finding,
    form::{Neighbours, Said},
};

/// The kind under which the comparison of the close is stored.
pub const COMPARISON: &str = "comparison";

/// What stands out, by unit; nothing of the units that are like the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The findings, each with what it was held against.
    pub units: BTreeMap<String, Vec<Finding>>,
}

/// Compares every report in force that was ours by a moment.
///
/// # Errors
/// When the ledger does not answer.
pub async fn all(store: &Store, campaign: &Campaign, by: Timestamp) -> Result<Comparison> {
    let reports = store.reports_in_force(&campaign.id, by).await?;
    // Only of the few that stand out is it asked where their cells are.
    let few = among(campaign, &reports, &BTreeMap::new()).units;
    let mut places = BTreeMap::new();
    for report in reports.iter().filter(|it| few.contains_key(&it.unit)) {
        places.insert(report.mail, placed(store, report.mail).await?);
    }
    Ok(among(campaign, &reports, &places))
}

/// Compares reports of which it is known where their answers stand.
pub(super) fn among(
    campaign: &Campaign,
    reports: &[InForce],
    places: &BTreeMap<MailId, Placed>,
) -> Comparison {
    let nowhere = Placed::default();
    let mut units = BTreeMap::new();
    for group in &campaign.groups {
        let own = of_group(campaign, group, reports);
        let neighbours = neighbours(group, &own);
        for report in own {
            let placed = places.get(&report.mail).unwrap_or(&nowhere);
            let found = compared(group, &neighbours, report, placed);
            if !found.is_empty() {
                units.insert(report.unit.clone(), found);
            }
        }
    }
    Comparison { units }
}

/// What stands out in the report of a mail, if that is in force now.
///
/// # Errors
/// When the ledger does not answer.
pub async fn of_mail(
    store: &Store,
    campaign: &Campaign,
    mail: MailId,
    now: Timestamp,
) -> Result<Vec<Finding>> {
    let reports = store.reports_in_force(&campaign.id, now).await?;
    let Some(report) = reports.iter().find(|report| report.mail == mail) else {
        return Ok(Vec::new());
    };
    let Some(group) = campaign.group_of_code(&report.unit) else {
        return Ok(Vec::new());
    };
    let neighbours = neighbours(group, &of_group(campaign, group, &reports));
    let placed = placed(store, mail).await?;
    Ok(compared(group, &neighbours, report, &placed))
}

fn of_group<'r>(campaign: &Campaign, group: &Group, reports: &'r [InForce]) -> Vec<&'r InForce> {
    let of = |code: &str| campaign.registry.by_code(code).map(|unit| &unit.group);
    let own = reports
        .iter()
        .filter(|report| of(&report.unit) == Some(&group.id));
    own.collect()
}

fn neighbours(group: &Group, reports: &[&InForce]) -> Neighbours {
    let reports = reports.iter();
    let reports = reports.map(|report| (report.unit.as_str(), &report.figures));
    Neighbours::of(&group.form, reports)
}

/// Where the answers of a report stand, as its verdict keeps it.
#[derive(Default, Deserialize)]
struct Places {
    #[serde(default)]
    report: Option<Placed>,
}

/// Where the answers of one report stand.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Placed {
    /// Name of the sheet.
    #[serde(default)]
    pub(super) sheet: String,
    /// The cell of each answer.
    #[serde(default)]
    pub(super) cells: BTreeMap<Code, String>,
}

impl Placed {
    /// As a stored verdict keeps it; nowhere when it keeps none.
    pub(super) fn of(judgement: Value) -> Self {
        let places: Places = serde_json::from_value(judgement).unwrap_or_default();
        places.report.unwrap_or_default()
    }
}

async fn placed(store: &Store, mail: MailId) -> Result<Placed> {
    let judgement = store.judgement(mail).await?;
    Ok(Placed::of(judgement.unwrap_or_default()))
}

fn compared(
    group: &Group,
    neighbours: &Neighbours,
    report: &InForce,
    placed: &Placed,
) -> Vec<Finding> {
    let said = Said {
        figures: &report.figures,
        sheet: &placed.sheet,
        cells: &placed.cells,
    };
    group.form.beside_group(&report.unit, said, neighbours)
}
