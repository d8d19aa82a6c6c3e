//! A mail, read from its raw bytes.

pub mod automatic;

pub mod header;

pub mod parts;

pub mod received;

use header::Header;
use parts::Parts;

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
}
