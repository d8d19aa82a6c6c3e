//! When a report counts.
//!
//! Moments are the server's, never the sender's and never ours: a clerk who
//! sent at 23:59:59 must not lose to our queue, and nobody can move a clock of
//! his own to be on time.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// A half-open span of time: `opens` is in it, `closes` is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First moment that counts.
    pub opens: Timestamp,
    /// First moment that no longer counts.
    pub closes: Timestamp,
    /// How long after the close a report that was rejected inside the window
    /// may still be mended; zero when the rule is off.
    pub cure: SignedDuration,
    /// How long after the close mail may still be on its way to us before the
    /// scoring looks.
    pub grace: SignedDuration,
}

/// How a moment stands to the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Punctuality {
    /// Before it opened.
    Early,
    /// In it.
    OnTime,
    /// After it closed, but mending what was rejected inside it.
    Cured,
    /// After it closed; carries by how many seconds.
    Late(i64),
}

impl Punctuality {
    /// Does a report at that moment count by itself?
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::OnTime | Self::Cured)
    }

    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::OnTime => "on_time",
            Self::Cured => "cured",
            Self::Late(_) => "late",
        }
    }
}

impl Window {
    /// Its first and its last day on the office's clock. It ends before it
    /// closes: one that closes at midnight ends the day before.
    #[must_use]
    pub fn days(&self, zone: &TimeZone) -> (Date, Date) {
        let day = |moment: Timestamp| moment.to_zoned(zone.clone()).date();
        let last = self
            .closes
            .saturating_sub(SignedDuration::from_nanos(1))
            .unwrap_or(self.closes);
        (day(self.opens), day(last).max(day(self.opens)))
    }

    /// Judges a moment, to the second: what arrived within the closing second
    /// arrived after the close. `mending`: the unit was turned down inside the
    /// window and has no version in force.
    #[must_use]
    pub fn judge(&self, moment: Timestamp, mending: bool) -> Punctuality {
        if moment < self.opens {
            Punctuality::Early
        } else if moment < self.closes {
            Punctuality::OnTime
        } else if mending && moment < self.cured_until() {
            Punctuality::Cured
        } else {
            Punctuality::Late(moment.duration_since(self.closes).as_secs())
        }
    }

    /// First moment at which a unit that is mending may no longer mend.
    #[must_use]
    pub fn cured_until(&self) -> Timestamp {
        self.closes + self.cure
    }

    /// From when on a look at the mailbox sees everything that can count.
    #[must_use]
    pub fn settled_from(&self) -> Timestamp {
        self.cured_until() + self.grace
    }
}

/// The moment a mail arrived: what the mailbox recorded (`INTERNALDATE`), or
/// what our own border host recorded, whichever is earlier. Both are ours, and
/// the sender must not suffer from the time a mail spent between them.
#[must_use]
pub fn moment(recorded: Timestamp, hop: Option<Timestamp>) -> Timestamp {
    hop.map_or(recorded, |hop| hop.min(recorded))
}
