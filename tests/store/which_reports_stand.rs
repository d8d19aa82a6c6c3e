//! A report stands as long as the verdict it came with.

use congvu::{
    edge::store::{Actor, StoreError},
    verdict::Verdict,
};

use crate::office::{CAMPAIGN, Office, Promise, figures, now, promise, report, settle};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_report_is_read_back_as_it_was_written),
        promise(a_report_falls_with_its_verdict_and_its_version_is_not_given_again),
        promise(a_number_and_a_version_are_given_once),
        promise(a_report_needs_a_verdict),
        promise(two_mails_of_one_unit_are_decided_one_after_the_other),
    ]
}

async fn a_report_is_read_back_as_it_was_written(office: Office) {
    let mail = office.settled("báo cáo", 1, Verdict::Accepted).await;
    let mut tx = office.begin().await;
    let id = report(&mut tx, mail, 1, "1").await.unwrap();
    let inside = tx.versions(CAMPAIGN, "p.huongvan01").await.unwrap();
    assert_eq!(tx.versions(CAMPAIGN, "p.khac").await.unwrap(), []);
    tx.commit().await.unwrap();
    let outside = office.store.submissions(CAMPAIGN).await.unwrap();
    let seen = |version: i64, number: &str| (version, number.to_owned());
    assert_eq!(
        seen(inside[0].version, &inside[0].number),
        seen(outside[0].version, &outside[0].number)
    );
    assert_eq!(inside[0].workbook, outside[0].workbook);
    assert_eq!((outside[0].id, outside[0].mail), (id, mail));
    assert_eq!(outside[0].figures, figures(41));
    assert_eq!(outside[0].file_name, "báo cáo.xlsx");
    assert_eq!(office.store.submissions("other").await.unwrap(), []);
}

async fn a_report_falls_with_its_verdict_and_its_version_is_not_given_again(office: Office) {
    let mail = office.settled("báo cáo", 1, Verdict::Accepted).await;
    let mut tx = office.begin().await;
    report(&mut tx, mail, 1, "1").await.unwrap();
    tx.commit().await.unwrap();
    let clerk = Actor::Person("lan".to_owned());
    let mut tx = office.store.begin(&clerk, now()).await.unwrap();
    settle(&mut tx, mail, 2, Verdict::Rejected).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.store.submissions(CAMPAIGN).await.unwrap(), []);
    let mut tx = office.begin().await;
    let next = tx.next_version(CAMPAIGN, "p.huongvan01").await.unwrap();
    assert_eq!(next, 2);
}

async fn a_number_and_a_version_are_given_once(office: Office) {
    let first = office.settled("a", 1, Verdict::Accepted).await;
    let second = office.settled("b", 2, Verdict::Accepted).await;
    let mut tx = office.begin().await;
    report(&mut tx, first, 1, "1").await.unwrap();
    tx.commit().await.unwrap();
    for (version, number) in [(1, "2"), (2, "1")] {
        let mut tx = office.begin().await;
        let refused = report(&mut tx, second, version, number).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))));
    }
    let mut tx = office.begin().await;
    report(&mut tx, second, 2, "2").await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_report_needs_a_verdict(office: Office) {
    let mail = office.keep("báo cáo", 1).await;
    let mut tx = office.begin().await;
    let refused = report(&mut tx, mail, 1, "1").await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
}

async fn two_mails_of_one_unit_are_decided_one_after_the_other(office: Office) {
    let mut tasks = tokio::task::JoinSet::new();
    for n in 1..=6 {
        let mail = office
            .settled(&format!("báo cáo {n}"), n, Verdict::Accepted)
            .await;
        let office = office.clone();
        tasks.spawn(async move {
            let mut tx = office.begin().await;
            let before = tx.versions(CAMPAIGN, "p.huongvan01").await.unwrap();
            let version = i64::try_from(before.len()).unwrap() + 1;
            report(&mut tx, mail, version, &version.to_string())
                .await
                .unwrap();
            tx.commit().await.unwrap();
        });
    }
    tasks.join_all().await;
    assert_eq!(office.store.submissions(CAMPAIGN).await.unwrap().len(), 6);
}
