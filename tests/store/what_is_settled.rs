//! A verdict is given once, whole, and replaced only by who knows it.

use congvu::{
    digest::Digest,
    edge::store::{MailId, NewAttachment, StoreError},
    verdict::Verdict,
};

use crate::office::{
    CAMPAIGN, Office, Promise, a_mail, now, owe, promise, report, settle, settle_with,
};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_settled_mail_no_longer_waits),
        promise(a_mail_is_settled_once),
        promise(a_mail_that_was_never_kept_is_not_settled),
        promise(a_verdict_is_replaced_by_the_next_revision_and_kept_as_history),
        promise(a_crash_before_the_commit_leaves_neither_verdict_nor_report_nor_letter),
        promise(a_group_is_settled_in_one_commit),
        promise(parts_are_kept_with_their_fate),
        promise(numbers_have_no_gaps_and_no_doubles),
        promise(two_daemons_settle_a_mail_once),
    ]
}

async fn a_settled_mail_no_longer_waits(office: Office) {
    let mail = office.settled("báo cáo", 1, Verdict::Accepted).await;
    assert_eq!(office.store.unsettled(now(), 9).await.unwrap(), []);
    let page = office.store.mail(mail).await.unwrap().unwrap();
    assert_eq!(page.mail.verdict, Some(Verdict::Accepted));
    assert_eq!(page.mail.reasons, ["W-NAME"]);
    // A header of two lines is one line on a page.
    assert_eq!(page.mail.subject.unwrap(), "Báo cáo năm 2015");
    assert_eq!(page.verdicts[0].decided_by, "system");
}

async fn a_mail_is_settled_once(office: Office) {
    let mail = office.settled("báo cáo", 1, Verdict::Accepted).await;
    for wrong in [0, 1, 3] {
        let mut tx = office.begin().await;
        let refused = settle(&mut tx, mail, wrong, Verdict::Rejected).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{wrong}");
    }
    let page = office.store.mail(mail).await.unwrap().unwrap();
    assert_eq!(page.verdicts.len(), 1);
}

async fn a_mail_that_was_never_kept_is_not_settled(office: Office) {
    let mut tx = office.begin().await;
    let refused = settle(&mut tx, MailId(99), 1, Verdict::Accepted).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
}

async fn a_verdict_is_replaced_by_the_next_revision_and_kept_as_history(office: Office) {
    let mail = office.settled("báo cáo", 1, Verdict::Held).await;
    let mut tx = office.begin().await;
    settle(&mut tx, mail, 2, Verdict::Accepted).await.unwrap();
    tx.commit().await.unwrap();
    let page = office.store.mail(mail).await.unwrap().unwrap();
    let history: Vec<Verdict> = page.verdicts.iter().map(|row| row.verdict).collect();
    assert_eq!(history, [Verdict::Held, Verdict::Accepted]);
    assert_eq!(page.mail.verdict, Some(Verdict::Accepted));
}

async fn a_crash_before_the_commit_leaves_neither_verdict_nor_report_nor_letter(office: Office) {
    let mail = office.keep("báo cáo", 1).await;
    for committed in [false, true] {
        let mut tx = office.begin().await;
        assert_eq!(tx.next_number(CAMPAIGN).await.unwrap(), 1);
        settle(&mut tx, mail, 1, Verdict::Accepted).await.unwrap();
        report(&mut tx, mail, 1, "1").await.unwrap();
        assert!(owe(&mut tx, "receipt", Some(mail)).await.unwrap());
        if committed {
            tx.commit().await.unwrap();
        } else {
            drop(tx);
        }
        let health = office.store.health(now()).await.unwrap();
        let n = i64::from(committed);
        assert_eq!(health.unsettled, 1 - n);
        assert_eq!(health.letters.waiting, n);
        let reports = office.store.submissions(CAMPAIGN).await.unwrap();
        assert_eq!(reports.len(), usize::from(committed));
        assert_eq!(health.audit_rows, 1 + 3 * n);
    }
}

async fn a_group_is_settled_in_one_commit(office: Office) {
    let texts: Vec<String> = (0..25).map(|n| format!("báo cáo {n}")).collect();
    let mails: Vec<_> = (1..).zip(&texts).map(|(n, text)| a_mail(text, n)).collect();
    let mut tx = office.begin().await;
    for kept in tx.keep(&mails).await.unwrap() {
        settle(&mut tx, kept.mail, 1, Verdict::Accepted)
            .await
            .unwrap();
        let key = format!("receipt {}", kept.mail);
        assert!(owe(&mut tx, &key, Some(kept.mail)).await.unwrap());
    }
    tx.commit().await.unwrap();
    let health = office.store.health(now()).await.unwrap();
    assert_eq!((health.mails, health.unsettled), (25, 0));
    assert_eq!((health.letters.waiting, health.audit_rows), (25, 75));
}

async fn parts_are_kept_with_their_fate(office: Office) {
    let mail = office.keep("báo cáo", 1).await;
    let part = NewAttachment {
        name: "báo\u{0} cáo.xlsx",
        media_type: "application/vnd.ms-excel",
        size: 9_000,
        digest: Digest::of(b"workbook"),
        fate: "unread",
    };
    for (revision, fate) in [(1, "unread"), (2, "workbook")] {
        let files = [NewAttachment { fate, ..part }];
        let mut tx = office.begin().await;
        settle_with(&mut tx, mail, revision, Verdict::Held, &files)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    let page = office.store.mail(mail).await.unwrap().unwrap();
    let parts: Vec<_> = page.attachments.iter().collect();
    assert_eq!(parts.len(), 1);
    assert_eq!(
        (parts[0].name.as_str(), parts[0].fate.as_str()),
        ("báo cáo.xlsx", "workbook")
    );
    assert_eq!((parts[0].size, parts[0].digest), (9_000, part.digest));
}

async fn numbers_have_no_gaps_and_no_doubles(office: Office) {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let office = office.clone();
        tasks.spawn(async move {
            let mut ours = Vec::new();
            for n in 0..10 {
                let mut tx = office.begin().await;
                let number = tx.next_number(CAMPAIGN).await.unwrap();
                // Every other one is dropped and must not be missed.
                if n % 2 == 0 {
                    tx.commit().await.unwrap();
                    ours.push(number);
                }
            }
            ours
        });
    }
    let mut numbers: Vec<i64> = tasks.join_all().await.concat();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<i64>>());
}

async fn two_daemons_settle_a_mail_once(office: Office) {
    let mail = office.keep("báo cáo", 1).await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let office = office.clone();
        tasks.spawn(async move {
            let mut tx = office.begin().await;
            settle(&mut tx, mail, 1, Verdict::Accepted).await?;
            tx.commit().await
        });
    }
    let outcomes = tasks.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let conflict =
        |outcome: &&Result<(), StoreError>| matches!(outcome, Err(StoreError::Conflict(_)));
    assert_eq!(outcomes.iter().filter(conflict).count(), 3);
}
