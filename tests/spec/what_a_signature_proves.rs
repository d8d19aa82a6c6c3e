//! The mathematics of a signature, over the very bytes that came: made with
//! keys of our own, and good but for one thing.

use congvu::{
    digest::Digest,
    edge::dns::check_signatures,
    sender::signature::{Answer, Answers, Outcome, Signature},
};

/// A key of 1024 bits, and what it makes of the mail.
const KEY: &str = "v=DKIM1; p=\
    MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4prSOR3sCWO3vRUrdRTeW8MJvDN0jQZQ6fTK/9XZdM6C1\
    HcMoFPr+rTUgwbGwKEGT2x+OhA7W6ejqFXnMiqII07Jvomi4kBWWI6X5S4UgLrZJwL3WwrBhFW0LmvHypK2X\
    1lkVzZd7YAWIn/UX/Kb5KapkWHVEFd/sgwsYGP5yuQIDAQAB";
const SIGNED: &str = "pV5RytSue0oBhqIdyDiH2gtpiH1gEPLXPMV2HwE+dFBo+0cF6rvSBMSkj3K2oT+6sIR6kUHO4v4ks4tcoHGs\
    LXyJKBc4t1sMQzLXFn9m40R/d0E0HB+pqrDGMyGIKUFyxs6HE2X0fw6udWcAS4iLao+Xym/DmzQg+lzHRaSd\
    Y/E=";
/// A key of 768 bits, which anybody can break by now.
const SHORT_KEY: &str = "v=DKIM1; p=\
    MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAN7P8t5iRV2GX/tPHc2+LpGF3cTxaz6Ecm6XYMga6fDZTj77t8hG\
    Ak7zqL2NO7KPOa0gUCvXtBBdr48JBnRPEe4FtMsumC3ou6tKWHwQ10jYwJukmUAU9VUTxbbnqwA62wIDAQAB";
const SHORT_SIGNED: &str = "Y07Bq12F/8NNEx2XTFr8u/ixWcIxnd8gxilH29ukJDdpfcI9C/phxMmkYvK3eOToqqGfZZL/+I7My80XRkZf\
    JMJxxn334dOzzGtJm/kf50ULME8AY875bmh0jj580h7D";

/// The mail under a signature field.
fn mail(selector: &str, signed: &str) -> String {
    format!(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=hue.gov.vn; s={selector}; h=from:date; \
         bh=UrA8rmgY3eNBotmDWtzAmHyn5RyZv8Gea45sNGsP0zw=; b={signed}\r\n\
         From: vp@hue.gov.vn\r\nDate: Mon, 7 Dec 2015 08:00:00 +0700\r\n\r\nHi.\r\n"
    )
}

fn key(selector: &str, answer: Answer) -> Answers {
    Answers::from([(format!("{selector}._domainkey.hue.gov.vn"), answer)])
}

fn checked(raw: &str, answers: &Answers) -> Vec<Signature> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime
        .unwrap()
        .block_on(check_signatures(raw.as_bytes(), answers))
}

/// What comes of the good mail with one change, where the key is known.
fn changed(good: &str, bad: &str) -> Vec<Outcome> {
    let raw = mail("s1024", SIGNED);
    assert!(raw.contains(good), "{good}");
    let answers = key("s1024", Answer::Text(KEY.to_owned()));
    let found = checked(&raw.replacen(good, bad, 1), &answers);
    found.into_iter().map(|it| it.outcome).collect()
}

fn fails(outcomes: &[Outcome]) -> bool {
    matches!(outcomes, [Outcome::Fail(_)])
}

#[test]
fn a_good_signature_matches_and_is_known_again() {
    assert_eq!(changed("Hi.", "Hi."), [Outcome::Pass]);
    // Fields that stand on no list may be added on the way.
    assert_eq!(
        changed("From:", "To: b@hue.gov.vn\r\nFrom:"),
        [Outcome::Pass]
    );
    let answers = key("s1024", Answer::Text(KEY.to_owned()));
    let digest = |raw: &str| checked(raw, &answers)[0].digest.unwrap();
    let first = digest(&mail("s1024", SIGNED));
    assert_ne!(first, Digest::of(b""));
    let folded = format!("{}\r\n\t{}", &SIGNED[..40], &SIGNED[40..]);
    assert_eq!(digest(&mail("s1024", &folded)), first);
    // The bits behind the last byte stand for nothing, nor does the padding.
    for respelled in [SIGNED.replace("Y/E=", "Y/F="), SIGNED.replace('=', "")] {
        let field = mail("s1024", &respelled);
        assert_eq!(checked(&field, &answers)[0].outcome, Outcome::Pass);
        assert_eq!(digest(&field), first, "{respelled}");
        let (value, _) = field["DKIM-Signature: ".len()..]
            .split_once("\r\n")
            .unwrap();
        assert_eq!(Signature::read(value).unwrap().digest, Some(first));
    }
}

#[test]
fn whatever_is_changed_under_a_signature_breaks_it() {
    for (good, bad) in [
        ("Hi.", "Ho."),
        ("Hi.", "H\ri."),
        ("vp@", "kt@"),
        ("2015", "2016"),
        ("h=from:date", "h=from"),
        ("h=from:date;", "h=from:date; t=1449450000;"),
        ("h=from:date;", "h=from:date; l=5;"),
        ("rsa-sha256", "rsa-sha1"),
        ("rsa-sha256", "ed25519-sha256"),
        ("d=hue.gov.vn", "d=hue.gov.vn'a.evil.example"),
        ("s=s1024", "s=s1024\0x"),
        ("s=s1024", "s=s2048"),
        ("; h=", "; i=vp@evil.example; h="),
    ] {
        let found = changed(good, bad);
        assert!(fails(&found), "{bad} {found:?}");
    }
    assert_eq!(changed("d=hue.gov.vn", "d=hue.gov.vn; d=hue.gov.vn"), []);
}

#[test]
fn a_key_that_can_be_broken_proves_nothing() {
    let short = key("s768", Answer::Text(SHORT_KEY.to_owned()));
    let found = checked(&mail("s768", SHORT_SIGNED), &short);
    assert!(matches!(
        found[..],
        [Signature {
            outcome: Outcome::Fail(_),
            ..
        }]
    ));
}

#[test]
fn what_the_name_server_said_decides_between_later_and_never() {
    let outcome = |answer| {
        checked(&mail("s1024", SIGNED), &key("s1024", answer))[0]
            .outcome
            .clone()
    };
    assert_eq!(outcome(Answer::Silence), Outcome::Unanswered);
    assert!(fails(&[outcome(Answer::Nothing)]));
    for unfit in [
        "v=DKIM1; p=",
        "v=spf1 -all",
        &KEY.replace("; p=", "; s=tlsrpt; p="),
        "",
    ] {
        assert!(fails(&[outcome(Answer::Text(unfit.to_owned()))]), "{unfit}");
    }
    let unasked = checked(&mail("s1024", SIGNED), &Answers::new());
    assert!(fails(&[unasked[0].outcome.clone()]));
}

/// A key of a stranger, and two signatures he made with it: an honest one, and
/// one that says `d=` for us and `D=` for whoever does not mind capitals.
const STRANGERS_KEY: &str = "v=DKIM1; k=ed25519; p=OaHzHIdpnDEsC+dwSRLgJVpxvAKEeOlCvk3JxGL4KSA=";
const STRANGERS: &str = "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=evil.example; s=e; h=from:date; \
    bh=UrA8rmgY3eNBotmDWtzAmHyn5RyZv8Gea45sNGsP0zw=; \
    b=HH+XDxGVWfZjJkM3HzQlOHnqTGvO+49WV4RQm7Usa3Rq1oFeRL0Km7dfxsM/p2T7XfVoDH/F181Apa5b3AOhAg==";
const TWO_FACED: &str = "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=hue.gov.vn; s=s1024; \
    D=evil.example; S=e; h=from:date; bh=UrA8rmgY3eNBotmDWtzAmHyn5RyZv8Gea45sNGsP0zw=; \
    b=02QWErUTg10l1dmy9NVPZpkX3sMxqRYQrmNOjfJYqVo2tb2MxdXb4bw3THl/SDCEbRjvuW9/wd8dp62IqBc9Bw==";

#[test]
fn a_stranger_cannot_sign_for_us_with_his_own_key() {
    let raw = mail("s1024", SIGNED);
    let (_, rest) = raw.split_once("\r\n").unwrap();
    let raw = format!("DKIM-Signature: {TWO_FACED}\r\nDKIM-Signature: {STRANGERS}\r\n{rest}");
    let strangers = Answer::Text(STRANGERS_KEY.to_owned());
    for ours in [Answer::Nothing, Answer::Text(KEY.to_owned())] {
        let mut answers = key("s1024", ours);
        answers.insert("e._domainkey.evil.example".to_owned(), strangers.clone());
        let found = checked(&raw, &answers);
        let passed = found.iter().filter(|it| it.outcome == Outcome::Pass);
        let passed: Vec<&str> = passed.map(|it| it.domain.as_str()).collect();
        assert_eq!(passed, ["evil.example"]);
    }
}
