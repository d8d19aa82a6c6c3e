//! Registers and messages: handed in, and what would come of them.

use askama::Template;
use jiff::civil::Date;

use super::{Badge, Fact, Frame, Tone};
use crate::{digest::Digest, evidence::incoming::Fate, words::times};

/// The page to hand in registers and messages.
#[derive(Template)]
#[template(path = "imports.html", config = "src/words/askama.toml")]
pub struct Imports {
    /// What stands around it.
    pub frame: Frame,
    /// What went wrong.
    pub trouble: Option<String>,
    /// What was handed in, newest first.
    pub uploads: Vec<Upload>,
}

/// Something that was handed in.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Where what would come of it is.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: &'static str,
    /// By whom and when.
    pub by: String,
}

/// What a kind of upload is called.
#[must_use]
pub fn kind(word: &str) -> &'static str {
    match word {
        "edxml" => "Gói tin edXML",
        _ => "Sổ văn bản đến",
    }
}

/// What would come of an import.
#[derive(Template)]
#[template(path = "import.html", config = "src/words/askama.toml")]
pub struct Import {
    /// What stands around it.
    pub frame: Frame,
    /// What was just done.
    pub done: Option<String>,
    /// Its address.
    pub href: String,
    /// What the file is.
    pub facts: Vec<Fact>,
    /// Why it cannot be read; then there is nothing more.
    pub trouble: Option<String>,
    /// How many would be taken.
    pub taken: usize,
    /// How many a person may choose.
    pub suggested: usize,
    /// How many have nothing to do with this campaign.
    pub others: usize,
    /// The documents that are worth a look.
    pub lines: Vec<Line>,
}

/// A document of an import.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its line in the file.
    pub at: u32,
    /// Number and day.
    pub document: String,
    /// Author.
    pub author: String,
    /// Subject.
    pub subject: String,
    /// When it came, and under which number.
    pub arrival: String,
    /// What would become of it.
    pub fate: Badge,
    /// Why.
    pub why: String,
    /// May a person choose it?
    pub choice: bool,
}

/// What was taken.
#[must_use]
pub fn taken(count: usize) -> String {
    if count == 0 {
        return "Không có gì mới để ghi nhận.".to_owned();
    }
    format!("Đã ghi nhận {count} văn bản.")
}

/// The title of both pages.
pub const TITLE: &str = "Nhập sổ văn bản đến, gói tin edXML";

/// No file was chosen.
pub const NO_FILE: &str = "Hãy chọn tệp cần nhập.";

/// What a file is.
#[must_use]
pub fn facts(
    name: &str,
    kind: &str,
    channel: &str,
    documents: usize,
    by: &str,
    digest: Digest,
) -> Vec<Fact> {
    vec![
        Fact::new("Tệp", name),
        Fact::new("Loại", format!("{kind}; ghi nhận cho: {channel}")),
        Fact::new("Số văn bản trong tệp", documents.to_string()),
        Fact::new("Đưa lên", by),
        Fact::new("SHA-256", digest.to_string()),
    ]
}

/// When a document came, and under which number.
#[must_use]
pub fn arrival(arrived: Option<Date>, number: &str) -> String {
    match (arrived, number) {
        (Some(day), "") => times::date(day),
        (Some(day), number) => format!("{}, số {number}", times::date(day)),
        (None, "") => String::new(),
        (None, number) => format!("số {number}"),
    }
}

/// What would become of a document, with its colour.
#[must_use]
pub fn fate(fate: &Fate, word: String) -> Badge {
    let tone = match fate {
        Fate::Taken { .. } => Tone::Good,
        Fate::Suggested { .. } | Fate::Ambiguous(_) => Tone::Attention,
        Fate::Rival { .. } | Fate::Unreadable(_) => Tone::Bad,
        Fate::Known(_) | Fate::Other => Tone::Quiet,
    };
    Badge::new(tone, word)
}
