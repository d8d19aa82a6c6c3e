//! A wrapper gives out no more than is read, whatever it says of itself.

#![no_main]

use congvu::workbook::{Container, Limits, wrapper};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits {
        inflated: 1 << 20,
        ..Limits::default()
    };
    for container in [Container::Zip, Container::Tnef] {
        if let Ok(inside) = wrapper::open(container, bytes, &limits) {
            let all: usize = inside.iter().map(|inner| inner.bytes.len()).sum();
            assert!(all as u64 <= limits.inflated);
        }
    }
});
