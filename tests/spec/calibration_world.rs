//! The mails of a calibration, as servers of several makes leave them.

use congvu::{
    mail::header::Header,
    sender::{
        calibration::{self, Calibration, Kind, Sample},
        signature::{Outcome, Signature},
    },
};

/// The one host.
pub const HOST: &str = "mail.hue.gov.vn";
/// Whose mail is honest.
pub const CLERK: &str = "lan@hue.gov.vn";
/// Whose name is borrowed.
pub const COLLEAGUE: &str = "minh@hue.gov.vn";
/// Who writes from outside.
pub const STRANGER: &str = "lan@gmail.com";

/// A mail of a calibration: good, but for what a test changes in it.
#[derive(Clone)]
pub struct Draft {
    /// What its subject says.
    pub kind: Kind,
    /// From.
    pub from: &'static str,
    /// Envelope sender.
    pub envelope: &'static str,
    /// Login that the host writes.
    pub login: Option<&'static str>,
    /// Authentication-Results on top.
    pub results: Vec<String>,
    /// What the sender wrote below.
    pub below: String,
    /// Whose signature it bears, and what came of it.
    pub signed_by: Option<(&'static str, Outcome)>,
    /// Seconds after the others.
    pub at: i64,
}

/// A mail of a kind.
pub fn draft(kind: Kind) -> Draft {
    let (from, login) = match kind {
        Kind::Outside => (STRANGER, None),
        Kind::Forged | Kind::ForgedAr | Kind::Forwarded => (CLERK, None),
        Kind::Colleague => (COLLEAGUE, Some(CLERK)),
        Kind::Webmail | Kind::Client | Kind::Large => (CLERK, Some(CLERK)),
    };
    Draft {
        kind,
        from,
        envelope: from,
        login,
        results: Vec::new(),
        below: String::new(),
        signed_by: (kind == Kind::Outside).then_some(("gmail.com", Outcome::Pass)),
        at: 0,
    }
}

impl Draft {
    /// The host writes no login.
    pub fn without_login(self) -> Self {
        let login = None;
        Self { login, ..self }
    }

    /// With a good signature of this domain.
    pub fn signed(self, domain: &'static str) -> Self {
        let signed_by = Some((domain, Outcome::Pass));
        Self { signed_by, ..self }
    }

    /// With these Authentication-Results on top.
    pub fn with(mut self, results: &str) -> Self {
        self.results.push(results.to_owned());
        self
    }

    /// A minute later.
    pub fn later(self) -> Self {
        let at = self.at + 60;
        Self { at, ..self }
    }

    /// As it is found in the mailbox.
    pub fn sample(&self) -> Sample {
        let results: String = self
            .results
            .iter()
            .map(|it| format!("Authentication-Results: {it}\r\n"))
            .collect();
        let (seen, with) = match self.login {
            Some(login) => (format!(" (Authenticated sender: {login})"), "ESMTPSA"),
            None => (String::new(), "ESMTPS"),
        };
        let raw = format!(
            "Return-Path: <{}>\r\n{results}\
             Received: from {HOST} by {HOST} with LMTP id 1; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
             Received: from pc (pc.example [203.0.113.6]){seen}\r\n\tby {HOST} (Postfix) with {with} id 2;\r\n\
             \tMon, 7 Dec 2015 08:00:05 +0700\r\n{}\
             From: {}\r\nDate: Mon, 7 Dec 2015 08:00:00 +0700\r\n\
             Subject: [calib:{}]\r\n\r\n",
            self.envelope,
            self.below,
            self.from,
            self.kind.as_str()
        );
        let signature = |(domain, outcome): &(&str, Outcome)| Signature {
            outcome: outcome.clone(),
            ..Signature::read(&format!(
                "v=1; a=rsa-sha256; d={domain}; s=s; h=from:date:subject; bh=x; b=y"
            ))
            .unwrap()
        };
        let received_at: jiff::Timestamp = "2015-12-07T01:00:06Z".parse().unwrap();
        Sample {
            kind: self.kind,
            folder: "INBOX".to_owned(),
            received_at: received_at + jiff::SignedDuration::from_secs(self.at),
            size: 2_000,
            header: Header::read(raw.as_bytes()),
            signatures: self.signed_by.iter().map(signature).collect(),
        }
    }
}

/// The eight mails through a server that writes logins, signs nothing, and
/// checks what comes from outside.
pub fn all() -> Vec<Draft> {
    let checked = |kind, dmarc: &str, of: &str| {
        draft(kind).with(&format!("{HOST}; dmarc={dmarc} header.from={of}"))
    };
    vec![
        draft(Kind::Webmail),
        draft(Kind::Client),
        checked(Kind::Outside, "pass", "gmail.com"),
        checked(Kind::Forged, "fail", "hue.gov.vn"),
        checked(Kind::ForgedAr, "fail", "hue.gov.vn"),
        draft(Kind::Large),
        draft(Kind::Colleague),
        Draft {
            envelope: "ban@khac.vn",
            ..checked(Kind::Forwarded, "fail", "hue.gov.vn")
        },
    ]
}

/// All of them, one or more kinds put in another way.
pub fn but(changed: &[Draft]) -> Vec<Draft> {
    let kept = all()
        .into_iter()
        .filter(|it| changed.iter().all(|other| other.kind != it.kind));
    kept.chain(changed.iter().cloned()).collect()
}

/// All but some kinds.
pub fn without(kinds: &[Kind]) -> Vec<Draft> {
    let mut drafts = all();
    drafts.retain(|it| !kinds.contains(&it.kind));
    drafts
}

/// What is learned, when these kinds were seen to be refused.
pub fn learn_with(drafts: &[Draft], refused: &[Kind]) -> Calibration {
    let samples = drafts.iter().map(Draft::sample).collect();
    calibration::learn(samples, "hue.gov.vn", refused)
}

/// What is learned.
pub fn learn(drafts: &[Draft]) -> Calibration {
    learn_with(drafts, &[])
}

/// A server that writes no login and signs for everybody who has one.
pub fn signing_server() -> Vec<Draft> {
    let signed = |kind| draft(kind).without_login().signed("hue.gov.vn");
    but(&[
        signed(Kind::Webmail),
        signed(Kind::Client),
        signed(Kind::Large),
        signed(Kind::Colleague),
    ])
}

/// A server that rewrites bodies, so that no signature survives, and writes
/// what it saw before: the network address may send for the domain.
pub fn checking_server(forged: &str) -> Vec<Draft> {
    let honest =
        format!("{HOST}; dmarc=pass header.from=hue.gov.vn; spf=pass smtp.mailfrom={CLERK}");
    let seen = |kind| draft(kind).without_login().with(&honest);
    but(&[
        seen(Kind::Webmail),
        seen(Kind::Client),
        seen(Kind::Large),
        Draft {
            envelope: CLERK,
            ..draft(Kind::Colleague).without_login()
        },
        draft(Kind::Forged).with(forged),
        draft(Kind::ForgedAr).with(forged),
        Draft {
            signed_by: Some(("gmail.com", Outcome::Fail("body".to_owned()))),
            ..draft(Kind::Outside)
        },
    ])
}
