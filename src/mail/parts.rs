//! The files a mail carries.
//!
//! mail-parser opens the MIME tree; [`structure`] has read the same bytes
//! strictly, by itself. Where the two do not see the same parts with the same
//! bytes there is a [`Doubt`], and no file of such a mail is believed.

use std::{mem, panic};

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{
    agreement, cloud,
    doubt::{Doubt, Flaw},
    enclosed,
    encoding::{self, Broken},
    framing::{Encoding, Kind},
    header::Header,
    naming, scan,
    structure::{self, Entity, Structure},
};
use crate::{digest::Digest, text};

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

/// Subject and files of a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Subject, decoded, one line.
    pub subject: String,
    /// Files, in the order of the mail.
    pub attachments: Vec<Attachment>,
    /// Why they cannot be believed.
    pub doubts: Vec<Doubt>,
    /// The cloud service that the text links to, if any.
    pub cloud: Option<String>,
    /// What it says as plain text, its beginning. HTML is no text.
    pub text: String,
}

/// Most bytes of that text.
const TEXT: usize = 8_000;

/// Opens a mail whose header was read before.
#[must_use]
pub fn open(raw: &[u8], header: &Header) -> Parts {
    let mut parts = Parts::default();
    let empty_lines = empty_lines(raw);
    if empty_lines > MAX_EMPTY_LINES {
        let many = empty_lines.to_string();
        parts
            .doubts
            .push(Doubt::told(Flaw::TooManyParts, "", &many));
        return parts;
    }
    let structure = structure::read(raw, header);
    // mail-parser asserts what broken mails do not keep. No mail may stop us.
    let parsed = panic::catch_unwind(|| {
        let parser = MessageParser::default();
        if structure.cut {
            parser.parse_headers(raw)
        } else {
            parser.parse(raw)
        }
    });
    let Ok(Some(message)) = parsed else {
        parts.doubts.push(Doubt::new(Flaw::Structure, "", raw));
        return parts;
    };
    parts.subject = text::one_line(message.subject().unwrap_or_default(), 200);
    if structure.cut {
        let many = format!("{}+", structure.entities.len());
        parts.doubts = structure.doubts;
        parts
            .doubts
            .push(Doubt::told(Flaw::TooManyParts, "", &many));
    } else {
        parts.take(message, structure, raw, header.lints.is_empty());
    }
    parts
}

impl Parts {
    /// Takes the files out of a mail. What was decoded is moved, not copied, and
    /// what is no file is let go at once: a large mail is in memory twice, as it
    /// came and decoded, and not three times.
    fn take(&mut self, message: Message<'_>, structure: Structure, raw: &[u8], clear: bool) {
        let Structure {
            entities, asides, ..
        } = structure;
        self.doubts = structure.doubts;
        // Of what is doubted already, everybody may make something else.
        let certain = clear && self.doubts.is_empty();
        let differs = agreement::difference(&message, &entities, raw).filter(|_| certain);
        let agreed = certain && differs.is_none();
        let asides = asides
            .into_iter()
            .filter_map(|aside| enclosed::in_text(&raw[aside]));
        self.doubts
            .extend(asides.map(|line| Doubt::new(Flaw::Inside, "", line)));
        let mut ours = entities.iter();
        for mut part in message.parts {
            let head = part.offset_header as usize;
            let entity = if agreed {
                ours.next()
            } else {
                entities.iter().find(|entity| entity.head == head)
            };
            let body = mem::take(&mut part.body);
            let found = Found {
                part: &part,
                raw,
                entity,
            };
            let service = match &body {
                PartType::Text(text) | PartType::Html(text) => cloud::service(text),
                PartType::Multipart(_)
                | PartType::Binary(_)
                | PartType::InlineBinary(_)
                | PartType::Message(_) => None,
            };
            let said = match &body {
                PartType::Text(text) => Some(beginning(text, TEXT - self.text.len().min(TEXT))),
                PartType::Html(_)
                | PartType::Multipart(_)
                | PartType::Binary(_)
                | PartType::InlineBinary(_)
                | PartType::Message(_) => None,
            };
            let (file, doubts) = found.open(body);
            if let Some(said) = said.filter(|_| file.is_none()) {
                self.text.push_str(&said);
            }
            self.doubts.extend(doubts);
            if file.is_none() && self.cloud.is_none() {
                self.cloud = service.map(str::to_owned);
            }
            self.attachments.extend(file);
            let name = part.attachment_name().unwrap_or_default();
            let of = entity.map(|entity| &entity.part);
            for doubt in &mut self.doubts {
                if Some(&doubt.part) == of {
                    doubt.name = text::one_line(name, 80);
                }
            }
        }
        // The library gives up on a part whose encoding is broken: then that
        // is the reason, and is told already.
        let told = |differs: &Doubt| self.doubts.iter().any(|doubt| doubt.part == differs.part);
        let differs = differs.filter(|differs| !told(differs));
        self.doubts.extend(differs);
    }
}

/// The beginning of a text, at most so many bytes.
fn beginning(text: &str, most: usize) -> String {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}

pub(super) fn empty_lines(raw: &[u8]) -> usize {
    let blank = |rest: &[u8]| {
        let first = rest
            .iter()
            .find(|b| **b == b'\n' || !b.is_ascii_whitespace());
        first.is_some_and(|b| *b == b'\n')
    };
    scan::line_starts(raw, 0)
        .filter(|start| blank(&raw[*start..]))
        .count()
}

/// A part as the library sees it, and as we do.
struct Found<'f, 'x> {
    part: &'f MessagePart<'x>,
    raw: &'f [u8],
    entity: Option<&'f Entity>,
}

impl Found<'_, '_> {
    /// Takes the file out of a part, if it is one, and looks whether its bytes
    /// can be believed.
    fn open(&self, body: PartType<'_>) -> (Option<Attachment>, Vec<Doubt>) {
        let name = self.part.attachment_name().unwrap_or_default();
        let is_mail = matches!(body, PartType::Message(_)) || self.is_mail();
        let is_file = match &body {
            PartType::Multipart(_) => false,
            PartType::Text(_) | PartType::Html(_) => is_mail || agreement::is_attached(self.part),
            PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) => true,
        };
        let mut doubts: Vec<Doubt> = Vec::new();
        let misleading = naming::misleading(self.part);
        doubts.extend(misleading.map(|name| Doubt::told(Flaw::Name, self.number(), &name)));
        let theirs = match &body {
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => Some(&bytes[..]),
            PartType::Text(_) | PartType::Html(_) => None,
            PartType::Message(_) | PartType::Multipart(_) => None,
        };
        let ours = match self.check(theirs) {
            Ok(ours) => ours,
            Err(doubt) => {
                doubts.push(doubt);
                None
            }
        };
        if !is_file {
            return (None, doubts);
        }
        let bytes = ours.unwrap_or_else(|| self.bytes(body));
        let file = Attachment {
            name: text::one_line(name, 150),
            media_type: media_type(self.part),
            digest: Digest::of(&bytes),
            bytes,
            is_mail,
        };
        (Some(file), doubts)
    }

    /// Does its header say that it is a whole mail? The library cannot open
    /// every mail, and takes the others for words.
    fn is_mail(&self) -> bool {
        let frame = self.entity.and_then(|entity| entity.frame.as_ref());
        frame.is_some_and(|frame| frame.kind == Kind::Mail)
    }

    fn number(&self) -> &str {
        self.entity.map_or("", |entity| &entity.part)
    }

    /// Undoes the encoding of the part strictly. The bytes of a text are handed
    /// back: the library has changed its letters into those of Unicode.
    fn check(&self, theirs: Option<&[u8]>) -> Result<Option<Vec<u8>>, Doubt> {
        let Some((entity, frame)) = self.entity.and_then(|e| Some((e, e.frame.as_ref()?))) else {
            return Ok(None);
        };
        let sent = self.raw.get(entity.body.clone()).unwrap_or_default();
        let doubt = |flaw, found: &[u8]| Doubt::new(flaw, &entity.part, found);
        let broken = |Broken(at): Broken| doubt(Flaw::Encoding, &sent[at.saturating_sub(20)..]);
        let inside = |text: &[u8]| match enclosed::in_text(text) {
            Some(line) => Err(doubt(Flaw::Inside, line)),
            None => Ok(()),
        };
        match (&frame.kind, theirs) {
            (Kind::Multipart { .. } | Kind::Mail, _) => Ok(None),
            (Kind::Text, _) | (Kind::File, None) => {
                let attached = agreement::is_attached(self.part);
                if frame.encoding == Encoding::Identity && !attached {
                    return inside(sent).map(|()| None);
                }
                let bytes = match encoding::decoded(sent, frame.encoding) {
                    Err(_) if agreement::is_sloppy(entity, self.part) => sent.to_vec(),
                    bytes => bytes.map_err(broken)?,
                };
                inside(&bytes)?;
                Ok(attached.then_some(bytes))
            }
            (Kind::File, Some(theirs)) => {
                if !encoding::is_of(sent, frame.encoding, theirs).map_err(broken)? {
                    return Err(doubt(Flaw::Encoding, sent));
                }
                if frame.encoding == Encoding::Identity {
                    inside(sent)?;
                }
                Ok(None)
            }
        }
    }

    /// The bytes as the library has them; those of a mail as they were sent.
    fn bytes(&self, body: PartType<'_>) -> Vec<u8> {
        let as_sent = || {
            let theirs = self.part.offset_body as usize..self.part.offset_end as usize;
            let range = self.entity.map_or(theirs, |entity| entity.body.clone());
            self.raw.get(range).unwrap_or_default().to_vec()
        };
        match body {
            PartType::Text(_) if self.is_mail() => as_sent(),
            PartType::Text(text) | PartType::Html(text) => text.into_owned().into_bytes(),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.into_owned(),
            PartType::Message(inner) => {
                dismantle(inner);
                as_sent()
            }
            PartType::Multipart(_) => Vec::new(),
        }
    }
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

fn media_type(part: &MessagePart<'_>) -> String {
    part.content_type().map_or_else(String::new, |kind| {
        let sub = kind.subtype().unwrap_or_default();
        format!("{}/{sub}", kind.ctype()).to_ascii_lowercase()
    })
}
