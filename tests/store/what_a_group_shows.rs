//! Reports beside their group: the same whatever came first, told to nobody by
//! letter, and kept for good with the close.

use congvu::{
    digest::Digest,
    edge::store::{Actor, NewMail, Source, Store},
    figures::Value,
    finding::{Fault, Finding, Oddity},
    flow::{
        closing,
        comparing::{self, COMPARISON, Comparison},
        judging,
    },
    unit::Unit,
};
use serde_json::json;

use crate::{
    office::{INBOX, Office, Promise, later, now, promise},
    village::{Daemon, clerk_writes, reported, units},
};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(what_stands_out_in_a_group_does_not_depend_on_who_came_first),
        promise(the_close_keeps_the_comparison_it_was_made_with),
        promise(a_report_that_was_replaced_is_compared_with_nobody),
    ]
}

/// Figures that differ from unit to unit by more than chance.
const OWN: [(&str, i64); 15] = [
    ("CB01", 40),
    ("HT01", 35),
    ("HT12", 3),
    ("UD03", 1200),
    ("UD05", 800),
    ("UD12", 950),
    ("UD13", 900),
    ("UD14", 880),
    ("UD17", 150),
    ("TT01", 24),
    ("TT02", 12),
    ("TR05", 60),
    ("NL04", 45),
    ("HT08", 45),
    ("DT01", 2500),
];

fn wards() -> Vec<Unit> {
    let wards = units().into_iter().filter(|unit| unit.group == "communes");
    wards.take(7).collect()
}

/// The report of the nth ward; the last copies the one before it, and the first
/// has a hundred times the news of all others.
fn report(wards: &[Unit], nth: usize) -> Vec<u8> {
    let of = i64::try_from(nth.min(5)).unwrap();
    let mut figures: Vec<(&str, Value)> = OWN
        .iter()
        .map(|(code, least)| (*code, Value::Number((least + of).into())))
        .collect();
    if nth == 0 {
        figures.push(("TT01", Value::Number(2400.into())));
    }
    reported(&wards[nth], &figures)
}

async fn arrives(store: &Store, unit: &Unit, workbook: &[u8], uid: u32) {
    // Another minute makes it another mail.
    let raw = clerk_writes(unit, workbook, later(uid.into()));
    let mut tx = store.begin(&Actor::System, now()).await.unwrap();
    let source = Source::Imap {
        mailbox: INBOX,
        uidvalidity: 1,
        uid,
    };
    let mail = NewMail {
        digest: Digest::of(&raw),
        bytes: &raw,
        received_at: now(),
        source,
    };
    tx.keep(&[mail]).await.unwrap();
    tx.commit().await.unwrap();
}

/// A ledger in which every ward has reported, the given ones first.
async fn all_reported(office: &Office, first: &[usize]) -> Daemon {
    let town = Daemon::of_the_town(office.store.clone());
    let wards = wards();
    let others = (0..wards.len()).filter(|nth| !first.contains(nth));
    for (uid, nth) in (1..).zip(first.iter().copied().chain(others)) {
        arrives(&office.store, &wards[nth], &report(&wards, nth), uid).await;
        while judging::step(&town.desk, now()).await.unwrap() > 0 {}
    }
    town
}

/// Each finding with its unit, place and what it was held against.
fn told(comparison: &Comparison) -> Vec<String> {
    let wards = wards();
    let nth = |code: &str| wards.iter().position(|unit| unit.code == code).unwrap();
    let one = |unit: &str, finding: &Finding| {
        let against = if let Fault::Odd(Oddity::FarFromGroup { median, .. }) = &finding.fault {
            median.to_string()
        } else if let Fault::Odd(Oddity::SameAsUnit { unit, same, of }) = &finding.fault {
            format!("{} {same}/{of}", nth(unit))
        } else {
            panic!("{finding:?}")
        };
        let place = format!("{} {}", finding.sheet, finding.cell);
        format!("{} {} {} {against}", nth(unit), finding.code, place.trim())
    };
    let findings = comparison
        .units
        .iter()
        .flat_map(|(unit, found)| found.iter().map(|it| one(unit, it)));
    let mut told: Vec<String> = findings.collect();
    told.sort();
    told
}

const EXPECTED: [&str; 3] = [
    // The middle of 25, 26, 27, 28, 29 and 29, the lower of the two.
    "0 W-GROUP Mẫu II E47 27",
    "5 W-SAME-AS-UNIT  6 41/41",
    "6 W-SAME-AS-UNIT  5 41/41",
];

async fn what_stands_out_in_a_group_does_not_depend_on_who_came_first(office: Office) {
    let town = all_reported(&office, &[6, 0]).await;
    let campaign = &town.desk.campaign;
    let compared = comparing::all(&office.store, campaign, now())
        .await
        .unwrap();
    assert_eq!(told(&compared), EXPECTED);
    // No report was told of it, and none rejected: six and one were received.
    let reports = office.store.submissions(&campaign.id).await.unwrap();
    assert_eq!(reports.len(), 7);
    assert!(reports.iter().all(|report| report.findings == json!([])));
    // Who looks at one mail sees what concerns it.
    for report in reports {
        let found = comparing::of_mail(&office.store, campaign, report.mail, now()).await;
        let all = compared.units.get(&report.unit);
        assert_eq!(found.unwrap(), all.cloned().unwrap_or_default());
    }
}

async fn the_close_keeps_the_comparison_it_was_made_with(office: Office) {
    let town = all_reported(&office, &[]).await;
    let (store, campaign) = (&office.store, &town.desk.campaign);
    assert!(
        closing::close(&town.desk, &Actor::System, now())
            .await
            .unwrap()
    );
    let kept = store
        .scoring(&campaign.id, COMPARISON)
        .await
        .unwrap()
        .unwrap();
    let scored = store.scoring(&campaign.id, closing::PROVISIONAL).await;
    assert_eq!(kept.input_digest, scored.unwrap().unwrap().input_digest);
    let comparison: Comparison = serde_json::from_value(kept.result.clone()).unwrap();
    assert_eq!(told(&comparison), EXPECTED);
    // A second close changes nothing of it.
    assert!(
        !closing::close(&town.desk, &Actor::System, now())
            .await
            .unwrap()
    );
    let again = store.scoring(&campaign.id, COMPARISON).await.unwrap();
    assert_eq!(again, Some(kept));
}

async fn a_report_that_was_replaced_is_compared_with_nobody(office: Office) {
    let town = all_reported(&office, &[]).await;
    let (store, campaign, wards) = (&office.store, &town.desk.campaign, wards());
    // The one that was copied sends figures of its own: both are like nobody now.
    let own = [
        ("HT02", 29),
        ("HT03", 27),
        ("HT05", 25),
        ("UD04", 1000),
        ("UD06", 650),
    ];
    let own = OWN
        .iter()
        .copied()
        .map(|(code, least)| (code, least + 9))
        .chain(own);
    let figures: Vec<(&str, Value)> = own
        .map(|(code, number)| (code, Value::Number(number.into())))
        .collect();
    arrives(store, &wards[5], &reported(&wards[5], &figures), 99).await;
    while judging::step(&town.desk, now()).await.unwrap() > 0 {}
    let before = store.submissions(&campaign.id).await.unwrap();
    let versions: Vec<i64> = before
        .iter()
        .filter(|report| report.unit == wards[5].code)
        .map(|report| report.version)
        .collect();
    assert_eq!(versions, [1, 2]);
    let compared = comparing::all(store, campaign, now()).await.unwrap();
    assert_eq!(told(&compared), EXPECTED[..1]);
}
