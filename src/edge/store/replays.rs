//! What was decided, as it was written and in the order in which it was: what a
//! replay is held against. Columns are given as text, so that one that was
//! written over can be told.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;
use sqlx::FromRow;

use super::{MailId, Pools, Result, Store, columns::At, terms::Granted};

/// A verdict, in a list of all there were.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DecidedLine {
    /// The mail.
    pub mail: MailId,
    /// Which verdict on it, from 1.
    pub revision: i64,
    /// When it was given.
    #[sqlx(try_from = "At")]
    pub decided_at: Timestamp,
    /// By whom: `system`, or a person.
    pub decided_by: String,
    /// The verdict that its report stands under now: a later one that says the
    /// same of it takes the report along.
    #[sqlx(skip)]
    pub carried_to: i64,
    /// Its row of the audit; the greatest number if it has none.
    #[sqlx(skip)]
    pub seq: i64,
}

/// A verdict as its columns stand.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DecidedRow {
    /// When the server received the mail.
    #[sqlx(try_from = "At")]
    pub received_at: Timestamp,
    /// How many verdicts the mail has had.
    pub newest: i64,
    /// The decision.
    pub verdict: String,
    /// The kind of answer.
    pub reply: String,
    /// The unit.
    pub unit: Option<String>,
    /// The number of the answer.
    pub number: Option<String>,
    /// Whom it claims to be from.
    pub sender: Option<String>,
    /// Its subject line.
    pub subject: String,
    /// What proved the sender.
    pub proof: String,
    /// The moment that counts.
    #[sqlx(try_from = "At")]
    pub moment: Timestamp,
    /// Reason codes, as JSON.
    pub reasons: String,
    /// The whole evidence, as JSON.
    pub judgement: String,
}

/// A file of a mail as its columns stand.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct FileRow {
    /// Its name.
    pub name: String,
    /// Its declared media type.
    pub media_type: String,
    /// Its decoded size.
    pub size: i64,
    /// SHA-256 of its decoded bytes.
    pub digest: String,
    /// What became of it.
    pub fate: String,
}

/// A report as its columns stand.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ReportRow {
    /// The campaign it answers.
    pub campaign: String,
    /// The unit.
    pub unit: String,
    /// The number of its receipt.
    pub number: String,
    /// Which version of the unit's report it is.
    pub version: i64,
    /// The form it was read with.
    pub form: String,
    /// SHA-256 of the workbook.
    pub workbook: String,
    /// Its file name.
    pub file_name: String,
    /// What it says, as JSON.
    pub figures: String,
    /// The moment that counts.
    #[sqlx(try_from = "At")]
    pub moment: Timestamp,
    /// `early`, `on_time`, `cured` or `late`.
    pub punctuality: String,
    /// Warnings found in it, as JSON.
    pub findings: String,
}

/// Where the audit notes what was made of the reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MadeRows {
    /// The scoring of the close.
    pub scored: Option<i64>,
    /// The comparison beside it.
    pub compared: Option<i64>,
    /// The steps of the result, in the order of its states.
    pub stepped: Vec<i64>,
}

#[derive(FromRow)]
struct Noted {
    seq: i64,
    action: String,
    subject: String,
    detail: String,
}

/// What the audit says of verdicts, by mail and revision.
#[derive(Default)]
struct Trail {
    /// The row that noted it.
    settled: BTreeMap<(String, i64), i64>,
    /// The revision that took its report along.
    carried: BTreeMap<(String, i64), i64>,
}

impl Trail {
    fn carried_to(&self, line: &DecidedLine) -> i64 {
        let mut at = line.revision;
        let next = |at: i64| self.carried.get(&key(line, at)).copied();
        // Only onwards, so that it ends whatever the rows say.
        while let Some(to) = next(at).filter(|to| *to > at) {
            at = to;
        }
        at
    }
}

fn key(line: &DecidedLine, revision: i64) -> (String, i64) {
    (line.mail.to_string(), revision)
}

impl Store {
    /// Every verdict there was, in the order of the audit: verdicts of one
    /// commit have one moment and still an order. One without a row in the audit
    /// comes last.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn all_decided(&self) -> Result<Vec<DecidedLine>> {
        let mut lines: Vec<DecidedLine> = on!(self, pool => sqlx::query_as(
            "select mail, revision, decided_at, decided_by from verdict order by mail, revision")
            .fetch_all(pool)
            .await)?;
        let trail = self.trail().await?;
        for line in &mut lines {
            line.carried_to = trail.carried_to(line);
            let seq = trail.settled.get(&key(line, line.revision));
            line.seq = seq.copied().unwrap_or(i64::MAX);
        }
        lines.sort_by_key(|line| (line.seq, line.decided_at, line.mail));
        Ok(lines)
    }

    /// Which rows of the audit noted what was made of the reports.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn made_rows(&self, campaign: &str) -> Result<MadeRows> {
        let noted: Vec<(i64, String)> = on!(self, pool => sqlx::query_as(
            "select seq, action from audit where subject = $1
                 and action in ('campaign.scored', 'campaign.compared', 'council.stepped')
             order by seq")
            .bind(format!("campaign/{campaign}"))
            .fetch_all(pool)
            .await)?;
        let of = |wanted: &str| {
            let rows = noted.iter().filter(|(_, action)| action == wanted);
            rows.map(|(seq, _)| *seq).collect::<Vec<i64>>()
        };
        Ok(MadeRows {
            scored: of("campaign.scored").first().copied(),
            compared: of("campaign.compared").first().copied(),
            stepped: of("council.stepped"),
        })
    }

    async fn trail(&self) -> Result<Trail> {
        let noted: Vec<Noted> = on!(self, pool => sqlx::query_as(
            "select seq, action, subject, detail from audit
             where action in ('mail.settled', 'submission.carried') order by seq")
            .fetch_all(pool)
            .await)?;
        let mut trail = Trail::default();
        for row in noted {
            let detail: Value = serde_json::from_str(&row.detail).unwrap_or_default();
            let number = |name: &str| detail.get(name).and_then(Value::as_i64);
            if row.action == "mail.settled" {
                if let Some(revision) = number("revision") {
                    let noted = trail.settled.entry((row.subject, revision));
                    noted.or_insert(row.seq);
                }
            } else if let (Some(from), Some(to)) = (number("from"), number("to")) {
                trail.carried.insert((row.subject, from), to);
            }
        }
        Ok(trail)
    }

    /// All that was granted units, oldest first: what held for a unit when a mail
    /// of it was decided is the newest of that time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn all_granted(&self, campaign: &str) -> Result<Vec<Granted>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select unit, kind, ends_at, reason, granted_at, granted_by from term
             where campaign = $1 order by id")
            .bind(campaign)
            .fetch_all(pool)
            .await)?)
    }

    /// A verdict with all its columns.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn decided_row(&self, line: &DecidedLine) -> Result<Option<DecidedRow>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select m.received_at, m.revision as newest, v.verdict, v.reply, v.unit, v.number,
                 v.sender, v.subject, v.proof, v.moment, v.reasons, v.judgement
             from verdict v join mail m on m.id = v.mail where v.mail = $1 and v.revision = $2")
            .bind(line.mail)
            .bind(line.revision)
            .fetch_optional(pool)
            .await)?)
    }

    /// The files of a mail, in its order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn file_rows(&self, mail: MailId) -> Result<Vec<FileRow>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select name, media_type, size, digest, fate from attachment
             where mail = $1 order by n")
            .bind(mail)
            .fetch_all(pool)
            .await)?)
    }

    /// The report that came with a verdict, whether it still stands or not.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn report_row(&self, line: &DecidedLine) -> Result<Option<ReportRow>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select campaign, unit, number, version, form, workbook, file_name, figures, moment,
                 punctuality, findings
             from submission where mail = $1 and revision = $2")
            .bind(line.mail)
            .bind(line.carried_to)
            .fetch_optional(pool)
            .await)?)
    }
}
