//! Whether a decision is answered, and the letter that is then owed: within the
//! transaction of the decision, so that a bound holds whatever happens next.

use jiff::Timestamp;

use crate::{
    edge::store::{NewAnswer, NewLetter, Result, StoreError, Tx},
    flow::{Desk, judging::Examined},
    letter::{self, Envelope, Letter},
    unit::Unit,
    verdict::{
        Reply,
        judgement::Judgement,
        limits::{self, Alarm, Answer},
        reason::Reason,
    },
    words::letters::Occasion,
};

/// What may be answered.
pub(super) struct Permit {
    answer: Answer,
    leaves_at: Timestamp,
}

/// Asks the limits. A judgement that they leave unanswered says so in its notes
/// and calls for no letter any more.
pub(super) async fn permit(
    desk: &Desk,
    tx: &mut Tx,
    judgement: &mut Judgement,
    unit: Option<&Unit>,
    now: Timestamp,
) -> Result<(Option<Permit>, Option<Alarm>)> {
    if judgement.reply == Reply::None {
        return Ok((None, None));
    }
    let Some(to) = letter::recipient(unit, judgement) else {
        return Ok((None, None));
    };
    let answer = judgement.answer();
    let past = tx.answered(&to, &answer).await?;
    let units = desk.campaign.registry.iter().count();
    let ruling = limits::rule(&answer, &past, &desk.bounds, units, now);
    let permit = match ruling.leaves {
        Ok(leaves_at) => Some(Permit { answer, leaves_at }),
        Err(limit) => {
            judgement.reply = Reply::None;
            judgement.notes.push(Reason::Limited(limit));
            None
        }
    };
    Ok((permit, ruling.alarm))
}

/// What a person decides is answered at once: the bounds are there for what
/// machines do to each other, and no person reads the same letter before each.
pub(super) fn by_a_person(judgement: &Judgement, now: Timestamp) -> Option<Permit> {
    (judgement.reply != Reply::None).then(|| Permit {
        answer: judgement.answer(),
        leaves_at: now,
    })
}

/// Owes the letter of a decision, and counts it.
pub(super) async fn owe(
    desk: &Desk,
    tx: &mut Tx,
    examined: &Examined,
    occasion: &Occasion<'_>,
    permit: &Permit,
) -> Result<Option<Letter>> {
    let envelope = Envelope {
        own: desk.own(),
        header: &examined.gathered.mail.header,
        mail: examined.digest,
        revision: u32::try_from(examined.revision()).unwrap_or(u32::MAX),
        at: occasion.now,
    };
    let letter = letter::compose(desk.lang, &envelope, occasion)
        .map_err(|error| StoreError::Corrupt(format!("a letter could not be written: {error}")))?;
    let Some(letter) = letter else {
        return Ok(None);
    };
    let new = tx
        .owe(&NewLetter {
            key: &letter.key,
            mail: Some(examined.id),
            kind: letter.kind,
            recipient: &letter.to,
            message_id: &letter.message_id,
            subject: &letter.subject,
            bytes: &letter.bytes,
            due_at: permit.leaves_at,
        })
        .await?;
    if new {
        tx.count_answer(&NewAnswer {
            key: &letter.key,
            recipient: &letter.to,
            leaves_at: permit.leaves_at,
            answer: &permit.answer,
        })
        .await?;
    }
    Ok(Some(letter))
}
