//! A file written into a text.
//!
//! Before there was MIME, files were pasted into mails as letters, and some
//! programs still look for such files and show them as attachments; others show
//! letters. No report is sent so today. Where it happens, one of two readers
//! sees a workbook that the other does not.

use super::scan;

/// Beginnings of lines that begin a file, by which way it is written.
const MARKS: [&[u8]; 3] = [
    b"=ybegin ",
    b"begin-base64 ",
    b"(This file must be converted with BinHex",
];

/// First letters of a zip file and of an old office file, in base64.
const WORKBOOKS: [&[u8]; 2] = [b"UEsDB", b"0M8R4KGx"];

/// Letters of base64 that no word has in a row.
const RUN: usize = 40;

/// The line of a text that begins a file, if there is one.
#[must_use]
pub fn in_text(text: &[u8]) -> Option<&[u8]> {
    let starts = scan::line_starts(text, 0);
    let begun = [0]
        .into_iter()
        .chain(starts)
        .find(|start| is_begun(&text[*start..]))?;
    let rest = &text[begun..];
    let end = scan::find(b'\n', rest).unwrap_or(rest.len());
    Some(rest[..end].trim_ascii_end())
}

fn is_begun(line: &[u8]) -> bool {
    match line.first() {
        Some(b'b' | b'=' | b'(') => {
            MARKS.iter().any(|mark| line.starts_with(mark)) || is_uuencoded(line)
        }
        Some(b'U' | b'0') => {
            let letter = |b: &u8| b.is_ascii_alphanumeric() || *b == b'+' || *b == b'/';
            WORKBOOKS.iter().any(|first| line.starts_with(first))
                && line.iter().take(RUN).filter(|b| letter(b)).count() == RUN
        }
        _ => false,
    }
}

/// `begin 644 name`: a mode of three or four octal digits, and a name.
fn is_uuencoded(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"begin ") else {
        return false;
    };
    let digits = rest
        .iter()
        .take_while(|b| (b'0'..=b'7').contains(*b))
        .count();
    (3..=4).contains(&digits)
        && rest.get(digits) == Some(&b' ')
        && rest.get(digits + 1).is_some_and(u8::is_ascii_graphic)
}
