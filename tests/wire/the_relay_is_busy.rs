//! The mail server puts a letter off, or refuses it for ever.

use crate::{
    Named,
    a_report_is_answered::answer,
    deadline::until,
    desk::{Desk, Setting},
    pipe::Pipe,
    report::Report,
    town::Town,
};

pub const TRIALS: &[Named] = &[
    (
        "a_receipt_put_off_on_a_bad_day_is_delivered_once_on_a_better_one",
        a_receipt_put_off_on_a_bad_day_is_delivered_once_on_a_better_one,
    ),
    (
        "a_receipt_refused_for_ever_is_shown_and_not_tried_again",
        a_receipt_refused_for_ever_is_shown_and_not_tried_again,
    ),
    (
        "letters_wait_for_a_mail_server_that_is_not_there",
        letters_wait_for_a_mail_server_that_is_not_there,
    ),
];

/// A desk whose letters go through a pipe and are tried again after a second.
fn desk<'t>(town: &'t Town, pipe: &Pipe) -> Desk<'t> {
    let setting = Setting {
        smtp_port: Some(pipe.port()),
        ..Setting::default()
    };
    let desk = Desk::open_today(town, &setting);
    desk.sets("congvu.toml", "smtp", "retry_seconds", "1");
    desk
}

fn a_receipt_put_off_on_a_bad_day_is_delivered_once_on_a_better_one(town: &Town) {
    let pipe = Pipe::to(town.office().port("BUSY_PORT"));
    let desk = desk(town, &pipe);
    let unit = desk.unit("huongvan01");
    let letter = Report::of(&desk, &unit).letter();
    let serving = desk.serves();
    assert_eq!(unit.sends(&letter), 250);
    until(20, "the letter is put off twice", || {
        let tries = desk.log().matches("letter put off").count();
        (tries >= 2).then_some(())
    });
    let pages = desk.ledger().pages();
    let error = pages[0].letters[0].last_error.as_deref().unwrap();
    assert!(error.contains("450"), "{error}");
    assert!(unit.mails("INBOX").is_empty());
    pipe.leads_to(town.office().port("SUBMISSION_PORT"));
    answer(&unit, &letter);
    desk.comes_to_rest();
    assert_eq!(unit.mails("INBOX").len(), 1);
    serving.stops();
}

fn a_receipt_refused_for_ever_is_shown_and_not_tried_again(town: &Town) {
    let pipe = Pipe::to(town.office().port("SUBMISSION_PORT"));
    let desk = desk(town, &pipe);
    let nobody = town.person("nobody-home@thuathienhue.gov.vn");
    let unit = desk.unit("huongvan02");
    desk.registers(&desk.unit("huongvan01"), nobody.address());
    let letters = [&nobody, &unit].map(|unit| Report::of(&desk, unit).letter());
    let serving = desk.serves();
    assert_eq!(nobody.sends(&letters[0]), 250);
    until(20, "the letter is given up", || {
        (desk.ledger().health().letters.failed == 1).then_some(())
    });
    // Who comes next is not held up.
    assert_eq!(unit.sends(&letters[1]), 250);
    answer(&unit, &letters[1]);
    let pages = desk.ledger().pages();
    let refused = &pages[0].letters[0];
    assert!(refused.failed_at.is_some());
    assert_eq!(refused.attempts, 1);
    let error = refused.last_error.as_deref().unwrap();
    assert!(error.contains("550"), "{error}");
    serving.stops();

    // Nor after a new start.
    let serving = desk.serves();
    until(20, "all mails are filed", || {
        desk.mailbox().mails("INBOX").is_empty().then_some(())
    });
    let health = desk.ledger().health();
    assert_eq!((health.letters.waiting, health.letters.failed), (0, 1));
    assert_eq!(desk.ledger().pages()[0].letters[0].attempts, 1);
    desk.audit_is_whole();
    serving.stops();
}

fn letters_wait_for_a_mail_server_that_is_not_there(town: &Town) {
    let pipe = Pipe::to(town.office().port("SUBMISSION_PORT"));
    let desk = desk(town, &pipe);
    let units = ["huongvan01", "huongvan02", "noivu"].map(|name| desk.unit(name));
    let letters = units
        .each_ref()
        .map(|unit| Report::of(&desk, unit).letter());
    pipe.cuts();
    let serving = desk.serves();
    for (unit, letter) in units.iter().zip(&letters) {
        assert_eq!(unit.sends(letter), 250);
    }
    until(20, "every letter is put off", || {
        let put_off = |nth: usize| {
            desk.log()
                .contains(&format!("letter put off letter={nth} "))
        };
        (1..=3).all(put_off).then_some(())
    });
    assert!(desk.log().contains("the mail server takes no letters now"));
    pipe.flows();
    for (unit, letter) in units.iter().zip(&letters) {
        answer(unit, letter);
        assert_eq!(unit.mails("INBOX").len(), 1);
    }
    desk.comes_to_rest();
    serving.stops();
}
