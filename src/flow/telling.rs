//! From an owed event to one that a program of others has taken.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::{
    backoff::{self, Next},
    edge::{
        clock,
        hook::{self, Message, Reach},
        process,
        store::{Actor, ClaimedDelivery, Result, Store, Tried},
    },
    webhook::{Secret, Target},
};

/// Events claimed at once.
const CLAIM: u32 = 10;
/// How long a claim holds: longer than all of it can take.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// Longest time between two looks at what is owed.
pub const PAUSE: Duration = Duration::from_secs(10);

/// Tells every event that is due, and says how many were taken.
///
/// # Errors
/// When the ledger does not answer; an event already taken is then told again,
/// under the same name.
pub async fn drain(store: &Store, reach: Reach) -> Result<usize> {
    let mut taken = 0;
    loop {
        let now = clock::now();
        let claimed = store
            .claim_deliveries(process::me(), now, now + LEASE, CLAIM)
            .await?;
        if claimed.is_empty() {
            return Ok(taken);
        }
        for delivery in claimed {
            let told = tell(&delivery, reach).await;
            taken += usize::from(matches!(told, Ok(200..300)));
            note(store, &delivery, told).await?;
        }
    }
}

async fn tell(delivery: &ClaimedDelivery, reach: Reach) -> std::result::Result<u16, String> {
    let target = Target::parse(&delivery.url).ok_or("the address cannot be read")?;
    let seconds = clock::now().as_second();
    let secrets = [Some(&delivery.secret), delivery.old_secret.as_ref()];
    let secrets = secrets.into_iter().flatten();
    let signatures: Vec<String> = secrets
        .filter_map(|secret| Secret::parse(secret))
        .map(|secret| secret.signature(&delivery.key, seconds, &delivery.body))
        .collect();
    if signatures.is_empty() {
        return Err("the secret cannot be read".to_owned());
    }
    let message = Message {
        id: &delivery.key,
        seconds,
        signatures: &signatures.join(" "),
        body: &delivery.body,
    };
    hook::tell(&target, reach, &message).await
}

/// Writes down what became of a try.
async fn note(
    store: &Store,
    delivery: &ClaimedDelivery,
    told: std::result::Result<u16, String>,
) -> Result<()> {
    let now = clock::now();
    let mut tx = store.begin(&Actor::System, now).await?;
    let (id, webhook) = (delivery.id, delivery.webhook);
    let (status, error) = match told {
        Ok(status @ 200..300) => (Some(status), None),
        Ok(status) => (Some(status), Some(format!("HTTP {status}"))),
        Err(error) => (None, Some(error)),
    };
    let again = error.as_ref().and_then(|_| again(delivery, status, now));
    let tried = Tried {
        status,
        error: error.as_deref(),
        again,
    };
    tx.tried(delivery, &tried).await?;
    // RFC 9110 §15.5.11: it is gone, and that is likely to stay so.
    if status == Some(410) {
        tx.disable_webhook(webhook, "HTTP 410").await?;
    }
    tx.commit().await?;
    match error {
        None => tracing::info!(delivery = id, webhook, "an event was taken"),
        Some(_) => tracing::warn!(delivery = id, webhook, ?status, "an event was not taken"),
    }
    Ok(())
}

fn again(delivery: &ClaimedDelivery, status: Option<u16>, now: Timestamp) -> Option<Timestamp> {
    if status == Some(410) {
        return None;
    }
    match backoff::event(delivery.attempts, delivery.created_at, now) {
        Next::Again(at) => Some(at),
        Next::GiveUp => None,
    }
}
