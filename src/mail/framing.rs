//! Is a part framed so that every reader sees the same bytes?
//!
//! mail-parser makes the best of what it is given, as every mail program does,
//! each in its own way. So the header of a part and its transfer encoding are
//! read once more here, strictly (RFC 2045 §3, §6), and nothing is repaired.

use super::header::{Header, Lint};

/// What is wrong with the frame of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A MIME field that stands twice or cannot be read.
    Header,
    /// An unknown transfer encoding, or bytes that it cannot hold.
    Encoding,
}

/// Looks at a part: its header block and its body, both as they were sent.
#[must_use]
pub fn fault(head: &[u8], body: &[u8]) -> Option<Fault> {
    let header = Header::read(head);
    let odd = |lint: &Lint| match lint {
        // Who wrote the mail is no question for a part.
        Lint::FromCount { .. } | Lint::FromSyntax(_) => false,
        Lint::MalformedName(_)
        | Lint::ControlBytes(_)
        | Lint::Repeated { .. }
        | Lint::TooLarge { .. } => true,
    };
    if header.lints.iter().any(odd) || header.all("content-disposition").count() > 1 {
        return Some(Fault::Header);
    }
    let clear = |name: &str, typed: bool| header.first(name).is_none_or(|v| is_clear(v, typed));
    if !clear("content-type", true) || !clear("content-disposition", false) {
        return Some(Fault::Header);
    }
    let encoding = header.first("content-transfer-encoding").unwrap_or("7bit");
    let clean = match encoding.to_ascii_lowercase().as_str() {
        "7bit" | "8bit" | "binary" | "quoted-printable" => true,
        "base64" => is_base64(body),
        _ => false,
    };
    (!clean).then_some(Fault::Encoding)
}

/// A token (a media type when `typed`) and parameters, each given once. Of two
/// boundaries every reader takes the one it likes (RFC 2231 has a second way to
/// write one), and an encoded word is no boundary for anybody who obeys.
fn is_clear(value: &str, typed: bool) -> bool {
    let Some(pieces) = pieces(value) else {
        return false;
    };
    let (first, parameters) = pieces
        .split_first()
        .map_or(("", [].as_slice()), |(f, p)| (*f, p));
    let is_token = |text: &str| {
        let special = |c: char| r#"()<>@,;:\"/[]?="#.contains(c);
        !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || special(c))
    };
    let first = first.split('(').next().unwrap_or_default().trim();
    let named = match first.split_once('/') {
        Some((kind, sub)) => typed && is_token(kind) && is_token(sub),
        None => !typed && is_token(first),
    };
    let mut seen = Vec::new();
    named
        && parameters.iter().all(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let mut name = name.trim().to_ascii_lowercase();
            if name.starts_with("boundary") {
                // `boundary*` and `boundary*0*` begin the same boundary.
                name = name.trim_end_matches(['*', '0']).to_owned();
            }
            let first = name.is_empty() || !seen.contains(&name);
            let plain = name != "boundary" || !value.contains("=?");
            seen.push(name);
            first && plain
        })
}

/// Cuts at semicolons outside quotes; none when a quote stays open.
fn pieces(value: &str) -> Option<Vec<&str>> {
    let mut pieces = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in value.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => {
                pieces.push(&value[start..at]);
                start = at + 1;
            }
            _ => (),
        }
    }
    pieces.push(&value[start..]);
    (!quoted).then_some(pieces)
}

/// Whole groups of the alphabet, padding only at the end (the last may be left
/// out), white space anywhere. Decoders skip other bytes or stop at them, so
/// two of them could see two files.
fn is_base64(body: &[u8]) -> bool {
    let (mut letters, mut padding) = (0_usize, 0_usize);
    for byte in body {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => letters += 1,
            b'=' if padding < 2 => padding += 1,
            b' ' | b'\t' | b'\r' | b'\n' => (),
            _ => return false,
        }
    }
    letters % 4 != 1 && (padding == 0 || (letters + padding).is_multiple_of(4))
}
