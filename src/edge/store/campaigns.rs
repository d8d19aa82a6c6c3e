//! Looks at the mailbox, the close, the scoring, and who may do them.

use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::FromRow;

use super::{
    Actor, Link, Pools, Result, Store, StoreError, Tx,
    columns::{At, Word, micros},
};
use crate::{
    digest::Digest,
    webhook::{Event, Kind},
};

/// The number of a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct LookId(pub i64);

/// A look at a mailbox that was brought to its end: whatever was there when it
/// began is ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Look {
    /// Its number.
    pub id: LookId,
    /// When it began.
    #[sqlx(try_from = "At")]
    pub began_at: Timestamp,
    /// When it was complete.
    #[sqlx(try_from = "At")]
    pub completed_at: Timestamp,
}

/// The end of a campaign's window, as it was done.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Closing {
    /// When.
    #[sqlx(try_from = "At")]
    pub closed_at: Timestamp,
    /// By whom.
    pub closed_by: String,
    /// On what grounds.
    #[sqlx(try_from = "Word")]
    pub detail: Value,
}

/// A scoring, as it was done.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Scoring {
    /// SHA-256 of all it was computed from.
    #[sqlx(try_from = "Word")]
    pub input_digest: Digest,
    /// What came out.
    #[sqlx(try_from = "Word")]
    pub result: Value,
    /// When.
    #[sqlx(try_from = "At")]
    pub scored_at: Timestamp,
    /// By whom.
    pub scored_by: String,
}

impl Tx {
    /// A look at a mailbox begins.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look_began(&mut self, mailbox: &str) -> Result<LookId> {
        let now = self.now();
        Ok(on_tx!(self, c => sqlx::query_scalar(
            "insert into look (mailbox, began_at) values ($1, $2) returning id")
            .bind(mailbox)
            .bind(now)
            .fetch_one(c)
            .await)?)
    }

    /// A look is complete: everything it saw is kept. Earlier looks at the
    /// same mailbox say nothing more and are forgotten.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a later look was complete before.
    pub async fn look_completed(&mut self, look: LookId) -> Result<()> {
        let now = self.now();
        let mailbox: Option<String> = on_tx!(self, c => sqlx::query_scalar(
            "update look set completed_at = $2 where id = $1 and completed_at is null
             returning mailbox")
            .bind(look)
            .bind(now)
            .fetch_optional(c)
            .await)?;
        let mailbox =
            mailbox.ok_or_else(|| StoreError::Conflict(format!("look {} is over", look.0)))?;
        on_tx!(self, c => sqlx::query("delete from look where mailbox = $1 and id < $2")
            .bind(mailbox)
            .bind(look)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Closes a campaign. False when it was closed before: then nothing is
    /// done.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn close(&mut self, campaign: &str, detail: &Value) -> Result<bool> {
        let (now, by) = (self.now(), self.actor.to_string());
        let done = on_tx!(self, c => sqlx::query(
            "insert into closing (campaign, closed_at, closed_by, detail)
             values ($1, $2, $3, $4) on conflict (campaign) do nothing")
            .bind(campaign)
            .bind(now)
            .bind(by)
            .bind(detail.to_string())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if done == 1 {
            self.note("campaign.closed", format!("campaign/{campaign}"), detail);
            self.owe_event(&Event {
                kind: Kind::Closed,
                subject: format!("campaign/{campaign}"),
                data: json!({ "campaign": campaign }),
            })
            .await?;
        }
        Ok(done == 1)
    }

    /// Writes the scoring of a campaign; there is one of a kind. False when it
    /// was scored before: then nothing is done.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn record_scoring(
        &mut self,
        campaign: &str,
        kind: &str,
        input_digest: Digest,
        result: &Value,
    ) -> Result<bool> {
        let what = (kind, "campaign.scored");
        self.record(campaign, what, input_digest, result).await
    }

    /// Keeps how units stood to their groups at the close. False when it had
    /// been kept before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn record_comparison(
        &mut self,
        campaign: &str,
        kind: &str,
        input_digest: Digest,
        result: &Value,
    ) -> Result<bool> {
        let what = (kind, "campaign.compared");
        self.record(campaign, what, input_digest, result).await
    }

    async fn record(
        &mut self,
        campaign: &str,
        (kind, action): (&str, &'static str),
        input_digest: Digest,
        result: &Value,
    ) -> Result<bool> {
        let (now, by, result) = (self.now(), self.actor.to_string(), result.to_string());
        let done = on_tx!(self, c => sqlx::query(
            "insert into scoring (campaign, kind, input_digest, result, scored_at, scored_by)
             values ($1, $2, $3, $4, $5, $6) on conflict (campaign, kind) do nothing")
            .bind(campaign)
            .bind(kind)
            .bind(input_digest.to_string())
            .bind(&result)
            .bind(now)
            .bind(by)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if done == 1 {
            let result = Digest::of(result.as_bytes()).to_string();
            self.note(
                action,
                format!("campaign/{campaign}"),
                &json!({ "kind": kind, "input": input_digest.to_string(), "result": result }),
            );
        }
        Ok(done == 1)
    }

    async fn lease(&mut self, name: &str, owner: &str, until: Timestamp) -> Result<bool> {
        let now = self.now();
        let done = on_tx!(self, c => sqlx::query(
            "insert into lease (name, owner, until) values ($1, $2, $3)
             on conflict (name) do update set owner = excluded.owner, until = excluded.until
             where lease.owner = excluded.owner or lease.until <= $4")
            .bind(name)
            .bind(owner)
            .bind(micros(until))
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(done == 1)
    }
}

impl Store {
    /// The newest complete look at a mailbox.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn last_completed_look(&self, mailbox: &str) -> Result<Option<Look>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, began_at, completed_at from look
             where mailbox = $1 and completed_at is not null order by id desc limit 1")
            .bind(mailbox)
            .fetch_optional(pool)
            .await)?)
    }

    /// How a campaign was closed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn closing(&self, campaign: &str) -> Result<Option<Closing>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select closed_at, closed_by, detail from closing where campaign = $1")
            .bind(campaign)
            .fetch_optional(pool)
            .await)?)
    }

    /// The scoring of a campaign of one kind.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn scoring(&self, campaign: &str, kind: &str) -> Result<Option<Scoring>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select input_digest, result, scored_at, scored_by from scoring
             where campaign = $1 and kind = $2")
            .bind(campaign)
            .bind(kind)
            .fetch_optional(pool)
            .await)?)
    }

    /// Takes or renews the sole right to do something until a moment. False
    /// when another has it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_lease(
        &self,
        name: &str,
        owner: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.begin(&Actor::System, now).await?;
        let ours = tx.lease(name, owner, until).await?;
        tx.commit().await?;
        Ok(ours)
    }

    /// Who took that right last, and has not given it back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lease_owner(&self, name: &str) -> Result<Option<String>> {
        Ok(
            on!(self, pool => sqlx::query_scalar("select owner from lease where name = $1")
            .bind(name)
            .fetch_optional(pool)
            .await)?,
        )
    }

    /// Gives that right back, if it is ours, so that the next need not wait.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_lease(&self, name: &str, owner: &str, now: Timestamp) -> Result<()> {
        let mut tx = self.begin(&Actor::System, now).await?;
        on_tx!(tx, c => sqlx::query("delete from lease where name = $1 and owner = $2")
            .bind(name)
            .bind(owner)
            .execute(c)
            .await
            .map(drop))?;
        tx.commit().await
    }
}
