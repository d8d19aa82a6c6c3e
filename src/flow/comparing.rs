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
    let mut units = BTreeMap::new();
    for group in &campaign.groups {
        let own = of_group(campaign, group, &reports);
        let neighbours = neighbours(group, &own);
        for report in own {
            let found = compared(store, group, &neighbours, report).await?;
            if !found.is_empty() {
                units.insert(report.unit.clone(), found);
            }
        }
    }
    Ok(Comparison { units })
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
    compared(store, group, &neighbours, report).await
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

#[derive(Default, Deserialize)]
struct Placed {
    #[serde(default)]
    sheet: String,
    #[serde(default)]
    cells: BTreeMap<Code, String>,
}

async fn compared(
    store: &Store,
    group: &Group,
    neighbours: &Neighbours,
    report: &InForce,
) -> Result<Vec<Finding>> {
    let nowhere = BTreeMap::new();
    let said = Said {
        figures: &report.figures,
        sheet: "",
        cells: &nowhere,
    };
    if group
        .form
        .beside_group(&report.unit, said, neighbours)
        .is_empty()
    {
        return Ok(Vec::new());
    }
    // Only of the few that stand out is it asked where their cells are.
    let judgement = store.judgement(report.mail).await?.unwrap_or_default();
    let places: Places = serde_json::from_value(judgement).unwrap_or_default();
    let placed = places.report.unwrap_or_default();
    let said = Said {
        figures: &report.figures,
        sheet: &placed.sheet,
        cells: &placed.cells,
    };
    Ok(group.form.beside_group(&report.unit, said, neighbours))
}
