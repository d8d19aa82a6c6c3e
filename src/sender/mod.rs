//! Who really sent a mail.
//!
//! From is a claim. What supports it is gathered at the edge as [`Evidence`]
//! and stored with the verdict; [`prove`] weighs it and can be replayed. Four
//! answers are kept apart: refuted (somebody else sent it), unproven (nothing
//! says so), undecided (our own server could not find out when the mail came),
//! unanswered (a name server did not reply to us: ask again).

pub mod authres;

pub mod run;

pub mod tags;

pub mod signature;

pub mod layout;

pub mod calibration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    address::Address,
    mail::{
        header::{Field, Header},
        received,
    },
};
use run::Run;
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
    /// Envelope sender, as our own server wrote it; `None`: the null sender or
    /// nothing readable.
    pub envelope: Option<Address>,
    /// Own host that took the mail in.
    pub hop: Option<String>,
    /// Login it saw.
    pub login: Option<Address>,
    /// Login it saw that is no address, and so no mailbox.
    #[serde(default)]
    pub account: Option<String>,
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
        let Some(hop) = hop else {
            return Self {
                envelope: header.return_path().flatten(),
                ..Self::default()
            };
        };
        let signs = policy.authserv_id.as_ref();
        Self {
            envelope: envelope_above(header, hop.above),
            run: signs.map_or_else(Run::default, |signs| {
                Run::of_header(header, hop.above, signs, &policy.own_hosts)
            }),
            hop: Some(hop.by),
            login: hop.login,
            account: hop.account,
            hop_at: hop.at,
            ..Self::default()
        }
    }
}

/// The envelope sender of a header above its border. The server that delivers
/// puts it on the very top (RFC 5321 §4.4); where it does not, anybody may have
/// written the one that is found further down.
fn envelope_above(header: &Header, border: usize) -> Option<Address> {
    let is = |field: &&Field, name: &str| field.name.eq_ignore_ascii_case(name);
    let received = |field: &&Field| is(field, "received");
    let end = header.fields().iter().filter(received).nth(border)?;
    let mut above = header
        .fields()
        .iter()
        .take_while(|it| !std::ptr::eq(*it, end));
    above.find(|it| is(it, "return-path"))?;
    header.return_path().flatten()
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

/// Weighs the evidence for `from` (security study §1.6, steps 5–6) in a mail
/// that our own host took in at `arrived`.
#[must_use]
pub fn prove(
    from: &Address,
    header: &Header,
    evidence: &Evidence,
    policy: &Policy,
    arrived: Timestamp,
) -> Standing {
    let signatures = || evidence.signatures.iter();
    let claim = Claim {
        from,
        evidence,
        policy,
        signed: signatures().any(|it| it.proves(from.domain(), header, arrived)),
        silent: signatures().any(|it| {
            it.outcome == Outcome::Unanswered
                && it.covers(from.domain(), header)
                && !it.is_stale(header, arrived)
        }),
    };
    claim
        .by_login()
        .or_else(|| claim.by_domain())
        .or_else(|| claim.later())
        .or_else(|| claim.by_refusal())
        .unwrap_or(Standing::Unproven)
}

/// Does a login alone prove `from`, so that no signature need be checked?
#[must_use]
pub fn is_logged_in(from: &Address, evidence: &Evidence, policy: &Policy) -> bool {
    let both = [&evidence.login, &evidence.envelope];
    policy.accept.contains(&Proof::Sasl) && both.iter().all(|it| it.as_ref() == Some(from))
}

/// What From claims, and all that speaks about it.
struct Claim<'c> {
    from: &'c Address,
    evidence: &'c Evidence,
    policy: &'c Policy,
    /// Has its domain signed the mail?
    signed: bool,
    /// May it have, and did a name server not tell its key?
    silent: bool,
}

impl Claim<'_> {
    fn accepts(&self, proof: Proof) -> bool {
        self.policy.accept.contains(&proof)
    }

    /// What a login that our own host saw proves or refutes.
    fn by_login(&self) -> Option<Standing> {
        let login = self.evidence.login.as_ref()?;
        if login != self.from {
            return Some(Standing::Refuted(Refutation::Login));
        }
        let proven = is_logged_in(self.from, self.evidence, self.policy);
        proven.then_some(Standing::Proven(Proof::Sasl))
    }

    /// What follows where its domain vouches for the mail.
    fn by_domain(&self) -> Option<Standing> {
        let (run, domain) = (&self.evidence.run, self.from.domain());
        let kept = run.dmarc(domain) == Some("pass");
        let vouches = [
            (Proof::Dkim, self.signed),
            (Proof::Both, kept && run.signed(domain)),
            (Proof::Spf, kept && run.allowed(domain)),
        ];
        let accepted = |(proof, it): &(Proof, bool)| *it && self.accepts(*proof);
        let (proof, _) = vouches.into_iter().find(accepted)?;
        Some(self.of_mailbox(proof))
    }

    /// Which mailbox of a domain that vouches sent it, only the envelope tells.
    fn of_mailbox(&self, proof: Proof) -> Standing {
        let seen = match proof {
            Proof::Both | Proof::Spf => self.evidence.run.envelope(),
            Proof::Sasl | Proof::Dkim => None,
        };
        // A login that may be anybody's says that our own house signed it, and
        // not for whom.
        let account = self.evidence.account.as_deref();
        if account.is_some_and(|it| !it.eq_ignore_ascii_case(self.from.local())) {
            return Standing::Unproven;
        }
        match &self.evidence.envelope {
            // Nobody says whose it is; that is no forgery.
            None => Standing::Unproven,
            Some(envelope) if envelope != self.from => Standing::Refuted(Refutation::Envelope),
            Some(_) if seen.is_some_and(|seen| seen != *self.from) => {
                Standing::Refuted(Refutation::Envelope)
            }
            Some(_) => Standing::Proven(proof),
        }
    }

    /// Is it worth asking again?
    fn later(&self) -> Option<Standing> {
        (self.silent && self.accepts(Proof::Dkim)).then_some(Standing::Unanswered)
    }

    /// What follows where our own server says no, or does not know. A good
    /// signature or login that is not accepted here is still no forgery.
    fn by_refusal(&self) -> Option<Standing> {
        let (run, domain) = (&self.evidence.run, self.from.domain());
        if run.undecided(domain) {
            let asked = self.accepts(Proof::Both) || self.accepts(Proof::Spf);
            return asked.then_some(Standing::Undecided);
        }
        let refused = run.dmarc(domain) == Some("fail");
        let known_better = self.signed || self.evidence.login.is_some();
        (refused && !known_better).then_some(Standing::Refuted(Refutation::Server))
    }
}

/// Has the domain of `from` signed this mail well, but at another time?
#[must_use]
pub fn is_stale(from: &Address, header: &Header, evidence: &Evidence, arrived: Timestamp) -> bool {
    evidence.signatures.iter().any(|it| {
        it.outcome == Outcome::Pass
            && it.covers(from.domain(), header)
            && it.is_stale(header, arrived)
    })
}
