//! What the office changes in the registry is kept, is in the audit, and holds
//! from the next step of whichever daemon.

use std::collections::{BTreeMap, BTreeSet};

use congvu::{
    campaign::terms::Terms,
    edge::store::{Actor, Grant, Store, StoreError},
    register::{Contact, Entry, Held},
    unit::{Mailbox, Span},
};
use serde_json::json;

use crate::{
    office::{CAMPAIGN, Office, Promise, address, at, now, promise},
    village::Daemon,
};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(what_is_written_is_read_again),
        promise(a_mailbox_belongs_to_one_unit),
        promise(the_newest_grant_holds),
        promise(nothing_is_granted_once_the_campaign_is_closed),
        promise(contacts_come_and_go),
        promise(every_change_is_in_the_audit_and_counts_the_version_on),
        promise(a_daemon_sees_what_another_changed_without_being_restarted),
    ]
}

const UNIT: &str = "p.huongvan01";

/// A ward, as the office writes it.
pub fn entry(name: &str) -> Entry {
    Entry {
        code: UNIT.to_owned(),
        name: name.to_owned(),
        short_name: "Hương Văn".to_owned(),
        kind: "phường".to_owned(),
        group: "communes".to_owned(),
        traits: BTreeSet::from(["site".to_owned()]),
        span: Span {
            from: Some(jiff::civil::date(2015, 1, 1)),
            until: None,
        },
    }
}

/// A mailbox that a unit has from the third day of the campaign on.
pub fn held(unit: &str) -> Held {
    Held {
        mailbox: Mailbox {
            address: address("moi.huongtra@thuathienhue.gov.vn"),
            unit: unit.to_owned(),
            span: Span {
                from: Some(jiff::civil::date(2015, 12, 8)),
                until: None,
            },
        },
        withdrawn: false,
    }
}

async fn what_is_written_is_read_again(office: Office) {
    let mut tx = office.begin().await;
    for name in ["Phường Hương Văn cũ", "Phường Hương Văn"] {
        tx.put_unit(CAMPAIGN, &entry(name)).await.unwrap();
    }
    tx.put_mailbox(CAMPAIGN, &held(UNIT)).await.unwrap();
    tx.commit().await.unwrap();
    let (version, amendments) = office.store.amendments(CAMPAIGN).await.unwrap();
    assert_eq!(version, 3);
    assert_eq!(amendments.units, [entry("Phường Hương Văn")]);
    assert_eq!(amendments.mailboxes, [held(UNIT)]);
    assert_eq!(amendments.terms, BTreeMap::new());
    let (version, elsewhere) = office.store.amendments("khác").await.unwrap();
    assert_eq!((version, elsewhere), (0, Default::default()));
}

async fn a_mailbox_belongs_to_one_unit(office: Office) {
    let mut tx = office.begin().await;
    tx.put_mailbox(CAMPAIGN, &held(UNIT)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = office.begin().await;
    let other = tx.put_mailbox(CAMPAIGN, &held("p.tuha")).await;
    assert!(matches!(other, Err(StoreError::Conflict(_))));
    drop(tx);
    let (_, amendments) = office.store.amendments(CAMPAIGN).await.unwrap();
    assert_eq!(amendments.mailboxes, [held(UNIT)]);
}

async fn grant(office: &Office, grant: &Grant, reason: &str) -> Result<(), StoreError> {
    let mut tx = office
        .store
        .begin(&Actor::Person("lan".to_owned()), now())
        .await?;
    tx.grant(CAMPAIGN, UNIT, grant, reason).await?;
    tx.commit().await
}

async fn terms(office: &Office) -> Option<Terms> {
    let (_, amendments) = office.store.amendments(CAMPAIGN).await.unwrap();
    amendments.terms.get(UNIT).cloned()
}

async fn the_newest_grant_holds(office: Office) {
    let end = at("15 17:00");
    grant(&office, &Grant::Extended(end), "lũ lụt")
        .await
        .unwrap();
    let expected = Terms {
        closes: Some(end),
        exempt: false,
        reason: "lũ lụt".to_owned(),
    };
    assert_eq!(terms(&office).await, Some(expected));
    grant(&office, &Grant::Exempt, "sáp nhập").await.unwrap();
    assert!(terms(&office).await.unwrap().exempt);
    grant(&office, &Grant::Usual, "nhầm đơn vị").await.unwrap();
    assert_eq!(terms(&office).await, None);
    let history = office.store.granted(CAMPAIGN, UNIT).await.unwrap();
    let kinds: Vec<&str> = history.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!(kinds, ["usual", "exempt", "extended"]);
    assert!(history.iter().all(|it| it.granted_by == "person:lan"));
}

async fn nothing_is_granted_once_the_campaign_is_closed(office: Office) {
    let mut tx = office.begin().await;
    assert!(tx.close(CAMPAIGN, &json!({})).await.unwrap());
    tx.commit().await.unwrap();
    let late = grant(&office, &Grant::Extended(at("20 00:00")), "lũ lụt").await;
    assert!(matches!(late, Err(StoreError::Conflict(_))));
    assert_eq!(terms(&office).await, None);
}

async fn contacts_come_and_go(office: Office) {
    let lan = Contact {
        name: "Nguyễn Thị Lan".to_owned(),
        duty: "văn thư".to_owned(),
        phone: "0234 3557 111".to_owned(),
        ..Contact::default()
    };
    let mut tx = office.begin().await;
    tx.add_contact(CAMPAIGN, UNIT, &lan).await.unwrap();
    tx.commit().await.unwrap();
    let contacts = office.store.contacts(CAMPAIGN, UNIT).await.unwrap();
    assert_eq!(contacts[0].1, lan);
    let gone = Contact {
        name: "Lê Minh".to_owned(),
        phone: "0234 3557 999".to_owned(),
        span: Span {
            from: None,
            until: Some("2015-12-09".parse().unwrap()),
        },
        ..Contact::default()
    };
    let mut tx = office.begin().await;
    tx.add_contact(CAMPAIGN, UNIT, &gone).await.unwrap();
    tx.commit().await.unwrap();
    let telephones = async |today: &str| {
        let today = today.parse().unwrap();
        office.store.telephones(CAMPAIGN, today).await.unwrap()
    };
    // The first of those who are there.
    assert_eq!(
        telephones("2015-12-09").await.get(UNIT).unwrap().1,
        lan.phone
    );
    let mut tx = office.begin().await;
    tx.remove_contact(CAMPAIGN, UNIT, contacts[0].0)
        .await
        .unwrap();
    let again = tx.remove_contact(CAMPAIGN, UNIT, contacts[0].0).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))));
    tx.commit().await.unwrap();
    assert_eq!(
        telephones("2015-12-09").await.get(UNIT).unwrap().1,
        gone.phone
    );
    assert!(telephones("2015-12-10").await.is_empty(), "he has left");
    let contacts = office.store.contacts(CAMPAIGN, UNIT).await.unwrap();
    let mut tx = office.begin().await;
    tx.remove_contact(CAMPAIGN, UNIT, contacts[0].0)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let contacts = office.store.contacts(CAMPAIGN, UNIT).await.unwrap();
    assert_eq!(contacts, Vec::new());
}

async fn every_change_is_in_the_audit_and_counts_the_version_on(office: Office) {
    let mut tx = office.begin().await;
    tx.put_unit(CAMPAIGN, &entry("Phường Hương Văn"))
        .await
        .unwrap();
    tx.put_mailbox(CAMPAIGN, &held(UNIT)).await.unwrap();
    tx.add_contact(CAMPAIGN, UNIT, &Contact::default())
        .await
        .unwrap();
    tx.grant(CAMPAIGN, UNIT, &Grant::Exempt, "sáp nhập")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.store.registry_version(CAMPAIGN).await.unwrap(), 4);
    let rows = office.store.audit_before(None, 10).await.unwrap();
    let actions: Vec<&str> = rows.iter().map(|row| row.action.as_str()).collect();
    let expected = [
        "term.granted",
        "registry.contact",
        "registry.mailbox",
        "registry.unit",
    ];
    assert_eq!(actions, expected);
    assert!(rows.iter().all(|row| row.subject == format!("unit/{UNIT}")));
}

async fn a_daemon_sees_what_another_changed_without_being_restarted(office: Office) {
    let daemon = Daemon::of_the_town(office.store.clone());
    let before = daemon.desk.fresh(now()).await.unwrap();
    let other = Store::open(&office.url).await.unwrap();
    let mut tx = other.begin(&Actor::System, now()).await.unwrap();
    tx.put_mailbox(CAMPAIGN, &held(UNIT)).await.unwrap();
    tx.commit().await.unwrap();
    other.close().await;
    let after = daemon.desk.fresh(at("08 08:00")).await.unwrap();
    let new = address("moi.huongtra@thuathienhue.gov.vn");
    let unit =
        |registry: &congvu::unit::Registry| registry.by_mailbox(&new).map(|unit| unit.code.clone());
    assert_eq!(unit(&before.campaign.registry), None);
    assert_eq!(unit(&after.campaign.registry).as_deref(), Some(UNIT));
    assert_eq!(
        unit(&after.examiner.campaign.registry).as_deref(),
        Some(UNIT)
    );
}
