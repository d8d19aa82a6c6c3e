//! A snapshot from scored groups: every number with where it comes from.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{
    Apart, BestResult, CorrectionResult, DecisionResult, GroupResult, InputResult, ItemResult,
    PrizeResult, Report, ReportResult, ScaleResult, Scored, SectionResult, SectionScore, Snapshot,
    TieResult, UnitResult,
};
use crate::{
    campaign::Campaign,
    figures::{Code, Figures, Value, json_number},
    scoring::{
        explain::Explainer,
        outcome::{ItemScore, UnitScore},
        participant::Participant,
        ranking::{Placing, Tie, Winner},
    },
    words::{Lang, scores},
};

/// What stands behind the participants and is told with their points.
#[derive(Debug, Clone, Default)]
pub struct Record<'r> {
    /// The report of each unit that was scored; none for values from a table.
    pub reports: BTreeMap<&'r str, &'r Report>,
    /// Why the verification changed a figure, by unit and code.
    pub corrected: BTreeMap<(&'r str, &'r str), &'r str>,
    /// What the council decided about units, oldest first.
    pub decisions: Vec<Decided<'r>>,
}

/// Something that the council decided about units.
#[derive(Debug, Clone)]
pub struct Decided<'r> {
    /// `tie`, `late` or `exempt`.
    pub kind: &'static str,
    /// Codes of the units; of a tie in the order that was decided.
    pub units: &'r [String],
    /// Why.
    pub reason: &'r str,
    /// When.
    pub at: Timestamp,
}

impl Snapshot {
    /// Of scored groups.
    #[must_use]
    pub fn of(lang: Lang, campaign: &Campaign, scored: &[Scored<'_>], record: &Record<'_>) -> Self {
        let registry = campaign.registry.iter();
        let teller = Teller {
            lang,
            campaign,
            record,
            names: registry
                .map(|unit| (unit.code.as_str(), unit.name.as_str()))
                .collect(),
        };
        let decisions = record.decisions.iter().map(|decided| DecisionResult {
            kind: decided.kind.to_owned(),
            units: decided.units.to_vec(),
            names: teller.names(decided.units),
            reason: decided.reason.to_owned(),
            at: decided.at,
        });
        Self {
            campaign_digest: campaign.digest(),
            provisional: scored.iter().any(|group| group.ranking.provisional),
            groups: scored.iter().map(|group| teller.group(group)).collect(),
            decisions: decisions.collect(),
        }
    }
}

/// Tells results in a language.
struct Teller<'t> {
    lang: Lang,
    campaign: &'t Campaign,
    record: &'t Record<'t>,
    names: BTreeMap<&'t str, &'t str>,
}

impl Teller<'_> {
    fn name(&self, code: &str) -> String {
        (*self.names.get(code).unwrap_or(&code)).to_owned()
    }

    fn names(&self, codes: &[String]) -> Vec<String> {
        codes.iter().map(|code| self.name(code)).collect()
    }

    fn group(&self, scored: &Scored<'_>) -> GroupResult {
        let participants: BTreeMap<&str, &Participant> = scored
            .participants
            .iter()
            .map(|participant| (participant.unit.as_str(), participant))
            .collect();
        let places = scored.ranking.places.iter().enumerate();
        let places: BTreeMap<&str, (usize, &Placing)> = places
            .map(|(at, place)| (place.unit.as_str(), (at, place)))
            .collect();
        let mut units: Vec<UnitResult> = scored
            .scores
            .units
            .iter()
            .filter_map(|unit| {
                let participant = participants.get(unit.unit.as_str())?;
                let place = places.get(unit.unit.as_str()).map(|(_, place)| *place);
                Some(self.unit(scored, unit, participant, place))
            })
            .collect();
        let at = |unit: &UnitResult| places.get(unit.unit.as_str()).map(|(at, _)| *at);
        units.sort_by_cached_key(|unit| at(unit).unwrap_or(usize::MAX));
        let apart = scored.scores.apart.iter().map(|(unit, standing)| Apart {
            unit: unit.clone(),
            name: self.name(unit),
            standing: standing.as_str().to_owned(),
            why: scores::standing(self.lang, *standing).to_owned(),
        });
        let bests = scored.scores.bests.iter().map(|best| BestResult {
            item: best.item.clone(),
            which: best.which,
            value: json_number(best.value),
            names: self.names(&best.units),
            units: best.units.clone(),
        });
        GroupResult {
            group: scored.group.id.clone(),
            label: scored.group.label.clone(),
            notice: scored.group.scale.notice().to_owned(),
            scale: self.scale(scored),
            units,
            apart: apart.collect(),
            prizes: self.prizes(scored),
            ties: self.ties(scored),
            bests: bests.collect(),
        }
    }

    fn scale(&self, scored: &Scored<'_>) -> ScaleResult {
        let (scale, file) = (&scored.group.scale, &scored.group.scale_file);
        let sections = scale.groups().iter().map(|group| SectionResult {
            code: group.code.clone(),
            label: group.label.clone(),
            max: json_number(group.max),
        });
        ScaleResult {
            code: scale.code().to_owned(),
            title: scale.title().to_owned(),
            file: file.clone(),
            digest: self.campaign.files.get(file).copied(),
            sections: sections.collect(),
        }
    }

    fn prizes(&self, scored: &Scored<'_>) -> Vec<PrizeResult> {
        let awards = scored.ranking.awards.iter();
        awards
            .map(|award| PrizeResult {
                place: award.prize.place,
                label: award.prize.label.clone(),
                amount: json_number(award.prize.amount),
                cups: award.prize.cups,
                winner: match &award.winner {
                    Winner::Unit(unit) => self.name(unit),
                    Winner::Undecided(units) => {
                        scores::winner(self.lang, &Winner::Undecided(self.names(units)))
                    }
                    Winner::Nobody => scores::winner(self.lang, &Winner::Nobody),
                },
                unit: match &award.winner {
                    Winner::Unit(unit) => Some(unit.clone()),
                    Winner::Undecided(_) | Winner::Nobody => None,
                },
            })
            .collect()
    }

    /// Units of one tie stand next to each other, so a tie is begun by whoever is
    /// of another than the one before.
    fn ties(&self, scored: &Scored<'_>) -> Vec<TieResult> {
        let mut ties: Vec<TieResult> = Vec::new();
        for place in &scored.ranking.places {
            let (rank, decided) = match &place.tie {
                Tie::None | Tie::BrokenBy(_) => continue,
                Tie::CouncilDecides => (place.place, false),
                Tie::CouncilDecided { first } => (*first, true),
            };
            if ties.last().is_none_or(|last| last.rank != rank) {
                ties.push(TieResult {
                    rank,
                    units: Vec::new(),
                    names: Vec::new(),
                    decided,
                });
            }
            if let Some(tie) = ties.last_mut() {
                tie.units.push(place.unit.clone());
                tie.names.push(self.name(&place.unit));
            }
        }
        ties
    }

    fn unit(
        &self,
        scored: &Scored<'_>,
        unit: &UnitScore,
        participant: &Participant,
        place: Option<&Placing>,
    ) -> UnitResult {
        let note = match place {
            Some(place) => scores::tie(self.lang, &place.tie, &scored.group.scale),
            None => scores::standing(self.lang, unit.standing).to_owned(),
        };
        let report = self.record.reports.get(unit.unit.as_str()).copied();
        let reported = report.map_or(&participant.figures, |report| &report.figures);
        let groups = scored.group.scale.groups().iter().zip(&unit.groups);
        let sections = groups.map(|(group, sum)| SectionScore {
            code: group.code.clone(),
            earned: json_number(sum.earned),
            applicable: json_number(sum.applicable),
        });
        let explainer = Explainer::new(&scored.group.scale, &scored.scores, participant);
        let items = unit.items.iter().chain(&unit.adjustments);
        UnitResult {
            unit: unit.unit.clone(),
            name: self.name(&unit.unit),
            total: json_number(unit.published),
            rank: place.map(|place| place.rank),
            band: place.and_then(|place| place.band.clone()),
            prize: prize_of(scored, &unit.unit),
            note,
            provisional: unit.provisional,
            report: report.map(|report| ReportResult {
                version: report.version,
                moment: report.moment,
                late: report.late,
                workbook: report.workbook,
            }),
            sections: sections.collect(),
            earned: json_number(unit.earned),
            applicable: json_number(unit.applicable),
            bonus: json_number(unit.bonus),
            penalty: json_number(unit.penalty),
            corrections: self.corrections(scored, participant, reported),
            items: items
                .map(|item| self.item(scored, &explainer, item, reported))
                .collect(),
        }
    }

    fn corrections(
        &self,
        scored: &Scored<'_>,
        participant: &Participant,
        reported: &Figures,
    ) -> Vec<CorrectionResult> {
        let codes = reported.0.keys().chain(participant.figures.0.keys());
        let codes: BTreeSet<&Code> = codes.collect();
        let figure = |figures: &Figures, code: &Code| figures.get(code.as_str()).cloned();
        codes
            .into_iter()
            .filter(|code| reported.get(code.as_str()) != participant.figures.get(code.as_str()))
            .map(|code| CorrectionResult {
                code: code.to_string(),
                label: label(scored, code),
                reported: figure(reported, code),
                verified: figure(&participant.figures, code),
                why: self.why(&participant.unit, code),
            })
            .collect()
    }

    fn why(&self, unit: &str, code: &Code) -> String {
        let why = self.record.corrected.get(&(unit, code.as_str()));
        why.map_or_else(String::new, |why| (*why).to_owned())
    }

    fn item(
        &self,
        scored: &Scored<'_>,
        explainer: &Explainer<'_>,
        item: &ItemScore,
        reported: &Figures,
    ) -> ItemResult {
        let scale = &scored.group.scale;
        let group = scale.item(&item.code).map(|item| item.group);
        let section = group.and_then(|group| scale.groups().get(group));
        let how = explainer.explain(item);
        let why = how.as_ref().map(|how| scores::why(self.lang, item, how));
        let input = |(code, verified): (Code, Option<Value>)| InputResult {
            label: label(scored, &code),
            reported: reported.get(code.as_str()).cloned(),
            code: code.to_string(),
            verified,
        };
        let (label, formula, numbers, inputs) = how.map_or_else(Default::default, |how| {
            let inputs: Vec<InputResult> = how.inputs.into_iter().map(input).collect();
            (how.label, how.written, how.numbers, inputs)
        });
        ItemResult {
            code: item.code.clone(),
            section: section.map_or_else(String::new, |group| group.code.clone()),
            label,
            points: json_number(item.points),
            max: json_number(item.max),
            state: item.state.as_str().to_owned(),
            why: why.unwrap_or_default(),
            formula,
            numbers,
            inputs,
        }
    }
}

/// What an indicator asks.
fn label(scored: &Scored<'_>, code: &Code) -> String {
    let indicator = scored.group.form.indicator(code.as_str());
    indicator.map_or_else(String::new, |indicator| indicator.label.clone())
}

fn prize_of(scored: &Scored<'_>, unit: &str) -> Option<String> {
    let won = |winner: &Winner| matches!(winner, Winner::Unit(code) if code == unit);
    let mut awards = scored.ranking.awards.iter();
    let award = awards.find(|award| won(&award.winner))?;
    Some(award.prize.label.clone())
}
