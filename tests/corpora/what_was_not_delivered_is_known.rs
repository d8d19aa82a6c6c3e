//! Bounces of about a hundred systems: which mail comes back, and whether for
//! good.

use congvu::mail::{
    bounce::{self, Action, Bounce},
    header::is_message_id,
};

use crate::{Sample, check, samples};

/// Does the body of the mail quote the header of the mail that comes back, with
/// a Message-ID in it that is one? (Some hold none, or have it blotted out.)
fn quotes_an_id(sample: &Sample) -> bool {
    let text = String::from_utf8_lossy(&sample.raw).replace("\r\n", "\n");
    let (_, body) = text.split_once("\n\n").unwrap_or_default();
    let mut lines = body
        .lines()
        .map(|line| line.trim_start_matches([' ', '>', '|', '\t']));
    lines.any(|line| {
        let lower = line.to_ascii_lowercase();
        let rest = lower.strip_prefix("message-id:").unwrap_or_default();
        rest.split_whitespace().next().is_some_and(is_message_id)
    })
}

fn bounces() -> Vec<Sample> {
    let mut all = samples("sisimai-bounces");
    all.retain(|sample| {
        let at = sample.at.as_str();
        ["maildir/bsd/", "maildir/dos/", "maildir/err/"]
            .iter()
            .any(|set| at.starts_with(set))
            && !at.contains("/arf-")
    });
    all
}

fn told(sample: &Sample) -> Option<Bounce> {
    bounce::read(&sample.raw)
}

#[test]
fn the_mail_that_comes_back_is_known_by_its_message_id() {
    let samples = bounces();
    let named = samples
        .iter()
        .filter(|sample| told(sample).is_some())
        .count();
    eprintln!("{named} of {} bounces name the mail", samples.len());
    check(
        samples
            .iter()
            .filter(|sample| quotes_an_id(sample) && told(sample).is_none())
            .map(|sample| format!("{}: nothing is found", sample.at)),
    );
}

/// Servers that say in their report, or in so many words, that they go on
/// trying.
const DELAYED: [&str; 12] = [
    "lhost-gmail-06",
    "lhost-gmail-08",
    "lhost-opensmtpd-13",
    "lhost-opensmtpd-15",
    "lhost-opensmtpd-16",
    "lhost-outlook-06",
    "lhost-sendmail-29",
    "lhost-messagingserver-07",
    "lhost-zoho-04",
    "rfc3464-09",
    "rfc3464-34",
    "rhost-outlook-06",
];

#[test]
fn a_letter_that_is_still_tried_is_not_called_lost() {
    check(
        bounces()
            .iter()
            .filter(|sample| DELAYED.iter().any(|name| sample.at.contains(name)))
            .filter(|sample| told(sample).is_some_and(|told| told.action == Action::Failed))
            .map(|sample| format!("{} is called lost", sample.at)),
    );
}

#[test]
fn nearly_every_bounce_that_names_the_mail_says_that_it_is_lost() {
    let told: Vec<Bounce> = bounces().iter().filter_map(told).collect();
    let lost = told
        .iter()
        .filter(|told| told.action == Action::Failed)
        .count();
    assert!(told.len() - lost < 20, "{lost} of {}", told.len());
}
