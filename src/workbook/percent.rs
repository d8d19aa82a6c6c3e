//! Which cells show their number as a percentage, in the two kinds of workbook
//! whose reader does not say: 0.35 shown as 35% is another answer than 0.35.
//!
//! Only places are read here, never values; what cannot be made out is no
//! percentage. The sheets come in the order in which the file lists them.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read as _},
};

use zip::ZipArchive;

use super::refusal::Limits;

/// Places on one sheet: row and column.
pub type Places = BTreeSet<(u32, u32)>;

// ── .xls: [MS-XLS] 2.3.2, and BIFF5, whose records here are the same ────────

const SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041E;
const STYLE: u16 = 0x00E0;
const BEGIN: u16 = 0x0809;
const NUMBER: u16 = 0x0203;
const SHORT_NUMBER: u16 = 0x027E;
const SHORT_NUMBERS: u16 = 0x00BD;
const FORMULA: u16 = 0x0006;

/// What BIFF8 says of itself.
const NEWER: u16 = 0x0600;

/// Formats that every Excel knows without their being written: `0%`, `0.00%`.
const KNOWN: [u16; 2] = [9, 10];

/// The percentages of an .xls, sheet by sheet.
#[must_use]
pub fn in_xls(bytes: &[u8]) -> Vec<Places> {
    let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
        return Vec::new();
    };
    let stream = file
        .open_stream("Workbook")
        .or_else(|_| file.open_stream("Book"));
    let mut book = Vec::new();
    let most = bytes.len() as u64;
    if stream
        .and_then(|stream| stream.take(most).read_to_end(&mut book))
        .is_err()
    {
        return Vec::new();
    }
    in_records(&book)
}

/// The same of the stream inside it.
#[must_use]
pub fn in_records(book: &[u8]) -> Vec<Places> {
    let mut formats: BTreeSet<u16> = KNOWN.into();
    let mut styles: Vec<u16> = Vec::new();
    // Where each sheet begins, and which it is.
    let mut begins: BTreeMap<u32, usize> = BTreeMap::new();
    let mut sheets: Vec<Places> = Vec::new();
    let (mut current, mut newer) = (None, None);
    for (at, name, body) in (Records { book, at: 0 }) {
        match name {
            BEGIN => {
                current = begins.get(&at).copied();
                newer = newer.or_else(|| short(body, 0).map(|version| version >= NEWER));
            }
            SHEET => {
                if let Some(begin) = long(body, 0) {
                    begins.insert(begin, sheets.len());
                    sheets.push(Places::new());
                }
            }
            FORMAT => {
                let percent = is_percent(body, newer == Some(true));
                formats.extend(short(body, 0).filter(|_| percent));
            }
            STYLE => styles.push(short(body, 2).unwrap_or(0)),
            NUMBER | SHORT_NUMBER | SHORT_NUMBERS | FORMULA => {
                let Some(places) = current.and_then(|sheet: usize| sheets.get_mut(sheet)) else {
                    continue;
                };
                let shows_it = |style: u16| {
                    let format = styles.get(usize::from(style));
                    format.is_some_and(|format| formats.contains(format))
                };
                places.extend(cells(name, body).filter(|it| shows_it(it.1)).map(|it| it.0));
            }
            _ => (),
        }
    }
    sheets
}

/// The cells of a record, each with its style: behind the row and the first
/// column stand a style and four bytes for each.
fn cells(name: u16, body: &[u8]) -> impl Iterator<Item = ((u32, u32), u16)> {
    let count = if name == SHORT_NUMBERS {
        body.len().saturating_sub(6) / 6
    } else {
        1
    };
    (0..count).filter_map(move |nth| {
        let (row, first) = (short(body, 0)?, short(body, 2)?);
        let column = u32::from(first) + u32::try_from(nth).ok()?;
        Some(((row.into(), column), short(body, 4 + 6 * nth)?))
    })
}

/// Does a format show percentages? Since BIFF8 its text says whether its
/// letters take two bytes.
fn is_percent(body: &[u8], newer: bool) -> bool {
    if !newer {
        return body.get(3..).is_some_and(|text| text.contains(&b'%'));
    }
    let wide = body.get(4).is_some_and(|flags| flags & 1 == 1);
    let text = body.get(5..).unwrap_or_default();
    if wide {
        return text.chunks(2).any(|letter| letter == [b'%', 0]);
    }
    text.contains(&b'%')
}

fn short(body: &[u8], at: usize) -> Option<u16> {
    let bytes = body.get(at..)?.first_chunk()?;
    Some(u16::from_le_bytes(*bytes))
}

fn long(body: &[u8], at: usize) -> Option<u32> {
    let bytes = body.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*bytes))
}

/// Records one after another: a name, a length, bytes.
struct Records<'b> {
    book: &'b [u8],
    at: usize,
}

impl<'b> Iterator for Records<'b> {
    type Item = (u32, u16, &'b [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let begins = u32::try_from(self.at).ok()?;
        let (name, length) = (short(self.book, self.at)?, short(self.book, self.at + 2)?);
        let from = self.at + 4;
        self.at = from + usize::from(length);
        Some((begins, name, self.book.get(from..self.at)?))
    }
}

// ── .ods: ODF 1.2 part 1, chapter 9 ─────────────────────────────────────────

/// The percentages of an .ods, sheet by sheet.
#[must_use]
pub fn in_ods(bytes: &[u8], limits: &Limits) -> Vec<Places> {
    let mut content = String::new();
    let read = ZipArchive::new(Cursor::new(bytes))
        .ok()
        .and_then(|mut zip| {
            // Sizes were counted by `unpack::scan` before.
            let part = zip.by_name("content.xml").ok()?;
            let mut part = part.take(limits.inflated);
            part.read_to_string(&mut content).ok()
        });
    match read {
        Some(_) if content.contains("=\"percentage\"") => in_content(&content, limits),
        Some(_) | None => Vec::new(),
    }
}

/// The same of the part inside it.
#[must_use]
pub fn in_content(xml: &str, limits: &Limits) -> Vec<Places> {
    let mut sheets: Vec<Places> = Vec::new();
    let (mut row, mut rows, mut column) = (0_u64, 1_u64, 0_u64);
    let mut left = limits.cells;
    for tag in tags(xml) {
        let name = tag.split([' ', '\n', '\t', '\r', '/']).next();
        match name.unwrap_or_default() {
            "table:table" => {
                sheets.push(Places::new());
                (row, rows) = (0, 0);
            }
            "table:table-row" => {
                (row, column) = (row.saturating_add(rows), 0);
                rows = times(tag, "table:number-rows-repeated");
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let columns = times(tag, "table:number-columns-repeated");
                if attribute(tag, "office:value-type") == Some("percentage")
                    && let Some(places) = sheets.last_mut()
                {
                    // What lies further out is refused by whoever reads values.
                    let last = (row.saturating_add(rows), column.saturating_add(columns));
                    let last = (last.0.min(limits.rows), last.1.min(limits.columns));
                    for place in (row..last.0).flat_map(|r| (column..last.1).map(move |c| (r, c))) {
                        if left == 0 {
                            break;
                        }
                        left -= 1;
                        places.extend(u32::try_from(place.0).ok().zip(u32::try_from(place.1).ok()));
                    }
                }
                column = column.saturating_add(columns);
            }
            _ => (),
        }
    }
    sheets
}

/// What stands between `<` and `>`, closing tags and comments left out. In the
/// value of an attribute a `>` is no end.
fn tags(xml: &str) -> impl Iterator<Item = &str> {
    let mut rest = xml;
    std::iter::from_fn(move || {
        loop {
            let (_, from) = rest.split_once('<')?;
            if let Some(comment) = from.strip_prefix("!--") {
                rest = comment.split_once("-->")?.1;
                continue;
            }
            let mut quote = None;
            let end = from.find(|c: char| {
                match quote {
                    Some(open) if c == open => quote = None,
                    None if matches!(c, '"' | '\'') => quote = Some(c),
                    Some(_) | None => (),
                }
                quote.is_none() && c == '>'
            })?;
            let (tag, after) = from.split_at(end);
            rest = after;
            if !tag.starts_with(['/', '?', '!']) {
                return Some(tag);
            }
        }
    })
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut parts = tag.split(name);
    let _before = parts.next()?;
    let after = parts.next()?.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after.get(1..)?.split(quote).next()
}

fn times(tag: &str, name: &str) -> u64 {
    let written = attribute(tag, name).and_then(|it| it.parse().ok());
    written.unwrap_or(1)
}
