//! What the office grants and registers, from the page to the receipt; and the
//! daemon that reminds those who have not reported.

use std::sync::Arc;

use congvu::{
    campaign::Campaign,
    edge::store::{Actor, Grant, Store},
    flow::{judging, register::Register, reminding},
    register::Held,
    unit::{Mailbox, Span, Unit},
};
use jiff::{Timestamp, civil::date};
use mail_parser::MessageParser;

use crate::{
    office::{Office, Promise, address, at, promise},
    the_post_goes_round::{keep, take},
    village::{Daemon, clerk_writes, good, units},
};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_unit_with_more_time_is_on_time_and_nobody_else_is),
        promise(a_new_mailbox_counts_from_the_next_mail_on),
        promise(whoever_has_not_reported_is_reminded_once_by_whichever_daemon),
        promise(after_a_pause_one_letter_is_written_and_not_three),
        promise(nothing_is_written_while_letters_are_stopped_or_when_the_file_does_not_say_so),
    ]
}

const CAMPAIGN: &str = "huong-tra-2015";

fn unit(code: &str) -> Unit {
    let mut units = units().into_iter();
    units.find(|unit| unit.code == code).unwrap()
}

/// Settles what has come, with the registry as it stands.
async fn settles(daemon: &Daemon, now: Timestamp) {
    let desk = daemon.desk.fresh(now).await.unwrap();
    while judging::step(&desk, now).await.unwrap() > 0 {}
}

/// The subject and the text of the letters to an address.
fn letters_to(letters: &[(String, String, Vec<u8>)], to: &str) -> Vec<(String, String)> {
    let own = letters.iter().filter(|(recipient, ..)| recipient == to);
    own.map(|(.., bytes)| {
        let mail = MessageParser::new().parse(bytes).unwrap();
        let text = mail.body_text(0).unwrap().into_owned();
        (mail.subject().unwrap().to_owned(), text)
    })
    .collect()
}

async fn a_unit_with_more_time_is_on_time_and_nobody_else_is(office: Office) {
    let daemon = Daemon::of_the_town(office.store.clone());
    let (granted, usual) = (unit("p.tuha"), unit("p.huongxuan"));
    let mut tx = office
        .store
        .begin(&Actor::Person("lan".to_owned()), at("12 09:00"))
        .await
        .unwrap();
    let more = Grant::Extended(at("15 17:00"));
    tx.grant(CAMPAIGN, "p.tuha", &more, "lũ lụt").await.unwrap();
    tx.commit().await.unwrap();
    let now = at("14 10:00");
    for (uid, unit) in [(1, &granted), (2, &usual)] {
        let raw = clerk_writes(unit, &good(unit, 0), now);
        keep(&office.store, &raw, now, uid).await;
    }
    settles(&daemon, now).await;
    let letters = take(&office.store, now).await;
    let (subject, text) = letters_to(&letters, granted.mailbox.as_str()).remove(0);
    assert!(subject.starts_with("[ĐÃ CHẤP NHẬN]"), "{subject}");
    let said = "17:00:00 thứ Ba ngày 15/12/2015 (đơn vị được gia hạn) → ĐÚNG HẠN";
    assert!(text.contains(said), "{text}");
    let (subject, text) = letters_to(&letters, usual.mailbox.as_str()).remove(0);
    assert!(subject.starts_with("[NỘP MUỘN]"), "{subject}");
    assert!(
        text.contains("24:00 thứ Bảy ngày 12/12/2015 → MUỘN"),
        "{text}"
    );
}

async fn a_new_mailbox_counts_from_the_next_mail_on(office: Office) {
    let daemon = Daemon::of_the_town(office.store.clone());
    let old = unit("p.tuha");
    let new = Unit {
        mailbox: address("tuha.moi@thuathienhue.gov.vn"),
        ..old.clone()
    };
    let day = |n| date(2015, 12, n);
    let held = |unit: &Unit, from, until| Held {
        mailbox: Mailbox {
            address: unit.mailbox.clone(),
            unit: unit.code.clone(),
            span: Span { from, until },
        },
        withdrawn: false,
    };
    let mut tx = office
        .store
        .begin(&Actor::Person("lan".to_owned()), at("08 09:00"))
        .await
        .unwrap();
    for one in [
        held(&new, Some(day(9)), None),
        held(&old, None, Some(day(8))),
    ] {
        tx.put_mailbox(CAMPAIGN, &one).await.unwrap();
    }
    tx.commit().await.unwrap();
    let now = at("09 10:00");
    for (uid, unit) in [(1, &new), (2, &old)] {
        let raw = clerk_writes(unit, &good(unit, 0), now);
        keep(&office.store, &raw, now, uid).await;
    }
    settles(&daemon, now).await;
    let letters = take(&office.store, now).await;
    let (subject, _) = letters_to(&letters, new.mailbox.as_str()).remove(0);
    assert!(subject.starts_with("[ĐÃ CHẤP NHẬN]"), "{subject}");
    let (subject, _) = letters_to(&letters, old.mailbox.as_str()).remove(0);
    assert!(subject.starts_with("[CHƯA ĐƯỢC TÍNH]"), "{subject}");
}

/// A daemon of a campaign whose file lets it remind.
fn reminding_daemon(store: Store) -> Daemon {
    let mut daemon = Daemon::of_the_town(store);
    let mut campaign: Campaign = (*daemon.desk.campaign).clone();
    campaign.reminders.automatic = true;
    let campaign = Arc::new(campaign);
    daemon.desk.register = Arc::new(Register::new(campaign.clone()));
    daemon.desk.campaign = campaign;
    daemon
}

async fn step(daemon: &Daemon, clock: &str) -> usize {
    let now = at(clock);
    let desk = daemon.desk.fresh(now).await.unwrap();
    reminding::step(&desk, now).await.unwrap()
}

async fn whoever_has_not_reported_is_reminded_once_by_whichever_daemon(office: Office) {
    let daemon = reminding_daemon(office.store.clone());
    let other = reminding_daemon(Store::open(&office.url).await.unwrap());
    let reported = unit("p.tuha");
    let now = at("07 10:00");
    let raw = clerk_writes(&reported, &good(&reported, 0), now);
    keep(&office.store, &raw, now, 1).await;
    settles(&daemon, now).await;
    take(&office.store, now).await;

    let (here, there) = tokio::join!(step(&daemon, "10 08:00"), step(&other, "10 08:00"));
    assert_eq!(here + there, 30, "every unit but one, once");
    // Whoever starts again finds it done.
    let restarted = reminding_daemon(office.store.clone());
    for clock in ["10 08:01", "10 20:00", "11 23:00"] {
        assert_eq!(step(&restarted, clock).await, 0, "{clock}");
    }
    let letters = take(&office.store, at("10 09:00")).await;
    assert_eq!(letters.len(), 30);
    assert_eq!(letters_to(&letters, reported.mailbox.as_str()), Vec::new());
    let silent = unit("p.huongxuan");
    let (subject, text) = letters_to(&letters, silent.mailbox.as_str()).remove(0);
    let said = "[CÒN 2 NGÀY] Báo cáo CNTT 2015 – Hương Xuân: chưa nhận được báo cáo";
    assert_eq!(subject, said);
    assert!(text.contains("mau-II-2015-p.huongxuan.xlsx"), "{text}");
    other.desk.store.close().await;
}

async fn after_a_pause_one_letter_is_written_and_not_three(office: Office) {
    let daemon = reminding_daemon(office.store.clone());
    assert_eq!(step(&daemon, "12 11:00").await, 31);
    let noted = office.store.reminders(CAMPAIGN).await.unwrap();
    assert!(noted.iter().all(|it| it.stage.as_str() == "last_morning"));
}

async fn nothing_is_written_while_letters_are_stopped_or_when_the_file_does_not_say_so(
    office: Office,
) {
    let quiet = Daemon::of_the_town(office.store.clone());
    assert_eq!(step(&quiet, "10 08:00").await, 0);
    let daemon = reminding_daemon(office.store.clone());
    let mut tx = office.begin().await;
    let alarm = congvu::verdict::limits::Alarm::Loop;
    assert!(tx.stop_sending(alarm).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(step(&daemon, "10 08:00").await, 0);
    assert_eq!(office.store.reminders(CAMPAIGN).await.unwrap(), Vec::new());
}
