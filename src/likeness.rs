//! What a text looks like to a person's eye.
//!
//! Forgers write a registered address with Cyrillic letters, with letters of
//! full width, with signs nobody sees, turned round, or wrapped in a name that
//! is not shown. Here such texts become comparable, after UTS 39 (skeletons)
//! and UTS 46 (host names). What comes out labels a suspicious mail for an
//! admin; nothing is ever accepted because of it.

use mail_parser::{HeaderValue, parsers::MessageStream};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::text;

/// Longest text that is looked at, in characters. A label needs no more.
const MAX_TEXT: usize = 2_000;

/// A text as the eye takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness(String);

impl Likeness {
    /// How an address looks.
    #[must_use]
    pub fn of(address: &str) -> Self {
        Self(skeleton(address))
    }

    /// How far a text is from naming this address: 0, it names it; 1 or 2, so
    /// many letters differ; none, it is about something else.
    #[must_use]
    pub fn distance(&self, text: &Seen) -> Option<usize> {
        let views = text.0.iter();
        views.filter_map(|view| self.in_view(view)).min()
    }

    fn in_view(&self, view: &str) -> Option<usize> {
        if names(view, &self.0) {
            return Some(0);
        }
        let (local, domain) = self.0.split_once('@')?;
        let tokens = view.split(|c| !is_of_address(c));
        let near = tokens.flat_map(pairs).filter_map(|(name, host)| {
            // The same name below, above or beside the right domain.
            if name == local && host.contains(domain) {
                return Some(1);
            }
            text::edits(&format!("{name}@{host}"), &self.0, 2)
        });
        near.min()
    }
}

/// A text with everything undone that hides an address in it, in every way in
/// which a reader could see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen(Vec<String>);

impl Seen {
    /// Looks at a text, such as the value of a From field.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text: String = text.chars().take(MAX_TEXT).collect();
        let turned = unturned(&decoded(&text));
        let bare: String = uncommented(&turned)
            .chars()
            .filter(|c| !r#""\"#.contains(*c) && !c.is_control())
            .collect();
        // `name%host@relay` and `host!name@relay` were once ways to write
        // `name@host`, and still look like it.
        let routed = bare.replace('%', "@");
        let mut views = vec![text, turned, bare.clone(), routed];
        if let Some((host, rest)) = bare.split_once('!') {
            let name = rest.split('@').next().unwrap_or_default();
            views.push(format!("{name}@{host}"));
        }
        Self(views.iter().map(|view| skeleton(view)).collect())
    }
}

/// Every `name@host` of a token, of which it may hold several: `a@b@c`.
fn pairs(token: &str) -> impl Iterator<Item = (&str, &str)> {
    token.split('@').zip(token.split('@').skip(1))
}

/// Is this name in the text, not as the tail of a longer one?
fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| !is_of_address(c))
    })
}

fn is_of_address(c: char) -> bool {
    c.is_alphanumeric() || "@.-_+".contains(c)
}

/// Lower case, host names decoded, look-alike letters made one, what cannot be
/// seen left out, no marks.
fn skeleton(text: &str) -> String {
    let lower = unpunycoded(text)
        .to_lowercase()
        .replace(['。', '．', '｡'], ".");
    let skeleton: String = unicode_security::skeleton(&lower).collect();
    let plain = skeleton.nfd().filter(|c| !is_combining_mark(*c));
    // The skeleton of `m` is `rn`: one letter again, or an edit would count two.
    let plain: String = plain.collect();
    plain.to_lowercase().replace("rn", "m")
}

/// Host names with `xn--` labels as people are shown them.
fn unpunycoded(text: &str) -> String {
    let mut out = String::new();
    let is_host = |c: char| c.is_alphanumeric() || ".-".contains(c);
    for piece in text.split_inclusive(|c| !is_host(c)) {
        let host = piece.trim_end_matches(|c| !is_host(c));
        if host.to_ascii_lowercase().contains("xn--") {
            out.push_str(&idna::domain_to_unicode(host).0);
            out.push_str(&piece[host.len()..]);
        } else {
            out.push_str(piece);
        }
    }
    out
}

/// Encoded words (RFC 2047) decoded wherever they stand, also where none may.
fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, word, after)) = next_word(rest) {
        out.push_str(before);
        let line = format!("{word}\n");
        let value = MessageStream::new(line.as_bytes()).parse_unstructured();
        if let HeaderValue::Text(decoded) = value {
            out.push_str(&decoded);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The first `=?charset?encoding?text?=`, and what stands around it.
fn next_word(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find("=?")?;
    let mut marks = text[start + 2..]
        .match_indices('?')
        .map(|(at, _)| start + 2 + at);
    let (_charset, _encoding) = (marks.next()?, marks.next()?);
    let end = marks.next().filter(|end| text[*end..].starts_with("?="))? + 2;
    Some((&text[..start], &text[start..end], &text[end..]))
}

/// What stands between a right-to-left override and its end is read backwards.
fn unturned(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{202e}') {
        out.push_str(before);
        let end = after.find('\u{202c}').unwrap_or(after.len());
        out.extend(after[..end].chars().rev());
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

/// Without comments (RFC 5322 §3.2.2); one that stays open ends the text.
fn uncommented(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => (),
        }
    }
    out
}
