//! What one unit has sent so far: which version is in force, what is missing.

use jiff::Timestamp;

use crate::digest::Digest;

/// One accepted or late version of a unit's report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Counts from 1, in the order of acceptance.
    pub version: u32,
    /// Registration number printed on its letter.
    pub number: String,
    /// The moment that counts.
    pub moment: Timestamp,
    /// Was it on time (or cured)?
    pub counts: bool,
    /// SHA-256 of its workbook.
    pub workbook: Digest,
}

/// A mail that came before and calls itself the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// Its number in the ledger.
    pub mail: i64,
    /// Did it carry the very same files?
    pub same_files: bool,
}

/// The dossier of a unit in a campaign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dossier {
    /// Versions, in any order.
    pub versions: Vec<Version>,
    /// A mail of this unit that came before and has the same Message-ID, or the
    /// same signature, as the one to be decided.
    pub earlier: Option<Earlier>,
    /// Was the unit turned down inside the window for something it can mend?
    pub turned_down: bool,
}

impl Dossier {
    /// The version in force: of those that count, the one whose moment is the
    /// latest. A later mail that was turned down never displaces it, nor does
    /// an earlier one that we happened to judge later.
    #[must_use]
    pub fn in_force(&self) -> Option<&Version> {
        self.versions
            .iter()
            .filter(|version| version.counts)
            .max_by_key(|version| (version.moment, version.version))
    }

    /// Is the unit mending a report that was turned down in time?
    #[must_use]
    pub fn is_mending(&self) -> bool {
        self.turned_down && self.in_force().is_none()
    }
}
