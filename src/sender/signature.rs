//! DKIM signatures: which names to ask for, and what a checked one proves.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{address::is_host, digest::Digest, mail::header::Header};

/// Most signatures of one mail that are looked at: a mail with more was made
/// to keep us busy.
pub const MAX_SIGNATURES: usize = 5;

/// TXT answers by name. Absent means: not asked.
pub type Answers = BTreeMap<String, Answer>;

/// What the name servers said about one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// The text of the record, its strings joined.
    Text(String),
    /// There is no such record.
    Nothing,
    /// No server answered in time, or it failed.
    Silence,
}

/// A signature that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Signing domain (`d=`).
    pub domain: String,
    /// Selector (`s=`).
    pub selector: String,
    /// Header fields under the signature (`h=`), lower case.
    pub signed: BTreeSet<String>,
    /// Does it leave the end of the body open (`l=`)?
    pub partial: bool,
    /// Result.
    pub outcome: Outcome,
}

/// Result of checking a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It matches.
    Pass,
    /// It does not match, or cannot; carries why.
    Fail(String),
    /// The key could not be fetched now.
    Unanswered,
}

/// Fields that must be under a signature if the mail has them, or else a
/// replayed mail could be shown in another frame (Chen et al. 2020, A14).
const MUST_SIGN: [&str; 6] = [
    "from",
    "to",
    "subject",
    "date",
    "content-type",
    "mime-version",
];

impl Signature {
    /// Does it prove that `domain` sent exactly what the header shows?
    #[must_use]
    pub fn proves(&self, domain: &str, header: &Header) -> bool {
        self.outcome == Outcome::Pass && self.covers(domain, header)
    }

    /// Would it prove that, if it matches? Nobody waits for the key of another.
    #[must_use]
    pub fn covers(&self, domain: &str, header: &Header) -> bool {
        !self.partial
            && self.domain.eq_ignore_ascii_case(domain)
            && MUST_SIGN
                .iter()
                .all(|field| !header.has(field) || self.signed.contains(*field))
    }
}

/// Names of the key records that the signatures of a mail refer to, at most
/// [`MAX_SIGNATURES`]. Selectors and domains that are no host names are left
/// out: they cannot pass, and are used to smuggle other names.
#[must_use]
pub fn key_names(header: &Header) -> Vec<String> {
    let mut names = Vec::new();
    for value in header.all("dkim-signature").take(MAX_SIGNATURES) {
        let tag = |wanted: &str| {
            value.split(';').find_map(|tag| {
                let (name, value) = tag.split_once('=')?;
                (name.trim() == wanted).then(|| value.trim().to_ascii_lowercase())
            })
        };
        let (Some(domain), Some(selector)) = (tag("d"), tag("s")) else {
            continue;
        };
        let name = format!("{selector}._domainkey.{domain}");
        if is_host(&domain) && is_host(&format!("{selector}.x")) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What the signatures of a mail are known by: the SHA-256 of each `b=` without
/// its folding. A replayed mail carries the same.
#[must_use]
pub fn identities(header: &Header) -> Vec<Digest> {
    let signed = |value: &str| {
        let tags = value.split(';').filter_map(|tag| tag.split_once('='));
        let mut b = tags.filter(|(name, _)| name.trim() == "b");
        let bare: String = b.next()?.1.split_whitespace().collect();
        (!bare.is_empty()).then(|| Digest::of_parts(&[b"b", bare.as_bytes()]))
    };
    let fields = header.all("dkim-signature").take(MAX_SIGNATURES);
    fields.filter_map(signed).collect()
}
