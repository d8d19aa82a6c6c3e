//! What follows once an edition is published: every unit gets its score sheet.
//!
//! The letters are not part of the publication: making thousands of papers would
//! hold the ledger for as long. They are made a few at a time afterwards, by
//! whoever published or by the daemon, and one whose key is there is not made
//! again: a process that dies in between is followed by the next.

use jiff::Timestamp;

use super::Desk;
use crate::{
    campaign::Campaign,
    edge::store::{Actor, NewLetter, Result},
    edition::Edition,
    letter::Letter,
    publication::{Basis, letter},
    unit::Unit,
};

/// How many letters are written in one transaction.
const AT_ONCE: usize = 20;

/// Owes the score sheets of the newest published edition, unless that is the one
/// of which it is known to be done; says of which it is done now. A process that
/// knows of none begins with 0.
///
/// # Errors
/// When the ledger does not answer.
pub async fn step(desk: &Desk, actor: &Actor, done: u32, now: Timestamp) -> Result<u32> {
    let campaign = &desk.campaign.id;
    let newest = desk.store.newest_published(campaign).await?;
    let Some(number) = newest.filter(|number| *number != done) else {
        return Ok(done);
    };
    if let Some(edition) = desk.store.edition(campaign, number).await? {
        owe_score_sheets(desk, actor, &edition, now).await?;
    }
    Ok(number)
}

/// Owes the score sheet of every unit that has a score and to which none is owed
/// yet; says to how many. A unit gets one letter an edition, however often this
/// is asked and by how many at once.
///
/// # Errors
/// When the ledger does not answer.
pub async fn owe_score_sheets(
    desk: &Desk,
    actor: &Actor,
    edition: &Edition,
    now: Timestamp,
) -> Result<usize> {
    let (store, campaign) = (&desk.store, &desk.campaign);
    let Some(at) = edition.published_at else {
        return Ok(0);
    };
    let known = store.letter_keys(&letter::keys(edition)).await?;
    let missing = |unit: &&Unit| !known.contains(&letter::key(edition, &unit.code));
    let units: Vec<&Unit> = campaign.registry.iter().filter(missing).collect();
    let mut owed = 0;
    for units in units.chunks(AT_ONCE) {
        let letters = written(campaign, desk, edition, units, at);
        if letters.is_empty() {
            continue;
        }
        let mut tx = store.begin(actor, now).await?;
        for letter in &letters {
            let new = NewLetter {
                key: &letter.key,
                mail: None,
                kind: letter.kind,
                recipient: &letter.to,
                message_id: &letter.message_id,
                subject: &letter.subject,
                bytes: &letter.bytes,
                due_at: now,
            };
            owed += usize::from(tx.owe(&new).await?);
        }
        tx.commit().await?;
    }
    if owed > 0 {
        tracing::info!(
            campaign = campaign.id,
            edition = edition.number,
            owed,
            "score sheets"
        );
        desk.bells.owed.notify_one();
    }
    Ok(owed)
}

/// The letters of some units. One that cannot be written is told and keeps back
/// no other.
fn written(
    campaign: &Campaign,
    desk: &Desk,
    edition: &Edition,
    units: &[&Unit],
    at: Timestamp,
) -> Vec<Letter> {
    let basis = Basis::edition(campaign, edition);
    let letters = units.iter().filter_map(|unit| {
        let letter = letter::score_sheet(&basis, edition, unit, desk.own(), at);
        letter.unwrap_or_else(|error| {
            tracing::error!(unit = unit.code, %error, "a score sheet cannot be written");
            None
        })
    });
    letters.collect()
}
