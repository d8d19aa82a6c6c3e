//! The queue: what waits for a person, what may be done with many mails at
//! once, and what came of it.

use askama::Template;

use super::{Badge, Chip, Frame, Tone, mails::Choice};
use crate::verdict::person::Act;

/// The queue.
#[derive(Template)]
#[template(path = "queue.html", config = "src/words/askama.toml")]
pub struct Queue {
    /// What stands around it.
    pub frame: Frame,
    /// The parts of the queue.
    pub chips: Vec<Chip>,
    /// The part in the filter, as its word in the address.
    pub lane: String,
    /// The units to choose from.
    pub units: Vec<Choice>,
    /// The reasons to choose from.
    pub reasons: Vec<Choice>,
    /// The orders to choose from.
    pub sorts: Vec<Choice>,
    /// Only what this person looks at?
    pub mine: bool,
    /// Where the queue without any filter is; none when there is no filter.
    pub clear: Option<String>,
    /// The deadline, and how far it is.
    pub deadline: String,
    /// Which of how many these are.
    pub extent: String,
    /// The mails of this page.
    pub rows: Vec<Row>,
    /// May this person decide?
    pub may_decide: bool,
    /// What can be done with many at once.
    pub acts: Vec<(&'static str, &'static str)>,
    /// The way through the queue, for the form.
    pub way: String,
    /// The page before.
    pub before: Option<String>,
    /// The page after.
    pub after: Option<String>,
}

/// A mail in the queue.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number and that of its verdict, for the form.
    pub key: String,
    /// Its number.
    pub id: i64,
    /// Where it is looked at.
    pub href: String,
    /// Its subject line.
    pub subject: String,
    /// Whom it claims to be from.
    pub sender: String,
    /// The unit's name.
    pub unit: String,
    /// What the unit has in force.
    pub standing: &'static str,
    /// The part of the queue.
    pub lane: Badge,
    /// Why, in a sentence.
    pub why: String,
    /// How many reasons more there are.
    pub more: usize,
    /// How long it waits.
    pub age: String,
    /// When it came.
    pub received: String,
    /// How much time the unit has left.
    pub left: String,
    /// Who looks at it.
    pub holder: String,
}

/// A part of the queue, by its word.
#[must_use]
pub fn lane(word: &str) -> Badge {
    match word {
        "held" => Badge::new(Tone::Attention, "Chờ xem xét"),
        "rejected" => Badge::new(Tone::Bad, "Trả lại, chưa gửi lại"),
        "quarantined" => Badge::new(Tone::Bad, "Cách ly"),
        "followed" => Badge::new(Tone::Quiet, "Trả lại, đã có thư sau"),
        "seen" => Badge::new(Tone::Quiet, "Đã có người quyết định"),
        _ => Badge::new(Tone::Attention, "Đang chờ xử lý"),
    }
}

/// An order, by its word.
#[must_use]
pub fn sort(word: &str) -> &'static str {
    match word {
        "oldest" => "Chờ lâu nhất trước",
        "newest" => "Mới nhất trước",
        "unit" => "Theo đơn vị",
        _ => "Cần xử lý gấp nhất trước",
    }
}

/// Reasons that a queue is filtered by.
pub const REASONS: [(&str, &str); 11] = [
    ("E-SENDER-UNPROVEN", "Chưa xác thực được người gửi"),
    ("E-SENDER-ADDRESSEE", "Gửi cho nơi khác"),
    ("E-ID-REUSED", "Trùng mã thư với báo cáo khác"),
    ("E-DATA", "Lỗi số liệu"),
    ("E-FILE-NONE", "Không có tệp"),
    ("E-FILE-TYPE", "Không có bảng tính"),
    ("E-FILE-MANY", "Nhiều bảng tính"),
    ("E-TIME-EARLY", "Gửi trước thời gian nhận"),
    ("E-TIME-LATE", "Gửi sau thời hạn"),
    ("E-SENDER-LOOKALIKE", "Địa chỉ trông giống của đơn vị"),
    ("E-SENDER-UNKNOWN", "Người gửi lạ"),
];

/// What a unit has in force, beside one of its mails.
#[must_use]
pub fn standing(unit: bool, in_force: bool) -> &'static str {
    match (unit, in_force) {
        (false, _) => "",
        (true, true) => "đã có bản hợp lệ",
        (true, false) => "chưa có bản hợp lệ",
    }
}

/// How many of how many, in words.
#[must_use]
pub fn extent(first: i64, last: i64, total: i64) -> String {
    match (total, first > total) {
        (0, _) => "Không có thư nào.".to_owned(),
        (total, true) => format!("Không có thư nào ở trang này; tất cả có {total} thư."),
        (total, false) if first == 1 && last == total => format!("{total} thư."),
        (total, false) => format!("Thư {first}–{last} trong {total}."),
    }
}

/// The deadline, and how far it is.
#[must_use]
pub fn deadline(closes: &str, left: Option<&str>) -> String {
    match left {
        Some(left) => format!("Hạn nộp: {closes} – còn {left}."),
        None => format!("Hạn nộp: {closes} – đã hết."),
    }
}

/// How much time is left, in a narrow column.
#[must_use]
pub fn left(left: Option<&str>) -> String {
    left.map_or_else(|| "đã hết hạn".to_owned(), |left| format!("còn {left}"))
}

/// How long it waits, in a narrow column.
#[must_use]
pub fn age(length: &str) -> String {
    format!("chờ {length}")
}

/// Before many mails are decided at once: which, and what is still to be said.
#[derive(Template)]
#[template(path = "bulk.html", config = "src/words/askama.toml")]
pub struct Bulk {
    /// What stands around it.
    pub frame: Frame,
    /// What is wrong with the form; empty: nothing.
    pub fault: String,
    /// What is to be done.
    pub act: Act,
    /// Its name.
    pub name: &'static str,
    /// What comes of it.
    pub meaning: &'static str,
    /// The mails: key, subject, unit.
    pub mails: Vec<(String, String, String)>,
    /// Common reasons to choose from: code, words, chosen.
    pub grounds: Vec<Choice>,
    /// The name of their field.
    pub ground_field: &'static str,
    /// Must one be chosen?
    pub needs_ground: bool,
    /// What was written.
    pub note: String,
    /// Is it asked whether letters are sent?
    pub asks_letters: bool,
    /// The way through the queue.
    pub way: String,
    /// Back to the queue.
    pub back: String,
}

/// What came of deciding many mails at once.
#[derive(Template)]
#[template(path = "bulk_done.html", config = "src/words/askama.toml")]
pub struct BulkDone {
    /// What stands around it.
    pub frame: Frame,
    /// What was to be done.
    pub name: &'static str,
    /// Done: mail, subject, unit, what came of it.
    pub done: Vec<(i64, String, String, String)>,
    /// Not done: mail, subject, unit, why not.
    pub failed: Vec<(i64, String, String, String)>,
    /// Back to the queue.
    pub back: String,
}
