//! Ranks, ties, prizes, bands, and who stands apart.

use congvu::scoring::{
    participant::{Participant, Standing},
    ranking::{Prize, Ranking, Tie, Winner, rank},
    scale::{Key, Scale},
    score::score,
};
use jiff::Timestamp;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::scoring_world::{number, unit};

/// Totals are `A + B`; group X holds A, so that A breaks ties.
fn scale() -> Scale {
    scale_with("")
}

/// The same with more said about totals.
fn scale_with(total: &str) -> Scale {
    let text = "scale = 'T'\ntitle = 'T'\norder = ['total', 'X', 'received']\n\
        band = [{label = 'Tốt', from = 80}, {label = 'Khá', from = 65}, {label = 'Yếu', from = 0}]\n\
        [total]\nfigures = 'verified'\n\
        [[group]]\ncode = 'X'\nlabel = 'X'\nmax = 50\n\
        [[group]]\ncode = 'Y'\nlabel = 'Y'\nmax = 50\n\
        [[item]]\ncode = 'X.1'\ngroup = 'X'\nlabel = 'X'\nmax = 50\npoints = 'A'\n\
        [[item]]\ncode = 'Y.1'\ngroup = 'Y'\nlabel = 'Y'\nmax = 50\npoints = 'B'\n";
    let text = text.replace(
        "figures = 'verified'",
        &format!("figures = 'verified'\n{total}"),
    );
    let form = crate::scoring_world::indicators("A:0..50 B:0..50");
    Scale::load("t.toml", &text, &form).unwrap()
}

fn prizes() -> Vec<Prize> {
    let prize = |(place, label, amount): (usize, &str, i64)| Prize {
        place,
        label: label.into(),
        amount: amount.into(),
        cups: 1,
    };
    let all = [
        (1, "Nhất", 2_000_000),
        (2, "Nhì", 1_500_000),
        (3, "Ba", 1_000_000),
        (4, "Khuyến khích", 500_000),
    ];
    all.map(prize).to_vec()
}

fn ranked(units: &[Participant]) -> Ranking {
    let scale = scale();
    rank(&scale, &score(&scale, units), &prizes())
}

/// Reports as `unit A B`, and the ranks as `rank unit`.
fn check(reports: &[&str], expected: &[&str]) -> Ranking {
    let units: Vec<Participant> = reports.iter().map(|report| reporting(report)).collect();
    let ranking = ranked(&units);
    let found: Vec<String> = ranking
        .places
        .iter()
        .map(|place| format!("{} {}", place.rank, place.unit))
        .collect();
    assert_eq!(found, expected);
    ranking
}

fn reporting(report: &str) -> Participant {
    let words: Vec<&str> = report.split(' ').collect();
    unit(words[0], &format!("A={} B={}", words[1], words[2]))
}

fn winners(ranking: &Ranking) -> Vec<String> {
    ranking
        .awards
        .iter()
        .map(|award| match &award.winner {
            Winner::Unit(unit) => unit.clone(),
            Winner::Undecided(units) => format!("one of {}", units.join(" ")),
            Winner::Nobody => "nobody".into(),
        })
        .collect()
}

#[test]
fn units_that_nothing_tells_apart_share_a_rank_and_the_next_is_counted_on() {
    let ranking = check(
        &["a 40 40", "b 50 45", "c 40 40", "d 10 10"],
        &["1 b", "2 a", "2 c", "4 d"],
    );
    let ties: Vec<&Tie> = ranking.places.iter().map(|place| &place.tie).collect();
    assert_eq!(
        ties,
        [
            &Tie::None,
            &Tie::CouncilDecides,
            &Tie::CouncilDecides,
            &Tie::None
        ]
    );
}

/// The same four totals, of which the group X tells two apart.
#[test]
fn a_scale_says_how_places_are_counted() {
    let units = ["a 45 45", "b 40 40", "c 41 39", "d 10 10"].map(reporting);
    for (ranks, expected) in [
        ("ordered", ["1 a", "2 c", "3 b", "4 d"]),
        ("competition", ["1 a", "2 c", "2 b", "4 d"]),
        ("dense", ["1 a", "2 c", "2 b", "3 d"]),
    ] {
        let scale = scale_with(&format!("ranks = '{ranks}'"));
        let ranking = rank(&scale, &score(&scale, &units), &prizes());
        let found: Vec<String> = ranking
            .places
            .iter()
            .map(|place| format!("{} {}", place.rank, place.unit))
            .collect();
        assert_eq!(found, expected, "{ranks}");
        // There is one cup for each prize, however places are counted.
        assert_eq!(winners(&ranking), ["a", "c", "b", "d"], "{ranks}");
    }
}

#[test]
fn a_scale_says_how_the_published_figure_is_rounded() {
    let units = ["a 40 40.125", "b 40 40.135"].map(reporting);
    for (total, expected) in [
        ("", ["80.13", "80.14"]),
        ("rounding = 'half_even'", ["80.12", "80.14"]),
        ("rounding = 'down'", ["80.12", "80.13"]),
        ("decimals = 0", ["80", "80"]),
        ("decimals = 3", ["80.125", "80.135"]),
    ] {
        let scale = scale_with(total);
        let found = score(&scale, &units).units;
        let found: Vec<Decimal> = found.iter().map(|unit| unit.published).collect();
        assert_eq!(found, expected.map(number), "{total}");
    }
}

#[test]
fn a_prize_for_a_shared_rank_waits_for_the_council() {
    let ranking = check(&["a 40 40", "b 50 45", "c 40 40"], &["1 b", "2 a", "2 c"]);
    assert_eq!(
        winners(&ranking),
        ["b", "one of a c", "one of a c", "nobody"]
    );
}

#[test]
fn a_tie_that_ends_before_a_prize_leaves_that_prize_alone() {
    let ranking = check(
        &["a 40 40", "b 40 40", "c 30 30", "d 20 20"],
        &["1 a", "1 b", "3 c", "4 d"],
    );
    assert_eq!(winners(&ranking), ["one of a b", "one of a b", "c", "d"]);
}

#[test]
fn the_declared_group_breaks_a_tie_before_the_time_of_receipt() {
    let mut early = reporting("early 39 41");
    early.received = Some("2015-12-06T01:00:00Z".parse().unwrap());
    let mut late = reporting("late 40 40");
    late.received = Some("2015-12-12T01:00:00Z".parse().unwrap());
    let ranking = ranked(&[early, late]);
    assert_eq!(ranking.places[0].unit, "late");
    assert_eq!(ranking.places[0].tie, Tie::BrokenBy(Key::Group(0)));
}

#[test]
fn the_earlier_report_leads_when_nothing_else_differs() {
    let at = |code: &str, time: Option<&str>| {
        let mut unit = reporting(&format!("{code} 40 40"));
        unit.received = time.map(|time| time.parse::<Timestamp>().unwrap());
        unit
    };
    let ranking = ranked(&[
        at("unknown", None),
        at("later", Some("2015-12-07T00:00:01Z")),
        at("earlier", Some("2015-12-07T00:00:00Z")),
    ]);
    let order: Vec<&str> = ranking
        .places
        .iter()
        .map(|place| place.unit.as_str())
        .collect();
    assert_eq!(order, ["earlier", "later", "unknown"]);
}

#[test]
fn the_published_figure_ranks_and_not_what_lies_behind_it() {
    check(
        &["a 40.004 40", "b 40 40", "c 40.006 40"],
        &["1 c", "2 a", "3 b"],
    );
    let ranking = check(&["a 40 40.004", "b 40 40"], &["1 a", "1 b"]);
    assert_eq!(ranking.places[0].published, number("80.00"));
}

#[test]
fn a_total_is_published_half_up() {
    let ranking = check(&["a 40 40.005", "b 40 40.0049"], &["1 a", "2 b"]);
    let figures: Vec<Decimal> = ranking.places.iter().map(|place| place.published).collect();
    assert_eq!(figures, [number("80.01"), number("80")]);
}

#[test]
fn a_band_begins_at_its_lower_bound_and_leaves_no_gap() {
    let ranking = check(
        &["a 40 40", "b 40 39.99", "c 25 40", "d 25 39.99", "e 0 0"],
        &["1 a", "2 b", "3 c", "4 d", "5 e"],
    );
    let bands: Vec<&str> = ranking
        .places
        .iter()
        .filter_map(|place| place.band.as_deref())
        .collect();
    assert_eq!(bands, ["Tốt", "Khá", "Khá", "Yếu", "Yếu"]);
}

#[test]
fn who_did_not_take_part_is_listed_apart_and_has_no_rank() {
    let standing = |code: &str, standing| Participant {
        standing,
        ..reporting(&format!("{code} 50 50"))
    };
    let ranking = ranked(&[
        standing("late", Standing::Late),
        standing("silent", Standing::Silent),
        reporting("a 10 10"),
        standing("exempt", Standing::Exempt),
    ]);
    assert_eq!(ranking.places.len(), 1);
    assert_eq!(ranking.places[0].rank, 1);
    let apart: Vec<(&str, Standing)> = ranking
        .apart
        .iter()
        .map(|(u, s)| (u.as_str(), *s))
        .collect();
    assert_eq!(
        apart,
        [
            ("late", Standing::Late),
            ("silent", Standing::Silent),
            ("exempt", Standing::Exempt)
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn ranks_do_not_depend_on_the_order_of_the_units(
        points in proptest::collection::vec((0u32..6, 0u32..6), 1..12),
        turn in 0usize..12,
    ) {
        let mut units: Vec<Participant> = points
            .iter()
            .enumerate()
            .map(|(n, (a, b))| reporting(&format!("u{n} {a} {b}")))
            .collect();
        let ranks = |units: &[Participant]| {
            let mut ranks: Vec<(String, usize)> = ranked(units)
                .places
                .into_iter()
                .map(|place| (place.unit, place.rank))
                .collect();
            ranks.sort();
            ranks
        };
        let before = ranks(&units);
        let by = turn % units.len();
        units.rotate_left(by);
        prop_assert_eq!(&before, &ranks(&units));
        // A rank is one more than the number of units that are better.
        let totals: Vec<(u32, u32)> = points.iter().map(|(a, b)| (a + b, *a)).collect();
        for (unit, rank) in before {
            let own = totals[unit[1..].parse::<usize>().unwrap()];
            prop_assert_eq!(rank, 1 + totals.iter().filter(|other| **other > own).count());
        }
    }
}
