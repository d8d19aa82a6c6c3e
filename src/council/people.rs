//! Who sits on the council of a campaign, and who acts.

use jiff::Timestamp;

use super::refusal::Refusal;
use crate::role::{Right, Role};

/// A seat on the council.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// Tổ trưởng.
    Head,
    /// Tổ phó.
    Deputy,
    /// Thành viên.
    Member,
    /// Thư ký.
    Secretary,
}

impl Position {
    /// All of them, in the order of a list of members.
    pub const ALL: [Self; 4] = [Self::Head, Self::Deputy, Self::Member, Self::Secretary];

    /// Its word in the ledger and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Deputy => "deputy",
            Self::Member => "member",
            Self::Secretary => "secretary",
        }
    }

    /// Reads its word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|position| position.as_str() == word)
    }

    /// Does it speak for the council?
    #[must_use]
    pub fn leads(self) -> bool {
        matches!(self, Self::Head | Self::Deputy)
    }

    /// Does it write to the units?
    #[must_use]
    pub fn writes(self) -> bool {
        self.leads() || self == Self::Secretary
    }
}

/// A member of the council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Name of the account.
    pub account: String,
    /// Name as the minutes have it.
    pub name: String,
    /// The seat.
    pub position: Position,
    /// Since when.
    pub since: Timestamp,
    /// Until when; none: still.
    pub until: Option<Timestamp>,
}

impl Member {
    /// Has it the seat at that moment?
    #[must_use]
    pub fn sits(&self, at: Timestamp) -> bool {
        self.since <= at && self.until.is_none_or(|until| at < until)
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// Name of the account.
    pub account: String,
    /// Its role.
    pub role: Role,
    /// Its seat on the council of the campaign, now.
    pub position: Option<Position>,
}

impl Who {
    /// Has the role this right?
    ///
    /// # Errors
    /// When it has not.
    pub fn must(&self, right: Right) -> Result<(), Refusal> {
        if self.role.may(right) {
            Ok(())
        } else {
            Err(Refusal::NoRight(right))
        }
    }

    /// Does it sit on the council, with the right to verify?
    ///
    /// # Errors
    /// When it does not.
    pub fn must_sit(&self) -> Result<Position, Refusal> {
        self.must(Right::Verify)?;
        self.position.ok_or(Refusal::NoSeat)
    }

    /// Does it speak for the council, with this right?
    ///
    /// # Errors
    /// When it does not.
    pub fn must_lead(&self, right: Right) -> Result<(), Refusal> {
        self.must(right)?;
        match self.position {
            None => Err(Refusal::NoSeat),
            Some(position) if !position.leads() => Err(Refusal::NotLeading),
            Some(_) => Ok(()),
        }
    }

    /// Does it write to the units?
    ///
    /// # Errors
    /// When it does not.
    pub fn must_write(&self) -> Result<(), Refusal> {
        if self.must_sit()?.writes() {
            Ok(())
        } else {
            Err(Refusal::NotSecretary)
        }
    }
}

/// May this seat be given? A council has one head at a time, and an account one
/// seat; whoever sits must be able to verify.
///
/// # Errors
/// When it may not.
pub fn seat(
    who: &Who,
    sitting: &[Member],
    account: &str,
    role: Option<Role>,
    position: Position,
) -> Result<(), Refusal> {
    who.must(Right::Accounts)?;
    let Some(role) = role else {
        return Err(Refusal::NoAccount(account.to_owned()));
    };
    if !role.may(Right::Verify) {
        return Err(Refusal::RoleUnfit(account.to_owned()));
    }
    if sitting.iter().any(|member| member.account == account) {
        return Err(Refusal::SeatTaken(account.to_owned()));
    }
    let head = sitting.iter().find(|it| it.position == Position::Head);
    match head.filter(|_| position == Position::Head) {
        Some(head) => Err(Refusal::HeadTaken(head.account.clone())),
        None => Ok(()),
    }
}
