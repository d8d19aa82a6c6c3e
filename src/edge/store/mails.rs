//! Mails as they came: the bytes, where they were seen, and what waits.

use std::fmt;

use jiff::Timestamp;
use serde_json::json;
use sqlx::FromRow;

use super::{
    Link, Pools, Result, Store, StoreError, Tx,
    columns::{At, Word, micros},
};
use crate::{digest::Digest, text};

/// The number of a mail in this ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct MailId(pub i64);

impl fmt::Display for MailId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mail/{}", self.0)
    }
}

/// Where some bytes were seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// In a mailbox of the server.
    Imap {
        /// The mailbox.
        mailbox: &'a str,
        /// Its UIDVALIDITY.
        uidvalidity: u32,
        /// The UID in it.
        uid: u32,
    },
    /// In a file on this machine.
    File(&'a str),
}

impl Source<'_> {
    /// The three columns of a place. A file is a mailbox of its own that no
    /// server has, so that all places of a mail stand in one table.
    fn columns(self) -> (String, i64, i64) {
        match self {
            Self::Imap {
                mailbox,
                uidvalidity,
                uid,
            } => (mailbox.to_owned(), uidvalidity.into(), uid.into()),
            Self::File(name) => (format!("file:{name}"), 0, 0),
        }
    }
}

/// A mail to keep.
#[derive(Debug, Clone, Copy)]
pub struct NewMail<'a> {
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// The bytes as the server holds them.
    pub bytes: &'a [u8],
    /// INTERNALDATE: when the server received it.
    pub received_at: Timestamp,
    /// Where it was seen.
    pub source: Source<'a>,
}

/// What became of a mail that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub mail: MailId,
    /// Whether these bytes had never been seen before.
    pub new: bool,
}

/// A mail that has no verdict yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Unsettled {
    /// Its number.
    #[sqlx(rename = "id")]
    pub mail: MailId,
    /// SHA-256 of its bytes.
    #[sqlx(try_from = "Word")]
    pub digest: Digest,
    /// How many those are.
    #[sqlx(try_from = "i64")]
    pub size: u64,
    /// When the server received it, where it was seen first.
    #[sqlx(try_from = "At")]
    pub received_at: Timestamp,
    /// When it became ours.
    #[sqlx(try_from = "At")]
    pub kept_at: Timestamp,
    /// How often settling it was begun.
    pub attempts: i64,
}

impl Tx {
    /// Keeps mails: from the commit on they are ours. The same bytes at
    /// another place are the same mail with one place more; a place already
    /// known is left as it is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep(&mut self, mails: &[NewMail<'_>]) -> Result<Vec<Kept>> {
        let mut kept = Vec::with_capacity(mails.len());
        for mail in mails {
            kept.push(self.keep_one(mail).await?);
        }
        Ok(kept)
    }

    async fn keep_one(&mut self, mail: &NewMail<'_>) -> Result<Kept> {
        let (digest, now) = (mail.digest.to_string(), self.now());
        let size = i64::try_from(mail.bytes.len()).unwrap_or(i64::MAX);
        let id: Option<MailId> = on_tx!(self, c => sqlx::query_scalar(
            "insert into mail (digest, size, received_at, kept_at, due_at)
             values ($1, $2, $3, $4, $4) on conflict (digest) do nothing returning id")
            .bind(&digest)
            .bind(size)
            .bind(micros(mail.received_at))
            .bind(now)
            .fetch_optional(c)
            .await)?;
        let kept = if let Some(id) = id {
            self.write_raw(id, mail.bytes).await?;
            self.list(id, micros(mail.received_at)).await?;
            self.note(
                "mail.kept",
                id,
                &json!({ "digest": digest, "size": size, "received_at": mail.received_at.to_string() }),
            );
            Kept {
                mail: id,
                new: true,
            }
        } else {
            let id = on_tx!(self, c => sqlx::query_scalar("select id from mail where digest = $1")
                .bind(&digest)
                .fetch_one(c)
                .await)?;
            Kept {
                mail: id,
                new: false,
            }
        };
        self.see_at(kept.mail, mail).await?;
        Ok(kept)
    }

    async fn write_raw(&mut self, mail: MailId, bytes: &[u8]) -> Result<()> {
        on_tx!(self, c => sqlx::query("insert into mail_raw (mail, bytes) values ($1, $2)")
            .bind(mail)
            .bind(bytes)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    async fn see_at(&mut self, id: MailId, mail: &NewMail<'_>) -> Result<()> {
        let (mailbox, uidvalidity, uid) = mail.source.columns();
        let now = self.now();
        on_tx!(self, c => sqlx::query(
            "insert into place (mailbox, uidvalidity, uid, mail, received_at, seen_at)
             values ($1, $2, $3, $4, $5, $6)
             on conflict (mailbox, uidvalidity, uid) do update
             set mail = excluded.mail, received_at = excluded.received_at,
                 seen_at = excluded.seen_at, filed_as = null, filed_at = null")
            .bind(mailbox)
            .bind(uidvalidity)
            .bind(uid)
            .bind(id)
            .bind(micros(mail.received_at))
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Counts one more try at settling a mail and says which it is. Commit it
    /// before the try: a mail that kills the daemon must have been counted.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the mail is settled or not ours.
    pub async fn begin_attempt(&mut self, mail: MailId) -> Result<i64> {
        let attempts: Option<i64> = on_tx!(self, c => sqlx::query_scalar(
            "update mail set attempts = attempts + 1 where id = $1 and revision = 0
             returning attempts")
            .bind(mail)
            .fetch_optional(c)
            .await)?;
        attempts.ok_or_else(|| StoreError::Conflict(format!("{mail} is not waiting")))
    }

    /// Leaves a mail until `due_at`, because of something that may pass.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the mail is settled or not ours.
    pub async fn defer(&mut self, mail: MailId, due_at: Timestamp, why: &str) -> Result<()> {
        let done = on_tx!(self, c => sqlx::query(
            "update mail set due_at = $2, waiting_for = $3 where id = $1 and revision = 0")
            .bind(mail)
            .bind(micros(due_at))
            .bind(text::one_line(why, 500))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if done == 1 {
            Ok(())
        } else {
            Err(StoreError::Conflict(format!("{mail} is not waiting")))
        }
    }
}

impl Store {
    /// The bytes of a mail, checked against its digest.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when they are not what was kept, and
    /// [`StoreError::Conflict`] when there is no such mail.
    pub async fn raw(&self, mail: MailId) -> Result<Vec<u8>> {
        let row: Option<(String, Vec<u8>)> = on!(self, pool => sqlx::query_as(
            "select mail.digest, mail_raw.bytes from mail
             join mail_raw on mail_raw.mail = mail.id where mail.id = $1")
            .bind(mail)
            .fetch_optional(pool)
            .await)?;
        let (digest, bytes) =
            row.ok_or_else(|| StoreError::Conflict(format!("{mail} is not here")))?;
        if Digest::of(&bytes).to_string() == digest {
            Ok(bytes)
        } else {
            Err(StoreError::Corrupt(format!("the bytes of {mail} changed")))
        }
    }

    /// The mail with these bytes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_mail(&self, digest: Digest) -> Result<Option<MailId>> {
        Ok(
            on!(self, pool => sqlx::query_scalar("select id from mail where digest = $1")
            .bind(digest.to_string())
            .fetch_optional(pool)
            .await)?,
        )
    }

    /// The mails that wait for a verdict and may be tried now, in the order in
    /// which they came.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unsettled(&self, now: Timestamp, limit: u32) -> Result<Vec<Unsettled>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, digest, size, received_at, kept_at, attempts from mail
             where revision = 0 and due_at <= $1 order by received_at, id limit $2")
            .bind(micros(now))
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?)
    }

    /// When the next waiting mail may be tried; none when none waits.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn next_unsettled(&self) -> Result<Option<Timestamp>> {
        let due: Option<i64> = on!(self, pool => sqlx::query_scalar(
            "select min(due_at) from mail where revision = 0")
            .fetch_one(pool)
            .await)?;
        due.map(super::columns::moment).transpose()
    }

    /// The mails without a verdict that were ours by a moment, in the order in
    /// which they came, whenever they may be tried.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unsettled_by(&self, kept_by: Timestamp, limit: u32) -> Result<Vec<MailId>> {
        Ok(on!(self, pool => sqlx::query_scalar(
            "select id from mail where revision = 0 and kept_at <= $1
             order by received_at, id limit $2")
            .bind(micros(kept_by))
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?)
    }
}
