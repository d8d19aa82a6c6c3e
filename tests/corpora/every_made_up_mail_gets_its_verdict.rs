//! Every line of the manifest of `generated/spoof`, through everything that the
//! daemon does up to the verdict.

use congvu::{
    dossier::{Dossier, Earlier},
    verdict::{Reply, Verdict, judgement::Judgement, reason::Reason},
};

use crate::{
    check,
    spoof::{self, Made},
    town::{Town, dossier_with, enclosing, reports, town},
};

/// Lines of the manifest that this office does not follow. A genuine mail of a
/// colleague's official mailbox is not suspicious, only not the unit's: it is
/// turned down with one polite note, so that a clerk who used his own mailbox
/// learns it. It never counts.
const COLLEAGUES: [&str; 2] = ["env-plus-tag", "env-unregistered"];

/// The manifest lets it wait first. Our own server could not ask when it took
/// the mail, it has written so, and no signature is there to ask about again:
/// no later try can find more, so a person looks at once.
const NOTHING_TO_ASK: &str = "ar-temperror";

fn told(made: &Made, judgement: &Judgement) -> String {
    let codes: Vec<&str> = judgement.reasons.iter().map(Reason::code).collect();
    format!(
        "{}: {:?} {:?} {codes:?}, expected {}, answered: {}",
        made.id, judgement.verdict, judgement.reply, made.verdict, made.is_answered
    )
}

/// The file that a mail carries here, and what its unit has sent before.
fn circumstances(made: &Made) -> (&'static [u8], Dossier) {
    let [first, second] = reports();
    let earlier = |same_files| Dossier {
        earlier: Some(Earlier {
            mail: 1,
            same_files,
        }),
        ..dossier_with(first)
    };
    match made.id.as_str() {
        "replay-2-same-id" => (first, earlier(true)),
        // The set encloses the same file here too; the manifest says that it is
        // another one.
        "replay-3-same-id-other-body" => (second, earlier(false)),
        "replay-4-new-id-same-file" => (first, dossier_with(first)),
        _ => (first, Dossier::default()),
    }
}

/// What is wrong with the verdict on this mail, if anything.
async fn broken(town: &Town, made: &Made) -> Option<String> {
    let (file, dossier) = circumstances(made);
    let raw = enclosing(&made.raw, file);
    let waits = made.verdict == "retry" && made.id != NOTHING_TO_ASK;
    let (waited, judgement) = town.decide(&raw, &dossier).await;
    if waits != waited {
        return Some(format!("{}: expected to wait: {waits}", made.id));
    }
    let verdict = judgement.verdict;
    let answered = judgement.reply != Reply::None;
    let right = match made.verdict.as_str() {
        _ if COLLEAGUES.contains(&made.id.as_str()) => {
            let turned_down = (Verdict::Rejected, Reply::WrongMailbox);
            return ((verdict, judgement.reply) != turned_down).then(|| told(made, &judgement));
        }
        "accept" if made.group == "replay" => {
            matches!(verdict, Verdict::Accepted | Verdict::Duplicate)
        }
        "accept" => verdict == Verdict::Accepted,
        "quarantine" => matches!(verdict, Verdict::Held | Verdict::Quarantined),
        "drop" => verdict == Verdict::Logged,
        "retry" => verdict == Verdict::Held,
        other => panic!("{other}"),
    };
    (!right || answered != made.is_answered).then(|| told(made, &judgement))
}

#[tokio::test]
async fn every_line_of_the_manifest_holds() {
    let (town, mut wrong) = (town(), Vec::new());
    for made in spoof::all() {
        wrong.extend(broken(&town, &made).await);
    }
    check(wrong);
}

#[tokio::test]
async fn who_is_imitated_is_named() {
    // They write nothing of the mailbox but its domain, or nothing at all.
    let nameless = ["look-route", "look-route2"];
    let (town, mut wrong) = (town(), Vec::new());
    let all = spoof::all().into_iter();
    for made in all.filter(|made| made.group == "lookalike") {
        let (_, judgement) = town.decide(&made.raw, &Dossier::default()).await;
        let named = Reason::LookAlike("p.phuloc".to_owned());
        let expected = !nameless.contains(&made.id.as_str());
        if judgement.reasons.contains(&named) != expected {
            wrong.push(told(&made, &judgement));
        }
    }
    check(wrong);
}

#[test]
fn the_set_is_whole() {
    let all = spoof::all();
    assert!(all.is_empty() || all.len() == 156, "{}", all.len());
}
