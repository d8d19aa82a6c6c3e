//! How fast the ledger is: `cargo bench --bench store [URL]`.

#![expect(
    clippy::unwrap_used,
    reason = "a measurement may stop at the first surprise"
)]

use std::{
    env,
    io::{self, Write as _},
    time::Instant,
};

use congvu::{
    address::Address,
    digest::Digest,
    edge::store::{Actor, MailId, NewLetter, NewMail, NewSettlement, Source, Store},
    verdict::Verdict,
};
use jiff::{Timestamp, ToSpan as _};
use serde_json::json;

const GROUPS: u32 = 80;
const GROUP: u32 = 25;

fn main() {
    let url = env::args().skip(1).find(|argument| argument.contains(':'));
    let folder = env::temp_dir().join(format!("congvu_bench_{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let file = format!("sqlite:{}", folder.join("ledger.db").display());
    let report = tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(measure(&url.unwrap_or(file)));
    io::stdout().write_all(report.join("").as_bytes()).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}

fn rate(what: &str, count: u32, begun: Instant) -> String {
    let millis = begun.elapsed().as_millis().max(1);
    let rate = u128::from(count) * 1000 / millis;
    format!("{what}: {count} in {millis} ms, {rate} a second\n")
}

async fn measure(url: &str) -> Vec<String> {
    let mut report = Vec::new();
    let store = Store::open(url).await.unwrap();
    let now: Timestamp = "2015-12-07T08:00:00+07:00".parse().unwrap();
    let total = GROUPS * GROUP;

    let begun = Instant::now();
    let mut mails = Vec::new();
    for group in 0..GROUPS {
        mails.push(keep(&store, now, group).await);
    }
    report.push(rate("kept, 60 KB each, in groups of 25", total, begun));

    let begun = Instant::now();
    for group in &mails {
        settle(&store, now, group).await;
    }
    report.push(rate("settled and owed in groups of 25", total, begun));

    let begun = Instant::now();
    let mut singles = 0;
    let lease = now.checked_add(5.minutes()).unwrap();
    loop {
        let letters = store
            .claim_letters("bench", now, lease, GROUP)
            .await
            .unwrap();
        if letters.is_empty() {
            break;
        }
        for letter in letters {
            let mut tx = store.begin(&Actor::System, now).await.unwrap();
            tx.sent(letter.id, letter.attempt, "250 ok").await.unwrap();
            tx.commit().await.unwrap();
            singles += 1;
        }
    }
    report.push(rate("claimed by 25 and sent one by one", singles, begun));

    let begun = Instant::now();
    store.verify().await.unwrap();
    report.push(rate("audit rows verified", total * 4, begun));
    store.close().await;
    report
}

async fn keep(store: &Store, now: Timestamp, group: u32) -> Vec<MailId> {
    let bytes: Vec<Vec<u8>> = (0..GROUP)
        .map(|n| {
            let mut bytes = vec![b'a'; 60_000];
            bytes.extend_from_slice(&(group * GROUP + n).to_be_bytes());
            bytes
        })
        .collect();
    let mails: Vec<NewMail<'_>> = (group * GROUP..)
        .zip(&bytes)
        .map(|(uid, bytes)| NewMail {
            digest: Digest::of(bytes),
            bytes,
            received_at: now,
            source: Source::Imap {
                mailbox: "INBOX",
                uidvalidity: 1,
                uid,
            },
        })
        .collect();
    let mut tx = store.begin(&Actor::System, now).await.unwrap();
    let kept = tx.keep(&mails).await.unwrap();
    tx.commit().await.unwrap();
    kept.into_iter().map(|kept| kept.mail).collect()
}

async fn settle(store: &Store, now: Timestamp, group: &[MailId]) {
    let sender = Address::parse("huongvan01@thuathienhue.gov.vn").unwrap();
    let letter = vec![b'x'; 4_000];
    let mut tx = store.begin(&Actor::System, now).await.unwrap();
    for mail in group {
        tx.settle(&NewSettlement {
            mail: *mail,
            revision: 1,
            verdict: Verdict::Accepted,
            reply: "receipt",
            unit: Some("p.huongvan01"),
            number: Some("12"),
            sender: Some(&sender),
            subject: "Báo cáo năm 2015",
            proof: "dkim",
            moment: now,
            reasons: &[],
            judgement: &json!({ "evidence": "x".repeat(1_000) }),
            files: &[],
        })
        .await
        .unwrap();
        let key = mail.to_string();
        tx.owe(&NewLetter {
            key: &key,
            mail: Some(*mail),
            kind: "receipt",
            recipient: &sender,
            message_id: &key,
            subject: "Đã nhận báo cáo",
            bytes: &letter,
            due_at: now,
        })
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
}
