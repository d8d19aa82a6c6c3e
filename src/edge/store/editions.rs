//! Results that were approved, and those of them that were published.

use jiff::{Timestamp, civil::Date};
use serde_json::json;
use sqlx::FromRow;

use super::{
    Link, Pools, Result, Store, StoreError, Tx,
    columns::{At, MaybeAt, Word},
};
use crate::{
    digest::Digest,
    edition::{Approval, Edition},
    webhook::{Event, Kind},
};

/// An approval to write.
#[derive(Debug, Clone, Copy)]
pub struct NewEdition<'a> {
    /// The campaign.
    pub campaign: &'a str,
    /// Counts from 1.
    pub number: u32,
    /// Digest of what is approved.
    pub digest: Digest,
    /// Number of the decision.
    pub decision: &'a str,
    /// Its date.
    pub date: Date,
    /// The account that approves.
    pub by: &'a str,
    /// The account that finalised.
    pub finalised_by: &'a str,
    /// Why there is another edition.
    pub reason: &'a str,
}

#[derive(FromRow)]
struct EditionRow {
    campaign: String,
    number: i64,
    #[sqlx(try_from = "Word")]
    digest: Digest,
    result: String,
    decision: String,
    #[sqlx(try_from = "Word")]
    decision_date: Date,
    approved_by: String,
    #[sqlx(try_from = "At")]
    approved_at: Timestamp,
    finalised_by: String,
    reason: String,
    #[sqlx(try_from = "MaybeAt")]
    published_at: Option<Timestamp>,
}

impl Tx {
    /// Writes an approval.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when that edition was approved before, or when
    /// nothing is frozen under the digest.
    pub async fn add_edition(&mut self, new: &NewEdition<'_>) -> Result<()> {
        let now = self.now();
        on_tx!(self, c => sqlx::query(
            "insert into edition (campaign, number, digest, decision, decision_date, approved_by,
                 approved_at, finalised_by, reason)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(new.campaign)
            .bind(i64::from(new.number))
            .bind(new.digest.to_string())
            .bind(new.decision)
            .bind(new.date.to_string())
            .bind(new.by)
            .bind(now)
            .bind(new.finalised_by)
            .bind(new.reason)
            .execute(c)
            .await
            .map(drop))?;
        self.note(
            "edition.approved",
            format!("campaign/{}/edition/{}", new.campaign, new.number),
            &json!({ "result": new.digest.to_string(), "decision": new.decision,
                "date": new.date.to_string(), "by": new.by, "finalised_by": new.finalised_by,
                "reason": new.reason }),
        );
        Ok(())
    }

    /// Publishes an edition, once.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is none that is not published.
    pub async fn publish(&mut self, campaign: &str, number: u32, by: &str) -> Result<()> {
        let now = self.now();
        let done = on_tx!(self, c => sqlx::query(
            "update edition set published_at = $3, published_by = $4
             where campaign = $1 and number = $2 and published_at is null")
            .bind(campaign)
            .bind(i64::from(number))
            .bind(now)
            .bind(by)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if done != 1 {
            return Err(StoreError::Conflict(format!("edition {number}")));
        }
        let subject = format!("campaign/{campaign}/edition/{number}");
        self.note("edition.published", &subject, &json!({ "by": by }));
        self.owe_event(&Event {
            kind: Kind::Published,
            subject,
            data: json!({ "campaign": campaign, "edition": number }),
        })
        .await
    }
}

impl Store {
    /// Every approved edition of a campaign, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn editions(&self, campaign: &str) -> Result<Vec<Edition>> {
        let rows: Vec<EditionRow> = on!(self, pool => sqlx::query_as(
            "select e.campaign, e.number, e.digest, r.result, e.decision, e.decision_date,
                 e.approved_by, e.approved_at, e.finalised_by, e.reason, e.published_at
             from edition e join council_result r on r.digest = e.digest
             where e.campaign = $1 order by e.number")
            .bind(campaign)
            .fetch_all(pool)
            .await)?;
        rows.into_iter().map(edition).collect()
    }

    /// The number of the newest edition that was published.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn newest_published(&self, campaign: &str) -> Result<Option<u32>> {
        let number: Option<i64> = on!(self, pool => sqlx::query_scalar(
            "select max(number) from edition where campaign = $1 and published_at is not null")
            .bind(campaign)
            .fetch_one(pool)
            .await)?;
        Ok(number.map(|number| u32::try_from(number).unwrap_or(u32::MAX)))
    }

    /// The digest of what was approved as an edition, however it is stored.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn approved_digest(&self, campaign: &str, number: i64) -> Result<Option<Digest>> {
        let digest: Option<String> = on!(self, pool => sqlx::query_scalar(
            "select digest from edition where campaign = $1 and number = $2")
            .bind(campaign)
            .bind(number)
            .fetch_optional(pool)
            .await)?;
        Ok(digest.as_deref().and_then(Digest::from_hex))
    }

    /// One approved edition of a campaign.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn edition(&self, campaign: &str, number: u32) -> Result<Option<Edition>> {
        let row: Option<EditionRow> = on!(self, pool => sqlx::query_as(
            "select e.campaign, e.number, e.digest, r.result, e.decision, e.decision_date,
                 e.approved_by, e.approved_at, e.finalised_by, e.reason, e.published_at
             from edition e join council_result r on r.digest = e.digest
             where e.campaign = $1 and e.number = $2")
            .bind(campaign)
            .bind(i64::from(number))
            .fetch_optional(pool)
            .await)?;
        row.map(edition).transpose()
    }
}

fn edition(row: EditionRow) -> Result<Edition> {
    let snapshot = serde_json::from_str(&row.result);
    Ok(Edition {
        campaign: row.campaign,
        number: u32::try_from(row.number).unwrap_or(u32::MAX),
        snapshot: snapshot.map_err(|error| StoreError::Corrupt(error.to_string()))?,
        digest: row.digest,
        approval: Approval {
            number: row.decision,
            date: row.decision_date,
            by: row.approved_by,
            at: row.approved_at,
        },
        finalised_by: row.finalised_by,
        reason: row.reason,
        published_at: row.published_at,
    })
}
