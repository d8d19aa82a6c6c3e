//! What an admin is told of a mail's header: every fault with its bytes, whom
//! the mail pretends to be from, and what is odd and decides nothing.

use congvu::{
    address::Address,
    dossier::Dossier,
    mail::Mail,
    sender::{Evidence, Policy, Proof},
    verdict::{
        Reply, Verdict,
        decide::{Case, Decision, Opened, Rules, decide},
        files::Choice,
        judgement::Judgement,
        reason::Reason,
    },
    words::{Lang, pieces, reasons},
};

use crate::a_whole_campaign_is_judged::{campaign, town};

/// A registered mailbox, and the code of its unit.
const UNIT: &str = "huongvan01.huongtra@thuathienhue.gov.vn";
const CODE: &str = "p.huongvan01";
const COLLEAGUE: &str = "huongvan03.huongtra@thuathienhue.gov.vn";

/// A mail without files under these fields; `sent_by`: the login that our own
/// host saw and the envelope sender, which prove it.
fn judged(fields: &str, sent_by: Option<&str>) -> Judgement {
    judged_as(fields, "Subject: x\r\n", sent_by)
}

fn judged_as(fields: &str, subject: &str, sent_by: Option<&str>) -> Judgement {
    let to = town();
    let raw = format!("{fields}To: {}\r\n{subject}\r\nKinh gui\r\n", to.as_str());
    let sent_by = sent_by.and_then(Address::parse);
    let mail = Mail::open(raw.as_bytes());
    let case = Case {
        mail: &mail,
        received_at: campaign().window.opens,
        evidence: Evidence {
            envelope: sent_by.clone(),
            login: sent_by,
            ..Evidence::default()
        },
        files: Vec::new(),
        choice: Choice::Nothing,
        opened: Opened::Unopened,
    };
    let rules = Rules {
        aliases: &[],
        campaign: campaign(),
        policy: &Policy {
            authserv_id: None,
            own_hosts: Vec::new(),
            accept: vec![Proof::Sasl],
        },
        own: &town(),
        last_try: true,
    };
    match decide(case, rules, &Dossier::default()) {
        Decision::Settle(judgement) => *judgement,
        Decision::Wait(what) => panic!("{raw} waits for {what}"),
    }
}

fn codes(reasons: &[Reason]) -> Vec<&'static str> {
    reasons.iter().map(Reason::code).collect()
}

fn check(fields: &str, sent_by: Option<&str>, verdict: Verdict, reasons: &[&str]) {
    let judgement = judged(fields, sent_by);
    let found = (judgement.verdict, &codes(&judgement.reasons)[..]);
    assert_eq!(found, (verdict, reasons), "{fields:?}");
}

#[test]
fn every_fault_is_told_with_its_bytes_in_both_languages() {
    let good = format!("From: {UNIT}\r\n");
    for (fields, bytes) in [
        (format!("{good}From: b@x.vn\r\n"), "From: b@x.vn"),
        (format!("{good}Fr\u{e9}d: b\r\n"), r"Fr\xc3\xa9d: b"),
        (format!("{good}X: a\0b\r\n"), r"X: a\x00b"),
        ("From: a\u{200b}@x.vn\r\n".to_owned(), r"a\xe2\x80\x8b@x.vn"),
        (format!("{good}Subject: hai\r\n"), "hai"),
        (format!("{good}X: {}\r\n", "y".repeat(70_000)), "70001"),
    ] {
        let judgement = judged(&fields, None);
        assert_eq!(judgement.verdict, Verdict::Quarantined);
        for lang in [Lang::Vi, Lang::En] {
            let setting = pieces::setting(campaign(), campaign().window);
            let told = reasons::reason(lang, &judgement.reasons[0], setting).what;
            assert!(told.contains(bytes) && told.len() < 1_000, "{told}");
            assert!(!told.contains(['\r', '\n', '\0']), "{told:?}");
        }
    }
}

#[test]
fn beside_a_fault_of_the_header_stands_whom_it_names() {
    let two = format!("From: x@evil.example\r\nFrom: {UNIT}\r\n");
    let quarantined = Verdict::Quarantined;
    check(
        &two,
        None,
        quarantined,
        &["E-LINT-H1", "E-SENDER-LOOKALIKE"],
    );
    let judgement = judged(&two, None);
    assert_eq!(judgement.reasons[1], Reason::LookAlike(CODE.to_owned()));
    assert_eq!((judgement.from, judgement.unit), (None, None));
    check("From: x@y@z\r\n", None, quarantined, &["E-LINT-H4"]);
    // It is the unit's own mail that has the fault: nobody is imitated.
    let own = format!("From: {UNIT}\r\nSubject: y\r\n");
    check(&own, None, quarantined, &["E-LINT-H5"]);
}

#[test]
fn a_proven_stranger_who_shows_a_units_address_is_not_answered() {
    for fields in [
        format!("From: \"{UNIT}\" <x@evil.example>\r\n"),
        format!("From: x@evil.example\r\nSender: {UNIT}\r\n"),
    ] {
        let reasons = ["E-SENDER-LOOKALIKE"];
        check(
            &fields,
            Some("x@evil.example"),
            Verdict::Quarantined,
            &reasons,
        );
        assert_eq!(judged(&fields, Some("x@evil.example")).reply, Reply::None);
    }
}

#[test]
fn a_colleague_whose_mailbox_is_near_the_units_is_told_which_to_use() {
    let fields = format!("From: {COLLEAGUE}\r\n");
    check(
        &fields,
        Some(COLLEAGUE),
        Verdict::Rejected,
        &["E-SENDER-MAILBOX"],
    );
    assert_eq!(judged(&fields, Some(COLLEAGUE)).reply, Reply::WrongMailbox);
    check(&fields, None, Verdict::Quarantined, &["E-SENDER-LOOKALIKE"]);
}

#[test]
fn what_is_odd_is_noted_and_changes_nothing() {
    let plain = format!("From: {UNIT}\r\n");
    let odd = format!("{plain}Sender: thuky@x.vn\r\nDate: hôm qua\r\n");
    let (plain, odd) = (judged(&plain, Some(UNIT)), judged(&odd, Some(UNIT)));
    assert_eq!(codes(&odd.notes), ["W-LINT-H7", "W-LINT-H8"]);
    assert_eq!(plain.notes, []);
    assert_eq!((odd.verdict, odd.reply), (plain.verdict, plain.reply));
    assert_eq!(odd.reasons, plain.reasons);
}

#[test]
fn a_notice_of_absence_is_put_away_and_a_forgotten_file_is_asked_for() {
    let from = format!("From: {UNIT}\r\n");
    check(&from, Some(UNIT), Verdict::Rejected, &["E-FILE-NONE"]);
    let notice = format!("Subject: Trả lời tự động: x\r\n{from}");
    let judgement = judged_as(&notice, "", Some(UNIT));
    assert_eq!(judgement.verdict, Verdict::Logged);
    assert_eq!(judgement.reply, Reply::None);
}
