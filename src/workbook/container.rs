//! What a file is, by its bytes. Its name is what somebody typed.

use serde::{Deserialize, Serialize};

use super::{
    archive, compound,
    refusal::{Limit, Limits, Refusal},
    unpack,
};

/// A kind of workbook that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// Excel 97–2003.
    Xls,
    /// Excel since 2007.
    Xlsx,
    /// LibreOffice, OpenOffice.
    Ods,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Container {
    /// A workbook that we read.
    Workbook(Kind),
    /// A workbook with macros in it, whatever its kind.
    MacroWorkbook,
    /// A workbook in Excel's binary form (.xlsb), which we do not read.
    BinaryWorkbook,
    /// A workbook of Excel 4 or older, before 1995.
    OldWorkbook,
    /// An office file locked with a password.
    Encrypted,
    /// PDF.
    Pdf,
    /// A text document (.doc, .docx, .odt, .rtf).
    Word,
    /// A web page, or an XML file.
    Html,
    /// Plain text, such as CSV.
    Text,
    /// A zip file that is none of the above.
    Zip,
    /// An archive that is not a zip (.rar, .7z, .gz).
    Archive,
    /// A picture, such as a scan or a photograph.
    Image,
    /// A program.
    Executable,
    /// `winmail.dat`, as Outlook wraps attachments.
    Tnef,
    /// No bytes at all.
    Empty,
    /// None of these.
    Unknown,
}

/// First bytes that tell what a file is.
const MAGIC: [(&[u8], Container); 19] = [
    // BOF records of Excel 2, 3 and 4; later ones stand in a compound file.
    (b"\x09\x00\x04\x00", Container::OldWorkbook),
    (b"\x09\x02\x06\x00", Container::OldWorkbook),
    (b"\x09\x04\x06\x00", Container::OldWorkbook),
    (b"%PDF", Container::Pdf),
    (b"{\\rtf", Container::Word),
    (b"Rar!\x1A\x07", Container::Archive),
    (b"7z\xBC\xAF\x27\x1C", Container::Archive),
    (b"\x1F\x8B", Container::Archive),
    (b"\x89PNG", Container::Image),
    (b"\xFF\xD8\xFF", Container::Image),
    (b"GIF8", Container::Image),
    (b"BM", Container::Image),
    (b"II*\0", Container::Image),
    (b"MM\0*", Container::Image),
    (b"RIFF", Container::Image),
    (b"MZ", Container::Executable),
    (b"\x7FELF", Container::Executable),
    (b"\x78\x9F\x3E\x22", Container::Tnef),
    (b"MIME-Version:", Container::Html),
];

impl Container {
    /// What a file is. A zip is opened only as far as its table of contents.
    ///
    /// # Errors
    /// When a zip or compound file does not hold together, or is made to mean
    /// two things.
    pub fn detect(bytes: &[u8], limits: &Limits) -> Result<Self, Refusal> {
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return zipped(bytes, limits);
        }
        if bytes.starts_with(compound::MAGIC) {
            return compound::detect(bytes);
        }
        let known = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
        Ok(match known {
            Some((_, container)) => *container,
            None if bytes.is_empty() => Self::Empty,
            None if bytes.get(4..8) == Some(b"ftyp") => Self::Image,
            None => written(bytes),
        })
    }

    /// The stable code of the reason why it is not read.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Workbook(_) | Self::Unknown => "E-BOOK-TYPE",
            Self::MacroWorkbook => "E-BOOK-TYPE-MACRO",
            Self::BinaryWorkbook => "E-BOOK-TYPE-XLSB",
            Self::OldWorkbook => "E-BOOK-TYPE-OLD",
            Self::Encrypted => "E-BOOK-ENCRYPTED",
            Self::Pdf => "E-BOOK-TYPE-PDF",
            Self::Word => "E-BOOK-TYPE-WORD",
            Self::Html => "E-BOOK-TYPE-HTML",
            Self::Text => "E-BOOK-TYPE-TEXT",
            Self::Zip => "E-BOOK-TYPE-ZIP",
            Self::Archive => "E-BOOK-TYPE-ARCHIVE",
            Self::Image => "E-BOOK-TYPE-IMAGE",
            Self::Executable => "E-BOOK-TYPE-PROGRAM",
            Self::Tnef => "E-BOOK-TYPE-TNEF",
            Self::Empty => "E-BOOK-TYPE-EMPTY",
        }
    }
}

/// Lets a file pass to the reader, if it is a workbook within bounds.
///
/// # Errors
/// With the reason why it is not read.
pub fn admit(bytes: &[u8], limits: &Limits) -> Result<Kind, Refusal> {
    Limit::Bytes.check(bytes.len() as u64, limits.bytes)?;
    let container = Container::detect(bytes, limits)?;
    if let Container::Workbook(kind) = container {
        return Ok(kind);
    }
    Err(if container == Container::Encrypted {
        Refusal::Encrypted
    } else {
        Refusal::Type(container)
    })
}

/// Text of some kind, or nothing we know.
fn written(bytes: &[u8]) -> Container {
    let head = &bytes[..bytes.len().min(4096)];
    let start = String::from_utf8_lossy(head).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<') {
        return Container::Html;
    }
    let unprintable = |b: &u8| *b < b' ' && !b"\t\r\n".contains(b);
    if head.iter().any(unprintable) {
        return Container::Unknown;
    }
    Container::Text
}

fn zipped(bytes: &[u8], limits: &Limits) -> Result<Container, Refusal> {
    let parts = archive::parts(bytes, limits)?;
    let has = |name: &str| {
        parts
            .iter()
            .any(|part| part.name.eq_ignore_ascii_case(name))
    };
    let under = |folder: &str| parts.iter().any(|part| part.name.starts_with(folder));
    if has("xl/vbaProject.bin") || under("xl/macrosheets/") {
        // A file that hides its macros says in its list of types that it has none.
        let types = unpack::small(bytes, "[Content_Types].xml");
        return if types.windows(12).any(|word| word == b"macroEnabled") {
            Ok(Container::MacroWorkbook)
        } else {
            Err(Refusal::Hostile(
                "macros under a name that promises none".to_owned(),
            ))
        };
    }
    if has("xl/workbook.xml") {
        return Ok(Container::Workbook(Kind::Xlsx));
    }
    if has("xl/workbook.bin") {
        return Ok(Container::BinaryWorkbook);
    }
    if under("word/") {
        return Ok(Container::Word);
    }
    let kind = unpack::small(bytes, "mimetype");
    Ok(
        if kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") {
            Container::Workbook(Kind::Ods)
        } else if kind.starts_with(b"application/vnd.oasis.opendocument.text") {
            Container::Word
        } else {
            Container::Zip
        },
    )
}
