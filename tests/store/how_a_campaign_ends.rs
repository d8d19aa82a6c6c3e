//! Looks, the close and the scoring: once each, and for good.

use congvu::{
    digest::Digest,
    edge::store::{Actor, Store, StoreError},
};
use serde_json::json;

use crate::office::{CAMPAIGN, INBOX, Office, Promise, later, now, promise};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_look_counts_only_when_it_is_complete),
        promise(an_earlier_look_does_not_replace_a_later_one),
        promise(a_campaign_is_closed_once_and_stays_closed),
        promise(a_campaign_is_scored_once_of_a_kind_across_restarts),
        promise(a_lease_is_held_by_one_until_it_ends),
    ]
}

async fn a_look_counts_only_when_it_is_complete(office: Office) {
    let last = || office.store.last_completed_look(INBOX);
    let mut tx = office.begin().await;
    let look = tx.look_began(INBOX).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(last().await.unwrap(), None);
    let mut tx = office.store.begin(&Actor::System, later(1)).await.unwrap();
    tx.look_completed(look).await.unwrap();
    tx.commit().await.unwrap();
    let seen = last().await.unwrap().unwrap();
    assert_eq!(
        (seen.id, seen.began_at, seen.completed_at),
        (look, now(), later(1))
    );
    assert_eq!(
        office.store.last_completed_look("Junk").await.unwrap(),
        None
    );
    let health = office.store.health(now()).await.unwrap();
    assert_eq!(health.looks[0].completed_at, later(1));
}

async fn an_earlier_look_does_not_replace_a_later_one(office: Office) {
    let mut tx = office.begin().await;
    let early = tx.look_began(INBOX).await.unwrap();
    let late = tx.look_began(INBOX).await.unwrap();
    tx.look_completed(late).await.unwrap();
    let refused = tx.look_completed(early).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
    tx.commit().await.unwrap();
    let seen = office.store.last_completed_look(INBOX).await.unwrap();
    assert_eq!(seen.unwrap().id, late);
}

async fn a_campaign_is_closed_once_and_stays_closed(office: Office) {
    assert_eq!(office.store.closing(CAMPAIGN).await.unwrap(), None);
    let clerk = Actor::Person("lan".to_owned());
    let mut tx = office.store.begin(&clerk, now()).await.unwrap();
    assert!(tx.close(CAMPAIGN, &json!({ "look": 1 })).await.unwrap());
    assert!(!tx.close(CAMPAIGN, &json!({ "look": 2 })).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = office.begin().await;
    assert!(!tx.close(CAMPAIGN, &json!({ "look": 3 })).await.unwrap());
    tx.commit().await.unwrap();
    let closing = office.store.closing(CAMPAIGN).await.unwrap().unwrap();
    assert_eq!(
        (closing.closed_at, closing.closed_by.as_str()),
        (now(), "person:lan")
    );
    assert_eq!(closing.detail, json!({ "look": 1 }));
    assert_eq!(office.store.audit_before(None, 9).await.unwrap().len(), 1);
}

async fn a_campaign_is_scored_once_of_a_kind_across_restarts(office: Office) {
    let (first, other) = (Digest::of(b"first"), Digest::of(b"other"));
    let result = json!({ "units": ["a"], "total": 12.50 });
    let mut tx = office.begin().await;
    assert!(
        tx.record_scoring(CAMPAIGN, "provisional", first, &result)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    let store = Store::open(&office.url).await.unwrap();
    let mut tx = store.begin(&Actor::System, later(9)).await.unwrap();
    let other_result = json!({});
    let again = tx.record_scoring(CAMPAIGN, "provisional", other, &other_result);
    assert!(!again.await.unwrap());
    assert!(
        tx.record_scoring(CAMPAIGN, "final", other, &other_result)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    let scoring = store
        .scoring(CAMPAIGN, "provisional")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((scoring.input_digest, scoring.scored_at), (first, now()));
    assert_eq!(
        (scoring.result, scoring.scored_by.as_str()),
        (result, "system")
    );
    assert_eq!(store.scoring(CAMPAIGN, "other").await.unwrap(), None);
    store.close().await;
}

async fn a_lease_is_held_by_one_until_it_ends(office: Office) {
    let take = |owner, now, until| office.store.take_lease("INBOX", owner, now, until);
    assert!(take("one", now(), later(5)).await.unwrap());
    assert!(!take("two", later(4), later(9)).await.unwrap());
    assert!(take("one", later(4), later(9)).await.unwrap());
    assert!(!take("two", later(8), later(15)).await.unwrap());
    assert!(take("two", later(9), later(15)).await.unwrap());
    office
        .store
        .end_lease("INBOX", "one", later(9))
        .await
        .unwrap();
    assert!(!take("one", later(9), later(15)).await.unwrap());
    office
        .store
        .end_lease("INBOX", "two", later(9))
        .await
        .unwrap();
    assert!(take("one", later(9), later(15)).await.unwrap());
}
