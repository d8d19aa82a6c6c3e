//! From is a claim; who sent a mail is what the evidence shows.

use congvu::{
    address::Address,
    mail::header::Header,
    sender::{
        Evidence, Policy, Proof, Refutation, Standing, is_logged_in, is_stale, prove,
        signature::{Outcome, Signature},
    },
};
use jiff::Timestamp;

const HOST: &str = "mx.hue.gov.vn";
const CLERK: &str = "vp@hue.gov.vn";
const MAIL: &str = "From: vp@hue.gov.vn\r\nTo: b@hue.gov.vn\r\nSubject: x\r\n\
    Date: Mon, 7 Dec 2015 08:00:00 +0700\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n";

fn address(text: &str) -> Option<Address> {
    Address::parse(text)
}

/// A clerk's mail with nothing but its envelope sender for it.
fn evidence() -> Evidence {
    Evidence {
        envelope: address(CLERK),
        ..Evidence::default()
    }
}

fn submitted(login: &str) -> Evidence {
    Evidence {
        login: address(login),
        ..evidence()
    }
}

fn signed(signatures: Vec<Signature>) -> Evidence {
    Evidence {
        signatures,
        ..evidence()
    }
}

/// A signature of the clerk's domain over everything that must be signed.
fn good() -> Signature {
    let fields = "from to subject date content-type mime-version";
    Signature {
        domain: "hue.gov.vn".to_owned(),
        selector: "s2015".to_owned(),
        signed: fields.split(' ').map(String::from).collect(),
        partial: false,
        made_at: Some(at("2015-12-07T01:00:00Z")),
        ends_at: None,
        digest: None,
        outcome: Outcome::Pass,
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// When our host took the mail.
fn arrived() -> Timestamp {
    at("2015-12-07T01:00:05Z")
}

fn without(field: &str) -> Signature {
    let mut signature = good();
    assert!(signature.signed.remove(field), "{field}");
    signature
}

fn from_elsewhere(evidence: Evidence, envelope: &str) -> Evidence {
    Evidence {
        envelope: address(envelope),
        ..evidence
    }
}

fn policy(accept: &[Proof]) -> Policy {
    Policy {
        authserv_id: Some(HOST.to_owned()),
        own_hosts: vec![HOST.to_owned()],
        accept: accept.to_vec(),
    }
}

fn standing(evidence: &Evidence, accept: &[Proof]) -> Standing {
    let from = address(CLERK).unwrap();
    let header = Header::read(MAIL.as_bytes());
    prove(&from, &header, evidence, &policy(accept), arrived())
}

fn check(evidence: Evidence, expected: Standing) {
    let found = standing(&evidence, &[Proof::Sasl, Proof::Dkim]);
    assert_eq!(found, expected, "{evidence:#?}");
}

#[test]
fn a_mail_with_no_evidence_is_unproven() {
    check(Evidence::default(), Standing::Unproven);
    check(evidence(), Standing::Unproven);
}

#[test]
fn a_login_of_the_mailbox_proves_it() {
    check(submitted(CLERK), Standing::Proven(Proof::Sasl));
    check(submitted("VP@HUE.gov.vn"), Standing::Proven(Proof::Sasl));
}

#[test]
fn a_login_of_another_mailbox_refutes_it_whatever_is_signed() {
    let refuted = Standing::Refuted(Refutation::Login);
    check(submitted("kt@hue.gov.vn"), refuted.clone());
    let colleague = Evidence {
        login: address("kt@hue.gov.vn"),
        ..signed(vec![good()])
    };
    check(colleague, refuted);
}

#[test]
fn a_login_with_another_envelope_proves_nothing_by_itself() {
    let odd = from_elsewhere(submitted(CLERK), "kt@hue.gov.vn");
    check(odd, Standing::Unproven);
}

#[test]
fn a_signature_of_the_very_domain_over_the_whole_mail_proves_it() {
    check(signed(vec![good()]), Standing::Proven(Proof::Dkim));
    let shouting = Signature {
        domain: "HUE.gov.vn".to_owned(),
        ..good()
    };
    check(signed(vec![shouting]), Standing::Proven(Proof::Dkim));
}

#[test]
fn a_signature_of_a_domain_above_below_or_beside_proves_nothing() {
    for domain in [
        "gov.vn",
        "sub.hue.gov.vn",
        "evil.example",
        "hue.gov.vn.evil.example",
        "",
    ] {
        let other = Signature {
            domain: domain.to_owned(),
            ..good()
        };
        check(signed(vec![other]), Standing::Unproven);
    }
}

#[test]
fn a_signature_that_leaves_something_open_proves_nothing() {
    for field in [
        "from",
        "to",
        "subject",
        "date",
        "content-type",
        "mime-version",
    ] {
        check(signed(vec![without(field)]), Standing::Unproven);
    }
    let partial = Signature {
        partial: true,
        ..good()
    };
    check(signed(vec![partial]), Standing::Unproven);
}

#[test]
fn a_field_the_mail_has_not_need_not_be_signed() {
    let raw = "From: vp@hue.gov.vn\r\nDate: Mon, 7 Dec 2015 08:00:00 +0700\r\n\r\n";
    let mut signature = good();
    signature.signed = ["from", "date"].map(String::from).into();
    assert!(signature.proves("hue.gov.vn", &Header::read(raw.as_bytes()), arrived()));
    assert!(!signature.proves("hue.gov.vn", &Header::read(MAIL.as_bytes()), arrived()));
}

#[test]
fn a_signature_that_fails_proves_nothing_and_refutes_nothing() {
    // Gateways rewrite bodies: a broken signature says only that somebody did.
    let broken = Signature {
        outcome: Outcome::Fail("body hash".to_owned()),
        ..good()
    };
    check(signed(vec![broken.clone()]), Standing::Unproven);
    check(signed(vec![broken, good()]), Standing::Proven(Proof::Dkim));
}

#[test]
fn genuine_mail_of_the_domain_from_another_envelope_is_refuted() {
    let refuted = Standing::Refuted(Refutation::Envelope);
    for envelope in ["kt@hue.gov.vn", "srs0=x=y=hue.gov.vn=vp@list.example"] {
        check(
            from_elsewhere(signed(vec![good()]), envelope),
            refuted.clone(),
        );
    }
}

#[test]
fn genuine_mail_of_the_domain_without_a_readable_envelope_is_unproven_and_no_forgery() {
    for unreadable in ["", "vp", "vp@@hue.gov.vn"] {
        let evidence = from_elsewhere(signed(vec![good()]), unreadable);
        assert_eq!(evidence.envelope, None, "{unreadable}");
        check(evidence, Standing::Unproven);
    }
}

#[test]
fn a_name_server_that_is_silent_is_asked_again() {
    let unanswered = Signature {
        outcome: Outcome::Unanswered,
        ..good()
    };
    check(signed(vec![unanswered.clone()]), Standing::Unanswered);
    check(
        signed(vec![unanswered.clone(), good()]),
        Standing::Proven(Proof::Dkim),
    );
    let proven_already = Evidence {
        login: address(CLERK),
        ..signed(vec![unanswered.clone()])
    };
    check(proven_already, Standing::Proven(Proof::Sasl));
    // Where signatures are not believed, nobody waits for a key.
    let found = standing(&signed(vec![unanswered]), &[Proof::Sasl]);
    assert_eq!(found, Standing::Unproven);
}

#[test]
fn a_silent_name_server_of_a_domain_that_proves_nothing_is_not_waited_for() {
    let stranger = Signature {
        domain: "evil.example".to_owned(),
        outcome: Outcome::Unanswered,
        ..good()
    };
    check(signed(vec![stranger]), Standing::Unproven);
}

#[test]
fn only_the_proofs_an_installation_accepts_count() {
    assert_eq!(
        standing(&submitted(CLERK), &[Proof::Dkim]),
        Standing::Unproven
    );
    assert_eq!(
        standing(&signed(vec![good()]), &[Proof::Sasl]),
        Standing::Unproven
    );
    assert_eq!(standing(&submitted(CLERK), &[]), Standing::Unproven);
    // What refutes does so even where it would not prove.
    let refuted = standing(&submitted("kt@hue.gov.vn"), &[Proof::Dkim]);
    assert_eq!(refuted, Standing::Refuted(Refutation::Login));
}

#[test]
fn what_the_header_shows_is_gathered_from_our_own_hop_only() {
    let policy = policy(&[Proof::Sasl]);
    let raw = format!(
        "Return-Path: <vp@hue.gov.vn>\r\nReceived: from x (x [10.0.0.9])\r\n\
         \t(Authenticated sender: vp@hue.gov.vn)\r\n\tby mx.hue.gov.vn (Postfix) with ESMTPSA id 1;\r\n\
         \tMon, 7 Dec 2015 08:00:00 +0700\r\n{MAIL}"
    );
    let found = Evidence::of_header(&Header::read(raw.as_bytes()), &policy);
    assert_eq!(found.envelope, address(CLERK));
    assert_eq!(found.login, address(CLERK));
    assert_eq!(found.hop.as_deref(), Some("mx.hue.gov.vn"));
    assert_eq!(found.hop_at.unwrap().to_string(), "2015-12-07T01:00:00Z");
    let forged = raw.replace("by mx.hue.gov.vn", "by mx.evil.example");
    let found = Evidence::of_header(&Header::read(forged.as_bytes()), &policy);
    assert_eq!((found.hop, found.login, found.hop_at), (None, None, None));
}

#[test]
fn a_signature_of_another_time_proves_nothing_and_is_noted() {
    let from = address(CLERK).unwrap();
    let header = Header::read(MAIL.as_bytes());
    let stale = |evidence: &Evidence| is_stale(&from, &header, evidence, arrived());
    let replayed = Signature {
        made_at: Some(at("2014-12-07T01:00:00Z")),
        ..good()
    };
    let evidence = signed(vec![replayed.clone()]);
    assert!(stale(&evidence));
    check(evidence, Standing::Unproven);
    let other = Signature {
        domain: "evil.example".to_owned(),
        ..replayed.clone()
    };
    assert!(!stale(&signed(vec![good(), other])));
    // Nobody waits for the key of a signature that says nothing.
    let silent = Signature {
        outcome: Outcome::Unanswered,
        ..replayed.clone()
    };
    assert!(!stale(&signed(vec![silent.clone()])));
    check(signed(vec![silent]), Standing::Unproven);
    check(
        signed(vec![replayed, good()]),
        Standing::Proven(Proof::Dkim),
    );
}

#[test]
fn an_envelope_sender_below_our_hop_is_a_strangers_word() {
    let hop = "Received: from x (x [203.0.113.6]) by mx.hue.gov.vn with ESMTPS id 1;\r\n\
               \tMon, 7 Dec 2015 08:00:00 +0700\r\n";
    let own = "Return-Path: <vp@hue.gov.vn>\r\n";
    let envelope = |fields: &[&str]| {
        let raw = format!("{}{MAIL}", fields.concat());
        Evidence::of_header(&Header::read(raw.as_bytes()), &policy(&Proof::ALL)).envelope
    };
    assert_eq!(envelope(&[own, hop]), address(CLERK));
    assert_eq!(envelope(&[hop, own]), None);
    let other = "Return-Path: <kt@hue.gov.vn>\r\n";
    assert_eq!(envelope(&[other, hop, own]), address("kt@hue.gov.vn"));
    let null = "Return-Path: <>\r\n";
    assert_eq!(envelope(&[null, hop, own]), None);
}

#[test]
fn a_login_that_may_be_a_colleagues_leaves_the_mailbox_open_whatever_is_signed() {
    let read = |login: &str| {
        let raw = format!(
            "Return-Path: <vp@hue.gov.vn>\r\nReceived: from x (x [10.0.0.9]) {login} \
             by mx.hue.gov.vn with ESMTPSA id 1;\r\n\tMon, 7 Dec 2015 08:00:00 +0700\r\n{MAIL}"
        );
        let found = Evidence::of_header(&Header::read(raw.as_bytes()), &policy(&Proof::ALL));
        Evidence {
            signatures: vec![good()],
            ..found
        }
    };
    let dkim = Standing::Proven(Proof::Dkim);
    check(read("(Authenticated sender: vp)"), dkim.clone());
    check(read("(Authenticated sender: VP)"), dkim.clone());
    // A server that does not tell logins at all: whether it lets one mailbox
    // write for another is what a calibration finds out.
    check(read(""), dkim);
    for other in [
        "(Authenticated sender: kt)",
        "(Authenticated sender: vp@hue)",
        "(Authenticated sender: vp@hue.gov.vn) (Authenticated sender: kt@hue.gov.vn)",
        "(Authenticated sender: vp) (Authenticated sender: vp)",
        "(Authenticated sender: )",
    ] {
        check(read(other), Standing::Unproven);
    }
}

#[test]
fn signatures_are_left_unchecked_only_where_a_login_proves_the_mail() {
    let clerk = address(CLERK).unwrap();
    let alone =
        |evidence: &Evidence, accept: &[Proof]| is_logged_in(&clerk, evidence, &policy(accept));
    assert!(alone(&submitted(CLERK), &Proof::ALL));
    assert!(!alone(&submitted(CLERK), &[Proof::Dkim]));
    assert!(!alone(&submitted("kt@hue.gov.vn"), &Proof::ALL));
    let odd = from_elsewhere(submitted(CLERK), "kt@hue.gov.vn");
    assert!(!alone(&odd, &Proof::ALL));
    assert!(!alone(&evidence(), &Proof::ALL));
}
