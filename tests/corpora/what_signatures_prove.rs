//! Signatures made by others, checked with the keys that came along: each ends
//! as its makers say, and no clock is asked.

use std::time::Duration;

use congvu::{
    edge::dns::{Resolver, check_signatures},
    mail::Mail,
    sender::{
        Evidence, Policy, Proof, Standing, prove,
        signature::{Answer, Answers, Outcome, Signature, key_names},
    },
};

use crate::{Sample, check, samples};

fn checked(raw: &[u8], known: Answers) -> Vec<Signature> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(async {
        let names = key_names(&Mail::open(raw).header);
        let answers = Resolver::Fixed(known).ask(&names, Duration::MAX).await;
        check_signatures(raw, &answers).await
    })
}

/// `p` for a signature that matches, `f` for one that does not, `?` for one
/// whose key nobody told.
fn outcomes(raw: &[u8], known: &Answers) -> String {
    let mark = |signature: &Signature| match signature.outcome {
        Outcome::Pass => 'p',
        Outcome::Fail(_) => 'f',
        Outcome::Unanswered => '?',
    };
    checked(raw, known.clone()).iter().map(mark).collect()
}

/// A mail with the line ends that it had on its way.
fn mail(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// Key records, an empty line, and a mail.
fn vector(sample: &Sample) -> (Answers, String) {
    let text = String::from_utf8(sample.raw.clone()).unwrap();
    let (records, raw) = text.split_once("\n\n").unwrap();
    let answers = records.lines().filter_map(|line| {
        let (name, record) = line.split_once(' ')?;
        Some((name.to_owned(), Answer::Text(record.to_owned())))
    });
    (answers.collect(), mail(raw))
}

#[test]
fn a_mail_that_was_signed_well_still_matches_years_later() {
    check(samples("mail-auth/dkim").iter().filter_map(|sample| {
        let (keys, raw) = vector(sample);
        let found = outcomes(raw.as_bytes(), &keys);
        let well = !found.is_empty() && found.chars().all(|mark| mark == 'p');
        (!well).then(|| format!("{}: {found}", sample.at))
    }));
}

#[test]
fn a_mail_that_was_changed_by_one_letter_does_not_match() {
    check(samples("mail-auth/dkim").iter().flat_map(|sample| {
        let (keys, raw) = vector(sample);
        let keys = &keys;
        [
            ("\r\nFrom: ", "\r\nFrom: x"),
            ("\r\nSubject: ", "\r\nSubject: x"),
            ("\r\n\r\n", "\r\n\r\nx"),
        ]
        .into_iter()
        .filter_map(move |(good, bad)| {
            assert!(raw.contains(good), "{good:?}");
            let found = outcomes(raw.replacen(good, bad, 1).as_bytes(), keys);
            found
                .contains('p')
                .then(|| format!("{} {bad:?}: {found}", sample.at))
        })
        .collect::<Vec<_>>()
    }));
}

#[test]
fn a_signature_that_ended_proved_something_while_it_lasted() {
    let ends = samples("mail-auth/dkim")
        .into_iter()
        .find(|it| it.at == "005.txt");
    check(ends.into_iter().filter_map(|sample| {
        let (keys, raw) = vector(&sample);
        let header = Mail::open(raw.as_bytes()).header;
        let found = checked(raw.as_bytes(), keys);
        let proves = |seconds: i64| {
            let arrived = jiff::Timestamp::from_second(seconds).unwrap();
            found[0].proves("topicbox.com", &header, arrived)
        };
        let (made, ended) = (1_667_843_664, 1_667_930_064);
        let good = proves(made + 5) && proves(ended - 1) && !proves(ended) && !proves(made - 601);
        (!good).then_some(sample.at)
    }));
}

/// Each mail of dkimpy, the key record it is checked with, and what must come
/// of its signatures. The Ed25519 key of RFC 8463 did not come along.
const DKIMPY: [(&str, &str, &str); 13] = [
    ("rfc6376.signed.msg", "test.txt", "fp"),
    ("rfc6376.signed.rsa.msg", "test.txt", "p"),
    ("rfc6376.signed.rsa.msg", "test2.txt", "p"),
    ("rfc6376.signed.rsa.msg", "test_bad.txt", "f"),
    ("rfc6376.signed.rsa.msg", "badk.txt", "f"),
    ("rfc6376.signed.rsa.msg", "badversion.txt", "f"),
    ("rfc6376.signed.rsa.msg", "test_tlsrpt.txt", "f"),
    (
        "rfc6376.signed.rsa.msg",
        "2048_testkey_wo_markers.pub.txt",
        "f",
    ),
    ("rfc6376.signed.no_t.msg", "test.txt", "f"),
    ("test.message.baddomain", "test.txt", "f"),
    ("ed25519test2.msg", "eximtest.dns", "p"),
    ("ed25519test2.msg", "ed25519test.dns", "f"),
    ("test2.message", "test.txt", "f"),
];

#[test]
fn every_mail_of_dkimpy_ends_as_its_makers_say() {
    let files = samples("dkimpy");
    let file = |at: &str| {
        let sample = files.iter().find(|sample| sample.at == at).unwrap();
        String::from_utf8(sample.raw.clone()).unwrap()
    };
    let cases = DKIMPY.into_iter().filter(|_| !files.is_empty());
    check(cases.filter_map(|(at, key, expected)| {
        let record = Answer::Text(file(key).trim().to_owned());
        let names = [
            "test._domainkey.football.example.com",
            "test._domainkey.legitimate.com(.attacker.com",
            "test._domainkey.legitimate.com",
            "sed._domainkey.test.ex",
        ];
        let keys = names.map(|name| (name.to_owned(), record.clone())).into();
        let found = outcomes(mail(&file(at)).as_bytes(), &keys);
        (found != expected).then(|| format!("{at} with {key}: {found}"))
    }));
}

/// The mails of the ARC suite, out of its YAML.
fn sealed(sample: &Sample) -> Vec<String> {
    let text = String::from_utf8(sample.raw.clone()).unwrap();
    let mut mails = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if !line.trim_start().starts_with("message:") {
            continue;
        }
        let mut raw = String::new();
        while let Some(line) = lines.next_if(|line| line.is_empty() || line.starts_with("      ")) {
            raw.push_str(line.strip_prefix("      ").unwrap_or(line));
            raw.push_str("\r\n");
        }
        mails.push(raw);
    }
    mails
}

#[test]
fn a_seal_of_a_forwarder_proves_nothing() {
    let sets = samples("arc_test_suite/tests");
    let mails: Vec<String> = sets.iter().flat_map(sealed).collect();
    let seals = mails.iter().filter(|raw| raw.contains("ARC-Seal:")).count();
    assert!(sets.is_empty() || seals > 100, "{seals}");
    let host = "lists.example.org".to_owned();
    let policy = Policy {
        authserv_id: Some(host.clone()),
        own_hosts: vec![host],
        accept: Proof::ALL.to_vec(),
    };
    check(mails.iter().filter_map(|raw| {
        let header = Mail::open(raw.as_bytes()).header;
        let from = header.from()?;
        let evidence = Evidence::of_header(&header, &policy);
        let arrived = evidence.hop_at.unwrap_or_default();
        let standing = prove(&from, &header, &evidence, &policy, arrived);
        let signed = !checked(raw.as_bytes(), Answers::new()).is_empty();
        (signed || matches!(standing, Standing::Proven(_))).then(|| raw.clone())
    }));
}
