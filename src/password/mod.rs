//! Which passwords can be guessed.
//!
//! There is one rule about length and none about kinds of characters: those
//! make people write passwords down. What is refused is what a guesser tries
//! first: the passwords that everybody has, the words of this office, and rows
//! of the keyboard, alone or with figures and signs between them.

use unicode_normalization::UnicodeNormalization as _;

use crate::text;

/// Fewest characters.
pub const SHORTEST: usize = 12;

/// Most characters: enough for any sentence, few enough to hash.
pub const LONGEST: usize = 512;

/// The passwords that people use most, in letters and digits: the first 3,200
/// and all long ones of the list of zxcvbn 4.5 (MIT licence, Dropbox, Inc.).
const COMMON: &str = include_str!("common.txt");

/// What everybody in this business thinks of first.
const BUSINESS: [&str; 42] = [
    "baocao",
    "bao",
    "cao",
    "chuyendoiso",
    "congvu",
    "congvan",
    "hopthu",
    "matkhau",
    "mat",
    "khau",
    "taikhoan",
    "quantri",
    "admin",
    "administrator",
    "password",
    "ubnd",
    "hdnd",
    "uybannhandan",
    "vanphong",
    "phuong",
    "thixa",
    "huyen",
    "tinh",
    "thanhpho",
    "vietnam",
    "viet",
    "nam",
    "hanoi",
    "saigon",
    "danang",
    "hochiminh",
    "thuathienhue",
    "thuathien",
    "hue",
    "huongtra",
    "huong",
    "donvi",
    "canbo",
    "cntt",
    "thang",
    "ngay",
    "anhyeuem",
];

/// Rows of the keyboard and the alphabet, in both directions.
const ROWS: [&str; 6] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1234567890",
    "qazwsxedcrfvtgbyhnujmikolp",
];

/// Why a password cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Too few characters.
    TooShort,
    /// Too many characters.
    TooLong,
    /// A few signs, again and again.
    Repeats,
    /// A password that many people have, or made of such and of figures.
    Common,
    /// Made of words of the office, the campaign or the account.
    OfOurs,
}

/// A password in one spelling: one keyboard writes `ế` as one character,
/// another as three.
#[must_use]
pub fn composed(password: &str) -> String {
    password.nfc().collect()
}

/// What is wrong with a password, for an account and an office with these
/// names.
#[must_use]
pub fn weakness(password: &str, names: &[&str]) -> Option<Weakness> {
    let password = composed(password);
    match password.chars().count() {
        count if count < SHORTEST => return Some(Weakness::TooShort),
        count if count > LONGEST => return Some(Weakness::TooLong),
        _ => {}
    }
    let plain = bare(&password);
    let mut signs: Vec<char> = password.to_lowercase().chars().collect();
    signs.sort_unstable();
    signs.dedup();
    if signs.len() < 5 {
        return Some(Weakness::Repeats);
    }
    let names = names_of(names);
    let mut rest = Rest::default();
    rest.read(&plain, &names);
    match rest {
        // Three common words and more are a sentence, which is what we want.
        Rest { left, common, .. } if left > 3 || common > 2 => None,
        Rest {
            common: 0,
            ours: 1..,
            ..
        } => Some(Weakness::OfOurs),
        Rest { .. } => Some(Weakness::Common),
    }
}

/// What is left of a password when everything known is taken away.
#[derive(Default)]
struct Rest {
    /// Letters of no known word.
    left: usize,
    /// Common passwords taken away, rows of the keyboard included.
    common: usize,
    /// Words of ours taken away.
    ours: usize,
}

impl Rest {
    fn read(&mut self, plain: &str, names: &[String]) {
        let mut plain = plain;
        while let Some(first) = plain.chars().next() {
            let ours = longest(plain, names.iter().map(String::as_str).chain(BUSINESS));
            let common = longest(plain, COMMON.lines()).max(row(plain));
            let taken = ours.max(common);
            if taken == 0 {
                self.left += usize::from(first.is_alphabetic());
            } else if common > ours {
                self.common += 1;
            } else {
                self.ours += 1;
            }
            plain = plain.get(taken.max(first.len_utf8())..).unwrap_or_default();
        }
    }
}

/// The length of the longest of these words that it begins with.
fn longest<'w>(plain: &str, words: impl Iterator<Item = &'w str>) -> usize {
    let begun = words.filter(|word| plain.starts_with(word));
    begun.map(str::len).max().unwrap_or_default()
}

/// The length of the piece of a row, four signs or more, that it begins with.
fn row(plain: &str) -> usize {
    let backward = ROWS.map(|row| row.chars().rev().collect::<String>());
    let rows = ROWS.into_iter().chain(backward.iter().map(String::as_str));
    rows.filter_map(|row| {
        let from = plain.get(..4).and_then(|begin| row.find(begin))?;
        let along = row.get(from..)?.bytes().zip(plain.bytes());
        Some(along.take_while(|(a, b)| a == b).count())
    })
    .max()
    .unwrap_or_default()
}

/// The words of names, one by one and together.
fn names_of(names: &[&str]) -> Vec<String> {
    let mut words = Vec::new();
    for name in names {
        words.push(bare(name));
        words.extend(name.split(|c: char| !c.is_alphanumeric()).map(bare));
    }
    words.retain(|word| word.chars().count() > 2);
    words
}

/// Letters without their marks, and digits.
fn bare(text: &str) -> String {
    let plain = text::plain(text);
    plain.chars().filter(|c| c.is_alphanumeric()).collect()
}
