//! The page to sign in.

use askama::Template;

use super::Frame;

/// Its title.
pub const TITLE: &str = "Đăng nhập";

/// Title of the page that asks for the code.
pub const CODE_TITLE: &str = "Mã xác thực";

/// The page that asks for the code.
#[derive(Template)]
#[template(path = "code.html", config = "src/words/askama.toml")]
pub struct Code {
    /// What stands around it.
    pub frame: Frame,
    /// What the form carries.
    pub csrf: String,
    /// Where to go afterwards.
    pub next: String,
    /// What to say first.
    pub notice: Option<Notice>,
}

/// The page to sign in.
#[derive(Template)]
#[template(path = "login.html", config = "src/words/askama.toml")]
pub struct Login {
    /// What stands around it.
    pub frame: Frame,
    /// What the form carries.
    pub csrf: String,
    /// The name that was typed.
    pub name: String,
    /// Where to go afterwards.
    pub next: String,
    /// What to say first.
    pub notice: Option<Notice>,
}

/// What is said above the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The name or the password is wrong; which of them is not said.
    Wrong,
    /// The code is wrong, or was used before.
    WrongCode,
    /// Too many wrong passwords; carries how many minutes to wait.
    TooMany(i64),
    /// Too many people sign in at this moment.
    Busy,
    /// Signed out.
    SignedOut,
}

impl Notice {
    /// Is it bad news?
    #[must_use]
    pub fn is_fault(self) -> bool {
        match self {
            Self::Wrong | Self::WrongCode | Self::TooMany(_) | Self::Busy => true,
            Self::SignedOut => false,
        }
    }

    /// The sentence.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Self::Wrong => "Tên đăng nhập hoặc mật khẩu không đúng. Xin kiểm tra lại bộ gõ tiếng Việt và phím Caps Lock rồi thử lại.".to_owned(),
            Self::WrongCode => "Mã không đúng, đã hết hạn hoặc đã dùng rồi. Xin nhập mã đang hiện trên điện thoại; nếu vẫn không được, kiểm tra giờ của điện thoại.".to_owned(),
            Self::TooMany(minutes) => format!("Đã nhập sai quá nhiều lần. Vì lý do an toàn, xin đợi {minutes} phút rồi đăng nhập lại."),
            Self::Busy => "Đang có nhiều người đăng nhập cùng lúc. Xin thử lại sau ít giây.".to_owned(),
            Self::SignedOut => "Đã đăng xuất.".to_owned(),
        }
    }
}
