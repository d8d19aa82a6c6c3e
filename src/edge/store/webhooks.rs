//! Programs of others that want to be told, and what they are owed.

use jiff::Timestamp;
use serde_json::json;
use sqlx::FromRow;

use super::{
    Actor, Link, Pools, Result, Store, StoreError, Tx,
    columns::{At, MaybeAt, micros, moment},
};
use crate::{text, webhook::Event};

/// A program to tell.
#[derive(Clone, Copy)]
pub struct NewWebhook<'a> {
    /// What people call it.
    pub name: &'a str,
    /// Where it listens.
    pub url: &'a str,
    /// What it wants to know, names with spaces between them.
    pub events: &'a str,
    /// What it knows us by.
    pub secret: &'a str,
}

/// A program that is told. It has no `Debug`, because of its secret.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Webhook {
    /// Its number.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// Where it listens.
    pub url: String,
    /// What it wants to know.
    pub events: String,
    /// When it was made.
    #[sqlx(try_from = "At")]
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: String,
    /// Until when the secret before this one signs too.
    #[sqlx(try_from = "MaybeAt")]
    pub old_until: Option<Timestamp>,
    /// Since when it is told nothing.
    #[sqlx(try_from = "MaybeAt")]
    pub disabled_at: Option<Timestamp>,
    /// Why.
    pub disabled_why: Option<String>,
    /// Events still owed.
    pub owed: i64,
    /// Events given up.
    pub failed: i64,
}

/// An event on its way to a program. It has no `Debug`, because of the secret.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct ClaimedDelivery {
    /// Its number.
    pub id: i64,
    /// The program's number.
    pub webhook: i64,
    /// Names the event.
    pub key: String,
    /// The event.
    pub body: String,
    /// Which try it is, from 1.
    pub attempts: i64,
    /// Since when it is owed.
    #[sqlx(try_from = "At")]
    pub created_at: Timestamp,
    /// Where.
    pub url: String,
    /// What it is signed with.
    pub secret: String,
    /// What it is signed with besides.
    pub old_secret: Option<String>,
}

/// What became of an event, for the log of deliveries.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DeliveryLine {
    /// Its number.
    pub id: i64,
    /// What happened.
    pub event: String,
    /// Names the event.
    pub key: String,
    /// What is sent.
    pub body: String,
    /// Since when it is owed.
    #[sqlx(try_from = "At")]
    pub created_at: Timestamp,
    /// When it is tried next.
    #[sqlx(try_from = "MaybeAt")]
    pub due_at: Option<Timestamp>,
    /// Tries so far.
    pub attempts: i64,
    /// The last of them.
    #[sqlx(try_from = "MaybeAt")]
    pub tried_at: Option<Timestamp>,
    /// When it was taken.
    #[sqlx(try_from = "MaybeAt")]
    pub delivered_at: Option<Timestamp>,
    /// When it was given up.
    #[sqlx(try_from = "MaybeAt")]
    pub failed_at: Option<Timestamp>,
    /// The last answer.
    pub status: Option<i64>,
    /// Why there was none.
    pub last_error: Option<String>,
}

/// How a try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried<'t> {
    /// Status of the answer, if there was one.
    pub status: Option<u16>,
    /// What went wrong.
    pub error: Option<&'t str>,
    /// When to try again; none: it was taken, or is given up.
    pub again: Option<Timestamp>,
}

impl Tx {
    /// Owes an event to every program that wants to know of it; there may be
    /// none. It is part of the decision that it tells of.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn owe_event(&mut self, event: &Event) -> Result<()> {
        let (now, body) = (self.now(), event.body(self.now));
        touched!(
            self,
            "insert into delivery (key, webhook, event, body, created_at, due_at)
             select $1, id, $2, $3, $4, $4 from webhook
             where disabled_at is null and (' ' || events || ' ') like ('% ' || $2 || ' %')
             on conflict (webhook, key) do nothing",
            event.key(),
            event.kind.as_str(),
            body,
            now
        );
        Ok(())
    }

    /// Adds a program to tell.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn add_webhook(&mut self, new: &NewWebhook<'_>) -> Result<i64> {
        let (now, by) = (self.now(), self.actor.to_string());
        let id = on_tx!(self, c => sqlx::query_scalar(
            "insert into webhook (name, url, events, secret, created_at, created_by)
             values ($1, $2, $3, $4, $5, $6) returning id")
            .bind(text::one_line(new.name, 100))
            .bind(new.url)
            .bind(new.events)
            .bind(new.secret)
            .bind(now)
            .bind(by)
            .fetch_one(c)
            .await)?;
        let detail = json!({ "name": new.name, "url": new.url, "events": new.events });
        self.note("webhook.added", about(id), &detail);
        Ok(id)
    }

    /// Gives a program another secret; the old one signs beside it until then.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such program.
    pub async fn rotate_webhook(&mut self, id: i64, secret: &str, until: Timestamp) -> Result<()> {
        let done = touched!(
            self,
            "update webhook set old_secret = secret, secret = $2, old_until = $3 where id = $1",
            id,
            secret,
            micros(until)
        );
        known(id, done)?;
        let detail = json!({ "old_until": until.to_string() });
        self.note("webhook.rotated", about(id), &detail);
        Ok(())
    }

    /// Tells a program nothing more; what it is owed is given up.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such program.
    pub async fn disable_webhook(&mut self, id: i64, why: &str) -> Result<()> {
        let now = self.now();
        let done = touched!(
            self,
            "update webhook set disabled_at = $2, disabled_why = $3 where id = $1",
            id,
            now,
            why
        );
        known(id, done)?;
        touched!(
            self,
            "update delivery set due_at = null, claimed_by = null, failed_at = $2
             where webhook = $1 and due_at is not null",
            id,
            now
        );
        self.note("webhook.disabled", about(id), &json!({ "why": why }));
        Ok(())
    }

    /// Tells it again from now on.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such program.
    pub async fn enable_webhook(&mut self, id: i64) -> Result<()> {
        let done = touched!(
            self,
            "update webhook set disabled_at = null, disabled_why = null where id = $1",
            id
        );
        known(id, done)?;
        self.note("webhook.enabled", about(id), &json!({}));
        Ok(())
    }

    /// Sends an event once more, whatever became of it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the program has no such event or is told
    /// nothing.
    pub async fn resend(&mut self, webhook: i64, delivery: i64) -> Result<()> {
        let now = self.now();
        let done = touched!(
            self,
            "update delivery set due_at = $3, attempts = 0, claimed_by = null, created_at = $3,
                 delivered_at = null, failed_at = null
             where id = $2 and webhook = $1
                 and exists (select 1 from webhook where id = $1 and disabled_at is null)",
            webhook,
            delivery,
            now
        );
        known(webhook, done)?;
        let detail = json!({ "delivery": delivery });
        self.note("webhook.resent", about(webhook), &detail);
        Ok(())
    }

    /// Writes down how a try ended. False when another has begun meanwhile.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tried(&mut self, claimed: &ClaimedDelivery, tried: &Tried<'_>) -> Result<bool> {
        let now = self.now();
        let taken = tried.error.is_none();
        let delivered = taken.then_some(now);
        let failed = (!taken && tried.again.is_none()).then_some(now);
        let error = tried.error.map(|error| text::one_line(error, 300));
        let done = touched!(
            self,
            "update delivery set tried_at = $3, status = $4, last_error = $5, due_at = $6,
                 delivered_at = $7, failed_at = $8, claimed_by = null
             where id = $1 and attempts = $2 and due_at is not null",
            claimed.id,
            claimed.attempts,
            now,
            tried.status.map(i64::from),
            error.clone(),
            tried.again.map(micros),
            delivered,
            failed
        );
        if done == 1 && failed.is_some() {
            let detail = json!({ "delivery": claimed.id, "error": error });
            self.note("webhook.failed", about(claimed.webhook), &detail);
        }
        Ok(done == 1)
    }
}

impl Store {
    /// All programs that are told, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, name, url, events, created_at, created_by, old_until, disabled_at,
                 disabled_why,
                 (select count(*) from delivery where delivery.webhook = webhook.id
                      and delivery.due_at is not null) as owed,
                 (select count(*) from delivery where delivery.webhook = webhook.id
                      and delivery.failed_at is not null) as failed
             from webhook order by name, id")
            .fetch_all(pool)
            .await)?)
    }

    /// What a program was told and is owed, the newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn deliveries(&self, webhook: i64, limit: u32) -> Result<Vec<DeliveryLine>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, event, key, body, created_at, due_at, attempts, tried_at, delivered_at,
                 failed_at, status, last_error
             from delivery where webhook = $1 order by id desc limit $2")
            .bind(webhook)
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?)
    }

    /// When the next event is due.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn next_delivery(&self) -> Result<Option<Timestamp>> {
        let due: Option<i64> = on!(self, pool => sqlx::query_scalar(
            "select min(due_at) from delivery where due_at is not null")
            .fetch_one(pool)
            .await)?;
        due.map(moment).transpose()
    }

    /// Takes up to `limit` due events for `owner` alone, until `lease`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim_deliveries(
        &self,
        owner: &str,
        now: Timestamp,
        lease: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedDelivery>> {
        // Asked all day long, and it must not wait for a writer.
        if self.next_delivery().await?.is_none_or(|due| due > now) {
            return Ok(Vec::new());
        }
        let mut tx = self.begin(&Actor::System, now).await?;
        let claim = claim!(tx.link, "delivery", "1 = 1", "delivery.id");
        let mut ids: Vec<i64> = on_tx!(tx, c => sqlx::query_scalar(claim)
            .bind(micros(now))
            .bind(micros(lease))
            .bind(i64::from(limit))
            .bind(owner)
            .fetch_all(c)
            .await)?;
        ids.sort_unstable();
        let mut claimed = Vec::new();
        for id in ids {
            claimed.push(on_tx!(tx, c => sqlx::query_as(
                "select delivery.id, delivery.webhook, delivery.key, delivery.body,
                     delivery.attempts, delivery.created_at, webhook.url, webhook.secret,
                     case when webhook.old_until > $2 then webhook.old_secret end as old_secret
                 from delivery join webhook on webhook.id = delivery.webhook
                 where delivery.id = $1")
                .bind(id)
                .bind(micros(now))
                .fetch_one(c)
                .await)?);
        }
        tx.commit().await?;
        Ok(claimed)
    }
}

fn about(id: i64) -> String {
    format!("webhook/{id}")
}

fn known(id: i64, touched: u64) -> Result<()> {
    if touched == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict(format!(
            "webhook/{id} is not there for this"
        )))
    }
}
