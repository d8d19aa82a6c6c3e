//! Who was reminded, and what the next reminder has to know.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::FromRow;

use super::{
    Link, MailId, Pools, Result, Store, StoreError, Tx,
    columns::{At, MaybeAt, Word, micros, moment},
    outbox::NewLetter,
};
use crate::{
    address::Address,
    campaign::stages::Stage,
    digest::Digest,
    reminder::{Noted, Reminder},
    verdict::{Reply, Verdict},
};

/// One that was written, with what became of its letter.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Written {
    /// The unit.
    pub unit: String,
    /// The stage.
    pub stage: String,
    /// What the unit had sent.
    pub situation: String,
    /// To whom.
    #[sqlx(try_from = "Word")]
    pub recipient: Address,
    /// Its subject line.
    pub subject: String,
    /// When it was written.
    #[sqlx(try_from = "At")]
    pub at: Timestamp,
    /// By whom.
    pub written_by: String,
    /// When the mail server took it.
    #[sqlx(try_from = "MaybeAt")]
    pub sent_at: Option<Timestamp>,
    /// When it was given up.
    #[sqlx(try_from = "MaybeAt")]
    pub failed_at: Option<Timestamp>,
    /// When it came back.
    #[sqlx(try_from = "MaybeAt")]
    pub bounced_at: Option<Timestamp>,
    /// When it is due, if it still is.
    #[sqlx(try_from = "MaybeAt")]
    pub due_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct NotedRow {
    unit: String,
    stage: String,
    round: i64,
    says: String,
    recipient: String,
    at: i64,
    written: i64,
}

impl Tx {
    /// Writes a reminder with its letter. False when another daemon, or an
    /// earlier run, has written it, or the unit has a report by now: then nothing
    /// is done.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn remind(
        &mut self,
        campaign: &str,
        reminder: &Reminder,
        letter: &NewLetter<'_>,
    ) -> Result<bool> {
        // It locks the unit: a report that is being settled comes first.
        if !self.versions(campaign, &reminder.unit).await?.is_empty() {
            return Ok(false);
        }
        if !self.owe(letter).await? {
            return Ok(false);
        }
        let (now, by) = (self.now(), self.actor.to_string());
        let done = on_tx!(self, c => sqlx::query(
            "insert into reminder (campaign, unit, stage, round, situation, says, recipient,
                 letter, at, written_by)
             select $1, $2, $3, $4, $5, $6, $7, id, $8, $9 from letter where key = $10
             on conflict (campaign, unit, stage, round) do nothing")
            .bind(campaign)
            .bind(&reminder.unit)
            .bind(reminder.stage.as_str())
            .bind(micros(reminder.round))
            .bind(reminder.situation.as_str())
            .bind(reminder.says.to_string())
            .bind(letter.recipient.as_str())
            .bind(now)
            .bind(by)
            .bind(letter.key)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if done == 0 {
            return Err(StoreError::Conflict("this reminder was written".to_owned()));
        }
        self.note(
            "reminder.written",
            super::registry::unit_subject(&reminder.unit),
            &particulars(reminder),
        );
        Ok(true)
    }

    /// Notes that a unit is not reminded because its mailbox gives letters back.
    /// False when that was noted before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unreachable(&mut self, campaign: &str, reminder: &Reminder) -> Result<bool> {
        let now = self.now();
        let done = on_tx!(self, c => sqlx::query(
            "insert into reminder_unsent (campaign, unit, stage, round, says, recipient, at)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (campaign, unit, stage, round, recipient) do nothing")
            .bind(campaign)
            .bind(&reminder.unit)
            .bind(reminder.stage.as_str())
            .bind(micros(reminder.round))
            .bind(reminder.says.to_string())
            .bind(reminder.mailbox.as_str())
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if done == 1 {
            self.note(
                "reminder.unreachable",
                super::registry::unit_subject(&reminder.unit),
                &particulars(reminder),
            );
        }
        Ok(done == 1)
    }

    /// Takes back the reminders that have not left and whose units have a report
    /// by now, and says how many. One that is being sent is not among them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_back_reminders(&mut self, campaign: &str) -> Result<usize> {
        let letters: Vec<(i64, String)> = on_tx!(self, c => sqlx::query_as(
            "select l.id, r.unit from reminder r join letter l on l.id = r.letter
             where r.campaign = $1 and l.due_at is not null and l.claimed_by is null
             and exists (select 1 from submission s
                 join mail m on m.id = s.mail and m.revision = s.revision
                 where s.campaign = r.campaign and s.unit = r.unit)")
            .bind(campaign)
            .fetch_all(c)
            .await)?;
        for (letter, unit) in &letters {
            on_tx!(self, c => sqlx::query(
                "update letter set due_at = null where id = $1 and claimed_by is null")
                .bind(letter)
                .execute(c)
                .await
                .map(drop))?;
            self.note(
                "reminder.taken_back",
                super::registry::unit_subject(unit),
                &json!({ "letter": letter, "why": "the unit has reported" }),
            );
        }
        Ok(letters.len())
    }
}

fn particulars(reminder: &Reminder) -> Value {
    json!({
        "stage": reminder.stage.as_str(),
        "round": reminder.round.to_string(),
        "situation": reminder.situation.as_str(),
        "recipient": reminder.mailbox.as_str(),
    })
}

impl Store {
    /// Every reminder that was written, or could not be.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reminders(&self, campaign: &str) -> Result<Vec<Noted>> {
        let rows: Vec<NotedRow> = on!(self, pool => sqlx::query_as(
            "select unit, stage, round, says, recipient, at, cast(1 as bigint) as written from reminder
             where campaign = $1
             union all
             select unit, stage, round, says, recipient, at, cast(0 as bigint) as written from reminder_unsent
             where campaign = $1")
            .bind(campaign)
            .fetch_all(pool)
            .await)?;
        rows.into_iter().map(noted).collect()
    }

    /// The reminders that were written, newest first, and what became of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn written_reminders(
        &self,
        campaign: &str,
        unit: Option<&str>,
        limit: u32,
    ) -> Result<Vec<Written>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select r.unit, r.stage, r.situation, r.recipient, l.subject, r.at, r.written_by,
                 l.sent_at, l.failed_at, l.bounced_at, l.due_at
             from reminder r join letter l on l.id = r.letter
             where r.campaign = $1 and ($2 = '' or r.unit = $2)
             order by r.at desc, l.id desc limit $3")
            .bind(campaign)
            .bind(unit.unwrap_or_default())
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?)
    }

    /// The addresses whose last letter came back or was refused for good. One
    /// that the server took later ends it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unreachable_mailboxes(&self) -> Result<BTreeSet<Address>> {
        let addresses: Vec<String> = on!(self, pool => sqlx::query_scalar(
            // Two searches, each along the index of the few that were lost.
            "select l.recipient from (
                 select id, recipient, kind from letter where bounced_at is not null
                 union select id, recipient, kind from letter where failed_at is not null) l
             where l.kind <> $1 and not exists (
                 select 1 from letter n where n.recipient = l.recipient and n.id > l.id
                 and n.sent_at is not null and n.bounced_at is null)")
            .bind(Reply::WrongMailbox.as_str())
            .fetch_all(pool)
            .await)?;
        Ok(addresses
            .iter()
            .filter_map(|text| Address::parse(text))
            .collect())
    }

    /// The newest held mail of each unit since a moment.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn held_units(
        &self,
        since: Timestamp,
    ) -> Result<BTreeMap<String, (MailId, Timestamp)>> {
        let rows: Vec<(String, MailId, i64)> = on!(self, pool => sqlx::query_as(
            "select unit, mail, moment from listed
             where verdict = $1 and unit is not null and moment >= $2
             order by moment, mail")
            .bind(Verdict::Held.as_str())
            .bind(micros(since))
            .fetch_all(pool)
            .await)?;
        rows.into_iter()
            .map(|(unit, mail, at)| Ok((unit, (mail, moment(at)?))))
            .collect()
    }

    /// What was decided on a mail: its registration number, and the judgement
    /// in force as it was stored.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn decided(&self, mail: MailId) -> Result<Option<(String, Value)>> {
        let row: Option<(Option<String>, String)> = on!(self, pool => sqlx::query_as(
            "select v.number, v.judgement from verdict v
             join mail m on m.id = v.mail and m.revision = v.revision where v.mail = $1")
            .bind(mail)
            .fetch_optional(pool)
            .await)?;
        let Some((number, judgement)) = row else {
            return Ok(None);
        };
        let judgement = serde_json::from_str(&judgement)
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        Ok(Some((number.unwrap_or_default(), judgement)))
    }

    /// How many mails of units arrived in each hour since a moment, by the
    /// number of hours since 1970.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn arrivals(&self, from: Timestamp, to: Timestamp) -> Result<BTreeMap<i64, i64>> {
        let rows: Vec<(i64, i64)> = on!(self, pool => sqlx::query_as(
            "select moment / 3600000000 as hour, count(*) from listed
             where unit is not null and moment >= $1 and moment < $2
             and verdict in ('accepted', 'rejected', 'held', 'duplicate')
             group by 1")
            .bind(micros(from))
            .bind(micros(to))
            .fetch_all(pool)
            .await)?;
        Ok(rows.into_iter().collect())
    }
}

fn noted(row: NotedRow) -> Result<Noted> {
    let damaged = || StoreError::Corrupt("a reminder that cannot be read".to_owned());
    Ok(Noted {
        unit: row.unit,
        stage: Stage::parse(&row.stage).ok_or_else(damaged)?,
        round: moment(row.round)?,
        at: moment(row.at)?,
        says: Digest::from_hex(&row.says).ok_or_else(damaged)?,
        recipient: Address::parse(&row.recipient).ok_or_else(damaged)?,
        written: row.written != 0,
    })
}
