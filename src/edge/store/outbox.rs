//! Letters we owe: written with the decision, sent from here, once.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::json;
use sqlx::FromRow;

use super::{
    Actor, Link, MailId, Pools, Result, Store, StoreError, Tx,
    columns::{At, Word, micros, moment},
};
use crate::{address::Address, text};

/// The number of a letter in this ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct LetterId(pub i64);

/// A letter to owe.
#[derive(Debug, Clone, Copy)]
pub struct NewLetter<'a> {
    /// What makes it the same letter: it is owed once, however often decided.
    pub key: &'a str,
    /// The mail it answers.
    pub mail: Option<MailId>,
    /// What kind of letter.
    pub kind: &'a str,
    /// Who gets it.
    pub recipient: &'a Address,
    /// Its Message-ID, fixed before the first try.
    pub message_id: &'a str,
    /// Its subject line, for lists.
    pub subject: &'a str,
    /// The letter itself, sent as it stands.
    pub bytes: &'a [u8],
    /// Not before.
    pub due_at: Timestamp,
}

/// A letter that is ours to send until the lease ends.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ClaimedLetter {
    /// Its number.
    pub id: LetterId,
    /// Which try this is, from 1. Whoever reports a try names it, and is
    /// refused when another has begun since.
    #[sqlx(rename = "attempts")]
    pub attempt: i64,
    /// What makes it the same letter.
    pub key: String,
    /// The mail it answers.
    pub mail: Option<MailId>,
    /// What kind of letter.
    pub kind: String,
    /// Who gets it.
    #[sqlx(try_from = "Word")]
    pub recipient: Address,
    /// Its Message-ID.
    pub message_id: String,
    /// When it was first owed.
    #[sqlx(try_from = "At")]
    pub created_at: Timestamp,
    /// The letter itself.
    #[sqlx(default)]
    pub bytes: Vec<u8>,
}

/// What the outbox holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Owed {
    /// Letters still to be sent.
    pub waiting: i64,
    /// Letters given up: a person must look.
    pub failed: i64,
    /// Since when the oldest letter waits.
    pub oldest: Option<Timestamp>,
}

impl Tx {
    /// Owes a letter. False when a letter with this key was owed before: then
    /// nothing is done.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn owe(&mut self, new: &NewLetter<'_>) -> Result<bool> {
        let now = self.now();
        let id: Option<LetterId> = on_tx!(self, c => sqlx::query_scalar(
            "insert into letter (key, mail, kind, recipient, message_id, subject, created_at, due_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (key) do nothing returning id")
            .bind(new.key)
            .bind(new.mail)
            .bind(new.kind)
            .bind(new.recipient.as_str())
            .bind(new.message_id)
            .bind(text::one_line(new.subject, 200))
            .bind(now)
            .bind(micros(new.due_at))
            .fetch_optional(c)
            .await)?;
        let Some(id) = id else { return Ok(false) };
        on_tx!(self, c => sqlx::query("insert into letter_raw (letter, bytes) values ($1, $2)")
            .bind(id)
            .bind(new.bytes)
            .execute(c)
            .await
            .map(drop))?;
        self.note(
            "letter.owed",
            about(id, new.mail),
            &json!({ "letter": id.0, "key": new.key, "kind": new.kind, "message_id": new.message_id }),
        );
        Ok(true)
    }

    /// The server took the letter, with these words.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the try is no longer the newest.
    pub async fn sent(&mut self, id: LetterId, attempt: i64, smtp_reply: &str) -> Result<()> {
        let (now, reply) = (self.now(), text::one_line(smtp_reply, 500));
        let mail: Option<Option<MailId>> = on_tx!(self, c => sqlx::query_scalar(
            "update letter set sent_at = $3, smtp_reply = $4, due_at = null, claimed_by = null
             where id = $1 and attempts = $2 and due_at is not null returning mail")
            .bind(id)
            .bind(attempt)
            .bind(now)
            .bind(&reply)
            .fetch_optional(c)
            .await)?;
        let mail = mail.ok_or_else(|| overtaken(id))?;
        self.note(
            "letter.sent",
            about(id, mail),
            &json!({ "letter": id.0, "attempt": attempt, "smtp_reply": reply }),
        );
        Ok(())
    }

    /// The try failed in a way that may pass; the next is at `due_at`.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the try is no longer the newest.
    pub async fn retry(
        &mut self,
        id: LetterId,
        attempt: i64,
        due_at: Timestamp,
        error: &str,
    ) -> Result<()> {
        let done = on_tx!(self, c => sqlx::query(
            "update letter set due_at = $3, last_error = $4, claimed_by = null
             where id = $1 and attempts = $2 and due_at is not null")
            .bind(id)
            .bind(attempt)
            .bind(micros(due_at))
            .bind(text::one_line(error, 500))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if done == 1 {
            Ok(())
        } else {
            Err(overtaken(id))
        }
    }

    /// The letter cannot be sent: it is given up and shown to a person.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the try is no longer the newest.
    pub async fn fail(&mut self, id: LetterId, attempt: i64, error: &str) -> Result<()> {
        let (now, error) = (self.now(), text::one_line(error, 500));
        let mail: Option<Option<MailId>> = on_tx!(self, c => sqlx::query_scalar(
            "update letter set failed_at = $3, last_error = $4, due_at = null, claimed_by = null
             where id = $1 and attempts = $2 and due_at is not null returning mail")
            .bind(id)
            .bind(attempt)
            .bind(now)
            .bind(&error)
            .fetch_optional(c)
            .await)?;
        let mail = mail.ok_or_else(|| overtaken(id))?;
        self.note(
            "letter.failed",
            about(id, mail),
            &json!({ "letter": id.0, "attempt": attempt, "error": error }),
        );
        Ok(())
    }

    async fn letter_bytes(&mut self, id: LetterId) -> Result<Vec<u8>> {
        Ok(
            on_tx!(self, c => sqlx::query_scalar("select bytes from letter_raw where letter = $1")
            .bind(id)
            .fetch_one(c)
            .await)?,
        )
    }
}

impl Store {
    /// The keys of letters that begin so, sent or not.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn letter_keys(&self, beginning: &str) -> Result<BTreeSet<String>> {
        let keys: Vec<String> = on!(self, pool => sqlx::query_scalar(
            "select key from letter where substr(key, 1, $2) = $1")
            .bind(beginning)
            .bind(i32::try_from(beginning.chars().count()).unwrap_or(i32::MAX))
            .fetch_all(pool)
            .await)?;
        Ok(keys.into_iter().collect())
    }

    /// Takes up to `limit` due letters for `owner` alone, until `lease`: if
    /// nothing is heard of a try by then, it may be tried again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim_letters(
        &self,
        owner: &str,
        now: Timestamp,
        lease: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedLetter>> {
        // An idle outbox is asked all the time and must not wait for a writer.
        if self.next_due().await?.is_none_or(|due| due > now) {
            return Ok(Vec::new());
        }
        let mut tx = self.begin(&Actor::System, now).await?;
        let claim = claim!(
            tx.link,
            "letter",
            "not exists (select 1 from breaker where closed_at is null)",
            "letter.id, attempts, key, mail, kind, recipient, message_id, created_at"
        );
        let mut letters: Vec<ClaimedLetter> = on_tx!(tx, c => sqlx::query_as(claim)
            .bind(micros(now))
            .bind(micros(lease))
            .bind(i64::from(limit))
            .bind(owner)
            .fetch_all(c)
            .await)?;
        letters.sort_by_key(|letter| letter.id);
        for letter in &mut letters {
            letter.bytes = tx.letter_bytes(letter.id).await?;
        }
        tx.commit().await?;
        Ok(letters)
    }

    /// Who has claimed letters and not said what became of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claimers(&self) -> Result<Vec<String>> {
        Ok(on!(self, pool => sqlx::query_scalar(
            "select distinct claimed_by from letter
             where due_at is not null and claimed_by is not null")
            .fetch_all(pool)
            .await)?)
    }

    /// Makes what `owner` has claimed due again, and says how many letters
    /// those are. Only for an owner that is gone: it may have handed over the
    /// last of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn release_letters(&self, owner: &str, now: Timestamp) -> Result<u64> {
        let mut tx = self.begin(&Actor::System, now).await?;
        let released = on_tx!(tx, c => sqlx::query(
            "update letter set due_at = $2, claimed_by = null
             where due_at is not null and claimed_by = $1")
            .bind(owner)
            .bind(micros(now))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(released)
    }

    /// When the next letter is due; none when none is owed, or the breaker is
    /// open and none is sent.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn next_due(&self) -> Result<Option<Timestamp>> {
        let due: Option<i64> = on!(self, pool => sqlx::query_scalar(
            "select min(due_at) from letter where due_at is not null
             and not exists (select 1 from breaker where closed_at is null)")
            .fetch_one(pool)
            .await)?;
        due.map(moment).transpose()
    }

    /// What the outbox holds.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn owed(&self) -> Result<Owed> {
        let (waiting, failed, oldest): (i64, i64, Option<i64>) = on!(self, pool => sqlx::query_as(
            "select (select count(*) from letter where due_at is not null),
                    (select count(*) from letter where failed_at is not null),
                    (select min(created_at) from letter where due_at is not null)")
            .fetch_one(pool)
            .await)?;
        Ok(Owed {
            waiting,
            failed,
            oldest: oldest.map(moment).transpose()?,
        })
    }
}

/// The subject of an audit row: the mail, so that its page shows its letters.
pub(super) fn about(id: LetterId, mail: Option<MailId>) -> String {
    mail.map_or_else(|| format!("letter/{}", id.0), |mail| mail.to_string())
}

fn overtaken(id: LetterId) -> StoreError {
    StoreError::Conflict(format!("another try at letter/{} has begun or ended", id.0))
}
