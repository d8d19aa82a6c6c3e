//! Do we and the library see the same parts of a mail?
//!
//! The library finds a boundary also in the middle of a line, takes the first
//! letters of one for the whole, and reads on when an encoding breaks. Other
//! mail programs do so too, each in its own way: it stands for all of them.

use mail_parser::{Encoding as TheirEncoding, Message, MessagePart, MimeHeaders, PartType};

use super::{
    doubt::{Doubt, Flaw},
    framing::{Encoding, Kind},
    structure::Entity,
};

/// The first part that we and the library do not see alike.
#[must_use]
pub fn difference(message: &Message<'_>, ours: &[Entity], raw: &[u8]) -> Option<Doubt> {
    let theirs = &message.parts;
    let differ = |(entity, part): (&Entity, &MessagePart<'_>)| !is_same(entity, part);
    let first = match ours.iter().zip(theirs).position(differ) {
        Some(first) => first,
        None if ours.len() == theirs.len() => return None,
        None => ours.len().min(theirs.len()).saturating_sub(1),
    };
    let entity = ours.get(first)?;
    let shown = raw.get(entity.head..).unwrap_or_default();
    Some(Doubt::new(Flaw::Structure, &entity.part, shown))
}

fn is_same(entity: &Entity, part: &MessagePart<'_>) -> bool {
    let starts = entity.head == part.offset_header as usize
        && entity.body.start == part.offset_body as usize;
    let Some(frame) = &entity.frame else {
        return false;
    };
    let ends = entity.body.end == part.offset_end as usize;
    let encoding = match part.encoding {
        // What it cannot decode, the library shows as it is.
        TheirEncoding::None if is_sloppy(entity, part) => Encoding::QuotedPrintable,
        TheirEncoding::None => Encoding::Identity,
        TheirEncoding::QuotedPrintable => Encoding::QuotedPrintable,
        TheirEncoding::Base64 => Encoding::Base64,
    };
    let multipart = matches!(part.body, PartType::Multipart(_));
    starts
        && match frame.kind {
            // Where a multipart ends, its parts say.
            Kind::Multipart { .. } => multipart,
            // Where a mail ends whose own parts do not, the library cannot
            // tell. What it missed then, it has no part for.
            Kind::Mail => !multipart,
            Kind::Text | Kind::File => ends && !multipart && encoding == frame.encoding,
        }
}

/// Is it words with an escape that is none? Servers that add a footer to what
/// others have encoded make such texts, and no file is in them.
#[must_use]
pub fn is_sloppy(entity: &Entity, part: &MessagePart<'_>) -> bool {
    entity.frame.as_ref().is_some_and(|frame| {
        frame.kind == Kind::Text && frame.encoding == Encoding::QuotedPrintable
    }) && !is_attached(part)
}

/// Is a text meant as a file? Bodies have no name; everything else is a file.
#[must_use]
pub fn is_attached(part: &MessagePart<'_>) -> bool {
    part.attachment_name().is_some_and(|name| !name.is_empty())
        || part
            .content_disposition()
            .is_some_and(|d| d.ctype().eq_ignore_ascii_case("attachment"))
}
