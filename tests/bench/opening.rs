//! How long a mail takes to open, by its size: `cargo bench --bench opening`.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::{hint, time::Instant};

use congvu::mail::Mail;

/// Honest mails: a text in two shapes and one attachment of that many bytes.
fn mail(bytes: usize) -> Vec<u8> {
    let mut raw = "Return-Path: <vp@hue.gov.vn>\r\nReceived: from a by b; Tue, 14 Jul 2026 08:00:03 +0700\r\n\
        From: \"VP\" <vp@hue.gov.vn>\r\nTo: <baocao@hue.gov.vn>\r\nSubject: =?UTF-8?B?QsOhbyBjw6Fv?=\r\n\
        Date: Tue, 14 Jul 2026 08:00:00 +0700\r\nMessage-ID: <1@hue.gov.vn>\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=\"----=_Part_1_2.3\"\r\n\r\n\
        ------=_Part_1_2.3\r\nContent-Type: multipart/alternative; boundary=\"----=_Part_4_5.6\"\r\n\r\n"
        .to_owned();
    for kind in ["plain", "html"] {
        raw += &format!(
            "------=_Part_4_5.6\r\nContent-Type: text/{kind}; charset=utf-8\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        );
        raw += &"K=C3=ADnh g=E1=BB=ADi v=C4=83n ph=C3=B2ng - b=C3=A1o c=C3=A1o\r\n".repeat(40);
    }
    raw += "------=_Part_4_5.6--\r\n\r\n------=_Part_1_2.3\r\n\
        Content-Type: application/octet-stream; name=bao_cao.xlsx\r\n\
        Content-Disposition: attachment; filename=bao_cao.xlsx\r\n\
        Content-Transfer-Encoding: base64\r\n\r\n";
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut state = 1_u64;
    for _ in 0..bytes / 57 {
        for _ in 0..76 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            raw.push(char::from(letters[(state >> 58) as usize]));
        }
        raw += "\r\n";
    }
    raw += "------=_Part_1_2.3--\r\n";
    raw.into_bytes()
}

fn main() {
    for (name, bytes, rounds) in [
        ("3 kB", 1_000, 20_000),
        ("300 kB", 222_000, 400),
        ("20 MB", 15_000_000, 8),
    ] {
        let raw = mail(bytes);
        assert_eq!(Mail::open(&raw).parts.doubts, []);
        let mut took = Vec::new();
        for _ in 0..rounds {
            let began = Instant::now();
            hint::black_box(Mail::open(hint::black_box(&raw)));
            took.push(began.elapsed());
        }
        took.sort();
        println!(
            "{name} ({} bytes): median {:?}, least {:?}",
            raw.len(),
            took[took.len() / 2],
            took[0]
        );
    }
}
