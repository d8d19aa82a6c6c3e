//! The page of the telephone and its recovery codes.

use askama::Template;

use super::Frame;

/// Its title.
pub const TITLE: &str = "Mã xác thực trên điện thoại";

/// The code does not belong to the offered key.
pub const WRONG_CODE: &str = "Mã không đúng. Xin nhập mã đang hiện trên điện thoại; nếu vẫn không được, kiểm tra giờ của điện thoại đặt ở chế độ tự động.";

/// The page.
#[derive(Template)]
#[template(path = "second_factor.html", config = "src/words/askama.toml")]
pub struct SecondFactor {
    /// What stands around it.
    pub frame: Frame,
    /// What its forms carry.
    pub csrf: String,
    /// Is there a second factor?
    pub on: bool,
    /// Must there be one before anything else is shown?
    pub demanded: bool,
    /// Recovery codes left.
    pub recovery: i64,
    /// The key that is being set up.
    pub offered: Option<Offered>,
    /// What is wrong with the typed password.
    pub password_fault: String,
    /// What is wrong with the typed code.
    pub code_fault: String,
}

/// A key that is being set up.
#[derive(Clone)]
pub struct Offered {
    /// In groups of four.
    pub key: String,
    /// For the camera.
    pub picture: Option<Picture>,
    /// What the picture says.
    pub uri: String,
    /// How long a code lives.
    pub seconds: i64,
}

/// Squares on a square.
#[derive(Clone)]
pub struct Picture {
    /// How wide, in squares, its margin included.
    pub size: i32,
    /// The dark ones, as an SVG path.
    pub squares: String,
}

/// New recovery codes, shown once.
#[derive(Template)]
#[template(path = "codes.html", config = "src/words/askama.toml")]
pub struct Codes {
    /// What stands around it.
    pub frame: Frame,
    /// The codes.
    pub codes: Vec<String>,
}
