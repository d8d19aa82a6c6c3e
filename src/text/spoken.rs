//! Whole numbers as they are said: `20000000` is "hai mươi triệu".

use super::tidy;

const DIGITS: [&str; 10] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
];

/// What follows three digits, from the last three up; then it begins anew
/// after "tỷ".
const THOUSANDS: [&str; 3] = ["", "nghìn", "triệu"];

/// Ways of saying the same that offices mix; the first is ours.
const SAME: [(&str, &str); 9] = [
    ("nghìn", "ngàn"),
    ("linh", "lẻ"),
    ("tỷ", "tỉ"),
    ("bốn", "tư"),
    ("năm", "lăm"),
    ("năm", "nhăm"),
    ("một", "mốt"),
    ("mươi", "mười"),
    ("bảy", "bẩy"),
];

/// A whole number in words.
#[must_use]
pub fn number(number: u64) -> String {
    if number == 0 {
        return DIGITS[0].to_owned();
    }
    let mut words = Vec::new();
    billions(number, false, &mut words);
    words.join(" ")
}

/// A sum of money in words, as documents write it: "Hai mươi triệu đồng".
#[must_use]
pub fn dong(amount: u64) -> String {
    let said = format!("{} đồng", number(amount));
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Does a text say this sum of money, in whatever way offices say it?
#[must_use]
pub fn says_dong(text: &str, amount: u64) -> bool {
    plain_words(text) == plain_words(&dong(amount))
}

/// The words that carry the number, in one spelling.
fn plain_words(text: &str) -> Vec<String> {
    let lower = tidy(text).to_lowercase();
    lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !["", "đồng", "chẵn", "bằng", "chữ"].contains(word))
        .map(|word| {
            let same = SAME.iter().find(|(_, other)| *other == word);
            same.map_or(word, |(ours, _)| ours).to_owned()
        })
        .collect()
}

/// `inside`: something larger was said before, so nothing may be left out.
fn billions(number: u64, inside: bool, words: &mut Vec<&'static str>) {
    const BILLION: u64 = 1_000_000_000;
    let (above, below) = (number / BILLION, number % BILLION);
    if above > 0 {
        billions(above, inside, words);
        words.push("tỷ");
    }
    let inside = inside || above > 0;
    let mut said = inside;
    for (place, unit) in [
        (1_000_000, THOUSANDS[2]),
        (1_000, THOUSANDS[1]),
        (1, THOUSANDS[0]),
    ] {
        let three = below / place % 1_000;
        if three > 0 {
            hundreds(three, said, words);
            words.extend(Some(unit).filter(|unit| !unit.is_empty()));
            said = true;
        }
    }
}

/// Up to 999; `inside` says the hundreds even when there are none.
fn hundreds(number: u64, inside: bool, words: &mut Vec<&'static str>) {
    let digit = |n: u64| DIGITS[usize::try_from(n % 10).unwrap_or_default()];
    let (hundred, ten, one) = (number / 100, number / 10 % 10, number % 10);
    if inside || hundred > 0 {
        words.extend([digit(hundred), "trăm"]);
    }
    match (ten, one) {
        (0, 0) => return,
        (0, _) if inside || hundred > 0 => words.push("linh"),
        (0, _) => (),
        (1, _) => words.push("mười"),
        (_, _) => words.extend([digit(ten), "mươi"]),
    }
    match (ten, one) {
        (_, 0) => (),
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        (_, _) => words.push(digit(one)),
    }
}
