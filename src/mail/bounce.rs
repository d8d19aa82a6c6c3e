//! Which of our letters a mail server gives back, and why.
//!
//! A delivery report (RFC 3464) says it in fields; older servers quote the
//! header of the letter in a text. Either way the letter is known by its
//! Message-ID, which only its receiver and the servers between have seen: what
//! is quoted is looked up among our letters and believed no further than to
//! tell a person that a letter did not arrive.

use std::panic;

use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::{
    header::{Header, is_message_id},
    parts, structure,
};
use crate::text;

/// Most bytes of one part that are looked through: a header stands at the
/// beginning of what is given back.
const LOOKED_THROUGH: usize = 64 * 1_024;

/// What a mail server says became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// Message-ID of the letter, with its angle brackets.
    pub message_id: String,
    /// What became of it.
    pub action: Action,
    /// Why, as the servers say it: a status (RFC 3463) and a sentence.
    pub why: String,
}

/// What became of a letter (RFC 3464 §2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is not delivered and will not be.
    Failed,
    /// It is tried again.
    Delayed,
    /// It went on its way.
    Passed,
    /// Nothing in the mail says it.
    Unclear,
}

/// A part, as text.
struct Piece {
    /// Its media type.
    kind: String,
    text: String,
}

/// Reads a mail as a bounce. None: it gives nothing back, or it is a report of
/// another kind (a read receipt, a complaint).
#[must_use]
pub fn read(raw: &[u8]) -> Option<Bounce> {
    let header = Header::read(raw);
    let kind = header.first("content-type").unwrap_or_default();
    let kind = kind.to_ascii_lowercase();
    if kind.contains("disposition-notification") || kind.contains("feedback-report") {
        return None;
    }
    let pieces = pieces(raw);
    let returned = |piece: &&Piece| is_returned(&piece.kind);
    let message_id = pieces
        .iter()
        .filter(returned)
        .chain(pieces.iter().filter(|piece| !returned(piece)))
        .find_map(|piece| quoted_id(&piece.text))?;
    let told: Vec<&Piece> = pieces.iter().filter(|piece| !returned(piece)).collect();
    // Some servers write a report and do not declare it.
    let report = told
        .iter()
        .find(|piece| field(&piece.text, "action").is_some());
    let stated = |name| field(&report?.text, name);
    let action = stated("action").map_or_else(|| guessed(&header, &told), |word| named(&word));
    let why = match (stated("status"), stated("diagnostic-code")) {
        (None, None) => told
            .iter()
            .find_map(|piece| refusal(&piece.text))
            .unwrap_or_default(),
        (status, said) => [status, said]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
    };
    Some(Bounce {
        message_id,
        action,
        why: text::one_line(&why, 300),
    })
}

fn named(action: &str) -> Action {
    match action.to_ascii_lowercase().split_whitespace().next() {
        Some("failed") => Action::Failed,
        Some("delayed") => Action::Delayed,
        Some("delivered" | "relayed" | "expanded") => Action::Passed,
        Some(_) | None => Action::Unclear,
    }
}

/// What a server says that writes no report: a delay says that it goes on
/// trying; what a mailer daemon says otherwise, or with a code of refusal, is
/// the end.
fn guessed(header: &Header, told: &[&Piece]) -> Action {
    const GOES_ON: [&str; 8] = [
        "delayed",
        "delayed mail",
        "still being retried",
        "will be retried",
        "will continue",
        "will keep trying",
        "not yet been delivered",
        "warning message only",
    ];
    let subject = header.first("subject").unwrap_or_default();
    let goes_on = |text: &str| {
        let start: String = text.chars().take(2_000).collect();
        let start = start.to_ascii_lowercase();
        GOES_ON.iter().any(|words| start.contains(words))
    };
    if goes_on(subject) || told.iter().any(|piece| goes_on(&piece.text)) {
        return Action::Delayed;
    }
    let from = header
        .first("from")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let daemon = from.contains("mailer-daemon") || from.contains("postmaster");
    if daemon
        || header.has("x-failed-recipients")
        || told.iter().any(|piece| refusal(&piece.text).is_some())
    {
        return Action::Failed;
    }
    Action::Unclear
}

/// The first line with an SMTP code of refusal in it: `550` or `5.1.1`.
fn refusal(text: &str) -> Option<String> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let code = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        let enhanced = word.starts_with("5.") && word.split('.').all(digits);
        let plain = word.len() == 3 && word.starts_with('5') && digits(word);
        plain || (enhanced && word.split('.').count() == 3)
    };
    let refused = |line: &&str| line.split([' ', '<', '(', '#', ':', '-']).any(code);
    text.lines().map(str::trim).find(refused).map(str::to_owned)
}

/// The Message-ID in the header that a text begins with or quotes.
fn quoted_id(text: &str) -> Option<String> {
    let mut lines = text
        .lines()
        .map(|line| line.trim_start_matches([' ', '>', '|', '\t']));
    while let Some(line) = lines.next() {
        let Some(value) = value_of(line, "message-id") else {
            continue;
        };
        // A long one stands on a line of its own.
        let value = if value.is_empty() {
            lines.next()?.trim()
        } else {
            value
        };
        let id = value.split_whitespace().next().unwrap_or_default();
        if is_message_id(id) {
            return Some(id.to_owned());
        }
    }
    None
}

/// A field of a report, unfolded.
fn field(text: &str, name: &str) -> Option<String> {
    let mut lines = text
        .lines()
        .skip_while(|line| value_of(line, name).is_none());
    let mut value = value_of(lines.next()?, name)?.to_owned();
    for more in lines.take_while(|line| line.starts_with([' ', '\t'])) {
        value = format!("{value} {}", more.trim());
    }
    Some(value)
}

fn value_of<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let (found, value) = line.split_once(':')?;
    found
        .trim()
        .eq_ignore_ascii_case(name)
        .then(|| value.trim())
}

fn is_returned(kind: &str) -> bool {
    matches!(
        kind,
        "message/rfc822" | "message/global" | "text/rfc822-headers" | "message/rfc822-headers"
    )
}

/// The parts of a mail as text, in its order; the whole body when it cannot be
/// taken apart.
fn pieces(raw: &[u8]) -> Vec<Piece> {
    if parts::empty_lines(raw) > parts::MAX_EMPTY_LINES {
        return Vec::new();
    }
    // mail-parser asserts what broken mails do not keep. No mail may stop us.
    let parsed = panic::catch_unwind(|| MessageParser::default().parse(raw));
    let mut pieces = Vec::new();
    if let Ok(Some(message)) = parsed {
        for part in message.parts.iter().take(structure::MAX_PARTS) {
            let kind = part.content_type().map_or_else(String::new, |kind| {
                let sub = kind.subtype().unwrap_or_default();
                format!("{}/{sub}", kind.ctype()).to_ascii_lowercase()
            });
            let bytes = match &part.body {
                PartType::Text(text) | PartType::Html(text) => text.as_bytes(),
                PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes,
                PartType::Message(_) => raw
                    .get(part.offset_body as usize..part.offset_end as usize)
                    .unwrap_or_default(),
                PartType::Multipart(_) => continue,
            };
            pieces.push(Piece::of(kind, bytes));
        }
        parts::dismantle(message);
    }
    let body = raw.get(super::header::block(raw).len()..);
    pieces.push(Piece::of(String::new(), body.unwrap_or_default()));
    pieces
}

impl Piece {
    fn of(kind: String, bytes: &[u8]) -> Self {
        let start = &bytes[..bytes.len().min(LOOKED_THROUGH)];
        let text = String::from_utf8_lossy(start).into_owned();
        Self { kind, text }
    }
}
