//! What is decided after the close shows in the result at once, and what the
//! council has fixed stays as it is.

use std::sync::Arc;

use congvu::{
    campaign::Campaign,
    digest::Digest,
    edge::store::{Actor, Grant, NewMark},
    edition::Draft,
    flow::{
        Desk,
        closing::{self, PROVISIONAL},
        council::current,
        refreshing,
    },
    unit::Unit,
    verdict::person::Act,
    words::Lang,
};

use crate::{
    assembly::{Town, person},
    hall::{Hall, at},
    office::{CAMPAIGN, Office, Promise, promise},
    village::{Neighbour, clerk_writes, good},
    what_people_decide::{does, is_held, wish},
};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_report_released_after_the_close_is_ranked_without_the_council),
        promise(what_changes_no_result_writes_none),
        promise(an_entry_whose_scoring_was_cut_off_is_scored_by_the_daemon),
        promise(edited_files_change_no_result_until_something_is_decided),
        promise(what_is_frozen_is_not_scored_again_and_what_is_given_back_is),
        promise(a_result_is_told_in_the_language_of_the_town),
        promise(a_unit_that_need_not_report_has_its_own_line_from_the_close_on),
    ]
}

/// A closed town: everybody sits, the last unit is silent.
async fn closed(office: &Office) -> Town<'_> {
    let hall = Hall::of(office).await;
    hall.seat_all().await;
    hall.all_report(office).await;
    let units: Vec<Unit> = hall.campaign.registry.iter().cloned().collect();
    Town {
        office,
        hall,
        units,
        uid: 0,
    }
}

async fn stands(town: &Town<'_>) -> Draft {
    let (store, campaign) = (&town.hall.store, &town.hall.campaign);
    current(store, campaign).await.unwrap().unwrap()
}

/// One step of the daemon; says up to which row it has seen.
async fn step(town: &Town<'_>, seen: i64) -> i64 {
    let desk = town.hall.daemon.desk.fresh(at("2015-12-15 09:00")).await;
    refreshing::step(&desk.unwrap(), &Actor::System, seen)
        .await
        .unwrap()
}

/// How often the result was scored again, and by whom.
async fn scored(office: &Office) -> Vec<String> {
    let rows = office.store.audit_before(None, 10_000).await.unwrap();
    let rows = rows
        .into_iter()
        .filter(|row| row.action == "council.scored");
    rows.map(|row| row.actor).collect()
}

async fn a_report_released_after_the_close_is_ranked_without_the_council(office: Office) {
    let town = closed(&office).await;
    let silent = town.units.last().unwrap();
    let arrived = at("2015-12-08 09:00");
    let mail = is_held(&town.hall.daemon, silent, 900, arrived).await;
    town.hall.close().await;
    let seen = step(&town, 0).await;
    assert_eq!(scored(&office).await, [""; 0], "nothing was decided yet");
    let before = stands(&town).await;
    assert!(before.snapshot.unit(&silent.code).is_none());
    let first = office.store.scoring(CAMPAIGN, PROVISIONAL).await.unwrap();

    let release = wish(mail, 1, Act::Accept, None);
    does(&town.hall.daemon, &release, at("2015-12-15 09:00")).await;
    let seen = step(&town, seen).await;
    let after = stands(&town).await;
    let unit = after.snapshot.unit(&silent.code).unwrap();
    assert!(unit.rank.is_some());
    assert_eq!(unit.report.as_ref().unwrap().moment, arrived);
    // Of everybody else it says what it said: no paper is missing before the
    // council meets.
    let other = &town.units[0].code;
    let total = |draft: &Draft| draft.snapshot.unit(other).unwrap().penalty.clone();
    assert_eq!(total(&before), total(&after));
    assert_eq!(scored(&office).await, ["system"]);
    let still = office.store.scoring(CAMPAIGN, PROVISIONAL).await.unwrap();
    assert_eq!(still, first, "the scoring of the close stays");
    // Whoever looks again, or begins anew, has nothing to do.
    assert_eq!(step(&town, seen).await, step(&town, 0).await);
    assert_eq!(scored(&office).await.len(), 1);
}

async fn what_changes_no_result_writes_none(office: Office) {
    let mut town = closed(&office).await;
    town.hall.close().await;
    let letter = b"From: <huongtra@thuathienhue.gov.vn>\r\nMessage-ID: <1@a>\r\n\r\nx\r\n";
    let moment = at("2015-12-14 08:00");
    let unit = town.units[0].clone();
    let absent = Neighbour::new(&unit, crate::village::Manner::Vacation).answers(letter, moment);
    for raw in absent {
        town.arrives(&raw, moment).await;
    }
    step(&town, 0).await;
    assert_eq!(scored(&office).await, [""; 0]);
    // A late report is told as late, and ranks nobody.
    let silent = town.units.last().unwrap().clone();
    let raw = clerk_writes(&silent, &good(&silent, 1), moment);
    town.arrives(&raw, moment).await;
    step(&town, 0).await;
    let late = stands(&town).await;
    let late = late.snapshot.unit(&silent.code).unwrap();
    assert!(late.rank.is_none() && late.report.as_ref().unwrap().late);
}

async fn an_entry_whose_scoring_was_cut_off_is_scored_by_the_daemon(office: Office) {
    let town = closed(&office).await;
    town.hall.close().await;
    let seen = step(&town, 0).await;
    let unit = &town.units[0].code;
    let before = stands(&town).await;
    let mut tx = office.begin().await;
    tx.add_mark(&NewMark {
        campaign: CAMPAIGN,
        unit,
        item: "MT.5",
        points: Some(rust_decimal::Decimal::ONE),
        why: "",
        by: "vien",
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stands(&town).await.digest, before.digest);
    step(&town, seen).await;
    assert_ne!(stands(&town).await.digest, before.digest);
    assert_eq!(scored(&office).await, ["system"]);
}

async fn edited_files_change_no_result_until_something_is_decided(office: Office) {
    let town = closed(&office).await;
    let silent = town.units.last().unwrap();
    let arrived = at("2015-12-08 09:00");
    let mail = is_held(&town.hall.daemon, silent, 900, arrived).await;
    town.hall.close().await;
    let before = stands(&town).await;
    let mut desk = town.hall.daemon.desk.clone();
    let mut edited = Campaign::clone(&desk.campaign);
    for digest in edited.files.values_mut() {
        *digest = Digest::of(b"another scale");
    }
    desk.campaign = Arc::new(edited);
    let begins_anew = async || {
        refreshing::step(&desk, &Actor::System, 0).await.unwrap();
    };
    begins_anew().await;
    assert_eq!(stands(&town).await.digest, before.digest);
    assert_eq!(scored(&office).await, [""; 0]);
    let release = wish(mail, 1, Act::Accept, None);
    does(&town.hall.daemon, &release, at("2015-12-15 09:00")).await;
    begins_anew().await;
    let after = stands(&town).await;
    assert!(after.snapshot.unit(&silent.code).is_some());
    assert_ne!(
        after.snapshot.campaign_digest,
        before.snapshot.campaign_digest
    );
}

async fn what_is_frozen_is_not_scored_again_and_what_is_given_back_is(office: Office) {
    let mut town = closed(&office).await;
    town.hall.close().await;
    let head = person("truong");
    {
        let head = town.at_work(&head, "2015-12-14 10:00").await;
        head.close_verification().await.unwrap();
        let own = &town.hall.daemon.desk.mailbox.address;
        head.open_round(own, Lang::Vi).await.unwrap();
        let later = person("truong");
        let head = town.at_work(&later, "2015-12-21 09:00").await;
        head.close_round().await.unwrap();
    }
    town.hall.mark_all(at("2015-12-21 10:00")).await;
    let seen = step(&town, 0).await;
    let frozen = town.hall.decides_ties_and_finalises().await;
    let times = scored(&office).await.len();
    let silent = town.units.last().unwrap().clone();
    let moment = at("2015-12-22 08:00");
    let raw = clerk_writes(&silent, &good(&silent, 1), moment);
    town.arrives(&raw, moment).await;
    assert_eq!(step(&town, seen).await, seen, "it is not forgotten");
    assert_eq!(stands(&town).await.digest, frozen);
    assert_eq!(scored(&office).await.len(), times);
    let head = town.at_work(&head, "2015-12-23 09:00").await;
    head.give_back("Xem lại một báo cáo").await.unwrap();
    // By the process that saw it while nothing could be done.
    let seen = step(&town, seen).await;
    let after = stands(&town).await;
    assert_ne!(after.digest, frozen);
    assert!(after.snapshot.unit(&silent.code).is_some());
    assert_eq!(scored(&office).await.len(), times + 1);
    // One that begins anew has nothing to add.
    step(&town, seen).await;
    step(&town, 0).await;
    assert_eq!(scored(&office).await.len(), times + 1);
}

/// Papers are made from what is stored, whoever started the daemon.
async fn a_result_is_told_in_the_language_of_the_town(office: Office) {
    let town = closed(&office).await;
    let english = Desk {
        lang: Lang::En,
        ..town.hall.daemon.desk.clone()
    };
    let done = closing::close(&english, &Actor::System, at("2015-12-13 00:30")).await;
    assert!(done.unwrap());
    let stored = stands(&town).await.snapshot;
    let mut apart = stored.groups.iter().flat_map(|group| &group.apart);
    assert_eq!(apart.next().unwrap().why, "Không gửi báo cáo");
}

async fn a_unit_that_need_not_report_has_its_own_line_from_the_close_on(office: Office) {
    let town = closed(&office).await;
    let silent = town.units.last().unwrap();
    let mut tx = office.begin().await;
    tx.grant(CAMPAIGN, &silent.code, &Grant::Exempt, "sáp nhập")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let desk = town.hall.daemon.desk.fresh(at("2015-12-13 00:30")).await;
    let desk = desk.unwrap();
    let done = closing::close(&desk, &Actor::System, at("2015-12-13 00:30")).await;
    assert!(done.unwrap());
    let first = stands(&town).await;
    let line = |draft: &Draft| -> Vec<(String, String, String)> {
        let groups = draft.snapshot.groups.iter();
        let apart = groups.flat_map(|group| group.apart.clone());
        apart.map(|it| (it.unit, it.standing, it.why)).collect()
    };
    let expected = (
        silent.code.clone(),
        "exempt".to_owned(),
        "Được miễn báo cáo".to_owned(),
    );
    assert_eq!(line(&first), std::slice::from_ref(&expected));
    let bests = first.snapshot.groups.iter().flat_map(|group| &group.bests);
    let compared: Vec<&String> = bests.flat_map(|best| &best.units).collect();
    assert!(!compared.is_empty() && !compared.contains(&&silent.code));
    // What the council's own scoring says of it is the same.
    step(&town, 0).await;
    assert_eq!(line(&stands(&town).await), [expected]);
    assert_eq!(scored(&office).await, [""; 0]);
}
