//! How our own servers mark mail: counted, learned, called out, confirmed.

use std::collections::BTreeMap;

use congvu::{
    edge::store::{Actor, LayoutRow, layouts::MOST_LAYOUTS},
    flow::watching,
    sender::layout::Alarm,
};
use jiff::Timestamp;

use crate::office::{Office, Promise, at, later, now, promise};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(mails_are_counted_by_layout_and_day),
        promise(counting_leaves_no_audit_row),
        promise(what_is_new_calls_once_and_until_it_is_confirmed),
        promise(what_was_never_calibrated_is_learned_and_stays_unconfirmed),
        promise(what_a_calibration_shows_is_known_and_ends_an_alarm),
        promise(what_was_confirmed_to_have_stopped_is_expected_again_when_seen),
        promise(names_that_never_repeat_do_not_fill_the_table),
    ]
}

const WITH: &str = "submission login=yes results= path=a";
const BARE: &str = "submission login=no results= path=a";

async fn saw(office: &Office, mails: &[(&str, i64)], at: Timestamp) {
    let mails: BTreeMap<String, i64> = mails
        .iter()
        .map(|(key, mails)| ((*key).to_owned(), *mails))
        .collect();
    let mut tx = office.store.begin(&Actor::System, at).await.unwrap();
    tx.saw_layouts(&mails).await.unwrap();
    tx.commit().await.unwrap();
}

async fn known(office: &Office, key: &str) {
    let actor = Actor::Command("mail calibrate".to_owned());
    let mut tx = office.store.begin(&actor, now()).await.unwrap();
    tx.know_layout(key).await.unwrap();
    tx.commit().await.unwrap();
}

async fn confirm(office: &Office, id: i64) -> bool {
    let actor = Actor::Command("mail layouts".to_owned());
    let mut tx = office.store.begin(&actor, now()).await.unwrap();
    let done = tx.confirm_layout(id).await.unwrap();
    tx.commit().await.unwrap();
    done
}

async fn row(office: &Office, key: &str) -> LayoutRow {
    let rows = office.store.layouts().await.unwrap();
    rows.into_iter().find(|row| row.key == key).unwrap()
}

/// Alarms and unconfirmed layouts, as pages show them.
async fn counts(office: &Office) -> (i64, i64) {
    let health = office.store.health(now()).await.unwrap();
    (health.layouts.alarms, health.layouts.unconfirmed)
}

async fn actions(office: &Office) -> Vec<String> {
    let mut rows = office.store.audit_before(None, 99).await.unwrap();
    rows.reverse();
    rows.into_iter().map(|row| row.action).collect()
}

async fn mails_are_counted_by_layout_and_day(office: Office) {
    saw(&office, &[(WITH, 2), (BARE, 1)], at("07 08:00")).await;
    saw(&office, &[(WITH, 3)], at("07 09:00")).await;
    saw(&office, &[(WITH, 4)], at("09 08:00")).await;
    let row = row(&office, WITH).await;
    assert_eq!((row.mails, row.known_since), (9, None));
    let seen = (row.first_seen, row.last_seen);
    assert_eq!(seen, (at("07 08:00"), at("09 08:00")));
    let days: Vec<i64> = row.days.iter().map(|(_, mails)| *mails).collect();
    assert_eq!(days, [5, 4]);
    assert_eq!(row.days[1].0 - row.days[0].0, 2);
}

async fn counting_leaves_no_audit_row(office: Office) {
    saw(&office, &[(WITH, 2)], now()).await;
    assert_eq!(actions(&office).await, [""; 0]);
}

async fn what_is_new_calls_once_and_until_it_is_confirmed(office: Office) {
    known(&office, WITH).await;
    saw(&office, &[(WITH, 5), (BARE, 1)], now()).await;
    assert_eq!(watching::step(&office.store, later(1)).await.unwrap(), 1);
    assert_eq!(watching::step(&office.store, later(2)).await.unwrap(), 0);
    assert_eq!(counts(&office).await, (1, 0));
    let called = row(&office, BARE).await;
    assert_eq!(called.alarm(), Some(Alarm::Unknown));
    assert_eq!(called.alarm_since, Some(later(1)));
    // The one that calls stands first.
    assert_eq!(office.store.layouts().await.unwrap()[0].key, BARE);
    assert!(confirm(&office, called.id).await);
    assert!(!confirm(&office, 999).await);
    assert_eq!(counts(&office).await, (0, 0));
    assert_eq!(watching::step(&office.store, later(3)).await.unwrap(), 0);
    let done = ["layout.confirmed", "layout.alarmed", "layout.confirmed"];
    assert_eq!(actions(&office).await, done);
}

async fn what_was_never_calibrated_is_learned_and_stays_unconfirmed(office: Office) {
    saw(&office, &[(WITH, 49)], now()).await;
    watching::step(&office.store, now()).await.unwrap();
    assert_eq!(row(&office, WITH).await.known_since, None);
    saw(&office, &[(BARE, 1)], now()).await;
    assert_eq!(watching::step(&office.store, now()).await.unwrap(), 0);
    let learned = row(&office, BARE).await;
    assert_eq!(learned.known_since, Some(now()));
    assert!(!learned.is_confirmed());
    assert_eq!(counts(&office).await, (0, 2));
    confirm(&office, learned.id).await;
    assert!(row(&office, BARE).await.is_confirmed());
    assert_eq!(counts(&office).await, (0, 1));
    // From now on what is new calls.
    saw(&office, &[("relay login=no results= path=b", 1)], now()).await;
    assert_eq!(watching::step(&office.store, now()).await.unwrap(), 1);
}

async fn what_a_calibration_shows_is_known_and_ends_an_alarm(office: Office) {
    known(&office, WITH).await;
    let shown = row(&office, WITH).await;
    assert_eq!((shown.mails, shown.is_confirmed()), (0, true));
    assert_eq!(shown.days, []);
    saw(&office, &[(BARE, 1)], now()).await;
    watching::step(&office.store, now()).await.unwrap();
    known(&office, BARE).await;
    assert_eq!(counts(&office).await, (0, 0));
    assert_eq!(watching::step(&office.store, later(9)).await.unwrap(), 0);
}

async fn what_was_confirmed_to_have_stopped_is_expected_again_when_seen(office: Office) {
    known(&office, WITH).await;
    known(&office, BARE).await;
    saw(&office, &[(WITH, 20)], at("07 08:00")).await;
    saw(&office, &[(BARE, 20)], at("09 08:00")).await;
    let step = || watching::step(&office.store, at("09 09:00"));
    assert_eq!(step().await.unwrap(), 1);
    let stopped = row(&office, WITH).await;
    assert_eq!(stopped.alarm(), Some(Alarm::Stopped));
    confirm(&office, stopped.id).await;
    assert_eq!(step().await.unwrap(), 0);
    assert!(!row(&office, WITH).await.seen().expected);
    saw(&office, &[(WITH, 1)], at("10 08:00")).await;
    assert!(row(&office, WITH).await.seen().expected);
}

async fn names_that_never_repeat_do_not_fill_the_table(office: Office) {
    let keys: Vec<String> = (0..MOST_LAYOUTS + 5)
        .map(|n| format!("foreign login=no results= path=h{n:03}"))
        .collect();
    let mails: Vec<(&str, i64)> = keys.iter().map(|key| (key.as_str(), 1)).collect();
    saw(&office, &mails, now()).await;
    saw(&office, &[(&keys[0], 1)], now()).await;
    let rows = office.store.layouts().await.unwrap();
    assert_eq!(rows.len(), usize::try_from(MOST_LAYOUTS).unwrap() + 1);
    assert_eq!(row(&office, "others").await.mails, 5);
    assert_eq!(row(&office, &keys[0]).await.mails, 2);
}
