//! The words in which the chapters on the council speak: a town that has
//! reported, and the people who decide.

use std::collections::BTreeMap;

use congvu::{
    campaign::Campaign,
    council::{
        Kind, Stage,
        people::{Position, Who},
    },
    digest::Digest,
    edition::Draft,
    results::{Report, Snapshot},
    role::Role,
    sitting::{
        step::Standing,
        work::{self, Decision, Ground, Work},
    },
    words::Lang,
};
use jiff::{SignedDuration, Timestamp};

use crate::{a_whole_campaign_is_judged, ward};

/// The campaign of 2015.
pub fn campaign() -> &'static Campaign {
    a_whole_campaign_is_judged::campaign()
}

/// Every unit has reported the good figures of its form, one a minute.
pub fn reports() -> Vec<Report> {
    let units = campaign().registry.iter().zip(0..);
    units
        .map(|(unit, nth)| {
            let group = campaign().group_of(unit).unwrap();
            Report {
                unit: unit.code.clone(),
                version: 1,
                moment: campaign().window.opens + SignedDuration::from_mins(nth),
                late: false,
                figures: ward::good_figures(&group.form),
                workbook: Digest::of(unit.code.as_bytes()),
            }
        })
        .collect()
}

/// Codes of the units, in the order of the registry.
pub fn codes() -> Vec<String> {
    let units = campaign().registry.iter();
    units.map(|unit| unit.code.clone()).collect()
}

/// The result of these reports with this work.
pub fn result(reports: &[Report], work: &Work) -> Snapshot {
    work::result(Lang::Vi, ground(reports, work))
}

/// What it is made from.
pub fn ground<'g>(reports: &'g [Report], work: &'g Work) -> Ground<'g> {
    static NO_PAPER_IS_MISSING: BTreeMap<String, bool> = BTreeMap::new();
    Ground {
        campaign: campaign(),
        reports,
        work,
        paper_missing: &NO_PAPER_IS_MISSING,
    }
}

/// Every mark that a result waits for, each as much as the item gives.
pub fn marked(reports: &[Report]) -> Work {
    let mut work = Work::default();
    for group in result(reports, &work).groups {
        for unit in group.units {
            let waits = unit
                .items
                .into_iter()
                .filter(|item| item.state == "pending");
            let marks = waits.map(|item| (item.code, item.max.to_string().parse().unwrap()));
            work.marks.insert(unit.unit, marks.collect());
        }
    }
    work
}

/// Somebody of the town.
pub fn who(role: Role, position: Option<Position>) -> Who {
    let seat = position.map_or("", Position::as_str);
    Who {
        account: format!("{}{seat}", role.as_str()),
        role,
        position,
    }
}

/// The head of the council.
pub fn head() -> Who {
    who(Role::Council, Some(Position::Head))
}

/// A result at some stage.
pub fn standing(stage: Stage) -> Standing {
    Standing {
        stage,
        ..Standing::beginning()
    }
}

/// A decision.
pub fn decision(kind: Kind, units: &[&str], holds: bool) -> Decision {
    Decision {
        kind,
        units: units.iter().map(|unit| (*unit).to_owned()).collect(),
        holds,
        reason: "Biên bản họp Hội đồng".to_owned(),
        at: at("2015-12-20T09:00"),
    }
}

/// A result, ready to be frozen.
pub fn draft(reports: &[Report], work: &Work) -> Draft {
    Draft::of(result(reports, work)).unwrap()
}

/// A moment on the office's clock.
pub fn at(clock: &str) -> Timestamp {
    format!("{clock}:00+07:00").parse().unwrap()
}
