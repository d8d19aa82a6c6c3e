//! The hop of our own server is found in any heap of Received fields.

#![no_main]

use congvu::mail::received::{moment, trusted_hop};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let text = String::from_utf8_lossy(raw);
    let own = ["mx.hue.gov.vn".to_owned(), "relay.hue.gov.vn".to_owned()];
    let values: Vec<&str> = text.split('\n').collect();
    let hop = trusted_hop(values.iter().copied(), &own);
    assert_eq!(hop, trusted_hop(values.iter().copied(), &own));
    if let Some(hop) = hop {
        assert!(hop.above < values.len());
        assert!(own.iter().any(|host| host.eq_ignore_ascii_case(&hop.by)));
        // What stands below the border changes nothing.
        let top = values[..=hop.above].iter().copied();
        assert_eq!(trusted_hop(top, &own).map(|hop| hop.login), Some(hop.login));
    }
    let _moment = moment(&text);
});
