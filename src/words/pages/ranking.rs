//! The ranking, while it is the office's own affair.

use askama::Template;

use super::{Fact, Frame, Tone, council::stage};
use crate::{council::Stage, digest::Digest};

/// The ranking.
#[derive(Template)]
#[template(path = "ranking.html", config = "src/words/askama.toml")]
pub struct Ranking {
    /// What stands around it.
    pub frame: Frame,
    /// When it will be there; empty when it is there.
    pub ahead: String,
    /// How far the result is.
    pub state: State,
    /// Does some total still wait for the council?
    pub provisional: bool,
    /// What it was computed from.
    pub facts: Vec<Fact>,
    /// The groups.
    pub groups: Vec<Group>,
}

/// A group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Name.
    pub label: String,
    /// What is said of its scale.
    pub notice: String,
    /// Scored units.
    pub units: Vec<Unit>,
    /// Units without a score, and why.
    pub apart: Vec<(String, String)>,
}

/// A scored unit.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Rank, or a dash.
    pub rank: String,
    /// Total.
    pub total: String,
    /// Band.
    pub band: String,
    /// Prize.
    pub prize: String,
    /// What is to be said about it.
    pub note: String,
}

/// How far the result is.
#[derive(Debug, Clone)]
pub struct State {
    /// How it looks.
    pub tone: Tone,
    /// In a word.
    pub headline: String,
    /// What it means.
    pub detail: &'static str,
    /// Where everybody sees it.
    pub public: Option<String>,
}

/// How far a result is.
#[must_use]
pub fn state(at: Stage, edition: u32) -> State {
    let (label, _) = stage(at);
    let (tone, detail) = match at {
        Stage::Provisional => (
            Tone::Attention,
            "Kết quả do hệ thống tính từ số liệu các đơn vị tự báo cáo; chưa được thẩm định và chưa được phê duyệt. Không công bố.",
        ),
        Stage::Verified | Stage::Explained => (
            Tone::Attention,
            "Kết quả tính từ số liệu Hội đồng đã thẩm định; chưa được chốt và phê duyệt. Không công bố.",
        ),
        Stage::Final => (
            Tone::Attention,
            "Hội đồng đã chốt kết quả; chờ phê duyệt. Không công bố.",
        ),
        Stage::Approved => (Tone::Attention, "Kết quả đã được phê duyệt; chưa công bố."),
        Stage::Published => (Tone::Good, "Kết quả đã được phê duyệt và công bố."),
    };
    State {
        tone,
        headline: format!("{label} (lần công bố {edition})"),
        detail,
        public: (at == Stage::Published).then(|| format!("/results/{edition}")),
    }
}

/// When there will be a ranking, in words.
#[must_use]
pub fn ahead(closes: &str, over: bool) -> String {
    if over {
        format!(
            "Chưa có kết quả. Đã hết hạn nhận báo cáo ({closes}); hệ thống chấm điểm ngay khi đã xem hết hộp thư sau hạn và mọi thư đã được xét."
        )
    } else {
        format!(
            "Chưa có kết quả. Hệ thống chấm điểm sau khi hết hạn nhận báo cáo ({closes}) và mọi thư đã được xét."
        )
    }
}

/// When the close was scored and by whom, and when the result was last scored
/// since.
#[must_use]
pub fn scored(first: &str, by: &str, again: Option<String>) -> Vec<Fact> {
    let first = Fact::new("Chấm điểm lần đầu lúc", format!("{first}, bởi {by}"));
    let again = again.map(|again| Fact::new("Chấm lại gần nhất lúc", again));
    std::iter::once(first).chain(again).collect()
}

/// Where the ranking comes from.
#[must_use]
pub fn facts(scored: Vec<Fact>, campaign: Digest, result: Digest, same_files: bool) -> Vec<Fact> {
    let files = if same_files {
        format!("{campaign}, trùng với các tệp đang dùng")
    } else {
        format!("{campaign}; các tệp đang dùng đã khác với khi chấm điểm")
    };
    let files = [
        Fact::new("Tệp của đợt báo cáo (SHA-256)", files),
        Fact::new("Mã băm của kết quả (SHA-256)", result.to_string()),
    ];
    scored.into_iter().chain(files).collect()
}
