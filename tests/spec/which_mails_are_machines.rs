//! Machines are never answered; people are, unless they asked not to be.

use congvu::{
    address::Address,
    mail::{
        Mail,
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
    a_persons("Feedback-ID: 1:2:3:x\r\n");
    a_persons("Content-Type: multipart/mixed; boundary=\"b1\"\r\n");
}

/// A clerk's mail with this subject, and a file or none.
fn entitled(subject: &str, file: &str) -> Option<Silence> {
    let raw = format!(
        "From: vp@hue.gov.vn\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nKinh gui\r\n{file}--b--\r\n"
    );
    Mail::open(raw.as_bytes()).silence()
}

#[test]
fn a_subject_says_that_a_mail_is_automatic_only_where_there_is_no_file() {
    let file = "--b\r\nContent-Disposition: attachment; filename=a.xlsx\r\n\r\nPK\r\n";
    for subject in [
        "Trả lời tự động: Báo cáo CNTT 2015",
        "Tự động trả lời",
        "TRA LOI TU DONG: vang mat",
        "=?UTF-8?B?VHLhuqMgbOG7nWkgdOG7sSDEkeG7mW5n?=: di cong tac",
        "Automatic reply: Da nhan",
        "Out of Office",
        "Undeliverable: Da nhan",
        "Không gửi được: Đã nhận",
    ] {
        assert_eq!(entitled(subject, ""), Some(Silence::Automatic), "{subject}");
        assert_eq!(entitled(subject, file), None, "{subject}");
    }
    for subject in [
        "Re: Automatic reply: Da nhan",
        "Fwd: Undelivered Mail Returned to Sender",
        "Báo cáo về việc trả lời tự động",
        "Bao cao",
    ] {
        assert_eq!(entitled(subject, ""), None, "{subject}");
    }
}

#[test]
fn a_mail_that_is_forwarded_whole_is_no_file() {
    let mail = "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nhello\r\n";
    let complaint = "complaint about message from 192.0.2.1";
    assert_eq!(entitled(complaint, mail), Some(Silence::Automatic));
}

#[test]
fn the_null_sender_is_a_bounce() {
    a_machines("Return-Path: <>\r\n", Machine::Bounce);
    a_machines("Return-Path: < >\r\n", Machine::Bounce);
    a_machines("From: MAILER-DAEMON <>\r\n", Machine::Bounce);
    a_machines("From: <>\r\n", Machine::Bounce);
    a_machines("Return-Path:\r\n", Machine::Bounce);
    // Somebody is named, though we cannot read whom: no bounce, and no proof.
    a_persons("Return-Path: <\"v p\"@hue.gov.vn>\r\n");
}

#[test]
fn a_report_of_delivery_or_reading_is_a_bounce() {
    for kind in [
        "multipart/report; report-type=delivery-status; boundary=b",
        "Multipart/Report; report-type=disposition-notification",
        "message/feedback-report",
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
        "double-bounce",
        "listserv",
        "majordomo",
        "announce-bounces+vp=hue.gov.vn",
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
    a_machines("X-Bao-Cao-Loop: 1\r\n", Machine::Loop);
    a_machines(
        "Message-ID: <1.receipt@congvu.hue.gov.vn>\r\n",
        Machine::Loop,
    );
    a_machines("From: BaoCao@hue.gov.vn\r\n", Machine::Loop);
}

#[test]
fn a_responder_that_answers_our_letter_is_a_loop() {
    let auto = "Auto-Submitted: auto-replied\r\n";
    for field in [
        "In-Reply-To: <1.receipt@congvu.hue.gov.vn>",
        "References: <a@b.vn>\r\n <1.receipt@CONGVU.hue.gov.vn>",
        "In-Reply-To: <rcpt.1@baocao.hue.gov.vn>",
    ] {
        let lines = format!("{auto}{field}\r\n");
        check(&lines, Some(Machine::Loop), Some(Silence::Automatic));
    }
    // A colleague's mail is below the same domain, and may be answered by a
    // program that sends a report.
    for field in [
        "In-Reply-To: <1@hue.gov.vn>",
        "In-Reply-To: <1@mail.hue.gov.vn>",
        "References: <1@congvu.hue.gov.vn.evil.example>",
    ] {
        unanswered(&format!("{auto}{field}\r\n"), Silence::Automatic);
    }
}

#[test]
fn a_delivery_report_written_as_an_answer_to_our_letter_is_a_bounce() {
    let answers = "Auto-Submitted: auto-replied\r\nReturn-Path: <>\r\n\
                   In-Reply-To: <1.receipt@congvu.hue.gov.vn>\r\n\
                   References: <1.receipt@congvu.hue.gov.vn>\r\n";
    for kind in [
        "Content-Type: multipart/report; boundary=\"b\"; report-type=delivery-status",
        "X-Failed-Recipients: p.huongvan01@hue.gov.vn",
    ] {
        let lines = format!("{answers}{kind}\r\n");
        check(&lines, Some(Machine::Bounce), Some(Silence::Automatic));
    }
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
        "X-AutoGenerated: 1",
        "X-Mail-Autoreply: 1",
        "X-AutoReply-From: a@b.vn",
        "X-FC-MachineGenerated: true",
        "Auto-Submitted: no\r\nAuto-Submitted: auto-replied",
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
        "X-Precedence: bulk",
        "List-Post: <mailto:a@b.vn>",
        "List-Help: <mailto:a@b.vn>",
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
