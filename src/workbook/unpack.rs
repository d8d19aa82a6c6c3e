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
                break;
            }
            left = left
                .checked_sub(read as u64)
                .ok_or_else(|| Limit::Inflated.broken(None, limits.inflated))?;
            if !picture && watch.sees(&chunk[..read]) {
                return Err(Refusal::Hostile("xml: DOCTYPE".to_owned()));
            }
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

/// Looks for `<!DOCTYPE` in a stream of bytes, in UTF-8 and both UTF-16.
#[derive(Default)]
struct Watch {
    tail: Vec<u8>,
}

const DOCTYPE: &[u8] = b"<!DOCTYPE";

impl Watch {
    fn sees(&mut self, chunk: &[u8]) -> bool {
        self.tail.extend_from_slice(chunk);
        let plain = self
            .tail
            .windows(DOCTYPE.len())
            .any(|window| window == DOCTYPE);
        // In UTF-16 the letters stand two bytes apart, whichever end comes first.
        let wide = self
            .tail
            .windows(2 * DOCTYPE.len() - 1)
            .any(|window| window[0] == b'<' && window.iter().step_by(2).eq(DOCTYPE));
        let keep = self.tail.len().saturating_sub(2 * DOCTYPE.len());
        self.tail.drain(..keep);
        plain || wide
    }
}
