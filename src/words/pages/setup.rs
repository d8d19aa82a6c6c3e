//! The pages behind a link that sets a password.

use askama::Template;

use super::Frame;

/// Their title.
pub const TITLE: &str = "Đặt mật khẩu";

/// The two passwords differ.
pub const MISMATCH: &str = "Hai lần nhập không giống nhau. Xin nhập lại cả hai ô.";

/// The form.
#[derive(Template)]
#[template(path = "setup.html", config = "src/words/askama.toml")]
pub struct Setup {
    /// What stands around it.
    pub frame: Frame,
    /// What the form carries.
    pub csrf: String,
    /// Where it is sent.
    pub action: String,
    /// Name of the account.
    pub name: String,
    /// Its person.
    pub display: String,
    /// What is wrong with what was typed; empty at first.
    pub fault: String,
    /// Does the telephone come next?
    pub code_next: bool,
}

/// The link opens nothing any more.
#[derive(Template)]
#[template(path = "setup_gone.html", config = "src/words/askama.toml")]
pub struct Gone {
    /// What stands around it.
    pub frame: Frame,
}
