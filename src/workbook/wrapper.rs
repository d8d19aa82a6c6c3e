//! Files that only wrap other files: a zip, and the `winmail.dat` that Outlook
//! makes of attachments (MS-OXTNEF). One level is opened and no more: what is
//! inside is a file of its own, judged by its own bytes.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::{
    archive,
    container::Container,
    refusal::{Limit, Limits, Refusal},
};
use crate::text;

/// Most files of a wrapper that are looked at. A report is wrapped alone or
/// with a few others; more is somebody's archive.
const MAX_FILES: usize = 50;

/// A file that was inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inner {
    /// Its name there, a label only.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Takes the files out of a wrapper, within the bounds of workbooks.
///
/// # Errors
/// When it does not hold together, is locked, or holds more than is read.
pub fn open(container: Container, bytes: &[u8], limits: &Limits) -> Result<Vec<Inner>, Refusal> {
    Limit::Bytes.check(bytes.len() as u64, limits.bytes)?;
    match container {
        Container::Zip => zipped(bytes, limits),
        Container::Tnef => tnef(bytes),
        Container::Workbook(_)
        | Container::MacroWorkbook
        | Container::BinaryWorkbook
        | Container::OldWorkbook
        | Container::Encrypted
        | Container::Pdf
        | Container::Word
        | Container::Html
        | Container::Text
        | Container::Archive
        | Container::Image
        | Container::Executable
        | Container::Empty
        | Container::Unknown => Ok(Vec::new()),
    }
}

fn zipped(bytes: &[u8], limits: &Limits) -> Result<Vec<Inner>, Refusal> {
    let damaged = |why: String| Refusal::Damaged(format!("zip: {why}"));
    archive::parts(bytes, limits)?;
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|why| damaged(why.to_string()))?;
    let mut left = limits.inflated;
    let mut found = Vec::new();
    for index in 0..zip.len() {
        let mut part = zip
            .by_index(index)
            .map_err(|why| damaged(why.to_string()))?;
        let size = part.size();
        let name = part.name().unwrap_or_default().into_owned();
        if part.is_dir() || is_litter(&name) {
            continue;
        }
        Limit::Entries.check(found.len() as u64 + 1, MAX_FILES as u64)?;
        let mut inner = Vec::new();
        part.by_ref()
            .take(left + 1)
            .read_to_end(&mut inner)
            .map_err(|why| damaged(why.to_string()))?;
        if inner.len() as u64 != size {
            return Err(Refusal::Ambiguous("zip: a part has two sizes".to_owned()));
        }
        left = left
            .checked_sub(inner.len() as u64)
            .ok_or_else(|| Limit::Inflated.broken(None, limits.inflated))?;
        found.push(Inner {
            name: label(&name),
            bytes: inner,
        });
    }
    Ok(found)
}

/// What systems put beside the files of a person.
fn is_litter(name: &str) -> bool {
    let last = last_step(name);
    name.starts_with("__MACOSX/")
        || [".ds_store", "thumbs.db", "desktop.ini"].contains(&last.to_lowercase().as_str())
}

fn last_step(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

fn label(name: &str) -> String {
    text::one_line(last_step(name), 150)
}

/// First bytes of TNEF: signature and a key that nobody uses.
const TNEF_HEAD: usize = 6;
/// Level of an attribute that belongs to an attachment.
const ATTACHMENT: u8 = 2;
/// Attributes of an attachment (MS-OXTNEF 2.1.3.2): where one begins, its
/// name, its bytes.
const BEGINS: u16 = 0x9002;
const TITLE: u16 = 0x8010;
const DATA: u16 = 0x800F;

fn tnef(bytes: &[u8]) -> Result<Vec<Inner>, Refusal> {
    let damaged = || Refusal::Damaged("winmail.dat".to_owned());
    let mut found: Vec<Inner> = Vec::new();
    let mut rest = bytes.get(TNEF_HEAD..).ok_or_else(damaged)?;
    while let [level, id_low, id_high, _, _, a, b, c, d, after @ ..] = rest {
        let length = u32::from_le_bytes([*a, *b, *c, *d]);
        let length = usize::try_from(length).map_err(|_| damaged())?;
        let (value, after) = after.split_at_checked(length).ok_or_else(damaged)?;
        let ([low, high], after) = after.split_first_chunk().ok_or_else(damaged)?;
        if sum(value) != u16::from_le_bytes([*low, *high]) {
            return Err(damaged());
        }
        rest = after;
        if *level != ATTACHMENT {
            continue;
        }
        match u16::from_le_bytes([*id_low, *id_high]) {
            BEGINS => {
                Limit::Entries.check(found.len() as u64 + 1, MAX_FILES as u64)?;
                found.push(Inner {
                    name: String::new(),
                    bytes: Vec::new(),
                });
            }
            TITLE => {
                let title = value.split(|byte| *byte == 0).next().unwrap_or_default();
                let last = found.last_mut().ok_or_else(damaged)?;
                last.name = label(&String::from_utf8_lossy(title));
            }
            DATA => found.last_mut().ok_or_else(damaged)?.bytes = value.to_vec(),
            _ => (),
        }
    }
    if !rest.is_empty() {
        return Err(damaged());
    }
    // A picture pasted into a letter begins an attachment and brings no bytes.
    found.retain(|inner| !inner.bytes.is_empty());
    Ok(found)
}

/// The checksum of an attribute: its bytes, added up.
fn sum(value: &[u8]) -> u16 {
    value
        .iter()
        .fold(0, |sum: u16, byte| sum.wrapping_add(u16::from(*byte)))
}
