//! Files that come beside a report, or in its place.

use std::{
    fmt::Display,
    io::{Cursor, Write as _},
};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::Unplayable;

fn unplayable(why: impl Display) -> Unplayable {
    Unplayable::File(why.to_string())
}

/// One page of PDF with a few words on it, as a scanned cover letter.
#[must_use]
pub fn pdf(words: &str) -> Vec<u8> {
    let words: String = words.chars().filter(char::is_ascii_alphanumeric).collect();
    let page = format!("BT /F1 14 Tf 72 760 Td ({words}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = out.len();
    let count = objects.len() + 1;
    out.push_str(&format!("xref\n0 {count}\n0000000000 65535 f \n"));
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    out.push_str(&format!(
        "trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    ));
    out.into_bytes()
}

/// A text document (.docx) with one paragraph: the report, written instead of
/// filled in.
///
/// # Errors
/// When the zip cannot be written.
pub fn docx(paragraph: &str) -> Result<Vec<u8>, Unplayable> {
    let types = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relations = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"#,
        crate::text::html(paragraph)
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, body) in [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations),
        ("word/document.xml", &document),
    ] {
        zip.start_file(name, packed).map_err(unplayable)?;
        zip.write_all(body.as_bytes()).map_err(unplayable)?;
    }
    Ok(zip.finish().map_err(unplayable)?.into_inner())
}

/// A workbook locked with a password, as Excel writes it: a compound file whose
/// package nobody can read without the password ([MS-OFFCRYPTO] §2.3.4).
///
/// # Errors
/// When the compound file cannot be written.
pub fn locked(package: &[u8]) -> Result<Vec<u8>, Unplayable> {
    let mut file =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))
            .map_err(unplayable)?;
    let sealed: Vec<u8> = package.iter().map(|byte| byte ^ 0xA5).collect();
    let length = (package.len() as u64).to_le_bytes();
    for (name, bytes) in [
        // Version 4.4, agile; the description itself matters to nobody here.
        ("/EncryptionInfo", vec![4, 0, 4, 0, 0x40, 0, 0, 0]),
        ("/EncryptedPackage", [length.as_slice(), &sealed].concat()),
    ] {
        file.create_stream(name)
            .and_then(|mut stream| stream.write_all(&bytes))
            .map_err(unplayable)?;
    }
    file.flush().map_err(unplayable)?;
    Ok(file.into_inner().into_inner())
}
