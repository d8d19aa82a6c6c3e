//! Printing: results to standard output, everything else to standard error. A
//! reader that went away is no fault.

use std::io::{self, Write};

/// A line of the result.
pub(super) fn say(line: &str) {
    write(io::stdout().lock(), line);
}

/// A line for the person at the terminal.
pub(super) fn warn(line: &str) {
    write(io::stderr().lock(), line);
}

fn write(mut to: impl Write, line: &str) {
    let written = writeln!(to, "{line}").and_then(|()| to.flush());
    // Nobody is left to be told that nobody reads on.
    drop(written);
}

/// Rows with their columns aligned, by characters.
pub(super) fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| {
        rows.iter()
            .filter_map(|row| row.get(at))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    rows.iter()
        .map(|row| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| {
                let blank = width.saturating_sub(cell.chars().count());
                format!("{cell}{}", " ".repeat(blank))
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
        .collect()
}
