//! Who looks at which mail, and what a person's decision does besides the
//! verdict.

use jiff::Timestamp;
use serde_json::json;
use sqlx::FromRow;

use super::{
    Link, MailId, Pools, Result, Store, StoreError, Tx,
    columns::{At, micros},
};

/// Who looks at a mail.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Claim {
    /// Name of the account.
    pub holder: String,
    /// What people call that person.
    pub display: String,
    /// Since when.
    #[sqlx(try_from = "At")]
    pub taken_at: Timestamp,
    /// Until when, if it is not renewed.
    #[sqlx(try_from = "At")]
    pub until: Timestamp,
}

const CLAIM: &str = "select c.holder, coalesce(a.display, c.holder) as display, c.taken_at, c.until
     from claim c left join account a on a.name = c.holder where c.mail = $1 and c.until > $2";

impl Store {
    /// Who looks at a mail at a moment.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim_of(&self, mail: MailId, now: Timestamp) -> Result<Option<Claim>> {
        Ok(on!(self, pool => sqlx::query_as(CLAIM)
            .bind(mail)
            .bind(micros(now))
            .fetch_optional(pool)
            .await)?)
    }
}

impl Tx {
    /// Takes a mail to look at, or renews that; from another only when
    /// `instead` says so. False when another has it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim(
        &mut self,
        mail: MailId,
        holder: &str,
        until: Timestamp,
        instead: bool,
    ) -> Result<bool> {
        let now = self.now();
        let taken: Option<i64> = on_tx!(self, c => sqlx::query_scalar(
            "insert into claim (mail, holder, taken_at, until) values ($1, $2, $3, $4)
             on conflict (mail) do update
             set taken_at = case when claim.holder = excluded.holder and claim.until > $3
                     then claim.taken_at else excluded.taken_at end,
                 holder = excluded.holder, until = excluded.until
             where claim.holder = excluded.holder or claim.until <= $3 or $5 = 1
             returning mail")
            .bind(mail)
            .bind(holder)
            .bind(now)
            .bind(micros(until))
            .bind(i64::from(instead))
            .fetch_optional(c)
            .await)?;
        if taken.is_some() {
            let what = json!({ "until": until.to_string(), "instead": instead });
            self.note("review.claimed", mail, &what);
        }
        Ok(taken.is_some())
    }

    /// Lets a mail go that this account has claimed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unclaim(&mut self, mail: MailId, holder: &str) -> Result<()> {
        let gone = on_tx!(self, c => sqlx::query("delete from claim where mail = $1 and holder = $2")
            .bind(mail)
            .bind(holder)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if gone > 0 {
            self.note("review.released", mail, &json!({}));
        }
        Ok(())
    }

    /// Who looks at a mail.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claimed(&mut self, mail: MailId) -> Result<Option<Claim>> {
        let now = self.now();
        Ok(on_tx!(self, c => sqlx::query_as(CLAIM)
            .bind(mail)
            .bind(now)
            .fetch_optional(c)
            .await)?)
    }

    /// Lets the version that a mail is go on under a new verdict that says the
    /// same of it: its number and its place among the others stay.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it has none.
    pub async fn carry_submission(&mut self, mail: MailId, from: i64, to: i64) -> Result<()> {
        let moved = on_tx!(self, c => sqlx::query(
            "update submission set revision = $3 where mail = $1 and revision = $2")
            .bind(mail)
            .bind(from)
            .bind(to)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if moved != 1 {
            return Err(StoreError::Conflict(format!("{mail} has no version")));
        }
        self.note(
            "submission.carried",
            mail,
            &json!({ "from": from, "to": to }),
        );
        Ok(())
    }

    /// Has any version of a campaign this number, standing or not?
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_number_used(&mut self, campaign: &str, number: &str) -> Result<bool> {
        let count: i64 = on_tx!(self, c => sqlx::query_scalar(
            "select count(*) from submission where campaign = $1 and number = $2")
            .bind(campaign)
            .bind(number)
            .fetch_one(c)
            .await)?;
        Ok(count > 0)
    }

    /// Notes that a mail was judged again and nothing came of it.
    pub fn unchanged(&mut self, mail: MailId, revision: i64) {
        let what = json!({ "revision": revision });
        self.note("review.unchanged", mail, &what);
    }
}
