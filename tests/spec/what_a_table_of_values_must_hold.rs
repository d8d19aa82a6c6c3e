//! A table of values: what it says, and every fault of it with its line.

use std::collections::BTreeMap;

use congvu::scoring::{
    participant::{Participant, Timeliness},
    values::{Entrant, read},
};

use crate::scoring_world::{figures, form_one, form_two, number, scale_four, scale_three};

fn groups(table: &str) -> Result<BTreeMap<String, Vec<Participant>>, Vec<String>> {
    let (one, two, three, four) = (form_one(), form_two(), scale_three(), scale_four());
    let entrant = |group: &str| Entrant {
        group: group.into(),
        traits: [String::from("site")].into(),
        indicators: if group == "III" { &one } else { &two },
        targets: congvu::figures::Figures::default(),
        above_zero: false,
        scale: if group == "III" { &three } else { &four },
    };
    let entrants = [("pb.noivu", "III"), ("pb.tchk", "III"), ("p.tuha", "IV")]
        .map(|(unit, group)| (unit.to_owned(), entrant(group)));
    read("values.csv", table, &entrants.into()).map_err(|complaints| {
        let told = complaints.into_iter();
        told.map(|c| {
            format!(
                "{}:{} {} {:?}",
                c.place.file, c.place.line, c.key, c.problem
            )
        })
        .collect()
    })
}

fn check_faults(table: &str, expected: &[&str]) {
    let found = groups(table).unwrap_err();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            found.starts_with(&format!("values.csv:{expected}")),
            "{found}"
        );
    }
}

#[test]
fn each_line_is_a_report_and_each_group_stands_apart() {
    let table = "\u{feff}unit,CB01,HT08,HT10,UD10,UD14,MT.6,@days_late,@paper,@corrected_down\r\n\
        pb.noivu,20,\"12,5\",Có,da_cap,,1.5,,Có,1\r\n\
        p.tuha,12,,x,KHONG,4,,0.5,Không,\r\n";
    let groups = groups(table).unwrap();
    let department = &groups["III"][0];
    assert_eq!(
        department.figures,
        figures("CB01=20 HT08=12.5 HT10=yes UD10=DA_CAP")
    );
    assert_eq!(department.council["MT.6"], number("1.5"));
    assert_eq!(department.corrected_down, 1);
    assert!(department.traits.contains("site"));
    let ward = &groups["IV"][0];
    assert_eq!(ward.figures, figures("CB01=12 HT10=yes UD10=KHONG UD14=4"));
    assert_eq!(ward.timeliness, Timeliness::LateBy { seconds: 43_200 });
    assert!(ward.paper_missing && !department.paper_missing);
}

#[test]
fn a_code_that_is_not_on_the_form_of_a_unit_is_not_read() {
    let groups = groups("unit,UD14\npb.noivu,4\n").unwrap();
    assert_eq!(groups["III"][0].figures, figures(""));
}

#[test]
fn every_fault_is_told_with_its_line_and_column() {
    check_faults(
        "unit,CB01,HT99,HT10,UD10,TR03,MT.6\n\
         pb.noivu,0,,maybe,NONE,9,3\n\
         pb.noivu,1,,,,,0.3\n\
         pb.nobody,1,,,,,\n\
         pb.tchk,1e5,,,,,\n",
        &[
            "1 HT99 Unknown { nearest: Some(\"HT0",
            "2 CB01 NotAllowed { found: \"0\", allowed: \"1 .. …\" }",
            "2 HT10 NotAllowed",
            "2 UD10 NotAllowed { found: \"NONE\", allowed: \"KHONG | DA_CAP | DANG_DUNG\" }",
            "2 TR03 NotAllowed { found: \"9\", allowed: \"0 .. 8\" }",
            "2 MT.6 NotAllowed { found: \"3\"",
            "3 MT.6 NotAllowed { found: \"0.3\"",
            "3 unit Duplicate { value: \"pb.noivu\", first_line: 2 }",
            "4 unit Dangling { name: \"pb.nobody\", kind: \"unit\" }",
            "5 CB01 NotAllowed { found: \"1e5\"",
        ],
    );
}

#[test]
fn a_table_without_units_and_a_line_with_too_many_cells_are_faults() {
    check_faults("CB01\n1\n", &["1 unit Missing", "2 unit Dangling"]);
    check_faults("unit,CB01\npb.noivu,1,2\n", &["2  Syntax"]);
}
