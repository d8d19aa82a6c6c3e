//! An office in the middle of its campaign, and one after the close.

use congvu::{
    digest::Digest,
    edge::store::Actor,
    results::{self, Record, Report, Snapshot},
    verdict::{Verdict, reason::Reason},
    words::Lang,
};
use jiff::SignedDuration;

use crate::{
    office::{Office, at, now},
    what_came::{HOSTILE, HOSTILE_FILE, a_report, figures, two_findings},
};

/// One mail of every kind, with the answers of the first sent.
pub async fn mails_of_every_kind(office: &Office) {
    a_report().is_settled(office).await;
    sent_all(office).await;
    a_report()
        .of(2, "p.tuha", "tuha.huongtra@thuathienhue.gov.vn")
        .arriving("08 14:05")
        .titled("Bao cao CNTT 2015 phuong Tu Ha")
        .decided(Verdict::Rejected, vec![Reason::Faulty(2)])
        .having(two_findings())
        .is_settled(office)
        .await;
    a_report()
        .of(3, "p.huongxuan", "huongxuan.huongtra@thuathienhue.gov.vn")
        .arriving("09 07:12")
        .titled("Gửi báo cáo CNTT phường Hương Xuân")
        .decided(Verdict::Held, vec![Reason::Unproven])
        .is_settled(office)
        .await;
    a_report()
        .of(4, "p.huongvan02", "huongvan02.huongtra@thuathienhue.gov.vn")
        .arriving("09 08:00")
        .titled(HOSTILE)
        .with_file(HOSTILE_FILE)
        .decided(
            Verdict::Quarantined,
            vec![Reason::LookAlike("p.huongvan01".to_owned())],
        )
        .is_settled(office)
        .await;
    let waiting = a_report()
        .of(5, "", "x@thuathienhue.gov.vn")
        .arriving("10 08:59");
    let waiting = waiting.is_kept(office).await;
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    tx.begin_attempt(waiting).await.unwrap();
    tx.defer(
        waiting,
        now() + SignedDuration::from_mins(2),
        "DNS thuathienhue.gov.vn",
    )
    .await
    .unwrap();
    let look = tx.look_began("INBOX").await.unwrap();
    tx.look_completed(look).await.unwrap();
    tx.commit().await.unwrap();
}

async fn sent_all(office: &Office) {
    let at = at("07 09:31");
    let lease = at + SignedDuration::from_mins(5);
    let letters = office
        .store
        .claim_letters("congvu", at, lease, 100)
        .await
        .unwrap();
    let mut tx = office.store.begin(&Actor::System, at).await.unwrap();
    for letter in letters {
        tx.sent(letter.id, letter.attempt, "250 2.0.0 Ok: queued as 4F1A2")
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

/// Closes and scores, with a report of each of three units.
pub async fn is_scored(office: &Office) {
    let report = |unit: &str, moment| Report {
        unit: unit.to_owned(),
        version: 1,
        moment,
        late: false,
        figures: figures(),
        workbook: Digest::of(unit.as_bytes()),
    };
    let reports = [
        report("p.huongvan01", at("07 09:30")),
        report("p.tuha", at("08 14:05")),
        report("p.huongxuan", at("09 07:12")),
    ];
    let scored = results::score_all(&office.campaign, &reports);
    let snapshot = Snapshot::of(Lang::Vi, &office.campaign, &scored, &Record::default());
    let input = results::input_digest(&office.campaign, &reports);
    let mut tx = office
        .store
        .begin(&Actor::System, at("13 00:07"))
        .await
        .unwrap();
    let result = serde_json::to_value(&snapshot).unwrap();
    tx.record_scoring(&office.campaign.id, "provisional", input, &result)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}
