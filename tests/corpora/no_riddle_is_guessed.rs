//! Mails whose parts two readers see differently: held, never guessed at.

use congvu::mail::Mail;

use crate::{Sample, check, manifest, samples};

/// Where the manifest wants a doubt and we have none, and why.
const NOT_DOUBTED: [(&str, &str); 1] = [(
    "two-xlsx-differ",
    "two workbooks are no riddle: the clerk is asked to send one",
)];

/// Sets of mails that programs of good will wrote.
const HONEST: [&str; 6] = [
    "mail-parser/eml/rfc",
    "mail-parser/eml/legacy",
    "cpython-email",
    "sisimai-bounces/maildir/not",
    "generated/spoof",
    "spamassassin/nice",
];

fn of<'s>(id: &str, samples: &'s [Sample]) -> Option<&'s Sample> {
    samples
        .iter()
        .find(|s| s.at.strip_suffix(".eml") == Some(id))
}

/// Nothing to doubt, and exactly one file that begins as a workbook.
fn is_taken(sample: &Sample) -> bool {
    let mail = Mail::open(&sample.raw);
    let books = mail.parts.attachments.iter();
    let books = books.filter(|file| file.bytes.starts_with(b"PK\x03\x04"));
    is_clear(sample) && books.count() == 1
}

/// Neither a lint nor a doubt.
fn is_clear(sample: &Sample) -> bool {
    let mail = Mail::open(&sample.raw);
    mail.header.lints.is_empty() && mail.parts.doubts.is_empty()
}

#[test]
fn an_honest_mail_is_opened_without_a_doubt() {
    let samples = samples("generated/mime");
    check(
        manifest("generated/mime")
            .into_iter()
            .filter(|[_, class, _]| class.starts_with("control"))
            .filter_map(|[id, ..]| of(&id, &samples))
            .filter(|sample| !is_taken(sample))
            .map(|sample| format!("{} is not taken", sample.at)),
    );
}

/// Doubted, and not only refused afterwards: what is doubted is held for a
/// person, what is refused is answered.
#[test]
fn a_riddle_is_doubted() {
    let samples = samples("generated/mime");
    let clear: Vec<String> = manifest("generated/mime")
        .into_iter()
        .filter(|[_, _, expected]| expected == "quarantine")
        .filter(|[id, ..]| of(id, &samples).is_some_and(is_clear))
        .map(|[id, ..]| id)
        .collect();
    assert!(
        samples.is_empty() || clear == NOT_DOUBTED.map(|(id, _)| id),
        "{clear:#?}"
    );
}

/// Honest mail of the wide world that is doubted nevertheless, and why.
const DOUBTED: [(&str, &str); 12] = [
    (
        "mail-parser/eml/rfc/001.eml",
        "a reference instead of the text",
    ),
    ("mail-parser/eml/rfc/008.eml", "a mail in a mail, in base64"),
    (
        "mail-parser/eml/legacy/016.eml",
        "files written out in BinHex",
    ),
    ("mail-parser/eml/legacy/026.eml", "a file in x-uuencode"),
    ("cpython-email/msg_17.txt", "no end"),
    (
        "cpython-email/msg_36.txt",
        "references instead of the texts",
    ),
    ("cpython-email/msg_37.txt", "parts without an empty line"),
    (
        "cpython-email/msg_38.txt",
        "a boundary that begins as another",
    ),
    (
        "cpython-email/msg_39.txt",
        "the same boundary inside and outside",
    ),
    ("cpython-email/msg_41.txt", "a multipart without a boundary"),
    ("cpython-email/msg_47.txt", "parts without an empty line"),
    ("spamassassin/nice/mime9", "a line of a mailbox file on top"),
];

#[test]
fn honest_mail_of_the_wide_world_is_opened_without_a_doubt() {
    let mut broken = Vec::new();
    for set in HONEST {
        for sample in samples(set) {
            let at = format!("{set}/{}", sample.at);
            let known = DOUBTED.iter().any(|(name, _)| *name == at);
            let doubts = Mail::open(&sample.raw).parts.doubts;
            if at.ends_with("SOURCE.txt") || doubts.is_empty() != known {
                continue;
            }
            broken.push(format!("{at}: {doubts:?}"));
        }
    }
    check(broken);
}
