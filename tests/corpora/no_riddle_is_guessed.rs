//! Mails whose parts two readers see differently: held, never guessed at.

use congvu::mail::Mail;

use crate::{Sample, check, samples};

/// Where a doubt should be and is not, and what stands against it meanwhile.
/// This list may only become shorter.
const NOT_YET_DOUBTED: [(&str, &str); 8] = [
    ("pre-boundary-decoy", "a bare CR before a delimiter is text"),
    ("inner-is-outer", "the same boundary inside and outside"),
    (
        "inner-is-outer-end",
        "an inner boundary ends the outer part",
    ),
    (
        "b64-short-1",
        "cut between two groups: the archive is refused",
    ),
    (
        "name-rlo",
        "the name is a label: direction marks are not shown",
    ),
    ("name-double-ext", "the bytes decide, not the name"),
    ("name-cont-gap", "the name is a label"),
    ("name-cont-huge", "the name is a label"),
];

/// Id, class and expected end of every riddle.
fn manifest() -> Vec<[String; 3]> {
    let manifest = samples("generated/mime")
        .into_iter()
        .find(|sample| sample.at == "manifest.tsv");
    let text = manifest.map(|sample| String::from_utf8(sample.raw).unwrap());
    text.unwrap_or_default()
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split('\t').map(String::from);
            [(); 3].map(|()| cells.next().unwrap())
        })
        .collect()
}

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
    mail.header.lints.is_empty() && mail.parts.doubts.is_empty() && books.count() == 1
}

#[test]
fn an_honest_mail_is_opened_without_a_doubt() {
    let samples = samples("generated/mime");
    check(
        manifest()
            .into_iter()
            .filter(|[_, class, _]| class.starts_with("control"))
            .filter_map(|[id, ..]| of(&id, &samples))
            .filter(|sample| !is_taken(sample))
            .map(|sample| format!("{} is not taken", sample.at)),
    );
}

#[test]
fn a_riddle_is_doubted_but_for_those_known() {
    let samples = samples("generated/mime");
    let taken: Vec<String> = manifest()
        .into_iter()
        .filter(|[_, _, expected]| expected == "quarantine")
        .filter(|[id, ..]| of(id, &samples).is_some_and(is_taken))
        .map(|[id, ..]| id)
        .collect();
    assert!(
        samples.is_empty() || taken == NOT_YET_DOUBTED.map(|(id, _)| id),
        "{taken:#?}"
    );
}
