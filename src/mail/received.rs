//! The hop our own server wrote.
//!
//! Every server puts its Received field on top, so the first field that names
//! one of our own hosts, below those of local delivery, was written by that
//! host; nothing below it can be believed. What it says about the sender's
//! login and the moment of arrival is evidence.

use jiff::{Timestamp, fmt::rfc2822};

use crate::address::Address;

/// What the hop says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Host that wrote it.
    pub by: String,
    /// Login under which the mail was submitted (RFC 4954), if it was.
    pub login: Option<Address>,
    /// When that host took the mail.
    pub at: Option<Timestamp>,
}

/// The topmost hop into one of `own_hosts`, looking through the lines that
/// local delivery (LMTP) added above it.
#[must_use]
pub fn trusted_hop<'v>(
    received: impl Iterator<Item = &'v str>,
    own_hosts: &[String],
) -> Option<Hop> {
    for value in received {
        let hop = Trace::read(value);
        let own = own_hosts
            .iter()
            .any(|host| host.eq_ignore_ascii_case(&hop.by));
        if !own {
            // Written by a stranger, or forged: everything below is hearsay.
            return None;
        }
        if hop.with.eq_ignore_ascii_case("LMTP") {
            continue;
        }
        // RFC 3848: the trailing A says that the client had logged in.
        let authenticated = matches!(
            hop.with.to_ascii_uppercase().as_str(),
            "ESMTPA" | "ESMTPSA" | "UTF8SMTPA" | "UTF8SMTPSA"
        );
        return Some(Hop {
            by: hop.by,
            login: hop.login.filter(|_| authenticated),
            at: hop.at,
        });
    }
    None
}

#[derive(Default)]
struct Trace {
    by: String,
    with: String,
    login: Option<Address>,
    at: Option<Timestamp>,
}

impl Trace {
    /// Reads `from … by … with …; date`. Words inside comments are never
    /// clauses; a login counts only as a whole comment at the outermost level
    /// before `by`, which is how Postfix writes it
    /// (`smtpd_sasl_authenticated_header`).
    fn read(value: &str) -> Self {
        let mut trace = Self::default();
        let Some(tokens) = tokens(value) else {
            return trace;
        };
        let mut clause = String::new();
        let mut logins = Vec::new();
        for token in &tokens {
            match token {
                Token::Word(word) => match clause.as_str() {
                    "by" if trace.by.is_empty() => {
                        trace.by.clone_from(word);
                        clause.clear();
                    }
                    "with" if trace.with.is_empty() => {
                        trace.with.clone_from(word);
                        clause.clear();
                    }
                    _ => clause = word.to_ascii_lowercase(),
                },
                Token::Comment(comment) if trace.by.is_empty() => {
                    logins.extend(comment.strip_prefix("Authenticated sender: "));
                }
                Token::Comment(_) => (),
                Token::Date(date) => trace.at = moment(date),
            }
        }
        // Two logins in one hop: one of them is a lie.
        if let [login] = logins[..] {
            trace.login = Address::parse(login);
        }
        trace
    }
}

enum Token {
    Word(String),
    Comment(String),
    Date(String),
}

/// Splits into words, comments (nested ≤ 8) and what follows the last `;` at
/// the outermost level. `None` when parentheses do not match, or when a backslash
/// leaves open which of them count.
fn tokens(value: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let (mut word, mut comment) = (String::new(), String::new());
    let mut depth = 0_u8;
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => return None,
            '(' => {
                depth += 1;
                if depth > 8 {
                    return None;
                }
                if depth > 1 {
                    comment.push(c);
                }
            }
            ')' => {
                depth = depth.checked_sub(1)?;
                if depth > 0 {
                    comment.push(c);
                } else {
                    found.push(Token::Comment(std::mem::take(&mut comment)));
                }
            }
            c if depth > 0 => comment.push(c),
            ';' => {
                found.extend((!word.is_empty()).then(|| Token::Word(std::mem::take(&mut word))));
                found.push(Token::Date(chars.as_str().trim().to_owned()));
                return Some(found);
            }
            c if c.is_whitespace() => {
                found.extend((!word.is_empty()).then(|| Token::Word(std::mem::take(&mut word))));
            }
            c => word.push(c),
        }
    }
    found.extend((!word.is_empty()).then_some(Token::Word(word)));
    (depth == 0).then_some(found)
}

/// An RFC 5322 date with its zone; a comment after it (`(UTC)`) is dropped.
#[must_use]
pub fn moment(date: &str) -> Option<Timestamp> {
    let bare = date.split('(').next().unwrap_or_default().trim();
    // Servers disagree with their own week day when a queue file was edited;
    // the day, month and hour are what counts.
    rfc2822::DateTimeParser::new()
        .relaxed_weekday(true)
        .parse_timestamp(bare)
        .ok()
}
