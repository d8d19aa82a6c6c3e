//! How much room a text takes in Times New Roman, near enough to choose the
//! height of a row: programs that open a workbook do it themselves, but never
//! for joined cells.

use unicode_normalization::UnicodeNormalization as _;

use super::look::Look;

/// Room of one character of a column's width, in thousandths of a point: seven
/// pixels of a ninety-sixth of an inch.
const COLUMN: u32 = 5_250;

/// What a cell leaves free on both sides together, in the same measure.
const MARGIN: u32 = 4_500;

/// What an indented cell leaves free besides.
const INDENT: u32 = 7_000;

/// Width of a text in one line, in thousandths of a point.
#[must_use]
pub fn width(text: &str, look: Look) -> u32 {
    let units: u32 = text.nfd().map(units).sum();
    let plain = units * u32::from(look.size);
    if look.bold { plain + plain / 16 } else { plain }
}

/// Lines that a text takes in a cell as wide as so many characters.
#[must_use]
pub fn lines(text: &str, look: Look, characters: u32) -> u16 {
    let margin = if look.indented() {
        MARGIN + INDENT
    } else {
        MARGIN
    };
    let room = (characters * COLUMN).saturating_sub(margin).max(COLUMN);
    let blank = width(" ", look);
    let mut lines = 0;
    for paragraph in text.split('\n') {
        lines += 1;
        let mut used = 0;
        for word in paragraph.split(' ') {
            let word = width(word, look);
            if used > 0 && used + blank + word > room {
                lines += 1;
                used = word;
            } else {
                used += word + if used > 0 { blank } else { 0 };
            }
            // A word longer than the line is broken where the line ends.
            lines += u16::try_from(used.saturating_sub(1) / room).unwrap_or(u16::MAX);
            used = used.min(room);
        }
    }
    lines
}

/// Height of so many lines, in points.
#[must_use]
pub fn height(lines: u16, look: Look) -> u16 {
    let line = (look.size * 13).div_ceil(10);
    lines.saturating_mul(line).saturating_add(3).min(400)
}

/// Width of a letter, in thousandths of its size; marks above and below it take
/// none.
fn units(c: char) -> u32 {
    match c {
        '\u{300}'..='\u{36f}' => 0,
        'i' | 'j' | 'l' | 't' | '/' | '\\' | ':' | ';' => 278,
        ' ' | '.' | ',' | '\'' => 250,
        'f' | 'r' | 'I' | '(' | ')' | '-' => 340,
        's' | '"' | '“' | '”' => 400,
        'a' | 'c' | 'e' | 'z' => 450,
        'm' | 'M' | 'W' | '…' => 900,
        'w' | 'A'..='Z' | '\u{110}' | '&' | '%' => 720,
        _ => 500,
    }
}
