//! Which unit the author of a document is, as registers write it.
//!
//! A register says `UBND P. Hương Văn, TX Hương Trà`. Only a whole name counts:
//! the police of a ward are not the ward. Names without marks are taken where
//! they can mean one unit only; "Huong Van" may be two, and is then nobody.

use crate::{
    text,
    unit::{Registry, Unit},
};

/// What registers shorten, and what it stands for.
const SHORT: [(&str, &str); 11] = [
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("VP", "Văn phòng"),
    ("TX", "thị xã"),
    ("TT", "Trung tâm"),
    ("P", "phường"),
    ("X", "xã"),
    ("GD", "Giáo dục"),
    ("ĐT", "Đào tạo"),
    ("VHTT", "Văn hóa và Thông tin"),
    ("TNMT", "Tài nguyên và Môi trường"),
];

/// The units that an author may be: one when it is clear, none when it is no
/// unit, more when it cannot be told which.
#[must_use]
pub fn units<'r>(registry: &'r Registry, author: &str) -> Vec<&'r Unit> {
    let marked = told(registry, author, text::fold);
    if !marked.is_empty() {
        return marked;
    }
    let bare = text::plain(author) == text::tidy(author).to_lowercase();
    if bare {
        told(registry, author, bare_key)
    } else {
        Vec::new()
    }
}

/// The units whose name an author is, by a way of making keys.
fn told<'r>(registry: &'r Registry, author: &str, key: impl Fn(&str) -> String) -> Vec<&'r Unit> {
    // The whole, without what stands behind a comma, without the town.
    let first = author.split([',', ';', '(']).next().unwrap_or_default();
    let dash = author.split(" - ").next().unwrap_or_default();
    let town = key("thị xã");
    for wording in [author, first, dash] {
        let whole = long(wording, &key);
        let padded = format!("{whole} ");
        let short = padded.split_once(&format!(" {town} "));
        let without = short.map_or(whole.as_str(), |(before, _)| before);
        // Some units have the town in their name, without its own name.
        let with = format!("{without} {town}");
        for wanted in [whole.as_str(), without, &with] {
            let found: Vec<&Unit> = registry
                .iter()
                .filter(|unit| names(unit).any(|name| long(&name, &key) == wanted))
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// Every wording of a unit's name.
fn names(unit: &Unit) -> impl Iterator<Item = String> {
    let kind = format!("{} {}", unit.kind, unit.short_name);
    let office = format!("UBND {kind}");
    [unit.name.clone(), unit.short_name.clone(), kind, office].into_iter()
}

/// A key in which what is usually shortened stands in full, and without "and":
/// a sign often stands in its place.
fn long(text: &str, key: &impl Fn(&str) -> String) -> String {
    let folded = key(text);
    let and = key("và");
    let words = folded
        .split(' ')
        .filter(|word| !word.is_empty() && *word != and);
    let full = words.map(|word| {
        let known = SHORT.iter().find(|(short, _)| key(short) == word);
        known.map_or_else(|| word.to_owned(), |(_, full)| key(full))
    });
    full.collect::<Vec<String>>().join(" ")
}

/// Letters and digits without their marks.
fn bare_key(text: &str) -> String {
    text::plain(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<&str>>()
        .join(" ")
}
