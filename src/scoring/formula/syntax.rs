//! The shape of a formula: operators, calls and their arguments. What the
//! names mean is not asked here.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{
    Fault,
    lexer::{self, Lexeme, Token},
};
use crate::complaint::Problem;

/// A part of a formula and the bytes it was written with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub at: Range<usize>,
}

/// What a part can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number(Decimal),
    /// A name.
    Word(String),
    /// `-x`
    Negative(Box<Node>),
    /// `not x`
    Not(Box<Node>),
    /// `x + y`, `x and y`, `x < y`; the sign is in its plain spelling.
    Binary(&'static str, Box<Node>, Box<Node>),
    /// `name(argument, …)`
    Call(String, Vec<Argument>),
}

/// One argument of a call: `x`, or a case such as `40% -> 3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// What stands before the arrow.
    pub lead: Lead,
    /// What stands after it, or alone.
    pub value: Node,
    /// The bytes of both.
    pub at: Range<usize>,
}

/// What stands before the arrow of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// No arrow: an ordinary argument.
    Plain,
    /// `x -> …`
    From(Node),
    /// `above x -> …`
    Above(Node),
    /// `x days -> …`
    Days(Node),
    /// `else …`
    Else,
}

/// How deep a formula may nest. The reader calls itself, and a file must not be
/// able to exhaust the stack.
const DEPTH: usize = 40;

/// Reads a formula to its end.
pub fn parse(text: &str) -> Result<Node, Fault> {
    let mut parser = Parser {
        pieces: lexer::cut(text)?,
        at: 0,
        depth: 0,
        text,
    };
    let node = parser.any()?;
    match parser.peek() {
        Token::End => Ok(node),
        Token::Number(_) | Token::Word(_) | Token::Sign(_) => {
            Err(parser.unexpected("+ - * / and or < <= = >= >"))
        }
    }
}

struct Parser<'t> {
    pieces: Vec<Lexeme>,
    at: usize,
    depth: usize,
    text: &'t str,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        self.pieces.get(self.at).map_or(&Token::End, |p| &p.token)
    }

    fn here(&self) -> Range<usize> {
        let end = self.text.len();
        self.pieces.get(self.at).map_or(end..end, |p| p.at.clone())
    }

    fn take(&mut self, sign: &'static str) -> bool {
        let hit = *self.peek() == Token::Sign(sign);
        self.at += usize::from(hit);
        hit
    }

    fn take_word(&mut self, word: &str) -> bool {
        let hit = matches!(self.peek(), Token::Word(found) if found == word);
        self.at += usize::from(hit);
        hit
    }

    fn require(&mut self, sign: &'static str) -> Result<(), Fault> {
        if self.take(sign) {
            Ok(())
        } else {
            Err(self.unexpected(sign))
        }
    }

    fn unexpected(&self, expected: &str) -> Fault {
        let at = self.here();
        Fault {
            problem: Problem::Formula {
                found: self.text.get(at.clone()).unwrap_or_default().to_owned(),
                expected: expected.to_owned(),
            },
            at,
        }
    }

    fn any(&mut self) -> Result<Node, Fault> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.unexpected(&format!("( … ) ≤ {DEPTH}")));
        }
        let node = self.either();
        self.depth -= 1;
        node
    }

    fn either(&mut self) -> Result<Node, Fault> {
        let mut left = self.both()?;
        while self.take_word("or") {
            left = binary("or", left, self.both()?);
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Node, Fault> {
        let mut left = self.negation()?;
        while self.take_word("and") {
            left = binary("and", left, self.negation()?);
        }
        Ok(left)
    }

    fn negation(&mut self) -> Result<Node, Fault> {
        let start = self.here().start;
        let mut count = 0;
        while self.take_word("not") {
            count += 1;
        }
        let mut node = self.comparison()?;
        for _ in 0..count % 2 {
            let at = start..node.at.end;
            let kind = Kind::Not(Box::new(node));
            node = Node { kind, at };
        }
        Ok(node)
    }

    fn comparison(&mut self) -> Result<Node, Fault> {
        let left = self.sum()?;
        for sign in ["<=", ">=", "!=", "=", "<", ">"] {
            if self.take(sign) {
                return Ok(binary(sign, left, self.sum()?));
            }
        }
        Ok(left)
    }

    fn sum(&mut self) -> Result<Node, Fault> {
        let mut left = self.product()?;
        while let Some(sign) = ["+", "-"].into_iter().find(|sign| self.take(sign)) {
            left = binary(sign, left, self.product()?);
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Node, Fault> {
        let mut left = self.signed()?;
        while let Some(sign) = ["*", "/"].into_iter().find(|sign| self.take(sign)) {
            left = binary(sign, left, self.signed()?);
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Node, Fault> {
        let start = self.here().start;
        if !self.take("-") {
            return self.atom();
        }
        let node = self.atom()?;
        Ok(Node {
            at: start..node.at.end,
            kind: Kind::Negative(Box::new(node)),
        })
    }

    fn atom(&mut self) -> Result<Node, Fault> {
        let at = self.here();
        let token = self.peek().clone();
        match token {
            Token::Number(number) => {
                self.at += 1;
                let kind = Kind::Number(number);
                Ok(Node { kind, at })
            }
            Token::Word(word) => {
                self.at += 1;
                if !self.take("(") {
                    let kind = Kind::Word(word);
                    return Ok(Node { kind, at });
                }
                let arguments = self.arguments()?;
                Ok(Node {
                    kind: Kind::Call(word, arguments),
                    at: at.start..self.before(),
                })
            }
            Token::Sign("(") => {
                self.at += 1;
                let inner = self.any()?;
                self.require(")")?;
                Ok(Node {
                    kind: inner.kind,
                    at: at.start..self.before(),
                })
            }
            Token::Sign(_) | Token::End => Err(self.unexpected("0.5 | HT01 | max | (")),
        }
    }

    fn arguments(&mut self) -> Result<Vec<Argument>, Fault> {
        let mut arguments = Vec::new();
        loop {
            arguments.push(self.argument()?);
            if self.take(")") {
                return Ok(arguments);
            }
            if !self.take(",") {
                return Err(self.unexpected(", | )"));
            }
        }
    }

    fn argument(&mut self) -> Result<Argument, Fault> {
        let start = self.here().start;
        let (lead, value) = if self.take_word("else") {
            self.take("->");
            (Lead::Else, self.any()?)
        } else if self.take_word("above") {
            let bound = self.any()?;
            self.require("->")?;
            (Lead::Above(bound), self.any()?)
        } else {
            let node = self.any()?;
            if self.take_word("days") || self.take_word("day") {
                self.require("->")?;
                (Lead::Days(node), self.any()?)
            } else if self.take("->") {
                (Lead::From(node), self.any()?)
            } else {
                (Lead::Plain, node)
            }
        };
        let at = start..self.before();
        Ok(Argument { lead, value, at })
    }

    /// Where the piece before the present one ends.
    fn before(&self) -> usize {
        let before = self.at.checked_sub(1).and_then(|at| self.pieces.get(at));
        before.map_or(0, |piece| piece.at.end)
    }
}

fn binary(sign: &'static str, left: Node, right: Node) -> Node {
    Node {
        at: left.at.start..right.at.end,
        kind: Kind::Binary(sign, Box::new(left), Box::new(right)),
    }
}
