//! Machines are never answered; people are, unless they asked not to be.

use congvu::{
    address::Address,
    mail::{
        automatic::{Machine, Silence, machine, silence},
        header::Header,
    },
};

/// A clerk's mail with these lines on top.
fn mail(lines: &str) -> Header {
    let from = if lines.contains("From:") {
        ""
    } else {
        "From: vp@hue.gov.vn\r\n"
    };
    let rest = "To: baocao@hue.gov.vn\r\nSubject: Bao cao\r\n\r\nKinh gui\r\n";
    Header::read(format!("{lines}{from}{rest}").as_bytes())
}

fn check(lines: &str, expected: Option<Machine>, silent: Option<Silence>) {
    let header = mail(lines);
    let own = Address::parse("baocao@hue.gov.vn").unwrap();
    assert_eq!(machine(&header, &own), expected, "{lines:?}");
    assert_eq!(silence(&header), silent, "{lines:?}");
}

fn a_persons(lines: &str) {
    check(lines, None, None);
}

fn a_machines(lines: &str, expected: Machine) {
    check(lines, Some(expected), None);
}

fn unanswered(lines: &str, expected: Silence) {
    check(lines, None, Some(expected));
}

#[test]
fn a_clerks_mail_is_a_persons() {
    a_persons("");
    a_persons("Return-Path: <vp@hue.gov.vn>\r\n");
    a_persons("Auto-Submitted: no\r\n");
    a_persons("Precedence: first-class\r\n");
    a_persons("X-Priority: 1\r\nX-Mailer: Zimbra 8.8\r\n");
    a_persons("Content-Type: multipart/mixed; boundary=\"b1\"\r\n");
}

#[test]
fn a_subject_alone_makes_no_machine() {
    let own = Address::parse("baocao@hue.gov.vn").unwrap();
    let raw = "From: vp@hue.gov.vn\r\nSubject: Re: Undelivered Mail Returned to Sender\r\n\r\n";
    let header = Header::read(raw.as_bytes());
    assert_eq!((machine(&header, &own), silence(&header)), (None, None));
}

#[test]
fn the_null_sender_is_a_bounce() {
    a_machines("Return-Path: <>\r\n", Machine::Bounce);
    a_machines("Return-Path: < >\r\n", Machine::Bounce);
    a_machines("From: MAILER-DAEMON <>\r\n", Machine::Bounce);
    a_machines("From: <>\r\n", Machine::Bounce);
}

#[test]
fn a_report_of_delivery_or_reading_is_a_bounce() {
    for kind in [
        "multipart/report; report-type=delivery-status; boundary=b",
        "Multipart/Report; report-type=disposition-notification",
        "message/delivery-status",
        "message/disposition-notification",
    ] {
        a_machines(&format!("Content-Type: {kind}\r\n"), Machine::Bounce);
    }
}

#[test]
fn some_mailboxes_no_person_writes_from() {
    for local in [
        "MAILER-DAEMON",
        "postmaster",
        "no-reply",
        "noreply",
        "do-not-reply",
        "bounces",
        "owner-announce",
        "announce-request",
        "announce-owner",
        "announce-bounces",
        "post_master",
    ] {
        a_machines(&format!("From: {local}@x.vn\r\n"), Machine::SystemSender);
    }
    a_persons("From: noreply.office@x.vn\r\n");
    a_persons("From: request@x.vn\r\n");
    a_persons("From: \"no-reply\" <vp@hue.gov.vn>\r\n");
}

#[test]
fn a_server_that_writes_its_from_as_it_likes_is_still_known() {
    for from in [
        "MAILER-DAEMON",
        "Mail Delivery Subsystem <MAILER-DAEMON>",
        "MAILER-DAEMON@x.vn (Mail Delivery System)",
        "postmaster@x.vn (\"InterScan Notification\")",
    ] {
        a_machines(&format!("From: {from}\r\n"), Machine::SystemSender);
    }
    // A faulty From of a person is no machine's: it is a lint.
    a_persons("From: vp@hue.gov.vn (Postmasters office)\r\n");
}

#[test]
fn our_own_letter_coming_back_is_a_loop() {
    a_machines("X-Congvu-Loop: 1\r\n", Machine::Loop);
    a_machines("X-Loop: a@b.vn\r\n", Machine::Loop);
    a_machines(
        "Message-ID: <1.receipt@congvu.hue.gov.vn>\r\n",
        Machine::Loop,
    );
    a_machines("From: BaoCao@hue.gov.vn\r\n", Machine::Loop);
}

#[test]
fn an_answer_to_our_letter_is_no_loop() {
    a_persons("In-Reply-To: <1.receipt@congvu.hue.gov.vn>\r\n");
    a_persons("Message-ID: <1.receipt@hue.gov.vn>\r\n");
    a_persons("Message-ID: <1@congvu.hue.gov.vn.evil.example>\r\n");
}

#[test]
fn an_automatic_reply_is_not_answered() {
    unanswered("Auto-Submitted: auto-replied\r\n", Silence::Automatic);
    unanswered(
        "Auto-Submitted: Auto-Generated; x=y\r\n",
        Silence::Automatic,
    );
    unanswered(
        "Auto-Submitted: auto-replied (vacation)\r\n",
        Silence::Automatic,
    );
    for field in [
        "X-Autoreply: yes",
        "X-Autorespond: x",
        "X-AutoResponse: x",
        "X-Failed-Recipients: a@b.vn",
        "X-Apple-Action: VACATION",
    ] {
        unanswered(&format!("{field}\r\n"), Silence::Automatic);
    }
}

#[test]
fn a_list_and_bulk_mail_are_not_answered() {
    for field in [
        "List-Id: <a.b.vn>",
        "List-Unsubscribe: <mailto:a@b.vn>",
        "X-Mailing-List: a",
        "Precedence: bulk",
        "Precedence: LIST",
        "Precedence: junk",
        "Precedence: auto_reply",
    ] {
        unanswered(&format!("{field}\r\n"), Silence::Bulk);
    }
}

#[test]
fn who_asks_not_to_be_answered_is_not_answered_and_still_a_person() {
    unanswered("X-Auto-Response-Suppress: All\r\n", Silence::Asked);
    unanswered(
        "X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n",
        Silence::Asked,
    );
    a_persons("X-Auto-Response-Suppress: DR, RN, NRN\r\n");
    a_persons("X-Auto-Response-Suppress: None\r\n");
}
