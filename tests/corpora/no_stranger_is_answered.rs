//! All other mails of the sets, through everything up to the verdict: none is
//! of a registered and proven sender, so none may count and none be answered.

use std::{fs, path::Path, time::Duration, time::Instant};

use congvu::{
    dossier::Dossier,
    sender::Proof,
    verdict::{Reply, Verdict, judgement::Judgement, reason::Reason},
};

use crate::{Sample, check, samples, town::town};

/// Sets of mails that no unit of the town sent.
const STRANGERS: [&str; 9] = [
    "mail-auth",
    "dkimpy",
    "mail-parser",
    "mime4j",
    "mikel-mail",
    "cpython-email",
    "spamassassin",
    "parsedmarc",
    "sisimai-bounces",
];

/// Sets of forgeries, with the one honest mail among them.
const FORGERIES: [&str; 3] = [
    "espoofer/raw",
    "espoofer/delivered",
    "espoofer/real-postfix-A",
];
const HONEST: &str = "control_real.eml";

/// Longest time that one mail may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// Most memory that the whole run may take, in kB.
const MEMORY: u64 = 256 * 1024;

async fn judged(set: &'static str) -> Vec<(Sample, Judgement, Duration)> {
    let (town, mut judged) = (town(), Vec::new());
    for sample in samples(set) {
        let began = Instant::now();
        let (_, judgement) = town.decide(&sample.raw, &Dossier::default()).await;
        let took = began.elapsed();
        judged.push((sample, judgement, took));
    }
    judged
}

/// Where it counts, is answered, or takes too long.
fn broken(set: &str, (sample, judgement, took): &(Sample, Judgement, Duration)) -> Option<String> {
    let counts = matches!(judgement.verdict, Verdict::Accepted | Verdict::Duplicate);
    let answered = judgement.reply != Reply::None;
    let told = || {
        let codes: Vec<&str> = judgement.reasons.iter().map(Reason::code).collect();
        let (verdict, reply) = (judgement.verdict, judgement.reply);
        format!(
            "{set}/{}: {verdict:?} {reply:?} {took:?} {codes:?}",
            sample.at
        )
    };
    (counts || answered || *took > PATIENCE).then(told)
}

#[tokio::test]
async fn no_mail_of_a_stranger_counts_or_is_answered_or_takes_long() {
    let mut wrong = Vec::new();
    for set in STRANGERS {
        wrong.extend(judged(set).await.iter().filter_map(|it| broken(set, it)));
    }
    check(wrong);
    let peak = peak();
    eprintln!("at most {peak} kB were held");
    assert!(peak < MEMORY, "{peak} kB");
}

#[tokio::test]
async fn no_published_forgery_counts_or_is_answered() {
    let mut wrong = Vec::new();
    for set in FORGERIES {
        let judged = judged(set).await;
        let forged = judged.iter().filter(|(sample, ..)| sample.at != HONEST);
        wrong.extend(forged.filter_map(|it| broken(set, it)));
    }
    check(wrong);
}

/// Its workbook holds the word TEST: it is turned down for that, and answered.
#[tokio::test]
async fn the_honest_mail_among_them_is_read_and_answered() {
    let judged = judged(FORGERIES[2]).await;
    let honest = judged.iter().find(|(sample, ..)| sample.at == HONEST);
    check(honest.and_then(|(_, judgement, _)| {
        let as_it_should = judgement.reply == Reply::Rejection
            && judgement.verdict == Verdict::Rejected
            && judgement.proof == Some(Proof::Spf)
            && judgement
                .reasons
                .iter()
                .all(|why| matches!(why, Reason::Faulty(_)));
        (!as_it_should).then(|| format!("{judgement:?}"))
    }));
}

/// The most memory that this process ever held, in kB.
fn peak() -> u64 {
    let status = fs::read_to_string(Path::new("/proc/self/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.unwrap().trim_end_matches("kB").trim().parse().unwrap()
}
