//! The daily self-check: which ways of marking mail are usual, which call a
//! person, and that nothing a sender writes is among them.

use congvu::{
    mail::header::Header,
    sender::layout::{Alarm, Layout, Seen, Step, review},
};
use jiff::{SignedDuration, Timestamp};

const TOP: &str = "Received: from mail.hue.gov.vn by mail.hue.gov.vn with LMTP id 1;\
    \tMon, 7 Dec 2015 08:00:05 +0700\r\n";

fn layout(head: &str) -> Option<String> {
    let hosts = ["mail.hue.gov.vn".to_owned()];
    let layout = Layout::of(&Header::read(head.as_bytes()), &hosts)?;
    // What the ledger keeps can be read again.
    assert_eq!(Layout::parse(&layout.to_string()), Some(layout.clone()));
    Some(layout.to_string())
}

fn check(head: &str, expected: &str) {
    assert_eq!(layout(head).as_deref(), Some(expected));
}

fn submission(clause: &str) -> String {
    format!(
        "{TOP}Received: from pc ([10.1.2.3]){clause} by mail.hue.gov.vn (Postfix) with ESMTPSA id 2; \
         Mon, 7 Dec 2015 08:00:05 +0700\r\n"
    )
}

fn relayed(below: &str) -> String {
    format!(
        "{TOP}Received: from a.example (a.example [203.0.113.6]) by mail.hue.gov.vn (Postfix) with ESMTPS id 2; \
         Mon, 7 Dec 2015 08:00:05 +0700\r\n{below}"
    )
}

const PATH: &str = "path=mail.hue.gov.vn,mail.hue.gov.vn";

#[test]
fn a_layout_says_what_our_own_servers_wrote() {
    check(
        &submission(" (Authenticated sender: lan@hue.gov.vn)"),
        &format!("submission login=yes results= {PATH}"),
    );
    check(
        &submission(""),
        &format!("submission login=no results= {PATH}"),
    );
    check(&relayed(""), &format!("relay login=no results= {PATH}"));
    let checked = format!(
        "Authentication-Results: MX.hue.gov.vn; dkim=none\r\n\
         Authentication-Results: mx.hue.gov.vn; dmarc=fail header.from=x.vn\r\n{}",
        relayed("")
    );
    check(
        &checked,
        &format!("relay login=no results=mx.hue.gov.vn {PATH}"),
    );
}

#[test]
fn nothing_a_sender_writes_makes_another_layout() {
    let plain = layout(&relayed(""));
    for below in [
        "Authentication-Results: mail.hue.gov.vn; dmarc=pass header.from=hue.gov.vn\r\n",
        "Received: from x (Authenticated sender: lan@hue.gov.vn) by mail.hue.gov.vn with ESMTPSA; Mon, 7 Dec 2015 08:00:00 +0700\r\n",
        "Received: by evil.example with LMTP; Mon, 7 Dec 2015 08:00:00 +0700\r\n",
    ] {
        assert_eq!(layout(&relayed(below)), plain, "{below}");
    }
}

#[test]
fn a_new_host_on_top_is_seen_and_a_mail_nobody_took_in_is_not() {
    let moved = relayed("").replace(
        "by mail.hue.gov.vn with LMTP",
        "by mail2.hue.gov.vn with LMTP",
    );
    check(&moved, "foreign login=no results= path=mail2.hue.gov.vn");
    assert_eq!(layout("Subject: x\r\n"), None);
    assert_eq!(Layout::of(&Header::read(moved.as_bytes()), &[]), None);
}

fn day(n: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * n)
}

/// A layout of which so many mails came on these days.
fn seen(id: i64, key: &str, days: &[(i64, i64)]) -> Seen {
    Seen {
        id,
        layout: Layout::parse(&format!("{key} path=a")),
        first_seen: day(days.first().map_or(0, |(day, _)| *day)),
        days: days.to_vec(),
        known: true,
        expected: true,
        alarm: None,
    }
}

const WITH: &str = "submission login=yes results=";
const BARE: &str = "submission login=no results=";
const RELAY: &str = "relay login=no results=";

fn unknown(seen: Seen) -> Seen {
    let known = false;
    Seen { known, ..seen }
}

#[test]
fn what_is_new_after_a_calibration_calls_a_person_once() {
    let known = seen(1, WITH, &[(1, 9)]);
    let new = unknown(seen(2, BARE, &[(2, 1)]));
    let call = [Step::Call(2, Alarm::Unknown)];
    assert_eq!(review(&[known.clone(), new.clone()], day(3)), call);
    let called = Seen {
        alarm: Some(Alarm::Unknown),
        ..new
    };
    assert_eq!(review(&[known, called], day(3)), []);
}

#[test]
fn what_only_a_calibration_has_shown_is_no_news() {
    let shown = seen(1, WITH, &[]);
    assert_eq!(review(&[shown], day(90)), []);
    assert_eq!(review(&[], day(90)), []);
}

#[test]
fn an_installation_that_was_never_calibrated_learns_in_one_moment() {
    let learn = |mails: i64, now: i64| {
        let first = unknown(seen(1, WITH, &[(10, mails - 1)]));
        let second = unknown(seen(2, BARE, &[(11, 1)]));
        review(&[first, second], day(now))
    };
    assert_eq!(learn(49, 16), []);
    let all = [Step::Learn(1), Step::Learn(2)];
    assert_eq!(learn(50, 11), all);
    assert_eq!(learn(2, 17), all);
}

#[test]
fn a_login_that_is_no_longer_written_calls_a_person() {
    let check = |with: &[(i64, i64)], bare: &[(i64, i64)], expected: &[Step]| {
        let all = [seen(1, WITH, with), seen(2, BARE, bare)];
        assert_eq!(review(&all, day(9)), expected, "{with:?} {bare:?}");
    };
    let stopped = [Step::Call(1, Alarm::Stopped)];
    // Every mail had it; five without are no chance.
    check(&[(1, 20)], &[(2, 4)], &[]);
    check(&[(1, 20)], &[(2, 5)], &stopped);
    // One in four had it: twenty are needed to miss five.
    check(&[(1, 10)], &[(1, 30), (2, 19)], &[]);
    check(&[(1, 10)], &[(1, 30), (2, 20)], &stopped);
    // What came on the last day may have come before.
    check(&[(1, 1), (2, 1)], &[(2, 900)], &[]);
    // Mails of another way say nothing about this one.
    let all = [seen(1, WITH, &[(1, 20)]), seen(2, RELAY, &[(2, 900)])];
    assert_eq!(review(&all, day(9)), []);
}

#[test]
fn results_that_are_no_longer_written_call_a_person_too() {
    let with = seen(1, "relay login=no results=mx", &[(1, 20)]);
    let bare = seen(2, RELAY, &[(2, 9)]);
    let stopped = [Step::Call(1, Alarm::Stopped)];
    assert_eq!(review(&[with, bare], day(9)), stopped);
}

#[test]
fn what_a_person_confirmed_to_have_stopped_is_missed_no_more() {
    let ended = Seen {
        expected: false,
        ..seen(1, WITH, &[(1, 20)])
    };
    assert_eq!(review(&[ended, seen(2, BARE, &[(2, 900)])], day(9)), []);
}
