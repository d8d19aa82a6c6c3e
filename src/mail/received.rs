//! The hop where a mail came into our own house.
//!
//! Every server puts its Received field on top, so the fields at the top that
//! name our own hosts were written by them, down to the border: the first hop
//! whose client was not ours. Nothing below it can be believed. What it says
//! about the sender's login and the moment of arrival is evidence.
//!
//! Three kinds of hops stand above the border and are looked through: local
//! delivery (LMTP), a content filter that handed the mail back (its client is
//! this very machine; right below may stand the hop of the filter itself, which
//! calls its host `localhost`), and a relay of ours (its client is one of our
//! hosts).
//! Who the client was is believed only as our host found out by itself (the
//! name it verified and the network address), never as the client greeted.
//! What a program on our own machine hands in below such a hop is believed to
//! be the header our host gave it: a web form that lets its visitors write
//! header fields must not run on a mail host.

use std::net::IpAddr;

use jiff::{Timestamp, fmt::rfc2822};

use crate::{address::Address, text};

/// What the hop says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Host that wrote it.
    pub by: String,
    /// Login under which the mail was submitted (RFC 4954), if it was.
    pub login: Option<Address>,
    /// That login, where it is no address, or there are several.
    pub account: Option<String>,
    /// When that host took the mail.
    pub at: Option<Timestamp>,
    /// How many Received fields stand above it.
    pub above: usize,
}

/// The border: the topmost hop into one of `own_hosts` from a client that is
/// not one of them. Where a hop of a stranger stands below those looked
/// through, the mail began there, and the lowest of them is the border.
#[must_use]
pub fn trusted_hop<'v>(
    received: impl Iterator<Item = &'v str>,
    own_hosts: &[String],
) -> Option<Hop> {
    let own = |host: &str| own_hosts.iter().any(|it| it.eq_ignore_ascii_case(host));
    let (mut passed, mut handed_back) = (None, false);
    for (above, value) in received.enumerate() {
        let trace = Trace::read(value);
        // The filter that handed it back, as its own hop (amavis).
        if std::mem::take(&mut handed_back) && trace.is_filter() {
            continue;
        }
        if !own(&trace.by) {
            // Written by a stranger, or forged: everything below is hearsay.
            break;
        }
        if trace.with.eq_ignore_ascii_case("LMTP") {
            continue;
        }
        let authenticated = trace.is_authenticated();
        handed_back = trace.client.as_ref().is_some_and(Client::is_here);
        // Every machine is localhost to itself, whoever it is.
        let named = |client: &Client| {
            let name = client.name.as_deref();
            name.is_some_and(|name| own(name) && !name.eq_ignore_ascii_case("localhost"))
        };
        let inside = handed_back || trace.client.as_ref().is_some_and(named);
        let hop = Hop {
            by: trace.by,
            login: trace.login.filter(|_| authenticated),
            account: trace.account.filter(|_| authenticated),
            at: trace.at,
            above,
        };
        // Whoever logged in is the sender, also from a web mailer on our host.
        if authenticated || !inside {
            return Some(hop);
        }
        passed = Some(hop);
    }
    passed
}

/// One Received field, read.
#[derive(Default)]
pub struct Trace {
    /// Host that wrote it.
    pub by: String,
    /// Protocol (RFC 3848).
    pub with: String,
    /// Login that is written in it.
    pub login: Option<Address>,
    /// That login, where it is no address, or there are several.
    pub account: Option<String>,
    /// Who handed the mail over.
    pub client: Option<Client>,
    /// When.
    pub at: Option<Timestamp>,
}

/// Who handed the mail over, as our host saw it.
pub struct Client {
    /// Name, where the address leads back to it.
    pub name: Option<String>,
    /// Its network address.
    pub address: IpAddr,
}

impl Client {
    /// Is it on this very machine?
    fn is_here(&self) -> bool {
        self.address.to_canonical().is_loopback()
    }

    /// Reads the comment `name [address]`, or `[address]` (RFC 5321 §4.4,
    /// TCP-info).
    fn read(comment: &str) -> Option<Self> {
        let (name, rest) = comment.split_once('[')?;
        let address = rest.strip_suffix(']')?;
        let address = address.strip_prefix("IPv6:").unwrap_or(address);
        let name = match name.strip_suffix(' ') {
            // Some servers put the greeting into a comment, and a greeting may
            // be any address.
            Some("HELO" | "EHLO" | "helo" | "ehlo") => return None,
            Some(name) if name.contains(' ') => return None,
            Some(name) => Some(name.to_owned()),
            None if name.is_empty() => None,
            None => return None,
        };
        Some(Self {
            name,
            address: address.parse().ok()?,
        })
    }

    /// The client of `from greeting (client) … by`, if nothing else before the
    /// `by` could be one.
    fn of(tokens: &[Token]) -> Option<Self> {
        let [from, Token::Word(said), Token::Comment(client), rest @ ..] = tokens else {
            return None;
        };
        let before = rest.iter().take_while(|token| !token.is_word("by"));
        let alone = before
            .clone()
            .all(|token| matches!(token, Token::Comment(comment) if !names_address(comment)));
        let client = Self::read(client).filter(|_| from.is_word("from") && alone)?;
        let contradicted = literal(said).is_some_and(|said| said != client.address);
        (!contradicted).then_some(client)
    }
}

/// The address of a literal, `[192.0.2.1]`.
fn literal(word: &str) -> Option<IpAddr> {
    let inner = word.strip_prefix('[')?.strip_suffix(']')?;
    inner.strip_prefix("IPv6:").unwrap_or(inner).parse().ok()
}

/// Could the client stand in this comment?
fn names_address(comment: &str) -> bool {
    comment.contains('[') || comment.trim().parse::<IpAddr>().is_ok()
}

impl Trace {
    /// Was it written by a content filter on the machine that is its client?
    fn is_filter(&self) -> bool {
        self.by.eq_ignore_ascii_case("localhost")
            && !self.is_authenticated()
            && self.client.as_ref().is_some_and(Client::is_here)
    }

    /// RFC 3848: the trailing A says that the client had logged in.
    #[must_use]
    pub fn is_authenticated(&self) -> bool {
        ["ESMTPA", "ESMTPSA", "UTF8SMTPA", "UTF8SMTPSA"]
            .iter()
            .any(|with| with.eq_ignore_ascii_case(&self.with))
    }

    /// Reads `from … by … with …; date`. Words inside comments are never
    /// clauses; a login counts only as a whole comment at the outermost level
    /// before `by`, which is how Postfix writes it
    /// (`smtpd_sasl_authenticated_header`).
    #[must_use]
    pub fn read(value: &str) -> Self {
        let mut trace = Self::default();
        let Some(tokens) = tokens(value) else {
            return trace;
        };
        trace.client = Client::of(&tokens);
        let mut clause = String::new();
        let mut logins = Vec::new();
        // A greeting is no clause, whatever it says.
        let greeted = matches!(&tokens[..], [first, Token::Word(_), ..] if first.is_word("from"));
        for token in tokens.iter().skip(if greeted { 2 } else { 0 }) {
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
        if trace.login.is_none() && !logins.is_empty() {
            trace.account = Some(text::one_line(&logins.join(", "), 200));
        }
        trace
    }
}

enum Token {
    Word(String),
    Comment(String),
    Date(String),
}

impl Token {
    fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Word(it) if it.eq_ignore_ascii_case(word))
    }
}

/// Splits into words, comments (nested ≤ 8) and what follows the last `;` at
/// the outermost level: an earlier one may stand in a quoted recipient, who was
/// chosen by the sender. `None` when parentheses do not match, or when a backslash
/// leaves open which of them count.
fn tokens(value: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let (mut word, mut comment) = (String::new(), String::new());
    let (mut depth, mut date) = (0_u8, None);
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
                date = Some((found.len(), chars.as_str()));
            }
            c if c.is_whitespace() => {
                found.extend((!word.is_empty()).then(|| Token::Word(std::mem::take(&mut word))));
            }
            c => word.push(c),
        }
    }
    found.extend((!word.is_empty()).then_some(Token::Word(word)));
    if let Some((end, date)) = date {
        found.truncate(end);
        found.push(Token::Date(date.trim().to_owned()));
    }
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
