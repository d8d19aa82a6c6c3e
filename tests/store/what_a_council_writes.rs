//! What the council enters, on both databases: read back as it was written,
//! audited, and refused by the ledger itself once a result is frozen.

use congvu::{
    council::{Kind, Stage, people::Position},
    digest::Digest,
    edge::store::{
        Actor, NewFile, NewMark, NewVerification, NewVisit, StoreError, Verified as Chain,
    },
    figures::{Code, Value},
    flow::council::{Found, Visited, current},
    sitting::{step::Standing, work::Decision},
};

use crate::{
    hall::{Hall, at, word},
    office::{CAMPAIGN, Office, Promise, now, promise},
};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(nothing_is_written_into_a_frozen_result),
        promise(a_verified_figure_is_read_back_with_old_new_who_why_and_evidence),
        promise(a_seat_has_a_beginning_and_an_end),
        promise(what_is_refused_changes_nothing_and_is_audited),
        promise(two_members_at_once_both_enter_what_they_found),
        promise(a_dozen_entries_at_once_are_all_in_the_result),
        promise(a_frozen_result_that_was_altered_is_not_approved),
        promise(a_report_that_falls_after_the_freeze_stops_the_approval),
    ]
}

async fn nothing_is_written_into_a_frozen_result(office: Office) {
    let code = Code::parse("CB01").unwrap();
    let frozen = Standing {
        stage: Stage::Final,
        ..Standing::beginning()
    };
    let mut tx = office.begin().await;
    tx.step(CAMPAIGN, &frozen, "", "truong").await.unwrap();
    tx.commit().await.unwrap();
    let verification = NewVerification {
        campaign: CAMPAIGN,
        unit: "p.huongvan01",
        code: &code,
        old: None,
        new: None,
        why: "x",
        file: None,
        by: "vien",
    };
    let mark = NewMark {
        campaign: CAMPAIGN,
        unit: "p.huongvan01",
        item: "MT.5",
        points: None,
        why: "x",
        by: "vien",
    };
    let visit = NewVisit {
        campaign: CAMPAIGN,
        unit: "p.huongvan01",
        day: "2015-12-15".parse().unwrap(),
        members: "vien",
        note: "x",
        file: None,
        by: "vien",
    };
    let decision = Decision {
        kind: Kind::Exempt,
        units: vec!["p.huongvan01".to_owned()],
        holds: true,
        reason: "x".to_owned(),
        at: now(),
    };
    let mut refused = Vec::new();
    let mut tx = office.begin().await;
    refused.push(tx.add_verification(&verification).await.err());
    refused.push(tx.add_mark(&mark).await.err());
    refused.push(tx.add_visit(&visit).await.err());
    refused.push(tx.add_decision(CAMPAIGN, &decision, "truong").await.err());
    refused.push(tx.open_round(CAMPAIGN, now(), &[], "thuky").await.err());
    refused.push(
        tx.settle_explanation(CAMPAIGN, 1, true, "x", "vien")
            .await
            .err(),
    );
    for error in refused {
        assert!(matches!(error, Some(StoreError::Conflict(_))), "{error:?}");
    }
    // Another campaign is not concerned.
    let other = NewMark {
        campaign: "other",
        ..mark
    };
    tx.add_mark(&other).await.unwrap();
}

async fn a_verified_figure_is_read_back_with_old_new_who_why_and_evidence(office: Office) {
    let hall = Hall::of(&office).await;
    hall.seat_all().await;
    hall.all_report(&office).await;
    hall.close().await;
    let unit = hall.campaign.registry.iter().next().unwrap().code.clone();
    let actor = Actor::Person("vien".to_owned());
    let chamber = hall.chamber(&actor, "vien", at("2015-12-15 09:00")).await;
    let minutes = NewFile {
        name: "biên bản.pdf",
        bytes: b"%PDF-1.4 minutes",
    };
    let visit = Visited {
        unit: &unit,
        day: "2015-12-15".parse().unwrap(),
        members: "Tổ trưởng, thành viên",
        note: "Đếm máy tính",
        file: Some(minutes),
    };
    chamber.visit(visit).await.unwrap();
    let found = Found {
        unit: &unit,
        code: "HT02",
        figure: "1",
        why: "Đếm tại chỗ",
        file: Some(minutes),
    };
    let draft = chamber.verify(found).await.unwrap();
    let rows = hall.store.verifications(CAMPAIGN).await.unwrap();
    let [row] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((row.unit.as_str(), row.code.as_str()), (&*unit, "HT02"));
    assert!(matches!(row.old, Some(Value::Number(was)) if was > 1.into()));
    assert_eq!(row.new, Some(Value::Number(1.into())));
    assert_eq!(
        (row.why.as_str(), row.noted_by.as_str()),
        ("Đếm tại chỗ", "vien")
    );
    assert_eq!(row.file_name, "biên bản.pdf");
    let digest = row.file.unwrap();
    assert_eq!(digest, Digest::of(minutes.bytes));
    let bytes = hall.store.council_file(digest).await.unwrap().unwrap();
    assert_eq!(bytes, minutes.bytes);
    let visits = hall.store.visits(CAMPAIGN).await.unwrap();
    assert_eq!((visits.len(), visits[0].file), (1, Some(digest)));
    // Scored again, and kept.
    let stored = current(&hall.store, &hall.campaign).await.unwrap().unwrap();
    assert_eq!(stored.digest, draft.digest);
    assert_eq!(stored.snapshot.digest().unwrap(), draft.digest);
    assert_eq!(stored.snapshot.unit(&unit).unwrap().corrections.len(), 1);
    assert!(matches!(
        hall.store.verify().await.unwrap(),
        Chain::Intact { .. }
    ));
}

async fn a_seat_has_a_beginning_and_an_end(office: Office) {
    let hall = Hall::of(&office).await;
    hall.seat_all().await;
    let admin = Actor::Person("quantri".to_owned());
    let chamber = hall
        .chamber(&admin, "quantri", at("2015-12-10 08:00"))
        .await;
    let two_heads = chamber.seat("khach", Position::Head).await;
    assert_eq!(word(&two_heads), "head_taken");
    chamber.unseat("truong").await.unwrap();
    chamber.seat("khach", Position::Head).await.unwrap();
    assert_eq!(word(&chamber.unseat("xem").await), "no_seat");
    let members = hall.store.council_members(CAMPAIGN).await.unwrap();
    let head = |clock: &str| {
        let sits = members.iter().filter(|it| it.sits(at(clock)));
        let heads: Vec<&str> = sits
            .filter(|it| it.position == Position::Head)
            .map(|it| it.account.as_str())
            .collect();
        heads.join(" ")
    };
    assert_eq!(head("2015-12-09 08:00"), "truong");
    assert_eq!(head("2015-12-10 08:00"), "khach");
}

async fn what_is_refused_changes_nothing_and_is_audited(office: Office) {
    let hall = Hall::of(&office).await;
    hall.seat_all().await;
    hall.all_report(&office).await;
    let unit = hall.campaign.registry.iter().next().unwrap().code.clone();
    let found = |code, figure, why| Found {
        unit: &unit,
        code,
        figure,
        why,
        file: None,
    };
    let now = at("2015-12-15 09:00");
    let actor = Actor::Person("vien".to_owned());
    let member = hall.chamber(&actor, "vien", now).await;
    let early = member.verify(found("HT02", "1", "x")).await;
    assert_eq!(word(&early), "not_closed");
    hall.close().await;
    let viewer = Actor::Person("xem".to_owned());
    let viewer = hall.chamber(&viewer, "xem", now).await;
    let guest = Actor::Person("khach".to_owned());
    let guest = hall.chamber(&guest, "khach", now).await;
    let good = found("HT02", "1", "x");
    assert_eq!(word(&viewer.verify(good).await), "no_right");
    assert_eq!(word(&guest.verify(good).await), "no_seat");
    let bad = member.verify(found("HT02", "mười", "x")).await;
    assert_eq!(word(&bad), "no_answer");
    assert_eq!(
        word(&member.verify(found("HT02", "1", " ")).await),
        "no_reason"
    );
    assert_eq!(word(&member.close_verification().await), "not_leading");
    assert_eq!(word(&member.finalise().await), "not_leading");
    assert!(hall.store.verifications(CAMPAIGN).await.unwrap().is_empty());
    let expected = [
        "verify: not_closed",
        "verify: no_right",
        "verify: no_seat",
        "verify: no_answer",
        "verify: no_reason",
        "close verification: not_leading",
        "finalise: not_leading",
    ];
    assert_eq!(hall.refusals().await, expected);
}

async fn two_members_at_once_both_enter_what_they_found(office: Office) {
    let hall = Hall::of(&office).await;
    hall.seat_all().await;
    hall.all_report(&office).await;
    hall.close().await;
    let unit = hall.campaign.registry.iter().next().unwrap().code.clone();
    let now = at("2015-12-15 09:00");
    let (one, two) = (
        Actor::Person("vien".to_owned()),
        Actor::Person("pho".to_owned()),
    );
    let (one, two) = (
        hall.chamber(&one, "vien", now).await,
        hall.chamber(&two, "pho", now).await,
    );
    let found = |code| Found {
        unit: &unit,
        code,
        figure: "1",
        why: "đếm",
        file: None,
    };
    let (first, second) = tokio::join!(one.verify(found("HT02")), two.verify(found("HT03")));
    first.unwrap();
    second.unwrap();
    let stored = current(&hall.store, &hall.campaign).await.unwrap().unwrap();
    assert_eq!(stored.snapshot.unit(&unit).unwrap().corrections.len(), 2);
}

/// More of them wait for the council than there are connections.
async fn a_dozen_entries_at_once_are_all_in_the_result(office: Office) {
    let hall = Hall::of(&office).await;
    hall.seat_all().await;
    hall.all_report(&office).await;
    hall.close().await;
    let units: Vec<String> = hall
        .campaign
        .registry
        .iter()
        .take(12)
        .map(|unit| unit.code.clone())
        .collect();
    let actor = Actor::Person("vien".to_owned());
    let member = hall.chamber(&actor, "vien", at("2015-12-15 09:00")).await;
    let member = &member;
    let entries = units.iter().map(|unit| async move {
        let found = Found {
            unit,
            code: "HT02",
            figure: "1",
            why: "đếm",
            file: None,
        };
        member.verify(found).await.map(drop)
    });
    let done = futures_util::future::join_all(entries).await;
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    let stored = current(&hall.store, &hall.campaign).await.unwrap().unwrap();
    let corrected = |unit: &String| stored.snapshot.unit(unit).unwrap().corrections.len();
    assert!(units.iter().all(|unit| corrected(unit) == 1));
}

/// A result that was finalised; its digest.
async fn finalised(hall: &Hall, office: &Office) -> Digest {
    hall.seat_all().await;
    hall.all_report(office).await;
    hall.close().await;
    hall.mark_all(at("2015-12-14 10:00")).await;
    let actor = Actor::Person("truong".to_owned());
    let head = hall.chamber(&actor, "truong", at("2015-12-14 11:00")).await;
    head.close_verification().await.unwrap();
    let own = &hall.daemon.desk.mailbox.address;
    head.open_round(own, congvu::words::Lang::Vi).await.unwrap();
    let head = hall.chamber(&actor, "truong", at("2015-12-21 09:00")).await;
    head.close_round().await.unwrap();
    head.finalise().await.unwrap().digest
}

async fn a_frozen_result_that_was_altered_is_not_approved(office: Office) {
    let hall = Hall::of(&office).await;
    let digest = finalised(&hall, &office).await;
    let sql = "update council_result set result = replace(result, 'Giải nhất', 'Giải nhì')";
    office.tamper(sql).await.unwrap();
    let actor = Actor::Person("chutich".to_owned());
    let chair = hall
        .chamber(&actor, "chutich", at("2015-12-28 09:00"))
        .await;
    let done = chair.approve(&Hall::approving(digest)).await;
    assert_eq!(word(&done), "altered");
    assert!(hall.store.editions(CAMPAIGN).await.unwrap().is_empty());
}

async fn a_report_that_falls_after_the_freeze_stops_the_approval(office: Office) {
    let hall = Hall::of(&office).await;
    let digest = finalised(&hall, &office).await;
    let report = hall.store.submissions(CAMPAIGN).await.unwrap().remove(0);
    let mut tx = office.begin().await;
    crate::office::settle(&mut tx, report.mail, 2, congvu::verdict::Verdict::Rejected)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let actor = Actor::Person("chutich".to_owned());
    let chair = hall
        .chamber(&actor, "chutich", at("2015-12-28 09:00"))
        .await;
    let done = chair.approve(&Hall::approving(digest)).await;
    assert_eq!(word(&done), "overtaken");
    // Given back, it is finalised again and then approved.
    chair
        .give_back("Một báo cáo không còn hiệu lực")
        .await
        .unwrap();
    let actor = Actor::Person("pho".to_owned());
    let deputy = hall.chamber(&actor, "pho", at("2015-12-28 10:00")).await;
    let again = deputy.finalise().await.unwrap();
    assert_ne!(again.digest, digest);
    let actor = Actor::Person("chutich".to_owned());
    let chair = hall
        .chamber(&actor, "chutich", at("2015-12-28 11:00"))
        .await;
    let edition = chair.approve(&Hall::approving(again.digest)).await.unwrap();
    assert_eq!((edition.number, edition.finalised_by.as_str()), (1, "pho"));
    assert!(edition.is_intact() && edition.reason.is_empty());
}
