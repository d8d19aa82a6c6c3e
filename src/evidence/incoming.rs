//! What would come of importing documents: shown first, then done.
//!
//! A document is taken for a unit when its author is that unit and its number
//! is the one by which the unit's report is known. Everything less sure is only
//! suggested, and taken when a person says so; what could be two things is
//! never taken.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    dossier::Dossier,
    matching::{self, Match, Reference},
    record::{Channel, Record},
    whom,
};
use crate::{campaign::Campaign, text, unit::Unit};

/// A document to be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// By what a person names it among those of the import: the line of the
    /// register, or the place of the file.
    pub at: u32,
    /// What it says.
    pub record: Record,
    /// Something in it cannot be read; then it is not taken.
    pub odd: bool,
}

/// What would become of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is taken for this unit.
    Taken {
        /// The unit.
        unit: String,
        /// How sure it is; none when a person said so.
        how: Option<Match>,
    },
    /// It may be this unit's report: a person must say so.
    Suggested {
        /// The unit.
        unit: String,
        /// Why it is suggested.
        why: Hint,
    },
    /// It is in the ledger already.
    Known(String),
    /// It could be of several units.
    Ambiguous(Vec<String>),
    /// Another document of this import says the same and differs.
    Rival {
        /// The unit.
        unit: String,
        /// The other document.
        other: u32,
    },
    /// Something in it cannot be read.
    Unreadable(String),
    /// It is none of this campaign's reports.
    Other,
}

/// Why a document is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Its day is near, and it is called a report.
    Near,
    /// Its subject speaks of this campaign, and the unit has named no number.
    Subject,
    /// Its subject speaks of this campaign, and its number is not the one that
    /// the unit has named.
    OtherNumber,
}

impl Fate {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Taken { .. } => "taken",
            Self::Suggested { .. } => "suggested",
            Self::Known(_) => "known",
            Self::Ambiguous(_) => "ambiguous",
            Self::Rival { .. } => "rival",
            Self::Unreadable(_) => "unreadable",
            Self::Other => "other",
        }
    }

    /// The unit for which it is taken.
    #[must_use]
    pub fn taken(&self) -> Option<&str> {
        match self {
            Self::Taken { unit, .. } => Some(unit),
            Self::Suggested { .. }
            | Self::Known(_)
            | Self::Ambiguous(_)
            | Self::Rival { .. }
            | Self::Unreadable(_)
            | Self::Other => None,
        }
    }
}

/// Says what would become of each document of an import. `chosen` are those
/// suggested ones that a person takes.
#[must_use]
pub fn preview(
    campaign: &Campaign,
    dossiers: &[Dossier],
    channel: Channel,
    documents: &[Document],
    chosen: &BTreeSet<u32>,
) -> Vec<Fate> {
    let judge = Judge {
        campaign,
        dossiers,
        channel,
        window: campaign.window.days(&campaign.zone),
    };
    let mut fates: Vec<Fate> = documents
        .iter()
        .map(|document| judge.fate(document, chosen.contains(&document.at)))
        .collect();
    rivals(documents, &mut fates);
    fates
}

struct Judge<'a> {
    campaign: &'a Campaign,
    dossiers: &'a [Dossier],
    channel: Channel,
    window: (Date, Date),
}

impl Judge<'_> {
    fn fate(&self, document: &Document, chosen: bool) -> Fate {
        let record = &document.record;
        let unit = match whom::units(&self.campaign.registry, &record.author).as_slice() {
            [] => return Fate::Other,
            [unit] => *unit,
            several => {
                return if self.speaks_of_it(record) || self.named_by(several, record) {
                    Fate::Ambiguous(several.iter().map(|unit| unit.code.clone()).collect())
                } else {
                    Fate::Other
                };
            }
        };
        let empty = Dossier::default();
        let of_unit = self.dossiers.iter().find(|it| it.unit == unit.code);
        let dossier = of_unit.unwrap_or(&empty);
        let unit = unit.code.clone();
        let found = matching::belongs(&Reference::of(record), dossier, self.window);
        let hint = match found {
            Some(Match::Exact | Match::Number) => None,
            Some(Match::Near) | None => match self.hint(record, found, dossier) {
                Some(hint) => Some(hint),
                None => return Fate::Other,
            },
        };
        if document.odd {
            return Fate::Unreadable(unit);
        }
        if known(dossier, self.channel, record) {
            return Fate::Known(unit);
        }
        match hint {
            None => Fate::Taken { unit, how: found },
            Some(_) if chosen => Fate::Taken { unit, how: None },
            Some(why) => Fate::Suggested { unit, why },
        }
    }

    /// Why a document whose number says nothing may be the report all the same.
    fn hint(&self, record: &Record, found: Option<Match>, dossier: &Dossier) -> Option<Hint> {
        if self.speaks_of_it(record) {
            let named = dossier
                .mail
                .as_ref()
                .is_some_and(|mail| !mail.document.is_empty());
            return Some(if named && record.number().is_some() {
                Hint::OtherNumber
            } else {
                Hint::Subject
            });
        }
        let number = record.number();
        let report = number.is_some_and(|number| number.symbol().starts_with("BC"));
        (found == Some(Match::Near) && report).then_some(Hint::Near)
    }

    /// Does the subject share most words with the campaign's title?
    fn speaks_of_it(&self, record: &Record) -> bool {
        let words = |text: &str| -> BTreeSet<String> {
            let plain = text::plain(text);
            let words = plain.split(|c: char| !c.is_alphanumeric());
            words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let subject = words(&record.subject);
        [&self.campaign.title, &self.campaign.short_title]
            .into_iter()
            .any(|title| {
                let title = words(title);
                let shared = title.intersection(&subject).count();
                !title.is_empty() && shared * 4 >= title.len() * 3
            })
    }

    /// Is it, by its number, the report of one of several units?
    fn named_by(&self, units: &[&Unit], record: &Record) -> bool {
        let reference = Reference::of(record);
        self.dossiers
            .iter()
            .filter(|dossier| units.iter().any(|unit| unit.code == dossier.unit))
            .any(|dossier| {
                let found = matching::belongs(&reference, dossier, self.window);
                matches!(found, Some(Match::Exact | Match::Number))
            })
    }
}

/// Is the same already in the dossier? Word for word, even if it was corrected
/// since; or, among what stands, by all that tells one document from another.
fn known(dossier: &Dossier, channel: Channel, record: &Record) -> bool {
    let digest = record.digest();
    let mut all = dossier.entries.iter().filter(|it| it.channel == channel);
    let names = |record: &Record| {
        let arrival = record.arrival_number.clone();
        (record.number(), record.date, arrival, record.business)
    };
    all.any(|entry| entry.record.digest() == digest)
        || (record.files.is_empty()
            && dossier
                .in_force(channel)
                .any(|entry| record.number().is_some() && names(&entry.record) == names(record)))
}

/// Two documents of one import that give one unit the same number and differ in
/// the rest are both left out; the same one twice is taken once.
fn rivals(documents: &[Document], fates: &mut [Fate]) {
    let mut first: BTreeMap<(String, String), usize> = BTreeMap::new();
    for at in 0..documents.len() {
        let (Some(document), Some(fate)) = (documents.get(at), fates.get(at)) else {
            continue;
        };
        let Some(unit) = fate.taken().map(str::to_owned) else {
            continue;
        };
        let number = document.record.number().map(|it| it.to_string());
        let key = (unit.clone(), number.unwrap_or_default());
        let Some(earlier) = first.get(&key).copied() else {
            first.insert(key, at);
            continue;
        };
        let Some(other) = documents.get(earlier) else {
            continue;
        };
        if other.record.digest() == document.record.digest() {
            put(fates, at, Fate::Known(unit));
        } else if other.record.business == document.record.business {
            let rival = |other: &Document| Fate::Rival {
                unit: unit.clone(),
                other: other.at,
            };
            put(fates, at, rival(other));
            put(fates, earlier, rival(document));
        }
    }
}

fn put(fates: &mut [Fate], at: usize, fate: Fate) {
    if let Some(place) = fates.get_mut(at) {
        *place = fate;
    }
}
