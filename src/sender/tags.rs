//! Tag lists of DKIM (RFC 6376 §3.2), `v=1; a=rsa-sha256; …`: how signatures
//! and key records are written. A list that names a tag twice is no list,
//! because each of two readers would believe another one; nor is one with a
//! capital in a name, because to some readers `D=` is `d=` once more.

use std::collections::BTreeMap;

/// White space between and inside of tags, folded lines among it.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// Reads a tag list.
#[must_use]
pub fn read(list: &str) -> Option<BTreeMap<&str, &str>> {
    let list = list.trim_matches(BLANK);
    let list = list.strip_suffix(';').unwrap_or(list);
    let mut tags = BTreeMap::new();
    for tag in list.split(';') {
        let (name, value) = tag.split_once('=')?;
        let name = name.trim_matches(BLANK);
        let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !plain || tags.insert(name, value.trim_matches(BLANK)).is_some() {
            return None;
        }
    }
    Some(tags)
}

/// The items of a value such as `from : to : subject`.
pub fn items(value: &str) -> impl Iterator<Item = &str> {
    value.split(':').map(|item| item.trim_matches(BLANK))
}

/// The value without any white space.
#[must_use]
pub fn joined(value: &str) -> String {
    value.chars().filter(|c| !BLANK.contains(c)).collect()
}

/// Is this key record one for the signatures we believe? It may be kept for
/// something else than mail (`s=tlsrpt`), for another digest (`h=sha1`), or be
/// no key record at all (RFC 6376 §3.6.1).
#[must_use]
pub fn is_mail_key(record: &str) -> bool {
    let Some(tags) = read(record) else {
        return false;
    };
    let first = record.trim_start_matches(BLANK).starts_with('v');
    let version = tags.get("v").is_none_or(|v| *v == "DKIM1" && first);
    let digest = tags
        .get("h")
        .is_none_or(|h| items(h).any(|it| it == "sha256"));
    let service = tags
        .get("s")
        .is_none_or(|s| items(s).any(|it| it == "*" || it == "email"));
    version && digest && service && tags.get("p").is_some_and(|key| !key.is_empty())
}
