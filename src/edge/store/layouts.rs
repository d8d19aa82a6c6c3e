//! How our own servers mark mail, counted: what is usual, and what a person
//! must look at.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;
use sqlx::FromRow;

use super::{
    Link, Result, Store, StoreError, Tx,
    columns::{At, MaybeAt},
};
use crate::sender::layout::{Alarm, Layout, Seen};

/// Most layouts that are told apart. A town's servers have a handful; a cloud
/// provider whose hosts never have the same name twice must not fill the table.
pub const MOST_LAYOUTS: i64 = 200;

/// Under which all further ones are counted together.
const OTHERS: &str = "others";

/// A layout, as it stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct LayoutRow {
    /// Its number, by which a person confirms it.
    pub id: i64,
    /// What it is.
    pub key: String,
    /// When it was first seen.
    #[sqlx(try_from = "At")]
    pub first_seen: Timestamp,
    /// When it was last seen.
    #[sqlx(try_from = "At")]
    pub last_seen: Timestamp,
    /// Settled mails of it; 0 for one that only a calibration has shown.
    pub mails: i64,
    /// Since when it is known.
    #[sqlx(try_from = "MaybeAt")]
    pub known_since: Option<Timestamp>,
    /// Who made it known: a command, or the system, which only learned it.
    pub known_by: Option<String>,
    alarm: Option<String>,
    /// Since when a person is called for it.
    #[sqlx(try_from = "MaybeAt")]
    pub alarm_since: Option<Timestamp>,
    expected: i64,
    /// Its mails by day.
    #[sqlx(skip)]
    pub days: Vec<(i64, i64)>,
}

impl LayoutRow {
    /// What a person is called for.
    #[must_use]
    pub fn alarm(&self) -> Option<Alarm> {
        Alarm::parse(self.alarm.as_deref()?)
    }

    /// Has a person or a calibration shown that it is as it should be?
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.known_by.as_deref().is_some_and(|by| by != "system")
    }

    /// What a review needs of it.
    #[must_use]
    pub fn seen(&self) -> Seen {
        Seen {
            id: self.id,
            layout: Layout::parse(&self.key),
            first_seen: self.first_seen,
            days: self.days.clone(),
            known: self.known_since.is_some(),
            expected: self.expected != 0,
            alarm: self.alarm(),
        }
    }
}

/// How many of them ask for a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct LayoutCounts {
    /// For which a person is called.
    pub alarms: i64,
    /// That came with mails, and that no person has confirmed.
    pub unconfirmed: i64,
}

pub(super) const LAYOUT_COUNTS: &str = "select
    (select count(*) from layout where alarm is not null) as alarms,
    (select count(*) from layout where alarm is null and mails > 0
         and (known_by is null or known_by = 'system')) as unconfirmed";

#[derive(FromRow)]
struct Day {
    layout: i64,
    day: i64,
    mails: i64,
}

impl Tx {
    /// Counts settled mails by layout. It leaves no audit row: it decides
    /// nothing, and the mails' own rows are there.
    ///
    /// The layouts come in the order of their keys, so that two daemons never
    /// wait for each other.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn saw_layouts(&mut self, mails: &BTreeMap<String, i64>) -> Result<()> {
        for (key, mails) in mails {
            let id = match self.count_layout(key, *mails).await? {
                Some(id) => id,
                None => self
                    .count_layout(OTHERS, *mails)
                    .await?
                    .ok_or_else(|| StoreError::Corrupt("no place for layouts".to_owned()))?,
            };
            let day = self.now.as_second().div_euclid(86_400);
            on_tx!(self, c => sqlx::query(
                "insert into layout_day (layout, day, mails) values ($1, $2, $3)
                 on conflict (layout, day) do update set mails = layout_day.mails + excluded.mails")
                .bind(id)
                .bind(day)
                .bind(*mails)
                .execute(c)
                .await
                .map(drop))?;
        }
        Ok(())
    }

    /// `None` when the table is full and this one is new.
    async fn count_layout(&mut self, key: &str, mails: i64) -> Result<Option<i64>> {
        let now = self.now();
        Ok(on_tx!(self, c => sqlx::query_scalar(
            "insert into layout (key, first_seen, last_seen, mails)
             select $1, $2, $2, $3 where $1 = $4 or (select count(*) from layout) < $5
                 or exists (select 1 from layout where key = $1)
             on conflict (key) do update set last_seen = excluded.last_seen,
                 mails = layout.mails + excluded.mails, expected = 1
             returning id")
            .bind(key)
            .bind(now)
            .bind(mails)
            .bind(OTHERS)
            .bind(MOST_LAYOUTS)
            .fetch_optional(c)
            .await)?)
    }

    /// A calibration has shown a layout: it is known, and no person need be
    /// called for it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn know_layout(&mut self, key: &str) -> Result<()> {
        let (now, by) = (self.now(), self.actor.to_string());
        let id: i64 = on_tx!(self, c => sqlx::query_scalar(
            "insert into layout (key, first_seen, last_seen, known_since, known_by)
             values ($1, $2, $2, $2, $3)
             on conflict (key) do update set known_since = excluded.known_since,
                 known_by = excluded.known_by, alarm = null, alarm_since = null
             returning id")
            .bind(key)
            .bind(now)
            .bind(by)
            .fetch_one(c)
            .await)?;
        let how = json!({ "layout": key, "how": "calibration" });
        self.note("layout.confirmed", format!("layout/{id}"), &how);
        Ok(())
    }

    /// A person says that a layout is as it should be; if he was called because
    /// it stopped, that it was to stop. False when there is no such layout.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn confirm_layout(&mut self, id: i64) -> Result<bool> {
        let (now, by) = (self.now(), self.actor.to_string());
        let key: Option<String> = on_tx!(self, c => sqlx::query_scalar(
            "update layout set known_since = $2, known_by = $3,
                 expected = case when alarm = 'stopped' then 0 else expected end,
                 alarm = null, alarm_since = null
             where id = $1 returning key")
            .bind(id)
            .bind(now)
            .bind(by)
            .fetch_optional(c)
            .await)?;
        if let Some(key) = &key {
            let how = json!({ "layout": key, "how": "person" });
            self.note("layout.confirmed", format!("layout/{id}"), &how);
        }
        Ok(key.is_some())
    }

    /// Takes a layout as usual because it was there when the learning ended.
    /// Nothing happens when it is known already.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn learn_layout(&mut self, id: i64) -> Result<()> {
        let (now, by) = (self.now(), self.actor.to_string());
        let key: Option<String> = on_tx!(self, c => sqlx::query_scalar(
            "update layout set known_since = $2, known_by = $3
             where id = $1 and known_since is null returning key")
            .bind(id)
            .bind(now)
            .bind(by)
            .fetch_optional(c)
            .await)?;
        if let Some(key) = key {
            let what = json!({ "layout": key });
            self.note("layout.learned", format!("layout/{id}"), &what);
        }
        Ok(())
    }

    /// Calls a person to look at a layout. False when one was called already:
    /// then nothing is done.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn call_for_layout(&mut self, id: i64, alarm: Alarm) -> Result<bool> {
        let now = self.now();
        let key: Option<String> = on_tx!(self, c => sqlx::query_scalar(
            "update layout set alarm = $2, alarm_since = $3
             where id = $1 and alarm is null returning key")
            .bind(id)
            .bind(alarm.as_str())
            .bind(now)
            .fetch_optional(c)
            .await)?;
        if let Some(key) = &key {
            let why = json!({ "layout": key, "alarm": alarm.as_str() });
            self.note("layout.alarmed", format!("layout/{id}"), &why);
        }
        Ok(key.is_some())
    }
}

impl Store {
    /// Every layout, with those a person is called for first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn layouts(&self) -> Result<Vec<LayoutRow>> {
        let mut snapshot = self.snapshot().await?;
        let mut rows: Vec<LayoutRow> = on_tx!(snapshot, c => sqlx::query_as(
            "select id, key, first_seen, last_seen, mails, known_since, known_by, alarm,
                 alarm_since, expected
             from layout order by case when alarm is null then 1 else 0 end, mails desc, id")
            .fetch_all(c)
            .await)?;
        let days: Vec<Day> = on_tx!(snapshot, c => sqlx::query_as(
            "select layout, day, mails from layout_day order by layout, day")
            .fetch_all(c)
            .await)?;
        for row in &mut rows {
            let own = days.iter().filter(|day| day.layout == row.id);
            row.days = own.map(|day| (day.day, day.mails)).collect();
        }
        Ok(rows)
    }
}
