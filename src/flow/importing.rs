//! Registers and messages of document software: read, shown, then taken.
//!
//! What would come of a file is worked out the same way for the command and for
//! the page, and once more inside the moment of taking it: what was recorded
//! meanwhile is known then, and is not recorded twice.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::{
    campaign::Campaign,
    digest::Digest,
    edge::{
        store::{Actor, NewEvidence, Once, Store, StoreError},
        worker::Pool,
    },
    evidence::{
        Channel, Record, Source, edxml,
        incoming::{self, Document, Fate},
        register::{self, Grid, Line},
    },
    text,
    workbook::{Container, Limits, Refusal},
};

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A register of incoming documents.
    Register,
    /// A message of document software.
    Edxml,
}

impl Kind {
    /// The word in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Edxml => "edxml",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Register, Self::Edxml]
            .into_iter()
            .find(|it| it.as_str() == word)
    }
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It is no workbook that is read.
    Refused(Refusal),
    /// It is no register.
    Register(register::Fault),
    /// It is no message.
    Message(edxml::Fault),
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Its documents.
    pub documents: Vec<Document>,
    /// The bytes of the files that came with them.
    pub files: Vec<Vec<u8>>,
}

/// What came of taking documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many were recorded.
    pub added: usize,
    /// What became of each.
    pub fates: Vec<Fate>,
}

/// Reads a file. A workbook is read by a process of its own.
///
/// # Errors
/// Why it is not read.
pub async fn read(
    readers: &Pool,
    limits: &Limits,
    kind: Kind,
    (name, bytes): (&str, &[u8]),
) -> Result<Contents, Unread> {
    match kind {
        Kind::Edxml => {
            let message = edxml::read(name, bytes, limits).map_err(Unread::Message)?;
            let document = Document {
                at: 1,
                record: message.record,
                odd: false,
            };
            Ok(Contents {
                documents: vec![document],
                files: message.files,
            })
        }
        Kind::Register => {
            let lines = grid(readers, limits, bytes).await?.lines();
            let lines = lines.map_err(Unread::Register)?;
            let file = Digest::of(bytes);
            let documents = lines.into_iter().map(|line| of_line(line, file, name));
            Ok(Contents {
                documents: documents.collect(),
                files: Vec::new(),
            })
        }
    }
}

async fn grid(readers: &Pool, limits: &Limits, bytes: &[u8]) -> Result<Grid, Unread> {
    let kind = Container::detect(bytes, limits).map_err(Unread::Refused)?;
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if kind == Container::Text || marked {
        return Grid::of_csv(bytes).map_err(Unread::Register);
    }
    let book = readers.read(bytes.to_vec()).await;
    Ok(Grid::of_workbook(&book.map_err(Unread::Refused)?))
}

/// A line of a register as a document.
fn of_line(line: Line, file: Digest, name: &str) -> Document {
    let odd = !line.odd.is_empty();
    let record = Record {
        number: line.number,
        date: line.date,
        subject: line.subject,
        author: line.author,
        arrival_number: line.arrival_number,
        arrived: line.arrived,
        received_by: line.recipient,
        note: line.note,
        source: Some(Source {
            file,
            name: text::one_line(name, 150),
            line: line.line,
        }),
        ..Record::default()
    };
    Document {
        at: line.line,
        record: record.tidy(),
        odd,
    }
}

/// What would become of each document.
///
/// # Errors
/// When the ledger does not answer.
pub async fn preview(
    store: &Store,
    campaign: &Campaign,
    channel: Channel,
    documents: &[Document],
    chosen: &BTreeSet<u32>,
) -> Result<Vec<Fate>, StoreError> {
    let units = campaign.registry.iter().map(|unit| unit.code.as_str());
    let asked = Channel::asked(campaign);
    let dossiers = store.dossiers(&campaign.id, &asked, units).await?;
    Ok(incoming::preview(
        campaign, &dossiers, channel, documents, chosen,
    ))
}

/// Takes what is to be taken, all of it or nothing.
///
/// # Errors
/// When the ledger does not answer.
pub async fn take(
    store: &Store,
    campaign: &Campaign,
    (actor, now): (&Actor, Timestamp),
    channel: Channel,
    contents: &Contents,
    chosen: &BTreeSet<u32>,
) -> Result<Taken, StoreError> {
    let documents = &contents.documents;
    let fates = preview(store, campaign, channel, documents, chosen).await?;
    let mut tx = store.begin(actor, now).await?;
    let mut added = 0;
    for (document, fate) in documents.iter().zip(&fates) {
        let Some(unit) = fate.taken() else { continue };
        for bytes in &contents.files {
            tx.keep_evidence_file(bytes).await?;
        }
        let new = NewEvidence {
            campaign: &campaign.id,
            unit,
            channel,
            record: &document.record,
            replaces: None,
            withdrawn: false,
            why: "",
            once: Once::Ever,
        };
        added += usize::from(tx.add_evidence(&new).await?.is_some());
    }
    tx.commit().await?;
    Ok(Taken { added, fates })
}
