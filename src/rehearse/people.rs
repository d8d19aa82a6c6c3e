//! The people of the play: who fills a report in, and who heads a unit.

use super::{
    chance::Chance,
    lines::{FAMILIES, GIVEN, MIDDLES},
};
use crate::{address::Address, form::Contact, text};

/// A full name.
pub fn name(chance: &mut Chance) -> String {
    let mut one = |names: &[&'static str]| chance.pick(names).copied().unwrap_or_default();
    let parts = [one(&FAMILIES), one(&MIDDLES), one(&GIVEN)];
    parts.join(" ")
}

/// Somebody at an office, with every way to reach them.
pub fn contact(mailbox: &Address, chance: &mut Chance) -> Contact {
    Contact {
        name: Some(name(chance)),
        landline: Some(format!("0543 {}", chance.between(550_000, 899_999))),
        mobile: Some(format!("0914 {}", chance.between(100_000, 999_999))),
        email: Some(mailbox.as_str().to_owned()),
    }
}

/// A name as the left side of a mailbox: `nguyenvanan`.
#[must_use]
pub fn local_part(name: &str) -> String {
    let plain = text::plain(name);
    plain.chars().filter(char::is_ascii_alphanumeric).collect()
}
