//! Two thousand mails lie in the mailbox before congvu is started.

use congvu::verdict::Verdict;

use crate::{
    Named,
    a_report_is_answered::answer,
    deadline::until,
    desk::{Desk, Setting},
    letter::Letter,
    report::Report,
    town::{Person, Town},
};

pub const TRIALS: &[Named] = &[
    (
        "two_thousand_mails_are_settled_and_filed_in_little_memory",
        two_thousand_mails_are_settled_and_filed_in_little_memory,
    ),
    (
        "a_mail_above_the_limit_is_held_and_only_its_beginning_is_fetched",
        a_mail_above_the_limit_is_held_and_only_its_beginning_is_fetched,
    ),
];

const MAILS: usize = 2_000;
/// Of fifty mails one is a report, one a note without a file, one a bounce;
/// the others are what strangers send.
const ROUND: usize = 50;
/// As many as may send that much in an hour and be answered at once.
const UNITS: [&str; 10] = [
    "huongvan01",
    "huongvan02",
    "noivu",
    "huongvinh",
    "huongphong",
    "huongtho",
    "binhthanh",
    "binhdien",
    "haiduong",
    "huongan",
];
const MEMORY_KILOBYTES: u64 = 150 * 1_024;

fn two_thousand_mails_are_settled_and_filed_in_little_memory(town: &Town) {
    let desk = Desk::open_today(town, &Setting::default());
    let units = UNITS.map(|name| desk.unit(name));
    let (mailbox, stranger) = (desk.mailbox(), town.person("ban-hang@cho.example"));
    let host = town.office().fact("MAIL_HOST");
    let now = jiff::Timestamp::now();
    let delivered =
        |letter: &Letter, from: &Person<'_>| letter.delivered(from.address(), host, now);
    mailbox.finds_all((0..MAILS).map(|nth| match nth % ROUND {
        0 => {
            // Each with other figures, or all but the first would be duplicates.
            let unit = &units[nth / ROUND % UNITS.len()];
            let report = Report::of(&desk, unit).with("CB01", &(100 + nth / ROUND).to_string());
            delivered(&report.letter(), unit)
        }
        1 => {
            let letter = Letter::to(mailbox.address()).about("Quên đính kèm");
            delivered(&letter, &units[nth / ROUND % UNITS.len()])
        }
        2 => {
            let letter = Letter::to(mailbox.address())
                .about("Undelivered Mail")
                .posted_as("");
            delivered(&letter, &stranger)
        }
        _ => unsigned(
            &Letter::to(mailbox.address()).about("Khuyến mãi"),
            &stranger,
        ),
    }));

    let peak = desk.starts_to(&["serve", "--once"]).ends(100);
    assert!(peak > 0 && peak < MEMORY_KILOBYTES, "{peak} KB at most");
    desk.comes_to_rest();
    let each = MAILS / ROUND;
    let expected = [
        (Verdict::Accepted, each),
        (Verdict::Rejected, each),
        (Verdict::Logged, each),
        (Verdict::Quarantined, MAILS - 3 * each),
    ];
    let mails = desk.ledger().mails();
    assert_eq!(mails.len(), MAILS);
    for (verdict, count) in expected {
        let settled = mails.iter().filter(|mail| mail.verdict == Some(verdict));
        assert_eq!(settled.count(), count, "{verdict:?}");
        let folder = format!("congvu/{}", verdict.as_str());
        assert_eq!(mailbox.mails(&folder).len(), count, "{folder}");
    }
    assert_eq!(desk.ledger().submissions().len(), each);
    // Each report has its receipt; that a file is missing is said once a minute.
    assert_eq!(desk.ledger().times("letter.sent"), each + UNITS.len());
}

/// A mail that came without a login.
fn unsigned(letter: &Letter, from: &Person<'_>) -> Vec<u8> {
    let trace = format!("Return-Path: <{}>\r\n", from.address());
    [trace.into_bytes(), letter.bytes(from.address())].concat()
}

fn a_mail_above_the_limit_is_held_and_only_its_beginning_is_fetched(town: &Town) {
    let desk = Desk::open_today(town, &Setting::default());
    desk.sets("congvu.toml", "limits", "mail_megabytes", "1");
    let unit = desk.unit("huongvan02");
    let report = Report::of(&desk, &unit);
    let scan = vec![7; 3 * 1_048_576];
    let (small, large) = (
        report.letter(),
        report.letter().enclosing("ban-quet.pdf", &scan),
    );
    let serving = desk.serves();
    assert_eq!(unit.sends(&small), 250);
    answer(&unit, &small);
    assert_eq!(unit.sends(&large), 250);
    until(20, "both mails are here", || {
        (desk.ledger().health().mails == 2).then_some(())
    });
    desk.comes_to_rest();
    let mails = desk.ledger().mails();
    let held: Vec<_> = mails
        .iter()
        .filter(|mail| mail.verdict == Some(Verdict::Held))
        .collect();
    assert_eq!(held.len(), 1);
    assert!(held[0].reasons.contains(&"E-LIMIT-SIZE".to_owned()));
    let kept = desk.ledger().raw(held[0]).len();
    assert!(kept < 300 * 1_024, "{kept} bytes were kept");
    assert_eq!(unit.mails("INBOX").len(), 1);
    assert_eq!(desk.mailbox().mails("congvu/held").len(), 1);
    serving.stops();
}
