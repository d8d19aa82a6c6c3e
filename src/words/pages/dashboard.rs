//! The first page: how the campaign and the office stand, and every unit.

use askama::Template;

use super::{Badge, Chip, Frame, Tone, arrivals::Arrivals};

/// The first page.
#[derive(Template)]
#[template(path = "dashboard.html", config = "src/words/askama.toml")]
pub struct Dashboard {
    /// What stands around it.
    pub frame: Frame,
    /// Said on top of everything, if there is something to say.
    pub review: Option<Notice>,
    /// Where the window stands.
    pub clock: Clock,
    /// The numbers on top.
    pub numbers: Vec<Number>,
    /// Whether sending has stopped.
    pub stopped: Option<Stopped>,
    /// Letters that did not arrive.
    pub undelivered: Vec<Returned>,
    /// When mails of units arrived.
    pub arrivals: Arrivals,
    /// Units of which a report is expected and not there.
    pub missing: Vec<Missing>,
    /// How the daemon does.
    pub health: Vec<Sign>,
    /// Filters by standing.
    pub chips: Vec<Chip>,
    /// The units, group by group.
    pub groups: Vec<Group>,
    /// Is a paper copy asked for?
    pub paper: bool,
    /// Is a copy by the document software asked for?
    pub software: bool,
}

/// A unit of which a report is expected and not there.
#[derive(Debug, Clone)]
pub struct Missing {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it has sent.
    pub state: Badge,
    /// Whom to telephone.
    pub telephone: String,
}

/// No letter is sent.
#[derive(Debug, Clone)]
pub struct Stopped {
    /// Why, and since when.
    pub line: String,
    /// What to do.
    pub fix: &'static str,
}

/// A letter that did not arrive, and was not followed by one that did.
#[derive(Debug, Clone)]
pub struct Returned {
    /// The unit, or the address when it is none.
    pub unit: String,
    /// What kind of letter.
    pub kind: String,
    /// When it came back.
    pub at: String,
    /// Why, in the words of the mail servers.
    pub why: String,
    /// The mail that it answers.
    pub mail: Option<i64>,
}

/// Something that everybody in the office must know.
#[derive(Debug, Clone, Copy)]
pub struct Notice {
    /// What it is.
    pub headline: &'static str,
    /// What it means and what to do.
    pub detail: &'static str,
}

impl Notice {
    /// Said while no proof is accepted.
    #[must_use]
    pub fn review(everything: bool) -> Option<Self> {
        everything.then_some(Self {
            headline: "Chế độ xem xét từng thư: chưa báo cáo nào được tự động chấp nhận",
            detail: "Chưa xác định được cách xác thực người gửi (sender.accept để trống), nên mọi báo cáo đều chờ người xem xét. Đề nghị cán bộ kỹ thuật chạy lệnh congvu mail calibrate và ghi kết quả vào tệp cấu hình.",
        })
    }
}

/// Where the window stands.
#[derive(Debug, Clone)]
pub struct Clock {
    /// How long still, or that it is over.
    pub headline: String,
    /// The absolute times, with the zone.
    pub detail: String,
    /// Its colour.
    pub tone: Tone,
}

/// The window, as it stands to this moment.
#[derive(Debug, Clone)]
pub enum Window {
    /// It opens in so long.
    Ahead(String),
    /// It closes in so long.
    Open(String),
    /// It closed so long ago.
    Over(String),
}

impl Clock {
    /// What is said of a window with these ends.
    #[must_use]
    pub fn of(window: &Window, opens: &str, closes: &str) -> Self {
        let (tone, headline) = match window {
            Window::Ahead(rest) => (
                Tone::Quiet,
                format!("Chưa đến thời gian nhận báo cáo, còn {rest}"),
            ),
            Window::Open(rest) => (Tone::Good, format!("Đang nhận báo cáo, còn {rest}")),
            Window::Over(since) => (Tone::Quiet, format!("Đã hết hạn nhận báo cáo {since}")),
        };
        let detail = format!("Nhận từ {opens} đến {closes}, theo giờ của máy chủ thư.");
        Self {
            headline,
            detail,
            tone,
        }
    }
}

/// A number on top.
#[derive(Debug, Clone)]
pub struct Number {
    /// What is counted.
    pub label: &'static str,
    /// How many.
    pub value: usize,
    /// What it means.
    pub note: &'static str,
}

impl Number {
    /// The five numbers, and who cannot be reached.
    #[must_use]
    pub fn all(counts: Counts) -> Vec<Self> {
        let number = |label, value, note| Self { label, value, note };
        vec![
            number(
                "Phải báo cáo",
                counts.expected,
                "đơn vị, không kể đơn vị được miễn",
            ),
            number("Đã gửi", counts.received, "có ít nhất một thư báo cáo"),
            number("Hợp lệ", counts.accepted, "có bản đọc được, không còn lỗi"),
            number("Đúng hạn", counts.on_time, "bản đang có hiệu lực"),
            number("Nộp muộn", counts.late, "chờ xem xét, quyết định"),
            number(
                "Chưa liên hệ được",
                counts.unreachable,
                "thư gần nhất bị trả lại",
            ),
        ]
    }
}

/// What the five numbers say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Units that have to report.
    pub expected: usize,
    /// Units that were heard of.
    pub received: usize,
    /// Units with a report without errors, on time or late.
    pub accepted: usize,
    /// Units with a report in force.
    pub on_time: usize,
    /// Units with only a late one.
    pub late: usize,
    /// Units whose mailbox gave our last letter back.
    pub unreachable: usize,
}

/// Something about the daemon that a person should know.
#[derive(Debug, Clone)]
pub struct Sign {
    /// What it is.
    pub label: &'static str,
    /// How it is.
    pub value: String,
    /// Its colour.
    pub tone: Tone,
    /// The word for that colour; empty when all is well.
    pub warning: &'static str,
}

impl Sign {
    /// The last complete look at the mailbox; none: never.
    #[must_use]
    pub fn look(ago: Option<String>, stale: bool) -> Self {
        let value = ago.map_or_else(
            || "chưa có lần nào".to_owned(),
            |ago| format!("{ago} trước"),
        );
        Self::judged(
            "Lần xem hết hộp thư gần nhất",
            value,
            stale,
            "kiểm tra kết nối",
        )
    }

    /// Mails without a verdict, and how many of them wait.
    #[must_use]
    pub fn unsettled(count: i64, waiting: i64) -> Self {
        let value = if waiting > 0 {
            format!("{count} thư, trong đó {waiting} thư đang đợi")
        } else {
            format!("{count} thư")
        };
        Self::judged("Thư chưa xét", value, false, "")
    }

    /// Mails that a person must look at.
    #[must_use]
    pub fn held(count: i64) -> Self {
        let value = format!("{count} thư");
        Self {
            tone: Tone::Attention,
            ..Self::judged("Thư chờ người xem xét", value, count > 0, "cần xem")
        }
    }

    /// Letters still to be sent.
    #[must_use]
    pub fn owed(count: i64, oldest: Option<String>, stuck: bool) -> Self {
        let value = match oldest {
            Some(oldest) => format!("{count} thư, lâu nhất {oldest}"),
            None => format!("{count} thư"),
        };
        Self::judged("Thư trả lời chưa gửi xong", value, stuck, "gửi chậm")
    }

    /// Letters given up.
    #[must_use]
    pub fn failed(count: i64) -> Self {
        let value = format!("{count} thư");
        Self::judged("Thư trả lời không gửi được", value, count > 0, "cần xem")
    }

    /// Ways in which our own servers mark mail.
    #[must_use]
    pub fn layouts(alarms: i64, unconfirmed: i64) -> Self {
        let label = "Dấu xác thực do máy chủ thư ghi";
        if alarms > 0 {
            let value = format!("{alarms} thay đổi chưa rõ (congvu mail layouts)");
            return Self::judged(label, value, true, "cần xem ngay");
        }
        let value = if unconfirmed > 0 {
            format!("{unconfirmed} kiểu chưa có người xác nhận")
        } else {
            "không thay đổi".to_owned()
        };
        Self::judged(label, value, false, "")
    }

    fn judged(label: &'static str, value: String, odd: bool, warning: &'static str) -> Self {
        Self {
            label,
            value,
            tone: if odd { Tone::Bad } else { Tone::Good },
            warning: if odd { warning } else { "" },
        }
    }
}

/// The units of a group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Name of the group.
    pub label: String,
    /// How many units it has, whatever the filter.
    pub size: usize,
    /// Those the filter leaves.
    pub rows: Vec<Row>,
}

/// One unit.
#[derive(Debug, Clone)]
pub struct Row {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Where it stands.
    pub standing: Badge,
    /// The report that standing rests on.
    pub version: String,
    /// When it came.
    pub received: String,
    /// The number of the answer.
    pub number: String,
    /// Its mail.
    pub mail: Option<i64>,
    /// How its paper stands.
    pub paper: Badge,
    /// How its copy in the document software stands.
    pub software: Badge,
    /// Its own end, when it was given more time.
    pub extended: String,
}

/// Where a unit stands, as the office says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing came, and nothing need come.
    Exempt,
    /// Nothing came.
    Silent,
    /// What came was turned down, and nothing is in force.
    Rejected,
    /// A person must look, and nothing is in force.
    Held,
    /// There is only a late report.
    Late,
    /// A report is in force, and a newer mail was turned down.
    Troubled,
    /// A report is in force.
    Accepted,
}

impl Standing {
    /// All of them, those with most to do first.
    pub const ALL: [Self; 7] = [
        Self::Silent,
        Self::Rejected,
        Self::Held,
        Self::Late,
        Self::Troubled,
        Self::Accepted,
        Self::Exempt,
    ];

    /// The word in an address.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exempt => "exempt",
            Self::Silent => "silent",
            Self::Rejected => "rejected",
            Self::Held => "held",
            Self::Late => "late",
            Self::Troubled => "troubled",
            Self::Accepted => "accepted",
        }
    }

    /// The standing of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|standing| standing.as_str() == word)
    }

    /// In a word or two.
    #[must_use]
    pub fn badge(self) -> Badge {
        let (tone, word) = match self {
            Self::Exempt => (Tone::Quiet, "Được miễn"),
            Self::Silent => (Tone::Quiet, "Chưa gửi"),
            Self::Rejected => (Tone::Bad, "Bị trả lại"),
            Self::Held => (Tone::Attention, "Chờ xem xét"),
            Self::Late => (Tone::Attention, "Nộp muộn"),
            Self::Troubled => (Tone::Good, "Đã nhận; bản sửa bị trả lại"),
            Self::Accepted => (Tone::Good, "Đã nhận"),
        };
        Badge::new(tone, word)
    }
}
