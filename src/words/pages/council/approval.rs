//! Finalising, approving, publishing.

use askama::Template;

use super::{Tab, stage};
use crate::{
    council::Stage,
    words::pages::{Fact, Frame, Tone},
};

/// The page.
#[derive(Template)]
#[template(path = "council/approval.html", config = "src/words/askama.toml")]
pub struct Approval {
    /// What stands around it.
    pub frame: Frame,
    /// What every form carries.
    pub csrf: String,
    /// The parts of the work.
    pub tabs: Vec<Tab>,
    /// What was just done; empty for nothing.
    pub done: String,
    /// What is wrong with what was sent.
    pub faults: Vec<String>,
    /// Where the result stands.
    pub state: State,
    /// What is known of it.
    pub facts: Vec<Fact>,
    /// What differs from the last edition.
    pub changes: Vec<Changed>,
    /// What this person may do.
    pub actions: Vec<Action>,
    /// Editions so far, newest first.
    pub editions: Vec<EditionLine>,
    /// What was typed as the number of the decision.
    pub typed_number: String,
    /// What was typed as its date.
    pub typed_date: String,
}

/// Where the result stands.
#[derive(Debug, Clone)]
pub struct State {
    /// How it looks.
    pub tone: Tone,
    /// In a word.
    pub headline: String,
    /// What it means.
    pub detail: String,
}

/// Something that differs.
#[derive(Debug, Clone)]
pub struct Changed {
    /// Of whom.
    pub name: String,
    /// What.
    pub what: String,
    /// What it was.
    pub old: String,
    /// What it is.
    pub new: String,
}

/// Something that may be done.
#[derive(Debug, Clone, Default)]
pub struct Action {
    /// What it is.
    pub title: &'static str,
    /// What it brings about.
    pub effect: &'static str,
    /// Where it sends to.
    pub to: &'static str,
    /// What the button says.
    pub button: &'static str,
    /// Digest of what is seen; empty when it does not matter.
    pub digest: String,
    /// Does it need the decision's number and date?
    pub decision: bool,
    /// Does it need a reason?
    pub reason: bool,
    /// Is it the lesser of two?
    pub second: bool,
}

/// An edition.
#[derive(Debug, Clone)]
pub struct EditionLine {
    /// Its number.
    pub number: u32,
    /// Number and date of the decision.
    pub decision: String,
    /// Who finalised it.
    pub finalised_by: String,
    /// Who entered the approval.
    pub approved_by: String,
    /// When it was published; empty while it is not.
    pub published_at: String,
    /// Was it published?
    pub published: bool,
    /// Why it replaces the one before.
    pub reason: String,
    /// SHA-256 over its canonical JSON.
    pub digest: String,
}

/// Where the result stands.
#[must_use]
pub fn state(at: Stage, edition: u32) -> State {
    let (label, note) = stage(at);
    State {
        tone: match at {
            Stage::Provisional | Stage::Verified | Stage::Explained => Tone::Quiet,
            Stage::Final | Stage::Approved => Tone::Attention,
            Stage::Published => Tone::Good,
        },
        headline: format!("{label} (lần công bố {edition})"),
        detail: format!("{note}."),
    }
}

/// What may be done in a stage by whoever has the right to.
#[must_use]
pub fn action(word: &str, digest: &str) -> Action {
    match word {
        "finalise" => Action {
            title: "Chốt kết quả",
            effect: "Khóa toàn bộ số liệu, điểm và thứ hạng. Sau đó chỉ người phê duyệt, hoặc tổ trưởng, tổ phó, mới trả lại được cho Hội đồng, kèm lý do.",
            to: "/council/step/finalise",
            button: "Chốt kết quả",
            ..Action::default()
        },
        "approve" => Action {
            title: "Phê duyệt",
            effect: "Ghi quyết định phê duyệt đúng kết quả đang xem. Nếu kết quả không còn là kết quả này, hệ thống từ chối.",
            to: "/council/step/approve",
            button: "Ghi quyết định phê duyệt",
            digest: digest.to_owned(),
            decision: true,
            ..Action::default()
        },
        "give-back" => Action {
            title: "Trả lại Hội đồng",
            effect: "Mở lại kết quả đã chốt để Hội đồng sửa.",
            to: "/council/step/give-back",
            button: "Trả lại Hội đồng",
            reason: true,
            second: true,
            ..Action::default()
        },
        "publish" => Action {
            title: "Công bố",
            effect: "Ai cũng xem được kết quả ở trang công khai, và mỗi đơn vị nhận phiếu điểm qua thư điện tử.",
            to: "/council/step/publish",
            button: "Công bố kết quả",
            ..Action::default()
        },
        _ => Action {
            title: "Đính chính: mở lần công bố mới",
            effect: "Lần đã công bố giữ nguyên. Hội đồng sửa, chốt, phê duyệt và công bố lần mới; lần mới nêu lý do và mọi điểm khác.",
            to: "/council/step/reopen",
            button: "Mở lần công bố mới",
            reason: true,
            second: true,
            ..Action::default()
        },
    }
}

/// What is known of the result.
#[must_use]
pub fn facts(digest: &str, finalised: Option<(&str, &str)>, reason: &str) -> Vec<Fact> {
    let mut facts = vec![Fact::new("Mã băm của kết quả (SHA-256)", digest)];
    if let Some((by, at)) = finalised {
        facts.push(Fact::new("Chốt bởi", format!("{by}, lúc {at}")));
    }
    if !reason.is_empty() {
        facts.push(Fact::new("Lý do có lần công bố này", reason));
    }
    facts
}

/// Number and date of a decision.
#[must_use]
pub fn decision(number: &str, date: &str) -> String {
    format!("{number} ngày {date}")
}

/// A date that cannot be read.
pub const NO_DATE: &str = "Ngày quyết định cần ghi theo dạng ngày/tháng/năm, ví dụ 29/12/2015.";

/// What was seen cannot be told from the form.
pub const NO_DIGEST: &str = "Không rõ kết quả nào đã được xem: xin mở lại trang và thử lại.";
