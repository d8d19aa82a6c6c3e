//! `congvu mail calibrate` on mails that a real Postfix took and a real Dovecot
//! keeps: it says what they prove, changes nothing, and what it prints is what
//! the daemon then goes by.

use std::path::Path;

use congvu::edge::sealing::Seal;
use serde_json::{Value, json};

use crate::{
    Named,
    desk::{Desk, Setting},
    letter::Letter,
    report::Report,
    town::{Person, Town},
};

pub const TRIALS: &[Named] = &[
    (
        "a_calibration_recommends_what_the_mails_show_and_touches_none",
        a_calibration_recommends_what_the_mails_show_and_touches_none,
    ),
    (
        "before_a_calibration_every_report_waits_for_a_person",
        before_a_calibration_every_report_waits_for_a_person,
    ),
    (
        "a_mark_that_no_calibration_has_shown_calls_a_person",
        a_mark_that_no_calibration_has_shown_calls_a_person,
    ),
];

/// A letter to the desk with the mark of a calibration.
fn marked(desk: &Desk<'_>, kind: &str) -> Letter {
    Letter::to(desk.mailbox().address()).about(&format!("[calib:{kind}] thư thử"))
}

/// Signed as the free-mail provider signs.
fn signed(town: &Town, stranger: &Person<'_>, letter: &Letter) -> Vec<u8> {
    let fact = |name| town.office().fact(name);
    let key = Path::new(fact("DKIM_KEY"));
    let seal = Seal::read(key, fact("FREE_DOMAIN"), fact("DKIM_SELECTOR")).unwrap();
    seal.put_on(&letter.bytes(stranger.address())).unwrap()
}

/// Sends what an operator is told to send; the office has no web mailer.
fn sends_all(town: &Town, desk: &Desk<'_>) {
    let (lan, minh) = (desk.unit("lan"), desk.unit("minh"));
    let stranger = town.person(&format!("nguoila@{}", town.office().fact("FREE_DOMAIN")));
    assert_eq!(lan.sends(&marked(desk, "client")), 250);
    let large = marked(desk, "large").enclosing("lon.bin", &vec![7; 3 << 20]);
    assert_eq!(lan.sends(&large), 250);
    let outside = marked(desk, "outside");
    let bytes = signed(town, &stranger, &outside);
    assert_eq!(stranger.is_imitated(&outside.written(&bytes)), 250);
    assert_eq!(lan.is_imitated(&marked(desk, "forged")), 250);
    let host = town.office().fact("MAIL_HOST");
    let mut invented =
        format!("Authentication-Results: {host}; dmarc=pass header.from=thuathienhue.gov.vn\r\n")
            .into_bytes();
    let lying = marked(desk, "forged-ar");
    invented.extend(lying.bytes(lan.address()));
    assert_eq!(lan.is_imitated(&lying.written(&invented)), 250);
    let borrowed = marked(desk, "colleague").signed_as(minh.address());
    assert_eq!(lan.sends(&borrowed), 250);
}

fn calibrates(desk: &Desk<'_>, more: &[&str]) -> Value {
    let output = desk.runs(&[&["mail", "calibrate", "--json"], more].concat());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A desk of somebody who knows nothing about his servers yet.
fn uncalibrated(town: &Town) -> Desk<'_> {
    let desk = Desk::open_today(town, &Setting::default());
    desk.sets("congvu.toml", "sender", "own_hosts", "[]");
    desk.sets("congvu.toml", "sender", "accept", "[]");
    desk
}

fn a_calibration_recommends_what_the_mails_show_and_touches_none(town: &Town) {
    let desk = uncalibrated(town);
    let empty = calibrates(&desk, &[]);
    assert_eq!(empty["missing"].as_array().unwrap().len(), 8);
    assert_eq!(empty["settings"]["accept"], json!([]));
    sends_all(town, &desk);
    for kind in [
        "client",
        "large",
        "outside",
        "forged",
        "forged-ar",
        "colleague",
    ] {
        desk.mailbox().receives(&format!("[calib:{kind}]"));
    }
    let seen = |desk: &Desk<'_>| {
        let mut imap = desk.mailbox().reads();
        imap.command("EXAMINE INBOX");
        imap.command("FETCH 1:* (UID FLAGS)")
    };
    let before = seen(&desk);
    let told = calibrates(&desk, &[]);
    let host = town.office().fact("MAIL_HOST");
    assert_eq!(
        told["settings"],
        json!({ "own_hosts": [host], "authserv_id": null, "accept": ["sasl", "dkim"] }),
        "{told:#}"
    );
    assert_eq!(told["missing"], json!(["webmail", "forwarded"]));
    assert_eq!(told["proofs"][0]["covers"], json!(["client", "large"]));
    assert_eq!(told["proofs"][1]["covers"], json!(["outside"]));
    let facts = told["facts"].as_array().unwrap();
    for fact in [
        json!({ "login": ["client", true] }),
        json!({ "signature": ["client", "none"] }),
        json!({ "signature": ["outside", "good"] }),
        json!({ "results": false }),
        json!({ "forged": "untold" }),
        // Postfix alone leaves in what a sender wrote.
        json!({ "forged_results": "untold" }),
        json!({ "colleague": "told" }),
    ] {
        assert!(facts.contains(&fact), "{fact}: {told:#}");
    }
    assert_eq!(seen(&desk), before, "nothing was marked or moved");
    assert!(!desk.dir().join("congvu.db").exists(), "nothing was kept");
    let printed = desk.runs(&["mail", "calibrate"]);
    let printed = String::from_utf8(printed.stdout).unwrap();
    for line in told["toml"].as_str().unwrap().lines() {
        assert!(printed.contains(line), "{printed}");
    }
}

fn before_a_calibration_every_report_waits_for_a_person(town: &Town) {
    let desk = uncalibrated(town);
    let unit = desk.unit("huongvan01");
    let report = Report::of(&desk, &unit);
    assert_eq!(unit.sends(&report.letter()), 250);
    desk.mailbox().receives("Báo cáo CNTT 2015");
    let output = desk.runs(&["serve", "--once"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && said.contains("congvu mail calibrate"),
        "{said}"
    );
    let mails = desk.ledger().mails();
    let verdicts: Vec<_> = mails
        .iter()
        .map(|mail| mail.verdict.unwrap().as_str())
        .collect();
    assert_eq!(verdicts, ["held"]);
    let checked = desk.runs(&["check-config"]);
    assert!(
        String::from_utf8(checked.stdout)
            .unwrap()
            .contains("congvu mail calibrate")
    );
}

fn a_mark_that_no_calibration_has_shown_calls_a_person(town: &Town) {
    let desk = Desk::open_today(town, &Setting::default());
    let unit = desk.unit("huongvan01");
    assert_eq!(unit.sends(&marked(&desk, "client")), 250);
    desk.mailbox().receives("[calib:client]");
    calibrates(&desk, &["--record"]);
    // As shown, and then without the login.
    assert_eq!(unit.sends(&Report::of(&desk, &unit).letter()), 250);
    desk.mailbox().receives("Báo cáo CNTT 2015");
    assert!(desk.runs(&["serve", "--once"]).status.success());
    assert_eq!(desk.ledger().health().layouts.alarms, 0);
    // Also where the daemon has filed it.
    let filed = calibrates(&desk, &[]);
    assert_eq!(filed["mails"][0]["kind"], json!("client"));
    assert_ne!(filed["mails"][0]["folder"], json!("INBOX"));
    assert_eq!(unit.is_imitated(&marked(&desk, "forged")), 250);
    desk.mailbox().receives("[calib:forged]");
    let output = desk.runs(&["serve", "--once"]);
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(log.contains("no longer mark mail as before"), "{log}");
    assert_eq!(desk.ledger().health().layouts.alarms, 1);
    assert_eq!(desk.ledger().times("layout.alarmed"), 1);
    let listed = desk.runs(&["mail", "layouts", "--json"]);
    let first = String::from_utf8(listed.stdout).unwrap();
    let first: Value = serde_json::from_str(first.lines().next().unwrap()).unwrap();
    assert_eq!(first["alarm"], json!("unknown"));
    let id = first["id"].to_string();
    assert!(
        desk.runs(&["mail", "layouts", "--confirm", &id])
            .status
            .success()
    );
    assert_eq!(desk.ledger().health().layouts.alarms, 0);
    desk.audit_is_whole();
}
