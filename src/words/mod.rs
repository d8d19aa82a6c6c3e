//! Every sentence that people read, in Vietnamese and in English. The rest of
//! the crate speaks in values.

mod doubts;

mod lints;

mod parts;

mod remedies;

mod table_faults;

mod money;

mod oddities;

mod steps;

pub mod budget;

pub mod replay;
pub mod review;

pub mod years;

pub mod findings;

pub mod refusals;

pub mod times;

pub mod files;

pub mod reasons;

pub mod letters;

pub mod reminders;

pub mod follow;

pub mod pieces;

pub mod commands;

pub mod outbox;

pub mod evidence;

pub mod imports;

pub mod complaints;

pub mod calibration;

pub mod servers;

pub mod scores;

pub mod publication;

pub mod council;

pub mod council_commands;

pub mod explanation;

pub mod rehearsal;

pub mod guide;

pub mod mending;

pub mod api;

pub mod people;

pub mod registry;

pub mod pages;

/// The language of a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Reads `vi` or `en`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Its tag in HTML (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.pick("vi", "en")
    }

    /// The text of this language.
    pub fn pick<T>(self, vietnamese: T, english: T) -> T {
        match self {
            Self::Vi => vietnamese,
            Self::En => english,
        }
    }
}

/// A size in bytes, as people read it: `48 KB`, `1,3 MB`.
#[must_use]
pub fn size(lang: Lang, bytes: u64) -> String {
    let in_units = |unit: u64| {
        let tenths = bytes.saturating_mul(10).div_ceil(unit);
        let mark = lang.pick(',', '.');
        format!("{}{mark}{}", tenths / 10, tenths % 10)
    };
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes.div_ceil(1_024)),
        _ => format!("{} MB", in_units(1_048_576)),
    }
}
