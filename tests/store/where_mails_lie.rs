//! UIDs are places: what is known there, and what is to be filed.

use congvu::{
    edge::store::{NewMail, Sighting, Source, ToFile},
    verdict::Verdict,
};

use crate::office::{INBOX, Office, Promise, VALIDITY, a_mail, promise};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(unfiled_uids_are_listed_in_order_for_one_mailbox_and_one_validity),
        promise(a_mailbox_made_anew_is_noticed_once),
        promise(a_second_uidvalidity_gives_no_second_mail),
        promise(only_settled_mails_are_filed_and_each_once),
        promise(a_number_given_again_is_the_new_mails),
        promise(the_gap_counts_mails_without_a_verdict),
    ]
}

async fn unfiled_uids_are_listed_in_order_for_one_mailbox_and_one_validity(office: Office) {
    for uid in [9, 4, 4_294_967_295, 1] {
        office.keep(&format!("mail {uid}"), uid).await;
    }
    let known = |mailbox, validity| office.store.unfiled_uids(mailbox, validity);
    assert_eq!(known(INBOX, VALIDITY).await.unwrap(), [1, 4, 9, u32::MAX]);
    assert_eq!(known(INBOX, VALIDITY + 1).await.unwrap(), [0; 0]);
    assert_eq!(known("Junk", VALIDITY).await.unwrap(), [0; 0]);
    let highest = office.store.highest_uid(INBOX, VALIDITY).await.unwrap();
    assert_eq!(highest, Some(u32::MAX));
    let highest = office.store.highest_uid("Junk", VALIDITY).await.unwrap();
    assert_eq!(highest, None);
}

async fn a_mailbox_made_anew_is_noticed_once(office: Office) {
    let changed = Sighting::Changed { before: 7 };
    let expected = [
        (7, Sighting::First),
        (7, Sighting::Same),
        (8, changed),
        (8, Sighting::Same),
    ];
    for (validity, sighting) in expected {
        let mut tx = office.begin().await;
        assert_eq!(tx.see_mailbox(INBOX, validity).await.unwrap(), sighting);
        tx.commit().await.unwrap();
    }
    let rows = office.store.audit_before(None, 10).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].detail, r#"{"before":7,"uidvalidity":8}"#);
}

async fn a_second_uidvalidity_gives_no_second_mail(office: Office) {
    let mail = office.settled("báo cáo", 5, Verdict::Accepted).await;
    let anew = NewMail {
        source: Source::Imap {
            mailbox: INBOX,
            uidvalidity: VALIDITY + 1,
            uid: 1,
        },
        ..a_mail("báo cáo", 5)
    };
    let mut tx = office.begin().await;
    let kept = tx.keep(&[anew]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((kept[0].mail, kept[0].new), (mail, false));
    assert_eq!(
        office
            .store
            .unsettled(crate::office::now(), 9)
            .await
            .unwrap(),
        []
    );
    let uids = office
        .store
        .unfiled_uids(INBOX, VALIDITY + 1)
        .await
        .unwrap();
    assert_eq!(uids, [1]);
    let to_file = office.store.to_file(INBOX, VALIDITY + 1, 9).await.unwrap();
    assert_eq!(to_file.len(), 1);
}

async fn a_number_given_again_is_the_new_mails(office: Office) {
    let old = office.settled("cũ", 5, Verdict::Accepted).await;
    let moved = ToFile {
        uid: 5,
        mail: old,
        verdict: Verdict::Accepted,
    };
    let mut tx = office.begin().await;
    tx.filed(INBOX, VALIDITY, &[moved]).await.unwrap();
    tx.commit().await.unwrap();
    let unfiled = office.store.unfiled_uids(INBOX, VALIDITY).await.unwrap();
    assert_eq!(unfiled, [0; 0]);
    let new = office.settled("mới", 5, Verdict::Rejected).await;
    let to_file = office.store.to_file(INBOX, VALIDITY, 9).await.unwrap();
    let expected = ToFile {
        uid: 5,
        mail: new,
        verdict: Verdict::Rejected,
    };
    assert_eq!(to_file, [expected]);
}

async fn only_settled_mails_are_filed_and_each_once(office: Office) {
    let rejected = office.settled("a", 2, Verdict::Rejected).await;
    office.keep("b", 1).await;
    let accepted = office.settled("c", 3, Verdict::Accepted).await;
    let to_file = |limit| office.store.to_file(INBOX, VALIDITY, limit);
    let first = ToFile {
        uid: 2,
        mail: rejected,
        verdict: Verdict::Rejected,
    };
    let second = ToFile {
        uid: 3,
        mail: accepted,
        verdict: Verdict::Accepted,
    };
    assert_eq!(to_file(9).await.unwrap(), [first, second]);
    assert_eq!(to_file(1).await.unwrap(), [first]);
    let mut tx = office.begin().await;
    tx.filed(INBOX, VALIDITY, &[first]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(to_file(9).await.unwrap(), [second]);
    let page = office.store.mail(rejected).await.unwrap().unwrap();
    assert_eq!(page.places[0].filed_as, Some(Verdict::Rejected));
}

async fn the_gap_counts_mails_without_a_verdict(office: Office) {
    office.keep("a", 1).await;
    office.keep("b", 2).await;
    office.settled("c", 3, Verdict::Accepted).await;
    assert_eq!(office.store.gap(INBOX, VALIDITY).await.unwrap(), 2);
    assert_eq!(office.store.gap(INBOX, VALIDITY + 1).await.unwrap(), 0);
}
