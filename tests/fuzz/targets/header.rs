//! A header without a lint has one sender, and the library sees the same one.

#![no_main]

use congvu::mail::{
    header::{Header, MAX_FIELDS, block},
    mailbox::one_address,
};
use libfuzzer_sys::fuzz_target;
use mail_parser::MessageParser;

fuzz_target!(|raw: &[u8]| {
    let header = Header::read(raw);
    assert_eq!(header, Header::read(raw), "read twice, it is another");
    assert!(header.fields().len() <= MAX_FIELDS);
    let _named = (header.message_id(), header.return_path());
    if !header.lints.is_empty() {
        return;
    }
    let values: Vec<&str> = header.all("from").collect();
    assert_eq!(values.len(), 1, "no lint and no single From");
    let from = header.from();
    let from = from.as_ref().map(|address| address.as_str());
    assert!(from.is_some(), "no lint and no address");
    assert_eq!(from, one_address(values[0]).as_ref().map(|a| a.as_str()));
    // Another reader may see nothing, or the same; never somebody else. It is
    // given the header alone: with a date that ends oddly it reads on through the
    // empty line, and takes what the body says for more header. No mail program
    // does, and its From is never asked for.
    let theirs = MessageParser::default().parse_headers(block(raw));
    let theirs = theirs.as_ref().and_then(|message| message.from());
    for address in theirs.into_iter().flat_map(|from| from.iter()) {
        let address = address.address().map(str::to_ascii_lowercase);
        let ours = from.map(str::to_ascii_lowercase);
        assert!(
            address.is_none() || address == ours,
            "{address:?} is not {ours:?}"
        );
    }
});
