//! The names inside a compound file (`D0 CF 11 E0`: .xls, .doc, encrypted
//! .xlsx), read without trusting a single count in its header.
//!
//! Libraries reserve what the header asks for and follow chains that bite
//! their own tail; here every number is held against the length of the file
//! first, and no chain is longer than the file has sectors.

use super::{container::Container, refusal::Refusal};

/// The first eight bytes.
pub(super) const MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const NO_SECTOR: u32 = 0xFFFF_FFFA;
const ENTRY: usize = 128;

/// What the file holds, by the names of its streams and storages.
pub(super) fn detect(bytes: &[u8]) -> Result<Container, Refusal> {
    let names = names(bytes).ok_or_else(|| Refusal::Damaged("compound file".to_owned()))?;
    // Names in a compound file are the same in capitals; some programs write them so.
    let has = |name: &str| names.iter().any(|found| found.eq_ignore_ascii_case(name));
    Ok(if has("EncryptedPackage") {
        Container::Encrypted
    } else if has("_VBA_PROJECT_CUR") || has("VBA") && has("PROJECT") {
        Container::MacroWorkbook
    } else if has("Workbook") || has("Book") {
        Container::Workbook(super::container::Kind::Xls)
    } else if has("WordDocument") {
        Container::Word
    } else {
        Container::Unknown
    })
}

struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    fat: Vec<u32>,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Every name in the directory; none when the file does not hold together.
fn names(bytes: &[u8]) -> Option<Vec<String>> {
    let sector = match (u16_at(bytes, 26)?, u16_at(bytes, 30)?) {
        (3, 9) => 512,
        (4, 12) => 4096,
        _ => return None,
    };
    let mut file = Compound {
        bytes,
        sector,
        fat: Vec::new(),
    };
    file.read_fat()?;
    let mut names = Vec::new();
    let mut at = u32_at(bytes, 48)?;
    for _ in 0..=file.fat.len() {
        if at == END_OF_CHAIN {
            return Some(names);
        }
        for entry in file.sector(at)?.chunks_exact(ENTRY) {
            let length = usize::from(u16_at(entry, 64)?);
            if entry[66] != 0 && (2..=64).contains(&length) {
                let units: Vec<u16> = entry[..length - 2]
                    .chunks_exact(2)
                    .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
                    .collect();
                names.push(String::from_utf16_lossy(&units));
            }
        }
        at = *file.fat.get(usize::try_from(at).ok()?)?;
    }
    // The chain is longer than the file: it runs in a circle.
    None
}

impl<'b> Compound<'b> {
    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        if number >= NO_SECTOR {
            return None;
        }
        let start = usize::try_from(number)
            .ok()?
            .checked_add(1)?
            .checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        // The last sector of a file may be cut short; calamine reads it as well.
        self.bytes.get(start..end).filter(|part| !part.is_empty())
    }

    /// The allocation table: 109 of its sectors are named in the header, the
    /// others in a chain of their own.
    fn read_fat(&mut self) -> Option<()> {
        let most = self.bytes.len() / self.sector + 1;
        if usize::try_from(u32_at(self.bytes, 44)?).ok()? > most {
            return None;
        }
        let mut list: Vec<u32> = Vec::new();
        for slot in 0..109 {
            list.push(u32_at(self.bytes, 76 + 4 * slot)?);
        }
        let mut next = u32_at(self.bytes, 68)?;
        let mut seen = 0;
        while next < NO_SECTOR {
            seen += 1;
            if seen > most {
                return None;
            }
            let part = self.sector(next)?;
            let (slots, link) = part.split_at_checked(self.sector - 4)?;
            list.extend(slots.chunks_exact(4).filter_map(|slot| u32_at(slot, 0)));
            next = u32_at(link, 0)?;
        }
        list.retain(|sector| *sector < NO_SECTOR);
        if list.len() > most {
            return None;
        }
        for number in list {
            let part = self.sector(number)?;
            self.fat
                .extend(part.chunks_exact(4).filter_map(|slot| u32_at(slot, 0)));
        }
        Some(())
    }
}
