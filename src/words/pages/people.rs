//! The pages of the accounts.

use askama::Template;

use super::{Badge, Fact, Frame, Tone};

/// What a name must be.
pub const NAME_RULE: &str = "Tên đăng nhập gồm 2 đến 40 chữ thường không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới; bắt đầu bằng chữ hoặc số.";

/// There is one of that name.
pub const NAME_TAKEN: &str = "Đã có tài khoản mang tên này.";

/// What a display name must be.
pub const DISPLAY_RULE: &str = "Xin ghi họ tên, nhiều nhất 100 ký tự.";

/// The list.
#[derive(Template)]
#[template(path = "accounts.html", config = "src/words/askama.toml")]
pub struct Accounts {
    /// What stands around it.
    pub frame: Frame,
    /// What its forms carry.
    pub csrf: String,
    /// What was just done.
    pub done: Option<&'static str>,
    /// The accounts.
    pub rows: Vec<Row>,
    /// What one can be.
    pub roles: Vec<RoleChoice>,
    /// What was typed for a new one.
    pub typed: Typed,
}

/// One account.
#[derive(Template)]
#[template(path = "account.html", config = "src/words/askama.toml")]
pub struct AccountPage {
    /// What stands around it.
    pub frame: Frame,
    /// What its forms carry.
    pub csrf: String,
    /// What was just done.
    pub done: Option<&'static str>,
    /// Why it was not done.
    pub refused: Option<&'static str>,
    /// Its number.
    pub id: i64,
    /// Its person.
    pub display: String,
    /// What is known of it.
    pub facts: Vec<Fact>,
    /// What it can be.
    pub roles: Vec<RoleChoice>,
    /// May it sign in?
    pub enabled: bool,
    /// Has its person set a password?
    pub has_password: bool,
    /// Does it have a second factor?
    pub has_code: bool,
    /// Open sessions.
    pub sessions: i64,
    /// Is it one's own?
    pub oneself: bool,
    /// What is wrong with the password of whoever asks, and at which form.
    pub password_fault: (&'static str, String),
}

/// A link to hand to a person.
#[derive(Template)]
#[template(path = "link.html", config = "src/words/askama.toml")]
pub struct Link {
    /// What stands around it.
    pub frame: Frame,
    /// Name of the account.
    pub name: String,
    /// Its person.
    pub display: String,
    /// The link.
    pub url: String,
    /// Until when it opens.
    pub until: String,
}

/// A line of the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number.
    pub id: i64,
    /// Name of the account.
    pub name: String,
    /// Its person.
    pub display: String,
    /// What it is.
    pub role: &'static str,
    /// May it sign in?
    pub state: Badge,
    /// Is the telephone asked for?
    pub code: Badge,
    /// When a session was last used.
    pub seen: String,
    /// Open sessions.
    pub sessions: i64,
}

/// What one can be.
#[derive(Debug, Clone)]
pub struct RoleChoice {
    /// Its word in the form.
    pub word: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it may do.
    pub means: &'static str,
    /// Is it chosen?
    pub chosen: bool,
}

/// What was typed for a new account, with what is wrong.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Name of the account.
    pub name: String,
    /// Its person.
    pub display: String,
    /// Its role, as a word.
    pub role: &'static str,
    /// What is wrong with the name.
    pub name_fault: &'static str,
    /// What is wrong with the display name.
    pub display_fault: &'static str,
    /// What is wrong with the password of whoever adds it.
    pub password_fault: String,
}

impl Typed {
    /// Is nothing wrong?
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.name_fault.is_empty() && self.display_fault.is_empty()
    }
}

/// What was done to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It has another role.
    Role,
    /// It may not sign in.
    Disabled,
    /// It may again.
    Enabled,
    /// Its sessions have ended.
    Sessions,
    /// Its telephone was taken from it.
    Code,
}

impl Done {
    const ALL: [Self; 5] = [
        Self::Role,
        Self::Disabled,
        Self::Enabled,
        Self::Sessions,
        Self::Code,
    ];

    /// Its word in the address.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::Sessions => "sessions",
            Self::Code => "code",
        }
    }

    /// Reads it from the address.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.word() == word)
    }

    /// The sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Role => "Đã đổi vai trò; có hiệu lực từ trang kế tiếp người ấy mở.",
            Self::Disabled => "Đã khóa tài khoản và kết thúc mọi phiên của nó.",
            Self::Enabled => "Đã mở lại tài khoản.",
            Self::Sessions => "Đã kết thúc các phiên của tài khoản.",
            Self::Code => {
                "Đã bỏ mã xác thực của tài khoản và kết thúc mọi phiên. Lần đăng nhập sau, người ấy cài lại trên điện thoại mới nếu vai trò cần."
            }
        }
    }
}

/// Why something is not done to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody else could manage accounts.
    LastAdmin,
    /// One does not lock oneself out.
    Oneself,
    /// One's own telephone is changed on one's own page.
    OwnCode,
    /// It may not sign in.
    Disabled,
}

impl Refusal {
    /// The sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::LastAdmin => {
                "Đây là tài khoản quản trị duy nhất còn dùng được, nên không thể khóa hoặc đổi vai trò. Xin lập thêm một tài khoản quản trị và để người ấy đặt mật khẩu trước."
            }
            Self::Oneself => {
                "Không thể tự khóa tài khoản của chính mình. Xin nhờ một quản trị khác."
            }
            Self::OwnCode => {
                "Mã xác thực của chính mình được đổi ở trang Tài khoản của tôi, sau khi nhập mật khẩu."
            }
            Self::Disabled => "Tài khoản đang bị khóa. Xin mở lại trước khi cấp liên kết.",
        }
    }
}

/// May it sign in?
#[must_use]
pub fn state(enabled: bool, has_password: bool, link: bool) -> Badge {
    match (enabled, has_password, link) {
        (false, _, _) => Badge::new(Tone::Bad, "đã khóa"),
        (true, true, _) => Badge::new(Tone::Good, "đang dùng"),
        (true, false, true) => Badge::new(Tone::Attention, "chờ đặt mật khẩu"),
        (true, false, false) => Badge::new(Tone::Attention, "liên kết đã hết hạn"),
    }
}

/// Is the telephone asked for?
#[must_use]
pub fn code(on: bool, demanded: bool) -> Badge {
    match (on, demanded) {
        (true, _) => Badge::new(Tone::Good, "đang bật"),
        (false, true) => Badge::new(Tone::Attention, "chưa bật, bắt buộc"),
        (false, false) => Badge::new(Tone::Quiet, "không bật"),
    }
}

/// What is known of an account.
#[must_use]
pub fn facts(
    row: &Row,
    created: &str,
    means: &str,
    link_until: Option<&str>,
    recovery: i64,
) -> Vec<Fact> {
    let mut facts = vec![
        Fact::new("Tên đăng nhập", row.name.as_str()),
        Fact::new("Vai trò", format!("{}: {means}", row.role)),
        Fact::new("Tình trạng", row.state.word.as_str()),
        Fact::new("Mã xác thực", {
            let state = &row.code.word;
            match recovery {
                0 => state.clone(),
                left => format!("{state}, còn {left} mã dự phòng"),
            }
        }),
        Fact::new("Lập lúc", created),
        Fact::new("Phiên đang mở", row.sessions.to_string()),
    ];
    if let Some(until) = link_until {
        facts.push(Fact::new(
            "Liên kết đặt mật khẩu",
            format!("còn hiệu lực đến {until}"),
        ));
    }
    facts
}

impl AccountPage {
    /// What is wrong at a form with the password of whoever asks.
    fn fault_at(&self, form: &str) -> &str {
        let (at, fault) = &self.password_fault;
        if *at == form { fault } else { "" }
    }

    fn link_label(&self) -> &'static str {
        if self.has_password {
            "Cấp liên kết đặt lại mật khẩu"
        } else {
            "Cấp liên kết đặt mật khẩu"
        }
    }
}
