//! A paper as a DOCX, for the clerk who numbers, dates and signs it. It is
//! written by hand, like the .ods of a form: six small XML files in a zip, of
//! which nothing depends on the moment or the machine.

mod body;

mod styles;

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::{
    decree::{EDGE, Length, Style},
    paper::{Paper, Section},
};
use crate::text;

/// What the files of the package have in common.
const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

const OPENING: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

const KIND: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const SETTINGS: &str = r#"<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:defaultTabStop w:val="720"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#;

const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

/// The bytes of the file.
///
/// # Errors
/// When the zip cannot be written.
pub fn write(paper: &Paper) -> Result<Vec<u8>, ZipError> {
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), kinds(paper)),
        ("_rels/.rels".to_owned(), ROOT.to_owned()),
        ("docProps/core.xml".to_owned(), core(paper)),
        ("word/document.xml".to_owned(), body::document(paper)),
        ("word/styles.xml".to_owned(), styles::styles()),
        ("word/settings.xml".to_owned(), SETTINGS.to_owned()),
        ("word/_rels/document.xml.rels".to_owned(), relations(paper)),
    ];
    for (n, section) in paper.sections.iter().enumerate() {
        files.push((part("header", n), header(paper, section, true)));
        files.push((part("first", n), header(paper, section, false)));
        files.push((part("footer", n), footer(section)));
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, body) in files {
        zip.start_file(name, options)?;
        zip.write_all(OPENING.as_bytes())?;
        zip.write_all(body.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Twentieths of a point, which the format counts in.
fn twips(length: Length) -> Length {
    (length + 25) / 50
}

/// The name of a header or footer.
fn part(what: &str, section: usize) -> String {
    format!("word/{what}{}.xml", section + 1)
}

/// The parts of every section: name in the package, kind, kind of relation.
const PARTS: [(&str, &str); 3] = [
    ("header", "header"),
    ("first", "header"),
    ("footer", "footer"),
];

/// The number under which a section names one of its parts.
fn relation(section: usize, at: usize) -> String {
    format!("rId{}", 10 + PARTS.len() * section + at)
}

fn kinds(paper: &Paper) -> String {
    let mut out = format!(
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{KIND}.styles+xml"/><Override PartName="/word/settings.xml" ContentType="{KIND}.settings+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#
    );
    for n in 0..paper.sections.len() {
        for (what, kind) in PARTS {
            let name = part(what, n);
            out.push_str(&format!(
                r#"<Override PartName="/{name}" ContentType="{KIND}.{kind}+xml"/>"#
            ));
        }
    }
    out.push_str("</Types>");
    out
}

fn relations(paper: &Paper) -> String {
    let mut out = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{RELATION}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="{RELATION}/settings" Target="settings.xml"/>"#
    );
    for n in 0..paper.sections.len() {
        for (at, (what, kind)) in PARTS.iter().enumerate() {
            let id = relation(n, at);
            out.push_str(&format!(
                r#"<Relationship Id="{id}" Type="{RELATION}/{kind}" Target="{what}{}.xml"/>"#,
                n + 1
            ));
        }
    }
    out.push_str("</Relationships>");
    out
}

fn core(paper: &Paper) -> String {
    let made = paper.made.strftime("%Y-%m-%dT%H:%M:%SZ");
    format!(
        r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>vi-VN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified></cp:coreProperties>"#,
        xml(&paper.title),
        xml(&paper.author)
    )
}

/// The page number in the middle, but not on the first page; what marks a draft
/// to the right, on every page.
fn header(paper: &Paper, section: &Section, numbered: bool) -> String {
    let measure = twips(section.sheet.measure());
    let stamp = paper.stamp.as_deref().map_or_else(String::new, |stamp| {
        let look = styles::run(&Style::Stamp.look(), false, false);
        format!(r#"<w:r>{look}<w:tab/>{}</w:r>"#, styles::words(stamp))
    });
    let number = if numbered {
        r#"<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#
    } else {
        "<w:r><w:tab/></w:r>"
    };
    format!(
        r#"<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{}"/><w:tabs><w:tab w:val="center" w:pos="{}"/><w:tab w:val="right" w:pos="{measure}"/></w:tabs><w:jc w:val="left"/></w:pPr>{number}{stamp}</w:p></w:hdr>"#,
        styles::name(Style::Page),
        measure / 2
    )
}

fn footer(section: &Section) -> String {
    format!(
        r#"<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r>{}</w:r></w:p></w:ftr>"#,
        styles::name(Style::Foot),
        styles::words(&section.foot)
    )
}

/// The shape of the pages of a section.
fn sheet(section: &Section, n: usize) -> String {
    let sheet = section.sheet;
    let lying = if sheet.width > sheet.height {
        r#" w:orient="landscape""#
    } else {
        ""
    };
    let [header, first, footer] = [0, 1, 2].map(|at| relation(n, at));
    format!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="{header}"/><w:headerReference w:type="first" r:id="{first}"/><w:footerReference w:type="default" r:id="{footer}"/><w:footerReference w:type="first" r:id="{footer}"/><w:type w:val="nextPage"/><w:pgSz w:w="{}" w:h="{}"{lying}/><w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" w:header="{edge}" w:footer="{edge}" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>"#,
        twips(sheet.width),
        twips(sheet.height),
        twips(sheet.top),
        twips(sheet.right),
        twips(sheet.bottom),
        twips(sheet.left),
        edge = twips(EDGE),
    )
}

/// Text safe inside XML, without the control characters that XML cannot hold.
fn xml(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    text::html(&text)
}
