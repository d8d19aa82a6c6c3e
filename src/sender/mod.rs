//! Who really sent a mail.
//!
//! From is a claim. What supports it is gathered at the edge as [`Evidence`]
//! and stored with the verdict; [`prove`] weighs it and can be replayed. Three
//! answers are kept apart: refuted (somebody else sent it), unproven (nothing
//! says so), unanswered (a name server did not reply: ask again).

pub mod authres;

pub mod signature;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{address::Address, mail::header::Header, mail::received};
use authres::Run;
use signature::{Answers, Outcome, Signature};

/// Kinds of proof. Which of them an installation accepts is its own decision,
/// taken after it has seen how its mail server marks mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proof {
    /// Our own host saw a login of exactly this mailbox (RFC 4954).
    Sasl,
    /// The sender's domain signed the mail (RFC 6376), verified by us over the
    /// stored bytes.
    Dkim,
    /// Our own mail server saw the domain's signature and its policy kept
    /// (DMARC, RFC 7489): for installations whose server rewrites bodies, so
    /// that no signature holds over the stored bytes.
    Both,
    /// Our own mail server saw the policy kept by the network address alone
    /// (SPF, RFC 7208). Weak: only where a calibration showed that it can tell
    /// the sender from a stranger.
    Spf,
}

impl Proof {
    /// All of them, strongest first.
    pub const ALL: [Self; 4] = [Self::Sasl, Self::Dkim, Self::Both, Self::Spf];

    /// The word in configuration, JSON and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sasl => "sasl",
            Self::Dkim => "dkim",
            Self::Both => "both",
            Self::Spf => "spf",
        }
    }
}

/// What an installation believes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Hosts whose Received field we believe.
    pub own_hosts: Vec<String>,
    /// Name that our own mail server signs its Authentication-Results with;
    /// none: such fields are not read.
    pub authserv_id: Option<String>,
    /// Proofs that suffice, each alone. None: every report waits for a person.
    pub accept: Vec<Proof>,
}

/// What is known about the sender, besides what the mail claims.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Envelope sender; `None`: the null sender or nothing readable.
    pub envelope: Option<Address>,
    /// Own host that took the mail in.
    pub hop: Option<String>,
    /// Login it saw.
    pub login: Option<Address>,
    /// When it took the mail.
    pub hop_at: Option<Timestamp>,
    /// What our own mail server wrote about the sender.
    #[serde(default)]
    pub run: Run,
    /// Signatures, checked.
    pub signatures: Vec<Signature>,
    /// Answers of the name servers that the checks rest on.
    pub answers: Answers,
}

impl Evidence {
    /// What the header says, before any signature is checked.
    #[must_use]
    pub fn of_header(header: &Header, policy: &Policy) -> Self {
        let hop = received::trusted_hop(header.all("received"), &policy.own_hosts);
        let (by, login, at) =
            hop.map_or((None, None, None), |hop| (Some(hop.by), hop.login, hop.at));
        Self {
            envelope: header.return_path().flatten(),
            hop: by,
            login,
            hop_at: at,
            ..Self::default()
        }
    }
}

/// What the evidence amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// The owner of the From mailbox sent it.
    Proven(Proof),
    /// Somebody else sent it.
    Refuted(Refutation),
    /// Nothing accepted here proves it.
    Unproven,
    /// Our own mail server could not find out, and nothing else proves it.
    Undecided,
    /// A name server did not answer.
    Unanswered,
}

/// What refutes the claim of From.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refutation {
    /// Our host saw another login.
    Login,
    /// Genuine mail of that domain, but from another mailbox: forwarded,
    /// a list, or a colleague.
    Envelope,
    /// Our own mail server found that the domain did not send it.
    Server,
}

/// Weighs the evidence for `from` (security study §1.6, steps 5–6).
#[must_use]
pub fn prove(from: &Address, header: &Header, evidence: &Evidence, policy: &Policy) -> Standing {
    let accepts = |proof| policy.accept.contains(&proof);
    let own_envelope = evidence.envelope.as_ref() == Some(from);
    if let Some(login) = &evidence.login {
        if login != from {
            return Standing::Refuted(Refutation::Login);
        }
        if own_envelope && accepts(Proof::Sasl) {
            return Standing::Proven(Proof::Sasl);
        }
    }
    let signed = evidence
        .signatures
        .iter()
        .any(|signature| signature.proves(from.domain(), header));
    if signed && accepts(Proof::Dkim) {
        return match &evidence.envelope {
            Some(_) if own_envelope => Standing::Proven(Proof::Dkim),
            Some(_) => Standing::Refuted(Refutation::Envelope),
            // Whose of that domain it is, nobody says; that is no forgery.
            None => Standing::Unproven,
        };
    }
    let silent = evidence.signatures.iter().any(|signature| {
        signature.outcome == Outcome::Unanswered && signature.covers(from.domain(), header)
    });
    if silent && accepts(Proof::Dkim) {
        Standing::Unanswered
    } else {
        Standing::Unproven
    }
}
