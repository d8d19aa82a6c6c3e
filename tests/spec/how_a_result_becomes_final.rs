//! From provisional to published: who takes which step, what it needs, and what
//! it freezes.

use std::collections::BTreeMap;

use congvu::{
    council::{
        Kind, Stage, calendar,
        people::{Member, Position, Who, seat},
        refusal::Refusal,
        round::{Explanation, Outcome, Round},
    },
    digest::Digest,
    edition::{self, What},
    explanation::Token,
    role::{Right, Role},
    sitting::{
        step::{self, Approving, Standing},
        work::Work,
    },
};

use crate::council_world::{
    at, campaign, codes, decision, draft, head, marked, reports, result, standing, who,
};

const COUNCIL: Role = Role::Council;

/// Everybody there is: each role without a seat, and the council with each.
fn people() -> Vec<Who> {
    let without = Role::ALL.into_iter().map(|role| who(role, None));
    let seated = Position::ALL.into_iter();
    without
        .chain(seated.map(|position| who(COUNCIL, Some(position))))
        .collect()
}

/// Those whom a step lets pass.
fn may(step: impl Fn(&Who) -> Result<Standing, Refusal>) -> Vec<String> {
    let people = people().into_iter();
    let allowed = people.filter(|who| {
        let done = step(who);
        let about_people = [
            "no_right",
            "no_seat",
            "not_leading",
            "not_secretary",
            "same_hand",
        ];
        !done.is_err_and(|refusal| about_people.contains(&refusal.code()))
    });
    allowed.map(|who| who.account).collect()
}

fn round(until: &str, explanations: Vec<Explanation>) -> Round {
    let token = |n: u8| Token::of(&[n; 16]).unwrap();
    Round {
        opened_at: at("2015-12-14T09:00"),
        until: at(until),
        asked: BTreeMap::from([("a".to_owned(), token(1)), ("b".to_owned(), token(2))]),
        explanations,
    }
}

fn explained(unit: &str, late: bool, dealt_with: bool) -> Explanation {
    Explanation {
        id: 1,
        unit: unit.to_owned(),
        mail: 1,
        moment: at("2015-12-15T09:00"),
        late,
        outcome: dealt_with.then(|| Outcome {
            accepted: true,
            reason: "đúng".to_owned(),
            by: "head".to_owned(),
            at: at("2015-12-16T09:00"),
        }),
    }
}

fn approving(seen: Digest) -> Approving {
    Approving {
        number: "15/QĐ-UBND".to_owned(),
        date: "2015-12-28".parse().unwrap(),
        seen,
    }
}

/// A final result, finalised by the head.
fn frozen() -> (Standing, Digest) {
    let reports = reports();
    let draft = draft(&reports, &marked(&reports));
    let now = standing(Stage::Explained);
    let done = step::finalise(&head(), &now, &draft, None, at("2015-12-21T09:00"));
    (done.unwrap(), draft.digest)
}

const TODAY: &str = "2015-12-28";

#[test]
fn each_step_is_taken_by_those_whose_it_is() {
    let leading = ["councilhead", "councildeputy"];
    let provisional = standing(Stage::Provisional);
    assert_eq!(may(|who| step::verify(who, &provisional)), leading);
    let verified = standing(Stage::Verified);
    let all = round("2015-12-18T00:00", vec![]);
    let close = |who: &Who| step::explain(who, &verified, Some(&all), all.until, str::to_owned);
    assert_eq!(may(close), leading);
    let asks = ["councilhead", "councildeputy", "councilsecretary"];
    let ask = |who: &Who| step::ask(who, &verified).map(|()| verified.clone());
    assert_eq!(may(ask), asks);
    let reports = reports();
    let ready = draft(&reports, &marked(&reports));
    let explained = standing(Stage::Explained);
    let finalise = |who: &Who| step::finalise(who, &explained, &ready, None, all.until);
    assert_eq!(may(finalise), leading);
    let (fixed, digest) = frozen();
    let today = TODAY.parse().unwrap();
    let approve = |who: &Who| step::approve(who, &fixed, &approving(digest), digest, digest, today);
    assert_eq!(may(approve), ["approver"]);
    let approved = Standing {
        stage: Stage::Approved,
        ..fixed.clone()
    };
    assert_eq!(may(|who| step::publish(who, &approved, digest)), ["admin"]);
    assert_eq!(may(|who| step::reopen(who, &approved, "sai số")), leading);
    let back = may(|who| step::give_back(who, &fixed, "thiếu biên bản"));
    assert_eq!(back, ["approver", "councilhead", "councildeputy"]);
}

#[test]
fn no_step_is_taken_out_of_turn() {
    let (fixed, digest) = frozen();
    let today = TODAY.parse().unwrap();
    let (chair, approver) = (head(), who(Role::Approver, None));
    let (admin, reports) = (who(Role::Admin, None), reports());
    let ready = draft(&reports, &marked(&reports));
    let open = round("2015-12-18T00:00", vec![]);
    for stage in Stage::ALL {
        let now = Standing {
            stage,
            ..fixed.clone()
        };
        let turn = |done: Result<Standing, Refusal>| done != Err(Refusal::WrongStage(stage));
        let taken = [
            turn(step::verify(&chair, &now)),
            turn(step::explain(
                &chair,
                &now,
                Some(&open),
                open.until,
                str::to_owned,
            )),
            turn(step::finalise(&chair, &now, &ready, None, open.until)),
            turn(step::approve(
                &approver,
                &now,
                &approving(digest),
                digest,
                digest,
                today,
            )),
            turn(step::publish(&admin, &now, digest)),
        ];
        let nth = Stage::ALL.iter().position(|it| *it == stage).unwrap();
        let expected: Vec<bool> = (0..5).map(|step| step == nth).collect();
        assert_eq!(taken.to_vec(), expected, "{stage:?}");
    }
}

#[test]
fn a_round_ends_with_its_days_or_with_everybody_and_nothing_is_left_open() {
    let now = standing(Stage::Verified);
    let check = |round: Option<Round>, clock: &str, expected: Result<Stage, Refusal>| {
        let done = step::explain(&head(), &now, round.as_ref(), at(clock), str::to_owned);
        assert_eq!(done.map(|next| next.stage), expected, "{round:?}");
    };
    let until = "2015-12-18T00:00";
    check(None, "2015-12-20T00:00", Err(Refusal::RoundNotOpened));
    let open = || round(until, vec![]);
    let runs = Refusal::RoundRuns(at(until));
    check(Some(open()), "2015-12-17T23:59", Err(runs.clone()));
    check(Some(open()), until, Ok(Stage::Explained));
    let one = round(until, vec![explained("a", false, true)]);
    check(Some(one), "2015-12-16T09:00", Err(runs));
    let both = vec![explained("a", false, true), explained("b", false, true)];
    check(
        Some(round(until, both)),
        "2015-12-16T09:00",
        Ok(Stage::Explained),
    );
    let left = round(until, vec![explained("a", false, false)]);
    let unanswered = Refusal::Unanswered(vec!["a".to_owned()]);
    check(Some(left), "2015-12-20T00:00", Err(unanswered));
    let late = round(until, vec![explained("a", true, false)]);
    check(Some(late), "2015-12-20T00:00", Ok(Stage::Explained));
}

#[test]
fn nothing_is_final_while_something_waits() {
    let mut reports = reports();
    let now = standing(Stage::Explained);
    let try_it = |reports: &[congvu::results::Report], work: &Work| {
        let draft = draft(reports, work);
        step::finalise(&head(), &now, &draft, None, at("2015-12-21T09:00"))
    };
    let waiting = try_it(&reports, &Work::default());
    assert!(matches!(waiting, Err(Refusal::Pending(all)) if all.len() >= 31));
    // The first two departments agree in everything, and a prize is at stake.
    let departments: Vec<usize> = (0..reports.len())
        .filter(|n| {
            let unit = campaign().registry.by_code(&reports[*n].unit).unwrap();
            unit.group == "departments"
        })
        .collect();
    reports[departments[1]].moment = reports[departments[0]].moment;
    let mut work = marked(&reports);
    let tied = try_it(&reports, &work);
    assert!(matches!(tied, Err(Refusal::Ties(ties)) if ties[0].len() == 2));
    let units = [departments[0], departments[1]].map(|n| reports[n].unit.clone());
    work.decisions
        .push(decision(Kind::Tie, &[&units[1], &units[0]], true));
    assert!(try_it(&reports, &work).is_ok());
    // A shared rank without a prize may stay shared.
    let mut reports = crate::council_world::reports();
    reports[departments[8]].moment = reports[departments[7]].moment;
    assert!(try_it(&reports, &marked(&reports)).is_ok());
}

#[test]
fn an_approval_is_over_what_was_frozen_seen_and_still_comes_out() {
    let (fixed, digest) = frozen();
    let other = Digest::of(b"another result");
    let (approver, today) = (who(Role::Approver, None), TODAY.parse().unwrap());
    let check = |who: &Who, approving: &Approving, stored, again, expected: &str| {
        let done = step::approve(who, &fixed, approving, stored, again, today);
        let code = done.map_or_else(|refusal| refusal.code(), |next| next.stage.as_str());
        assert_eq!(code, expected);
    };
    let good = approving(digest);
    check(&approver, &good, digest, digest, "approved");
    check(
        &approver,
        &approving(other),
        digest,
        digest,
        "not_what_was_seen",
    );
    check(&approver, &good, other, digest, "altered");
    check(&approver, &good, digest, other, "overtaken");
    let finaliser = Who {
        account: fixed.finalised_by.clone(),
        ..approver.clone()
    };
    check(&finaliser, &good, digest, digest, "same_hand");
    let no_number = Approving {
        number: "  ".to_owned(),
        ..good.clone()
    };
    check(&approver, &no_number, digest, digest, "no_number");
    let ahead = Approving {
        date: "2015-12-29".parse().unwrap(),
        ..good
    };
    check(&approver, &ahead, digest, digest, "date_ahead");
}

#[test]
fn figures_stand_from_the_end_of_the_verification_and_everything_from_final_on() {
    let check = |stage: Stage, edition: u32, explained: bool, expected: Option<&str>| {
        let now = Standing {
            edition,
            ..standing(stage)
        };
        let done = now.figure_may_change(explained);
        assert_eq!(done.err().map(|it| it.code()), expected, "{now:?}");
    };
    check(Stage::Provisional, 1, false, None);
    check(Stage::Verified, 1, false, Some("verification_closed"));
    check(Stage::Verified, 1, true, None);
    check(Stage::Explained, 1, true, Some("verification_closed"));
    check(Stage::Explained, 2, false, None);
    for stage in [Stage::Final, Stage::Approved, Stage::Published] {
        check(stage, 2, true, Some("frozen"));
        assert!(standing(stage).must_be_open().is_err());
    }
}

#[test]
fn another_edition_has_a_reason_and_says_what_it_changes() {
    let (fixed, _) = frozen();
    let published = Standing {
        stage: Stage::Published,
        ..fixed
    };
    let without = step::reopen(&head(), &published, "  ");
    assert_eq!(without, Err(Refusal::NoReason));
    let next = step::reopen(&head(), &published, " Sai số máy tính ").unwrap();
    assert_eq!((next.edition, next.stage), (2, Stage::Explained));
    assert_eq!(
        (next.reason.as_str(), next.frozen),
        ("Sai số máy tính", None)
    );
    let mut reports = reports();
    let work = marked(&reports);
    let before = result(&reports, &work);
    let now = at("2016-01-05T09:00");
    let same = step::finalise(&head(), &next, &draft(&reports, &work), Some(&before), now);
    assert_eq!(same, Err(Refusal::NoDifference));
    let unit = codes().pop().unwrap();
    reports.last_mut().unwrap().figures.0.insert(
        congvu::figures::Code::parse("UD04").unwrap(),
        congvu::figures::Value::Number(1.into()),
    );
    let after = draft(&reports, &work);
    let done = step::finalise(&head(), &next, &after, Some(&before), now).unwrap();
    assert_eq!((done.edition, done.reason.as_str()), (2, "Sai số máy tính"));
    let changes = edition::difference(&before, &after.snapshot);
    let of_unit = |what: &What| {
        let mut own = changes.iter().filter(|change| change.unit == unit);
        own.any(|change| change.what == *what)
    };
    assert!(of_unit(&What::Total) && of_unit(&What::Figure("UD04".to_owned())));
    assert!(of_unit(&What::Points("UD.3".to_owned())));
    assert_eq!(edition::difference(&before, &before), []);
}

#[test]
fn a_seat_is_given_by_the_admin_to_whoever_can_verify() {
    let admin = who(Role::Admin, None);
    let seated = |account: &str, position| Member {
        account: account.to_owned(),
        name: account.to_owned(),
        position,
        since: at("2015-12-01T09:00"),
        until: None,
    };
    let sitting = [seated("ha", Position::Head)];
    let check = |who: &Who, account: &str, role, position, expected: &str| {
        let done = seat(who, &sitting, account, role, position);
        assert_eq!(
            done.err().map_or("ok", |it| it.code()),
            expected,
            "{account}"
        );
    };
    check(&admin, "lan", Some(COUNCIL), Position::Secretary, "ok");
    check(
        &admin,
        "lan",
        Some(Role::Viewer),
        Position::Member,
        "role_unfit",
    );
    check(&admin, "lan", Some(COUNCIL), Position::Head, "head_taken");
    check(&admin, "ha", Some(COUNCIL), Position::Member, "seat_taken");
    check(&admin, "ai", None, Position::Member, "no_account");
    check(&head(), "lan", Some(COUNCIL), Position::Member, "no_right");
    assert_eq!(
        head().must(Right::Accounts),
        Err(Refusal::NoRight(Right::Accounts))
    );
}

#[test]
fn days_to_explain_are_working_days_after_the_letter() {
    let zone = &campaign().zone;
    let check = |from: &str, days: u16, expected: &str| {
        let off = ["2016-01-01".parse().unwrap()];
        let end = calendar::deadline(at(from), days, zone, &off).unwrap();
        assert_eq!(end, at(expected), "{from} + {days}");
    };
    check("2015-12-14T09:00", 3, "2015-12-18T00:00");
    check("2015-12-16T23:59", 3, "2015-12-22T00:00");
    check("2015-12-12T09:00", 1, "2015-12-15T00:00");
    check("2015-12-30T09:00", 2, "2016-01-05T00:00");
}
