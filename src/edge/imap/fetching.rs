//! Bodies of mails: sizes first, then many mails a command and large ones in
//! pieces, handed on as they come.

use std::{collections::VecDeque, sync::Arc};

use async_imap::imap_proto::{RequestId, Response};
use tokio::sync::{Semaphore, mpsc};

use super::{Connection, Fetched, ImapError, Listed, answers};

/// Bodies above this are fetched in pieces of this size, because the codec
/// holds one whole answer in memory.
pub(super) const PIECE: u64 = 2 * 1_048_576;
/// FETCH commands on their way at once: the server works on the next while we
/// store the last.
const IN_FLIGHT: usize = 2;

/// Bytes that one permit of the room stands for.
const UNIT: usize = 64 * 1_024;
/// Permits of the room: what may wait between network and disk, 32 MB. A
/// larger mail takes the whole room.
const ROOM: usize = 512;

/// Where fetched mails go: a queue that is bounded in mails and in bytes.
pub struct Sink {
    mails: mpsc::Sender<Fetched>,
    room: Arc<Semaphore>,
}

impl Sink {
    /// A queue of at most `mails` mails, and its other end.
    #[must_use]
    pub fn new(mails: usize) -> (Self, mpsc::Receiver<Fetched>) {
        let (sender, receiver) = mpsc::channel(mails);
        let room = Arc::new(Semaphore::new(ROOM));
        let mails = sender;
        (Self { mails, room }, receiver)
    }

    /// Waits for room and hands a mail on; the room is free again when the mail
    /// is dropped.
    async fn send(&self, mut mail: Fetched) -> Result<(), ImapError> {
        let units = mail.raw.len().div_ceil(UNIT).clamp(1, ROOM);
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        let room = self.room.clone().acquire_many_owned(units);
        tokio::select! {
            taken = room => mail.room = taken.ok(),
            () = self.mails.closed() => return Err(ImapError::Closed),
        }
        self.mails.send(mail).await.map_err(|_| ImapError::Closed)
    }
}

impl Connection {
    /// Sizes of mails, asked before any body. Mails that are gone are left out.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn sizes(&mut self, uids: &[u32]) -> Result<Vec<Listed>, ImapError> {
        let mut listed = Vec::new();
        for some in uids.chunks(500) {
            let command = format!("UID FETCH {} (UID RFC822.SIZE)", answers::set(some));
            self.run(&command, |response| {
                if let Response::Fetch(_, attributes) = response {
                    listed.extend(answers::listed(attributes));
                }
            })
            .await?;
        }
        listed.retain(|mail| uids.binary_search(&mail.uid).is_ok());
        Ok(listed)
    }

    /// Fetches mails without marking them, in the given order, and hands each
    /// to `sink`. Several commands are on their way at once, each for at most
    /// `batch` bytes; when `sink` is full, reading stops.
    ///
    /// # Errors
    /// [`ImapError`]; [`ImapError::Closed`] also when nobody takes the mails.
    pub async fn fetch(
        &mut self,
        mails: &[Listed],
        batch: u64,
        sink: &Sink,
    ) -> Result<(), ImapError> {
        let mut asked: VecDeque<RequestId> = VecDeque::new();
        for some in batches(mails, batch) {
            if let [large] = some.as_slice()
                && large.size > PIECE
            {
                while let Some(tag) = asked.pop_front() {
                    self.take(&tag, sink).await?;
                }
                let mail = self.fetch_in_pieces(*large).await?;
                if let Some(mail) = mail {
                    sink.send(mail).await?;
                }
                continue;
            }
            let uids: Vec<u32> = some.iter().map(|mail| mail.uid).collect();
            let command = format!(
                "UID FETCH {} (UID INTERNALDATE BODY.PEEK[])",
                answers::set(&uids)
            );
            asked.push_back(self.send(&command).await?);
            if asked.len() >= IN_FLIGHT
                && let Some(tag) = asked.pop_front()
            {
                self.take(&tag, sink).await?;
            }
        }
        while let Some(tag) = asked.pop_front() {
            self.take(&tag, sink).await?;
        }
        Ok(())
    }

    /// Reads the answers of one FETCH.
    async fn take(&mut self, tag: &RequestId, sink: &Sink) -> Result<(), ImapError> {
        loop {
            let (ended, mail) = self
                .next(|response| {
                    if let Response::Fetch(_, attributes) = response {
                        (Ok(false), answers::fetched(attributes))
                    } else {
                        (answers::done(response, tag, "FETCH"), Ok(None))
                    }
                })
                .await?;
            if let Some(mail) = mail? {
                sink.send(mail).await?;
            }
            if ended? {
                return Ok(());
            }
        }
    }

    /// The first bytes of a mail.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn beginning(&mut self, uid: u32, bytes: u64) -> Result<Option<Fetched>, ImapError> {
        self.piece(uid, 0, bytes).await
    }

    /// A whole mail, without marking it; none when it is gone.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn whole(&mut self, mail: Listed) -> Result<Option<Fetched>, ImapError> {
        self.fetch_in_pieces(mail).await
    }

    async fn piece(&mut self, uid: u32, at: u64, bytes: u64) -> Result<Option<Fetched>, ImapError> {
        let command = format!("UID FETCH {uid} (UID INTERNALDATE BODY.PEEK[]<{at}.{bytes}>)");
        let mut piece = Ok(None);
        self.run(&command, |response| {
            if let Response::Fetch(_, attributes) = response {
                match answers::fetched(attributes) {
                    Ok(Some(part)) if part.uid == uid => piece = Ok(Some(part)),
                    Ok(_) => (),
                    Err(error) => piece = Err(error),
                }
            }
        })
        .await?;
        piece
    }

    /// A large mail, until a piece comes short. The size was only announced:
    /// some servers estimate it, and a mail must not be cut at an estimate.
    async fn fetch_in_pieces(&mut self, mail: Listed) -> Result<Option<Fetched>, ImapError> {
        let mut whole: Option<Fetched> = None;
        let mut at = 0;
        while at <= mail.size.saturating_mul(2) {
            let piece = self.piece(mail.uid, at, PIECE).await?;
            let Some(piece) = piece else {
                // Past the end some answer NIL; before it the mail is gone.
                return Ok(whole.filter(|_| at >= mail.size));
            };
            let length = piece.raw.len() as u64;
            match &mut whole {
                Some(whole) => whole.raw.extend_from_slice(&piece.raw),
                None => whole = Some(piece),
            }
            at += length;
            if length < PIECE {
                return Ok(whole);
            }
        }
        Err(ImapError::Lacks("a size near the truth"))
    }
}

/// Groups mails so that one command fetches at most `bytes`, or one mail.
pub(super) fn batches(mails: &[Listed], bytes: u64) -> Vec<Vec<Listed>> {
    let mut groups: Vec<Vec<Listed>> = Vec::new();
    let mut weight = 0;
    for mail in mails {
        let alone = mail.size > PIECE;
        match groups.last_mut() {
            Some(group) if !alone && weight + mail.size <= bytes && group.len() < 100 => {
                group.push(*mail);
                weight += mail.size;
            }
            _ => {
                groups.push(vec![*mail]);
                weight = if alone { u64::MAX / 2 } else { mail.size };
            }
        }
    }
    groups
}
