//! What the office granted single units: more time, or no report at all.

use jiff::Timestamp;
use serde_json::json;
use sqlx::FromRow;

use super::{
    Link, Pools, Result, Store, StoreError, Tx,
    columns::{At, MaybeAt, micros},
    registry::unit_subject,
};
use crate::campaign::terms::Terms;

/// What is granted a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// More time.
    Extended(Timestamp),
    /// No report to send.
    Exempt,
    /// What all others have: an earlier grant is taken back.
    Usual,
}

impl Grant {
    fn as_str(&self) -> &'static str {
        match self {
            Self::Extended(_) => "extended",
            Self::Exempt => "exempt",
            Self::Usual => "usual",
        }
    }
}

/// What was granted a unit, when, why and by whom.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Granted {
    /// The unit.
    pub unit: String,
    /// `extended`, `exempt` or `usual`.
    pub kind: String,
    /// Until when.
    #[sqlx(try_from = "MaybeAt")]
    pub ends_at: Option<Timestamp>,
    /// Why.
    pub reason: String,
    /// When.
    #[sqlx(try_from = "At")]
    pub granted_at: Timestamp,
    /// By whom.
    pub granted_by: String,
}

impl Tx {
    /// Grants a unit something; what was granted before holds no more.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the campaign has been closed: what comes
    /// later is the council's to decide.
    pub async fn grant(
        &mut self,
        campaign: &str,
        unit: &str,
        grant: &Grant,
        reason: &str,
    ) -> Result<()> {
        let closed: i64 = on_tx!(self, c => sqlx::query_scalar(
            "select count(*) from closing where campaign = $1")
            .bind(campaign)
            .fetch_one(c)
            .await)?;
        if closed > 0 {
            return Err(StoreError::Conflict("the campaign is closed".to_owned()));
        }
        let (now, by) = (self.now(), self.actor.to_string());
        let ends_at = match grant {
            Grant::Extended(end) => Some(micros(*end)),
            Grant::Exempt | Grant::Usual => None,
        };
        on_tx!(self, c => sqlx::query(
            "insert into term (campaign, unit, kind, ends_at, reason, granted_at, granted_by)
             values ($1, $2, $3, $4, $5, $6, $7)")
            .bind(campaign)
            .bind(unit)
            .bind(grant.as_str())
            .bind(ends_at)
            .bind(reason)
            .bind(now)
            .bind(by)
            .execute(c)
            .await
            .map(drop))?;
        let end = match grant {
            Grant::Extended(end) => Some(end.to_string()),
            Grant::Exempt | Grant::Usual => None,
        };
        self.note(
            "term.granted",
            unit_subject(unit),
            &json!({ "kind": grant.as_str(), "end": end, "reason": reason }),
        );
        self.count_on(campaign).await
    }
}

impl Store {
    /// All that was granted a unit, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn granted(&self, campaign: &str, unit: &str) -> Result<Vec<Granted>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select unit, kind, ends_at, reason, granted_at, granted_by from term
             where campaign = $1 and unit = $2 order by id desc")
            .bind(campaign)
            .bind(unit)
            .fetch_all(pool)
            .await)?)
    }
}

/// What holds for a unit by its newest grant, if that is not the usual.
pub(super) fn terms_of(granted: Granted) -> Option<(String, Terms)> {
    let exempt = granted.kind == "exempt";
    let closes = granted.ends_at.filter(|_| granted.kind == "extended");
    let terms = Terms {
        closes,
        exempt,
        reason: granted.reason,
    };
    (exempt || closes.is_some()).then_some((granted.unit, terms))
}
