//! What was answered, as the limits count it.

use jiff::Timestamp;

use super::{
    Link, Result, Tx,
    columns::{micros, moment},
};
use crate::{
    address::Address,
    verdict::{
        Reply,
        limits::{Answer, DAY, Past},
    },
};

/// An answer that is owed.
#[derive(Debug, Clone, Copy)]
pub struct NewAnswer<'a> {
    /// The key of its letter, which is owed in this transaction.
    pub key: &'a str,
    /// Who gets it.
    pub recipient: &'a Address,
    /// From when it may leave.
    pub leaves_at: Timestamp,
    /// What others are compared with.
    pub answer: &'a Answer,
}

impl Tx {
    /// What was answered before, to this address and to everybody. Until this
    /// transaction ends no other can read it to answer: a bound holds although
    /// several daemons decide.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn answered(&mut self, recipient: &Address, answer: &Answer) -> Result<Past> {
        // SQLite has one writer anyway.
        if let Link::Postgres(open) = &mut self.link {
            sqlx::query("select pg_advisory_xact_lock(hashtextextended('answers', 0))")
                .execute(&mut **open)
                .await?;
        }
        let day_ago = micros(self.now - DAY);
        let minute_ago = self.now - jiff::SignedDuration::from_mins(1);
        let address: Vec<(i64, String, Option<String>)> = on_tx!(self, c => sqlx::query_as(
            "select leaves_at, says, files from answer where recipient = $1 and leaves_at > $2")
            .bind(recipient.as_str())
            .bind(day_ago)
            .fetch_all(c)
            .await)?;
        // Notes to strangers are counted apart: they must not use up what units
        // wait for.
        let stranger = Reply::WrongMailbox.as_str();
        let to_stranger = i64::from(answer.kind == Reply::WrongMailbox);
        let town: Vec<i64> = on_tx!(self, c => sqlx::query_scalar(
            "select leaves_at from answer join letter on letter.id = answer.letter
             where leaves_at > $1 and case when kind = $2 then 1 else 0 end = $3")
            .bind(micros(minute_ago))
            .bind(stranger)
            .bind(to_stranger)
            .fetch_all(c)
            .await)?;
        let town_today: i64 = on_tx!(self, c => sqlx::query_scalar(
            "select count(*) from answer join letter on letter.id = answer.letter
             where leaves_at > $1 and case when kind = $2 then 1 else 0 end = $3
             and owed_at >= coalesce((select max(closed_at) from breaker), 0)")
            .bind(day_ago)
            .bind(stranger)
            .bind(to_stranger)
            .fetch_one(c)
            .await)?;
        let (says, files) = (
            answer.says.to_string(),
            answer.files.map(|files| files.to_string()),
        );
        let moments = |letters: Vec<i64>| -> Result<Vec<Timestamp>> {
            letters.into_iter().map(moment).collect()
        };
        let same = address.iter().filter(|(_, said, _)| *said == says);
        Ok(Past {
            same: moments(same.map(|(at, ..)| *at).collect())?,
            files_answered: address
                .iter()
                .any(|(.., brought)| brought.is_some() && *brought == files),
            address: moments(address.iter().map(|(at, ..)| *at).collect())?,
            town: moments(town)?,
            town_today: usize::try_from(town_today).unwrap_or(usize::MAX),
        })
    }

    /// Counts an answer, as part of the transaction that owes its letter.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_answer(&mut self, new: &NewAnswer<'_>) -> Result<()> {
        let now = self.now();
        on_tx!(self, c => sqlx::query(
            "insert into answer (letter, recipient, leaves_at, owed_at, says, files)
             select id, $2, $3, $4, $5, $6 from letter where key = $1")
            .bind(new.key)
            .bind(new.recipient.as_str())
            .bind(micros(new.leaves_at))
            .bind(now)
            .bind(new.answer.says.to_string())
            .bind(new.answer.files.map(|files| files.to_string()))
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }
}
