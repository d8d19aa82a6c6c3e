//! The one mailbox that a From field may hold (RFC 5322 §3.4, without groups,
//! routes and comments).

use crate::address::Address;

/// Space and tab: the only white space of a header. Readers that trim more
/// would take an address with U+2000 behind it for the address.
pub const BLANK: [char; 2] = [' ', '\t'];

/// Reads `addr` or `[display] <addr>` and nothing else: no group, no list, no
/// route, no comment. The display name may be quoted, encoded or raw UTF-8.
#[must_use]
pub fn one_address(value: &str) -> Option<Address> {
    let value = value.trim_matches(BLANK);
    let Some(rest) = value.strip_suffix('>') else {
        return Address::parse(value);
    };
    let (display, address) = rest.rsplit_once('<')?;
    let (display, address) = (display.trim_matches(BLANK), Address::parse(address)?);
    let is_same = Address::parse(display).is_some_and(|name| name == address);
    // Some mail programs write the address for the name and forget to quote it.
    // Every reader finds the same address twice.
    (is_same || is_phrase(display)).then_some(address)
}

/// A phrase: atoms, quoted strings, encoded words (RFC 2047) and raw UTF-8 (RFC
/// 6532), with the dot every mail program writes unquoted. An unquoted comma,
/// colon, semicolon, angle or parenthesis would be a list, a group or a comment.
fn is_phrase(name: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for c in name.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '\t' => (),
            c if c.is_control() => return false,
            c if !quoted && r"<>,;:()[]\@".contains(c) => return false,
            _ => (),
        }
    }
    !quoted && !escaped
}
