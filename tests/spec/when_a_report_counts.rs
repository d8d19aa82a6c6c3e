//! The window, to the second.

use congvu::campaign::window::{Punctuality, Window, moment};
use jiff::{SignedDuration, Timestamp};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// From the sixth to the end of the twelfth, with a day to mend.
fn window() -> Window {
    Window {
        opens: at("2015-12-06T00:00:00+07:00"),
        closes: at("2015-12-13T00:00:00+07:00"),
        cure: SignedDuration::from_hours(24),
        grace: SignedDuration::from_mins(30),
    }
}

fn check(moment: &str, expected: Punctuality) {
    assert_eq!(window().judge(at(moment), false), expected, "{moment}");
}

fn mending(moment: &str, expected: Punctuality) {
    assert_eq!(window().judge(at(moment), true), expected, "{moment}");
}

#[test]
fn the_first_second_counts_and_the_one_before_does_not() {
    check("2015-12-05T23:59:59+07:00", Punctuality::Early);
    check("2015-12-06T00:00:00+07:00", Punctuality::OnTime);
}

#[test]
fn a_report_of_the_last_second_counts_and_the_next_second_does_not() {
    check("2015-12-12T23:59:59+07:00", Punctuality::OnTime);
    check("2015-12-12T23:59:59.999999+07:00", Punctuality::OnTime);
    check("2015-12-13T00:00:00+07:00", Punctuality::Late(0));
    check("2015-12-13T00:00:01+07:00", Punctuality::Late(1));
}

#[test]
fn how_late_is_told_in_whole_seconds() {
    check("2015-12-13T00:00:01.9+07:00", Punctuality::Late(1));
    check("2015-12-14T00:00:00+07:00", Punctuality::Late(86_400));
}

#[test]
fn the_zone_in_which_a_server_writes_does_not_matter() {
    check("2015-12-12T16:59:59Z", Punctuality::OnTime);
    check("2015-12-12T17:00:00Z", Punctuality::Late(0));
    check("2015-12-12T08:59:59-08:00", Punctuality::OnTime);
    check("2015-12-05T16:59:59Z", Punctuality::Early);
}

#[test]
fn what_was_turned_down_in_the_window_may_be_mended_for_a_day() {
    mending("2015-12-12T23:59:59+07:00", Punctuality::OnTime);
    mending("2015-12-13T00:00:00+07:00", Punctuality::Cured);
    mending("2015-12-13T23:59:59+07:00", Punctuality::Cured);
    mending("2015-12-14T00:00:00+07:00", Punctuality::Late(86_400));
    mending("2015-12-05T23:59:59+07:00", Punctuality::Early);
}

#[test]
fn without_the_rule_nothing_is_mended_after_the_close() {
    let strict = Window {
        cure: SignedDuration::ZERO,
        ..window()
    };
    let close = at("2015-12-13T00:00:00+07:00");
    assert_eq!(strict.judge(close, true), Punctuality::Late(0));
}

#[test]
fn on_time_and_mended_count_and_nothing_else_does() {
    let counts = [
        (Punctuality::Early, false),
        (Punctuality::OnTime, true),
        (Punctuality::Cured, true),
        (Punctuality::Late(0), false),
    ];
    for (punctuality, expected) in counts {
        assert_eq!(punctuality.counts(), expected, "{punctuality:?}");
    }
}

#[test]
fn the_earlier_of_our_two_clocks_is_the_moment() {
    let (early, late) = (
        at("2015-12-12T23:59:59+07:00"),
        at("2015-12-13T00:00:09+07:00"),
    );
    assert_eq!(moment(late, Some(early)), early);
    assert_eq!(moment(early, Some(late)), early);
    assert_eq!(moment(late, None), late);
}

#[test]
fn the_scoring_looks_only_after_what_was_on_its_way_has_come() {
    assert_eq!(window().settled_from(), at("2015-12-14T00:30:00+07:00"));
}
