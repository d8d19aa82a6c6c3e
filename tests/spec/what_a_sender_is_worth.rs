//! Who sent a mail overrules what it carries, and every doubt about that is
//! told to the person who must look.

use std::sync::LazyLock;

use congvu::{
    address::Address,
    mail::Mail,
    sender::{
        Evidence, Policy, Proof,
        signature::{Outcome, Signature},
    },
    verdict::{
        Reply, Verdict,
        decide::{Case, Decision, Opened, Rules, decide},
        files::Choice,
        judgement::Judgement,
    },
};

use crate::a_whole_campaign_is_judged::{campaign, town};

const HOST: &str = "mx.thuathienhue.gov.vn";

/// Mailboxes of two units.
static UNITS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let units = campaign().registry.iter().take(2);
    units.map(|it| it.mailbox.as_str().to_owned()).collect()
});

fn domain() -> &'static str {
    &campaign().official_domain
}

/// What is decided about a mail that carries nothing. `written` stands above
/// our hop, `submitted` is the login that it saw.
fn judge(from: &str, written: &str, submitted: Option<&str>, accept: &[Proof]) -> Judgement {
    let login = submitted.map_or(String::new(), |login| {
        format!(" (Authenticated sender: {login})")
    });
    let with = submitted.map_or("ESMTPS", |_| "ESMTPSA");
    let raw = format!(
        "Return-Path: <{from}>\r\n{written}Received: from a.example (a.example [203.0.113.6])\
         {login} by {HOST} with {with} id 1;\r\n\t{DATE}\r\n\
         From: {from}\r\nDate: {DATE}\r\nSubject: x\r\n\r\nx\r\n"
    );
    decided(&raw, accept, Vec::new())
}

const DATE: &str = "Mon, 7 Dec 2015 08:00:00 +0700";

fn decided(raw: &str, accept: &[Proof], signatures: Vec<Signature>) -> Judgement {
    let mail = Mail::open(raw.as_bytes());
    let policy = Policy {
        authserv_id: Some(HOST.to_owned()),
        own_hosts: vec![HOST.to_owned()],
        accept: accept.to_vec(),
    };
    let evidence = Evidence {
        signatures,
        ..Evidence::of_header(&mail.header, &policy)
    };
    let case = Case {
        mail: &mail,
        received_at: campaign().window.opens,
        evidence,
        files: Vec::new(),
        choice: Choice::Nothing,
        opened: Opened::Unopened,
    };
    let rules = Rules {
        aliases: &[],
        campaign: campaign(),
        policy: &policy,
        own: &town(),
        last_try: false,
    };
    let Decision::Settle(judgement) = decide(case, rules, &congvu::dossier::Dossier::default())
    else {
        panic!("{raw}");
    };
    *judgement
}

fn check(judgement: &Judgement, expected: (Verdict, Reply), first: &[&str]) {
    let reasons: Vec<&str> = judgement.reasons.iter().map(|it| it.code()).collect();
    assert_eq!(
        (judgement.verdict, judgement.reply),
        expected,
        "{reasons:?}"
    );
    assert_eq!(reasons.get(..first.len()), Some(first));
}

fn results(results: &str) -> String {
    format!("Authentication-Results: {HOST}; {results}\r\n")
}

#[test]
fn the_login_of_another_unit_is_told_by_that_units_code() {
    let quarantined = (Verdict::Quarantined, Reply::None);
    let other = judge(&UNITS[0], "", Some(&UNITS[1]), &Proof::ALL);
    check(&other, quarantined, &["E-SENDER-OTHER-UNIT"]);
    let code = &campaign().registry.iter().nth(1).unwrap().code;
    assert!(format!("{:?}", other.reasons[0]).contains(code.as_str()));
    let nobody = judge(
        &UNITS[0],
        "",
        Some(&format!("kt.x@{}", domain())),
        &Proof::ALL,
    );
    check(&nobody, quarantined, &["E-SENDER-LOGIN"]);
    let own = judge(&UNITS[0], "", Some(&UNITS[0]), &Proof::ALL);
    check(
        &own,
        (Verdict::Rejected, Reply::Rejection),
        &["E-FILE-NONE"],
    );
}

#[test]
fn what_voids_the_word_of_our_server_is_told() {
    let held = (Verdict::Held, Reply::None);
    let mute = judge(&UNITS[0], "", None, &Proof::ALL);
    check(&mute, held, &["E-SENDER-UNPROVEN", "E-FILE-NONE"]);
    let broken = results(&format!("dmarc=pass header.from={}(a", domain()));
    let broken = judge(&UNITS[0], &broken, None, &Proof::ALL);
    check(&broken, held, &["E-SENDER-UNPROVEN", "E-SENDER-VOID"]);
}

#[test]
fn a_mail_that_our_server_could_not_judge_waits_for_a_person() {
    let open = results(&format!("dmarc=temperror header.from={}", domain()));
    let open = judge(&UNITS[0], &open, None, &Proof::ALL);
    check(&open, (Verdict::Held, Reply::None), &["E-SENDER-UNDECIDED"]);
}

#[test]
fn a_mail_that_our_server_refutes_is_put_away() {
    let fail = results(&format!("dmarc=fail header.from={}", domain()));
    let fail = judge(&UNITS[0], &fail, None, &Proof::ALL);
    check(
        &fail,
        (Verdict::Quarantined, Reply::None),
        &["E-SENDER-SERVER"],
    );
}

#[test]
fn a_stranger_is_written_to_only_where_his_proof_is_accepted() {
    let kept = "dmarc=pass header.from=free.example; spf=pass smtp.mailfrom=free.example";
    let stranger = |accept: &[Proof]| judge("ba.x@free.example", &results(kept), None, accept);
    let polite = (Verdict::Rejected, Reply::WrongMailbox);
    check(&stranger(&Proof::ALL), polite, &["E-SENDER-DOMAIN"]);
    let silent = (Verdict::Quarantined, Reply::None);
    let strong = &Proof::ALL[..3];
    check(&stranger(strong), silent, &["E-SENDER-UNKNOWN"]);
}

#[test]
fn a_signature_of_another_time_is_noted() {
    let from = &UNITS[0];
    let raw = format!(
        "Return-Path: <{from}>\r\nReceived: from a by {HOST} with ESMTPS id 1; {DATE}\r\n\
         From: {from}\r\nDate: {DATE}\r\n\r\nx\r\n"
    );
    let signature = |made: &str| Signature {
        domain: domain().to_owned(),
        selector: "s".to_owned(),
        signed: ["from", "date"].map(str::to_owned).into(),
        partial: false,
        made_at: Some(made.parse().unwrap()),
        ends_at: None,
        digest: None,
        outcome: Outcome::Pass,
    };
    let old = decided(&raw, &Proof::ALL, vec![signature("2015-11-07T01:00:00Z")]);
    let notes: Vec<&str> = old.notes.iter().map(|it| it.code()).collect();
    assert_eq!(notes, ["W-SIGN-OLD"]);
    check(&old, (Verdict::Held, Reply::None), &["E-SENDER-UNPROVEN"]);
    let new = decided(&raw, &Proof::ALL, vec![signature("2015-12-07T00:59:00Z")]);
    assert_eq!((new.notes, new.proof), (vec![], Some(Proof::Dkim)));
    assert_eq!(new.from, Address::parse(from));
}

#[test]
fn a_mark_of_ours_that_a_stranger_wrote_hides_nothing() {
    let held = (Verdict::Held, Reply::None);
    for mark in ["X-Congvu-Unfetched: 1 1", "X-Congvu-Truncated: 9 1"] {
        let forged = judge(&UNITS[0], &format!("{mark}\r\n"), None, &Proof::ALL);
        check(&forged, held, &["E-SENDER-UNPROVEN", "E-FILE-NONE"]);
        assert_eq!(forged.reasons.len(), 2, "{mark}");
    }
    let top = |mark: &str| {
        let raw = format!("{mark}\r\nFrom: {}\r\n\r\nx\r\n", UNITS[0]);
        decided(&raw, &Proof::ALL, Vec::new())
    };
    check(&top("X-Congvu-Unfetched: 1 1"), held, &["E-LIMIT-ATTEMPTS"]);
    let large = &["E-SENDER-UNPROVEN", "E-LIMIT-SIZE"];
    check(&top("X-Congvu-Truncated: 9 1"), held, large);
}

/// A mail that the unit's login sent, to whom it is addressed.
fn addressed(recipients: &str) -> Judgement {
    let unit = &UNITS[0];
    let raw = format!(
        "Return-Path: <{unit}>\r\nReceived: from a.example (a.example [203.0.113.6]) \
         (Authenticated sender: {unit}) by {HOST} with ESMTPSA id 1;\r\n\t{DATE}\r\n\
         From: {unit}\r\n{recipients}Date: {DATE}\r\nSubject: x\r\n\r\nx\r\n"
    );
    decided(&raw, &Proof::ALL, Vec::new())
}

#[test]
fn a_draft_that_somebody_else_was_sent_and_passes_on_waits_for_a_person() {
    let held = (Verdict::Held, Reply::None);
    let draft = addressed("To: \"Tổ trưởng\" <kt@example.gov.vn>\r\n");
    check(&draft, held, &["E-SENDER-ADDRESSEE"]);
    let copied = addressed("To: a@example.gov.vn\r\nCc: b@example.gov.vn, c@example.gov.vn\r\n");
    check(&copied, held, &["E-SENDER-ADDRESSEE"]);
}

#[test]
fn a_mail_to_us_to_us_among_others_or_to_nobody_in_name_is_ours() {
    let town = town();
    let us = town.as_str();
    let rejected = (Verdict::Rejected, Reply::Rejection);
    for recipients in [
        format!("To: {us}\r\n"),
        format!("To: <{}>\r\n", us.to_uppercase()),
        format!("To: a@example.gov.vn,\"UBND, thị xã\"\r\n <{us}>\r\n"),
        format!("To: a@example.gov.vn\r\nCc: UBND <{us}>\r\n"),
        "To: undisclosed-recipients:;\r\n".to_owned(),
        format!("To: Các đơn vị: a@example.gov.vn,\r\n\t<{us}>;\r\n"),
        format!("To: =?utf-8?B?VUJORCwgdGjhu4s=?=\r\n =?utf-8?B?IHjDow==?= <{us}>\r\n"),
        format!("To: a@example.gov.vn, {us} (Văn thư)\r\n"),
        format!(
            "To: {}<{us}>\r\n",
            "donvi.huongtra@example.gov.vn,\r\n ".repeat(1_000)
        ),
        String::new(),
    ] {
        check(&addressed(&recipients), rejected, &["E-FILE-NONE"]);
    }
}
