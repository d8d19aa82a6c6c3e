//! The self-check of the proofs: do our own servers still mark mail as they
//! did when a person last looked?
//!
//! It decides nothing about any mail: the same mail with the same evidence has
//! the same verdict. It calls a person, who confirms what is new or has the
//! servers mended.

use jiff::Timestamp;

use crate::{
    edge::store::{Actor, Result, Store},
    sender::layout::{self, Step},
};

/// Compares what came with what is known; says how many calls were made.
///
/// # Errors
/// When the ledger does not answer.
pub async fn step(store: &Store, now: Timestamp) -> Result<usize> {
    let rows = store.layouts().await?;
    let seen: Vec<_> = rows.iter().map(|row| row.seen()).collect();
    let steps = layout::review(&seen, now);
    if steps.is_empty() {
        return Ok(0);
    }
    let mut called = Vec::new();
    let mut tx = store.begin(&Actor::System, now).await?;
    for step in steps {
        match step {
            Step::Learn(id) => tx.learn_layout(id).await?,
            Step::Call(id, alarm) => {
                if tx.call_for_layout(id, alarm).await? {
                    called.push((id, alarm));
                }
            }
        }
    }
    tx.commit().await?;
    for (id, alarm) in &called {
        let row = rows.iter().find(|row| row.id == *id);
        tracing::error!(
            layout = id,
            alarm = alarm.as_str(),
            key = row.map(|row| row.key.as_str()),
            "the mail servers no longer mark mail as before; see congvu mail layouts"
        );
    }
    Ok(called.len())
}
