//! Vietnamese text made comparable, sortable and printable.
//!
//! Everything that enters the crate as text passes [`tidy`] once; everything
//! compared as a label or a name passes [`fold`]. A folded text is only ever a
//! key for finding a label. It never decides who a unit is: "Hương Văn" and
//! "Hương Vân" fold to different keys, but to the same address without marks.

pub mod legacy;

pub mod spoken;

mod day;

mod syllable;

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;
use rust_decimal::{Decimal, RoundingStrategy};
use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::is_combining_mark, is_nfc_quick,
};

pub use day::day;

/// Text as the rest of the crate may hold it: composed (NFC), without
/// invisible characters, with runs of white space made one space.
#[must_use]
pub fn tidy(text: &str) -> String {
    // Almost all text is composed already, and composing it again costs more
    // than everything else that is done with a cell.
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        squeeze(text.chars(), text.len())
    } else {
        squeeze(text.nfc(), text.len())
    }
}

fn squeeze(chars: impl Iterator<Item = char>, length: usize) -> String {
    let mut out = String::with_capacity(length);
    for c in chars.filter(|c| !invisible(*c)) {
        if c.is_whitespace() || c.is_control() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A key for comparing labels: NFC, lower case, `đ` and the vowel letters kept
/// apart (ă â ê ô ơ ư), tone marks moved to the end of their word so that
/// "Hoà" and "Hòa" agree, and everything but letters and digits made one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let lower = tidy(text).to_lowercase();
    let mut out = String::with_capacity(lower.len());
    let mut tone = None;
    for c in lower.nfd() {
        match c {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(c),
            c if c.is_alphanumeric() || is_combining_mark(c) => out.push(c),
            _ => end_word(&mut out, &mut tone),
        }
    }
    end_word(&mut out, &mut tone);
    out.truncate(out.trim_end().len());
    out.nfc().collect()
}

fn end_word(out: &mut String, tone: &mut Option<char>) {
    if let Some(mark) = tone.take() {
        // A digit stands for the tone: it cannot combine with what follows.
        out.push(match mark {
            '\u{300}' => '`',
            '\u{301}' => '´',
            '\u{303}' => '~',
            '\u{309}' => '?',
            _ => '.',
        });
    }
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// A key for searching as people type on a keyboard without marks:
/// "huong van" finds both Hương Văn and Hương Vân.
#[must_use]
pub fn plain(text: &str) -> String {
    tidy(text)
        .to_lowercase()
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// Characters that are there and not seen: zero-width, direction marks, soft
/// hyphen, byte-order mark. Text in a legacy font must be decoded before this:
/// TCVN3 writes `ư` as the soft hyphen.
#[must_use]
pub fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Text fit for one line of a page, a letter or a terminal: no control or
/// direction characters, at most `max` characters (an ellipsis says so).
#[must_use]
pub fn one_line(text: &str, max: usize) -> String {
    let tidy = tidy(text);
    if tidy.chars().count() <= max {
        return tidy;
    }
    tidy.chars()
        .take(max.saturating_sub(1))
        .chain(['…'])
        .collect()
}

/// Text of a stranger with its line breaks, in which nothing hides: a character
/// that turns the direction, or that nobody sees, stands there as its code.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' => {}
            '\n' | '\t' => out.push(c),
            c if c.is_control() || invisible(c) || c == '\u{61c}' => {
                out.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// Text safe inside HTML elements and double-quoted attributes.
#[must_use]
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A number with `places` decimals, rounded half up, as Vietnamese offices
/// print it: `1.234,50`.
#[must_use]
pub fn decimal_comma(number: Decimal, places: u32) -> String {
    let fixed = format!(
        "{:.*}",
        places as usize,
        number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
    );
    let (sign, fixed) = fixed
        .strip_prefix('-')
        .map_or(("", fixed.as_str()), |rest| ("-", rest));
    let (whole, fraction) = fixed.split_once('.').unwrap_or((fixed, ""));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(',');
        out.push_str(fraction);
    }
    out
}

/// A number as short as it is exact, with a decimal comma and no thousands
/// separators: `12`, `0,5`, `1234,75`.
#[must_use]
pub fn short_decimal(number: Decimal) -> String {
    number.normalize().to_string().replace('.', ",")
}

/// Compares as a Vietnamese dictionary does (CLDR `vi`).
#[must_use]
pub fn vietnamese_order() -> CollatorBorrowed<'static> {
    // The data are compiled in, so this fails only if the crate was built without them.
    Collator::try_new(locale!("vi").into(), CollatorOptions::default())
        .unwrap_or_else(|_| unreachable!("the Vietnamese collation is compiled in"))
}

/// How many single-letter edits (insert, delete, replace, swap neighbours)
/// turn `a` into `b`; gives up above `most`.
#[must_use]
pub fn edits(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut next = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = row[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            next[j] = change.min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                next[j] = next[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|n| *n <= most)
}
