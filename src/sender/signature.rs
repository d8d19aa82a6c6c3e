//! DKIM signatures: which names to ask for, and what a checked one proves.
//!
//! How old a signature may be is judged here, against the moment our own host
//! took the mail, and not by whoever checks the mathematics against the clock
//! on the wall: the same mail must have the same verdict years later.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use mail_parser::decoders::base64::base64_decode;
use serde::{Deserialize, Serialize};

use super::tags;
use crate::{
    address::is_host,
    digest::Digest,
    mail::{header::Header, received},
};

/// Most signatures of one mail that are looked at: a mail with more was made
/// to keep us busy.
pub const MAX_SIGNATURES: usize = 5;

/// Most fields that a signature may list: one that lists more was made to keep
/// us busy, because each is looked for in the whole header.
pub const MAX_LISTED: usize = 200;

/// How long a mail may be under way: as long as servers keep trying (RFC 5321
/// §4.5.4.1). A signature older than that is sent again by somebody.
pub const MAX_AGE: SignedDuration = SignedDuration::from_hours(5 * 24);

/// How far the signer's clock may be ahead of ours.
pub const MAX_AHEAD: SignedDuration = SignedDuration::from_mins(10);

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
    /// When it was made (`t=`).
    #[serde(default)]
    pub made_at: Option<Timestamp>,
    /// When it ends (`x=`).
    #[serde(default)]
    pub ends_at: Option<Timestamp>,
    /// SHA-256 of the signature itself (`b=`): two mails that have the same one
    /// are one mail sent twice, however the rest was dressed up.
    #[serde(default)]
    pub digest: Option<Digest>,
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
    /// Reads a DKIM-Signature field (RFC 6376 §3.5), as yet unanswered. What
    /// is not to be believed whatever its key says has failed already: SHA-1
    /// has been forged (RFC 8301).
    #[must_use]
    pub fn read(value: &str) -> Option<Self> {
        let tags = tags::read(value)?;
        let tag = |name| tags.get(name).copied();
        let time = |name| tag(name).map(seconds);
        if tag("v") != Some("1") || tag("bh")?.is_empty() {
            return None;
        }
        let believed = ["rsa-sha256", "ed25519-sha256"].contains(&tag("a")?);
        let outcome = if !believed {
            Outcome::Fail("algorithm".to_owned())
        } else if tags::items(tag("h")?).count() > MAX_LISTED {
            Outcome::Fail("too many fields".to_owned())
        } else {
            Outcome::Unanswered
        };
        Some(Self {
            domain: tag("d")?.to_ascii_lowercase(),
            selector: tag("s")?.to_ascii_lowercase(),
            signed: tags::items(tag("h")?)
                .map(str::to_ascii_lowercase)
                .collect(),
            partial: tag("l").is_some(),
            made_at: time("t").map_or(Some(None), |at| at.map(Some))?,
            ends_at: time("x").map_or(Some(None), |at| at.map(Some))?,
            digest: Some(identity(tag("b")?)),
            outcome,
        })
    }

    /// Name of its key record. Selectors and domains that are no host names
    /// have none: they cannot pass, and are used to smuggle other names (Chen
    /// et al. 2020, A3 and A4).
    #[must_use]
    pub fn key_name(&self) -> Option<String> {
        let plain = is_host(&self.domain) && is_host(&format!("{}.x", self.selector));
        plain.then(|| format!("{}._domainkey.{}", self.selector, self.domain))
    }

    /// Does it prove that `domain` sent exactly what the header shows, just
    /// before it arrived?
    #[must_use]
    pub fn proves(&self, domain: &str, header: &Header, arrived: Timestamp) -> bool {
        self.outcome == Outcome::Pass
            && self.covers(domain, header)
            && !self.is_stale(header, arrived)
    }

    /// Would it prove that, if it matches? Nobody waits for the key of another.
    #[must_use]
    pub fn covers(&self, domain: &str, header: &Header) -> bool {
        !self.partial
            && self.domain.eq_ignore_ascii_case(domain)
            && self.key_name().is_some()
            && MUST_SIGN
                .iter()
                .all(|field| !header.has(field) || self.signed.contains(*field))
    }

    /// Does it say nothing about a mail that arrived then? It has ended, it is
    /// of the future, or it is too old. Many signers write no time: then the
    /// Date under the signature stands for it.
    #[must_use]
    pub fn is_stale(&self, header: &Header, arrived: Timestamp) -> bool {
        let ended = self
            .ends_at
            .is_some_and(|end| end <= arrived || self.made_at.is_some_and(|made| end <= made));
        let ahead = self
            .made_at
            .is_some_and(|made| made.duration_since(arrived) > MAX_AHEAD);
        let date = || header.first("date").and_then(received::moment);
        let old = self
            .made_at
            .or_else(date)
            .is_none_or(|made| arrived.duration_since(made) > MAX_AGE);
        ended || ahead || old
    }
}

/// Of the bytes that `b=` stands for, because base64 can be spelled in more
/// ways than one, and nothing covers how.
fn identity(b: &str) -> Digest {
    let joined = tags::joined(b);
    let bytes = base64_decode(joined.as_bytes());
    Digest::of(bytes.as_deref().unwrap_or(joined.as_bytes()))
}

/// Seconds since 1970, at most twelve digits (RFC 6376 §3.5). What lies beyond
/// the calendar is its last moment.
fn seconds(value: &str) -> Option<Timestamp> {
    let plain = (1..=12).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
    let seconds = value.parse().ok().filter(|_| plain)?;
    Some(Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX))
}

/// Names of the key records that the signatures of a mail refer to.
#[must_use]
pub fn key_names(header: &Header) -> Vec<String> {
    names(header, |_| true)
}

/// Those of them that could prove its From. The key of another domain proves
/// nothing, and its name server may take as long as it likes to say so.
#[must_use]
pub fn proving_key_names(header: &Header) -> Vec<String> {
    let Some(from) = header.from() else {
        return Vec::new();
    };
    names(header, |signature| signature.domain == from.domain())
}

fn names(header: &Header, counts: impl Fn(&Signature) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    for value in header.all("dkim-signature").take(MAX_SIGNATURES) {
        let name = Signature::read(value)
            .filter(|signature| signature.outcome == Outcome::Unanswered && counts(signature))
            .and_then(|signature| signature.key_name());
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names
}
