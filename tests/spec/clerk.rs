//! A clerk who mends cells of an .xlsx and leaves all else in the file as it is.

use std::io::{Cursor, Read as _, Write as _};

use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Types into cells of the sheet of a name. An empty text empties the cell; a
/// number becomes one.
pub fn types(book: &[u8], sheet: &str, cells: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(book)).unwrap();
    let part = part_of(&mut zip, sheet);
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let name = file.name().unwrap().to_string();
        if name != part {
            out.raw_copy_file(file).unwrap();
            continue;
        }
        let mut xml = String::new();
        file.read_to_string(&mut xml).unwrap();
        for (cell, typed) in cells {
            xml = with(&xml, cell, typed);
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(xml.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The part of a file that holds a sheet: ours are numbered in their order.
fn part_of(zip: &mut ZipArchive<Cursor<&[u8]>>, sheet: &str) -> String {
    let mut xml = String::new();
    let mut book = zip.by_name("xl/workbook.xml").unwrap();
    book.read_to_string(&mut xml).unwrap();
    let names: Vec<&str> = xml.split("<sheet name=\"").skip(1).collect();
    let is = |name: &&str| name.starts_with(&format!("{sheet}\""));
    let at = names.iter().position(is).unwrap();
    format!("xl/worksheets/sheet{}.xml", at + 1)
}

fn with(xml: &str, cell: &str, typed: &str) -> String {
    let (before, rest) = xml.split_once(&format!("<c r=\"{cell}\"")).unwrap();
    let (tag, rest) = rest.split_once('>').unwrap();
    let after = if tag.ends_with('/') {
        rest
    } else {
        rest.split_once("</c>").unwrap().1
    };
    let style = tag.split(' ').find(|it| it.starts_with("s=")).unwrap();
    let style = style.trim_end_matches('/');
    let now = match (typed, typed.parse::<f64>()) {
        ("", _) => format!("<c r=\"{cell}\" {style}/>"),
        (_, Ok(number)) => format!("<c r=\"{cell}\" {style}><v>{number}</v></c>"),
        (text, Err(_)) => format!(
            "<c r=\"{cell}\" {style} t=\"inlineStr\"><is><t>{}</t></is></c>",
            congvu::text::html(text)
        ),
    };
    format!("{before}{now}{after}")
}
