//! A unit that has not reported finds one letter in its mailbox, however often
//! congvu is killed and started, and none once it has reported.

use std::{thread::sleep, time::Duration};

use crate::{
    Named,
    a_report_is_answered::answer,
    deadline::until,
    desk::{Desk, Setting},
    report::Report,
    town::Town,
};

pub const TRIALS: &[Named] = &[(
    "a_reminder_reaches_a_units_mailbox_once_though_congvu_was_killed",
    a_reminder_reaches_a_units_mailbox_once_though_congvu_was_killed,
)];

const STAGES: [(&str, &str); 6] = [
    ("automatic", "true"),
    ("opening", "\"0 00:00\""),
    ("midpoint", "\"never\""),
    ("two_days_before", "\"never\""),
    ("last_morning", "\"never\""),
    ("past_due", "\"never\""),
];

fn a_reminder_reaches_a_units_mailbox_once_though_congvu_was_killed(town: &Town) {
    let desk = Desk::open_today(town, &Setting::default());
    let (silent, prompt) = (desk.unit("huongvan01"), desk.unit("huongvan02"));
    // One has reported before anybody is reminded.
    let letter = Report::of(&desk, &prompt).letter();
    assert_eq!(prompt.sends(&letter), 250);
    let serving = desk.serves();
    answer(&prompt, &letter);
    desk.comes_to_rest();
    serving.stops();

    for (key, value) in STAGES {
        desk.sets("campaign/campaign.toml", "reminders", key, value);
    }
    let preview = desk.runs(&["remind", "--preview", "--unit", "p.huongvan01"]);
    let said = String::from_utf8(preview.stdout).unwrap();
    assert!(said.contains("1 thư nhắc sẽ được gửi"), "{said}");
    // Killed as soon as the first reminders are owed, and started again.
    let serving = desk.starts();
    until(30, "a reminder is written", || {
        (desk.ledger().times("reminder.written") > 0).then_some(())
    });
    serving.dies();
    let serving = desk.serves();
    let reminder = silent.receives("MỜI GỬI BÁO CÁO");
    until(60, "every unit but one is reminded", || {
        (desk.ledger().times("reminder.written") == 30).then_some(())
    });
    desk.comes_to_rest();
    serving.stops();
    let serving = desk.serves();
    sleep(Duration::from_secs(3));
    serving.stops();

    assert_eq!(desk.ledger().times("reminder.written"), 30);
    assert_eq!(silent.mails("INBOX").len(), 1, "one letter and no second");
    assert_eq!(
        prompt.mails("INBOX").len(),
        1,
        "its receipt and nothing else"
    );
    let files = reminder.files();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].0, "mau-II-2015-p.huongvan01.xlsx");
    assert_eq!(reminder.field("Auto-Submitted"), "auto-generated");
}
