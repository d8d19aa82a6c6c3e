//! A file is looked at from outside: what it is, and whether it is let in.

#![no_main]

use congvu::workbook::{Container, Limits, container::admit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    let kind = Container::detect(bytes, &limits);
    assert_eq!(kind, Container::detect(bytes, &limits));
    if let Ok(admitted) = admit(bytes, &limits) {
        assert_eq!(kind, Ok(Container::Workbook(admitted)));
    }
});
