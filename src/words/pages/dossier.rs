//! The dossier of one unit: its three copies and what does not agree.

use askama::Template;

use super::{
    Badge, Fact, Frame, Tone,
    copies::{Way, document},
    copy_form::Form,
};
use crate::{
    evidence::{Channel, File as CopiedFile, MailCopy, Record as Copied, Ruling},
    words::{Lang, evidence, times},
    workbook::Container,
};

/// The dossier of one unit.
#[derive(Template)]
#[template(path = "copies_unit.html", config = "src/words/askama.toml")]
pub struct Dossier {
    /// What stands around it.
    pub frame: Frame,
    /// What was just done.
    pub done: Option<&'static str>,
    /// What went wrong besides fields, if anything.
    pub trouble: Option<String>,
    /// Code of the unit.
    pub unit: String,
    /// Name of the unit.
    pub name: String,
    /// Its address.
    pub href: String,
    /// Its three ways.
    pub ways: Vec<WayCard>,
    /// What does not agree.
    pub questions: Vec<Question>,
    /// Records that stand.
    pub records: Vec<Record>,
    /// Records that were corrected or withdrawn, newest first.
    pub past: Vec<Record>,
    /// The forms; none for who may not receive.
    pub forms: Vec<Form>,
}

/// One way, as a card.
#[derive(Debug, Clone)]
pub struct WayCard {
    /// How it stands.
    pub way: Way,
    /// What is known of it.
    pub facts: Vec<Fact>,
    /// The mail, when it is one.
    pub mail: Option<i64>,
}

/// Something that does not agree.
#[derive(Debug, Clone)]
pub struct Question {
    /// By what the form names it.
    pub key: String,
    /// What it is.
    pub sentence: String,
    /// What was decided.
    pub settled: Option<Settled>,
    /// What was typed as the reason, when it was refused.
    pub reason: String,
    /// What is wrong with it.
    pub wrong: Option<&'static str>,
}

/// What was decided about a disagreement.
#[derive(Debug, Clone)]
pub struct Settled {
    /// In a word.
    pub ruling: Badge,
    /// Why.
    pub reason: String,
    /// By whom and when.
    pub by: String,
}

/// What a person ruled, in a word with its colour.
#[must_use]
pub fn ruling(ruling: Ruling) -> Badge {
    let tone = match ruling {
        Ruling::Counts => Tone::Good,
        Ruling::DoesNotCount => Tone::Bad,
    };
    Badge::new(tone, evidence::ruling(Lang::Vi, ruling))
}

/// A record.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its number in the ledger.
    pub id: i64,
    /// By which way it came.
    pub channel: &'static str,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub facts: Vec<Fact>,
    /// Its files.
    pub files: Vec<File>,
    /// Who noted it, and when.
    pub noted: String,
    /// What became of it, when it stands no more.
    pub fate: String,
    /// Where its form to correct it is.
    pub correct: String,
}

/// A file of a record.
#[derive(Debug, Clone)]
pub struct File {
    /// Where it is; empty for who may not take files out of the house.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its size.
    pub size: String,
    /// What can be said of its signatures.
    pub signatures: Vec<String>,
    /// SHA-256.
    pub digest: String,
}

/// What is known of the mail.
#[must_use]
pub fn mail_facts(mail: &MailCopy, moment: &str) -> Vec<Fact> {
    let document = if mail.document.is_empty() && mail.dated.is_none() {
        "tệp dữ liệu không ghi".to_owned()
    } else {
        document(&mail.document, mail.dated)
    };
    let late = if mail.late { " (nộp muộn)" } else { "" };
    vec![
        Fact::new("Số tiếp nhận", mail.receipt.clone()),
        Fact::new("Bản", mail.version.to_string()),
        Fact::new("Nhận lúc", format!("{moment}{late}")),
        Fact::new("Văn bản kèm theo", document),
    ]
}

/// What is known of a copy, in a few lines.
#[must_use]
pub fn short_facts(record: &Copied) -> Vec<Fact> {
    let arrived = match (record.arrived, record.arrival_number.as_str()) {
        (Some(day), "") => times::date(day),
        (Some(day), number) => format!("{}, số đến {number}", times::date(day)),
        (None, number) => number.to_owned(),
    };
    let pairs = [
        ("Văn bản", document(&record.number, record.date)),
        ("Đến", arrived),
        ("Người nhận", record.received_by.clone()),
        ("Người ký", record.signer.clone()),
    ];
    said(pairs)
}

/// Everything that a record says.
#[must_use]
pub fn record_facts(channel: Channel, record: &Copied) -> Vec<Fact> {
    let mark = |mark: Option<bool>| match mark {
        Some(true) => "có",
        Some(false) => "KHÔNG",
        None => "chưa ghi",
    };
    let mut facts = short_facts(record);
    facts.retain(|fact| fact.label != "Văn bản");
    if channel == Channel::Paper {
        facts.push(Fact::new("Chữ ký", mark(record.signed)));
        facts.push(Fact::new("Dấu", mark(record.sealed)));
    }
    let source = record.source.as_ref().map_or_else(String::new, |source| {
        let line = match source.line {
            0 => String::new(),
            line => format!(", dòng {line}"),
        };
        format!("{}{line}", source.name)
    });
    facts.extend(said([
        ("Trích yếu", record.subject.clone()),
        ("Tác giả", record.author.clone()),
        ("Mã định danh", record.organ.clone()),
        (
            "Số liệu",
            evidence::compared(Lang::Vi, record.figures).to_owned(),
        ),
        ("Ghi chú", record.note.clone()),
        ("Lấy từ", source),
    ]));
    facts
}

/// The pairs that say something.
fn said<const N: usize>(pairs: [(&'static str, String); N]) -> Vec<Fact> {
    let told = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(label, value)| Fact::new(label, value)).collect()
}

/// What can be said of a file's signatures.
#[must_use]
pub fn signatures(file: &CopiedFile) -> Vec<String> {
    if file.kind != Container::Pdf {
        return Vec::new();
    }
    if file.signatures.is_empty() {
        return vec!["Không thấy chữ ký số trong tệp.".to_owned()];
    }
    let told = file.signatures.iter();
    told.map(|it| evidence::signature(Lang::Vi, it)).collect()
}

/// Who noted a record, and why if it corrects another.
#[must_use]
pub fn noted(by: &str, correcting: Option<&str>) -> String {
    match correcting {
        None => format!("Ghi nhận bởi {by}."),
        Some(why) => format!("Bản sửa, ghi bởi {by}. Lý do: {why}."),
    }
}

/// What became of a record that stands no more.
#[must_use]
pub fn replaced(withdrawn: bool, by: &str, why: &str) -> String {
    let what = if withdrawn {
        "Đã rút"
    } else {
        "Đã được sửa"
    };
    format!("{what} bởi {by}. Lý do: {why}.")
}

/// Another person corrected a record meanwhile.
#[must_use]
pub fn corrected_meanwhile() -> &'static str {
    "Ghi nhận này vừa được người khác sửa hoặc rút. Xem lại thông tin mới nhất bên dưới rồi thực hiện lại nếu cần."
}

/// A disagreement is no longer there.
#[must_use]
pub fn settled_meanwhile() -> &'static str {
    "Điểm lệch này không còn nữa vì thông tin vừa thay đổi. Xem lại bên dưới."
}

/// A reason must be given.
#[must_use]
pub fn no_reason() -> &'static str {
    "Hãy ghi lý do rút ghi nhận."
}
