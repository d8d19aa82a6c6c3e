//! Finding line ends in a mail of many megabytes, which is looked through more
//! than once: eight bytes at a time.

/// Where a byte first stands.
#[must_use]
pub fn find(byte: u8, bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([0x01; 8]);
    const TOPS: u64 = u64::from_le_bytes([0x80; 8]);
    let (eights, rest) = bytes.as_chunks::<8>();
    for (n, eight) in eights.iter().enumerate() {
        // A byte that is the one looked for becomes zero, and the lowest zero
        // is the lowest byte from which one cannot be taken without borrowing.
        let differs = u64::from_le_bytes(*eight) ^ (ONES * u64::from(byte));
        let found = differs.wrapping_sub(ONES) & !differs & TOPS;
        if found != 0 {
            return Some(8 * n + found.trailing_zeros() as usize / 8);
        }
    }
    let found = rest.iter().position(|other| *other == byte)?;
    Some(8 * eights.len() + found)
}

/// Where lines begin that follow a line end at or after `from`.
pub fn line_starts(raw: &[u8], from: usize) -> impl Iterator<Item = usize> {
    let mut at = from;
    std::iter::from_fn(move || {
        at += find(b'\n', raw.get(at..)?)? + 1;
        Some(at)
    })
}
