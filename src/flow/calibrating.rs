//! The mails of a calibration, read where they lie. Folders are opened for
//! reading only, and nothing is marked, moved or kept.

use std::time::Duration;

use tokio::sync::mpsc;

use crate::{
    config::Mailbox,
    edge::{
        dns::{self, Resolver},
        imap::{Connection, Fetched, ImapError, Listed, Sink},
    },
    mail::Mail,
    sender::{
        calibration::{Kind, MARK, Sample},
        signature,
    },
};

/// Most mails of a folder that are read, the newest first: a calibration has
/// eight, and a stranger may mark a thousand.
const MOST: usize = 100;
/// What is read of a mail above the configured bound.
const BEGINNING: u64 = 256 * 1_024;
/// Bytes of one FETCH.
const BATCH: u64 = 4 * 1_048_576;

/// Reads the marked mails of some folders; of the mailbox's own and of those
/// that mirror the verdicts when none is named.
///
/// # Errors
/// [`ImapError`]; also when a named folder is not there.
pub async fn collect(
    mailbox: &Mailbox,
    resolver: &Resolver,
    folders: &[String],
    mail_bytes: u64,
) -> Result<Vec<Sample>, ImapError> {
    let mut connection = Connection::open(mailbox).await?;
    let unnamed = folders.is_empty();
    let folders = if unnamed {
        let (mut filed, _) = connection.folders(&mailbox.filed_under).await?;
        filed.insert(0, mailbox.folder.clone());
        filed
    } else {
        folders.to_vec()
    };
    let mut samples = Vec::new();
    for folder in &folders {
        match connection.examine(folder).await {
            // A folder that only holds others cannot be opened.
            Err(ImapError::Refused { .. }) if unnamed && *folder != mailbox.folder => continue,
            opened => opened?,
        };
        let mut uids = connection.about(MARK).await?;
        let older = uids.len().saturating_sub(MOST);
        let listed = connection.sizes(&uids.split_off(older)).await?;
        let shelf = Shelf { folder, resolver };
        shelf
            .read(&mut connection, &listed, mail_bytes, &mut samples)
            .await?;
    }
    connection.logout().await;
    Ok(samples)
}

/// A folder being read.
struct Shelf<'a> {
    folder: &'a str,
    resolver: &'a Resolver,
}

impl Shelf<'_> {
    async fn read(
        &self,
        connection: &mut Connection,
        listed: &[Listed],
        mail_bytes: u64,
        samples: &mut Vec<Sample>,
    ) -> Result<(), ImapError> {
        let (fit, large): (Vec<Listed>, Vec<Listed>) =
            listed.iter().partition(|mail| mail.size <= mail_bytes);
        let (sink, source) = Sink::new(4);
        let fetching = async {
            // The sink is dropped at the end, which ends the reading.
            let sink = sink;
            connection.fetch(&fit, BATCH, &sink).await
        };
        let (fetched, read) = tokio::join!(fetching, self.open_all(source));
        fetched?;
        samples.extend(read);
        for mail in large {
            // Not whole, so no signature of it can be checked.
            let beginning = connection.beginning(mail.uid, BEGINNING).await?;
            let sample = beginning.and_then(|beginning| self.open(&beginning, mail.size));
            samples.extend(sample);
        }
        Ok(())
    }

    async fn open_all(&self, mut source: mpsc::Receiver<Fetched>) -> Vec<Sample> {
        let mut samples = Vec::new();
        while let Some(mail) = source.recv().await {
            let Some(mut sample) = self.open(&mail, mail.raw.len() as u64) else {
                continue;
            };
            let names = signature::key_names(&sample.header);
            if !names.is_empty() {
                let answers = self.resolver.ask(&names, Duration::MAX).await;
                sample.signatures = dns::check_signatures(&mail.raw, &answers).await;
            }
            samples.push(sample);
        }
        samples
    }

    /// `None` for a mail whose subject names no kind after all.
    fn open(&self, mail: &Fetched, size: u64) -> Option<Sample> {
        let opened = Mail::open(&mail.raw);
        Some(Sample {
            kind: Kind::of_subject(&opened.parts.subject)?,
            folder: self.folder.to_owned(),
            received_at: mail.received_at,
            size,
            header: opened.header,
            signatures: Vec::new(),
        })
    }
}
