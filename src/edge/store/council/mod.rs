//! The council of a campaign: its members, all that it changed, the round of
//! explanations, and the states of its result.
//!
//! Nothing is written into a frozen result: every function here that changes
//! one holds the campaign's council first, and reads its state in the same
//! transaction.

mod entries;

mod explanations;

mod rows;

mod states;

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::json;
use sqlx::FromRow;

use super::{
    Link, Pools, Result, Store, StoreError, Tx,
    columns::{At, MaybeAt, Word, micros},
};
use crate::{
    council::people::{Member, Position},
    figures::Code,
    sitting::work::{Decision, Verified, Work},
};

pub use entries::{NewFile, NewMark, NewVerification, NewVisit};
pub use explanations::NewExplanation;
pub use rows::{DecisionRow, MarkRow, VerificationRow, VisitRow};
pub use states::{Held, Scored, StateRow};

#[derive(FromRow)]
struct MemberRow {
    account: String,
    name: String,
    #[sqlx(try_from = "Word")]
    position: Position,
    #[sqlx(try_from = "At")]
    since: Timestamp,
    #[sqlx(try_from = "MaybeAt")]
    until: Option<Timestamp>,
}

impl Tx {
    /// Gives somebody a seat.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the account has one.
    pub async fn seat(&mut self, campaign: &str, member: &Member) -> Result<()> {
        on_tx!(self, c => sqlx::query(
            "insert into council_member (campaign, account, name, position, since)
             values ($1, $2, $3, $4, $5)")
            .bind(campaign)
            .bind(&member.account)
            .bind(&member.name)
            .bind(member.position.as_str())
            .bind(micros(member.since))
            .execute(c)
            .await
            .map(drop))?;
        self.note(
            "council.seated",
            format!("campaign/{campaign}"),
            &json!({ "account": member.account, "name": member.name,
                "position": member.position.as_str() }),
        );
        Ok(())
    }

    /// Ends a seat. False when there is none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unseat(&mut self, campaign: &str, account: &str) -> Result<bool> {
        let now = self.now();
        let done = on_tx!(self, c => sqlx::query(
            "update council_member set until = $3
             where campaign = $1 and account = $2 and until is null")
            .bind(campaign)
            .bind(account)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if done == 1 {
            let subject = format!("campaign/{campaign}");
            self.note("council.unseated", subject, &json!({ "account": account }));
        }
        Ok(done == 1)
    }
}

/// What a row of the audit about a unit's result is about.
fn about(campaign: &str, unit: &str) -> String {
    format!("campaign/{campaign}/unit/{unit}")
}

impl Store {
    /// Everybody who has or had a seat, in the order of seating.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn council_members(&self, campaign: &str) -> Result<Vec<Member>> {
        let rows: Vec<MemberRow> = on!(self, pool => sqlx::query_as(
            "select account, name, position, since, until from council_member
             where campaign = $1 order by id")
            .bind(campaign)
            .fetch_all(pool)
            .await)?;
        let member = |row: MemberRow| Member {
            account: row.account,
            name: row.name,
            position: row.position,
            since: row.since,
            until: row.until,
        };
        Ok(rows.into_iter().map(member).collect())
    }

    /// All that the council of a campaign changed, as it is in force.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn council_work(&self, campaign: &str) -> Result<Work> {
        self.council_work_before(campaign, Timestamp::MAX).await
    }

    /// The same, as it was in force before a moment.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn council_work_before(&self, campaign: &str, before: Timestamp) -> Result<Work> {
        let mut work = Work::default();
        let verifications = self.verifications(campaign).await?.into_iter();
        for row in verifications.filter(|row| row.noted_at < before) {
            let code = Code::parse(&row.code)
                .ok_or_else(|| StoreError::Corrupt(format!("{:?} is no code", row.code)))?;
            let verified = Verified {
                value: row.new,
                why: row.why,
            };
            work.verified
                .entry(row.unit)
                .or_default()
                .insert(code, verified);
        }
        let marks = self.marks(campaign).await?.into_iter();
        for row in marks.filter(|row| row.noted_at < before) {
            let marks: &mut BTreeMap<String, Decimal> = work.marks.entry(row.unit).or_default();
            match row.points {
                Some(points) => marks.insert(row.item, points),
                None => marks.remove(&row.item),
            };
        }
        let decisions = self.decisions(campaign).await?.into_iter();
        work.decisions = decisions
            .filter(|row| row.noted_at < before)
            .map(|row| Decision {
                kind: row.kind,
                units: row.units,
                holds: row.holds != 0,
                reason: row.reason,
                at: row.noted_at,
            })
            .collect();
        Ok(work)
    }
}
