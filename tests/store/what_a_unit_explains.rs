//! What a unit explains reaches the council also when nothing proves who sent
//! it: a reviewer makes sure, and it is filed with its own moment.

use congvu::{
    edge::store::{MailFilter, MailId},
    explanation::Token,
    flow::{
        choices,
        review::{self, Outcome, Wish},
    },
    review::{Effect, Refusal},
    unit::Unit,
    verdict::{
        Verdict,
        person::{Act, Ground},
    },
    words::Lang,
};

use crate::{
    assembly::{Town, person, reply},
    hall::{Hall, at},
    office::{CAMPAIGN, Office, Promise, promise},
    what_people_decide::{does, wish},
};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_held_explanation_that_is_vouched_for_is_on_the_councils_list),
        promise(a_held_explanation_is_filed_also_once_the_result_is_final),
        promise(a_filed_explanation_can_be_taken_back_and_filed_again),
        promise(the_code_of_another_unit_explains_nothing),
    ]
}

/// A town whose units were asked to explain, and the code of each.
async fn asked(office: &Office) -> (Town<'_>, Vec<(Unit, Token)>) {
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
    let head = person("truong");
    let head = town.at_work(&head, "2015-12-14 10:00").await;
    head.close_verification().await.unwrap();
    let own = &town.hall.daemon.desk.mailbox.address;
    let round = head.open_round(own, Lang::Vi).await.unwrap();
    town.post(at("2015-12-14 10:00")).await;
    let units = town.units.iter();
    let codes = units.filter_map(|unit| Some((unit.clone(), round.asked.get(&unit.code)?.clone())));
    let codes = codes.collect();
    (town, codes)
}

/// The number of the newest mail.
async fn newest(office: &Office) -> MailId {
    let filter = MailFilter {
        limit: 500,
        ..MailFilter::default()
    };
    let list = office.store.mails(&filter).await.unwrap();
    list.lines.into_iter().map(|line| line.id).max().unwrap()
}

fn vouching(mail: MailId) -> Wish {
    wish(mail, 1, Act::Accept, Some(Ground::Phoned))
}

async fn a_held_explanation_that_is_vouched_for_is_on_the_councils_list(office: Office) {
    let (mut town, codes) = asked(&office).await;
    let (unit, token) = &codes[4];
    let moment = at("2015-12-16 09:00");
    town.arrives(&reply(unit, token, None, 1, moment), moment)
        .await;
    assert_eq!(town.newest().await.0, Verdict::Held);
    let mail = newest(&office).await;
    let desk = &town.hall.daemon.desk;
    let page = office.store.mail(mail).await.unwrap().unwrap();
    let offered = choices::choices(desk, &page, at("2015-12-21 08:00"))
        .await
        .unwrap();
    assert!(offered.explains);
    assert!(offered.acts.contains(&(Act::Accept, Ok(true))));
    let reports = office.store.submissions(CAMPAIGN).await.unwrap();
    // Nobody is believed without a word on how the unit was made sure of.
    let unsaid = wish(mail, 1, Act::Accept, None);
    let refused = review::carry_out(desk, &unsaid, at("2015-12-21 08:00")).await;
    let refused = refused.unwrap();
    assert!(
        matches!(refused, Outcome::Refused(Refusal::NeedsVouching)),
        "{refused:?}"
    );
    // Days later, after the round: it counts as of when it came.
    let plan = does(&town.hall.daemon, &vouching(mail), at("2015-12-21 08:00")).await;
    assert_eq!(plan.effect, Effect::Explains);
    assert_eq!(plan.judgement.moment, moment);
    let round = office.store.round(CAMPAIGN).await.unwrap().unwrap();
    let [filed] = &round.explanations[..] else {
        panic!("{:?}", round.explanations);
    };
    assert_eq!(
        (filed.unit.as_str(), filed.mail, filed.moment, filed.late),
        (unit.code.as_str(), mail.0, moment, false)
    );
    let letters = town.post(at("2015-12-21 08:00")).await;
    let sent: Vec<_> = letters
        .iter()
        .map(|it| (&it.recipient, it.kind.as_str()))
        .collect();
    assert_eq!(sent, [(&unit.mailbox, "explanation")]);
    // It is dealt with as any other, and once.
    let again = review::carry_out(desk, &wish(mail, 2, Act::Accept, None), moment).await;
    let again = again.unwrap();
    assert!(
        matches!(again, Outcome::Refused(Refusal::Already)),
        "{again:?}"
    );
    let member = person("vien");
    let member = town.at_work(&member, "2015-12-21 09:00").await;
    member
        .answer(filed.id, true, "Có sổ công văn")
        .await
        .unwrap();
    let submissions = office.store.submissions(CAMPAIGN).await.unwrap();
    assert_eq!(submissions, reports);
}

async fn a_held_explanation_is_filed_also_once_the_result_is_final(office: Office) {
    let (mut town, codes) = asked(&office).await;
    let (unit, token) = &codes[4];
    let moment = at("2015-12-16 09:00");
    town.arrives(&reply(unit, token, None, 1, moment), moment)
        .await;
    let mail = newest(&office).await;
    let head = person("truong");
    let head = town.at_work(&head, "2015-12-21 09:00").await;
    head.close_round().await.unwrap();
    town.hall.mark_all(at("2015-12-21 10:00")).await;
    let frozen = town.hall.decides_ties_and_finalises().await;
    // What would change a figure is refused; this changes none.
    let held = wish(mail, 1, Act::Reject, Some(Ground::NotSent));
    let refused = review::carry_out(&town.hall.daemon.desk, &held, at("2015-12-22 08:00")).await;
    assert!(matches!(refused.unwrap(), Outcome::Refused(Refusal::Final)));
    does(&town.hall.daemon, &vouching(mail), at("2015-12-22 08:00")).await;
    let round = office.store.round(CAMPAIGN).await.unwrap().unwrap();
    assert_eq!(round.explanations.len(), 1);
    let standing = office.store.standing(CAMPAIGN).await.unwrap();
    assert_eq!(standing.frozen, Some(frozen));
}

/// Whoever vouched for a forged one holds it: it then is nothing that the council
/// has to deal with, opens no figure, and holds up no step.
async fn a_filed_explanation_can_be_taken_back_and_filed_again(office: Office) {
    let (mut town, codes) = asked(&office).await;
    let (unit, token) = &codes[4];
    let moment = at("2015-12-16 09:00");
    town.arrives(&reply(unit, token, None, 1, moment), moment)
        .await;
    let mail = newest(&office).await;
    let then = at("2015-12-17 08:00");
    does(&town.hall.daemon, &vouching(mail), then).await;
    let desk = &town.hall.daemon.desk;
    for act in [Act::Reject, Act::Correct] {
        let no_report = wish(mail, 2, act, Some(Ground::NotSent));
        let refused = review::carry_out(desk, &no_report, then).await.unwrap();
        assert!(
            matches!(refused, Outcome::Refused(Refusal::Explanation)),
            "{refused:?}"
        );
    }
    does(&town.hall.daemon, &wish(mail, 2, Act::Hold, None), then).await;
    let round = office.store.round(CAMPAIGN).await.unwrap().unwrap();
    assert!(round.explanations.is_empty());
    assert!(!round.has_explained(&unit.code));
    assert_eq!(round.unanswered().count(), 0);
    let again = wish(mail, 3, Act::Accept, Some(Ground::Phoned));
    let plan = does(&town.hall.daemon, &again, then).await;
    assert_eq!(plan.effect, Effect::Explains);
    let round = office.store.round(CAMPAIGN).await.unwrap().unwrap();
    assert_eq!(round.explanations.len(), 1);
    assert!(round.has_explained(&unit.code));
    does(&town.hall.daemon, &wish(mail, 4, Act::Hold, None), then).await;
    let head = person("truong");
    let head = town.at_work(&head, "2015-12-21 09:00").await;
    head.close_round().await.unwrap();
}

async fn the_code_of_another_unit_explains_nothing(office: Office) {
    let (mut town, codes) = asked(&office).await;
    let moment = at("2015-12-16 09:00");
    let foreign = reply(&codes[4].0, &codes[5].1, None, 1, moment);
    town.arrives(&foreign, moment).await;
    let mail = newest(&office).await;
    let desk = &town.hall.daemon.desk;
    let refused = review::carry_out(desk, &vouching(mail), moment).await;
    let refused = refused.unwrap();
    assert!(
        matches!(refused, Outcome::Refused(Refusal::NoReport)),
        "{refused:?}"
    );
    let round = office.store.round(CAMPAIGN).await.unwrap().unwrap();
    assert!(round.explanations.is_empty());
}
