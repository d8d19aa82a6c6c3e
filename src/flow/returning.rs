//! Letters of ours that come back: a bounce tells that one did not arrive, and
//! letters that go round stop all sending.
//!
//! Only what names a letter of this ledger counts. Anybody can write a mail in
//! our name or with our field in it, and spam does; were those counted, three
//! of them would silence the office.

use jiff::Timestamp;

use crate::{
    edge::store::{Result, Tx},
    flow::judging::Examined,
    mail::{
        automatic::{LOOP_FIELD, Machine},
        bounce::Action,
    },
    verdict::{
        Verdict,
        judgement::Judgement,
        limits::{Alarm, LOOPS, LOOPS_WITHIN},
        reason::Reason,
    },
};

/// Notes what a machine's mail brings back, and says whether sending must stop.
pub(super) async fn note(
    tx: &mut Tx,
    examined: &Examined,
    judgement: &Judgement,
    now: Timestamp,
) -> Result<Option<Alarm>> {
    if judgement.verdict != Verdict::Logged {
        return Ok(None);
    }
    let header = &examined.gathered.mail.header;
    if judgement.reasons.contains(&Reason::Machine(Machine::Loop)) {
        let named: Vec<&str> = [header.first(LOOP_FIELD), header.message_id()]
            .into_iter()
            .flatten()
            .collect();
        let ours = tx.went_round(examined.id, &named).await?;
        let often = ours && tx.rounds_since(now - LOOPS_WITHIN).await? >= LOOPS;
        return Ok(often.then_some(Alarm::Loop));
    }
    if let Some(bounce) = &examined.gathered.bounce
        && bounce.action == Action::Failed
    {
        tx.bounced(examined.id, &bounce.message_id, &bounce.why)
            .await?;
    }
    Ok(None)
}
