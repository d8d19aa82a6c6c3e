//! A person decides on a mail: by the same steps as the rules do, in one commit
//! with the version, the number, the audit and the letter that follow from it.
//!
//! A plan is the whole decision without its commit, so what a person is shown
//! is what will be done, the letter included. Whoever decides names the verdict
//! that he has seen; when another stands there, nothing is done and both are
//! told.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};

use crate::{
    campaign::window::Window,
    digest::Digest,
    edge::store::{Actor, Claim, MailId, MailPage, Result, StoreError, Tx, VerdictRow},
    flow::{
        Desk, answering,
        examining::Gathered,
        judging::{Before, Examined},
        recording, settling,
    },
    letter::Letter,
    mail::Mail,
    review::{self, CLAIM_MINUTES, Effect, Matter, Order, Refusal},
    sitting::step::Standing,
    verdict::{
        Reply, Verdict,
        decide::{self, Decision},
        judgement::Judgement,
        person::{Act, Review},
        reason::Reason,
    },
};

/// What a person wants of which mail.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The mail.
    pub mail: MailId,
    /// The verdict that the person has seen, by its number.
    pub seen: i64,
    /// What is wanted.
    pub order: Order,
    /// What the plan was that the person agreed to; none: no plan was shown.
    pub agreed: Option<Digest>,
}

/// What comes of a decision.
#[derive(Debug)]
pub struct Plan {
    /// The verdict before it.
    pub before: Verdict,
    /// The judgement it makes.
    pub judgement: Judgement,
    /// What it does to the reports of the unit.
    pub effect: Effect,
    /// The number of the mail.
    pub number: Option<String>,
    /// The version that it is.
    pub version: Option<u32>,
    /// The letter that is owed.
    pub letter: Option<Letter>,
}

impl Plan {
    /// What whoever agrees to it agrees to: the verdict, and every word of the
    /// letter.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let verdict = self.judgement.verdict.as_str();
        let letter = self.letter.as_ref();
        let said = letter.map_or(["", "", ""], |letter| {
            [letter.to.as_str(), &letter.subject, &letter.text]
        });
        let parts: Vec<&[u8]> = [verdict]
            .iter()
            .chain(&said)
            .map(|it| it.as_bytes())
            .collect();
        Digest::of_parts(&parts)
    }
}

/// How it ends.
#[derive(Debug)]
pub enum Outcome {
    /// So it would be done, or has been.
    Done(Box<Plan>),
    /// The letter or the verdict would be another than was agreed to.
    Differs(Box<Plan>),
    /// Judged again, and nothing is different.
    Unchanged,
    /// It cannot be decided, or something is still to be said.
    Refused(Refusal),
    /// Somebody has decided it meanwhile.
    Conflict,
    /// Somebody else is looking at it.
    Claimed(Claim),
    /// A name server or our own reader does not answer; carries which.
    Waits(&'static str),
    /// There is no such mail.
    Missing,
}

/// Says what a decision would do, and does nothing.
///
/// # Errors
/// When the ledger does not answer.
pub async fn plan(desk: &Desk, wish: &Wish, now: Timestamp) -> Result<Outcome> {
    // The transaction is dropped: nothing of it happens.
    Ok(work(desk, wish, now).await?.outcome)
}

/// Carries a decision out.
///
/// # Errors
/// When the ledger does not answer.
pub async fn carry_out(desk: &Desk, wish: &Wish, now: Timestamp) -> Result<Outcome> {
    let done = work(desk, wish, now).await?;
    let Some(tx) = done.tx else {
        return Ok(done.outcome);
    };
    let outcome = done.outcome;
    if let Outcome::Done(plan) = outcome {
        if wish.agreed.is_some_and(|agreed| agreed != plan.digest()) {
            return Ok(Outcome::Differs(plan));
        }
        commit(desk, tx, wish).await?;
        return Ok(Outcome::Done(plan));
    }
    commit(desk, tx, wish).await?;
    Ok(outcome)
}

async fn commit(desk: &Desk, tx: Tx, wish: &Wish) -> Result<()> {
    tx.commit().await?;
    tracing::info!(mail = %wish.mail, act = wish.order.act.as_str(), "a person decided");
    desk.bells.owed.notify_one();
    desk.bells.settled.notify_one();
    desk.bells.decided.notify_one();
    Ok(())
}

/// Takes a mail to look at; says who has it when that is somebody else.
///
/// # Errors
/// When the ledger does not answer.
pub async fn claim(
    desk: &Desk,
    mail: MailId,
    by: &str,
    instead: bool,
    now: Timestamp,
) -> Result<bool> {
    let until = now + SignedDuration::from_mins(CLAIM_MINUTES);
    let mut tx = desk.store.begin(&Actor::Person(by.to_owned()), now).await?;
    let taken = tx.claim(mail, by, until, instead).await?;
    tx.commit().await?;
    Ok(taken)
}

/// A decision, done as far as the commit.
struct Work {
    outcome: Outcome,
    tx: Option<Tx>,
}

impl From<Outcome> for Work {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, tx: None }
    }
}

async fn work(desk: &Desk, wish: &Wish, now: Timestamp) -> Result<Work> {
    // The registry and the forms as they are now: that is what judging again is
    // for.
    let desk = &desk.fresh(now).await?;
    let Some(page) = desk.store.mail(wish.mail).await? else {
        return Ok(Outcome::Missing.into());
    };
    let Some(before) = before(&page)? else {
        return Ok(Outcome::Refused(Refusal::Unjudged).into());
    };
    if before.revision != wish.seen {
        return Ok(Outcome::Conflict.into());
    }
    let Some(gathered) = gather(desk, wish, &before).await? else {
        return Ok(Outcome::Waits("reader").into());
    };
    let examined = examined(&page, Some(before), gathered);
    let actor = Actor::Person(wish.order.by.clone());
    let mut tx = desk.store.begin(&actor, now).await?;
    let claim = tx.claimed(wish.mail).await?;
    if let Some(claim) = claim.filter(|claim| claim.holder != wish.order.by) {
        return Ok(Outcome::Claimed(claim).into());
    }
    let outcome = match decided(desk, &mut tx, wish, &examined, now).await {
        // Another was quicker between the look and the write.
        Err(StoreError::Conflict(_)) => Outcome::Conflict,
        outcome => outcome?,
    };
    let tx = matches!(outcome, Outcome::Done(_) | Outcome::Unchanged).then_some(tx);
    Ok(Work { outcome, tx })
}

/// Decides inside the transaction, and writes it.
async fn decided(
    desk: &Desk,
    tx: &mut Tx,
    wish: &Wish,
    examined: &Examined,
    now: Timestamp,
) -> Result<Outcome> {
    let Some(before) = &examined.before else {
        return Ok(Outcome::Refused(Refusal::Unjudged));
    };
    let known = settling::known(desk, tx, examined).await?;
    let matter = Matter {
        judgement: &before.judgement,
        others: &known.others,
        own: known.own.as_ref(),
        window: window(desk, &before.judgement),
        is_final: is_fixed(&tx.hold_council(&desk.campaign.id).await?.standing),
        two_people: desk.two_people,
        now,
    };
    let judged = if wish.order.act == Act::Again {
        match again(desk, examined, matter, &wish.order) {
            Ok(judged) => judged,
            Err(outcome) => return Ok(outcome),
        }
    } else {
        match review::decide(matter, &wish.order) {
            Ok(judged) => judged,
            Err(refusal) => return Ok(Outcome::Refused(refusal)),
        }
    };
    if wish.order.act == Act::Again && review::is_unchanged(&before.judgement, &judged) {
        tx.unchanged(wish.mail, before.revision);
        return Ok(Outcome::Unchanged);
    }
    let effect = review::effect(matter, &judged);
    let unit = judged.unit.as_deref();
    let unit = unit.and_then(|code| desk.campaign.registry.by_code(code));
    let permit = answering::by_a_person(&judged, now).filter(|_| unit.is_some());
    let written = (&judged, unit);
    let recorded =
        recording::record(desk, tx, examined, written, permit.as_ref(), &known, now).await?;
    tx.unclaim(wish.mail, &wish.order.by).await?;
    Ok(Outcome::Done(Box::new(Plan {
        before: before.judgement.verdict,
        effect,
        number: recorded.number,
        version: recorded.version.map(|version| version.version),
        letter: recorded.letter,
        judgement: judged,
    })))
}

/// Lets the rules decide once more.
fn again(
    desk: &Desk,
    examined: &Examined,
    matter: Matter<'_>,
    order: &Order,
) -> std::result::Result<Judgement, Outcome> {
    review::may(matter, Act::Again).map_err(Outcome::Refused)?;
    let case = examined.gathered.case(examined.received_at);
    match decide::decide(case, desk.examiner.rules(false), matter.others) {
        Decision::Wait(what) => Err(Outcome::Waits(what)),
        Decision::Settle(mut judgement) => {
            if !(order.answer && judgement.unit.is_some()) {
                judgement.reply = Reply::None;
            }
            judgement.review = Some(Review {
                act: Act::Again,
                by: order.by.clone(),
                ground: None,
                note: order.note.clone(),
                lifted: Vec::new(),
                vouched: false,
                seconds: None,
                pending: false,
            });
            Ok(*judgement)
        }
    }
}

/// Has the council fixed the figures?
pub(super) fn is_fixed(standing: &Standing) -> bool {
    standing.frozen.is_some()
}

/// When a report of this unit counts.
pub(super) fn window(desk: &Desk, judgement: &Judgement) -> Window {
    let unit = judgement.unit.as_deref();
    unit.map_or(desk.campaign.window, |unit| desk.campaign.window_of(unit))
}

/// Opens the mail as far as the decision needs it; none when it breaks its
/// reader.
async fn gather(desk: &Desk, wish: &Wish, before: &Before) -> Result<Option<Gathered>> {
    let broken = before.judgement.reasons.contains(&Reason::Unjudged);
    if broken && wish.order.act != Act::Again {
        return Ok(Some(Gathered::nothing()));
    }
    let raw = desk.store.raw(wish.mail).await?;
    let known = before.judgement.evidence.clone();
    let opened = async {
        match wish.order.act {
            Act::Again => desk.examiner.examine(raw).await,
            // What goes with a letter, and which paper a report names, is in the
            // workbook.
            Act::Accept | Act::Reject | Act::Correct => desk.examiner.reopen(raw, known).await,
            Act::Hold | Act::Keep => {
                let mut mail = Mail::open(&raw);
                mail.take_bytes(None);
                Gathered {
                    mail,
                    ..Gathered::nothing()
                }
            }
        }
    };
    Ok(AssertUnwindSafe(opened).catch_unwind().await.ok())
}

/// The verdict in force, if there is one and this version can read it.
pub(super) fn before(page: &MailPage) -> Result<Option<Before>> {
    let Some(row) = page.verdicts.last() else {
        return Ok(None);
    };
    Ok(Some(Before {
        revision: row.revision,
        judgement: judgement(row)?,
        number: row.number.clone(),
    }))
}

/// A stored judgement.
///
/// # Errors
/// [`StoreError::Corrupt`] when it was written by another version.
pub fn judgement(row: &VerdictRow) -> Result<Judgement> {
    serde_json::from_value(row.judgement.clone())
        .map_err(|error| StoreError::Corrupt(format!("a judgement: {error}")))
}

fn examined(page: &MailPage, before: Option<Before>, gathered: Gathered) -> Examined {
    Examined {
        id: page.mail.id,
        digest: page.digest,
        received_at: page.mail.received_at,
        attempts: 0,
        counted: false,
        gathered,
        before,
    }
}
