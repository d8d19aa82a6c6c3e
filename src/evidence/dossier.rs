//! The dossier of a unit for a year: up to three copies of one report, and what
//! does not agree among them.
//!
//! Nothing is resolved here by itself. What disagrees is named until a person
//! settles it, and stays named, with the settlement beside it.

use jiff::{Timestamp, civil::Date};

use super::{
    disagreement::{Disagreement, Ruling, Settlement, What},
    number::Number,
    record::{Business, Channel, Compared, File, Record},
    signed::Covers,
};
use crate::workbook::Container;

/// The report that came by e-mail, as far as the other ways are held against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailCopy {
    /// The mail.
    pub mail: i64,
    /// The number of its receipt.
    pub receipt: String,
    /// Which version it is.
    pub version: i64,
    /// The moment that counts.
    pub moment: Timestamp,
    /// Did it come too late?
    pub late: bool,
    /// Number and symbol of the signed paper, as the workbook names it.
    pub document: String,
    /// Day of that paper, as the workbook dates it.
    pub dated: Option<Date>,
}

/// A record of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the ledger; later ones are greater.
    pub id: i64,
    /// By which way it came.
    pub channel: Channel,
    /// What it says.
    pub record: Record,
    /// The record it corrects.
    pub replaces: Option<i64>,
    /// Does it only say that the record it replaces was a mistake?
    pub withdrawn: bool,
    /// Why it corrects or withdraws; empty for a first one.
    pub why: String,
    /// When it was noted.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// How one way of one unit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// The campaign does not ask for it.
    NotAsked,
    /// Nothing came.
    Missing,
    /// Something came that a person ruled not to count.
    Refused,
    /// Something came, and a person must settle what disagrees.
    Disagrees,
    /// It is there.
    There,
}

impl Cell {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::Disagrees => "disagrees",
            Self::There => "there",
        }
    }
}

/// Everything that there is of one unit for one year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dossier {
    /// The unit.
    pub unit: String,
    /// The ways that the campaign asks for.
    pub asked: Vec<Channel>,
    /// The report by e-mail: the one in force, else the newest late one.
    pub mail: Option<MailCopy>,
    /// Records, oldest first, those that were corrected among them.
    pub entries: Vec<Entry>,
    /// What was settled, oldest first.
    pub settlements: Vec<Settlement>,
    /// Documents of this dossier that stand in that of another unit, too.
    pub elsewhere: Vec<(Channel, String, String)>,
}

/// What one way says of its document.
struct Said {
    number: Option<Number>,
    date: Option<Date>,
}

impl Dossier {
    /// The records of a way that stand: not corrected and not withdrawn.
    pub fn in_force(&self, channel: Channel) -> impl Iterator<Item = &Entry> {
        let replaced = |id: i64| self.entries.iter().any(|it| it.replaces == Some(id));
        self.entries
            .iter()
            .filter(move |it| it.channel == channel && !it.withdrawn && !replaced(it.id))
    }

    /// The copies among them.
    pub fn copies(&self, channel: Channel) -> impl Iterator<Item = &Entry> {
        self.in_force(channel).filter(|it| it.record.is_copy())
    }

    /// Everything that does not agree, whether settled or not.
    #[must_use]
    pub fn disagreements(&self) -> Vec<Disagreement> {
        let mut found = Vec::new();
        self.between_channels(&mut found);
        for channel in [Channel::Paper, Channel::DocumentSoftware] {
            self.within(channel, &mut found);
        }
        for (channel, document, unit) in &self.elsewhere {
            let (document, unit) = (document.clone(), unit.clone());
            let what = What::Elsewhere { document, unit };
            let channel = *channel;
            found.push(Disagreement { channel, what });
        }
        found
    }

    /// The newest settlement of a disagreement.
    #[must_use]
    pub fn settlement(&self, of: &Disagreement) -> Option<&Settlement> {
        let key = of.key();
        self.settlements.iter().rev().find(|it| it.about == key)
    }

    /// What a person must still settle.
    #[must_use]
    pub fn unsettled(&self) -> Vec<Disagreement> {
        let mut found = self.disagreements();
        found.retain(|it| self.settlement(it).is_none());
        found
    }

    /// How a way stands.
    #[must_use]
    pub fn cell(&self, channel: Channel) -> Cell {
        let there = match channel {
            Channel::Mail => self.mail.is_some(),
            Channel::Paper | Channel::DocumentSoftware => self.copies(channel).next().is_some(),
        };
        if !there {
            let asked = self.asked.contains(&channel);
            return if asked { Cell::Missing } else { Cell::NotAsked };
        }
        let rulings = self.rulings(channel);
        let refused = |of: Option<i64>| {
            let mut about = rulings.iter().filter(|(it, _)| it.what.entry() == of);
            about.any(|(_, ruling)| *ruling == Some(Ruling::DoesNotCount))
        };
        let mut copies = self.copies(channel);
        let none_left = channel != Channel::Mail && copies.all(|it| refused(Some(it.id)));
        if none_left || refused(None) {
            Cell::Refused
        } else if rulings.iter().any(|(_, ruling)| ruling.is_none()) {
            Cell::Disagrees
        } else {
            Cell::There
        }
    }

    /// What does not agree in a way, with what was ruled about it.
    fn rulings(&self, channel: Channel) -> Vec<(Disagreement, Option<Ruling>)> {
        let mut own = self.disagreements();
        own.retain(|it| it.channel == channel);
        own.into_iter()
            .map(|it| {
                let ruling = self.settlement(&it).map(|it| it.ruling);
                (it, ruling)
            })
            .collect()
    }

    /// What a way says of its document: its newest copy speaks.
    fn said(&self, channel: Channel) -> Option<Said> {
        match channel {
            Channel::Mail => self.mail.as_ref().map(|mail| Said {
                number: Number::read(&mail.document),
                date: mail.dated,
            }),
            Channel::Paper | Channel::DocumentSoftware => {
                let newest = self.copies(channel).max_by_key(|it| it.id)?;
                Some(Said {
                    number: newest.record.number(),
                    date: newest.record.date,
                })
            }
        }
    }

    /// Numbers and days that are given by two ways and differ.
    fn between_channels(&self, found: &mut Vec<Disagreement>) {
        let pairs = [
            (Channel::Paper, Channel::Mail),
            (Channel::DocumentSoftware, Channel::Mail),
            (Channel::DocumentSoftware, Channel::Paper),
        ];
        let mut tell = |channel, what| found.push(Disagreement { channel, what });
        for (channel, with) in pairs {
            let (Some(own), Some(other)) = (self.said(channel), self.said(with)) else {
                continue;
            };
            if let (Some(here), Some(there)) = (own.number, other.number)
                && here != there
            {
                let (here, there) = (here.to_string(), there.to_string());
                tell(channel, What::Number { with, here, there });
            }
            if let (Some(here), Some(there)) = (own.date, other.date)
                && here != there
            {
                tell(channel, What::Date { with, here, there });
            }
        }
    }

    /// What is not as it must be in one way.
    fn within(&self, channel: Channel, found: &mut Vec<Disagreement>) {
        let mut tell = |what| found.push(Disagreement { channel, what });
        let mut copies: Vec<&Entry> = self.copies(channel).collect();
        for entry in &copies {
            let record = &entry.record;
            if channel == Channel::Paper && record.signed != Some(true) {
                tell(What::Unsigned(entry.id));
            }
            if channel == Channel::Paper && record.sealed != Some(true) {
                tell(What::Unsealed(entry.id));
            }
            if record.figures == Compared::Different {
                tell(What::Figures(entry.id));
            }
            if channel == Channel::DocumentSoftware {
                files(record, &mut tell);
            }
        }
        let mut gone = Vec::new();
        for later in self.in_force(channel) {
            let of = copies.iter().filter(|it| it.id != later.id);
            for earlier in of.filter(|it| later.record.concerns(&it.record)) {
                let by = document(&later.record, later.id);
                match later.record.business {
                    Business::Recall => tell(What::Recalled(by)),
                    Business::Replace => tell(What::Replaced(by)),
                    Business::New | Business::Update => (),
                }
                gone.push(earlier.id);
            }
        }
        copies.retain(|it| !gone.contains(&it.id));
        let mut names: Vec<String> = Vec::new();
        for (at, entry) in copies.iter().enumerate() {
            let name = document(&entry.record, entry.id);
            let mut before = copies.iter().take(at);
            if before.any(|it| twice(&it.record, &entry.record)) {
                tell(What::Twice(name.clone()));
            }
            names.push(name);
        }
        names.sort_unstable();
        names.dedup();
        if names.len() > 1 {
            tell(What::Several(names));
        }
    }
}

/// Do two records name one document, and differ in what it should have once?
/// Records that only add to each other, such as a message and the line of the
/// register, are no disagreement.
fn twice(a: &Record, b: &Record) -> bool {
    let differ = |a: &str, b: &str| {
        let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
        !a.is_empty() && !b.is_empty() && a != b
    };
    let same = a.number().is_some() && a.number() == b.number();
    same && (a.date.zip(b.date).is_some_and(|(a, b)| a != b)
        || differ(&a.arrival_number, &b.arrival_number)
        || differ(&a.organ, &b.organ))
}

/// What can be seen of the signatures in the files of a record.
fn files(record: &Record, tell: &mut impl FnMut(What)) {
    let pdf = |file: &&File| file.kind == Container::Pdf;
    for file in record.files.iter().filter(pdf) {
        let (name, digest) = (file.name.clone(), file.digest);
        match file.signatures.last() {
            None => tell(What::NoSignature { name, digest }),
            Some(last) if last.covers != Covers::Whole => tell(What::Changed { name, digest }),
            Some(_) => (),
        }
    }
}

/// By what people name a document: number and symbol, or else its record.
fn document(record: &Record, id: i64) -> String {
    record
        .number()
        .map_or_else(|| format!("#{id}"), |number| number.to_string())
}

/// Does no signed and sealed paper of the report count? That is what the scale
/// asks as `report.paper_missing`. A number or a day that differs does not make
/// paper missing; a person's ruling that it does not count does.
#[must_use]
pub fn paper_missing(dossier: &Dossier) -> bool {
    if !dossier.asked.contains(&Channel::Paper) {
        return false;
    }
    let rulings = dossier.rulings(Channel::Paper);
    let ruled = |entry: &Entry, ruling| {
        rulings
            .iter()
            .any(|(it, ruled)| it.what.entry() == Some(entry.id) && *ruled == Some(ruling))
    };
    let marked = |mark: Option<bool>, what: What| {
        let counts =
            |(it, ruled): &(Disagreement, _)| it.what == what && *ruled == Some(Ruling::Counts);
        mark == Some(true) || rulings.iter().any(counts)
    };
    let good = |entry: &Entry| {
        !ruled(entry, Ruling::DoesNotCount)
            && marked(entry.record.signed, What::Unsigned(entry.id))
            && marked(entry.record.sealed, What::Unsealed(entry.id))
    };
    dossier.cell(Channel::Paper) == Cell::Refused || !dossier.copies(Channel::Paper).any(good)
}
