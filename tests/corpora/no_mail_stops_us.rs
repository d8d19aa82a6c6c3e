//! Odd and broken mail: opened without a panic, within two seconds each.

use std::{
    panic,
    time::{Duration, Instant},
};

use congvu::mail::Mail;

use crate::{check, samples};

const SETS: [&str; 13] = [
    "mime4j",
    "mail-parser",
    "mikel-mail",
    "cpython-email",
    "spamassassin",
    "parsedmarc",
    "mail-auth",
    "dkimpy",
    "espoofer",
    "sisimai-bounces",
    "generated/spoof",
    "generated/mime",
    "lab-postfix",
];

#[test]
fn every_mail_is_opened_in_time_whatever_it_holds() {
    let mut broken = Vec::new();
    for set in SETS {
        for sample in samples(set) {
            let began = Instant::now();
            if panic::catch_unwind(|| Mail::open(&sample.raw)).is_err() {
                broken.push(format!("{set}/{} panics", sample.at));
            }
            if began.elapsed() > Duration::from_secs(2) {
                broken.push(format!("{set}/{}: {:?}", sample.at, began.elapsed()));
            }
        }
    }
    check(broken);
}

/// What cannot be read is doubted, not taken for a mail without files.
#[test]
fn a_mail_cut_off_anywhere_is_still_opened() {
    for sample in samples("generated/mime") {
        if !sample.at.starts_with("ok-") {
            continue;
        }
        for end in (0..sample.raw.len()).step_by(97) {
            let _opened = Mail::open(&sample.raw[..end]);
        }
    }
}
