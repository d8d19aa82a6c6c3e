//! The IMAP server dies, hangs, cuts the line or turns us down, and comes back:
//! the next report is answered all the same.

use std::time::{Duration, Instant};

use crate::{
    Named,
    a_report_is_answered::answer,
    deadline::until,
    desk::{Desk, Setting},
    letter::Letter,
    pipe::Pipe,
    post_office::{Parts, PostOffice},
    report::Report,
    town::{Person, Town},
};

pub const TRIALS: &[Named] = &[
    (
        "a_server_that_dies_and_a_server_that_says_goodbye_are_found_again",
        a_server_that_dies_and_a_server_that_says_goodbye_are_found_again,
    ),
    (
        "a_line_that_carries_nothing_any_more_is_given_up_in_time",
        a_line_that_carries_nothing_any_more_is_given_up_in_time,
    ),
    (
        "a_line_cut_in_the_middle_of_a_mail_loses_nothing",
        a_line_cut_in_the_middle_of_a_mail_loses_nothing,
    ),
    (
        "a_refused_login_is_said_and_a_corrected_password_is_enough",
        a_refused_login_is_said_and_a_corrected_password_is_enough,
    ),
];

fn a_server_that_dies_and_a_server_that_says_goodbye_are_found_again(town: &Town) {
    let office = PostOffice::open(Parts::OnlyDovecot);
    let desk = Desk::open_beside(town, &office);
    let serving = desk.serves();
    is_answered(&desk, &desk.unit("huongvan01"));
    office.part("dovecot", "kill");
    office.part("dovecot", "start");
    is_answered(&desk, &desk.unit("huongvan02"));
    // Ended in order, it says BYE to whoever is connected.
    office.part("dovecot", "stop");
    office.part("dovecot", "start");
    is_answered(&desk, &desk.unit("huongxuan"));
    desk.comes_to_rest();
    assert_eq!(desk.ledger().submissions().len(), 3);
    serving.stops();
}

/// A good report comes to lie in the mailbox and has its receipt.
fn is_answered(desk: &Desk<'_>, unit: &Person<'_>) {
    let letter = Report::of(desk, unit).letter();
    desk.mailbox().finds(&letter, unit, jiff::Timestamp::now());
    let subject = answer(unit, &letter).subject();
    assert!(subject.starts_with("[ĐÃ CHẤP NHẬN] "), "{subject}");
}

fn a_line_that_carries_nothing_any_more_is_given_up_in_time(town: &Town) {
    let pipe = Pipe::to(town.office().port("IMAP_PORT"));
    let desk = behind(town, &pipe);
    desk.sets("congvu.toml", "mailbox", "poll_seconds", "2");
    desk.sets("congvu.toml", "mailbox", "stall_seconds", "2");
    let serving = desk.serves();
    is_answered(&desk, &desk.unit("huongvan01"));
    pipe.freezes();
    let frozen = Instant::now();
    is_answered(&desk, &desk.unit("huongvan02"));
    // A poll, the patience with a silent server, the pause before the next
    // connection; and what the answer itself takes.
    let waited = frozen.elapsed();
    assert!(waited < Duration::from_secs(2 + 2 + 2 + 5), "{waited:?}");
    desk.comes_to_rest();
    serving.stops();
}

fn a_line_cut_in_the_middle_of_a_mail_loses_nothing(town: &Town) {
    let pipe = Pipe::to(town.office().port("IMAP_PORT"));
    let desk = behind(town, &pipe);
    let units =
        ["tuha", "huongchu", "huongan", "noivu", "tuphap", "yte"].map(|name| desk.unit(name));
    let letters: Vec<Letter> = units
        .iter()
        .map(|unit| Report::of(&desk, unit).letter())
        .collect();
    for (unit, letter) in units.iter().zip(&letters) {
        desk.mailbox().finds(letter, unit, jiff::Timestamp::now());
    }
    // Six mails of twenty kilobytes: this ends within the third.
    pipe.cuts_after(50_000);
    let serving = desk.serves();
    until(20, "the line is cut", || {
        desk.log().contains("a loop failed").then_some(())
    });
    pipe.flows();
    for (unit, letter) in units.iter().zip(&letters) {
        answer(unit, letter);
    }
    desk.comes_to_rest();
    assert_eq!(desk.ledger().submissions().len(), units.len());
    for unit in &units {
        assert_eq!(unit.mails("INBOX").len(), 1);
    }
    serving.stops();
}

fn behind<'t>(town: &'t Town, pipe: &Pipe) -> Desk<'t> {
    let setting = Setting {
        imap_port: Some(pipe.port()),
        ..Setting::default()
    };
    Desk::open_today(town, &setting)
}

fn a_refused_login_is_said_and_a_corrected_password_is_enough(town: &Town) {
    let desk = Desk::open_today(town, &Setting::default());
    let password = town.office().fact("PASSWORD");
    desk.has_the_password("mật khẩu cũ");
    let mut serving = desk.serves();
    let said = until(20, "the refusal is said", || {
        let log = desk.log();
        let line = log.lines().find(|line| line.contains("login refused"));
        line.map(ToOwned::to_owned)
    });
    assert!(said.contains("mailbox.password_file"), "{said}");
    assert!(!desk.log().contains("mật khẩu cũ"));
    assert!(serving.runs(), "a refused login does not end congvu");
    desk.has_the_password(password);
    is_answered(&desk, &desk.unit("huongvan01"));
    desk.comes_to_rest();
    assert!(!desk.log().contains(password));
    serving.stops();
}
