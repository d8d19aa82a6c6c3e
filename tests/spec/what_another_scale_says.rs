//! Nothing is wired to one town, one year, one form or one scale: a campaign
//! with other groups, other totals, exclusions, weights, targets and a survey is
//! only other files.

use std::{collections::BTreeMap, fs, path::Path};

use congvu::{
    campaign::Campaign,
    results::{Scored, score_group},
    scoring::{
        explain::Explainer,
        outcome::{State, UnitScore, Why},
        ranking::Winner,
        scale::total::Column,
        values,
    },
    words::{Lang, scores::why},
};

use crate::scoring_world::{number, short_problem};

fn files() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/campaigns/san-sang-2020");
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn campaign() -> Campaign {
    Campaign::load(&files()).unwrap()
}

/// A table of values, scored: the group with this place in the file.
fn scored<'c>(campaign: &'c Campaign, at: usize, table: &str) -> Scored<'c> {
    let group = &campaign.groups[at];
    let mut read = values::read("v.csv", table, &campaign.entrants()).unwrap();
    score_group(group, read.remove(&group.id).unwrap())
}

fn unit<'s>(scored: &'s Scored<'_>, code: &str) -> &'s UnitScore {
    let mut units = scored.scores.units.iter();
    units.find(|unit| unit.unit == code).unwrap()
}

const DISTRICTS: &str = "unit,CB01,CB02,HT01,HT02,HT03,NV01,NV02\n\
    h.mot,10,9,có,0,có,200,150\n\
    h.hai,10,9,không,2,có,200,150\n\
    h.ba,12,8,không,1,,0,0\n";

/// 15 + 9 + 18 + 2 of 50; 15 + 9 + 8 + 2 of 50; and (6.7 + 5) of the 28 that
/// apply to the city, which has neither applications nor a firewall of its own.
#[test]
fn what_is_excluded_leaves_the_sum_and_the_rest_is_converted_to_fifty() {
    let campaign = campaign();
    let scored = scored(&campaign, 0, DISTRICTS);
    let totals = ["h.mot", "h.hai", "h.ba"].map(|code| unit(&scored, code).published);
    assert_eq!(totals, ["44", "34", "20.89"].map(number));
    let city = unit(&scored, "h.ba");
    assert_eq!(city.applicable, number("28"));
    assert_eq!(city.items[0].state, State::NotApplicable);
    assert_eq!(city.items[3].state, State::NotApplicable);
    let bands: Vec<&str> = scored
        .ranking
        .places
        .iter()
        .filter_map(|place| place.band.as_deref())
        .collect();
    assert_eq!(bands, ["II", "III", "III"]);
    let winner = &scored.ranking.awards[0].winner;
    assert_eq!(*winner, Winner::Unit("h.mot".to_owned()));
}

#[test]
fn of_several_alternatives_it_is_told_which_one_won() {
    let campaign = campaign();
    let scored = scored(&campaign, 0, DISTRICTS);
    let said = ["h.mot", "h.hai", "h.ba"].map(|code| {
        let mut participants = scored.participants.iter();
        let participant = participants.find(|one| one.unit == code).unwrap();
        let explainer = Explainer::new(&scored.group.scale, &scored.scores, participant);
        let item = &unit(&scored, code).items[2];
        why(Lang::Vi, item, &explainer.explain(item).unwrap())
    });
    assert_eq!(
        said,
        [
            "[1/3: ✓ → 18] = 18; HT01 = Có, HT02 = 0.",
            "[2/3: min(12; 4 × 2)] = 8; HT01 = Không, HT02 = 2.",
            "[3/3: 5] = 5; HT01 = Không, HT02 = 1.",
        ]
    );
}

const DEPARTMENTS: &str = "unit,CB01,CB02,NV02,SK01,B.1,B.2\n\
    s.y,10,8,120,3,10,5\n\
    s.e,10,5,40,0,5,\n\
    s.u,10,4,30,0,10,2.5\n\
    s.o,10,4,15,0,10,2.5\n";

/// s.y: 950 × (0.5 × 10/10 + 0.3 × 20/20 + 0.2 × 4/4) + 50, and no more.
/// s.e: 950 × (0.5 × 4/10 + 0.3 × 5/10 + 0.2 × 2/4), its survey left out.
/// s.u and s.o have no target: 30 and 15 are compared with each other alone.
#[test]
fn groups_are_weighed_and_units_without_a_target_compared_with_each_other() {
    let campaign = campaign();
    let scored = scored(&campaign, 1, DEPARTMENTS);
    let totals = ["s.y", "s.e", "s.u", "s.o"].map(|code| unit(&scored, code).published);
    assert_eq!(totals, ["1000", "427.5", "688.8", "451.2"].map(number));
    let places: Vec<(usize, &str)> = scored
        .ranking
        .places
        .iter()
        .map(|place| (place.rank, place.unit.as_str()))
        .collect();
    assert_eq!(places, [(1, "s.y"), (2, "s.u"), (3, "s.o"), (4, "s.e")]);
    assert_eq!(scored.group.scale.total().figures, Column::Verified);
    let survey = &unit(&scored, "s.e").items[2];
    assert_eq!(survey.why, Why::LeftOut);
    assert_eq!(unit(&scored, "s.u").items[2].points, number("5"));
}

#[test]
fn a_mark_of_another_scale_is_read_within_it() {
    let campaign = campaign();
    let table = "unit,B.2\ns.y,5.1\ns.e,2.55\ns.u,4.9\n";
    let told = values::read("v.csv", table, &campaign.entrants()).unwrap_err();
    let told: Vec<String> = told
        .iter()
        .map(|c| format!("{} {}", c.place.line, short_problem(&c.problem)))
        .collect();
    assert_eq!(
        told,
        ["2 5.1 not in 0, 0.1 … 5", "3 2.55 not in 0, 0.1 … 5"]
    );
}

/// A unit of which nothing was asked is neither better nor worse for it.
#[test]
fn without_a_target_an_item_that_asks_for_one_does_not_apply() {
    let mut files = files();
    let scale = files.get_mut("scale-departments.toml").unwrap();
    let start = scale.find("points = \"\"\"").unwrap();
    let end = start + scale[start..].find("share_of_best(NV02))\"\"\"").unwrap();
    let asked = "points = \"max * min(1, NV02 / target(NV02))\" #";
    scale.replace_range(start..end, asked);
    let campaign = Campaign::load(&files).unwrap();
    let scored = scored(&campaign, 1, DEPARTMENTS);
    let item = |code: &str| unit(&scored, code).items[0].clone();
    assert_eq!(item("s.e").points, number("8"));
    assert_eq!(item("s.o").state, State::NotApplicable);
    assert!(matches!(item("s.o").why, Why::NoTarget(_)));
}

/// Every complaint about the campaign with one file changed.
fn told(file: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = files();
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(from), "{from}");
    *text = text.replacen(from, to, 1);
    let complaints = Campaign::load(&files).unwrap_err();
    let short = |c: &congvu::complaint::Complaint| {
        let place = format!("{}:{}:{}", c.place.file, c.place.line, c.place.column);
        format!("{place} {} {}", c.key, short_problem(&c.problem))
    };
    complaints.iter().map(short).collect()
}

#[test]
fn targets_are_above_zero_and_of_known_units_and_codes() {
    for (from, to, expected) in [
        ("s.e,50", "s.e,0", "targets.csv:3:1 NV02 0 not in > 0"),
        ("s.e,50", "s.z,50", "targets.csv:3:1 unit no unit s.z"),
        (
            "NV02\n",
            "NV09\n",
            "targets.csv:1:1 NV09 unknown, Some(\"NV01\")",
        ),
    ] {
        assert_eq!(told("targets.csv", from, to), [expected]);
    }
}

#[test]
fn weights_come_to_one_and_every_group_has_one() {
    let file = "scale-departments.toml";
    assert_eq!(
        told(file, "weight = 0.3", "weight = 0.2"),
        ["scale-departments.toml:1:1 group.weight sum 1 is 0.9"]
    );
    assert_eq!(
        told(file, "weight = 0.3", ""),
        [
            "scale-departments.toml:1:1 group.weight sum 1 is 0.7",
            "scale-departments.toml:1:1 group.weight missing",
        ]
    );
}

#[test]
fn a_target_is_asked_only_of_a_number_that_the_form_has() {
    let file = "scale-departments.toml";
    assert_eq!(
        told(file, "has_target(NV02)", "has_target(NV09)"),
        ["scale-departments.toml:50:15 item[1].points no indicator NV09"]
    );
    assert_eq!(
        told(file, "has_target(NV02)", "has_target(HT01)"),
        ["scale-departments.toml:50:15 item[1].points HT01 is no number"]
    );
    assert_eq!(
        told(file, "NV02 < target(NV02)", "NV02 < target(1)"),
        ["scale-departments.toml:51:21 item[1].points cannot read 1"]
    );
}

#[test]
fn an_item_is_marked_in_one_way_and_in_steps_of_its_own_scale() {
    let file = "scale-departments.toml";
    let given = "external = { of = 5, step = 0.1 }";
    for (to, expected) in [
        (
            "external = { of = 5, step = 0.3 }",
            "scale-departments.toml:72:12 item[3].external.step 0.3 not in 5 / n",
        ),
        (
            "external = { of = 0, step = 0.1 }",
            "scale-departments.toml:72:19 item[3].external.of 0 not in > 0",
        ),
    ] {
        let found = told(file, given, to);
        assert_eq!(found.len(), 1, "{found:?}");
        let (_, said) = found[0].split_once(' ').unwrap();
        let (_, wanted) = expected.split_once(' ').unwrap();
        assert_eq!(said, wanted);
    }
}

#[test]
fn which_figures_count_must_be_said() {
    let file = "scale-departments.toml";
    let figures = "figures = \"verified\"";
    assert_eq!(
        told(file, figures, ""),
        ["scale-departments.toml:8:1 total.figures missing"]
    );
    assert_eq!(
        told(file, figures, "figures = \"mine\""),
        ["scale-departments.toml:14:11 total.figures mine not in reported | verified"]
    );
}

#[test]
fn a_total_has_bounds_and_a_way_of_rounding() {
    for (from, to, expected) in [
        ("of = 950", "of = 0", "9:6 total.of 0 not in > 0"),
        (
            "at_most = 1000",
            "at_most = 949",
            "10:11 total.at_most 949 not in >= 950",
        ),
        (
            "decimals = 1",
            "decimals = 9",
            "11:12 total.decimals 9 not in 0..4",
        ),
        (
            "half_even",
            "up",
            "12:12 total.rounding up not in half_up | half_even | down",
        ),
        (
            "dense",
            "shared",
            "13:9 total.ranks shared not in ordered | competition | dense",
        ),
    ] {
        let expected = format!("scale-departments.toml:{expected}");
        let told = told("scale-departments.toml", from, to);
        assert!(told.contains(&expected), "{told:?}");
    }
}
