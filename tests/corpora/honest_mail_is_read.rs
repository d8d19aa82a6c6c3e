//! Valid mail, however odd, has a header that can be believed; what has not is
//! known by name.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use congvu::mail::{Mail, header::Lint};

use crate::{Sample, check, samples};

/// Valid mails whose sender is nobody all the same.
const REFUSED: [(&str, &str, &str); 16] = [
    ("mail-parser/eml/rfc", "001.eml", "From names no address"),
    ("mail-parser/eml/rfc", "008.eml", "no From"),
    (
        "cpython-email",
        "msg_01.txt",
        "a comment behind the address",
    ),
    (
        "cpython-email",
        "msg_03.txt",
        "a comment behind the address",
    ),
    (
        "cpython-email",
        "msg_04.txt",
        "a comment behind the address",
    ),
    ("cpython-email", "msg_05.txt", "From names no address"),
    ("cpython-email", "msg_18.txt", "no From"),
    ("cpython-email", "msg_19.txt", "no From"),
    (
        "cpython-email",
        "msg_20.txt",
        "a comment behind the address",
    ),
    (
        "cpython-email",
        "msg_27.txt",
        "a comment behind the address",
    ),
    (
        "cpython-email",
        "msg_29.txt",
        "a comment behind the address",
    ),
    ("cpython-email", "msg_37.txt", "no From"),
    ("cpython-email", "msg_38.txt", "no From"),
    ("cpython-email", "msg_39.txt", "no From"),
    ("cpython-email", "msg_40.txt", "no From"),
    ("cpython-email", "msg_43.txt", "From names no address"),
];

/// Sets of mail that people, lists and programs wrote, good and bad.
const SETS: [&str; 9] = [
    "mail-parser",
    "mail-auth",
    "dkimpy",
    "mime4j",
    "mikel-mail",
    "cpython-email",
    "spamassassin",
    "parsedmarc",
    "sisimai-bounces/maildir/not",
];

/// Other files of the sets: their origin, and what a reader should find.
fn is_mail(sample: &Sample) -> bool {
    let ends = [
        ".json",
        ".xml",
        ".yml",
        ".out",
        "SOURCE.txt",
        "COPYING",
        "README",
        ".dns",
    ];
    !ends.iter().any(|end| sample.at.ends_with(end))
}

/// Without the line that an mbox file puts above each mail; no server hands it
/// out.
fn without_separator(raw: &[u8]) -> &[u8] {
    let end = raw.iter().position(|byte| *byte == b'\n');
    match end {
        Some(end) if raw.starts_with(b"From ") => &raw[end + 1..],
        _ => raw,
    }
}

#[test]
fn a_valid_mail_is_refused_only_for_a_reason_that_is_known() {
    let sets = ["mail-parser/eml/rfc", "cpython-email"];
    let mut wrong = Vec::new();
    for set in sets {
        for sample in samples(set).iter().filter(|sample| is_mail(sample)) {
            let lints = Mail::open(&sample.raw).header.lints;
            let is_known = |(of, at, _): &(&str, &str, &str)| *of == set && *at == sample.at;
            if lints.is_empty() == REFUSED.iter().any(is_known) {
                wrong.push(format!("{set}/{}: {lints:?}", sample.at));
            }
        }
    }
    check(wrong);
}

/// A list to be read by whoever changes a rule; it lies beside the build.
#[test]
fn whatever_is_set_aside_is_listed_with_its_reasons() {
    let (mut list, mut counts) = (String::new(), BTreeMap::<(&str, String), usize>::new());
    for set in SETS {
        for sample in samples(set).iter().filter(|sample| is_mail(sample)) {
            let mail = Mail::open(without_separator(&sample.raw));
            let lints = mail.header.lints.iter().map(Lint::code);
            let doubts = mail.parts.doubts.iter().map(|doubt| doubt.code());
            let mut codes: Vec<&str> = lints.chain(doubts).collect();
            codes.dedup();
            *counts.entry((set, codes.join(" "))).or_default() += 1;
            if !codes.is_empty() {
                let (lints, doubts) = (&mail.header.lints, &mail.parts.doubts);
                writeln!(list, "{set}/{}\t{codes:?}\t{lints:?} {doubts:?}", sample.at).unwrap();
            }
        }
    }
    for ((set, codes), count) in counts {
        writeln!(list, "{set}\t{codes}\t{count}").unwrap();
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("set-aside.tsv");
    fs::write(file, list).unwrap();
}
