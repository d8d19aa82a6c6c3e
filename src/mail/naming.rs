//! Names of files that mislead whoever reads them.
//!
//! A name is a label here and decides nothing: what a file is, its bytes say.
//! But the person who opens the file later goes by the name, and a name that is
//! made to be misread was made by somebody for a purpose.

use mail_parser::{MessagePart, MimeHeaders};

use crate::text;

/// Endings of what runs when it is opened.
const PROGRAMS: [&str; 24] = [
    "apk", "app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "js", "jse", "lnk",
    "msi", "msp", "pif", "ps1", "reg", "scr", "sct", "vbe", "vbs", "wsf", "wsh",
];

/// Endings of what is read when it is opened.
const DOCUMENTS: [&str; 17] = [
    "csv", "doc", "docx", "gif", "htm", "html", "jpeg", "jpg", "odt", "ods", "pdf", "png", "rtf",
    "txt", "xls", "xlsx", "zip",
];

/// The name of a part that misleads, with what is not seen made visible.
#[must_use]
pub fn misleading(part: &MessagePart<'_>) -> Option<String> {
    let disposition = part
        .content_disposition()
        .and_then(|d| d.attribute("filename"));
    let kind = part.content_type().and_then(|kind| kind.attribute("name"));
    let (first, second) = (disposition.unwrap_or_default(), kind.unwrap_or_default());
    if let Some(name) = [first, second].into_iter().find(|name| is_misleading(name)) {
        return Some(visible(name));
    }
    // Programs write the name twice, in two encodings, and gateways mend one of
    // them: only two kinds of file are a contradiction.
    let differ = match (ending(first), ending(second)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    };
    differ.then(|| format!("{} / {}", visible(first), visible(second)))
}

fn is_misleading(name: &str) -> bool {
    name.contains(is_direction) || name.contains('\0') || is_program_in_disguise(name)
}

/// Marks that turn the direction of what follows: `slx.exe` is shown as
/// `exe.xls`.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `a.xlsx.exe`, also with blanks between that push the end out of sight.
fn is_program_in_disguise(name: &str) -> bool {
    let name = text::tidy(name).to_lowercase();
    // A dot or a blank at the end is dropped where such programs run.
    let mut endings = name.trim_end_matches(['.', ' ']).rsplit('.').map(str::trim);
    let last = endings.next().unwrap_or_default();
    let before = endings.next().unwrap_or_default();
    PROGRAMS.contains(&last) && DOCUMENTS.contains(&before)
}

/// What a name says the file is, in lower case.
fn ending(name: &str) -> Option<String> {
    let tidy = text::tidy(name);
    let (_, ending) = tidy.rsplit_once('.')?;
    let plain =
        (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    plain.then(|| ending.to_ascii_lowercase())
}

fn visible(name: &str) -> String {
    let escaped = |c: char| -> String {
        if is_direction(c) || c == '\0' {
            c.escape_unicode().to_string()
        } else {
            c.to_string()
        }
    };
    name.chars().map(escaped).collect()
}
