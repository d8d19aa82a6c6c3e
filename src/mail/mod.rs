//! A mail, read from its raw bytes.

pub mod lint;

pub mod mailbox;

pub mod header;

pub mod automatic;

pub mod scan;

pub mod doubt;

pub mod parameters;

pub mod framing;

pub mod cloud;

pub mod structure;

pub mod encoding;

pub mod enclosed;

pub mod naming;

pub mod agreement;

pub mod parts;

pub mod received;

pub mod bounce;

use std::mem;

use automatic::Silence;
use header::Header;
use parts::Parts;

/// Field that we put on top of the beginning of a mail that was too large to
/// be fetched whole, with its size and the bound. It makes the mail be held.
/// Anybody can write such a field, but not above those of the server.
pub const TRUNCATED_FIELD: &str = "x-congvu-truncated";

/// Field of what we keep in the place of a mail that the server lists and does
/// not hand out. It makes it be held.
pub const UNFETCHED_FIELD: &str = "x-congvu-unfetched";

/// A mail, opened. The raw bytes stay where they are: identity and signatures
/// are always computed over them.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Header block.
    pub header: Header,
    /// Subject, files and doubts about them.
    pub parts: Parts,
}

/// The value of a field that we put on top of a mail ourselves.
#[must_use]
pub fn our_mark<'h>(header: &'h Header, name: &str) -> Option<&'h str> {
    let top = header.fields().first()?;
    top.name
        .eq_ignore_ascii_case(name)
        .then_some(top.value.as_str())
}

impl Mail {
    /// Opens a raw mail. Total: what cannot be read is a lint or a doubt.
    #[must_use]
    pub fn open(raw: &[u8]) -> Self {
        let header = Header::read(raw);
        let parts = parts::open(raw, &header);
        Self { header, parts }
    }

    /// Why it must stay unanswered, if it must. A subject alone says so only of
    /// a mail that carries no file.
    #[must_use]
    pub fn silence(&self) -> Option<Silence> {
        let has_file = self.parts.attachments.iter().any(|file| !file.is_mail);
        let announced = !has_file && automatic::announces(&self.parts.subject);
        automatic::silence(&self.header).or(announced.then_some(Silence::Automatic))
    }

    /// Stands for a mail that is not opened.
    #[must_use]
    pub fn unopened() -> Self {
        Self {
            header: Header::default(),
            parts: Parts::default(),
        }
    }

    /// Takes out the bytes of one file, by its place, and lets go of those of
    /// all others: they are in the raw mail.
    pub fn take_bytes(&mut self, at: Option<usize>) -> Option<Vec<u8>> {
        let mut taken = None;
        for (n, attachment) in self.parts.attachments.iter_mut().enumerate() {
            let bytes = mem::take(&mut attachment.bytes);
            if at == Some(n) {
                taken = Some(bytes);
            }
        }
        taken
    }
}
