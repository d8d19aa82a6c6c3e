//! Text typed with a font instead of an alphabet: TCVN3 (ABC, fonts `.VnTime`)
//! and VNI (`VNI-Times`), which state offices used for twenty years and some
//! still do. In a file such text is Latin letters with odd marks: `Céng hßa`,
//! `Coäng hoøa`.
//!
//! Nothing in a cell says which it is, so it is told by what the letters spell:
//! a text is taken as legacy only when it cannot be Vietnamese as it stands and
//! every marked word of it is Vietnamese when decoded. This must happen before
//! any clean-up: TCVN3 writes `ư` as the soft hyphen.

use super::syllable;

/// A way of writing Vietnamese by font.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum Encoding {
    /// TCVN 5712:1993, fonts such as `.VnTime`.
    Tcvn3,
    /// VNI for Windows, fonts such as `VNI-Times`.
    Vni,
}

/// What a text says about how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// It has letters that no legacy font has, or marks that spell Vietnamese
    /// only as they stand.
    Unicode,
    /// It is Vietnamese only when decoded so.
    Legacy(Encoding),
    /// It could be either.
    Either,
    /// It has nothing but plain letters and digits.
    Plain,
}

/// TCVN3 from 0xA1 on; a space where the standard has nothing.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò \
                     ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";

/// VNI letters that are one character. `ô` is also a base for tones.
const VNI_ALONE: &str = "ñđÑĐôơÔƠöưÖƯííÍÍììÌÌæỉÆỈóĩÓĨòịÒỊîỵÎỴ";

/// VNI marks behind a vowel, and the letter and tone that they stand for; the
/// second is a combining mark of Unicode.
const VNI_MARKS: [(char, &str); 17] = [
    ('ù', "\u{301}"),
    ('ø', "\u{300}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
];

impl Encoding {
    /// The name by which offices know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
        }
    }

    /// The text in Unicode. What the encoding does not know stays as it is.
    #[must_use]
    pub fn decode(self, written: &str) -> String {
        match self {
            Self::Tcvn3 => tcvn3(written),
            Self::Vni => vni(written),
        }
    }
}

fn tcvn3(written: &str) -> String {
    let letter = |c: char| {
        let at = usize::try_from(u32::from(c).checked_sub(0xA1)?).ok()?;
        TCVN3.chars().nth(at).filter(|c| *c != ' ')
    };
    // TCVN3 has no capitals with tones: the font `.VnTimeH` draws small letters
    // as capitals, so a text without a plain small letter is all capitals.
    let plain = |c: &char| c.is_ascii_alphabetic();
    let capitals = written.chars().filter(plain).count() > 1
        && written
            .chars()
            .filter(plain)
            .all(|c| c.is_ascii_uppercase());
    let decoded = written.chars().map(|c| letter(c).unwrap_or(c));
    if capitals {
        decoded.flat_map(char::to_uppercase).collect()
    } else {
        decoded.collect()
    }
}

fn vni(written: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut out = String::with_capacity(written.len());
    let mut letters = written.chars().peekable();
    while let Some(c) = letters.next() {
        let alone: Vec<char> = VNI_ALONE.chars().collect();
        let letter = alone
            .chunks_exact(2)
            .find_map(|pair| (pair[0] == c).then_some(pair[1]))
            .unwrap_or(c);
        out.push(letter);
        let takes_mark = "aeouyôöAEOUYÔÖ".contains(c);
        let mark = letters.peek().and_then(|next| vni_mark(*next));
        if let Some(mark) = mark.filter(|_| takes_mark) {
            out.push_str(mark);
            letters.next();
        }
    }
    out.nfc().collect()
}

fn vni_mark(c: char) -> Option<&'static str> {
    let small = c.to_lowercase().next()?;
    let known = VNI_MARKS.iter().find(|(mark, _)| *mark == small);
    known.map(|(_, marks)| *marks)
}

/// What a text says about how it is written.
#[must_use]
pub fn reading(written: &str) -> Reading {
    if written.is_ascii() {
        return Reading::Plain;
    }
    // Legacy text never leaves the first 256 characters; combining marks and
    // letters such as ạ or ư do. Dashes and quotes may be anybody's.
    if written.chars().any(beyond_latin_1) {
        return Reading::Unicode;
    }
    if spells(written) {
        return Reading::Either;
    }
    let fits = |encoding: &Encoding| spells(&encoding.decode(written));
    let mut fitting = [Encoding::Tcvn3, Encoding::Vni].into_iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(encoding), None) => Reading::Legacy(encoding),
        (None | Some(_), _) => Reading::Either,
    }
}

fn beyond_latin_1(c: char) -> bool {
    matches!(c, '\u{100}'..='\u{1fff}')
}

/// Is every marked word a Vietnamese syllable? A word without a plain letter
/// (`×`, `½`) is none and decides nothing.
fn spells(text: &str) -> bool {
    let apart = |c: char| c.is_whitespace() || c.is_ascii_punctuation() || c.is_ascii_digit();
    text.split(apart)
        .filter(|word| !word.is_ascii() && word.bytes().any(|b| b.is_ascii_alphabetic()))
        .all(syllable::is_one)
}
