//! The page of one's own account.

use askama::Template;

use super::{Badge, Fact, Frame, Tone};

/// Its title.
pub const TITLE: &str = "Tài khoản của tôi";

/// The password that was typed is not the present one.
pub const WRONG_PASSWORD: &str = "Mật khẩu hiện tại không đúng.";

/// Before something that opens a way in, the password is asked once more.
pub const OWN_PASSWORD: &str = "Hãy nhập mật khẩu của Ông/Bà.";

/// Too many people prove something at once.
pub const BUSY: &str = "Hệ thống đang bận. Xin thử lại sau ít giây.";

/// The page.
#[derive(Template)]
#[template(path = "me.html", config = "src/words/askama.toml")]
pub struct Me {
    /// What stands around it.
    pub frame: Frame,
    /// What its forms carry.
    pub csrf: String,
    /// What was just done.
    pub done: Option<&'static str>,
    /// Name and role.
    pub facts: Vec<Fact>,
    /// Is the telephone asked for?
    pub code: Badge,
    /// Are there other sessions than this one?
    pub others: bool,
    /// Open sessions, the last used first.
    pub sessions: Vec<Session>,
    /// What is wrong with the typed present password.
    pub current_fault: String,
    /// What is wrong with the new one.
    pub password_fault: String,
}

/// An open session.
#[derive(Debug, Clone)]
pub struct Session {
    /// What names it in the form.
    pub id: String,
    /// Is it the one that looks at this page?
    pub own: bool,
    /// When it was opened.
    pub opened: String,
    /// When it was last used.
    pub seen: String,
    /// From where.
    pub network: String,
    /// With what.
    pub browser: String,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// The password is another.
    Password,
    /// A session has ended.
    Session,
    /// All others have ended.
    Sessions,
}

impl Done {
    /// Reads it from the address.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "password" => Some(Self::Password),
            "session" => Some(Self::Session),
            "sessions" => Some(Self::Sessions),
            _ => None,
        }
    }

    /// The sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Password => "Đã đổi mật khẩu. Các phiên khác đã kết thúc.",
            Self::Session => "Đã kết thúc phiên.",
            Self::Sessions => "Đã kết thúc mọi phiên khác.",
        }
    }
}

/// Too many were wrong.
#[must_use]
pub fn wait(minutes: i64) -> String {
    format!("Đã nhập sai quá nhiều lần. Xin đợi {minutes} phút rồi thử lại.")
}

/// Name and role.
#[must_use]
pub fn facts(name: &str, display: &str, role: &str, means: &str) -> Vec<Fact> {
    vec![
        Fact::new("Tên đăng nhập", name),
        Fact::new("Họ tên", display),
        Fact::new("Vai trò", format!("{role}: {means}")),
    ]
}

/// Is the telephone asked for?
#[must_use]
pub fn code_state(on: bool, recovery: i64) -> Badge {
    match (on, recovery) {
        (false, _) => Badge::new(Tone::Attention, "chưa bật"),
        (true, 0) => Badge::new(Tone::Attention, "đang bật, đã hết mã dự phòng"),
        (true, left) => Badge::new(Tone::Good, format!("đang bật, còn {left} mã dự phòng")),
    }
}

/// A browser in two words, from the long line it sends.
#[must_use]
pub fn browser(agent: &str) -> String {
    let of = |known: &[(&str, &'static str)]| {
        let mut known = known.iter();
        known
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let program = of(&[
        ("Edg/", "Edge"),
        ("coc_coc", "Cốc Cốc"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let machine = of(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, machine) {
        (Some(program), Some(machine)) => format!("{program} trên {machine}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "không rõ".to_owned(),
    }
}
