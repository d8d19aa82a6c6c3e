//! What a calibration recommends, from mails as servers of several makes leave
//! them: never a proof that a forged mail was not seen to fail.

use congvu::{
    config::Config,
    mail::header::Header,
    sender::{
        Policy, Proof,
        calibration::{self, Ask, Calibration, Fact, Fate, Kind, Sample, Signing, Why},
        signature::{Outcome, Signature},
    },
    words::{Lang, calibration as words, servers},
};

const HOST: &str = "mail.hue.gov.vn";
const CLERK: &str = "lan@hue.gov.vn";
const COLLEAGUE: &str = "minh@hue.gov.vn";
const STRANGER: &str = "lan@gmail.com";

/// A mail of a calibration: good, but for what a test changes in it.
#[derive(Clone)]
struct Draft {
    kind: Kind,
    from: &'static str,
    envelope: &'static str,
    login: Option<&'static str>,
    /// Authentication-Results on top.
    results: Vec<String>,
    /// What the sender wrote below.
    below: String,
    signed_by: Option<(&'static str, Outcome)>,
    at: i64,
}

fn draft(kind: Kind) -> Draft {
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
    fn without_login(self) -> Self {
        let login = None;
        Self { login, ..self }
    }

    fn signed(self, domain: &'static str) -> Self {
        let signed_by = Some((domain, Outcome::Pass));
        Self { signed_by, ..self }
    }

    fn with(mut self, results: &str) -> Self {
        self.results.push(results.to_owned());
        self
    }

    fn later(self) -> Self {
        let at = self.at + 60;
        Self { at, ..self }
    }

    fn sample(&self) -> Sample {
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
fn all() -> Vec<Draft> {
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
fn but(changed: &[Draft]) -> Vec<Draft> {
    let kept = all()
        .into_iter()
        .filter(|it| changed.iter().all(|other| other.kind != it.kind));
    kept.chain(changed.iter().cloned()).collect()
}

fn without(kinds: &[Kind]) -> Vec<Draft> {
    let mut drafts = all();
    drafts.retain(|it| !kinds.contains(&it.kind));
    drafts
}

fn learn_with(drafts: &[Draft], refused: &[Kind]) -> Calibration {
    let samples = drafts.iter().map(Draft::sample).collect();
    calibration::learn(samples, "hue.gov.vn", refused)
}

fn learn(drafts: &[Draft]) -> Calibration {
    learn_with(drafts, &[])
}

/// What is recommended, and what is said against one of the proofs.
fn check(drafts: &[Draft], accept: &[Proof], proof: Proof, why: &[Why]) {
    let learned = learn(drafts);
    assert_eq!(learned.settings.accept, accept);
    let judged = learned.proofs.iter().find(|it| it.proof == proof);
    assert_eq!(judged.unwrap().why, why);
}

#[test]
fn a_server_that_writes_logins_proves_by_login_and_strangers_by_signature() {
    let learned = learn(&all());
    assert_eq!(learned.settings.accept, [Proof::Sasl, Proof::Dkim]);
    assert_eq!(learned.settings.own_hosts, [HOST]);
    assert_eq!(learned.settings.authserv_id.as_deref(), Some(HOST));
    assert_eq!(learned.missing, []);
    let covers: Vec<_> = learned.proofs.iter().map(|it| it.covers.clone()).collect();
    assert_eq!(covers[0], [Kind::Webmail, Kind::Client, Kind::Large]);
    assert_eq!(covers[1], [Kind::Outside]);
}

#[test]
fn without_a_mail_nothing_is_known_and_nothing_accepted() {
    let learned = learn(&[]);
    assert_eq!(learned.missing, Kind::ALL);
    let nothing = Policy {
        authserv_id: None,
        own_hosts: Vec::new(),
        accept: Vec::new(),
    };
    assert_eq!(learned.settings, nothing);
}

#[test]
fn a_signature_is_no_proof_until_a_forged_mail_came_without_it() {
    let unseen = without(&[Kind::Forged]);
    check(
        &unseen,
        &[Proof::Sasl],
        Proof::Dkim,
        &[Why::NotShown(Kind::Forged)],
    );
    // Who saw it refused may say so.
    let learned = learn_with(&unseen, &[Kind::Forged]);
    assert_eq!(learned.settings.accept, [Proof::Sasl, Proof::Dkim]);
}

#[test]
fn a_server_that_signs_forged_mail_proves_nothing_by_its_signature() {
    let forged = draft(Kind::Forged).signed("hue.gov.vn");
    check(
        &but(std::slice::from_ref(&forged)),
        &[Proof::Sasl],
        Proof::Dkim,
        &[Why::Fooled(Kind::Forged)],
    );
    // Also when this forger took another envelope: the next will not.
    let elsewhere = Draft {
        envelope: "ai@khac.vn",
        ..forged
    };
    let signs = [Why::SignsForgery(Kind::Forged)];
    check(
        &but(std::slice::from_ref(&elsewhere)),
        &[Proof::Sasl],
        Proof::Dkim,
        &signs,
    );
    assert!(learn(&but(&[elsewhere])).asks().contains(&Ask::SignOnlyOwn));
}

#[test]
fn one_forged_mail_that_passes_is_enough_however_many_do_not() {
    let passes = draft(Kind::Forged).signed("hue.gov.vn");
    let fails = draft(Kind::Forged).later();
    check(
        &but(&[passes, fails]),
        &[Proof::Sasl],
        Proof::Dkim,
        &[Why::Fooled(Kind::Forged)],
    );
}

/// A server that writes no login and signs for everybody who has one.
fn signing_server() -> Vec<Draft> {
    let signed = |kind| draft(kind).without_login().signed("hue.gov.vn");
    but(&[
        signed(Kind::Webmail),
        signed(Kind::Client),
        signed(Kind::Large),
        signed(Kind::Colleague),
    ])
}

#[test]
fn a_signature_that_a_colleague_gets_too_does_not_tell_mailboxes_apart() {
    check(
        &signing_server(),
        &[],
        Proof::Dkim,
        &[Why::Fooled(Kind::Colleague)],
    );
    let learned = learn(&signing_server());
    assert!(learned.asks().contains(&Ask::RejectMismatch));
    assert!(learned.asks().contains(&Ask::WriteLogin));
    // Nor does anybody know, when no colleague tried.
    let mut untried = signing_server();
    untried.retain(|it| it.kind != Kind::Colleague);
    check(
        &untried,
        &[],
        Proof::Dkim,
        &[Why::NotShown(Kind::Colleague)],
    );
    // Where the server refuses a colleague's name, the signature suffices.
    let learned = learn_with(&untried, &[Kind::Colleague]);
    assert_eq!(learned.settings.accept, [Proof::Dkim]);
}

#[test]
fn a_colleague_who_is_betrayed_by_the_envelope_is_told_apart() {
    let betrayed = Draft {
        envelope: CLERK,
        ..draft(Kind::Colleague).without_login().signed("hue.gov.vn")
    };
    let mut drafts = signing_server();
    drafts.retain(|it| it.kind != Kind::Colleague);
    drafts.push(betrayed);
    check(&drafts, &[Proof::Dkim], Proof::Dkim, &[]);
}

/// A server that rewrites bodies, so that no signature survives, and writes
/// what it saw before: the network address may send for the domain.
fn checking_server(forged: &str) -> Vec<Draft> {
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

#[test]
fn a_network_address_is_proof_only_where_the_forged_mail_was_told_apart() {
    let fails =
        format!("{HOST}; dmarc=fail header.from=hue.gov.vn; spf=fail smtp.mailfrom={CLERK}");
    let told = checking_server(&fails);
    check(&told, &[Proof::Spf], Proof::Spf, &[]);
    // A server that takes the greeting for the sender (security study, finding 1).
    let passes =
        format!("{HOST}; dmarc=pass header.from=hue.gov.vn; spf=pass smtp.mailfrom={CLERK}");
    check(
        &checking_server(&passes),
        &[],
        Proof::Spf,
        &[Why::Fooled(Kind::Forged), Why::Fooled(Kind::ForgedAr)],
    );
    // Here nobody's word will do.
    let mut unseen = told;
    unseen.retain(|it| it.kind != Kind::Forged);
    let learned = learn_with(&unseen, &[Kind::Forged]);
    assert_eq!(learned.settings.accept, []);
    assert_eq!(learned.proofs[3].why, [Why::NotShown(Kind::Forged)]);
}

#[test]
fn what_the_server_saw_is_taken_where_bodies_are_rewritten() {
    let both = format!("{HOST}; dmarc=pass header.from=hue.gov.vn; dkim=pass header.d=hue.gov.vn");
    let fails = format!("{HOST}; dmarc=fail header.from=hue.gov.vn");
    let mut drafts = checking_server(&fails);
    for it in &mut drafts {
        if it.kind.is_internal() {
            it.results = vec![both.clone()];
            it.signed_by = Some(("hue.gov.vn", Outcome::Fail("body".to_owned())));
        }
    }
    check(&drafts, &[Proof::Both], Proof::Dkim, &[Why::HoldsForNone]);
    let facts = learn(&drafts).facts();
    assert!(facts.contains(&Fact::Signature(Kind::Client, Signing::Broken)));
    assert!(facts.contains(&Fact::Signature(Kind::Outside, Signing::Broken)));
}

#[test]
fn weak_proofs_are_left_out_where_strong_ones_hold() {
    let seen = format!("{HOST}; dmarc=pass header.from=hue.gov.vn; spf=pass smtp.mailfrom={CLERK}");
    let drafts = but(&[draft(Kind::Client).with(&seen)]);
    check(
        &drafts,
        &[Proof::Sasl, Proof::Dkim],
        Proof::Spf,
        &[Why::NotNeeded],
    );
}

#[test]
fn a_mail_that_is_not_what_its_subject_says_shows_nothing() {
    // Sent after a login of the very mailbox: not forged.
    let logged_in = Draft {
        login: Some(CLERK),
        ..draft(Kind::Forged)
    };
    // From outside: no client's.
    let foreign = Draft {
        from: STRANGER,
        ..draft(Kind::Client)
    };
    let learned = learn(&but(&[logged_in, foreign]));
    let facts = learned.facts();
    assert!(facts.contains(&Fact::Misfit(Kind::Forged)));
    assert!(facts.contains(&Fact::Misfit(Kind::Client)));
    assert_eq!(learned.settings.accept, [Proof::Sasl]);
    assert_eq!(learned.proofs[1].why, [Why::NotShown(Kind::Forged)]);
}

#[test]
fn the_newest_honest_mail_counts_after_the_server_was_mended() {
    let before = draft(Kind::Client).without_login();
    let after = draft(Kind::Client).later();
    let covers = |drafts: &[Draft]| learn(&but(drafts)).proofs[0].covers.contains(&Kind::Client);
    assert!(covers(&[before.clone(), after.clone()]));
    assert!(!covers(&[after, before.later().later()]));
}

#[test]
fn hosts_are_read_only_where_our_own_servers_write() {
    // A stranger's lines below the border name no host of ours, not even one
    // of our own house.
    let below = "Received: from x by evil.hue.gov.vn with ESMTPSA id 3; Mon, 7 Dec 2015 07:00:00 +0700\r\n\
                 Received: from y by mx.evil.example with LMTP id 4; Mon, 7 Dec 2015 07:00:00 +0700\r\n";
    let forged = Draft {
        below: below.to_owned(),
        ..draft(Kind::Forged)
    };
    assert_eq!(learn(&but(&[forged])).settings.own_hosts, [HOST]);
}

#[test]
fn relays_and_filters_of_the_house_are_ours_too() {
    let raw = "Received: from store.hue.gov.vn by store.hue.gov.vn with LMTP id 1; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
        Received: from mx.hue.gov.vn (mx.hue.gov.vn [192.0.2.1]) by store.hue.gov.vn (Postfix) with ESMTPS id 2; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
        Authentication-Results: mx.hue.gov.vn; dmarc=none header.from=hue.gov.vn\r\n\
        Authentication-Results: dkim.hue.gov.vn; dkim=none\r\n\
        Received: from localhost (localhost [127.0.0.1]) by mx.hue.gov.vn (Postfix) with ESMTP id 3; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
        Received: from mx.hue.gov.vn ([127.0.0.1]) by localhost (mx.hue.gov.vn [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id 4; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
        Received: from pc (pc.example [203.0.113.6]) by mx.hue.gov.vn (Postfix) with ESMTPS id 5; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
        Received: from evil.hue.gov.vn by other.hue.gov.vn with LMTP id 6; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
        From: lan@hue.gov.vn\r\n\r\n";
    let sample = Sample {
        header: Header::read(raw.as_bytes()),
        ..draft(Kind::Client).sample()
    };
    let settings = calibration::learn(vec![sample], "hue.gov.vn", &[]).settings;
    let hosts = [
        "store.hue.gov.vn",
        "mx.hue.gov.vn",
        "localhost",
        "dkim.hue.gov.vn",
    ];
    assert_eq!(settings.own_hosts, hosts);
    assert_eq!(settings.authserv_id.as_deref(), Some("mx.hue.gov.vn"));
}

#[test]
fn it_is_seen_whether_invented_results_are_removed() {
    let fate = |below: &str| {
        let forged = Draft {
            below: below.to_owned(),
            ..draft(Kind::ForgedAr)
        };
        let facts = learn(&but(&[forged])).facts();
        facts.into_iter().find_map(|it| match it {
            Fact::ForgedResults(fate) => Some(fate),
            _ => None,
        })
    };
    assert_eq!(fate(""), Some(Fate::Told));
    let kept = format!("Authentication-Results: {HOST}; dmarc=pass header.from=hue.gov.vn\r\n");
    assert_eq!(fate(&kept), Some(Fate::Untold));
    let strange = "Authentication-Results: mx.gmail.com; dmarc=pass header.from=hue.gov.vn\r\n";
    assert_eq!(fate(strange), Some(Fate::Told));
}

#[test]
fn a_name_server_that_is_silent_is_named_and_not_taken_for_a_no() {
    let silent = |kind| Draft {
        signed_by: Some(("hue.gov.vn", Outcome::Unanswered)),
        ..draft(kind).without_login()
    };
    let mut drafts = signing_server();
    for it in drafts.iter_mut().filter(|it| it.kind.is_internal()) {
        *it = silent(it.kind);
    }
    drafts.retain(|it| it.kind != Kind::Outside && it.kind != Kind::Colleague);
    let learned = learn_with(&drafts, &[Kind::Colleague]);
    let why = [Why::HoldsForNone, Why::Unanswered(Kind::Webmail)];
    assert_eq!(learned.proofs[1].why, why);
}

#[test]
fn a_subject_names_its_kind_wherever_it_stands() {
    let kind = Kind::of_subject;
    assert_eq!(kind("[calib:forged-ar]"), Some(Kind::ForgedAr));
    assert_eq!(kind("Fwd: [CALIB: Large ] thư 20 MB"), Some(Kind::Large));
    assert_eq!(kind("[calib:nothing] [calib:client]"), Some(Kind::Client));
    assert_eq!(kind("calib:client"), None);
    assert_eq!(kind("[calib:client"), None);
}

#[test]
fn the_settings_that_are_printed_are_a_configuration() {
    let printed = learn(&all()).settings.to_string();
    let text = format!(
        "[mailbox]\naddress = 'a@hue.gov.vn'\nhost = 'mail.hue.gov.vn'\npassword_file = 'p'\n\
         [smtp]\nhost = 'mail.hue.gov.vn'\n[store]\nurl = 'sqlite:a'\n[campaign]\ndir = 'c'\n{printed}"
    );
    let config = Config::load("congvu.toml", &text).unwrap();
    assert_eq!(config.sender, learn(&all()).settings);
}

#[test]
fn everything_found_has_its_sentence_in_both_languages() {
    let calibrations = [
        learn(&all()),
        learn(&[]),
        learn(&signing_server()),
        learn(&checking_server("x")),
        learn_with(&[], &[Kind::Forged, Kind::ForgedAr, Kind::Colleague]),
    ];
    for learned in &calibrations {
        let mut said: Vec<(String, String)> = Vec::new();
        for fact in learned.facts() {
            said.push((servers::fact(Lang::Vi, fact), servers::fact(Lang::En, fact)));
        }
        for why in learned.proofs.iter().flat_map(|it| &it.why) {
            said.push((words::why(Lang::Vi, *why), words::why(Lang::En, *why)));
        }
        for ask in learned.asks() {
            let one = |lang| words::ask(lang, ask).to_owned();
            said.push((one(Lang::Vi), one(Lang::En)));
        }
        for (vi, en) in said {
            assert!(vi.ends_with('.') && en.ends_with('.'), "{vi} {en}");
            assert!(en.is_ascii() && !vi.is_ascii(), "{vi} {en}");
        }
    }
}
