//! Days as offices write them.

use jiff::civil::Date;

use super::plain;

/// The day that a text names: `08/12/2015`, `8-12-2015`, `2015/12/08`,
/// `2015-12-08 09:30`, or in words as documents date themselves. None when it
/// names none, or more than one.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    let text = plain(text);
    let found = days(&text);
    match found.as_slice() {
        [] => in_words(&text),
        [one] => Some(*one),
        _ => None,
    }
}

/// The days written in digits, in order.
fn days(text: &str) -> Vec<Date> {
    text.split(|c: char| !c.is_ascii_digit() && !matches!(c, '/' | '-' | '.'))
        .filter_map(|word| digits(word.trim_matches(['/', '-', '.'])))
        .collect()
}

fn digits(word: &str) -> Option<Date> {
    let mut parts = word.split(['/', '-', '.']);
    let parts = [
        parts.next()?,
        parts.next()?,
        parts.next()?,
        parts.next().unwrap_or(""),
    ];
    let [first, month, last, ""] = parts else {
        return None;
    };
    if first.len() == 4 {
        date(first, month, last)
    } else if last.len() == 4 {
        date(last, month, first)
    } else {
        None
    }
}

/// `ngay 08 thang 12 nam 2015`, wherever it stands.
fn in_words(text: &str) -> Option<Date> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = words.windows(6).filter_map(|six| match six {
        ["ngay", day, "thang", month, "nam", year] if year.len() == 4 => date(year, month, day),
        _ => None,
    });
    found.next().filter(|_| found.next().is_none())
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let short = |part: &str| {
        (1..=2)
            .contains(&part.len())
            .then(|| part.parse().ok())
            .flatten()
    };
    Date::new(year.parse().ok()?, short(month)?, short(day)?).ok()
}
