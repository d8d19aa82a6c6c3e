//! Which mails were written by machines, and which must not be answered.
//!
//! These are two questions. A vacation notice is never a report; a report whose
//! sender asked not to be answered (`X-Auto-Response-Suppress`) still counts.
//! After RFC 3834 and what FreeScout, Request Tracker, Zammad, Discourse and
//! osTicket learned in the field.

use serde::{Deserialize, Serialize};

use super::header::Header;
use crate::{address::Address, text};

/// A mail that is a machine's, whatever hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Machine {
    /// A delivery report, a read receipt, or anything from the null sender.
    Bounce,
    /// From a mailbox no person reads (`mailer-daemon`, `no-reply`).
    SystemSender,
    /// Our own letter, coming back.
    Loop,
}

/// Why a mail must not be answered although its content may count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Silence {
    /// `Auto-Submitted`, or an auto-responder's own field.
    Automatic,
    /// A mailing list or bulk mail.
    Bulk,
    /// The sender asked for no automatic answer.
    Asked,
}

/// Local parts that no person writes from (RFC 5230 §4.6 and practice).
const SYSTEM: [&str; 13] = [
    "mailer-daemon",
    "postmaster",
    "post_master",
    "no-reply",
    "noreply",
    "do-not-reply",
    "donotreply",
    "bounce",
    "bounces",
    "double-bounce",
    "listserv",
    "majordomo",
    "nobody",
];

/// What systems put at the end of a local part, also before a `+tag`.
const SYSTEM_ENDS: [&str; 4] = ["-request", "-bounces", "-bounce", "-owner"];

/// How subjects of automatic mail begin, without marks and in lower case. Used
/// only when a mail carries no file: people forward and answer such mails.
const SUBJECTS: [&str; 20] = [
    "tra loi tu dong",
    "tu dong tra loi",
    "thu tra loi tu dong",
    "khong gui duoc",
    "khong the gui",
    "thong bao vang mat",
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "out of office",
    "out-of-office",
    "undeliver",
    "delivery status notification",
    "delivery failure",
    "mail delivery failed",
    "returned mail",
    "failure notice",
    "complaint about message from",
];

/// Header field that marks our own letters.
pub const LOOP_FIELD: &str = "x-congvu-loop";

/// Our Message-IDs end in `@congvu.<domain>`, so that an answer to one of our
/// letters is never mistaken for a letter of ours.
pub const MESSAGE_ID_PREFIX: &str = "congvu.";

/// Is this mail a machine's? `own` is the mailbox that we read.
#[must_use]
pub fn machine(header: &Header, own: &Address) -> Option<Machine> {
    let from = header.from();
    if comes_back(header, own) || from.as_ref() == Some(own) {
        return Some(Machine::Loop);
    }
    if header.has_null_sender()
        || is_report(header)
        || header.all("from").any(|from| from.ends_with("<>"))
    {
        return Some(Machine::Bounce);
    }
    let system = match &from {
        Some(from) => is_system(from.local()),
        None => header.all("from").any(names_a_system),
    };
    system.then_some(Machine::SystemSender)
}

/// Does it carry a mark of ours, or that of any other guard against loops? Or
/// did a responder write it in answer to a letter of ours?
fn comes_back(header: &Header, own: &Address) -> bool {
    let guard = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.starts_with("x-") && name.ends_with("-loop")
    };
    let answers = || {
        let named = header.all("in-reply-to").chain(header.all("references"));
        named
            .flat_map(str::split_ascii_whitespace)
            .any(|id| is_ours(id, own))
    };
    // Gmail and Exchange write a delivery report as an answer to the letter.
    let gives_back = is_report(header) || header.has("x-failed-recipients");
    header.fields().iter().any(|field| guard(&field.name))
        || header.has("x-loop")
        || header
            .message_id()
            .is_some_and(|id| id_host(id) == format!("{MESSAGE_ID_PREFIX}{}", own.domain()))
        || (is_auto_submitted(header) && !gives_back && answers())
}

/// Is this the identifier of a letter of ours? Ours end in `congvu.<domain>`;
/// `<mailbox>.<domain>` is what others who ran this mailbox would have written.
/// The bare domain does not count: colleagues write to each other below it.
fn is_ours(id: &str, own: &Address) -> bool {
    let host = id_host(id);
    let below = host.strip_suffix(own.domain());
    let name = below.and_then(|name| name.strip_suffix('.'));
    name.is_some_and(|name| name == own.local() || format!("{name}.") == MESSAGE_ID_PREFIX)
}

/// What stands behind the `@` of a Message-ID, in lower case.
fn id_host(id: &str) -> String {
    let inner = id.trim_matches(['<', '>']);
    let host = inner.rsplit_once('@').map_or("", |(_, host)| host);
    host.to_ascii_lowercase()
}

/// A report of a mail system: undelivered, read, complained of.
fn is_report(header: &Header) -> bool {
    let kinds = [
        "multipart/report",
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
    ];
    header.all("content-type").any(|value| {
        let value = value.to_ascii_lowercase();
        kinds.iter().any(|kind| value.starts_with(kind))
    })
}

fn is_system(local: &str) -> bool {
    let plain = local.split_once('+').map_or(local, |(plain, _)| plain);
    SYSTEM.contains(&plain)
        || plain.starts_with("owner-")
        || SYSTEM_ENDS.iter().any(|end| plain.ends_with(end))
}

/// Servers write their own From as they like: `MAILER-DAEMON` alone, an address
/// with a comment. Such a mail is not a person's although it names no sender.
fn names_a_system(from: &str) -> bool {
    from.to_ascii_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c))
        .any(|word| SYSTEM.contains(&word))
}

/// Does the header ask that the mail stay unanswered, even when a person wrote
/// it?
#[must_use]
pub fn silence(header: &Header) -> Option<Silence> {
    let responder = [
        "x-autoreply",
        "x-autorespond",
        "x-autoresponse",
        "x-autogenerated",
        "x-mail-autoreply",
        "x-autoreply-from",
        "x-failed-recipients",
        "x-fc-machinegenerated",
        "x-apple-action",
    ];
    if is_auto_submitted(header) || responder.iter().any(|name| header.has(name)) {
        return Some(Silence::Automatic);
    }
    let list = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.starts_with("list-") || name == "x-mailing-list"
    };
    let bulk = ["bulk", "list", "junk", "auto_reply"];
    let mut precedence = header.all("precedence").chain(header.all("x-precedence"));
    if header.fields().iter().any(|field| list(&field.name))
        || precedence.any(|value| bulk.contains(&first_word(value).as_str()))
    {
        return Some(Silence::Bulk);
    }
    let asks = header
        .all("x-auto-response-suppress")
        .flat_map(|value| value.split(','))
        .map(|kind| kind.trim().to_ascii_lowercase())
        .any(|kind| matches!(kind.as_str(), "all" | "autoreply" | "oof"));
    asks.then_some(Silence::Asked)
}

/// Does a subject begin as automatic mail does? Extra evidence only.
#[must_use]
pub fn announces(subject: &str) -> bool {
    let subject = text::plain(subject);
    SUBJECTS.iter().any(|words| subject.starts_with(words))
}

/// `Auto-Submitted` other than `no` (RFC 3834 §5).
fn is_auto_submitted(header: &Header) -> bool {
    header
        .all("auto-submitted")
        .any(|value| first_word(value) != "no")
}

/// A value up to its parameters and comments, in lower case.
fn first_word(value: &str) -> String {
    let word = value.split([';', ' ', '\t', '(']).next();
    word.unwrap_or_default().to_ascii_lowercase()
}
