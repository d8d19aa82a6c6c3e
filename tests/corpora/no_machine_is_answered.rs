//! Bounces and automatic replies of about a hundred systems.

use congvu::mail::{
    Mail,
    automatic::{machine, silence},
    header::Lint,
};

use crate::{Sample, check, own, samples};

/// Mails that nothing in the header tells from a person's. They come from
/// addresses that are no unit's, so they are not answered for that reason.
const NOT_TOLD_APART: [(&str, &str); 3] = [
    (
        "maildir/bsd/arf-22.eml",
        "a complaint typed by a provider's staff",
    ),
    ("maildir/bsd/arf-24.eml", "the same"),
    ("maildir/err/make-test-36.eml", "a person forwards a bounce"),
];

fn is_automatic(sample: &Sample) -> bool {
    let header = Mail::open(&sample.raw).header;
    machine(&header, &own()).is_some() || silence(&header).is_some()
}

/// Files whose lines end in a bare CR hold no header at all: they are
/// quarantined, and quarantine is never answered.
fn is_unreadable(sample: &Sample) -> bool {
    let lints = Mail::open(&sample.raw).header.lints;
    lints.contains(&Lint::ControlBytes) && lints.contains(&Lint::FromCount(0))
}

#[test]
fn what_machines_write_is_known_for_it() {
    check(
        samples("sisimai-bounces")
            .iter()
            .filter(|sample| sample.at.ends_with(".eml"))
            .filter(|sample| !sample.at.starts_with("maildir/not/"))
            .filter(|sample| !is_automatic(sample) && !is_unreadable(sample))
            .filter(|sample| NOT_TOLD_APART.iter().all(|(at, _)| *at != sample.at))
            .map(|sample| format!("{} passes for a person's", sample.at)),
    );
}

#[test]
fn what_people_write_is_not_taken_for_a_machines() {
    check(
        samples("sisimai-bounces")
            .iter()
            .filter(|sample| sample.at.starts_with("maildir/not/"))
            .filter(|sample| is_automatic(sample))
            .map(|sample| format!("{} passes for a machine's", sample.at)),
    );
}
