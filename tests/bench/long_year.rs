//! A ledger as the daemon would have filled it in a very long year.

use std::collections::BTreeMap;

use congvu::{
    address::Address,
    digest::Digest,
    edge::store::{
        Actor, MailId, NewAttachment, NewLetter, NewMail, NewSettlement, NewSubmission, Source,
        Store, Tx,
    },
    flow::judging,
    unit::Unit,
    verdict::{Reply, Verdict, judgement::Judgement, reason::Reason},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::{
    now,
    village::{Daemon, clerk_writes, faulty, good},
};

/// Submissions in the database.
pub const SUBMISSIONS: usize = 10_000;
/// Mails that are not: a third of them held, a third rejected, a third shut
/// away.
pub const OTHERS: usize = 3_000;
/// Mails of one commit.
const GROUP: usize = 500;

/// Real mails, judged by the real rules: what the others are like.
pub struct Model {
    raw: BTreeMap<Verdict, Vec<u8>>,
    judgements: BTreeMap<Verdict, Judgement>,
}

/// The first two mails of a unit, one good and one faulty.
pub async fn first(daemon: &Daemon, unit: &Unit) -> Model {
    let at = now() - SignedDuration::from_hours(72);
    let store = &daemon.desk.store;
    let good = clerk_writes(unit, &good(unit, 1), at);
    let faulty = clerk_writes(unit, &faulty(unit, 2), at + SignedDuration::from_secs(60));
    let mut model = Model {
        raw: BTreeMap::new(),
        judgements: BTreeMap::new(),
    };
    for (uid, raw) in (1..).zip([good, faulty]) {
        let arrived = at + SignedDuration::from_secs(i64::from(uid) * 60);
        let mut tx = store.begin(&Actor::System, arrived).await.unwrap();
        let kept = tx.keep(&[mail(&raw, uid, arrived)]).await.unwrap();
        tx.commit().await.unwrap();
        judging::step(&daemon.desk, arrived).await.unwrap();
        let page = store.mail(kept[0].mail).await.unwrap().unwrap();
        let row = page.verdicts.last().unwrap();
        let judgement: Judgement = serde_json::from_value(row.judgement.clone()).unwrap();
        model.raw.insert(judgement.verdict, raw);
        model.judgements.insert(judgement.verdict, judgement);
    }
    model
}

fn mail(raw: &[u8], uid: u32, received_at: Timestamp) -> NewMail<'_> {
    NewMail {
        digest: Digest::of(raw),
        bytes: raw,
        received_at,
        source: Source::Imap {
            mailbox: "INBOX",
            uidvalidity: 7,
            uid,
        },
    }
}

/// Fills the ledger, as the daemon would have in a very long year.
pub async fn fill(store: &Store, units: &[Unit], model: &Model) {
    let total = SUBMISSIONS + OTHERS;
    let mut versions: BTreeMap<&str, i64> = BTreeMap::new();
    for group in (2..total).collect::<Vec<_>>().chunks(GROUP) {
        let mut tx = store.begin(&Actor::System, now()).await.unwrap();
        for n in group {
            let unit = &units[n % units.len()];
            let verdict = if *n <= SUBMISSIONS {
                Verdict::Accepted
            } else {
                [Verdict::Held, Verdict::Rejected, Verdict::Quarantined][n % 3]
            };
            one(&mut tx, (*n, unit, verdict), model, &mut versions).await;
        }
        tx.commit().await.unwrap();
        let lease = now() + SignedDuration::from_mins(5);
        let letters = store.claim_letters("bench", now(), lease, 1_000).await;
        let mut tx = store.begin(&Actor::System, now()).await.unwrap();
        for letter in letters.unwrap() {
            tx.sent(letter.id, letter.attempt, "250 2.0.0 Ok")
                .await
                .unwrap();
        }
        let look = tx.look_began("INBOX").await.unwrap();
        tx.look_completed(look).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn one<'u>(
    tx: &mut Tx,
    (n, unit, verdict): (usize, &'u Unit, Verdict),
    model: &Model,
    versions: &mut BTreeMap<&'u str, i64>,
) {
    let like = if verdict == Verdict::Rejected {
        Verdict::Rejected
    } else {
        Verdict::Accepted
    };
    let mut raw = model.raw[&like].clone();
    raw.extend_from_slice(format!("\r\n{n}\r\n").as_bytes());
    let uid = u32::try_from(n + 10).unwrap();
    let arrived = now() - SignedDuration::from_hours(120)
        + SignedDuration::from_secs(i64::try_from(n).unwrap() * 20);
    let kept = tx.keep(&[mail(&raw, uid, arrived)]).await.unwrap()[0].mail;
    let judgement = Judgement {
        verdict,
        reply: if verdict == Verdict::Held {
            Reply::None
        } else {
            Reply::Receipt
        },
        unit: Some(unit.code.clone()),
        from: Some(unit.mailbox.clone()),
        moment: arrived,
        reasons: match verdict {
            Verdict::Held => vec![Reason::Unproven],
            Verdict::Quarantined => vec![Reason::LookAlike(unit.code.clone())],
            Verdict::Accepted | Verdict::Rejected | Verdict::Logged | Verdict::Duplicate => {
                model.judgements[&like].reasons.clone()
            }
        },
        ..model.judgements[&like].clone()
    };
    let codes: Vec<&str> = judgement.reasons.iter().map(Reason::code).collect();
    let files: Vec<NewAttachment<'_>> = judgement
        .files
        .iter()
        .map(|file| NewAttachment {
            name: &file.name,
            media_type: &file.media_type,
            size: file.size,
            digest: file.digest,
            fate: file.fate.as_str(),
        })
        .collect();
    let number = format!("BC-2015-{n:05}");
    tx.settle(&NewSettlement {
        mail: kept,
        revision: 1,
        verdict,
        reply: judgement.reply.as_str(),
        unit: Some(&unit.code),
        number: Some(&number),
        sender: Some(&unit.mailbox),
        subject: &format!("Báo cáo ứng dụng CNTT năm 2015 của {}, lần {n}", unit.name),
        proof: "sasl",
        moment: arrived,
        reasons: &codes,
        judgement: &serde_json::to_value(&judgement).unwrap(),
        files: &files,
    })
    .await
    .unwrap();
    if let Some(report) = judgement.report.filter(|_| verdict == Verdict::Accepted) {
        // The first two mails of the first unit were judged by the rules.
        let version = versions.entry(&unit.code).or_insert(1);
        *version += 1;
        tx.add_submission(&NewSubmission {
            campaign: "huong-tra-2015",
            unit: &unit.code,
            mail: kept,
            number: &number,
            version: *version,
            form: &report.form,
            workbook: report.workbook,
            file_name: &report.file_name,
            figures: &report.figures,
            moment: arrived,
            punctuality: "on_time",
            findings: &json!([]),
        })
        .await
        .unwrap();
    }
    owes(tx, kept, unit, n).await;
}

async fn owes(tx: &mut Tx, mail: MailId, unit: &Unit, n: usize) {
    let to: &Address = &unit.mailbox;
    tx.owe(&NewLetter {
        key: &format!("receipt-{n}"),
        mail: Some(mail),
        kind: "receipt",
        recipient: to,
        message_id: &format!("<{n}.congvu@thuathienhue.gov.vn>"),
        subject: "[ĐÃ CHẤP NHẬN] Báo cáo CNTT 2015",
        bytes: &vec![b'x'; 4_000],
        due_at: now(),
    })
    .await
    .unwrap();
}
