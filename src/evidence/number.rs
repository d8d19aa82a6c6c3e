//! Number and symbol of a document, made comparable.
//!
//! One office writes `Số: 05/BC–UBND`, the next `5 / bc-ubnd`; both mean one
//! document. What is compared is composed (NFC), in capitals, without blanks,
//! with plain hyphens and without leading zeros; what was written is kept.

use std::fmt;

use jiff::civil::Date;

use crate::text;

/// Longest text in which a number is looked for.
const LONGEST: usize = 200;

/// Number and symbol of a document, such as `5/BC-UBND`, as they are compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    number: String,
    symbol: String,
}

impl Number {
    /// Reads number and symbol as somebody wrote them. None when only dots
    /// stand there, or nothing that could tell one document from another.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        let plain = comparable(written);
        let (number, symbol) = plain.split_once('/').unwrap_or((&plain, ""));
        Self::of(number, symbol)
    }

    /// From a number and a symbol that stand apart. The number need not be
    /// numeric.
    #[must_use]
    pub fn of_parts(number: &str, symbol: &str) -> Option<Self> {
        let (number, symbol) = (comparable(number), comparable(symbol));
        // Some programs repeat the whole in one of the two.
        match number.split_once('/') {
            Some((first, rest)) if symbol.is_empty() || rest == symbol => Self::of(first, rest),
            _ => Self::of(&number, &symbol),
        }
    }

    fn of(number: &str, symbol: &str) -> Option<Self> {
        let leading = |c: char| c == '0' || is_mark(c);
        let number = number.trim_start_matches(leading).trim_end_matches(is_mark);
        let symbol = symbol.trim_matches(|c| c == '/' || is_mark(c));
        let digits = number.chars().any(|c| c.is_ascii_digit());
        let told = digits || (number.chars().any(char::is_alphanumeric) && !symbol.is_empty());
        told.then(|| Self {
            number: number.to_owned(),
            symbol: symbol.to_owned(),
        })
    }

    /// What stands behind the stroke, such as `BC-UBND`.
    #[must_use]
    pub fn symbol(&self) -> &str {
        &self.symbol
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number)?;
        if self.symbol.is_empty() {
            return Ok(());
        }
        write!(f, "/{}", self.symbol)
    }
}

/// The label in front, a date behind and everything that is only typing, gone.
fn comparable(written: &str) -> String {
    let text = text::one_line(written, LONGEST).to_uppercase();
    // A number is often followed by the day of the document.
    let is_day = |rest: &str| text::plain(&rest.chars().take(4).collect::<String>()) == "ngay";
    let end = text.char_indices().find(|(at, _)| is_day(&text[*at..]));
    let kept = end.map_or(text.as_str(), |(at, _)| &text[..at]);
    // A label stands before a colon, and has neither stroke nor digit.
    let mut pieces = kept.split([':', '：']);
    let number = |piece: &&str| piece.contains(|c: char| c == '/' || c.is_ascii_digit());
    let kept = pieces.find(number).unwrap_or(kept);
    let kept = unlabelled(kept);
    let straight: String = kept
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '…' | '_'))
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
            '\u{2044}' | '\u{2215}' | '\u{ff0f}' | '\\' => '/',
            c => c,
        })
        .collect();
    straight.trim_matches(is_mark).to_owned()
}

/// What stands around a number and is no part of it.
fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | '-' | '(' | ')')
}

/// Without a word "number" in front of digits that has no colon.
fn unlabelled(text: &str) -> &str {
    let trimmed = text.trim();
    let mut words = trimmed.splitn(2, ' ');
    match (words.next(), words.next()) {
        (Some(first), Some(rest)) if text::plain(first) == "so" => rest,
        _ => trimmed,
    }
}

/// What names a document among those of all bodies: who issued it, when, and
/// its number and symbol.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentId {
    /// Identifier of the body, an opaque text in capitals.
    pub organ: String,
    /// Day of the document.
    pub date: Date,
    /// Number and symbol.
    pub number: Number,
}

impl DocumentId {
    /// Reads `000.00.00.G22,2015/09/30,7816/VPCP-TTĐT`.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        let mut parts = written.splitn(3, ',');
        let (organ, date, number) = (parts.next()?, parts.next()?, parts.next()?);
        Self::of(organ, text::day(date), Number::read(number))
    }

    /// From its parts; none unless all three are there.
    #[must_use]
    pub fn of(organ: &str, date: Option<Date>, number: Option<Number>) -> Option<Self> {
        let organ = self::organ(organ);
        Some(Self {
            organ: (!organ.is_empty()).then_some(organ)?,
            date: date?,
            number: number?,
        })
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date.strftime("%Y/%m/%d");
        write!(f, "{},{date},{}", self.organ, self.number)
    }
}

/// The identifier of a body as it is compared: it says nothing by its form, and
/// has any length.
#[must_use]
pub fn organ(written: &str) -> String {
    let text = text::tidy(written).to_uppercase();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
