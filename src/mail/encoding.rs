//! Transfer encodings undone strictly (RFC 2045 §6.7, §6.8).
//!
//! Decoders skip what they do not know, stop at it, or take it for letters of
//! another alphabet; two of them could see two files. Here such bytes are a
//! fault, and so is a last group of base64 that is not whole: it may have been
//! cut on its way.

use super::framing::Encoding;

/// Where in the body the encoding is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken(pub usize);

/// Undoes an encoding, piece by piece: a large file need not be in memory once
/// more to be compared.
///
/// # Errors
///
/// The first place that is not of this encoding.
pub fn decode(body: &[u8], encoding: Encoding, mut take: impl FnMut(&[u8])) -> Result<(), Broken> {
    match encoding {
        Encoding::Identity => {
            take(body);
            Ok(())
        }
        Encoding::Base64 => base64(body, take),
        Encoding::QuotedPrintable => quoted_printable(body, take),
    }
}

/// Undoes an encoding.
///
/// # Errors
///
/// The first place that is not of this encoding.
pub fn decoded(body: &[u8], encoding: Encoding) -> Result<Vec<u8>, Broken> {
    let mut bytes = Vec::with_capacity(body.len());
    decode(body, encoding, |piece| bytes.extend_from_slice(piece))?;
    Ok(bytes)
}

/// Are these the bytes that the body stands for?
///
/// # Errors
///
/// The first place that is not of this encoding.
pub fn is_of(body: &[u8], encoding: Encoding, bytes: &[u8]) -> Result<bool, Broken> {
    let (mut left, mut same) = (bytes, true);
    decode(body, encoding, |piece| match left.strip_prefix(piece) {
        Some(rest) => left = rest,
        None => same = false,
    })?;
    Ok(same && left.is_empty())
}

/// No letter of the alphabet.
const NONE: u8 = 0xff;

/// What each byte stands for.
const LETTERS: [u8; 256] = {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut table = [NONE; 256];
    let mut n = 0;
    while n < 64 {
        table[alphabet[n] as usize] = n as u8;
        n += 1;
    }
    table
};

/// Bytes that are handed on at once.
const PIECE: usize = 3 * 1024;

/// Letters that do not make a whole group of four yet.
#[derive(Default)]
struct Group {
    value: u32,
    letters: u8,
    padding: u8,
}

impl Group {
    /// Takes one byte; none when it cannot stand here.
    fn push(&mut self, byte: u8, piece: &mut Vec<u8>) -> Option<()> {
        match LETTERS[usize::from(byte)] {
            NONE if b" \t\r\n".contains(&byte) => Some(()),
            NONE => {
                let fits = byte == b'=' && self.letters >= 2 && self.letters + self.padding < 4;
                self.padding += 1;
                fits.then_some(())
            }
            value => {
                self.value = self.value << 6 | u32::from(value);
                self.letters += 1;
                if self.padding == 0 && self.letters == 4 {
                    piece.extend_from_slice(&self.value.to_be_bytes()[1..]);
                    *self = Self::default();
                }
                (self.padding == 0).then_some(())
            }
        }
    }

    /// Ends the last group; none when it is not whole.
    fn close(&self, piece: &mut Vec<u8>) -> Option<()> {
        match (self.letters, self.padding) {
            (0, 0) => (),
            (2, 2) => piece.extend_from_slice(&(self.value >> 4).to_be_bytes()[3..]),
            (3, 1) => piece.extend_from_slice(&(self.value >> 2).to_be_bytes()[2..]),
            _ => return None,
        }
        Some(())
    }
}

fn base64(body: &[u8], mut take: impl FnMut(&[u8])) -> Result<(), Broken> {
    let mut piece = Vec::with_capacity(PIECE + 3);
    let mut group = Group::default();
    let mut rest = body;
    loop {
        if group.letters == 0 {
            rest = whole_groups(rest, &mut piece);
        }
        if piece.len() >= PIECE {
            take(&piece);
            piece.clear();
        }
        let Some((byte, tail)) = rest.split_first() else {
            break;
        };
        let at = body.len() - rest.len();
        group.push(*byte, &mut piece).ok_or(Broken(at))?;
        rest = tail;
    }
    group.close(&mut piece).ok_or(Broken(body.len()))?;
    take(&piece);
    Ok(())
}

/// Takes groups of four letters that follow each other at once, which is what
/// nearly all of a file is; returns what they are followed by.
fn whole_groups<'b>(mut rest: &'b [u8], piece: &mut Vec<u8>) -> &'b [u8] {
    while let [a, b, c, d, tail @ ..] = rest {
        let [a, b, c, d] = [a, b, c, d].map(|byte| LETTERS[usize::from(*byte)]);
        if (a | b | c | d) == NONE || piece.len() >= PIECE {
            break;
        }
        let value = [a, b, c, d]
            .iter()
            .fold(0, |value, six| value << 6 | u32::from(*six));
        piece.extend_from_slice(&value.to_be_bytes()[1..]);
        rest = tail;
    }
    rest
}

fn quoted_printable(body: &[u8], mut take: impl FnMut(&[u8])) -> Result<(), Broken> {
    let mut at = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text
            .strip_suffix(b"\r")
            .filter(|_| text.len() < line.len())
            .unwrap_or(text);
        let ending = &line[text.len()..];
        // Blanks at the end of a line were added on the way.
        let blank = |byte: &u8| *byte == b' ' || *byte == b'\t';
        let kept = text
            .iter()
            .rposition(|byte| !blank(byte))
            .map_or(0, |last| last + 1);
        let text = &text[..kept];
        let soft = text.strip_suffix(b"=");
        escapes(soft.unwrap_or(text), &mut take).map_err(|Broken(within)| Broken(at + within))?;
        if soft.is_none() {
            take(ending);
        }
        at += line.len();
    }
    Ok(())
}

/// Undoes the escapes of a line.
fn escapes(text: &[u8], take: &mut impl FnMut(&[u8])) -> Result<(), Broken> {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|b| *b == b'=' || *b == b'\r') {
        let digit = |n: usize| char::from(*rest.get(at + n).unwrap_or(&b'.')).to_digit(16);
        let (Some(high), Some(low), b'=') = (digit(1), digit(2), rest[at]) else {
            return Err(Broken(text.len() - rest.len() + at));
        };
        take(&rest[..at]);
        take(&[u8::try_from(high << 4 | low).unwrap_or_default()]);
        rest = &rest[at + 3..];
    }
    take(rest);
    Ok(())
}
