//! What one unit has sent so far: which version is in force, what is missing.

use jiff::Timestamp;

use crate::{
    digest::Digest,
    explanation::Explaining,
    mail::header::Header,
    sender::signature::{MAX_SIGNATURES, Signature},
};

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

impl Earlier {
    /// Which of the mails that call themselves the same decides: the first with
    /// other files, or else the first of all. `came` and `comes` are the files,
    /// in any order.
    #[must_use]
    pub fn among(came: &[(i64, Vec<Digest>)], mut comes: Vec<Digest>) -> Option<Self> {
        comes.sort_unstable();
        let compared = came.iter().map(|(mail, files)| {
            let mut files = files.clone();
            files.sort_unstable();
            Self {
                mail: *mail,
                same_files: files == comes,
            }
        });
        compared.min_by_key(|earlier| (earlier.same_files, earlier.mail))
    }
}

/// What a mail calls itself: its Message-ID and its signatures. Whoever replays
/// it cannot change what the signatures cover, nor the signatures.
#[must_use]
pub fn identities(header: &Header) -> Vec<Digest> {
    let id = header
        .message_id()
        .map(|id| Digest::of_parts(&[b"id", id.as_bytes()]));
    let nothing = Digest::of(b"");
    let signatures = header
        .all("dkim-signature")
        .take(MAX_SIGNATURES)
        .filter_map(|value| Signature::read(value)?.digest)
        .filter(|signature| *signature != nothing);
    let mut all: Vec<Digest> = id.into_iter().chain(signatures).collect();
    all.sort_unstable();
    all.dedup();
    all
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
    /// What the code in the subject means, if there is one and units were asked
    /// to explain.
    pub explaining: Option<Explaining>,
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
