//! The council: who sits on it, what it decides about, how far its result is, and
//! why it is told no.
//!
//! These are the values that everybody speaks of; what is done with them is in
//! [`crate::sitting`].

pub mod calendar;

pub mod people;

pub mod refusal;

pub mod round;

/// How far a result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Scored at the close; the council verifies.
    Provisional,
    /// The verification is closed; the units explain.
    Verified,
    /// The explanations are dealt with; the council marks and decides.
    Explained,
    /// Nothing changes any more; it waits for approval.
    Final,
    /// Approved by a decision.
    Approved,
    /// Anybody may see it.
    Published,
}

impl Stage {
    /// All of them, in their order.
    pub const ALL: [Self; 6] = [
        Self::Provisional,
        Self::Verified,
        Self::Explained,
        Self::Final,
        Self::Approved,
        Self::Published,
    ];

    /// Its word in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Provisional => "provisional",
            Self::Verified => "verified",
            Self::Explained => "explained",
            Self::Final => "final",
            Self::Approved => "approved",
            Self::Published => "published",
        }
    }

    /// Reads its word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == word)
    }

    /// May nothing be changed in it?
    #[must_use]
    pub fn is_frozen(self) -> bool {
        match self {
            Self::Provisional | Self::Verified | Self::Explained => false,
            Self::Final | Self::Approved | Self::Published => true,
        }
    }
}

/// What a decision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// In which order units stand that nothing declared tells apart.
    Tie,
    /// Whether a report that came late is ranked.
    Late,
    /// Whether a unit need not report.
    Exempt,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Tie, Self::Late, Self::Exempt];

    /// Its word in the ledger and in results.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tie => "tie",
            Self::Late => "late",
            Self::Exempt => "exempt",
        }
    }

    /// Reads its word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Something that differs between two results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Code of the group.
    pub group: String,
    /// Code of the unit; empty when it concerns the whole group.
    pub unit: String,
    /// Name of the unit, or of the group.
    pub name: String,
    /// What differs.
    pub what: What,
    /// What it was; empty for nothing. Numbers have a decimal point.
    pub old: String,
    /// What it is.
    pub new: String,
}

/// What differs between two results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The file of the scale; old and new are its SHA-256.
    Scale,
    /// How the unit stands: `ranked`, or why it is not.
    Standing,
    /// The total as published.
    Total,
    /// The rank.
    Rank,
    /// The band.
    Band,
    /// The prize.
    Prize,
    /// The points of an item; carries its code.
    Points(String),
    /// What the points of an item mean; carries its code.
    State(String),
    /// A figure that was scored; carries its code.
    Figure(String),
}
