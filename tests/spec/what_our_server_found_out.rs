//! What our own mail server found out about the sender is believed where only
//! it can have written it and where it agrees with itself.

use congvu::{
    mail::header::Header,
    sender::{authres::Void, run::Run},
};

const ID: &str = "mx.hue.gov.vn";
const DOMAIN: &str = "hue.gov.vn";
const GOOD: &str = "mx.hue.gov.vn; dmarc=pass header.from=hue.gov.vn";

const BORDER: &str = "from a.example (a.example [203.0.113.6]) by mx.hue.gov.vn (Postfix) \
    with ESMTPS id 1; Sat, 12 Dec 2015 10:00:00 +0000";

/// The run of these fields above our hop.
fn run(fields: &[&str]) -> Run {
    placed(fields, 0, &[])
}

/// The run with so many hops above the border, and these fields below it.
fn placed(fields: &[&str], hops: usize, below: &[&str]) -> Run {
    let line = |value: &&str| format!("Authentication-Results: {value}\r\n");
    let above: String = fields.iter().map(line).collect();
    let below: String = below.iter().map(line).collect();
    let own = format!("Received: {BORDER}\r\n");
    let raw = format!(
        "{}{above}{own}{below}From: vp@hue.gov.vn\r\n\r\n",
        own.repeat(hops)
    );
    let hosts = [ID.to_owned(), "store.hue.gov.vn".to_owned()];
    Run::of_header(&Header::read(raw.as_bytes()), hops, ID, &hosts)
}

fn void(fields: &[&str]) -> Option<Void> {
    let run = run(fields);
    assert!(run.void.is_none() || run.dmarc(DOMAIN).is_none());
    run.void
}

#[test]
fn only_what_stands_above_the_border_is_of_our_server() {
    assert_eq!(run(&[GOOD]).dmarc(DOMAIN), Some("pass"));
    assert_eq!(run(&[]), Run::default());
    assert_eq!(placed(&[], 0, &[GOOD]), Run::default());
    assert_eq!(placed(&[GOOD], 2, &[]).dmarc(DOMAIN), Some("pass"));
    assert_eq!(placed(&[], 2, &[GOOD]), Run::default());
    let fail = GOOD.replace("pass", "fail");
    let real = placed(&[&fail], 0, &[GOOD, "evil.example; dmarc=pass"]);
    assert_eq!((real.dmarc(DOMAIN), &real.void), (Some("fail"), &None));
}

#[test]
fn a_field_is_ours_only_by_our_very_name() {
    for same in [
        "MX.Hue.Gov.VN",
        "\"mx.hue.gov.vn\"",
        "(x) mx.hue.gov.vn (y)",
    ] {
        let field = GOOD.replacen(ID, same, 1);
        assert_eq!(run(&[&field]).dmarc(DOMAIN), Some("pass"), "{same}");
    }
    for other in [
        "mx.hue.gov.vn.",
        "mx.hue.gov.vn.evil.example",
        "evil.mx.hue.gov.vn",
        "hue.gov.vn",
        "\"mx.hue.gov.vn \"",
    ] {
        let found = void(&[&GOOD.replacen(ID, other, 1)]);
        assert!(
            matches!(found, Some(Void::Stranger(_))),
            "{other} {found:?}"
        );
    }
    for no_name in ["mx。hue.gov.vn", "мx.hue.gov.vn", "mx.hue.gov.vn\u{200b}"] {
        let found = void(&[&GOOD.replacen(ID, no_name, 1)]);
        assert!(
            matches!(found, Some(Void::Grammar(_))),
            "{no_name} {found:?}"
        );
    }
}

#[test]
fn a_strange_name_above_the_border_shakes_all_that_stands_there() {
    let strange = "mx.evil.example; dmarc=pass header.from=hue.gov.vn";
    let stranger = Some(Void::Stranger("mx.evil.example".to_owned()));
    assert_eq!(void(&[GOOD, strange]), stranger);
    assert_eq!(void(&[strange, GOOD]), stranger);
    let own = "store.hue.gov.vn; dmarc=fail header.from=hue.gov.vn";
    let run = run(&[own, GOOD]);
    assert_eq!((run.dmarc(DOMAIN), run.results.len()), (Some("pass"), 1));
}

#[test]
fn one_field_that_cannot_be_read_voids_them_all() {
    for bad in [
        "mx.hue.gov.vn; dkim=pass header.d=a(b",
        "mx.hue.gov.vn; dkim",
        "",
    ] {
        let found = void(&[GOOD, bad]);
        assert!(matches!(found, Some(Void::Grammar(_))), "{bad} {found:?}");
    }
    // What nobody can read yet takes nothing away from what can be read.
    let later = "mx.hue.gov.vn 2; ]";
    assert_eq!(run(&[GOOD, later]).dmarc(DOMAIN), Some("pass"));
}

#[test]
fn a_value_that_is_no_host_and_no_address_was_written_by_a_stranger() {
    for bad in [
        "spf=pass smtp.mailfrom=\"any@hue.gov.vn(a.evil.example\"",
        "spf=pass smtp.mailfrom=\"any@hue.gov.vn'@any.evil.example\"",
        "spf=pass smtp.mailfrom=\"vp hue\"@hue.gov.vn",
        "spf=pass smtp.mailfrom=hue.gov.vn'a.evil.example",
        "spf=pass smtp.mailfrom=\"\"",
        "spf=pass smtp.mailfrom=localhost",
        "dkim=pass header.d=hue.gov.vn'a.evil.example",
        "dkim=pass header.d=\"hue.gov.vn \"",
        "dkim=pass header.i=@hue_gov.vn",
        "arc=pass header.from=hue.gov.vn.",
    ] {
        let found = void(&[GOOD, &format!("{ID}; {bad}")]);
        assert!(matches!(found, Some(Void::Value(_))), "{bad} {found:?}");
    }
    for fine in [
        "spf=pass smtp.mailfrom=vp@hue.gov.vn",
        "spf=pass smtp.mailfrom=srs0=x=y=hue.gov.vn=vp@list.example",
        "dkim=pass header.i=@hue.gov.vn header.b=a/b",
        "x-spam=no policy.score=\"-1.5 (low)\"",
    ] {
        assert_eq!(void(&[GOOD, &format!("{ID}; {fine}")]), None, "{fine}");
    }
}

#[test]
fn a_server_that_contradicts_itself_is_not_believed() {
    for (one, other) in [
        (
            "dmarc=pass header.from=hue.gov.vn",
            "dmarc=fail header.from=hue.gov.vn",
        ),
        (
            "dmarc=pass header.from=hue.gov.vn",
            "dmarc=pass header.from=evil.example",
        ),
        ("dmarc=pass header.from=hue.gov.vn", "dmarc=none"),
        (
            "spf=pass smtp.mailfrom=hue.gov.vn",
            "spf=fail smtp.mailfrom=vp@hue.gov.vn",
        ),
        (
            "spf=pass smtp.mailfrom=hue.gov.vn",
            "spf=pass smtp.mailfrom=evil.example",
        ),
        (
            "spf=pass smtp.helo=a.example",
            "spf=none smtp.helo=a.example",
        ),
        (
            "dkim=pass header.d=hue.gov.vn",
            "dkim=fail header.d=hue.gov.vn",
        ),
        ("dkim=none", "dkim=pass header.d=hue.gov.vn"),
        ("dkim=pass header.d=hue.gov.vn", "dkim=none"),
        (
            "iprev=pass",
            "dmarc=pass header.from=hue.gov.vn header.from=evil.example",
        ),
    ] {
        for fields in [
            vec![format!("{ID}; {one}; {other}")],
            vec![format!("{ID}; {one}"), format!("{ID}; {other}")],
        ] {
            let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
            let found = void(&fields);
            assert!(matches!(found, Some(Void::Contradiction(_))), "{fields:?}");
        }
    }
    for (one, other) in [
        (
            "spf=pass smtp.mailfrom=hue.gov.vn",
            "spf=pass smtp.mailfrom=VP@hue.gov.vn",
        ),
        (
            "spf=pass smtp.mailfrom=hue.gov.vn",
            "spf=none smtp.helo=a.example",
        ),
        (
            "dkim=pass header.d=hue.gov.vn",
            "dkim=fail header.d=evil.example",
        ),
        (
            "dkim=pass header.d=hue.gov.vn header.a=rsa-sha256",
            "dkim=fail header.d=hue.gov.vn header.a=ed25519-sha256",
        ),
        ("iprev=pass", "iprev=fail"),
    ] {
        let both = format!("{ID}; {one}; {other}");
        assert_eq!(void(&[&both]), None, "{both}");
    }
}

#[test]
fn a_result_counts_for_the_very_domain_it_names() {
    let told = |field: &str| run(&[&format!("{ID}; {field}")]);
    assert!(told("dkim=pass header.d=hue.gov.vn").signed(DOMAIN));
    assert!(told("dkim=pass header.i=@HUE.gov.vn").signed(DOMAIN));
    assert!(told("dkim=fail header.d=evil.example; dkim=pass header.d=hue.gov.vn").signed(DOMAIN));
    for other in [
        "dkim=fail header.d=hue.gov.vn; dkim=pass header.d=evil.example",
        "dkim=pass header.d=sub.hue.gov.vn header.i=@hue.gov.vn",
        "dkim=pass header.d=gov.vn",
        "dkim=pass",
        "dkim=policy header.d=hue.gov.vn",
        "x-dkim=pass header.d=hue.gov.vn",
    ] {
        assert!(!told(other).signed(DOMAIN), "{other}");
    }
    assert!(told("spf=pass smtp.mailfrom=hue.gov.vn").allowed(DOMAIN));
    assert!(told("spf=pass smtp.mailfrom=vp@hue.gov.vn smtp.helo=x.example").allowed(DOMAIN));
    for other in [
        "spf=pass smtp.helo=hue.gov.vn",
        "spf=pass smtp.mailfrom=sub.hue.gov.vn",
        "spf=softfail smtp.mailfrom=hue.gov.vn",
        "spf=neutral smtp.mailfrom=hue.gov.vn",
        "spf=policy smtp.mailfrom=hue.gov.vn",
        "spf=fail (dmarc=pass header.from=hue.gov.vn) smtp.mailfrom=hue.gov.vn",
    ] {
        assert!(!told(other).allowed(DOMAIN), "{other}");
        assert_eq!(told(other).dmarc(DOMAIN), None, "{other}");
    }
    assert_eq!(
        told("dmarc=pass header.from=sub.hue.gov.vn").dmarc(DOMAIN),
        None
    );
    assert_eq!(told("dmarc=pass").dmarc(DOMAIN), None);
    let guess = told("dmarc=bestguesspass header.from=hue.gov.vn");
    assert_eq!(guess.dmarc(DOMAIN), Some("bestguesspass"));
}

#[test]
fn a_name_server_of_a_stranger_that_fails_leaves_nothing_open() {
    let open = |field: &str| run(&[&format!("{ID}; {field}")]).undecided(DOMAIN);
    for failing in [
        "dmarc=temperror header.from=hue.gov.vn",
        "spf=temperror smtp.mailfrom=vp@hue.gov.vn",
        "dkim=temperror header.d=hue.gov.vn",
    ] {
        assert!(open(failing), "{failing}");
        assert!(!open(&failing.replace("hue.gov.vn", "evil.example")));
        assert!(!open(&failing.replace("temperror", "permerror")));
    }
    assert!(!open("spf=temperror smtp.helo=hue.gov.vn"));
}
