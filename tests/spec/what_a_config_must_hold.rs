//! The configuration: every fault at once, in words, with line and column.

use std::time::Duration;

use congvu::{
    complaint::{Complaint, Place, Problem},
    config::{Config, Level, Tls},
    sender::Proof,
    words::{Lang, complaints::complaint},
};

/// A good configuration.
pub const GOOD: &str = r#"[mailbox]
address = "baocao@hue.gov.vn"
host = "mail.hue.gov.vn"
password_file = "/etc/congvu/imap"

[smtp]
host = "mail.hue.gov.vn"
user = "baocao@hue.gov.vn"
password_file = "/etc/congvu/smtp"

[store]
url = "sqlite:/var/lib/congvu/congvu.db"

[campaign]
dir = "/etc/congvu/huong-tra-2015"

[sender]
own_hosts = ["mx.hue.gov.vn"]
accept = ["sasl", "dkim"]
"#;

/// What is said against one.
pub fn faults(text: &str) -> Vec<Complaint> {
    Config::load("congvu.toml", text).err().unwrap_or_default()
}

/// The good configuration with one change, and everything said about it.
pub fn check(good: &str, bad: &str, expected: &[&str]) {
    assert!(GOOD.contains(good), "{good}");
    let told: Vec<String> = faults(&GOOD.replacen(good, bad, 1))
        .iter()
        .map(|fault| complaint(Lang::En, fault))
        .collect();
    assert_eq!(told, expected);
}

pub fn with(lines: &str) -> Config {
    Config::load("congvu.toml", &format!("{GOOD}{lines}")).unwrap()
}

#[test]
fn a_short_configuration_is_complete() {
    let config = with("");
    assert_eq!(config.mailbox.server.port, 993);
    assert_eq!(config.mailbox.server.tls, Tls::Implicit);
    assert_eq!(config.mailbox.user, "baocao@hue.gov.vn");
    assert_eq!(config.mailbox.folder, "INBOX");
    assert_eq!(config.mailbox.poll, Duration::from_secs(60));
    assert_eq!(config.smtp.server.port, 465);
    assert_eq!(config.sender.accept, [Proof::Sasl, Proof::Dkim]);
    assert_eq!(config.limits.mail_bytes, 35 * 1_048_576);
    assert_eq!(config.web.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.web.public_url, "http://127.0.0.1:8080");
    assert!(config.web.asks_for_codes);
    assert_eq!(config.log.level, Level::Info);
}

#[test]
fn the_pages_are_told_how_people_reach_them_and_what_they_show() {
    let web =
        with("[web]\npublic_url = \"https://congvu.hue.gov.vn/\"\nsecond_factor = \"optional\"\n")
            .web;
    assert_eq!(web.public_url, "https://congvu.hue.gov.vn");
    assert!(!web.asks_for_codes);
    for wrong in [
        "congvu.hue.gov.vn",
        "ftp://a",
        "https://",
        "https://a/b",
        "https://a b",
    ] {
        let faults = faults(&format!("{GOOD}[web]\npublic_url = \"{wrong}\"\n"));
        assert_eq!(faults.len(), 1, "{wrong}");
    }
}

#[test]
fn the_demos_configuration_is_one() {
    let text = include_str!("../../deploy/demo/config.toml.in")
        .replace("@TOWN_MAILBOX@", "baocao@hue.gov.vn")
        .replace("@MAIL_HOST@", "mx.hue.gov.vn")
        .replace("@STORE@", "sqlite:congvu.db")
        .replace("@IMAP_PORT@", "143")
        .replace("@SMTP_PORT@", "25")
        .replace("@DNS_PORT@", "53")
        .replace("@WEB_PORT@", "8080");
    assert_eq!(faults(&text), []);
}

#[test]
fn what_may_be_set_is_taken() {
    let config = with(
        "[dns]\nservers = ['192.0.2.1:53', '[2001:db8::1]:53']\npatience_seconds = 3\n\
         [limits]\nmail_megabytes = 1\nworkers = 64\n[web]\nlisten = '0.0.0.0:80'\n\
         [log]\nlevel = 'debug'\nformat = 'json'\n",
    );
    assert_eq!(config.dns.servers.len(), 2);
    assert_eq!(config.dns.patience, Duration::from_secs(3));
    assert_eq!(
        (config.limits.mail_bytes, config.limits.workers),
        (1_048_576, 64)
    );
    assert_eq!(config.web.listen.port(), 80);
    assert!(config.log.json);
}

#[test]
fn codes_of_forms_are_made_only_where_a_key_file_is_named() {
    assert_eq!(with("").form_key, None);
    let named = GOOD.replace("[sender]", "form_key_file = \"form.key\"\n[sender]");
    let config = Config::load("congvu.toml", &named).unwrap();
    assert_eq!(config.form_key, Some("form.key".into()));
}

#[test]
fn an_empty_file_is_told_everything_it_lacks() {
    let keys: Vec<String> = faults("").into_iter().map(|fault| fault.key).collect();
    for key in [
        "mailbox",
        "mailbox.address",
        "mailbox.host",
        "mailbox.password_file",
        "smtp.host",
        "store.url",
        "campaign.dir",
        "sender",
    ] {
        assert!(keys.iter().any(|found| found == key), "{key}: {keys:?}");
    }
}

#[test]
fn every_fault_is_told_in_one_reading() {
    let text = GOOD
        .replace("[mailbox]", "[mailbox]\npol_seconds = 5")
        .replace("host = \"mail.hue.gov.vn\"\nuser", "host = 25\nuser")
        .replace("\"sasl\", \"dkim\"", "\"sasl\", \"sfp\"")
        + "[limits]\nworkers = 0\n";
    let places: Vec<String> = faults(&text)
        .iter()
        .map(|fault| format!("{}:{} {}", fault.place.line, fault.place.column, fault.key))
        .collect();
    let expected = [
        "2:1 mailbox.pol_seconds",
        "8:8 smtp.host",
        "20:19 sender",
        "22:11 limits.workers",
    ];
    assert_eq!(places, expected);
}

#[test]
fn a_misspelt_setting_is_told_the_nearest() {
    check(
        "[mailbox]",
        "[mailbox]\npol_seconds = 5",
        &[
            "congvu.toml:2:1: mailbox.pol_seconds: There is no such setting. If \"poll_seconds\" is meant, rename it; or else remove it.",
        ],
    );
    check(
        "[store]",
        "[stroe]\n[store]",
        &[
            "congvu.toml:11:2: stroe: There is no such setting. If \"store\" is meant, rename it; or else remove it.",
        ],
    );
    check(
        "[store]",
        "[store]\nzzzzzzzz = 1",
        &[
            "congvu.toml:12:1: store.zzzzzzzz: This setting is not used here. Check its name or remove it.",
        ],
    );
}

#[test]
fn what_is_required_is_asked_for() {
    check(
        "host = \"mail.hue.gov.vn\"\npassword",
        "password",
        &["congvu.toml:1:1: mailbox.host: This is required and is missing. Add it."],
    );
    check(
        "\"/etc/congvu/smtp\"",
        "\"\"",
        &["congvu.toml:6:1: smtp.password_file: This is required and is missing. Add it."],
    );
    check(
        "[\"mx.hue.gov.vn\"]",
        "[]",
        &["congvu.toml:17:1: sender.own_hosts: This is required and is missing. Add it."],
    );
}

#[test]
fn a_value_of_the_wrong_type_is_told_what_is_wanted() {
    check(
        "host = \"mail.hue.gov.vn\"\npassword",
        "host = true\npassword",
        &[
            "congvu.toml:3:8: mailbox.host: This takes a text in quotes, but the file has true or false. Write it anew.",
        ],
    );
    check(
        "own_hosts = [\"mx.hue.gov.vn\"]",
        "own_hosts = \"mx.hue.gov.vn\"",
        &[
            "congvu.toml:17:1: sender.own_hosts: This is required and is missing. Add it.",
            "congvu.toml:18:13: sender.own_hosts: This takes a list of texts, but the file has a text. Write it anew.",
        ],
    );
}

#[test]
fn a_value_out_of_bounds_is_told_the_bounds() {
    check(
        "[smtp]",
        "[smtp]\nport = 70000",
        &["congvu.toml:7:8: smtp.port: \"70000\" cannot stand here. Write it as: 1..65535."],
    );
    check(
        "baocao@hue.gov.vn",
        "baocao",
        &[
            "congvu.toml:2:11: mailbox.address: \"baocao\" cannot stand here. Write it as: hopthu@donvi.gov.vn.",
        ],
    );
    check(
        "sqlite:/var/lib/congvu/congvu.db",
        "mysql://x",
        &[
            "congvu.toml:12:7: store.url: \"mysql://x\" cannot stand here. Write it as: sqlite:PATH | postgres://USER@HOST/NAME.",
        ],
    );
}

#[test]
fn a_password_leaves_the_machine_only_encrypted() {
    check(
        "[smtp]",
        "[smtp]\ntls = \"off\"",
        &[
            "congvu.toml:7:7: smtp.tls: \"off\" cannot stand here. Write it as: implicit | starttls.",
        ],
    );
    let local = GOOD.replace("mail.hue.gov.vn", "127.0.0.1");
    assert_eq!(
        faults(&local.replace("[smtp]", "[smtp]\ntls = \"off\"")),
        []
    );
}

#[test]
fn a_file_that_is_no_toml_is_told_where() {
    let told = faults("[mailbox]\naddress = \n");
    let syntax = told
        .iter()
        .find(|f| matches!(f.problem, Problem::Syntax(_)));
    assert_eq!(syntax.unwrap().place.line, 2, "{told:?}");
}

/// One complaint of each kind, said in both languages.
#[test]
fn every_kind_of_fault_has_its_sentence_in_both_languages() {
    for problem in every_problem() {
        let fault = Complaint {
            place: Place {
                file: "a.toml".to_owned(),
                line: 3,
                column: 7,
            },
            key: "x.y".to_owned(),
            problem,
        };
        let (vi, en) = (complaint(Lang::Vi, &fault), complaint(Lang::En, &fault));
        for said in [&vi, &en] {
            assert!(said.starts_with("a.toml:3:7: x.y: "), "{said}");
            assert!(said.ends_with('.') && !said.contains('\n'), "{said}");
        }
        assert!(
            vi.to_lowercase().contains("hãy ") || vi.contains("cần: "),
            "says no remedy: {vi}"
        );
        assert!(
            en.is_ascii() || en.contains('…') || en.contains('∞'),
            "{en}"
        );
    }
}

fn every_problem() -> Vec<Problem> {
    let text = || "A".to_owned();
    vec![
        Problem::Unreadable(text()),
        Problem::Syntax("a\nb".to_owned()),
        Problem::Missing,
        Problem::Unknown { nearest: None },
        Problem::Unknown {
            nearest: Some(text()),
        },
        Problem::WrongType {
            expected: "text",
            found: "integer".to_owned(),
        },
        Problem::NotAllowed {
            found: text(),
            allowed: text(),
        },
        Problem::Duplicate {
            value: text(),
            first_line: 2,
        },
        Problem::Dangling {
            name: text(),
            kind: "indicator",
        },
        Problem::Dangling {
            name: String::new(),
            kind: "unit",
        },
        Problem::EndsBeforeStart,
        Problem::Sum {
            declared: text(),
            actual: text(),
        },
        Problem::Formula {
            found: text(),
            expected: text(),
        },
        Problem::Formula {
            found: String::new(),
            expected: text(),
        },
        Problem::CanExceedMax {
            most: text(),
            max: text(),
            written: text(),
        },
        Problem::CanExceedMax {
            most: "∞".to_owned(),
            max: text(),
            written: text(),
        },
        Problem::CanFallBelowZero(text()),
        Problem::DividesByZero { divisor: text() },
        Problem::StepsWithGaps(text()),
        Problem::WrongKind {
            code: text(),
            expected: "number",
        },
        Problem::SecretExposed,
    ]
}

#[test]
fn the_sentence_names_what_is_wanted_in_the_readers_language() {
    let fault = Complaint {
        place: Place {
            file: "t.csv".to_owned(),
            line: 2,
            column: 1,
        },
        key: "unit".to_owned(),
        problem: Problem::Dangling {
            name: "p.x".to_owned(),
            kind: "unit",
        },
    };
    let said =
        "t.csv:2:1: unit: Không có đơn vị nào tên là \"p.x\". Hãy sửa tên hoặc khai báo thêm.";
    assert_eq!(complaint(Lang::Vi, &fault), said);
}

#[test]
fn how_much_is_answered_has_bounds_that_can_be_set() {
    let usual = with("").answers;
    assert_eq!(
        (usual.hour, usual.day, usual.town_minute, usual.town_day),
        (10, 30, 60, None)
    );
    let set = with("[answers]\nper_hour = 5\ntown_per_day = 900\n").answers;
    assert_eq!((set.hour, set.day, set.town_day), (5, 30, Some(900)));
    let none = faults(&format!("{GOOD}[answers]\nper_day = 0\n"));
    assert_eq!(none.len(), 1);
}
