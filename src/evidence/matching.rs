//! Which report a document belongs to.
//!
//! Two documents are the same when body, number and day agree; within one unit
//! the number alone is enough. A day that is near is only a suggestion, which a
//! person takes or leaves.

use jiff::{ToSpan as _, civil::Date};

use super::{
    dossier::Dossier,
    number::{Number, organ},
    record::{Channel, Record},
};

/// Days by which two dates of one document may differ for it to be suggested.
const NEAR: i64 = 3;

/// How sure it is that a document belongs to a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// Only its day is near.
    Near,
    /// The unit's number and symbol.
    Number,
    /// Body, number and symbol, and day.
    Exact,
}

/// A document of a unit, as it is matched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// Identifier of the body, if it is known.
    pub organ: String,
    /// Number and symbol.
    pub number: Option<Number>,
    /// Day.
    pub date: Option<Date>,
}

impl Reference {
    /// Of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self {
            organ: organ(&record.organ),
            number: record.number(),
            date: record.date,
        }
    }

    /// How sure it is that two documents of one unit are the same.
    #[must_use]
    pub fn matches(&self, other: &Self) -> Option<Match> {
        let both = |a: &str, b: &str| !a.is_empty() && !b.is_empty();
        if both(&self.organ, &other.organ) && self.organ != other.organ {
            return None;
        }
        match (&self.number, &other.number) {
            (Some(a), Some(b)) if a != b => None,
            (Some(_), Some(_)) if self.date.is_some() && self.date == other.date => {
                Some(Match::Exact)
            }
            (Some(_), Some(_)) => Some(Match::Number),
            (None, _) | (_, None) => near(self.date?, other.date?).then_some(Match::Near),
        }
    }
}

fn near(a: Date, b: Date) -> bool {
    let (early, late) = (a.min(b), a.max(b));
    early
        .checked_add(NEAR.days())
        .is_ok_and(|until| until >= late)
}

/// How sure it is that a document belongs to a unit's dossier. Where the unit
/// has named no document yet, one from the days of the window is near.
#[must_use]
pub fn belongs(document: &Reference, dossier: &Dossier, window: (Date, Date)) -> Option<Match> {
    let known = references(dossier);
    if known.is_empty() {
        let date = document.date?;
        let within =
            (window.0 <= date && date <= window.1) || near(date, window.0) || near(date, window.1);
        return within.then_some(Match::Near);
    }
    known.iter().filter_map(|it| document.matches(it)).max()
}

/// The documents that a dossier knows its report by.
fn references(dossier: &Dossier) -> Vec<Reference> {
    let mail = dossier.mail.as_ref().map(|mail| Reference {
        organ: String::new(),
        number: Number::read(&mail.document),
        date: mail.dated,
    });
    let records = [Channel::Paper, Channel::DocumentSoftware]
        .into_iter()
        .flat_map(|channel| dossier.in_force(channel))
        .map(|entry| Reference::of(&entry.record));
    let all = mail.into_iter().chain(records);
    all.filter(|it| it.number.is_some() || it.date.is_some())
        .collect()
}
