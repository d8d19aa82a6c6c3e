//! Whatever an .xls or an .ods holds, its percentages are found or there are
//! none; no more of them than cells are read.

#![no_main]

use congvu::workbook::{
    Limits,
    percent::{in_content, in_records},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let found = in_records(bytes);
    let cells: usize = found.iter().map(|places| places.len()).sum();
    // The shortest record of many cells holds one in six bytes.
    assert!(cells <= bytes.len() / 6 + 1);
    let limits = Limits {
        cells: 5_000,
        ..Limits::default()
    };
    let found = in_content(&String::from_utf8_lossy(bytes), &limits);
    let cells: usize = found.iter().map(|places| places.len()).sum();
    assert!(cells as u64 <= limits.cells);
});
