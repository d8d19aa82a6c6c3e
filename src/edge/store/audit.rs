//! Who did what, in rows that cannot be changed unseen.
//!
//! What decides something leaves a row: a mail kept, a verdict, a letter owed,
//! sent or given up, a close, a scoring, a change of an account or a session.
//! What only keeps the daemon going does not; [`super`] lists all of it.

use std::fmt;

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use serde_json::Value;
use sqlx::{Database, Encode, FromRow, QueryBuilder, Type};

use super::{
    Link, Pools, Result, Store, StoreError, Tx,
    columns::{At, Word, micros},
};
use crate::digest::Digest;

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The daemon, by its rules.
    System,
    /// A person with an account, by its name.
    Person(String),
    /// A command typed on the machine, by its name.
    Command(String),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("system"),
            Self::Person(name) => write!(f, "person:{name}"),
            Self::Command(name) => write!(f, "command:{name}"),
        }
    }
}

/// One row of the chain.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AuditRow {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When.
    #[sqlx(try_from = "At")]
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What was done, such as `mail.settled`.
    pub action: String,
    /// To what, such as `mail/12`.
    pub subject: String,
    /// The particulars, as JSON text; hashed as it stands.
    pub detail: String,
    /// The hash of the row before.
    #[sqlx(try_from = "Word")]
    pub prev_hash: Digest,
    /// The hash of this row.
    #[sqlx(try_from = "Word")]
    pub hash: Digest,
}

impl AuditRow {
    /// The hash this row should have.
    #[must_use]
    pub fn expected_hash(&self) -> Digest {
        Digest::of_parts(&[
            &self.seq.to_be_bytes(),
            &micros(self.at).to_be_bytes(),
            self.actor.as_bytes(),
            self.action.as_bytes(),
            self.subject.as_bytes(),
            self.detail.as_bytes(),
            self.prev_hash.to_string().as_bytes(),
        ])
    }
}

/// What the chain says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// Every row is as it was written. Whoever can write to the database can
    /// also write a whole new chain: compare the head with one printed earlier.
    Intact {
        /// How many rows.
        rows: i64,
        /// The hash of the last one.
        head: Digest,
    },
    /// The first row that is not.
    Broken {
        /// Its place in the chain.
        seq: i64,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// What is wrong with a row of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is not there, though later ones are.
    Missing,
    /// It, and all after it, were cut off.
    CutOff,
    /// It was put in: the chain ended before it.
    Added,
    /// It does not follow from the row before it.
    Unlinked,
    /// It no longer says what it said.
    Altered,
}

/// What will become a row at commit.
pub(super) struct Entry {
    action: String,
    subject: String,
    detail: String,
}

#[derive(FromRow)]
struct Head {
    seq: i64,
    #[sqlx(try_from = "Word")]
    hash: Digest,
}

const HEAD: &str = "select seq, hash from audit_head where id = 1";
/// One writer of the chain at a time, from here to its commit.
const HEAD_LOCKED: &str = "select seq, hash from audit_head where id = 1 for update";
const ROWS: &str =
    "select seq, at, actor, action, subject, detail, prev_hash, hash from audit order by seq";

/// Eight values a row; a statement of SQLite takes 32,766.
const ROWS_AT_ONCE: usize = 1_000;

impl Tx {
    /// Notes a decision for the audit chain; the methods of this ledger do so
    /// themselves.
    pub fn note(&mut self, action: &str, subject: impl fmt::Display, detail: &Value) {
        self.entries.push(Entry {
            action: action.to_owned(),
            subject: subject.to_string(),
            detail: detail.to_string(),
        });
    }

    /// The head is locked only here, at the end: on PostgreSQL the daemons
    /// work side by side until each has to say what it did.
    pub(super) async fn write_entries(&mut self) -> Result<()> {
        if self.entries.is_empty() {
            return Ok(());
        }
        let head = match &self.link {
            Link::Sqlite(_) => HEAD,
            Link::Postgres(_) => HEAD_LOCKED,
        };
        let head: Option<Head> = on_tx!(self, c => sqlx::query_as(head).fetch_optional(c).await)?;
        let head = head.ok_or_else(|| StoreError::Corrupt("no audit head".to_owned()))?;
        let (rows, head) = self.chain(head);
        // One statement for many rows: others wait for the head meanwhile.
        // The few texts of small groups are worth remembering, the rest not.
        for rows in rows.chunks(ROWS_AT_ONCE) {
            on_tx!(self, c => insert(rows)
                .build()
                .persistent(rows.len() <= 8)
                .execute(c)
                .await
                .map(drop))?;
        }
        on_tx!(self, c => sqlx::query("update audit_head set seq = $1, hash = $2 where id = 1")
            .bind(head.seq)
            .bind(head.hash.to_string())
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The entries as rows that follow the head, and the head they make.
    fn chain(&mut self, mut head: Head) -> (Vec<AuditRow>, Head) {
        let (at, actor) = (self.now, self.actor.to_string());
        let follow = |entry: Entry| {
            let mut row = AuditRow {
                seq: head.seq + 1,
                at,
                actor: actor.clone(),
                action: entry.action,
                subject: entry.subject,
                detail: entry.detail,
                prev_hash: head.hash,
                hash: head.hash,
            };
            row.hash = row.expected_hash();
            head.seq = row.seq;
            head.hash = row.hash;
            row
        };
        let rows = std::mem::take(&mut self.entries).into_iter().map(follow);
        (rows.collect(), head)
    }
}

impl Store {
    /// Reads the whole chain and says whether it is as it was written.
    ///
    /// # Errors
    /// When the database does not answer. A broken chain is no error.
    pub async fn verify(&self) -> Result<Verified> {
        let mut snapshot = self.snapshot().await?;
        let head: Option<Head> =
            on_tx!(snapshot, c => sqlx::query_as(HEAD).fetch_optional(c).await)?;
        let Some(head) = head else {
            let fault = Fault::CutOff;
            return Ok(Verified::Broken { seq: 0, fault });
        };
        let mut last = Head {
            seq: 0,
            hash: beginning()?,
        };
        let broken = on_tx!(snapshot, c => {
            let mut rows = sqlx::query_as::<_, AuditRow>(ROWS).fetch(c);
            let mut broken = None;
            while broken.is_none() {
                broken = match rows.try_next().await {
                    Ok(None) => break,
                    Ok(Some(row)) => follow(&mut last, &head, &row),
                    // What no longer reads as a row was not written by us.
                    Err(sqlx::Error::ColumnDecode { .. }) => Some((last.seq + 1, Fault::Altered)),
                    Err(error) => return Err(error.into()),
                };
            }
            broken
        });
        Ok(match broken {
            Some((seq, fault)) => Verified::Broken { seq, fault },
            None if last.seq < head.seq => Verified::Broken {
                seq: last.seq + 1,
                fault: Fault::CutOff,
            },
            None if last.hash != head.hash => Verified::Broken {
                seq: last.seq,
                fault: Fault::Altered,
            },
            None => Verified::Intact {
                rows: last.seq,
                head: last.hash,
            },
        })
    }

    /// The place of the last row in the chain; 0 while there is none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit_seq(&self) -> Result<i64> {
        let head: Option<Head> = on!(self, pool => sqlx::query_as(HEAD)
            .fetch_optional(pool)
            .await)?;
        Ok(head.map_or(0, |head| head.seq))
    }

    /// Was anything decided after a row that a result is made from: about mails,
    /// about papers, about units?
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_decided_since(&self, seq: i64) -> Result<bool> {
        let rows: i64 = on!(self, pool => sqlx::query_scalar(
            "select count(*) from audit where seq > $1 and (action = 'mail.settled'
                 or action like 'evidence.%' or action like 'registry.%'
                 or action in ('council.verified', 'council.marked', 'council.decided'))")
            .bind(seq)
            .fetch_one(pool)
            .await)?;
        Ok(rows > 0)
    }

    /// Was a unit or its mailbox changed on the office's pages after a moment?
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_registry_changed_since(&self, at: Timestamp) -> Result<bool> {
        let rows: i64 = on!(self, pool => sqlx::query_scalar(
            "select count(*) from audit where at > $1
                 and action in ('registry.unit', 'registry.mailbox')")
            .bind(micros(at))
            .fetch_one(pool)
            .await)?;
        Ok(rows > 0)
    }

    /// The row in which the result of a campaign was scored last; 0 when it never
    /// was.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn last_scored(&self, campaign: &str) -> Result<i64> {
        Ok(on!(self, pool => sqlx::query_scalar(
            "select coalesce(max(seq), 0) from audit where subject = $1
                 and action in ('campaign.scored', 'council.scored')")
            .bind(format!("campaign/{campaign}"))
            .fetch_one(pool)
            .await)?)
    }

    /// Has the council changed or scored anything after a row?
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_worked_on_since(&self, seq: i64) -> Result<bool> {
        let rows: i64 = on!(self, pool => sqlx::query_scalar(
            "select count(*) from audit where seq > $1 and action like 'council.%'")
            .bind(seq)
            .fetch_one(pool)
            .await)?;
        Ok(rows > 0)
    }

    /// The newest rows before `seq` (or the newest of all), newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit_before(&self, seq: Option<i64>, limit: u32) -> Result<Vec<AuditRow>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select seq, at, actor, action, subject, detail, prev_hash, hash
             from audit where seq < $1 order by seq desc limit $2")
            .bind(seq.unwrap_or(i64::MAX))
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?)
    }
}

/// The statement that writes some rows, for either database.
fn insert<DB: Database>(rows: &[AuditRow]) -> QueryBuilder<DB>
where
    for<'q> i64: Encode<'q, DB> + Type<DB>,
    for<'q> String: Encode<'q, DB> + Type<DB>,
{
    let mut insert = QueryBuilder::new(
        "insert into audit (seq, at, actor, action, subject, detail, prev_hash, hash) ",
    );
    insert.push_values(rows, |mut values, row| {
        values
            .push_bind(row.seq)
            .push_bind(micros(row.at))
            .push_bind(row.actor.clone())
            .push_bind(row.action.clone())
            .push_bind(row.subject.clone())
            .push_bind(row.detail.clone())
            .push_bind(row.prev_hash.to_string())
            .push_bind(row.hash.to_string());
    });
    insert
}

/// What the first row follows.
fn beginning() -> Result<Digest> {
    Digest::from_hex(&"0".repeat(64)).ok_or_else(|| StoreError::Corrupt("no zero".to_owned()))
}

/// Takes one row further along the chain, or says what is wrong with it.
fn follow(last: &mut Head, head: &Head, row: &AuditRow) -> Option<(i64, Fault)> {
    let seq = last.seq + 1;
    let fault = if row.seq > seq {
        return Some((seq, Fault::Missing));
    } else if row.seq < seq || row.seq > head.seq {
        Fault::Added
    } else if row.hash != row.expected_hash() {
        Fault::Altered
    } else if row.prev_hash != last.hash {
        Fault::Unlinked
    } else {
        *last = Head {
            seq,
            hash: row.hash,
        };
        return None;
    };
    Some((row.seq, fault))
}
