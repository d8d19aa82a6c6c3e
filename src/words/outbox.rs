//! The outbox: whether letters are sent, and which did not arrive.

use super::Lang;
use crate::verdict::limits::Alarm;

/// Why nothing is sent.
#[must_use]
pub fn alarm(lang: Lang, alarm: Alarm) -> &'static str {
    match alarm {
        Alarm::Loop => lang.pick(
            "thư trả lời của hệ thống nhiều lần quay về hộp thư (thư chạy vòng)",
            "letters of ours keep coming back to the mailbox (a mail loop)",
        ),
        Alarm::Town => lang.pick(
            "số thư trả lời trong một ngày vượt mức cho phép",
            "more answers in a day than the town can need",
        ),
    }
}

/// Nothing is sent, since when and why.
#[must_use]
pub fn stopped(lang: Lang, why: Alarm, since: &str) -> String {
    let why = self::alarm(lang, why);
    lang.pick(
        format!("Đang ngừng gửi thư: {why} (từ {since})."),
        format!("No letter is sent: {why} (since {since})."),
    )
}

/// What to do when nothing is sent.
#[must_use]
pub fn how_to_resume(lang: Lang) -> &'static str {
    lang.pick(
        "Thư trả lời vẫn được soạn và lưu lại. Tìm nguyên nhân, rồi chạy \"congvu outbox --resume\" để gửi tiếp.",
        "Letters are still written and kept. Find the cause, then run \"congvu outbox --resume\".",
    )
}

/// Letters are sent.
#[must_use]
pub fn running(lang: Lang) -> &'static str {
    lang.pick(
        "Thư trả lời được gửi bình thường.",
        "Letters are sent as usual.",
    )
}

/// Letters are sent again.
#[must_use]
pub fn resumed(lang: Lang, waiting: i64) -> String {
    lang.pick(
        format!("Đã cho gửi tiếp; {waiting} thư đang chờ."),
        format!("Sending goes on; {waiting} letters wait."),
    )
}

/// There was nothing to resume.
#[must_use]
pub fn not_stopped(lang: Lang) -> &'static str {
    lang.pick(
        "Việc gửi thư không bị ngừng; không phải làm gì.",
        "Sending is not stopped; nothing was done.",
    )
}

/// How many letters wait, and since when the oldest does.
#[must_use]
pub fn waiting(lang: Lang, count: i64, oldest: Option<&str>) -> String {
    match oldest {
        Some(oldest) => lang.pick(
            format!("Chờ gửi: {count} thư, cũ nhất từ {oldest}."),
            format!("Waiting: {count} letters, the oldest since {oldest}."),
        ),
        None => lang.pick(
            format!("Chờ gửi: {count} thư."),
            format!("Waiting: {count} letters."),
        ),
    }
}

/// How many letters the mail server refused for ever.
#[must_use]
pub fn failed(lang: Lang, count: i64) -> String {
    lang.pick(
        format!("Không gửi được: {count} thư."),
        format!("Given up: {count} letters."),
    )
}

/// How many letters came back, and what to do about them.
#[must_use]
pub fn bounced(lang: Lang, count: usize) -> String {
    let told = lang.pick(
        format!("Bị trả về, đơn vị chưa nhận được: {count} thư."),
        format!("Returned undelivered: {count} letters."),
    );
    let call = lang.pick("Gọi điện cho đơn vị.", "Telephone these units.");
    if count == 0 {
        return told;
    }
    format!("{told} {call}")
}

/// Column heads of the lists.
#[must_use]
pub fn head(lang: Lang, key: &str) -> &str {
    let known = [
        ("letter", "Thư", "Letter"),
        ("mail", "Trả lời thư", "Answers mail"),
        ("unit", "Đơn vị", "Unit"),
        ("recipient", "Gửi tới", "To"),
        ("kind", "Loại", "Kind"),
        ("at", "Lúc", "At"),
        ("why", "Lý do", "Why"),
    ];
    let found = known.iter().find(|(name, ..)| *name == key);
    found.map_or(key, |(_, vi, en)| lang.pick(*vi, *en))
}
