//! Roles and passwords in words.

use super::{Lang, pages::people::NAME_RULE};
use crate::{
    password::{LONGEST, SHORTEST, Weakness},
    role::Role,
};

/// A role.
#[must_use]
pub fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Admin => lang.pick("Quản trị", "admin"),
        Role::Reviewer => lang.pick("Xử lý thư", "reviewer"),
        Role::Council => lang.pick("Hội đồng", "council"),
        Role::Approver => lang.pick("Phê duyệt", "approver"),
        Role::Viewer => lang.pick("Chỉ xem", "viewer"),
    }
}

/// What a role may do, for whoever gives it.
#[must_use]
pub fn role_means(role: Role) -> &'static str {
    match role {
        Role::Admin => {
            "xử lý thư, theo dõi, sửa danh bạ, công bố, quản lý tài khoản; không thẩm định, không phê duyệt"
        }
        Role::Reviewer => "xử lý thư chờ xem xét, ghi bản giấy, nhắc nhở và gia hạn",
        Role::Council => "thẩm định số liệu, chốt kết quả",
        Role::Approver => "phê duyệt kết quả mà hội đồng đã chốt",
        Role::Viewer => "xem các trang, không tải tệp, không thay đổi gì",
    }
}

/// Why a password cannot be used, and what to do.
#[must_use]
pub fn weakness(lang: Lang, weakness: Weakness) -> String {
    match weakness {
        Weakness::TooShort => lang.pick(
            format!("Mật khẩu phải có ít nhất {SHORTEST} ký tự. Một câu dễ nhớ là tốt nhất."),
            format!("A password has at least {SHORTEST} characters. A sentence is best."),
        ),
        Weakness::TooLong => lang.pick(
            format!("Mật khẩu có nhiều nhất {LONGEST} ký tự."),
            format!("A password has at most {LONGEST} characters."),
        ),
        Weakness::Repeats => lang.pick(
            "Mật khẩu chỉ lặp lại vài ký tự nên rất dễ đoán. Xin chọn một câu khác.".to_owned(),
            "The password repeats a few characters and is easy to guess.".to_owned(),
        ),
        Weakness::Common => lang.pick(
            "Mật khẩu này nằm trong danh sách nhiều người dùng nên rất dễ đoán. Xin chọn một câu gồm vài từ không liên quan đến nhau.".to_owned(),
            "Many people use this password or one like it. Take a few unrelated words.".to_owned(),
        ),
        Weakness::OfOurs => lang.pick(
            "Mật khẩu chỉ gồm tên người, tên cơ quan hoặc từ ngữ của công việc này nên dễ đoán. Xin thêm những từ khác.".to_owned(),
            "The password is made of names of the person, the office or the work. Add other words.".to_owned(),
        ),
    }
}

/// `admin setup-link`.
pub const SETUP_LINK: &str = "In liên kết đặt mật khẩu, dùng một lần; lập tài khoản nếu chưa có";
/// `admin list`.
pub const LIST: &str = "Liệt kê tài khoản";
/// `admin role`.
pub const ROLE: &str = "Đổi vai trò của tài khoản";
/// `admin disable`.
pub const DISABLE: &str = "Khóa tài khoản và kết thúc mọi phiên của nó";
/// `admin enable`.
pub const ENABLE: &str = "Mở lại tài khoản";
/// `admin reset-password`.
pub const RESET_PASSWORD: &str = "Đặt lại mật khẩu: từ tệp, hoặc in liên kết đặt mật khẩu";
/// `admin reset-code`.
pub const RESET_CODE: &str = "Bỏ mã xác thực trên điện thoại của tài khoản (khi mất điện thoại)";

/// A link to set a password.
#[must_use]
pub fn link(lang: Lang, name: &str, link: &str) -> String {
    lang.pick(
        format!("Đặt mật khẩu cho tài khoản {name} (dùng một lần, trong 72 giờ):\n  {link}"),
        format!("To set the password of account {name} (once, within 72 hours):\n  {link}"),
    )
}

/// Nobody can manage accounts yet.
#[must_use]
pub fn first_link(lang: Lang, link: &str) -> String {
    lang.pick(
        format!("Chưa có ai quản trị. Mở liên kết này để đặt mật khẩu cho tài khoản admin (dùng một lần, trong 72 giờ):\n  {link}"),
        format!("There is no admin yet. Open this link to set the password of account admin (once, within 72 hours):\n  {link}"),
    )
}

/// The only admin stays.
#[must_use]
pub fn last_admin(lang: Lang) -> &'static str {
    lang.pick(
        "Đây là tài khoản quản trị duy nhất còn dùng được: lập thêm một tài khoản quản trị trước (congvu admin setup-link).",
        "This is the only admin who can sign in: make another one first (congvu admin setup-link).",
    )
}

/// Another role.
#[must_use]
pub fn role_changed(lang: Lang, name: &str, now: Role) -> String {
    let role = role(lang, now);
    lang.pick(
        format!("Tài khoản {name} nay có vai trò: {role}."),
        format!("Account {name} is now {role}."),
    )
}

/// Locked.
#[must_use]
pub fn disabled(lang: Lang, name: &str) -> String {
    lang.pick(
        format!("Đã khóa tài khoản {name} và kết thúc mọi phiên của nó."),
        format!("Account {name} is disabled and its sessions have ended."),
    )
}

/// Open again.
#[must_use]
pub fn enabled(lang: Lang, name: &str) -> String {
    lang.pick(
        format!("Đã mở lại tài khoản {name}."),
        format!("Account {name} may sign in again."),
    )
}

/// Another password.
#[must_use]
pub fn password_set(lang: Lang, name: &str) -> String {
    lang.pick(
        format!("Đã đặt mật khẩu mới cho tài khoản {name}; mọi phiên đã kết thúc."),
        format!("Account {name} has a new password; its sessions have ended."),
    )
}

/// The telephone is forgotten.
#[must_use]
pub fn code_reset(lang: Lang, name: &str) -> String {
    lang.pick(
        format!("Đã bỏ mã xác thực của tài khoản {name}; mọi phiên đã kết thúc."),
        format!("Account {name} has no second factor any more; its sessions have ended."),
    )
}

/// The columns of the list.
#[must_use]
pub fn columns(lang: Lang) -> Vec<String> {
    lang.pick(
        [
            "TÊN",
            "HỌ TÊN",
            "VAI TRÒ",
            "TÌNH TRẠNG",
            "MÃ ĐIỆN THOẠI",
            "PHIÊN",
        ],
        [
            "NAME",
            "PERSON",
            "ROLE",
            "STATE",
            "SECOND FACTOR",
            "SESSIONS",
        ],
    )
    .map(str::to_owned)
    .to_vec()
}

/// There is no such account.
#[must_use]
pub fn no_account(lang: Lang, name: &str) -> String {
    lang.pick(
        format!("Không có tài khoản {name}."),
        format!("There is no account {name}."),
    )
}

/// There is one of that name.
#[must_use]
pub fn account_taken(lang: Lang, name: &str) -> String {
    lang.pick(
        format!("Đã có tài khoản {name}; chưa làm gì cả."),
        format!("There is an account {name} already; nothing was done."),
    )
}

/// What a name is made of.
#[must_use]
pub fn name_rule(lang: Lang, name: &str) -> String {
    lang.pick(
        format!("\"{name}\" không dùng làm tên đăng nhập được. {NAME_RULE}"),
        format!(
            "{name:?} cannot be a name to sign in with: 2 to 40 of a-z, 0-9, dot, hyphen, underscore, beginning with a letter or digit."
        ),
    )
}

/// May it sign in?
#[must_use]
pub fn state(lang: Lang, enabled: bool, has_password: bool) -> &'static str {
    match (enabled, has_password) {
        (false, _) => lang.pick("đã khóa", "disabled"),
        (true, true) => lang.pick("đang dùng", "active"),
        (true, false) => lang.pick("chờ đặt mật khẩu", "waits for a password"),
    }
}

/// Yes or no.
#[must_use]
pub fn yes_no(lang: Lang, yes: bool) -> &'static str {
    match yes {
        true => lang.pick("có", "yes"),
        false => lang.pick("không", "no"),
    }
}
