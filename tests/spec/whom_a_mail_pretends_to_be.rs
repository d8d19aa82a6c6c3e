//! A registered address is recognised however it is disguised, so that an admin
//! is warned; and nobody is taken for his neighbour.

use congvu::{address::Address, mail::header::Header, unit::Registry};

const UNITS: &str = "code,name,short_name,kind,group,mailbox,traits\n\
    p.v1,Hương Văn,,,B,huongvan01@hue.gov.vn,\n\
    p.v2,Hương Vân,,,B,huongvan02@hue.gov.vn,\n\
    vp,Văn phòng,,,B,vanphong.phuloc@hue.gov.vn,\n";

fn registry() -> Registry {
    Registry::load("units.csv", UNITS).unwrap()
}

/// The unit that this From line pretends to be.
fn check(from: &str, expected: Option<&str>) {
    let raw = format!("From: {from}\r\nTo: b@hue.gov.vn\r\n\r\n");
    told(&raw, expected);
}

fn told(raw: &str, expected: Option<&str>) {
    let (header, registry) = (Header::read(raw.as_bytes()), registry());
    let mut claims = header.claims();
    let victim = claims.find_map(|claim| registry.named_in(claim));
    assert_eq!(victim.map(|unit| unit.code.as_str()), expected, "{raw:?}");
}

fn the_office(from: &str) {
    check(from, Some("vp"));
}

fn nobody(from: &str) {
    check(from, None);
}

#[test]
fn letters_of_other_alphabets_do_not_hide_it() {
    // Cyrillic а, р, с; full width; dotless i; a letter with marks.
    the_office("v\u{430}n\u{440}hong.phuloc@hue.gov.vn");
    the_office("vanphong.phulo\u{441}@hue.gov.vn");
    the_office("ｖａｎｐｈｏｎｇ.phuloc@hue.gov.vn");
    the_office("vanphong.phuloc＠hue.gov.vn");
    the_office("vănphòng.phúlộc@huế.gov.vn");
    the_office("vanphong.phuloc@hu\u{65}\u{301}.gov.vn");
    the_office("vanphong.phuloc@hue。gov．vn");
    the_office("vanphong.phuloc@hue.g0v.vn");
    the_office("VANPHONG.PHULOC@HUE.GOV.VM");
}

#[test]
fn a_host_name_in_its_wire_form_does_not_hide_it() {
    let puny = idna::domain_to_ascii("hu\u{435}.gov.vn").unwrap();
    assert!(puny.starts_with("xn--"), "{puny}");
    the_office(&format!("vanphong.phuloc@{puny}"));
    the_office(&format!("<vanphong.phuloc@{}>", puny.to_uppercase()));
}

#[test]
fn what_nobody_sees_does_not_hide_it() {
    for unseen in ["\u{200b}", "\u{ad}", "\u{200d}", "\u{feff}", "\u{2060}"] {
        the_office(&format!("vanphong.phuloc@hu{unseen}e.gov.vn"));
    }
    the_office("vanphong.phuloc@hue.gov.vn\u{2000}");
    the_office("vanphong.phuloc@evil.example\0.hue.gov.vn");
    the_office("\u{202e}nv.vog.euh@coluhp.gnohpnav\u{202c}@evil.example");
    the_office("vanphong.phuloc@\u{202e}nv.vog.euh\u{202c}.evil.example");
}

#[test]
fn a_place_where_it_is_only_a_name_does_not_hide_it() {
    for from in [
        "\"vanphong.phuloc@hue.gov.vn\" <x@evil.example>",
        "\"<vanphong.phuloc@hue.gov.vn>\" <x@evil.example>",
        "vanphong.phuloc@hue.gov.vn <x@evil.example>",
        "=?utf-8?B?dmFucGhvbmcucGh1bG9jQGh1ZS5nb3Yudm4=?= <x@evil.example>",
        "=?utf-8?Q?vanphong.phuloc=40hue.gov.vn=00?= <x@evil.example>",
        "<=?utf-8?B?dmFucGhvbmcucGh1bG9jQGh1ZS5nb3Yudm4=?=@evil.example>",
        "vanphong.phuloc@hue.gov.vn@evil.example",
        "\"vanphong.phuloc@hue.gov.vn\"@evil.example",
        "vanphong\\.phuloc@hue.gov.vn",
        "vanphong.phuloc%hue.gov.vn@evil.example",
        "hue.gov.vn!vanphong.phuloc@evil.example",
        "<@evil.example:vanphong.phuloc@hue.gov.vn>",
        "vanphong.phuloc@(evil.example)hue.gov.vn",
        "Nhom: x@evil.example, vanphong.phuloc@hue.gov.vn;",
    ] {
        the_office(from);
    }
}

#[test]
fn a_domain_around_the_right_one_does_not_hide_it() {
    for domain in [
        "hue.gov.vn.evil.example",
        "evilhue.gov.vn",
        "phuloc.hue.gov.vn",
        "hue-gov.vn",
        "hue.gov.v",
    ] {
        the_office(&format!("vanphong.phuloc@{domain}"));
    }
}

#[test]
fn other_fields_and_broken_lines_are_looked_at_too() {
    for line in [
        "Sender: <vanphong.phuloc@hue.gov.vn>",
        "Resent-From: vanphong.phuloc@hue.gov.vn",
        "From : vanphong.phuloc@hue.gov.vn",
        "\u{feff}From: vanphong.phuloc@hue.gov.vn",
    ] {
        told(
            &format!("From: x@evil.example\r\n{line}\r\n\r\n"),
            Some("vp"),
        );
    }
    told(
        "From: x@evil.example\r\nTo: vanphong.phuloc@hue.gov.vn\r\n\r\n",
        None,
    );
}

#[test]
fn strangers_are_strangers() {
    nobody("Nguyễn Văn A <nva@gmail.com>");
    nobody("vanphong.phuloc@gmail.com");
    nobody("x@hue.gov.vn");
    nobody("Văn phòng Phú Lộc <phuloc@hue.gov.vn>");
    nobody("");
    nobody("@");
    nobody(&"(".repeat(5_000));
    nobody(&"a@b ".repeat(5_000));
}

#[test]
fn neighbours_are_never_taken_for_each_other() {
    check("huongvan01@hue.gov.vn", Some("p.v1"));
    check("huongvan02@hue.gov.vn", Some("p.v2"));
    check("\"huongvan02@hue.gov.vn\" <x@evil.example>", Some("p.v2"));
    check("huongv\u{430}n02@hue.gov.vn", Some("p.v2"));
    let registry = registry();
    for mailbox in ["huongvan01@hue.gov.vn", "huongvan02@hue.gov.vn"] {
        let address = Address::parse(mailbox).unwrap();
        assert_eq!(registry.looks_like(&address), None);
        assert_eq!(registry.by_mailbox(&address).unwrap().mailbox, address);
    }
}

#[test]
fn a_longer_name_is_another_name() {
    nobody("phongvanphong.phuloc@hue.gov.vn");
    check("van-huongvan01@hue.gov.vn", None);
}
