//! What was made of the reports, made once more from the reports that a replay
//! gives: the scoring of the close, the comparison beside it, and every result
//! that the council fixed. What the council itself entered is taken as it
//! stands, because people decided it.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Desk,
    closing::PROVISIONAL,
    comparing::{self, COMPARISON},
    council::Gathered,
    history::{History, Timeline},
};
use crate::{
    campaign::Campaign,
    council::Stage,
    digest::Digest,
    edge::store::{DecidedLine, InForce, Result, Scoring, StateRow, StoreError},
    replay::{Difference, Replayed, differences},
    results::{self, Record, Report, Snapshot},
    words::Lang,
};

/// What is to be made once more, oldest first.
pub(super) struct Made {
    due: VecDeque<(At, What)>,
    timeline: Timeline,
}

/// When something was made: by the clock, and by the audit, which is the order
/// in which the ledger took it. A batch of mails has one clock and may be
/// written after a close that is later by its own.
#[derive(Clone, Copy)]
struct At {
    seq: i64,
    clock: Timestamp,
}

impl At {
    /// Without a row in the audit only the clock tells.
    fn of(seq: Option<i64>, clock: Timestamp) -> Self {
        let seq = seq.unwrap_or(i64::MAX);
        Self { seq, clock }
    }

    /// Was it made without what this verdict gave?
    fn is_before(self, line: &DecidedLine) -> bool {
        self.seq < line.seq || self.clock < line.decided_at
    }
}

enum What {
    Scoring(Box<Scoring>),
    Comparison(Box<Scoring>),
    Final(Box<Fixed>),
}

/// A result that the council fixed.
struct Fixed {
    state: StateRow,
    /// Was it approved so?
    approved: bool,
    /// What the council entered from that moment on is not in it.
    opened: Option<Timestamp>,
}

impl Made {
    /// All that is stored of a campaign.
    pub(super) async fn of(desk: &Desk, timeline: Timeline) -> Result<Self> {
        let (store, campaign) = (&desk.store, &desk.campaign.id);
        let rows = store.made_rows(campaign).await?;
        let mut due = Vec::new();
        if let Some(scoring) = store.scoring(campaign, PROVISIONAL).await? {
            let at = At::of(rows.scored, scoring.scored_at);
            due.push((at, What::Scoring(Box::new(scoring))));
        }
        if let Some(scoring) = store.scoring(campaign, COMPARISON).await? {
            let at = At::of(rows.compared, scoring.scored_at);
            due.push((at, What::Comparison(Box::new(scoring))));
        }
        // Newest first: what was seen of later states is what came next.
        let (mut opened, mut approved) = (None, false);
        let states = store.states(campaign).await?;
        let nth = (0..states.len()).rev();
        for (nth, state) in nth.zip(states) {
            match state.stage {
                Stage::Final => {
                    let clock = state.finalised_at.unwrap_or(state.noted_at);
                    let at = At::of(rows.stepped.get(nth).copied(), clock);
                    let fixed = Fixed {
                        state,
                        approved,
                        opened,
                    };
                    due.push((at, What::Final(Box::new(fixed))));
                }
                Stage::Approved => approved = true,
                Stage::Published => (),
                Stage::Provisional | Stage::Verified | Stage::Explained => {
                    (opened, approved) = (Some(state.noted_at), false);
                }
            }
        }
        due.sort_by_key(|(at, _)| (at.seq, at.clock));
        Ok(Self {
            due: due.into(),
            timeline,
        })
    }

    /// Makes once more whatever was made before a mail was decided; everything
    /// that is left, when there is no mail any more.
    pub(super) async fn before(
        &mut self,
        line: Option<&DecidedLine>,
        desk: &Desk,
        history: &History,
        told: &mut Replayed,
    ) -> Result<()> {
        let is_due = |at: At| line.is_none_or(|line| at.is_before(line));
        while let Some((at, what)) = self.due.pop_front_if(|(at, _)| is_due(*at)) {
            let campaign = self.timeline.at(at.clock);
            let found = match what {
                What::Scoring(stored) => {
                    let then = stored.result.get("campaign_digest").and_then(Value::as_str);
                    told.campaign_changed = then != Some(&campaign.digest().to_string());
                    let changed = desk.store.is_registry_changed_since(at.clock).await?;
                    told.registry_changed |= changed;
                    told.scored = true;
                    score(&campaign, &history.reports(), &stored)?
                }
                What::Comparison(stored) => {
                    told.compared = true;
                    compare(&campaign, history, &stored)
                }
                What::Final(fixed) => {
                    told.finals += 1;
                    fix(desk, &campaign, history.reports(), &fixed).await?
                }
            };
            told.differences.extend(found);
        }
        Ok(())
    }
}

/// Scores the close. It was told in the language of whoever closed, so the
/// language in which least differs is that one.
fn score(campaign: &Campaign, reports: &[Report], stored: &Scoring) -> Result<Vec<Difference>> {
    let scored = results::score_all(campaign, reports);
    let record = Record {
        reports: results::standing(reports),
        ..Record::default()
    };
    let was = stored.result.to_string();
    let mut least: Option<Vec<Difference>> = None;
    for lang in [Lang::Vi, Lang::En] {
        let rebuilt = text(&Snapshot::of(lang, campaign, &scored, &record))?;
        let found = differences("scoring", "result", &was, &rebuilt);
        if least.as_ref().is_none_or(|least| found.len() < least.len()) {
            least = Some(found);
        }
    }
    let input = results::input_digest(campaign, reports).to_string();
    let was = stored.input_digest.to_string();
    let mut found = differences("scoring", "input", &was, &input);
    found.extend(least.unwrap_or_default());
    Ok(found)
}

/// Holds the reports beside those of their groups.
fn compare(campaign: &Campaign, history: &History, stored: &Scoring) -> Vec<Difference> {
    let mut places = BTreeMap::new();
    let reports = history.in_force().into_iter();
    let reports: Vec<InForce> = reports
        .map(|(report, placed)| {
            places.insert(report.mail, placed);
            report
        })
        .collect();
    let rebuilt = json!(comparing::among(campaign, &reports, &places));
    let (was, rebuilt) = (stored.result.to_string(), rebuilt.to_string());
    differences("comparison", "result", &was, &rebuilt)
}

/// Makes a result that was fixed: what is stored must be what its digest says,
/// and what reports and council give; and what was approved must be that.
async fn fix(
    desk: &Desk,
    campaign: &Campaign,
    reports: Vec<Report>,
    fixed: &Fixed,
) -> Result<Vec<Difference>> {
    let (store, state) = (&desk.store, &fixed.state);
    let of = format!("edition/{}", state.edition);
    let Some(frozen) = state.frozen else {
        return Ok(differences(&of, "digest", "", "?"));
    };
    let stored = store.frozen_text(frozen).await?.unwrap_or_default();
    let digest = Digest::of(stored.as_bytes()).to_string();
    let mut found = differences(&of, "digest", &frozen.to_string(), &digest);
    let by = state.finalised_at.unwrap_or(state.noted_at);
    let gathered = Gathered::again(store, campaign, reports, (by, fixed.opened)).await?;
    let rebuilt = text(&gathered.draft(campaign)?.snapshot)?;
    found.extend(differences(&of, "result", &stored, &rebuilt));
    if fixed.approved {
        let approved = store.approved_digest(&campaign.id, state.edition).await?;
        let approved = approved.map(|digest| digest.to_string());
        let (approved, fixed) = (approved.unwrap_or_default(), frozen.to_string());
        found.extend(differences(&of, "approved", &approved, &fixed));
    }
    Ok(found)
}

/// The text over which digests are taken.
fn text(snapshot: &Snapshot) -> Result<String> {
    let canonical = snapshot.canonical();
    canonical.map_err(|error| StoreError::Corrupt(error.to_string()))
}
