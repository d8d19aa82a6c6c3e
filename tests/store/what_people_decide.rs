//! A person's decision is one commit with all that follows from it, and two
//! people cannot decide past each other.

use congvu::{
    digest::Digest,
    edge::store::{Actor, MailId, NewMail, Source},
    flow::{
        judging,
        review::{self, Outcome, Plan, Wish},
    },
    review::{Effect, Order, Refusal},
    unit::Unit,
    verdict::{
        Verdict,
        person::{Act, Ground},
    },
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    office::{CAMPAIGN, INBOX, Office, Promise, VALIDITY, at, later, now, promise},
    village::{Daemon, TOWN, clerk_writes, good, units},
};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_held_report_is_released_with_its_own_moment_and_its_receipt),
        promise(a_plan_does_nothing_and_says_all),
        promise(what_was_not_shown_is_not_sent),
        promise(the_second_of_two_decisions_changes_nothing),
        promise(a_claim_keeps_others_away_until_it_runs_out),
        promise(a_report_taken_back_and_accepted_again_is_a_new_version),
        promise(a_correction_leaves_version_and_number_as_they_are),
        promise(judging_again_without_a_change_leaves_no_verdict),
        promise(a_decided_mail_is_to_be_moved_to_the_folder_of_its_verdict),
        promise(a_mail_that_was_never_judged_is_not_decided),
    ]
}

/// A report that its unit wrote to somebody else, and to us unseen: it is held.
pub async fn is_held(daemon: &Daemon, unit: &Unit, uid: u32, arrived: Timestamp) -> MailId {
    let raw = clerk_writes(unit, &good(unit, i64::from(uid)), arrived);
    let raw = String::from_utf8(raw).unwrap();
    let raw = raw.replacen(
        &format!("\r\nTo: {TOWN}"),
        "\r\nTo: vanthu@thuathienhue.gov.vn",
        1,
    );
    came(daemon, raw.as_bytes(), uid, arrived).await
}

/// A good report.
pub async fn reports(daemon: &Daemon, unit: &Unit, uid: u32, arrived: Timestamp) -> MailId {
    let raw = clerk_writes(unit, &good(unit, i64::from(uid)), arrived);
    came(daemon, &raw, uid, arrived).await
}

pub async fn came(daemon: &Daemon, raw: &[u8], uid: u32, arrived: Timestamp) -> MailId {
    let store = &daemon.desk.store;
    let mut tx = store.begin(&Actor::System, arrived).await.unwrap();
    let source = Source::Imap {
        mailbox: INBOX,
        uidvalidity: VALIDITY,
        uid,
    };
    let kept = tx
        .keep(&[NewMail {
            digest: Digest::of(raw),
            bytes: raw,
            received_at: arrived,
            source,
        }])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    judging::step(&daemon.desk, arrived).await.unwrap();
    kept.first().unwrap().mail
}

pub fn wish(mail: MailId, seen: i64, act: Act, ground: Option<Ground>) -> Wish {
    Wish {
        mail,
        seen,
        order: Order {
            act,
            ground,
            note: "đã xem".to_owned(),
            answer: true,
            by: "lan".to_owned(),
        },
        agreed: None,
    }
}

fn by(name: &str, wish: Wish) -> Wish {
    let order = Order {
        by: name.to_owned(),
        ..wish.order
    };
    Wish { order, ..wish }
}

pub async fn does(daemon: &Daemon, wish: &Wish, now: Timestamp) -> Plan {
    let outcome = review::carry_out(&daemon.desk, wish, now).await.unwrap();
    let Outcome::Done(plan) = outcome else {
        panic!("{outcome:?}");
    };
    *plan
}

async fn verdict(office: &Office, mail: MailId) -> (Option<Verdict>, i64) {
    let page = office.store.mail(mail).await.unwrap().unwrap();
    (page.mail.verdict, page.mail.revision)
}

async fn a_held_report_is_released_with_its_own_moment_and_its_receipt(office: Office) {
    let (daemon, units) = (Daemon::of_the_town(office.store.clone()), units());
    let arrived = at("08 09:00");
    let mail = is_held(&daemon, &units[0], 1, arrived).await;
    assert_eq!(verdict(&office, mail).await, (Some(Verdict::Held), 1));
    // Days later, after the close.
    let plan = does(&daemon, &wish(mail, 1, Act::Accept, None), at("14 10:00")).await;
    assert_eq!(plan.effect, Effect::Enters);
    assert_eq!(plan.judgement.moment, arrived);
    let standing = office.store.submissions(CAMPAIGN).await.unwrap();
    assert_eq!(standing.len(), 1);
    let report = standing.first().unwrap();
    assert_eq!(
        (report.moment, report.punctuality.as_str()),
        (arrived, "on_time")
    );
    let page = office.store.mail(mail).await.unwrap().unwrap();
    assert_eq!(page.mail.verdict, Some(Verdict::Accepted));
    assert_eq!(page.mail.moment, Some(arrived));
    assert_eq!(page.verdicts.last().unwrap().decided_by, "person:lan");
    let letter = page.letters.first().unwrap();
    assert_eq!(letter.kind, "receipt");
    assert_eq!(letter.recipient, units[0].mailbox);
    let bytes = office.store.letter_raw(letter.id).await.unwrap();
    let sent = mail_parser::MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(
        sent.body_text(0).unwrap().replace("\r\n", "\n"),
        plan.letter.unwrap().text
    );
    assert!(
        sent.body_text(0)
            .unwrap()
            .contains("09:00:00 thứ Ba ngày 08/12/2015")
    );
}

async fn a_plan_does_nothing_and_says_all(office: Office) {
    let (daemon, units) = (Daemon::of_the_town(office.store.clone()), units());
    let mail = is_held(&daemon, &units[0], 1, at("08 09:00")).await;
    let wish = wish(mail, 1, Act::Accept, None);
    let planned = review::plan(&daemon.desk, &wish, later(0)).await.unwrap();
    let Outcome::Done(planned) = planned else {
        panic!("{planned:?}");
    };
    assert_eq!(verdict(&office, mail).await, (Some(Verdict::Held), 1));
    assert!(office.store.submissions(CAMPAIGN).await.unwrap().is_empty());
    let agreed = Wish {
        agreed: Some(planned.digest()),
        ..wish
    };
    let done = does(&daemon, &agreed, later(1)).await;
    assert_eq!(done.number, planned.number);
    assert_eq!(done.letter.unwrap().text, planned.letter.unwrap().text);
}

async fn what_was_not_shown_is_not_sent(office: Office) {
    let (daemon, units) = (Daemon::of_the_town(office.store.clone()), units());
    let mail = is_held(&daemon, &units[0], 1, at("08 09:00")).await;
    let agreed = Wish {
        agreed: Some(Digest::of(b"another letter")),
        ..wish(mail, 1, Act::Accept, None)
    };
    let refused = review::carry_out(&daemon.desk, &agreed, later(1)).await;
    assert!(matches!(refused.unwrap(), Outcome::Differs(_)));
    assert_eq!(verdict(&office, mail).await, (Some(Verdict::Held), 1));
}

async fn the_second_of_two_decisions_changes_nothing(office: Office) {
    let (daemon, units) = (Daemon::of_the_town(office.store.clone()), units());
    let mail = is_held(&daemon, &units[0], 1, at("08 09:00")).await;
    let (first, second) = (
        wish(mail, 1, Act::Accept, None),
        by("minh", wish(mail, 1, Act::Reject, Some(Ground::WrongFile))),
    );
    let (first, second) = tokio::join!(
        review::carry_out(&daemon.desk, &first, later(1)),
        review::carry_out(&daemon.desk, &second, later(1))
    );
    let (first, second) = (first.unwrap(), second.unwrap());
    let done = [&first, &second].map(|it| matches!(it, Outcome::Done(_)));
    let conflict = [&first, &second].map(|it| matches!(it, Outcome::Conflict));
    assert_eq!(
        done.iter().filter(|it| **it).count(),
        1,
        "{first:?} {second:?}"
    );
    assert_eq!(conflict.iter().filter(|it| **it).count(), 1);
    let page = office.store.mail(mail).await.unwrap().unwrap();
    assert_eq!((page.verdicts.len(), page.letters.len()), (2, 1));
}

async fn a_claim_keeps_others_away_until_it_runs_out(office: Office) {
    let (daemon, units) = (Daemon::of_the_town(office.store.clone()), units());
    let desk = &daemon.desk;
    let mail = is_held(&daemon, &units[0], 1, at("08 09:00")).await;
    let at = later(0);
    let minutes = |n| at + SignedDuration::from_mins(n);
    assert!(review::claim(desk, mail, "lan", false, at).await.unwrap());
    assert!(
        !review::claim(desk, mail, "minh", false, minutes(14))
            .await
            .unwrap()
    );
    let minhs = by("minh", wish(mail, 1, Act::Accept, None));
    let kept = review::carry_out(desk, &minhs, minutes(14)).await.unwrap();
    assert!(
        matches!(&kept, Outcome::Claimed(claim) if claim.holder == "lan"),
        "{kept:?}"
    );
    let seen = office.store.claim_of(mail, minutes(14)).await.unwrap();
    assert_eq!(seen.unwrap().until, minutes(15));
    assert_eq!(
        office.store.claim_of(mail, minutes(15)).await.unwrap(),
        None
    );
    assert!(
        review::claim(desk, mail, "minh", false, minutes(15))
            .await
            .unwrap()
    );
    // Who must not wait may take it over, and that is noted.
    assert!(
        review::claim(desk, mail, "lan", true, minutes(16))
            .await
            .unwrap()
    );
    does(&daemon, &wish(mail, 1, Act::Accept, None), minutes(17)).await;
    assert_eq!(
        office.store.claim_of(mail, minutes(17)).await.unwrap(),
        None
    );
    let page = office.store.mail(mail).await.unwrap().unwrap();
    let claims = page
        .audit
        .iter()
        .filter(|row| row.action == "review.claimed");
    assert_eq!(claims.count(), 3);
}

async fn a_report_taken_back_and_accepted_again_is_a_new_version(office: Office) {
    let (daemon, units) = (Daemon::of_the_town(office.store.clone()), units());
    let arrived = at("08 09:00");
    let mail = reports(&daemon, &units[0], 1, arrived).await;
    let back = wish(mail, 1, Act::Reject, Some(Ground::NotSent));
    let plan = does(&daemon, &back, later(60 * 24 * 2)).await;
    assert_eq!(plan.effect, Effect::Leaves(None));
    assert_eq!(plan.number.as_deref(), Some("BC-2015-0001"));
    assert!(office.store.submissions(CAMPAIGN).await.unwrap().is_empty());
    let again = wish(mail, 2, Act::Accept, None);
    let plan = does(&daemon, &again, later(60 * 24 * 2 + 1)).await;
    // Its first number stands on a receipt that no longer holds.
    assert_eq!(plan.number.as_deref(), Some("BC-2015-0002"));
    assert_eq!(plan.version, Some(2));
    let standing = office.store.submissions(CAMPAIGN).await.unwrap();
    assert_eq!(standing.first().unwrap().moment, arrived);
}

async fn a_correction_leaves_version_and_number_as_they_are(office: Office) {
    let (daemon, units) = (Daemon::of_the_town(office.store.clone()), units());
    let mail = reports(&daemon, &units[0], 1, at("08 09:00")).await;
    let asking = wish(mail, 1, Act::Correct, Some(Ground::Figures));
    let plan = does(&daemon, &asking, at("09 09:00")).await;
    assert_eq!(plan.effect, Effect::Stays);
    let standing = office.store.submissions(CAMPAIGN).await.unwrap();
    let report = standing.first().unwrap();
    assert_eq!(
        (report.version, report.number.as_str()),
        (1, "BC-2015-0001")
    );
    let letter = plan.letter.unwrap();
    assert!(
        letter.subject.starts_with("[ĐỀ NGHỊ BỔ SUNG] BC-2015-0001"),
        "{}",
        letter.subject
    );
    assert!(letter.text.contains("đã xem"), "{}", letter.text);
}

async fn judging_again_without_a_change_leaves_no_verdict(office: Office) {
    let (daemon, units) = (Daemon::of_the_town(office.store.clone()), units());
    let mail = reports(&daemon, &units[0], 1, at("08 09:00")).await;
    let again = wish(mail, 1, Act::Again, None);
    let outcome = review::carry_out(&daemon.desk, &again, later(0)).await;
    assert!(matches!(outcome.unwrap(), Outcome::Unchanged));
    let page = office.store.mail(mail).await.unwrap().unwrap();
    assert_eq!((page.verdicts.len(), page.letters.len()), (1, 1));
    assert_eq!(page.audit.last().unwrap().action, "review.unchanged");
    // What a person had decided otherwise, the rules decide anew.
    does(&daemon, &wish(mail, 1, Act::Hold, None), later(1)).await;
    let plan = does(&daemon, &wish(mail, 2, Act::Again, None), later(2)).await;
    assert_eq!(plan.judgement.verdict, Verdict::Accepted);
}

async fn a_decided_mail_is_to_be_moved_to_the_folder_of_its_verdict(office: Office) {
    let (daemon, units) = (Daemon::of_the_town(office.store.clone()), units());
    let mail = is_held(&daemon, &units[0], 1, at("08 09:00")).await;
    let due = office.store.to_file(INBOX, VALIDITY, 9).await.unwrap();
    let mut tx = office.begin().await;
    tx.filed(INBOX, VALIDITY, &due).await.unwrap();
    tx.commit().await.unwrap();
    assert!(office.store.to_move(INBOX, 9).await.unwrap().is_empty());
    does(&daemon, &wish(mail, 1, Act::Accept, None), later(1)).await;
    let to_move = office.store.to_move(INBOX, 9).await.unwrap();
    let one = *to_move.first().unwrap();
    assert_eq!(
        (one.lies_in, one.verdict),
        (Verdict::Held, Verdict::Accepted)
    );
    for found in [false, true] {
        let mut tx = office.begin().await;
        tx.refiled(INBOX, one, found).await.unwrap();
        tx.commit().await.unwrap();
        // One that a person took away is not looked for again.
        assert!(office.store.to_move(INBOX, 9).await.unwrap().is_empty());
    }
    let page = office.store.mail(mail).await.unwrap().unwrap();
    assert_eq!(
        page.places.first().unwrap().filed_as,
        Some(Verdict::Accepted)
    );
}

async fn a_mail_that_was_never_judged_is_not_decided(office: Office) {
    let daemon = Daemon::of_the_town(office.store.clone());
    let mail = office.keep("a mail", 1).await;
    let early = review::carry_out(&daemon.desk, &wish(mail, 0, Act::Hold, None), now()).await;
    assert!(matches!(
        early.unwrap(),
        Outcome::Refused(Refusal::Unjudged)
    ));
    let nowhere = wish(MailId(99), 1, Act::Hold, None);
    let missing = review::carry_out(&daemon.desk, &nowhere, now()).await;
    assert!(matches!(missing.unwrap(), Outcome::Missing));
}
