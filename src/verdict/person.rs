//! What a person decided on a mail, as it stands in the judgement that came of
//! it: who, what, why, and which doubts of the rules that person set aside.

use serde::{Deserialize, Serialize};

use super::reason::Reason;

/// What a person can decide on a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The report counts, as of the moment at which it came.
    Accept,
    /// It does not count.
    Reject,
    /// The unit is asked to correct it.
    Correct,
    /// It waits for a person.
    Hold,
    /// What the rules decided stays; a person has seen it.
    Keep,
    /// The rules decide once more, by the registry and the forms of now.
    Again,
}

impl Act {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Accept,
        Self::Correct,
        Self::Reject,
        Self::Hold,
        Self::Keep,
        Self::Again,
    ];

    /// The word in forms and in the audit.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Correct => "correct",
            Self::Hold => "hold",
            Self::Keep => "keep",
            Self::Again => "again",
        }
    }

    /// The act of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == word)
    }
}

/// Why a person decided so: a code, never only free text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The unit was telephoned and says that it sent this.
    Phoned,
    /// The signed and sealed paper says the same.
    Paper,
    /// The copy in the document software says the same.
    Software,
    /// The unit says that it did not send this.
    NotSent,
    /// It is not the report that was asked for.
    WrongFile,
    /// Parts of it are missing.
    Incomplete,
    /// Its figures cannot be right.
    Figures,
    /// Something else, which the note says.
    Other,
}

impl Ground {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Phoned,
        Self::Paper,
        Self::Software,
        Self::Figures,
        Self::Incomplete,
        Self::WrongFile,
        Self::NotSent,
        Self::Other,
    ];

    /// Stable code; also the word in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Phoned => "W-REVIEW-PHONED",
            Self::Paper => "W-REVIEW-PAPER",
            Self::Software => "W-REVIEW-SOFTWARE",
            Self::NotSent => "E-REVIEW-NOT-SENT",
            Self::WrongFile => "E-REVIEW-FILE",
            Self::Incomplete => "E-REVIEW-INCOMPLETE",
            Self::Figures => "E-REVIEW-FIGURES",
            Self::Other => "E-REVIEW-OTHER",
        }
    }

    /// The ground of a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.code() == code)
    }

    /// Does it say how the sender was made sure of?
    #[must_use]
    pub fn vouches(self) -> bool {
        matches!(self, Self::Phoned | Self::Paper | Self::Software)
    }
}

/// What a person decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// What.
    pub act: Act,
    /// Name of the account.
    pub by: String,
    /// Why.
    pub ground: Option<Ground>,
    /// What else there is to say; may be empty.
    pub note: String,
    /// What the rules had against it and this person set aside.
    pub lifted: Vec<Reason>,
    /// Nothing proves the sender, and this person answers for it.
    pub vouched: bool,
    /// Who answered for the sender before, where two must.
    pub seconds: Option<String>,
    /// Must another person agree before it has an effect?
    pub pending: bool,
}
