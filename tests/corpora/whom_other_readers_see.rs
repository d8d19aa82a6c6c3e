//! Whom mail-parser and mailparse see in From: the same as we, or there is a
//! lint, and nobody is believed.

use congvu::mail::header::Header;
use mail_parser::MessageParser;
use mailparse::{MailAddr, MailHeaderMap};

use crate::{check, samples, spoof};

const SETS: [&str; 13] = [
    "mail-auth",
    "dkimpy",
    "mail-parser",
    "mime4j",
    "mikel-mail",
    "cpython-email",
    "spamassassin",
    "parsedmarc",
    "sisimai-bounces",
    "generated/mime",
    "espoofer/raw",
    "espoofer/delivered",
    "espoofer/real-postfix-A",
];

/// Every mailbox that mail-parser finds in From.
fn of_mail_parser(raw: &[u8]) -> Vec<String> {
    let message = MessageParser::new().parse_headers(raw);
    let from = message.as_ref().and_then(|message| message.from());
    let all = from.into_iter().flat_map(|from| from.iter());
    all.filter_map(|one| one.address())
        .map(str::to_ascii_lowercase)
        .collect()
}

/// Every mailbox that mailparse finds in the first From.
fn of_mailparse(raw: &[u8]) -> Vec<String> {
    let Ok((headers, _)) = mailparse::parse_headers(raw) else {
        return vec!["no header".to_owned()];
    };
    let Some(from) = headers.get_first_header("From") else {
        return Vec::new();
    };
    let Ok(list) = mailparse::addrparse_header(from) else {
        return vec!["no address".to_owned()];
    };
    let all = list.iter().flat_map(|one| match one {
        MailAddr::Single(one) => vec![one.addr.to_ascii_lowercase()],
        MailAddr::Group(group) => group
            .addrs
            .iter()
            .map(|one| one.addr.to_ascii_lowercase())
            .collect(),
    });
    all.collect()
}

/// How the readings differ, if the header is believed.
fn difference(at: &str, raw: &[u8]) -> Option<String> {
    let header = Header::read(raw);
    if !header.lints.is_empty() {
        return None;
    }
    let ours: Vec<String> = header
        .from()
        .iter()
        .map(|from| from.as_str().to_owned())
        .collect();
    let (one, two) = (of_mail_parser(raw), of_mailparse(raw));
    let told = || format!("{at}: we {ours:?}, mail-parser {one:?}, mailparse {two:?}");
    (ours.is_empty() || ours != one || ours != two).then(told)
}

#[test]
fn where_readers_disagree_nobody_is_believed() {
    let made = spoof::all();
    let made = made
        .iter()
        .filter_map(|made| difference(&made.id, &made.raw));
    let mut differ: Vec<String> = made.collect();
    for set in SETS {
        let samples = samples(set);
        let found = samples
            .iter()
            .filter_map(|sample| difference(&format!("{set}/{}", sample.at), &sample.raw));
        differ.extend(found);
    }
    check(differ);
}

/// Or the promise above would be kept by believing nobody.
#[test]
fn nine_of_ten_signed_mails_are_believed() {
    for set in ["mail-auth", "dkimpy"] {
        let samples = samples(set);
        let mails = samples
            .iter()
            .filter(|sample| !of_mail_parser(&sample.raw).is_empty());
        let (all, believed) = mails.fold((0, 0), |(all, believed), sample| {
            let good = Header::read(&sample.raw).lints.is_empty();
            (all + 1, believed + usize::from(good))
        });
        assert!(believed * 10 >= all * 9, "{set}: {believed} of {all}");
    }
}
