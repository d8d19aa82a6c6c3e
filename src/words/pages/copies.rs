//! Units × ways: the matrix of all copies.

use askama::Template;

use jiff::civil::Date;

use super::{Badge, Chip, Frame, Tone};
use crate::{
    evidence::{Cell, Channel},
    words::{Lang, evidence, times},
};

/// The matrix of all units.
#[derive(Template)]
#[template(path = "copies.html", config = "src/words/askama.toml")]
pub struct Matrix {
    /// What stands around it.
    pub frame: Frame,
    /// Filters.
    pub chips: Vec<Chip>,
    /// Where a document of theirs is searched; what is searched.
    pub search: String,
    /// The word of the filter in use.
    pub shown: String,
    /// Which rows these are, in words.
    pub extent: String,
    /// The rows, group by group.
    pub groups: Vec<Group>,
    /// May this person hand in a register?
    pub may_receive: bool,
    /// Where the rows before and after these are.
    pub before: Option<String>,
    /// Those after them.
    pub after: Option<String>,
}

/// Units of one group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Name.
    pub label: String,
    /// Units.
    pub rows: Vec<Row>,
}

/// One unit.
#[derive(Debug, Clone)]
pub struct Row {
    /// Where its dossier is.
    pub href: String,
    /// Name.
    pub name: String,
    /// Code.
    pub code: String,
    /// Its ways.
    pub cells: Vec<Way>,
    /// What a person must settle.
    pub open: Vec<String>,
}

/// How a way stands.
#[derive(Debug, Clone)]
pub struct Way {
    /// The way.
    pub label: &'static str,
    /// In a word.
    pub state: Badge,
    /// Number and day, or the receipt.
    pub detail: String,
}

impl Way {
    /// How a way stands, with a detail.
    #[must_use]
    pub fn new(channel: Channel, cell: Cell, over: bool, detail: String) -> Self {
        Self {
            label: evidence::channel(Lang::Vi, channel),
            state: state(cell, over),
            detail,
        }
    }
}

/// How a way stands, in a word with its colour. What has not come yet is a
/// fault only when the window is over.
#[must_use]
pub fn state(cell: Cell, over: bool) -> Badge {
    let tone = match cell {
        Cell::There => Tone::Good,
        Cell::Disagrees => Tone::Attention,
        Cell::Missing if !over => Tone::Quiet,
        Cell::Missing | Cell::Refused => Tone::Bad,
        Cell::NotAsked => Tone::Quiet,
    };
    Badge::new(tone, evidence::cell(Lang::Vi, cell))
}

/// Which rows of how many are shown.
#[must_use]
pub fn extent(first: usize, last: usize, total: usize) -> String {
    match total {
        0 => "Không có đơn vị nào khớp với bộ lọc.".to_owned(),
        _ if first == 1 && last == total => format!("{total} đơn vị."),
        _ => format!("Đơn vị {first}–{last} trong {total}."),
    }
}

/// What was done, as the address says it.
#[must_use]
pub fn done(word: &str) -> Option<&'static str> {
    Some(match word {
        "paper" => "Đã ghi nhận bản giấy.",
        "document_software" => "Đã ghi nhận văn bản qua phần mềm.",
        "known" => "Thông tin này đã được ghi nhận từ trước; không ghi thêm.",
        "corrected" => "Đã ghi bản sửa; bản trước vẫn được giữ trong lịch sử.",
        "withdrawn" => "Đã rút ghi nhận; thông tin vẫn được giữ trong lịch sử.",
        "settled" => "Đã ghi quyết định xử lý.",
        _ => return None,
    })
}

/// What stands under the word of the mail.
#[must_use]
pub fn mail_detail(receipt: &str, at: &str, late: bool) -> String {
    let late = if late { ", nộp muộn" } else { "" };
    format!("{receipt}, {at}{late}")
}

/// By what a document is called in a list: its number and day.
#[must_use]
pub fn document(number: &str, date: Option<Date>) -> String {
    let number = if number.is_empty() {
        "không số"
    } else {
        number
    };
    match date {
        Some(date) => format!("{number} ngày {}", times::date(date)),
        None => number.to_owned(),
    }
}
