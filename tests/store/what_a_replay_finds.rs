//! A year decided once more from the raw mails: nothing differs, and whatever
//! somebody wrote over is found.

use congvu::{
    digest::Digest,
    edge::store::{Actor, MailFilter, MailId, NewMail, Source},
    flow::{closing, judging, replaying},
    replay::{Hindrance, Replayed},
    results::{self, Record, Snapshot},
    review::Effect,
    unit::Unit,
    verdict::{Verdict, person::Act},
    words::Lang,
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    office::{INBOX, Office, Promise, address, promise, settle},
    village::{
        Daemon, Manner, Neighbour, TOWN, clerk_writes, delivered, delivered_again, faulty, forged,
        good, units,
    },
    what_people_decide::{does, wish},
    what_the_office_changed::{entry, held},
};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_year_replays_without_a_difference),
        promise(a_column_that_was_written_over_is_found),
        promise(what_a_person_decided_stands_and_what_came_after_is_decided_by_it),
        promise(a_report_asked_to_be_corrected_replays_as_it_came),
        promise(a_mail_begun_before_the_close_and_written_after_it_is_not_in_it),
        promise(a_close_that_was_told_in_english_replays),
        promise(a_unit_renamed_after_the_close_is_named_as_the_reason),
        promise(a_mailbox_registered_before_the_close_is_named_as_the_reason),
        promise(a_mail_whose_bytes_changed_is_named_and_the_others_are_replayed),
    ]
}

fn hour(nth: i64) -> Timestamp {
    let opens: Timestamp = "2015-12-06T08:00:00+07:00".parse().unwrap();
    opens + SignedDuration::from_hours(nth)
}

/// A town, and how many mails have come.
struct Year {
    town: Daemon,
    uid: u32,
}

impl Year {
    async fn arrives(&mut self, raw: &[u8], at: Timestamp) -> MailId {
        self.uid += 1;
        let store = &self.town.desk.store;
        let mut tx = store.begin(&Actor::System, at).await.unwrap();
        let source = Source::Imap {
            mailbox: INBOX,
            uidvalidity: 1,
            uid: self.uid,
        };
        let mail = NewMail {
            digest: Digest::of(raw),
            bytes: raw,
            received_at: at,
            source,
        };
        let kept = tx.keep(&[mail]).await.unwrap();
        tx.commit().await.unwrap();
        kept[0].mail
    }

    async fn settles(&self, at: Timestamp) {
        while judging::step(&self.town.desk, at).await.unwrap() > 0 {}
    }

    async fn replays(&self) -> Replayed {
        replaying::replay(&self.town.desk, None).await.unwrap()
    }
}

/// A good report, its correction, one with a fault and then mended, the same
/// workbook again, the same mail again, a late one, a machine, strangers.
async fn a_year(office: &Office) -> Year {
    let mut year = Year {
        town: Daemon::of_the_town(office.store.clone()),
        uid: 0,
    };
    let all = units();
    let (one, two, three) = (&all[0], &all[1], &all[20]);
    let first = clerk_writes(one, &good(one, 1), hour(1));
    year.arrives(&first, hour(1)).await;
    year.settles(hour(1)).await;
    // These are decided in one commit.
    year.arrives(&delivered_again(&first, 1), hour(2)).await;
    year.arrives(&clerk_writes(two, &faulty(two, 1), hour(2)), hour(2))
        .await;
    year.arrives(&forged(1, hour(2)), hour(2)).await;
    let stranger = b"From: <a@gmail.com>\r\nTo: <huongtra@thuathienhue.gov.vn>\r\n\r\nHi\r\n";
    let stranger = delivered("a@gmail.com", "a@gmail.com", TOWN, hour(2), stranger);
    year.arrives(&stranger, hour(2)).await;
    year.settles(hour(3)).await;
    year.arrives(&clerk_writes(one, &good(one, 2), hour(4)), hour(4))
        .await;
    year.arrives(&clerk_writes(two, &good(two, 1), hour(5)), hour(5))
        .await;
    year.arrives(&clerk_writes(two, &good(two, 1), hour(6)), hour(6))
        .await;
    year.settles(hour(7)).await;
    let letter = b"From: <huongtra@thuathienhue.gov.vn>\r\nMessage-ID: <1@a>\r\n\r\nx\r\n";
    for raw in Neighbour::new(three, Manner::Vacation).answers(letter, hour(8)) {
        year.arrives(&raw, hour(8)).await;
    }
    let late = hour(24 * 8);
    year.arrives(&clerk_writes(three, &good(three, 1), late), late)
        .await;
    year.settles(late).await;
    let closed = closing::close(&year.town.desk, &Actor::System, hour(24 * 9)).await;
    assert!(closed.unwrap());
    year
}

/// Differences as `of what`.
fn found(told: &Replayed) -> Vec<String> {
    let all = told.differences.iter();
    all.map(|it| format!("{} {}", it.of, it.what)).collect()
}

async fn a_year_replays_without_a_difference(office: Office) {
    let mut year = a_year(&office).await;
    let told = year.replays().await;
    assert_eq!(told.differences, []);
    assert_eq!(told.left, []);
    assert_eq!((told.mails, told.replayed, told.reports), (10, 10, 4));
    assert!(told.scored && told.compared && !told.campaign_changed);
    assert!(!told.registry_changed);
    assert_eq!(told.finals, 0);
    // What comes after the close is not in the result, and replays as well.
    let unit = &units()[2];
    let late = hour(24 * 10);
    year.arrives(&clerk_writes(unit, &good(unit, 1), late), late)
        .await;
    year.settles(late).await;
    let told = year.replays().await;
    assert_eq!(told.differences, []);
    assert_eq!((told.mails, told.reports), (11, 5));
    // Nothing was written.
    let rows = office.store.audit_before(None, 1_000).await.unwrap().len();
    year.replays().await;
    let after = office.store.audit_before(None, 1_000).await.unwrap().len();
    assert_eq!(rows, after);
}

async fn a_column_that_was_written_over_is_found(office: Office) {
    let year = a_year(&office).await;
    for (sql, undo, expected) in [
        (
            "update verdict set verdict = 'accepted' where mail = 3",
            "update verdict set verdict = 'rejected' where mail = 3",
            "mail/3 verdict",
        ),
        (
            "update verdict set judgement = replace(judgement, '\"on_time\"', '\"cured\"') where mail = 1",
            "update verdict set judgement = replace(judgement, '\"cured\"', '\"on_time\"') where mail = 1",
            "mail/1 judgement.punctuality",
        ),
        (
            "update submission set figures = replace(figures, '\"UD03\":1202', '\"UD03\":1302')",
            "update submission set figures = replace(figures, '\"UD03\":1302', '\"UD03\":1202')",
            "mail/6 report.figures.UD03",
        ),
        (
            "update submission set version = 9 where mail = 6",
            "update submission set version = 2 where mail = 6",
            "mail/6 report.version",
        ),
        (
            "update attachment set digest = replace(digest, substr(digest, 1, 4), 'ffff') where mail = 1",
            "",
            "mail/1 files[1][4]",
        ),
        (
            "update scoring set result = replace(result, '\"provisional\":true', '\"provisional\":false') where kind = 'provisional'",
            "",
            "scoring result.provisional",
        ),
        (
            "update scoring set result = replace(result, '{\"units\":{', '{\"units\":{\"x\":[],') where kind = 'comparison'",
            "update scoring set result = replace(result, '\"x\":[],', '') where kind = 'comparison'",
            "comparison result.units.x",
        ),
    ] {
        office.tamper(sql).await.unwrap();
        let told = found(&year.replays().await);
        assert!(told.contains(&expected.to_owned()), "{sql}: {told:?}");
        office.tamper(undo).await.unwrap();
    }
}

/// Asking for a correction leaves the report in force, under a verdict of a
/// person; the rules' own verdict made it all the same.
async fn a_report_asked_to_be_corrected_replays_as_it_came(office: Office) {
    let mut year = Year {
        town: Daemon::of_the_town(office.store.clone()),
        uid: 0,
    };
    let one = &units()[0];
    let mail = year
        .arrives(&clerk_writes(one, &good(one, 1), hour(1)), hour(1))
        .await;
    year.settles(hour(1)).await;
    for (seen, at) in [(1, hour(2)), (2, hour(3))] {
        let asked = wish(mail, seen, Act::Correct, None);
        let plan = does(&year.town, &asked, at).await;
        assert_eq!(plan.effect, Effect::Stays);
    }
    year.arrives(&clerk_writes(one, &good(one, 2), hour(4)), hour(4))
        .await;
    year.settles(hour(4)).await;
    let told = year.replays().await;
    assert_eq!(found(&told), [""; 0]);
    assert_eq!((told.mails, told.replayed, told.reports), (4, 2, 2));
    let written_over = "update submission set version = 9 where mail = 1";
    office.tamper(written_over).await.unwrap();
    let told = found(&year.replays().await);
    assert!(
        told.contains(&"mail/1 report.version".to_owned()),
        "{told:?}"
    );
}

/// A batch is settled by one clock, which may be earlier than that of a close
/// that was written first.
async fn a_mail_begun_before_the_close_and_written_after_it_is_not_in_it(office: Office) {
    let mut year = a_year(&office).await;
    let unit = &units()[2];
    let begun = hour(24 * 9) - SignedDuration::from_secs(1);
    year.arrives(&clerk_writes(unit, &good(unit, 1), begun), begun)
        .await;
    year.settles(begun).await;
    let told = year.replays().await;
    assert_eq!(found(&told), [""; 0]);
    assert_eq!((told.mails, told.replayed, told.reports), (11, 11, 5));
}

/// Whoever had the close printed in English has stored it so.
async fn a_close_that_was_told_in_english_replays(office: Office) {
    let year = a_year(&office).await;
    let campaign = &year.town.desk.campaign;
    let reports = closing::reports(&office.store, &campaign.id, hour(24 * 9));
    let reports = reports.await.unwrap();
    let record = Record {
        reports: results::standing(&reports),
        ..Record::default()
    };
    let scored = results::score_all(campaign, &reports);
    let english = Snapshot::of(Lang::En, campaign, &scored, &record);
    let english = serde_json::to_value(&english).unwrap().to_string();
    let stored = english.replace('\'', "''");
    let sql = format!("update scoring set result = '{stored}' where kind = 'provisional'");
    office.tamper(&sql).await.unwrap();
    assert_eq!(found(&year.replays().await), [""; 0]);
}

/// A rename on the office's pages is no tampering, and whoever replays is told.
async fn a_unit_renamed_after_the_close_is_named_as_the_reason(office: Office) {
    let year = a_year(&office).await;
    let person = Actor::Person("lan".to_owned());
    let mut tx = office.store.begin(&person, hour(24 * 10)).await.unwrap();
    let campaign = &year.town.desk.campaign.id;
    tx.put_unit(campaign, &entry("Phường mang tên mới"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let desk = year.town.desk.fresh(hour(24 * 11)).await.unwrap();
    let told = replaying::replay(&desk, None).await.unwrap();
    assert!(told.registry_changed && told.campaign_changed);
    let mut renamed = told.differences.iter();
    assert!(renamed.any(|it| it.rebuilt.contains("Phường mang tên mới")));
}

/// A mail from a mailbox that was not the unit's yet is decided by the mailboxes
/// of now, and whoever replays is told that these were changed.
async fn a_mailbox_registered_before_the_close_is_named_as_the_reason(office: Office) {
    let mut year = Year {
        town: Daemon::of_the_town(office.store.clone()),
        uid: 0,
    };
    let one = &units()[0];
    let new = Unit {
        mailbox: address("moi.huongtra@thuathienhue.gov.vn"),
        ..one.clone()
    };
    let mail = year
        .arrives(&clerk_writes(&new, &good(one, 1), hour(50)), hour(50))
        .await;
    year.settles(hour(50)).await;
    let told = year.replays().await;
    assert_eq!(found(&told), [""; 0]);
    assert!(!told.registry_changed);
    let person = Actor::Person("lan".to_owned());
    let mut tx = office.store.begin(&person, hour(51)).await.unwrap();
    let campaign = &year.town.desk.campaign.id;
    tx.put_mailbox(campaign, &held(&one.code)).await.unwrap();
    tx.commit().await.unwrap();
    let again = does(&year.town, &wish(mail, 1, Act::Again, None), hour(52)).await;
    assert_eq!(again.judgement.verdict, Verdict::Accepted);
    let desk = year.town.desk.fresh(hour(53)).await.unwrap();
    let told = replaying::replay(&desk, None).await.unwrap();
    assert!(found(&told).contains(&"mail/1 verdict".to_owned()));
    assert!(told.registry_changed && !told.scored);
}

/// A person takes the first report back; the mail that repeats it is then no
/// longer a repetition of what stands, but it was when it was decided.
async fn what_a_person_decided_stands_and_what_came_after_is_decided_by_it(office: Office) {
    let mut year = a_year(&office).await;
    let person = Actor::Person("lan".to_owned());
    let mut tx = office.store.begin(&person, hour(24 * 11)).await.unwrap();
    settle(&mut tx, MailId(8), 2, Verdict::Held).await.unwrap();
    tx.commit().await.unwrap();
    let two = &units()[1];
    let later = hour(24 * 12);
    year.arrives(&clerk_writes(two, &good(two, 1), later), later)
        .await;
    year.settles(later).await;
    let told = year.replays().await;
    assert_eq!(found(&told), [""; 0]);
    let left: Vec<(&str, Hindrance)> = told
        .left
        .iter()
        .map(|it| (it.of.as_str(), it.why))
        .collect();
    assert_eq!(left, [("mail/8", Hindrance::Person)]);
    let since = replaying::replay(&year.town.desk, Some(later))
        .await
        .unwrap();
    assert_eq!(found(&since), [""; 0]);
    assert_eq!((since.mails, since.replayed), (12, 1));
}

async fn a_mail_whose_bytes_changed_is_named_and_the_others_are_replayed(office: Office) {
    let year = a_year(&office).await;
    office
        .tamper(
            "update mail_raw set bytes = (select bytes from mail_raw where mail = 2) where mail = 7",
        )
        .await
        .unwrap();
    let told = year.replays().await;
    assert_eq!(found(&told), [""; 0]);
    let left: Vec<(&str, Hindrance)> = told
        .left
        .iter()
        .map(|it| (it.of.as_str(), it.why))
        .collect();
    assert_eq!(left, [("mail/7", Hindrance::Damaged)]);
    let lines = office
        .store
        .mails(&MailFilter {
            limit: 100,
            ..MailFilter::default()
        })
        .await
        .unwrap();
    assert_eq!(lines.total, 10);
}
