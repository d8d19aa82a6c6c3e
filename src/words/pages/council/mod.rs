//! The council's pages: what waits for it, every point with where it comes
//! from, what was changed and why, and the steps up to publication.

pub mod overview;

pub mod grid;

pub mod unit;

pub mod item;

pub mod differences;

pub mod decisions;

pub mod approval;

pub mod members;

use crate::council::Stage;

/// A part of the council's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What waits.
    Overview,
    /// Points by unit and item.
    Grid,
    /// Reported and verified figures.
    Differences,
    /// Ties and decisions.
    Decisions,
    /// Finalising, approving, publishing.
    Approval,
    /// Who sits on it.
    Members,
}

/// A tab.
#[derive(Debug, Clone, Copy)]
pub struct Tab {
    /// Where it leads.
    pub href: &'static str,
    /// Its name.
    pub label: &'static str,
    /// Is it this page?
    pub current: bool,
}

/// The tabs, with the one that is open; none for a page below them.
#[must_use]
pub fn tabs(open: Option<Part>) -> Vec<Tab> {
    [
        ("/council", "Việc cần làm", Part::Overview),
        ("/council/grid", "Bảng điểm", Part::Grid),
        (
            "/council/differences",
            "Chênh lệch số liệu",
            Part::Differences,
        ),
        (
            "/council/decisions",
            "Đồng hạng, quyết định",
            Part::Decisions,
        ),
        (
            "/council/approval",
            "Chốt, phê duyệt, công bố",
            Part::Approval,
        ),
        ("/council/members", "Thành viên", Part::Members),
    ]
    .into_iter()
    .map(|(href, label, part)| Tab {
        href,
        label,
        current: open == Some(part),
    })
    .collect()
}

/// A line of text, and where more of it lies.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// Where more of it lies.
    pub href: Option<String>,
    /// The words of that link, where the text itself is not the link.
    pub link: String,
}

/// What a stage is called, and what it means.
#[must_use]
pub fn stage(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Provisional => ("Tạm tính", "Hội đồng thẩm định số liệu"),
        Stage::Verified => ("Đã thẩm định", "Đơn vị giải trình"),
        Stage::Explained => ("Đã giải trình", "Hội đồng chấm nốt và chốt"),
        Stage::Final => ("Đã chốt", "Chờ phê duyệt; không sửa được nữa"),
        Stage::Approved => ("Đã phê duyệt", "Chờ công bố"),
        Stage::Published => ("Đã công bố", "Ai cũng xem được"),
    }
}

/// There is nothing to show before the first scoring.
pub const AHEAD: &str = "Chưa có kết quả chấm điểm. Hội đồng bắt đầu làm việc sau khi hết hạn nhận báo cáo và hệ thống đã chấm điểm.";

/// What was done, by its word in the address.
#[must_use]
pub fn done(word: &str) -> &'static str {
    match word {
        "verified" => "Đã ghi số liệu thẩm định và chấm lại điểm.",
        "marked" => "Đã ghi điểm của Hội đồng và chấm lại điểm.",
        "visited" => "Đã ghi lần kiểm tra.",
        "explained" => "Đã ghi ý kiến về giải trình.",
        "decided" => "Đã ghi quyết định và chấm lại điểm.",
        "seated" => "Đã thêm thành viên.",
        "unseated" => "Đã ghi thành viên thôi tham gia.",
        "verification-closed" => "Đã đóng phần thẩm định số liệu.",
        "round-opened" => "Đã mở đợt giải trình; thư gửi các đơn vị đang được gửi đi.",
        "round-closed" => "Đã kết thúc phần giải trình.",
        "finalised" => "Đã chốt kết quả. Từ nay không ai sửa được số liệu và điểm.",
        "approved" => "Đã ghi quyết định phê duyệt.",
        "published" => "Đã công bố kết quả.",
        "given-back" => "Đã trả kết quả về Hội đồng.",
        "reopened" => "Đã mở lần công bố mới; lần trước vẫn giữ nguyên.",
        _ => "",
    }
}
