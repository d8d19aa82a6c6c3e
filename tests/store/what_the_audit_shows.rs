//! A row of the audit cannot be changed unseen.

use congvu::{
    digest::Digest,
    edge::store::{Fault, NewAttachment, Verified},
    verdict::Verdict,
};
use serde_json::json;

use crate::office::{Office, Promise, now, promise, settle_with};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(an_untouched_chain_is_intact),
        promise(an_empty_chain_is_intact),
        promise(a_changed_row_is_found),
        promise(a_changed_row_with_its_hash_made_anew_is_found_at_the_next),
        promise(a_row_that_no_longer_reads_as_one_is_found),
        promise(a_removed_row_is_found),
        promise(an_inserted_row_is_found),
        promise(a_row_added_at_the_end_is_found),
        promise(a_truncated_chain_is_found),
        promise(a_last_row_made_anew_is_found),
        promise(a_chain_without_its_head_is_found),
        promise(rows_are_not_changed_by_mistake),
        promise(the_files_of_a_mail_and_what_became_of_them_are_in_the_chain),
        promise(many_writers_make_one_chain),
        promise(a_great_many_rows_of_one_transaction_are_one_chain),
        promise(newest_rows_are_read_first_and_page_by_page),
    ]
}

const INTRUDER_SQLITE: &str =
    "drop trigger audit_is_not_changed; drop trigger audit_is_not_deleted;";
const INTRUDER_POSTGRES: &str = "alter table audit disable trigger all;";

/// Five rows, then this done to them, then this said of them.
async fn check(office: &Office, sql: &str, seq: i64, fault: Fault) {
    five_rows(office).await;
    tamper(office, sql).await;
    let expected = Verified::Broken { seq, fault };
    assert_eq!(office.store.verify().await.unwrap(), expected);
}

async fn tamper(office: &Office, sql: &str) {
    let open = if office.on_sqlite() {
        INTRUDER_SQLITE
    } else {
        INTRUDER_POSTGRES
    };
    office.tamper(&format!("{open} {sql}")).await.unwrap();
}

async fn five_rows(office: &Office) {
    for n in 1..=5 {
        let mut tx = office.begin().await;
        tx.note("form.loaded", format!("form/{n}"), &json!({ "n": n }));
        tx.commit().await.unwrap();
    }
}

async fn an_untouched_chain_is_intact(office: Office) {
    five_rows(&office).await;
    let head = office.store.audit_before(None, 1).await.unwrap()[0].hash;
    let expected = Verified::Intact { rows: 5, head };
    assert_eq!(office.store.verify().await.unwrap(), expected);
}

async fn the_files_of_a_mail_and_what_became_of_them_are_in_the_chain(office: Office) {
    let mail = office.keep("báo cáo", 1).await;
    let file = |text: &str, fate| NewAttachment {
        name: "báo cáo.xlsx",
        media_type: "application/vnd.ms-excel",
        size: 9_000,
        digest: Digest::of(text.as_bytes()),
        fate,
    };
    let files = [file("workbook", "report"), file("scan", "supporting")];
    let mut tx = office.begin().await;
    settle_with(&mut tx, mail, 1, Verdict::Accepted, &files)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let newest = office.store.audit_before(None, 1).await.unwrap().remove(0);
    let detail: serde_json::Value = serde_json::from_str(&newest.detail).unwrap();
    let expected = json!([
        { "digest": Digest::of(b"workbook"), "fate": "report" },
        { "digest": Digest::of(b"scan"), "fate": "supporting" },
    ]);
    assert_eq!(
        (newest.action.as_str(), &detail["files"]),
        ("mail.settled", &expected)
    );
}

async fn an_empty_chain_is_intact(office: Office) {
    let verified = office.store.verify().await.unwrap();
    assert!(matches!(verified, Verified::Intact { rows: 0, .. }));
}

async fn a_changed_row_is_found(office: Office) {
    let sql = "update audit set actor = 'person:lan' where seq = 3";
    check(&office, sql, 3, Fault::Altered).await;
}

async fn a_changed_row_with_its_hash_made_anew_is_found_at_the_next(office: Office) {
    five_rows(&office).await;
    let mut row = office
        .store
        .audit_before(Some(4), 1)
        .await
        .unwrap()
        .remove(0);
    row.detail = "{}".to_owned();
    let hash = row.expected_hash();
    let sql = format!("update audit set detail = '{{}}', hash = '{hash}' where seq = 3");
    tamper(&office, &sql).await;
    let expected = Verified::Broken {
        seq: 4,
        fault: Fault::Unlinked,
    };
    assert_eq!(office.store.verify().await.unwrap(), expected);
}

async fn a_row_that_no_longer_reads_as_one_is_found(office: Office) {
    let sql = "update audit set hash = 'none' where seq = 3";
    check(&office, sql, 3, Fault::Altered).await;
}

async fn a_removed_row_is_found(office: Office) {
    check(
        &office,
        "delete from audit where seq = 3",
        3,
        Fault::Missing,
    )
    .await;
}

async fn an_inserted_row_is_found(office: Office) {
    // The third row once more after itself, and the rest moved up.
    let sql = "update audit set seq = -seq where seq >= 4;
        update audit set seq = 1 - seq where seq < 0;
        insert into audit select 4, at, actor, action, subject, detail, hash, hash
        from audit where seq = 3";
    check(&office, sql, 4, Fault::Altered).await;
}

async fn a_row_added_at_the_end_is_found(office: Office) {
    let sql = "insert into audit select 6, at, actor, action, subject, detail, hash, hash
        from audit where seq = 5";
    check(&office, sql, 6, Fault::Added).await;
}

async fn a_truncated_chain_is_found(office: Office) {
    check(
        &office,
        "delete from audit where seq >= 4",
        4,
        Fault::CutOff,
    )
    .await;
}

async fn a_last_row_made_anew_is_found(office: Office) {
    five_rows(&office).await;
    let mut row = office.store.audit_before(None, 1).await.unwrap().remove(0);
    row.detail = "{}".to_owned();
    let hash = row.expected_hash();
    let sql = format!("update audit set detail = '{{}}', hash = '{hash}' where seq = 5");
    tamper(&office, &sql).await;
    let expected = Verified::Broken {
        seq: 5,
        fault: Fault::Altered,
    };
    assert_eq!(office.store.verify().await.unwrap(), expected);
}

async fn a_chain_without_its_head_is_found(office: Office) {
    check(&office, "delete from audit_head", 0, Fault::CutOff).await;
}

async fn rows_are_not_changed_by_mistake(office: Office) {
    five_rows(&office).await;
    for sql in ["update audit set actor = 'x'", "delete from audit"] {
        assert!(office.tamper(sql).await.is_err());
    }
    let verified = office.store.verify().await.unwrap();
    assert!(matches!(verified, Verified::Intact { rows: 5, .. }));
}

async fn many_writers_make_one_chain(office: Office) {
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 0..8 {
        let office = office.clone();
        tasks.spawn(async move {
            for n in 0..10 {
                let mut tx = office.begin().await;
                tx.note("form.loaded", format!("form/{writer}"), &json!({ "n": n }));
                tx.note("form.checked", format!("form/{writer}"), &json!({ "n": n }));
                tx.commit().await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    let verified = office.store.verify().await.unwrap();
    assert!(matches!(verified, Verified::Intact { rows: 160, .. }));
    // Those of one transaction stand together.
    let rows = office.store.audit_before(None, 160).await.unwrap();
    assert!(
        rows.chunks(2)
            .all(|pair| pair[0].subject == pair[1].subject)
    );
}

async fn a_great_many_rows_of_one_transaction_are_one_chain(office: Office) {
    let mut tx = office.begin().await;
    for n in 0..2_500 {
        tx.note("form.loaded", format!("form/{n}"), &json!({ "n": n }));
    }
    tx.commit().await.unwrap();
    let verified = office.store.verify().await.unwrap();
    assert!(matches!(verified, Verified::Intact { rows: 2_500, .. }));
}

async fn newest_rows_are_read_first_and_page_by_page(office: Office) {
    five_rows(&office).await;
    let page = office.store.audit_before(None, 2).await.unwrap();
    let seqs: Vec<i64> = page.iter().map(|row| row.seq).collect();
    assert_eq!(seqs, [5, 4]);
    let page = office.store.audit_before(Some(4), 9).await.unwrap();
    let seqs: Vec<i64> = page.iter().map(|row| row.seq).collect();
    assert_eq!(seqs, [3, 2, 1]);
    assert_eq!((page[0].at, page[0].actor.as_str()), (now(), "system"));
}
