//! What happened to a mail and to its unit's report, as people tell it.

use serde_json::Value;

use super::{Badge, Tone, labels};
use crate::{
    verdict::Verdict,
    verdict::person::Act,
    words::{Lang, review},
};

/// A version of the unit's report.
#[derive(Debug, Clone)]
pub struct Version {
    /// Which one.
    pub version: i64,
    /// Its number.
    pub number: String,
    /// The mail it came in.
    pub mail: i64,
    /// When it came.
    pub at: String,
    /// How it stands.
    pub state: Badge,
    /// Is it the one of this mail?
    pub own: bool,
}

/// A field that two versions do not agree on.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its code.
    pub code: String,
    /// What the form calls it.
    pub label: String,
    /// What the older version says.
    pub before: String,
    /// What the newer one says.
    pub after: String,
}

/// What two versions do not agree on.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The older one.
    pub before: i64,
    /// The newer one.
    pub after: i64,
    /// Field by field.
    pub changes: Vec<Change>,
}

/// Nothing is said there.
pub const BLANK: &str = "(để trống)";

/// How a version stands.
#[must_use]
pub fn standing(stands: bool, late: bool, in_force: bool) -> Badge {
    match (stands, late, in_force) {
        (false, _, _) => Badge::new(Tone::Quiet, "Đã thôi hiệu lực"),
        (true, true, _) => Badge::new(Tone::Attention, "Nộp muộn"),
        (true, false, true) => Badge::new(Tone::Good, "Đang có hiệu lực"),
        (true, false, false) => Badge::new(Tone::Quiet, "Đã được thay"),
    }
}

/// How a mail's moment stands to the deadline.
#[must_use]
pub fn punctuality(word: Option<&str>) -> Badge {
    match word {
        Some("on_time") => Badge::new(Tone::Good, "Đúng hạn"),
        Some("cured") => Badge::new(Tone::Good, "Sửa trong thời gian cho phép"),
        Some("early") => Badge::new(Tone::Attention, "Trước thời gian nhận"),
        Some("late") => Badge::new(Tone::Bad, "Nộp muộn"),
        Some(_) | None => Badge::new(Tone::Quiet, "Chưa xét"),
    }
}

/// What was done, in a sentence: the action with what matters of its detail.
#[must_use]
pub fn deed(action: &str, detail: &Value) -> String {
    let text = |key: &str| detail.get(key).and_then(Value::as_str).unwrap_or_default();
    let number = |key: &str| detail.get(key).and_then(Value::as_i64).unwrap_or_default();
    let named = labels::action(action).to_owned();
    match action {
        "mail.settled" => {
            let verdict = Verdict::parse(text("verdict"));
            let verdict = labels::maybe_verdict(verdict).word;
            match number("revision") {
                0 | 1 => format!("Đã xét: {verdict}"),
                revision => format!("Quyết định lần {revision}: {verdict}"),
            }
        }
        "submission.added" => format!(
            "Đã ghi nhận báo cáo, bản {}, số {}",
            number("version"),
            text("number")
        ),
        "letter.owed" => format!("Đã soạn thư: {}", labels::letter(text("kind"))),
        "review.claimed" if detail.get("instead") == Some(&Value::Bool(true)) => {
            "Nhận xem thay người khác".to_owned()
        }
        _ => named,
    }
}

/// A person's decision with its reason and note, for the feed.
#[must_use]
pub fn decided(act: Act, ground: &str, note: &str) -> String {
    let said: Vec<&str> = [review::act(Lang::Vi, act), ground, note]
        .into_iter()
        .filter(|said| !said.is_empty())
        .collect();
    said.join(" – ")
}
