//! What members enter: visits, verified figures, marks, decisions.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::json;

use super::about;
use crate::{
    digest::Digest,
    edge::store::{
        Link, Result, Tx,
        columns::{json as to_json, micros},
    },
    figures::{Code, Value},
    sitting::work::Decision,
    text,
};

/// A file that something rests on.
#[derive(Debug, Clone, Copy)]
pub struct NewFile<'a> {
    /// Its name, a label only.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// A verified figure to write.
#[derive(Debug, Clone, Copy)]
pub struct NewVerification<'a> {
    /// The campaign.
    pub campaign: &'a str,
    /// The unit.
    pub unit: &'a str,
    /// The indicator.
    pub code: &'a Code,
    /// The figure so far.
    pub old: Option<&'a Value>,
    /// The figure that was found; none: nothing that counts.
    pub new: Option<&'a Value>,
    /// Why.
    pub why: &'a str,
    /// What shows it.
    pub file: Option<NewFile<'a>>,
    /// The account.
    pub by: &'a str,
}

/// A visit to a unit to write.
#[derive(Debug, Clone, Copy)]
pub struct NewVisit<'a> {
    /// The campaign.
    pub campaign: &'a str,
    /// The unit.
    pub unit: &'a str,
    /// The day.
    pub day: Date,
    /// Who went.
    pub members: &'a str,
    /// What was found.
    pub note: &'a str,
    /// The minutes, if they are at hand.
    pub file: Option<NewFile<'a>>,
    /// The account.
    pub by: &'a str,
}

/// A mark to write.
#[derive(Debug, Clone, Copy)]
pub struct NewMark<'a> {
    /// The campaign.
    pub campaign: &'a str,
    /// The unit.
    pub unit: &'a str,
    /// The item, or the bonus.
    pub item: &'a str,
    /// The points; none takes a mark back.
    pub points: Option<Decimal>,
    /// Why.
    pub why: &'a str,
    /// The account.
    pub by: &'a str,
}

impl Tx {
    async fn put_file(&mut self, file: Option<NewFile<'_>>) -> Result<(Option<String>, String)> {
        let Some(file) = file else {
            return Ok((None, String::new()));
        };
        let digest = Digest::of(file.bytes).to_string();
        on_tx!(self, c => sqlx::query(
            "insert into council_file (digest, bytes) values ($1, $2)
             on conflict (digest) do nothing")
            .bind(&digest)
            .bind(file.bytes)
            .execute(c)
            .await
            .map(drop))?;
        Ok((Some(digest), text::one_line(file.name, 200)))
    }

    /// Writes a visit.
    ///
    /// # Errors
    /// [`crate::edge::store::StoreError::Conflict`] when the result is frozen.
    pub async fn add_visit(&mut self, new: &NewVisit<'_>) -> Result<i64> {
        self.hold_open_council(new.campaign).await?;
        let (file, file_name) = self.put_file(new.file).await?;
        let now = self.now();
        let id: i64 = on_tx!(self, c => sqlx::query_scalar(
            "insert into council_visit (campaign, unit, day, members, note, file, file_name,
                 noted_at, noted_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id")
            .bind(new.campaign)
            .bind(new.unit)
            .bind(new.day.to_string())
            .bind(new.members)
            .bind(new.note)
            .bind(&file)
            .bind(&file_name)
            .bind(now)
            .bind(new.by)
            .fetch_one(c)
            .await)?;
        self.note(
            "council.visited",
            about(new.campaign, new.unit),
            &json!({ "visit": id, "day": new.day.to_string(), "members": new.members,
                "note": Digest::of(new.note.as_bytes()).to_string(), "file": file, "by": new.by }),
        );
        Ok(id)
    }

    /// Writes a verified figure beside the reported one.
    ///
    /// # Errors
    /// [`crate::edge::store::StoreError::Conflict`] when the result is frozen.
    pub async fn add_verification(&mut self, new: &NewVerification<'_>) -> Result<i64> {
        self.hold_open_council(new.campaign).await?;
        let (file, file_name) = self.put_file(new.file).await?;
        let (old, found) = (
            new.old.map(to_json).transpose()?,
            new.new.map(to_json).transpose()?,
        );
        let now = self.now();
        let id: i64 = on_tx!(self, c => sqlx::query_scalar(
            "insert into verification (campaign, unit, code, old, new, why, file, file_name,
                 noted_at, noted_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id")
            .bind(new.campaign)
            .bind(new.unit)
            .bind(new.code.as_str())
            .bind(&old)
            .bind(&found)
            .bind(new.why)
            .bind(&file)
            .bind(&file_name)
            .bind(now)
            .bind(new.by)
            .fetch_one(c)
            .await)?;
        self.note(
            "council.verified",
            about(new.campaign, new.unit),
            &json!({ "verification": id, "code": new.code.as_str(), "old": new.old,
                "new": new.new, "why": new.why, "file": file, "by": new.by }),
        );
        Ok(id)
    }

    /// Writes a mark, or takes one back.
    ///
    /// # Errors
    /// [`crate::edge::store::StoreError::Conflict`] when the result is frozen.
    pub async fn add_mark(&mut self, new: &NewMark<'_>) -> Result<i64> {
        self.hold_open_council(new.campaign).await?;
        let points = new.points.map(|points| points.normalize().to_string());
        let now = self.now();
        let id: i64 = on_tx!(self, c => sqlx::query_scalar(
            "insert into council_mark (campaign, unit, item, points, why, noted_at, noted_by)
             values ($1, $2, $3, $4, $5, $6, $7) returning id")
            .bind(new.campaign)
            .bind(new.unit)
            .bind(new.item)
            .bind(&points)
            .bind(new.why)
            .bind(now)
            .bind(new.by)
            .fetch_one(c)
            .await)?;
        self.note(
            "council.marked",
            about(new.campaign, new.unit),
            &json!({ "mark": id, "item": new.item, "points": points, "why": new.why,
                "by": new.by }),
        );
        Ok(id)
    }

    /// Writes a decision about units.
    ///
    /// # Errors
    /// [`crate::edge::store::StoreError::Conflict`] when the result is frozen.
    pub async fn add_decision(
        &mut self,
        campaign: &str,
        decision: &Decision,
        by: &str,
    ) -> Result<i64> {
        self.hold_open_council(campaign).await?;
        let units = to_json(&decision.units)?;
        let id: i64 = on_tx!(self, c => sqlx::query_scalar(
            "insert into council_decision (campaign, kind, units, holds, reason, noted_at, noted_by)
             values ($1, $2, $3, $4, $5, $6, $7) returning id")
            .bind(campaign)
            .bind(decision.kind.as_str())
            .bind(units)
            .bind(i64::from(decision.holds))
            .bind(&decision.reason)
            .bind(micros(decision.at))
            .bind(by)
            .fetch_one(c)
            .await)?;
        self.note(
            "council.decided",
            format!("campaign/{campaign}"),
            &json!({ "decision": id, "kind": decision.kind.as_str(), "units": decision.units,
                "holds": decision.holds, "reason": decision.reason, "by": by }),
        );
        Ok(id)
    }
}
