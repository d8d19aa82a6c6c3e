//! From the reports in force to a ranking that explains itself.

mod explained;

mod snapshot;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::{
    campaign::{Campaign, Group},
    digest::Digest,
    figures::Figures,
    scoring::{
        outcome::Scores,
        participant::{Participant, Standing, Timeliness},
        ranking::{self, Ranking},
        score,
    },
    table::results::Results,
    unit::Unit,
};

pub use explained::{Decided, Record};
pub use snapshot::{
    Apart, BestResult, CorrectionResult, DecisionResult, GroupResult, InputResult, ItemResult,
    PrizeResult, ReportResult, ScaleResult, SectionResult, SectionScore, Snapshot, TieResult,
    UnitResult,
};

/// One version of a unit's report, as scoring needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Code of the unit.
    pub unit: String,
    /// Its version.
    pub version: i64,
    /// The moment that counts.
    pub moment: Timestamp,
    /// Was it late?
    pub late: bool,
    /// What it says.
    pub figures: Figures,
    /// SHA-256 of its workbook.
    pub workbook: Digest,
}

/// A group, scored and ranked.
#[derive(Debug, Clone)]
pub struct Scored<'c> {
    /// The group.
    pub group: &'c Group,
    /// Its units as they were handed to the scale.
    pub participants: Vec<Participant>,
    /// Their points.
    pub scores: Scores,
    /// Their order.
    pub ranking: Ranking,
}

impl Scored<'_> {
    /// The same, as tables are made from it.
    #[must_use]
    pub fn results(&self) -> Results<'_> {
        Results {
            group: &self.group.id,
            scale: &self.group.scale,
            participants: &self.participants,
            scores: &self.scores,
            ranking: &self.ranking,
        }
    }
}

/// Scores and ranks every group from the reports there are.
#[must_use]
pub fn score_all<'c>(campaign: &'c Campaign, reports: &[Report]) -> Vec<Scored<'c>> {
    let standing = standing(reports);
    campaign
        .groups
        .iter()
        .map(|group| {
            let registry = campaign.registry.iter();
            let units = registry.filter(|unit| unit.group == group.id);
            let participants = units
                .map(|unit| participant(campaign, unit, standing.get(unit.code.as_str()).copied()))
                .collect();
            score_group(group, participants)
        })
        .collect()
}

/// Scores and ranks one group.
#[must_use]
pub fn score_group(group: &Group, participants: Vec<Participant>) -> Scored<'_> {
    score_decided(group, participants, &[])
}

/// Scores and ranks one group in which the council has decided ties: each as
/// the units that were tied, in the order it gave them.
#[must_use]
pub fn score_decided<'c>(
    group: &'c Group,
    participants: Vec<Participant>,
    decided: &[Vec<String>],
) -> Scored<'c> {
    let scores = score::score(&group.scale, &participants);
    let ranking = ranking::rank_decided(&group.scale, &scores, &group.prizes, decided);
    Scored {
        group,
        participants,
        scores,
        ranking,
    }
}

/// The report of every unit that scoring looks at: its version in force, or its
/// newest late one if there is none.
#[must_use]
pub fn standing(reports: &[Report]) -> BTreeMap<&str, &Report> {
    let mut standing: BTreeMap<&str, &Report> = BTreeMap::new();
    let order = |report: &Report| (!report.late, report.moment, report.version);
    for report in reports {
        let known = standing.entry(report.unit.as_str()).or_insert(report);
        if order(report) > order(known) {
            *known = report;
        }
    }
    standing
}

/// A unit as the scale sees it, by its standing report. Without one it is silent,
/// unless nobody misses its report: then it is exempt, which is told of it too.
#[must_use]
pub fn participant(campaign: &Campaign, unit: &Unit, report: Option<&Report>) -> Participant {
    let blank = Participant {
        traits: unit.traits.clone(),
        targets: campaign
            .targets
            .get(&unit.code)
            .cloned()
            .unwrap_or_default(),
        standing: if campaign.is_exempt(&unit.code) {
            Standing::Exempt
        } else {
            Standing::Silent
        },
        ..Participant::reporting(&unit.code, Figures::default())
    };
    let Some(report) = report else {
        return blank;
    };
    if !report.late {
        return Participant {
            standing: Standing::Admitted,
            figures: report.figures.clone(),
            received: Some(report.moment),
            ..blank
        };
    }
    let late = report
        .moment
        .duration_since(campaign.window_of(&unit.code).closes)
        .as_secs();
    Participant {
        standing: Standing::Late,
        figures: report.figures.clone(),
        received: Some(report.moment),
        timeliness: Timeliness::LateBy {
            seconds: late.unsigned_abs(),
        },
        ..blank
    }
}

/// What a result was computed from: all data files and all reports.
#[must_use]
pub fn input_digest(campaign: &Campaign, reports: &[Report]) -> Digest {
    let mut lines: Vec<String> = reports
        .iter()
        .map(|report| {
            format!(
                "{} {} {} {} {}",
                report.unit, report.version, report.moment, report.late, report.workbook
            )
        })
        .collect();
    lines.sort();
    let campaign = campaign.digest().to_string();
    Digest::of_parts(&[campaign.as_bytes(), lines.join("\n").as_bytes()])
}
