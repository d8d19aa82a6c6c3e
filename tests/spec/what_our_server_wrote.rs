//! What our own mail server found out about the sender is believed to the
//! letter, and where a letter is wrong, not at all.

use congvu::sender::authres::{MAX_DEPTH, MAX_FIELD, Statement, read};
use proptest::prelude::*;

/// What a field says, written as plainly as can be.
fn parse(value: &str) -> String {
    match read(value).map(|field| (field.authserv_id, field.statement)) {
        None => "no field".to_owned(),
        Some((_, Statement::Malformed)) => "malformed".to_owned(),
        Some((_, Statement::OtherVersion)) => "other version".to_owned(),
        Some((id, Statement::Results(results))) => {
            let results = results.iter().map(|it| {
                let properties = it.properties.iter();
                let properties =
                    properties.map(|it| format!(" {}.{}=[{}]", it.ptype, it.name, it.value));
                format!(
                    "; {}={}{}",
                    it.method,
                    it.result,
                    properties.collect::<String>()
                )
            });
            format!("{id}{}", results.collect::<String>())
        }
    }
}

fn check(value: &str, expected: &str) {
    assert_eq!(parse(value), expected, "{value}");
}

#[test]
fn a_field_is_read_as_servers_write_it() {
    check(
        "mx.hue.gov.vn; dmarc=pass (p=none dis=none) header.from=hue.gov.vn",
        "mx.hue.gov.vn; dmarc=pass header.from=[hue.gov.vn]",
    );
    check(
        "mx.hue.gov.vn; dkim=none; dkim-atps=neutral",
        "mx.hue.gov.vn; dkim=none; dkim-atps=neutral",
    );
    check(
        "mx.hue.gov.vn; spf=pass (sender SPF authorized) smtp.mailfrom=hue.gov.vn \
         (client-ip=203.0.113.6; helo=a.example; envelope-from=vp@hue.gov.vn; receiver=b)",
        "mx.hue.gov.vn; spf=pass smtp.mailfrom=[hue.gov.vn]",
    );
    check(
        "mx.google.com;       dkim=pass header.i=@hue.gov.vn header.s=s1 header.b=\"a/b+c\";  \
         spf=pass (google.com: domain of vp@hue.gov.vn designates 1.2.3.4 as permitted sender) \
         smtp.mailfrom=vp@hue.gov.vn;  dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=hue.gov.vn",
        "mx.google.com; dkim=pass header.i=[@hue.gov.vn] header.s=[s1] header.b=[a/b+c]; \
         spf=pass smtp.mailfrom=[vp@hue.gov.vn]; dmarc=pass header.from=[hue.gov.vn]",
    );
    check(
        "a.example;dkim=pass reason=\"good; signature\" header.d=b.example;arc=none",
        "a.example; dkim=pass header.d=[b.example]; arc=none",
    );
    check("a.example; none", "a.example");
    check("a.example 1; none (nothing was tried)", "a.example");
}

#[test]
fn blanks_comments_and_quotes_may_stand_wherever_the_grammar_lets_them() {
    let plain = "mx.hue.gov.vn; dmarc=pass header.from=[hue.gov.vn]";
    for same in [
        " (a) mx.hue.gov.vn (b) ; (c) dmarc (d) = (e) pass (f) header (g) . (h) from (i) = (j) hue.gov.vn (k) ",
        "\"mx.hue.gov.vn\";dmarc=pass\theader.from=\"hue.gov.vn\"",
        "\"mx.hue\\.gov.vn\" 1;DMARC=Pass HEADER.From=hue.gov.vn",
        "mx.hue.gov.vn 01 (v) ; dmarc/1=pass header.from=hue.gov.vn",
        "mx.hue.gov.vn; dmarc (a \\) (b (c\\()) d) = pass header.from=hue.gov.vn",
        "mx.hue.gov.vn; dmarc=pass (thư công vụ) header.from=hue.gov.vn",
        "mx.hue.gov.vn; dmarc=pass reason=x header.from=hue.gov.vn",
        "mx.hue.gov.vn; dmarc=pass header.from=hue.gov.vn;",
        "mx.hue.gov.vn; dmarc=pass header.from=hue.gov.vn ; (x) ",
    ] {
        check(same, plain);
    }
}

#[test]
fn what_does_not_follow_the_grammar_says_nothing() {
    for bad in [
        "mx.hue.gov.vn",
        "mx.hue.gov.vn;",
        "mx.hue.gov.vn dmarc=pass",
        "mx.hue.gov.vn; dmarc",
        "mx.hue.gov.vn; dmarc=",
        "mx.hue.gov.vn; =pass",
        "mx.hue.gov.vn; dmarc=pass;;",
        "mx.hue.gov.vn; dmarc=pass; (x",
        "mx.hue.gov.vn; none; dmarc=pass",
        "mx.hue.gov.vn; dmarc=pass none",
        "mx.hue.gov.vn; dmarc=pass from=hue.gov.vn",
        "mx.hue.gov.vn; dmarc=pass header.from",
        "mx.hue.gov.vn; dmarc=pass header.from=",
        "mx.hue.gov.vn; dmarc=pass header.from=a b",
        "mx.hue.gov.vn; dmarc=pass header.from=\"a\"header.d=b",
        "mx.hue.gov.vn; dmarc=pass header.from=\"a",
        "mx.hue.gov.vn; dmarc=pass header.from=a@b@c",
        "mx.hue.gov.vn; dmarc=pass header.from=a@",
        "mx.hue.gov.vn; dmarc=pass header.from=a=b",
        "mx.hue.gov.vn; dmarc=pass header.from=<a@b>",
        "mx.hue.gov.vn; dmarc=pass header.from=hue.gov.vn(.evil.example",
        "mx.hue.gov.vn; dmarc=pass header.from=hue.gov.vn).evil.example",
        "mx.hue.gov.vn; dmarc=pass (header.from=hue.gov.vn\\)",
        "mx.hue.gov.vn; dmarc=pass header.from=huế.gov.vn",
        "mx.hue.gov.vn; dmarc/=pass",
        "mx.hue.gov.vn; d_marc=pass",
        "mx.hue.gov.vn; dmarc-=pass",
        "mx.hue.gov.vn; dmarc=pass\u{0}header.from=hue.gov.vn",
        "mx.hue.gov.vn; iprev=pass policy.iprev=2001:db8::1",
        "mx.hue.gov.vn(x).evil; dmarc=pass",
        "mx.hue.gov.vn x; dmarc=pass",
        "\"mx.hue.gov.vn\"1; dmarc=pass",
    ] {
        check(bad, "malformed");
    }
    for bad in [
        "",
        " ",
        ";",
        "; dmarc=pass",
        "=",
        "(mx",
        "\"mx",
        "@",
        "\u{feff}mx; none",
    ] {
        check(bad, "no field");
    }
}

#[test]
fn a_version_that_nobody_knows_is_ignored() {
    for version in ["2", "0", "10", "99999999999999999999999"] {
        check(
            &format!("mx.hue.gov.vn {version}; whatever it [may] be"),
            "other version",
        );
        check(
            &format!("mx.hue.gov.vn; dmarc/{version}=pass"),
            &format!(
                "mx.hue.gov.vn; dmarc/{}=pass",
                version.trim_start_matches('0')
            ),
        );
    }
}

#[test]
fn a_field_costs_no_more_than_its_length() {
    let deep = |n| format!("a.example; dkim=none {}x{}", "(".repeat(n), ")".repeat(n));
    check(&deep(MAX_DEPTH), "a.example; dkim=none");
    check(&deep(MAX_DEPTH + 1), "malformed");
    check(&deep(8_000), "malformed");
    let long = |n: usize| format!("a.example; dkim=none ({})", "x".repeat(n - 23));
    assert_eq!(long(MAX_FIELD).len(), MAX_FIELD);
    check(&long(MAX_FIELD), "a.example; dkim=none");
    check(&long(MAX_FIELD + 1), "no field");
}

proptest! {
    #[test]
    fn whatever_the_field_is_it_is_read_to_its_end(value in ".{0,200}") {
        prop_assert!(parse(&value).len() <= 4 * value.len() + 20);
    }

    #[test]
    fn whatever_is_made_of_its_signs_is_read_to_its_end(
        value in r#"(mx|;|=|\.|/|@|"|\\|\(|\)| |dmarc|pass|header|from|none|1|reason){0,40}"#
    ) {
        prop_assert!(parse(&value).len() <= 4 * value.len() + 20);
    }
}
