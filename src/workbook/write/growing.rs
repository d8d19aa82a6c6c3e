//! Lets rows of a written .xlsx grow.
//!
//! The library marks every height that it writes as chosen by hand, and such a
//! row never grows: what a clerk types on a second line would be out of sight.
//! Without a height LibreOffice shows one line, whatever stands in the row. So
//! the height stays and the mark is taken away.

use std::io::{Cursor, Read as _, Write as _};

use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::Unwritable;
use crate::workbook::layout::Layout;

const MARK: &str = " customHeight=\"1\"";

/// Takes the mark off the growing rows of every sheet.
pub(super) fn free(book: &[u8], layout: &Layout) -> Result<Vec<u8>, Unwritable> {
    let mut zip = ZipArchive::new(Cursor::new(book)).map_err(Unwritable::because)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(book.len())));
    let packed = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).map_err(Unwritable::because)?;
        let name = part.name().map_err(Unwritable::because)?.to_string();
        let growing = (1_usize..)
            .zip(&layout.pages)
            .find(|(number, _)| name == format!("xl/worksheets/sheet{number}.xml"))
            .and_then(|(_, page)| page.growing);
        let Some(growing) = growing else {
            out.raw_copy_file(part).map_err(Unwritable::because)?;
            continue;
        };
        let mut xml = String::new();
        part.read_to_string(&mut xml).map_err(Unwritable::because)?;
        out.start_file(name, packed).map_err(Unwritable::because)?;
        out.write_all(unmarked(&xml, growing).as_bytes())
            .map_err(Unwritable::because)?;
    }
    Ok(out.finish().map_err(Unwritable::because)?.into_inner())
}

fn unmarked(xml: &str, (first, last): (u32, u32)) -> String {
    let mut rows = xml.split("<row r=\"");
    let mut out = rows.next().unwrap_or_default().to_owned();
    for row in rows {
        out.push_str("<row r=\"");
        // Files count rows from one.
        let number: u32 = row
            .split('"')
            .next()
            .and_then(|number| number.parse().ok())
            .unwrap_or(0);
        match row.split_once('>') {
            Some((tag, rest)) if (first + 1..=last + 1).contains(&number) => {
                out.push_str(&tag.replace(MARK, ""));
                out.push('>');
                out.push_str(rest);
            }
            Some(_) | None => out.push_str(row),
        }
    }
    out
}
