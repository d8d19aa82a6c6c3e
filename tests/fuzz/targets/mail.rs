//! A mail without a doubt holds the same files for whoever opens it.

#![no_main]

use std::panic;

use congvu::mail::{
    Mail, encoding,
    structure::{self, MAX_PARTS},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: {
        // What the library stumbles over is caught and doubted; only our own
        // stumbling is a find.
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |stop| {
            let at = stop.location().map_or("", |at| at.file());
            if !at.contains("/mail-parser-") {
                hook(stop);
            }
        }));
    },
    |raw: &[u8]| {
        let mail = Mail::open(raw);
        let again = Mail::open(raw);
        assert_eq!(mail.parts, again.parts, "opened twice, it is another");
        assert!(mail.parts.attachments.len() <= MAX_PARTS);
        assert!(mail.parts.doubts.len() <= 3 * MAX_PARTS);
        if !mail.parts.doubts.is_empty() || !mail.header.lints.is_empty() {
            return;
        }
        let found = structure::read(raw, &mail.header);
        let mut leaves = found.entities.iter().filter_map(|entity| {
            let frame = entity.frame.as_ref()?;
            encoding::decoded(&raw[entity.body.clone()], frame.encoding).ok()
        });
        for file in &mail.parts.attachments {
            assert!(leaves.any(|leaf| leaf == file.bytes), "bytes of nowhere");
        }
    }
);
