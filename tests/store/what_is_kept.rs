//! From the commit of `keep` on, a mail is ours.

use congvu::{
    digest::Digest,
    edge::store::{Kept, NewMail, Source, Store, StoreError},
};

use crate::office::{
    INBOX, Office, Promise, VALIDITY, a_mail, at, later, now, one, promise, settle,
};
use congvu::verdict::Verdict;

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_mail_is_read_back_byte_for_byte),
        promise(the_same_bytes_are_kept_once_however_often_they_are_seen),
        promise(the_same_bytes_at_another_place_are_the_same_mail),
        promise(the_same_bytes_twice_in_one_batch_are_one_mail),
        promise(a_transaction_that_is_dropped_kept_nothing),
        promise(mails_wait_in_the_order_in_which_the_server_received_them),
        promise(a_deferred_mail_is_left_alone_until_its_moment),
        promise(every_try_is_counted_and_a_settled_mail_is_not_tried),
        promise(bytes_that_changed_on_disk_are_not_handed_out),
        promise(what_was_kept_is_there_after_a_restart),
        promise(a_ledger_of_the_first_version_is_brought_up_to_date_with_all_it_holds),
        promise(a_ledger_of_a_newer_version_is_left_alone),
        promise(a_ledger_that_cannot_be_reached_says_later),
    ]
}

async fn a_mail_is_read_back_byte_for_byte(office: Office) {
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let mail = NewMail {
        digest: Digest::of(&bytes),
        bytes: &bytes,
        ..a_mail("", 1)
    };
    let mut tx = office.begin().await;
    let id = one(&tx.keep(&[mail]).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(office.store.raw(id).await.unwrap(), bytes);
    assert_eq!(office.store.find_mail(mail.digest).await.unwrap(), Some(id));
}

async fn the_same_bytes_are_kept_once_however_often_they_are_seen(office: Office) {
    let first = office.keep("báo cáo", 1).await;
    let mut tx = office.begin().await;
    let again = tx.keep(&[a_mail("báo cáo", 1)]).await.unwrap();
    tx.commit().await.unwrap();
    let seen_before = Kept {
        mail: first,
        new: false,
    };
    assert_eq!(again, [seen_before]);
    let page = office.store.mail(first).await.unwrap().unwrap();
    assert_eq!((page.places.len(), page.audit.len()), (1, 1));
}

async fn the_same_bytes_at_another_place_are_the_same_mail(office: Office) {
    let first = office.keep("báo cáo", 1).await;
    let anew = NewMail {
        source: Source::Imap {
            mailbox: INBOX,
            uidvalidity: VALIDITY + 1,
            uid: 1,
        },
        ..a_mail("báo cáo", 1)
    };
    let from_a_file = NewMail {
        source: Source::File("bao-cao.eml"),
        ..anew
    };
    let mut tx = office.begin().await;
    let kept = tx.keep(&[anew, from_a_file]).await.unwrap();
    tx.commit().await.unwrap();
    assert!(kept.iter().all(|kept| kept.mail == first && !kept.new));
    let page = office.store.mail(first).await.unwrap().unwrap();
    let mailboxes: Vec<&str> = page.places.iter().map(|p| p.mailbox.as_str()).collect();
    assert_eq!(mailboxes.len(), 3);
    assert!(mailboxes.contains(&"file:bao-cao.eml"));
    assert_eq!(office.store.health(now()).await.unwrap().mails, 1);
}

async fn the_same_bytes_twice_in_one_batch_are_one_mail(office: Office) {
    let mut tx = office.begin().await;
    let kept = tx.keep(&[a_mail("a", 1), a_mail("a", 2)]).await.unwrap();
    tx.commit().await.unwrap();
    let new: Vec<bool> = kept.iter().map(|kept| kept.new).collect();
    assert_eq!(new, [true, false]);
    let uids = office.store.unfiled_uids(INBOX, VALIDITY).await.unwrap();
    assert_eq!(uids, [1, 2]);
}

async fn a_transaction_that_is_dropped_kept_nothing(office: Office) {
    let mut tx = office.begin().await;
    let mail = one(&tx.keep(&[a_mail("báo cáo", 1)]).await.unwrap());
    settle(&mut tx, mail, 1, Verdict::Accepted).await.unwrap();
    drop(tx);
    let health = office.store.health(now()).await.unwrap();
    assert_eq!((health.mails, health.audit_rows), (0, 0));
    let uids = office.store.unfiled_uids(INBOX, VALIDITY).await.unwrap();
    assert_eq!(uids, [0; 0]);
    office.keep("báo cáo", 1).await;
}

async fn mails_wait_in_the_order_in_which_the_server_received_them(office: Office) {
    let received = |mail, moment| NewMail {
        received_at: at(moment),
        ..mail
    };
    let mut tx = office.begin().await;
    let kept = tx
        .keep(&[
            received(a_mail("third", 1), "06 12:00"),
            received(a_mail("first", 2), "06 10:00"),
            received(a_mail("second", 3), "06 10:00"),
        ])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let waiting = office.store.unsettled(now(), 10).await.unwrap();
    let order: Vec<_> = waiting.iter().map(|waiting| waiting.mail).collect();
    assert_eq!(order, [kept[1].mail, kept[2].mail, kept[0].mail]);
    assert_eq!(waiting[0].received_at, at("06 10:00"));
    assert_eq!(waiting[0].kept_at, now());
    assert_eq!(
        office.store.unsettled(now(), 2).await.unwrap(),
        waiting[..2]
    );
}

async fn a_deferred_mail_is_left_alone_until_its_moment(office: Office) {
    let mail = office.keep("báo cáo", 1).await;
    let mut tx = office.begin().await;
    tx.defer(mail, later(5), "DNS did not answer")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.store.unsettled(later(4), 10).await.unwrap(), []);
    assert_eq!(office.store.unsettled(later(5), 10).await.unwrap().len(), 1);
    let next = office.store.next_unsettled().await.unwrap();
    assert_eq!(next, Some(later(5)));
    let page = office.store.mail(mail).await.unwrap().unwrap();
    assert_eq!(page.mail.waiting_for.unwrap(), "DNS did not answer");
}

async fn every_try_is_counted_and_a_settled_mail_is_not_tried(office: Office) {
    let mail = office.keep("báo cáo", 1).await;
    for expected in 1..=3 {
        let mut tx = office.begin().await;
        assert_eq!(tx.begin_attempt(mail).await.unwrap(), expected);
        tx.commit().await.unwrap();
    }
    assert_eq!(
        office.store.unsettled(now(), 1).await.unwrap()[0].attempts,
        3
    );
    let mut tx = office.begin().await;
    settle(&mut tx, mail, 1, Verdict::Held).await.unwrap();
    let refused = tx.begin_attempt(mail).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
    let refused = tx.defer(mail, later(5), "DNS").await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
}

async fn bytes_that_changed_on_disk_are_not_handed_out(office: Office) {
    let mail = office.keep("báo cáo", 1).await;
    let sql = if office.on_sqlite() {
        "update mail_raw set bytes = x'00'"
    } else {
        "update mail_raw set bytes = '\\x00'"
    };
    office.tamper(sql).await.unwrap();
    let refused = office.store.raw(mail).await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))));
}

async fn what_was_kept_is_there_after_a_restart(office: Office) {
    let mail = office.keep("báo cáo", 1).await;
    office.store.close().await;
    let store = Store::open(&office.url).await.unwrap();
    assert_eq!(store.raw(mail).await.unwrap(), "báo cáo".as_bytes());
    store.close().await;
}

async fn a_ledger_of_the_first_version_is_brought_up_to_date_with_all_it_holds(office: Office) {
    let url = office.of_the_first_version().await;
    let digest = Digest::of("báo cáo".as_bytes());
    let bytes = if office.on_sqlite() {
        "cast('báo cáo' as blob)"
    } else {
        "convert_to('báo cáo', 'UTF8')"
    };
    let older = Office {
        url: url.clone(),
        ..office
    };
    older
        .tamper(&format!(
            "insert into mail (digest, size, received_at, kept_at, due_at, revision)
                 values ('{digest}', 10, 1, 1, 1, 1);
             insert into mail_raw (mail, bytes) values (1, {bytes});
             insert into verdict values (1, 1, 'accepted', 'receipt', 'p.huongvan01', '1', null,
                 's', 'dkim', 1, '[]', '{{}}', 1, 'system');
             insert into letter (key, mail, kind, recipient, message_id, subject, created_at, due_at)
                 values ('k', 1, 'receipt', 'huongvan01@thuathienhue.gov.vn', '<k@office>', 's', 1, 1);
             insert into letter_raw (letter, bytes) values (1, {bytes});"
        ))
        .await
        .unwrap();
    // Twice: what is up to date already is left as it is.
    for _ in 0..2 {
        Store::open(&url).await.unwrap().close().await;
    }
    let store = Store::open(&url).await.unwrap();
    let mail = store.find_mail(digest).await.unwrap().unwrap();
    assert_eq!(store.raw(mail).await.unwrap(), "báo cáo".as_bytes());
    assert_eq!(store.breaker().await.unwrap(), None);
    assert_eq!(store.layouts().await.unwrap(), []);
    let office = Office { store, ..older };
    let letter = office.claim(now(), 9).await.remove(0);
    assert_eq!(letter.bytes, "báo cáo".as_bytes());
    let bounce = office.keep("bounce", 1).await;
    let mut tx = office.begin().await;
    tx.sent(letter.id, letter.attempt, "250 ok").await.unwrap();
    assert!(tx.bounced(bounce, "<k@office>", "5.1.1").await.unwrap());
    tx.commit().await.unwrap();
    let undelivered = office.store.undelivered().await.unwrap();
    assert_eq!(undelivered[0].unit.as_deref(), Some("p.huongvan01"));
    office.store.close().await;
}

async fn a_ledger_of_a_newer_version_is_left_alone(office: Office) {
    office
        .tamper("update _sqlx_migrations set version = 9999 where version = 1")
        .await
        .unwrap();
    let refused = Store::open(&office.url).await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))));
}

async fn a_ledger_that_cannot_be_reached_says_later(office: Office) {
    let url = if office.on_sqlite() {
        "sqlite:/nowhere/at/all/ledger.db"
    } else {
        "postgres://nobody@127.0.0.1:1/nothing"
    };
    let refused = Store::open(url).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))));
}
