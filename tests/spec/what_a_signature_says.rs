//! A signature says who wrote a mail and when, to whoever reads it strictly.

use congvu::{
    mail::header::Header,
    sender::{
        signature::{MAX_LISTED, MAX_SIGNATURES, Outcome, Signature, key_names, proving_key_names},
        tags::is_mail_key,
    },
};
use jiff::Timestamp;

const MAIL: &str = "From: vp@hue.gov.vn\r\nTo: b@hue.gov.vn\r\nSubject: x\r\n\
    Date: Mon, 7 Dec 2015 08:00:00 +0700\r\n\r\n";

const FIELD: &str = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=hue.gov.vn; s=s2015;\r\n\t\
    h=From : To:Subject:\r\n Date; t=1449450000; x=1449536400; bh=x; b=AA\r\n BB";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// When our host took the mail.
fn arrived() -> Timestamp {
    at("2015-12-07T01:00:05Z")
}

/// A signature of the mail that matches.
fn good() -> Signature {
    Signature {
        outcome: Outcome::Pass,
        ..Signature::read(FIELD).unwrap()
    }
}

#[test]
fn a_signature_is_read_from_its_field() {
    let found = Signature::read(FIELD).unwrap();
    assert_eq!(found.domain, "hue.gov.vn");
    assert_eq!(found.selector, "s2015");
    let fields: Vec<&str> = found.signed.iter().map(String::as_str).collect();
    assert_eq!(fields, ["date", "from", "subject", "to"]);
    assert_eq!(found.made_at, Some(at("2015-12-07T01:00:00Z")));
    assert_eq!(found.ends_at, Some(at("2015-12-08T01:00:00Z")));
    assert_eq!((found.partial, found.outcome), (false, Outcome::Unanswered));
    assert_eq!(
        found.digest,
        Signature::read(&FIELD.replace("AA\r\n ", "A A"))
            .unwrap()
            .digest
    );
    assert_ne!(
        found.digest,
        Signature::read(&FIELD.replace("AA", "AB")).unwrap().digest
    );
    for length in ["0", "10"] {
        let open = FIELD.replace("bh=x", &format!("bh=x; l={length}"));
        assert!(Signature::read(&open).unwrap().partial);
    }
    let far = Signature::read(&FIELD.replace("1449536400", "999999999999")).unwrap();
    assert_eq!(far.ends_at, Some(Timestamp::MAX));
}

#[test]
fn a_signature_of_an_algorithm_that_was_broken_has_failed_already() {
    for algorithm in ["rsa-sha1", "rsa-sha512", "RSA-SHA256", "none", ""] {
        let field = FIELD.replace("rsa-sha256", algorithm);
        let found = Signature::read(&field).unwrap().outcome;
        assert_eq!(found, Outcome::Fail("algorithm".to_owned()), "{algorithm}");
        assert_eq!(names(&[&field]), Vec::<String>::new(), "{algorithm}");
    }
    let modern = FIELD.replace("rsa-sha256", "ed25519-sha256");
    assert_eq!(
        Signature::read(&modern).unwrap().outcome,
        Outcome::Unanswered
    );
}

#[test]
fn a_field_that_two_readers_would_read_differently_is_no_signature() {
    for (good, bad) in [
        ("v=1", "v=2"),
        ("v=1; ", ""),
        ("bh=x; ", ""),
        ("bh=x", "bh="),
        ("; b=", "; c="),
        ("d=hue.gov.vn", "d=hue.gov.vn; d=evil.example"),
        ("t=1449450000", "t=-1"),
        ("t=1449450000", "t=now"),
        ("t=1449450000", "t="),
        ("x=1449536400", "x=1449536400000"),
        ("bh=x", "bh=x; "),
        ("bh=x", "bh=x; junk"),
        ("bh=x", "bh=x; D=evil.example"),
        ("bh=x", "bh=x; S=e"),
        ("bh=x", "bh=x; L=0"),
        ("d=hue", "D=hue"),
        ("bh=x", "bh=x; \u{0}d=evil.example"),
    ] {
        assert!(FIELD.contains(good), "{good}");
        assert_eq!(
            Signature::read(&FIELD.replacen(good, bad, 1)),
            None,
            "{bad}"
        );
    }
}

#[test]
fn a_key_is_good_for_mail_only_where_it_says_so() {
    for good in [
        "v=DKIM1; k=rsa; p=AA",
        "k=rsa; p=AA",
        "v=DKIM1; h=sha1:sha256; s=email; t=s; p=AA;",
        "v=DKIM1; s=*; p=A A",
    ] {
        assert!(is_mail_key(good), "{good}");
    }
    for bad in [
        "",
        "v=DKIM1",
        "v=DKIM1; p=",
        "v=DKIM2; p=AA",
        "v=DKIM1: k=rsa; p=AA",
        "k=rsa; v=DKIM1; p=AA",
        "v=DKIM1; h=sha1; p=AA",
        "v=DKIM1; s=tlsrpt; p=AA",
        "v=DKIM1; p=AA; p=BB",
        "v=spf1 -all",
    ] {
        assert!(!is_mail_key(bad), "{bad}");
    }
}

/// A good signature made and ended at these seconds before it arrived.
fn timed(made: Option<i64>, ends: Option<i64>) -> Signature {
    let before = |seconds: i64| Timestamp::from_second(arrived().as_second() - seconds).unwrap();
    Signature {
        made_at: made.map(before),
        ends_at: ends.map(before),
        ..good()
    }
}

#[test]
fn a_signature_counts_only_around_the_moment_the_mail_arrived() {
    const DAY: i64 = 86_400;
    let header = Header::read(MAIL.as_bytes());
    let proves = |it: &Signature| it.proves("hue.gov.vn", &header, arrived());
    for fresh in [
        timed(Some(0), None),
        timed(Some(5 * DAY), None),
        timed(Some(-600), None),
        timed(Some(60), Some(-1)),
        timed(None, None),
        timed(None, Some(-DAY)),
    ] {
        assert!(proves(&fresh), "{fresh:?}");
    }
    for stale in [
        timed(Some(5 * DAY + 1), None),
        timed(Some(-601), None),
        timed(Some(60), Some(0)),
        timed(Some(60), Some(1)),
        timed(Some(-60), Some(-30)),
        timed(None, Some(DAY)),
    ] {
        assert!(!proves(&stale), "{stale:?}");
        assert!(stale.covers("hue.gov.vn", &header));
    }
}

#[test]
fn a_signature_without_a_time_is_as_old_as_the_mail_says() {
    let undated = Signature {
        made_at: None,
        ..good()
    };
    let dated = |date: &str| {
        let raw = MAIL.replace("Mon, 7 Dec 2015 08:00:00 +0700", date);
        undated.proves("hue.gov.vn", &Header::read(raw.as_bytes()), arrived())
    };
    assert!(dated("Wed, 2 Dec 2015 08:00:05 +0700"));
    assert!(!dated("Wed, 2 Dec 2015 08:00:04 +0700"));
    assert!(!dated("yesterday"));
    let dateless = MAIL.replace("Date:", "X-Date:");
    assert!(!undated.proves("hue.gov.vn", &Header::read(dateless.as_bytes()), arrived()));
}

/// The names asked for, for these signature fields.
fn names(values: &[&str]) -> Vec<String> {
    let fields: String = values
        .iter()
        .map(|value| format!("DKIM-Signature: {value}\r\n"))
        .collect();
    key_names(&Header::read(format!("{fields}{MAIL}").as_bytes()))
}

/// A signature field of this domain and selector.
fn by(domain: &str, selector: &str) -> String {
    format!("v=1; a=rsa-sha256; d={domain}; s={selector}; h=from; bh=x; b=y")
}

#[test]
fn the_key_of_a_signature_is_asked_for_once() {
    let one = by("Hue.gov.vn", "S2015").replace("; s=", ";\r\n\ts=");
    assert_eq!(names(&[&one]), ["s2015._domainkey.hue.gov.vn"]);
    assert_eq!(names(&[&one, &one]).len(), 1);
    assert_eq!(names(&[]), Vec::<String>::new());
    for lacking in ["d=Hue.gov.vn", "s=S2015"] {
        assert_eq!(names(&[&one.replace(lacking, "q=x")]), Vec::<String>::new());
    }
    // A selector may be a name of several labels (RFC 6376 §3.1).
    let deep = by("hue.gov.vn", "a.b");
    assert_eq!(names(&[&deep]), ["a.b._domainkey.hue.gov.vn"]);
}

#[test]
fn a_domain_or_selector_that_is_no_host_name_is_not_asked_for() {
    for (domain, selector) in [
        ("hue.gov.vn", "a b"),
        ("hue.gov.vn", "selector._domainkey.attack\u{0}.any"),
        ("hue.gov.vn", "selector._domainkey.attack.example."),
        ("hue.gov.vn'a.attack", "a"),
        ("hue.gov.vn(.x.vn", "a"),
        ("\"hue.gov.vn\"", "a"),
        ("vn", "a"),
        ("", "a"),
        ("hue.gov.vn", ""),
    ] {
        let field = by(domain, selector);
        assert_eq!(names(&[&field]), Vec::<String>::new(), "{field}");
    }
}

#[test]
fn a_mail_with_too_many_signatures_does_not_keep_us_busy() {
    let many: Vec<String> = (0..50)
        .map(|n| by("hue.gov.vn", &format!("s{n}")))
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(names(&many).len(), MAX_SIGNATURES);
}

#[test]
fn the_name_server_of_a_domain_that_proves_nothing_is_not_asked() {
    let strangers = [by("evil.example", "s"), by("sub.hue.gov.vn", "s")];
    let all = [strangers[0].as_str(), &strangers[1], &by("hue.gov.vn", "s")].map(str::to_owned);
    let fields: String = all
        .iter()
        .map(|value| format!("DKIM-Signature: {value}\r\n"))
        .collect();
    let asked = |from: &str| {
        let raw = format!("{fields}From: {from}\r\n\r\n");
        proving_key_names(&Header::read(raw.as_bytes()))
    };
    assert_eq!(asked("VP@Hue.gov.vn"), ["s._domainkey.hue.gov.vn"]);
    assert_eq!(asked("x"), Vec::<String>::new());
}

#[test]
fn a_signature_that_lists_fields_without_end_does_not_keep_us_busy() {
    let listing = |count: usize| {
        let more: String = (1..count).map(|n| format!(":x{n}")).collect();
        by("hue.gov.vn", "s").replace("h=from", &format!("h=from{more}"))
    };
    assert_eq!(names(&[&listing(MAX_LISTED)]).len(), 1);
    assert_eq!(names(&[&listing(MAX_LISTED + 1)]), Vec::<String>::new());
}
