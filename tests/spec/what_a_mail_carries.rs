//! Which files hang on a mail, and whether their bytes can be believed.

use congvu::{
    digest::Digest,
    mail::{
        Mail,
        parts::{Attachment, Doubt, Parts},
    },
};

use crate::mail_world::{BASE64, BYTES, XLSX, but, check, mixed, open};

/// Text, and a part with this header and the good bytes.
fn with(header: &str) -> Parts {
    mixed(&[
        ("Content-Type: text/plain; charset=utf-8", "Kính gửi"),
        (header, BASE64),
    ])
}

fn named(header: &str, name: &str) {
    check(&with(header), name);
}

fn doubted(parts: &Parts, doubt: &Doubt) {
    assert!(parts.doubts.contains(doubt), "{:?}", parts.doubts);
}

/// The bytes do not come as base64 says, or the encoding is none.
fn encoding(header: &str, body: &str) {
    let parts = mixed(&[(header, body)]);
    doubted(&parts, &Doubt::Encoding("bao_cao.xlsx".to_owned()));
}

fn structure(header: &str) {
    let found = with(header).doubts;
    assert!(
        matches!(found[..], [Doubt::Structure(_)]),
        "{header}: {found:?}"
    );
}

#[test]
fn an_attached_workbook_is_a_file_and_the_text_is_none() {
    let parts = with(&but("base64", "base64"));
    check(&parts, "bao_cao.xlsx");
    assert_eq!(parts.subject, "Báo cáo");
    assert_eq!(parts.attachments[0].media_type, XLSX);
}

#[test]
fn a_workbook_shown_inline_or_without_a_disposition_is_a_file() {
    named(&but("attachment", "inline"), "bao_cao.xlsx");
    let bare =
        format!("Content-Type: {XLSX}; name=bao_cao.xlsx\r\nContent-Transfer-Encoding: base64");
    named(&bare, "bao_cao.xlsx");
    let nameless = format!("Content-Type: {XLSX}\r\nContent-Transfer-Encoding: base64");
    named(&nameless, "");
}

#[test]
fn a_mail_that_is_nothing_but_a_workbook_is_a_file() {
    let raw = format!(
        "From: vp@hue.gov.vn\r\nMIME-Version: 1.0\r\n{}\r\n\r\n{BASE64}\r\n",
        but("x", "x")
    );
    check(&open(&raw), "bao_cao.xlsx");
}

#[test]
fn a_file_deep_inside_is_found() {
    let inner = format!(
        "--b2\r\nContent-Type: text/plain\r\n\r\nx\r\n--b2\r\n{}\r\n\r\n{BASE64}\r\n--b2--",
        but("x", "x")
    );
    let parts = mixed(&[("Content-Type: multipart/related; boundary=b2", &inner)]);
    check(&parts, "bao_cao.xlsx");
}

#[test]
fn a_mail_without_files_has_none() {
    let parts = open("From: vp@hue.gov.vn\r\nSubject: x\r\n\r\nKinh gui\r\n");
    assert_eq!(
        (&parts.attachments[..], &parts.doubts[..]),
        (&[][..], &[][..])
    );
    let both = mixed(&[
        ("Content-Type: text/plain", "a"),
        ("Content-Type: text/html", "<p>a"),
    ]);
    assert_eq!(both.attachments, []);
}

#[test]
fn a_text_that_is_attached_is_a_file() {
    for header in [
        "Content-Type: text/csv; name=bao_cao.csv",
        "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt",
        "Content-Disposition: attachment",
    ] {
        let parts = mixed(&[("Content-Type: text/plain", "a"), (header, "1,2")]);
        let bytes: Vec<&[u8]> = parts
            .attachments
            .iter()
            .map(|file| &file.bytes[..])
            .collect();
        assert_eq!(bytes, [b"1,2"], "{header}");
    }
}

#[test]
fn several_files_keep_their_order() {
    let second = but("bao_cao.xlsx", "anh.png");
    let parts = mixed(&[(&but("x", "x"), BASE64), (&second, "iVBORw0KGgo=")]);
    let names: Vec<&str> = parts
        .attachments
        .iter()
        .map(|file| file.name.as_str())
        .collect();
    assert_eq!(names, ["bao_cao.xlsx", "anh.png"]);
}

#[test]
fn a_forwarded_mail_is_a_mail_and_its_files_are_its_own() {
    let inner = format!(
        "From: kt@hue.gov.vn\r\nContent-Type: multipart/mixed; boundary=b9\r\n\r\n--b9\r\n{}\r\n\r\n{BASE64}\r\n--b9--",
        but("x", "x")
    );
    let parts = mixed(&[("Content-Type: message/rfc822", &inner)]);
    let [file] = &parts.attachments[..] else {
        panic!("{:?}", parts.attachments);
    };
    assert!(file.is_mail);
    assert!(file.bytes.starts_with(b"From: kt@hue.gov.vn"), "{file:?}");
}

#[test]
fn a_name_is_read_in_every_way_mail_programs_write_it() {
    let vietnamese = "báo cáo.xlsx";
    for name in [
        "filename*=UTF-8''b%C3%A1o%20c%C3%A1o.xlsx",
        "filename=\"=?UTF-8?B?YsOhbyBjw6FvLnhsc3g=?=\"",
        "filename=\"=?UTF-8?Q?b=C3=A1o_c=C3=A1o.xlsx?=\"",
        "filename*0*=UTF-8''b%C3%A1o;\r\n filename*1*=%20c%C3%A1o;\r\n filename*2=.xlsx",
        "filename=\"báo cáo.xlsx\"",
        // The same letters, decomposed (a Mac), and in the old Vietnamese code page.
        "filename*=UTF-8''ba%CC%81o%20ca%CC%81o.xlsx",
        "filename=\"=?windows-1258?Q?ba=ECo_ca=ECo.xlsx?=\"",
    ] {
        named(&but("filename=\"bao_cao.xlsx\"", name), vietnamese);
    }
}

#[test]
fn a_name_is_a_label_on_one_line() {
    for (written, shown) in [
        ("../../etc/a.xlsx", "../../etc/a.xlsx"),
        ("a\u{202e}xslx.exe", "axslx.exe"),
        ("a\tb.xlsx", "a b.xlsx"),
    ] {
        named(&but("bao_cao.xlsx", written), shown);
    }
    let long = with(&but("bao_cao", &"a".repeat(400)));
    assert_eq!(long.attachments[0].name.chars().count(), 150);
}

#[test]
fn bytes_that_are_no_base64_are_doubted() {
    let good = but("x", "x");
    for body in [
        "UEsD#BCBhbmQgc28gb24=",
        "UEsDBCBhbmQgc28gb24",
        "UEsDBA==UEsDBA==",
        "UEsDBCBhbmQgc28gb24=\r\n-- \r\nTran Van A",
        "UEsDBCBhbmQgc28gb2",
        "UEsDBCBhbmQgc28gb-_=",
        "UEsDBCBhbmQgc28gb24==",
        "begin-base64 644 a\r\nUEsDBA==",
    ] {
        let clean = body == "UEsDBCBhbmQgc28gb24" || body == "UEsDBCBhbmQgc28gb2";
        if clean {
            // Left-out padding hides nothing.
            assert_eq!(mixed(&[(&good, body)]).doubts, [], "{body}");
        } else {
            encoding(&good, body);
        }
    }
    encoding(&good, "UEsDB");
}

#[test]
fn base64_may_be_broken_into_lines_and_spaces() {
    check(
        &mixed(&[(&but("x", "x"), "UEsD\r\nBCBh bmQg\r\n\r\nc28gb24=\r\n")]),
        "bao_cao.xlsx",
    );
}

#[test]
fn an_encoding_nobody_knows_is_doubted() {
    for bad in [
        "x-base64",
        "base64;",
        "base64, 7bit",
        "\"base64\"",
        "base64 (x)",
        "uuencode",
        "=?us-ascii?Q?base64?=",
    ] {
        encoding(&but("base64", bad), BASE64);
    }
    named(&but("base64", "BASE64"), "bao_cao.xlsx");
    named(&but(" base64", "base64"), "bao_cao.xlsx");
}

#[test]
fn a_field_that_stands_twice_in_a_part_is_doubted() {
    let cte = "Content-Transfer-Encoding: base64";
    structure(&but(cte, &format!("{cte}\r\n{cte}")));
    structure(&but(
        cte,
        &format!("Content-Transfer-Encoding: 7bit\r\n{cte}"),
    ));
    structure(&but(cte, &format!("Content-Type: text/plain\r\n{cte}")));
    structure(&but(cte, &format!("Content-Disposition: inline\r\n{cte}")));
}

#[test]
fn a_part_whose_header_two_readers_read_differently_is_doubted() {
    structure(&but(
        "Content-Transfer-Encoding:",
        "Content-Transfer-Encoding :",
    ));
    structure(&but(
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding base64",
    ));
    structure(&but("Content-Disposition", "X\rContent-Disposition"));
    structure(&but("filename=\"bao_cao.xlsx\"", "filename=\"bao_cao.xlsx"));
    structure(&but(
        "filename=\"bao_cao.xlsx\"",
        "filename=a.xlsx; filename=b.xlsx",
    ));
    structure(&but(XLSX, "spreadsheet"));
}

#[test]
fn two_boundaries_are_one_too_many() {
    for kind in [
        "multipart/mixed; boundary=b1; boundary=b2",
        "multipart/mixed; boundary*=''b2; boundary=b1",
        "multipart/mixed; boundary=\"=?utf-8?Q?b1?=\"",
        "multipart/mixed; boundary=\"b1",
        "\"multipart/mixed\"; boundary=b1",
    ] {
        let raw = format!(
            "From: vp@hue.gov.vn\r\nContent-Type: {kind}\r\n\r\n--b1\r\n{}\r\n\r\n{BASE64}\r\n--b1--\r\n",
            but("x", "x")
        );
        let found = open(&raw).doubts;
        assert!(
            found.iter().any(|d| matches!(d, Doubt::Structure(_))),
            "{kind}: {found:?}"
        );
    }
}

#[test]
fn a_fragment_or_a_reference_is_not_the_file() {
    doubted(
        &mixed(&[(
            "Content-Type: message/partial; id=a; number=1; total=2",
            "x",
        )]),
        &Doubt::NotWhole,
    );
    let outside = "Content-Type: message/external-body; access-type=URL; URL=\"http://x.vn/a\"";
    doubted(
        &mixed(&[(outside, "Content-Type: text/plain\r\n\r\n")]),
        &Doubt::NotWhole,
    );
}

#[test]
fn the_bytes_of_one_file_are_taken_out_and_those_of_no_file_are_kept() {
    let raw = format!(
        "From: vp@hue.gov.vn\r\n{}\r\n\r\n{BASE64}\r\n",
        but("x", "x")
    );
    for (at, expected) in [(None, None), (Some(0), Some(BYTES)), (Some(1), None)] {
        let mut mail = Mail::open(raw.as_bytes());
        assert_eq!(mail.take_bytes(at).as_deref(), expected, "{at:?}");
        let [Attachment { bytes, digest, .. }] = &mail.parts.attachments[..] else {
            panic!("{:?}", mail.parts);
        };
        assert_eq!((bytes.len(), *digest), (0, Digest::of(BYTES)));
    }
}
