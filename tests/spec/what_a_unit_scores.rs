//! A whole report of each kind, worked out by hand, and what holds for every
//! report.

use congvu::figures::{Code, Value};
use congvu::scoring::{
    outcome::{State, UnitScore, published},
    participant::{Participant, Timeliness},
    scale::Scale,
    score::score,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::scoring_world::{form_one, form_two, number, scale_four, scale_three, unit};

const DEPARTMENT: &str = "CB01=20 CB02=16 HT01=18 HT02=15 HT03=12 HT04=15 HT05=12 HT06=1 HT08=30 \
    HT09=9 HT10=yes HT11=no HT12=2 UD01=20 UD02=15 UD03=200 UD04=150 UD05=100 UD06=80 UD07=25 \
    UD08=10 UD09=2 UD10=DA_CAP UD11=no TT01=7 TT02=8 TT03=0 TT04=0 TT05=yes TR01=no TR03=0 TR04=0 \
    NL01=16 NL02=KIEM_NHIEM NL03=TRUNG_CAP NL04=30 MT01=CO_MUON MT02=1 MT03=yes MT04=no MT05=1 \
    DT01=1000 DT02=50 DT03=0 DT04=1";

const WARD: &str = "CB01=12 CB02=10 HT01=10 HT02=8 HT03=9 HT04=6 HT05=8 HT06=0 HT08=20 HT09=4 \
    HT10=yes HT11=yes HT12=0 UD01=12 UD02=6 UD03=100 UD04=50 UD05=40 UD06=40 UD07=4 UD09=3 \
    UD10=DANG_DUNG UD11=yes UD12=200 UD13=180 UD14=171 UD15=1 UD16=1 TT01=4 TT02=6 TT03=4 TT04=3 \
    TT05=no TR01=yes TR03=6 TR04=9 TR05=40 TR06=yes TR07=no NL01=9 NL02=CHUYEN_TRACH \
    NL03=CAO_DANG NL04=3 MT01=CO_DUNG_HAN MT02=1 MT03=yes MT05=0 DT01=500 DT02=10 DT03=2";

/// Every item as `code points`, `code n/a` or `code pending`, and the total.
fn check(scale: &Scale, group: &[Participant], expected: &str, total: &str) -> UnitScore {
    let scored = score(scale, group).units.swap_remove(0);
    let found: Vec<String> = scored
        .items
        .iter()
        .chain(&scored.adjustments)
        .map(|item| match item.state {
            State::Scored => {
                let points = item.points.round_dp(4).normalize();
                format!("{} {points}", item.code)
            }
            State::Zero => format!("{} 0", item.code),
            State::NotApplicable => format!("{} n/a", item.code),
            State::Pending => format!("{} pending", item.code),
        })
        .collect();
    let expected: Vec<String> = expected.split(',').map(|e| e.trim().to_owned()).collect();
    assert_eq!(found, expected);
    assert_eq!(scored.published, number(total));
    scored
}

#[test]
fn a_department_without_a_site_gets_66_90() {
    let mut first = unit("a", DEPARTMENT);
    first.council.insert("MT.6".into(), number("1.5"));
    first.council.insert("CT.1".into(), number("1"));
    first.corrected_down = 2;
    let best = unit("b", "HT08=40 CB02=10 DT01=100 DT02=8");
    let scored = check(
        &scale_three(),
        &[first, best],
        "HT.1 3.75, HT.2 3, HT.3 2.5714, HT.4 1.8, HT.5 0.9375, HT.6 2, HT.7 0, HT.8 1, \
         UD.1 3, UD.2 3, UD.3 5.25, UD.4 5.6, UD.5 2, UD.6 2, UD.7 2, UD.8 1, UD.9 n/a, \
         TT.1 3.5, TT.2 n/a, TT.3 1, TT.4 1, TR.1 n/a, TR.2 n/a, TR.3 n/a, \
         NL.1 3.2, NL.2 1, NL.3 0.5, NL.4 2, \
         MT.1 1, MT.2 1, MT.3 1, MT.4 0, MT.5 2, MT.6 1.5, \
         DT.1 2.5, DT.2 1, DT.3 0, DT.4 0, CT.1 1, CT.2 -2, CT.3 0",
        "66.90",
    );
    assert_eq!(scored.applicable, number("90"));
    assert_eq!(published(scored.earned), number("61.11"));
    assert!(!scored.provisional);
}

#[test]
fn a_ward_a_day_late_gets_69_10_so_far() {
    let mut first = unit("a", WARD);
    first.timeliness = Timeliness::LateBy { seconds: 86_400 };
    first.paper_missing = true;
    let best = unit("b", "HT08=25 CB02=10 TR05=50 DT01=100 DT02=4");
    let scored = check(
        &scale_four(),
        &[first, best],
        "HT.1 5.4, HT.2 2.25, HT.3 3, HT.4 1.5, HT.5 1.6, HT.6 1, HT.7 1, HT.8 0, \
         UD.1 2, UD.2 1.5, UD.3 2.5, UD.4 5, UD.5 1, UD.6 1.5, UD.7 1, UD.8 3.6, UD.9 2, UD.10 1.5, \
         TT.1 2, TT.2 2.25, TT.3 0, TT.4 1, TR.1 2, TR.2 3, TR.3 3, TR.4 1.6, TR.5 1, TR.6 0, \
         NL.1 3, NL.2 2, NL.3 1.5, NL.4 0.5, MT.1 2, MT.2 0.5, MT.3 1, MT.4 1, MT.5 pending, \
         DT.1 2, DT.2 1, DT.3 1, CT.1 0, CT.2 0, CT.3 -1",
        "69.10",
    );
    assert_eq!(scored.earned, number("68.7"));
    assert_eq!(scored.applicable, number("98"));
    assert!(scored.provisional, "the council has not marked MT.5");
}

#[test]
fn the_shipped_scales_hold_every_item_of_the_model() {
    for (scale, items) in [(scale_three(), 38), (scale_four(), 40)] {
        assert_eq!(scale.items().len(), items);
        assert_eq!(scale.adjustments().len(), 3);
        let all: Decimal = scale.items().iter().map(|item| item.max).sum();
        assert_eq!(all, Decimal::ONE_HUNDRED);
        assert!(scale.notice().contains("MÔ HÌNH"));
    }
}

#[test]
fn a_bonus_counts_as_far_as_the_council_confirms_it() {
    let scale = scale_three();
    for (confirmed, points, state) in [
        (None, "0", State::Pending),
        (Some("2"), "1", State::Scored),
        (Some("0.5"), "0.5", State::Scored),
        (Some("0"), "0", State::Zero),
    ] {
        let mut first = unit("a", DEPARTMENT);
        let confirmed = confirmed.map(|points| ("CT.1".to_owned(), number(points)));
        first.council.extend(confirmed);
        let scored = score(&scale, &[first]).units.swap_remove(0);
        assert_eq!(scored.adjustments[0].points, number(points));
        assert_eq!(scored.adjustments[0].state, state);
        assert_eq!(scored.bonus, number(points));
    }
}

#[test]
fn no_total_leaves_0_to_100() {
    let scale = scale_three();
    let mut nothing = unit("a", "");
    nothing.corrected_down = 9;
    let scored = score(&scale, &[nothing]).units.swap_remove(0);
    assert_eq!(scored.penalty, number("5"));
    assert_eq!(scored.published, Decimal::ZERO);
}

/// Figures of form II that no formula of scale IV divides by or takes away.
const GOOD: [&str; 18] = [
    "HT03", "HT04", "HT05", "HT08", "HT09", "HT12", "UD01", "UD02", "UD04", "UD06", "UD07", "UD09",
    "UD14", "UD15", "UD16", "TT01", "TT02", "TT04",
];

/// Any report that the form could accept, blanks included.
fn any_report(form: &'static str) -> impl Strategy<Value = String> {
    let form = if form == "I" { form_one() } else { form_two() };
    let codes: Vec<_> = form.0.into_iter().collect();
    proptest::collection::vec((0u32..50, any::<bool>()), codes.len()).prop_map(move |picks| {
        use congvu::scoring::indicators::IndicatorType::{Bool, Choice, Number, Text};
        let mut report = String::new();
        for ((code, kind), (n, blank)) in codes.iter().zip(picks) {
            let value = match kind {
                _ if blank && n > 40 => continue,
                Bool => if n % 2 == 0 { "yes" } else { "no" }.to_owned(),
                Choice { options } => options[n as usize % options.len()].clone(),
                Number { min, max } => {
                    let most = max.unwrap_or(Decimal::from(50));
                    Decimal::from(n)
                        .clamp(min.unwrap_or_default(), most)
                        .to_string()
                }
                Text => continue,
            };
            report.push_str(&format!("{code}={value} "));
        }
        report
    })
}

fn within_bounds(scale: &Scale, reports: &[String]) {
    let group: Vec<Participant> = reports.iter().map(|values| unit("u", values)).collect();
    for scored in score(scale, &group).units {
        for item in &scored.items {
            assert!(item.points >= Decimal::ZERO && item.points <= item.max);
        }
        assert!(scored.total >= Decimal::ZERO && scored.total <= Decimal::ONE_HUNDRED);
        assert!(scored.earned <= scored.applicable);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The order in which units are handed in means nothing.
    #[test]
    fn points_do_not_depend_on_the_order_of_the_units(
        reports in proptest::collection::vec(any_report("II"), 2..6),
        turn in 1usize..6,
    ) {
        let scale = scale_four();
        let mut group: Vec<Participant> = (0..)
            .zip(&reports)
            .map(|(n, values)| unit(&format!("u{n}"), values))
            .collect();
        let points = |group: &[Participant]| {
            let mut units = score(&scale, group).units;
            units.sort_by(|a, b| a.unit.cmp(&b.unit));
            units
        };
        let before = points(&group);
        let by = turn % group.len();
        group.rotate_left(by);
        prop_assert_eq!(before, points(&group));
    }

    /// Of a figure that a formula only gives points for, more is never worth
    /// less: not to the item, and not to the total.
    #[test]
    fn more_of_what_is_asked_for_never_scores_less(
        report in any_report("II"),
        which in 0usize..GOOD.len(),
        more in 1u32..40,
    ) {
        let scale = scale_four();
        let code = Code::parse(GOOD[which]).unwrap();
        let less = unit("u", &report);
        let mut greater = less.clone();
        let Some(Value::Number(own)) = less.figures.get(GOOD[which]) else {
            return Ok(());
        };
        greater.figures.0.insert(code, Value::Number(own + Decimal::from(more)));
        let other = unit("other", WARD);
        let scored = |own: Participant| score(&scale, &[own, other.clone()]).units.swap_remove(0);
        let (less, greater) = (scored(less), scored(greater));
        for (less, greater) in less.items.iter().zip(&greater.items) {
            prop_assert!(less.points <= greater.points, "{}", less.code);
        }
        prop_assert!(less.total <= greater.total);
    }

    /// A mark that is not there yet is not a mark of nothing: with it the unit
    /// stands as if the item were not there, and never worse than with a zero.
    #[test]
    fn what_waits_for_the_council_is_never_counted_as_zero(report in any_report("II")) {
        let scale = scale_four();
        let waiting = unit("u", &report);
        let mut nothing = waiting.clone();
        nothing.council.insert("MT.5".into(), Decimal::ZERO);
        let scored = |own: Participant| score(&scale, &[own]).units.swap_remove(0);
        let (waiting, nothing) = (scored(waiting), scored(nothing));
        prop_assert!(waiting.provisional);
        prop_assert_eq!(waiting.earned, nothing.earned);
        prop_assert_eq!(waiting.applicable + number("2"), nothing.applicable);
        prop_assert!(waiting.total >= nothing.total);
    }

    #[test]
    fn every_report_the_form_accepts_gets_points_within_its_items(
        departments in proptest::collection::vec(any_report("I"), 1..4),
        wards in proptest::collection::vec(any_report("II"), 1..4),
    ) {
        within_bounds(&scale_three(), &departments);
        within_bounds(&scale_four(), &wards);
    }
}
