//! The header block, tokenised from the raw bytes by ourselves.
//!
//! Mail libraries are liberal, each in its own way: one takes the first of two
//! From fields, another the last, a third reads `From :` as From. Who sent a
//! report must not depend on that, so identity is read here, strictly (RFC 5322
//! §2.2, §3.6), and whatever two readers could see differently is a [`Lint`].

use serde::{Deserialize, Serialize};

use crate::{address::Address, text};

/// Largest header block that is looked at, in bytes.
pub const MAX_BLOCK: usize = 256 * 1024;
/// Most fields in a header block.
pub const MAX_FIELDS: usize = 1_000;
/// Longest single field, in bytes.
pub const MAX_FIELD: usize = 64 * 1024;

/// Why a header cannot be trusted to say who wrote the mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lint {
    /// H1: not exactly one From field.
    FromCount(usize),
    /// H2: a line that is no header field, or a name with spaces, controls or
    /// 8-bit bytes in it; carries the line as shown to an admin.
    MalformedName(String),
    /// H3: NUL, a bare CR, or a bare LF among CRLF lines.
    ControlBytes,
    /// H4: From does not hold exactly one plain address; carries the value.
    FromSyntax(String),
    /// H5: a field that may stand once stands more often.
    Repeated(String),
    /// H6: larger than any honest header.
    TooLarge,
}

impl Lint {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FromCount(_) => "E-LINT-H1",
            Self::MalformedName(_) => "E-LINT-H2",
            Self::ControlBytes => "E-LINT-H3",
            Self::FromSyntax(_) => "E-LINT-H4",
            Self::Repeated(_) => "E-LINT-H5",
            Self::TooLarge => "E-LINT-H6",
        }
    }
}

/// Something odd that decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// H7: Sender is not the address of From; carries its value.
    OtherSender(String),
    /// H8: Date cannot be read; carries its value.
    OddDate(String),
}

impl Warning {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherSender(_) => "W-LINT-H7",
            Self::OddDate(_) => "W-LINT-H8",
        }
    }
}

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
            header.lints.push(Lint::TooLarge);
            return header;
        }
        if has_stray_controls(block) {
            header.lints.push(Lint::ControlBytes);
        }
        let mut field: Option<(Vec<u8>, Vec<u8>)> = None;
        for line in block.split(|b| *b == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.first().is_some_and(|b| *b == b' ' || *b == b'\t')
                && let Some((_, value)) = &mut field
            {
                value.extend_from_slice(line);
                continue;
            }
            header.close(field.take());
            if line.is_empty() {
                continue;
            }
            match split_field(line) {
                Some((name, value)) => field = Some((name.to_vec(), value.to_vec())),
                None => header.lints.push(Lint::MalformedName(shown(line))),
            }
        }
        header.close(field.take());
        header.check_counts(block);
        header
    }

    fn close(&mut self, field: Option<(Vec<u8>, Vec<u8>)>) {
        let Some((name, value)) = field else { return };
        if (value.len() > MAX_FIELD || self.fields.len() >= MAX_FIELDS)
            && !self.lints.contains(&Lint::TooLarge)
        {
            self.lints.push(Lint::TooLarge);
        }
        if self.fields.len() < MAX_FIELDS {
            self.fields.push(Field {
                name: String::from_utf8_lossy(&name).into_owned(),
                value: String::from_utf8_lossy(&value).trim().to_owned(),
            });
        }
    }

    fn check_counts(&mut self, block: &[u8]) {
        let from = block
            .split(|b| *b == b'\n')
            .filter(|line| could_be_from(line))
            .count();
        if from != 1 {
            self.lints.push(Lint::FromCount(from));
        }
        for name in ONCE {
            if self.all(name).count() > 1 {
                self.lints.push(Lint::Repeated(name.to_owned()));
            }
        }
        if let Some(value) = self.first("from")
            && one_address(value).is_none()
        {
            self.lints
                .push(Lint::FromSyntax(text::one_line(value, 200)));
        }
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

    /// The one address of From, if From holds exactly one.
    #[must_use]
    pub fn from(&self) -> Option<Address> {
        one_address(self.first("from")?)
    }

    /// The envelope sender as the delivering server wrote it: the topmost
    /// Return-Path (RFC 5321 §4.4). `None`: no such field. `Some(None)`: the
    /// null sender, or something that is no address.
    #[must_use]
    pub fn return_path(&self) -> Option<Option<Address>> {
        let value = self.first("return-path")?;
        let inner = value
            .trim()
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'));
        Some(Address::parse(inner.unwrap_or(value).trim()))
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

fn has_stray_controls(block: &[u8]) -> bool {
    let crlf = block.windows(2).filter(|pair| pair == b"\r\n").count();
    let cr = block.iter().filter(|b| **b == b'\r').count();
    let lf = block.iter().filter(|b| **b == b'\n').count();
    // A whole header in bare LF is how a Maildir stores it, and is unambiguous.
    block.contains(&0) || cr != crlf || (crlf > 0 && lf != crlf)
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
    if line.first().is_some_and(|b| *b == b' ' || *b == b'\t') {
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

fn shown(line: &[u8]) -> String {
    let escaped: String = line
        .iter()
        .take(120)
        .map(|b| b.escape_ascii().to_string())
        .collect();
    text::one_line(&escaped, 200)
}

/// Reads `addr` or `[display] <addr>` and nothing else: no group, no list, no
/// route, no comment. The display name may be quoted, encoded or raw UTF-8.
#[must_use]
pub fn one_address(value: &str) -> Option<Address> {
    let value = value.trim();
    let Some(rest) = value.strip_suffix('>') else {
        return Address::parse(value);
    };
    let (display, address) = rest.rsplit_once('<')?;
    is_display_name(display.trim()).then(|| Address::parse(address))?
}

fn is_display_name(name: &str) -> bool {
    if let Some(inner) = name.strip_prefix('"') {
        let Some(inner) = inner.strip_suffix('"') else {
            return false;
        };
        let mut escaped = false;
        for c in inner.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => return false,
                _ => (),
            }
        }
        return !escaped;
    }
    // Phrase of atoms, encoded words (RFC 2047) and raw UTF-8 (RFC 6532), with
    // the dot every mail program writes unquoted. An unquoted comma, colon,
    // semicolon, angle or parenthesis would be a list, a group or a comment.
    name.chars()
        .all(|c| !c.is_control() && !r#"<>,;:()[]\"@"#.contains(c))
}
