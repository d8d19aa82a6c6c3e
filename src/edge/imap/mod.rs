//! The mailbox, over IMAP (RFC 3501, 2177 IDLE, 6851 MOVE).
//!
//! async-imap's high-level calls take NO, BAD and a closed connection for an
//! empty success, so only its codec and its login are used: every command goes
//! through `Connection::run`, which waits for the tagged answer under a
//! time-out. After any error the connection is of no use and is dropped.
//!
//! Nothing here deletes, expunges or sets `\Seen`.

mod answers;

mod fetching;

#[cfg(test)]
mod tests;

use std::{io, time::Duration};

use async_imap::{
    Client, Session,
    imap_proto::{MailboxDatum, RequestId, Response, ResponseCode},
};
pub use fetching::Sink;
use jiff::Timestamp;
use tokio::{sync::OwnedSemaphorePermit, time::timeout};

use crate::{
    config::{Mailbox, Tls},
    edge::{
        secret::Secret,
        tls::{self, Stream},
    },
};

/// Why the mailbox could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// The password cannot be read.
    #[error("password: {0}")]
    Password(io::Error),
    /// The server turned the login down.
    #[error("login refused: {0}")]
    Login(String),
    /// The server answered NO or BAD.
    #[error("{command}: {answer}")]
    Refused {
        /// First word of the command.
        command: String,
        /// The server's words.
        answer: String,
    },
    /// The server said BYE or closed the connection.
    #[error("connection closed by the server")]
    Closed,
    /// No answer in time.
    #[error("no answer within {0:?}")]
    Stalled(Duration),
    /// The connection could not be made or broke.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The answer lacks what the protocol demands.
    #[error("the server's answer lacks {0}")]
    Lacks(&'static str),
}

/// What a folder is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selected {
    /// Generation of its numbers.
    pub uidvalidity: u32,
    /// The next number it will give.
    pub uidnext: u32,
}

/// A mail of the folder, before it is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Number in this generation.
    pub uid: u32,
    /// Size in bytes.
    pub size: u64,
}

/// A mail of the folder.
#[derive(Debug)]
pub struct Fetched {
    /// Number in this generation.
    pub uid: u32,
    /// When it entered the mailbox (`INTERNALDATE`).
    pub received_at: Timestamp,
    /// The mail.
    pub raw: Vec<u8>,
    /// Its room in the queue, while it waits to be kept.
    room: Option<OwnedSemaphorePermit>,
}

impl Fetched {
    /// Bytes of ours in the place of a mail that cannot be had.
    #[must_use]
    pub fn stand_in(uid: u32, received_at: Timestamp, raw: Vec<u8>) -> Self {
        Self {
            uid,
            received_at,
            raw,
            room: None,
        }
    }
}

/// An open, logged-in connection.
pub struct Connection {
    session: Session<Stream>,
    stall: Duration,
    /// Has the server spoken of mails since the last search? It may do so in
    /// the answer to any command, also just before IDLE begins.
    news: bool,
}

impl Connection {
    /// Connects and logs in, with the password that stands in its file now: it
    /// may have been changed since the last time.
    ///
    /// # Errors
    /// [`ImapError::Login`] when the password is wrong; otherwise the world's.
    pub async fn open(mailbox: &Mailbox) -> Result<Self, ImapError> {
        let password = Secret::read(&mailbox.password_file).map_err(ImapError::Password)?;
        let stall = mailbox.stall;
        let server = &mailbox.server;
        let stream = within(stall, tls::connect(server)).await??;
        let mut client = Client::new(stream);
        let greeting = within(stall, client.read_response()).await??;
        greeting.ok_or(ImapError::Closed)?;
        if server.tls == Tls::StartTls {
            let upgrade = client.run_command_and_check_ok("STARTTLS", None);
            within(stall, upgrade)
                .await?
                .map_err(|error| answers::refused("STARTTLS", &error))?;
            let encrypted = within(stall, tls::encrypt(client.into_inner(), server)).await??;
            client = Client::new(encrypted);
        }
        let login = client.login(&mailbox.user, password.reveal());
        match within(stall, login).await? {
            Ok(session) => Ok(Self {
                session,
                stall,
                news: false,
            }),
            Err((async_imap::error::Error::Io(error), _)) => Err(error.into()),
            Err((async_imap::error::Error::ConnectionLost, _)) => Err(ImapError::Closed),
            Err((error, _)) => Err(ImapError::Login(error.to_string())),
        }
    }

    /// Opens a folder for reading and moving.
    ///
    /// # Errors
    /// [`ImapError`]; also when the server does not say which generation it is.
    pub async fn select(&mut self, folder: &str) -> Result<Selected, ImapError> {
        self.enter("SELECT", folder).await
    }

    /// Opens a folder for reading only: the server changes nothing in it.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn examine(&mut self, folder: &str) -> Result<Selected, ImapError> {
        self.enter("EXAMINE", folder).await
    }

    async fn enter(&mut self, verb: &str, folder: &str) -> Result<Selected, ImapError> {
        let (mut uidvalidity, mut uidnext) = (None, None);
        self.run(
            &format!("{verb} {}", answers::quoted(folder)?),
            |response| {
                if let Response::Data { outcome, .. } = response {
                    if let Some(ResponseCode::UidValidity(n)) = outcome.code {
                        uidvalidity = Some(n);
                    } else if let Some(ResponseCode::UidNext(n)) = outcome.code {
                        uidnext = Some(n);
                    }
                }
            },
        )
        .await?;
        Ok(Selected {
            uidvalidity: uidvalidity.ok_or(ImapError::Lacks("UIDVALIDITY"))?,
            uidnext: uidnext.ok_or(ImapError::Lacks("UIDNEXT"))?,
        })
    }

    /// Numbers of the mails whose subject holds `words`, ascending.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn about(&mut self, words: &str) -> Result<Vec<u32>, ImapError> {
        let mut uids = Vec::new();
        let command = format!("UID SEARCH SUBJECT {}", answers::quoted(words)?);
        self.run(&command, |response| {
            if let Response::MailboxData(MailboxDatum::Search(found)) = response {
                uids.extend_from_slice(found);
            }
        })
        .await?;
        uids.sort_unstable();
        Ok(uids)
    }

    /// Numbers of the mails of exactly this size.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn of_size(&mut self, bytes: u64) -> Result<Vec<u32>, ImapError> {
        // Both bounds are outside it (RFC 3501 §6.4.4).
        let (above, below) = (bytes.saturating_sub(1), bytes.saturating_add(1));
        let mut uids = Vec::new();
        let command = format!("UID SEARCH LARGER {above} SMALLER {below}");
        self.run(&command, |response| {
            if let Response::MailboxData(MailboxDatum::Search(found)) = response {
                uids.extend_from_slice(found);
            }
        })
        .await?;
        uids.sort_unstable();
        Ok(uids)
    }

    /// Numbers of all mails from `first` on, ascending.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn uids(&mut self, first: u32) -> Result<Vec<u32>, ImapError> {
        // Or the search answers from what the server last told this session, and
        // a mail that came meanwhile is not in it.
        self.run("NOOP", |_| ()).await?;
        let mut uids = Vec::new();
        self.news = false;
        self.run(&format!("UID SEARCH UID {first}:*"), |response| {
            if let Response::MailboxData(MailboxDatum::Search(found)) = response {
                uids.extend_from_slice(found);
            }
        })
        .await?;
        // `n:*` also names the last mail when it lies before n (RFC 3501 §6.4.8).
        uids.retain(|uid| *uid >= first);
        uids.sort_unstable();
        uids.dedup();
        Ok(uids)
    }

    /// Waits until the server speaks of mails, or `limit` has passed. What it
    /// said is not looked at: the caller looks at the mailbox again.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn idle(&mut self, limit: Duration) -> Result<(), ImapError> {
        let tag = self.send("IDLE").await?;
        let started = |response: &Response<'_>| {
            answers::done(response, &tag, "IDLE")
                .map(|ended| ended || matches!(response, Response::Continue(_)))
        };
        while !self.next(started).await?? {}
        let until = tokio::time::Instant::now() + limit;
        while !self.news {
            let read = self.session.read_response();
            let Ok(read) = tokio::time::timeout_at(until, read).await else {
                break;
            };
            let response = read?.ok_or(ImapError::Closed)?;
            if answers::done(response.parsed(), &tag, "IDLE")? {
                return Ok(());
            }
            // Not every sign is one of new mail: "* OK Still here", and the
            // expunges of our own moves.
            self.news = answers::speaks_of_mails(response.parsed());
        }
        let ended = within(self.stall, self.session.run_command_untagged("DONE")).await?;
        ended.map_err(|error| answers::refused("DONE", &error))?;
        self.finish(&tag, "IDLE", |_| ()).await
    }

    /// Names of the folders below `parent`, and the hierarchy delimiter.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn folders(&mut self, parent: &str) -> Result<(Vec<String>, String), ImapError> {
        let mut names = Vec::new();
        let mut delimiter = "/".to_owned();
        let pattern = answers::quoted(&format!("{parent}*"))?;
        self.run(&format!("LIST \"\" {pattern}"), |response| {
            if let Response::MailboxData(MailboxDatum::List(found)) = response {
                names.push(found.name.to_string());
                if let Some(found) = &found.delimiter {
                    delimiter = found.to_string();
                }
            }
        })
        .await?;
        if names.is_empty() {
            self.run("LIST \"\" \"\"", |response| {
                if let Response::MailboxData(MailboxDatum::List(found)) = response
                    && let Some(found) = &found.delimiter
                {
                    delimiter = found.to_string();
                }
            })
            .await?;
        }
        Ok((names, delimiter))
    }

    /// Creates a folder and subscribes to it, so that mail programs show it.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn create(&mut self, folder: &str) -> Result<(), ImapError> {
        let name = answers::quoted(folder)?;
        self.run(&format!("CREATE {name}"), |_| ()).await?;
        self.run(&format!("SUBSCRIBE {name}"), |_| ()).await
    }

    /// Moves mails of the selected folder into another, by sets.
    ///
    /// # Errors
    /// [`ImapError`]; mails that are gone already are no error.
    pub async fn move_to(&mut self, uids: &[u32], folder: &str) -> Result<(), ImapError> {
        let folder = answers::quoted(folder)?;
        for some in uids.chunks(200) {
            self.run(&format!("UID MOVE {} {folder}", answers::set(some)), |_| ())
                .await?;
        }
        Ok(())
    }

    /// Says goodbye; the answer does not matter.
    pub async fn logout(mut self) {
        let _farewell = timeout(Duration::from_secs(2), self.session.run_command("LOGOUT")).await;
    }

    async fn run(&mut self, command: &str, on: impl FnMut(&Response<'_>)) -> Result<(), ImapError> {
        let tag = self.send(command).await?;
        self.finish(&tag, command, on).await
    }

    async fn finish(
        &mut self,
        tag: &RequestId,
        command: &str,
        mut on: impl FnMut(&Response<'_>),
    ) -> Result<(), ImapError> {
        let mut look = |response: &Response<'_>| {
            let ended = answers::done(response, tag, command);
            if let Ok(false) = ended {
                on(response);
            }
            ended
        };
        while !self.next(&mut look).await?? {}
        Ok(())
    }

    async fn send(&mut self, command: &str) -> Result<RequestId, ImapError> {
        let sent = within(self.stall, self.session.run_command(command)).await?;
        sent.map_err(|error| answers::refused(command, &error))
    }

    /// Reads one answer and looks at it.
    async fn next<R>(&mut self, look: impl FnOnce(&Response<'_>) -> R) -> Result<R, ImapError> {
        let read = within(self.stall, self.session.read_response()).await?;
        let response = read?.ok_or(ImapError::Closed)?;
        self.news |= answers::speaks_of_mails(response.parsed());
        Ok(look(response.parsed()))
    }
}

async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Result<T, ImapError> {
    timeout(limit, work)
        .await
        .map_err(|_| ImapError::Stalled(limit))
}
