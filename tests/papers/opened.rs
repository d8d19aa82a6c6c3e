//! Files as a reader opens them.

use std::io::{Cursor, Read as _};

use congvu::publication::{docx, paper::Paper};

/// A file of a zip, as text.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The names of the files of a zip.
pub fn parts(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names = archive.file_names();
    names.map(|name| name.unwrap().into_owned()).collect()
}

/// The words of some XML, a paragraph a line.
pub fn words(xml: &str) -> String {
    let lines = xml.split("</w:p>").map(|paragraph| {
        let pieces = paragraph.split('<').filter_map(|piece| {
            let (tag, text) = piece.split_once('>')?;
            tag.starts_with("w:t ").then_some(text)
        });
        pieces.collect::<String>()
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let text = text.replace("&quot;", "\"").replace("&lt;", "<");
    text.replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// What stands in the text of a paper, as its DOCX has it.
pub fn text(paper: &Paper) -> String {
    words(&part(&docx::write(paper).unwrap(), "word/document.xml"))
}
