//! What the limits, the breaker and the rule for copies ask the ledger.

use congvu::{
    digest::Digest,
    edge::store::{Actor, MailId, NewAnswer, NewAttachment, NewLetter, Tx},
    verdict::{
        Reply, Verdict,
        limits::{Alarm, Answer, Bounds, rule},
    },
};
use jiff::Timestamp;

use crate::office::{Office, Promise, address, at, later, now, promise, settle, settle_with};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(an_answer_counts_for_its_address_and_for_the_town),
        promise(an_answer_that_may_leave_later_counts_at_its_moment),
        promise(an_answer_that_was_not_committed_does_not_count),
        promise(eight_daemons_that_answer_at_once_keep_the_bound),
        promise(the_towns_day_begins_anew_when_a_person_lets_the_outbox_go_on),
        promise(while_the_breaker_is_open_nothing_is_claimed_and_nothing_is_due),
        promise(the_breaker_opens_once_and_who_closed_it_is_in_the_audit),
        promise(a_breaker_that_was_not_committed_stops_nothing),
        promise(a_mail_is_found_again_by_any_of_its_names),
        promise(names_of_an_unproven_or_held_mail_are_not_found),
        promise(another_units_names_are_not_found),
        promise(a_bounced_letter_is_shown_until_the_next_one_arrives),
        promise(a_bounce_of_somebody_elses_letter_is_nothing_to_us),
        promise(rounds_are_counted_by_mail_and_only_since_the_last_resume),
    ]
}

const WHO: &str = "huongvan01@thuathienhue.gov.vn";

fn rejection(says: &str, files: Option<&str>) -> Answer {
    Answer {
        kind: Reply::Rejection,
        says: Digest::of(says.as_bytes()),
        files: files.map(|files| Digest::of(files.as_bytes())),
    }
}

async fn answer(tx: &mut Tx, key: &str, to: &str, answer: &Answer, leaves_at: Timestamp) {
    let (recipient, message_id) = (address(to), format!("<{key}@office>"));
    let letter = NewLetter {
        key,
        mail: None,
        kind: answer.kind.as_str(),
        recipient: &recipient,
        message_id: &message_id,
        subject: key,
        bytes: key.as_bytes(),
        due_at: leaves_at,
    };
    assert!(tx.owe(&letter).await.unwrap());
    let counted = NewAnswer {
        key,
        recipient: &recipient,
        leaves_at,
        answer,
    };
    tx.count_answer(&counted).await.unwrap();
}

/// Owes an answer and sends it.
async fn send(office: &Office, key: &str, moment: Timestamp) {
    let mut tx = office.store.begin(&Actor::System, moment).await.unwrap();
    answer(&mut tx, key, WHO, &rejection(key, None), moment).await;
    tx.commit().await.unwrap();
    let letter = office.claim(moment, 1).await.remove(0);
    let mut tx = office.store.begin(&Actor::System, moment).await.unwrap();
    tx.sent(letter.id, letter.attempt, "250 ok").await.unwrap();
    tx.commit().await.unwrap();
}

async fn resume(office: &Office, moment: Timestamp) -> bool {
    let by = Actor::Command("outbox --resume (lan)".to_owned());
    let mut tx = office.store.begin(&by, moment).await.unwrap();
    let resumed = tx.resume_sending().await.unwrap();
    tx.commit().await.unwrap();
    resumed
}

async fn stop(office: &Office, moment: Timestamp) -> bool {
    let mut tx = office.store.begin(&Actor::System, moment).await.unwrap();
    let stopped = tx.stop_sending(Alarm::Town).await.unwrap();
    tx.commit().await.unwrap();
    stopped
}

async fn an_answer_counts_for_its_address_and_for_the_town(office: Office) {
    let (faulty, empty) = (
        rejection("E-DATA", Some("a")),
        rejection("E-FILE-NONE", None),
    );
    let mut tx = office.begin().await;
    answer(&mut tx, "1", WHO, &faulty, now()).await;
    answer(&mut tx, "2", WHO, &empty, now()).await;
    answer(
        &mut tx,
        "3",
        "huongvan02@thuathienhue.gov.vn",
        &empty,
        now(),
    )
    .await;
    let past = tx.answered(&address(WHO), &faulty).await.unwrap();
    assert_eq!((past.address.len(), past.same.len()), (2, 1));
    assert!(past.files_answered);
    assert_eq!((past.town.len(), past.town_today), (3, 3));
    let other = tx
        .answered(&address(WHO), &rejection("E-DATA", Some("b")))
        .await
        .unwrap();
    assert_eq!((other.same.len(), other.files_answered), (1, false));
    // That a mail brought nothing is no file that was answered.
    let none = tx.answered(&address(WHO), &empty).await.unwrap();
    assert!(!none.files_answered);
    tx.commit().await.unwrap();
    let mut tx = office.store.begin(&Actor::System, later(2)).await.unwrap();
    let past = tx.answered(&address(WHO), &faulty).await.unwrap();
    assert_eq!((past.address.len(), past.town.len()), (2, 0));
    drop(tx);
    let mut tx = office
        .store
        .begin(&Actor::System, later(24 * 60))
        .await
        .unwrap();
    let past = tx.answered(&address(WHO), &faulty).await.unwrap();
    assert_eq!((past.address.len(), past.town_today), (0, 0));
}

async fn an_answer_that_may_leave_later_counts_at_its_moment(office: Office) {
    let faulty = rejection("E-DATA", Some("a"));
    let mut tx = office.begin().await;
    answer(&mut tx, "1", WHO, &faulty, later(50)).await;
    let past = tx.answered(&address(WHO), &faulty).await.unwrap();
    assert_eq!(past.address, [later(50)]);
    tx.commit().await.unwrap();
    assert!(office.claim(later(49), 9).await.is_empty());
    assert_eq!(office.claim(later(50), 9).await.len(), 1);
}

async fn an_answer_that_was_not_committed_does_not_count(office: Office) {
    let faulty = rejection("E-DATA", None);
    let mut tx = office.begin().await;
    answer(&mut tx, "1", WHO, &faulty, now()).await;
    drop(tx);
    let mut tx = office.begin().await;
    let past = tx.answered(&address(WHO), &faulty).await.unwrap();
    assert_eq!((past.address.len(), past.town_today), (0, 0));
}

async fn eight_daemons_that_answer_at_once_keep_the_bound(office: Office) {
    let mut tasks = tokio::task::JoinSet::new();
    for daemon in 0..8 {
        let office = office.clone();
        tasks.spawn(async move {
            for nth in 0..3 {
                let empty = rejection(&format!("{daemon} {nth}"), None);
                let mut tx = office.begin().await;
                let past = tx.answered(&address(WHO), &empty).await.unwrap();
                let ruling = rule(&empty, &past, &Bounds::default(), 31, now());
                if let Ok(leaves) = ruling.leaves {
                    answer(&mut tx, &format!("{daemon}/{nth}"), WHO, &empty, leaves).await;
                }
                tx.commit().await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(office.store.owed().await.unwrap().waiting, 10);
}

async fn the_towns_day_begins_anew_when_a_person_lets_the_outbox_go_on(office: Office) {
    send(&office, "1", now()).await;
    assert!(stop(&office, later(1)).await);
    assert!(resume(&office, later(2)).await);
    let mut tx = office.store.begin(&Actor::System, later(3)).await.unwrap();
    let past = tx
        .answered(&address(WHO), &rejection("1", None))
        .await
        .unwrap();
    assert_eq!((past.address.len(), past.town_today), (1, 0));
}

async fn while_the_breaker_is_open_nothing_is_claimed_and_nothing_is_due(office: Office) {
    office.owe(&["before"]).await;
    assert!(stop(&office, now()).await);
    office.owe(&["after"]).await;
    assert_eq!(office.claim(later(9), 9).await, []);
    assert_eq!(office.store.next_due().await.unwrap(), None);
    assert_eq!(office.store.owed().await.unwrap().waiting, 2);
    let health = office.store.health(now()).await.unwrap();
    let breaker = health.breaker.unwrap();
    assert_eq!((breaker.opened_at, breaker.why), (now(), Alarm::Town));
    assert!(resume(&office, later(10)).await);
    assert_eq!(office.store.next_due().await.unwrap(), Some(now()));
    assert_eq!(office.claim(later(10), 9).await.len(), 2);
    assert_eq!(office.store.breaker().await.unwrap(), None);
}

async fn the_breaker_opens_once_and_who_closed_it_is_in_the_audit(office: Office) {
    assert!(stop(&office, now()).await);
    assert!(!stop(&office, later(1)).await);
    assert!(resume(&office, later(2)).await);
    assert!(!resume(&office, later(3)).await);
    assert!(stop(&office, later(4)).await);
    let rows = office.store.audit_before(None, 9).await.unwrap();
    let told: Vec<_> = rows
        .iter()
        .rev()
        .map(|row| (row.action.as_str(), row.actor.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("outbox.stopped", "system"),
            ("outbox.resumed", "command:outbox --resume (lan)"),
            ("outbox.stopped", "system"),
        ]
    );
}

async fn a_breaker_that_was_not_committed_stops_nothing(office: Office) {
    let mut tx = office.begin().await;
    assert!(tx.stop_sending(Alarm::Loop).await.unwrap());
    drop(tx);
    assert_eq!(office.store.breaker().await.unwrap(), None);
}

fn name(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

/// A mail with one file, settled, with its names.
async fn named(office: &Office, uid: u32, verdict: Verdict, names: &[Digest]) -> MailId {
    let text = format!("mail {uid}");
    let mail = office.keep(&text, uid).await;
    let mut tx = office.begin().await;
    let file = NewAttachment {
        name: "a.xlsx",
        media_type: "",
        size: 1,
        digest: name(&text),
        fate: "report",
    };
    settle_with(&mut tx, mail, 1, verdict, &[file])
        .await
        .unwrap();
    tx.identify(mail, names).await.unwrap();
    tx.commit().await.unwrap();
    mail
}

async fn a_mail_is_found_again_by_any_of_its_names(office: Office) {
    let first = named(&office, 1, Verdict::Accepted, &[name("id"), name("b")]).await;
    let second = named(&office, 2, Verdict::Rejected, &[name("id")]).await;
    let third = office.keep("mail 3", 3).await;
    let mut tx = office.begin().await;
    let found = tx
        .namesakes(third, "p.huongvan01", &[name("b"), name("id")])
        .await
        .unwrap();
    let expected = [
        (first.0, vec![name("mail 1")]),
        (second.0, vec![name("mail 2")]),
    ];
    assert_eq!(found, expected);
    // No mail is its own copy, however often it is decided.
    let found = tx
        .namesakes(first, "p.huongvan01", &[name("b")])
        .await
        .unwrap();
    assert_eq!(found, []);
    tx.identify(first, &[name("b")]).await.unwrap();
}

async fn names_of_an_unproven_or_held_mail_are_not_found(office: Office) {
    named(&office, 1, Verdict::Held, &[name("id")]).await;
    let forged = named(&office, 2, Verdict::Quarantined, &[name("id")]).await;
    let third = office.keep("mail 3", 3).await;
    let mut tx = office.begin().await;
    let found = tx
        .namesakes(third, "p.huongvan01", &[name("id")])
        .await
        .unwrap();
    assert_eq!(found, []);
    // A person releases it: from now on it has its name.
    settle(&mut tx, forged, 2, Verdict::Accepted).await.unwrap();
    let found = tx
        .namesakes(third, "p.huongvan01", &[name("id")])
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    tx.commit().await.unwrap();
    office
        .tamper("update verdict set proof = 'none'")
        .await
        .unwrap();
    let mut tx = office.begin().await;
    let found = tx
        .namesakes(third, "p.huongvan01", &[name("id")])
        .await
        .unwrap();
    assert_eq!(found, []);
}

async fn another_units_names_are_not_found(office: Office) {
    named(&office, 1, Verdict::Accepted, &[name("id")]).await;
    let second = office.keep("mail 2", 2).await;
    let mut tx = office.begin().await;
    let found = tx
        .namesakes(second, "p.huongvan02", &[name("id")])
        .await
        .unwrap();
    assert_eq!(found, []);
}

async fn a_bounced_letter_is_shown_until_the_next_one_arrives(office: Office) {
    send(&office, "first", now()).await;
    let bounce = office.keep("bounce", 1).await;
    for again in [false, true] {
        let mut tx = office.begin().await;
        let known = tx
            .bounced(bounce, "<first@office>", "5.1.1 no such user")
            .await;
        assert!(known.unwrap(), "{again}");
        tx.commit().await.unwrap();
    }
    let undelivered = office.store.undelivered().await.unwrap();
    let [letter] = undelivered.as_slice() else {
        panic!("{undelivered:?}");
    };
    assert_eq!(letter.recipient.as_str(), WHO);
    assert_eq!(
        (letter.bounced_at, letter.bounce.as_str()),
        (now(), "5.1.1 no such user")
    );
    let rows = office.store.audit_before(None, 99).await.unwrap();
    let told = rows.iter().filter(|row| row.action == "letter.bounced");
    assert_eq!(told.count(), 1);
    // One that is only owed proves nothing.
    let mut tx = office.begin().await;
    answer(&mut tx, "second", WHO, &rejection("x", None), later(1)).await;
    tx.commit().await.unwrap();
    assert_eq!(office.store.undelivered().await.unwrap().len(), 1);
    let letter = office.claim(later(1), 1).await.remove(0);
    let mut tx = office.begin().await;
    tx.sent(letter.id, 1, "250 ok").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.store.undelivered().await.unwrap(), []);
}

async fn a_bounce_of_somebody_elses_letter_is_nothing_to_us(office: Office) {
    send(&office, "first", now()).await;
    let bounce = office.keep("bounce", 1).await;
    let mut tx = office.begin().await;
    assert!(!tx.bounced(bounce, "<other@office>", "550").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(office.store.undelivered().await.unwrap(), []);
}

async fn rounds_are_counted_by_mail_and_only_since_the_last_resume(office: Office) {
    send(&office, "first", now()).await;
    let mut tx = office.begin().await;
    for uid in 1..=3 {
        let mail = office_mail(&mut tx, uid).await;
        for _ in 0..2 {
            assert!(
                tx.went_round(mail, &["<x@y>", "<first@office>"])
                    .await
                    .unwrap()
            );
        }
        assert!(!tx.went_round(mail, &["<forged@office>"]).await.unwrap());
    }
    let since = at("07 07:00");
    assert_eq!(tx.rounds_since(since).await.unwrap(), 3);
    assert_eq!(tx.rounds_since(now()).await.unwrap(), 0);
    tx.commit().await.unwrap();
    stop(&office, now()).await;
    resume(&office, later(1)).await;
    let mut tx = office.begin().await;
    assert_eq!(tx.rounds_since(since).await.unwrap(), 0);
}

async fn office_mail(tx: &mut Tx, uid: u32) -> MailId {
    let text = format!("round {uid}");
    let kept = tx.keep(&[crate::office::a_mail(&text, uid)]).await.unwrap();
    crate::office::one(&kept)
}
