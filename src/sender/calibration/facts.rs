//! What the mails say about the servers themselves, and what to ask of those
//! who run them.

use serde::Serialize;

use super::{Calibration, Kind, Observed};
use crate::sender::{Proof, layout, signature::Outcome};

/// Something the mails show about the servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Is the login written in this kind of mail?
    Login(Kind, bool),
    /// The signature of From's domain on this kind of mail.
    Signature(Kind, Signing),
    /// Do our own servers write Authentication-Results above the hop where a
    /// mail came in?
    Results(bool),
    /// A mail forged from outside.
    Forged(Fate),
    /// Authentication-Results that a sender forged.
    ForgedResults(Fate),
    /// A colleague's address after one's own login.
    Colleague(Fate),
    /// A mail with 20 MB attached; carries its size, if it came.
    Large(Option<u64>),
    /// A mail handed on by another mailbox: would it be accepted?
    Forwarded(bool),
    /// A mail that is not what its subject says.
    Misfit(Kind),
}

/// What became of a mail that lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// The operator saw it refused.
    Refused,
    /// It is not there, and nobody said why.
    Missing,
    /// It came, and its marks tell it apart.
    Told,
    /// It came, and nothing tells it from an honest one.
    Untold,
}

/// A signature of From's domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Signing {
    /// There is none.
    None,
    /// It holds over the bytes as they lie in the mailbox.
    Good,
    /// It does not: the body or the header was changed on the way, or the key
    /// is wrong.
    Broken,
    /// It holds and leaves something open (a field, the end of the body).
    Weak,
    /// A name server did not answer.
    Unanswered,
}

/// What to ask of those who run the mail servers (security study §1.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// A login may send only in its own name.
    RejectMismatch,
    /// The login is written into the Received field.
    WriteLogin,
    /// Internal mail is signed.
    SignInternal,
    /// Only mail of those who logged in is signed.
    SignOnlyOwn,
    /// Authentication-Results of strangers in our name are removed.
    RemoveForeignResults,
    /// The domain says that forgeries are to be refused.
    PublishPolicy,
    /// A lone line feed never ends a mail (SMTP smuggling).
    ForbidBareNewline,
    /// Reports have a mailbox of their own.
    OwnMailbox,
    /// Mails of 20 MB are taken.
    AllowLarge,
}

impl Ask {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RejectMismatch => "reject_mismatch",
            Self::WriteLogin => "write_login",
            Self::SignInternal => "sign_internal",
            Self::SignOnlyOwn => "sign_only_own",
            Self::RemoveForeignResults => "remove_foreign_results",
            Self::PublishPolicy => "publish_policy",
            Self::ForbidBareNewline => "forbid_bare_newline",
            Self::OwnMailbox => "own_mailbox",
            Self::AllowLarge => "allow_large",
        }
    }
}

impl Calibration {
    /// What the mails show about the servers.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        let misfits = self.mails.iter().filter(|mail| !mail.fits);
        facts.extend(misfits.map(|mail| Fact::Misfit(mail.sample.kind)));
        for kind in [Kind::Webmail, Kind::Client] {
            let login = |mail: &Observed| Fact::Login(kind, mail.evidence.login.is_some());
            facts.extend(self.newest(kind).map(login));
        }
        for kind in [Kind::Webmail, Kind::Client, Kind::Outside] {
            let signature = |mail| Fact::Signature(kind, signing(mail));
            facts.extend(self.newest(kind).map(signature));
        }
        if !self.mails.is_empty() {
            facts.push(Fact::Results(!self.authserv_ids.is_empty()));
        }
        facts.push(Fact::Forged(self.fate(Kind::Forged, is_marked)));
        let results = self.fate(Kind::ForgedAr, |mail| !self.keeps_results(mail));
        facts.push(Fact::ForgedResults(results));
        facts.push(Fact::Colleague(self.fate(Kind::Colleague, is_refuted)));
        let large = self.newest(Kind::Large).map(|mail| mail.sample.size);
        facts.push(Fact::Large(large));
        if let Some(mail) = self.newest(Kind::Forwarded) {
            facts.push(Fact::Forwarded(self.is_accepted(mail)));
        }
        facts
    }

    /// What to ask of those who run the mail servers.
    #[must_use]
    pub fn asks(&self) -> Vec<Ask> {
        let mut asks = Vec::new();
        let mut ask = |ask| {
            if !asks.contains(&ask) {
                asks.push(ask);
            }
        };
        for fact in self.facts() {
            match fact {
                Fact::Colleague(Fate::Missing | Fate::Told | Fate::Untold) => {
                    ask(Ask::RejectMismatch);
                }
                Fact::Login(_, false) => ask(Ask::WriteLogin),
                Fact::Signature(Kind::Webmail | Kind::Client, Signing::None) => {
                    ask(Ask::SignInternal);
                }
                Fact::Forged(Fate::Told | Fate::Untold | Fate::Missing) => ask(Ask::PublishPolicy),
                Fact::ForgedResults(Fate::Untold | Fate::Missing) => {
                    ask(Ask::RemoveForeignResults);
                }
                Fact::Large(None) => ask(Ask::AllowLarge),
                Fact::Colleague(Fate::Refused)
                | Fact::Login(_, true)
                | Fact::Signature(..)
                | Fact::Results(_)
                | Fact::Forged(Fate::Refused)
                | Fact::ForgedResults(Fate::Refused | Fate::Told)
                | Fact::Large(Some(_))
                | Fact::Forwarded(_)
                | Fact::Misfit(_) => (),
            }
        }
        let signs = |why: &super::Why| matches!(why, super::Why::SignsForgery(_));
        if self.proofs.iter().any(|it| it.why.iter().any(signs)) {
            ask(Ask::SignOnlyOwn);
        }
        // Neither can be seen in a mail.
        ask(Ask::ForbidBareNewline);
        ask(Ask::OwnMailbox);
        asks
    }

    /// Ways of sending a report that no recommended proof holds for: such a
    /// report waits for a person.
    #[must_use]
    pub fn unproven(&self) -> Vec<Kind> {
        let accepted = self.proofs.iter().filter(|it| it.accept);
        let covered: Vec<Kind> = accepted.flat_map(|it| it.covers.clone()).collect();
        let shown = |kind: &Kind| kind.is_internal() && self.newest(*kind).is_some();
        let kinds = Kind::ALL.into_iter().filter(shown);
        kinds.filter(|kind| !covered.contains(kind)).collect()
    }

    /// Every proof that holds for a mail, accepted or not.
    #[must_use]
    pub fn proven_by(&self, mail: &Observed) -> Vec<Proof> {
        let holds = |proof: &Proof| mail.is_proven(*proof, &self.settings);
        Proof::ALL.into_iter().filter(holds).collect()
    }

    fn newest(&self, kind: Kind) -> Option<&Observed> {
        let fitting = |mail: &&Observed| mail.sample.kind == kind && mail.fits;
        self.mails.iter().find(fitting)
    }

    /// The worst of a kind counts.
    fn fate(&self, kind: Kind, told: impl Fn(&Observed) -> bool) -> Fate {
        let mut mails = self
            .mails
            .iter()
            .filter(|mail| mail.sample.kind == kind && mail.fits);
        match mails.next() {
            None if self.refused.contains(&kind) => Fate::Refused,
            None => Fate::Missing,
            Some(first) if told(first) && mails.all(told) => Fate::Told,
            Some(_) => Fate::Untold,
        }
    }

    /// Does it still carry Authentication-Results in our name below the hop
    /// where it came in?
    fn keeps_results(&self, mail: &Observed) -> bool {
        let header = &mail.sample.header;
        let above = layout::results(header, &self.own_hosts).len();
        let all = header.all("authentication-results");
        // Where our servers sign nothing, any name can be taken for theirs.
        let unsigned = self.authserv_ids.is_empty();
        let ours = |id: &String| self.authserv_ids.contains(id) || self.own_hosts.contains(id);
        all.skip(above).any(|value| {
            let id = layout::signer(value);
            unsigned || id.is_some_and(|id| ours(&id))
        })
    }

    fn is_accepted(&self, mail: &Observed) -> bool {
        let accepted = self.settings.accept.iter();
        accepted
            .copied()
            .any(|proof| mail.is_proven(proof, &self.settings))
    }
}

/// Did our own server write that From's domain did not send it?
fn is_marked(mail: &Observed) -> bool {
    let from = mail.from.as_ref();
    from.is_some_and(|from| mail.evidence.run.dmarc(from.domain()) == Some("fail"))
}

/// Would a decision see that somebody else sent it, whatever is accepted?
fn is_refuted(mail: &Observed) -> bool {
    let login = mail.evidence.login.as_ref();
    let envelope = mail.evidence.envelope.as_ref();
    let other = |seen: Option<&crate::address::Address>| {
        seen.is_some_and(|seen| Some(seen) != mail.from.as_ref())
    };
    other(login) || other(envelope)
}

fn signing(mail: &Observed) -> Signing {
    let Some(from) = &mail.from else {
        return Signing::None;
    };
    if mail.is_signed_by(from.domain()) {
        return Signing::Good;
    }
    let own = |domain: &str| domain.eq_ignore_ascii_case(from.domain());
    let mut own = mail
        .evidence
        .signatures
        .iter()
        .filter(|it| own(&it.domain))
        .map(|it| match &it.outcome {
            Outcome::Pass => Signing::Weak,
            Outcome::Fail(_) => Signing::Broken,
            Outcome::Unanswered => Signing::Unanswered,
        });
    own.next().unwrap_or(Signing::None)
}
