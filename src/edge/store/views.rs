//! What pages and tables show: lists, the units, the state of the office.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::FromRow;

use super::{
    Breaker, LayoutCounts, Link, MailId, Owed, Result, Store,
    columns::{At, MaybeAt, MaybeWord, micros},
    layouts::LAYOUT_COUNTS,
    submissions::newest,
};
use crate::{address::Address, verdict::Verdict};

/// Which mails a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shown {
    /// All of them.
    #[default]
    All,
    /// Those without a verdict.
    Unsettled,
    /// Those with this verdict in force.
    With(Verdict),
}

impl Shown {
    /// The word in lists; empty for all.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Unsettled => "unsettled",
            Self::With(verdict) => verdict.as_str(),
        }
    }
}

/// Which mails, and which page of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct MailFilter<'a> {
    /// By verdict.
    pub shown: Shown,
    /// By unit.
    pub unit: Option<&'a str>,
    /// Words that must be there; marks do not matter.
    pub search: &'a str,
    /// How many newer ones to leave out.
    pub offset: u32,
    /// How many at most.
    pub limit: u32,
}

/// One mail in a list, with the verdict in force.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct MailLine {
    /// Its number.
    pub id: MailId,
    /// When the server received it.
    #[sqlx(try_from = "At")]
    pub received_at: Timestamp,
    /// Its size.
    pub size: i64,
    /// How many verdicts it has had; 0 is none yet.
    pub revision: i64,
    /// How often settling it was begun.
    pub attempts: i64,
    /// What it waits for.
    pub waiting_for: Option<String>,
    /// The verdict in force.
    #[sqlx(try_from = "MaybeWord")]
    pub verdict: Option<Verdict>,
    /// The kind of answer.
    pub reply: Option<String>,
    /// The unit that sent it.
    pub unit: Option<String>,
    /// The number of the answer.
    pub number: Option<String>,
    /// Whom it claims to be from.
    #[sqlx(try_from = "MaybeWord")]
    pub sender: Option<Address>,
    /// Its subject line.
    pub subject: Option<String>,
    /// What proved the sender.
    pub proof: Option<String>,
    /// The moment that counts.
    #[sqlx(try_from = "MaybeAt")]
    pub moment: Option<Timestamp>,
    /// Reason codes.
    #[sqlx(try_from = "MaybeWord")]
    pub reasons: Vec<String>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailList {
    /// How many there are on all pages.
    pub total: i64,
    /// How many there would be of each verdict, by its word.
    pub counts: BTreeMap<String, i64>,
    /// Those of this page, newest first.
    pub lines: Vec<MailLine>,
}

/// The newest report of a unit that is on time, or late.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Report {
    /// The mail it came in.
    pub mail: MailId,
    /// The number of its receipt.
    pub number: String,
    /// Which version it is.
    pub version: i64,
    /// The moment that counts.
    #[sqlx(try_from = "At")]
    pub moment: Timestamp,
}

/// The newest rejection of a unit.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Rejection {
    /// The mail.
    pub mail: MailId,
    /// The moment that counts.
    #[sqlx(try_from = "At")]
    pub moment: Timestamp,
    /// Reason codes.
    #[sqlx(try_from = "MaybeWord")]
    pub reasons: Vec<String>,
}

/// Where a unit stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitState {
    /// The report in force: the newest that is on time.
    pub in_force: Option<Report>,
    /// The newest that is late.
    pub late: Option<Report>,
    /// The newest rejection.
    pub rejection: Option<Rejection>,
}

/// When a mailbox was last looked through to the end.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct MailboxLook {
    /// The mailbox.
    pub mailbox: String,
    /// When the look began.
    #[sqlx(try_from = "At")]
    pub began_at: Timestamp,
    /// When it was complete.
    #[sqlx(try_from = "At")]
    pub completed_at: Timestamp,
}

/// The state of the office in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Mails kept.
    pub mails: i64,
    /// Mails without a verdict.
    pub unsettled: i64,
    /// Of these, those that wait for a later moment.
    pub waiting: i64,
    /// Mails held for a person.
    pub held: i64,
    /// Rows of the audit chain.
    pub audit_rows: i64,
    /// The outbox.
    pub letters: Owed,
    /// Why nothing is sent, if so.
    pub breaker: Option<Breaker>,
    /// The newest complete look at each mailbox.
    pub looks: Vec<MailboxLook>,
    /// How our own servers mark mail.
    pub layouts: LayoutCounts,
}

/// The columns of a [`MailLine`].
pub(super) const ONE_MAIL: &str =
    "select m.id, m.received_at, m.size, m.revision, m.attempts, m.waiting_for, v.verdict,
         v.reply, v.unit, v.number, v.sender, v.subject, v.proof, v.moment, v.reasons
     from mail m left join verdict v on v.mail = m.id and v.revision = m.revision
     where m.id = $1";

impl Store {
    /// Where each unit stands that was heard of since a moment; a unit that is
    /// not here was never heard of.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unit_states(
        &self,
        campaign: &str,
        since: Timestamp,
    ) -> Result<BTreeMap<String, UnitState>> {
        let mut snapshot = self.snapshot().await?;
        let reports: Vec<UnitRow<Report>> = on_tx!(snapshot, c => sqlx::query_as(concat!(
            "select s.unit, s.punctuality, s.mail, s.number, s.version, s.moment from ",
            newest!("1 = 1")))
            .bind(campaign)
            .fetch_all(c)
            .await)?;
        let rejections: Vec<UnitRow<Rejection>> = on_tx!(snapshot, c => sqlx::query_as(
            "select l.unit, l.verdict as punctuality, l.mail, l.moment, l.reasons
             from (select unit, max(moment) as moment from listed
                   where verdict = $1 and unit is not null and moment >= $2 group by unit) newest
             join listed l on l.verdict = $1 and l.unit = newest.unit
                 and l.moment = newest.moment
             order by l.mail")
            .bind(Verdict::Rejected.as_str())
            .bind(micros(since))
            .fetch_all(c)
            .await)?;
        let mut states: BTreeMap<String, UnitState> = BTreeMap::new();
        for row in reports {
            let state = states.entry(row.unit).or_default();
            if row.punctuality == "late" {
                state.late = Some(row.newest);
            } else {
                state.in_force = Some(row.newest);
            }
        }
        for row in rejections {
            states.entry(row.unit).or_default().rejection = Some(row.newest);
        }
        Ok(states)
    }

    /// The state of the office in numbers.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn health(&self, now: Timestamp) -> Result<Health> {
        let (letters, breaker) = (self.owed().await?, self.breaker().await?);
        let mut snapshot = self.snapshot().await?;
        let (mails, unsettled, waiting, held, audit_rows) = on_tx!(snapshot, c => sqlx::query_as(
                "select (select count(*) from listed),
                    (select count(*) from mail where revision = 0),
                    (select count(*) from mail where revision = 0 and due_at > $1),
                    (select count(*) from listed where verdict = $2),
                    (select seq from audit_head where id = 1)")
                .bind(micros(now))
                .bind(Verdict::Held.as_str())
                .fetch_one(c)
                .await)?;
        let looks = on_tx!(snapshot, c => sqlx::query_as(
            "select mailbox, max(began_at) as began_at, max(completed_at) as completed_at
             from look where completed_at is not null group by mailbox order by mailbox")
            .fetch_all(c)
            .await)?;
        let layouts = on_tx!(snapshot, c => sqlx::query_as(LAYOUT_COUNTS).fetch_one(c).await)?;
        Ok(Health {
            mails,
            unsettled,
            waiting,
            held,
            audit_rows,
            letters,
            breaker,
            looks,
            layouts,
        })
    }
}

/// Something of a unit, by what it is the newest of.
#[derive(FromRow)]
struct UnitRow<T> {
    unit: String,
    punctuality: String,
    #[sqlx(flatten)]
    newest: T,
}
