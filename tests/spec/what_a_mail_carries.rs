//! Which files hang on a mail, and whether their bytes can be believed.

use congvu::{
    digest::Digest,
    mail::{
        Mail,
        parts::{Attachment, Parts},
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

/// The library takes such a mail for words, and other bytes for its letters.
#[test]
fn a_mail_inside_that_nobody_can_open_keeps_its_bytes() {
    let top = "From: vp@hue.gov.vn\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\n\
        Content-Type: message/rfc822\r\n\r\n";
    let raw = [top.as_bytes(), b"no header \x97\x93", b"\r\n--b1--\r\n"].concat();
    let parts = Mail::open(&raw).parts;
    assert_eq!(parts.doubts, []);
    let [file] = &parts.attachments[..] else {
        panic!("{:?}", parts.attachments);
    };
    assert_eq!(
        (&file.bytes[..], file.is_mail),
        (&b"no header \x97\x93"[..], true)
    );
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
        ("a\tb.xlsx", "a b.xlsx"),
    ] {
        named(&but("bao_cao.xlsx", written), shown);
    }
    let long = with(&but("bao_cao", &"a".repeat(400)));
    assert_eq!(long.attachments[0].name.chars().count(), 150);
}

/// Its letters would not survive being taken for text.
#[test]
fn a_workbook_that_is_called_a_text_keeps_its_bytes() {
    for kind in [
        "text/plain; charset=utf-16",
        "text/html; charset=windows-1258",
        "text/csv",
    ] {
        let parts = with(&but(XLSX, kind));
        check(&parts, "bao_cao.xlsx");
    }
}

/// What the mail programs of offices send, each in its own handwriting.
#[test]
fn what_mail_programs_of_offices_write_is_not_doubted() {
    let twice = "Content-Type: application/octet-stream;\r\n name=\"=?UTF-8?B?YsOhbyBjw6FvLnhsc3g=?=\"\r\n\
        Content-Disposition: attachment;\r\n filename*=UTF-8''b%C3%A1o%20c%C3%A1o.xlsx;\r\n size=14;\r\n\
        Content-Transfer-Encoding: base64\r\nX-Attachment-Id: f_1\r\nContent-ID: <f_1>";
    check(&mixed(&[(twice, BASE64)]), "báo cáo.xlsx");
    let signature = "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\
        Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=smime.p7s";
    let calendar = "Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\
        Content-Transfer-Encoding: 8bit";
    let picture = "Content-Type: image/png; name=logo.png\r\nContent-Disposition: inline; filename=logo.png\r\n\
        Content-ID: <logo>\r\nContent-Transfer-Encoding: base64";
    let parts = mixed(&[
        (
            "Content-Type: text/plain; charset=\"utf-8\"; format=flowed;",
            "Kính gửi",
        ),
        (&but("x", "x"), BASE64),
        (calendar, "BEGIN:VCALENDAR\r\nEND:VCALENDAR"),
        (picture, "iVBORw0KGgo="),
        (signature, "MIIB"),
    ]);
    assert_eq!(parts.doubts, []);
    let names: Vec<&str> = parts
        .attachments
        .iter()
        .map(|file| file.name.as_str())
        .collect();
    assert_eq!(names, ["bao_cao.xlsx", "logo.png", "smime.p7s"]);
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
