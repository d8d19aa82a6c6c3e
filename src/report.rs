//! What `congvu read --json` prints about one workbook: a stable interface.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    figures::{Code, Figures},
    finding::{Finding, Severity},
    form::Reading,
    words::{Lang, findings},
    workbook::{Blame, Refusal},
};

/// One line of `congvu read --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The file, as named on the command line.
    pub file: String,
    /// What came of it.
    pub outcome: Outcome,
    /// Stable codes of what stops it.
    pub reasons: Vec<String>,
    /// The values that could be read, by code.
    pub values: Figures,
    /// Everything there is to say about them.
    pub findings: Vec<Line>,
}

/// What came of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It would be accepted.
    Ok,
    /// It would be rejected.
    Rejected,
    /// It is beyond what is read.
    Limit,
}

/// One finding, in values and in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Stable code.
    pub code: String,
    /// Does it stop the report?
    pub severity: Severity,
    /// The sheet.
    pub sheet: String,
    /// The cell.
    pub cell: String,
    /// The indicator, if one is meant.
    pub indicator: Option<Code>,
    /// What is there, in words.
    pub found: String,
    /// What should be, in words.
    pub expected: String,
    /// How to mend it, in words.
    pub fix: String,
}

impl Line {
    /// One finding, told in a language.
    #[must_use]
    pub fn of(lang: Lang, finding: &Finding) -> Self {
        let told = findings::finding(lang, finding);
        Self {
            code: finding.code.clone(),
            severity: finding.severity,
            sheet: finding.sheet.clone(),
            cell: finding.cell.clone(),
            indicator: finding.indicator.clone(),
            found: told.found,
            expected: told.expected,
            fix: told.fix,
        }
    }
}

impl Report {
    /// What came of reading a file.
    #[must_use]
    pub fn of(lang: Lang, file: &str, read: Result<&Reading, &Refusal>) -> Self {
        let file = file.to_owned();
        match read {
            Ok(reading) => Self {
                file,
                outcome: if reading.is_clean() {
                    Outcome::Ok
                } else {
                    Outcome::Rejected
                },
                reasons: error_codes(&reading.findings),
                values: reading.figures.clone(),
                findings: reading
                    .findings
                    .iter()
                    .map(|it| Line::of(lang, it))
                    .collect(),
            },
            Err(refusal) => Self {
                file,
                outcome: match refusal.blame() {
                    Blame::Limit | Blame::Ours => Outcome::Limit,
                    Blame::Author | Blame::Hostile => Outcome::Rejected,
                },
                reasons: vec![refusal.code().to_owned()],
                values: Figures::default(),
                findings: Vec::new(),
            },
        }
    }

    /// The line, without its end.
    ///
    /// # Errors
    /// Never for what this crate makes; the writer's reason if it should.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

/// The codes of what stops a report, each once.
#[must_use]
pub fn error_codes(findings: &[Finding]) -> Vec<String> {
    let errors = findings.iter().filter(|it| it.severity == Severity::Error);
    let codes: BTreeSet<&String> = errors.map(|it| &it.code).collect();
    codes.into_iter().cloned().collect()
}
