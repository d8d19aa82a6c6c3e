//! The table of units: who may report, and from which mailbox.

use congvu::{
    address::Address,
    unit::{Registry, Unit},
    words::{Lang, complaints::complaint},
};

const HEAD: &str = "code,name,short_name,kind,group,mailbox,traits\n";
const GOOD: &str = "p.huongvan,UBND phường Hương Văn,Hương Văn,phường,B,huongvan@hue.gov.vn,site\n";

fn load(lines: &str) -> Result<Registry, Vec<String>> {
    raw(&format!("{HEAD}{lines}"))
}

fn raw(text: &str) -> Result<Registry, Vec<String>> {
    Registry::load("units.csv", text)
        .map_err(|complaints| complaints.iter().map(|c| complaint(Lang::En, c)).collect())
}

/// Every complaint about these lines, which come after a good one.
fn check(lines: &str, expected: &[&str]) {
    let told = load(&format!("{GOOD}{lines}")).err().unwrap_or_default();
    assert_eq!(told, expected);
}

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

#[test]
fn the_shipped_table_has_the_towns_thirty_one_units() {
    let text = include_str!("../../deploy/campaigns/huong-tra-2015/units.csv");
    let registry = raw(text).unwrap();
    assert_eq!(registry.iter().count(), 31);
    assert!(
        registry
            .iter()
            .all(|unit| registry.by_mailbox(&unit.mailbox) == Some(unit))
    );
    assert!(
        registry
            .iter()
            .all(|unit| registry.by_code(&unit.code) == Some(unit))
    );
}

#[test]
fn a_line_is_a_unit() {
    let registry = load(GOOD).unwrap();
    let expected = Unit {
        code: "p.huongvan".to_owned(),
        name: "UBND phường Hương Văn".to_owned(),
        short_name: "Hương Văn".to_owned(),
        kind: "phường".to_owned(),
        group: "B".to_owned(),
        mailbox: address("huongvan@hue.gov.vn"),
        traits: ["site".to_owned()].into(),
    };
    assert_eq!(registry.iter().collect::<Vec<_>>(), [&expected]);
}

#[test]
fn a_table_saved_by_excel_is_read() {
    let registry = raw(&format!(
        "\u{feff}{}",
        (HEAD.to_owned() + GOOD).replace('\n', "\r\n")
    ));
    assert_eq!(registry.unwrap().iter().count(), 1);
    let quoted = "p.a,\"UBND phường A, thị xã\",, ,B, a@hue.gov.vn ,\n";
    let registry = load(quoted).unwrap();
    let unit = registry.by_code("p.a").unwrap();
    assert_eq!(unit.short_name, "UBND phường A, thị xã");
    assert!(unit.traits.is_empty());
}

#[test]
fn columns_may_stand_in_any_order() {
    let text = "mailbox,group,name,code,kind,traits,short_name\na@hue.gov.vn,B,A,p.a,,x y,\n";
    let registry = raw(text).unwrap();
    assert_eq!(registry.by_code("p.a").unwrap().traits.len(), 2);
}

#[test]
fn every_fault_is_told_at_once_with_its_line() {
    check(
        ",,,,,no mailbox,\np.huongvan,A,,,B,huongvan@hue.gov.vn,\n",
        &[
            "units.csv:3:1: code: This is required and is missing. Add it.",
            "units.csv:3:1: name: This is required and is missing. Add it.",
            "units.csv:3:1: group: This is required and is missing. Add it.",
            "units.csv:3:1: mailbox: \"no mailbox\" cannot stand here. Write it as: hopthu@donvi.gov.vn.",
            "units.csv:4:1: code: \"p.huongvan\" stands on line 2 already. Change or remove one.",
            "units.csv:4:1: mailbox: \"huongvan@hue.gov.vn\" stands on line 2 already. Change or remove one.",
        ],
    );
}

#[test]
fn two_units_do_not_share_a_mailbox_in_another_case() {
    check(
        "p.b,B,,,B,HuongVan@HUE.gov.vn,\n",
        &[
            "units.csv:3:1: mailbox: \"huongvan@hue.gov.vn\" stands on line 2 already. Change or remove one.",
        ],
    );
}

#[test]
fn a_code_without_a_mailbox_of_its_own_is_not_used_twice_either() {
    check(
        "p.x,X,,,B,none,\np.x,X,,,B,x@hue.gov.vn,\n",
        &[
            "units.csv:3:1: mailbox: \"none\" cannot stand here. Write it as: hopthu@donvi.gov.vn.",
            "units.csv:4:1: code: \"p.x\" stands on line 3 already. Change or remove one.",
        ],
    );
}

#[test]
fn a_code_that_reads_like_a_mailbox_is_another_thing() {
    assert!(load("a@hue.gov.vn,A,,,B,a@hue.gov.vn,\n").is_ok());
}

#[test]
fn two_blank_codes_are_missing_and_not_the_same() {
    check(
        ",A,,,B,a@hue.gov.vn,\n,B,,,B,b@hue.gov.vn,\n",
        &[
            "units.csv:3:1: code: This is required and is missing. Add it.",
            "units.csv:4:1: code: This is required and is missing. Add it.",
        ],
    );
}

#[test]
fn a_line_with_too_few_cells_is_told_with_its_line() {
    let told = load(&format!("{GOOD}p.a,A\n")).unwrap_err();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("units.csv:3:1: This is not well formed"),
        "{told:?}"
    );
}

#[test]
fn a_table_without_its_columns_or_its_units_is_told() {
    let told = raw("code,name\n").unwrap_err();
    assert_eq!(told.len(), 5, "{told:?}");
    assert_eq!(
        told[0],
        "units.csv:1:1: short_name: This is required and is missing. Add it."
    );
    let told = raw(HEAD).unwrap_err();
    assert_eq!(
        told,
        ["units.csv:1:1: This is required and is missing. Add it."]
    );
}

#[test]
fn a_missing_column_is_told_once_and_not_for_every_line() {
    let told = raw("code,name,short_name,kind,group,traits\np.a,A,,,B,\np.b,B,,,B,\n").unwrap_err();
    assert_eq!(
        told,
        ["units.csv:1:1: mailbox: This is required and is missing. Add it."]
    );
}

#[test]
fn a_mailbox_that_looks_like_a_units_is_told_and_is_not_it() {
    let registry = load(GOOD).unwrap();
    let looks = |text: &str| {
        registry
            .looks_like(&address(text))
            .map(|unit| unit.code.clone())
    };
    let alike = Some("p.huongvan".to_owned());
    assert_eq!(looks("huongvan@hue.g0v.vn"), alike);
    assert_eq!(looks("phuloc@hue.gov.vn"), None);
    assert_eq!(looks("huongvam@hue.gov.vn"), alike);
    assert_eq!(looks("huongvan@hue.gov.vn"), None);
    assert!(
        registry
            .by_mailbox(&address("huongvam@hue.gov.vn"))
            .is_none()
    );
}
