//! The round of explanations: when the units were asked, what came, and what the
//! council did about it.

use jiff::Timestamp;
use serde_json::json;
use sqlx::FromRow;

use super::about;
use crate::{
    council::round::{Explanation, Outcome, Round},
    edge::store::{
        Link, MailId, Pools, Result, Store, StoreError, Tx,
        columns::{At, MaybeAt, micros, moment},
    },
    explanation::{Explaining, Token},
};

#[derive(FromRow)]
struct RoundRow {
    #[sqlx(try_from = "At")]
    opened_at: Timestamp,
    #[sqlx(try_from = "At")]
    until: Timestamp,
}

#[derive(FromRow)]
struct ExplanationRow {
    id: i64,
    unit: String,
    mail: i64,
    #[sqlx(try_from = "At")]
    moment: Timestamp,
    late: i64,
    accepted: Option<i64>,
    reason: Option<String>,
    settled_by: Option<String>,
    #[sqlx(try_from = "MaybeAt")]
    settled_at: Option<Timestamp>,
}

/// An explanation that a unit sent, to file.
#[derive(Debug, Clone, Copy)]
pub struct NewExplanation<'a> {
    /// The campaign.
    pub campaign: &'a str,
    /// The unit.
    pub unit: &'a str,
    /// The mail it came in.
    pub mail: MailId,
    /// The moment that counts.
    pub moment: Timestamp,
    /// Did it come after the last day?
    pub late: bool,
}

impl Tx {
    /// Opens the round of a campaign: these units are asked, each with its code.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it was opened before, or when the result is
    /// frozen.
    pub async fn open_round(
        &mut self,
        campaign: &str,
        until: Timestamp,
        asked: &[(&str, &Token)],
        by: &str,
    ) -> Result<()> {
        self.hold_open_council(campaign).await?;
        let now = self.now();
        on_tx!(self, c => sqlx::query(
            "insert into explanation_round (campaign, opened_at, until, opened_by)
             values ($1, $2, $3, $4)")
            .bind(campaign)
            .bind(now)
            .bind(micros(until))
            .bind(by)
            .execute(c)
            .await
            .map(drop))?;
        for (unit, token) in asked {
            on_tx!(self, c => sqlx::query(
                "insert into explanation_token (campaign, unit, token) values ($1, $2, $3)")
                .bind(campaign)
                .bind(*unit)
                .bind(token.as_str())
                .execute(c)
                .await
                .map(drop))?;
        }
        let units: Vec<&str> = asked.iter().map(|(unit, _)| *unit).collect();
        self.note(
            "council.asked",
            format!("campaign/{campaign}"),
            &json!({ "until": until.to_string(), "units": units, "by": by }),
        );
        Ok(())
    }

    /// What a code means in a mail of a unit. None: no unit of this campaign was
    /// asked, so it means nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn explaining(
        &mut self,
        campaign: &str,
        unit: &str,
        token: &Token,
    ) -> Result<Option<Explaining>> {
        let until: Option<i64> = on_tx!(self, c => sqlx::query_scalar(
            "select until from explanation_round where campaign = $1")
            .bind(campaign)
            .fetch_optional(c)
            .await)?;
        let Some(until) = until else { return Ok(None) };
        let until = moment(until)?;
        let own: i64 = on_tx!(self, c => sqlx::query_scalar(
            "select count(*) from explanation_token
             where campaign = $1 and unit = $2 and token = $3")
            .bind(campaign)
            .bind(unit)
            .bind(token.as_str())
            .fetch_one(c)
            .await)?;
        Ok(Some(if own == 1 {
            Explaining::Own { until }
        } else {
            Explaining::NotOwn
        }))
    }

    /// Files an explanation, once a mail. It changes no result, so it comes in
    /// whatever the state of the result is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn add_explanation(&mut self, new: &NewExplanation<'_>) -> Result<()> {
        let done = on_tx!(self, c => sqlx::query(
            "insert into explanation (campaign, unit, mail, moment, late)
             values ($1, $2, $3, $4, $5) on conflict (mail) do nothing")
            .bind(new.campaign)
            .bind(new.unit)
            .bind(new.mail)
            .bind(micros(new.moment))
            .bind(i64::from(new.late))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if done == 0 {
            return Ok(());
        }
        self.note(
            "council.explained",
            new.mail,
            &json!({ "campaign": new.campaign, "unit": new.unit, "late": new.late }),
        );
        Ok(())
    }

    /// Notes what the council did about an explanation, once.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is none that is open, or when the
    /// result is frozen.
    pub async fn settle_explanation(
        &mut self,
        campaign: &str,
        id: i64,
        accepted: bool,
        reason: &str,
        by: &str,
    ) -> Result<()> {
        self.hold_open_council(campaign).await?;
        let now = self.now();
        let unit: Option<String> = on_tx!(self, c => sqlx::query_scalar(
            "update explanation set accepted = $3, reason = $4, settled_at = $5, settled_by = $6
             where id = $1 and campaign = $2 and settled_at is null returning unit")
            .bind(id)
            .bind(campaign)
            .bind(i64::from(accepted))
            .bind(reason)
            .bind(now)
            .bind(by)
            .fetch_optional(c)
            .await)?;
        let unit = unit.ok_or_else(|| StoreError::Conflict(format!("explanation {id}")))?;
        self.note(
            "council.answered",
            about(campaign, &unit),
            &json!({ "explanation": id, "accepted": accepted, "reason": reason, "by": by }),
        );
        Ok(())
    }
}

impl Store {
    /// The round of a campaign, with all that came and still is an explanation by
    /// the verdict in force on its mail.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn round(&self, campaign: &str) -> Result<Option<Round>> {
        let round: Option<RoundRow> = on!(self, pool => sqlx::query_as(
            "select opened_at, until from explanation_round where campaign = $1")
            .bind(campaign)
            .fetch_optional(pool)
            .await)?;
        let Some(round) = round else { return Ok(None) };
        let tokens: Vec<(String, String)> = on!(self, pool => sqlx::query_as(
            "select unit, token from explanation_token where campaign = $1 order by unit")
            .bind(campaign)
            .fetch_all(pool)
            .await)?;
        let rows: Vec<ExplanationRow> = on!(self, pool => sqlx::query_as(
            "select e.id, e.unit, e.mail, e.moment, e.late, e.accepted, e.reason, e.settled_by,
                 e.settled_at
             from explanation e
             join mail m on m.id = e.mail
             join verdict v on v.mail = m.id and v.revision = m.revision
             where e.campaign = $1 and v.unit = e.unit and v.verdict = 'logged'
                 and v.reasons like '%\"W-EXPLANATION%'
             order by e.moment, e.id")
            .bind(campaign)
            .fetch_all(pool)
            .await)?;
        let token = |(unit, text): (String, String)| {
            let damaged = || StoreError::Corrupt(format!("the code of {unit}"));
            Ok((unit.clone(), Token::parse(&text).ok_or_else(damaged)?))
        };
        Ok(Some(Round {
            opened_at: round.opened_at,
            until: round.until,
            asked: tokens.into_iter().map(token).collect::<Result<_>>()?,
            explanations: rows.into_iter().map(explanation).collect(),
        }))
    }
}

fn explanation(row: ExplanationRow) -> Explanation {
    let outcome = row.settled_at.map(|at| Outcome {
        accepted: row.accepted == Some(1),
        reason: row.reason.unwrap_or_default(),
        by: row.settled_by.unwrap_or_default(),
        at,
    });
    Explanation {
        id: row.id,
        unit: row.unit,
        mail: row.mail,
        moment: row.moment,
        late: row.late != 0,
        outcome,
    }
}
