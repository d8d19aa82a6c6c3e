//! A mail, read from its raw bytes.

pub mod automatic;

pub mod header;

pub mod framing;

pub mod parts;

pub mod received;

use header::Header;
use parts::Parts;

/// Field that we put on top of the beginning of a mail that was too large to
/// be fetched whole, with its size and the bound. It makes the mail be held.
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

impl Mail {
    /// Opens a raw mail. Total: what cannot be read is a lint or a doubt.
    #[must_use]
    pub fn open(raw: &[u8]) -> Self {
        Self {
            header: Header::read(raw),
            parts: parts::open(raw),
        }
    }

    /// Stands for a mail that is not opened.
    #[must_use]
    pub fn unopened() -> Self {
        Self {
            header: Header::default(),
            parts: Parts::default(),
        }
    }

    /// The mail without the bytes of its files.
    #[must_use]
    pub fn without_bytes(mut self) -> Self {
        for attachment in &mut self.parts.attachments {
            attachment.bytes = Vec::new();
        }
        self
    }
}
