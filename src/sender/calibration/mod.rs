//! What an installation can prove, learned from mails that went through its
//! own servers (security study §1.7).
//!
//! Which evidence a server leaves, and which it can be talked into, is
//! different everywhere: internal mail often carries no signature, a content
//! filter may sign forged mail, a web mailer may write no login. So an operator
//! sends a few mails, honest and forged, each marked in its subject, and every
//! kind of proof is tried on them by the very function that judges reports. A
//! proof is recommended when it holds for an honest mail and a forged one was
//! seen to fail it; what was not shown is not believed.

mod hosts;

mod judged;

mod facts;

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{Evidence, Policy, Proof, Standing, layout::Layout, prove, signature::Signature};
use crate::{address::Address, mail::header::Header};

pub use facts::{Ask, Fact, Fate, Signing};
pub use judged::{Judged, Why};

/// The mails of a calibration, by what the subject says: `[calib:webmail]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Written in the own web mailer.
    Webmail,
    /// Sent by a mail program, after a login at the own server.
    Client,
    /// From a large provider outside, which signs.
    Outside,
    /// From outside, with an own address in From and in the envelope.
    Forged,
    /// The same, with an Authentication-Results field in our server's name.
    ForgedAr,
    /// With an attachment of 20 MB, by the same way as reports.
    Large,
    /// After one's own login, with a colleague's address in From.
    Colleague,
    /// Sent to another mailbox, which hands everything on by itself.
    Forwarded,
}

impl Kind {
    /// All of them, in the order in which they are explained.
    pub const ALL: [Self; 8] = [
        Self::Webmail,
        Self::Client,
        Self::Outside,
        Self::Forged,
        Self::ForgedAr,
        Self::Large,
        Self::Colleague,
        Self::Forwarded,
    ];

    /// The word in the subject, on the command line and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Webmail => "webmail",
            Self::Client => "client",
            Self::Outside => "outside",
            Self::Forged => "forged",
            Self::ForgedAr => "forged-ar",
            Self::Large => "large",
            Self::Colleague => "colleague",
            Self::Forwarded => "forwarded",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str().eq_ignore_ascii_case(word))
    }

    /// The kind that a subject names; the first, if there are several.
    #[must_use]
    pub fn of_subject(subject: &str) -> Option<Self> {
        let subject = subject.to_ascii_lowercase();
        subject.split(MARK).skip(1).find_map(|rest| {
            let (word, _) = rest.split_once(']')?;
            Self::parse(word.trim())
        })
    }

    /// Is it sent as a unit sends its report?
    #[must_use]
    pub fn is_internal(self) -> bool {
        match self {
            Self::Webmail | Self::Client | Self::Large => true,
            Self::Outside | Self::Forged | Self::ForgedAr | Self::Colleague | Self::Forwarded => {
                false
            }
        }
    }

    /// Does its From lie?
    #[must_use]
    pub fn is_dishonest(self) -> bool {
        match self {
            Self::Forged | Self::ForgedAr | Self::Colleague => true,
            Self::Webmail | Self::Client | Self::Outside | Self::Large | Self::Forwarded => false,
        }
    }
}

/// How the mark in a subject begins.
pub const MARK: &str = "[calib:";

/// A mail of a calibration, as it was found.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What its subject says it is.
    pub kind: Kind,
    /// Where it lies.
    pub folder: String,
    /// When it entered the mailbox.
    pub received_at: Timestamp,
    /// Its size in bytes.
    pub size: u64,
    /// Its header.
    pub header: Header,
    /// Its signatures, checked over the bytes as they lie there.
    pub signatures: Vec<Signature>,
}

/// What a mail shows under the hosts and the name that were found.
#[derive(Debug, Clone)]
pub struct Observed {
    /// The mail.
    pub sample: Sample,
    /// From, if it is one plain address.
    pub from: Option<Address>,
    /// The evidence a decision about it would rest on.
    pub evidence: Evidence,
    /// How our servers marked it.
    pub layout: Option<Layout>,
    /// Is it what its subject says? A forged mail that was sent after a login
    /// of From, say, shows nothing.
    pub fits: bool,
    arrived: Timestamp,
}

/// What a calibration has found.
#[derive(Debug, Clone)]
pub struct Calibration {
    /// The mails, by kind, the newest of each first.
    pub mails: Vec<Observed>,
    /// Kinds that are not there.
    pub missing: Vec<Kind>,
    /// Kinds that the operator saw the server refuse.
    pub refused: Vec<Kind>,
    /// Hosts whose Received fields are ours.
    pub own_hosts: Vec<String>,
    /// Names on the Authentication-Results above the border, most frequent
    /// first.
    pub authserv_ids: Vec<String>,
    /// What became of each proof, strongest first.
    pub proofs: Vec<Judged>,
    /// The settings that follow.
    pub settings: Policy,
}

/// Learns from the mails of a calibration. `domain` is that of the units'
/// mailboxes; `refused` are the kinds that the operator sent and saw refused.
#[must_use]
pub fn learn(samples: Vec<Sample>, domain: &str, refused: &[Kind]) -> Calibration {
    let headers: Vec<&Header> = samples.iter().map(|sample| &sample.header).collect();
    let own_hosts = hosts::own(&headers);
    let (authserv_ids, own_hosts) = hosts::signers(&headers, own_hosts);
    let found = Policy {
        authserv_id: authserv_ids.first().cloned(),
        own_hosts: own_hosts.clone(),
        accept: Vec::new(),
    };
    let mut mails: Vec<Observed> = samples
        .into_iter()
        .map(|sample| Observed::of(sample, domain, &found))
        .collect();
    mails.sort_by_key(|mail| (mail.sample.kind, std::cmp::Reverse(mail.sample.received_at)));
    let is_there = |kind: &Kind| mails.iter().any(|mail| mail.sample.kind == *kind);
    let missing = Kind::ALL
        .into_iter()
        .filter(|kind| !is_there(kind) && !refused.contains(kind))
        .collect();
    let proofs = judged::all(&mails, domain, refused, &found);
    let accept = proofs.iter().filter(|it| it.accept);
    let accept: Vec<Proof> = accept.map(|it| it.proof).collect();
    let by_server = |proof: &Proof| matches!(proof, Proof::Both | Proof::Spf);
    let settings = Policy {
        // Read only by the proofs that rest on it, but worth watching anyway.
        authserv_id: found.authserv_id.clone(),
        own_hosts: own_hosts.clone(),
        accept,
    };
    debug_assert!(settings.authserv_id.is_some() || !settings.accept.iter().any(by_server));
    Calibration {
        mails,
        missing,
        refused: refused.to_vec(),
        own_hosts,
        authserv_ids,
        proofs,
        settings,
    }
}

/// The section of the configuration.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |words: &mut dyn Iterator<Item = &str>| {
            let words: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
            format!("[{}]", words.join(", "))
        };
        writeln!(f, "[sender]")?;
        let hosts = list(&mut self.own_hosts.iter().map(String::as_str));
        writeln!(f, "own_hosts = {hosts}")?;
        if let Some(name) = &self.authserv_id {
            writeln!(f, "authserv_id = \"{name}\"")?;
        }
        let accept = list(&mut self.accept.iter().map(|proof| proof.as_str()));
        writeln!(f, "accept = {accept}")
    }
}

impl Observed {
    fn of(sample: Sample, domain: &str, policy: &Policy) -> Self {
        let from = sample.header.from();
        let mut evidence = Evidence::of_header(&sample.header, policy);
        evidence.signatures.clone_from(&sample.signatures);
        let own = from.as_ref().is_some_and(|from| from.domain() == domain);
        let logged_in = from.is_some() && evidence.login == from;
        let fits = match sample.kind {
            Kind::Webmail | Kind::Client | Kind::Large => own,
            Kind::Outside => from.is_some() && !own,
            Kind::Forged | Kind::ForgedAr | Kind::Colleague => own && !logged_in,
            Kind::Forwarded => from.is_some(),
        };
        Self {
            layout: Layout::of(&sample.header, &policy.own_hosts),
            arrived: evidence.hop_at.unwrap_or(sample.received_at),
            sample,
            from,
            evidence,
            fits,
        }
    }

    /// Would it be proven, if this were all that is accepted?
    fn standing(&self, proof: Proof, found: &Policy) -> Standing {
        let policy = Policy {
            accept: vec![proof],
            ..found.clone()
        };
        let Some(from) = &self.from else {
            return Standing::Unproven;
        };
        // What the lint finds is never proven, whoever sent it.
        if !self.sample.header.lints.is_empty() {
            return Standing::Unproven;
        }
        let header = &self.sample.header;
        prove(from, header, &self.evidence, &policy, self.arrived)
    }

    fn is_proven(&self, proof: Proof, found: &Policy) -> bool {
        matches!(self.standing(proof, found), Standing::Proven(_))
    }

    /// Does it carry a good signature of `domain` over all that matters?
    #[must_use]
    pub fn is_signed_by(&self, domain: &str) -> bool {
        let header = &self.sample.header;
        let signatures = self.evidence.signatures.iter();
        signatures
            .clone()
            .any(|it| it.proves(domain, header, self.arrived))
    }
}
