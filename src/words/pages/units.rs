//! Who is asked for a report: the list, and the page of one unit.

use askama::Template;

use super::{Badge, Frame, Tone, field::Field, reminders::Past};

/// The list.
#[derive(Template)]
#[template(path = "units.html", config = "src/words/askama.toml")]
pub struct Units {
    /// What stands around it.
    pub frame: Frame,
    /// What was just done; empty for nothing.
    pub done: String,
    /// What is searched.
    pub search: String,
    /// The groups with their units.
    pub groups: Vec<Group>,
    /// How many units there are, whatever is searched.
    pub total: usize,
    /// May whoever looks change the registry?
    pub may_change: bool,
}

/// A group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its name.
    pub label: String,
    /// Its units.
    pub rows: Vec<Row>,
}

/// A unit in the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its code.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// Where its letters go.
    pub mailbox: String,
    /// Do letters come back from there?
    pub lost: bool,
    /// Whom to telephone.
    pub telephone: String,
    /// What was granted; none for the usual.
    pub terms: Option<Badge>,
}

/// The page of a unit.
#[derive(Template)]
#[template(path = "unit.html", config = "src/words/askama.toml")]
pub struct UnitPage {
    /// What stands around it.
    pub frame: Frame,
    /// What was just done; empty for nothing.
    pub done: &'static str,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it has sent.
    pub state: Badge,
    /// Its end, in full.
    pub closes: String,
    /// How that differs from the end of all; empty for nothing.
    pub own_end: String,
    /// Is it asked for no report?
    pub exempt: String,
    /// Its mailboxes.
    pub mailboxes: Vec<Mailbox>,
    /// Whom to telephone.
    pub contacts: Vec<Contact>,
    /// What was granted, newest first.
    pub grants: Vec<Grant>,
    /// What it was reminded of.
    pub reminders: Vec<Past>,
    /// What was changed, newest first.
    pub changes: Vec<Change>,
    /// To grant something.
    pub terms_form: Vec<Field>,
    /// To register a mailbox.
    pub mailbox_form: Vec<Field>,
    /// To note whom to telephone.
    pub contact_form: Vec<Field>,
    /// To write it otherwise.
    pub unit_form: Vec<Field>,
    /// What is wrong with the form that was sent, as a whole.
    pub fault: &'static str,
    /// Which form that was.
    pub open: &'static str,
    /// Mails that were too late and no longer are.
    pub late: Vec<Late>,
    /// May whoever looks decide on mails?
    pub may_review: bool,
    /// May whoever looks grant something?
    pub may_grant: bool,
    /// May they change the registry?
    pub may_change: bool,
}

/// A mailbox of a unit.
#[derive(Debug, Clone)]
pub struct Mailbox {
    /// Its address.
    pub address: String,
    /// When it counts.
    pub days: String,
    /// Whether it counts now, and whether letters go there.
    pub state: Badge,
    /// Can it be withdrawn?
    pub counts: bool,
    /// Do letters come back from there?
    pub lost: bool,
}

/// Whom to telephone.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Its number.
    pub id: i64,
    /// Name and duty.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// A mailbox of his own.
    pub email: String,
    /// When he is there; empty for always.
    pub days: String,
    /// Is that not today?
    pub over: bool,
}

/// A mail that was too late and no longer is.
#[derive(Debug, Clone)]
pub struct Late {
    /// Its number and that of its verdict, for the form.
    pub key: String,
    /// Its number.
    pub id: i64,
    /// Its subject.
    pub subject: String,
    /// When it came.
    pub at: String,
}

/// What was granted.
#[derive(Debug, Clone)]
pub struct Grant {
    /// When.
    pub at: String,
    /// What.
    pub what: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
}

/// What was changed.
#[derive(Debug, Clone)]
pub struct Change {
    /// When.
    pub at: String,
    /// What.
    pub what: &'static str,
    /// By whom.
    pub by: String,
}

/// A form for a new unit.
#[derive(Template)]
#[template(path = "unit_new.html", config = "src/words/askama.toml")]
pub struct NewUnit {
    /// What stands around it.
    pub frame: Frame,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// What was granted, in a word or two.
#[must_use]
pub fn terms(extended: Option<&str>, exempt: bool) -> Option<Badge> {
    match extended {
        _ if exempt => Some(Badge::new(Tone::Quiet, "Được miễn")),
        Some(end) => Some(Badge::new(Tone::Attention, format!("Gia hạn đến {end}"))),
        None => None,
    }
}

/// What a grant of the ledger was.
#[must_use]
pub fn granted(kind: &str, end: Option<&str>) -> String {
    match (kind, end) {
        ("extended", Some(end)) => format!("Gia hạn đến {end}"),
        ("exempt", _) => "Miễn báo cáo kỳ này".to_owned(),
        _ => "Theo thời hạn chung".to_owned(),
    }
}

/// When something holds.
#[must_use]
pub fn days(from: Option<String>, until: Option<String>) -> String {
    match (from, until) {
        (None, None) => "không giới hạn".to_owned(),
        (Some(from), None) => format!("từ {from}"),
        (None, Some(until)) => format!("đến hết {until}"),
        (Some(from), Some(until)) => format!("từ {from} đến hết {until}"),
    }
}

/// When somebody is there to be telephoned; empty for always.
#[must_use]
pub fn contact_days(from: Option<String>, until: Option<String>) -> String {
    match (from, until) {
        (None, None) => String::new(),
        (from, until) => format!("liên hệ {}", days(from, until)),
    }
}

/// Whether a mailbox counts.
#[must_use]
pub fn mailbox(main: bool, holds: bool, withdrawn: bool) -> Badge {
    match (withdrawn, holds, main) {
        (true, _, _) => Badge::new(Tone::Bad, "Đã ngừng dùng"),
        (_, _, true) => Badge::new(Tone::Good, "Đang dùng, nhận thư trả lời"),
        (_, true, _) => Badge::new(Tone::Good, "Đang được tính"),
        (_, false, _) => Badge::new(Tone::Quiet, "Ngoài thời gian được tính"),
    }
}

/// What an audit row about a unit says.
#[must_use]
pub fn changed(action: &str) -> Option<&'static str> {
    Some(match action {
        "registry.unit" => "Sửa thông tin đơn vị",
        "registry.mailbox" => "Sửa hộp thư công vụ",
        "registry.contact" => "Thêm người liên hệ",
        "registry.contact_removed" => "Xóa người liên hệ",
        "term.granted" => "Sửa thời hạn",
        "reminder.written" => "Gửi thư nhắc",
        "reminder.unreachable" => "Không nhắc được: hộp thư trả lại thư",
        "reminder.taken_back" => "Thôi gửi thư nhắc: đơn vị đã nộp",
        _ => return None,
    })
}

/// What was just done, by its word in the address.
#[must_use]
pub fn done(word: &str) -> &'static str {
    match word {
        "unit" => {
            "Đã ghi thông tin đơn vị. Hệ thống dùng thông tin mới ngay, không cần khởi động lại."
        }
        "mailbox" => "Đã ghi hộp thư. Thư đến từ nay được xét theo danh mục mới.",
        "contact" => "Đã ghi người liên hệ.",
        "terms" => "Đã ghi thời hạn của đơn vị. Biên nhận và thư nhắc từ nay theo thời hạn này.",
        "new" => "Đã thêm đơn vị.",
        _ => "",
    }
}

/// After an import.
#[must_use]
pub fn imported(lines: usize) -> String {
    format!("Đã ghi {lines} dòng thay đổi từ tệp. Hệ thống dùng danh mục mới ngay.")
}
