//! Reports one after another, whether they stand or not, for whoever reads them
//! page by page.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::FromRow;

use super::{
    Pools, Result, Store,
    columns::{At, Word},
};
use crate::{digest::Digest, figures::Figures};

/// A report, whether its verdict is in force or not.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SubmissionRow {
    /// Its number in this ledger; later ones are greater.
    pub id: i64,
    /// The unit that sent it.
    pub unit: String,
    /// The number of its receipt.
    pub number: String,
    /// Which version of the unit's report it is.
    pub version: i64,
    /// The form it was read with.
    pub form: String,
    /// SHA-256 of the workbook.
    #[sqlx(try_from = "Word")]
    pub workbook: Digest,
    /// What it says.
    #[sqlx(try_from = "Word")]
    pub figures: Figures,
    /// The moment that counts.
    #[sqlx(try_from = "At")]
    pub moment: Timestamp,
    /// `on_time` or `late`.
    pub punctuality: String,
    /// Warnings found in it.
    #[sqlx(try_from = "Word")]
    pub findings: Value,
    /// When it was written.
    #[sqlx(try_from = "At")]
    pub created_at: Timestamp,
    /// Is its verdict in force?
    pub standing: bool,
}

impl Store {
    /// Reports after one, oldest first: of a unit, or of all when it is empty.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn submissions_after(
        &self,
        campaign: &str,
        unit: &str,
        after: i64,
        limit: u32,
    ) -> Result<Vec<SubmissionRow>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select s.id, s.unit, s.number, s.version, s.form, s.workbook, s.figures, s.moment,
                 s.punctuality, s.findings, s.created_at, m.revision = s.revision as standing
             from submission s join mail m on m.id = s.mail
             where s.campaign = $1 and ($2 = '' or s.unit = $2) and s.id > $3
             order by s.id limit $4")
            .bind(campaign)
            .bind(unit)
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?)
    }

    /// The report of a registration number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn submission_of(
        &self,
        campaign: &str,
        number: &str,
    ) -> Result<Option<SubmissionRow>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select s.id, s.unit, s.number, s.version, s.form, s.workbook, s.figures, s.moment,
                 s.punctuality, s.findings, s.created_at, m.revision = s.revision as standing
             from submission s join mail m on m.id = s.mail
             where s.campaign = $1 and s.number = $2")
            .bind(campaign)
            .bind(number)
            .fetch_optional(pool)
            .await)?)
    }
}
