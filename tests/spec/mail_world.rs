//! The words in which the chapters on files of a mail speak: a good report, and
//! one change to it.

use congvu::{
    digest::Digest,
    mail::{Mail, doubt::Flaw, parts::Parts},
};

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// `PK\x03\x04 and so on`
pub const BASE64: &str = "UEsDBCBhbmQgc28gb24=";
pub const BYTES: &[u8] = b"PK\x03\x04 and so on";

/// A mail with these parts, each a header and a body.
pub fn mixed(parts: &[(&str, &str)]) -> Parts {
    let mut raw =
        "From: vp@hue.gov.vn\r\nSubject: =?UTF-8?B?QsOhbyBjw6Fv?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=\"b1\"\r\n\r\nSpoken before.\r\n"
            .to_owned();
    for (header, body) in parts {
        raw.push_str(&format!("--b1\r\n{header}\r\n\r\n{body}\r\n"));
    }
    open(&(raw + "--b1--\r\n"))
}

pub fn open(raw: &str) -> Parts {
    Mail::open(raw.as_bytes()).parts
}

/// What is doubted.
pub fn flaws(parts: &Parts) -> Vec<Flaw> {
    parts.doubts.iter().map(|doubt| doubt.flaw).collect()
}

/// The header of a good attachment with one change.
pub fn but(good: &str, bad: &str) -> String {
    let header = format!(
        "Content-Type: {XLSX}\r\nContent-Disposition: attachment; filename=\"bao_cao.xlsx\"\r\n\
         Content-Transfer-Encoding: base64"
    );
    assert!(header.contains(good), "{good}");
    header.replacen(good, bad, 1)
}

/// Exactly one file with the good bytes, of that name, and no doubt.
pub fn check(parts: &Parts, name: &str) {
    assert_eq!(parts.doubts, []);
    let [file] = &parts.attachments[..] else {
        panic!("{:?}", parts.attachments);
    };
    assert_eq!((file.name.as_str(), &file.bytes[..]), (name, BYTES));
    assert_eq!(file.digest, Digest::of(BYTES));
    assert!(!file.is_mail);
}
