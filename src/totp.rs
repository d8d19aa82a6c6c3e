//! The second factor: six digits that a telephone makes of a shared key and the
//! time (RFC 6238, with what every application takes: SHA-1, six digits, half a
//! minute).

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha1::Sha1;

/// Seconds that a code lives.
pub const STEP: i64 = 30;

/// How many steps a telephone's clock may be ahead or behind.
const DRIFT: i64 = 1;

/// RFC 4648 §6.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A shared key. It has no `Debug`, so it cannot be logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 20]);

impl Key {
    /// A key of 20 random bytes, as many as SHA-1 has (RFC 4226 §4).
    #[must_use]
    pub fn new(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// Reads what [`Key::base32`] wrote.
    #[must_use]
    pub fn parse(base32: &str) -> Option<Self> {
        if base32.len() != 32 {
            return None;
        }
        let mut bits: Vec<u8> = Vec::with_capacity(160);
        for digit in base32.bytes() {
            let value = ALPHABET.iter().position(|known| *known == digit)?;
            bits.extend((0..5).rev().map(|at| u8::from((value >> at) & 1 == 1)));
        }
        let mut bytes = [0; 20];
        for (byte, bits) in bytes.iter_mut().zip(bits.chunks(8)) {
            *byte = bits.iter().fold(0, |byte, bit| (byte << 1) | bit);
        }
        Some(Self(bytes))
    }

    /// As it is stored, and typed into an application that has no camera.
    #[must_use]
    pub fn base32(&self) -> String {
        self.0
            .chunks(5)
            .flat_map(|five| {
                let bits = five
                    .iter()
                    .fold(0_u64, |all, byte| (all << 8) | u64::from(*byte));
                (0..8).rev().map(move |at| (bits >> (at * 5)) & 31)
            })
            .filter_map(|digit| ALPHABET.get(usize::try_from(digit).ok()?))
            .map(|digit| char::from(*digit))
            .collect()
    }

    /// What the picture for the telephone says (the key URI format that all
    /// applications read).
    #[must_use]
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (escaped(issuer), escaped(account));
        let key = self.base32();
        format!("otpauth://totp/{issuer}:{account}?secret={key}&issuer={issuer}")
    }

    /// The code of a step.
    #[must_use]
    pub fn code(&self, step: i64) -> String {
        // A key shorter than a block is filled up with zeros (RFC 2104 §2).
        let mut block = [0; 64];
        block[..20].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha1>::new(&block.into());
        mac.update(&step.to_be_bytes());
        let hash: [u8; 20] = mac.finalize().into_bytes().into();
        // RFC 4226 §5.3: the last half byte says where the number stands.
        let at = usize::from(hash[19] & 15);
        let four = hash.iter().skip(at).take(4);
        let number = four.fold(0_u32, |all, byte| (all << 8) | u32::from(*byte));
        format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
    }

    /// The step that a typed code belongs to, around now and after the last one
    /// that was used: a code that somebody saw being typed opens nothing more.
    #[must_use]
    pub fn step_of(&self, typed: &str, now: Timestamp, last: i64) -> Option<i64> {
        let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
        let now = step(now);
        (now - DRIFT..=now + DRIFT)
            .filter(|step| *step > last)
            .find(|step| self.code(*step) == typed)
    }
}

/// The step of a moment.
#[must_use]
pub fn step(at: Timestamp) -> i64 {
    at.as_second().div_euclid(STEP)
}

/// A text inside a URI (RFC 3986 §2.3).
fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
