//! From the mailbox to the ledger.
//!
//! A look asks which mails are there, fetches those that are not ours yet and
//! keeps them, several to a commit. What is there and what is ours are compared
//! by number; a mail under a new number is recognised by its bytes. Nothing on
//! the server changes here.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::AssertUnwindSafe,
    time::Duration,
};

use futures_util::FutureExt;

use jiff::Timestamp;
use tokio::sync::mpsc;

use crate::{
    digest::Digest,
    edge::{
        clock,
        imap::{Connection, Fetched, ImapError, Listed, Selected, Sink},
        store::{Actor, NewMail, Sighting, Source, StoreError},
    },
    flow::Desk,
    mail::{TRUNCATED_FIELD, UNFETCHED_FIELD},
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
    /// The server lists these mails and does not hand them out.
    #[error("the server does not hand out the mails with UID {0:?}")]
    Untaken(Vec<u32>),
}

/// A connection on which looks are taken.
pub struct Watch {
    connection: Connection,
    selected: Selected,
    complete_at: Option<Timestamp>,
    /// Does the server give numbers again that it had given before? Then only
    /// whole looks see new mail.
    rewound: bool,
    /// Does the server know IDLE?
    idles: bool,
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
        let (mailbox, uidvalidity) = (name(desk), selected.uidvalidity);
        let mut tx = desk.store.begin(&Actor::System, clock::now()).await?;
        let sighting = tx.see_mailbox(&mailbox, uidvalidity).await?;
        tx.commit().await?;
        if let Sighting::Changed { before } = sighting {
            tracing::warn!(
                before,
                uidvalidity,
                "the mailbox was made anew: all of it is looked at"
            );
        }
        let highest = desk.store.highest_uid(&mailbox, uidvalidity).await?;
        let rewound = highest.is_some_and(|highest| selected.uidnext <= highest);
        if rewound {
            tracing::warn!(
                uidvalidity,
                "the mailbox gives numbers again: was it restored from a backup?"
            );
        }
        Ok(Self {
            connection,
            selected,
            complete_at: None,
            rewound,
            idles: true,
        })
    }

    /// Takes one look; says how many mails were taken.
    ///
    /// # Errors
    /// [`IntakeError`]; what was kept before it stays kept.
    pub async fn look(&mut self, desk: &Desk, trouble: &mut Trouble) -> Result<usize, IntakeError> {
        let began = clock::now();
        let mut tx = desk.store.begin(&Actor::System, began).await?;
        let look = tx.look_began(&name(desk)).await?;
        tx.commit().await?;
        let due = |at: Timestamp| began.duration_since(at).as_secs() >= WHOLE;
        let whole = self.rewound || self.complete_at.is_none_or(due);
        let unknown = self.unknown(desk, whole).await?;
        self.take_all(desk, &unknown, trouble).await?;
        let mut tx = desk.store.begin(&Actor::System, clock::now()).await?;
        tx.look_completed(look).await?;
        tx.commit().await?;
        if whole {
            self.complete_at = Some(began);
        }
        Ok(unknown.len())
    }

    /// Waits for a sign of new mail, at most `limit`.
    ///
    /// # Errors
    /// When the connection is lost.
    pub async fn wait(&mut self, limit: Duration) -> Result<(), IntakeError> {
        if self.idles {
            match self.connection.idle(limit).await {
                Err(ImapError::Refused { answer, .. }) => {
                    tracing::warn!(
                        answer,
                        "the server does not know IDLE: it is asked each poll"
                    );
                    self.idles = false;
                }
                waited => return Ok(waited?),
            }
        }
        tokio::time::sleep(limit).await;
        Ok(())
    }

    /// Leaves politely.
    pub async fn close(self) {
        self.connection.logout().await;
    }

    /// Numbers that are in the mailbox and not ours. A number whose mail was
    /// moved away and that is there again is another mail's.
    async fn unknown(&mut self, desk: &Desk, whole: bool) -> Result<Vec<u32>, IntakeError> {
        let uidvalidity = self.selected.uidvalidity;
        let highest = desk.store.highest_uid(&name(desk), uidvalidity).await?;
        let first = if whole { 0 } else { highest.unwrap_or(0) };
        let listed = self.connection.uids(first.saturating_add(1)).await?;
        Ok(without_known(desk, uidvalidity, listed).await?)
    }

    /// Takes mails. What the server does not hand out with the others is asked
    /// for alone, so that one mail cannot keep back the rest; what it does not
    /// hand out at all, again and again, is held in name only.
    async fn take_all(
        &mut self,
        desk: &Desk,
        uids: &[u32],
        trouble: &mut Trouble,
    ) -> Result<(), IntakeError> {
        if uids.is_empty() {
            return Ok(());
        }
        self.take_or_reopen(desk, uids).await?;
        for uid in self.untaken(desk, uids).await? {
            self.take_or_reopen(desk, &[uid]).await?;
        }
        let mut left = self.untaken(desk, uids).await?;
        let now = clock::now();
        trouble.note(&left, now);
        for uid in trouble.hopeless(&left, now) {
            tracing::error!(
                uid,
                "the server does not hand out a mail; it is held in name only"
            );
            let stand_in = Fetched::stand_in(uid, now, stand_in(self.selected.uidvalidity, uid));
            keep(desk, self.selected.uidvalidity, &[stand_in]).await?;
            left.retain(|other| *other != uid);
        }
        if left.is_empty() {
            return Ok(());
        }
        Err(IntakeError::Untaken(left))
    }

    /// Takes mails; when the mailbox fails meanwhile, connects again. A panic
    /// of the protocol library over an answer counts as such a failure.
    async fn take_or_reopen(&mut self, desk: &Desk, uids: &[u32]) -> Result<(), IntakeError> {
        let taken = AssertUnwindSafe(self.take(desk, uids)).catch_unwind().await;
        let failed = match taken {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(IntakeError::Store(error))) => return Err(error.into()),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "an answer broke the protocol library".to_owned(),
        };
        tracing::warn!(
            failed,
            mails = uids.len(),
            "mails were not handed out; connecting again"
        );
        let complete_at = self.complete_at;
        *self = Self::open(desk).await?;
        self.complete_at = complete_at;
        Ok(())
    }

    /// Which of these are still in the mailbox and not ours.
    async fn untaken(&mut self, desk: &Desk, uids: &[u32]) -> Result<Vec<u32>, IntakeError> {
        let left = without_known(desk, self.selected.uidvalidity, uids.to_vec()).await?;
        let Some(first) = left.first() else {
            return Ok(left);
        };
        let listed: BTreeSet<u32> = self.connection.uids(*first).await?.into_iter().collect();
        Ok(left
            .into_iter()
            .filter(|uid| listed.contains(uid))
            .collect())
    }

    /// Fetches and keeps: while one batch is on its way, the last is written.
    async fn take(&mut self, desk: &Desk, uids: &[u32]) -> Result<(), IntakeError> {
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
        kept?;
        fetched?;
        for mail in large {
            self.take_beginning(desk, mail).await?;
        }
        Ok(())
    }

    async fn take_beginning(&mut self, desk: &Desk, listed: Listed) -> Result<(), IntakeError> {
        let Some(mut mail) = self.connection.beginning(listed.uid, BEGINNING).await? else {
            return Ok(());
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

/// Those of the listed numbers that are not ours.
async fn without_known(
    desk: &Desk,
    uidvalidity: u32,
    mut uids: Vec<u32>,
) -> Result<Vec<u32>, StoreError> {
    let known = desk.store.unfiled_uids(&name(desk), uidvalidity).await?;
    let known: BTreeSet<u32> = known.into_iter().collect();
    uids.retain(|uid| !known.contains(uid));
    Ok(uids)
}

/// Mails that the server lists and does not hand out, over several looks.
#[derive(Debug, Default)]
pub struct Trouble {
    since: BTreeMap<u32, (u32, Timestamp)>,
}

/// Looks that must have failed on a mail, and for how long, before it is held
/// in name only: a server that is being restarted is given its time.
const HOPELESS: (u32, i64) = (3, 120);

impl Trouble {
    fn note(&mut self, uids: &[u32], now: Timestamp) {
        self.since.retain(|uid, _| uids.contains(uid));
        for uid in uids {
            self.since.entry(*uid).or_insert((0, now)).0 += 1;
        }
    }

    fn hopeless(&self, uids: &[u32], now: Timestamp) -> Vec<u32> {
        let hopeless = |uid: &&u32| {
            self.since.get(uid).is_some_and(|(looks, since)| {
                *looks >= HOPELESS.0 && now.duration_since(*since).as_secs() >= HOPELESS.1
            })
        };
        uids.iter().filter(hopeless).copied().collect()
    }
}

/// What is kept in the place of a mail that cannot be had: enough to find it.
fn stand_in(uidvalidity: u32, uid: u32) -> Vec<u8> {
    format!("{UNFETCHED_FIELD}: {uidvalidity} {uid}\r\nSubject: UID {uid}\r\n\r\n").into_bytes()
}

async fn keep_all(
    desk: &Desk,
    uidvalidity: u32,
    source: &mut mpsc::Receiver<Fetched>,
) -> Result<(), StoreError> {
    let mut group = Vec::with_capacity(GROUP);
    while source.recv_many(&mut group, GROUP).await > 0 {
        let written = keep(desk, uidvalidity, &group).await;
        if written.is_err() {
            source.close();
        }
        written?;
        group.clear();
    }
    Ok(())
}

/// From this commit on the mails are ours.
async fn keep(desk: &Desk, uidvalidity: u32, group: &[Fetched]) -> Result<(), StoreError> {
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
    Ok(())
}
