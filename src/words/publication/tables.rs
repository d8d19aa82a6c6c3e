//! The tables of a result.

/// Titles of the four tables, which are the names of the sheets.
pub const TITLES: [&str; 4] = ["Xếp hạng", "Điểm theo mục", "Thiếu, muộn", "Ghi chú"];

/// The columns of the ranking: key, head.
pub const RANKING: [(&str, &str); 13] = [
    ("group", "Nhóm"),
    ("rank", "Hạng"),
    ("unit", "Mã đơn vị"),
    ("name", "Đơn vị"),
    ("earned", "Điểm đạt"),
    ("applicable", "Điểm tối đa áp dụng"),
    ("bonus", "Điểm thưởng"),
    ("penalty", "Điểm trừ"),
    ("total", "Tổng điểm"),
    ("band", "Xếp loại"),
    ("prize", "Giải thưởng"),
    ("amount", "Tiền thưởng (đồng)"),
    ("note", "Ghi chú"),
];

/// The first and the last columns of the points of every item.
pub const POINTS: [(&str, &str); 3] = [
    ("unit", "Mã đơn vị"),
    ("name", "Đơn vị"),
    ("total", "Tổng điểm"),
];

/// The columns of the units that are missing or late.
pub const MISSING: [(&str, &str); 6] = [
    ("group", "Nhóm"),
    ("unit", "Mã đơn vị"),
    ("name", "Đơn vị"),
    ("received", "Nhận lúc"),
    ("total", "Tổng điểm (không xếp hạng)"),
    ("why", "Lý do"),
];

/// The columns of the notes.
pub const NOTES: [(&str, &str); 4] = [
    ("about", "Về"),
    ("code", "Mã"),
    ("text", "Nội dung"),
    ("max", "Điểm tối đa"),
];

/// The title of the budget, which is the name of its sheet.
pub const BUDGET_TITLE: &str = "Dự trù kinh phí";

/// The columns of the budget.
pub const BUDGET: [(&str, &str); 7] = [
    ("number", "STT"),
    ("label", "Khoản mục"),
    ("unit", "ĐVT"),
    ("quantity", "SL"),
    ("price", "Đơn giá (đồng)"),
    ("amount", "Thành tiền ghi trong văn bản (đồng)"),
    ("sum", "Cộng lại (đồng)"),
];

/// The last row of the budget.
pub const BUDGET_TOTAL: &str = "Tổng cộng";

/// What a budget says of its total in words.
#[must_use]
pub fn in_words(words: &str) -> String {
    format!("Tổng cộng bằng chữ: {words}.")
}

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Which edition it is.
    Edition,
    /// What approved it.
    Approval,
    /// The digest of the result.
    Result,
    /// A scale.
    Scale,
    /// What a scale says of itself.
    Notice,
    /// A group of items.
    Section,
    /// An item.
    Item,
    /// A decision of the council.
    Decision,
    /// A prize.
    Prize,
}

/// What a note is about, in words.
#[must_use]
pub fn about(about: About) -> &'static str {
    match about {
        About::Edition => "Bản công bố",
        About::Approval => "Phê duyệt",
        About::Result => "Kết quả",
        About::Scale => "Thang điểm",
        About::Notice => "Lưu ý",
        About::Section => "Nhóm chỉ tiêu",
        About::Item => "Mục chấm điểm",
        About::Decision => "Quyết định của Hội đồng",
        About::Prize => "Giải thưởng",
    }
}
