//! Verdicts as they were given: once a mail, or once more by revision.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Link, MailId, Result, StoreError, Tx,
    columns::{json as to_json, micros},
};
use crate::{
    address::Address,
    digest::Digest,
    text,
    verdict::Verdict,
    webhook::{Event, Kind},
};

/// A verdict to write.
#[derive(Debug, Clone, Copy)]
pub struct NewSettlement<'a> {
    /// The mail.
    pub mail: MailId,
    /// 1 for the first verdict, one more than the verdict in force to replace
    /// it: whoever decided without knowing the newest is refused.
    pub revision: i64,
    /// The decision.
    pub verdict: Verdict,
    /// The kind of answer: `receipt`, `rejection`, `none`.
    pub reply: &'a str,
    /// The unit that is proven to have sent it.
    pub unit: Option<&'a str>,
    /// The number under which the answer goes out.
    pub number: Option<&'a str>,
    /// Whom it claims to be from.
    pub sender: Option<&'a Address>,
    /// Its subject line; cut at 200 characters.
    pub subject: &'a str,
    /// What proved the sender.
    pub proof: &'a str,
    /// The moment that counts.
    pub moment: Timestamp,
    /// Reason codes.
    pub reasons: &'a [&'a str],
    /// The whole evidence.
    pub judgement: &'a Value,
    /// The files of the mail, in its order, and what became of each.
    pub files: &'a [NewAttachment<'a>],
}

/// A file of a mail.
#[derive(Debug, Clone, Copy)]
pub struct NewAttachment<'a> {
    /// Its file name, a label only; cut at 200 characters.
    pub name: &'a str,
    /// Its declared media type.
    pub media_type: &'a str,
    /// Its decoded size.
    pub size: u64,
    /// SHA-256 of its decoded bytes.
    pub digest: Digest,
    /// What became of it.
    pub fate: &'a str,
}

impl Tx {
    /// Writes a verdict and what became of each file; both are in force from
    /// the commit on, and in the audit.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] unless the revision is the next one.
    pub async fn settle(&mut self, new: &NewSettlement<'_>) -> Result<()> {
        let next = on_tx!(self, c => sqlx::query(
            "update mail set revision = $2, waiting_for = null where id = $1 and revision = $2 - 1")
            .bind(new.mail)
            .bind(new.revision)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if next != 1 {
            return Err(StoreError::Conflict(format!(
                "{} is already settled",
                new.mail
            )));
        }
        self.write_verdict(new).await?;
        self.list_as(new).await?;
        for (n, file) in (0..).zip(new.files) {
            self.write_file(new.mail, n, file).await?;
        }
        let files: Vec<Value> = new
            .files
            .iter()
            .map(|file| json!({ "digest": file.digest.to_string(), "fate": file.fate }))
            .collect();
        self.note(
            "mail.settled",
            new.mail,
            &json!({
                "revision": new.revision,
                "verdict": new.verdict.as_str(),
                "reply": new.reply,
                "unit": new.unit,
                "number": new.number,
                "moment": new.moment.to_string(),
                "reasons": new.reasons,
                "files": files,
                // The evidence itself stands once, in its own column.
                "judgement": Digest::of(new.judgement.to_string().as_bytes()).to_string(),
            }),
        );
        match told(new) {
            Some(event) => self.owe_event(&event).await,
            None => Ok(()),
        }
    }

    async fn write_verdict(&mut self, new: &NewSettlement<'_>) -> Result<()> {
        let (reasons, now, by) = (to_json(&new.reasons)?, self.now(), self.actor.to_string());
        on_tx!(self, c => sqlx::query(
            "insert into verdict (mail, revision, verdict, reply, unit, number, sender, subject,
                 proof, moment, reasons, judgement, decided_at, decided_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")
            .bind(new.mail)
            .bind(new.revision)
            .bind(new.verdict.as_str())
            .bind(new.reply)
            .bind(new.unit)
            .bind(new.number)
            .bind(new.sender.map(Address::as_str))
            .bind(text::one_line(new.subject, 200))
            .bind(new.proof)
            .bind(micros(new.moment))
            .bind(reasons)
            .bind(new.judgement.to_string())
            .bind(now)
            .bind(by)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Writes what became of a file. With a later revision of the verdict its
    /// fate may be another; the audit of each verdict keeps the older one.
    async fn write_file(&mut self, mail: MailId, n: i64, new: &NewAttachment<'_>) -> Result<()> {
        on_tx!(self, c => sqlx::query(
            "insert into attachment (mail, n, name, media_type, size, digest, fate)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (mail, n) do update set fate = excluded.fate")
            .bind(mail)
            .bind(n)
            .bind(text::one_line(new.name, 200))
            .bind(text::one_line(new.media_type, 200))
            .bind(i64::try_from(new.size).unwrap_or(i64::MAX))
            .bind(new.digest.to_string())
            .bind(text::one_line(new.fate, 200))
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The next number of a series, from 1. It is taken only if this commits,
    /// and another transaction waits for it: a series has no gaps.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn next_number(&mut self, series: &str) -> Result<i64> {
        Ok(on_tx!(self, c => sqlx::query_scalar(
            "insert into series (name, last) values ($1, 1)
             on conflict (name) do update set last = series.last + 1 returning last")
            .bind(series)
            .fetch_one(c)
            .await)?)
    }

    /// Was a unit turned down for a mail of that time? Half-open, as windows
    /// are.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn turned_down(
        &mut self,
        unit: &str,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<bool> {
        let count: i64 = on_tx!(self, c => sqlx::query_scalar(
            "select count(*) from verdict v join mail m on m.id = v.mail and m.revision = v.revision
             where v.unit = $1 and v.verdict = $2 and v.moment >= $3 and v.moment < $4")
            .bind(unit)
            .bind(Verdict::Rejected.as_str())
            .bind(micros(from))
            .bind(micros(to))
            .fetch_one(c)
            .await)?;
        Ok(count > 0)
    }
}

/// What programs are told of a verdict; nothing of a mail that no person of the
/// office would be told of.
fn told(new: &NewSettlement<'_>) -> Option<Event> {
    let kind = match (new.verdict, new.unit) {
        (Verdict::Accepted, _) => Kind::Accepted,
        (Verdict::Rejected, Some(_)) => Kind::Rejected,
        (Verdict::Held, _) => Kind::Held,
        (Verdict::Rejected, None)
        | (Verdict::Quarantined | Verdict::Logged | Verdict::Duplicate, _) => return None,
    };
    Some(Event {
        kind,
        subject: format!("{}/{}", new.mail, new.revision),
        data: json!({
            "mail": new.mail.0,
            "revision": new.revision,
            "unit": new.unit,
            "number": new.number,
            "moment": new.moment.to_string(),
            "reasons": new.reasons,
        }),
    })
}
