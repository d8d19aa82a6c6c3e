//! Places on the server: which UIDs are known, which mails are to be filed.

use serde_json::json;
use sqlx::FromRow;

use super::{Link, MailId, Pools, Result, Store, Tx, columns::Word};
use crate::{digest::Digest, verdict::Verdict};

/// What a mailbox looks like beside the last time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sighting {
    /// It was never seen before.
    First,
    /// Its UIDs mean what they meant.
    Same,
    /// It was made anew: its UIDs mean nothing we know.
    Changed {
        /// The UIDVALIDITY it had.
        before: u32,
    },
}

/// A settled mail that still lies where it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct ToFile {
    /// Its UID.
    #[sqlx(try_from = "i64")]
    pub uid: u32,
    /// Its number.
    pub mail: MailId,
    /// The verdict in force.
    #[sqlx(try_from = "Word")]
    pub verdict: Verdict,
}

/// A mail that lies in the folder of a verdict it no longer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct ToMove {
    /// Its number.
    pub mail: MailId,
    /// SHA-256 of its bytes.
    #[sqlx(try_from = "Word")]
    pub digest: Digest,
    /// How many those are.
    #[sqlx(try_from = "i64")]
    pub size: u64,
    /// The verdict in whose folder it lies.
    #[sqlx(try_from = "Word")]
    pub lies_in: Verdict,
    /// The verdict in force.
    #[sqlx(try_from = "Word")]
    pub verdict: Verdict,
}

#[derive(FromRow)]
struct Uid {
    #[sqlx(try_from = "i64")]
    uid: u32,
}

impl Tx {
    /// Notes the UIDVALIDITY of a mailbox.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn see_mailbox(&mut self, mailbox: &str, uidvalidity: u32) -> Result<Sighting> {
        let before: Option<i64> = on_tx!(self, c => sqlx::query_scalar(
            "select uidvalidity from mailbox where name = $1")
            .bind(mailbox)
            .fetch_optional(c)
            .await)?;
        let sighting = match before.and_then(|before| u32::try_from(before).ok()) {
            Some(before) if before == uidvalidity => return Ok(Sighting::Same),
            Some(before) => Sighting::Changed { before },
            None => Sighting::First,
        };
        let now = self.now();
        on_tx!(self, c => sqlx::query(
            "insert into mailbox (name, uidvalidity, changed_at) values ($1, $2, $3)
             on conflict (name) do update
             set uidvalidity = excluded.uidvalidity, changed_at = excluded.changed_at")
            .bind(mailbox)
            .bind(i64::from(uidvalidity))
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        self.note(
            "mailbox.seen",
            format!("mailbox/{mailbox}"),
            &json!({ "uidvalidity": uidvalidity, "before": before }),
        );
        Ok(sighting)
    }

    /// Notes that mails were moved to the folders of their verdicts.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn filed(&mut self, mailbox: &str, uidvalidity: u32, done: &[ToFile]) -> Result<()> {
        let now = self.now();
        for one in done {
            on_tx!(self, c => sqlx::query(
                "update place set filed_as = $4, filed_at = $5
                 where mailbox = $1 and uidvalidity = $2 and uid = $3")
                .bind(mailbox)
                .bind(i64::from(uidvalidity))
                .bind(i64::from(one.uid))
                .bind(one.verdict.as_str())
                .bind(now)
                .execute(c)
                .await
                .map(drop))?;
        }
        Ok(())
    }
}

impl Tx {
    /// Notes that a mail was moved on to the folder of its new verdict, or that
    /// it was not found in that of the old one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn refiled(&mut self, mailbox: &str, done: ToMove, found: bool) -> Result<()> {
        let (now, lost) = (self.now(), i64::from(!found));
        on_tx!(self, c => sqlx::query(
            "update place set
                 filed_as = case when $5 = 1 then filed_as else $4 end,
                 filed_at = case when $5 = 1 then filed_at else $6 end,
                 lost_at = case when $5 = 1 then $6 else null end
             where mailbox = $1 and mail = $2 and filed_as = $3")
            .bind(mailbox)
            .bind(done.mail)
            .bind(done.lies_in.as_str())
            .bind(done.verdict.as_str())
            .bind(lost)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }
}

impl Store {
    /// The mails that were moved to the folder of a verdict that was replaced
    /// since.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn to_move(&self, mailbox: &str, limit: u32) -> Result<Vec<ToMove>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select distinct m.id as mail, m.digest, m.size, p.filed_as as lies_in, l.verdict
             from place p join listed l on l.mail = p.mail and l.verdict <> p.filed_as
             join mail m on m.id = p.mail
             where p.mailbox = $1 and p.filed_as is not null and p.lost_at is null
             order by m.id limit $2")
            .bind(mailbox)
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?)
    }

    /// The UIDs whose mails are ours and were not moved away, in order. What the
    /// server lists and this does not is to be fetched: a UID whose mail we
    /// moved away is another mail's when it is there again (a mailbox that was
    /// restored from a backup).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unfiled_uids(&self, mailbox: &str, uidvalidity: u32) -> Result<Vec<u32>> {
        let uids: Vec<Uid> = on!(self, pool => sqlx::query_as(
            "select uid from place
             where mailbox = $1 and uidvalidity = $2 and filed_at is null order by uid")
            .bind(mailbox)
            .bind(i64::from(uidvalidity))
            .fetch_all(pool)
            .await)?;
        Ok(uids.into_iter().map(|known| known.uid).collect())
    }

    /// The highest UID whose mail is ours; a hint for where to look first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn highest_uid(&self, mailbox: &str, uidvalidity: u32) -> Result<Option<u32>> {
        let uid: Option<Uid> = on!(self, pool => sqlx::query_as(
            "select uid from place where mailbox = $1 and uidvalidity = $2
             order by uid desc limit 1")
            .bind(mailbox)
            .bind(i64::from(uidvalidity))
            .fetch_optional(pool)
            .await)?;
        Ok(uid.map(|known| known.uid))
    }

    /// The settled mails that are not filed yet, by UID.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn to_file(
        &self,
        mailbox: &str,
        uidvalidity: u32,
        limit: u32,
    ) -> Result<Vec<ToFile>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select place.uid, place.mail, verdict.verdict from place
             join mail on mail.id = place.mail
             join verdict on verdict.mail = mail.id and verdict.revision = mail.revision
             where place.mailbox = $1 and place.uidvalidity = $2 and place.filed_at is null
             order by place.uid limit $3")
            .bind(mailbox)
            .bind(i64::from(uidvalidity))
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?)
    }

    /// How many mails seen in a mailbox have no verdict yet: the gap between
    /// what is there and what the ledger can answer for.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn gap(&self, mailbox: &str, uidvalidity: u32) -> Result<i64> {
        Ok(on!(self, pool => sqlx::query_scalar(
            "select count(*) from mail join place on place.mail = mail.id
             where mail.revision = 0 and place.mailbox = $1 and place.uidvalidity = $2")
            .bind(mailbox)
            .bind(i64::from(uidvalidity))
            .fetch_one(pool)
            .await)?)
    }
}
