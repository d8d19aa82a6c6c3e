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
        Lint::FromCount(_) | Lint::FromSyntax(_) => false,
        Lint::MalformedName(_) | Lint::ControlBytes | Lint::Repeated(_) | Lint::TooLarge => true,
    };
    if header.lints.iter().any(odd) || header.all("content-disposition").count() > 1 {
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
