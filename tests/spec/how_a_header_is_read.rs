//! Who is meant: exactly one From with exactly one plain address, or nobody.

use congvu::mail::{
    header::{Header, Lint, MAX_BLOCK, MAX_FIELD, MAX_FIELDS, one_address},
    lint::Measure,
};

pub const CLERK: &str = "vp@hue.gov.vn";

/// A header that is good but for the given lines, which come first.
pub fn header(lines: &str) -> Header {
    let rest = "To: b@hue.gov.vn\r\nSubject: Bao cao\r\nDate: Mon, 7 Dec 2015 08:00:00 +0700\r\n";
    read(format!("{lines}{rest}\r\nKinh gui\r\n"))
}

pub fn read(raw: impl AsRef<[u8]>) -> Header {
    Header::read(raw.as_ref())
}

/// The codes of the lints of these lines, and the address they give.
fn check(lines: &str, lints: &[&str], from: Option<&str>) {
    told(&header(lines), lines, lints, from);
}

fn told(header: &Header, lines: &str, lints: &[&str], from: Option<&str>) {
    let found: Vec<&str> = header.lints.iter().map(Lint::code).collect();
    assert_eq!(found, lints, "{lines:?}");
    let address = header.from();
    if lints.is_empty() || from.is_some() {
        assert_eq!(address.as_ref().map(|a| a.as_str()), from, "{lines:?}");
    }
}

fn honest(lines: &str) {
    check(lines, &[], Some(CLERK));
}

#[test]
fn an_honest_from_is_read_however_it_is_written() {
    honest("From: vp@hue.gov.vn\r\n");
    honest("From: <vp@hue.gov.vn>\r\n");
    honest("FROM: VP@Hue.Gov.VN\r\n");
    honest("From:vp@hue.gov.vn\r\n");
    honest("From: UBND phường Hương Văn <vp@hue.gov.vn>\r\n");
    honest("From: U.B.N.D. <vp@hue.gov.vn>\r\n");
    honest("From: \"Văn phòng, UBND \\\"HV\\\"\" <vp@hue.gov.vn>\r\n");
    honest("From: =?UTF-8?B?VsSDbiBwaMOybmc=?= <vp@hue.gov.vn>\r\n");
    // Outlook shows the address as the name, and some forget to quote it.
    honest("From: \"vp@hue.gov.vn\" <vp@hue.gov.vn>\r\n");
    honest("From: VP@hue.gov.vn <vp@hue.gov.vn>\r\n");
    honest("From: UBND \"Hương Văn, Hương Trà\" <vp@hue.gov.vn>\r\n");
}

#[test]
fn folding_does_not_hide_the_address() {
    honest("From: UBND\r\n <vp@hue.gov.vn>\r\n");
    honest("From:\r\n\tvp@hue.gov.vn\r\n");
    honest("From: =?UTF-8?Q?V=C4=83n?=\r\n =?UTF-8?Q?_ph=C3=B2ng?=\r\n <vp@hue.gov.vn>\r\n");
}

#[test]
fn a_mail_stored_with_bare_line_feeds_is_read() {
    let header = read("From: vp@hue.gov.vn\nTo: a@b.vn\nSubject: x\n\nbody\n");
    told(&header, "LF", &[], Some(CLERK));
}

#[test]
fn a_mail_without_to_or_subject_is_read() {
    let header = read("From: vp@hue.gov.vn\r\n\r\nbody");
    told(&header, "no To", &[], Some(CLERK));
}

#[test]
fn a_raw_subject_in_eight_bits_is_no_fault() {
    honest("From: vp@hue.gov.vn\r\nX-Note: Báo cáo số 12\r\n");
    let header = read(b"From: vp@hue.gov.vn\r\nSubject: b\xe1o c\xe1o\r\n\r\n");
    told(&header, "windows-1258", &[], Some(CLERK));
}

#[test]
fn h1_there_is_one_from_and_nothing_that_could_be_read_as_another() {
    check("", &["E-LINT-H1"], None);
    check(
        "From: a@x.vn\r\nFrom: vp@hue.gov.vn\r\n",
        &["E-LINT-H1"],
        None,
    );
    check(
        "From: vp@hue.gov.vn\r\nfrom: vp@hue.gov.vn\r\n",
        &["E-LINT-H1"],
        None,
    );
    // RFC 5322 obsolete syntax, and bytes that some readers skip.
    for second in [
        "From : ",
        "From\t: ",
        "\u{feff}From: ",
        "\u{ff}From: ",
        "F\u{1}rom: ",
    ] {
        let lines = format!("From: a@x.vn\r\n{second}vp@hue.gov.vn\r\n");
        let found = header(&lines).lints;
        assert!(
            found.iter().any(|l| l.code() == "E-LINT-H2"),
            "{second:?}: {found:?}"
        );
    }
    let header = header("From: a@x.vn\r\nFrom : vp@hue.gov.vn\r\n");
    let counted = Lint::FromCount {
        count: 2,
        lines: vec!["From: a@x.vn".into(), "From : vp@hue.gov.vn".into()],
    };
    assert_eq!(header.lints.first(), Some(&counted));
    assert_eq!(header.from(), None, "of two nobody is the sender");
}

#[test]
fn h2_every_line_is_a_field_or_continues_one() {
    check("From: vp@hue.gov.vn\r\nno field\r\n", &["E-LINT-H2"], None);
    check("From: vp@hue.gov.vn\r\nX Y: z\r\n", &["E-LINT-H2"], None);
    check("From: vp@hue.gov.vn\r\n: z\r\n", &["E-LINT-H2"], None);
    check(
        "From: vp@hue.gov.vn\r\nX\u{e9}: z\r\n",
        &["E-LINT-H2"],
        None,
    );
    // The envelope line of an mbox file has no colon before its end.
    check(
        "From vp@hue.gov.vn\r\nFrom: vp@hue.gov.vn\r\n",
        &["E-LINT-H2"],
        None,
    );
}

#[test]
fn h2_the_first_line_continues_nothing() {
    let found = header(" From: vp@hue.gov.vn\r\nFrom: a@x.vn\r\n").lints;
    assert!(matches!(found[..], [Lint::MalformedName(_)]), "{found:?}");
}

#[test]
fn h2_a_header_does_not_go_on_behind_its_end() {
    let cut = |body: &str| {
        let raw = format!("From: any@x.vn\r\n\r\n{body}\r\n\r\n--b\r\n");
        let lints = read(raw).lints;
        lints.iter().map(Lint::code).collect::<Vec<_>>()
    };
    // What a server leaves that closed the header at the first malformed line.
    let rest = "To: b@hue.gov.vn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed";
    for line in [
        " From: <a@x.vn>\r\nFrom: <vp@hue.gov.vn>",
        "From\r\n : <a@x.vn>\r\nSender: vp@hue.gov.vn",
        "From: vp@hue.gov.vn",
    ] {
        assert_eq!(cut(&format!("{line}\r\n{rest}")), ["E-LINT-H2"], "{line}");
    }
    // What a clerk quotes.
    assert!(cut("From: a@x.vn\r\nSent: Monday\r\nSubject: Bao cao").is_empty());
    assert!(cut(&format!("Kinh gui\r\n\r\nFrom: a@x.vn\r\n{rest}")).is_empty());
}

#[test]
fn h3_nul_bare_cr_and_mixed_line_ends_are_seen() {
    check("From: vp@hue.gov.vn\r\nX: a\0b\r\n", &["E-LINT-H3"], None);
    check(
        "From: vp@hue.gov.vn\r\nX: a\rFrom: b@x.vn\r\n",
        &["E-LINT-H3"],
        None,
    );
    check(
        "From: vp@hue.gov.vn\r\nX: a\nY: b\r\n",
        &["E-LINT-H3"],
        None,
    );
}

#[test]
fn h3_the_line_that_ends_the_header_ends_as_the_others_do() {
    for raw in [
        "From: a@x.vn\r\n\nFrom: vp@hue.gov.vn\r\n\r\nbody",
        "From: a@x.vn\n\r\nFrom: vp@hue.gov.vn\n\nbody",
    ] {
        told(&read(raw), raw, &["E-LINT-H3"], None);
    }
}

#[test]
fn h4_from_holds_one_plain_address_and_nothing_else() {
    for value in [
        "",
        "<>",
        "vp",
        "vp@hue",
        "a@x.vn, vp@hue.gov.vn",
        "<a@x.vn>, <vp@hue.gov.vn>",
        "vp@hue.gov.vn (UBND)",
        "(UBND) vp@hue.gov.vn",
        "UBND: vp@hue.gov.vn;",
        "<@a.vn,@b.vn:vp@hue.gov.vn>",
        "<vp@hue.gov.vn>\\,<a@x.vn>",
        "vp@hue.gov.vn,<a@x.vn>",
        "<a@x.vn>vp@hue.gov.vn",
        "=?utf-8?B?PHZwQGh1ZS5nb3Yudm4+?=,<a@x.vn>",
        "=?utf-8?Q?vp=40hue.gov.vn?=",
        "vp@hue.gov.vn <a@x.vn>",
        "\"vp@hue.gov.vn\"@x.vn",
        "<\"vp\"@hue.gov.vn>",
        "<vp@[192.0.2.1]>",
        "<vp@hue.gov.vn@x.vn>",
        "<vp\\@hue.gov.vn>",
        "<vp@hue.gov.vn.>",
        "<vp@hue..gov.vn>",
        "<vp@-hue.gov.vn>",
        "<vp @hue.gov.vn>",
        "<v\u{200b}p@hue.gov.vn>",
        "<vp@huе.gov.vn>",
        "<ｖｐ@hue.gov.vn>",
        "<vp＠hue.gov.vn>",
        "<vp@hue。gov.vn>",
        "\"open <vp@hue.gov.vn>",
        "a@x.vn <vp@hue.gov.vn>",
        "vp@hue.gov.vn\u{2000}",
        "\u{a0}vp@hue.gov.vn",
        "vp@hue.gov.vn\u{b}",
        "\"a\" \"b <vp@hue.gov.vn>",
    ] {
        check(&format!("From: {value}\r\n"), &["E-LINT-H4"], None);
    }
}

#[test]
fn h4_an_address_within_its_bounds_is_an_address() {
    let local = "a".repeat(64);
    assert!(one_address(&format!("<{local}@hue.gov.vn>")).is_some());
    assert!(one_address(&format!("<{local}a@hue.gov.vn>")).is_none());
    let domain = format!("{}.vn", vec!["b".repeat(63); 3].join("."));
    assert!(one_address(&format!("<a@{domain}>")).is_some());
    assert!(one_address(&format!("<a@{}>", "b.".repeat(130) + "vn")).is_none());
}

#[test]
fn h5_what_may_stand_once_stands_once() {
    for field in [
        "Message-ID: <a@b.vn>",
        "Sender: a@b.vn",
        "Reply-To: a@b.vn",
        "Content-Type: text/plain",
        "Content-Transfer-Encoding: 7bit",
        "MIME-Version: 1.0",
        "Cc: a@b.vn",
    ] {
        let twice = format!("From: {CLERK}\r\n{field}\r\n{field}\r\n");
        check(&twice, &["E-LINT-H5"], None);
    }
    check(
        "From: vp@hue.gov.vn\r\nsubject: a\r\n",
        &["E-LINT-H5"],
        None,
    );
    honest("From: vp@hue.gov.vn\r\nReceived: a\r\nReceived: b\r\nX: 1\r\nX: 2\r\n");
}

#[test]
fn h6_no_honest_header_is_that_large() {
    let block = "X: y\r\n".repeat(MAX_BLOCK / 6);
    let found = header(&block).lints;
    assert!(
        matches!(
            found[..],
            [Lint::TooLarge {
                what: Measure::Block,
                size,
                allowed: MAX_BLOCK,
            }] if size > MAX_BLOCK
        ),
        "{found:?}"
    );
    let field = format!("From: {CLERK}\r\nX: {}\r\n", "y".repeat(MAX_FIELD + 1));
    check(&field, &["E-LINT-H6"], None);
    let fields = format!("From: {CLERK}\r\n{}", "X: y\r\n".repeat(MAX_FIELDS));
    check(&fields, &["E-LINT-H6"], None);
}

#[test]
fn the_published_forgeries_are_all_seen() {
    let (evil, legit) = ("<any@x.vn>", "<vp@hue.gov.vn>");
    let cases = [
        ("a8", format!("From: {evil}\r\nFrom: {legit}\r\n")),
        ("a9", format!(" From: {evil}\r\nFrom: {legit}\r\n")),
        ("a10", format!("From: {evil}\r\nFrom : {legit}\r\n")),
        ("a11", format!("From\r\n : {evil}\r\nFrom: {legit}\r\n")),
        ("a12", format!("From: ,\r\nSender: {legit}\r\n")),
        ("a13", format!("From: ,\r\nResent-From: {legit}\r\n")),
        ("a14", format!("From: {evil}, {legit}\r\n")),
        ("a15", format!("From: =?utf-8?B?{legit}?=,{evil}\r\n")),
        ("a16", "From: <@x.vn,@any.vn:vp@hue.gov.vn>\r\n".to_owned()),
        ("a17", format!("From: {legit}\\,{evil}\r\n")),
        ("a18", format!("From: vp@hue.gov.vn,{evil}\r\n")),
        ("a19", format!("From: {evil}vp@hue.gov.vn\r\n")),
    ];
    for (case, lines) in cases {
        assert!(!header(&lines).lints.is_empty(), "{case}");
    }
}

#[test]
fn the_envelope_sender_is_what_the_topmost_return_path_says() {
    let path = |lines: &str| {
        let path = header(lines).return_path();
        path.map(|address| address.map(|a| a.as_str().to_owned()))
    };
    let clerk = Some(Some(CLERK.to_owned()));
    assert_eq!(path(""), None);
    assert_eq!(path("Return-Path: <VP@hue.gov.vn>\r\n"), clerk);
    assert_eq!(path("Return-Path: vp@hue.gov.vn\r\n"), clerk);
    assert_eq!(path("Return-Path: <>\r\n"), Some(None));
    assert_eq!(path("Return-Path: <vp@hue.gov.vn>\u{2000}\r\n"), Some(None));
    assert_eq!(
        path("Return-Path: <a@x.vn>\r\nReturn-Path: <vp@hue.gov.vn>\r\n"),
        Some(Some("a@x.vn".to_owned()))
    );
}

#[test]
fn a_message_id_is_quoted_only_when_it_cannot_break_a_line() {
    let id = |id: &str| {
        header(&format!("Message-ID: {id}\r\n"))
            .message_id()
            .map(String::from)
    };
    assert_eq!(id("<a.b@c>").as_deref(), Some("<a.b@c>"));
    for bad in [
        "",
        "a@b",
        "<ab>",
        "<a@b> <c@d>",
        "<a b@c>",
        "<a@b\r\n x>",
        "<a\"@b>",
        "<á@b>",
    ] {
        assert_eq!(id(bad), None, "{bad}");
    }
    assert_eq!(id(&format!("<{}@b>", "a".repeat(300))), None);
}
