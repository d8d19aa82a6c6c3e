//! Bytes of a file are those that every decoder sees.

use congvu::mail::{doubt::Flaw, encoding, framing::Encoding};
use proptest::prelude::*;

use crate::mail_world::{BASE64, BYTES, but, check, flaws, mixed};

/// A file with this header and this body: only its encoding is doubted.
fn broken(header: &str, body: &str) {
    let found = mixed(&[(header, body)]).doubts;
    let [doubt] = &found[..] else {
        panic!("{header}\n{body}\n{found:?}");
    };
    assert_eq!(
        (doubt.flaw, doubt.part.as_str(), doubt.name.as_str()),
        (Flaw::Encoding, "1", "bao_cao.xlsx"),
        "{body}"
    );
}

#[test]
fn base64_may_be_broken_into_lines_and_spaces() {
    for body in [
        "UEsD\r\nBCBh bmQg\r\n\r\nc28gb24=\r\n",
        "U\r\nE\r\nsDBCBhbmQgc28gb24\r\n=",
        "UEsDBCBhbmQgc28gb24= \t",
    ] {
        check(&mixed(&[(&but("x", "x"), body)]), "bao_cao.xlsx");
    }
}

#[test]
fn bytes_that_are_no_base64_are_doubted() {
    for body in [
        "UEsD#BCBhbmQgc28gb24=",
        "UEsDBA==UEsDBA==",
        "UEsDBA==\r\nUEsDBA==",
        "UEsDBCBhbmQgc28gb24=\r\n-- \r\nTran Van A",
        "UEsDBCBhbmQgc28gb-_=",
        "UEsDBCBhbmQgc28gb24==",
        "UEsDBCBhbmQgc28gb2=4",
        "U=sDBA==",
        "=",
        "UEsD\0BCBh",
        "begin-base64 644 a\r\nUEsDBA==",
    ] {
        broken(&but("x", "x"), body);
    }
}

/// A program that forgets the padding writes the same, and none does.
#[test]
fn a_file_cut_within_a_group_is_doubted() {
    for body in [
        "UEsDB",
        "UEsDBCBhbmQgc28gb24",
        "UEsDBCBhbmQgc28gb2",
        "UEsDBA=",
    ] {
        broken(&but("x", "x"), body);
    }
}

#[test]
fn what_is_broken_is_shown_from_a_little_before() {
    let found = mixed(&[(&but("x", "x"), "UEsDBCBhbmQgc28gb24=#")]).doubts;
    assert_eq!(found[0].shown, "UEsDBCBhbmQgc28gb24=#");
}

#[test]
fn quoted_printable_is_undone() {
    let good = but("base64", "quoted-printable");
    for body in [
        "PK=03=04 and so on",
        "PK=03=04 and =\r\nso on",
        "PK=03=04 and so on  \t",
    ] {
        check(&mixed(&[(&good, body)]), "bao_cao.xlsx");
    }
}

#[test]
fn a_file_whose_quoted_printable_is_broken_is_doubted() {
    for body in ["PK=0", "PK=3", "PK=zz", "PK=\u{a0}3", "a==", "a\rb"] {
        broken(&but("base64", "quoted-printable"), body);
    }
}

/// Servers that add a footer to what others have encoded make such texts.
#[test]
fn words_with_an_escape_that_is_none_are_words() {
    let words = "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable";
    let footer = "K=C3=ADnh g=E1=BB=ADi\r\n--\r\nhttp://hue.gov.vn/?a=xy";
    check(
        &mixed(&[(words, footer), (&but("x", "x"), BASE64)]),
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
        "",
    ] {
        broken(&but("base64", bad), BASE64);
    }
    check(
        &mixed(&[(&but("base64", "BASE64"), BASE64)]),
        "bao_cao.xlsx",
    );
    check(
        &mixed(&[(&but(" base64", "base64"), BASE64)]),
        "bao_cao.xlsx",
    );
}

/// Some decode it, and see other parts than those who obey RFC 2045 §6.4.
#[test]
fn what_holds_parts_is_not_encoded_itself() {
    for kind in ["message/rfc822", "multipart/mixed; boundary=b2"] {
        let header = format!("Content-Type: {kind}\r\nContent-Transfer-Encoding: base64");
        let found = mixed(&[(&header, "RnJvbTogYQ0KDQp4")]);
        assert_eq!(flaws(&found), [Flaw::Encoding], "{kind}");
    }
}

/// Text by its own account, and a file to a program that looks for one.
#[test]
fn a_file_written_into_a_text_is_doubted() {
    let zip = "UEsDBBQAAAAIAABA7lwmFNA6+AAAAPYBAAATAAAAW0NvbnRlbnRfVHlwZXNd";
    for text in [
        "Kinh gui\r\nbegin 644 bao_cao.xlsx\r\n#0V%T\r\n`\r\nend",
        "begin 0644 a",
        "begin-base64 644 a.xlsx",
        "=ybegin line=128 size=12 name=a.xlsx",
        "(This file must be converted with BinHex 4.0)",
        zip,
    ] {
        for (before, encoded) in [
            ("", text.to_owned()),
            ("quoted-printable", text.replace('=', "=3D")),
        ] {
            let header = format!("Content-Type: text/plain\r\nContent-Transfer-Encoding: {before}");
            let header = if before.is_empty() {
                "Content-Type: text/plain"
            } else {
                &header
            };
            let found = mixed(&[(header, &encoded), (&but("x", "x"), BASE64)]);
            assert_eq!(flaws(&found), [Flaw::Inside], "{encoded}");
        }
    }
    for text in [
        "begin 644",
        "Begin 644 a",
        "we begin 644 a",
        "begin 999 a",
        "UEsDB la gi",
        "=y",
    ] {
        let found = mixed(&[("Content-Type: text/plain", text), (&but("x", "x"), BASE64)]);
        check(&found, "bao_cao.xlsx");
    }
    let unsaid = but("\r\nContent-Transfer-Encoding: base64", "");
    assert_eq!(flaws(&mixed(&[(&unsaid, zip)])), [Flaw::Inside]);
}

proptest! {
    /// The tables and the bounds of the pieces, against plain sums.
    #[test]
    fn what_was_encoded_comes_back(bytes in proptest::collection::vec(any::<u8>(), 0..9_000), width in 1..90_usize) {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut written = Vec::new();
        for group in bytes.chunks(3) {
            let sum = (0..3).fold(0_usize, |sum, n| sum << 8 | usize::from(*group.get(n).unwrap_or(&0)));
            for n in 0..4 {
                let letter = alphabet[sum >> (18 - 6 * n) & 63];
                written.push(if n <= group.len() { letter } else { b'=' });
            }
        }
        let body = written.chunks(width).collect::<Vec<_>>().join(&b"\r\n"[..]);
        prop_assert_eq!(encoding::decoded(&body, Encoding::Base64), Ok(bytes.clone()));
        prop_assert_eq!(encoding::is_of(&body, Encoding::Base64, &bytes), Ok(true));
        let quoted: String = bytes.iter().map(|byte| format!("={byte:02X}")).collect();
        let quoted = quoted.as_bytes().chunks(75).collect::<Vec<_>>().join(&b"=\r\n"[..]);
        prop_assert_eq!(encoding::decoded(&quoted, Encoding::QuotedPrintable), Ok(bytes));
    }
}

#[test]
fn other_bytes_and_fewer_or_more_are_not_the_same() {
    let body = BASE64.as_bytes();
    let same = |bytes: &[u8]| encoding::is_of(body, Encoding::Base64, bytes).unwrap();
    assert!(same(BYTES));
    assert!(!same(&BYTES[1..]) && !same(&BYTES[..13]) && !same(&[BYTES, b"x"].concat()));
}
