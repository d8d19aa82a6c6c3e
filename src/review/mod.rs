//! What a person may decide on a mail that the rules have decided, and what
//! comes of it.
//!
//! A person can set aside what makes the rules hesitate (who sent it, whether
//! its parts can be believed), never what a report must be: no decision makes
//! a report of a mail from which none could be read, and none changes when it
//! came. Whether it counts and whether it is answered stay two decisions, and
//! an answer goes to the registered mailbox only.

mod effect;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    campaign::window::Window,
    dossier::{Dossier, Version},
    explanation::Explaining,
    finding::Severity,
    verdict::{
        Reply, Verdict, explaining,
        judgement::Judgement,
        person::{Act, Ground, Review},
        reason::Reason,
    },
};

pub use effect::{Effect, effect, is_filed, is_same_report, is_unchanged, stands};

/// How long a claim lasts that is not renewed, in minutes.
pub const CLAIM_MINUTES: i64 = 15;

/// Most characters of a note.
pub const NOTE: usize = 1_000;

/// A mail to be decided on, as it stands.
#[derive(Clone, Copy)]
pub struct Matter<'m> {
    /// The decision in force.
    pub judgement: &'m Judgement,
    /// What else the unit has sent, without this mail.
    pub others: &'m Dossier,
    /// The version that this mail is, if it stands.
    pub own: Option<&'m Version>,
    /// When reports count.
    pub window: Window,
    /// Has the council fixed the figures?
    pub is_final: bool,
    /// Must two people agree where nothing proves the sender?
    pub two_people: bool,
    /// The moment of the decision.
    pub now: Timestamp,
}

/// What a person wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What.
    pub act: Act,
    /// Why.
    pub ground: Option<Ground>,
    /// What else there is to say.
    pub note: String,
    /// Is the unit to be answered?
    pub answer: bool,
    /// Name of the account.
    pub by: String,
}

/// Why something cannot be decided, as the person is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// The council has fixed the figures.
    Final,
    /// The rules have not decided it yet.
    Unjudged,
    /// No unit's mailbox sent it.
    NoUnit,
    /// A machine wrote it.
    Machine,
    /// It is with the council as an explanation, or has another unit's code.
    Explanation,
    /// No report could be read from it.
    NoReport,
    /// Its report has errors; carries how many.
    Faulty(usize),
    /// It is late and noted as that; only an extension makes it count.
    Late,
    /// The unit has a later version in force; carries it and its number.
    Superseded(u32, String),
    /// The same report is in force already; carries its version.
    Identical(u32),
    /// It is what is wanted already.
    Already,
    /// The time for corrections is over.
    Over,
    /// Nothing proves the sender, and it is not said how he was made sure of.
    NeedsVouching,
    /// No reason is given.
    NeedsGround,
    /// What is meant must be written.
    NeedsNote,
    /// Another person than this one must agree.
    SecondPerson(String),
}

/// May this be decided at all? What the person still has to say is asked by
/// [`decide`].
///
/// # Errors
/// Why not.
pub fn may(matter: Matter<'_>, act: Act) -> Result<(), Refusal> {
    let judgement = matter.judgement;
    // What a unit explains changes no figure, and is filed whatever is fixed.
    let files = act == Act::Accept && explains(matter).is_some();
    if matter.is_final && !files {
        return Err(Refusal::Final);
    }
    let verdict = judgement.verdict;
    match act {
        Act::Accept => may_accept(matter),
        Act::Reject if verdict == Verdict::Logged => Err(no_report(judgement)),
        Act::Correct => may_correct(matter),
        Act::Hold if verdict == Verdict::Held => Err(Refusal::Already),
        Act::Keep if matches!(verdict, Verdict::Held | Verdict::Accepted) => Err(Refusal::Already),
        Act::Reject | Act::Hold | Act::Keep | Act::Again => Ok(()),
    }
}

fn may_accept(matter: Matter<'_>) -> Result<(), Refusal> {
    let judgement = matter.judgement;
    if judgement.verdict == Verdict::Accepted {
        return Err(Refusal::Already);
    }
    if judgement.unit.is_none() {
        return Err(Refusal::NoUnit);
    }
    if explains(matter).is_some() {
        return if is_filed(judgement) {
            Err(Refusal::Already)
        } else {
            Ok(())
        };
    }
    if let Some(version) = identical(judgement) {
        return Err(Refusal::Identical(version));
    }
    match errors(judgement) {
        0 => {}
        count => return Err(Refusal::Faulty(count)),
    }
    if judgement.report.is_none() {
        return Err(Refusal::NoReport);
    }
    let in_force = matter.others.in_force();
    if let Some(newer) = in_force.filter(|it| it.moment > judgement.moment) {
        return Err(Refusal::Superseded(newer.version, newer.number.clone()));
    }
    let noted = judgement.verdict == Verdict::Rejected;
    if noted && matches!(judgement.reasons.as_slice(), [Reason::Late(_)]) {
        return Err(Refusal::Late);
    }
    Ok(())
}

/// Is it no report but what the unit explains, by the code that it was given? Then
/// accepting it files it for the council. A copy of one that came before is not
/// filed beside it. Carries the first moment that is too late.
#[must_use]
pub fn explains(matter: Matter<'_>) -> Option<Timestamp> {
    let judgement = matter.judgement;
    let no_word = |why: &Reason| matches!(why, Reason::Machine(_) | Reason::Copy(_));
    let says_nothing = judgement.reasons.iter().any(no_word);
    match matter.others.explaining {
        Some(Explaining::Own { until })
            if judgement.unit.is_some() && judgement.report.is_none() && !says_nothing =>
        {
            Some(until)
        }
        Some(Explaining::Own { .. } | Explaining::NotOwn) | None => None,
    }
}

/// Why a mail that is only noted is no report.
fn no_report(judgement: &Judgement) -> Refusal {
    match *judgement.reasons {
        [Reason::Explanation(_) | Reason::ForeignCode] => Refusal::Explanation,
        _ => Refusal::Machine,
    }
}

fn may_correct(matter: Matter<'_>) -> Result<(), Refusal> {
    let judgement = matter.judgement;
    match judgement.verdict {
        Verdict::Logged => return Err(no_report(judgement)),
        Verdict::Accepted
        | Verdict::Rejected
        | Verdict::Held
        | Verdict::Quarantined
        | Verdict::Duplicate => {}
    }
    if judgement.unit.is_none() {
        return Err(Refusal::NoUnit);
    }
    let end = if judgement.punctuality.counts() {
        matter.window.cured_until()
    } else {
        matter.window.closes
    };
    if matter.now >= end {
        return Err(Refusal::Over);
    }
    Ok(())
}

/// May an answer go out with this decision? To the registered mailbox of a
/// unit, and to no stranger; and a forgery is not answered, unless it turns out
/// to be none.
#[must_use]
pub fn may_answer(matter: Matter<'_>, act: Act) -> bool {
    let judgement = matter.judgement;
    let forged = matches!(judgement.verdict, Verdict::Quarantined | Verdict::Logged);
    judgement.unit.is_some()
        && match act {
            Act::Accept | Act::Again => true,
            Act::Reject | Act::Correct => !forged,
            Act::Hold | Act::Keep => false,
        }
}

/// The judgement that a person makes of a mail. [`Act::Again`] is not one: the
/// rules make it.
///
/// # Errors
/// Why this cannot be decided, or what is still to be said.
pub fn decide(matter: Matter<'_>, order: &Order) -> Result<Judgement, Refusal> {
    may(matter, order.act)?;
    let mut judgement = matter.judgement.clone();
    let mut review = Review {
        act: order.act,
        by: order.by.clone(),
        ground: order.ground,
        note: order.note.clone(),
        lifted: Vec::new(),
        vouched: false,
        seconds: None,
        pending: false,
    };
    judgement.reply = Reply::None;
    match order.act {
        Act::Accept => accept(&mut judgement, &mut review, matter)?,
        Act::Reject => reject(&mut judgement, &mut review)?,
        Act::Correct => correct(&mut judgement, &mut review)?,
        Act::Hold => judgement.verdict = Verdict::Held,
        Act::Keep | Act::Again => {}
    }
    if !(order.answer && may_answer(matter, order.act)) {
        judgement.reply = Reply::None;
    }
    judgement.review = Some(review);
    Ok(judgement)
}

fn accept(
    judgement: &mut Judgement,
    review: &mut Review,
    matter: Matter<'_>,
) -> Result<(), Refusal> {
    let earlier = judgement.review.take().filter(|earlier| earlier.pending);
    review.vouched = judgement.proof.is_none();
    if review.vouched {
        review.ground = review.ground.filter(|ground| ground.vouches());
        // The second may have the first one's reason.
        let inherited = earlier.as_ref().and_then(|earlier| earlier.ground);
        review.ground = Some(review.ground.or(inherited).ok_or(Refusal::NeedsVouching)?);
        if matter.two_people {
            match earlier {
                None => {
                    review.pending = true;
                    judgement.verdict = Verdict::Held;
                    return Ok(());
                }
                Some(first) if first.by == review.by => {
                    return Err(Refusal::SecondPerson(first.by));
                }
                Some(first) => review.seconds = Some(first.by),
            }
        }
    }
    if let Some(until) = explains(matter) {
        let why = explaining::filed(judgement.moment, until);
        review.lifted = std::mem::replace(&mut judgement.reasons, vec![why]);
        (judgement.verdict, judgement.reply) = (Verdict::Logged, Reply::Explanation);
        return Ok(());
    }
    let late = |why: &Reason| matches!(why, Reason::Late(_));
    let (left, lifted) = judgement.reasons.drain(..).partition(late);
    review.lifted = lifted;
    judgement.reasons = left;
    (judgement.verdict, judgement.reply) = if judgement.reasons.is_empty() {
        (Verdict::Accepted, Reply::Receipt)
    } else {
        (Verdict::Rejected, Reply::Rejection)
    };
    Ok(())
}

fn reject(judgement: &mut Judgement, review: &mut Review) -> Result<(), Refusal> {
    let ground = review
        .ground
        .filter(|ground| !ground.vouches())
        .ok_or(Refusal::NeedsGround)?;
    if ground == Ground::Other && review.note.is_empty() {
        return Err(Refusal::NeedsNote);
    }
    turn_down(judgement, review, ground);
    judgement.reply = Reply::Rejection;
    Ok(())
}

fn correct(judgement: &mut Judgement, review: &mut Review) -> Result<(), Refusal> {
    let faulty = errors(judgement) > 0 || judgement.reasons.iter().any(is_to_the_author);
    if review.note.is_empty() && (!faulty || judgement.verdict == Verdict::Accepted) {
        return Err(Refusal::NeedsNote);
    }
    let ground = review.ground.filter(|ground| !ground.vouches());
    let ground = ground.unwrap_or(Ground::Figures);
    review.ground = Some(ground);
    if judgement.verdict == Verdict::Accepted {
        // What is in force stays so until the corrected one comes.
        judgement.reply = Reply::Correction;
        return Ok(());
    }
    let said = !review.note.is_empty();
    if said {
        turn_down(judgement, review, ground);
    } else {
        set_aside(judgement, review);
        judgement.verdict = Verdict::Rejected;
    }
    judgement.reply = Reply::Rejection;
    Ok(())
}

/// Rejects, for the person's reason and for what the author can mend besides.
fn turn_down(judgement: &mut Judgement, review: &mut Review, ground: Ground) {
    set_aside(judgement, review);
    let why = Reason::Reviewed(ground, review.note.clone());
    judgement.reasons.insert(0, why);
    judgement.verdict = Verdict::Rejected;
}

/// Leaves only the reasons that are for the author.
fn set_aside(judgement: &mut Judgement, review: &mut Review) {
    let (left, lifted) = judgement
        .reasons
        .drain(..)
        .filter(|why| !matches!(why, Reason::Reviewed(..)))
        .partition(is_to_the_author);
    review.lifted = lifted;
    judgement.reasons = left;
}

/// Is it about what the unit sent and when, and not about whether the mail can
/// be believed?
fn is_to_the_author(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::Early
            | Reason::Late(_)
            | Reason::NothingAttached
            | Reason::NoWorkbook
            | Reason::LinkInstead(_)
            | Reason::ForwardedInside
            | Reason::ManyWorkbooks(_)
            | Reason::Refused(_)
            | Reason::Faulty(_)
            | Reason::Identical(_)
    )
}

fn errors(judgement: &Judgement) -> usize {
    let findings = judgement.findings.iter();
    findings
        .filter(|finding| finding.severity == Severity::Error)
        .count()
}

fn identical(judgement: &Judgement) -> Option<u32> {
    let mut versions = judgement.reasons.iter().filter_map(|why| {
        if let Reason::Identical(version) = why {
            Some(*version)
        } else {
            None
        }
    });
    versions.next()
}
