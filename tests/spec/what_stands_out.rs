//! What is odd about a report beside others is told, and never rejects.

use std::collections::BTreeMap;

use congvu::{
    campaign::Campaign,
    figures::{Code, Figures, Value},
    finding::{Finding, Severity},
    form::{Neighbours, Said},
    words::{Lang, findings},
};

use crate::ward::{Draft, good_figures, good_report, shipped};

/// What is odd about a report beside last year's figures and a group.
fn compared(
    draft: &Draft,
    last_year: Option<&Figures>,
    group: &[(String, Figures)],
) -> Vec<Finding> {
    let (form, reading) = (&draft.form, draft.read());
    let said = Said::from(&reading);
    let before = last_year.map(|before| form.beside_last_year(said, before));
    let mut all = group.to_vec();
    all.push((OWN.to_owned(), reading.figures.clone()));
    let reports = all.iter().map(|(unit, figures)| (unit.as_str(), figures));
    let neighbours = Neighbours::of(form, reports);
    let beside = form.beside_group(OWN, said, &neighbours);
    before.into_iter().flatten().chain(beside).collect()
}

/// The unit whose report is compared.
const OWN: &str = "p.huongvan01";

/// Compares a report with last year's figures and with neighbours'. Expected:
/// all findings, each with its indicator and cell.
fn check(
    draft: &Draft,
    last_year: Option<&Figures>,
    group: &[(String, Figures)],
    expected: &[&str],
) {
    let found = compared(draft, last_year, group);
    let told = found.iter().map(|it| {
        assert_eq!(it.severity, Severity::Warning);
        for lang in [Lang::Vi, Lang::En] {
            let text = findings::finding(lang, it);
            let all = [&text.place, &text.found, &text.expected, &text.fix];
            assert!(all.iter().all(|part| !part.is_empty()), "{it:?}");
        }
        let code = it.indicator.as_ref().map(ToString::to_string);
        format!("{} {} {}", it.code, code.unwrap_or_default(), it.cell)
            .trim()
            .to_owned()
    });
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

/// Every number of the good report times `percent`.
fn scaled(draft: &Draft, percent: i64) -> Figures {
    let part = |value: Value| match value {
        Value::Number(number) => Value::Number(number * rust_decimal::Decimal::new(percent, 2)),
        Value::Bool(_) | Value::Text(_) => value,
    };
    let good = good_figures(&draft.form).0;
    good.into_iter()
        .map(|(code, value)| (code, part(value)))
        .collect()
}

fn with(mut figures: Figures, code: &str, number: i64) -> Figures {
    figures
        .0
        .insert(Code::parse(code).unwrap(), Value::Number(number.into()));
    figures
}

fn neighbours(draft: &Draft, count: usize) -> Vec<(String, Figures)> {
    let percent = [103, 104, 106, 107, 108, 109];
    let units = (1..).zip(percent).take(count);
    units
        .map(|(n, percent)| (format!("p.{n}"), scaled(draft, percent)))
        .collect()
}

#[test]
fn half_as_much_again_as_last_year_is_told_at_its_cell() {
    let draft = good_report(2);
    let before = scaled(&draft, 110);
    check(&draft, Some(&before), &[], &[]);
    check(
        &draft,
        Some(&with(before.clone(), "HT01", 20)),
        &[],
        &["W-LAST-YEAR HT01 E16"],
    );
    check(
        &draft,
        Some(&with(before.clone(), "HT01", 80)),
        &[],
        &["W-LAST-YEAR HT01 E16"],
    );
    check(&draft, Some(&with(before.clone(), "HT01", 24)), &[], &[]);
    // From one to three is not "tripled".
    check(&draft, Some(&with(before, "HT12", 1)), &[], &[]);
}

#[test]
fn a_figure_far_from_the_middle_of_its_group_is_told() {
    let draft = good_report(2).holding("TT01", "2400");
    check(&draft, None, &neighbours(&draft, 5), &["W-GROUP TT01 E47"]);
    check(&draft, None, &neighbours(&draft, 4), &[]);
}

#[test]
fn an_amount_a_thousand_or_a_million_times_another_may_be_in_another_unit_of_money() {
    let draft = good_report(2);
    let amount = |draft: &Draft| match good_figures(&draft.form).get("DT01") {
        Some(Value::Number(amount)) => *amount,
        Some(Value::Bool(_) | Value::Text(_)) | None => panic!("DT01 is an amount"),
    };
    let before = |amount: rust_decimal::Decimal| {
        let mut figures = scaled(&draft, 110);
        let code = Code::parse("DT01").unwrap();
        figures.0.insert(code, Value::Number(amount));
        figures
    };
    // What was a thousandth, or a thousand times as much, is told as such.
    for factor in [1_000, 1_000_000] {
        let less = before(amount(&draft) / rust_decimal::Decimal::from(factor));
        check(&draft, Some(&less), &[], &["W-MONEY DT01 E72"]);
    }
    let more = before(amount(&draft) * rust_decimal::Decimal::ONE_THOUSAND);
    check(&draft, Some(&more), &[], &["W-MONEY DT01 E72"]);
    // Ten times is only far.
    let tenth = before(amount(&draft) / rust_decimal::Decimal::TEN);
    check(&draft, Some(&tenth), &[], &["W-LAST-YEAR DT01 E72"]);
    // The same beside the group.
    let mut group = neighbours(&draft, 5);
    for (_, figures) in &mut group {
        let thousandth = amount(&draft) / rust_decimal::Decimal::ONE_THOUSAND;
        let code = Code::parse("DT01").unwrap();
        figures.0.insert(code, Value::Number(thousandth));
    }
    check(&draft, None, &group, &["W-MONEY DT01 E72"]);
}

#[test]
fn the_figures_of_a_neighbour_or_of_last_year_are_told_once() {
    let draft = good_report(2);
    let copy = with(with(good_figures(&draft.form), "HT01", 36), "HT12", 4);
    check(
        &draft,
        None,
        &[("p.2".into(), copy.clone())],
        &["W-SAME-AS-UNIT"],
    );
    check(&draft, Some(&copy), &[], &["W-SAME-AS-LAST-YEAR"]);
    check(&draft, None, &[("p.2".into(), scaled(&draft, 103))], &[]);
}

#[test]
fn nobody_is_told_whose_report_theirs_is_like() {
    let draft = good_report(2);
    let group = [("p.huongvan99".to_owned(), good_figures(&draft.form))];
    for finding in compared(&draft, None, &group) {
        assert!(!findings::in_one_line(Lang::Vi, &finding).contains("p.huongvan99"));
    }
}

#[test]
fn a_campaign_that_names_last_years_table_holds_reports_against_it() {
    let names = [
        "campaign.toml",
        "budget.toml",
        "units.csv",
        "budget.toml",
        "form-1.toml",
        "form-2.toml",
        "scale-3.toml",
        "scale-4.toml",
    ];
    let mut files: BTreeMap<String, String> =
        names.map(|name| (name.to_owned(), shipped(name))).into();
    let main = files.get_mut("campaign.toml").unwrap();
    *main = main.replace("# last_year =", "last_year =");
    let table = "unit,HT01,HT02\np.huongvan01,20,29\n";
    files.insert("values-2014.csv".into(), table.into());
    let campaign = Campaign::load(&files).unwrap();
    let read = |code: &str| {
        let unit = campaign.registry.by_code(code).unwrap();
        let (_, reading) = campaign.read(unit, &good_report(2).book).unwrap();
        reading
            .findings
            .into_iter()
            .map(|it| it.code)
            .collect::<Vec<_>>()
    };
    let unit = campaign
        .registry
        .iter()
        .find(|it| it.name.contains("Hương Văn"))
        .unwrap();
    assert_eq!(read(&unit.code), ["W-LAST-YEAR"]);
    files.insert("values-2014.csv".into(), "unit,XX99\n".into());
    assert!(Campaign::load(&files).is_err());
}
