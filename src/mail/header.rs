//! The header block, tokenised from the raw bytes by ourselves.
//!
//! Mail libraries are liberal, each in its own way: one takes the first of two
//! From fields, another the last, a third reads `From :` as From. Who sent a
//! report must not depend on that, so identity is read here, strictly (RFC 5322
//! §2.2, §3.6), and whatever two readers could see differently is a [`Lint`].

use jiff::fmt::rfc2822::DateTimeParser;

pub use super::lint::{Lint, Warning};
pub use super::mailbox::one_address;
use super::{
    lint::{self, MOST_SHOWN, Measure},
    mailbox::BLANK,
};
use crate::address::Address;

/// Largest header block that is looked at, in bytes.
pub const MAX_BLOCK: usize = 256 * 1024;
/// Most fields in a header block.
pub const MAX_FIELDS: usize = 1_000;
/// Longest single field, in bytes.
pub const MAX_FIELD: usize = 64 * 1024;

/// Most lines of a body that are looked at for a header that goes on.
const MOST_LINES: usize = 40;

/// One field: its name, and its value unfolded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name as written.
    pub name: String,
    /// Value with folding undone, bytes that are not UTF-8 replaced.
    pub value: String,
}

/// The header of a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    fields: Vec<Field>,
    /// Lines that are no field to us and could be one to others.
    stray_lines: Vec<String>,
    /// What is wrong with it.
    pub lints: Vec<Lint>,
    /// What is odd about it.
    pub warnings: Vec<Warning>,
}

/// Fields that RFC 5322 §3.6 and RFC 2045 §3 allow once.
const ONCE: [&str; 10] = [
    "message-id",
    "date",
    "sender",
    "to",
    "cc",
    "subject",
    "reply-to",
    "content-type",
    "content-transfer-encoding",
    "mime-version",
];

impl Header {
    /// Reads the header block of a raw mail. Total: bad bytes give lints.
    #[must_use]
    pub fn read(raw: &[u8]) -> Self {
        let mut header = Self::default();
        let block = block(raw);
        if block.len() > MAX_BLOCK {
            header.too_large(Measure::Block, block.len(), MAX_BLOCK);
            return header;
        }
        // With the empty line: the end that one reader sees another may not.
        let strays = lint::strays(&raw[..block.len() + empty_line(&raw[block.len()..])]);
        if !strays.is_empty() {
            header.lints.push(Lint::ControlBytes(strays));
        }
        header.tokenise(block);
        header.check_from(block);
        header.check_end(&raw[block.len()..]);
        header.check_counts();
        header.check_oddities();
        header.lints.sort_by_key(Lint::code);
        header
    }

    fn tokenise(&mut self, block: &[u8]) {
        let (mut field, mut malformed): (Option<(&[u8], Vec<u8>)>, _) = (None, 0);
        for line in lines(block) {
            if line.first().is_some_and(|b| is_blank(*b))
                && let Some((_, value)) = &mut field
            {
                value.extend_from_slice(line);
                continue;
            }
            self.close(field.take());
            if line.is_empty() {
                continue;
            }
            match split_field(line) {
                Some((name, value)) => field = Some((name, value.to_vec())),
                None => {
                    malformed += 1;
                    if malformed <= MOST_SHOWN {
                        self.lints.push(Lint::MalformedName(lint::shown(line)));
                        self.stray_lines.push(lossy(line));
                    }
                }
            }
        }
        self.close(field.take());
    }

    fn close(&mut self, field: Option<(&[u8], Vec<u8>)>) {
        let Some((name, value)) = field else { return };
        if value.len() > MAX_FIELD {
            self.too_large(Measure::Field, value.len(), MAX_FIELD);
        }
        if self.fields.len() >= MAX_FIELDS {
            self.too_large(Measure::Fields, MAX_FIELDS + 1, MAX_FIELDS);
            return;
        }
        let text = lossy(&value);
        if name.eq_ignore_ascii_case(b"from") && !self.has("from") && one_address(&text).is_none() {
            let value = value.trim_ascii();
            self.lints.push(Lint::FromSyntax(lint::shown(value)));
        }
        self.fields.push(Field {
            name: lossy(name),
            value: text,
        });
    }

    fn too_large(&mut self, what: Measure, size: usize, allowed: usize) {
        let known = |lint: &Lint| matches!(lint, Lint::TooLarge { what: it, .. } if *it == what);
        if !self.lints.iter().any(known) {
            self.lints.push(Lint::TooLarge {
                what,
                size,
                allowed,
            });
        }
    }

    fn check_from(&mut self, block: &[u8]) {
        let all: Vec<&[u8]> = lines(block).filter(|line| could_be_from(line)).collect();
        if all.len() != 1 {
            self.lints.push(Lint::FromCount {
                count: all.len(),
                lines: all
                    .iter()
                    .take(MOST_SHOWN)
                    .map(|l| lint::shown(l))
                    .collect(),
            });
        }
    }

    /// A server ends a header at the first line that is none, and may put its
    /// own From above: what was sent as the header is then the body (Composition
    /// Kills A7, A8). So a body that goes on as a header of its own is a fault
    /// of the line it begins with.
    fn check_end(&mut self, rest: &[u8]) {
        let after = &rest[empty_line(rest)..];
        if self.has("content-type") || self.has("mime-version") {
            return;
        }
        let begun: Vec<&[u8]> = lines(after)
            .take_while(|line| !line.is_empty())
            .take(MOST_LINES)
            .collect();
        let field = |name: &str| {
            let begins = |line: &&&[u8]| {
                let own = line.get(..name.len());
                own.is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
            };
            begun.iter().find(begins).copied()
        };
        let who = ["from:", "sender:", "resent-from:"]
            .into_iter()
            .filter_map(field);
        let who: Vec<String> = who.map(lossy).collect();
        let typed = field("content-type:").or(field("mime-version:")).is_some();
        if let Some(first) = begun.first()
            && typed
            && !who.is_empty()
        {
            self.lints.push(Lint::MalformedName(lint::shown(first)));
            self.stray_lines.extend(who);
        }
    }

    fn check_counts(&mut self) {
        for name in ONCE {
            let values: Vec<String> = self
                .all(name)
                .take(MOST_SHOWN)
                .map(|value| lint::shown(value.as_bytes()))
                .collect();
            if values.len() > 1 {
                self.lints.push(Lint::Repeated {
                    name: name.to_owned(),
                    values,
                });
            }
        }
    }

    fn check_oddities(&mut self) {
        let mut warnings = Vec::new();
        if let Some(sender) = self.first("sender")
            && one_address(sender).is_none_or(|sender| self.from() != Some(sender))
        {
            warnings.push(Warning::OtherSender(lint::shown(sender.as_bytes())));
        }
        // Many programs get the weekday wrong and the date right.
        let parser = DateTimeParser::new().relaxed_weekday(true);
        if let Some(date) = self.first("date")
            && parser.parse_timestamp(date).is_err()
        {
            warnings.push(Warning::OddDate(lint::shown(date.as_bytes())));
        }
        self.warnings = warnings;
    }

    /// Values of every field of that name (lower case), top to bottom.
    pub fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        self.fields
            .iter()
            .filter(move |field| field.name.eq_ignore_ascii_case(name))
            .map(|field| field.value.as_str())
    }

    /// The topmost field of that name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
            .map(|field| field.value.as_str())
    }

    /// Is there a field of that name?
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    /// All fields, top to bottom.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The one address of From, if there is one From that holds exactly one.
    #[must_use]
    pub fn from(&self) -> Option<Address> {
        let count = |lint: &Lint| matches!(lint, Lint::FromCount { .. });
        if self.lints.iter().any(count) {
            return None;
        }
        one_address(self.first("from")?)
    }

    /// Everything that some reader could show as the sender. It says whom a
    /// forged mail pretends to be from, and nothing else.
    pub fn claims(&self) -> impl Iterator<Item = &str> {
        let names = ["from", "sender", "resent-from"];
        let named = names.into_iter().flat_map(|name| self.all(name));
        named.chain(self.stray_lines.iter().map(String::as_str))
    }

    /// Did nobody send it, by the envelope (RFC 5321 §4.5.5)?
    #[must_use]
    pub fn has_null_sender(&self) -> bool {
        let null = |c: char| BLANK.contains(&c) || c == '<' || c == '>';
        self.first("return-path")
            .is_some_and(|path| path.trim_matches(null).is_empty())
    }

    /// Do To or Cc name one of these addresses? They also do when neither names
    /// anybody, as in a blind copy: nobody else was meant then.
    #[must_use]
    pub fn is_addressed_to(&self, is_ours: impl Fn(&Address) -> bool) -> bool {
        let named: Vec<Address> = self
            .all("to")
            .chain(self.all("cc"))
            .flat_map(|value| value.split([',', ';', ':', '<', '>', '(', ')', '"', ' ', '\t']))
            .filter_map(Address::parse)
            .collect();
        named.is_empty() || named.iter().any(is_ours)
    }

    /// The envelope sender as the delivering server wrote it: the topmost
    /// Return-Path (RFC 5321 §4.4). `None`: no such field. `Some(None)`: the
    /// null sender, or something that is no address.
    #[must_use]
    pub fn return_path(&self) -> Option<Option<Address>> {
        let value = self.first("return-path")?;
        let inner = value
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'));
        Some(Address::parse(inner.unwrap_or(value)))
    }

    /// A message identifier (RFC 5322 §3.6.4) fit to be quoted in a reply.
    #[must_use]
    pub fn message_id(&self) -> Option<&str> {
        self.first("message-id").filter(|id| is_message_id(id))
    }
}

/// Is this `<left@right>`, printable ASCII, of a length one may quote?
#[must_use]
pub fn is_message_id(id: &str) -> bool {
    let inner = id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    id.len() <= 250
        && inner.is_some_and(|inner| {
            inner.contains('@')
                && inner
                    .bytes()
                    .all(|b| b.is_ascii_graphic() && !b"<>()\\\",;".contains(&b))
        })
}

/// The bytes before the first empty line.
#[must_use]
pub fn block(raw: &[u8]) -> &[u8] {
    let mut at = 0;
    for line in raw.split_inclusive(|b| *b == b'\n') {
        if line == b"\r\n" || line == b"\n" {
            return &raw[..at];
        }
        at += line.len();
    }
    raw
}

/// Length of the empty line that the text begins with.
fn empty_line(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        _ => 0,
    }
}

fn lines(block: &[u8]) -> impl Iterator<Item = &[u8]> {
    block
        .split(|b| *b == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

fn is_blank(byte: u8) -> bool {
    BLANK.contains(&char::from(byte))
}

fn lossy(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.trim_matches(BLANK).to_owned()
}

fn split_field(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = line.iter().position(|b| *b == b':')?;
    let (name, value) = (&line[..colon], &line[colon + 1..]);
    let printable = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    printable.then_some((name, value))
}

/// Could any reader take this line for a From field? Bytes that some readers
/// skip (spaces, controls, 8-bit) do not count.
fn could_be_from(line: &[u8]) -> bool {
    // A line that begins with white space continues the field above; the first
    // line of a block cannot, and is caught as malformed.
    if line.first().is_some_and(|b| is_blank(*b)) {
        return false;
    }
    let name: Vec<u8> = line
        .iter()
        .take_while(|b| **b != b':')
        .filter(|b| b.is_ascii_graphic())
        .map(u8::to_ascii_lowercase)
        .collect();
    line.contains(&b':') && name == b"from"
}
