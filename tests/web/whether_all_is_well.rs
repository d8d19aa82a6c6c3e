//! What a monitor is told without signing in.

use axum::http::StatusCode;
use congvu::{edge::store::Actor, flow::watching, verdict::limits::Alarm};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::office::{Office, now};

async fn look_completed(office: &Office, minutes_ago: i64) {
    let at = now() - SignedDuration::from_mins(minutes_ago);
    let mut tx = office.store.begin(&Actor::System, at).await.unwrap();
    let look = tx.look_began("INBOX").await.unwrap();
    tx.look_completed(look).await.unwrap();
    tx.commit().await.unwrap();
}

async fn told(office: &Office) -> (StatusCode, Value) {
    let answer = office.ask("/healthz").await;
    assert_eq!(answer.header("content-type"), "application/json");
    (
        answer.status,
        serde_json::from_slice(&answer.bytes).unwrap(),
    )
}

#[tokio::test]
async fn after_a_fresh_look_at_the_mailbox_all_is_well() {
    let office = Office::open().await;
    look_completed(&office, 2).await;
    let (status, said) = told(&office).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        said,
        json!({
            "ok": true, "database": true, "last_look_age_seconds": 120,
            "unsettled": 0, "waiting": 0, "held": 0, "layout_alarms": 0,
            "outbox": {
                "waiting": 0, "failed": 0, "oldest_age_seconds": null, "stopped": null,
            },
        })
    );
}

#[tokio::test]
async fn without_a_look_or_with_an_old_one_something_is_wrong() {
    let office = Office::open().await;
    let (status, said) = told(&office).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(said["last_look_age_seconds"], Value::Null);
    look_completed(&office, 11).await;
    let (status, said) = told(&office).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(said["last_look_age_seconds"], json!(660));
}

#[tokio::test]
async fn when_letters_are_stopped_it_says_so_and_why() {
    let office = Office::open().await;
    look_completed(&office, 2).await;
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    tx.stop_sending(Alarm::Loop).await.unwrap();
    tx.commit().await.unwrap();
    let (status, said) = told(&office).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(said["outbox"]["stopped"], json!("loop"));
}

#[tokio::test]
async fn marks_that_nobody_has_confirmed_are_told_until_somebody_does() {
    let office = Office::open().await;
    look_completed(&office, 2).await;
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    tx.know_layout("submission login=yes results= path=a")
        .await
        .unwrap();
    let seen = "submission login=no results= path=a";
    tx.saw_layouts(&[(seen.to_owned(), 1)].into())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    watching::step(&office.store, now()).await.unwrap();
    let (status, said) = told(&office).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(said["layout_alarms"], json!(1));
    assert!(office.page("/").await.contains("1 thay đổi chưa rõ"));
    let id = office.store.layouts().await.unwrap()[0].id;
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    assert!(tx.confirm_layout(id).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(told(&office).await.0, StatusCode::OK);
}

#[tokio::test]
async fn while_no_proof_is_accepted_the_first_page_says_so() {
    let mut office = Office::open().await;
    let notice = "Chế độ xem xét từng thư";
    assert!(!office.page("/").await.contains(notice));
    office.reviews_everything();
    assert!(office.page("/").await.contains(notice));
}

#[tokio::test]
async fn when_the_database_is_gone_it_says_so() {
    let office = Office::open().await;
    office.store.close().await;
    let (status, said) = told(&office).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(said["database"], json!(false));
    let page = office.see("/").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text().contains("Hệ thống đang bận"));
}
