//! Reports that were accepted: what each unit said, version by version.

use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::FromRow;

use super::{
    Link, MailId, Pools, Result, Store, StoreError, Tx,
    columns::{At, Word, json as to_json, micros},
};
use crate::{digest::Digest, figures::Figures, text};

/// A report to write.
#[derive(Debug, Clone, Copy)]
pub struct NewSubmission<'a> {
    /// The campaign it answers.
    pub campaign: &'a str,
    /// The unit that sent it.
    pub unit: &'a str,
    /// The mail it came in, settled as accepted in this transaction.
    pub mail: MailId,
    /// The number of its receipt; no two of a campaign agree.
    pub number: &'a str,
    /// Which version of the unit's report it is, from 1.
    pub version: i64,
    /// The form it was read with.
    pub form: &'a str,
    /// SHA-256 of the workbook.
    pub workbook: Digest,
    /// Its file name.
    pub file_name: &'a str,
    /// What it says.
    pub figures: &'a Figures,
    /// The moment that counts.
    pub moment: Timestamp,
    /// `on_time` or `late`.
    pub punctuality: &'a str,
    /// Warnings found in it.
    pub findings: &'a Value,
}

/// A report whose verdict is in force.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Submission {
    /// Its number in this ledger; later ones are greater.
    pub id: i64,
    /// The campaign it answers.
    pub campaign: String,
    /// The unit that sent it.
    pub unit: String,
    /// The mail it came in.
    pub mail: MailId,
    /// The number of its receipt.
    pub number: String,
    /// Which version of the unit's report it is.
    pub version: i64,
    /// The form it was read with.
    pub form: String,
    /// SHA-256 of the workbook.
    #[sqlx(try_from = "Word")]
    pub workbook: Digest,
    /// Its file name.
    pub file_name: String,
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
}

/// The report of a unit that scoring would take now.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct InForce {
    /// The unit.
    pub unit: String,
    /// The mail it came in.
    pub mail: MailId,
    /// Which version of the unit's report it is.
    pub version: i64,
    /// The moment that counts.
    #[sqlx(try_from = "At")]
    pub moment: Timestamp,
    /// `on_time`, `cured`, `early` or `late`.
    pub punctuality: String,
    /// SHA-256 of the workbook.
    #[sqlx(try_from = "Word")]
    pub workbook: Digest,
    /// What it says.
    #[sqlx(try_from = "Word")]
    pub figures: Figures,
}

/// One version of a unit's report, as a decision needs it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StandingVersion {
    /// The mail it came in.
    pub mail: MailId,
    /// Which version of the unit's report it is.
    pub version: i64,
    /// The number of its receipt.
    pub number: String,
    /// The moment that counts.
    #[sqlx(try_from = "At")]
    pub moment: Timestamp,
    /// `on_time` or `late`.
    pub punctuality: String,
    /// SHA-256 of the workbook.
    #[sqlx(try_from = "Word")]
    pub workbook: Digest,
}

/// The newest standing report of each unit and punctuality, as `s`; `$1` is the
/// campaign, and what else must hold of it is said of `n`.
///
/// It goes along the index to the first that stands: a ledger of ten thousand
/// reports is not sorted to show thirty.
macro_rules! newest {
    ($that:literal) => {
        concat!(
            "(select distinct unit, punctuality from submission where campaign = $1) u
             join submission s on s.id = (
                 select n.id from submission n
                 join mail m on m.id = n.mail and m.revision = n.revision
                 where n.campaign = $1 and n.unit = u.unit and n.punctuality = u.punctuality
                 and ",
            $that,
            " order by n.moment desc, n.id desc limit 1)"
        )
    };
}
pub(super) use newest;

/// The place of such a report among those of its unit: what counts comes before
/// what was late, the newest first.
macro_rules! place {
    () => {
        "row_number() over (partition by s.unit
             order by case s.punctuality when 'late' then 1 else 0 end,
                 s.moment desc, s.id desc)"
    };
}
pub(super) use place;

const STANDING: &str = "select s.mail, s.version, s.number, s.moment, s.punctuality, s.workbook
     from submission s join mail m on m.id = s.mail and m.revision = s.revision
     where s.campaign = $1 and s.unit = $2 order by s.moment, s.id";

impl Tx {
    /// Writes a report, as part of the verdict its mail has in this
    /// transaction: it stands as long as that verdict does.
    ///
    /// # Errors
    /// [`super::StoreError::Conflict`] when the number or the version is taken
    /// or the mail is not settled.
    pub async fn add_submission(&mut self, new: &NewSubmission<'_>) -> Result<i64> {
        let (figures, now) = (to_json(new.figures)?, self.now());
        let id = on_tx!(self, c => sqlx::query_scalar(
            "insert into submission (campaign, unit, mail, revision, number, version, form,
                 workbook, file_name, figures, moment, punctuality, findings, created_at)
             values ($1, $2, $3, coalesce((select revision from mail where id = $3), 0),
                 $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id")
            .bind(new.campaign)
            .bind(new.unit)
            .bind(new.mail)
            .bind(new.number)
            .bind(new.version)
            .bind(new.form)
            .bind(new.workbook.to_string())
            .bind(text::one_line(new.file_name, 200))
            .bind(&figures)
            .bind(micros(new.moment))
            .bind(new.punctuality)
            .bind(new.findings.to_string())
            .bind(now)
            .fetch_one(c)
            .await)?;
        self.note(
            "submission.added",
            new.mail,
            &json!({
                "campaign": new.campaign,
                "unit": new.unit,
                "number": new.number,
                "version": new.version,
                "form": new.form,
                "workbook": new.workbook.to_string(),
                "figures": Digest::of(figures.as_bytes()).to_string(),
                "punctuality": new.punctuality,
            }),
        );
        Ok(id)
    }

    /// What stands of a unit's reports, oldest first, without what they say: a
    /// decision needs no more. Until this transaction ends no other can read it
    /// to decide: two mails of one unit are decided one after the other.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn versions(&mut self, campaign: &str, unit: &str) -> Result<Vec<StandingVersion>> {
        // SQLite has one writer anyway.
        if let Link::Postgres(open) = &mut self.link {
            sqlx::query("select pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind(format!("{campaign}/{unit}"))
                .execute(&mut **open)
                .await?;
        }
        Ok(on_tx!(self, c => sqlx::query_as(STANDING)
            .bind(campaign)
            .bind(unit)
            .fetch_all(c)
            .await)?)
    }

    /// The version the next report of a unit will be. Those that no longer
    /// stand are counted: their receipts are out there.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn next_version(&mut self, campaign: &str, unit: &str) -> Result<i64> {
        Ok(on_tx!(self, c => sqlx::query_scalar(
            "select coalesce(max(version), 0) + 1 from submission
             where campaign = $1 and unit = $2")
            .bind(campaign)
            .bind(unit)
            .fetch_one(c)
            .await)?)
    }
}

/// A version as its unit's history shows it, standing or not.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PastVersion {
    /// The mail it came in.
    pub mail: MailId,
    /// Which version of the unit's report it is.
    pub version: i64,
    /// The number of its receipt.
    pub number: String,
    /// The form it was read with.
    pub form: String,
    /// The moment that counts.
    #[sqlx(try_from = "At")]
    pub moment: Timestamp,
    /// `on_time`, `cured`, `early` or `late`.
    pub punctuality: String,
    /// What it says.
    #[sqlx(try_from = "Word")]
    pub figures: Figures,
    /// 1 as long as the verdict it came with is in force.
    pub stands: i64,
}

impl Store {
    /// The versions of a unit around the one of a mail (or the newest, when it
    /// has none), newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn past_versions(
        &self,
        campaign: &str,
        unit: &str,
        mail: MailId,
        limit: u32,
    ) -> Result<Vec<PastVersion>> {
        let own: Option<i64> = on!(self, pool => sqlx::query_scalar(
            "select max(version) from submission
             where campaign = $1 and unit = $2 and mail = $3")
            .bind(campaign)
            .bind(unit)
            .bind(mail)
            .fetch_one(pool)
            .await)?;
        let upto = own.map_or(i64::MAX, |own| own + i64::from(limit / 2));
        Ok(on!(self, pool => sqlx::query_as(
            "select s.mail, s.version, s.number, s.form, s.moment, s.punctuality, s.figures,
                 case when m.revision = s.revision then 1 else 0 end as stands
             from submission s join mail m on m.id = s.mail
             where s.campaign = $1 and s.unit = $2 and s.version <= $3
             order by s.version desc limit $4")
            .bind(campaign)
            .bind(unit)
            .bind(upto)
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?)
    }

    /// What stands of a unit's reports, oldest first, for whoever only looks.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn standing_versions(
        &self,
        campaign: &str,
        unit: &str,
    ) -> Result<Vec<StandingVersion>> {
        Ok(on!(self, pool => sqlx::query_as(STANDING)
            .bind(campaign)
            .bind(unit)
            .fetch_all(pool)
            .await)?)
    }

    /// The standing reports of a campaign, by unit, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn submissions(&self, campaign: &str) -> Result<Vec<Submission>> {
        Ok(on!(self, pool => sqlx::query_as(
            // A report of a verdict that was replaced by another no longer stands.
            "select s.id, s.campaign, s.unit, s.mail, s.number, s.version, s.form, s.workbook,
                 s.file_name, s.figures, s.moment, s.punctuality, s.findings, s.created_at
             from submission s join mail m on m.id = s.mail and m.revision = s.revision
             where s.campaign = $1 order by s.unit, s.moment, s.id")
            .bind(campaign)
            .fetch_all(pool)
            .await)?)
    }

    /// The report of each unit that scoring would take, of those that were ours
    /// by a moment: the newest that counts, else the newest late one; by unit.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reports_in_force(&self, campaign: &str, by: Timestamp) -> Result<Vec<InForce>> {
        Ok(on!(self, pool => sqlx::query_as(concat!(
            "select unit, mail, version, moment, punctuality, workbook, figures
             from (select s.*, ", place!(), " as place from ",
            newest!("n.created_at <= $2"), ") ranked
             where place = 1 order by unit"))
            .bind(campaign)
            .bind(micros(by))
            .fetch_all(pool)
            .await)?)
    }

    /// The evidence of the verdict that a mail has now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn judgement(&self, mail: MailId) -> Result<Option<Value>> {
        let judgement: Option<String> = on!(self, pool => sqlx::query_scalar(
            "select v.judgement from verdict v
             join mail m on m.id = v.mail and m.revision = v.revision where m.id = $1")
            .bind(mail)
            .fetch_optional(pool)
            .await)?;
        let corrupt = |error: serde_json::Error| StoreError::Corrupt(error.to_string());
        judgement
            .map(|judgement| serde_json::from_str(&judgement).map_err(corrupt))
            .transpose()
    }
}
