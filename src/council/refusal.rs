//! Why the council's work is not done as asked. Nothing has changed then.

use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

use super::Stage;
use crate::{digest::Digest, role::Right};

/// Why something is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The account's role does not give this right.
    NoRight(Right),
    /// The account has no seat on the council of this campaign now.
    NoSeat,
    /// Only head and deputy do this.
    NotLeading,
    /// Only head, deputy and secretary do this.
    NotSecretary,
    /// The campaign has not been closed and scored yet.
    NotClosed,
    /// It is not the turn of this step.
    WrongStage(Stage),
    /// The result is frozen.
    Frozen(Stage),
    /// The verification is closed: a figure changes only when its unit explains.
    VerificationClosed,
    /// The council has still to mark something; carries unit and item.
    Pending(Vec<(String, String)>),
    /// Units share a rank that has a prize; carries their names.
    Ties(Vec<Vec<String>>),
    /// Units may still explain until then.
    RoundRuns(Timestamp),
    /// No unit has been asked to explain.
    RoundNotOpened,
    /// Units have been asked before.
    RoundOpened,
    /// Explanations nobody has dealt with; carries the names of the units.
    Unanswered(Vec<String>),
    /// No such explanation, or it has been dealt with.
    NoExplanation,
    /// Whoever finalised a result cannot approve it.
    SameHand,
    /// What the approver saw is not what is frozen.
    NotWhatWasSeen {
        /// Digest of what was seen.
        seen: Digest,
        /// Digest of what is frozen.
        frozen: Digest,
    },
    /// What is stored is not what was frozen.
    Altered {
        /// Digest as it was noted.
        noted: Digest,
        /// Digest of what is stored.
        stored: Digest,
    },
    /// Reports or files have changed since, and would now give something else.
    Overtaken {
        /// Digest of what is frozen.
        frozen: Digest,
        /// Digest of what would come out now.
        now: Digest,
    },
    /// A reason is asked for.
    NoReason,
    /// A decision has a number.
    NoNumber,
    /// A decision cannot be of a day to come.
    DateAhead(Date),
    /// A new edition would say what the one before says.
    NoDifference,
    /// There is no such unit.
    NoUnit(String),
    /// The unit has no report.
    NoReport(String),
    /// The unit's report is not late.
    NotLate(String),
    /// The form has no such indicator.
    NoIndicator(String),
    /// What was written is no answer to the indicator; carries code and text.
    NoAnswer(String, String),
    /// The figure is that already.
    SameFigure(String),
    /// The council does not mark this item.
    NotMarked(String),
    /// A mark outside what the item allows.
    BadMark {
        /// Code of the item.
        item: String,
        /// Most points.
        max: Decimal,
        /// Marks are multiples of this.
        step: Decimal,
    },
    /// These units are not tied now.
    NotTied(Vec<String>),
    /// There is no such account.
    NoAccount(String),
    /// The account has a seat already.
    SeatTaken(String),
    /// The council has a head already; carries the account.
    HeadTaken(String),
    /// The role of the account does not let it verify; carries the account.
    RoleUnfit(String),
    /// There is no such edition.
    NoEdition(u32),
}

impl Refusal {
    /// Its word in the audit.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRight(_) => "no_right",
            Self::NoSeat => "no_seat",
            Self::NotLeading => "not_leading",
            Self::NotSecretary => "not_secretary",
            Self::NotClosed => "not_closed",
            Self::WrongStage(_) => "wrong_stage",
            Self::Frozen(_) => "frozen",
            Self::VerificationClosed => "verification_closed",
            Self::Pending(..) => "pending",
            Self::Ties(_) => "ties",
            Self::RoundRuns(_) => "round_runs",
            Self::RoundNotOpened => "round_not_opened",
            Self::RoundOpened => "round_opened",
            Self::Unanswered(_) => "unanswered",
            Self::NoExplanation => "no_explanation",
            Self::SameHand => "same_hand",
            Self::NotWhatWasSeen { .. } => "not_what_was_seen",
            Self::Altered { .. } => "altered",
            Self::Overtaken { .. } => "overtaken",
            Self::NoReason => "no_reason",
            Self::NoNumber => "no_number",
            Self::DateAhead(_) => "date_ahead",
            Self::NoDifference => "no_difference",
            Self::NoUnit(_) => "no_unit",
            Self::NoReport(_) => "no_report",
            Self::NotLate(_) => "not_late",
            Self::NoIndicator(_) => "no_indicator",
            Self::NoAnswer(..) => "no_answer",
            Self::SameFigure(_) => "same_figure",
            Self::NotMarked(_) => "not_marked",
            Self::BadMark { .. } => "bad_mark",
            Self::NotTied(_) => "not_tied",
            Self::NoAccount(_) => "no_account",
            Self::SeatTaken(_) => "seat_taken",
            Self::HeadTaken(_) => "head_taken",
            Self::RoleUnfit(_) => "role_unfit",
            Self::NoEdition(_) => "no_edition",
        }
    }
}
