//! How our own servers mark a mail: by which hosts it came in, whether they
//! wrote a login, and under which names they wrote Authentication-Results.
//!
//! Proofs rest on these marks. When a server is set up anew and stops writing
//! them, or begins to let others write them, nothing else would be noticed
//! (security study §1.7: that is how silent fail-open begins). So every settled
//! mail is counted under its [`Layout`], and [`review`] says which of them a
//! person must look at. Everything in a layout was written by our own servers:
//! a sender cannot make a new one.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::authres;
use crate::mail::{
    header::Header,
    received::{self, Trace},
};

/// How a mail came to the first of our own hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Entry {
    /// From somebody who had logged in (RFC 4954).
    Submission,
    /// From another server, or from a program that needs no login.
    Relay,
    /// The topmost host is none of ours: the servers were renamed, or the
    /// configuration does not name them.
    Foreign,
}

impl Entry {
    /// The word in a key.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Relay => "relay",
            Self::Foreign => "foreign",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Submission, Self::Relay, Self::Foreign]
            .into_iter()
            .find(|entry| entry.as_str() == word)
    }
}

/// What a mail's marks have in common with those of all mails that came the
/// same way. What differs from mail to mail (results, queue names, times,
/// encryption, the client) is left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Layout {
    /// How it came in.
    pub entry: Entry,
    /// Is a login written?
    pub login: bool,
    /// Names that sign Authentication-Results above the hop that took it in,
    /// each once, from the top.
    pub authserv_ids: Vec<String>,
    /// Our hosts from the top to that hop.
    pub path: Vec<String>,
}

impl Layout {
    /// The layout of a mail; none of one that no host took in (copied into the
    /// folder by hand), and none while nobody has said which hosts are ours.
    #[must_use]
    pub fn of(header: &Header, own_hosts: &[String]) -> Option<Self> {
        let top = Trace::read(header.first("received")?);
        if own_hosts.is_empty() {
            return None;
        }
        let Some(hop) = received::trusted_hop(header.all("received"), own_hosts) else {
            return Some(Self {
                entry: Entry::Foreign,
                login: false,
                authserv_ids: Vec::new(),
                path: vec![plain(&top.by)],
            });
        };
        let hops = header.all("received").take(hop.above + 1);
        let hops: Vec<Trace> = hops.map(Trace::read).collect();
        let path = hops.iter().map(|hop| plain(&hop.by)).collect();
        let submitted = hops.last().is_some_and(Trace::is_authenticated);
        Some(Self {
            entry: if submitted {
                Entry::Submission
            } else {
                Entry::Relay
            },
            login: hop.login.is_some(),
            authserv_ids: signers(header, own_hosts),
            path,
        })
    }

    /// Did `other` come the same way and lack a mark that this one has?
    #[must_use]
    pub fn is_more_than(&self, other: &Self) -> bool {
        let lacks_login = self.login && !other.login;
        let lacks_results = !self.authserv_ids.is_empty() && other.authserv_ids.is_empty();
        self.entry == other.entry && (lacks_login || lacks_results)
    }

    /// Reads what [`Layout`] prints.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let mut parts = key.split(' ');
        let entry = Entry::parse(parts.next()?)?;
        let mut part = |name: &str| parts.next()?.strip_prefix(name)?.strip_prefix('=');
        let login = match part("login")? {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        let list = |text: &str| -> Vec<String> {
            let items = text.split(',').filter(|item| !item.is_empty());
            items.map(str::to_owned).collect()
        };
        Some(Self {
            entry,
            login,
            authserv_ids: list(part("results")?),
            path: list(part("path")?),
        })
    }
}

/// `submission login=yes results=mx.hue.gov.vn path=mail.hue.gov.vn`: the key in
/// the ledger, in the log and in JSON.
impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} login={} results={} path={}",
            self.entry.as_str(),
            if self.login { "yes" } else { "no" },
            self.authserv_ids.join(","),
            self.path.join(",")
        )
    }
}

/// A layout as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its number, by which a person confirms it.
    pub id: i64,
    /// What it is; `None` for what an older program wrote.
    pub layout: Option<Layout>,
    /// When it was first seen.
    pub first_seen: Timestamp,
    /// Settled mails of it, by day (days since 1970, UTC), ascending. None for
    /// one that only a calibration has shown.
    pub days: Vec<(i64, i64)>,
    /// Is it known: shown by a calibration, confirmed, or learned?
    pub known: bool,
    /// Should mails of it go on coming in? Not after a person has confirmed
    /// that it stopped, until the next one.
    pub expected: bool,
    /// What a person was already called for.
    pub alarm: Option<Alarm>,
}

impl Seen {
    fn mails(&self) -> i64 {
        self.days.iter().map(|(_, mails)| mails).sum()
    }

    fn mails_after(&self, day: i64) -> i64 {
        let later = self.days.iter().filter(|(at, _)| *at > day);
        later.map(|(_, mails)| mails).sum()
    }
}

/// Why a person is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Alarm {
    /// Mails came in a way that nobody has confirmed.
    Unknown,
    /// A way with a login or with results has dried up, while mails without
    /// them go on coming in.
    Stopped,
}

impl Alarm {
    /// The word in the ledger and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Stopped => "stopped",
        }
    }

    /// The alarm of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Unknown, Self::Stopped]
            .into_iter()
            .find(|alarm| alarm.as_str() == word)
    }
}

/// What a review finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing was ever known: this one is taken as usual until a person says
    /// otherwise.
    Learn(i64),
    /// A person must look at this one.
    Call(i64, Alarm),
}

/// Mails after which an installation that was never calibrated knows its usual
/// layouts. Every way a town's units use should be among so many.
pub const LEARNING_MAILS: i64 = 50;

/// Or the time after which it does, however few came.
pub const LEARNING_TIME: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How many mails of a layout must be missing, by its share until now, before
/// it has stopped. Were nothing wrong, so long a silence would come by chance
/// once in 150 times (e⁻⁵).
const MISSING: i64 = 5;

/// What must be done about the layouts of an installation. Learning is one
/// moment, not a time in which anything goes: before it nothing is judged,
/// after it whatever is new is called out.
#[must_use]
pub fn review(all: &[Seen], now: Timestamp) -> Vec<Step> {
    if all.iter().any(|seen| seen.known) {
        let call = |seen: &Seen| Some(Step::Call(seen.id, due(seen, all)?));
        return all.iter().filter_map(call).collect();
    }
    let mails: i64 = all.iter().map(Seen::mails).sum();
    let began = all.iter().map(|seen| seen.first_seen).min();
    let long = began.is_some_and(|began| now.duration_since(began) >= LEARNING_TIME);
    if mails < LEARNING_MAILS && !long {
        return Vec::new();
    }
    all.iter().map(|seen| Step::Learn(seen.id)).collect()
}

/// What a person must be called for about one of them, and has not been.
fn due(seen: &Seen, all: &[Seen]) -> Option<Alarm> {
    let (last, _) = seen.days.last()?;
    if seen.alarm.is_some() {
        return None;
    }
    if !seen.known {
        return Some(Alarm::Unknown);
    }
    let layout = seen.layout.as_ref().filter(|_| seen.expected)?;
    let without = |other: &&Seen| {
        let other = other.layout.as_ref();
        other.is_some_and(|other| layout.is_more_than(other))
    };
    let (mut before, mut since) = (0, 0);
    for other in all.iter().filter(without) {
        let later = other.mails_after(*last);
        since += later;
        before += other.mails() - later;
    }
    let stopped = since * seen.mails() >= MISSING * (before + seen.mails());
    (since >= MISSING && stopped).then_some(Alarm::Stopped)
}

/// Names on the Authentication-Results above the hop where a mail came in, each
/// once, from the top. How many fields there are differs from mail to mail.
#[must_use]
pub fn signers(header: &Header, own_hosts: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for value in results(header, own_hosts) {
        let name = signer(value).unwrap_or_else(|| "?".to_owned());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The Authentication-Results above the hop where a mail came in.
#[must_use]
pub fn results<'h>(header: &'h Header, own_hosts: &[String]) -> Vec<&'h str> {
    let Some(hop) = received::trusted_hop(header.all("received"), own_hosts) else {
        return Vec::new();
    };
    let is =
        |field: &&crate::mail::header::Field, name: &str| field.name.eq_ignore_ascii_case(name);
    let mut hops = 0;
    let above = header.fields().iter().take_while(|field| {
        hops += usize::from(is(field, "received"));
        hops <= hop.above
    });
    above
        .filter(|field| is(field, "authentication-results"))
        .map(|field| field.value.as_str())
        .collect()
}

/// The name an Authentication-Results field is signed with.
#[must_use]
pub fn signer(value: &str) -> Option<String> {
    let field = authres::read(value)?;
    Some(plain(&field.authserv_id))
}

/// Fit to stand in a key: what our own servers call themselves is a host name.
fn plain(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._[]:".contains(c);
    if name.is_empty() || name.len() > 253 || !name.chars().all(fits) {
        return "?".to_owned();
    }
    name.to_ascii_lowercase()
}
