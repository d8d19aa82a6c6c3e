//! A reminder is written once, whoever writes it and however often he is
//! started, and never to a unit that has reported.

use congvu::{
    campaign::stages::Stage,
    digest::Digest,
    edge::store::{NewLetter, Store, StoreError, Undelivered},
    reminder::{Reminder, Situation},
    verdict::Verdict,
};
use jiff::Timestamp;

use crate::office::{CAMPAIGN, Office, Promise, address, at, later, now, promise, report, settle};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_reminder_is_written_with_its_letter),
        promise(two_daemons_write_one_reminder),
        promise(another_round_is_another_reminder),
        promise(a_unit_that_has_reported_is_not_written_to),
        promise(a_letter_that_has_not_left_is_taken_back_when_the_report_comes),
        promise(a_mailbox_that_gives_letters_back_is_noted_once),
        promise(a_later_letter_that_arrives_ends_it),
        promise(the_newest_held_mail_of_a_unit_is_found),
        promise(arrivals_are_counted_by_the_hour),
    ]
}

const UNIT: &str = "p.huongvan01";

fn reminder(stage: Stage, round: Timestamp) -> Reminder {
    Reminder {
        unit: UNIT.to_owned(),
        stage,
        round,
        situation: Situation::Silent,
        closes: at("13 00:00"),
        mailbox: address("huongvan01@thuathienhue.gov.vn"),
        says: Digest::of(stage.as_str().as_bytes()),
    }
}

async fn remind(store: &Store, reminder: &Reminder) -> Result<bool, StoreError> {
    let mut tx = store
        .begin(&congvu::edge::store::Actor::System, now())
        .await?;
    let key = format!("reminder:{}:{}", reminder.stage.as_str(), reminder.round);
    let written = tx
        .remind(
            CAMPAIGN,
            reminder,
            &NewLetter {
                key: &key,
                mail: None,
                kind: "reminder",
                recipient: &reminder.mailbox,
                message_id: &format!("<{key}@congvu>"),
                subject: "[CÒN 2 NGÀY] Báo cáo CNTT 2015",
                bytes: key.as_bytes(),
                due_at: now(),
            },
        )
        .await?;
    if written {
        tx.commit().await?;
    }
    Ok(written)
}

async fn a_reminder_is_written_with_its_letter(office: Office) {
    let first = reminder(Stage::Opening, at("06 00:00"));
    assert!(remind(&office.store, &first).await.unwrap());
    let noted = office.store.reminders(CAMPAIGN).await.unwrap();
    assert_eq!(noted.len(), 1);
    assert_eq!((noted[0].stage, noted[0].round), (first.stage, first.round));
    assert_eq!((noted[0].says, noted[0].written), (first.says, true));
    let letters = office.claim(later(1), 10).await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].kind, "reminder");
    let written = office
        .store
        .written_reminders(CAMPAIGN, Some(UNIT), 10)
        .await
        .unwrap();
    assert_eq!(written[0].written_by, "system");
    assert_eq!(written[0].sent_at, None);
}

async fn two_daemons_write_one_reminder(office: Office) {
    let other = Store::open(&office.url).await.unwrap();
    let one = reminder(Stage::LastMorning, at("13 00:00"));
    let (here, there) = tokio::join!(remind(&office.store, &one), remind(&other, &one));
    let written = [here, there]
        .into_iter()
        .filter(|it| matches!(it, Ok(true)));
    assert_eq!(written.count(), 1);
    // A third, after a restart.
    assert!(!remind(&other, &one).await.unwrap());
    assert_eq!(office.store.reminders(CAMPAIGN).await.unwrap().len(), 1);
    assert_eq!(office.store.owed().await.unwrap().waiting, 1);
    other.close().await;
}

async fn another_round_is_another_reminder(office: Office) {
    for end in ["13 00:00", "15 17:00"] {
        let one = reminder(Stage::LastMorning, at(end));
        assert!(remind(&office.store, &one).await.unwrap(), "{end}");
    }
    assert_eq!(office.store.owed().await.unwrap().waiting, 2);
}

async fn reports(office: &Office) {
    let mail = office.keep("báo cáo", 1).await;
    let mut tx = office.begin().await;
    settle(&mut tx, mail, 1, Verdict::Accepted).await.unwrap();
    report(&mut tx, mail, 1, "BC-2015-0001").await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_unit_that_has_reported_is_not_written_to(office: Office) {
    reports(&office).await;
    let one = reminder(Stage::LastMorning, at("13 00:00"));
    assert!(!remind(&office.store, &one).await.unwrap());
    assert_eq!(office.store.reminders(CAMPAIGN).await.unwrap(), Vec::new());
    assert_eq!(office.store.owed().await.unwrap().waiting, 0);
}

async fn a_letter_that_has_not_left_is_taken_back_when_the_report_comes(office: Office) {
    let one = reminder(Stage::LastMorning, at("13 00:00"));
    assert!(remind(&office.store, &one).await.unwrap());
    let taken = async || {
        let mut tx = office.begin().await;
        let taken = tx.take_back_reminders(CAMPAIGN).await.unwrap();
        tx.commit().await.unwrap();
        taken
    };
    assert_eq!(taken().await, 0, "it has not reported yet");
    reports(&office).await;
    assert_eq!(taken().await, 1);
    assert_eq!(taken().await, 0);
    let owed = office.store.owed().await.unwrap();
    assert_eq!(
        (owed.waiting, owed.failed),
        (0, 0),
        "nobody need look at it"
    );
    assert_eq!(office.claim(later(60), 10).await.len(), 0);
}

async fn a_mailbox_that_gives_letters_back_is_noted_once(office: Office) {
    let one = reminder(Stage::LastMorning, at("13 00:00"));
    for first in [true, false] {
        let mut tx = office.begin().await;
        assert_eq!(tx.unreachable(CAMPAIGN, &one).await.unwrap(), first);
        tx.commit().await.unwrap();
    }
    let noted = office.store.reminders(CAMPAIGN).await.unwrap();
    assert_eq!(noted.len(), 1);
    assert!(!noted[0].written);
}

async fn a_later_letter_that_arrives_ends_it(office: Office) {
    let mailbox = address("huongvan01@thuathienhue.gov.vn");
    office.owe(&["one"]).await;
    let letters = office.claim(later(1), 1).await;
    let mut tx = office.begin().await;
    tx.fail(letters[0].id, letters[0].attempt, "550 no such user")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let unreachable = office.store.unreachable_mailboxes().await.unwrap();
    assert!(unreachable.contains(&mailbox));
    office.owe(&["two"]).await;
    let letters = office.claim(later(2), 1).await;
    let mut tx = office.begin().await;
    tx.sent(letters[0].id, letters[0].attempt, "250 ok")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let unreachable = office.store.unreachable_mailboxes().await.unwrap();
    assert!(unreachable.is_empty());
    let bounced: Vec<Undelivered> = office.store.undelivered().await.unwrap();
    assert_eq!(bounced, Vec::new());
}

async fn the_newest_held_mail_of_a_unit_is_found(office: Office) {
    office.settled("một", 1, Verdict::Held).await;
    let newest = office.settled("hai", 2, Verdict::Held).await;
    office.settled("ba", 3, Verdict::Rejected).await;
    let held = office.store.held_units(at("06 00:00")).await.unwrap();
    assert_eq!(held.get(UNIT), Some(&(newest, at("06 09:30"))));
    let later = office.store.held_units(at("07 00:00")).await.unwrap();
    assert!(later.is_empty());
}

async fn arrivals_are_counted_by_the_hour(office: Office) {
    for (uid, verdict) in [
        (1, Verdict::Accepted),
        (2, Verdict::Rejected),
        (3, Verdict::Logged),
    ] {
        office.settled(&format!("thư {uid}"), uid, verdict).await;
    }
    let arrivals = office
        .store
        .arrivals(at("06 00:00"), at("13 00:00"))
        .await
        .unwrap();
    let hour = at("06 09:00").as_second() / 3_600;
    assert_eq!(arrivals.into_iter().collect::<Vec<_>>(), [(hour, 2)]);
}
