//! The window closes, and the campaign is scored by itself, once: while congvu
//! serves, and when it was down.

use std::fs;

use congvu::results::{Snapshot, UnitResult};
use jiff::{SignedDuration, Timestamp};

use crate::{
    Named,
    a_report_is_answered::answer,
    deadline::until,
    desk::{Desk, Setting, written},
    report::Report,
    town::Town,
};

pub const TRIALS: &[Named] = &[
    (
        "the_close_comes_while_congvu_serves_and_scores_once",
        the_close_comes_while_congvu_serves_and_scores_once,
    ),
    (
        "a_close_that_congvu_slept_through_is_made_up_for_with_what_came_in_time",
        a_close_that_congvu_slept_through_is_made_up_for_with_what_came_in_time,
    ),
];

/// A desk whose window closes in some seconds, and when that is.
fn desk(town: &Town, seconds: i64) -> (Desk<'_>, Timestamp) {
    let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
    let closes = now + SignedDuration::from_secs(seconds);
    let opens = written(now - SignedDuration::from_hours(24));
    let desk = Desk::open(town, &opens, &written(closes), &Setting::default());
    desk.sets("congvu.toml", "mailbox", "poll_seconds", "3600");
    desk.sets("campaign/campaign.toml", "window", "grace_seconds", "1");
    (desk, closes)
}

fn the_close_comes_while_congvu_serves_and_scores_once(town: &Town) {
    let (desk, closes) = desk(town, 12);
    let units = ["huongvan01", "huongvan02"].map(|name| desk.unit(name));
    let reports = [
        Report::of(&desk, &units[0]),
        Report::of(&desk, &units[1]).with("TT01", "1"),
    ];
    let letters = reports.map(|report| report.letter());
    let serving = desk.serves();
    for (unit, letter) in units.iter().zip(&letters) {
        assert_eq!(unit.sends(letter), 250);
    }
    for (unit, letter) in units.iter().zip(&letters) {
        answer(unit, letter);
    }
    let early = desk.runs(&["close"]);
    assert!(Timestamp::now() < closes, "this machine is too slow");
    assert!(!early.status.success(), "a close before the end is refused");
    let said = String::from_utf8(early.stderr).unwrap();
    assert!(said.contains("Chưa hết hạn"), "{said}");
    assert!(desk.ledger().scoring().is_none());

    let scoring = until(40, "the close scores", || desk.ledger().scoring());
    assert!(scoring.scored_at >= closes);
    let ranked: Vec<(String, Option<usize>)> = communes(&desk)
        .into_iter()
        .map(|unit| (unit.unit, unit.rank))
        .collect();
    let expected = [("p.huongvan01", Some(1)), ("p.huongvan02", Some(2))];
    assert_eq!(ranked, expected.map(|(unit, rank)| (unit.to_owned(), rank)));
    serving.stops();

    is_not_scored_again(&desk);
    assert_eq!(desk.ledger().scoring(), Some(scoring.clone()));
    exports(&desk);

    // What comes after the scoring is not in it, and not in the way of it.
    let late = desk.unit("tuha");
    let letter = Report::of(&desk, &late).letter();
    assert_eq!(late.sends(&letter), 250);
    let serving = desk.serves();
    assert!(answer(&late, &letter).subject().starts_with("[NỘP MUỘN] "));
    desk.comes_to_rest();
    serving.stops();
    assert_eq!(desk.ledger().scoring(), Some(scoring));
    exports(&desk);
}

/// The scored communes, as the ranking was stored.
fn communes(desk: &Desk<'_>) -> Vec<UnitResult> {
    let result = desk.ledger().scoring().unwrap().result;
    let snapshot: Snapshot = serde_json::from_value(result).unwrap();
    let mut groups = snapshot.groups.into_iter();
    groups
        .find(|group| group.group == "communes")
        .unwrap()
        .units
}

/// Neither by a new start nor by hand.
fn is_not_scored_again(desk: &Desk<'_>) {
    let started = Timestamp::now();
    let serving = desk.serves();
    until(20, "a look after the new start", || {
        let looks = desk.ledger().health().looks;
        (looks[0].began_at > started).then_some(())
    });
    serving.stops();
    let by_hand = desk.runs(&["close"]);
    assert!(by_hand.status.success());
    let said = String::from_utf8(by_hand.stdout).unwrap();
    assert!(said.contains("từ trước"), "{said}");
    assert_eq!(desk.ledger().times("campaign.closed"), 1);
    assert_eq!(desk.ledger().times("campaign.scored"), 1);
}

fn exports(desk: &Desk<'_>) {
    let out = desk.dir().join("out");
    let output = desk.runs(&["export", "--out", &out.to_string_lossy()]);
    assert!(output.status.success());
    for name in [
        "ket-qua.xlsx",
        "ranking.json",
        "thong-bao.docx",
        "submissions.csv",
    ] {
        assert!(out.join(name).exists(), "{name}");
    }
    let ranking = fs::read_to_string(out.join("ranking.csv")).unwrap();
    for unit in ["p.huongvan01", "p.huongvan02"] {
        assert!(ranking.contains(unit), "{ranking}");
    }
    let missing = fs::read_to_string(out.join("missing.csv")).unwrap();
    assert!(missing.contains("d.noivu"), "{missing}");
}

fn a_close_that_congvu_slept_through_is_made_up_for_with_what_came_in_time(town: &Town) {
    let (desk, closes) = desk(town, 4);
    let (prompt, late) = (desk.unit("huongvan01"), desk.unit("huongvan02"));
    let letters = [&prompt, &late].map(|unit| Report::of(&desk, unit).letter());
    assert_eq!(prompt.sends(&letters[0]), 250);
    assert!(Timestamp::now() < closes, "this machine is too slow");
    until(10, "the window is closed", || {
        (Timestamp::now() >= closes).then_some(())
    });
    assert_eq!(late.sends(&letters[1]), 250);
    desk.mailbox().receives("Báo cáo CNTT 2015");
    until(10, "both lie in the mailbox", || {
        (desk.mailbox().mails("INBOX").len() == 2).then_some(())
    });

    let serving = desk.serves();
    let scoring = until(40, "the close scores", || desk.ledger().scoring());
    let waited = scoring.scored_at.duration_since(closes);
    assert!(waited < SignedDuration::from_secs(40), "{waited}");
    let ranked: Vec<(String, Option<usize>)> = communes(&desk)
        .into_iter()
        .map(|unit| (unit.unit, unit.rank))
        .collect();
    let expected = [("p.huongvan01", Some(1)), ("p.huongvan02", None)];
    assert_eq!(ranked, expected.map(|(unit, rank)| (unit.to_owned(), rank)));
    assert!(
        answer(&prompt, &letters[0])
            .subject()
            .starts_with("[ĐÃ CHẤP NHẬN] ")
    );
    assert!(
        answer(&late, &letters[1])
            .subject()
            .starts_with("[NỘP MUỘN] ")
    );
    desk.comes_to_rest();
    assert_eq!(desk.ledger().times("campaign.scored"), 1);
    serving.stops();
}
