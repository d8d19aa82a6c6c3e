//! A decision with everything that led to it, as it is stored and shown.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Reply, Verdict, limits::Answer, person::Review, reason::Reason};
use crate::{
    address::Address,
    campaign::window::Punctuality,
    digest::Digest,
    figures::{Code, Figures},
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
    /// The person who decided it; none: the rules did.
    #[serde(default)]
    pub review: Option<Review>,
}

impl Judgement {
    /// The answer that it calls for, as far as others can be like it.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut says: Vec<&str> = self.reasons.iter().map(Reason::code).collect();
        says.sort_unstable();
        says.insert(0, self.reply.as_str());
        let says: Vec<&[u8]> = says.into_iter().map(str::as_bytes).collect();
        Answer {
            kind: self.reply,
            says: Digest::of_parts(&says),
            files: brought(&self.files),
        }
    }
}

/// What a mail brings, in any order. A mail inside the mail is not counted:
/// responders return ours, and it is another each time.
fn brought(files: &[File]) -> Option<Digest> {
    let mut digests: Vec<String> = files
        .iter()
        .filter(|file| !file.media_type.starts_with("message/"))
        .filter(|file| file.media_type != "text/rfc822-headers")
        .map(|file| file.digest.to_string())
        .collect();
    digests.sort_unstable();
    digests.dedup();
    let parts: Vec<&[u8]> = digests.iter().map(String::as_bytes).collect();
    (!parts.is_empty()).then(|| Digest::of_parts(&parts))
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
    /// Name of the sheet that holds them.
    #[serde(default)]
    pub sheet: String,
    /// Where the value of each indicator stands, such as `E16`.
    #[serde(default)]
    pub cells: BTreeMap<Code, String>,
    /// SHA-256 of the workbook.
    pub workbook: Digest,
    /// Its name.
    pub file_name: String,
}
