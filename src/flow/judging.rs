//! From a kept mail to a settled one.
//!
//! Examining a mail (opening it, asking name servers, reading its workbook)
//! is done for several at once; deciding is done one after the other inside
//! the transaction that writes the decision, because a decision depends on
//! what the unit has in force. Mails that are ready together are committed
//! together; letters are sent only after that commit.
//!
//! A mail is held in memory only while it is examined, and how many are is
//! bounded in bytes as well: six mails of the largest size cost no more than one.
//!
//! Examining goes on while a group is settled. It must: a future that nobody
//! polls may hold a connection to the ledger, and settling would wait for it
//! until both are given up.

use std::{collections::BTreeSet, panic::AssertUnwindSafe, sync::Arc};

use futures_util::{FutureExt, StreamExt, stream};
use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::{
    backoff,
    digest::Digest,
    edge::{
        clock,
        store::{Actor, MailId, Result, StoreError, Unsettled},
    },
    flow::{Desk, examining::Gathered, settling},
    verdict::judgement::Judgement,
};

/// Most mails of one commit: enough to share a disk flush, few enough that the
/// first does not wait for the last.
const GROUP: usize = 25;
/// Most mails that are settled with one reading of the clock.
const BATCH: u32 = 200;
/// Bytes that one permit of the room stands for.
const UNIT: u64 = 64 * 1_024;
/// Permits of the room: raw mails in memory at once, 48 MB. A larger mail takes
/// the whole room.
const ROOM: u32 = 768;

/// Mails that are examined or wait to be settled, at most: what settling takes
/// at once, and as many again.
const AHEAD: usize = 2 * GROUP;

/// A mail, examined and not decided.
pub(super) struct Examined {
    pub(super) id: MailId,
    pub(super) digest: Digest,
    pub(super) received_at: Timestamp,
    pub(super) attempts: i64,
    /// Has this try been counted, and the mail been put off, already?
    pub(super) counted: bool,
    pub(super) gathered: Gathered,
    /// The verdict that is to be replaced; none: it has none yet.
    pub(super) before: Option<Before>,
}

/// A verdict that is to be replaced by another.
pub(super) struct Before {
    pub(super) revision: i64,
    pub(super) judgement: Judgement,
    pub(super) number: Option<String>,
}

impl Examined {
    /// Which verdict on this mail the next one is, from 1.
    pub(super) fn revision(&self) -> i64 {
        self.before.as_ref().map_or(1, |before| before.revision + 1)
    }

    /// A mail that must not be opened again: a person looks at its bytes.
    fn unopened(unsettled: &Unsettled, counted: bool) -> Self {
        Self {
            id: unsettled.mail,
            digest: unsettled.digest,
            received_at: unsettled.received_at,
            attempts: backoff::JUDGING_TRIES,
            counted,
            gathered: Gathered::nothing(),
            before: None,
        }
    }
}

/// Settles every mail that is due, and says how many.
///
/// # Errors
/// When the ledger does not answer.
pub async fn drain(desk: &Desk) -> Result<usize> {
    let mut settled = 0;
    loop {
        match step(desk, clock::now()).await? {
            0 => return Ok(settled),
            more => settled += more,
        }
    }
}

/// Settles the mails that are due at a moment, a batch of them, and says how
/// many; none are left when it says 0.
///
/// # Errors
/// When the ledger does not answer.
pub async fn step(desk: &Desk, now: Timestamp) -> Result<usize> {
    let due = desk.store.unsettled(now, BATCH).await?;
    let counted = count_old_tries(desk, &due, now).await?;
    let room = Semaphore::new(ROOM as usize);
    let ahead = Arc::new(Semaphore::new(AHEAD));
    let abreast = desk.examiner.readers.size() + 1;
    let mut examined = stream::iter(due)
        .map(async |mail: Unsettled| {
            // The places are never closed.
            let place = ahead.clone().acquire_owned().await.ok();
            let old = counted.contains(&mail.mail);
            (place, examine_or_set_aside(desk, &room, mail, old).await)
        })
        .buffered(abreast);
    let (examiner, mut waiting) = mpsc::unbounded_channel();
    let examining = async move {
        // When settling has failed nobody waits for the rest.
        while let Some(one) = examined.next().await {
            if examiner.send(one).is_err() {
                break;
            }
        }
    };
    let settling = async move {
        let (mut settled, mut ready) = (0, Vec::with_capacity(GROUP));
        while waiting.recv_many(&mut ready, GROUP).await > 0 {
            let (places, group): (Vec<Option<OwnedSemaphorePermit>>, Vec<_>) =
                ready.drain(..).unzip();
            let group = group.into_iter().collect::<Result<Vec<_>>>()?;
            settled += settling::settle(desk, group, now).await?;
            drop(places);
        }
        Ok(settled)
    };
    let ((), settled) = tokio::join!(examining, settling);
    settled
}

/// Notes a try for mails that were tried before, and puts them off first, so
/// that one which ends our process each time neither does so for ever nor
/// stands in the way of the others. A first try costs no write.
async fn count_old_tries(
    desk: &Desk,
    due: &[Unsettled],
    now: Timestamp,
) -> Result<BTreeSet<MailId>> {
    let old =
        |mail: &&Unsettled| mail.attempts > 0 || now.duration_since(mail.kept_at).as_secs() > 60;
    let old: BTreeSet<MailId> = due.iter().filter(old).map(|mail| mail.mail).collect();
    if old.is_empty() {
        return Ok(old);
    }
    let mut tx = desk.store.begin(&Actor::System, now).await?;
    for mail in &old {
        settling::wait(&mut tx, *mail, "judging", now).await?;
    }
    tx.commit().await?;
    Ok(old)
}

/// Examines a mail; one that breaks a library, or whose bytes are damaged,
/// goes to a person.
async fn examine_or_set_aside(
    desk: &Desk,
    room: &Semaphore,
    unsettled: Unsettled,
    counted: bool,
) -> Result<Examined> {
    if unsettled.attempts >= backoff::JUDGING_TRIES {
        return Ok(Examined::unopened(&unsettled, counted));
    }
    let examined = AssertUnwindSafe(examine(desk, room, unsettled)).catch_unwind();
    match examined.await {
        Ok(Err(StoreError::Corrupt(why))) => {
            tracing::error!(mail = %unsettled.mail, why, "a kept mail is damaged and is held");
            Ok(Examined::unopened(&unsettled, counted))
        }
        Ok(examined) => examined.map(|examined| Examined {
            counted,
            ..examined
        }),
        Err(_) => {
            tracing::error!(mail = %unsettled.mail, "a mail broke its reader and is held");
            Ok(Examined::unopened(&unsettled, counted))
        }
    }
}

/// Examines a mail, when there is room for it.
///
/// # Errors
/// When the ledger does not answer.
async fn examine(desk: &Desk, room: &Semaphore, unsettled: Unsettled) -> Result<Examined> {
    let units = u32::try_from(unsettled.size.div_ceil(UNIT)).unwrap_or(ROOM);
    // The room is never closed; were it, no bound is better than no mail.
    let _taken = room.acquire_many(units.clamp(1, ROOM)).await.ok();
    let raw = desk.store.raw(unsettled.mail).await?;
    Ok(Examined {
        id: unsettled.mail,
        digest: unsettled.digest,
        received_at: unsettled.received_at,
        attempts: unsettled.attempts,
        counted: false,
        gathered: desk.examiner.examine(raw).await,
        before: None,
    })
}
