//! A message of document software is read or refused: it never stops the
//! reader, and gives out no more than is read.

#![no_main]

use congvu::{
    evidence::{edxml, signed},
    workbook::Limits,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits {
        inflated: 1 << 20,
        ..Limits::default()
    };
    // The file by itself, and as what a PDF could be.
    assert!(signed::signatures(bytes).len() <= 20);
    let Ok(message) = edxml::read("x.edxml", bytes, &limits) else {
        return;
    };
    let files = &message.record.files;
    assert_eq!(files.len(), message.files.len());
    let all: usize = message.files.iter().map(Vec::len).sum();
    assert!(all <= (1 << 20) + 50 * bytes.len());
    // What was read is fit for the ledger as it is.
    assert_eq!(message.record.clone().tidy(), message.record);
    let _ = message.record.identifier();
});
