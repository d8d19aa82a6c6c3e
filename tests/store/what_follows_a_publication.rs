//! Every unit gets its score sheet once an edition is published, once, whatever
//! dies in between.

use congvu::{
    edge::store::{Actor, NewLetter},
    edition::Edition,
    flow::publishing,
    publication::{Basis, letter},
    unit::Unit,
    words::Lang,
};

use crate::{
    assembly::{Town, person},
    hall::{Hall, at},
    office::{CAMPAIGN, Office, Promise, promise},
};

pub fn promises() -> Vec<Promise> {
    vec![promise(
        score_sheets_are_owed_after_the_publication_and_go_on_where_a_process_died,
    )]
}

/// A town whose result is published by a process that died there.
async fn published(office: &Office) -> (Town<'_>, Edition) {
    let hall = Hall::of(office).await;
    hall.seat_all().await;
    hall.all_report(office).await;
    hall.close().await;
    let units: Vec<Unit> = hall.campaign.registry.iter().cloned().collect();
    let town = Town {
        office,
        hall,
        units,
        uid: 0,
    };
    {
        let own = &town.hall.daemon.desk.mailbox.address;
        let head = person("truong");
        let head = town.at_work(&head, "2015-12-14 10:00").await;
        head.close_verification().await.unwrap();
        head.open_round(own, Lang::Vi).await.unwrap();
    }
    town.post(at("2015-12-14 11:00")).await;
    {
        let head = person("truong");
        let head = town.at_work(&head, "2015-12-21 09:00").await;
        head.close_round().await.unwrap();
    }
    town.hall.mark_all(at("2015-12-21 10:00")).await;
    let digest = town.hall.decides_ties_and_finalises().await;
    {
        let chair = person("chutich");
        let chair = town.at_work(&chair, "2015-12-28 09:00").await;
        chair.approve(&Hall::approving(digest)).await.unwrap();
    }
    let admin = person("quantri");
    let admin = town.at_work(&admin, "2015-12-28 10:00").await;
    let edition = admin.publish().await.unwrap();
    drop(admin);
    (town, edition)
}

async fn score_sheets_are_owed_after_the_publication_and_go_on_where_a_process_died(
    office: Office,
) {
    let (town, edition) = published(&office).await;
    let moment = at("2015-12-28 10:00");
    let desk = &town.hall.daemon.desk;
    assert!(town.post(moment).await.is_empty(), "none is part of it");
    // Somebody began with the letters, and died.
    let basis = Basis::edition(&town.hall.campaign, &edition);
    let mut tx = office.store.begin(&Actor::System, moment).await.unwrap();
    for unit in &town.units[..3] {
        let letter = letter::score_sheet(&basis, &edition, unit, desk.own(), moment)
            .unwrap()
            .unwrap();
        let new = NewLetter {
            key: &letter.key,
            mail: None,
            kind: letter.kind,
            recipient: &letter.to,
            message_id: &letter.message_id,
            subject: &letter.subject,
            bytes: &letter.bytes,
            due_at: moment,
        };
        assert!(tx.owe(&new).await.unwrap());
    }
    tx.commit().await.unwrap();
    assert_eq!(town.post(moment).await.len(), 3);
    let step = |done| publishing::step(desk, &Actor::System, done, moment);
    assert_eq!(step(0).await.unwrap(), 1);
    let groups = edition.snapshot.groups.iter();
    let scored: usize = groups.map(|group| group.units.len()).sum();
    let rest = town.post(moment).await;
    assert_eq!(rest.len(), scored - 3);
    let first: Vec<_> = town.units[..3].iter().map(|unit| &unit.mailbox).collect();
    assert!(
        rest.iter()
            .all(|letter| !first.contains(&&letter.recipient))
    );
    // Neither the same process nor another does it twice.
    assert_eq!((step(1).await.unwrap(), step(0).await.unwrap()), (1, 1));
    assert!(town.post(moment).await.is_empty());
    let newest = office.store.newest_published(CAMPAIGN).await.unwrap();
    assert_eq!(newest, Some(1));
}
