//! Notes to strangers that come back: they are no unit's business, and no
//! stranger can make them a loop.

use congvu::{edge::store::NewLetter, verdict::Reply};

use crate::office::{Office, Promise, address, at, now, promise};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_bounced_note_to_a_stranger_calls_nobody),
        promise(a_stranger_who_sends_his_note_back_again_and_again_stops_nothing),
    ]
}

/// Sends a note to a stranger.
async fn note(office: &Office) {
    let mut tx = office.begin().await;
    let note = NewLetter {
        key: "note",
        mail: None,
        kind: Reply::WrongMailbox.as_str(),
        recipient: &address("clerk@gmail.com"),
        message_id: "<note@office>",
        subject: "note",
        bytes: b"note",
        due_at: now(),
    };
    assert!(tx.owe(&note).await.unwrap());
    tx.commit().await.unwrap();
    let letter = office.claim(now(), 1).await.remove(0);
    let mut tx = office.begin().await;
    tx.sent(letter.id, letter.attempt, "250 ok").await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_bounced_note_to_a_stranger_calls_nobody(office: Office) {
    note(&office).await;
    let bounce = office.keep("bounce", 1).await;
    let mut tx = office.begin().await;
    assert!(tx.bounced(bounce, "<note@office>", "5.1.1").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(office.store.undelivered().await.unwrap(), []);
}

async fn a_stranger_who_sends_his_note_back_again_and_again_stops_nothing(office: Office) {
    note(&office).await;
    for (uid, mail) in (1..).zip(["back", "and back", "and back again"]) {
        let mail = office.keep(mail, uid).await;
        let mut tx = office.begin().await;
        assert!(tx.went_round(mail, &["<note@office>"]).await.unwrap());
        assert_eq!(tx.rounds_since(at("01 00:00")).await.unwrap(), 0);
        tx.commit().await.unwrap();
    }
}
