//! Writes .ods: a zip of three small XML files.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::Unwritable;
use crate::{
    text,
    workbook::layout::{Check, Entry, Filling, Layout, Look, Page, Side},
};

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;

/// A4, lying, one page wide.
const PAGE_STYLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2"><office:automatic-styles><style:page-layout style:name="a4"><style:page-layout-properties fo:page-width="297mm" fo:page-height="210mm" style:print-orientation="landscape" style:scale-to-X="1" style:scale-to-Y="0"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="sheet" style:page-layout-name="a4"/></office:master-styles></office:document-styles>"#;

const OPENING: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.2">"#;

/// Writes a layout as .ods.
///
/// # Errors
/// When the zip cannot be written.
pub fn write_ods(layout: &Layout) -> Result<Vec<u8>, Unwritable> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    let packed = stored.compression_method(CompressionMethod::Deflated);
    // The format wants `mimetype` first and unpacked, so that the first bytes tell the kind.
    for (name, options, body) in [
        ("mimetype", stored, MIMETYPE.to_owned()),
        ("META-INF/manifest.xml", packed, MANIFEST.to_owned()),
        ("content.xml", packed, content(layout)),
        ("styles.xml", packed, PAGE_STYLE.to_owned()),
    ] {
        zip.start_file(name, options).map_err(Unwritable::because)?;
        zip.write_all(body.as_bytes())
            .map_err(Unwritable::because)?;
    }
    let done = zip.finish().map_err(Unwritable::because)?;
    Ok(done.into_inner())
}

fn content(layout: &Layout) -> String {
    let mut out = String::from(OPENING);
    styles(layout, &mut out);
    out.push_str("<office:body><office:spreadsheet>");
    validations(layout, &mut out);
    let looks = layout.looks();
    for (number, page) in layout.pages.iter().enumerate() {
        table(number, page, &looks, &mut out);
    }
    out.push_str("</office:spreadsheet></office:body></office:document-content>");
    out
}

/// Appends formatted text. Writing into a string cannot fail.
macro_rules! add {
    ($out:expr, $($text:tt)*) => { let _ = write!($out, $($text)*); };
}

fn styles(layout: &Layout, out: &mut String) {
    out.push_str("<office:automatic-styles>");
    out.push_str(r#"<style:style style:name="shown" style:family="table" style:master-page-name="sheet"/><style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>"#);
    let mut widths: Vec<u16> = layout
        .pages
        .iter()
        .flat_map(|page| page.widths.clone())
        .collect();
    widths.sort_unstable();
    widths.dedup();
    for width in widths {
        // About two millimetres a character at 12 points.
        add!(
            out,
            r#"<style:style style:name="w{width}" style:family="table-column"><style:table-column-properties style:column-width="{}mm"/></style:style>"#,
            width * 2
        );
    }
    for (number, look) in layout.looks().into_iter().enumerate() {
        style(number, look, out);
    }
    out.push_str("</office:automatic-styles>");
}

fn style(number: usize, look: Look, out: &mut String) {
    let weight = if look.bold { "bold" } else { "normal" };
    let slant = if look.italic { "italic" } else { "normal" };
    let align = match look.side {
        // Beside its cell's kind of value.
        Side::Usual | Side::Left => "start",
        Side::Middle => "center",
        Side::Right => "end",
    };
    let frame = if look.framed {
        r#" fo:border="0.5pt solid #000000""#
    } else {
        ""
    };
    let wrap = if look.wrapped {
        r#" fo:wrap-option="wrap""#
    } else {
        ""
    };
    let height = if look.upper { "top" } else { "middle" };
    let ground = look
        .ground
        .map(|ground| format!(r##" fo:background-color="#{ground:06x}""##))
        .unwrap_or_default();
    add!(
        out,
        r#"<style:style style:name="c{number}" style:family="table-cell"><style:table-cell-properties style:vertical-align="{height}"{frame}{wrap}{ground}/><style:paragraph-properties fo:text-align="{align}"/><style:text-properties fo:font-size="{}pt" fo:font-family="Times New Roman" fo:font-weight="{weight}" fo:font-style="{slant}"/></style:style>"#,
        look.size
    );
}

fn validations(layout: &Layout, out: &mut String) {
    let mut lists = layout.pages.iter().flat_map(|page| &page.checks);
    if lists.all(|check| check.takes.options().is_none()) {
        return;
    }
    out.push_str("<table:content-validations>");
    for (number, page) in layout.pages.iter().enumerate() {
        for (index, check) in page.checks.iter().enumerate() {
            let Some(options) = check.takes.options() else {
                continue;
            };
            let list: Vec<String> = options.iter().map(|o| format!("\"{o}\"")).collect();
            let condition = format!("of:cell-content-is-in-list({})", list.join(";"));
            add!(
                out,
                r#"<table:content-validation table:name="v{number}.{index}" table:condition="{}" table:allow-empty-cell="true" table:display-list="unsorted"/>"#,
                text::html(&condition)
            );
        }
    }
    out.push_str("</table:content-validations>");
}

fn table(number: usize, page: &Page, looks: &[Look], out: &mut String) {
    let style = if page.hidden { "hidden" } else { "shown" };
    add!(
        out,
        r#"<table:table table:name="{}" table:style-name="{style}">"#,
        text::html(&page.name)
    );
    for width in &page.widths {
        add!(out, r#"<table:table-column table:style-name="w{width}"/>"#);
    }
    let mut next_row = 0;
    let rows: Vec<u32> = {
        let mut rows: Vec<u32> = page.cells.keys().map(|(row, _)| *row).collect();
        rows.dedup();
        rows
    };
    for row in rows {
        if row > next_row {
            add!(
                out,
                r#"<table:table-row table:number-rows-repeated="{}"><table:table-cell/></table:table-row>"#,
                row - next_row
            );
        }
        write_row((number, page), looks, row, out);
        next_row = row + 1;
    }
    out.push_str("</table:table>");
}

fn write_row((number, page): (usize, &Page), looks: &[Look], row: u32, out: &mut String) {
    out.push_str("<table:table-row>");
    let mut next = 0;
    for ((_, column), entry) in page.cells.range((row, 0)..=(row, u16::MAX)) {
        if *column > next {
            add!(
                out,
                r#"<table:table-cell table:number-columns-repeated="{}"/>"#,
                column - next
            );
        }
        next = column + 1;
        let joined = page
            .joined
            .iter()
            .find(|joined| joined.row == row && (joined.first..=joined.last).contains(column));
        if joined.is_some_and(|joined| *column != joined.first) {
            out.push_str("<table:covered-table-cell/>");
            continue;
        }
        let mut attributes = String::new();
        if let Some(joined) = joined {
            add!(
                attributes,
                r#" table:number-columns-spanned="{}" table:number-rows-spanned="1""#,
                joined.last - joined.first + 1
            );
        }
        let is_list = |check: &Check| {
            (check.row, check.column) == (row, *column) && check.takes.options().is_some()
        };
        if let Some(index) = page.checks.iter().position(is_list) {
            add!(
                attributes,
                r#" table:content-validation-name="v{number}.{index}""#
            );
        }
        write_cell(entry, looks, &attributes, out);
    }
    out.push_str("</table:table-row>");
}

fn write_cell(entry: &Entry, looks: &[Look], attributes: &str, out: &mut String) {
    let style = looks.iter().position(|look| *look == entry.look);
    add!(
        out,
        r#"<table:table-cell table:style-name="c{}"{attributes}"#,
        style.unwrap_or_default()
    );
    match &entry.filling {
        Filling::Blank => out.push_str("/>"),
        Filling::Text(content) => {
            add!(
                out,
                r#" office:value-type="string"><text:p>{}</text:p></table:table-cell>"#,
                text::html(content)
            );
        }
        Filling::Number(number) => {
            add!(
                out,
                r#" office:value-type="float" office:value="{number}"><text:p>{}</text:p></table:table-cell>"#,
                text::short_decimal(*number)
            );
        }
    }
}
