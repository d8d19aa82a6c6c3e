//! What programs read.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;

use super::{
    Problem, answer,
    made::{group, moment, submission},
    shape::{Decimal, Figure, Moment, shapes},
};
use crate::{
    council::Stage,
    edition::{Draft, Edition},
    flow::{closing::PROVISIONAL, council},
    sitting::step::Standing,
    web::{App, failure::Failure, health},
};

/// Most submissions on a page.
const MOST: u32 = 200;
/// Submissions on a page when nothing is said.
const USUAL: u32 = 50;
/// How often the scores are read while the council moves on.
const TRIES: usize = 3;

shapes! {
    /// Is the daemon well?
    Health {
        /// Is all well?
        ok: bool,
        /// Does the database answer?
        database: bool,
        /// Seconds since the last complete look at the mailbox.
        last_look_age_seconds: Option<i64>,
        /// Mails without a verdict.
        unsettled: i64,
        /// Mails held for a person.
        held: i64,
        /// Letters still to be sent.
        letters_waiting: i64,
        /// Letters given up.
        letters_failed: i64,
    }

    /// A page of submissions.
    Submissions {
        /// The submissions, oldest first.
        items: Vec<Submission>,
        /// Where the next page begins; null on the last.
        next_cursor: Option<String>,
    }

    /// A report of a unit, as it was accepted (or came late and is left to the council).
    Submission {
        /// Registration number.
        number: String,
        /// Code of the unit.
        unit: String,
        /// Which version of the unit's report it is.
        version: i64,
        /// Does the verdict that accepted it still stand?
        standing: bool,
        /// The moment that counts.
        moment: Moment,
        /// `on_time`, `cured` or `late`.
        punctuality: String,
        /// The form it was read with.
        form: String,
        /// SHA-256 of the workbook.
        workbook_sha256: String,
        /// How many warnings were found in it.
        warnings: i64,
        /// What it says, by indicator code.
        figures: BTreeMap<String, Figure>,
        /// When it was entered.
        created_at: Moment,
    }

    /// The units that report.
    Units {
        /// The units, by code.
        items: Vec<Unit>,
    }

    /// A unit.
    Unit {
        /// Stable code.
        code: String,
        /// Full name.
        name: String,
        /// Short name.
        short_name: String,
        /// What kind of unit it is.
        kind: String,
        /// The group it is ranked in.
        group: String,
    }

    /// The scores as they stand: those of the close, and from then on as the council has changed,
    /// fixed, approved or published them.
    Scores {
        /// How far they are: `provisional`, `verified`, `explained`, `final`, `approved` or
        /// `published`. Only `published` is for everybody's eyes.
        state: String,
        /// The edition that is being worked on, or that is approved or published.
        edition: i64,
        /// Does some total still wait for the council?
        pending: bool,
        /// When the reports were scored first, after the close.
        scored_at: Moment,
        /// SHA-256 of the reports that were scored then.
        input_sha256: String,
        /// SHA-256 of the scores, under which they are approved.
        sha256: String,
        /// The groups.
        groups: Vec<ScoreGroup>,
    }

    /// Published results.
    Editions {
        /// The editions, oldest first.
        items: Vec<EditionHead>,
    }

    /// A published result, without its scores.
    EditionHead {
        /// Counts from 1.
        edition: i64,
        /// Number of the decision that approved it.
        decision: String,
        /// Its date, `YYYY-MM-DD`.
        decision_date: String,
        /// When it was published.
        published_at: Moment,
        /// Why there is another edition; empty for the first.
        reason: String,
        /// SHA-256 of what was approved.
        sha256: String,
    }

    /// A published result.
    EditionScores {
        /// The edition.
        head: EditionHead,
        /// The groups.
        groups: Vec<ScoreGroup>,
    }

    /// A group of units that are ranked together.
    ScoreGroup {
        /// Code.
        group: String,
        /// Name.
        label: String,
        /// Scored units: the ranked ones by rank, then the late ones.
        units: Vec<UnitScore>,
        /// Units without a score, by name, and why.
        apart: BTreeMap<String, String>,
    }

    /// What a unit scored.
    UnitScore {
        /// Code of the unit.
        unit: String,
        /// Name of the unit.
        name: String,
        /// Total as published.
        total: Decimal,
        /// Rank; null when it is not ranked.
        rank: Option<i64>,
        /// Band; null when it is not ranked.
        band: Option<String>,
        /// Prize, if it has one.
        prize: Option<String>,
        /// Items and adjustments.
        items: Vec<ItemScore>,
    }

    /// Points of an item.
    ItemScore {
        /// Code.
        code: String,
        /// What is scored.
        label: String,
        /// Points.
        points: Decimal,
        /// Most points; negative for a penalty.
        max: Decimal,
        /// `scored`, `zero`, `not_applicable` or `pending`.
        state: String,
    }
}

/// What may be asked of the list of submissions.
#[derive(Deserialize)]
pub struct Asked {
    unit: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

/// Is the daemon well? For monitors that want JSON and no token.
///
/// # Errors
/// When the ledger does not answer.
pub async fn health(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let now = app.now();
    let told = health::told(&app.store.health(now).await?, now, app.stale_after);
    let health = Health {
        ok: told.ok,
        database: told.database,
        last_look_age_seconds: told.last_look_age_seconds,
        unsettled: told.unsettled,
        held: told.held,
        letters_waiting: told.outbox.waiting,
        letters_failed: told.outbox.failed,
    };
    answer(&headers, &health)
}

/// The submissions, page by page.
///
/// # Errors
/// When the ledger does not answer or a parameter is wrong.
pub async fn submissions(
    State(app): State<App>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(asked) = asked.map_err(|_| Problem::Unreadable("query"))?;
    let limit = match &asked.limit {
        Some(limit) => limit
            .parse()
            .ok()
            .filter(|limit| (1..=MOST).contains(limit))
            .ok_or(Problem::Unreadable("limit"))?,
        None => USUAL,
    };
    let after = match &asked.cursor {
        Some(cursor) => cursor
            .parse()
            .ok()
            .filter(|after| *after >= 0)
            .ok_or(Problem::Unreadable("cursor"))?,
        None => 0,
    };
    let unit = asked.unit.as_deref().unwrap_or_default();
    if unit.len() > 100 || unit.contains('\0') {
        return Err(Problem::Unreadable("unit"));
    }
    let rows = app
        .store
        .submissions_after(&app.campaign.id, unit, after, limit)
        .await?;
    let full = u32::try_from(rows.len()).is_ok_and(|count| count == limit);
    let last = rows.last().map(|row| row.id.to_string());
    let submissions = Submissions {
        next_cursor: last.filter(|_| full),
        items: rows.into_iter().map(|row| submission(&app, row)).collect(),
    };
    answer(&headers, &submissions)
}

/// One submission, by its registration number.
///
/// # Errors
/// When the ledger does not answer or there is none.
pub async fn one(
    State(app): State<App>,
    headers: HeaderMap,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    if number.contains('\0') {
        return Err(Problem::NotFound);
    }
    let row = app.store.submission_of(&app.campaign.id, &number).await?;
    let row = row.ok_or(Problem::NotFound)?;
    answer(&headers, &submission(&app, row))
}

/// The units.
///
/// # Errors
/// When it cannot be written.
pub async fn units(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let unit = |unit: &crate::unit::Unit| Unit {
        code: unit.code.clone(),
        name: unit.name.clone(),
        short_name: unit.short_name.clone(),
        kind: unit.kind.clone(),
        group: unit.group.clone(),
    };
    let mut items: Vec<Unit> = app.campaign.registry.iter().map(unit).collect();
    items.sort_by(|a, b| a.code.cmp(&b.code));
    answer(&headers, &Units { items })
}

/// The scores as they stand, whoever has approved them or not.
///
/// # Errors
/// When the ledger does not answer or there are none yet.
pub async fn scores(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let campaign = &app.campaign;
    let scoring = app.store.scoring(&campaign.id, PROVISIONAL).await?;
    let scoring = scoring.ok_or(Problem::NotFound)?;
    let (standing, Draft { snapshot, digest }) = drafted(&app).await?;
    let scores = Scores {
        state: standing.stage.as_str().to_owned(),
        edition: standing.edition.into(),
        pending: snapshot.provisional,
        scored_at: moment(&app, scoring.scored_at),
        input_sha256: scoring.input_digest.to_string(),
        sha256: digest.to_string(),
        groups: snapshot.groups.into_iter().map(group).collect(),
    };
    answer(&headers, &scores)
}

/// Where the result stands and what it is, of one moment: scores of one state
/// under the name of another would be passed on as the town's word.
async fn drafted(app: &App) -> Result<(Standing, Draft), Problem> {
    let campaign = &app.campaign;
    let mut standing = app.store.standing(&campaign.id).await?;
    for _ in 0..TRIES {
        let draft = council::current(&app.store, campaign).await?;
        let since = app.store.standing(&campaign.id).await?;
        if since == standing {
            let draft = draft.ok_or(Problem::NotFound)?;
            return sound(&standing, &draft).map(|()| (standing, draft));
        }
        standing = since;
    }
    Err(Failure::Busy.into())
}

/// What is frozen is what its digest says, and only what is frozen is final.
fn sound(standing: &Standing, draft: &Draft) -> Result<(), Problem> {
    let broken = |what: &str| Err(Failure::Broken(what.to_owned()).into());
    match (standing.frozen, standing.stage) {
        (Some(frozen), _) => {
            let found = draft.snapshot.digest();
            if draft.digest == frozen && found.is_ok_and(|found| found == frozen) {
                Ok(())
            } else {
                broken("what is frozen is not what was finalised")
            }
        }
        (None, Stage::Provisional | Stage::Verified | Stage::Explained) => Ok(()),
        (None, Stage::Final | Stage::Approved | Stage::Published) => {
            broken("a result is final, and nothing is frozen")
        }
    }
}

/// The published editions, for anybody.
///
/// # Errors
/// When the ledger does not answer.
pub async fn editions(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let all = app.store.editions(&app.campaign.id).await?;
    let items = all.iter().filter_map(|edition| head(&app, edition));
    let items = items.collect();
    answer(&headers, &Editions { items })
}

/// One published edition with its scores, for anybody.
///
/// # Errors
/// When the ledger does not answer or there is none that is published.
pub async fn edition(
    State(app): State<App>,
    headers: HeaderMap,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    let number: u32 = number.parse().map_err(|_| Problem::NotFound)?;
    let found = app.store.edition(&app.campaign.id, number).await?;
    let found = found.ok_or(Problem::NotFound)?;
    // One that is only approved is nobody's business yet.
    let head = head(&app, &found).ok_or(Problem::NotFound)?;
    let groups = found.snapshot.groups.into_iter().map(group).collect();
    answer(&headers, &EditionScores { head, groups })
}

fn head(app: &App, edition: &Edition) -> Option<EditionHead> {
    let published_at = edition.published_at?;
    Some(EditionHead {
        edition: edition.number.into(),
        decision: edition.approval.number.clone(),
        decision_date: edition.approval.date.to_string(),
        published_at: moment(app, published_at),
        reason: edition.reason.clone(),
        sha256: edition.digest.to_string(),
    })
}
