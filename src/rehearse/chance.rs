//! Draws that look like chance and are the same for the same seed.

/// A source of draws.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The source for one purpose: two purposes never share their draws, so
    /// that a change in one unit's report leaves the others as they were.
    #[must_use]
    pub fn of(seed: u64, purpose: &str) -> Self {
        // FNV-1a: short, and far better than a length for telling names apart.
        let mut state = 0xCBF2_9CE4_8422_2325_u64 ^ seed;
        for byte in purpose.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        Self(state)
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A whole number of the range, both ends in it; `low` when there is no
    /// range.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let Some(width) = high.checked_sub(low).and_then(|width| width.checked_add(1)) else {
            return low;
        };
        match u64::try_from(width) {
            Ok(width @ 1..) => low + i64::try_from(self.next() % width).unwrap_or(0),
            Ok(0) | Err(_) => low,
        }
    }

    /// Yes in so many of a hundred draws.
    pub fn percent(&mut self, yes: i64) -> bool {
        self.between(1, 100) <= yes
    }

    /// One of a list; none of an empty one.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(list.len()).ok()? - 1;
        list.get(usize::try_from(self.between(0, last)).ok()?)
    }

    /// Puts a list in another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let most = i64::try_from(last).unwrap_or(0);
            let other = usize::try_from(self.between(0, most)).unwrap_or(0);
            list.swap(last, other);
        }
    }
}
