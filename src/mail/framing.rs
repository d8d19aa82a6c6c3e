//! What the header of a part says about the part: read once, strictly, and
//! nothing repaired (RFC 2045 §5, §6; RFC 2046 §5).

use super::{
    doubt::{Doubt, Flaw},
    header::{Header, Lint},
    parameters::{Parameter, Value, is_token},
};

/// What the header of a part says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// What the part is.
    pub kind: Kind,
    /// How its bytes are written.
    pub encoding: Encoding,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Parts, parted by this boundary.
    Multipart {
        /// What follows the two hyphens.
        boundary: Vec<u8>,
        /// Are its parts mails when they do not say otherwise (RFC 2046 §5.1.5)?
        digest: bool,
    },
    /// A whole mail.
    Mail,
    /// Text.
    Text,
    /// Anything else.
    File,
}

/// How the bytes of a part are written (RFC 2045 §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As they are.
    Identity,
    /// Quoted-printable.
    QuotedPrintable,
    /// Base64.
    Base64,
}

/// Longest boundary (RFC 2046 §5.1.1).
const MAX_BOUNDARY: usize = 70;

/// Reads the header of the part of that number. The mail's own header has an
/// empty number; its lints are a matter of the mail and not repeated here.
///
/// # Errors
///
/// The doubts: whatever two readers could read differently.
pub fn read(header: &Header, part: &str, in_digest: bool) -> Result<Frame, Vec<Doubt>> {
    let mut doubts = Vec::new();
    if !part.is_empty() {
        doubts.extend(
            header
                .lints
                .iter()
                .filter_map(|lint| lint_doubt(lint, part)),
        );
    }
    doubts.extend(misspelt(header, part));
    if header.all("content-disposition").count() > 1 {
        doubts.push(Doubt::told(Flaw::Field, part, "Content-Disposition"));
    }
    if let Some(value) = header.first("content-disposition")
        && Value::read(value).is_none_or(|value| !is_token(value.word))
    {
        doubts.push(Doubt::told(Flaw::Field, part, value));
    }
    let kind = match header.first("content-type") {
        Some(value) => kind(value, part),
        None if in_digest => Ok(Kind::Mail),
        None => Ok(Kind::Text),
    };
    let encoding = encoding(header, part);
    match (kind, encoding) {
        (Ok(kind), Ok(encoding)) if doubts.is_empty() => {
            let nests = matches!(kind, Kind::Multipart { .. } | Kind::Mail);
            if nests && encoding != Encoding::Identity {
                // What holds parts is never encoded itself (RFC 2045 §6.4):
                // some decode it nevertheless, and see other parts.
                let value = header
                    .first("content-transfer-encoding")
                    .unwrap_or_default();
                return Err(vec![Doubt::told(Flaw::Encoding, part, value)]);
            }
            Ok(Frame { kind, encoding })
        }
        (kind, encoding) => {
            doubts.extend(kind.err());
            doubts.extend(encoding.err());
            Err(doubts)
        }
    }
}

fn lint_doubt(lint: &Lint, part: &str) -> Option<Doubt> {
    let shown = match lint {
        // Who wrote the mail is no question for a part.
        Lint::FromCount { .. } | Lint::FromSyntax(_) => return None,
        Lint::MalformedName(line) => line.clone(),
        Lint::ControlBytes(strays) => strays
            .first()
            .map_or_else(String::new, |stray| stray.around.clone()),
        Lint::Repeated { name, values } => format!("{name}: {}", values.join(" | ")),
        Lint::TooLarge { size, allowed, .. } => format!("{size} > {allowed}"),
    };
    Some(Doubt::told(Flaw::Field, part, &shown))
}

/// A name that is one of the three but for a hyphen or a dot: some programs
/// overlook that, and then it says what the part is.
fn misspelt(header: &Header, part: &str) -> Option<Doubt> {
    const NAMES: [(&str, &str); 3] = [
        ("contenttype", "content-type"),
        ("contenttransferencoding", "content-transfer-encoding"),
        ("contentdisposition", "content-disposition"),
    ];
    let letters = |name: &str| -> Vec<u8> {
        let letters = name.bytes().filter(u8::is_ascii_alphabetic);
        letters.map(|b| b.to_ascii_lowercase()).collect()
    };
    let field = header.fields().iter().find(|field| {
        let letters = letters(&field.name);
        NAMES.iter().any(|(bare, right)| {
            letters == bare.as_bytes() && !field.name.eq_ignore_ascii_case(right)
        })
    });
    field.map(|field| Doubt::told(Flaw::Field, part, &field.name))
}

fn kind(value: &str, part: &str) -> Result<Kind, Doubt> {
    let wrong = |flaw| Doubt::told(flaw, part, value);
    let read = Value::read(value).ok_or_else(|| wrong(Flaw::Field))?;
    let word = read.word.to_ascii_lowercase();
    let named = word.split_once('/');
    match named.filter(|(kind, sub)| is_token(kind) && is_token(sub)) {
        Some(("multipart", sub)) => Ok(Kind::Multipart {
            boundary: boundary(&read).ok_or_else(|| wrong(Flaw::Field))?,
            digest: sub == "digest",
        }),
        Some(("message", "rfc822" | "global")) => Ok(Kind::Mail),
        Some(("message", "partial" | "external-body")) => Err(wrong(Flaw::NotWhole)),
        Some(("text", _)) => Ok(Kind::Text),
        Some(_) => Ok(Kind::File),
        None => Err(wrong(Flaw::Field)),
    }
}

/// The boundary, written in the one way that all readers read alike: not in
/// pieces, not encoded, without escapes.
fn boundary(parameters: &Value<'_>) -> Option<Vec<u8>> {
    let Parameter { value, quoted, .. } = parameters.get("boundary")?;
    let allowed = |b: u8| match b {
        b'\\' | b'"' => false,
        b' ' => *quoted,
        // Programs that forget the quotes write these nevertheless.
        b'/' | b':' | b'=' | b'?' => true,
        b => b.is_ascii_graphic() && (*quoted || is_token(&char::from(b).to_string())),
    };
    let clear = (1..=MAX_BOUNDARY).contains(&value.len())
        && value.bytes().all(allowed)
        && !value.ends_with(' ')
        && !(value.contains("=?") && value.contains("?="))
        && !parameters
            .parameters
            .iter()
            .any(|other| other.name.starts_with("boundary*"));
    clear.then(|| value.as_bytes().to_vec())
}

fn encoding(header: &Header, part: &str) -> Result<Encoding, Doubt> {
    let Some(value) = header.first("content-transfer-encoding") else {
        return Ok(Encoding::Identity);
    };
    match value.to_ascii_lowercase().as_str() {
        "7bit" | "8bit" | "binary" => Ok(Encoding::Identity),
        "quoted-printable" => Ok(Encoding::QuotedPrintable),
        "base64" => Ok(Encoding::Base64),
        _ => Err(Doubt::told(Flaw::Encoding, part, value)),
    }
}
