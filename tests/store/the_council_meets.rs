//! One whole round of a council, from 31 reports by mail to a second edition:
//! the mails, the ledger, the decisions and the letters are the real ones.

use congvu::{
    council::{Kind, Stage},
    digest::Digest,
    edge::store::{Actor, StoreError, Verified as Chain},
    edition::What,
    explanation::Token,
    flow::{
        closing,
        council::{Deciding, Found, current},
    },
    role::Role,
    unit::Unit,
    verdict::Verdict,
    words::Lang,
};
use jiff::SignedDuration;

use crate::{
    assembly::{Town, person, reply},
    hall::{Hall, at, word},
    office::{CAMPAIGN, Office, Promise, promise},
    village::{clerk_writes, good},
};

pub fn promises() -> Vec<Promise> {
    vec![promise(a_council_goes_from_reports_to_a_second_edition)]
}

async fn a_council_goes_from_reports_to_a_second_edition(office: Office) {
    let hall = Hall::of(&office).await;
    hall.seat_all().await;
    let units: Vec<Unit> = hall.campaign.registry.iter().cloned().collect();
    assert_eq!(units.len(), 31);
    let mut town = Town {
        office: &office,
        hall,
        units,
        uid: 0,
    };
    they_report(&mut town).await;
    it_is_closed(&town).await;
    they_verify(&town).await;
    let tokens = they_ask(&town).await;
    the_units_explain(&mut town, &tokens).await;
    the_round_is_closed(&mut town, &tokens).await;
    let digest = it_is_final(&town).await;
    another_approves(&town, digest).await;
    a_second_edition_says_what_it_changes(&town).await;
    town.replays().await;
    let refusals = town.hall.refusals().await;
    assert_eq!(refusals.len(), 22, "{refusals:#?}");
    let chain = office.store.verify().await.unwrap();
    assert!(matches!(chain, Chain::Intact { .. }), "{chain:?}");
}

/// All but two are in time; two of a group agree in everything, to the second.
async fn they_report(town: &mut Town<'_>) {
    let units = town.units.clone();
    for (nth, unit) in (0_i64..).zip(&units) {
        // The first two stand side by side in the registry and in the group.
        let moment = at("2015-12-07 08:00") + SignedDuration::from_mins(nth.max(1));
        let more = if nth < 2 { 0 } else { nth };
        let raw = clerk_writes(unit, &good(unit, more), moment);
        match nth {
            30 => continue,
            29 => {
                town.arrives(
                    &clerk_writes(unit, &good(unit, 9), at("2015-12-14 07:00")),
                    at("2015-12-14 07:00"),
                )
                .await
            }
            _ => town.arrives(&raw, moment).await,
        }
    }
    let submissions = town.office.store.submissions(CAMPAIGN).await.unwrap();
    assert_eq!(submissions.len(), 30);
    town.post(at("2015-12-14 08:00")).await;
}

async fn it_is_closed(town: &Town<'_>) {
    let desk = &town.hall.daemon.desk;
    let closed = closing::close(desk, &Actor::System, at("2015-12-14 08:00")).await;
    assert!(closed.unwrap());
    let first = current(&town.hall.store, &town.hall.campaign)
        .await
        .unwrap();
    let first = first.unwrap().snapshot;
    assert!(first.provisional);
    let scored: usize = first.groups.iter().map(|group| group.units.len()).sum();
    let apart: usize = first.groups.iter().map(|group| group.apart.len()).sum();
    assert_eq!((scored, apart), (30, 1));
}

fn found<'f>(unit: &'f Unit, code: &'f str, figure: &'f str) -> Found<'f> {
    Found {
        unit: &unit.code,
        code,
        figure,
        why: "Sổ theo dõi văn bản",
        file: None,
    }
}

async fn they_verify(town: &Town<'_>) {
    let (member, head) = (person("vien"), person("truong"));
    let member = town.at_work(&member, "2015-12-14 09:00").await;
    let before = current(&town.hall.store, &town.hall.campaign)
        .await
        .unwrap()
        .unwrap();
    let unit = &town.units[2];
    let after = member.verify(found(unit, "UD04", "300")).await.unwrap();
    let total =
        |draft: &congvu::edition::Draft| draft.snapshot.unit(&unit.code).unwrap().total.clone();
    assert_ne!(total(&before), total(&after));
    let head = town.at_work(&head, "2015-12-14 10:00").await;
    let late = [town.units[29].code.clone()];
    let silent = [town.units[30].code.clone()];
    let deciding = |kind, units, reason| Deciding {
        kind,
        units,
        holds: true,
        reason,
    };
    let admitted = head
        .decide(deciding(Kind::Late, &late, "Mất điện, có xác nhận"))
        .await;
    let admitted = admitted.unwrap();
    assert!(admitted.snapshot.unit(&late[0]).unwrap().rank.is_some());
    let refused = head.decide(deciding(Kind::Late, &silent, "x")).await;
    assert_eq!(word(&refused), "no_report");
    let refused = head
        .decide(deciding(Kind::Late, &[town.units[3].code.clone()], "x"))
        .await;
    assert_eq!(word(&refused), "not_late");
    assert_eq!(word(&head.finalise().await), "wrong_stage");
    head.close_verification().await.unwrap();
    assert_eq!(
        word(&member.verify(found(unit, "UD04", "400")).await),
        "verification_closed"
    );
}

async fn they_ask(town: &Town<'_>) -> Vec<(String, Token)> {
    let (member, secretary) = (person("vien"), person("thuky"));
    let own = &town.hall.daemon.desk.mailbox.address;
    let member = town.at_work(&member, "2015-12-14 13:00").await;
    assert_eq!(
        word(&member.open_round(own, Lang::Vi).await),
        "not_secretary"
    );
    let secretary = town.at_work(&secretary, "2015-12-14 14:00").await;
    let round = secretary.open_round(own, Lang::Vi).await.unwrap();
    assert_eq!(round.until, at("2015-12-18 00:00"));
    assert_eq!(
        word(&secretary.open_round(own, Lang::Vi).await),
        "round_opened"
    );
    let letters = town.post(at("2015-12-14 14:00")).await;
    assert_eq!(letters.len(), 30);
    let mut tokens = Vec::new();
    for unit in &town.units[..30] {
        let letter = letters
            .iter()
            .find(|it| it.recipient == unit.mailbox)
            .unwrap();
        assert_eq!((letter.kind.as_str(), letter.mail), ("explain", None));
        let parsed = mail_parser::MessageParser::new()
            .parse(&letter.bytes)
            .unwrap();
        let token = Token::find(parsed.subject().unwrap()).unwrap();
        assert_eq!(round.asked[&unit.code], token);
        let text = parsed.body_text(0).unwrap().replace("\r\n", "\n");
        assert!(
            text.contains(&token.to_string()) && text.contains("24:00 thứ Năm ngày 17/12/2015")
        );
        if unit.code == town.units[2].code {
            assert!(text.contains("phúc tra: 300") && text.contains("Sổ theo dõi văn bản"));
        } else {
            assert!(text.contains("Không có chỉ tiêu nào bị điều chỉnh"));
        }
        tokens.push((unit.code.clone(), token));
    }
    tokens
}

async fn the_units_explain(town: &mut Town<'_>, tokens: &[(String, Token)]) {
    let units = town.units.clone();
    let before = town.office.store.submissions(CAMPAIGN).await.unwrap();
    let login = |unit: &Unit| unit.mailbox.as_str().to_owned();
    let moment = at("2015-12-16 09:00");
    let own = reply(&units[2], &tokens[2].1, Some(&login(&units[2])), 1, moment);
    town.arrives(&own, moment).await;
    let (verdict, reasons) = town.newest().await;
    assert_eq!(
        (verdict, reasons),
        (Verdict::Logged, vec!["W-EXPLANATION".to_owned()])
    );
    let receipt = town.post(moment).await;
    assert_eq!(
        (receipt.len(), receipt[0].kind.as_str()),
        (1, "explanation")
    );
    assert_eq!(receipt[0].recipient, units[2].mailbox);
    // The code of another unit: answered, and filed nowhere.
    let moment = at("2015-12-16 10:00");
    let foreign = reply(&units[3], &tokens[2].1, Some(&login(&units[3])), 2, moment);
    town.arrives(&foreign, moment).await;
    let (verdict, reasons) = town.newest().await;
    assert_eq!(
        (verdict, reasons),
        (Verdict::Logged, vec!["E-EXPLANATION-CODE".to_owned()])
    );
    assert_eq!(town.post(moment).await.len(), 1);
    // Nobody proved that the unit sent it: a person looks.
    let moment = at("2015-12-16 11:00");
    town.arrives(&reply(&units[4], &tokens[4].1, None, 3, moment), moment)
        .await;
    assert_eq!(town.newest().await.0, Verdict::Held);
    assert_eq!(town.post(moment).await.len(), 0);
    // After the last day: filed as late.
    let moment = at("2015-12-18 08:00");
    let late = reply(&units[5], &tokens[5].1, Some(&login(&units[5])), 4, moment);
    town.arrives(&late, moment).await;
    let (_, reasons) = town.newest().await;
    assert_eq!(reasons, ["W-EXPLANATION-LATE"]);
    assert_eq!(town.post(moment).await.len(), 1);
    let round = town.office.store.round(CAMPAIGN).await.unwrap().unwrap();
    let filed: Vec<(&str, bool)> = round
        .explanations
        .iter()
        .map(|one| (one.unit.as_str(), one.late))
        .collect();
    assert_eq!(
        filed,
        [
            (units[2].code.as_str(), false),
            (units[5].code.as_str(), true)
        ]
    );
    assert_eq!(
        town.office.store.submissions(CAMPAIGN).await.unwrap(),
        before
    );
}

async fn the_round_is_closed(town: &mut Town<'_>, _: &[(String, Token)]) {
    let (head, member) = (person("truong"), person("vien"));
    let early = town.at_work(&head, "2015-12-17 23:59").await;
    assert_eq!(word(&early.close_round().await), "round_runs");
    let head = town.at_work(&head, "2015-12-18 09:00").await;
    assert_eq!(word(&head.close_round().await), "unanswered");
    // The unit was partly right: its figure changes once more, nobody else's.
    let member = town.at_work(&member, "2015-12-18 09:30").await;
    member
        .verify(found(&town.units[2], "UD04", "700"))
        .await
        .unwrap();
    let other = member.verify(found(&town.units[3], "UD04", "1")).await;
    assert_eq!(word(&other), "verification_closed");
    let round = town.office.store.round(CAMPAIGN).await.unwrap().unwrap();
    let id = round.explanations[0].id;
    member.answer(id, true, "Có sổ công văn").await.unwrap();
    assert_eq!(word(&member.answer(id, false, "x").await), "no_explanation");
    head.close_round().await.unwrap();
    assert_eq!(
        word(&member.verify(found(&town.units[2], "UD04", "1")).await),
        "verification_closed"
    );
}

async fn it_is_final(town: &Town<'_>) -> Digest {
    let head = person("truong");
    let head = town.at_work(&head, "2015-12-21 09:00").await;
    assert_eq!(word(&head.finalise().await), "pending");
    let draft = town.hall.mark_all(at("2015-12-21 10:00")).await;
    assert!(!draft.snapshot.provisional);
    assert_eq!(word(&head.finalise().await), "ties");
    let ties: Vec<_> = draft.snapshot.undecided().cloned().collect();
    let [tie] = &ties[..] else { panic!("{ties:?}") };
    let order: Vec<String> = tie.units.iter().rev().cloned().collect();
    let deciding = Deciding {
        kind: Kind::Tie,
        units: &order,
        holds: true,
        reason: "Biểu quyết 4/6",
    };
    let decided = head.decide(deciding).await.unwrap();
    let rank = |code: &String| decided.snapshot.unit(code).unwrap().rank.unwrap();
    assert_eq!(rank(&order[1]), rank(&order[0]) + 1);
    let draft = head.finalise().await.unwrap();
    let standing = town.office.store.standing(CAMPAIGN).await.unwrap();
    assert_eq!(
        (standing.stage, standing.frozen),
        (Stage::Final, Some(draft.digest))
    );
    assert_eq!(
        word(&head.mark(&order[0], "MT.6", None, "").await),
        "frozen"
    );
    let mut tx = town.office.begin().await;
    let written = tx.put_draft(CAMPAIGN, &draft).await;
    assert!(matches!(written, Err(StoreError::Conflict(_))));
    draft.digest
}

async fn another_approves(town: &Town<'_>, digest: Digest) {
    let (head, chair, admin) = (person("truong"), person("chutich"), person("quantri"));
    let clock = "2015-12-28 09:00";
    let good = Hall::approving(digest);
    assert_eq!(
        word(&town.at_work(&head, clock).await.approve(&good).await),
        "no_right"
    );
    // Even with the approver's role, whoever finalised does not approve.
    let role = |role| async move {
        let mut tx = town.office.begin().await;
        tx.set_role("truong", role).await.unwrap();
        tx.commit().await.unwrap();
    };
    role(Role::Approver).await;
    assert_eq!(
        word(&town.at_work(&head, clock).await.approve(&good).await),
        "same_hand"
    );
    role(Role::Council).await;
    let chair = town.at_work(&chair, clock).await;
    let other = Hall::approving(Digest::of(b"another"));
    assert_eq!(word(&chair.approve(&other).await), "not_what_was_seen");
    let admin = town.at_work(&admin, clock).await;
    assert_eq!(word(&admin.publish().await), "wrong_stage");
    let refused = town.post(at(clock)).await;
    assert!(
        refused.is_empty(),
        "what is not published is sent to nobody"
    );
    let edition = chair.approve(&good).await.unwrap();
    assert_eq!((edition.number, edition.digest), (1, digest));
    assert_eq!(edition.approval.by, "chutich");
    assert!(edition.is_intact() && edition.published_at.is_none());
    assert_eq!(word(&chair.approve(&good).await), "wrong_stage");
    let published = admin.publish().await.unwrap();
    assert_eq!(published.published_at, Some(at(clock)));
    town.gets_its_sheets(&published, at(clock)).await;
}

async fn a_second_edition_says_what_it_changes(town: &Town<'_>) {
    let (head, member) = (person("truong"), person("vien"));
    let member = town.at_work(&member, "2016-01-05 09:00").await;
    let unit = &town.units[2];
    assert_eq!(
        word(&member.verify(found(unit, "UD04", "650")).await),
        "frozen"
    );
    let head = town.at_work(&head, "2016-01-05 09:00").await;
    assert_eq!(word(&head.reopen(" ").await), "no_reason");
    head.reopen("Nhập nhầm số văn bản").await.unwrap();
    assert_eq!(word(&head.finalise().await), "no_difference");
    member.verify(found(unit, "UD04", "650")).await.unwrap();
    let second = head.finalise().await.unwrap();
    let chair = person("chutich");
    let chair = town.at_work(&chair, "2016-01-06 09:00").await;
    chair
        .approve(&Hall::approving(second.digest))
        .await
        .unwrap();
    let admin = person("quantri");
    let admin = town.at_work(&admin, "2016-01-06 10:00").await;
    let published = admin.publish().await.unwrap();
    town.gets_its_sheets(&published, at("2016-01-06 10:00"))
        .await;
    let editions = town.office.store.editions(CAMPAIGN).await.unwrap();
    let [first, second] = &editions[..] else {
        panic!("{}", editions.len());
    };
    assert_eq!(
        (second.number, second.reason.as_str()),
        (2, "Nhập nhầm số văn bản")
    );
    assert!(first.is_intact() && second.is_intact());
    let changes = second.difference(first);
    let own = changes.iter().filter(|change| change.unit == unit.code);
    let own: Vec<&What> = own.map(|change| &change.what).collect();
    assert!(own.contains(&&What::Figure("UD04".to_owned())), "{own:?}");
    assert!(own.contains(&&What::Total), "{own:?}");
    let states = town.office.store.states(CAMPAIGN).await.unwrap();
    assert_eq!(states.len(), 9);
    assert_eq!(states[0].stage, Stage::Published);
}
