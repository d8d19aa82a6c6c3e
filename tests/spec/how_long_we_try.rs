//! What may pass is tried again, with bounds that can be seen.

use congvu::backoff::{self, Next};
use jiff::{SignedDuration, Timestamp};

fn noon() -> Timestamp {
    "2015-12-08T12:00:00+07:00".parse().unwrap()
}

#[test]
fn a_letter_is_tried_again_in_half_a_minute_first_and_more_slowly_later() {
    let waits: Vec<i64> = (1..=9)
        .map(
            |attempt| match backoff::letter(30, attempt, noon(), noon()) {
                Next::Again(at) => at.duration_since(noon()).as_secs(),
                Next::GiveUp => -1,
            },
        )
        .collect();
    assert_eq!(waits[0], 30);
    assert!(waits.is_sorted(), "{waits:?}");
    assert_eq!(waits.last(), Some(&14_400));
}

#[test]
fn a_letter_is_given_up_after_five_days_and_not_before() {
    let days = |count: i64| noon() + SignedDuration::from_hours(24 * count);
    assert_ne!(backoff::letter(30, 40, noon(), days(4)), Next::GiveUp);
    assert_eq!(backoff::letter(30, 40, noon(), days(5)), Next::GiveUp);
}

#[test]
fn a_letter_that_waited_for_days_until_sending_went_on_is_not_given_up_at_its_first_failure() {
    let resumed = noon() + SignedDuration::from_hours(24 * 6);
    for attempt in 1..=7 {
        let next = backoff::letter(30, attempt, noon(), resumed);
        assert_ne!(next, Next::GiveUp, "{attempt}");
    }
}

#[test]
fn a_mail_that_cannot_be_judged_waits_about_six_hours_and_then_for_a_person() {
    let hours = (1..backoff::JUDGING_TRIES)
        .map(|attempt| backoff::judging(attempt, noon()).duration_since(noon()))
        .fold(SignedDuration::ZERO, |waited, wait| waited + wait)
        .as_hours();
    assert!((4..=7).contains(&hours), "{hours} hours");
}

#[test]
fn a_mail_that_cannot_be_settled_is_never_due_at_once() {
    for attempt in [0, 1, backoff::JUDGING_TRIES, 1_000, i64::MAX] {
        let wait = backoff::judging(attempt, noon()).duration_since(noon());
        assert!(wait >= SignedDuration::from_secs(30), "{attempt}: {wait}");
        let last = attempt >= backoff::JUDGING_TRIES;
        assert!(!last || wait == SignedDuration::from_hours(1), "{attempt}");
    }
}

#[test]
fn a_server_that_is_gone_is_asked_again_within_a_minute_for_ever() {
    for failures in [1, 2, 3, 10, 1_000, u32::MAX] {
        let wait = backoff::reconnect(failures).as_secs();
        assert!((1..=60).contains(&wait), "{failures}: {wait}");
    }
}
