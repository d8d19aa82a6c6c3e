//! Events for programs of others: names, signatures, and where they may go.

use std::net::IpAddr;

use congvu::webhook::{Event, Kind, Secret, Target, is_public};
use serde_json::{Value, json};

#[test]
fn the_example_of_the_standard_is_signed_as_it_says() {
    let secret = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let signature = secret.signature(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1_614_265_330,
        "{\"test\": 2432232314}",
    );
    assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

#[test]
fn a_secret_is_read_back_and_what_is_none_is_not() {
    let secret = Secret::new([200; 32]);
    assert!(Secret::parse(&secret.shown()) == Some(secret));
    for wrong in [
        "",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_",
        "whsec_AAAA",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa=w",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS ",
    ] {
        assert!(Secret::parse(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn the_same_event_has_the_same_name_and_another_has_another() {
    let event = |kind, subject: &str| Event {
        kind,
        subject: subject.to_owned(),
        data: json!({ "unit": "HT01" }),
    };
    let key = event(Kind::Accepted, "mail/12/1").key();
    assert_eq!(key, event(Kind::Accepted, "mail/12/1").key());
    assert_ne!(key, event(Kind::Accepted, "mail/12/2").key());
    assert_ne!(key, event(Kind::Held, "mail/12/1").key());
    let body = event(Kind::Accepted, "mail/12/1").body("2015-12-08T01:02:03Z".parse().unwrap());
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["type"], "submission.accepted");
    assert_eq!(body["timestamp"], "2015-12-08T01:02:03Z");
    assert_eq!(body["data"]["unit"], "HT01");
}

#[test]
fn every_kind_is_read_back_from_its_name() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.as_str()), Some(kind));
    }
    assert_eq!(Kind::parse("submission"), None);
}

#[test]
fn an_address_says_where_to_go_and_nothing_else() {
    let target = Target::parse("https://Hue.example:8443/hook?a=b").unwrap();
    assert!(target.https);
    assert_eq!((target.host.as_str(), target.port), ("hue.example", 8443));
    assert_eq!(target.path, "/hook?a=b");
    assert_eq!(target.authority(), "hue.example:8443");
    let bare = Target::parse("http://[::1]").unwrap();
    assert_eq!(
        (bare.host.as_str(), bare.port, bare.path.as_str()),
        ("::1", 80, "/")
    );
    assert_eq!(bare.authority(), "[::1]");
    for wrong in [
        "",
        "hue.example/hook",
        "ftp://hue.example/",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user:secret@hue.example/",
        "https://hue.example:99999/",
        "https://hue.example:x/",
        "https://hue.example/a b",
        "https://hue.example/\r\nHost: other",
        "https://hue.example/#part",
        "https://-hue.example/",
        "https://huế.example/",
        "https://[::1/",
    ] {
        assert_eq!(Target::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn addresses_of_a_house_are_told_from_those_of_the_internet() {
    for inside in [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "2001::1",
        "2001:db8::1",
    ] {
        assert!(!is_public(inside.parse::<IpAddr>().unwrap()), "{inside}");
    }
    for outside in [
        "8.8.8.8",
        "203.162.0.1",
        "2606:4700::1111",
        "64:ff9b::808:808",
    ] {
        assert!(is_public(outside.parse::<IpAddr>().unwrap()), "{outside}");
    }
}
