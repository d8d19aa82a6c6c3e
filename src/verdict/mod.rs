//! What becomes of a mail.

/// The decision on a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// A report that counts.
    Accepted,
    /// Proven sender, but the content or the moment is wrong.
    Rejected,
    /// A person must look first.
    Held,
    /// Forged, malformed or dangerous; never answered.
    Quarantined,
    /// Written by a machine: bounce, automatic reply, list, loop; never answered.
    Logged,
    /// The same report as one already in force.
    Duplicate,
}

impl Verdict {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Accepted,
        Self::Rejected,
        Self::Held,
        Self::Quarantined,
        Self::Logged,
        Self::Duplicate,
    ];

    /// The word in JSON and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Held => "held",
            Self::Quarantined => "quarantined",
            Self::Logged => "logged",
            Self::Duplicate => "duplicate",
        }
    }

    /// The verdict of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|verdict| verdict.as_str() == word)
    }
}
