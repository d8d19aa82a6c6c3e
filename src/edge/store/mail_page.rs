//! Everything there is about one mail.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::FromRow;

use super::{
    AuditRow, LetterId, Link, MailId, Pools, Result, Store, StoreError,
    columns::{At, MaybeAt, MaybeWord, Word, digest},
    views::{MailLine, ONE_MAIL},
};
use crate::{address::Address, digest::Digest, verdict::Verdict};

/// A mail with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailPage {
    /// The mail and the verdict in force.
    pub mail: MailLine,
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// Every verdict it has had, oldest first.
    pub verdicts: Vec<VerdictRow>,
    /// Its parts.
    pub attachments: Vec<AttachmentRow>,
    /// The letters that answer it.
    pub letters: Vec<LetterLine>,
    /// Where it was seen.
    pub places: Vec<PlaceRow>,
    /// What was done to it, oldest first.
    pub audit: Vec<AuditRow>,
}

/// A verdict as it was given.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct VerdictRow {
    /// Which verdict on this mail it is, from 1.
    pub revision: i64,
    /// The decision.
    #[sqlx(try_from = "Word")]
    pub verdict: Verdict,
    /// The kind of answer.
    pub reply: String,
    /// The unit that sent it.
    pub unit: Option<String>,
    /// The number of the answer.
    pub number: Option<String>,
    /// What proved the sender.
    pub proof: String,
    /// The moment that counts.
    #[sqlx(try_from = "At")]
    pub moment: Timestamp,
    /// Reason codes.
    #[sqlx(try_from = "MaybeWord")]
    pub reasons: Vec<String>,
    /// The whole evidence.
    #[sqlx(try_from = "Word")]
    pub judgement: Value,
    /// When it was decided.
    #[sqlx(try_from = "At")]
    pub decided_at: Timestamp,
    /// By whom.
    pub decided_by: String,
}

/// A part of a mail.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AttachmentRow {
    /// Which part.
    pub n: i64,
    /// Its file name.
    pub name: String,
    /// Its declared media type.
    pub media_type: String,
    /// Its decoded size.
    pub size: i64,
    /// SHA-256 of its decoded bytes.
    #[sqlx(try_from = "Word")]
    pub digest: Digest,
    /// What became of it.
    pub fate: String,
}

/// A letter in a list.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct LetterLine {
    /// Its number.
    pub id: LetterId,
    /// The mail it answers.
    pub mail: Option<MailId>,
    /// What kind of letter.
    pub kind: String,
    /// Who gets it.
    #[sqlx(try_from = "Word")]
    pub recipient: Address,
    /// Its Message-ID.
    pub message_id: String,
    /// Its subject line.
    pub subject: String,
    /// When it was first owed.
    #[sqlx(try_from = "At")]
    pub created_at: Timestamp,
    /// When it is tried next; none when it is sent or given up.
    #[sqlx(try_from = "MaybeAt")]
    pub due_at: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: i64,
    /// When the server took it.
    #[sqlx(try_from = "MaybeAt")]
    pub sent_at: Option<Timestamp>,
    /// When it was given up.
    #[sqlx(try_from = "MaybeAt")]
    pub failed_at: Option<Timestamp>,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// What the server said when it took it.
    pub smtp_reply: Option<String>,
    /// When a server gave it back.
    #[sqlx(try_from = "MaybeAt")]
    pub bounced_at: Option<Timestamp>,
    /// Why.
    pub bounce: Option<String>,
}

/// A place where a mail was seen.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PlaceRow {
    /// The mailbox, or `file:` and a name.
    pub mailbox: String,
    /// Its UIDVALIDITY.
    pub uidvalidity: i64,
    /// The UID in it.
    pub uid: i64,
    /// When the server received it there.
    #[sqlx(try_from = "At")]
    pub received_at: Timestamp,
    /// When it was first seen there.
    #[sqlx(try_from = "At")]
    pub seen_at: Timestamp,
    /// The verdict under which it was filed.
    #[sqlx(try_from = "MaybeWord")]
    pub filed_as: Option<Verdict>,
}

macro_rules! letter_line {
    ($rest:literal) => {
        concat!(
            "select id, mail, kind, recipient, message_id, subject, created_at, due_at, attempts,
                 sent_at, failed_at, last_error, smtp_reply, bounced_at, bounce from letter ",
            $rest
        )
    };
}

/// All rows of one mail.
macro_rules! of_mail {
    ($snapshot:expr, $key:expr, $sql:expr) => {
        on_tx!($snapshot, c => sqlx::query_as($sql).bind($key).fetch_all(c).await)?
    };
}

impl Store {
    /// One mail with its history; none when there is no such mail.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mail(&self, id: MailId) -> Result<Option<MailPage>> {
        let mut open = self.snapshot().await?;
        let mail: Option<MailLine> =
            on_tx!(open, c => sqlx::query_as(ONE_MAIL).bind(id).fetch_optional(c).await)?;
        let Some(mail) = mail else { return Ok(None) };
        let hex: String = on_tx!(open, c => sqlx::query_scalar("select digest from mail where id = $1")
            .bind(id)
            .fetch_one(c)
            .await)?;
        let verdicts = of_mail!(
            open,
            id,
            "select revision, verdict, reply, unit, number, proof, moment, reasons, judgement,
                 decided_at, decided_by from verdict where mail = $1 order by revision"
        );
        let attachments = of_mail!(
            open,
            id,
            "select n, name, media_type, size, digest, fate from attachment
             where mail = $1 order by n"
        );
        let letters = of_mail!(open, id, letter_line!("where mail = $1 order by id"));
        let places = of_mail!(
            open,
            id,
            "select mailbox, uidvalidity, uid, received_at, seen_at, filed_as from place
             where mail = $1 order by seen_at, mailbox, uidvalidity, uid"
        );
        let audit = of_mail!(
            open,
            id.to_string(),
            "select seq, at, actor, action, subject, detail, prev_hash, hash from audit
             where subject = $1 order by seq"
        );
        Ok(Some(MailPage {
            mail,
            digest: digest(&hex)?,
            verdicts,
            attachments,
            letters,
            places,
            audit,
        }))
    }

    /// One mail as lists show it; none when there is no such mail.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn line(&self, id: MailId) -> Result<Option<MailLine>> {
        Ok(on!(self, pool => sqlx::query_as(ONE_MAIL)
            .bind(id)
            .fetch_optional(pool)
            .await)?)
    }

    /// Letters given up, newest first: a person must look.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn failed_letters(&self, limit: u32) -> Result<Vec<LetterLine>> {
        Ok(on!(self, pool => sqlx::query_as(letter_line!(
            "where failed_at is not null order by failed_at desc, id desc limit $1"))
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?)
    }

    /// The letter itself, as it is sent.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such letter.
    pub async fn letter_raw(&self, id: LetterId) -> Result<Vec<u8>> {
        let bytes: Option<Vec<u8>> = on!(self, pool => sqlx::query_scalar(
            "select bytes from letter_raw where letter = $1")
            .bind(id)
            .fetch_optional(pool)
            .await)?;
        bytes.ok_or_else(|| StoreError::Conflict(format!("letter/{} is not here", id.0)))
    }
}
