//! One copy of a report, as it was received by one way.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    number::{DocumentId, Number},
    signed::Signature,
};
use crate::{campaign, digest::Digest, text, workbook::Container};

/// A way by which one report comes (plan III.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By e-mail, with the data file.
    Mail,
    /// On paper, signed and sealed.
    Paper,
    /// Through the document-management software.
    DocumentSoftware,
}

impl Channel {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Mail, Self::Paper, Self::DocumentSoftware];

    /// The word in the ledger and in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Paper => "paper",
            Self::DocumentSoftware => "document_software",
        }
    }

    /// The channel of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }

    /// The ways that a campaign asks for; e-mail always is one.
    #[must_use]
    pub fn asked(campaign: &campaign::Campaign) -> Vec<Self> {
        let also = campaign.also_required.iter().map(|channel| match channel {
            campaign::Channel::Paper => Self::Paper,
            campaign::Channel::DocumentSoftware => Self::DocumentSoftware,
        });
        let mut asked: Vec<Self> = std::iter::once(Self::Mail).chain(also).collect();
        asked.sort_unstable();
        asked.dedup();
        asked
    }
}

/// What a document does to one before it (edXML `BussinessDocType`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Business {
    /// Nothing: it is new.
    #[default]
    New,
    /// Takes one back.
    Recall,
    /// Adds to one.
    Update,
    /// Stands in the place of one.
    Replace,
}

/// Were the figures on the copy held against the data file?
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    /// Nobody has done so.
    #[default]
    NotYet,
    /// They are the same.
    Same,
    /// They are not.
    Different,
}

impl Compared {
    /// The word in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::Same => "same",
            Self::Different => "different",
        }
    }

    /// What a word of a form says.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::NotYet, Self::Same, Self::Different]
            .into_iter()
            .find(|it| it.as_str() == word)
    }
}

/// A file that came with a copy. Its bytes lie in the ledger under its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name, a label only.
    pub name: String,
    /// SHA-256.
    pub digest: Digest,
    /// Bytes.
    pub size: u64,
    /// What it is, by its bytes.
    pub kind: Container,
    /// The signatures in it, when it is a PDF.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

impl File {
    /// Is it a scan, a document or a table?
    #[must_use]
    pub fn is_document(&self) -> bool {
        matches!(
            self.kind,
            Container::Pdf | Container::Image | Container::Word | Container::Workbook(_)
        )
    }
}

/// From where a record was taken that nobody typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// SHA-256 of the register or the message.
    pub file: Digest,
    /// Its name.
    pub name: String,
    /// The line of the register; 0 for a message.
    #[serde(default)]
    pub line: u32,
}

/// One copy: what it says of itself, and how it was received.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// Number and symbol, as written.
    pub number: String,
    /// Day of the document.
    pub date: Option<Date>,
    /// Its subject.
    pub subject: String,
    /// Identifier of the body that issued it, when a message says so.
    pub organ: String,
    /// That body, as written.
    pub author: String,
    /// Who signed it, as written.
    pub signer: String,
    /// Number in the office's register of incoming documents.
    pub arrival_number: String,
    /// The day it came.
    pub arrived: Option<Date>,
    /// Who received it.
    pub received_by: String,
    /// Does paper bear a signature?
    pub signed: Option<bool>,
    /// Does paper bear a seal?
    pub sealed: Option<bool>,
    /// Were its figures compared?
    pub figures: Compared,
    /// What it does to an earlier document.
    pub business: Business,
    /// Which document that is, as written.
    pub about: String,
    /// Its files.
    pub files: Vec<File>,
    /// What else is to be said.
    pub note: String,
    /// From where it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

impl Record {
    /// Number and symbol, as they are compared.
    #[must_use]
    pub fn number(&self) -> Option<Number> {
        Number::read(&self.number)
    }

    /// What names the document among those of all bodies, if it says so.
    #[must_use]
    pub fn identifier(&self) -> Option<DocumentId> {
        DocumentId::of(&self.organ, self.date, self.number())
    }

    /// Is it a copy of the report, and not word that one is taken back?
    #[must_use]
    pub fn is_copy(&self) -> bool {
        self.business != Business::Recall
    }

    /// Does it speak of another record's document: the one it recalls or
    /// replaces? A recall that names none means the one it is called like.
    #[must_use]
    pub fn concerns(&self, other: &Self) -> bool {
        match self.business {
            Business::New | Business::Update => return false,
            Business::Recall if self.about.is_empty() => {
                return self.number().is_some() && self.number() == other.number();
            }
            Business::Recall | Business::Replace => (),
        }
        match DocumentId::read(&self.about) {
            Some(about) if other.organ.is_empty() => {
                Some(&about.number) == other.number().as_ref() && Some(about.date) == other.date
            }
            Some(about) => Some(about) == other.identifier(),
            None => Number::read(&self.about).is_some_and(|it| Some(it) == other.number()),
        }
    }

    /// What the record says, wherever it was taken from: two that agree are one.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let plain = Self {
            source: None,
            ..self.clone()
        };
        Digest::of(serde_json::to_string(&plain).unwrap_or_default().as_bytes())
    }

    /// The same with every text fit for the ledger: tidy and of bounded length.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        let texts = [
            (&mut self.number, 100),
            (&mut self.subject, 500),
            (&mut self.organ, 100),
            (&mut self.author, 200),
            (&mut self.signer, 200),
            (&mut self.arrival_number, 50),
            (&mut self.received_by, 100),
            (&mut self.about, 200),
            (&mut self.note, 1_000),
        ];
        for (text, most) in texts {
            *text = text::one_line(text, most);
        }
        for file in &mut self.files {
            file.name = text::one_line(&file.name, 150);
        }
        self
    }
}
