//! From an owed letter to one the mail server has taken.

use jiff::{SignedDuration, Timestamp};

use crate::{
    backoff::{self, Next},
    edge::{
        clock, process,
        smtp::{Delivery, Line, Relay},
        store::{Actor, ClaimedLetter, Result, Store, StoreError, Tx},
    },
};

/// Letters claimed at once.
const CLAIM: u32 = 20;
/// How long a claim holds: longer than one letter can take, so that nobody
/// else sends it meanwhile.
const LEASE: SignedDuration = SignedDuration::from_mins(15);
/// No further letter of a claim is begun after this.
const WORK: SignedDuration = SignedDuration::from_mins(4);

/// Makes the letters due again that a daemon had claimed when it died; they
/// would wait for the end of its lease otherwise.
///
/// # Errors
/// When the ledger does not answer.
pub async fn take_over(store: &Store) -> Result<()> {
    for owner in store.claimers().await? {
        if process::is_gone(&owner) {
            let letters = store.release_letters(&owner, clock::now()).await?;
            tracing::warn!(letters, owner, "letters of a daemon that died are sent now");
        }
    }
    Ok(())
}

/// Sends every letter that is due, and says how many left. None does while the
/// breaker is open.
///
/// # Errors
/// When the ledger does not answer; a letter already handed over is then sent
/// once more, with the same Message-ID.
pub async fn drain(store: &Store, relay: &Relay) -> Result<usize> {
    let mut post = Post {
        relay,
        line: None,
        down: None,
    };
    let mut sent = 0;
    loop {
        let began = clock::now();
        let letters = store
            .claim_letters(process::me(), began, began + LEASE, CLAIM)
            .await?;
        if letters.is_empty() {
            break;
        }
        for letter in letters {
            // It may have opened since the claim, here or at another daemon.
            if store.breaker().await?.is_some() {
                store.release_letters(process::me(), clock::now()).await?;
                break;
            }
            let delivery = if clock::now().duration_since(began) > WORK {
                Delivery::Later("the claim is about to end".to_owned())
            } else {
                post.deliver(&letter).await
            };
            sent += usize::from(matches!(delivery, Delivery::Accepted(_)));
            note(store, relay, &letter, delivery).await?;
        }
    }
    if let Some(line) = post.line {
        line.quit().await;
    }
    Ok(sent)
}

/// The way to the relay while letters are due.
struct Post<'r> {
    relay: &'r Relay,
    line: Option<Line>,
    /// Why the relay cannot be reached. Letters that are due together are then
    /// put off together: a server in trouble, or one that counts failed logins,
    /// is not asked for each.
    down: Option<String>,
}

impl Post<'_> {
    async fn deliver(&mut self, letter: &ClaimedLetter) -> Delivery {
        let reused = self.line.is_some();
        let delivery = self.once(letter).await;
        // A line that was kept may have been closed meanwhile: that says nothing
        // about this letter, so it is tried once on a fresh one.
        if reused && self.line.is_none() && matches!(delivery, Delivery::Later(_)) {
            return self.once(letter).await;
        }
        delivery
    }

    async fn once(&mut self, letter: &ClaimedLetter) -> Delivery {
        if let Some(why) = &self.down {
            return Delivery::Later(why.clone());
        }
        let open = match self.line.take() {
            Some(open) => open,
            None => match self.relay.open().await {
                Ok(open) => open,
                Err(why) => {
                    tracing::error!(why, "the mail server takes no letters now");
                    self.down = Some(why.clone());
                    return Delivery::Later(why);
                }
            },
        };
        let (back, delivery) = open.deliver(&letter.recipient, &letter.bytes).await;
        self.line = back;
        delivery
    }
}

/// Writes down what became of a try. That another try has begun meanwhile, or
/// ended, is no fault of ours and no reason to stop.
async fn note(
    store: &Store,
    relay: &Relay,
    letter: &ClaimedLetter,
    delivery: Delivery,
) -> Result<()> {
    let now = clock::now();
    let mut tx = store.begin(&Actor::System, now).await?;
    match write(&mut tx, relay, letter, delivery, now).await {
        Ok(()) => tx.commit().await,
        Err(StoreError::Conflict(why)) => {
            tracing::warn!(why, "a try at a letter ended after another had begun");
            Ok(())
        }
        Err(error) => Err(error),
    }
}

async fn write(
    tx: &mut Tx,
    relay: &Relay,
    letter: &ClaimedLetter,
    delivery: Delivery,
    now: Timestamp,
) -> Result<()> {
    let (id, attempt, kind) = (letter.id, letter.attempt, letter.kind.as_str());
    let first = i64::try_from(relay.retry().as_secs()).unwrap_or(i64::MAX);
    match delivery {
        Delivery::Accepted(words) => {
            tx.sent(id, attempt, &words).await?;
            tracing::info!(letter = id.0, kind, "letter handed over");
        }
        Delivery::Never(why) => {
            tx.fail(id, attempt, &why).await?;
            tracing::error!(letter = id.0, kind, "letter refused for ever");
        }
        Delivery::Later(why) | Delivery::Unanswered(why) => {
            match backoff::letter(first, attempt, letter.created_at, now) {
                Next::Again(at) => {
                    tx.retry(id, attempt, at, &why).await?;
                    tracing::warn!(letter = id.0, attempt, %at, "letter put off");
                }
                Next::GiveUp => {
                    tx.fail(id, attempt, &why).await?;
                    tracing::error!(letter = id.0, kind, "letter given up");
                }
            }
        }
    }
    Ok(())
}
