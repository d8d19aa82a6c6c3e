//! The breaker: while it is open letters are owed and none is sent, by any
//! daemon, until a person has looked.

use jiff::Timestamp;
use serde_json::json;
use sqlx::FromRow;

use super::{
    Link, Pools, Result, Store, Tx,
    columns::{At, Word},
};
use crate::verdict::limits::Alarm;

/// Why nothing is sent, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Breaker {
    /// Since when.
    #[sqlx(try_from = "At")]
    pub opened_at: Timestamp,
    /// Why.
    #[sqlx(try_from = "Word")]
    pub why: Alarm,
}

impl Tx {
    /// Opens the breaker: nothing is sent from the commit on. False when it is
    /// open already.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn stop_sending(&mut self, why: Alarm) -> Result<bool> {
        let now = self.now();
        let opened = on_tx!(self, c => sqlx::query(
            "insert into breaker (opened_at, why) values ($1, $2) on conflict do nothing")
            .bind(now)
            .bind(why.as_str())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if opened == 1 {
            self.note("outbox.stopped", "outbox", &json!({ "why": why.as_str() }));
        }
        Ok(opened == 1)
    }

    /// Closes the breaker: what is owed is sent again. False when it is not
    /// open.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn resume_sending(&mut self) -> Result<bool> {
        let (now, by) = (self.now(), self.actor.to_string());
        let closed = on_tx!(self, c => sqlx::query(
            "update breaker set closed_at = $1, closed_by = $2 where closed_at is null")
            .bind(now)
            .bind(by)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if closed == 1 {
            self.note("outbox.resumed", "outbox", &json!({}));
        }
        Ok(closed == 1)
    }
}

impl Store {
    /// The open breaker; none when letters are sent.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn breaker(&self) -> Result<Option<Breaker>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select opened_at, why from breaker where closed_at is null")
            .fetch_optional(pool)
            .await)?)
    }
}
