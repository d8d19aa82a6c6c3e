//! A unit's explanation of what the verification found: the code in a subject
//! that tells it from a report.
//!
//! Every unit is given a code of its own, `[GT-XXXXXXXX]` (giải trình), in the
//! subject of the letter that asks. A reply keeps the subject, whatever a mail
//! program puts before it. The code says only what a mail is about; who sent it
//! must be proven as of any other mail.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What stands before the letters of a code.
const BEGINNING: &str = "[GT-";
/// How many letters a code has.
pub const LETTERS: usize = 8;
/// Letters that nobody takes for another or for a digit, and no vowel, so that
/// no code is a word.
const ALPHABET: &[u8; 20] = b"BCDFGHJKMNPQRSTVWXYZ";

/// The code of one unit in one campaign.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    /// From bytes of chance; nothing when too few of them are of use.
    #[must_use]
    pub fn of(chance: &[u8]) -> Option<Self> {
        // The largest multiple of twenty: every letter is as likely as another.
        let letters = chance.iter().filter(|byte| **byte < 240);
        let letters = letters.filter_map(|byte| ALPHABET.get(usize::from(byte % 20)));
        let token: String = letters
            .take(LETTERS)
            .map(|byte| char::from(*byte))
            .collect();
        (token.len() == LETTERS).then_some(Self(token))
    }

    /// Reads its letters, in capitals or not.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let token = text.to_ascii_uppercase();
        let good = token.len() == LETTERS && token.bytes().all(|byte| ALPHABET.contains(&byte));
        good.then_some(Self(token))
    }

    /// The first code that stands in a subject. White space that a mail program
    /// put inside is no part of it.
    #[must_use]
    pub fn find(subject: &str) -> Option<Self> {
        let tight: String = subject.chars().filter(|c| !c.is_whitespace()).collect();
        let tight = tight.to_ascii_uppercase();
        let mut after = tight.split(BEGINNING).skip(1);
        after.find_map(|rest| Self::parse(rest.split_once(']')?.0))
    }

    /// Its letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// As it stands in a subject.
impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{BEGINNING}{}]", self.0)
    }
}

/// What the code in a subject means for the unit that sent the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explaining {
    /// It is the unit's own, and explanations are taken until then.
    Own {
        /// First moment that is too late.
        until: Timestamp,
    },
    /// It is another unit's, or nobody's.
    NotOwn,
}
