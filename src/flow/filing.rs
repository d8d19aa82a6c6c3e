//! Brings the server's folders in line with the ledger: a settled mail is
//! moved into the folder of its verdict, by sets, after the commit. A failed
//! move loses nothing; it is tried again.

use std::collections::BTreeMap;

use crate::{
    digest::Digest,
    edge::{
        clock,
        imap::{Connection, ImapError},
        store::{Actor, ToFile, ToMove},
    },
    flow::{
        Desk,
        intake::{self, IntakeError},
    },
    verdict::Verdict,
};

/// Mails moved between two commits.
const GROUP: u32 = 1_000;

/// Files every settled mail; says how many were moved.
///
/// # Errors
/// [`IntakeError`].
pub async fn drain(desk: &Desk) -> Result<usize, IntakeError> {
    let mut connection = Connection::open(&desk.mailbox).await?;
    let selected = connection.select(&desk.mailbox.folder).await?;
    let mailbox = intake::name(desk);
    let mut folders = Folders::of(desk, &mut connection).await?;
    let mut moved = 0;
    loop {
        let due = desk
            .store
            .to_file(&mailbox, selected.uidvalidity, GROUP)
            .await?;
        if due.is_empty() {
            break;
        }
        let mut progress = false;
        let mut by_verdict: BTreeMap<Verdict, Vec<ToFile>> = BTreeMap::new();
        for one in due {
            by_verdict.entry(one.verdict).or_default().push(one);
        }
        for (verdict, some) in by_verdict {
            let folder = folders.ready(verdict, &mut connection).await?;
            let uids: Vec<u32> = some.iter().map(|one| one.uid).collect();
            let some = match connection.move_to(&uids, &folder).await {
                Ok(()) => some,
                // One mail that cannot be moved must not keep back the others.
                Err(ImapError::Refused { answer, .. }) => {
                    tracing::warn!(
                        answer,
                        "mails were not moved together and are moved one by one"
                    );
                    one_by_one(&mut connection, &some, &folder).await?
                }
                Err(error) => return Err(error.into()),
            };
            progress |= !some.is_empty();
            let mut tx = desk.store.begin(&Actor::System, clock::now()).await?;
            tx.filed(&mailbox, selected.uidvalidity, &some).await?;
            tx.commit().await?;
            moved += some.len();
        }
        if !progress {
            break;
        }
    }
    moved += move_on(desk, &mut connection, &mailbox, &mut folders).await?;
    connection.logout().await;
    Ok(moved)
}

/// Moves mails on whose verdict was replaced after they were filed. Where a
/// mail lies is known, its number there is not: it is found by its size and
/// known by its bytes.
async fn move_on(
    desk: &Desk,
    connection: &mut Connection,
    mailbox: &str,
    folders: &mut Folders,
) -> Result<usize, IntakeError> {
    let mut moved = 0;
    for one in desk.store.to_move(mailbox, GROUP).await? {
        let to = folders.ready(one.verdict, connection).await?;
        let from = folders.ready(one.lies_in, connection).await?;
        connection.select(&from).await?;
        let found = copies(connection, one).await?;
        if !found.is_empty() {
            connection.move_to(&found, &to).await?;
            moved += 1;
        } else {
            tracing::warn!(mail = %one.mail, "a mail is not in the folder it was moved to");
        }
        let mut tx = desk.store.begin(&Actor::System, clock::now()).await?;
        tx.refiled(mailbox, one, !found.is_empty()).await?;
        tx.commit().await?;
    }
    Ok(moved)
}

/// The numbers of a mail in the folder that is selected.
async fn copies(connection: &mut Connection, one: ToMove) -> Result<Vec<u32>, IntakeError> {
    let alike = connection.of_size(one.size).await?;
    let mut found = Vec::new();
    for mail in connection.sizes(&alike).await? {
        let whole = connection.whole(mail).await?;
        if whole.is_some_and(|whole| Digest::of(&whole.raw) == one.digest) {
            found.push(mail.uid);
        }
    }
    Ok(found)
}

/// Moves mails one by one, and says which the server has moved.
async fn one_by_one(
    connection: &mut Connection,
    some: &[ToFile],
    folder: &str,
) -> Result<Vec<ToFile>, IntakeError> {
    let mut moved = Vec::new();
    for one in some {
        match connection.move_to(&[one.uid], folder).await {
            Ok(()) => moved.push(*one),
            Err(ImapError::Refused { answer, .. }) => {
                tracing::error!(
                    uid = one.uid,
                    answer,
                    "a mail cannot be moved to its folder"
                );
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(moved)
}

/// The folders that are there.
struct Folders {
    parent: String,
    delimiter: String,
    there: Vec<String>,
}

impl Folders {
    async fn of(desk: &Desk, connection: &mut Connection) -> Result<Self, IntakeError> {
        let parent = desk.mailbox.filed_under.clone();
        let (there, delimiter) = connection.folders(&parent).await?;
        Ok(Self {
            parent,
            delimiter,
            there,
        })
    }

    /// The folder of a verdict, created if it is not there.
    async fn ready(
        &mut self,
        verdict: Verdict,
        connection: &mut Connection,
    ) -> Result<String, IntakeError> {
        let folder = format!("{}{}{}", self.parent, self.delimiter, verdict.as_str());
        if !self.there.contains(&folder) {
            connection.create(&folder).await?;
            self.there.push(folder.clone());
        }
        Ok(folder)
    }
}
