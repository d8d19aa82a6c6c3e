//! Is the daemon well? For monitors: no names, no addresses, only numbers.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::Serialize;

use super::App;
use crate::{edge::store::Health, verdict::limits::Alarm};

/// What is said to a monitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Is all well?
    pub ok: bool,
    /// Does the database answer?
    pub database: bool,
    /// Seconds since the last look at the mailbox that was brought to its end.
    pub last_look_age_seconds: Option<i64>,
    /// Mails without a verdict.
    pub unsettled: i64,
    /// Of these, those that wait for a later moment.
    pub waiting: i64,
    /// Mails held for a person.
    pub held: i64,
    /// Ways of marking mail, on our own servers, that a person must look at.
    pub layout_alarms: i64,
    /// The outbox.
    pub outbox: Outbox,
}

/// The letters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outbox {
    /// Still to be sent.
    pub waiting: i64,
    /// Given up.
    pub failed: i64,
    /// Seconds the oldest waits.
    pub oldest_age_seconds: Option<i64>,
    /// Why none is sent until a person has looked, in a word.
    pub stopped: Option<Alarm>,
}

/// 200 when all is well, 503 when the database does not answer, the mailbox was
/// not looked through for too long, letters are stopped, or our mail servers no
/// longer mark mail as they did.
pub async fn show(State(app): State<App>) -> Response {
    let now = app.now();
    let told = match app.store.health(now).await {
        Ok(health) => told(&health, now, app.stale_after),
        Err(error) => {
            tracing::warn!(%error, "the state of the office is not known");
            nothing_known()
        }
    };
    let status = if told.ok {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(told)).into_response()
}

/// What is said of a state.
#[must_use]
pub fn told(health: &Health, now: Timestamp, stale_after: Duration) -> Told {
    let age = |at: Timestamp| now.duration_since(at).as_secs().max(0);
    let look = last_look(health).map(age);
    Told {
        ok: !is_stale(health, now, stale_after)
            && health.breaker.is_none()
            && health.layouts.alarms == 0,
        database: true,
        last_look_age_seconds: look,
        unsettled: health.unsettled,
        waiting: health.waiting,
        held: health.held,
        layout_alarms: health.layouts.alarms,
        outbox: Outbox {
            waiting: health.letters.waiting,
            failed: health.letters.failed,
            oldest_age_seconds: health.letters.oldest.map(age),
            stopped: health.breaker.map(|breaker| breaker.why),
        },
    }
}

/// When the mailbox was last looked through to the end. A mailbox we no longer
/// read keeps its last look for ever, so the newest counts.
#[must_use]
pub fn last_look(health: &Health) -> Option<Timestamp> {
    health.looks.iter().map(|look| look.completed_at).max()
}

/// Is the last look too old, or was there none?
#[must_use]
pub fn is_stale(health: &Health, now: Timestamp, stale_after: Duration) -> bool {
    let most = i64::try_from(stale_after.as_secs()).unwrap_or(i64::MAX);
    last_look(health).is_none_or(|at| now.duration_since(at).as_secs() > most)
}

fn nothing_known() -> Told {
    Told {
        ok: false,
        database: false,
        last_look_age_seconds: None,
        unsettled: 0,
        waiting: 0,
        held: 0,
        layout_alarms: 0,
        outbox: Outbox::default(),
    }
}
