//! What a form file must hold to be used, and that the shipped ones carry the
//! whole model.

use std::path::Path;

use congvu::form::{Form, Kind};
use rust_decimal::Decimal;

use crate::ward::{form, shipped};

/// A form that is good but for one thing. Expected: the places and keys that
/// are complained about, in order.
fn check(instead_of: &str, put: &str, expected: &[&str]) {
    let good = r#"[form]
id = "thu-I"
kind = "I"
title = "Báo cáo"

[[group]]
code = "HT"
label = "Hạ tầng"

[[group.indicator]]
code = "HT01"
label = "Tổng số máy tính"
unit = "máy"
type = "int"
min = 0

[[group.indicator]]
code = "HT02"
label = "Số máy dùng được"
unit = "máy"
type = "int"

[[group.indicator]]
code = "HT07"
label = "Có mạng LAN"
type = "bool"

[[rule]]
when = "HT07 = no"
require = "HT02 <= HT01"
"#;
    assert!(good.contains(instead_of), "{instead_of}");
    let text = good.replacen(instead_of, put, 1);
    let complaints = Form::load("form.toml", &text).err().unwrap_or_default();
    let told: Vec<String> = complaints
        .iter()
        .map(|it| format!("{}:{} {:?}", it.place.line, it.key, it.problem))
        .collect();
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told} is not {expected}");
    }
}

#[test]
fn a_good_file_is_taken() {
    check("", "", &[]);
}

#[test]
fn one_code_belongs_to_one_indicator() {
    check(
        "\"HT02\"",
        "\"HT01\"",
        &[
            "18:group[1].indicator[2].code Duplicate",
            "30:HT02 <= HT01 Dangling",
        ],
    );
}

#[test]
fn an_example_is_an_answer_that_would_be_taken() {
    let with = |example: &str| format!("\"HT02\"\nexample = {example:?}");
    check("\"HT02\"", &with("12"), &[]);
    let wrong = ["19:group[1].indicator[2].example NotAllowed"];
    check("\"HT02\"", &with("12,5"), &wrong);
    check("\"HT02\"", &with("khoảng 20"), &wrong);
}

#[test]
fn one_label_belongs_to_one_indicator() {
    check(
        "Số máy dùng được",
        "tổng số MÁY tính",
        &["19:group[1].indicator[2].label Duplicate"],
    );
}

#[test]
fn a_rule_names_only_indicators_of_the_form() {
    check(
        "HT02 <= HT01",
        "HT02 <= HT99 + 1",
        &["30:HT02 <= HT99 + 1 Dangling"],
    );
}

#[test]
fn a_rule_compares_what_can_be_compared() {
    check(
        "HT02 <= HT01",
        "HT02 <= HT07",
        &["30:HT02 <= HT07 WrongKind"],
    );
    check("HT07 = no", "HT01 = no", &["29:HT01 = no WrongKind"]);
}

#[test]
fn a_rule_that_cannot_be_read_is_shown() {
    check("HT02 <= HT01", "HT02 HT01", &["30:HT02 HT01 Formula"]);
    check(
        "HT02 <= HT01",
        "HT02 <= HT01 HT01",
        &["30:HT02 <= HT01 HT01 Formula"],
    );
}

#[test]
fn a_misspelt_setting_is_told_with_the_nearest() {
    check(
        "unit = \"máy\"",
        "unti = \"máy\"",
        &["13:group[1].indicator[1].unti Unknown { nearest: Some(\"unit\") }"],
    );
}

#[test]
fn a_list_of_options_has_options() {
    check(
        "type = \"bool\"",
        "type = \"enum\"",
        &[
            "23:group[1].indicator[3].options Missing",
            "29:HT07 = no WrongKind",
        ],
    );
}

#[test]
fn every_fault_is_told_at_once() {
    check(
        "id = \"thu-I\"\nkind = \"I\"",
        "version = \"x\"",
        &[
            "1:form.id Missing",
            "1:form.kind Missing",
            "2:form.version WrongType",
        ],
    );
}

/// The model as the domain research wrote it down; absent on a machine that
/// has only the repository.
fn model() -> Option<Vec<csv::StringRecord>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/domain/model_forms.csv");
    let Ok(mut reader) = csv::Reader::from_path(&path) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            path.display()
        );
        return None;
    };
    Some(reader.records().map(Result::unwrap).collect())
}

fn type_of(kind: &Kind) -> String {
    match kind {
        Kind::Whole => "int".into(),
        Kind::Decimal(places) => format!("decimal({places})"),
        Kind::YesNo => "bool".into(),
        Kind::Choice(choices) => {
            let codes: Vec<&str> = choices.iter().map(|it| it.code.as_str()).collect();
            format!("enum{{{}}}", codes.join(","))
        }
        Kind::Text(_) => "text".into(),
        Kind::List => "count-list".into(),
    }
}

fn domain_of(min: Option<Decimal>, max: Option<Decimal>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{min}..{max}"),
        (Some(min), None) => format!(">={min}"),
        (None, _) => String::new(),
    }
}

#[test]
fn the_shipped_forms_carry_every_indicator_of_the_model() {
    for (number, kind, count) in [(1, "I", 49), (2, "II", 56)] {
        let form = form(number);
        assert_eq!(form.kind, kind);
        assert_eq!(form.indicators().count(), count);
        let Some(model) = model() else { continue };
        let expected: Vec<[String; 6]> = model
            .iter()
            .filter(|row| row[7].split(',').any(|form| form == kind))
            .map(|row| [&row[0], &row[1], &row[2], &row[3], &row[4], &row[5]].map(String::from))
            .collect();
        let carried: Vec<[String; 6]> = form
            .groups
            .iter()
            .flat_map(|group| group.indicators.iter().map(move |it| (group, it)))
            .map(|(group, it)| {
                // How much money there can be is ours: it tells đồng from millions.
                let max = it.max.filter(|_| it.unit != "triệu đồng");
                let (kind, domain) = (type_of(&it.kind), domain_of(it.min, max));
                [
                    it.code.to_string(),
                    group.code.clone(),
                    it.label.clone(),
                    it.unit.clone(),
                    kind,
                    domain,
                ]
            })
            .collect();
        assert_eq!(carried, expected);
    }
}

#[test]
fn the_shipped_forms_carry_every_comparison_of_the_model() {
    let Some(model) = model() else { return };
    for (number, kind) in [(1, "I"), (2, "II")] {
        let text = shipped(&format!("form-{number}.toml")).replace(' ', "");
        for row in model
            .iter()
            .filter(|row| row[7].split(',').any(|form| form == kind))
        {
            for rule in row[6].split(';').map(|rule| rule.trim().replace(' ', "")) {
                let is_comparison = rule.starts_with(|c: char| c.is_ascii_uppercase())
                    && rule.contains("=")
                    && rule.is_ascii();
                let written = format!("require=\"{rule}\"");
                assert!(!is_comparison || text.contains(&written), "{kind}: {rule}");
            }
        }
    }
}

#[test]
fn a_form_names_earlier_versions_that_it_takes_and_no_others() {
    let with = |accepts: &str| format!("kind = \"I\"\nversion = 3\naccepts = {accepts}");
    check("kind = \"I\"", &with("[1, 2]"), &[]);
    check("kind = \"I\"", &with("[3]"), &["5:form.accepts NotAllowed"]);
    check("kind = \"I\"", &with("[0]"), &["5:form.accepts NotAllowed"]);
    check(
        "kind = \"I\"",
        &with("[\"1\"]"),
        &["5:form.accepts WrongType"],
    );
    check("kind = \"I\"", &with("1"), &["5:form.accepts WrongType"]);
}
