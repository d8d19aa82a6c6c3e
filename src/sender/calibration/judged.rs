//! Each proof, tried on the honest and the forged mails.

use serde::Serialize;

use super::{Kind, Observed, Policy, Proof, Standing};

/// What became of a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The proof.
    pub proof: Proof,
    /// Should it be accepted?
    pub accept: bool,
    /// Honest kinds of mail for which it holds.
    pub covers: Vec<Kind>,
    /// What speaks against it.
    pub why: Vec<Why>,
}

/// What speaks against a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It holds for no honest mail that was shown.
    HoldsForNone,
    /// It holds for this forged mail too.
    Fooled(Kind),
    /// The server puts our own domain's signature on this forged mail.
    SignsForgery(Kind),
    /// This mail was not shown, and only it could have refuted the proof.
    NotShown(Kind),
    /// A name server did not answer about the signature of this mail.
    Unanswered(Kind),
    /// Stronger proofs hold for the same mails.
    NotNeeded,
}

/// Every proof, strongest first.
pub(super) fn all(
    mails: &[Observed],
    domain: &str,
    refused: &[Kind],
    found: &Policy,
) -> Vec<Judged> {
    let shown = Shown {
        mails,
        domain,
        refused,
        found,
    };
    let mut judged: Vec<Judged> = Vec::new();
    for proof in Proof::ALL {
        let stronger = judged.iter().filter(|it| it.accept);
        let covered: Vec<Kind> = stronger.flat_map(|it| it.covers.clone()).collect();
        judged.push(shown.judge(proof, &covered));
    }
    judged
}

struct Shown<'a> {
    mails: &'a [Observed],
    domain: &'a str,
    refused: &'a [Kind],
    found: &'a Policy,
}

impl<'a> Shown<'a> {
    fn judge(&self, proof: Proof, covered: &[Kind]) -> Judged {
        let covers = self.covers(proof);
        let mut why = Vec::new();
        if covers.is_empty() {
            why.push(Why::HoldsForNone);
            why.extend(self.unanswered(proof));
        }
        let must = self.must_be_refuted(proof);
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_dishonest()) {
            why.extend(self.against(proof, kind, must.contains(&kind)));
        }
        let new = |kind: &Kind| kind.is_internal() && !covered.contains(kind);
        let weak = matches!(proof, Proof::Both | Proof::Spf);
        if weak && why.is_empty() && !covers.iter().any(new) {
            why.push(Why::NotNeeded);
        }
        Judged {
            proof,
            accept: why.is_empty(),
            covers,
            why,
        }
    }

    /// Those that are what their subject says.
    fn of(&self, kind: Kind) -> impl Iterator<Item = &'a Observed> {
        let fitting = move |mail: &&Observed| mail.sample.kind == kind && mail.fits;
        self.mails.iter().filter(fitting)
    }

    /// Honest kinds whose newest mail is proven: older ones were sent before
    /// the server was mended.
    fn covers(&self, proof: Proof) -> Vec<Kind> {
        let honest = [Kind::Webmail, Kind::Client, Kind::Outside, Kind::Large];
        let holds = |kind: &Kind| {
            let newest = self.of(*kind).next();
            newest.is_some_and(|mail| mail.is_proven(proof, self.found))
        };
        honest.into_iter().filter(holds).collect()
    }

    fn unanswered(&self, proof: Proof) -> Option<Why> {
        let silent = |mail: &&Observed| mail.standing(proof, self.found) == Standing::Unanswered;
        let mail = self.mails.iter().find(silent)?;
        Some(Why::Unanswered(mail.sample.kind))
    }

    /// Forged mails that must have been seen to fail it. A login is written by
    /// the host that checked the password, and nothing a sender does can add
    /// one; everything else speaks for a domain and not for a mailbox, and some
    /// servers give it to whoever asks.
    fn must_be_refuted(&self, proof: Proof) -> Vec<Kind> {
        let mut must = match proof {
            Proof::Sasl => return Vec::new(),
            Proof::Dkim => vec![Kind::Forged],
            Proof::Both | Proof::Spf => vec![Kind::Forged, Kind::ForgedAr],
        };
        // A written login that is another's refutes by itself.
        let mut internal = self
            .mails
            .iter()
            .filter(|mail| mail.sample.kind.is_internal() && mail.fits)
            .peekable();
        let logins =
            internal.peek().is_some() && internal.all(|mail| mail.evidence.login.is_some());
        if !logins {
            must.push(Kind::Colleague);
        }
        must
    }

    /// What a kind of forged mail says against a proof. Every mail of the kind
    /// counts, not only the newest: one success of a forger is enough.
    fn against(&self, proof: Proof, kind: Kind, needed: bool) -> Option<Why> {
        let mut mails = self.of(kind).peekable();
        if mails.peek().is_none() {
            // That the network address tells a stranger must be seen; for what
            // is stronger, the word of who saw the refusal will do.
            let word = self.refused.contains(&kind) && proof != Proof::Spf;
            return (needed && !word).then_some(Why::NotShown(kind));
        }
        for mail in mails {
            if mail.is_proven(proof, self.found) {
                return Some(Why::Fooled(kind));
            }
            let outside = matches!(kind, Kind::Forged | Kind::ForgedAr);
            let by_signature = matches!(proof, Proof::Dkim | Proof::Both);
            if outside && by_signature && mail.is_signed_by(self.domain) {
                return Some(Why::SignsForgery(kind));
            }
        }
        None
    }
}
