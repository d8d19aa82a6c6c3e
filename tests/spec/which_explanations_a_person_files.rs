//! What a unit explains in a mail that nothing proves: who may file it, and as
//! what.

use congvu::{
    explanation::Explaining,
    mail::automatic::Machine,
    review::{self, Effect, Order, Refusal},
    verdict::{
        Reply, Verdict,
        judgement::Judgement,
        person::{Act, Ground},
        reason::Reason,
    },
};
use jiff::SignedDuration;

use crate::what_a_person_may_decide::{World, order, unproven};

/// What a unit explained, held because nothing proves who sent it.
fn explanation() -> (World, Judgement) {
    let mut world = World::usual();
    let until = "2015-12-11T00:00:00+07:00".parse().unwrap();
    world.others.explaining = Some(Explaining::Own { until });
    let held = Judgement {
        report: None,
        ..unproven()
    };
    (world, held)
}

#[test]
fn an_explanation_is_filed_with_the_moment_at_which_it_came() {
    let (world, held) = explanation();
    let unsaid = world.decide(&held, &order(Act::Accept, None, ""));
    assert_eq!(unsaid, Err(Refusal::NeedsVouching));
    let phoned = order(Act::Accept, Some(Ground::Phoned), "");
    let filed = world.decide(&held, &phoned).unwrap();
    assert_eq!(
        (filed.verdict, filed.reply),
        (Verdict::Logged, Reply::Explanation)
    );
    assert_eq!(filed.reasons, [Reason::Explanation(None)]);
    assert_eq!((filed.moment, filed.proof), (held.moment, None));
    assert!(!review::stands(&filed));
    let review = filed.review.clone().unwrap();
    assert!(review.vouched);
    assert_eq!(review.lifted, held.reasons);
    let effect = review::effect(world.matter(&held), &filed);
    assert_eq!(effect, Effect::Explains);
    assert_eq!(world.decide(&filed, &phoned), Err(Refusal::Already));
}

#[test]
fn an_explanation_that_came_too_late_is_filed_as_late() {
    let (mut world, held) = explanation();
    world.others.explaining = Some(Explaining::Own {
        until: held.moment - SignedDuration::from_secs(30),
    });
    let phoned = order(Act::Accept, Some(Ground::Phoned), "");
    let filed = world.decide(&held, &phoned).unwrap();
    assert_eq!(filed.reasons, [Reason::Explanation(Some(30))]);
}

#[test]
fn an_explanation_needs_two_people_where_a_report_does_and_comes_in_whatever_is_fixed() {
    let (mut world, held) = explanation();
    (world.two_people, world.is_final) = (true, true);
    let first = order(Act::Accept, Some(Ground::Paper), "");
    let proposed = world.decide(&held, &first).unwrap();
    assert_eq!(proposed.verdict, Verdict::Held);
    assert_eq!(proposed.reasons, held.reasons);
    let second = Order {
        by: "minh".to_owned(),
        ..first
    };
    let filed = world.decide(&proposed, &second).unwrap();
    assert_eq!(filed.reasons, [Reason::Explanation(None)]);
    assert_eq!(
        review::may(world.matter(&held), Act::Reject),
        Err(Refusal::Final)
    );
}

#[test]
fn a_machine_and_the_code_of_another_explain_nothing() {
    let (mut world, held) = explanation();
    let accept = order(Act::Accept, Some(Ground::Phoned), "");
    let machine = Judgement {
        verdict: Verdict::Logged,
        reasons: vec![Reason::Machine(Machine::SystemSender)],
        ..held.clone()
    };
    assert_eq!(world.decide(&machine, &accept), Err(Refusal::NoReport));
    world.others.explaining = Some(Explaining::NotOwn);
    assert_eq!(world.decide(&held, &accept), Err(Refusal::NoReport));
}

#[test]
fn a_filed_explanation_is_no_report_and_can_be_held_and_filed_again() {
    let (world, held) = explanation();
    let phoned = order(Act::Accept, Some(Ground::Phoned), "");
    let filed = world.decide(&held, &phoned).unwrap();
    for act in [Act::Reject, Act::Correct] {
        let refused = review::may(world.matter(&filed), act);
        assert_eq!(refused, Err(Refusal::Explanation));
    }
    let back = world.decide(&filed, &order(Act::Hold, None, "")).unwrap();
    assert_eq!(back.verdict, Verdict::Held);
    assert!(!review::is_filed(&back));
    let again = world.decide(&back, &phoned).unwrap();
    assert!(review::is_filed(&again));
}

#[test]
fn a_copy_of_an_explanation_is_not_filed_beside_it() {
    let (world, held) = explanation();
    let copy = Judgement {
        verdict: Verdict::Duplicate,
        reasons: vec![Reason::Copy(7)],
        ..held
    };
    assert_eq!(review::explains(world.matter(&copy)), None);
    let accept = order(Act::Accept, Some(Ground::Phoned), "");
    assert_eq!(world.decide(&copy, &accept), Err(Refusal::NoReport));
}
