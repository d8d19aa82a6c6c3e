//! A council at work, step by step, up to a result that everybody may see.

use congvu::{
    council::Kind,
    edge::store::Actor,
    edition::Draft,
    flow::council::{Deciding, Found},
    words::Lang,
};

use crate::{
    hall::{Hall, at},
    office::Office,
};

fn person(name: &str) -> Actor {
    Actor::Person(name.to_owned())
}

/// Every unit has reported, and reports are no longer taken.
pub async fn closes(office: &Office) -> Hall {
    let mut hall = Hall::of(office).await;
    // With the registry as the office has changed it.
    let desk = office
        .app()
        .desk
        .fresh(at("2015-12-02 08:00"))
        .await
        .unwrap();
    hall.campaign = desk.campaign.clone();
    hall.seat_all().await;
    hall.all_report(office).await;
    hall.close().await;
    hall
}

/// A figure is verified, for a reason; the units were asked, and none answered.
pub async fn verifies(hall: &Hall, why: &str) {
    let (member, head, secretary) = (person("vien"), person("truong"), person("thuky"));
    let unit = hall.campaign.registry.iter().nth(2).unwrap().code.clone();
    let found = Found {
        unit: &unit,
        code: "UD04",
        figure: "300",
        why,
        file: None,
    };
    let member = hall.chamber(&member, "vien", at("2015-12-14 09:00")).await;
    member.verify(found).await.unwrap();
    let closing = hall.chamber(&head, "truong", at("2015-12-14 10:00")).await;
    closing.close_verification().await.unwrap();
    let own = &hall.daemon.desk.mailbox.address;
    let asking = hall
        .chamber(&secretary, "thuky", at("2015-12-14 14:00"))
        .await;
    asking.open_round(own, Lang::Vi).await.unwrap();
    let closing = hall.chamber(&head, "truong", at("2015-12-18 09:00")).await;
    closing.close_round().await.unwrap();
}

/// Everything is marked and decided; nothing changes any more.
pub async fn fixes(hall: &Hall) -> Draft {
    let head = person("truong");
    let head = hall.chamber(&head, "truong", at("2015-12-21 11:00")).await;
    let draft = hall.mark_all(at("2015-12-21 10:00")).await;
    for tie in draft.snapshot.undecided() {
        let decided = Deciding {
            kind: Kind::Tie,
            units: &tie.units,
            holds: true,
            reason: "Biểu quyết 4/6",
        };
        head.decide(decided).await.unwrap();
    }
    head.finalise().await.unwrap()
}

/// Another person approves.
pub async fn approves(hall: &Hall, draft: &Draft) {
    let chair = person("chutich");
    let chair = hall
        .chamber(&chair, "chutich", at("2015-12-28 09:00"))
        .await;
    chair.approve(&Hall::approving(draft.digest)).await.unwrap();
}

/// Everybody may see it.
pub async fn publishes(hall: &Hall) {
    let admin = person("quantri");
    let admin = hall
        .chamber(&admin, "quantri", at("2015-12-28 10:00"))
        .await;
    admin.publish().await.unwrap();
}
