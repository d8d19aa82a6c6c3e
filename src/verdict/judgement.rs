//! A decision with everything that led to it, as it is stored and shown.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Reply, Verdict, reason::Reason};
use crate::{
    address::Address,
    campaign::window::Punctuality,
    digest::Digest,
    figures::Figures,
    finding::Finding,
    sender::{Evidence, Proof},
    workbook::Container,
};

/// A decision on a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// What becomes of it.
    pub verdict: Verdict,
    /// What is answered.
    pub reply: Reply,
    /// Why; in the order of importance.
    pub reasons: Vec<Reason>,
    /// What a person should know and what decides nothing.
    #[serde(default)]
    pub notes: Vec<Reason>,
    /// The one address of From, if there is one.
    pub from: Option<Address>,
    /// The unit whose registered mailbox that is.
    pub unit: Option<String>,
    /// What proved the sender.
    pub proof: Option<Proof>,
    /// The moment that counts.
    pub moment: Timestamp,
    /// How it stands to the window.
    pub punctuality: Punctuality,
    /// What the workbook has wrong, and what is only worth a look.
    pub findings: Vec<Finding>,
    /// The files of the mail and what became of each.
    pub files: Vec<File>,
    /// The report, if one was read without errors.
    pub report: Option<Report>,
    /// What is known about the sender.
    pub evidence: Evidence,
}

/// A file of the mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Name the sender gave it.
    pub name: String,
    /// Media type the sender claims.
    pub media_type: String,
    /// What it is, by its bytes.
    pub kind: Container,
    /// Bytes.
    pub size: u64,
    /// SHA-256.
    pub digest: Digest,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Its figures were read as the report.
    Report,
    /// Taken for the report, and not readable as one.
    Unreadable,
    /// A wrapper: what it held stands behind it as files of their own.
    Opened,
    /// Kept beside the report; figures in it are not read.
    Supporting,
    /// Kept, not looked into, because it could not be told which file is the
    /// report.
    Undecided,
}

impl Fate {
    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Unreadable => "unreadable",
            Self::Opened => "opened",
            Self::Supporting => "supporting",
            Self::Undecided => "undecided",
        }
    }
}

/// A report that could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Form it fills in.
    pub form: String,
    /// Its figures.
    pub figures: Figures,
    /// SHA-256 of the workbook.
    pub workbook: Digest,
    /// Its name.
    pub file_name: String,
}
