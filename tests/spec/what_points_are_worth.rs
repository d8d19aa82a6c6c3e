//! What a formula gives for a report.

use congvu::scoring::{
    outcome::{ItemScore, Scores, State, published},
    participant::{Participant, Standing, Timeliness},
    score::score,
};
use rust_decimal::Decimal;

use crate::scoring_world::{number, scale_of, scale_with, unit};

fn first_item(scores: &Scores, at: usize) -> &ItemScore {
    scores.units[at].items.first().unwrap()
}

/// Points of the item, to two decimals, and `n/a` or `pending` where it has none.
fn shown(item: &ItemScore) -> String {
    match item.state {
        State::Scored | State::Zero => published(item.points).normalize().to_string(),
        State::NotApplicable => "n/a".into(),
        State::Pending => "pending".into(),
    }
}

/// A form, the most points, the lines of the item, and reports: one group.
fn check(form: &str, max: &str, item: &str, reports: &[&str], expected: &[&str]) {
    let scale = scale_with(form, max, item);
    let units: Vec<Participant> = reports.iter().map(|values| unit(values, values)).collect();
    let scores = score(&scale, &units);
    let found: Vec<String> = (0..units.len())
        .map(|at| shown(first_item(&scores, at)))
        .collect();
    assert_eq!(found, expected, "{item}");
}

fn check_one(form: &str, max: &str, item: &str, report: &str, expected: &str) {
    check(form, max, item, &[report], &[expected]);
}

#[test]
fn v01_a_ratio_gives_its_part_of_the_points() {
    check_one(
        "A:0.. B:1..",
        "20",
        "points = 'max * min(1, A / B)'",
        "A=9 B=10",
        "18",
    );
}

#[test]
fn v02_a_value_is_compared_with_the_best_of_the_group() {
    let item = "points = 'max * share_of_best(A)'";
    check("A:0..", "40", item, &["A=2", "A=5"], &["16", "40"]);
}

#[test]
fn v03_parts_of_an_item_are_added() {
    let item = "points = '45 * min(1, A / B) + min(5, 1 * N)'";
    check_one("A:0.. B:1.. N:0..", "50", item, "A=8 B=10 N=7", "41");
}

#[test]
fn v04_steps_are_taken_from_the_highest_down() {
    let item = "points = 'steps(N, 4 -> 20, 3 -> 15, 2 -> 10, 1 -> 5, else 0)'";
    let reports = ["N=4", "N=3", "N=2", "N=1", "N=0", "N=9"];
    check(
        "N:0..",
        "20",
        item,
        &reports,
        &["20", "15", "10", "5", "0", "20"],
    );
}

#[test]
fn v05_a_ratio_of_counts_needs_no_percent() {
    check_one(
        "A:0.. B:1..",
        "20",
        "points = 'max * min(1, A / B)'",
        "A=3 B=4",
        "15",
    );
}

#[test]
fn v06_counts_are_weighted() {
    let item = "points = 'min(max, 1 * A + 1 * B + 4 * C + 8 * D)'";
    check_one(
        "A:0.. B:0.. C:0.. D:0..",
        "50",
        item,
        "A=10 B=5 C=2 D=1",
        "31",
    );
}

/// The rate reached where a second item does not apply.
fn rate_without(first: &str, second: &str, achieved: &str) -> Decimal {
    let items = [
        (first, "points = 'min(max, P)'"),
        (second, "points = 'max'\napplies_if = 'unit.site'"),
    ];
    let scale = scale_of("P:0..", &items);
    let scores = score(&scale, &[unit("a", &format!("P={achieved}"))]);
    scores.units[0].groups[0].rate().unwrap()
}

#[test]
fn v07_what_does_not_apply_leaves_both_sums_and_the_rest_is_rate_without() {
    let converted = rate_without("48", "2", "42.63") * number("50");
    assert_eq!(published(converted), number("44.41"));
}

#[test]
fn v08_thirteen_of_fifteen_is_86_67_percent() {
    assert_eq!(
        published(rate_without("15", "10", "13") * number("100")),
        number("86.67")
    );
}

#[test]
fn v09_points_for_each_case_stop_at_the_limit() {
    check_one("N:0..", "15", "points = 'min(max, 5 * N)'", "N=4", "15");
}

#[test]
fn v10_bonus_and_penalty_have_limits_of_their_own() {
    let item = "points = 'max(0, min(5, 1.0 * A - 0.5 * B))'";
    check_one("A:0.. B:0..", "5", item, "A=2 B=1", "1.5");
}

#[test]
fn v11_and_v12_units_without_a_target_are_compared_with_each_other() {
    let item = "points = 'max * share_of_best(A)'";
    check(
        "A:0..",
        "10",
        item,
        &["A=150", "A=100", "A=50"],
        &["10", "6.67", "3.33"],
    );
    check(
        "A:0..",
        "10",
        item,
        &["A=100", "A=80", "A=60"],
        &["10", "8", "6"],
    );
}

#[test]
fn v13_beyond_the_target_the_leader_gets_everything() {
    let item = "points = 'if(A < T, 0.5 * max * min(1, A / T), 0.5 * max + 0.5 * max * share_of_best((A - T) / T))'";
    let reports = ["T=100 A=120", "T=50 A=60", "T=80 A=80", "T=100 A=50"];
    check(
        "A:0.. T:1..",
        "10",
        item,
        &reports,
        &["10", "10", "5", "2.5"],
    );
}

#[test]
fn a_third_of_three_points_is_one_point() {
    let scale = scale_with("A:0.. B:1..", "3", "points = 'max * min(1, A / B)'");
    let scores = score(&scale, &[unit("a", "A=1 B=3")]);
    assert_eq!(first_item(&scores, 0).points, Decimal::ONE);
}

#[test]
fn a_value_on_the_step_is_on_the_step_even_after_a_division() {
    let item = "points = 'steps(A / B * B, 1 -> 2, else 0)'";
    check_one("A:0.. B:1..", "2", item, "A=1 B=3", "2");
}

#[test]
fn steps_on_shares_are_exact_and_half_open() {
    let item = "points = 'steps(A / B, 40% -> 3, 20% -> 2, above 0 -> 1, else 0)'";
    let reports = [
        "A=40 B=100",
        "A=3999 B=10000",
        "A=1 B=5",
        "A=1 B=9999",
        "A=0 B=5",
    ];
    check(
        "A:0.. B:1..",
        "3",
        item,
        &reports,
        &["3", "2", "2", "1", "0"],
    );
}

#[test]
fn a_divisor_of_zero_follows_the_rule_of_the_item() {
    let form = "A:0.. B:0..";
    for (rule, expected) in [("zero", "0"), ("full", "4"), ("not_applicable", "n/a")] {
        let item = format!("points = 'max * min(1, A / B)'\non_zero = '{rule}'");
        check_one(form, "4", &item, "A=0 B=0", expected);
    }
}

#[test]
fn a_cell_left_blank_gives_nothing_and_stays_in_the_sum() {
    check_one(
        "A:0.. B:1..",
        "4",
        "points = 'max * min(1, A / B)'",
        "B=3",
        "0",
    );
}

#[test]
fn what_settles_a_condition_alone_settles_it() {
    let item = "points = 'max * min(1, A / B)'\napplies_if = 'Q and B > 0'";
    let reports = ["Q=no", "Q=yes A=1 B=2", "Q=yes B=0", "Q=yes"];
    check(
        "A:0.. B:0.. Q:bool",
        "4",
        item,
        &reports,
        &["n/a", "2", "n/a", "0"],
    );
}

#[test]
fn options_are_looked_up_and_one_can_overrule_another() {
    let item = "points = 'if(W = NONE, 0, lookup(D, LOW -> 0.5, HIGH -> 2, else 1))'";
    let form = "W:NONE|SOME D:LOW|MIDDLE|HIGH";
    let reports = [
        "W=NONE D=HIGH",
        "W=SOME D=LOW",
        "W=SOME D=MIDDLE",
        "W=SOME D=HIGH",
    ];
    check(form, "2", item, &reports, &["0", "0.5", "1", "2"]);
}

#[test]
fn the_best_of_several_alternatives_counts() {
    let item = "points = 'max(if(A, 4, 0), if(B, 2, 0), min(3, N))'";
    check_one("A:bool B:bool N:0..", "4", item, "A=no B=yes N=5", "3");
}

#[test]
fn rounding_happens_only_where_the_scale_asks_for_it() {
    let form = "A:0.. B:1..";
    check_one(
        form,
        "2",
        "points = 'round(max * min(1, A / B), 1)'",
        "A=1 B=8",
        "0.3",
    );
    check_one(
        form,
        "2",
        "points = 'max * min(1, A / B)'",
        "A=1 B=8",
        "0.25",
    );
}

#[test]
fn timeliness_is_worked_out_from_the_receipt() {
    let scale = scale_with(
        "A:0..",
        "2",
        "points = 'timeliness(on_time -> 2, 2 days -> 1, else 0)'",
    );
    let two_days = 2 * 24 * 3600;
    for (timeliness, expected) in [
        (Timeliness::OnTime, "2"),
        (Timeliness::LateBy { seconds: 1 }, "1"),
        (Timeliness::LateBy { seconds: two_days }, "1"),
        (
            Timeliness::LateBy {
                seconds: two_days + 1,
            },
            "0",
        ),
    ] {
        let late = Participant {
            timeliness,
            ..unit("a", "")
        };
        let scores = score(&scale, &[late]);
        assert_eq!(shown(first_item(&scores, 0)), expected);
    }
}

#[test]
fn a_report_that_is_not_admitted_moves_nobody_and_gets_at_most_the_whole() {
    let scale = scale_with("A:0..", "10", "points = 'max * share_of_best(A)'");
    let late = Participant {
        standing: Standing::Late,
        ..unit("late", "A=500")
    };
    let scores = score(&scale, &[unit("a", "A=100"), late, unit("b", "A=50")]);
    let points: Vec<String> = (0..3).map(|at| shown(first_item(&scores, at))).collect();
    assert_eq!(points, ["10", "10", "5"]);
    assert_eq!(scores.bests[0].units, ["a"]);
    assert_eq!(scores.bests[0].value, number("100"));
}

#[test]
fn where_nobody_has_anything_nobody_has_a_share() {
    check(
        "A:0..",
        "4",
        "points = 'max * share_of_best(A)'",
        &["A=0", "A=0"],
        &["0", "0"],
    );
}

#[test]
fn the_council_gives_points_within_what_the_item_has_and_until_then_it_waits() {
    let scale = scale_with("A:0..", "2", "manual = { step = 0.5 }");
    let mut marked = unit("a", "");
    marked.council.insert("X.1".into(), number("1.5"));
    let scores = score(&scale, &[marked, unit("b", "")]);
    assert_eq!(shown(first_item(&scores, 0)), "1.5");
    assert_eq!(shown(first_item(&scores, 1)), "pending");
    assert!(scores.units[1].provisional);
}

#[test]
fn a_survey_that_the_council_leaves_out_is_in_neither_sum() {
    let item = "manual = { step = 0.5, unmarked = 'not_applicable' }";
    check_one("A:0..", "2", item, "", "n/a");
}
