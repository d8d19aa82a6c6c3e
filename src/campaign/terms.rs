//! What holds for single units: more time than the others have, or no report
//! to send at all. It is granted by a person, with a reason, and kept in the
//! ledger; the files of a campaign know nothing of it.

use jiff::Timestamp;

use super::{Campaign, window::Window};

/// What holds for one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// First moment at which its report no longer counts, where that is not the
    /// close of the campaign.
    pub closes: Option<Timestamp>,
    /// Need it not report at all?
    pub exempt: bool,
    /// Why, as it was granted.
    pub reason: String,
}

impl Campaign {
    /// The window of a unit: that of the campaign, with its own end where it was
    /// given more time. Nobody is given less.
    #[must_use]
    pub fn window_of(&self, unit: &str) -> Window {
        let own = self.terms.get(unit).and_then(|terms| terms.closes);
        Window {
            closes: own.map_or(self.window.closes, |own| own.max(self.window.closes)),
            ..self.window
        }
    }

    /// Was the unit given more time?
    #[must_use]
    pub fn is_extended(&self, unit: &str) -> bool {
        self.window_of(unit).closes > self.window.closes
    }

    /// Need the unit not report?
    #[must_use]
    pub fn is_exempt(&self, unit: &str) -> bool {
        self.terms.get(unit).is_some_and(|terms| terms.exempt)
    }

    /// From when on a look at the mailbox sees everything that can count, of
    /// any unit: the scoring waits for the last that was given more time.
    #[must_use]
    pub fn settled_from(&self) -> Timestamp {
        let own = self.registry.iter();
        own.filter(|unit| !self.is_exempt(&unit.code))
            .map(|unit| self.window_of(&unit.code).settled_from())
            .fold(self.window.settled_from(), Timestamp::max)
    }
}
