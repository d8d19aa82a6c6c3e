//! What a PDF says of its own signatures.
//!
//! Nothing is verified here: that needs roots which an office must supply and a
//! network. What can be seen without them is whether a signature is there,
//! which bytes it covers, and what it claims; a claim is shown as one. A
//! signature must lie open in the file, because it names the bytes it covers by
//! their places: so it is found without reading the document around it.

use serde::{Deserialize, Serialize};

use crate::text;

/// Most signatures of a file that are looked at.
const MOST: usize = 20;

/// How far before its `ByteRange` the dictionary of a signature may begin.
const REACH: usize = 1 << 20;

/// Deepest nesting within a dictionary.
const DEEPEST: usize = 16;

/// A signature as it stands in the file, unverified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// What it covers.
    pub covers: Covers,
    /// Its form, such as `ETSI.CAdES.detached`.
    pub form: String,
    /// Who it says signed.
    pub name: String,
    /// When it says that was, such as `08/12/2015 09:30`.
    pub time: String,
}

/// What a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covers {
    /// The whole file but the signature itself.
    Whole,
    /// The file as it was then; bytes were added afterwards.
    Before,
    /// Not what a signature must: the bytes it names are not all but itself.
    Broken,
}

/// The signatures of a PDF, in the order of the file.
#[must_use]
pub fn signatures(pdf: &[u8]) -> Vec<Signature> {
    const MARK: &[u8] = b"/ByteRange";
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < MOST {
        let Some(next) = position(pdf.get(at..).unwrap_or_default(), MARK) else {
            break;
        };
        let place = at + next;
        at = place + MARK.len();
        if let Some((signature, end)) = signature(pdf, place) {
            found.push(signature);
            at = at.max(end);
        }
    }
    found
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

/// The dictionary around a `ByteRange`, read as a signature; with its end.
fn signature(pdf: &[u8], place: usize) -> Option<(Signature, usize)> {
    let from = place.saturating_sub(REACH);
    let before = pdf.get(from..place)?;
    // The nearest object that begins before it; a signature is one of its own.
    let begins = before.windows(4).rposition(|four| four == b" obj")?;
    let mut reader = Reader {
        pdf,
        at: from + begins + 4,
    };
    let Value::Dictionary(entries) = reader.value(0)? else {
        return None;
    };
    let entry = |name: &str| {
        let mut named = entries.iter().filter(|(key, _)| key == name);
        named.next().map(|(_, value)| value)
    };
    let text = |name: &str| match entry(name) {
        Some(Value::Text(bytes, _)) => text::one_line(&readable(bytes), 200),
        Some(Value::Name(name)) => text::one_line(name, 100),
        Some(Value::Dictionary(_) | Value::List(_) | Value::Number(_) | Value::Other) | None => {
            String::new()
        }
    };
    let (Some(Value::List(range)), Some(Value::Text(_, contents))) =
        (entry("ByteRange"), entry("Contents"))
    else {
        return None;
    };
    let signature = Signature {
        covers: covers(range, contents, pdf.len()),
        form: text("SubFilter"),
        name: text("Name"),
        time: time(&text("M")),
    };
    Some((signature, reader.at))
}

/// Does the range leave out the signature, and nothing else?
fn covers(range: &[Value], contents: &std::ops::Range<usize>, length: usize) -> Covers {
    let numbers: Vec<usize> = range.iter().filter_map(Value::number).collect();
    let [start, first, again, rest] = numbers.as_slice() else {
        return Covers::Broken;
    };
    let end = again.checked_add(*rest);
    let leaves_out_itself = *start == 0 && (*first..*again) == *contents;
    match end {
        Some(end) if leaves_out_itself && range.len() == 4 && end == length => Covers::Whole,
        Some(end) if leaves_out_itself && range.len() == 4 && end < length => Covers::Before,
        Some(_) | None => Covers::Broken,
    }
}

/// `D:20151208093000+07'00'` as people read it; nothing when it is not one.
fn time(written: &str) -> String {
    let digits = written.trim_start_matches("D:");
    let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| digits.get(from..to);
    let (Some(year), Some(month), Some(day)) = (part(0, 4), part(4, 6), part(6, 8)) else {
        return String::new();
    };
    match (part(8, 10), part(10, 12)) {
        (Some(hour), Some(minute)) => format!("{day}/{month}/{year} {hour}:{minute}"),
        _ => format!("{day}/{month}/{year}"),
    }
}

/// A string of a PDF: UTF-16 or UTF-8 by its mark, else near enough Latin.
fn readable(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(b"\xfe\xff") {
        let units = wide.as_chunks::<2>().0.iter();
        let units: Vec<u16> = units.map(|pair| u16::from_be_bytes(*pair)).collect();
        return String::from_utf16_lossy(&units);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// A value of a PDF, as far as a signature needs it.
enum Value {
    Dictionary(Vec<(String, Value)>),
    List(Vec<Value>),
    Name(String),
    Number(usize),
    /// Bytes, and where they stand with their brackets.
    Text(Vec<u8>, std::ops::Range<usize>),
    Other,
}

impl Value {
    fn number(&self) -> Option<usize> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Dictionary(_) | Self::List(_) | Self::Name(_) | Self::Text(..) | Self::Other => {
                None
            }
        }
    }
}

struct Reader<'p> {
    pdf: &'p [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.pdf.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    let rest = self.pdf.get(self.at..).unwrap_or_default();
                    let line = rest.iter().position(|b| matches!(b, b'\n' | b'\r'));
                    self.at += line.unwrap_or(rest.len());
                }
                b'\0' | b'\t' | b'\n' | 0x0c | b'\r' | b' ' => self.at += 1,
                _ => return,
            }
        }
    }

    fn takes(&mut self, wanted: &[u8]) -> bool {
        let there = self
            .pdf
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(wanted));
        if there {
            self.at += wanted.len();
        }
        there
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.blanks();
        if depth > DEEPEST {
            return None;
        }
        if self.takes(b"<<") {
            return self.dictionary(depth);
        }
        match self.peek()? {
            b'[' => {
                self.at += 1;
                let mut list = Vec::new();
                loop {
                    self.blanks();
                    if self.takes(b"]") {
                        return Some(Value::List(list));
                    }
                    list.push(self.value(depth + 1)?);
                }
            }
            b'/' => Some(Value::Name(self.name()?)),
            b'(' => self.literal(),
            b'<' => self.hexadecimal(),
            _ => self.word(),
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Value> {
        let mut entries = Vec::new();
        loop {
            self.blanks();
            if self.takes(b">>") {
                return Some(Value::Dictionary(entries));
            }
            if self.peek()? != b'/' {
                // The rest of a reference such as `12 0 R`.
                self.word()?;
                continue;
            }
            let name = self.name()?;
            entries.push((name, self.value(depth + 1)?));
        }
    }

    fn name(&mut self) -> Option<String> {
        self.at += 1;
        let rest = self.pdf.get(self.at..)?;
        let ends = |b: &u8| b.is_ascii_whitespace() || *b == 0 || b"/<>[]()%{}".contains(b);
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        self.at += length;
        Some(String::from_utf8_lossy(rest.get(..length)?).into_owned())
    }

    fn word(&mut self) -> Option<Value> {
        let rest = self.pdf.get(self.at..)?;
        let ends = |b: &u8| b.is_ascii_whitespace() || *b == 0 || b"/<>[]()%{}".contains(b);
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        if length == 0 {
            return None;
        }
        self.at += length;
        let word = std::str::from_utf8(rest.get(..length)?).ok();
        let number = word.and_then(|word| word.parse().ok());
        Some(number.map_or(Value::Other, Value::Number))
    }

    fn literal(&mut self) -> Option<Value> {
        let begins = self.at;
        let (mut bytes, mut open) = (Vec::new(), 0_usize);
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'\\' => {
                    let escaped = self.peek()?;
                    self.at += 1;
                    bytes.extend(self.escape(escaped));
                }
                b'(' => {
                    open += 1;
                    if open > 1 {
                        bytes.push(byte);
                    }
                }
                b')' if open == 1 => return Some(Value::Text(bytes, begins..self.at)),
                b')' => {
                    open -= 1;
                    bytes.push(byte);
                }
                byte => bytes.push(byte),
            }
        }
    }

    /// What a backslash and the byte after it stand for.
    fn escape(&mut self, byte: u8) -> Option<u8> {
        match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' | b'f' | b'\n' | b'\r' => None,
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else {
                        break;
                    };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                u8::try_from(value & 0xff).ok()
            }
            other => Some(other),
        }
    }

    fn hexadecimal(&mut self) -> Option<Value> {
        let begins = self.at;
        let rest = self.pdf.get(self.at + 1..)?;
        let length = rest.iter().position(|b| *b == b'>')?;
        self.at += length + 2;
        let digits: Vec<u32> = rest
            .get(..length)?
            .iter()
            .filter_map(|b| char::from(*b).to_digit(16))
            .collect();
        let bytes = digits.chunks(2).map(|pair| {
            let low = pair.get(1).copied().unwrap_or_default();
            u8::try_from(pair.first().copied().unwrap_or_default() * 16 + low).unwrap_or_default()
        });
        Some(Value::Text(bytes.collect(), begins..self.at))
    }
}
