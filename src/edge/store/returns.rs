//! Letters of ours that came back: not delivered, or going round.

use jiff::Timestamp;
use serde_json::json;
use sqlx::FromRow;

use super::{
    LetterId, Link, MailId, Pools, Result, Store, Tx,
    columns::{At, Word, micros},
    outbox::about,
};
use crate::{address::Address, text, verdict::Reply};

/// A letter that is the newest to its address and did not arrive there.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Undelivered {
    /// The letter.
    pub id: LetterId,
    /// The mail it answers.
    pub mail: Option<MailId>,
    /// The unit that does not know what became of its mail.
    pub unit: Option<String>,
    /// What kind of letter.
    pub kind: String,
    /// Who did not get it.
    #[sqlx(try_from = "Word")]
    pub recipient: Address,
    /// When we were told.
    #[sqlx(try_from = "At")]
    pub bounced_at: Timestamp,
    /// Why, as the mail servers said it.
    pub bounce: String,
}

impl Tx {
    /// Notes that a mail server gave a letter of ours back for good. False when
    /// no letter has that Message-ID: it is somebody else's.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bounced(&mut self, mail: MailId, message_id: &str, why: &str) -> Result<bool> {
        let letter = self.came_back(mail, message_id, "bounce").await?;
        let Some((letter, answers)) = letter else {
            return Ok(false);
        };
        let (now, why) = (self.now(), text::one_line(why, 500));
        let first = on_tx!(self, c => sqlx::query(
            "update letter set bounced_at = $2, bounce = $3 where id = $1 and bounced_at is null")
            .bind(letter)
            .bind(now)
            .bind(&why)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if first == 1 {
            self.note(
                "letter.bounced",
                about(letter, answers),
                &json!({ "letter": letter.0, "told_by": mail.0, "why": why }),
            );
        }
        Ok(true)
    }

    /// Notes that a letter of ours came back as mail, by the Message-IDs that
    /// the mail names. False when none is ours.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn went_round(&mut self, mail: MailId, message_ids: &[&str]) -> Result<bool> {
        for message_id in message_ids {
            if self.came_back(mail, message_id, "loop").await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// In how many mails letters of ours came round since a moment, or since a
    /// person last let the outbox go on. Notes to strangers do not count: there
    /// is one a day, so they cannot go round, and anybody who has one could
    /// send it back three times and silence the office.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rounds_since(&mut self, since: Timestamp) -> Result<usize> {
        let rounds: i64 = on_tx!(self, c => sqlx::query_scalar(
            "select count(distinct r.mail) from returned r join letter l on l.id = r.letter
             where r.what = 'loop' and r.at > $1 and l.kind <> $2
             and r.at >= coalesce((select max(closed_at) from breaker), 0)")
            .bind(micros(since))
            .bind(Reply::WrongMailbox.as_str())
            .fetch_one(c)
            .await)?;
        Ok(usize::try_from(rounds).unwrap_or(usize::MAX))
    }

    async fn came_back(
        &mut self,
        mail: MailId,
        message_id: &str,
        what: &str,
    ) -> Result<Option<(LetterId, Option<MailId>)>> {
        let now = self.now();
        let letter: Option<(LetterId, Option<MailId>)> = on_tx!(self, c => sqlx::query_as(
            "select id, mail from letter where message_id = $1 order by id limit 1")
            .bind(message_id)
            .fetch_optional(c)
            .await)?;
        if let Some((letter, _)) = letter {
            on_tx!(self, c => sqlx::query(
                "insert into returned (mail, letter, what, at) values ($1, $2, $3, $4)
                 on conflict (mail, letter) do nothing")
                .bind(mail)
                .bind(letter)
                .bind(what)
                .bind(now)
                .execute(c)
                .await
                .map(drop))?;
        }
        Ok(letter)
    }
}

impl Store {
    /// The letters that did not arrive and were followed by no other to the
    /// same address, newest first. A later letter that the server took ends it.
    /// Notes to strangers are not among them: nobody can telephone a stranger,
    /// and nothing would ever end it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn undelivered(&self) -> Result<Vec<Undelivered>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select l.id, l.mail, v.unit, l.kind, l.recipient, l.bounced_at, l.bounce
             from letter l left join mail m on m.id = l.mail
             left join verdict v on v.mail = m.id and v.revision = m.revision
             where l.bounced_at is not null and l.kind <> $1 and not exists (
                 select 1 from letter n where n.recipient = l.recipient and n.id > l.id
                 and n.sent_at is not null)
             order by l.bounced_at desc, l.id desc")
            .bind(Reply::WrongMailbox.as_str())
            .fetch_all(pool)
            .await)?)
    }
}
