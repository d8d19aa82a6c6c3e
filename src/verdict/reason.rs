//! Why a verdict fell. Every variant is a stable code and, in `words`, a
//! sentence and a remedy.

use serde::{Deserialize, Serialize};

use crate::{
    form::code::CodeCheck,
    mail::{
        automatic::{Machine, Silence},
        doubt::Doubt,
        header::{Lint, Warning},
    },
    sender::{Refutation, authres::Void},
    verdict::{limits::Limit, person::Ground},
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
    /// It was sent with the login of another unit; carries that unit.
    OtherUnit(String),
    /// It was written to somebody else: whoever has a mail of a unit can send it
    /// on to us, and a draft to a colleague is no report.
    NotToUs,
    /// Nothing accepted here proves the sender.
    Unproven,
    /// Our own mail server could not ask name servers when it took the mail,
    /// so what it wrote about the sender decides nothing.
    Undecided,
    /// What our own mail server wrote about the sender cannot be believed.
    Void(Void),
    /// A Message-ID that another report of this unit has; carries that mail.
    IdReused(i64),
    /// A mail of this unit once more, with the same workbook; carries the
    /// number of the first. It is answered once.
    Copy(i64),
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
    /// A link to a file somewhere else instead of the file; carries the service.
    LinkInstead(String),
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
    /// A unit explains its figures; carries by how many seconds it is late.
    Explanation(Option<i64>),
    /// It carries a code for an explanation that is not this unit's.
    ForeignCode,
    /// A person decided so; carries why, and what that person wrote.
    Reviewed(Ground, String),
    /// Note: something odd about the header that decides nothing.
    Odd(Warning),
    /// Note: the domain's signature is too old to say anything about today.
    StaleSignature,
    /// Note: how the code in the form stands to the one we issued.
    FormCode(CodeCheck),
    /// Note: it is not answered, because enough was answered.
    Limited(Limit),
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
            Self::Refuted(Refutation::Server) => "E-SENDER-SERVER",
            Self::OtherUnit(_) => "E-SENDER-OTHER-UNIT",
            Self::NotToUs => "E-SENDER-ADDRESSEE",
            Self::Unproven => "E-SENDER-UNPROVEN",
            Self::Undecided => "E-SENDER-UNDECIDED",
            Self::Void(_) => "E-SENDER-VOID",
            Self::IdReused(_) => "E-ID-REUSED",
            Self::Copy(_) => "W-COPY",
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
            Self::LinkInstead(_) => "E-FILE-LINK",
            Self::ForwardedInside => "E-FILE-FORWARDED",
            Self::ManyWorkbooks(_) => "E-FILE-MANY",
            Self::Refused(refusal) => refusal.code(),
            Self::Faulty(_) => "E-DATA",
            Self::Identical(_) => "W-SAME-WORKBOOK",
            Self::Explanation(None) => "W-EXPLANATION",
            Self::Explanation(Some(_)) => "W-EXPLANATION-LATE",
            Self::ForeignCode => "E-EXPLANATION-CODE",
            Self::Reviewed(ground, _) => ground.code(),
            Self::Odd(warning) => warning.code(),
            Self::StaleSignature => "W-SIGN-OLD",
            Self::FormCode(check) => check.code(),
            Self::Limited(limit) => limit.code(),
        }
    }
}
