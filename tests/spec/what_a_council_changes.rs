//! Verified figures, marks and decisions stand beside what the units reported,
//! and a result tells both.

use std::collections::BTreeMap;

use congvu::{
    campaign::Campaign,
    council::{Kind, refusal::Refusal},
    figures::{Code, Value},
    results::Snapshot,
    scoring::participant::Standing,
    sitting::{
        checks,
        work::{self, Ground, Verified, Work, corrected_down},
    },
    words::Lang,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::{
    council_world::{campaign, codes, decision, ground, marked, reports, result},
    scoring_world::{figures, number},
};

fn verified(unit: &str, code: &str, value: Option<&str>) -> Work {
    let found = Verified {
        value: value.map(|value| Value::Number(number(value))),
        why: "đếm tại chỗ".to_owned(),
    };
    let codes = BTreeMap::from([(Code::parse(code).unwrap(), found)]);
    Work {
        verified: BTreeMap::from([(unit.to_owned(), codes)]),
        ..Work::default()
    }
}

#[test]
fn a_verified_figure_is_scored_and_the_reported_one_is_told_beside_it() {
    let (reports, unit) = (reports(), &codes()[0]);
    let before = result(&reports, &Work::default());
    let after = result(&reports, &verified(unit, "UD04", Some("300")));
    let (before, after) = (before.unit(unit).unwrap(), after.unit(unit).unwrap());
    let item = |unit: &congvu::results::UnitResult, code: &str| {
        let found = unit.items.iter().find(|item| item.code == code);
        found.unwrap().clone()
    };
    let (was, is) = (item(before, "UD.3"), item(after, "UD.3"));
    assert_ne!(was.points, is.points);
    let input = is.inputs.iter().find(|it| it.code == "UD04").unwrap();
    assert_ne!(input.reported, input.verified);
    assert_eq!(input.verified, Some(Value::Number(number("300"))));
    assert!(is.formula.contains("UD04") && is.numbers.contains("300"));
    let [correction] = &after.corrections[..] else {
        panic!("{:?}", after.corrections);
    };
    assert_eq!(correction.why, "đếm tại chỗ");
    assert_eq!(correction.reported, input.reported);
    // One figure down by more than the tolerance costs a point.
    assert_eq!(item(after, "CT.2").points.to_string(), "-1");
    assert_eq!(item(before, "CT.2").points.to_string(), "0");
}

/// A scale may let the unit's own figures count; the verified one is still a
/// correction, and costs what a correction costs.
#[test]
fn which_figures_are_scored_is_said_by_the_scale() {
    let (reports, unit) = (reports(), &codes()[0]);
    let work = verified(unit, "UD04", Some("300"));
    let folder = "deploy/campaigns/huong-tra-2015";
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let own = "figures = \"reported\"";
        (name, text.replace("figures = \"verified\"", own))
    });
    let own_figures = Campaign::load(&files.collect()).unwrap();
    for (campaign, expected) in [(campaign(), "300"), (&own_figures, "own")] {
        let group = campaign.groups.iter().find(|group| {
            let unit = campaign.registry.by_code(unit).unwrap();
            group.id == unit.group
        });
        let ground = Ground {
            campaign,
            ..ground(&reports, &work)
        };
        let participants = work::apply(ground, group.unwrap());
        let found = participants.iter().find(|it| it.unit == *unit).unwrap();
        let scored = found.figures.get("UD04");
        let is_verified = scored == Some(&Value::Number(number("300")));
        assert_eq!(is_verified, expected == "300");
        assert_eq!(found.corrected_down, 1);
    }
}

#[test]
fn a_correction_counts_as_down_beyond_the_tolerance_only() {
    let check = |was: &str, is: &str, expected: u32| {
        let down = corrected_down(&figures(was), &figures(is), number("5"));
        assert_eq!(down, expected, "{was} → {is}");
    };
    check("A1=100", "A1=95", 0);
    check("A1=100", "A1=94.99", 1);
    check("A1=100", "A1=200", 0);
    check("A1=100", "", 1);
    check("A1=0", "", 0);
    check("A1=yes", "A1=no", 1);
    check("A1=no", "A1=yes", 0);
    check("A1=DA_CAP", "A1=KHONG", 0);
    check("A1=3 A2=7 A3=yes", "A1=2 A2=7 A3=no", 2);
}

#[test]
fn an_unmarked_item_waits_and_is_no_zero() {
    let reports = reports();
    let waiting = result(&reports, &Work::default());
    assert!(waiting.provisional);
    let marked = result(&reports, &marked(&reports));
    assert!(!marked.provisional);
    for (before, after) in waiting.groups.iter().zip(&marked.groups) {
        for unit in &before.units {
            let (one, other) = (&unit.applicable, &after.units[0].applicable);
            let (one, other): (Decimal, Decimal) = (read(one), read(other));
            assert!(one < other, "{}: {one} of {other}", unit.unit);
        }
    }
}

fn read(number: &serde_json::Number) -> Decimal {
    number.to_string().parse().unwrap()
}

fn standing(work: &Work, late: bool) -> Standing {
    let mut reports = reports();
    reports[0].late = late;
    let group = campaign().groups.iter().find(|group| {
        let unit = campaign().registry.by_code(&reports[0].unit).unwrap();
        group.id == unit.group
    });
    work::apply(ground(&reports, work), group.unwrap())[0].standing
}

#[test]
fn a_late_report_is_ranked_only_while_the_council_admits_it() {
    let unit = codes().swap_remove(0);
    let (yes, no) = (
        decision(Kind::Late, &[&unit], true),
        decision(Kind::Late, &[&unit], false),
    );
    let work = |decisions: &[&congvu::sitting::work::Decision]| Work {
        decisions: decisions.iter().map(|it| (*it).clone()).collect(),
        ..Work::default()
    };
    assert_eq!(standing(&work(&[]), true), Standing::Late);
    assert_eq!(standing(&work(&[&yes]), true), Standing::Admitted);
    assert_eq!(standing(&work(&[&yes, &no]), true), Standing::Late);
    assert_eq!(standing(&work(&[&no]), false), Standing::Admitted);
    let exempt = decision(Kind::Exempt, &[&unit], true);
    assert_eq!(standing(&work(&[&exempt]), false), Standing::Exempt);
}

/// The first two units of the first group, made equal in everything.
fn tied() -> (Vec<congvu::results::Report>, [String; 2]) {
    let mut reports = reports();
    let group = &campaign().registry.by_code(&reports[0].unit).unwrap().group;
    let next = reports.iter().skip(1).position(|report| {
        let unit = campaign().registry.by_code(&report.unit).unwrap();
        unit.group == *group
    });
    let next = next.unwrap() + 1;
    reports[next].moment = reports[0].moment;
    let units = [reports[0].unit.clone(), reports[next].unit.clone()];
    (reports, units)
}

fn ranks(result: &Snapshot, units: &[String]) -> Vec<Option<usize>> {
    let rank = |unit: &String| result.unit(unit).unwrap().rank;
    units.iter().map(rank).collect()
}

#[test]
fn a_tie_takes_the_order_the_council_gives_those_very_units() {
    let (reports, [a, b]) = tied();
    let units = [a.clone(), b.clone()];
    let open = result(&reports, &Work::default());
    assert_eq!(ranks(&open, &units), [Some(1), Some(1)]);
    assert_eq!(open.undecided().count(), 1);
    let decided = Work {
        decisions: vec![decision(Kind::Tie, &[&b, &a], true)],
        ..Work::default()
    };
    let after = result(&reports, &decided);
    assert_eq!(ranks(&after, &units), [Some(2), Some(1)]);
    assert_eq!(after.undecided().count(), 0);
    assert_eq!(after.unit(&b).unwrap().prize.as_deref(), Some("Giải nhất"));
    assert_eq!(after.decisions[0].units, [b.clone(), a.clone()]);
    // Their figures change, so what was decided no longer holds.
    let mut moved = reports;
    moved[0].moment += jiff::SignedDuration::from_secs(1);
    let moved = result(&moved, &decided);
    assert_eq!(ranks(&moved, &units), [Some(2), Some(1)]);
    assert!(moved.groups.iter().all(|group| group.ties.is_empty()));
}

fn refused(written: (&str, &str), expected: &Refusal) {
    let (reports, work) = (reports(), Work::default());
    let unit = &codes()[0];
    let done = checks::correction(ground(&reports, &work), unit, written.0, written.1);
    assert_eq!(done.as_ref(), Err(expected), "{written:?}");
}

#[test]
fn a_figure_fits_the_form_or_is_refused() {
    let no = |code: &str, text: &str| Refusal::NoAnswer(code.to_owned(), text.to_owned());
    refused(("CB01", "mười hai"), &no("CB01", "mười hai"));
    refused(("CB01", "12,5"), &no("CB01", "12,5"));
    refused(("UD10", "NHIEU"), &no("UD10", "NHIEU"));
    refused(("XX99", "1"), &Refusal::NoIndicator("XX99".to_owned()));
    let (reports, work) = (reports(), Work::default());
    let ground = ground(&reports, &work);
    let now = reports[0].figures.get("CB01").unwrap().to_string();
    let same = checks::correction(ground, &codes()[0], "CB01", &now);
    assert_eq!(same, Err(Refusal::SameFigure("CB01".to_owned())));
    let blank = checks::correction(ground, &codes()[0], "cb01", "-").unwrap();
    assert_eq!((blank.code.as_str(), blank.new), ("CB01", None));
    let nobody = checks::correction(ground, "p.khongco", "CB01", "1");
    assert_eq!(nobody, Err(Refusal::NoUnit("p.khongco".to_owned())));
    let silent = Ground {
        reports: &[],
        ..ground
    };
    let silent = checks::correction(silent, &codes()[0], "CB01", "1");
    assert_eq!(silent, Err(Refusal::NoReport(codes().swap_remove(0))));
}

#[test]
fn a_mark_keeps_to_its_item_and_its_step() {
    let (reports, work) = (reports(), Work::default());
    let department = codes().into_iter().find(|code| {
        let unit = campaign().registry.by_code(code).unwrap();
        unit.group == "departments"
    });
    let department = department.unwrap();
    let check = |item: &str, points: &str, good: bool| {
        let ground = ground(&reports, &work);
        let done = checks::mark(ground, &department, item, Some(number(points)));
        assert_eq!(done.is_ok(), good, "{item} {points}: {done:?}");
    };
    check("MT.6", "1.5", true);
    check("MT.6", "2", true);
    check("MT.6", "2.5", false);
    check("MT.6", "0.3", false);
    check("MT.6", "-0.5", false);
    check("HT.1", "1", false);
    check("CT.1", "0.37", true);
}

#[test]
fn a_decision_is_about_units_it_can_be_about() {
    let (reports, [a, b]) = tied();
    let work = Work::default();
    let result = work::result(Lang::Vi, ground(&reports, &work));
    let check = |kind: Kind, units: &[&String]| {
        let units: Vec<String> = units.iter().map(|unit| (*unit).clone()).collect();
        checks::decision(ground(&reports, &work), &result, kind, &units)
    };
    assert_eq!(check(Kind::Tie, &[&b, &a]), Ok(()));
    let other = codes().pop().unwrap();
    assert!(matches!(check(Kind::Tie, &[&a]), Err(Refusal::NotTied(_))));
    let foreign = check(Kind::Tie, &[&a, &other]);
    assert!(matches!(foreign, Err(Refusal::NotTied(_))));
    assert_eq!(check(Kind::Late, &[&a]), Err(Refusal::NotLate(a.clone())));
    assert_eq!(check(Kind::Exempt, &[&a]), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_reports_and_of_work_on_different_units_does_not_matter(
        seed in any::<u64>(),
        found in proptest::collection::vec((0_usize..31, 0_u32..400), 0..12),
    ) {
        let mut shuffled = reports();
        let mut work = marked(&shuffled);
        for (at, value) in found {
            let unit = codes().swap_remove(at);
            let one = verified(&unit, "UD04", Some(&value.to_string()));
            work.verified.extend(one.verified);
        }
        let before = result(&shuffled, &work);
        shuffled.sort_by_key(|report| seed.rotate_left(u32::try_from(report.unit.len()).unwrap())
            ^ u64::from(report.workbook.to_string().as_bytes()[0]));
        let after = result(&shuffled, &work);
        prop_assert_eq!(before.digest().unwrap(), after.digest().unwrap());
        for unit in after.groups.iter().flat_map(|group| &group.units) {
            let total = read(&unit.total);
            prop_assert!(total >= Decimal::ZERO && total <= Decimal::ONE_HUNDRED);
        }
    }

    #[test]
    fn a_pending_mark_never_counts_as_zero(points in 0_u32..5, at in 0_usize..31) {
        let reports = reports();
        let (mut work, unit) = (marked(&reports), codes().swap_remove(at));
        let code = work.marks[&unit].keys().next().unwrap().clone();
        let waiting = {
            let mut without = work.clone();
            without.marks.get_mut(&unit).unwrap().remove(&code);
            result(&reports, &without)
        };
        let waits = waiting.unit(&unit).unwrap();
        prop_assert!(waits.provisional);
        work.marks.get_mut(&unit).unwrap().insert(code, Decimal::new(points.into(), 1) * Decimal::from(5));
        let zero = result(&reports, &work);
        let given = zero.unit(&unit).unwrap();
        prop_assert!(!given.provisional);
        prop_assert!(read(&waits.applicable) < read(&given.applicable)
            || given.items.iter().all(|item| item.state != "pending"));
    }
}
