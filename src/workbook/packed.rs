//! A workbook inside one wrapping: a zip, or Outlook's `winmail.dat`. One level
//! is opened, in the reading process, and only when it holds exactly one.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{
    container::{Container, admit},
    refusal::{Limit, Limits, Refusal},
};

/// The one workbook in the wrapping.
///
/// # Errors
/// When there is none or more than one; the refusal of the only file in it.
pub(super) fn workbook(
    bytes: &[u8],
    container: Container,
    limits: &Limits,
) -> Result<Vec<u8>, Refusal> {
    let mut files = if container == Container::Tnef {
        tnef(bytes).unwrap_or_default()
    } else {
        zipped(bytes, limits)?
    };
    let admitted: Vec<Result<_, Refusal>> = files.iter().map(|file| admit(file, limits)).collect();
    let hostile = |read: &&Result<_, Refusal>| {
        matches!(
            read,
            Err(Refusal::Hostile(_) | Refusal::Type(Container::Executable))
        )
    };
    if let Some(Err(refusal)) = admitted.iter().find(hostile) {
        return Err(refusal.clone());
    }
    let fit: Vec<usize> = (0..files.len())
        .filter(|at| admitted[*at].is_ok())
        .collect();
    match (fit.as_slice(), admitted.as_slice()) {
        ([one], _) => Ok(files.swap_remove(*one)),
        ([], [Err(only)]) if !matches!(only, Refusal::Type(Container::Zip)) => Err(only.clone()),
        _ => Err(Refusal::Type(container)),
    }
}

/// The files in a zip, each really unpacked with a hand on the counter.
fn zipped(bytes: &[u8], limits: &Limits) -> Result<Vec<Vec<u8>>, Refusal> {
    let damaged = |why: String| Refusal::Damaged(format!("zip: {why}"));
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|why| damaged(why.to_string()))?;
    let mut left = limits.inflated;
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let part = zip
            .by_index(index)
            .map_err(|why| damaged(why.to_string()))?;
        // What a Mac or Windows adds beside the files.
        let leaf = |name: &str| name.rsplit('/').next().unwrap_or_default().to_lowercase();
        let extra = part.name().is_ok_and(|name| {
            name.starts_with("__MACOSX/")
                || ["thumbs.db", ".ds_store"].contains(&leaf(&name).as_str())
        });
        if part.is_dir() || extra {
            continue;
        }
        let claimed = part.size();
        let mut file = Vec::new();
        let most = left.min(limits.bytes) + 1;
        part.take(most)
            .read_to_end(&mut file)
            .map_err(|why| damaged(why.to_string()))?;
        let size = file.len() as u64;
        if size != claimed && size < most {
            return Err(Refusal::Ambiguous("zip: a part has two sizes".to_owned()));
        }
        left = left
            .checked_sub(size)
            .ok_or_else(|| Limit::Inflated.broken(None, limits.inflated))?;
        files.push(file);
    }
    Ok(files)
}

/// `attAttachData` of [MS-OXTNEF] 2.1.3.1.
const ATTACHED: u32 = 0x0006_800F;

/// The files in a `winmail.dat`; none when it does not hold together.
fn tnef(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let u32_at = |at: usize| {
        let four = bytes.get(at..)?.first_chunk()?;
        Some(u32::from_le_bytes(*four))
    };
    let mut files = Vec::new();
    // A signature and a key, then level, name, length, bytes and a checksum.
    let mut at = 6;
    while at < bytes.len() {
        let name = u32_at(at + 1)?;
        let length = usize::try_from(u32_at(at + 5)?).ok()?;
        let data = bytes.get(at + 9..)?.get(..length)?;
        if name == ATTACHED {
            files.push(data.to_vec());
        }
        at = at + 9 + length + 2;
    }
    Some(files)
}
