//! What is wrong or odd about a header is kept with the bytes that show it.

use congvu::mail::{
    header::{Lint, Warning},
    lint::{MOST_SHOWN, Stray, StrayByte},
};

use crate::how_a_header_is_read::{CLERK, header, read};

#[test]
fn every_lint_shows_the_bytes_it_is_about() {
    let shows = |lines: &str, lint: Lint| assert_eq!(header(lines).lints, [lint], "{lines:?}");
    shows(
        "From: <v\u{200b}p@hue.gov.vn>\r\n",
        Lint::FromSyntax(r"<v\xe2\x80\x8bp@hue.gov.vn>".into()),
    );
    shows(
        "From: vp@hue.gov.vn\r\nSu\tbject: x\r\n",
        Lint::MalformedName(r"Su\tbject: x".into()),
    );
    shows(
        "From: vp@hue.gov.vn\r\nX: a\0b\r\n",
        Lint::ControlBytes(vec![Stray {
            line: 2,
            byte: StrayByte::Nul,
            around: r"From: vp@hue.gov.vn\r\nX: a\x00b\r\nTo: b@hue.gov.vn\r\nSubject: Bao cao\r\n"
                .into(),
        }]),
    );
    shows(
        "From: vp@hue.gov.vn\r\nReply-To: a@x.vn\r\nreply-to: b@x.vn\r\n",
        Lint::Repeated {
            name: "reply-to".into(),
            values: vec!["a@x.vn".into(), "b@x.vn".into()],
        },
    );
    let long = format!("<{}@hue.gov.vn>", "a".repeat(500));
    let found = header(&format!("From: {long}\r\n")).lints;
    let ends = |value: &str| value.ends_with("aaa@hue.gov.vn>") && value.len() < 200;
    assert!(matches!(&found[..], [Lint::FromSyntax(value)] if ends(value)));
}

#[test]
fn a_header_of_nothing_but_faults_is_told_briefly() {
    let junk = "no field\r\n".repeat(1_000) + &"From: a@x.vn\r\n".repeat(500);
    let lints = header(&(junk + "X: \0\0\0\0\0\0\0\r\n")).lints;
    let codes: Vec<&str> = lints.iter().map(Lint::code).collect();
    let malformed = codes.iter().filter(|code| **code == "E-LINT-H2").count();
    assert_eq!(malformed, MOST_SHOWN);
    for lint in lints {
        match lint {
            Lint::FromCount { count, lines } => assert_eq!((count, lines.len()), (500, MOST_SHOWN)),
            Lint::ControlBytes(strays) => assert_eq!(strays.len(), MOST_SHOWN),
            Lint::MalformedName(_)
            | Lint::FromSyntax(_)
            | Lint::Repeated { .. }
            | Lint::TooLarge { .. } => (),
        }
    }
}

#[test]
fn h7_another_sender_is_noted_and_decides_nothing() {
    let noted = |sender: &str| {
        let header = header(&format!("From: {CLERK}\r\nSender: {sender}\r\n"));
        assert_eq!(header.lints, [], "{sender}");
        header.warnings
    };
    assert_eq!(noted("UBND <VP@hue.gov.vn>"), []);
    for other in ["thuky@hue.gov.vn", "", "vp@hue.gov.vn, a@x.vn"] {
        assert_eq!(noted(other), [Warning::OtherSender(other.into())]);
    }
}

#[test]
fn h8_a_date_that_cannot_be_read_is_noted_and_decides_nothing() {
    let noted = |date: &str| {
        let header = read(format!("From: {CLERK}\r\nDate: {date}\r\n\r\n"));
        assert_eq!(header.lints, [], "{date}");
        header.warnings
    };
    for good in [
        "Mon, 7 Dec 2015 08:00:00 +0700",
        "7 Dec 2015 08:00 +0700",
        "Mon, 07 Dec 2015 01:00:00 GMT (UTC)",
        // The weekday is wrong and the date is clear.
        "Sun, 7 Dec 2015 08:00:00 +0700",
    ] {
        assert_eq!(noted(good), [], "{good}");
    }
    for bad in ["hôm qua", "31 Feb 2015 08:00:00 +0700", ""] {
        assert!(matches!(noted(bad)[..], [Warning::OddDate(_)]), "{bad}");
    }
}
