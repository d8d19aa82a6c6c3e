//! A document as document software hands it on: edXML (QCVN 102:2016/BTTTT and
//! the older dialect of `go.vn`).
//!
//! Elements are found by their local names. What stands twice and differs is
//! refused: two programs could read two documents. Attachments are base64, most
//! often of a zip with the file in it; one level is opened, through the same
//! gate as every other zip here.

use super::{
    number::{DocumentId, Number},
    record::{Business, File, Record, Source},
    signed,
    xml::{self, Element},
};
use crate::{
    digest::Digest,
    mail::{encoding, framing::Encoding},
    text,
    workbook::{Container, Limits, Refusal, wrapper},
};

/// Most attachments of a message.
const MOST_FILES: usize = 50;

/// Why a file is not read as edXML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is no XML that is read.
    Xml(xml::Fault),
    /// It is XML, and no message of document software.
    NotEdxml,
    /// It says only how another message fares; carries the code.
    OnlyStatus(String),
    /// Something stands in it twice, and differs; carries its name.
    Double(&'static str),
    /// It has more attachments than are read.
    TooManyFiles,
    /// An attachment is not the base64 it should be.
    Base64(String),
    /// An attachment cannot be opened.
    Attachment {
        /// Its name.
        name: String,
        /// Why.
        why: Refusal,
    },
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it says of its document. Its files are listed, their bytes are in
    /// `files`.
    pub record: Record,
    /// The bytes of the attachments, in the order of the record's.
    pub files: Vec<Vec<u8>>,
    /// What names the document, as written.
    pub identifier: String,
}

/// Reads a message.
///
/// # Errors
/// Why it is not read.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Message, Fault> {
    let root = xml::read(bytes).map_err(Fault::Xml)?;
    // The root may itself be what is looked for.
    let root = Element {
        children: vec![root],
        ..Element::default()
    };
    let header = match root.anywhere("MessageHeader").as_slice() {
        [header] => *header,
        [] => {
            let status = root.anywhere("StatusCode");
            return Err(status.first().map_or(Fault::NotEdxml, |status| {
                Fault::OnlyStatus(text::one_line(&status.text, 20))
            }));
        }
        _ => return Err(Fault::Double("MessageHeader")),
    };
    let (mut record, identifier) = document(header)?;
    business(&root, &mut record)?;
    record.source = Some(Source {
        file: Digest::of(bytes),
        name: text::one_line(name, 150),
        line: 0,
    });
    let mut files = Vec::new();
    for (name, bytes) in attachments(&root, limits)? {
        record.files.push(file(&name, &bytes, limits));
        files.push(bytes);
    }
    Ok(Message {
        record: record.tidy(),
        files,
        identifier,
    })
}

/// A file as a record lists it.
#[must_use]
pub fn file(name: &str, bytes: &[u8], limits: &Limits) -> File {
    let kind = Container::detect(bytes, limits).unwrap_or(Container::Unknown);
    File {
        name: text::one_line(name, 150),
        digest: Digest::of(bytes),
        size: bytes.len() as u64,
        kind,
        signatures: if kind == Container::Pdf {
            signed::signatures(bytes)
        } else {
            Vec::new()
        },
    }
}

/// What the header says of the document, and its identifier as written.
fn document(header: &Element) -> Result<(Record, String), Fault> {
    let from = one(header, "From")?;
    let code = one(header, "Code")?;
    let issued = one(header, "PromulgationInfo")?;
    let signer = one(header, "SignerInfo")?;
    let identifier = word(Some(header), "DocumentId")?;
    let known = DocumentId::read(&identifier);
    let (number, notation) = (word(code, "CodeNumber")?, word(code, "CodeNotation")?);
    let written = Number::of_parts(&number, &notation);
    let date = text::day(&word(issued, "PromulgationDate")?);
    let organ = word(from, "OrganId")?;
    if let Some(known) = &known {
        agrees(written.as_ref(), &known.number, "DocumentId")?;
        agrees(date.as_ref(), &known.date, "PromulgationDate")?;
    }
    let number = match (&written, &known) {
        (Some(_), _) if notation.is_empty() => number,
        (Some(_), _) => format!("{number}/{notation}"),
        (None, Some(known)) => known.number.to_string(),
        (None, None) => String::new(),
    };
    let record = Record {
        number,
        date: date.or(known.as_ref().map(|known| known.date)),
        subject: word(Some(header), "Subject")?,
        organ: if organ.is_empty() {
            known.map_or_else(String::new, |known| known.organ)
        } else {
            organ
        },
        author: word(from, "OrganName")?,
        signer: signer_of(signer)?,
        ..Record::default()
    };
    Ok((record, identifier))
}

/// What the header says twice must be the same.
fn agrees<T: PartialEq>(one: Option<&T>, other: &T, name: &'static str) -> Result<(), Fault> {
    match one {
        Some(one) if one != other => Err(Fault::Double(name)),
        Some(_) | None => Ok(()),
    }
}

/// Name and position of who signed, as the message claims.
fn signer_of(signer: Option<&Element>) -> Result<String, Fault> {
    let (name, position) = (word(signer, "FullName")?, word(signer, "Position")?);
    Ok(match (name.is_empty(), position.is_empty()) {
        (false, false) => format!("{name} ({position})"),
        (false, true) => name,
        (true, _) => position,
    })
}

/// What the message does to an earlier one. The name is spelt so in the files.
fn business(root: &Element, record: &mut Record) -> Result<(), Fault> {
    let mut found = root.anywhere("Bussiness");
    found.extend(root.anywhere("Business"));
    let business = match found.as_slice() {
        [] => return Ok(()),
        [one] => *one,
        _ => return Err(Fault::Double("Bussiness")),
    };
    let mut kind = word(Some(business), "BussinessDocType")?;
    if kind.is_empty() {
        kind = word(Some(business), "BusinessDocType")?;
    }
    record.business = match kind.as_str() {
        "1" => Business::Recall,
        "2" => Business::Update,
        "3" => Business::Replace,
        _ => Business::New,
    };
    record.about = word(Some(business), "DocumentId")?;
    record.note = word(Some(business), "BussinessDocReason")?;
    Ok(())
}

/// The files of the message, out of their wrappers.
fn attachments(root: &Element, limits: &Limits) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let mut found = Vec::new();
    let listed = root.anywhere("Attachment").into_iter();
    for (at, attachment) in listed.enumerate() {
        if at >= MOST_FILES {
            return Err(Fault::TooManyFiles);
        }
        let name = text::one_line(&word(Some(attachment), "AttachmentName")?, 150);
        let mut encoded: Vec<&Element> = attachment.all("ContentTransferEncoded").collect();
        encoded.extend(attachment.all("Content"));
        let body = match encoded.as_slice() {
            // A list of attachments that stands apart from their bytes.
            [] => continue,
            [one] => *one,
            _ => return Err(Fault::Double("ContentTransferEncoded")),
        };
        let bytes = encoding::decoded(body.text.trim().as_bytes(), Encoding::Base64)
            .map_err(|_| Fault::Base64(name.clone()))?;
        opened(&name, bytes, limits, &mut found)?;
        if found.len() > MOST_FILES {
            return Err(Fault::TooManyFiles);
        }
    }
    Ok(found)
}

/// Takes the files out of a zip; anything else is the file itself.
fn opened(
    name: &str,
    bytes: Vec<u8>,
    limits: &Limits,
    found: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), Fault> {
    let refused = |why| Fault::Attachment {
        name: name.to_owned(),
        why,
    };
    let kind = Container::detect(&bytes, limits).map_err(refused)?;
    if kind != Container::Zip {
        found.push((name.to_owned(), bytes));
        return Ok(());
    }
    let inside = wrapper::open(kind, &bytes, limits).map_err(refused)?;
    found.extend(inside.into_iter().map(|inner| (inner.name, inner.bytes)));
    Ok(())
}

/// The one child of a name.
fn one<'e>(parent: &'e Element, name: &'static str) -> Result<Option<&'e Element>, Fault> {
    let mut named = parent
        .children
        .iter()
        .filter(|child| child.name.eq_ignore_ascii_case(name));
    let first = named.next();
    match named.next() {
        Some(_) => Err(Fault::Double(name)),
        None => Ok(first),
    }
}

/// The text of the one child of a name; empty when there is none.
fn word(parent: Option<&Element>, name: &'static str) -> Result<String, Fault> {
    let Some(parent) = parent else {
        return Ok(String::new());
    };
    let child = one(parent, name)?;
    Ok(child.map_or_else(String::new, |child| text::tidy(&child.text)))
}
