//! From an owed letter to one the mail server has taken.

use jiff::{SignedDuration, Timestamp};

use crate::{
    backoff::{self, Next},
    edge::{
        clock,
        smtp::{Delivery, Line, Relay},
        store::{Actor, ClaimedLetter, Result, Store},
    },
};

/// Letters claimed at once.
const CLAIM: u32 = 20;
/// How long a claim holds: longer than one letter can take, so that nobody
/// else sends it meanwhile.
const LEASE: SignedDuration = SignedDuration::from_mins(15);
/// No further letter of a claim is begun after this.
const WORK: SignedDuration = SignedDuration::from_mins(4);

/// Sends every letter that is due, and says how many left.
///
/// # Errors
/// When the ledger does not answer; a letter already handed over is then sent
/// once more, with the same Message-ID.
pub async fn drain(store: &Store, relay: &Relay) -> Result<usize> {
    let mut line: Option<Line> = None;
    let mut sent = 0;
    loop {
        let began = clock::now();
        let letters = store.claim_letters(began, began + LEASE, CLAIM).await?;
        if letters.is_empty() {
            break;
        }
        for letter in letters {
            let now = clock::now();
            let delivery = if now.duration_since(began) > WORK {
                Delivery::Later("the claim is about to end".to_owned())
            } else {
                deliver(relay, &mut line, &letter).await
            };
            sent += usize::from(matches!(delivery, Delivery::Accepted(_)));
            note(store, &letter, delivery, clock::now()).await?;
        }
    }
    if let Some(line) = line {
        line.quit().await;
    }
    Ok(sent)
}

async fn deliver(relay: &Relay, line: &mut Option<Line>, letter: &ClaimedLetter) -> Delivery {
    let reused = line.is_some();
    let open = match line.take() {
        Some(open) => open,
        None => match relay.open().await {
            Ok(open) => open,
            Err(why) => return Delivery::Later(why),
        },
    };
    let (back, delivery) = open.deliver(&letter.recipient, &letter.bytes).await;
    *line = back;
    // A line that was kept may have been closed meanwhile: that says nothing
    // about this letter, so it is tried once on a fresh one.
    if reused && line.is_none() && matches!(delivery, Delivery::Later(_)) {
        return match relay.open().await {
            Ok(fresh) => {
                let (back, delivery) = fresh.deliver(&letter.recipient, &letter.bytes).await;
                *line = back;
                delivery
            }
            Err(why) => Delivery::Later(why),
        };
    }
    delivery
}

async fn note(
    store: &Store,
    letter: &ClaimedLetter,
    delivery: Delivery,
    now: Timestamp,
) -> Result<()> {
    let mut tx = store.begin(&Actor::System, now).await?;
    match delivery {
        Delivery::Accepted(words) => {
            tx.sent(letter.id, letter.attempt, &words).await?;
            tracing::info!(
                letter = letter.id.0,
                kind = letter.kind,
                "letter handed over"
            );
        }
        Delivery::Never(why) => {
            tx.fail(letter.id, letter.attempt, &why).await?;
            tracing::error!(
                letter = letter.id.0,
                kind = letter.kind,
                "letter refused for ever"
            );
        }
        Delivery::Later(why) => match backoff::letter(letter.attempt, letter.created_at, now) {
            Next::Again(at) => {
                tx.retry(letter.id, letter.attempt, at, &why).await?;
                tracing::warn!(
                    letter = letter.id.0,
                    attempt = letter.attempt,
                    "letter put off"
                );
            }
            Next::GiveUp => {
                tx.fail(letter.id, letter.attempt, &why).await?;
                tracing::error!(letter = letter.id.0, "letter given up");
            }
        },
    }
    tx.commit().await
}
