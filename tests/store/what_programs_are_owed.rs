//! Events owed to programs, and tokens they read with.

use congvu::{
    digest::Digest,
    edge::store::{ClaimedDelivery, NewToken, NewWebhook, Tried},
    webhook::{Event, Kind},
};
use serde_json::json;

use crate::office::{Office, Promise, later, now, promise};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(an_event_is_owed_to_whoever_wants_it_and_once),
        promise(an_event_is_part_of_the_decision_it_tells_of),
        promise(a_claimed_event_is_nobody_elses_until_its_lease_ends),
        promise(a_try_ends_in_one_way_and_an_overtaken_one_in_none),
        promise(a_stopped_program_is_owed_nothing),
        promise(a_token_opens_until_it_ends_or_is_taken_back),
    ]
}

async fn add(office: &Office, name: &str, events: &str) -> i64 {
    let mut tx = office.begin().await;
    let id = tx
        .add_webhook(&NewWebhook {
            name,
            url: "https://hue.example/",
            events,
            secret: "first",
        })
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

fn event(kind: Kind, subject: &str) -> Event {
    Event {
        kind,
        subject: subject.to_owned(),
        data: json!({}),
    }
}

async fn happens(office: &Office, kind: Kind, subject: &str) {
    let mut tx = office.begin().await;
    tx.owe_event(&event(kind, subject)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn claim(office: &Office, owner: &str, at: i64) -> Vec<ClaimedDelivery> {
    let store = &office.store;
    store
        .claim_deliveries(owner, later(at), later(at + 60), 10)
        .await
        .unwrap()
}

async fn an_event_is_owed_to_whoever_wants_it_and_once(office: Office) {
    let both = add(&office, "a", "submission.accepted submission.held").await;
    let held = add(&office, "b", "submission.held").await;
    happens(&office, Kind::Accepted, "mail/1/1").await;
    happens(&office, Kind::Accepted, "mail/1/1").await;
    happens(&office, Kind::Held, "mail/2/1").await;
    happens(&office, Kind::Closed, "campaign/x").await;
    let store = &office.store;
    assert_eq!(store.deliveries(both, 9).await.unwrap().len(), 2);
    assert_eq!(store.deliveries(held, 9).await.unwrap().len(), 1);
    let owed: Vec<i64> = store
        .webhooks()
        .await
        .unwrap()
        .iter()
        .map(|hook| hook.owed)
        .collect();
    assert_eq!(owed, [2, 1]);
}

async fn an_event_is_part_of_the_decision_it_tells_of(office: Office) {
    let hook = add(&office, "a", "submission.accepted").await;
    let mut tx = office.begin().await;
    tx.owe_event(&event(Kind::Accepted, "mail/1/1"))
        .await
        .unwrap();
    drop(tx);
    assert!(office.store.deliveries(hook, 9).await.unwrap().is_empty());
}

async fn a_claimed_event_is_nobody_elses_until_its_lease_ends(office: Office) {
    add(&office, "a", "submission.accepted").await;
    happens(&office, Kind::Accepted, "mail/1/1").await;
    let first = claim(&office, "one", 0).await;
    assert_eq!((first.len(), first[0].attempts), (1, 1));
    assert_eq!(
        (first[0].secret.as_str(), &first[0].old_secret),
        ("first", &None)
    );
    assert!(claim(&office, "two", 59).await.is_empty());
    let second = claim(&office, "two", 60).await;
    assert_eq!(second[0].attempts, 2);
}

async fn a_try_ends_in_one_way_and_an_overtaken_one_in_none(office: Office) {
    let hook = add(&office, "a", "submission.accepted").await;
    happens(&office, Kind::Accepted, "mail/1/1").await;
    let overtaken = claim(&office, "one", 0).await.remove(0);
    let running = claim(&office, "two", 60).await.remove(0);
    let taken = Tried {
        status: Some(204),
        error: None,
        again: None,
    };
    let mut tx = office.begin().await;
    assert!(!tx.tried(&overtaken, &taken).await.unwrap());
    let later_on = Tried {
        status: Some(503),
        error: Some("HTTP 503"),
        again: Some(later(100)),
    };
    assert!(tx.tried(&running, &later_on).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(
        office.store.next_delivery().await.unwrap(),
        Some(later(100))
    );
    let last = claim(&office, "two", 100).await.remove(0);
    let mut tx = office.begin().await;
    assert!(tx.tried(&last, &taken).await.unwrap());
    tx.commit().await.unwrap();
    let line = office.store.deliveries(hook, 9).await.unwrap().remove(0);
    assert_eq!(
        (line.status, line.last_error, line.due_at),
        (Some(204), None, None)
    );
    assert!(line.delivered_at.is_some() && line.failed_at.is_none());
}

async fn a_stopped_program_is_owed_nothing(office: Office) {
    let hook = add(&office, "a", "submission.accepted").await;
    happens(&office, Kind::Accepted, "mail/1/1").await;
    let mut tx = office.begin().await;
    tx.disable_webhook(hook, "HTTP 410").await.unwrap();
    assert!(tx.resend(hook, 1).await.is_err());
    drop(tx);
    let mut tx = office.begin().await;
    tx.disable_webhook(hook, "HTTP 410").await.unwrap();
    tx.commit().await.unwrap();
    happens(&office, Kind::Accepted, "mail/2/1").await;
    assert_eq!(office.store.next_delivery().await.unwrap(), None);
    let lines = office.store.deliveries(hook, 9).await.unwrap();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].failed_at.is_some());
    let mut tx = office.begin().await;
    tx.enable_webhook(hook).await.unwrap();
    tx.resend(hook, lines[0].id).await.unwrap();
    tx.rotate_webhook(hook, "second", later(60)).await.unwrap();
    tx.commit().await.unwrap();
    let claimed = claim(&office, "one", 0).await.remove(0);
    assert_eq!(claimed.secret, "second");
    assert_eq!(claimed.old_secret.as_deref(), Some("first"));
}

async fn a_token_opens_until_it_ends_or_is_taken_back(office: Office) {
    let digest = Digest::of(b"token");
    let mut tx = office.begin().await;
    let id = tx
        .add_token(&NewToken {
            name: "Cổng dữ liệu",
            digest,
            scopes: "units:read",
            expires_at: later(60),
        })
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let store = &office.store;
    assert_eq!(
        store
            .token(digest, later(59))
            .await
            .unwrap()
            .unwrap()
            .scopes,
        "units:read"
    );
    assert!(store.token(digest, later(60)).await.unwrap().is_none());
    store.touch_token(id, later(5)).await.unwrap();
    assert_eq!(store.tokens().await.unwrap()[0].used_at, Some(later(5)));
    let mut tx = office.begin().await;
    tx.revoke_token(id).await.unwrap();
    assert!(tx.revoke_token(id + 1).await.is_err());
    drop(tx);
    let mut tx = office.begin().await;
    tx.revoke_token(id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(store.token(digest, now()).await.unwrap().is_none());
}
