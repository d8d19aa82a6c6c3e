//! What is told of a faulty scale: everything, with file, line and column.

use congvu::scoring::scale::Scale;
use proptest::prelude::*;

use crate::scoring_world::{indicators, short_problem};

const FORM: &str = "A:0.. B:0.. C:0..8 N:1.. Q:bool W:NONE|SOME T:text";

const GOOD: &str = r#"scale = "T"
title = "Thang điểm thử"
order = ["total", "G", "received"]
[[band]]
label = "Tốt"
from = 80
[[band]]
label = "Yếu"
from = 0
[[group]]
code = "G"
label = "Nhóm"
max = 60
[[group]]
code = "K"
label = "Nhóm khác"
max = 40
[[item]]
code = "G.1"
group = "G"
label = "Tỷ lệ"
max = 60
points = "max * min(1, A / N)"
[[item]]
code = "K.1"
group = "K"
label = "Hội đồng"
max = 40
manual = { step = 0.5 }
[[adjustment]]
code = "CT"
label = "Trừ"
kind = "penalty"
max = 5
points = "min(max, 1 * report.corrected_down)"
[total]
figures = "verified"
"#;

/// The good scale with one change, and every complaint as
/// `line:column key problem`.
fn check(good: &str, bad: &str, expected: &[&str]) {
    assert!(good.is_empty() || GOOD.contains(good), "{good}");
    let text = GOOD.replacen(good, bad, 1);
    let complaints = Scale::load("scale.toml", &text, &indicators(FORM)).unwrap_err();
    let found: Vec<String> = complaints
        .iter()
        .map(|c| {
            assert_eq!(c.place.file, "scale.toml");
            format!(
                "{}:{} {} {}",
                c.place.line,
                c.place.column,
                c.key,
                short_problem(&c.problem)
            )
        })
        .collect();
    assert_eq!(found, expected);
}

/// The good scale with another formula in line 23.
fn check_formula(formula: &str, expected: &[&str]) {
    check("max * min(1, A / N)", formula, expected);
}

#[test]
fn a_good_scale_is_read() {
    let scale = Scale::load("scale.toml", GOOD, &indicators(FORM)).unwrap();
    assert_eq!(scale.items().len(), 2);
    assert_eq!(scale.band(80.into()).unwrap().label, "Tốt");
}

#[test]
fn an_unknown_code_is_named_where_it_stands() {
    check_formula(
        "max * min(1, A9 / N)",
        &["23:24 item[1].points no indicator A9"],
    );
}

#[test]
fn every_fault_of_a_formula_is_told_at_once() {
    check_formula(
        "max * min(1, A9 / Q)",
        &[
            "23:24 item[1].points no indicator A9",
            "23:29 item[1].points Q is no number",
        ],
    );
}

#[test]
fn a_formula_of_several_lines_is_pointed_into() {
    check(
        "\"max * min(1, A / N)\"",
        "\"\"\"\n\nmax *\n  min(1, A / A9)\"\"\"",
        &["26:14 item[1].points no indicator A9"],
    );
}

#[test]
fn what_cannot_be_read_is_quoted() {
    check_formula(
        "max * min(1, A / )",
        &["23:28 item[1].points cannot read )"],
    );
    check_formula("max * (1", &["23:19 item[1].points cannot read "]);
    check_formula("max # 1", &["23:15 item[1].points cannot read #"]);
    check_formula("max 5", &["23:15 item[1].points cannot read 5"]);
    check_formula("avg(A, N)", &["23:11 item[1].points cannot read avg(A, N)"]);
}

#[test]
fn items_must_come_to_the_points_of_their_group() {
    check(
        "label = \"Tỷ lệ\"\nmax = 60",
        "label = \"Tỷ lệ\"\nmax = 50",
        &["13:7 group[1].max sum 60 is 50"],
    );
}

#[test]
fn groups_must_come_to_a_hundred() {
    check(
        "max = 40\n[[item]]",
        "max = 30\n[[item]]",
        &["10:1 group sum 100 is 90", "17:7 group[2].max sum 30 is 40"],
    );
}

#[test]
fn a_formula_that_can_exceed_its_points_is_refused() {
    check_formula("max * A / N", &["23:11 item[1].points up to ∞ of 60"]);
    check_formula("10 * C", &["23:11 item[1].points up to 80 of 60"]);
    check_formula("61", &["23:11 item[1].points up to 61 of 60"]);
}

#[test]
fn the_bounds_of_the_form_prove_a_formula() {
    for formula in [
        "max * C / 8",
        "60 - C",
        "min(max, A)",
        "if(A < 60, A, max)",
        "60 / N",
    ] {
        let text = GOOD.replace("max * min(1, A / N)", formula);
        assert!(
            Scale::load("scale.toml", &text, &indicators(FORM)).is_ok(),
            "{formula}"
        );
    }
}

#[test]
fn a_formula_that_can_fall_below_zero_is_refused() {
    check_formula("min(max, A - B)", &["23:11 item[1].points below zero"]);
}

#[test]
fn a_divisor_that_can_be_zero_needs_a_rule() {
    check_formula(
        "max * min(1, A / B)",
        &["23:28 item[1].points divides by B"],
    );
    check_formula(
        "max * min(1, A / (B - C))",
        &[
            "23:11 item[1].points below zero",
            "23:28 item[1].points divides by (B - C)",
        ],
    );
    for rule in [
        "on_zero = \"zero\"",
        "on_zero = \"full\"",
        "on_zero = \"not_applicable\"",
        "applies_if = \"B > 0\"",
        "applies_if = \"Q and not B <= 0\"",
        "applies_if = \"B >= 1\"",
    ] {
        let formula = format!("max * min(1, A / B)\"\n{rule}#");
        let text = GOOD.replace("max * min(1, A / N)", &formula);
        assert!(
            Scale::load("scale.toml", &text, &indicators(FORM)).is_ok(),
            "{rule}"
        );
    }
}

#[test]
fn a_guard_is_recognised_in_the_divisor_it_guards() {
    for (formula, guard) in [
        ("max * min(1, A / (B - C))", "B - C > 0"),
        ("max * min(1, A / (B - C))", "B > C"),
        ("max * min(1, A / (B - C))", "C < B"),
    ] {
        let formula = format!("{formula}\"\napplies_if = \"{guard}");
        let text = GOOD.replace("max * min(1, A / N)", &formula);
        assert!(
            Scale::load("scale.toml", &text, &indicators(FORM)).is_ok(),
            "{guard}"
        );
    }
    check_formula(
        "max * min(1, A / B)\"\napplies_if = \"A > 0",
        &["23:28 item[1].points divides by B"],
    );
    check_formula(
        "max * min(1, A / B)\"\napplies_if = \"B > 0 or Q",
        &["23:28 item[1].points divides by B"],
    );
}

#[test]
fn steps_must_cover_every_value_and_each_must_be_reachable() {
    check_formula(
        "steps(A, 4 -> 3, 2 -> 1)",
        &["23:11 item[1].points gap at else"],
    );
    check_formula(
        "steps(A, 2 -> 1, 4 -> 3, else 0)",
        &["23:28 item[1].points gap at 4 -> 3"],
    );
    check_formula(
        "steps(A, 2 -> 1, 2 -> 3, else 0)",
        &["23:28 item[1].points gap at 2 -> 3"],
    );
    check_formula(
        "steps(C, 9 -> 3, else 0)",
        &["23:20 item[1].points gap at 9 -> 3"],
    );
    check_formula(
        "steps(A, 0 -> 3, else 0)",
        &["23:11 item[1].points gap at else"],
    );
    check_formula(
        "steps(A, 0 -> 3, above 0 -> 4)",
        &["23:28 item[1].points gap at above 0 -> 4"],
    );
}

#[test]
fn a_lookup_names_every_option_and_only_those() {
    check_formula(
        "lookup(W, NONE -> 0)",
        &["23:11 item[1].points gap at SOME"],
    );
    check_formula(
        "lookup(W, NONE -> 0, MANY -> 3)",
        &["23:32 item[1].points no option MANY"],
    );
    check_formula(
        "lookup(W, NONE -> 0, NONE -> 1, else 2)",
        &["23:32 item[1].points gap at NONE"],
    );
    check_formula(
        "lookup(A, NONE -> 0)",
        &["23:18 item[1].points A is no option"],
    );
}

#[test]
fn each_indicator_is_used_as_what_it_is() {
    check_formula("min(max, Q)", &["23:20 item[1].points Q is no number"]);
    check_formula("min(max, T)", &["23:20 item[1].points T is no number"]);
    check_formula("if(A, 1, 0)", &["23:14 item[1].points A is no true|false"]);
    check_formula("if(W = 3, 1, 0)", &["23:18 item[1].points cannot read 3"]);
    check_formula(
        "if(W < SOME, 1, 0)",
        &["23:14 item[1].points cannot read W < SOME"],
    );
    check_formula(
        "if(unit.site, 1, 0)",
        &["23:14 item[1].points no trait site"],
    );
}

#[test]
fn codes_are_given_once() {
    check(
        "code = \"K.1\"",
        "code = \"G.1\"",
        &["25:8 item[2].code again G.1 of 19"],
    );
    check(
        "code = \"K\"",
        "code = \"G\"",
        &[
            "15:8 group[2].code again G of 11",
            "17:7 group[2].max sum 40 is 0",
            "26:9 item[2].group no group K",
        ],
    );
}

#[test]
fn bands_go_down_to_zero() {
    check("from = 0", "from = 10", &["4:1 band gap at 0 … < 10"]);
    check(
        "from = 0",
        "from = 90",
        &[
            "4:1 band gap at 0 … < 90",
            "9:8 band[2].from 90 not in 0 … < 80",
        ],
    );
}

#[test]
fn the_order_begins_with_the_total_and_names_groups() {
    check(
        "\"total\", \"G\"",
        "\"total\", \"H\"",
        &["3:19 order H not in exact_total | received | G | K"],
    );
    check(
        "\"total\", \"G\"",
        "\"G\"",
        &[
            "3:10 order G not in total | exact_total",
            "3:15 order received not in total | exact_total",
        ],
    );
}

#[test]
fn an_item_is_worth_something_and_has_one_rule() {
    check(
        "points = \"max * min(1, A / N)\"",
        "",
        &["18:1 item[1].points missing"],
    );
    check(
        "manual = { step = 0.5 }",
        "manual = { step = 0.7 }",
        &["29:19 item[2].manual.step 0.7 not in 40 / n"],
    );
    check(
        "manual = {",
        "points = \"max\"\nmanual = {",
        &["29:10 item[2].points unknown, None"],
    );
    check(
        "manual =",
        "manuel =",
        &[
            "24:1 item[2].points missing",
            "29:1 item[2].manuel unknown, Some(\"manual\")",
        ],
    );
}

#[test]
fn faults_of_all_items_are_told_together() {
    let text = GOOD
        .replace("A / N", "A / B")
        .replace("code = \"K.1\"", "code = \"G.1\"")
        .replace("report.corrected_down", "report.corrected_up");
    let complaints = Scale::load("scale.toml", &text, &indicators(FORM)).unwrap_err();
    let lines: Vec<usize> = complaints.iter().map(|c| c.place.line).collect();
    assert_eq!(lines, [23, 25, 35]);
}

#[test]
fn a_formula_that_nests_without_end_is_refused_and_not_followed() {
    let deep = format!("{}1{}", "(".repeat(500), ")".repeat(500));
    let text = GOOD.replace("max * min(1, A / N)", &deep);
    assert!(Scale::load("scale.toml", &text, &indicators(FORM)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_written_as_a_formula_is_read_or_refused(
        formula in "[A-CNQWT0-9.%()*/+<>=, -]{0,60}|(min|max|steps|lookup|if|best|A|N|\\(|\\)|,|->|else|above|1| ){0,30}"
    ) {
        let text = GOOD.replace("max * min(1, A / N)", &formula);
        let _ = Scale::load("scale.toml", &text, &indicators(FORM));
    }
}
