//! What waits for the council, and how far the result is.

use askama::Template;

use super::{Line, Tab, stage};
use crate::{
    council::Stage,
    words::pages::{Badge, Frame, Tone},
};

/// The first page of the council.
#[derive(Template)]
#[template(path = "council/overview.html", config = "src/words/askama.toml")]
pub struct Overview {
    /// What stands around it.
    pub frame: Frame,
    /// What every form carries.
    pub csrf: String,
    /// The parts of the work.
    pub tabs: Vec<Tab>,
    /// What was just done; empty for nothing.
    pub done: String,
    /// The stages of the result.
    pub steps: Vec<Step>,
    /// Why there is nothing to show; empty when there is.
    pub ahead: String,
    /// What is to be done next.
    pub next: Next,
    /// Five numbers.
    pub numbers: Vec<Number>,
    /// Units by group.
    pub groups: Vec<Group>,
}

/// A stage of the result.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its name.
    pub label: &'static str,
    /// What happens in it.
    pub note: &'static str,
    /// Is it behind us?
    pub class: &'static str,
    /// Is it where the result is?
    pub current: bool,
}

/// What is to be done next.
#[derive(Debug, Clone)]
pub struct Next {
    /// How it looks.
    pub tone: Tone,
    /// What it is.
    pub headline: String,
    /// What it means.
    pub detail: String,
    /// What is still open.
    pub open: Vec<Line>,
    /// What this person may do about it.
    pub action: Option<Action>,
}

/// A button.
#[derive(Debug, Clone)]
pub struct Action {
    /// Where it sends to.
    pub to: &'static str,
    /// What it says.
    pub label: &'static str,
    /// What it brings about.
    pub note: String,
}

/// A number with what it counts.
#[derive(Debug, Clone)]
pub struct Number {
    /// What it counts.
    pub label: &'static str,
    /// The number.
    pub value: usize,
    /// More about it.
    pub note: &'static str,
}

/// A group of units.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its name.
    pub label: String,
    /// Its units.
    pub rows: Vec<Row>,
}

/// A unit.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its total.
    pub total: String,
    /// Its rank, or a dash.
    pub rank: String,
    /// Items that wait for the council.
    pub pending: usize,
    /// Figures that were found to be others.
    pub corrected: usize,
    /// Visits.
    pub visits: String,
    /// How its explanation stands, once units were asked.
    pub explained: Option<Badge>,
}

/// The stages, seen from one of them.
#[must_use]
pub fn steps(here: Stage) -> Vec<Step> {
    Stage::ALL
        .into_iter()
        .map(|one| {
            let (label, note) = stage(one);
            Step {
                label,
                note,
                class: if one < here { "done" } else { "ahead" },
                current: one == here,
            }
        })
        .collect()
}

/// The five numbers: units, pending items, corrected figures, open ties, open
/// explanations.
#[must_use]
pub fn numbers(
    units: usize,
    pending: usize,
    corrected: usize,
    ties: usize,
    open: usize,
) -> Vec<Number> {
    let number = |label, value, note| Number { label, value, note };
    vec![
        number("Đơn vị được chấm", units, "có báo cáo được tính"),
        number("Mục chờ chấm", pending, "Hội đồng chưa cho điểm"),
        number("Số liệu đã sửa", corrected, "thẩm định khác với báo cáo"),
        number("Nhóm đồng hạng", ties, "chờ Hội đồng quyết định"),
        number("Giải trình", open, "đã đến, chưa có ý kiến"),
    ]
}

/// How many visits, in words.
#[must_use]
pub fn visits(count: usize) -> String {
    match count {
        0 => String::new(),
        count => format!("{count} lần"),
    }
}

/// How the explanation of a unit stands.
#[must_use]
pub fn explained(came: bool, open: bool) -> Badge {
    match (came, open) {
        (false, _) => Badge::new(Tone::Quiet, "chưa có"),
        (true, true) => Badge::new(Tone::Attention, "chờ ý kiến"),
        (true, false) => Badge::new(Tone::Good, "đã có ý kiến"),
    }
}

/// What is to be done in a stage: the headline, what it means.
#[must_use]
pub fn next(stage: Stage, asked: bool, until: &str) -> (String, String) {
    let (headline, detail) = match stage {
        Stage::Provisional => (
            "Thẩm định số liệu các đơn vị tự báo cáo".to_owned(),
            "Mở từng đơn vị, đối chiếu với tài liệu kiểm chứng, ghi số liệu đúng kèm lý do. Số liệu của đơn vị luôn được giữ nguyên bên cạnh.".to_owned(),
        ),
        Stage::Verified if asked => (
            "Đơn vị đang giải trình".to_owned(),
            format!("Đơn vị trả lời thư kèm mã giải trình đến {until}. Ghi ý kiến về từng giải trình đã đến."),
        ),
        Stage::Verified => (
            "Mở đợt giải trình".to_owned(),
            "Mỗi đơn vị nhận một thư ghi số liệu được thẩm định khác với báo cáo và điểm tạm tính, kèm mã để trả lời.".to_owned(),
        ),
        Stage::Explained => (
            "Chấm nốt các mục và chốt kết quả".to_owned(),
            "Khi không còn mục chờ chấm và mọi trường hợp đồng hạng có giải thưởng đã được quyết định, tổ trưởng hoặc tổ phó chốt kết quả.".to_owned(),
        ),
        Stage::Final => (
            "Chờ phê duyệt".to_owned(),
            "Kết quả đã được chốt và khóa. Người phê duyệt không được là người đã chốt.".to_owned(),
        ),
        Stage::Approved => (
            "Chờ công bố".to_owned(),
            "Kết quả đã được phê duyệt; quản trị viên công bố theo quyết định.".to_owned(),
        ),
        Stage::Published => (
            "Đã công bố".to_owned(),
            "Mọi thay đổi sau này phải là một lần công bố mới, có lý do và nêu rõ điểm khác.".to_owned(),
        ),
    };
    (headline, detail)
}

/// The button of a stage.
#[must_use]
pub fn action(stage: Stage, asked: bool) -> Option<Action> {
    let action = |to, label, note: &str| {
        Some(Action {
            to,
            label,
            note: note.to_owned(),
        })
    };
    match stage {
        Stage::Provisional => action(
            "/council/step/close-verification",
            "Đóng phần thẩm định",
            "Sau đó số liệu chỉ còn được sửa theo giải trình của đơn vị.",
        ),
        Stage::Verified if asked => action(
            "/council/step/close-round",
            "Kết thúc giải trình",
            "Khi đã hết hạn hoặc mọi đơn vị đã giải trình, và mọi giải trình đã có ý kiến.",
        ),
        Stage::Verified => action(
            "/council/step/open-round",
            "Gửi thư mời giải trình",
            "Gửi cho mọi đơn vị được chấm điểm.",
        ),
        Stage::Explained | Stage::Final | Stage::Approved | Stage::Published => None,
    }
}

/// An item that waits.
#[must_use]
pub fn waiting(unit: &str, item: &str) -> String {
    format!("{unit}: mục {item} chưa được chấm")
}

/// More of them than are listed.
#[must_use]
pub fn more(count: usize) -> String {
    format!("và {count} mục nữa, xem bảng điểm")
}

/// Units that share a rank.
#[must_use]
pub fn tied(names: &[String]) -> String {
    format!("Đồng hạng, chờ quyết định: {}", names.join(", "))
}

/// Nobody on the council leads it yet.
pub const NO_HEAD: &str =
    "Hội đồng chưa có tổ trưởng hoặc tổ phó: quản trị viên ghi thành viên ở trang Thành viên.";
