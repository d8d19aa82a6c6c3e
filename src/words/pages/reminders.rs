//! Who is reminded of what: what is due, what was sent, and the exact text
//! before it is sent.

use askama::Template;

use super::{Badge, Fact, Frame, Tone};
use crate::{
    campaign::stages::Stage,
    reminder::Situation,
    words::{Lang, follow},
};

/// The page of reminders.
#[derive(Template)]
#[template(path = "reminders.html", config = "src/words/askama.toml")]
pub struct Reminders {
    /// What stands around it.
    pub frame: Frame,
    /// What was just done; empty for nothing.
    pub done: String,
    /// What is wrong with what was asked; empty for nothing.
    pub fault: &'static str,
    /// Does the daemon send by itself?
    pub automatic: bool,
    /// The stages.
    pub stages: Vec<StageLine>,
    /// Units of which a report is expected and not there.
    pub missing: Vec<Missing>,
    /// What was sent, newest first.
    pub history: Vec<Past>,
    /// May whoever looks send?
    pub may_send: bool,
}

/// A stage of the campaign.
#[derive(Debug, Clone)]
pub struct StageLine {
    /// Its name.
    pub name: &'static str,
    /// When, for units without terms of their own; or that it is turned off.
    pub at: String,
    /// To whom.
    pub whom: &'static str,
    /// How many were sent.
    pub sent: usize,
    /// Is its moment over?
    pub over: bool,
}

/// A unit whose report is not there.
#[derive(Debug, Clone)]
pub struct Missing {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it has sent.
    pub state: Badge,
    /// Its own end, when it was given more time.
    pub extended: String,
    /// Whom to telephone.
    pub telephone: String,
    /// What would be sent now; empty: nothing can.
    pub offer: &'static str,
    /// Why nothing can be sent, or what to know before sending.
    pub caution: &'static str,
    /// Is it ticked?
    pub ticked: bool,
    /// When it was reminded last.
    pub last: String,
}

/// A reminder that was sent.
#[derive(Debug, Clone)]
pub struct Past {
    /// When.
    pub at: String,
    /// Name of the unit.
    pub unit: String,
    /// Its code.
    pub code: String,
    /// The stage.
    pub stage: &'static str,
    /// The subject line.
    pub subject: String,
    /// By whom.
    pub by: String,
    /// What became of the letter.
    pub fate: Badge,
}

/// The exact letters before they are sent.
#[derive(Template)]
#[template(path = "reminder_preview.html", config = "src/words/askama.toml")]
pub struct Preview {
    /// What stands around it.
    pub frame: Frame,
    /// The letters.
    pub letters: Vec<Letter>,
    /// Units that were chosen and cannot be written to now.
    pub left_out: Vec<String>,
}

/// A letter before it is sent.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Code of the unit.
    pub code: String,
    /// Its name.
    pub name: String,
    /// To whom, with what, on what occasion.
    pub facts: Vec<Fact>,
    /// The subject line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// What to know before it is sent.
    pub caution: &'static str,
}

/// A stage in a word or two.
#[must_use]
pub fn stage(stage: Stage) -> &'static str {
    follow::stage(Lang::Vi, stage)
}

/// To whom a stage goes.
#[must_use]
pub fn whom(stage: Stage) -> &'static str {
    match stage {
        Stage::Opening => "mọi đơn vị chưa gửi gì, kèm biểu mẫu",
        Stage::Midpoint => "đơn vị chưa gửi gì",
        Stage::TwoDaysBefore | Stage::LastMorning => "đơn vị chưa có báo cáo được nhận",
        Stage::PastDue => "đơn vị vẫn chưa có báo cáo",
        Stage::Uncured => "đơn vị bị trả lại mà chưa gửi bản sửa",
        Stage::ByHand => "đơn vị do văn phòng chọn",
    }
}

/// A stage that is turned off.
pub const OFF: &str = "không dùng";

/// A stage that hangs on a rejection and not on the calendar.
#[must_use]
pub fn after(hours: i64) -> String {
    format!("{hours} giờ sau khi bị trả lại")
}

/// What a unit has sent.
#[must_use]
pub fn state(situation: Situation) -> Badge {
    match situation {
        Situation::Silent => Badge::new(Tone::Quiet, "Chưa gửi"),
        Situation::Rejected { .. } => Badge::new(Tone::Bad, "Bị trả lại, chưa sửa"),
        Situation::Held { .. } => Badge::new(Tone::Attention, "Chờ xem xét"),
        Situation::Reported => Badge::new(Tone::Good, "Đã nhận"),
    }
}

/// Said of a mailbox that gives letters back.
pub const UNREACHABLE: &str = "Thư gần nhất tới hộp thư này bị trả lại: nên gọi điện trước.";
/// Said of a unit that has had its letter.
pub const ENOUGH: &str = "Hôm nay đã nhắc, hoặc đã nhắc hai lần với cùng nội dung.";
/// Nobody was chosen.
pub const NOBODY: &str = "Chưa chọn đơn vị nào. Đánh dấu các đơn vị cần nhắc rồi bấm lại.";

/// What was done.
#[must_use]
pub fn done(sent: usize, asked: usize) -> String {
    if sent == asked {
        return format!("Đã ghi {sent} thư nhắc vào hộp thư đi.");
    }
    format!(
        "Đã ghi {sent} thư nhắc vào hộp thư đi; {} đơn vị được bỏ qua vì vừa có báo cáo hoặc vừa được nhắc.",
        asked.saturating_sub(sent)
    )
}

/// What became of a letter.
#[must_use]
pub fn fate(sent: Option<String>, bounced: bool, failed: bool, waits: bool) -> Badge {
    match sent {
        _ if bounced => Badge::new(Tone::Bad, "Bị trả lại"),
        _ if failed => Badge::new(Tone::Bad, "Không gửi được"),
        Some(at) => Badge::new(Tone::Good, format!("Đã gửi {at}")),
        None if waits => Badge::new(Tone::Attention, "Đang chờ gửi"),
        None => Badge::new(Tone::Quiet, "Thôi gửi: đơn vị đã nộp"),
    }
}

/// The facts of a letter that is not sent yet.
#[must_use]
pub fn facts(mailbox: &str, occasion: Stage, file: Option<&str>) -> Vec<Fact> {
    let mut facts = vec![
        Fact::new("Gửi tới", mailbox),
        Fact::new("Mốc nhắc", stage(occasion)),
    ];
    facts.extend(file.map(|file| Fact::new("Tệp kèm theo", file)));
    facts
}
