//! One Authentication-Results field, read to the letter (RFC 8601 §2.2).
//!
//! Servers copy what a stranger said into this field, so a reader that forgives
//! lets the stranger write results: `smtp.mailfrom=a@hue.gov.vn(.evil.example`
//! is an address to one reader and an open comment to another. What does not
//! follow the grammar is therefore no result at all. Two liberties are taken: a
//! bare value may hold a `/`, because many servers forget the quotes around
//! `header.b`, and nothing that decides anything may hold one; and the last
//! result may end in a `;`, as others write it, because nothing follows.

use serde::{Deserialize, Serialize};

/// Longest field that is read, in bytes.
pub const MAX_FIELD: usize = 16 * 1024;
/// Deepest nesting of comments.
pub const MAX_DEPTH: usize = 8;

/// One result, such as `dmarc=pass header.from=hue.gov.vn`. Method, result,
/// types and names are in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodResult {
    /// What was tried: `spf`, `dkim`, `dmarc`, …; with its version if that is
    /// not the first (`dkim/2`), so that it is never taken for what we know.
    pub method: String,
    /// What came of it: `pass`, `fail`, `temperror`, …
    pub result: String,
    /// `ptype.property=value`, in the order of the field.
    pub properties: Vec<Property>,
}

impl MethodResult {
    /// The value of the first property of that name.
    #[must_use]
    pub fn value(&self, ptype: &str, name: &str) -> Option<&str> {
        self.properties
            .iter()
            .find(|property| property.ptype == ptype && property.name == name)
            .map(|property| property.value.as_str())
    }
}

/// One `ptype.property=value`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// `smtp`, `header`, `body` or `policy`.
    pub ptype: String,
    /// `mailfrom`, `from`, `d`, …
    pub name: String,
    /// Its value, unquoted.
    pub value: String,
}

/// A field, as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Who signs it.
    pub authserv_id: String,
    /// What it says.
    pub statement: Statement,
}

/// What a field says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// These results; `none` is no result.
    Results(Vec<MethodResult>),
    /// It is written in a version of the grammar that nobody knows yet, and
    /// must be ignored (RFC 8601 §2.5).
    OtherVersion,
    /// It does not follow the grammar.
    Malformed,
}

/// Why what a server wrote cannot be believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Void {
    /// A field that does not follow the grammar; carries the field.
    Grammar(String),
    /// A value that is no host name or address; carries it.
    Value(String),
    /// Two results that cannot both be true; carries the method.
    Contradiction(String),
    /// Among the fields of our server stands one that it did not sign; carries
    /// the name it is signed with.
    Stranger(String),
}

/// Reads the value of a field. Total, linear, without recursion; `None` when it
/// does not even say who signs it.
#[must_use]
pub fn read(value: &str) -> Option<Field> {
    if value.len() > MAX_FIELD {
        return None;
    }
    let mut cursor = Cursor { rest: value };
    cursor.blank()?;
    let authserv_id = cursor.value()?;
    Some(Field {
        authserv_id,
        statement: statement(cursor).unwrap_or(Statement::Malformed),
    })
}

/// `[version] ( "; none" / 1*( ";" result ) )`
fn statement(mut cursor: Cursor<'_>) -> Option<Statement> {
    let apart = cursor.blank()?;
    let version = cursor.run(|c| c.is_ascii_digit());
    if !version.is_empty() {
        if !apart {
            return None;
        }
        cursor.blank()?;
        if version.trim_start_matches('0') != "1" {
            return Some(Statement::OtherVersion);
        }
    }
    let mut results = Vec::new();
    if is_none(cursor) {
        return Some(Statement::Results(results));
    }
    while !cursor.rest.is_empty() {
        cursor.eat(';')?;
        let mut end = cursor;
        if !results.is_empty() && end.blank().is_some() && end.rest.is_empty() {
            break;
        }
        results.push(result(&mut cursor)?);
    }
    (!results.is_empty()).then_some(Statement::Results(results))
}

/// `"; none"` and nothing else.
fn is_none(mut cursor: Cursor<'_>) -> bool {
    let mut rest = || {
        cursor.eat(';')?;
        cursor.blank()?;
        let word = cursor.keyword()?;
        cursor.blank()?;
        Some(word == "none" && cursor.rest.is_empty())
    };
    rest().unwrap_or(false)
}

/// `method[/version] = result [reason=value] [properties]`
fn result(cursor: &mut Cursor<'_>) -> Option<MethodResult> {
    cursor.blank()?;
    let mut method = cursor.keyword()?;
    cursor.blank()?;
    if cursor.eat('/').is_some() {
        cursor.blank()?;
        let version = cursor.run(|c| c.is_ascii_digit());
        match version.trim_start_matches('0') {
            "1" => (),
            _ if version.is_empty() => return None,
            other => method = format!("{method}/{other}"),
        }
        cursor.blank()?;
    }
    cursor.eat('=')?;
    cursor.blank()?;
    let result = cursor.keyword()?;
    let mut apart = cursor.blank()?;
    if apart && let Some(after) = reason(*cursor) {
        *cursor = after;
        apart = cursor.blank()?;
    }
    let mut properties = Vec::new();
    while !cursor.rest.is_empty() && !cursor.rest.starts_with(';') {
        if !apart {
            return None;
        }
        properties.push(property(cursor)?);
        apart = cursor.blank()?;
    }
    Some(MethodResult {
        method,
        result,
        properties,
    })
}

/// The place after `reason=value`, if that stands here.
fn reason(mut cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    if cursor.keyword()? != "reason" {
        return None;
    }
    cursor.blank()?;
    cursor.eat('=')?;
    cursor.blank()?;
    cursor.value()?;
    Some(cursor)
}

/// `ptype . property = value`
fn property(cursor: &mut Cursor<'_>) -> Option<Property> {
    let ptype = cursor.keyword()?;
    cursor.blank()?;
    cursor.eat('.')?;
    cursor.blank()?;
    let name = cursor.keyword()?;
    cursor.blank()?;
    cursor.eat('=')?;
    cursor.blank()?;
    Some(Property {
        ptype,
        name,
        value: cursor.property_value()?,
    })
}

/// What is still to be read. Every step takes from its front, or fails.
#[derive(Clone, Copy)]
struct Cursor<'v> {
    rest: &'v str,
}

impl<'v> Cursor<'v> {
    fn eat(&mut self, c: char) -> Option<()> {
        self.rest = self.rest.strip_prefix(c)?;
        Some(())
    }

    /// The longest run of such characters; may be empty.
    fn run(&mut self, belongs: impl Fn(char) -> bool) -> &'v str {
        let end = self.rest.find(|c| !belongs(c)).unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at(end);
        self.rest = rest;
        run
    }

    /// White space and comments (CFWS); says whether there were any.
    fn blank(&mut self) -> Option<bool> {
        let (mut depth, mut escaped) = (0, false);
        let mut end = self.rest.len();
        for (at, c) in self.rest.char_indices() {
            match c {
                c if escaped && !is_control(c) => escaped = false,
                '\\' if depth > 0 => escaped = true,
                '(' if depth < MAX_DEPTH => depth += 1,
                ')' if depth > 0 => depth -= 1,
                ' ' | '\t' => (),
                c if depth > 0 && c != '(' && !is_control(c) => (),
                _ => {
                    end = at;
                    break;
                }
            }
        }
        let any = end > 0;
        self.rest = self.rest.split_at(end).1;
        (depth == 0 && !escaped).then_some(any)
    }

    /// Letters, digits and hyphens, the last no hyphen (RFC 5321 `Keyword`).
    fn keyword(&mut self) -> Option<String> {
        let word = self.run(|c| c.is_ascii_alphanumeric() || c == '-');
        (!word.is_empty() && !word.ends_with('-')).then(|| word.to_ascii_lowercase())
    }

    /// A token or a quoted string (RFC 2045 `value`).
    fn value(&mut self) -> Option<String> {
        if self.eat('"').is_some() {
            return self.quoted();
        }
        let token = self.run(is_token);
        (!token.is_empty()).then(|| token.to_owned())
    }

    /// A value, or `[local]@domain`.
    fn property_value(&mut self) -> Option<String> {
        if self.eat('"').is_some() {
            let mut text = self.quoted()?;
            if self.eat('@').is_some() {
                text.push('@');
                text.push_str(self.run(is_token));
            }
            return Some(text);
        }
        let word = self.run(|c| is_token(c) || matches!(c, '/' | '?' | '=' | '@'));
        let bare = |text: &str| text.chars().all(|c| is_token(c) || c == '/');
        let good = match word.split_once('@') {
            Some((_, domain)) => !domain.is_empty() && domain.chars().all(is_token),
            None => !word.is_empty() && bare(word),
        };
        good.then(|| word.to_owned())
    }

    /// The rest of a quoted string, its opening quote being eaten.
    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut escaped = false;
        for (at, c) in self.rest.char_indices() {
            match c {
                c if is_control(c) => return None,
                c if escaped => {
                    text.push(c);
                    escaped = false;
                }
                '\\' => escaped = true,
                '"' => {
                    self.rest = self.rest.split_at(at + 1).1;
                    return Some(text);
                }
                c => text.push(c),
            }
        }
        None
    }
}

fn is_control(c: char) -> bool {
    c.is_control() && c != '\t'
}

/// RFC 2045 §5.1: printable ASCII but its "tspecials".
fn is_token(c: char) -> bool {
    c.is_ascii_graphic() && !r#"()<>@,;:\"/[]?="#.contains(c)
}
