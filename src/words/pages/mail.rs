//! One mail: what was decided, why, on what evidence, and what was answered.

use askama::Template;

use super::{Badge, Fact, Frame};

/// One mail.
#[derive(Template)]
#[template(path = "mail.html", config = "src/words/askama.toml")]
pub struct Mail {
    /// What stands around it.
    pub frame: Frame,
    /// Its number.
    pub id: i64,
    /// Its subject line.
    pub subject: String,
    /// The verdict.
    pub verdict: Badge,
    /// What the verdict means.
    pub meaning: String,
    /// May its files do harm?
    pub dangerous: bool,
    /// What it is.
    pub facts: Vec<Fact>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What the workbook has wrong.
    pub findings: Vec<Finding>,
    /// Its files.
    pub files: Vec<File>,
    /// What is known about the sender.
    pub evidence: Vec<Fact>,
    /// What was answered.
    pub letters: Vec<Letter>,
    /// Where it was seen.
    pub places: Vec<Place>,
    /// What was done.
    pub audit: Vec<Deed>,
    /// Is the stored evidence unreadable for this version of the program?
    pub evidence_lost: bool,
}

/// A reason.
#[derive(Debug, Clone)]
pub struct Reason {
    /// Stable code.
    pub code: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub fix: String,
}

/// A finding.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Error or warning.
    pub severity: Badge,
    /// Sheet and cell.
    pub place: String,
    /// Code and label of the indicator.
    pub indicator: String,
    /// What the cell holds.
    pub found: String,
    /// What it should hold.
    pub expected: String,
    /// How to mend it.
    pub fix: String,
    /// Stable code.
    pub code: String,
}

/// A file.
#[derive(Debug, Clone)]
pub struct File {
    /// Which part.
    pub n: i64,
    /// Its name.
    pub name: String,
    /// What it claims to be.
    pub media_type: String,
    /// How large it is.
    pub size: String,
    /// What became of it.
    pub fate: String,
    /// SHA-256.
    pub digest: String,
}

/// A letter.
#[derive(Debug, Clone)]
pub struct Letter {
    /// What kind.
    pub kind: String,
    /// Who gets it.
    pub recipient: String,
    /// Its subject line.
    pub subject: String,
    /// How it stands.
    pub state: Badge,
    /// When.
    pub at: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What the mail server said.
    pub said: String,
    /// Its Message-ID.
    pub message_id: String,
}

/// How a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// The server took it.
    Sent,
    /// It is given up.
    Failed,
    /// It is to be tried.
    Waiting,
}

impl Sending {
    /// In a word or two.
    #[must_use]
    pub fn badge(self) -> Badge {
        match self {
            Self::Sent => Badge::new(super::Tone::Good, "Đã gửi"),
            Self::Failed => Badge::new(super::Tone::Bad, "Không gửi được"),
            Self::Waiting => Badge::new(super::Tone::Attention, "Chờ gửi"),
        }
    }
}

/// A place where the mail was seen.
#[derive(Debug, Clone)]
pub struct Place {
    /// The mailbox and the number in it.
    pub place: String,
    /// When the server received it there.
    pub received: String,
    /// When we saw it.
    pub seen: String,
}

/// Something that was done.
#[derive(Debug, Clone)]
pub struct Deed {
    /// Its number in the audit.
    pub seq: i64,
    /// When.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// The particulars.
    pub detail: String,
}
