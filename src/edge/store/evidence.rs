//! Copies of reports by other ways than the mail: recorded, corrected, settled.

use jiff::{Timestamp, civil::Date};
use serde_json::json;
use sqlx::FromRow;

use super::{
    Link, Result, StoreError, Tx,
    columns::{At, Word, json as to_json},
    dossiers::{EVIDENCE, EvidenceRow},
};
use crate::{
    digest::Digest,
    evidence::{Channel, Dossier, Entry, Record, Ruling},
    text,
};

/// A copy to record.
#[derive(Debug, Clone, Copy)]
pub struct NewEvidence<'a> {
    /// The campaign.
    pub campaign: &'a str,
    /// The unit.
    pub unit: &'a str,
    /// By which way it came.
    pub channel: Channel,
    /// What it says.
    pub record: &'a Record,
    /// The record it corrects, which must stand.
    pub replaces: Option<i64>,
    /// Does it only withdraw that one?
    pub withdrawn: bool,
    /// Why it corrects or withdraws.
    pub why: &'a str,
    /// When the same counts as recorded already.
    pub once: Once,
}

/// When a copy that says the same is not recorded again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Once {
    /// While the first stands: a form that was sent twice.
    Standing,
    /// Ever: a file that is imported twice must not bring back what a person
    /// withdrew.
    Ever,
}

/// A register or a message that was handed in to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Upload {
    /// Its number.
    pub id: i64,
    /// `register` or `edxml`.
    pub kind: String,
    /// The channel to which its documents belong.
    pub channel: String,
    /// Its name.
    pub name: String,
    /// SHA-256 of the file.
    #[sqlx(try_from = "Word")]
    pub digest: Digest,
    /// When it was handed in.
    #[sqlx(try_from = "At")]
    pub uploaded_at: Timestamp,
    /// By whom.
    pub uploaded_by: String,
}

impl Tx {
    /// Notes which paper a report names. It has no audit row of its own: the
    /// workbook that says it is in the row of the report.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such report.
    pub async fn name_document(
        &mut self,
        submission: i64,
        document: &str,
        dated: Option<Date>,
    ) -> Result<()> {
        on_tx!(self, c => sqlx::query(
            "insert into accompanying (submission, document, dated) values ($1, $2, $3)")
            .bind(submission)
            .bind(text::one_line(document, 100))
            .bind(dated.map(|date| date.to_string()))
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Keeps a file of a copy. One that is here already stays as it is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep_evidence_file(&mut self, bytes: &[u8]) -> Result<Digest> {
        let (digest, now) = (Digest::of(bytes), self.now());
        on_tx!(self, c => sqlx::query(
            "insert into evidence_file (digest, size, kept_at, bytes) values ($1, $2, $3, $4)
             on conflict (digest) do nothing")
            .bind(digest.to_string())
            .bind(i64::try_from(bytes.len()).unwrap_or(i64::MAX))
            .bind(now)
            .bind(bytes)
            .execute(c)
            .await
            .map(drop))?;
        Ok(digest)
    }

    /// Records a copy; its files were kept before. None when the same is
    /// recorded already: then nothing is done.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the record it corrects does not stand, or
    /// is another unit's.
    pub async fn add_evidence(&mut self, new: &NewEvidence<'_>) -> Result<Option<i64>> {
        self.lock_dossier(new.campaign, new.unit).await?;
        let (campaign, unit) = (new.campaign, new.unit);
        let rows: Vec<EvidenceRow> = on_tx!(self, c => sqlx::query_as(EVIDENCE)
            .bind(campaign)
            .bind(unit)
            .fetch_all(c)
            .await)?;
        let entries: Result<Vec<Entry>> = rows.into_iter().map(Entry::try_from).collect();
        let dossier = Dossier {
            entries: entries?,
            ..Dossier::default()
        };
        let record = new.record.clone().tidy();
        if let Some(old) = new.replaces {
            let mut standing = dossier.in_force(new.channel);
            if standing.all(|it| it.id != old) {
                return Err(StoreError::Conflict(format!(
                    "evidence {old} does not stand"
                )));
            }
        }
        let same = |entry: &Entry| {
            entry.channel == new.channel && entry.record.digest() == record.digest()
        };
        let known = match new.once {
            Once::Ever => dossier.entries.iter().any(same),
            Once::Standing => dossier.in_force(new.channel).any(same),
        };
        if known && !new.withdrawn {
            return Ok(None);
        }
        self.write_evidence(new, &record).await.map(Some)
    }

    async fn write_evidence(&mut self, new: &NewEvidence<'_>, record: &Record) -> Result<i64> {
        let (facts, now, by) = (to_json(record)?, self.now(), self.actor.to_string());
        let why = text::one_line(new.why, 500);
        let id: i64 = on_tx!(self, c => sqlx::query_scalar(
            "insert into evidence (campaign, unit, channel, facts, replaces, withdrawn, why,
                 noted_at, noted_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id")
            .bind(new.campaign)
            .bind(new.unit)
            .bind(new.channel.as_str())
            .bind(&facts)
            .bind(new.replaces)
            .bind(i64::from(new.withdrawn))
            .bind(&why)
            .bind(now)
            .bind(by)
            .fetch_one(c)
            .await)?;
        let action = match (new.withdrawn, new.replaces) {
            (true, _) => "evidence.withdrawn",
            (false, Some(_)) => "evidence.corrected",
            (false, None) => "evidence.added",
        };
        let files: Vec<String> = record
            .files
            .iter()
            .map(|it| it.digest.to_string())
            .collect();
        let detail = json!({
            "campaign": new.campaign,
            "id": id,
            "channel": new.channel.as_str(),
            "number": record.number,
            "date": record.date,
            "facts": Digest::of(facts.as_bytes()).to_string(),
            "files": files,
            "source": record.source.as_ref().map(|it| it.file.to_string()),
            "replaces": new.replaces,
            "why": why,
        });
        self.note(action, format!("unit/{}", new.unit), &detail);
        Ok(id)
    }

    /// Settles a disagreement of a unit.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn settle_evidence(
        &mut self,
        campaign: &str,
        unit: &str,
        about: &str,
        ruling: Ruling,
        reason: &str,
    ) -> Result<()> {
        let (now, by) = (self.now(), self.actor.to_string());
        let reason = text::one_line(reason, 1_000);
        on_tx!(self, c => sqlx::query(
            "insert into evidence_settlement (campaign, unit, about, ruling, reason, settled_at,
                 settled_by)
             values ($1, $2, $3, $4, $5, $6, $7)")
            .bind(campaign)
            .bind(unit)
            .bind(about)
            .bind(ruling.as_str())
            .bind(&reason)
            .bind(now)
            .bind(by)
            .execute(c)
            .await
            .map(drop))?;
        let detail = json!({
            "campaign": campaign,
            "about": about,
            "ruling": ruling.as_str(),
            "reason": reason,
        });
        self.note("evidence.settled", format!("unit/{unit}"), &detail);
        Ok(())
    }

    /// Keeps a register or a message to be looked at; gives its number, the same
    /// for the same file.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn upload(
        &mut self,
        campaign: &str,
        kind: &str,
        channel: Channel,
        name: &str,
        bytes: &[u8],
    ) -> Result<i64> {
        let digest = self.keep_evidence_file(bytes).await?;
        let (now, by) = (self.now(), self.actor.to_string());
        let name = text::one_line(name, 150);
        let new: Option<i64> = on_tx!(self, c => sqlx::query_scalar(
            "insert into evidence_upload (campaign, kind, channel, name, digest, uploaded_at,
                 uploaded_by)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (campaign, kind, channel, digest) do nothing returning id")
            .bind(campaign)
            .bind(kind)
            .bind(channel.as_str())
            .bind(&name)
            .bind(digest.to_string())
            .bind(now)
            .bind(by)
            .fetch_optional(c)
            .await)?;
        if let Some(id) = new {
            let detail = json!({ "kind": kind, "name": name, "digest": digest.to_string() });
            self.note("evidence.uploaded", format!("upload/{id}"), &detail);
            return Ok(id);
        }
        Ok(on_tx!(self, c => sqlx::query_scalar(
            "select id from evidence_upload
             where campaign = $1 and kind = $2 and channel = $3 and digest = $4")
            .bind(campaign)
            .bind(kind)
            .bind(channel.as_str())
            .bind(digest.to_string())
            .fetch_one(c)
            .await)?)
    }

    /// Two that write into one dossier do so one after the other.
    async fn lock_dossier(&mut self, campaign: &str, unit: &str) -> Result<()> {
        // SQLite has one writer anyway.
        if let Link::Postgres(open) = &mut self.link {
            sqlx::query("select pg_advisory_xact_lock(hashtextextended($1, 1))")
                .bind(format!("{campaign}/{unit}"))
                .execute(&mut **open)
                .await?;
        }
        Ok(())
    }
}
