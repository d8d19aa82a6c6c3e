//! A unit before the council: its points, visits to it, its explanations.

use askama::Template;

use super::Line;
use crate::{
    council::Kind,
    words::pages::{Badge, Fact, Frame, Tone, score_sheet::Section},
};

/// The page of a unit.
#[derive(Template)]
#[template(path = "council/unit.html", config = "src/words/askama.toml")]
pub struct Unit {
    /// What stands around it.
    pub frame: Frame,
    /// What every form carries.
    pub csrf: String,
    /// What was just done; empty for nothing.
    pub done: String,
    /// What is wrong with what was sent.
    pub faults: Vec<String>,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Rank, band, report.
    pub facts: Vec<Fact>,
    /// Items by section.
    pub sections: Vec<Section>,
    /// Visits.
    pub visits: Vec<Line>,
    /// Explanations.
    pub explanations: Vec<Explanation>,
    /// Why there is none.
    pub no_explanation: &'static str,
    /// Decisions that may be taken about it.
    pub standing: Vec<Question>,
    /// May this person enter anything?
    pub may_verify: bool,
    /// What was typed as the day.
    pub typed_day: String,
    /// What was typed as who went.
    pub typed_members: String,
    /// What was typed as what was found.
    pub typed_note: String,
}

/// An explanation of the unit.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Its number.
    pub id: i64,
    /// The mail it came in.
    pub mail: i64,
    /// When it came.
    pub at: String,
    /// How it stands.
    pub badge: Badge,
    /// What the council did about it; empty while it has not.
    pub outcome: String,
}

/// Something to decide about the unit.
#[derive(Debug, Clone)]
pub struct Question {
    /// What it is about.
    pub kind: &'static str,
    /// `yes` to decide, `no` to take it back.
    pub holds: &'static str,
    /// What is asked.
    pub question: &'static str,
    /// What the button says.
    pub button: &'static str,
}

/// No unit has been asked, or this one has not answered.
#[must_use]
pub fn no_explanation(asked: bool) -> &'static str {
    if asked {
        "Đơn vị chưa giải trình."
    } else {
        "Chưa mở đợt giải trình."
    }
}

/// What may be decided about a unit.
#[must_use]
pub fn question(kind: Kind, holds_now: bool) -> Option<Question> {
    let (question, button) = match (kind, holds_now) {
        (Kind::Tie, _) => return None,
        (Kind::Late, false) => (
            "Báo cáo đến muộn: cho xếp hạng vì",
            "Cho xếp hạng báo cáo muộn",
        ),
        (Kind::Late, true) => (
            "Thôi xếp hạng báo cáo muộn vì",
            "Thôi xếp hạng báo cáo muộn",
        ),
        (Kind::Exempt, false) => ("Miễn báo cáo năm nay cho đơn vị vì", "Miễn báo cáo"),
        (Kind::Exempt, true) => ("Thôi miễn báo cáo vì", "Thôi miễn báo cáo"),
    };
    Some(Question {
        kind: kind.as_str(),
        holds: if holds_now { "no" } else { "yes" },
        question,
        button,
    })
}

/// How an explanation stands.
#[must_use]
pub fn badge(late: bool, accepted: Option<bool>) -> Badge {
    match (accepted, late) {
        (Some(true), _) => Badge::new(Tone::Good, "được chấp nhận"),
        (Some(false), _) => Badge::new(Tone::Quiet, "không được chấp nhận"),
        (None, true) => Badge::new(Tone::Quiet, "đến sau hạn"),
        (None, false) => Badge::new(Tone::Attention, "chờ ý kiến"),
    }
}

/// What the council did about it.
#[must_use]
pub fn outcome(reason: &str, by: &str, at: &str) -> String {
    format!("Ý kiến: {reason} ({by}, {at})")
}

/// A visit.
#[must_use]
pub fn visit(day: &str, members: &str, note: &str, by: &str) -> String {
    format!("{day}: {members}. {note} (ghi bởi {by})")
}

/// A day that cannot be read.
pub const NO_DAY: &str = "Ngày kiểm tra cần ghi theo dạng ngày/tháng/năm, ví dụ 18/12/2015.";
