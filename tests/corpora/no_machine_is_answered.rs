//! Bounces and automatic replies of about a hundred systems.

use congvu::mail::{Mail, automatic::machine, header::Lint};

use crate::{Sample, check, own, samples};

/// Mails that nothing in the header tells from a person's. They come from
/// addresses that are no unit's, so they are not answered for that reason.
const NOT_TOLD_APART: [(&str, &str); 1] =
    [("maildir/err/make-test-36.eml", "a person forwards a bounce")];

fn is_automatic(sample: &Sample) -> bool {
    let mail = Mail::open(&sample.raw);
    machine(&mail.header, &own()).is_some() || mail.silence().is_some()
}

/// Files whose lines end in a bare CR hold no header at all: they are
/// quarantined, and quarantine is never answered.
fn is_unreadable(sample: &Sample) -> bool {
    let lints = Mail::open(&sample.raw).header.lints;
    let stray = |lint: &Lint| matches!(lint, Lint::ControlBytes(_));
    let nobody = |lint: &Lint| matches!(lint, Lint::FromCount { count: 0, .. });
    lints.iter().any(stray) && lints.iter().any(nobody)
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
