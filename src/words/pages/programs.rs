//! The pages of programs: what they may read, and which are told.

use askama::Template;

use super::{Badge, Fact, Frame, Tone};

/// What a name must be.
pub const NAME: &str = "Xin ghi tên chương trình, nhiều nhất 100 ký tự.";
/// How long a token lives.
pub const DAYS: &str = "Xin ghi số ngày từ 1 đến 366.";
/// At least one.
pub const CHOOSE: &str = "Xin chọn ít nhất một mục.";
/// Where a program listens.
pub const URL: &str = "Địa chỉ phải bắt đầu bằng https:// (hoặc http:// trong mạng nội bộ), không có tên và mật khẩu bên trong.";

/// The tokens.
#[derive(Template)]
#[template(path = "tokens.html", config = "src/words/askama.toml")]
pub struct Tokens {
    /// What stands around it.
    pub frame: Frame,
    /// What its forms carry.
    pub csrf: String,
    /// What was just done.
    pub done: Option<&'static str>,
    /// The tokens, the newest first.
    pub tokens: Vec<Token>,
    /// What one can be for.
    pub scopes: Vec<Choice>,
    /// What was typed for a new one.
    pub typed: Typed,
}

/// The programs that are told.
#[derive(Template)]
#[template(path = "webhooks.html", config = "src/words/askama.toml")]
pub struct Webhooks {
    /// What stands around it.
    pub frame: Frame,
    /// What its forms carry.
    pub csrf: String,
    /// What was just done.
    pub done: Option<&'static str>,
    /// The programs.
    pub rows: Vec<Row>,
    /// What one can be told.
    pub events: Vec<Choice>,
    /// What was typed for a new one.
    pub typed: Typed,
}

/// A program that is told.
#[derive(Template)]
#[template(path = "webhook.html", config = "src/words/askama.toml")]
pub struct WebhookPage {
    /// What stands around it.
    pub frame: Frame,
    /// What its forms carry.
    pub csrf: String,
    /// What was just done.
    pub done: Option<&'static str>,
    /// The program.
    pub row: Row,
    /// What is known of it.
    pub facts: Vec<Fact>,
    /// What it was told, the newest first.
    pub deliveries: Vec<Delivery>,
    /// What is wrong with the password of whoever asks.
    pub password_fault: String,
}

/// A secret that was made.
#[derive(Template)]
#[template(path = "made.html", config = "src/words/askama.toml")]
pub struct MadePage {
    /// What stands around it.
    pub frame: Frame,
    /// The secret.
    pub made: Made,
}

/// A secret that was made, and what to do with it.
pub struct Made {
    /// The heading.
    pub heading: &'static str,
    /// What to do.
    pub sentence: String,
    /// The secret.
    pub secret: String,
    /// Where to go back to.
    pub back: &'static str,
}

impl Made {
    /// A token.
    #[must_use]
    pub fn token(name: &str, secret: String, until: &str) -> Self {
        Self {
            heading: "Khóa API",
            sentence: format!(
                "Chép khóa này vào cấu hình của chương trình {name} (tiêu đề Authorization: Bearer). Có hiệu lực đến {until}."
            ),
            secret,
            back: "/accounts/tokens",
        }
    }

    /// The secret of a webhook.
    #[must_use]
    pub fn secret(name: &str, secret: String) -> Self {
        Self {
            heading: "Khóa ký của webhook",
            sentence: format!(
                "Chép khóa này vào cấu hình của chương trình {name} để kiểm tra chữ ký (Standard Webhooks, HMAC-SHA256). Khóa trước, nếu có, còn ký kèm trong 24 giờ."
            ),
            secret,
            back: "/accounts/webhooks",
        }
    }
}

/// A token, in the list.
#[derive(Debug, Clone)]
pub struct Token {
    /// Its number.
    pub id: i64,
    /// What people call the program.
    pub name: String,
    /// What it may read.
    pub scopes: String,
    /// Does it open something?
    pub state: Badge,
    /// The same.
    pub usable: bool,
    /// When it ends.
    pub until: String,
    /// When it was last used.
    pub used: String,
}

/// A program that is told, in the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// Where it listens.
    pub host: String,
    /// Is it told?
    pub enabled: bool,
    /// The same.
    pub state: Badge,
    /// Events still owed.
    pub owed: i64,
    /// Events given up.
    pub failed: i64,
}

/// Something to choose.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its word in the form.
    pub word: &'static str,
    /// What it means.
    pub means: &'static str,
    /// Is it chosen?
    pub chosen: bool,
}

/// An event on its way, or there.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Its number.
    pub id: i64,
    /// What happened.
    pub event: String,
    /// Names the event.
    pub key: String,
    /// What is sent.
    pub body: String,
    /// Since when it is owed.
    pub owed: String,
    /// When it was last tried.
    pub tried: String,
    /// Tries so far.
    pub attempts: i64,
    /// What became of it.
    pub state: Badge,
    /// What the program answered.
    pub said: String,
}

/// What was typed, with what is wrong.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// What people call it.
    pub name: String,
    /// Days, or the address.
    pub second: String,
    /// What was chosen.
    pub chosen: Vec<String>,
    /// What is wrong with the name.
    pub name_fault: &'static str,
    /// What is wrong with the second field.
    pub second_fault: &'static str,
    /// What is wrong with the choice.
    pub choice_fault: &'static str,
    /// What is wrong with the password of whoever asks.
    pub password_fault: String,
}

impl Typed {
    /// Is nothing wrong?
    #[must_use]
    pub fn is_fine(&self) -> bool {
        [self.name_fault, self.second_fault, self.choice_fault]
            .iter()
            .all(|fault| fault.is_empty())
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// A token was taken back.
    Revoked,
    /// A program is told nothing more.
    Stopped,
    /// It is told again.
    Started,
    /// An event is sent once more.
    Resent,
}

impl Done {
    /// Reads it from the address.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "revoked" => Some(Self::Revoked),
            "stopped" => Some(Self::Stopped),
            "started" => Some(Self::Started),
            "resent" => Some(Self::Resent),
            _ => None,
        }
    }

    /// The sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Revoked => "Đã thu hồi khóa; chương trình dùng khóa ấy không đọc được nữa.",
            Self::Stopped => "Đã ngừng báo; các tin đang chờ được bỏ.",
            Self::Started => "Từ nay báo lại. Tin đã bỏ có thể gửi lại ở danh sách dưới.",
            Self::Resent => "Tin sẽ được gửi lại trong ít giây.",
        }
    }
}

/// What a scope opens.
#[must_use]
pub fn scope(word: &str) -> &'static str {
    match word {
        "submissions:read" => "báo cáo đã nhận và số liệu của chúng",
        "units:read" => "danh sách đơn vị",
        "scores:read" => "điểm của các đơn vị ở mọi bước, kể cả trước khi công bố",
        _ => "",
    }
}

/// What an event tells.
#[must_use]
pub fn event(word: &str) -> &'static str {
    match word {
        "submission.accepted" => "một báo cáo được chấp nhận",
        "submission.rejected" => "một báo cáo bị trả lại",
        "submission.held" => "một thư chờ người xem",
        "campaign.closed" => "đã khóa sổ",
        "edition.published" => "đã công bố kết quả",
        _ => "",
    }
}

/// Does a token open something?
#[must_use]
pub fn token(revoked: bool, expired: bool) -> Badge {
    match (revoked, expired) {
        (true, _) => Badge::new(Tone::Quiet, "đã thu hồi"),
        (false, true) => Badge::new(Tone::Quiet, "đã hết hạn"),
        (false, false) => Badge::new(Tone::Good, "đang dùng"),
    }
}

/// Is a program told?
#[must_use]
pub fn webhook(disabled: Option<&str>, why: Option<&str>) -> Badge {
    match (disabled, why) {
        (None, _) => Badge::new(Tone::Good, "đang báo"),
        (Some(at), Some(why)) if !why.is_empty() => {
            Badge::new(Tone::Bad, format!("tự ngừng {at}: {why}"))
        }
        (Some(at), _) => Badge::new(Tone::Quiet, format!("ngừng từ {at}")),
    }
}

/// What became of an event.
#[must_use]
pub fn delivery(delivered: bool, failed: bool, attempts: i64) -> Badge {
    match (delivered, failed, attempts) {
        (true, _, _) => Badge::new(Tone::Good, "đã nhận"),
        (false, true, _) => Badge::new(Tone::Bad, "đã bỏ"),
        (false, false, 0) => Badge::new(Tone::Quiet, "chờ gửi"),
        (false, false, _) => Badge::new(Tone::Attention, "sẽ gửi lại"),
    }
}

/// What the program answered.
#[must_use]
pub fn said(status: Option<i64>, error: Option<&str>, again: Option<&str>) -> String {
    let said = match (status, error) {
        (_, Some(error)) => error.to_owned(),
        (Some(status), None) => format!("HTTP {status}"),
        (None, None) => String::new(),
    };
    match again {
        Some(again) => format!("{said}; gửi lại lúc {again}"),
        None => said,
    }
}

/// What is known of a program that is told.
#[must_use]
pub fn facts(url: &str, events: &str, created: &str, old_until: Option<&str>) -> Vec<Fact> {
    let events: Vec<&str> = events.split(' ').collect();
    let mut facts = vec![
        Fact::new("Địa chỉ", url),
        Fact::new("Được báo về", events.join(", ")),
        Fact::new("Lập lúc", created),
    ];
    if let Some(until) = old_until {
        facts.push(Fact::new("Khóa cũ còn ký kèm đến", until));
    }
    facts
}
