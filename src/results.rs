//! From the reports in force to a ranking that explains itself.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    campaign::{Campaign, Group},
    digest::Digest,
    figures::Figures,
    scoring::{
        outcome::Scores,
        participant::{Participant, Standing, Timeliness},
        ranking::{self, Ranking, Winner},
        score,
    },
    table::results::{ItemOutput, Results, ScoreOutput},
    unit::Unit,
    words::{Lang, scores},
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
    let mut by_unit: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
    for report in reports {
        by_unit
            .entry(report.unit.as_str())
            .or_default()
            .push(report);
    }
    campaign
        .groups
        .iter()
        .map(|group| {
            let units = campaign
                .registry
                .iter()
                .filter(|unit| unit.group == group.id);
            let participants = units
                .map(|unit| participant(campaign, unit, by_unit.get(unit.code.as_str())))
                .collect();
            score_group(group, participants)
        })
        .collect()
}

/// Scores and ranks one group.
#[must_use]
pub fn score_group(group: &Group, participants: Vec<Participant>) -> Scored<'_> {
    let scores = score::score(&group.scale, &participants);
    let ranking = ranking::rank(&group.scale, &scores, &group.prizes);
    Scored {
        group,
        participants,
        scores,
        ranking,
    }
}

/// A unit as the scale sees it: its version in force; its newest late one if
/// there is none; silent if there is nothing.
fn participant(campaign: &Campaign, unit: &Unit, reports: Option<&Vec<&Report>>) -> Participant {
    let newest = |late: bool| {
        let all = reports
            .into_iter()
            .flatten()
            .filter(|report| report.late == late);
        all.max_by_key(|report| (report.moment, report.version))
    };
    let blank = Participant {
        traits: unit.traits.clone(),
        standing: Standing::Silent,
        ..Participant::reporting(&unit.code, Figures::default())
    };
    if let Some(report) = newest(false) {
        return Participant {
            standing: Standing::Admitted,
            figures: report.figures.clone(),
            received: Some(report.moment),
            ..blank
        };
    }
    let Some(report) = newest(true) else {
        return blank;
    };
    let late = report
        .moment
        .duration_since(campaign.window.closes)
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

/// A result as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// SHA-256 over the campaign's data files.
    pub campaign_digest: Digest,
    /// Does some total still wait for the council?
    pub provisional: bool,
    /// Groups, in the order of the campaign.
    pub groups: Vec<GroupResult>,
}

/// One group of a [`Snapshot`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupResult {
    /// Code.
    pub group: String,
    /// Name.
    pub label: String,
    /// The notice of the scale, such as that it is a model.
    pub notice: String,
    /// Scored units: the ranked ones by rank, then the late ones.
    pub units: Vec<UnitResult>,
    /// Units without a score.
    pub apart: Vec<Apart>,
    /// Prizes and whose they are.
    pub prizes: Vec<PrizeResult>,
}

/// One unit of a [`GroupResult`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitResult {
    /// Code.
    pub unit: String,
    /// Name.
    pub name: String,
    /// Total as published.
    pub total: serde_json::Number,
    /// Rank; null when it is not ranked.
    pub rank: Option<usize>,
    /// Band; null when it is not ranked.
    pub band: Option<String>,
    /// Prize, if it has one.
    pub prize: Option<String>,
    /// What is to be said about its standing or its tie; empty otherwise.
    pub note: String,
    /// Items and adjustments.
    pub items: Vec<ItemResult>,
}

/// One item of a [`UnitResult`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemResult {
    /// Code.
    pub code: String,
    /// What is scored.
    pub label: String,
    /// Points.
    pub points: serde_json::Number,
    /// Most points.
    pub max: serde_json::Number,
    /// `scored`, `zero`, `not_applicable` or `pending`.
    pub state: String,
    /// Where the points come from.
    pub why: String,
}

/// A unit without a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Apart {
    /// Code.
    pub unit: String,
    /// Name.
    pub name: String,
    /// Why.
    pub why: String,
}

/// A prize and whose it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrizeResult {
    /// Place.
    pub place: usize,
    /// Such as "Giải nhất".
    pub label: String,
    /// Money, in đồng.
    pub amount: serde_json::Number,
    /// Cups.
    pub cups: u32,
    /// Whose it is, in words.
    pub winner: String,
}

impl Snapshot {
    /// Of scored groups.
    #[must_use]
    pub fn of(lang: Lang, campaign: &Campaign, scored: &[Scored<'_>]) -> Self {
        Self {
            campaign_digest: campaign.digest(),
            provisional: scored.iter().any(|group| group.ranking.provisional),
            groups: scored
                .iter()
                .map(|group| group_result(lang, campaign, group))
                .collect(),
        }
    }
}

fn group_result(lang: Lang, campaign: &Campaign, scored: &Scored<'_>) -> GroupResult {
    let name = |code: &str| {
        campaign
            .registry
            .by_code(code)
            .map_or_else(|| code.to_owned(), |unit| unit.name.clone())
    };
    let output = ScoreOutput::of(lang, &[scored.results()]);
    let mut units: Vec<UnitResult> = output
        .units
        .into_iter()
        .map(|unit| UnitResult {
            name: name(&unit.unit),
            prize: prize_of(scored, &unit.unit),
            note: note(lang, scored, &unit.unit),
            items: unit
                .items
                .into_iter()
                .map(|item| item_result(scored, item))
                .collect(),
            unit: unit.unit,
            total: unit.total,
            rank: unit.rank,
            band: unit.band,
        })
        .collect();
    units.sort_by_key(|unit| unit.rank.unwrap_or(usize::MAX));
    let apart = scored.scores.apart.iter().map(|(unit, standing)| Apart {
        unit: unit.clone(),
        name: name(unit),
        why: scores::standing(lang, *standing).to_owned(),
    });
    let prizes = scored.ranking.awards.iter().map(|award| PrizeResult {
        place: award.prize.place,
        label: award.prize.label.clone(),
        amount: crate::figures::json_number(award.prize.amount),
        cups: award.prize.cups,
        winner: match &award.winner {
            Winner::Unit(unit) => name(unit),
            Winner::Undecided(units) => {
                let names: Vec<String> = units.iter().map(|unit| name(unit)).collect();
                scores::winner(lang, &Winner::Undecided(names))
            }
            Winner::Nobody => scores::winner(lang, &Winner::Nobody),
        },
    });
    GroupResult {
        group: scored.group.id.clone(),
        label: scored.group.label.clone(),
        notice: scored.group.scale.notice().to_owned(),
        units,
        apart: apart.collect(),
        prizes: prizes.collect(),
    }
}

fn prize_of(scored: &Scored<'_>, unit: &str) -> Option<String> {
    let won = |winner: &Winner| matches!(winner, Winner::Unit(code) if code == unit);
    let award = scored
        .ranking
        .awards
        .iter()
        .find(|award| won(&award.winner))?;
    Some(award.prize.label.clone())
}

fn note(lang: Lang, scored: &Scored<'_>, unit: &str) -> String {
    if let Some(place) = scored
        .ranking
        .places
        .iter()
        .find(|place| place.unit == unit)
    {
        return scores::tie(lang, &place.tie, &scored.group.scale);
    }
    let apart = scored.ranking.apart.iter().find(|(code, _)| code == unit);
    apart.map_or_else(String::new, |(_, standing)| {
        scores::standing(lang, *standing).to_owned()
    })
}

fn item_result(scored: &Scored<'_>, item: ItemOutput) -> ItemResult {
    let scale = &scored.group.scale;
    let label = scale.item(&item.code).map(|item| item.label.clone());
    let label = label.or_else(|| {
        scale
            .adjustment(&item.code)
            .map(|adjustment| adjustment.label.clone())
    });
    ItemResult {
        label: label.unwrap_or_default(),
        code: item.code,
        points: item.points,
        max: item.max,
        state: item.state.to_owned(),
        why: item.why,
    }
}
