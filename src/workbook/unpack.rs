//! Unpacks the parts of a zip with a hand on the counter.
//!
//! The sizes in a zip are claims. Here each part is really unpacked, into
//! nothing, before a library does it into memory.

use std::io::{Cursor, Read, Write};

use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::refusal::{Limit, Limits, Refusal};

/// Unpacks every part, counts, and refuses a document type in any of them:
/// no honest workbook declares entities.
pub(super) fn scan(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    let damaged = |why: String| Refusal::Damaged(format!("zip: {why}"));
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|why| damaged(why.to_string()))?;
    let mut left = limits.inflated;
    let mut chunk = vec![0; 64 << 10];
    for index in 0..zip.len() {
        let mut part = zip
            .by_index(index)
            .map_err(|why| damaged(why.to_string()))?;
        let picture = part
            .name()
            .is_ok_and(|name| name.starts_with("xl/media/") || name.starts_with("Pictures/"));
        let mut watch = Watch::default();
        loop {
            let read = part
                .read(&mut chunk)
                .map_err(|why| damaged(why.to_string()))?;
            if read == 0 {
                if !picture && watch.sees_end() {
                    return Err(Refusal::Hostile("xml: DOCTYPE".to_owned()));
                }
                break;
            }
            left = left
                .checked_sub(read as u64)
                .ok_or_else(|| Limit::Inflated.broken(None, limits.inflated))?;
            if !picture && watch.sees(&chunk[..read]) {
                return Err(Refusal::Hostile("xml: DOCTYPE".to_owned()));
            }
            Limit::Rows.check(watch.rows, limits.rows)?;
        }
    }
    Ok(())
}

/// A part known to be small, such as the list of types; empty when it is not
/// there or cannot be unpacked.
pub(super) fn small(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
        return out;
    };
    if let Ok(part) = zip.by_name(name) {
        // What was unpacked before a fault is as good as nothing: the reader
        // will meet the same fault and say so.
        let _ = part.take(256 << 10).read_to_end(&mut out);
    }
    out
}

/// An .ods whose `content.xml` has no blanks between the elements of its tables,
/// with nothing else in it that a reader needs. None when it cannot be unpacked.
pub(super) fn without_indents(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for name in ["mimetype", "META-INF/manifest.xml", "content.xml"] {
        let mut part = Vec::new();
        // Sizes were counted by `scan` before.
        zip.by_name(name).ok()?.read_to_end(&mut part).ok()?;
        let part = if name == "content.xml" {
            close_up(&part)
        } else {
            part
        };
        out.start_file(name, stored).ok()?;
        out.write_all(&part).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

/// Drops blanks between tags, except inside paragraphs, where they are text.
fn close_up(xml: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(xml.len());
    let mut paragraphs = 0_u32;
    for piece in xml.split_inclusive(|byte| *byte == b'>') {
        let at = piece.iter().position(|byte| *byte == b'<');
        let (text, tag) = piece.split_at(at.unwrap_or(piece.len()));
        if paragraphs > 0 || !text.iter().all(u8::is_ascii_whitespace) {
            out.extend_from_slice(text);
        }
        out.extend_from_slice(tag);
        if tag.starts_with(b"</text:p>") {
            paragraphs = paragraphs.saturating_sub(1);
        } else if (tag.starts_with(b"<text:p>") || tag.starts_with(b"<text:p "))
            && !tag.ends_with(b"/>")
        {
            paragraphs += 1;
        }
    }
    out
}

/// Looks at the tags of a stream of bytes: for a document type, in UTF-8 and
/// both UTF-16, and for rows, so that a foreign sheet of a hundred thousand is
/// refused before anybody builds it.
#[derive(Default)]
struct Watch {
    tail: Vec<u8>,
    rows: u64,
}

const DOCTYPE: &[u8] = b"<!DOCTYPE";
const ROW: &[u8] = b"<row";

impl Watch {
    /// Is there a document type?
    fn sees(&mut self, chunk: &[u8]) -> bool {
        self.tail.extend_from_slice(chunk);
        // What may begin a tag at the very end is looked at with the next chunk.
        let most = 2 * DOCTYPE.len();
        let whole = self.tail.len().saturating_sub(most);
        let mut at = 0;
        while let Some(next) = self.tail[at..whole].iter().position(|byte| *byte == b'<') {
            let tag = &self.tail[at + next..];
            // In UTF-16 the letters stand two bytes apart, whichever end comes first.
            let wide = tag[1] == 0 && tag[..most].iter().step_by(2).eq(DOCTYPE);
            if wide || tag.starts_with(DOCTYPE) {
                return true;
            }
            let is_row = tag.starts_with(ROW) && matches!(tag[ROW.len()], b' ' | b'>' | b'/');
            self.rows += u64::from(is_row);
            at += next + 1;
        }
        self.tail.drain(..whole);
        false
    }

    /// Looks at what is left when the stream has ended.
    fn sees_end(&mut self) -> bool {
        let rest = [0; 2 * DOCTYPE.len()];
        self.sees(&rest)
    }
}
