//! What can happen when a unit sends its report, and what must come of it.

use crate::verdict::{Reply, Verdict};

/// What is being played in one mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scene {
    /// A good report.
    Xlsx,
    /// A good report in the form of Excel 97–2003.
    Xls,
    /// A good report from LibreOffice.
    Ods,
    /// A good report with a scanned cover letter beside it.
    Cover,
    /// Two values that cannot both be true.
    BrokenRule,
    /// "About twenty" where a number belongs.
    Approximate,
    /// A required cell is blank.
    LeftBlank,
    /// What was wrong before is right now.
    Mended,
    /// The same workbook in a new mail.
    SentAgain,
    /// A second report, with other figures.
    Changed,
    /// The file was forgotten.
    NothingAttached,
    /// Last year's report hangs beside this year's.
    TwoWorkbooks,
    /// The workbook is locked with a password.
    Locked,
    /// The report was written as a text document.
    WrittenOut,
    /// Sent from a free mailbox.
    FreeMailbox,
    /// Sent from a colleague's official mailbox.
    Colleague,
    /// The form of the other kind of unit.
    OtherForm,
    /// The report is inside a forwarded mail.
    Forwarded,
    /// Somebody outside writes in the unit's name.
    Forged,
    /// A domain made to be mistaken for the official one.
    LookAlike,
    /// An absence notice.
    AutoReply,
    /// A mail through a list.
    List,
    /// A mail could not be delivered somewhere.
    Bounce,
    /// The first report, and it is late.
    LateFirst,
    /// A late change of a report that is in force.
    LateAgain,
}

impl Scene {
    /// All of them.
    pub const ALL: [Self; 25] = [
        Self::Xlsx,
        Self::Xls,
        Self::Ods,
        Self::Cover,
        Self::BrokenRule,
        Self::Approximate,
        Self::LeftBlank,
        Self::Mended,
        Self::SentAgain,
        Self::Changed,
        Self::NothingAttached,
        Self::TwoWorkbooks,
        Self::Locked,
        Self::WrittenOut,
        Self::FreeMailbox,
        Self::Colleague,
        Self::OtherForm,
        Self::Forwarded,
        Self::Forged,
        Self::LookAlike,
        Self::AutoReply,
        Self::List,
        Self::Bounce,
        Self::LateFirst,
        Self::LateAgain,
    ];

    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Cover => "cover",
            Self::BrokenRule => "broken_rule",
            Self::Approximate => "approximate",
            Self::LeftBlank => "left_blank",
            Self::Mended => "mended",
            Self::SentAgain => "sent_again",
            Self::Changed => "changed",
            Self::NothingAttached => "nothing_attached",
            Self::TwoWorkbooks => "two_workbooks",
            Self::Locked => "locked",
            Self::WrittenOut => "written_out",
            Self::FreeMailbox => "free_mailbox",
            Self::Colleague => "colleague",
            Self::OtherForm => "other_form",
            Self::Forwarded => "forwarded",
            Self::Forged => "forged",
            Self::LookAlike => "look_alike",
            Self::AutoReply => "auto_reply",
            Self::List => "list",
            Self::Bounce => "bounce",
            Self::LateFirst => "late_first",
            Self::LateAgain => "late_again",
        }
    }

    /// Does it come after the close?
    #[must_use]
    pub fn is_late(self) -> bool {
        matches!(self, Self::LateFirst | Self::LateAgain)
    }

    /// What must come of it. `signed`: the free domain's signature is there
    /// and believed; without it nothing proves that mailbox.
    #[must_use]
    pub fn expected(self, signed: bool) -> (Verdict, Reply) {
        match self {
            Self::Xlsx | Self::Xls | Self::Ods | Self::Cover | Self::Mended | Self::Changed => {
                (Verdict::Accepted, Reply::Receipt)
            }
            Self::SentAgain => (Verdict::Duplicate, Reply::Identical),
            Self::BrokenRule
            | Self::Approximate
            | Self::LeftBlank
            | Self::NothingAttached
            | Self::TwoWorkbooks
            | Self::Locked
            | Self::WrittenOut
            | Self::OtherForm
            | Self::Forwarded
            | Self::LateFirst
            | Self::LateAgain => (Verdict::Rejected, Reply::Rejection),
            Self::Colleague => (Verdict::Rejected, Reply::WrongMailbox),
            Self::FreeMailbox if signed => (Verdict::Rejected, Reply::WrongMailbox),
            Self::FreeMailbox | Self::LookAlike => (Verdict::Quarantined, Reply::None),
            Self::Forged => (Verdict::Held, Reply::None),
            Self::AutoReply | Self::List | Self::Bounce => (Verdict::Logged, Reply::None),
        }
    }
}
