//! The result after the close: whatever is decided then about a mail, a paper or
//! a unit shows in it without waiting for the council to enter something.
//!
//! It is scored again from the ledger as it stands, as the council's own work
//! scores it, and written only when something is different. What was scored at
//! the close stays beside it as it was, and nothing touches what is frozen.

use super::{
    Desk,
    council::{self, Gathered},
};
use crate::{
    council::Stage,
    edge::{
        clock,
        store::{Actor, Result},
    },
};

/// Scores again when something was decided after a row of the audit that changes
/// a result; says up to which row all of it is in the result now. A process
/// that knows of none begins with 0.
///
/// # Errors
/// When the ledger does not answer.
pub async fn step(desk: &Desk, actor: &Actor, after: i64) -> Result<i64> {
    let (store, campaign) = (&desk.store, &desk.campaign);
    let upto = store.audit_seq().await?;
    let standing = store.standing(&campaign.id).await?;
    if standing.stage.is_frozen() {
        // What is decided meanwhile counts once the council has it back.
        return Ok(after);
    }
    if upto == after || !store.is_decided_since(after).await? {
        return Ok(upto);
    }
    let Some(stands) = council::current(store, campaign).await? else {
        return Ok(upto);
    };
    let mut gathered = Gathered::whole(store, campaign).await?;
    if standing.stage == Stage::Provisional && gathered.is_untouched() {
        // A paper that is not there yet is missing once the council meets.
        gathered = gathered.before_the_council_meets();
    }
    let draft = gathered.draft(campaign)?;
    if draft.digest == stands.digest {
        return Ok(upto);
    }
    if draft.snapshot.campaign_digest != stands.snapshot.campaign_digest
        && !store
            .is_decided_since(store.last_scored(&campaign.id).await?)
            .await?
    {
        // An edited scale is no decision: nobody starts a daemon to change points.
        tracing::warn!(
            campaign = campaign.id,
            "the campaign's files are others than those of the result, which stays as it is"
        );
        return Ok(upto);
    }
    let mut tx = store.begin(actor, clock::now()).await?;
    let held = tx.hold_council(&campaign.id).await?;
    if held.standing.stage.is_frozen() {
        return Ok(after);
    }
    if store.is_worked_on_since(upto).await? {
        // The council was quicker, and its result is newer than this one.
        return Ok(after);
    }
    tx.put_draft(&campaign.id, &draft).await?;
    tx.commit().await?;
    tracing::info!(campaign = campaign.id, "scored again after the close");
    Ok(upto)
}
