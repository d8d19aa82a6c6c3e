//! A table as CSV: UTF-8 with a byte-order mark (without it Excel reads
//! Vietnamese as nonsense), CRLF, quotes by RFC 4180, decimal points.

use super::{Cell, Table, shown};
use crate::{scoring::outcome::published, text};

/// The bytes of the file: the head, then the rows.
#[must_use]
pub fn write(table: &Table) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    let heads = table.columns.iter().map(|column| safe(&column.head));
    line(&mut out, heads);
    for row in &table.rows {
        let cells = (0..table.columns.len()).map(|at| row.get(at).map_or(String::new(), cell));
        line(&mut out, cells);
    }
    out.into_bytes()
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (n, cell) in cells.enumerate() {
        if n > 0 {
            out.push(',');
        }
        let quoted = cell.contains([',', ';', '"', '\n', '\r', '\'', ' ']);
        if quoted {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => safe(text),
        // A negative number is a number, not a formula.
        Cell::Number(number) => number.normalize().to_string(),
        Cell::Points(points) => format!("{:.2}", published(*points)),
        Cell::Moment(moment) => shown(*moment),
    }
}

/// A text that no spreadsheet takes for a formula: one that begins like one gets
/// an apostrophe (OWASP ASVS 1.2.10). Some programs split at a semicolon even
/// inside quotes, so what follows a separator is looked at as well.
fn safe(text: &str) -> String {
    let starts = |c: char| "=+-@\t\r\n\0＝＋－＠".contains(c);
    let begins = text.starts_with(starts);
    let text = text::tidy(text);
    let mut out = String::with_capacity(text.len() + 1);
    if begins || text.starts_with(starts) {
        out.push('\'');
    }
    let mut after_separator = false;
    for c in text.chars() {
        if after_separator && starts(c) {
            out.push('\'');
        }
        // Blanks after a separator are trimmed by the programs that split there.
        after_separator = matches!(c, ',' | ';') || (after_separator && c == ' ');
        out.push(c);
    }
    out
}
