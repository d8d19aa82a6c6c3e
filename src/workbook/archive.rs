//! The table of contents of a zip file, read by ourselves before any library
//! sees the file, and held against every local header.
//!
//! A zip states names and sizes twice. Where the two differ, Excel and we could
//! read two different workbooks from one file, so a difference is a refusal.

use std::collections::BTreeSet;

use super::refusal::{Limit, Limits, Refusal};

/// One part of the archive, by the central directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Its name.
    pub name: String,
    /// Its bytes, packed, where they lie in the file.
    pub packed: std::ops::Range<usize>,
    /// How many bytes it says it has, unpacked.
    pub size: u64,
    /// Is it stored as it is?
    pub stored: bool,
}

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const SYMLINK: u32 = 0o120_000;

/// Reads and checks the table of contents.
pub(super) fn parts(bytes: &[u8], limits: &Limits) -> Result<Vec<Part>, Refusal> {
    let (end, others) = end_record(bytes)?;
    let (count, size, start) = (
        usize::from(u16_at(bytes, end + 10)?),
        usize::try_from(u32_at(bytes, end + 12)?).map_err(|_| damaged("directory"))?,
        usize::try_from(u32_at(bytes, end + 16)?).map_err(|_| damaged("directory"))?,
    );
    Limit::Entries.check(count as u64, limits.entries)?;
    if start.checked_add(size) != Some(end) {
        return Err(ambiguous("bytes between the parts and the directory"));
    }
    let mut parts = Vec::with_capacity(count);
    let mut at = start;
    for _ in 0..count {
        at = entry(bytes, at, &mut parts)?;
    }
    if at != end {
        return Err(ambiguous("parts that the directory does not count"));
    }
    check_names(&parts)?;
    check_sizes(&parts, limits)?;
    check_places(&parts, bytes, start)?;
    let within = |at: &usize| parts.iter().any(|part| part.packed.contains(at));
    if !others.iter().all(within) {
        return Err(ambiguous("two tables of contents"));
    }
    Ok(parts)
}

fn damaged(what: &str) -> Refusal {
    Refusal::Damaged(format!("zip: {what}"))
}

fn ambiguous(what: &str) -> Refusal {
    Refusal::Ambiguous(format!("zip: {what}"))
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, Refusal> {
    let pair = bytes.get(at..).and_then(|rest| rest.first_chunk());
    pair.map(|pair| u16::from_le_bytes(*pair))
        .ok_or_else(|| damaged("cut short"))
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, Refusal> {
    let four = bytes.get(at..).and_then(|rest| rest.first_chunk());
    four.map(|four| u32::from_le_bytes(*four))
        .ok_or_else(|| damaged("cut short"))
}

/// Where the last end record begins, which is the one that counts for whoever
/// looks from the end, and where others seem to begin. A workbook that is
/// stored in a zip brings its own; one outside of all parts would be a second
/// table of contents, and which one counts depends on who looks.
fn end_record(bytes: &[u8]) -> Result<(usize, Vec<usize>), Refusal> {
    let reach = bytes
        .len()
        .saturating_sub(END_LENGTH + usize::from(u16::MAX));
    let mut found: Vec<usize> = bytes[reach..]
        .windows(END.len())
        .enumerate()
        .filter(|(_, window)| *window == END)
        .map(|(at, _)| reach + at)
        .collect();
    let end = found.pop().ok_or_else(|| damaged("no table of contents"))?;
    let disks = u32_at(bytes, end + 4)?;
    let counts_agree = u16_at(bytes, end + 8)? == u16_at(bytes, end + 10)?;
    if disks != 0 || !counts_agree {
        return Err(damaged("in several volumes"));
    }
    Ok((end, found))
}

/// Reads one entry of the directory and gives the place of the next.
fn entry(bytes: &[u8], at: usize, parts: &mut Vec<Part>) -> Result<usize, Refusal> {
    if bytes.get(at..at + 4) != Some(CENTRAL) {
        return Err(damaged("directory"));
    }
    let (flags, method) = (u16_at(bytes, at + 8)?, u16_at(bytes, at + 10)?);
    let (packed, size) = (u32_at(bytes, at + 20)?, u32_at(bytes, at + 24)?);
    let name_length = usize::from(u16_at(bytes, at + 28)?);
    let rest = usize::from(u16_at(bytes, at + 30)?) + usize::from(u16_at(bytes, at + 32)?);
    let mode = u32_at(bytes, at + 38)? >> 16;
    let local = u32_at(bytes, at + 42)?;
    let name_end = at + 46 + name_length;
    let name = bytes
        .get(at + 46..name_end)
        .ok_or_else(|| damaged("cut short"))?;
    if flags & 1 != 0 {
        return Err(Refusal::Encrypted);
    }
    if !matches!(method, 0 | 8) {
        return Err(damaged("packed in an unusual way"));
    }
    if [packed, size, local].contains(&u32::MAX) {
        return Err(damaged("zip64"));
    }
    if mode & 0o170_000 == SYMLINK {
        return Err(Refusal::Hostile("zip: a link instead of a part".to_owned()));
    }
    let local = usize::try_from(local).map_err(|_| damaged("place of a part"))?;
    let data = local_header(bytes, local, name, method)?;
    let packed = usize::try_from(packed).map_err(|_| damaged("size of a part"))?;
    parts.push(Part {
        name: String::from_utf8_lossy(name).into_owned(),
        packed: data..data.saturating_add(packed),
        size: u64::from(size),
        stored: method == 0,
    });
    Ok(name_end + rest)
}

/// Holds the local header against the directory; gives where the bytes begin.
fn local_header(bytes: &[u8], at: usize, name: &[u8], method: u16) -> Result<usize, Refusal> {
    if bytes.get(at..at.saturating_add(4)) != Some(LOCAL) {
        return Err(damaged("a part is not where the directory says"));
    }
    let length = usize::from(u16_at(bytes, at + 26)?);
    let same = bytes.get(at + 30..at + 30 + length) == Some(name)
        && u16_at(bytes, at + 8)? == method
        && u16_at(bytes, at + 6)? & 1 == 0;
    if !same {
        return Err(ambiguous("a part has two names"));
    }
    Ok(at + 30 + length + usize::from(u16_at(bytes, at + 28)?))
}

fn check_names(parts: &[Part]) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for part in parts {
        let name = &part.name;
        let outside = name.starts_with(['/', '\\'])
            || name.contains(['\0', ':'])
            || name.split(['/', '\\']).any(|step| step == "..");
        if outside {
            return Err(Refusal::Hostile(
                "zip: a part named outside the file".to_owned(),
            ));
        }
        if name.contains('\\') {
            // Some old programs write so; the author can save the file anew.
            return Err(damaged("folders parted by backslashes"));
        }
        if !seen.insert(name.to_lowercase()) {
            return Err(ambiguous("two parts of one name"));
        }
    }
    Ok(())
}

fn check_sizes(parts: &[Part], limits: &Limits) -> Result<(), Refusal> {
    let mut total = 0_u64;
    for part in parts {
        total = total.saturating_add(part.size);
        let packed = part.packed.len() as u64;
        if part.size > 10 << 20 {
            Limit::Ratio.check(part.size / packed.max(1), limits.ratio)?;
        }
        if part.stored && part.size != packed {
            return Err(ambiguous("a part has two sizes"));
        }
    }
    Limit::Inflated.check(total, limits.inflated)
}

/// Parts may not lie in each other, before the first byte, or in the directory.
fn check_places(parts: &[Part], bytes: &[u8], directory: usize) -> Result<(), Refusal> {
    let mut places: Vec<_> = parts.iter().map(|part| part.packed.clone()).collect();
    places.sort_by_key(|place| place.start);
    if !parts.is_empty() && !bytes.starts_with(LOCAL) {
        return Err(ambiguous("bytes before the first part"));
    }
    let mut free = 0;
    for place in places {
        if place.start < free || place.end > directory {
            return Err(Refusal::Hostile(
                "zip: parts that lie in each other".to_owned(),
            ));
        }
        free = place.end;
    }
    Ok(())
}
