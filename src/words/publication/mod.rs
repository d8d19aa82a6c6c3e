//! What the papers and pages say with which a result is made public. They are
//! in Vietnamese whatever language the commands speak: they are the town's.

pub mod announcement;

pub mod commands;

pub mod letter;

pub mod minutes;

pub mod page;

pub mod sheet;

pub mod tables;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::text;

/// The name of the state.
pub const NATION: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";

/// The motto.
pub const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";

/// Room for what is written in later.
const BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// Marks a result that nobody has approved, on every page.
pub const DRAFT: &str = "DỰ THẢO – CHƯA ĐƯỢC PHÊ DUYỆT";

/// An office as the head of a paper writes it, in capitals: a people's committee
/// on one line, whose it is on the next.
#[must_use]
pub fn issuer(office: &str) -> Vec<String> {
    let capitals = office.to_uppercase();
    for committee in ["ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN"] {
        if let Some(place) = capitals.strip_prefix(committee) {
            let lines = [committee, place.trim()];
            let lines = lines.iter().filter(|line| !line.is_empty());
            return lines.map(|line| (*line).to_owned()).collect();
        }
    }
    vec![capitals]
}

/// Number and symbol, the number to be filled in: `Số:      /TB-UBND`.
#[must_use]
pub fn number(kind: &str, symbol: &str) -> String {
    let symbol = if symbol.is_empty() { BLANK } else { symbol };
    format!("Số:{BLANK}/{kind}-{symbol}")
}

/// Place and date, the date to be filled in.
#[must_use]
pub fn place_date(place: &str) -> String {
    format!("{place}, {}", blank_date())
}

/// A date to be filled in.
#[must_use]
pub fn blank_date() -> String {
    format!("ngày{BLANK} tháng{BLANK} năm{BLANK}")
}

/// A date as official prose has it: `ngày 05 tháng 01 năm 2016`, but `tháng 6`.
#[must_use]
pub fn date(date: Date) -> String {
    let month = date.month();
    let month = if month < 3 {
        format!("{month:02}")
    } else {
        month.to_string()
    };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

/// A text that goes on in a sentence: its first letter small, unless it is the
/// name of an office.
#[must_use]
pub fn within(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// A text at the beginning: its first letter a capital.
#[must_use]
pub fn beginning(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// Points as they are published.
#[must_use]
pub fn points(points: Decimal) -> String {
    text::decimal_comma(points, 2)
}

/// Points as short as they are, for what they are out of.
#[must_use]
pub fn short_points(points: Decimal) -> String {
    text::short_decimal(points.round_dp(2))
}

/// An amount of money.
#[must_use]
pub fn dong(amount: Decimal) -> String {
    format!("{} đồng", text::decimal_comma(amount, 0))
}

/// Which edition it is.
#[must_use]
pub fn edition(number: Option<u32>) -> String {
    match number {
        Some(number) => format!("Bản công bố số {number}"),
        None => "Bản dự thảo".to_owned(),
    }
}

/// A scale: its name, its file, and the digest of the file.
#[must_use]
pub fn scale(code: &str, file: &str, digest: &str) -> String {
    if digest.is_empty() {
        format!("Thang điểm {code} (tệp {file})")
    } else {
        format!("Thang điểm {code} (tệp {file}, mã SHA-256 {digest})")
    }
}

/// The first digits of a digest, which stand in running text.
#[must_use]
pub fn first_digits(digits: &str) -> String {
    if digits.is_empty() {
        String::new()
    } else {
        format!("{digits}…")
    }
}

/// A sentence to its end; an ellipsis is one.
#[must_use]
pub fn sentence(text: &str) -> String {
    if text.ends_with(['.', '…']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// The digest of the result.
#[must_use]
pub fn digest(digest: &str) -> String {
    format!("Mã SHA-256 của toàn bộ kết quả: {digest}")
}

/// The foot of a page: which edition, and the first digits of what it was made
/// from.
#[must_use]
pub fn foot(edition: &str, scales: &[String], result: &str) -> String {
    format!(
        "{edition}  |  {}  |  Kết quả: SHA-256 {result}…",
        scales.join("; ")
    )
}

/// A scale in the foot of a page.
#[must_use]
pub fn foot_scale(file: &str, digest: &str) -> String {
    if digest.is_empty() {
        file.to_owned()
    } else {
        format!("{file}: SHA-256 {digest}…")
    }
}

/// Why there is another edition.
#[must_use]
pub fn replaces(number: u32, reason: &str) -> String {
    let before = number.saturating_sub(1);
    format!(
        "Bản công bố số {number} thay thế bản công bố số {before}. Lý do: {}.",
        reason.trim_end_matches('.')
    )
}

/// Said of a result in which the council has not marked everything.
pub const PROVISIONAL: &str = "Kết quả tạm tính: còn mục chờ Hội đồng chấm điểm hoặc xác nhận.";

/// The decision that approved the result.
#[must_use]
pub fn decision(number: &str, day: Date) -> String {
    format!("Quyết định số {number} {}", date(day))
}

/// A decision that is still to come.
#[must_use]
pub fn blank_decision(symbol: &str) -> String {
    let symbol = if symbol.is_empty() { BLANK } else { symbol };
    format!("Quyết định số{BLANK}/QĐ-{symbol} {}", blank_date())
}
