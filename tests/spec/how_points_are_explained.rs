//! What is said of the points of an item.

use congvu::{
    scoring::{explain::Explainer, score::score},
    words::{Lang, scores::why},
};

use crate::scoring_world::{scale_three, scale_with, unit};

/// The item explained for the first of two reports, in Vietnamese.
fn check(form: &str, item: &str, report: &str, expected: &str) {
    let scale = scale_with(form, "5", item);
    let units = [unit("a", report), unit("b", report)];
    let scores = score(&scale, &units);
    let scored = &scores.units[0].items[0];
    let how = Explainer::new(&scale, &scores, &units[0])
        .explain(scored)
        .unwrap();
    assert_eq!(why(Lang::Vi, scored, &how), expected);
}

#[test]
fn points_are_explained_by_the_formula_with_the_numbers_put_in() {
    for (form, item, report, expected) in [
        (
            "A:0.. B:1..",
            "points = 'max * min(1, A / B)'",
            "A=12 B=15",
            "5 × min(1; 12 / 15) = 4; A = 12, B = 15.",
        ),
        (
            "A:0.. B:0.. C:0..",
            "points = 'max * min(1, A / (B - C))'\napplies_if = 'B > C'",
            "A=3 B=8 C=2",
            "5 × min(1; 3 / (8 − 2)) = 2,5; A = 3, B = 8, C = 2.",
        ),
        (
            "A:0.. B:0.. C:0..",
            "points = 'max * min(1, A / (B - C))'\napplies_if = 'B > C'",
            "A=3 B=2 C=2",
            "Không áp dụng cho đơn vị: điều kiện B > C không thỏa mãn (2 > 2).",
        ),
        (
            "A:0.. B:1..",
            "points = 'steps(A / B, 40% -> 3, 20% -> 2, else 0)'",
            "A=1 B=4",
            "1 / 4 = 0,25 ≥ 0,2 → 2; A = 1, B = 4.",
        ),
        (
            "A:bool",
            "points = 'if(A, max, 0)'",
            "A=no",
            "✗ → 0; A = Không.",
        ),
        (
            "D:LOW|HIGH",
            "points = 'lookup(D, LOW -> 1, HIGH -> 5)'",
            "D=LOW",
            "LOW → 1; D = LOW.",
        ),
        (
            "A:0.. B:1..",
            "points = 'max * share_of_best(A / B)'",
            "A=10 B=4",
            "5 × (10 / 4) / 2,5 = 5; A = 10, B = 4; cao nhất nhóm: 2,5 (a, b).",
        ),
        (
            "A:0.. B:1..",
            "points = 'max * min(1, A / B)'",
            "B=4",
            "Không tính được điểm vì chỉ tiêu A để trống.",
        ),
        (
            "A:0..",
            "points = 'timeliness(on_time -> 2, 2 days -> 1, else 0)'",
            "",
            "Gửi trong hạn: +0 → 2.",
        ),
    ] {
        check(form, item, report, expected);
    }
}

#[test]
fn a_penalty_says_what_it_takes() {
    let mut late = unit("a", "");
    late.paper_missing = true;
    late.corrected_down = 7;
    let scale = scale_three();
    let units = [late];
    let scores = score(&scale, &units);
    let explainer = Explainer::new(&scale, &scores, &units[0]);
    let said = |at: usize, lang| {
        let scored = &scores.units[0].adjustments[at];
        why(lang, scored, &explainer.explain(scored).unwrap())
    };
    assert_eq!(said(1, Lang::Vi), "min(5; 1 × 7) = 5 (trừ 5 điểm).");
    assert_eq!(said(2, Lang::En), "✗ → 1 (1 taken off).");
}
