//! The same workbook once more changes nothing, and that is all its sender is
//! told. When a person must look at the mail all the same, why is still said.

use congvu::{
    digest::Digest,
    dossier::{Dossier, Version},
    figures::Figures,
    mail::Mail,
    sender::{Evidence, Policy, Proof},
    verdict::{
        Verdict,
        decide::{Case, Decision, Opened, Rules, decide},
        files::Choice,
        judgement::{Fate, File},
    },
    workbook::{Container, Kind},
};

use crate::a_whole_campaign_is_judged::{campaign, town};

/// A proven mail whose workbook is in force already; `field` stands on top of
/// its header, `body` is what its one part encodes.
fn check(field: &str, body: &str, expected: (Verdict, &[&str])) {
    let mailbox = campaign().registry.iter().next().unwrap().mailbox.clone();
    let raw = format!(
        "{field}From: {}\r\nSubject: x\r\nContent-Type: application/octet-stream\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{body}\r\n",
        mailbox.as_str()
    );
    let workbook = Digest::of(b"the workbook");
    let moment = campaign().window.opens;
    let case = Case {
        mail: &Mail::open(raw.as_bytes()),
        received_at: moment,
        evidence: Evidence {
            envelope: Some(mailbox.clone()),
            login: Some(mailbox),
            ..Evidence::default()
        },
        files: vec![File {
            name: "report.xlsx".to_owned(),
            media_type: String::new(),
            kind: Container::Workbook(Kind::Xlsx),
            size: 12,
            digest: workbook,
            fate: Fate::Report,
        }],
        choice: Choice::One(0),
        opened: Opened::Read {
            code: None,
            form: campaign().forms[0].id.clone(),
            figures: Figures::default(),
            findings: Vec::new(),
        },
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
        last_try: false,
    };
    let dossier = Dossier {
        earlier: None,
        versions: vec![Version {
            version: 1,
            number: "BC-2015-0001".to_owned(),
            moment,
            counts: true,
            workbook,
        }],
        turned_down: false,
    };
    let Decision::Settle(judgement) = decide(case, rules, &dossier) else {
        panic!("{raw}");
    };
    let reasons: Vec<&str> = judgement.reasons.iter().map(|it| it.code()).collect();
    assert_eq!((judgement.verdict, &reasons[..]), expected, "{raw}");
}

#[test]
fn a_second_copy_is_told_as_such_and_nothing_else_is() {
    check("", "UEsDBA==", (Verdict::Duplicate, &["W-SAME-WORKBOOK"]));
}

#[test]
fn a_second_copy_in_a_mail_that_is_not_whole_is_held_for_that() {
    let note = "X-Congvu-Truncated: 60000000 of 52428800\r\n";
    check(
        note,
        "UEsDBA==",
        (Verdict::Held, &["E-LIMIT-SIZE", "W-SAME-WORKBOOK"]),
    );
}

#[test]
fn a_second_copy_in_a_mail_with_a_doubtful_part_is_held_for_that() {
    check(
        "",
        "UEs#DBA==",
        (Verdict::Held, &["E-MIME-ENCODING", "W-SAME-WORKBOOK"]),
    );
}
