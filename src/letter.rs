//! A letter: its bytes are made once, stored with the verdict, and sent as they
//! are, however often it takes.
//!
//! The same occasion gives the same bytes: the Message-ID and the boundary are
//! derived from the mail, the kind and the revision, so a repeat after a crash
//! is recognisable as the same letter.

use jiff::Timestamp;
use lettre::message::{
    Attachment, Mailbox, Message, MultiPart, SinglePart,
    header::{ContentType, HeaderName, HeaderValue},
};

use crate::{
    address::Address,
    campaign::Campaign,
    digest::Digest,
    mail::{
        automatic::{LOOP_FIELD, MESSAGE_ID_PREFIX},
        header::Header,
    },
    text,
    unit::Unit,
    verdict::{Reply, judgement::Judgement},
    words::{
        Lang,
        letters::{self, Block, Enclosure, Occasion},
        reminders::{self, Nudge},
    },
};

/// What an enclosed workbook is.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A letter, ready to be handed to the mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What makes it unique: a second letter with this key is not written.
    pub key: String,
    /// What it is, by its word in the ledger.
    pub kind: &'static str,
    /// To whom: always an address from our own table, or one that was proven.
    pub to: Address,
    /// Message-ID, with its angle brackets.
    pub message_id: String,
    /// Subject.
    pub subject: String,
    /// The whole mail.
    pub bytes: Vec<u8>,
}

/// Who writes, and in answer to what.
pub struct Envelope<'e> {
    /// Our mailbox.
    pub own: &'e Address,
    /// Header of the mail that is answered.
    pub header: &'e Header,
    /// SHA-256 of the mail that is answered.
    pub mail: Digest,
    /// Which decision on that mail this is, from 1.
    pub revision: u32,
    /// When it is written.
    pub at: Timestamp,
}

/// Writes the letter that a decision calls for; `None` when it calls for none.
///
/// # Errors
/// When the mail library refuses what we wrote: our fault, and loud.
pub fn compose(
    lang: Lang,
    envelope: &Envelope<'_>,
    occasion: &Occasion<'_>,
) -> Result<Option<Letter>, lettre::error::Error> {
    let kind = occasion.judgement.reply;
    let (subject, blocks) = match kind {
        Reply::None => return Ok(None),
        Reply::Receipt => letters::receipt(lang, occasion),
        Reply::Identical => letters::identical(lang, occasion),
        Reply::Rejection => letters::rejection(lang, occasion),
        Reply::WrongMailbox => letters::wrong_mailbox(lang, occasion),
    };
    let Some(to) = recipient(occasion.unit, occasion.judgement) else {
        return Ok(None);
    };
    let identity = Digest::of_parts(&[
        envelope.mail.to_string().as_bytes(),
        kind.as_str().as_bytes(),
        envelope.revision.to_string().as_bytes(),
    ]);
    let id = identity.to_string();
    let message_id = format!(
        "<{}@{MESSAGE_ID_PREFIX}{}>",
        &id[..32],
        envelope.own.domain()
    );
    let key = match kind {
        // One polite note per address and day, whatever else arrives.
        Reply::WrongMailbox => {
            let day = envelope.at.to_zoned(occasion.campaign.zone.clone()).date();
            format!("{}:{}:{day}", kind.as_str(), to.as_str())
        }
        Reply::Receipt | Reply::Identical | Reply::Rejection | Reply::None => {
            format!("{}:{}:{}", kind.as_str(), envelope.mail, envelope.revision)
        }
    };
    let sheet = Sheet {
        lang,
        campaign: occasion.campaign,
        own: envelope.own,
        to: (&to, occasion.unit),
        at: envelope.at,
        message_id: &message_id,
        subject: &subject,
        answered: Some(envelope.header),
        blocks: &blocks,
        enclosure: occasion.enclosed(),
        boundary: &id[32..],
    };
    let message = build(&sheet)?;
    Ok(Some(Letter {
        key,
        kind: kind.as_str(),
        to,
        message_id,
        subject: subject.clone(),
        bytes: message.formatted(),
    }))
}

/// Who is answered: the registered address from the table; a stranger's own
/// only after proof.
#[must_use]
pub fn recipient(unit: Option<&Unit>, judgement: &Judgement) -> Option<Address> {
    unit.map(|unit| unit.mailbox.clone())
        .or_else(|| judgement.from.clone())
}

/// The kind of letter that a reminder is.
pub const REMINDER: &str = "reminder";

/// Writes a reminder. The same key gives the same Message-ID.
///
/// # Errors
/// When the mail library refuses what we wrote: our fault, and loud.
pub fn remind(lang: Lang, key: &str, nudge: &Nudge<'_>) -> Result<Letter, lettre::error::Error> {
    let (subject, blocks) = reminders::reminder(lang, nudge);
    let id = Digest::of(key.as_bytes()).to_string();
    let message_id = format!("<{}@{MESSAGE_ID_PREFIX}{}>", &id[..32], nudge.town.domain());
    let message = build(&Sheet {
        lang,
        campaign: nudge.campaign,
        own: nudge.town,
        to: (&nudge.unit.mailbox, Some(nudge.unit)),
        at: nudge.now,
        message_id: &message_id,
        subject: &subject,
        answered: None,
        blocks: &blocks,
        enclosure: nudge.form,
        boundary: &id[32..],
    })?;
    Ok(Letter {
        key: key.to_owned(),
        kind: REMINDER,
        to: nudge.unit.mailbox.clone(),
        message_id,
        subject: subject.clone(),
        bytes: message.formatted(),
    })
}

/// What a letter is made of.
struct Sheet<'s> {
    lang: Lang,
    campaign: &'s Campaign,
    own: &'s Address,
    to: (&'s Address, Option<&'s Unit>),
    at: Timestamp,
    message_id: &'s str,
    subject: &'s str,
    /// Header of the mail that it answers, if it answers one.
    answered: Option<&'s Header>,
    blocks: &'s [Block],
    enclosure: Option<&'s Enclosure>,
    boundary: &'s str,
}

fn build(sheet: &Sheet<'_>) -> Result<Message, lettre::error::Error> {
    let mailbox =
        |address: &Address, name: Option<String>| -> Result<Mailbox, lettre::error::Error> {
            let parsed = address.as_str().parse();
            Ok(Mailbox::new(
                name,
                parsed.map_err(|_| lettre::error::Error::MissingTo)?,
            ))
        };
    let (office, (to, unit)) = (&sheet.campaign.office.name, sheet.to);
    let mut builder = Message::builder()
        .from(mailbox(sheet.own, Some(office.clone()))?)
        .to(mailbox(to, unit.map(|unit| unit.name.clone()))?)
        .subject(sheet.subject)
        .date(sheet.at.into())
        .message_id(Some(sheet.message_id.to_owned()));
    if let Some(header) = sheet.answered
        && let Some(answered) = header.message_id()
    {
        builder = builder.in_reply_to(answered.to_owned());
        builder = builder.references(references(header, answered));
    }
    let page = html(sheet.lang, sheet.subject, sheet.blocks);
    let parts = MultiPart::alternative()
        .boundary(sheet.boundary)
        .singlepart(part(ContentType::TEXT_PLAIN, plain(sheet.blocks)))
        .singlepart(part(ContentType::TEXT_HTML, page));
    let mut message = builder.multipart(enclosing(parts, sheet.enclosure, sheet.boundary))?;
    // The library breaks a long name in the middle of a word and leaves its end
    // outside the encoding, where a space then belongs to the name.
    let unit = unit.map(|unit| unit.name.as_str());
    for (field, address, name) in [("From", sheet.own, Some(office.as_str())), ("To", to, unit)] {
        let encoded = name.map_or_else(
            || address.as_str().to_owned(),
            |name| format!("{}\r\n <{}>", phrase(name), address.as_str()),
        );
        if let Ok(field) = HeaderName::new_from_ascii(field.to_owned()) {
            let header = HeaderValue::dangerous_new_pre_encoded(field, encoded.clone(), encoded);
            message.headers_mut().insert_raw(header);
        }
    }
    // RFC 3834 §3.1 and §5, and what Exchange heeds instead.
    let automatic = match sheet.answered {
        Some(_) => "auto-replied",
        None => "auto-generated",
    };
    for (field, value) in [
        ("Auto-Submitted", automatic),
        ("X-Auto-Response-Suppress", "All"),
        (LOOP_FIELD, sheet.message_id),
    ] {
        if let Ok(name) = HeaderName::new_from_ascii(field.to_owned()) {
            message
                .headers_mut()
                .insert_raw(HeaderValue::new(name, value.to_owned()));
        }
    }
    Ok(message)
}

/// The parts of a letter, with the workbook that goes with it, if one does.
fn enclosing(parts: MultiPart, enclosure: Option<&Enclosure>, boundary: &str) -> MultiPart {
    let kind = ContentType::parse(XLSX);
    let (Some(enclosure), Ok(kind)) = (enclosure, kind) else {
        return parts;
    };
    let file = Attachment::new(enclosure.name.clone()).body(enclosure.bytes.clone(), kind);
    // Neither boundary may begin like the other.
    MultiPart::mixed()
        .boundary(format!("mixed-{boundary}"))
        .multipart(parts)
        .singlepart(file)
}

/// A display name as encoded words (RFC 2047, Q), each of whole characters and
/// short enough for a line; the space between two is not part of the name.
fn phrase(name: &str) -> String {
    let mut words = vec![String::new()];
    for character in name.chars() {
        let mut bytes = [0; 4];
        let encoded: String = character
            .encode_utf8(&mut bytes)
            .bytes()
            .map(|byte| match byte {
                b' ' => "_".to_owned(),
                byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                byte => format!("={byte:02X}"),
            })
            .collect();
        match words.last_mut() {
            Some(word) if word.len() + encoded.len() <= 60 => word.push_str(&encoded),
            Some(_) | None => words.push(encoded),
        }
    }
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("=?utf-8?q?{word}?="))
        .collect();
    words.join("\r\n ")
}

/// The chain of the mail that is answered, kept short, and that mail last
/// (RFC 5322 §3.6.4).
fn references(header: &Header, answered: &str) -> String {
    let before = header.first("references").unwrap_or_default();
    let mut ids: Vec<&str> = before
        .split_whitespace()
        .filter(|id| crate::mail::header::is_message_id(id) && *id != answered)
        .collect();
    let skip = ids.len().saturating_sub(8);
    ids.drain(..skip);
    ids.push(answered);
    ids.join(" ")
}

fn part(kind: ContentType, body: String) -> SinglePart {
    SinglePart::builder().header(kind).body(body)
}

/// The text of a letter, as programs without HTML show it.
#[must_use]
pub fn plain(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Text(text) | Block::Strong(text) => out.push_str(&format!("{text}\n\n")),
            Block::Heading(text) => out.push_str(&format!("{text}\n")),
            Block::Facts(facts) => {
                for (label, value) in facts {
                    out.push_str(&format!("  {label}: {value}\n"));
                }
                out.push('\n');
            }
            Block::List(entries) => {
                for (n, (first, lines)) in entries.iter().enumerate() {
                    out.push_str(&format!("  {}. {first}\n", n + 1));
                    for line in lines {
                        out.push_str(&format!("     {line}\n"));
                    }
                }
                out.push('\n');
            }
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn html(lang: Lang, subject: &str, blocks: &[Block]) -> String {
    let mut out = format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title></head>\
         <body style=\"font-family:Arial,sans-serif;font-size:15px;line-height:1.5;color:#1b1b1b;max-width:44em\">\n",
        lang.tag(),
        text::html(subject)
    );
    for block in blocks {
        match block {
            Block::Text(text) => out.push_str(&format!("<p>{}</p>\n", text::html(text))),
            Block::Strong(text) => {
                out.push_str(&format!("<p><strong>{}</strong></p>\n", text::html(text)))
            }
            Block::Heading(text) => {
                out.push_str(&format!(
                    "<h2 style=\"font-size:16px;margin:1.2em 0 .3em\">{}</h2>\n",
                    text::html(text)
                ));
            }
            Block::Facts(facts) => {
                out.push_str("<table style=\"border-collapse:collapse\">\n");
                for (label, value) in facts {
                    out.push_str(&format!(
                        "<tr><th style=\"text-align:left;font-weight:normal;color:#555;padding:2px 16px 2px 0;vertical-align:top\">{}</th><td style=\"padding:2px 0\">{}</td></tr>\n",
                        text::html(label),
                        text::html(value)
                    ));
                }
                out.push_str("</table>\n");
            }
            Block::List(entries) => {
                out.push_str("<ol>\n");
                for (first, lines) in entries {
                    out.push_str(&format!("<li>{}", text::html(first)));
                    for line in lines {
                        out.push_str(&format!(
                            "<br><span style=\"color:#444;word-break:break-word\">{}</span>",
                            text::html(line)
                        ));
                    }
                    out.push_str("</li>\n");
                }
                out.push_str("</ol>\n");
            }
        }
    }
    out.push_str("</body></html>\n");
    out
}
