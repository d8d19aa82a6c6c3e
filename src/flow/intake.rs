//! From the mailbox to the ledger.
//!
//! A look asks which mails are there, fetches those that are not ours yet and
//! keeps them, several to a commit. What is there and what is ours are compared
//! by number; a mail under a new number is recognised by its bytes. Nothing on
//! the server changes here.

use std::{collections::BTreeSet, time::Duration};

use jiff::Timestamp;
use tokio::sync::mpsc;

use crate::{
    digest::Digest,
    edge::{
        clock,
        imap::{Connection, Fetched, ImapError, Listed, Selected, Sink},
        store::{Actor, NewMail, Source, StoreError},
    },
    flow::Desk,
    mail::TRUNCATED_FIELD,
};

/// Mails of one commit.
const GROUP: usize = 25;
/// Bytes of one FETCH, and so about what waits in memory.
const BATCH: u64 = 4 * 1_048_576;
/// Mails that wait between network and disk.
const QUEUE: usize = 32;
/// What is kept of a mail too large to be fetched.
const BEGINNING: u64 = 256 * 1_024;

/// Why a look was not completed.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The mailbox.
    #[error("mailbox: {0}")]
    Imap(#[from] ImapError),
    /// The ledger.
    #[error("ledger: {0}")]
    Store(#[from] StoreError),
}

/// A connection on which looks are taken.
pub struct Watch {
    connection: Connection,
    selected: Selected,
    complete_at: Option<Timestamp>,
}

/// How often the whole mailbox is compared with the ledger, not only what is
/// new: a mail that another program moved back is found.
const WHOLE: i64 = 3_600;

impl Watch {
    /// Connects and opens the folder.
    ///
    /// # Errors
    /// [`IntakeError`].
    pub async fn open(desk: &Desk) -> Result<Self, IntakeError> {
        let mut connection = Connection::open(&desk.mailbox).await?;
        let selected = connection.select(&desk.mailbox.folder).await?;
        let mut tx = desk.store.begin(&Actor::System, clock::now()).await?;
        tx.see_mailbox(&name(desk), selected.uidvalidity).await?;
        tx.commit().await?;
        Ok(Self {
            connection,
            selected,
            complete_at: None,
        })
    }

    /// Takes one look; says how many mails were new.
    ///
    /// # Errors
    /// [`IntakeError`]; what was kept before it stays kept.
    pub async fn look(&mut self, desk: &Desk) -> Result<usize, IntakeError> {
        let began = clock::now();
        let mut tx = desk.store.begin(&Actor::System, began).await?;
        let look = tx.look_began(&name(desk)).await?;
        tx.commit().await?;
        let whole = self
            .complete_at
            .is_none_or(|at| began.duration_since(at).as_secs() >= WHOLE);
        let unknown = self.unknown(desk, whole).await?;
        let kept = if unknown.is_empty() {
            0
        } else {
            self.take(desk, &unknown).await?
        };
        let mut tx = desk.store.begin(&Actor::System, clock::now()).await?;
        tx.look_completed(look).await?;
        tx.commit().await?;
        if whole {
            self.complete_at = Some(began);
        }
        Ok(kept)
    }

    /// Waits for a sign of new mail, at most `limit`.
    ///
    /// # Errors
    /// When the connection is lost.
    pub async fn wait(&mut self, limit: Duration) -> Result<(), IntakeError> {
        Ok(self.connection.idle(limit).await?)
    }

    /// Leaves politely.
    pub async fn close(self) {
        self.connection.logout().await;
    }

    async fn unknown(&mut self, desk: &Desk, whole: bool) -> Result<Vec<u32>, IntakeError> {
        let (mailbox, uidvalidity) = (name(desk), self.selected.uidvalidity);
        if whole {
            let known: BTreeSet<u32> = desk
                .store
                .known_uids(&mailbox, uidvalidity)
                .await?
                .into_iter()
                .collect();
            let mut uids = self.connection.uids(1).await?;
            uids.retain(|uid| !known.contains(uid));
            return Ok(uids);
        }
        let highest = desk.store.highest_uid(&mailbox, uidvalidity).await?;
        Ok(self
            .connection
            .uids(highest.map_or(1, |uid| uid.saturating_add(1)))
            .await?)
    }

    /// Fetches and keeps: while one batch is on its way, the last is written.
    async fn take(&mut self, desk: &Desk, uids: &[u32]) -> Result<usize, IntakeError> {
        let listed = self.connection.sizes(uids).await?;
        let (fit, large): (Vec<Listed>, Vec<Listed>) = listed
            .into_iter()
            .partition(|mail| mail.size <= desk.mail_bytes);
        let (sink, mut source) = Sink::new(QUEUE);
        let fetching = async {
            // The sink is dropped at the end, which ends the keeping.
            let sink = sink;
            self.connection.fetch(&fit, BATCH, &sink).await
        };
        let keeping = keep_all(desk, self.selected.uidvalidity, &mut source);
        let (fetched, kept) = tokio::join!(fetching, keeping);
        let mut kept = kept?;
        fetched?;
        for mail in large {
            kept += self.take_beginning(desk, mail).await?;
        }
        Ok(kept)
    }

    async fn take_beginning(&mut self, desk: &Desk, listed: Listed) -> Result<usize, IntakeError> {
        let Some(mut mail) = self.connection.beginning(listed.uid, BEGINNING).await? else {
            return Ok(0);
        };
        let note = format!("{TRUNCATED_FIELD}: {} {}\r\n", listed.size, desk.mail_bytes);
        mail.raw.splice(0..0, note.into_bytes());
        tracing::warn!(
            bytes = listed.size,
            "a mail is too large and is held unseen"
        );
        Ok(keep(desk, self.selected.uidvalidity, &[mail]).await?)
    }
}

/// The name under which the folder stands in the ledger.
#[must_use]
pub fn name(desk: &Desk) -> String {
    format!("{}/{}", desk.mailbox.address.as_str(), desk.mailbox.folder)
}

async fn keep_all(
    desk: &Desk,
    uidvalidity: u32,
    source: &mut mpsc::Receiver<Fetched>,
) -> Result<usize, StoreError> {
    let mut kept = 0;
    let mut group = Vec::with_capacity(GROUP);
    while source.recv_many(&mut group, GROUP).await > 0 {
        let written = keep(desk, uidvalidity, &group).await;
        if written.is_err() {
            source.close();
        }
        kept += written?;
        group.clear();
    }
    Ok(kept)
}

/// From this commit on the mails are ours.
async fn keep(desk: &Desk, uidvalidity: u32, group: &[Fetched]) -> Result<usize, StoreError> {
    let mailbox = name(desk);
    let mails: Vec<NewMail<'_>> = group
        .iter()
        .map(|mail| NewMail {
            digest: Digest::of(&mail.raw),
            bytes: &mail.raw,
            received_at: mail.received_at,
            source: Source::Imap {
                mailbox: &mailbox,
                uidvalidity,
                uid: mail.uid,
            },
        })
        .collect();
    let mut tx = desk.store.begin(&Actor::System, clock::now()).await?;
    let kept = tx.keep(&mails).await?;
    tx.commit().await?;
    desk.bells.kept.notify_one();
    // Settled long ago, and back in the mailbox: nothing is left but to file it.
    if kept.iter().any(|kept| !kept.new) {
        desk.bells.settled.notify_one();
    }
    Ok(kept.iter().filter(|kept| kept.new).count())
}
