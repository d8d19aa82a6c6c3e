//! What the configuration says about proofs of the sender.

use congvu::{config::Config, sender::Proof};

use crate::what_a_config_must_hold::{GOOD, check, faults};

#[test]
fn the_sample_accepts_nothing_and_every_setting_it_names_is_one() {
    let text = include_str!("../../deploy/congvu.toml");
    let config = Config::load("congvu.toml", text).unwrap();
    assert!(config.sender.accept.is_empty());
    // Settings that are only named stand behind one `# `, with an equals sign.
    let named = |line: &str| {
        let rest = line.strip_prefix("# ").unwrap_or(line);
        let key = rest.split(['=', ' ']).next().unwrap_or_default();
        let setting =
            rest.contains(" = ") && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        let section = rest.starts_with('[') && rest.ends_with(']');
        if setting || section {
            rest.to_owned()
        } else {
            line.to_owned()
        }
    };
    let all: Vec<String> = text.lines().map(named).collect();
    let all = all.join("\n");
    assert_eq!(faults(&all), []);
    // What it names as usual is what holds without it.
    let limits = Config::load("congvu.toml", &all).unwrap().limits;
    assert_eq!(format!("{limits:?}"), format!("{:?}", config.limits));
}

#[test]
fn proofs_are_taken_in_any_order_and_none_is_an_answer_too() {
    let accept = |words: &str| {
        let text = GOOD.replace("[\"sasl\", \"dkim\"]", words);
        let config = Config::load("congvu.toml", &format!("{text}authserv_id = 'mx'\n"));
        config.unwrap().sender.accept
    };
    assert_eq!(accept("[]"), []);
    assert_eq!(accept("['spf', 'sasl']"), [Proof::Spf, Proof::Sasl]);
    let all = accept("['both', 'dkim', 'sasl', 'spf']");
    assert_eq!(all, [Proof::Both, Proof::Dkim, Proof::Sasl, Proof::Spf]);
}

#[test]
fn before_a_calibration_nothing_is_known_and_nothing_is_asked() {
    let text = GOOD.replace("own_hosts = [\"mx.hue.gov.vn\"]\n", "");
    let uncalibrated = text.replace("accept = [\"sasl\", \"dkim\"]\n", "");
    let config = Config::load("congvu.toml", &uncalibrated).unwrap();
    assert!(config.sender.accept.is_empty() && config.sender.own_hosts.is_empty());
    assert_eq!(config.sender.authserv_id, None);
}

#[test]
fn who_believes_the_server_says_by_which_name_it_signs() {
    check(
        "\"dkim\"",
        "\"spf\"",
        &["congvu.toml:19:19: sender.authserv_id: This is required and is missing. Add it."],
    );
    check(
        "accept = [",
        "authserv_id = \"mx.hue.gov.vn; dmarc=pass\"\naccept = [\"both\", ",
        &[
            "congvu.toml:19:15: sender.authserv_id: \"mx.hue.gov.vn; dmarc=pass\" cannot stand here. Write it as: mx.donvi.gov.vn.",
        ],
    );
    check(
        "\"sasl\", \"dkim\"",
        "\"sasl\", \"dmarc\"",
        &[
            "congvu.toml:19:19: sender: \"dmarc\" cannot stand here. Write it as: sasl | dkim | both | spf.",
        ],
    );
}
