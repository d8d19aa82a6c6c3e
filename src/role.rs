//! Who in the office may do what.
//!
//! A person has one role and a route asks for one right; nothing else decides.
//! The whole table is [`Role::rights`]. Whoever runs the installation cannot
//! also change figures or approve them, and whoever finalises needs another to
//! approve.

/// What a person is in the campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Runs the installation: accounts, registry, publication.
    Admin,
    /// Decides what the rules leave to a person, and follows reports up.
    Reviewer,
    /// Sits on the council: verifies figures and finalises.
    Council,
    /// Approves what the council has finalised.
    Approver,
    /// Only looks.
    Viewer,
}

/// What a route asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// See the pages.
    View,
    /// Decide about mails that wait for a person.
    Review,
    /// Note copies on paper and in the document software.
    Receive,
    /// Remind, and extend.
    FollowUp,
    /// Change who may report, and from which mailbox.
    Registry,
    /// Change figures with a reason and evidence.
    Verify,
    /// Declare the council's work finished.
    Finalise,
    /// Approve what was finalised.
    Approve,
    /// Publish what was approved.
    Publish,
    /// Change who may enter, and what programs may read.
    Accounts,
    /// Take mails, files and tables out of the house.
    Download,
}

impl Role {
    /// All of them, from most to least.
    pub const ALL: [Self; 5] = [
        Self::Admin,
        Self::Reviewer,
        Self::Council,
        Self::Approver,
        Self::Viewer,
    ];

    /// Its word in the ledger, in the configuration and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Reviewer => "reviewer",
            Self::Council => "council",
            Self::Approver => "approver",
            Self::Viewer => "viewer",
        }
    }

    /// Reads its word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// The role of an account as the ledger has it. Before there were roles it
    /// took any word; whoever has one that names no role may only look, until
    /// an admin says more.
    #[must_use]
    pub fn kept(word: &str) -> Self {
        Self::parse(word).unwrap_or(Self::Viewer)
    }

    /// May it do that?
    #[must_use]
    pub fn may(self, right: Right) -> bool {
        self.rights().contains(&right)
    }

    /// All that it may do.
    #[must_use]
    pub fn rights(self) -> &'static [Right] {
        match self {
            Self::Admin => &[
                Right::View,
                Right::Review,
                Right::Receive,
                Right::FollowUp,
                Right::Registry,
                Right::Publish,
                Right::Accounts,
                Right::Download,
            ],
            Self::Reviewer => &[
                Right::View,
                Right::Review,
                Right::Receive,
                Right::FollowUp,
                Right::Download,
            ],
            Self::Council => &[Right::View, Right::Verify, Right::Finalise, Right::Download],
            Self::Approver => &[Right::View, Right::Approve, Right::Download],
            Self::Viewer => &[Right::View],
        }
    }

    /// Does it decide something that others rely on? Such people prove who
    /// they are by more than a password.
    #[must_use]
    pub fn decides(self) -> bool {
        self != Self::Viewer
    }
}

impl Right {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::View,
        Self::Review,
        Self::Receive,
        Self::FollowUp,
        Self::Registry,
        Self::Verify,
        Self::Finalise,
        Self::Approve,
        Self::Publish,
        Self::Accounts,
        Self::Download,
    ];
}

/// What a program may read; a program never changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Reports and what became of them.
    Submissions,
    /// The units.
    Units,
    /// Results before they are published.
    Scores,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Submissions, Self::Units, Self::Scores];

    /// Its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submissions => "submissions:read",
            Self::Units => "units:read",
            Self::Scores => "scores:read",
        }
    }

    /// Reads its word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }
}
