//! Our mailbox, by its other names, and where its letters come back.

use congvu::config::Config;

use crate::what_a_config_must_hold::{GOOD, check, faults, with};

#[test]
fn other_addresses_of_the_mailbox_are_taken_and_each_faulty_one_is_told() {
    let named =
        |aliases: &str| GOOD.replace("[mailbox]", &format!("[mailbox]\naliases = {aliases}"));
    let config = Config::load("congvu.toml", &named("['vanthu@hue.gov.vn']")).unwrap();
    let aliases: Vec<&str> = config
        .mailbox
        .aliases
        .iter()
        .map(|it| it.as_str())
        .collect();
    assert_eq!(aliases, ["vanthu@hue.gov.vn"]);
    let told = faults(&named("['vanthu@hue.gov.vn', 'vanthu', 'a@b']"));
    let places: Vec<(usize, usize)> = told
        .iter()
        .map(|fault| (fault.place.line, fault.place.column))
        .collect();
    assert_eq!(places, [(2, 33), (2, 43)]);
}

#[test]
fn bounces_come_to_our_own_mailbox_unless_another_is_named() {
    assert_eq!(with("").smtp.bounces_to.as_str(), "baocao@hue.gov.vn");
    let named = GOOD.replace("[smtp]", "[smtp]\nbounces_to = \"thu-tra-lai@hue.gov.vn\"");
    let config = Config::load("congvu.toml", &named).unwrap();
    assert_eq!(config.smtp.bounces_to.as_str(), "thu-tra-lai@hue.gov.vn");
    check(
        "[smtp]",
        "[smtp]\nbounces_to = \"<>\"",
        &[
            "congvu.toml:7:14: smtp.bounces_to: \"<>\" cannot stand here. Write it as: hopthu@donvi.gov.vn.",
        ],
    );
}
