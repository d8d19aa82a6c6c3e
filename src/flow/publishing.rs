//! What is owed once an edition is published: to every unit its score sheet.

use jiff::Timestamp;

use crate::{
    address::Address,
    campaign::Campaign,
    edge::store::{NewLetter, Result, StoreError, Tx},
    edition::Edition,
    publication::{Basis, letter},
};

/// Owes the score sheet of every unit that has a score, in the transaction that
/// publishes; says how many are new. A unit gets one letter an edition, however
/// often this is asked.
///
/// # Errors
/// When the ledger does not answer, or a letter cannot be written.
pub async fn owe_score_sheets(
    tx: &mut Tx,
    campaign: &Campaign,
    own: &Address,
    edition: &Edition,
    at: Timestamp,
) -> Result<usize> {
    let basis = Basis::edition(campaign, edition);
    let mut owed = 0;
    for unit in campaign.registry.iter() {
        let letter = letter::score_sheet(&basis, edition, unit, own, at)
            .map_err(|error| StoreError::Corrupt(format!("a letter cannot be written: {error}")))?;
        let Some(letter) = letter else { continue };
        let new = tx
            .owe(&NewLetter {
                key: &letter.key,
                mail: None,
                kind: letter.kind,
                recipient: &letter.to,
                message_id: &letter.message_id,
                subject: &letter.subject,
                bytes: &letter.bytes,
                due_at: at,
            })
            .await?;
        owed += usize::from(new);
    }
    Ok(owed)
}
