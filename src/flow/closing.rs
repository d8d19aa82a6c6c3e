//! The close: when nothing that was on time can still be on its way, the
//! campaign is scored, once.
//!
//! The scoring waits for a look at the mailbox that *began* after the close and
//! its grace, and for every mail of that look to be settled. It is written
//! together with the close in one transaction that succeeds once, whichever
//! daemon comes first and however often any of them starts.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::{
    edge::{
        clock,
        store::{Actor, Result, Store, StoreError, Submission},
    },
    flow::{
        Desk,
        comparing::{self, COMPARISON},
        council::LANG,
        intake, publishing, refreshing,
    },
    mail::header::Header,
    results::{self, Record, Report, Snapshot},
};

/// The kind under which the first scoring is stored.
pub const PROVISIONAL: &str = "provisional";

/// What the close waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The window is open until then, grace included.
    Open(Timestamp),
    /// A complete look that began after the close.
    Look,
    /// Mails of units without a verdict; carries how many.
    Unsettled(usize),
    /// Nothing: it has been done.
    Done {
        /// By this call?
        now: bool,
    },
}

/// The loop: until the campaign is closed, and then for what is decided later.
///
/// # Errors
/// When the ledger does not answer.
pub async fn run(desk: Desk, stop: CancellationToken) -> anyhow::Result<()> {
    let (mut closed, mut seen, mut published) = (false, 0, 0);
    while !stop.is_cancelled() {
        let fresh = desk.fresh(clock::now()).await?;
        let mut wait = PAUSE;
        // Once it is closed, that is not asked again: the answer is a whole result.
        if !closed {
            match step(&fresh, &Actor::System).await? {
                Progress::Open(at) => {
                    let left = Duration::try_from(at.duration_since(clock::now()));
                    wait = left.unwrap_or_default().min(PAUSE);
                }
                Progress::Look | Progress::Unsettled(_) => wait = Duration::from_secs(1),
                Progress::Done { .. } => closed = true,
            }
        }
        if closed {
            seen = refreshing::step(&fresh, &Actor::System, seen).await?;
            published = publishing::step(&fresh, &Actor::System, published, clock::now()).await?;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            // A rush is scored once.
            () = desk.bells.decided.notified() => sleep(Duration::from_secs(1)).await,
            () = sleep(wait) => {}
        }
    }
    Ok(())
}

/// Longest wait: something may have been decided in another process.
const PAUSE: Duration = Duration::from_secs(30);

/// Closes and scores, if it is time and has not been done.
///
/// # Errors
/// When the ledger does not answer.
pub async fn step(desk: &Desk, actor: &Actor) -> Result<Progress> {
    if desk
        .store
        .scoring(&desk.campaign.id, PROVISIONAL)
        .await?
        .is_some()
    {
        return Ok(Progress::Done { now: false });
    }
    let from = desk.campaign.settled_from();
    let now = clock::now();
    if now < from {
        return Ok(Progress::Open(from));
    }
    let look = desk.store.last_completed_look(&intake::name(desk)).await?;
    let Some(look) = look.filter(|look| look.began_at >= from) else {
        desk.bells.look.notify_one();
        return Ok(Progress::Look);
    };
    let unsettled = unsettled_reports(desk, look.completed_at).await?;
    if unsettled > 0 {
        return Ok(Progress::Unsettled(unsettled));
    }
    let done = close(desk, actor, now).await?;
    Ok(Progress::Done { now: done })
}

/// How many mails of that look could still become a report: those that name a
/// registered mailbox. Nobody else's mail may keep the campaign open.
async fn unsettled_reports(desk: &Desk, kept_by: Timestamp) -> Result<usize> {
    let mut count = 0;
    for mail in desk.store.unsettled_by(kept_by, MANY).await? {
        let header = Header::read(&desk.store.raw(mail).await?);
        let registered = |from| desk.campaign.registry.by_mailbox(&from).is_some();
        count += usize::from(header.from().is_some_and(registered));
    }
    Ok(count)
}

/// Most unsettled mails that are looked into at once; with more there is no
/// close yet anyway.
const MANY: u32 = 500;

/// Closes and scores now, on a person's word or because [`step`] said so.
/// False when it had been done before.
///
/// # Errors
/// When the ledger does not answer.
pub async fn close(desk: &Desk, actor: &Actor, now: Timestamp) -> Result<bool> {
    let reports = reports(&desk.store, &desk.campaign.id, now).await?;
    let scored = results::score_all(&desk.campaign, &reports);
    let record = Record {
        reports: results::standing(&reports),
        ..Record::default()
    };
    let snapshot = Snapshot::of(LANG, &desk.campaign, &scored, &record);
    let result =
        serde_json::to_value(&snapshot).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let input = results::input_digest(&desk.campaign, &reports);
    let compared = json!(comparing::all(&desk.store, &desk.campaign, now).await?);
    let mut tx = desk.store.begin(actor, now).await?;
    let grounds = json!({ "reports": reports.len(), "input": input.to_string() });
    tx.close(&desk.campaign.id, &grounds).await?;
    let first = tx
        .record_scoring(&desk.campaign.id, PROVISIONAL, input, &result)
        .await?;
    tx.record_comparison(&desk.campaign.id, COMPARISON, input, &compared)
        .await?;
    tx.commit().await?;
    if first {
        tracing::info!(
            campaign = desk.campaign.id,
            reports = reports.len(),
            "closed and scored"
        );
    }
    Ok(first)
}

/// Every standing report that was ours by a moment, as scoring needs it.
///
/// # Errors
/// When the ledger does not answer.
pub async fn reports(store: &Store, campaign: &str, by: Timestamp) -> Result<Vec<Report>> {
    let report = |submission: Submission| Report {
        unit: submission.unit,
        version: submission.version,
        moment: submission.moment,
        late: submission.punctuality == "late",
        figures: submission.figures,
        workbook: submission.workbook,
    };
    Ok(store
        .submissions(campaign)
        .await?
        .into_iter()
        .filter(|submission| submission.created_at <= by)
        .map(report)
        .collect())
}
