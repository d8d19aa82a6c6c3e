//! A formula cut into words, numbers and signs.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Fault;
use crate::complaint::Problem;

/// One piece of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A number; `40%` is 0.4.
    Number(Decimal),
    /// A name: letters, digits, `_`, and `.` between them.
    Word(String),
    /// A sign, in its plain spelling.
    Sign(&'static str),
    /// After the last piece.
    End,
}

/// A piece and the bytes it was written with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexeme {
    /// The piece.
    pub token: Token,
    /// Its bytes.
    pub at: Range<usize>,
}

/// Signs as they may be typed, the longer before their beginnings, and their
/// plain spelling.
const SIGNS: [(&str, &str); 19] = [
    ("->", "->"),
    ("→", "->"),
    ("<=", "<="),
    ("≤", "<="),
    (">=", ">="),
    ("≥", ">="),
    ("!=", "!="),
    ("≠", "!="),
    ("==", "="),
    ("=", "="),
    ("<", "<"),
    (">", ">"),
    ("+", "+"),
    ("-", "-"),
    ("*", "*"),
    ("/", "/"),
    ("(", "("),
    (")", ")"),
    (",", ","),
];

/// Cuts a formula; the last piece is [`Token::End`].
pub fn cut(text: &str) -> Result<Vec<Lexeme>, Fault> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next().filter(|c| !c.is_whitespace()) else {
            at += rest.len() - rest.trim_start().len();
            continue;
        };
        let (token, length) = if first.is_ascii_digit() {
            number(rest, at)?
        } else if first.is_alphabetic() {
            word(rest)
        } else {
            sign(rest, at)?
        };
        let end = at + length;
        pieces.push(Lexeme { token, at: at..end });
        at = end;
    }
    pieces.push(Lexeme {
        token: Token::End,
        at: text.len()..text.len(),
    });
    Ok(pieces)
}

fn number(rest: &str, at: usize) -> Result<(Token, usize), Fault> {
    let length = rest
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(rest.len());
    let written = &rest[..length];
    let percent = rest[length..].starts_with('%');
    let value = written
        .parse::<Decimal>()
        .ok()
        .filter(|_| !written.ends_with('.'));
    match value {
        Some(value) if percent => Ok((
            Token::Number((value * Decimal::new(1, 2)).normalize()),
            length + 1,
        )),
        Some(value) => Ok((Token::Number(value), length)),
        None => Err(unreadable(written, at, "0.5")),
    }
}

fn word(rest: &str) -> (Token, usize) {
    let length = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.')
        .unwrap_or(rest.len());
    (Token::Word(rest[..length].to_owned()), length)
}

fn sign(rest: &str, at: usize) -> Result<(Token, usize), Fault> {
    let known = SIGNS.iter().find(|(typed, _)| rest.starts_with(typed));
    match known {
        Some((typed, plain)) => Ok((Token::Sign(plain), typed.len())),
        None => {
            let stranger: String = rest.chars().take(1).collect();
            Err(unreadable(&stranger, at, "+ - * / ( ) , -> = != < <= > >="))
        }
    }
}

fn unreadable(found: &str, at: usize, expected: &str) -> Fault {
    Fault {
        at: at..at + found.len(),
        problem: Problem::Formula {
            found: found.to_owned(),
            expected: expected.to_owned(),
        },
    }
}
