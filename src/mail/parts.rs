//! The files a mail carries.
//!
//! mail-parser opens the MIME tree; this file decides which leaves are files,
//! and whether their bytes can be believed. A part whose transfer encoding was
//! not clean is a [`Doubt`], not a file: two readers could see two workbooks.

use std::{mem, panic};

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};
use serde::{Deserialize, Serialize};

use super::framing::{self, Fault};
use crate::{digest::Digest, text};

/// Most MIME parts that are looked at.
pub const MAX_PARTS: usize = 500;
/// Deepest nesting of parts that is looked at.
pub const MAX_DEPTH: usize = 20;
/// Most empty lines of a mail that is opened. Each part, and each mail within a
/// mail, ends its header with one: this bounds what the parser builds before
/// anything can be counted.
pub const MAX_EMPTY_LINES: usize = 20_000;

/// A file of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Name the sender gave it: a label, never a path. May be empty.
    pub name: String,
    /// Media type the sender claims.
    pub media_type: String,
    /// Its bytes, decoded.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// Is it a whole mail (`message/rfc822`) rather than a file?
    pub is_mail: bool,
}

/// Why the parts of a mail cannot be told apart with certainty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// A part whose transfer encoding is broken or unknown; carries its name.
    Encoding(String),
    /// More parts than any report has.
    TooManyParts(usize),
    /// A MIME field that stands twice or cannot be read, in a part.
    Structure(String),
    /// A fragment or a reference instead of content (RFC 2046 §5.2).
    NotWhole,
}

impl Doubt {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Encoding(_) => "E-MIME-ENCODING",
            Self::TooManyParts(_) => "E-MIME-PARTS",
            Self::Structure(_) => "E-MIME-STRUCTURE",
            Self::NotWhole => "E-MIME-PARTIAL",
        }
    }
}

/// Subject and files of a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Subject, decoded, one line.
    pub subject: String,
    /// Files, in the order of the mail.
    pub attachments: Vec<Attachment>,
    /// Why they cannot be believed.
    pub doubts: Vec<Doubt>,
}

/// Opens a mail.
#[must_use]
pub fn open(raw: &[u8]) -> Parts {
    let mut parts = Parts::default();
    let empty_lines = empty_lines(raw);
    if empty_lines > MAX_EMPTY_LINES {
        parts.doubts.push(Doubt::TooManyParts(empty_lines));
        return parts;
    }
    // mail-parser asserts what broken mails do not keep. No mail may stop us.
    let parsed = panic::catch_unwind(|| MessageParser::default().parse(raw));
    let Ok(Some(message)) = parsed else {
        parts.doubts.push(Doubt::Structure("header".to_owned()));
        return parts;
    };
    parts.subject = text::one_line(message.subject().unwrap_or_default(), 200);
    if message.parts.len() > MAX_PARTS || depth(&message) > MAX_DEPTH {
        parts.doubts.push(Doubt::TooManyParts(message.parts.len()));
        dismantle(message);
    } else {
        parts.take(message, raw);
    }
    parts
}

impl Parts {
    /// Takes the files out of a mail. What was decoded is moved, not copied, and
    /// what is no file is let go at once: a large mail is in memory twice, as it
    /// came and decoded, and not three times.
    fn take(&mut self, message: Message<'_>, raw: &[u8]) {
        for mut part in message.parts {
            self.doubts.extend(doubt(&part, raw));
            // Bodies are text without a name; everything else is a file.
            let named = part.attachment_name().is_some_and(|name| !name.is_empty());
            let attached = named || is_attached(&part);
            let file = match &part.body {
                PartType::Multipart(_) => false,
                PartType::Text(_) | PartType::Html(_) => attached,
                PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) => true,
            };
            let body = mem::take(&mut part.body);
            if file {
                self.attachments.push(attachment(&part, body, raw));
            }
        }
    }
}

pub(super) fn empty_lines(raw: &[u8]) -> usize {
    raw.split(|b| *b == b'\n')
        .filter(|line| line.iter().all(u8::is_ascii_whitespace))
        .count()
}

/// Drops a mail from the outside in. Dropped as it is, mails nested in mails
/// would be dropped by calls nested in calls, and the stack has an end.
pub(super) fn dismantle(message: Message<'_>) {
    let mut left = vec![message];
    while let Some(mut message) = left.pop() {
        for part in &mut message.parts {
            if let PartType::Message(inner) = mem::take(&mut part.body) {
                left.push(inner);
            }
        }
    }
}

/// How deep the multiparts of a mail are nested in each other.
fn depth(message: &Message<'_>) -> usize {
    let mut depths = vec![0_usize; message.parts.len()];
    for (at, part) in message.parts.iter().enumerate() {
        // A multipart stands before its parts.
        let below = depths.get(at).map_or(0, |depth| depth + 1);
        for child in part.sub_parts().unwrap_or_default() {
            if let Some(depth) = depths.get_mut(*child as usize) {
                *depth = below;
            }
        }
    }
    depths.into_iter().max().unwrap_or_default()
}

fn is_attached(part: &MessagePart<'_>) -> bool {
    part.content_disposition()
        .is_some_and(|d| d.ctype().eq_ignore_ascii_case("attachment"))
}

fn attachment(part: &MessagePart<'_>, body: PartType<'_>, raw: &[u8]) -> Attachment {
    let is_mail = matches!(body, PartType::Message(_));
    let bytes = match body {
        PartType::Text(text) | PartType::Html(text) => text.into_owned().into_bytes(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.into_owned(),
        PartType::Message(inner) => {
            dismantle(inner);
            let range = part.offset_body as usize..part.offset_end as usize;
            raw.get(range).unwrap_or_default().to_vec()
        }
        PartType::Multipart(_) => Vec::new(),
    };
    let media_type = part.content_type().map_or_else(String::new, |kind| {
        let sub = kind.subtype().unwrap_or_default();
        format!("{}/{sub}", kind.ctype()).to_ascii_lowercase()
    });
    Attachment {
        name: text::one_line(part.attachment_name().unwrap_or_default(), 150),
        media_type,
        digest: Digest::of(&bytes),
        bytes,
        is_mail,
    }
}

/// Is there anything about the part that two readers could read differently?
fn doubt(part: &MessagePart<'_>, raw: &[u8]) -> Option<Doubt> {
    let name = || text::one_line(part.attachment_name().unwrap_or("?"), 80);
    let partial = part.content_type().is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("message")
            && kind.subtype().is_some_and(|sub| {
                sub.eq_ignore_ascii_case("partial") || sub.eq_ignore_ascii_case("external-body")
            })
    });
    if partial {
        return Some(Doubt::NotWhole);
    }
    let slice = |from: u32, to: u32| raw.get(from as usize..to as usize).unwrap_or_default();
    let leaf = !matches!(part.body, PartType::Multipart(_));
    let head = slice(part.offset_header, part.offset_body);
    let body = slice(part.offset_body, part.offset_end);
    match framing::fault(head, if leaf { body } else { &[] }) {
        Some(Fault::Header) => Some(Doubt::Structure(name())),
        Some(Fault::Encoding) => Some(Doubt::Encoding(name())),
        None => (leaf && part.is_encoding_problem).then(|| Doubt::Encoding(name())),
    }
}
