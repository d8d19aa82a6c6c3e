//! What became of a file.

use super::Lang;
use crate::verdict::judgement::{Fate, File};

/// The fate of a file, in words.
#[must_use]
pub fn fate(lang: Lang, file: &File) -> &'static str {
    match (lang, file.fate) {
        (Lang::Vi, Fate::Report) => "đã đọc số liệu làm báo cáo",
        (Lang::Vi, Fate::Unreadable) => "được coi là báo cáo nhưng chưa dùng được, xem lý do",
        (Lang::Vi, Fate::Opened) => "tệp nén, đã mở ra xem các tệp bên trong",
        (Lang::En, Fate::Opened) => "a wrapper; the files inside were looked at",
        (Lang::Vi, Fate::Supporting) => "lưu làm tài liệu kèm theo, không đọc số liệu",
        (Lang::Vi, Fate::Undecided) => "đã lưu; chưa xác định được có phải báo cáo không",
        (Lang::En, Fate::Report) => "read as the report",
        (Lang::En, Fate::Unreadable) => "taken for the report and not usable, see the reasons",
        (Lang::En, Fate::Supporting) => "kept as a supporting document, figures not read",
        (Lang::En, Fate::Undecided) => "kept; it cannot be told whether it is the report",
    }
}
