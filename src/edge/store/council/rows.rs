//! What members entered, as it was written.

use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use sqlx::FromRow;

use crate::{
    council::Kind,
    digest::Digest,
    edge::store::{
        Pools, Result, Store,
        columns::{At, MaybeWord, Word},
    },
    figures::Value,
};

/// A verified figure as it was written.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct VerificationRow {
    /// Its number; later ones are greater.
    pub id: i64,
    /// The unit.
    pub unit: String,
    /// The indicator.
    pub code: String,
    /// The figure before.
    #[sqlx(try_from = "MaybeWord")]
    pub old: Option<Value>,
    /// The figure that was found.
    #[sqlx(try_from = "MaybeWord")]
    pub new: Option<Value>,
    /// Why.
    pub why: String,
    /// SHA-256 of what shows it.
    #[sqlx(try_from = "MaybeWord")]
    pub file: Option<Digest>,
    /// Its name; empty without a file.
    pub file_name: String,
    /// When.
    #[sqlx(try_from = "At")]
    pub noted_at: Timestamp,
    /// The account.
    pub noted_by: String,
}

/// A visit as it was written.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct VisitRow {
    /// Its number.
    pub id: i64,
    /// The unit.
    pub unit: String,
    /// The day.
    #[sqlx(try_from = "Word")]
    pub day: Date,
    /// Who went.
    pub members: String,
    /// What was found.
    pub note: String,
    /// SHA-256 of the minutes.
    #[sqlx(try_from = "MaybeWord")]
    pub file: Option<Digest>,
    /// Their name; empty without a file.
    pub file_name: String,
    /// When.
    #[sqlx(try_from = "At")]
    pub noted_at: Timestamp,
    /// The account.
    pub noted_by: String,
}

/// A mark as it was written.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct MarkRow {
    /// Its number; later ones are greater.
    pub id: i64,
    /// The unit.
    pub unit: String,
    /// The item, or the bonus.
    pub item: String,
    /// The points.
    #[sqlx(try_from = "MaybeWord")]
    pub points: Option<Decimal>,
    /// Why.
    pub why: String,
    /// When.
    #[sqlx(try_from = "At")]
    pub noted_at: Timestamp,
    /// The account.
    pub noted_by: String,
}

/// A decision about units as it was written.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DecisionRow {
    /// Its number; later ones are greater.
    pub id: i64,
    /// What it is about.
    #[sqlx(try_from = "Word")]
    pub kind: Kind,
    /// Codes of the units, in order.
    #[sqlx(try_from = "MaybeWord")]
    pub units: Vec<String>,
    /// Does it hold, or does it take one back?
    pub holds: i64,
    /// Why.
    pub reason: String,
    /// When.
    #[sqlx(try_from = "At")]
    pub noted_at: Timestamp,
    /// The account.
    pub noted_by: String,
}

impl Store {
    /// Every verified figure of a campaign, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verifications(&self, campaign: &str) -> Result<Vec<VerificationRow>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, unit, code, old, new, why, file, file_name, noted_at, noted_by
             from verification where campaign = $1 order by id")
            .bind(campaign)
            .fetch_all(pool)
            .await)?)
    }

    /// Every visit of a campaign, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn visits(&self, campaign: &str) -> Result<Vec<VisitRow>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, unit, day, members, note, file, file_name, noted_at, noted_by
             from council_visit where campaign = $1 order by id")
            .bind(campaign)
            .fetch_all(pool)
            .await)?)
    }

    /// Every mark of a campaign, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn marks(&self, campaign: &str) -> Result<Vec<MarkRow>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, unit, item, points, why, noted_at, noted_by
             from council_mark where campaign = $1 order by id")
            .bind(campaign)
            .fetch_all(pool)
            .await)?)
    }

    /// Every decision about units of a campaign, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn decisions(&self, campaign: &str) -> Result<Vec<DecisionRow>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, kind, units, holds, reason, noted_at, noted_by
             from council_decision where campaign = $1 order by id")
            .bind(campaign)
            .fetch_all(pool)
            .await)?)
    }

    /// The bytes of a file that something rests on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn council_file(&self, digest: Digest) -> Result<Option<Vec<u8>>> {
        Ok(on!(self, pool => sqlx::query_scalar(
            "select bytes from council_file where digest = $1")
            .bind(digest.to_string())
            .fetch_optional(pool)
            .await)?)
    }
}
