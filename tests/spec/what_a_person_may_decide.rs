//! What a person may decide on a mail, and what comes of it.

use congvu::{
    dossier::{Dossier, Version},
    review::{self, Effect, Matter, Order, Refusal},
    verdict::{
        Reply, Verdict,
        judgement::{Judgement, Report},
        person::{Act, Ground},
        reason::Reason,
    },
};
use jiff::{SignedDuration, Timestamp};

use crate::letter_world::{accepted, campaign, faulty, late, rejected, stranger};

/// A held report of Hương Văn that could be read, with nothing to prove it.
pub fn unproven() -> Judgement {
    Judgement {
        verdict: Verdict::Held,
        reply: Reply::None,
        reasons: vec![Reason::Unproven],
        proof: None,
        ..read(accepted())
    }
}

/// The same, proven, and written to somebody else.
fn not_to_us() -> Judgement {
    Judgement {
        verdict: Verdict::Held,
        reply: Reply::None,
        reasons: vec![Reason::NotToUs],
        ..read(accepted())
    }
}

fn read(judgement: Judgement) -> Judgement {
    let report = Report {
        form: "form-2".to_owned(),
        figures: congvu::figures::Figures::default(),
        workbook: judgement.files.first().unwrap().digest,
        file_name: "bao-cao.xlsx".to_owned(),
        sheet: String::new(),
        cells: Default::default(),
    };
    Judgement {
        report: Some(report),
        ..judgement
    }
}

pub fn order(act: Act, ground: Option<Ground>, note: &str) -> Order {
    Order {
        act,
        ground,
        note: note.to_owned(),
        answer: true,
        by: "lan".to_owned(),
    }
}

fn version(version: u32, moment: Timestamp) -> Version {
    Version {
        version,
        number: format!("BC-2015-000{version}"),
        moment,
        counts: true,
        workbook: congvu::digest::Digest::of(b"another"),
    }
}

/// What a decision is made in.
pub struct World {
    pub others: Dossier,
    own: Option<Version>,
    pub is_final: bool,
    pub two_people: bool,
    now: Timestamp,
}

impl World {
    pub fn usual() -> Self {
        Self {
            others: Dossier::default(),
            own: None,
            is_final: false,
            two_people: false,
            now: "2015-12-10T10:00:00+07:00".parse().unwrap(),
        }
    }

    pub fn matter<'m>(&'m self, judgement: &'m Judgement) -> Matter<'m> {
        Matter {
            judgement,
            others: &self.others,
            own: self.own.as_ref(),
            window: campaign().window,
            is_final: self.is_final,
            two_people: self.two_people,
            now: self.now,
        }
    }

    pub fn decide(&self, judgement: &Judgement, order: &Order) -> Result<Judgement, Refusal> {
        review::decide(self.matter(judgement), order)
    }
}

fn usually(judgement: &Judgement, order: &Order) -> Result<Judgement, Refusal> {
    World::usual().decide(judgement, order)
}

#[test]
fn a_held_report_is_released_with_the_moment_at_which_it_came() {
    let held = not_to_us();
    let decided = usually(&held, &order(Act::Accept, None, "")).unwrap();
    assert_eq!(decided.verdict, Verdict::Accepted);
    assert_eq!(decided.reply, Reply::Receipt);
    assert_eq!(decided.moment, held.moment);
    assert!(decided.reasons.is_empty());
    let review = decided.review.unwrap();
    assert_eq!(review.lifted, [Reason::NotToUs]);
    assert_eq!((review.by.as_str(), review.vouched), ("lan", false));
}

#[test]
fn whoever_accepts_an_unproven_sender_says_how_he_made_sure() {
    let held = unproven();
    for not_enough in [None, Some(Ground::Figures), Some(Ground::Other)] {
        let refused = usually(&held, &order(Act::Accept, not_enough, "tin tôi"));
        assert_eq!(refused, Err(Refusal::NeedsVouching), "{not_enough:?}");
    }
    let phoned = order(Act::Accept, Some(Ground::Phoned), "");
    let decided = usually(&held, &phoned).unwrap();
    assert_eq!(decided.verdict, Verdict::Accepted);
    // The evidence still says that nothing proved it, and who answers for it.
    assert_eq!(decided.proof, None);
    let review = decided.review.unwrap();
    assert!(review.vouched);
    assert_eq!(review.ground, Some(Ground::Phoned));
}

#[test]
fn where_two_must_agree_the_first_changes_nothing_that_counts() {
    let mut world = World::usual();
    world.two_people = true;
    let first = order(Act::Accept, Some(Ground::Paper), "");
    let proposed = world.decide(&unproven(), &first).unwrap();
    assert_eq!(proposed.verdict, Verdict::Held);
    assert_eq!(proposed.reply, Reply::None);
    assert!(proposed.review.as_ref().unwrap().pending);
    assert_eq!(
        world.decide(&proposed, &first),
        Err(Refusal::SecondPerson("lan".to_owned()))
    );
    let second = Order {
        by: "minh".to_owned(),
        ground: None,
        ..first
    };
    let agreed = world.decide(&proposed, &second).unwrap();
    assert_eq!(agreed.verdict, Verdict::Accepted);
    let review = agreed.review.unwrap();
    assert_eq!(review.seconds.as_deref(), Some("lan"));
    assert_eq!(review.ground, Some(Ground::Paper));
    assert!(!review.pending);
    // A proven sender needs no second.
    let proven = world.decide(&not_to_us(), &order(Act::Accept, None, ""));
    assert_eq!(proven.unwrap().verdict, Verdict::Accepted);
}

#[test]
fn what_no_decision_can_make_a_report_is_refused() {
    let accept = order(Act::Accept, Some(Ground::Phoned), "");
    let unread = rejected(vec![Reason::NoWorkbook]);
    assert_eq!(usually(&unread, &accept), Err(Refusal::NoReport));
    assert_eq!(usually(&faulty(3), &accept), Err(Refusal::Faulty(3)));
    assert_eq!(usually(&stranger(), &accept), Err(Refusal::NoUnit));
    assert_eq!(usually(&read(late()), &accept), Err(Refusal::Late));
    assert_eq!(usually(&read(accepted()), &accept), Err(Refusal::Already));
    let same = Judgement {
        verdict: Verdict::Duplicate,
        reasons: vec![Reason::Identical(2)],
        ..accepted()
    };
    assert_eq!(usually(&same, &accept), Err(Refusal::Identical(2)));
}

#[test]
fn an_older_report_never_displaces_a_newer_one() {
    let mut world = World::usual();
    let held = not_to_us();
    let newer = version(2, held.moment + SignedDuration::from_mins(5));
    world.others.versions.push(newer);
    let refused = world.decide(&held, &order(Act::Accept, None, ""));
    let number = "BC-2015-0002".to_owned();
    assert_eq!(refused, Err(Refusal::Superseded(2, number)));
}

#[test]
fn a_late_report_that_is_released_is_noted_as_late() {
    let held = Judgement {
        verdict: Verdict::Held,
        reasons: vec![Reason::NotToUs, Reason::Late(5)],
        ..read(late())
    };
    let decided = usually(&held, &order(Act::Accept, None, "")).unwrap();
    assert_eq!(decided.verdict, Verdict::Rejected);
    assert_eq!(decided.reasons, [Reason::Late(5)]);
    assert!(review::stands(&decided));
    let effect = review::effect(World::usual().matter(&held), &decided);
    assert_eq!(effect, Effect::IsLate);
}

#[test]
fn after_the_council_has_fixed_the_figures_nothing_is_decided() {
    let mut world = World::usual();
    world.is_final = true;
    for act in Act::ALL {
        let refused = review::may(world.matter(&unproven()), act);
        assert_eq!(refused, Err(Refusal::Final), "{act:?}");
    }
}

#[test]
fn a_rejection_names_a_reason_from_the_list() {
    let held = unproven();
    for not_one in [None, Some(Ground::Phoned)] {
        let refused = usually(&held, &order(Act::Reject, not_one, "sai"));
        assert_eq!(refused, Err(Refusal::NeedsGround));
    }
    let other = order(Act::Reject, Some(Ground::Other), "");
    assert_eq!(usually(&held, &other), Err(Refusal::NeedsNote));
    let rejecting = order(Act::Reject, Some(Ground::WrongFile), "đây là kế hoạch");
    let decided = usually(&held, &rejecting).unwrap();
    assert_eq!(decided.verdict, Verdict::Rejected);
    assert_eq!(decided.reply, Reply::Rejection);
    let said = Reason::Reviewed(Ground::WrongFile, "đây là kế hoạch".to_owned());
    assert_eq!(decided.reasons, [said]);
    assert!(!review::stands(&decided));
}

#[test]
fn whether_it_counts_and_whether_it_is_answered_are_two_decisions() {
    let silently = Order {
        answer: false,
        ..order(Act::Accept, Some(Ground::Phoned), "")
    };
    let decided = usually(&unproven(), &silently).unwrap();
    assert_eq!(
        (decided.verdict, decided.reply),
        (Verdict::Accepted, Reply::None)
    );
}

#[test]
fn a_forgery_is_turned_down_without_a_word_to_anybody() {
    let forged = Judgement {
        verdict: Verdict::Quarantined,
        reasons: vec![Reason::OtherUnit("p.tuha".to_owned())],
        ..unproven()
    };
    let rejecting = order(Act::Reject, Some(Ground::NotSent), "");
    let decided = usually(&forged, &rejecting).unwrap();
    assert_eq!(decided.reply, Reply::None);
    assert!(!review::may_answer(
        World::usual().matter(&forged),
        Act::Correct
    ));
    assert!(!review::may_answer(
        World::usual().matter(&stranger()),
        Act::Reject
    ));
}

#[test]
fn a_correction_leaves_what_is_in_force_in_force() {
    let mut world = World::usual();
    let in_force = read(accepted());
    world.own = Some(version(1, in_force.moment));
    let asking = order(Act::Correct, Some(Ground::Figures), "xem lại ô E14");
    let decided = world.decide(&in_force, &asking).unwrap();
    assert_eq!(decided.verdict, Verdict::Accepted);
    assert_eq!(decided.reply, Reply::Correction);
    let effect = review::effect(world.matter(&in_force), &decided);
    assert_eq!(effect, Effect::Stays);
    let silent = order(Act::Correct, Some(Ground::Figures), "");
    assert_eq!(world.decide(&in_force, &silent), Err(Refusal::NeedsNote));
}

#[test]
fn a_held_report_with_errors_goes_back_with_all_of_them() {
    let held = Judgement {
        verdict: Verdict::Held,
        reply: Reply::None,
        reasons: vec![Reason::NotToUs, Reason::Faulty(2)],
        ..faulty(2)
    };
    let decided = usually(&held, &order(Act::Correct, None, "")).unwrap();
    assert_eq!(decided.reasons, [Reason::Faulty(2)]);
    assert_eq!(decided.reply, Reply::Rejection);
    let mut after = World::usual();
    after.now = "2015-12-14T00:00:00+07:00".parse().unwrap();
    let too_late = after.decide(&held, &order(Act::Correct, None, ""));
    assert_eq!(too_late, Err(Refusal::Over));
}

#[test]
fn a_report_that_is_taken_back_lets_the_one_before_it_count_again() {
    let mut world = World::usual();
    let in_force = read(accepted());
    let before = in_force.moment - SignedDuration::from_hours(3);
    world.others.versions.push(version(1, before));
    world.own = Some(version(2, in_force.moment));
    let rejecting = order(Act::Reject, Some(Ground::NotSent), "");
    let decided = world.decide(&in_force, &rejecting).unwrap();
    let effect = review::effect(world.matter(&in_force), &decided);
    assert_eq!(effect, Effect::Leaves(Some(1)));
    let holding = world.decide(&in_force, &order(Act::Hold, None, ""));
    assert_eq!(holding.unwrap().verdict, Verdict::Held);
}

#[test]
fn every_word_in_forms_is_read_back() {
    for act in Act::ALL {
        assert_eq!(Act::parse(act.as_str()), Some(act));
    }
    for ground in Ground::ALL {
        assert_eq!(Ground::parse(ground.code()), Some(ground));
    }
}
