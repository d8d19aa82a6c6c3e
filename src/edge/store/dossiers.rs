//! Dossiers as they stand: mails, copies, settlements, and the files of copies.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::FromRow;

use super::{
    Link, Pools, Result, Store, StoreError,
    columns::At,
    evidence::Upload,
    submissions::{newest, place},
};
use crate::{
    digest::Digest,
    evidence::{Channel, Dossier, Entry, MailCopy, Ruling, Settlement, matrix},
};

#[derive(FromRow)]
pub(super) struct EvidenceRow {
    id: i64,
    unit: String,
    channel: String,
    facts: String,
    replaces: Option<i64>,
    withdrawn: i64,
    why: String,
    #[sqlx(try_from = "At")]
    noted_at: Timestamp,
    noted_by: String,
}

#[derive(FromRow)]
struct SettlementRow {
    unit: String,
    about: String,
    ruling: String,
    reason: String,
    #[sqlx(try_from = "At")]
    settled_at: Timestamp,
    settled_by: String,
}

#[derive(FromRow)]
struct MailRow {
    unit: String,
    mail: i64,
    number: String,
    version: i64,
    #[sqlx(try_from = "At")]
    moment: Timestamp,
    punctuality: String,
    document: Option<String>,
    dated: Option<String>,
}

pub(super) const EVIDENCE: &str =
    "select id, unit, channel, facts, replaces, withdrawn, why, noted_at, noted_by
     from evidence where campaign = $1 and ($2 = '' or unit = $2) order by unit, id";

/// The report of each unit that the other ways are held against: the newest on
/// time, or else the newest late one.
const MAILS: &str = concat!(
    "select unit, mail, number, version, moment, punctuality, document, dated from (
         select s.unit, s.mail, s.number, s.version, s.moment, s.punctuality, a.document, a.dated, ",
    place!(),
    " as place from ",
    newest!("($2 = '' or n.unit = $2)"),
    " left join accompanying a on a.submission = s.id) ranked
     where place = 1 order by unit"
);

const SETTLEMENTS: &str = "select unit, about, ruling, reason, settled_at, settled_by
     from evidence_settlement where campaign = $1 and ($2 = '' or unit = $2) order by id";

impl TryFrom<EvidenceRow> for Entry {
    type Error = StoreError;

    fn try_from(row: EvidenceRow) -> Result<Self> {
        let corrupt = |what: &str| StoreError::Corrupt(format!("evidence {}: {what}", row.id));
        Ok(Self {
            id: row.id,
            channel: Channel::parse(&row.channel).ok_or_else(|| corrupt("channel"))?,
            record: serde_json::from_str(&row.facts).map_err(|_| corrupt("facts"))?,
            replaces: row.replaces,
            withdrawn: row.withdrawn != 0,
            why: row.why,
            at: row.noted_at,
            by: row.noted_by,
        })
    }
}

impl Store {
    /// The dossiers of these units, in their order, with what stands in two of
    /// them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn dossiers(
        &self,
        campaign: &str,
        asked: &[Channel],
        units: impl IntoIterator<Item = &str>,
    ) -> Result<Vec<Dossier>> {
        let mut known = self.read_dossiers(campaign, "").await?;
        let mut dossiers: Vec<Dossier> = units
            .into_iter()
            .map(|unit| Dossier {
                unit: unit.to_owned(),
                asked: asked.to_vec(),
                ..known.remove(unit).unwrap_or_default()
            })
            .collect();
        matrix::link(&mut dossiers);
        Ok(dossiers)
    }

    async fn read_dossiers(&self, campaign: &str, unit: &str) -> Result<BTreeMap<String, Dossier>> {
        let mut open = self.snapshot().await?;
        macro_rules! rows {
            ($row:ty, $sql:expr) => {{
                let rows: Vec<$row> = on_tx!(open, c => sqlx::query_as($sql)
                    .bind(campaign)
                    .bind(unit)
                    .fetch_all(c)
                    .await)?;
                rows
            }};
        }
        let mut found: BTreeMap<String, Dossier> = BTreeMap::new();
        for row in rows!(MailRow, MAILS) {
            let dated = row.dated.as_deref().and_then(|date| date.parse().ok());
            found.entry(row.unit).or_default().mail = Some(MailCopy {
                mail: row.mail,
                receipt: row.number,
                version: row.version,
                moment: row.moment,
                late: row.punctuality == "late",
                document: row.document.unwrap_or_default(),
                dated,
            });
        }
        for row in rows!(EvidenceRow, EVIDENCE) {
            let unit = row.unit.clone();
            found.entry(unit).or_default().entries.push(row.try_into()?);
        }
        for row in rows!(SettlementRow, SETTLEMENTS) {
            let ruling = Ruling::parse(&row.ruling)
                .ok_or_else(|| StoreError::Corrupt(format!("ruling {:?}", row.ruling)))?;
            found
                .entry(row.unit)
                .or_default()
                .settlements
                .push(Settlement {
                    about: row.about,
                    ruling,
                    reason: row.reason,
                    by: row.settled_by,
                    at: row.settled_at,
                });
        }
        Ok(found)
    }

    /// A file of a copy, or one from which copies were taken.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is no longer what was kept.
    pub async fn evidence_file(&self, digest: Digest) -> Result<Option<Vec<u8>>> {
        let bytes: Option<Vec<u8>> = on!(self, pool => sqlx::query_scalar(
            "select bytes from evidence_file where digest = $1")
            .bind(digest.to_string())
            .fetch_optional(pool)
            .await)?;
        match bytes {
            Some(bytes) if Digest::of(&bytes) != digest => {
                Err(StoreError::Corrupt(format!("file {digest} was changed")))
            }
            bytes => Ok(bytes),
        }
    }

    /// What was handed in under a number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn evidence_upload(&self, campaign: &str, id: i64) -> Result<Option<Upload>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, kind, channel, name, digest, uploaded_at, uploaded_by
             from evidence_upload where campaign = $1 and id = $2")
            .bind(campaign)
            .bind(id)
            .fetch_optional(pool)
            .await)?)
    }

    /// What was handed in, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn evidence_uploads(&self, campaign: &str, limit: u32) -> Result<Vec<Upload>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, kind, channel, name, digest, uploaded_at, uploaded_by
             from evidence_upload where campaign = $1 order by id desc limit $2")
            .bind(campaign)
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?)
    }
}
