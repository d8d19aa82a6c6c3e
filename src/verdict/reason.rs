//! Why a verdict fell. Every variant is a stable code and, in `words`, a
//! sentence and a remedy.

use serde::{Deserialize, Serialize};

use crate::{
    mail::{
        automatic::{Machine, Silence},
        header::Lint,
        parts::Doubt,
    },
    sender::Refutation,
    workbook::Refusal,
};

/// Why a verdict fell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The header cannot say who wrote the mail.
    Lint(Lint),
    /// Nobody registered, and nothing proves the sender.
    UnknownSender,
    /// Not registered, but near to a registered mailbox; carries that unit.
    LookAlike(String),
    /// Somebody else than From sent it.
    Refuted(Refutation),
    /// Nothing accepted here proves the sender.
    Unproven,
    /// A proven sender outside the official domain.
    NotOfficial,
    /// A proven official sender that is no unit's mailbox.
    NotUnitMailbox,
    /// A machine wrote it.
    Machine(Machine),
    /// It is automatic and carries no report.
    Automatic(Silence),
    /// Its parts can be read in two ways.
    Ambiguous(Doubt),
    /// Larger than is fetched.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// The bound.
        allowed: u64,
    },
    /// Judging it failed again and again on our side.
    Unjudged,
    /// Before the window.
    Early,
    /// After the window; carries by how many seconds.
    Late(i64),
    /// No file.
    NothingAttached,
    /// Files, but no workbook among them.
    NoWorkbook,
    /// The report is inside a forwarded mail.
    ForwardedInside,
    /// More than one workbook; carries how many.
    ManyWorkbooks(usize),
    /// The workbook is not read.
    Refused(Refusal),
    /// The workbook has errors; carries how many.
    Faulty(usize),
    /// The same workbook as the version in force; carries its version.
    Identical(u32),
}

impl Reason {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Lint(lint) => lint.code(),
            Self::UnknownSender => "E-SENDER-UNKNOWN",
            Self::LookAlike(_) => "E-SENDER-LOOKALIKE",
            Self::Refuted(Refutation::Login) => "E-SENDER-LOGIN",
            Self::Refuted(Refutation::Envelope) => "E-SENDER-ENVELOPE",
            Self::Unproven => "E-SENDER-UNPROVEN",
            Self::NotOfficial => "E-SENDER-DOMAIN",
            Self::NotUnitMailbox => "E-SENDER-MAILBOX",
            Self::Machine(Machine::Bounce) => "E-AUTO-BOUNCE",
            Self::Machine(Machine::SystemSender) => "E-AUTO-SYSTEM",
            Self::Machine(Machine::Loop) => "E-AUTO-LOOP",
            Self::Automatic(Silence::Automatic) => "E-AUTO-REPLY",
            Self::Automatic(Silence::Bulk) => "E-AUTO-BULK",
            Self::Automatic(Silence::Asked) => "E-AUTO-ASKED",
            Self::Ambiguous(doubt) => doubt.code(),
            Self::TooLarge { .. } => "E-LIMIT-SIZE",
            Self::Unjudged => "E-LIMIT-ATTEMPTS",
            Self::Early => "E-TIME-EARLY",
            Self::Late(_) => "E-TIME-LATE",
            Self::NothingAttached => "E-FILE-NONE",
            Self::NoWorkbook => "E-FILE-TYPE",
            Self::ForwardedInside => "E-FILE-FORWARDED",
            Self::ManyWorkbooks(_) => "E-FILE-MANY",
            Self::Refused(refusal) => refusal.code(),
            Self::Faulty(_) => "E-DATA",
            Self::Identical(_) => "W-SAME-WORKBOOK",
        }
    }
}
