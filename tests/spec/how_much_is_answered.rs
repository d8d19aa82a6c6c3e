//! How much is answered: a clerk always, a machine seldom, the town within its
//! bound.

use congvu::{
    digest::Digest,
    verdict::{
        Reply,
        limits::{Alarm, Answer, Bounds, Limit, Past, rule},
    },
};
use jiff::{SignedDuration, Timestamp};

const UNITS: usize = 31;

fn at(minutes: i64) -> Timestamp {
    let begin: Timestamp = "2015-12-10T09:00:00+07:00".parse().unwrap();
    begin + SignedDuration::from_mins(minutes)
}

fn answer(kind: Reply, files: Option<&str>) -> Answer {
    Answer {
        kind,
        says: Digest::of(b"E-DATA"),
        files: files.map(|files| Digest::of(files.as_bytes())),
    }
}

/// A rejection of a mail with a file that was not answered before.
fn attempt() -> Answer {
    answer(Reply::Rejection, Some("new"))
}

/// A rejection of a mail that brings nothing.
fn nothing_new() -> Answer {
    answer(Reply::Rejection, None)
}

/// Letters to the address, minutes ago; negative is still to come.
fn address(minutes_ago: &[i64]) -> Past {
    let letters: Vec<Timestamp> = minutes_ago.iter().map(|ago| at(-ago)).collect();
    Past {
        town: letters.clone(),
        town_today: letters.len(),
        address: letters,
        ..Past::default()
    }
}

/// Expected: in how many minutes the letter may leave, or why there is none;
/// and whether sending stops.
fn check(answer: &Answer, past: &Past, expected: (Result<i64, Limit>, bool)) {
    let ruling = rule(answer, past, &Bounds::default(), UNITS, at(0));
    let leaves = ruling
        .leaves
        .map(|leaves| leaves.duration_since(at(0)).as_mins());
    let alarm = ruling.alarm == Some(Alarm::Town);
    assert_eq!((leaves, alarm), expected, "{answer:?} after {past:?}");
}

#[test]
fn the_first_answer_leaves_at_once() {
    for kind in [
        Reply::Receipt,
        Reply::Rejection,
        Reply::Identical,
        Reply::WrongMailbox,
    ] {
        check(&answer(kind, None), &Past::default(), (Ok(0), false));
    }
}

#[test]
fn ten_answers_in_an_hour_are_the_bound_and_a_clerks_eleventh_leaves_when_it_may() {
    let ten: Vec<i64> = (1..=10).map(|nth| 5 * nth).collect();
    check(&attempt(), &address(&ten[1..]), (Ok(0), false));
    check(&attempt(), &address(&ten), (Ok(10), false));
    check(
        &answer(Reply::Receipt, None),
        &address(&ten),
        (Ok(10), false),
    );
    check(&nothing_new(), &address(&ten), (Err(Limit::Hour), false));
    check(
        &answer(Reply::Identical, None),
        &address(&ten),
        (Err(Limit::Hour), false),
    );
}

#[test]
fn letters_that_wait_count_too() {
    let mut letters: Vec<i64> = (1..=10).map(|nth| 5 * nth).collect();
    letters.push(-10);
    check(&attempt(), &address(&letters), (Ok(15), false));
    check(
        &nothing_new(),
        &address(&letters),
        (Err(Limit::Hour), false),
    );
}

#[test]
fn thirty_answers_in_a_day_are_the_bound() {
    let thirty: Vec<i64> = (1..=30).map(|nth| 40 * nth).collect();
    check(&attempt(), &address(&thirty), (Ok(24 * 60 - 1_200), false));
    check(&nothing_new(), &address(&thirty), (Err(Limit::Day), false));
}

#[test]
fn an_attempt_that_would_wait_longer_than_a_day_is_not_answered() {
    // Thirty went, thirty wait.
    let letters: Vec<i64> = (1..=60).map(|nth| 10 - 20 * (nth - 30)).collect();
    check(&attempt(), &address(&letters), (Err(Limit::Day), false));
}

#[test]
fn a_clerk_who_mends_and_fails_again_is_answered_each_time() {
    let past = Past {
        same: vec![at(0), at(-1), at(-2), at(-3), at(-4)],
        ..address(&[0, 1, 2, 3, 4])
    };
    check(&attempt(), &past, (Ok(0), false));
    let known = Past {
        files_answered: true,
        ..past
    };
    check(&attempt(), &known, (Err(Limit::Again), false));
}

#[test]
fn the_same_answer_is_given_three_times_in_six_hours_and_never_twice_in_a_minute() {
    let said = |minutes_ago: &[i64]| Past {
        same: minutes_ago.iter().map(|ago| at(-ago)).collect(),
        ..address(minutes_ago)
    };
    check(&nothing_new(), &said(&[0]), (Err(Limit::Again), false));
    check(&nothing_new(), &said(&[1]), (Ok(0), false));
    check(&nothing_new(), &said(&[1, 2]), (Ok(0), false));
    check(
        &nothing_new(),
        &said(&[1, 2, 359]),
        (Err(Limit::Repeated), false),
    );
    check(&nothing_new(), &said(&[1, 2, 360]), (Ok(0), false));
    let identical = answer(Reply::Identical, Some("a"));
    check(&identical, &said(&[1, 2, 3]), (Err(Limit::Repeated), false));
}

#[test]
fn a_stranger_gets_one_note_a_day() {
    let note = answer(Reply::WrongMailbox, Some("a"));
    let past = Past {
        same: vec![at(-23 * 60)],
        ..address(&[23 * 60])
    };
    check(&note, &past, (Err(Limit::Day), false));
}

#[test]
fn a_towns_backlog_leaves_sixty_a_minute_and_nobody_is_left_out() {
    let past = Past {
        town: vec![at(0); 60],
        town_today: 60,
        ..Past::default()
    };
    check(&attempt(), &past, (Ok(1), false));
    check(&nothing_new(), &past, (Ok(1), false));
    let past = Past {
        town: [vec![at(0); 60], vec![at(1); 60]].concat(),
        town_today: 120,
        ..Past::default()
    };
    check(&attempt(), &past, (Ok(2), false));
}

#[test]
fn more_answers_in_a_day_than_a_town_needs_stop_the_post_and_no_receipt_is_lost() {
    let today = |count| Past {
        town_today: count,
        ..Past::default()
    };
    check(&attempt(), &today(199), (Ok(0), false));
    check(&attempt(), &today(200), (Ok(0), true));
    check(&answer(Reply::Receipt, None), &today(5_000), (Ok(0), true));
    check(&nothing_new(), &today(200), (Err(Limit::Town), true));
    // What is not answered anyway is no sign of a loop in the town.
    let again = Past {
        same: vec![at(0)],
        ..today(200)
    };
    check(&nothing_new(), &again, (Err(Limit::Again), false));
}

#[test]
fn a_large_town_may_get_more() {
    let bounds = Bounds::default();
    assert_eq!(
        (
            bounds.town_day(31),
            bounds.town_day(50),
            bounds.town_day(300)
        ),
        (200, 200, 1_200)
    );
    let set = Bounds {
        town_day: Some(7),
        ..bounds
    };
    assert_eq!(set.town_day(300), 7);
}

#[test]
fn whatever_comes_no_hour_and_no_day_has_more_than_its_bound() {
    // A mail every 41 seconds for two days, most of them attempts.
    let (mut past, mut leave): (Vec<Timestamp>, Vec<Timestamp>) = (Vec::new(), Vec::new());
    for nth in 0..4_000_i64 {
        let now = at(0) + SignedDuration::from_secs(41 * nth);
        past.retain(|letter| now.duration_since(*letter) < SignedDuration::from_hours(24));
        let asked = if nth % 7 == 0 {
            nothing_new()
        } else {
            attempt()
        };
        let known = Past {
            address: past.clone(),
            town: past.clone(),
            ..Past::default()
        };
        if let Ok(leaves) = rule(&asked, &known, &Bounds::default(), UNITS, now).leaves {
            past.push(leaves);
            leave.push(leaves);
        }
    }
    let most = |within: SignedDuration| {
        let inside = |from: &Timestamp| {
            let near = |at: &&Timestamp| **at >= *from && at.duration_since(*from) < within;
            leave.iter().filter(near).count()
        };
        leave.iter().map(inside).max().unwrap()
    };
    assert_eq!(most(SignedDuration::from_hours(1)), 10);
    assert_eq!(most(SignedDuration::from_hours(24)), 30);
}

#[test]
fn notes_to_strangers_end_before_they_could_stop_what_units_wait_for() {
    let strangers = |count| Past {
        town_today: count,
        ..Past::default()
    };
    let note = answer(Reply::WrongMailbox, None);
    check(&note, &strangers(49), (Ok(0), false));
    check(&note, &strangers(50), (Err(Limit::Town), false));
    check(&note, &strangers(5_000), (Err(Limit::Town), false));
}
