//! Where the result of a campaign stands: its newest scoring, what was frozen,
//! and every state it went through.

use jiff::Timestamp;
use serde_json::json;
use sqlx::FromRow;

use crate::{
    council::Stage,
    digest::Digest,
    edge::store::{
        Link, Pools, Result, Store, StoreError, Tx,
        columns::{At, MaybeAt, MaybeWord, Word, json as to_json, micros, moment},
    },
    edition::Draft,
    results::Snapshot,
    sitting::step::Standing,
};

/// A state that a result went through.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StateRow {
    /// Its number; the greatest is where the result stands.
    pub id: i64,
    /// How far.
    #[sqlx(try_from = "Word")]
    pub stage: Stage,
    /// Of which edition.
    pub edition: i64,
    /// Digest of what is frozen.
    #[sqlx(try_from = "MaybeWord")]
    pub frozen: Option<Digest>,
    /// Who finalised.
    pub finalised_by: String,
    /// When it was finalised.
    #[sqlx(try_from = "MaybeAt")]
    pub finalised_at: Option<Timestamp>,
    /// Why there is another edition.
    pub reason: String,
    /// Why this step was taken, when that had to be said.
    pub note: String,
    /// When.
    #[sqlx(try_from = "At")]
    pub noted_at: Timestamp,
    /// The account.
    pub noted_by: String,
}

impl StateRow {
    /// Where the result stands by it.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing {
            stage: self.stage,
            edition: u32::try_from(self.edition).unwrap_or(u32::MAX),
            frozen: self.frozen,
            finalised_by: self.finalised_by.clone(),
            finalised_at: self.finalised_at,
            reason: self.reason.clone(),
        }
    }
}

/// A result as it was last scored.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The result and its digest.
    pub draft: Draft,
    /// When.
    pub at: Timestamp,
}

/// The council of a campaign, held: until this transaction ends nobody else
/// changes its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Has the campaign been closed?
    pub closed: bool,
    /// Where its result stands.
    pub standing: Standing,
}

#[derive(FromRow)]
struct ResultRow {
    #[sqlx(try_from = "Word")]
    digest: Digest,
    result: String,
    #[sqlx(try_from = "At")]
    scored_at: Timestamp,
}

const STATES: &str = "select id, stage, edition, frozen, finalised_by, finalised_at, reason, note,
     noted_at, noted_by from council_state where campaign = $1 order by id desc";

impl Tx {
    /// Holds the council of a campaign and says where its result stands.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hold_council(&mut self, campaign: &str) -> Result<Held> {
        // SQLite has one writer anyway.
        if let Link::Postgres(open) = &mut self.link {
            sqlx::query("select pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind(format!("council/{campaign}"))
                .execute(&mut **open)
                .await?;
        }
        let state: Option<StateRow> = on_tx!(self, c => sqlx::query_as(STATES)
            .bind(campaign)
            .fetch_optional(c)
            .await)?;
        let closed: i64 = on_tx!(self, c => sqlx::query_scalar(
            "select count(*) from closing where campaign = $1")
            .bind(campaign)
            .fetch_one(c)
            .await)?;
        Ok(Held {
            closed: closed == 1,
            standing: state.map_or_else(Standing::beginning, |state| state.standing()),
        })
    }

    /// The same, for whoever is about to change the result.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the result is frozen.
    pub(super) async fn hold_open_council(&mut self, campaign: &str) -> Result<()> {
        let held = self.hold_council(campaign).await?;
        held.standing.must_be_open().map_err(|_| {
            let stage = held.standing.stage.as_str();
            StoreError::Conflict(format!("the result of {campaign} is {stage}"))
        })
    }

    /// Writes the newest scoring of a result that is not frozen.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it is frozen.
    pub async fn put_draft(&mut self, campaign: &str, draft: &Draft) -> Result<()> {
        self.hold_open_council(campaign).await?;
        // Read back and never taken a digest of, unlike what is frozen.
        let result = to_json(&draft.snapshot)?;
        let (now, digest) = (self.now(), draft.digest.to_string());
        on_tx!(self, c => sqlx::query(
            "insert into council_draft (campaign, digest, result, scored_at)
             values ($1, $2, $3, $4) on conflict (campaign) do update
             set digest = excluded.digest, result = excluded.result,
                 scored_at = excluded.scored_at")
            .bind(campaign)
            .bind(&digest)
            .bind(result)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        self.note(
            "council.scored",
            format!("campaign/{campaign}"),
            &json!({ "result": digest }),
        );
        Ok(())
    }

    /// Keeps a result for good.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn freeze(&mut self, campaign: &str, draft: &Draft) -> Result<()> {
        let result = canonical(&draft.snapshot)?;
        on_tx!(self, c => sqlx::query(
            "insert into council_result (digest, campaign, result) values ($1, $2, $3)
             on conflict (digest) do nothing")
            .bind(draft.digest.to_string())
            .bind(campaign)
            .bind(result)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Writes a step of a result: from one state to the next.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn step(
        &mut self,
        campaign: &str,
        to: &Standing,
        note: &str,
        by: &str,
    ) -> Result<()> {
        let (now, frozen) = (self.now(), to.frozen.map(|frozen| frozen.to_string()));
        on_tx!(self, c => sqlx::query(
            "insert into council_state (campaign, stage, edition, frozen, finalised_by,
                 finalised_at, reason, note, noted_at, noted_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(campaign)
            .bind(to.stage.as_str())
            .bind(i64::from(to.edition))
            .bind(&frozen)
            .bind(&to.finalised_by)
            .bind(to.finalised_at.map(micros))
            .bind(&to.reason)
            .bind(note)
            .bind(now)
            .bind(by)
            .execute(c)
            .await
            .map(drop))?;
        self.note(
            "council.stepped",
            format!("campaign/{campaign}"),
            &json!({ "stage": to.stage.as_str(), "edition": to.edition, "frozen": frozen,
                "reason": to.reason, "note": note, "by": by }),
        );
        Ok(())
    }
}

impl Store {
    /// Where the result of a campaign stands.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn standing(&self, campaign: &str) -> Result<Standing> {
        let state: Option<StateRow> = on!(self, pool => sqlx::query_as(STATES)
            .bind(campaign)
            .fetch_optional(pool)
            .await)?;
        Ok(state.map_or_else(Standing::beginning, |state| state.standing()))
    }

    /// Every state that a result went through, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn states(&self, campaign: &str) -> Result<Vec<StateRow>> {
        Ok(on!(self, pool => sqlx::query_as(STATES)
            .bind(campaign)
            .fetch_all(pool)
            .await)?)
    }

    /// When the result was last scored since the close; none if it was not.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn scored_again_at(&self, campaign: &str) -> Result<Option<Timestamp>> {
        let at: Option<i64> = on!(self, pool => sqlx::query_scalar(
            "select scored_at from council_draft where campaign = $1")
            .bind(campaign)
            .fetch_optional(pool)
            .await)?;
        at.map(moment).transpose()
    }

    /// The newest scoring since the close: what the council entered brings it
    /// about, and what is decided about mails, papers and units.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn draft(&self, campaign: &str) -> Result<Option<Scored>> {
        let row: Option<ResultRow> = on!(self, pool => sqlx::query_as(
            "select digest, result, scored_at from council_draft where campaign = $1")
            .bind(campaign)
            .fetch_optional(pool)
            .await)?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Scored {
            draft: Draft {
                snapshot: read(&row.result)?,
                digest: row.digest,
            },
            at: row.scored_at,
        }))
    }

    /// What was frozen under a digest, as it is stored; whether it is still that
    /// is for the caller to say.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn frozen(&self, digest: Digest) -> Result<Option<Snapshot>> {
        let result = self.frozen_text(digest).await?;
        result.map(|result| read(&result)).transpose()
    }

    /// The same as text, whether it can be read or not.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn frozen_text(&self, digest: Digest) -> Result<Option<String>> {
        Ok(on!(self, pool => sqlx::query_scalar(
            "select result from council_result where digest = $1")
            .bind(digest.to_string())
            .fetch_optional(pool)
            .await)?)
    }
}

/// The text over which the digest of a result is taken.
fn canonical(snapshot: &Snapshot) -> Result<String> {
    let canonical = snapshot.canonical();
    canonical.map_err(|error| StoreError::Corrupt(error.to_string()))
}

fn read(result: &str) -> Result<Snapshot> {
    serde_json::from_str(result).map_err(|error| StoreError::Corrupt(error.to_string()))
}
