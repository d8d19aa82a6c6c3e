//! What our own mail server found out proves a sender, or refutes one, where
//! the installation believes it.

use congvu::{
    address::Address,
    mail::header::Header,
    sender::{
        Evidence, Policy, Proof, Refutation, Standing, prove,
        signature::{Outcome, Signature},
    },
};

const HOST: &str = "mx.hue.gov.vn";
const CLERK: &str = "vp@hue.gov.vn";
const MAIL: &str = "From: vp@hue.gov.vn\r\nDate: Mon, 7 Dec 2015 08:00:00 +0700\r\n\r\n";

fn address(text: &str) -> Option<Address> {
    Address::parse(text)
}

fn policy(accept: &[Proof]) -> Policy {
    Policy {
        authserv_id: Some(HOST.to_owned()),
        own_hosts: vec![HOST.to_owned()],
        accept: accept.to_vec(),
    }
}

/// A good signature of the clerk's domain.
fn good() -> Signature {
    let field = "v=1; a=rsa-sha256; d=hue.gov.vn; s=s; h=from:date; bh=x; b=y";
    Signature {
        outcome: Outcome::Pass,
        ..Signature::read(field).unwrap()
    }
}

fn from_elsewhere(evidence: Evidence, envelope: &str) -> Evidence {
    Evidence {
        envelope: address(envelope),
        ..evidence
    }
}

fn standing(evidence: &Evidence, accept: &[Proof]) -> Standing {
    let from = address(CLERK).unwrap();
    let header = Header::read(MAIL.as_bytes());
    let arrived = "2015-12-07T01:00:05Z".parse().unwrap();
    prove(&from, &header, evidence, &policy(accept), arrived)
}

/// A clerk's mail about which our server wrote this.
fn written(results: &str) -> Evidence {
    let raw = format!(
        "Return-Path: <{CLERK}>\r\nAuthentication-Results: {HOST}; {results}\r\n\
         Received: from a (a [203.0.113.6]) by {HOST} with ESMTPS id 1;\r\n\
         \tMon, 7 Dec 2015 08:00:05 +0700\r\n{MAIL}"
    );
    Evidence::of_header(&Header::read(raw.as_bytes()), &policy(&Proof::ALL))
}

const KEPT: &str = "dmarc=pass header.from=hue.gov.vn";
const SIGNED: &str = "dkim=pass header.d=hue.gov.vn";
const ALLOWED: &str = "spf=pass smtp.mailfrom=hue.gov.vn";

/// What is proven by these results, where every proof is accepted.
fn check_written(results: &[&str], expected: Standing) {
    let found = standing(&written(&results.join("; ")), &Proof::ALL);
    assert_eq!(found, expected, "{results:?}");
}

#[test]
fn our_server_proves_a_sender_by_policy_and_signature_or_by_policy_and_address() {
    check_written(&[KEPT, SIGNED], Standing::Proven(Proof::Both));
    check_written(&[KEPT, SIGNED, ALLOWED], Standing::Proven(Proof::Both));
    check_written(&[KEPT, "dkim=none", ALLOWED], Standing::Proven(Proof::Spf));
    let whole = "spf=pass smtp.mailfrom=vp@hue.gov.vn";
    check_written(&[KEPT, whole], Standing::Proven(Proof::Spf));
    for half in [KEPT, SIGNED, ALLOWED] {
        check_written(&[half], Standing::Unproven);
    }
    check_written(&[SIGNED, ALLOWED], Standing::Unproven);
}

#[test]
fn a_proof_of_our_server_that_is_good_but_for_one_thing_is_none() {
    for policy in [
        "dmarc=none header.from=hue.gov.vn",
        "dmarc=bestguesspass header.from=hue.gov.vn",
        "dmarc=permerror header.from=hue.gov.vn",
        "dmarc=pass header.from=evil.example",
        "dmarc=fail header.from=evil.example",
        "dmarc=pass header.from=sub.hue.gov.vn",
        "dmarc=pass",
        "arc=pass header.from=hue.gov.vn",
    ] {
        check_written(&[policy, SIGNED, ALLOWED], Standing::Unproven);
    }
    for other in [
        "dkim=pass header.d=evil.example",
        "dkim=fail header.d=hue.gov.vn; dkim=pass header.d=evil.example",
        "dkim=neutral header.d=hue.gov.vn",
        "spf=pass smtp.helo=hue.gov.vn",
        "spf=softfail smtp.mailfrom=hue.gov.vn",
        "spf=pass smtp.mailfrom=vp@sub.hue.gov.vn",
        "spf=pass (smtp.mailfrom=hue.gov.vn)",
    ] {
        check_written(&[KEPT, other], Standing::Unproven);
    }
}

#[test]
fn a_void_run_proves_nothing_and_refutes_nothing() {
    for void in [
        "dkim=pass header.d=hue.gov.vn'a.evil.example",
        "spf=fail smtp.mailfrom=hue.gov.vn(a",
        "dmarc=fail header.from=hue.gov.vn",
    ] {
        check_written(&[KEPT, SIGNED, ALLOWED, void], Standing::Unproven);
    }
    let refuted = "dmarc=fail header.from=hue.gov.vn; dkim=pass header.d=a(b";
    check_written(&[refuted], Standing::Unproven);
}

#[test]
fn what_our_server_saw_of_another_envelope_is_no_mail_of_this_mailbox() {
    let refuted = Standing::Refuted(Refutation::Envelope);
    let insider = "spf=pass smtp.mailfrom=kt@hue.gov.vn";
    check_written(&[KEPT, SIGNED, insider], refuted.clone());
    check_written(&[KEPT, insider], refuted.clone());
    for results in [[KEPT, SIGNED], [KEPT, ALLOWED]] {
        let other = from_elsewhere(written(&results.join("; ")), "kt@hue.gov.vn");
        assert_eq!(standing(&other, &Proof::ALL), refuted);
        let null = from_elsewhere(written(&results.join("; ")), "");
        assert_eq!(standing(&null, &Proof::ALL), Standing::Unproven);
    }
}

#[test]
fn a_domain_that_did_not_send_it_refutes_it_unless_we_know_better() {
    let fail = "dmarc=fail (p=none) header.from=hue.gov.vn";
    let refuted = Standing::Refuted(Refutation::Server);
    check_written(&[fail], refuted.clone());
    check_written(&[fail, SIGNED, ALLOWED], refuted.clone());
    assert_eq!(standing(&written(fail), &[]), refuted);
    let signed = Evidence {
        signatures: vec![good()],
        ..written(fail)
    };
    let dkim = Standing::Proven(Proof::Dkim);
    assert_eq!(standing(&signed, &[Proof::Dkim]), dkim);
    assert_eq!(standing(&signed, &[Proof::Sasl]), Standing::Unproven);
    let submitted = Evidence {
        login: address(CLERK),
        ..written(fail)
    };
    let sasl = Standing::Proven(Proof::Sasl);
    assert_eq!(standing(&submitted, &[Proof::Sasl]), sasl);
    assert_eq!(standing(&submitted, &[Proof::Dkim]), Standing::Unproven);
    let silent = Evidence {
        signatures: vec![Signature {
            outcome: Outcome::Unanswered,
            ..good()
        }],
        ..written(fail)
    };
    assert_eq!(standing(&silent, &Proof::ALL), Standing::Unanswered);
}

#[test]
fn what_our_server_could_not_find_out_is_undecided() {
    let open = "spf=temperror smtp.mailfrom=hue.gov.vn; dmarc=temperror header.from=hue.gov.vn";
    check_written(&[open], Standing::Undecided);
    check_written(
        &["dkim=temperror header.d=hue.gov.vn; dmarc=fail header.from=hue.gov.vn"],
        Standing::Undecided,
    );
    check_written(
        &["dkim=temperror header.d=hue.gov.vn", KEPT, ALLOWED],
        Standing::Proven(Proof::Spf),
    );
    // Where what it writes is not believed, nothing of it is waited for.
    for accept in [&[Proof::Sasl, Proof::Dkim][..], &[]] {
        assert_eq!(standing(&written(open), accept), Standing::Unproven);
    }
    let signed = Evidence {
        signatures: vec![good()],
        ..written(open)
    };
    let dkim = Standing::Proven(Proof::Dkim);
    assert_eq!(standing(&signed, &Proof::ALL), dkim);
}

#[test]
fn of_several_proofs_the_strongest_that_is_accepted_is_named() {
    let all = Evidence {
        login: address(CLERK),
        signatures: vec![good()],
        ..written(&[KEPT, SIGNED, ALLOWED].join("; "))
    };
    for n in 0..Proof::ALL.len() {
        let found = standing(&all, &Proof::ALL[n..]);
        assert_eq!(found, Standing::Proven(Proof::ALL[n]));
    }
    assert_eq!(standing(&all, &[]), Standing::Unproven);
}

#[test]
fn without_the_name_of_our_server_or_a_hop_of_ours_nothing_it_wrote_is_read() {
    let raw = format!("Authentication-Results: {HOST}; {KEPT}; {SIGNED}\r\n");
    let hop =
        format!("Received: from a by {HOST} with ESMTPS id 1; Mon, 7 Dec 2015 08:00:05 +0700\r\n");
    let read =
        |raw: &str, policy: &Policy| Evidence::of_header(&Header::read(raw.as_bytes()), policy);
    let unnamed = Policy {
        authserv_id: None,
        ..policy(&Proof::ALL)
    };
    let named = policy(&Proof::ALL);
    assert_eq!(
        read(&format!("{raw}{hop}{MAIL}"), &named).run.results.len(),
        2
    );
    assert_eq!(read(&format!("{raw}{hop}{MAIL}"), &unnamed).run.results, []);
    assert_eq!(read(&format!("{raw}{MAIL}"), &named).run.results, []);
    assert_eq!(
        read(&format!("ARC-{raw}{hop}{MAIL}"), &named).run.results,
        []
    );
}
