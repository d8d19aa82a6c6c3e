//! What the server's answers say, and how commands are written.

use std::{fmt::Write as _, io};

use async_imap::imap_proto::{AttributeValue, MailboxDatum, RequestId, Response, Status};
use jiff::{Timestamp, fmt::strtime};

use super::{Fetched, ImapError, Listed};

/// Does the server say how many mails there are? It does so when one arrives.
pub(super) fn speaks_of_mails(response: &Response<'_>) -> bool {
    matches!(response, Response::MailboxData(MailboxDatum::Exists(_)))
}

/// Is this the tagged answer, and is it OK? BYE is an error wherever it comes.
pub(super) fn done(
    response: &Response<'_>,
    tag: &RequestId,
    command: &str,
) -> Result<bool, ImapError> {
    if let Response::Data {
        status: Status::Bye,
        ..
    } = response
    {
        return Err(ImapError::Closed);
    }
    let Response::Done {
        tag: answered,
        status,
        outcome,
    } = response
    else {
        return Ok(false);
    };
    if answered != tag {
        return Ok(false);
    }
    if *status == Status::Ok {
        return Ok(true);
    }
    Err(ImapError::Refused {
        command: verb(command),
        answer: outcome
            .information
            .as_deref()
            .unwrap_or_default()
            .to_owned(),
    })
}

fn verb(command: &str) -> String {
    command.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

pub(super) fn refused(command: &str, error: &async_imap::error::Error) -> ImapError {
    if let async_imap::error::Error::Io(error) = error {
        return ImapError::Io(io::Error::new(error.kind(), error.to_string()));
    }
    ImapError::Refused {
        command: verb(command),
        answer: error.to_string(),
    }
}

/// Number and size of a mail, from a FETCH answer.
pub(super) fn listed(attributes: &[AttributeValue<'_>]) -> Option<Listed> {
    let size = attributes.iter().find_map(|attribute| {
        if let AttributeValue::Rfc822Size(size) = attribute {
            return Some(u64::from(*size));
        }
        None
    });
    Some(Listed {
        uid: uid_of(attributes)?,
        size: size?,
    })
}

fn uid_of(attributes: &[AttributeValue<'_>]) -> Option<u32> {
    attributes.iter().find_map(|attribute| {
        if let AttributeValue::Uid(uid) = attribute {
            return Some(*uid);
        }
        None
    })
}

/// The mail of a FETCH answer; `None` for an unasked report of flags.
pub(super) fn fetched(attributes: &[AttributeValue<'_>]) -> Result<Option<Fetched>, ImapError> {
    let mut raw = None;
    let mut received_at = None;
    for attribute in attributes {
        if let AttributeValue::BodySection {
            data: Some(data), ..
        } = attribute
        {
            raw = Some(data.to_vec());
        } else if let AttributeValue::InternalDate(written) = attribute {
            received_at = internal_date(written);
        }
    }
    let (Some(raw), Some(uid)) = (raw, uid_of(attributes)) else {
        return Ok(None);
    };
    let received_at = received_at.ok_or(ImapError::Lacks("INTERNALDATE"))?;
    Ok(Some(Fetched {
        uid,
        received_at,
        raw,
        room: None,
    }))
}

/// `" 6-Dec-2015 00:00:00 +0700"` (RFC 3501, `date-time`).
pub(super) fn internal_date(written: &str) -> Option<Timestamp> {
    let parsed = strtime::parse("%d-%b-%Y %H:%M:%S %z", written.trim()).ok()?;
    parsed.to_timestamp().ok()
}

/// A sequence set of ascending numbers, with runs joined: `1:3,7`.
pub(super) fn set(uids: &[u32]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while at < uids.len() {
        let mut end = at;
        while end + 1 < uids.len() && uids[end + 1] == uids[end] + 1 {
            end += 1;
        }
        let comma = if text.is_empty() { "" } else { "," };
        let written = if end == at {
            write!(text, "{comma}{}", uids[at])
        } else {
            write!(text, "{comma}{}:{}", uids[at], uids[end])
        };
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
        at = end + 1;
    }
    text
}

/// A folder name as a quoted string. Names are ASCII here: they come from the
/// configuration and from our own words, and RFC 3501 would want UTF-7.
pub(super) fn quoted(name: &str) -> Result<String, ImapError> {
    if name.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        Ok(format!(
            "\"{}\"",
            name.replace('\\', "\\\\").replace('"', "\\\"")
        ))
    } else {
        Err(ImapError::Lacks("an ASCII folder name"))
    }
}
