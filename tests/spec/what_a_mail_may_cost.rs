//! What a mail may make us do: bounds, and no bytes that stop us.

use congvu::mail::{
    Mail,
    doubt::{Doubt, Flaw},
    parts::{MAX_EMPTY_LINES, Parts},
    structure::{MAX_DEPTH, MAX_PARTS},
};
use proptest::prelude::*;

use crate::mail_world::{BASE64, but, check, flaws, mixed, open};

#[test]
fn a_mail_with_more_parts_than_any_report_is_not_looked_into() {
    let many = vec![("Content-Type: text/plain; name=a.txt", "x"); MAX_PARTS + 1];
    let parts = mixed(&many);
    assert_eq!(flaws(&parts), [Flaw::TooManyParts]);
    assert_eq!(parts.attachments, []);
}

/// A workbook below that many multiparts.
fn nested(depth: usize) -> Parts {
    let open_one =
        |n: usize| format!("Content-Type: multipart/mixed; boundary=\"d{n}x\"\r\n\r\n--d{n}x\r\n");
    let opened: String = (0..depth).map(open_one).collect();
    let closed: String = (0..depth)
        .rev()
        .map(|n| format!("\r\n--d{n}x--\r\n"))
        .collect();
    open(&format!(
        "From: vp@hue.gov.vn\r\n{opened}{}\r\n\r\n{BASE64}{closed}",
        but("x", "x")
    ))
}

#[test]
fn parts_nested_deeper_than_any_mail_program_does_are_not_looked_into() {
    check(&nested(MAX_DEPTH), "bao_cao.xlsx");
    let parts = nested(MAX_DEPTH + 1);
    assert_eq!(flaws(&parts), [Flaw::TooManyParts]);
    assert_eq!(nested(5_000).attachments, []);
}

/// Mails within mails, each in its own way, to that depth.
fn russian_doll(layer: &str, depth: usize) -> Parts {
    open(&format!("From: vp@hue.gov.vn\r\n{}x", layer.repeat(depth)))
}

#[test]
fn mails_within_mails_have_an_end() {
    for layer in [
        "Content-Type: message/rfc822\r\n\r\n",
        "Content-Type: message/rfc822\n\n",
    ] {
        assert_eq!(
            russian_doll(layer, MAX_EMPTY_LINES - 1).attachments.len(),
            1,
            "{layer:?}"
        );
        let parts = russian_doll(layer, 60_000);
        let many = Doubt::told(Flaw::TooManyParts, "", "60000");
        assert_eq!(parts.doubts, [many], "{layer:?}");
        assert_eq!(parts.attachments, []);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_opened(raw in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _opened = Mail::open(&raw);
    }

    #[test]
    fn any_mail_like_text_is_opened(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("\r\n"), Just("\n"), Just("\r\n\r\n"), Just("--b1"), Just("--b1--"), Just(":"), Just(";"),
                Just("Content-Type: multipart/mixed; boundary=b1"), Just("Content-Type: message/rfc822"),
                Just("Content-Transfer-Encoding: base64"), Just("From: a@b.vn"), Just("\""), Just("=?utf-8?B?"),
                Just("UEsDBA=="), Just(" "), Just("boundary*0="), Just("\0"),
            ],
            0..40,
        )
    ) {
        let _opened = Mail::open(pieces.concat().as_bytes());
    }
}
