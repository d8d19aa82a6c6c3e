//! What a verdict, its files and its report would be written as today, column by
//! column, held against the columns as they stand.

use serde_json::{Value, json};

use super::examining::Gathered;
use crate::{
    digest::Digest,
    edge::store::{DecidedRow, FileRow, ReportRow, Result, StoreError},
    figures::Figures,
    replay::{Difference, differences},
    results::Report,
    text,
    verdict::{Verdict, judgement::Judgement, reason::Reason},
};

/// The columns of a verdict as they would be written.
pub(super) struct Rebuilt<'j> {
    judgement: &'j Judgement,
    evidence: Value,
    subject: String,
    reasons: String,
}

impl<'j> Rebuilt<'j> {
    /// Of a judgement.
    pub(super) fn of(judgement: &'j Judgement, gathered: &Gathered) -> Result<Self> {
        let corrupt = |error: serde_json::Error| StoreError::Corrupt(error.to_string());
        let codes: Vec<&str> = judgement.reasons.iter().map(Reason::code).collect();
        Ok(Self {
            judgement,
            evidence: serde_json::to_value(judgement).map_err(corrupt)?,
            subject: text::one_line(&gathered.mail.parts.subject, 200),
            reasons: serde_json::to_string(&codes).map_err(corrupt)?,
        })
    }
}

/// What differs in a verdict.
pub(super) fn verdict(of: &str, row: &DecidedRow, rebuilt: &Rebuilt<'_>) -> Vec<Difference> {
    let judgement = rebuilt.judgement;
    let sender = judgement.from.as_ref().map(|from| from.as_str());
    let numbered = numbered(judgement);
    let number = row.number.as_deref().unwrap_or_default();
    let columns = [
        (
            "verdict",
            row.verdict.clone(),
            judgement.verdict.as_str().to_owned(),
        ),
        (
            "reply",
            row.reply.clone(),
            judgement.reply.as_str().to_owned(),
        ),
        (
            "unit",
            row.unit.clone().unwrap_or_default(),
            judgement.unit.clone().unwrap_or_default(),
        ),
        (
            "sender",
            row.sender.clone().unwrap_or_default(),
            sender.unwrap_or_default().to_owned(),
        ),
        ("subject", row.subject.clone(), rebuilt.subject.clone()),
        (
            "proof",
            row.proof.clone(),
            judgement
                .proof
                .map_or("none", |proof| proof.as_str())
                .to_owned(),
        ),
        ("moment", row.moment.to_string(), micros(judgement.moment)),
        ("reasons", row.reasons.clone(), rebuilt.reasons.clone()),
        (
            "judgement",
            row.judgement.clone(),
            rebuilt.evidence.to_string(),
        ),
        // Which number it was depends on what else came; that it has one does not.
        (
            "number",
            number.to_owned(),
            if numbered { number } else { "" }.to_owned(),
        ),
    ];
    let mut found: Vec<Difference> = columns
        .iter()
        .flat_map(|(what, stored, rebuilt)| differences(of, what, stored, rebuilt))
        .collect();
    if numbered && number.is_empty() {
        found.extend(differences(of, "number", "", "…"));
    }
    found
}

/// A moment as a column holds it, to the microsecond.
fn micros(moment: jiff::Timestamp) -> String {
    let whole = jiff::Timestamp::from_microsecond(moment.as_microsecond());
    whole.unwrap_or(moment).to_string()
}

/// Does settling give it a number?
fn numbered(judgement: &Judgement) -> bool {
    let decided = match judgement.verdict {
        Verdict::Accepted | Verdict::Rejected | Verdict::Duplicate => true,
        Verdict::Held | Verdict::Quarantined | Verdict::Logged => false,
    };
    let copy = matches!(judgement.reasons.as_slice(), [Reason::Copy(_)]);
    judgement.unit.is_some() && decided && !copy
}

/// What differs in the files of a mail.
pub(super) fn files(of: &str, stored: &[FileRow], judgement: &Judgement) -> Vec<Difference> {
    let stored: Vec<Value> = stored
        .iter()
        .map(|file| {
            json!([
                file.name,
                file.media_type,
                file.size,
                file.digest,
                file.fate
            ])
        })
        .collect();
    let rebuilt: Vec<Value> = judgement
        .files
        .iter()
        .map(|file| {
            let (name, kind) = (text::one_line(&file.name, 200), &file.media_type);
            json!([
                name,
                text::one_line(kind, 200),
                file.size,
                file.digest,
                file.fate.as_str()
            ])
        })
        .collect();
    let (stored, rebuilt) = (json!(stored).to_string(), json!(rebuilt).to_string());
    differences(of, "files", &stored, &rebuilt)
}

/// What differs in the report that came with a verdict.
pub(super) fn report(
    of: &str,
    campaign: &str,
    stored: Option<&ReportRow>,
    rebuilt: Option<(&Report, &Judgement)>,
    number: &str,
) -> Result<Vec<Difference>> {
    let of_stored = stored.map(|row| {
        [
            row.campaign.clone(),
            row.unit.clone(),
            row.number.clone(),
            row.version.to_string(),
            row.form.clone(),
            row.workbook.clone(),
            row.file_name.clone(),
            row.figures.clone(),
            row.moment.to_string(),
            row.punctuality.clone(),
            row.findings.clone(),
        ]
    });
    let of_rebuilt = match rebuilt {
        Some((report, judgement)) => columns(campaign, report, judgement, number)?,
        None => None,
    };
    let names = [
        "campaign",
        "unit",
        "number",
        "version",
        "form",
        "workbook",
        "file_name",
        "figures",
        "moment",
        "punctuality",
        "findings",
    ];
    Ok(match (of_stored, of_rebuilt) {
        (Some(stored), Some(rebuilt)) => names
            .iter()
            .zip(stored.iter().zip(&rebuilt))
            .flat_map(|(name, (stored, rebuilt))| {
                differences(of, &format!("report.{name}"), stored, rebuilt)
            })
            .collect(),
        (None, None) => Vec::new(),
        (stored, rebuilt) => {
            let said = |all: Option<[String; 11]>| all.map(|all| all.join(" ")).unwrap_or_default();
            differences(of, "report", &said(stored), &said(rebuilt))
        }
    })
}

fn columns(
    campaign: &str,
    report: &Report,
    judgement: &Judgement,
    number: &str,
) -> Result<Option<[String; 11]>> {
    let Some(read) = &judgement.report else {
        return Ok(None);
    };
    let figures = serde_json::to_string(&read.figures)
        .map_err(|error| StoreError::Corrupt(error.to_string()))?;
    Ok(Some([
        campaign.to_owned(),
        report.unit.clone(),
        number.to_owned(),
        report.version.to_string(),
        read.form.clone(),
        read.workbook.to_string(),
        text::one_line(&read.file_name, 200),
        figures,
        micros(judgement.moment),
        judgement.punctuality.as_str().to_owned(),
        json!(judgement.findings).to_string(),
    ]))
}

/// A stored report as scoring takes it; none when its columns cannot be read.
pub(super) fn as_stored(row: &ReportRow) -> Option<Report> {
    let figures: Figures = serde_json::from_str(&row.figures).ok()?;
    Some(Report {
        unit: row.unit.clone(),
        version: row.version,
        moment: row.moment,
        late: row.punctuality == "late",
        figures,
        workbook: Digest::from_hex(&row.workbook)?,
    })
}
