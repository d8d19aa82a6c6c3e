//! A mail that somebody in the play writes, before it has a date.

use jiff::Timestamp;
use lettre::message::{
    Attachment, Body, Mailbox, Message, MultiPart, SinglePart,
    header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
};

use crate::{address::Address, digest::Digest};

/// A mail that somebody writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Address in From.
    pub from: Address,
    /// Name in From.
    pub name: String,
    /// To whom.
    pub to: Address,
    /// Subject.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// What hangs on it.
    pub enclosures: Vec<Enclosure>,
    /// Header fields besides the usual ones.
    pub fields: Vec<(&'static str, String)>,
}

/// What hangs on a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enclosure {
    /// A file.
    File {
        /// Its name.
        name: String,
        /// What its sender's program takes it for.
        media_type: &'static str,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// A whole mail, forwarded as it is.
    Mail(Box<Draft>),
}

/// A mail, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Message-ID, with its angle brackets.
    pub message_id: String,
    /// The whole mail, lines ended by CRLF.
    pub bytes: Vec<u8>,
}

/// A draft that the mail library refuses; carries its reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot write the mail: {0}")]
pub struct Refused(String);

fn refused(why: impl std::fmt::Display) -> Refused {
    Refused(why.to_string())
}

impl Draft {
    /// Writes it down at a moment. `key` tells it from every other mail of that
    /// moment.
    ///
    /// # Errors
    /// When the mail library does not take it.
    pub fn write(&self, at: Timestamp, key: &str) -> Result<Written, Refused> {
        let moment = at.to_string();
        let identity = Digest::of_parts(&[key.as_bytes(), moment.as_bytes()]).to_string();
        let message_id = format!("<{}@{}>", &identity[..24], self.from.domain());
        let mut parts = MultiPart::mixed()
            .boundary(&identity[24..])
            .singlepart(SinglePart::plain(self.text.clone()));
        for enclosure in &self.enclosures {
            parts = parts.singlepart(enclosure.part(at, key)?);
        }
        let mut message = Message::builder()
            .from(mailbox(&self.from, &self.name)?)
            .to(mailbox(&self.to, "")?)
            .subject(&self.subject)
            .date(at.into())
            .message_id(Some(message_id.clone()))
            .multipart(parts)
            .map_err(refused)?;
        for (field, value) in &self.fields {
            let name = HeaderName::new_from_ascii((*field).to_owned()).map_err(refused)?;
            let value = HeaderValue::new(name, value.clone());
            message.headers_mut().insert_raw(value);
        }
        Ok(Written {
            message_id,
            bytes: message.formatted(),
        })
    }
}

impl Enclosure {
    fn part(&self, at: Timestamp, key: &str) -> Result<SinglePart, Refused> {
        match self {
            Self::File {
                name,
                media_type,
                bytes,
            } => {
                let kind = ContentType::parse(media_type).map_err(refused)?;
                Ok(Attachment::new(name.clone()).body(bytes.clone(), kind))
            }
            Self::Mail(draft) => {
                let inner = draft.write(at, &format!("{key} inside"))?;
                // RFC 2046 §5.2.1: a mail inside a mail is not encoded again,
                // and this one is 7-bit already.
                let plain = ContentTransferEncoding::SevenBit;
                let body = Body::dangerous_pre_encoded(inner.bytes, plain);
                let kind = ContentType::parse("message/rfc822").map_err(refused)?;
                Ok(Attachment::new(format!("{}.eml", draft.subject)).body(body, kind))
            }
        }
    }
}

fn mailbox(address: &Address, name: &str) -> Result<Mailbox, Refused> {
    let parsed = address.as_str().parse().map_err(refused)?;
    let name = (!name.is_empty()).then(|| name.to_owned());
    Ok(Mailbox::new(name, parsed))
}
