//! A letter is owed once and sent by one sender at a time.

use std::collections::BTreeSet;

use congvu::{
    edge::store::{LetterId, Owed, StoreError},
    verdict::Verdict,
};

use crate::office::{Office, Promise, later, now, owe, promise};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_letter_is_owed_once_by_its_key),
        promise(a_letter_is_claimed_whole),
        promise(eight_claimers_share_the_letters_and_never_one_twice),
        promise(a_claim_takes_no_more_than_its_limit_and_nothing_before_its_time),
        promise(a_letter_whose_lease_ran_out_is_claimed_again_and_the_late_sender_is_refused),
        promise(what_a_dead_claimer_held_is_due_at_once_and_nothing_else_is),
        promise(a_letter_that_failed_for_now_is_tried_at_its_moment),
        promise(a_letter_given_up_is_shown_and_not_tried),
        promise(a_letter_that_was_sent_is_owed_no_more_and_says_what_the_server_said),
    ]
}

async fn a_letter_is_owed_once_by_its_key(office: Office) {
    let mut tx = office.begin().await;
    assert!(owe(&mut tx, "polite 2015-12-07", None).await.unwrap());
    assert!(!owe(&mut tx, "polite 2015-12-07", None).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = office.begin().await;
    assert!(!owe(&mut tx, "polite 2015-12-07", None).await.unwrap());
    tx.commit().await.unwrap();
    let owed = office.store.owed().await.unwrap();
    let expected = Owed {
        waiting: 1,
        failed: 0,
        oldest: Some(now()),
    };
    assert_eq!(owed, expected);
    assert_eq!(office.store.health(now()).await.unwrap().audit_rows, 1);
}

async fn a_letter_is_claimed_whole(office: Office) {
    let mail = office.settled("báo cáo", 1, Verdict::Accepted).await;
    let mut tx = office.begin().await;
    owe(&mut tx, "receipt", Some(mail)).await.unwrap();
    tx.commit().await.unwrap();
    let letters = office.claim(now(), 9).await;
    let letter = &letters[0];
    assert_eq!(letters.len(), 1);
    assert_eq!(letter.bytes, b"receipt");
    assert_eq!((letter.attempt, letter.mail), (1, Some(mail)));
    assert_eq!(letter.message_id, "<receipt@office>");
    assert_eq!(letter.recipient.as_str(), "huongvan01@thuathienhue.gov.vn");
    assert_eq!(
        office.store.letter_raw(letter.id).await.unwrap(),
        b"receipt"
    );
}

async fn eight_claimers_share_the_letters_and_never_one_twice(office: Office) {
    let keys: Vec<String> = (0..200).map(|n| format!("letter {n}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    office.owe(&keys).await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let office = office.clone();
        tasks.spawn(async move {
            let mut ours = Vec::new();
            while office.store.next_due().await.unwrap() == Some(now()) {
                ours.extend(office.claim(now(), 7).await.iter().map(|letter| letter.id));
            }
            ours
        });
    }
    let claimed: Vec<LetterId> = tasks.join_all().await.concat();
    assert_eq!(claimed.len(), 200);
    assert_eq!(claimed.into_iter().collect::<BTreeSet<_>>().len(), 200);
}

async fn a_claim_takes_no_more_than_its_limit_and_nothing_before_its_time(office: Office) {
    office.owe(&["a", "b", "c"]).await;
    assert_eq!(office.claim(later(-1), 9).await, []);
    assert_eq!(office.claim(now(), 2).await.len(), 2);
    assert_eq!(office.claim(now(), 2).await.len(), 1);
    assert_eq!(office.claim(now(), 2).await, []);
    assert_eq!(office.store.next_due().await.unwrap(), Some(later(5)));
}

async fn a_letter_whose_lease_ran_out_is_claimed_again_and_the_late_sender_is_refused(
    office: Office,
) {
    office.owe(&["receipt"]).await;
    let slow = office.claim(now(), 1).await.remove(0);
    assert_eq!(office.claim(later(4), 1).await, []);
    let quick = office.claim(later(5), 1).await.remove(0);
    assert_eq!((slow.id, slow.attempt, quick.attempt), (quick.id, 1, 2));
    assert_eq!(slow.bytes, quick.bytes);
    let mut tx = office.begin().await;
    let refused = [
        tx.sent(slow.id, slow.attempt, "250 ok").await,
        tx.retry(slow.id, slow.attempt, later(9), "450").await,
        tx.fail(slow.id, slow.attempt, "550").await,
    ];
    assert!(
        refused
            .iter()
            .all(|r| matches!(r, Err(StoreError::Conflict(_))))
    );
    tx.sent(quick.id, quick.attempt, "250 ok").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.store.owed().await.unwrap(), Owed::default());
}

async fn what_a_dead_claimer_held_is_due_at_once_and_nothing_else_is(office: Office) {
    office.owe(&["put off", "sent", "held"]).await;
    let claimed = office.claim(now(), 9).await;
    let mut tx = office.begin().await;
    let (put_off, sent) = (&claimed[0], &claimed[1]);
    tx.retry(put_off.id, put_off.attempt, later(3), "450 later")
        .await
        .unwrap();
    tx.sent(sent.id, sent.attempt, "250 ok").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.store.claimers().await.unwrap(), ["one of us"]);
    let release = async |owner| office.store.release_letters(owner, now()).await.unwrap();
    assert_eq!(release("somebody else").await, 0);
    assert_eq!(release("one of us").await, 1);
    assert!(office.store.claimers().await.unwrap().is_empty());
    let again = office.claim(now(), 9).await;
    assert_eq!(again.len(), 1);
    assert_eq!((again[0].key.as_str(), again[0].attempt), ("held", 2));
}

async fn a_letter_that_failed_for_now_is_tried_at_its_moment(office: Office) {
    office.owe(&["receipt"]).await;
    let letter = office.claim(now(), 1).await.remove(0);
    let mut tx = office.begin().await;
    tx.retry(letter.id, 1, later(30), "450 busy").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.claim(later(29), 1).await, []);
    assert_eq!(office.claim(later(30), 1).await[0].attempt, 2);
}

async fn a_letter_given_up_is_shown_and_not_tried(office: Office) {
    office.owe(&["receipt"]).await;
    let letter = office.claim(now(), 1).await.remove(0);
    let mut tx = office.begin().await;
    tx.fail(letter.id, 1, "550 no such\nuser").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.claim(later(9_999), 1).await, []);
    let owed = office.store.owed().await.unwrap();
    assert_eq!((owed.waiting, owed.failed), (0, 1));
    let failed = office.store.failed_letters(9).await.unwrap();
    assert_eq!(failed[0].id, letter.id);
    assert_eq!(failed[0].last_error.as_deref(), Some("550 no such user"));
}

async fn a_letter_that_was_sent_is_owed_no_more_and_says_what_the_server_said(office: Office) {
    let mail = office.settled("báo cáo", 1, Verdict::Accepted).await;
    let mut tx = office.begin().await;
    owe(&mut tx, "receipt", Some(mail)).await.unwrap();
    tx.commit().await.unwrap();
    let letter = office.claim(now(), 1).await.remove(0);
    let mut tx = office.begin().await;
    tx.sent(letter.id, 1, "250 queued as 4711").await.unwrap();
    let again = tx.sent(letter.id, 1, "250").await;
    assert!(matches!(again, Err(StoreError::Conflict(_))));
    tx.commit().await.unwrap();
    let page = office.store.mail(mail).await.unwrap().unwrap();
    assert_eq!(page.letters[0].sent_at, Some(now()));
    assert_eq!(page.letters[0].due_at, None);
    assert_eq!(
        page.letters[0].smtp_reply.as_deref(),
        Some("250 queued as 4711")
    );
    let actions: Vec<&str> = page.audit.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(
        actions,
        ["mail.kept", "mail.settled", "letter.owed", "letter.sent"]
    );
}
