//! Numbers as Vietnamese clerks type them into text cells.
//!
//! `,` is the decimal sign and `.` parts the thousands, except where somebody's
//! Excel was set up in English. What can mean only one thing is read; what can
//! mean two is a finding, never a guess.

use rust_decimal::Decimal;

use crate::{
    finding::{Fault, MoneyUnit},
    text,
};

/// A number, and what the author should be told although it was read.
pub(super) type Numeral = (Decimal, Option<Fault>);

/// Answers that say "none" where a number is asked.
const NONE: [&str; 10] = [
    "-",
    "--",
    "–",
    "—",
    "/",
    "không",
    "khong",
    "không có",
    "khong co",
    "ko",
];

/// Is a share of a hundred asked?
pub(super) fn is_share(unit: &str) -> bool {
    matches!(text::fold(unit).as_str(), "phân` trăm" | "ty? lê.") || unit.contains('%')
}

/// The unit of money that is asked, if one is.
pub(super) fn money(unit: &str) -> Option<MoneyUnit> {
    let unit = text::plain(unit);
    Some(match unit.as_str() {
        "dong" | "vnd" => MoneyUnit::Dong,
        "nghin dong" | "ngan dong" => MoneyUnit::Thousand,
        "trieu dong" => MoneyUnit::Million,
        "ty dong" | "ti dong" => MoneyUnit::Billion,
        _ => return None,
    })
}

/// Reads a text as a number. `whole` says that no decimals are expected;
/// `unit` is the unit of measure that may stand behind it.
///
/// # Errors
/// With what is wrong.
pub(super) fn read(written: &str, whole: bool, unit: &str) -> Result<Numeral, Fault> {
    let found = text::one_line(written, 120);
    let tidied = text::tidy(&ascii_digits(written)).to_lowercase();
    if NONE.contains(&tidied.as_str()) {
        let taken = "0".to_owned();
        return Ok((Decimal::ZERO, Some(Fault::ReadAs { found, taken })));
    }
    let (digits, named) = without_unit(&tidied, unit);
    let (number, guessed) = match shape(digits, whole) {
        Shape::Plain(number) => (number, false),
        Shape::Grouped(number) => (number, true),
        Shape::Ambiguous => {
            let places = 0;
            return Err(Fault::AmbiguousNumber { found, places });
        }
        Shape::None => return Err(Fault::NotNumber { found }),
    };
    let taken = text::short_decimal(number);
    let notice = match (named, guessed) {
        (true, _) => Some(Fault::TextIgnored { found, kept: taken }),
        (false, true) => Some(Fault::ReadAs { found, taken }),
        (false, false) => None,
    };
    Ok((number, notice))
}

/// Full-width digits, as Asian keyboards give them, made plain.
fn ascii_digits(written: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        '．' => '.',
        '，' => ',',
        '－' | '−' => '-',
        c => c,
    };
    written.chars().map(plain).collect()
}

/// Takes the unit of measure off the end, and says whether it was there.
fn without_unit<'t>(tidied: &'t str, unit: &str) -> (&'t str, bool) {
    let unit = text::tidy(unit).to_lowercase();
    let rest = if unit.is_empty() {
        None
    } else {
        tidied.strip_suffix(&unit)
    };
    // The unit may lack its marks; nothing else may stand there.
    let plain_rest = || {
        let at = tidied.find(|c: char| c.is_alphabetic())?;
        let (digits, word) = tidied.split_at(at);
        let same = !unit.is_empty() && text::plain(word) == text::plain(&unit);
        same.then_some(digits)
    };
    match rest.or_else(plain_rest) {
        Some(digits) if !digits.trim().is_empty() => (digits.trim(), true),
        Some(_) | None => (tidied, false),
    }
}

enum Shape {
    /// It says what it says.
    Plain(Decimal),
    /// It has marks between thousands.
    Grouped(Decimal),
    /// It may be either.
    Ambiguous,
    /// It is no number.
    None,
}

fn shape(digits: &str, whole: bool) -> Shape {
    let (sign, body) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", digits.strip_prefix('+').unwrap_or(digits)),
    };
    let Some((written, grouped)) = plain(body, whole) else {
        return Shape::None;
    };
    let Some(written) = written else {
        return Shape::Ambiguous;
    };
    match (format!("{sign}{written}").parse(), grouped) {
        (Ok(number), false) => Shape::Plain(number),
        (Ok(number), true) => Shape::Grouped(number),
        (Err(_), _) => Shape::None,
    }
}

/// Digits with a decimal point and no other mark, and whether other marks were
/// taken out. The inner none: it may be either; the outer: it is no number.
fn plain(body: &str, whole: bool) -> Option<(Option<String>, bool)> {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ');
    let edges = [body.chars().next()?, body.chars().next_back()?];
    if !body.chars().all(allowed) || !edges.iter().all(char::is_ascii_digit) {
        return None;
    }
    let joined = |part: &str| {
        part.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let marks: Vec<char> = body.chars().filter(|c| !c.is_ascii_digit()).collect();
    let (Some(first), Some(last)) = (marks.first().copied(), marks.last().copied()) else {
        return Some((Some(body.to_owned()), false));
    };
    let (before, after) = body.rsplit_once(last)?;
    let (inner, _) = marks.split_at(marks.len() - 1);
    if inner.iter().any(|mark| *mark != first) {
        return None;
    }
    if first != last {
        // The last mark parts the decimals; all before it part thousands.
        let good = last != ' ' && in_thousands(before, first);
        return good.then(|| (Some(format!("{}.{after}", joined(before))), true));
    }
    if marks.len() > 1 || last == ' ' {
        return in_thousands(body, last).then(|| (Some(joined(body)), true));
    }
    Some(match (in_thousands(body, last), whole) {
        (true, true) => (Some(joined(body)), true),
        (true, false) => (None, true),
        (false, _) => (Some(format!("{before}.{after}")), false),
    })
}

/// Groups of three after a first one of one to three.
fn in_thousands(body: &str, mark: char) -> bool {
    let mut groups = body.split(mark);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|g| g.len() == 3)
}
