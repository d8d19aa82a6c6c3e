//! Workbooks as clerks make them, written by the programs that clerks use.
//!
//! `books.csv` has a line for each: who writes it, what is done to a good
//! report, and what must come of it. The files are written anew in each run by
//! LibreOffice, `rust_xlsxwriter`, openpyxl and xlwt, and read through the real
//! reading processes. The Python writers live in a virtual environment under
//! `target`, made when it is missing.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(
    clippy::print_stderr,
    reason = "what could not be read here is said by name"
)]
#![expect(
    clippy::print_stdout,
    reason = "a run tells what became of the corpora"
)]

mod table;

mod draft;

mod changes;

mod flat;

mod writers;

#[path = "../spec/old_fonts.rs"]
mod old_fonts;

#[path = "../spec/ward.rs"]
#[expect(dead_code, reason = "shared with `spec`, which uses all of it")]
mod ward;

mod every_book_is_read_as_it_should;

mod no_spreadsheet_stops_us;
