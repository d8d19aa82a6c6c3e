//! The parts of a mail of ours, and its bytes.

use jiff::Timestamp;
use lettre::message::{
    Attachment, Mailbox, Message, MultiPart, SinglePart,
    header::{ContentType, HeaderName, HeaderValue},
};

use super::File;
use crate::{
    address::Address,
    campaign::Campaign,
    mail::{automatic::LOOP_FIELD, header::Header},
    text,
    unit::Unit,
    words::{Lang, letters::Block},
};

/// What a letter is made of.
pub(super) struct Sheet<'s> {
    pub(super) lang: Lang,
    pub(super) campaign: &'s Campaign,
    pub(super) own: &'s Address,
    pub(super) to: (&'s Address, Option<&'s Unit>),
    pub(super) at: Timestamp,
    pub(super) message_id: &'s str,
    pub(super) subject: &'s str,
    /// Header of the mail that it answers, if it answers one.
    pub(super) answered: Option<&'s Header>,
    pub(super) blocks: &'s [Block],
    /// What goes with it.
    pub(super) file: Option<File<'s>>,
    pub(super) boundary: &'s str,
}

/// Builds it.
pub(super) fn build(sheet: &Sheet<'_>) -> Result<Message, lettre::error::Error> {
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
    let mut message = builder.multipart(enclosing(parts, sheet.file, sheet.boundary))?;
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

/// The parts of a letter, with the file that goes with it, if one does.
fn enclosing(parts: MultiPart, file: Option<File<'_>>, boundary: &str) -> MultiPart {
    let known = file.and_then(|file| Some((file, ContentType::parse(file.kind).ok()?)));
    let Some((file, kind)) = known else {
        return parts;
    };
    let file = Attachment::new(file.name.to_owned()).body(file.bytes.to_vec(), kind);
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
