//! Names and kinds: from the shape of a formula to one that makes sense.
//!
//! Every fault is noted and the rest is still looked at, so that a formula with
//! two misspelt codes is complained about twice, in one reading.

use rust_decimal::Decimal;

use super::{
    Fault, Scope, Slots,
    syntax::{Argument, Kind, Lead, Node},
    typed::{Compared, Comparison, Number, Operation, Span, Truth},
};
use crate::{complaint::Problem, figures::Code, scoring::indicators::IndicatorType};

/// Looks up the names of one formula.
pub struct Checker<'a> {
    written: &'a str,
    scope: Scope<'a>,
    pub(super) slots: &'a mut Slots,
    pub(super) compared: Vec<Compared>,
    pub(super) faults: Vec<Fault>,
    pub(super) comparing: bool,
    /// The conditions under which a report comes to the part that is looked at.
    pub(super) path: Vec<(Truth, bool)>,
}

impl<'a> Checker<'a> {
    /// A checker for the formula with this text.
    pub fn new(written: &'a str, scope: Scope<'a>, slots: &'a mut Slots) -> Self {
        Self {
            written,
            scope,
            slots,
            compared: Vec::new(),
            faults: Vec::new(),
            comparing: false,
            path: Vec::new(),
        }
    }

    /// The faults, and what is compared with the best of the group.
    pub fn finish(self) -> (Vec<Fault>, Vec<Compared>) {
        (self.faults, self.compared)
    }

    pub(super) fn fault<T>(&mut self, node: &Node, problem: Problem) -> Option<T> {
        self.faults.push(Fault {
            at: node.at.clone(),
            problem,
        });
        None
    }

    pub(super) fn text(&self, node: &Node) -> String {
        let text = self.written.get(node.at.clone()).unwrap_or_default();
        text.to_owned()
    }

    pub(super) fn expected<T>(&mut self, node: &Node, expected: &str) -> Option<T> {
        let found = self.text(node);
        let expected = expected.to_owned();
        self.fault(node, Problem::Formula { found, expected })
    }

    /// Checks a part that must be a number.
    pub fn number(&mut self, node: &Node) -> Option<Number> {
        match &node.kind {
            Kind::Number(number) => Some(Number::Literal(*number)),
            Kind::Word(word) => self.number_word(node, word),
            Kind::Negative(x) => Some(Number::Negative(Box::new(self.number(x)?))),
            Kind::Binary(sign @ ("+" | "-" | "*" | "/"), a, b) => {
                let (left, right) = (self.number(a), self.number(b));
                let (left, right) = (Box::new(left?), Box::new(right?));
                let operation = match *sign {
                    "+" => Operation::Add,
                    "-" => Operation::Subtract,
                    "*" => Operation::Multiply,
                    _ => {
                        return Some(Number::Quotient {
                            of: left,
                            by: right,
                            at: Span(b.at.clone()),
                        });
                    }
                };
                Some(Number::Arithmetic(operation, left, right))
            }
            Kind::Call(name, arguments) => self.call(node, name, arguments),
            Kind::Not(_) | Kind::Binary(..) => self.expected(node, "+ - * / | if(…, 1, 0)"),
        }
    }

    fn number_word(&mut self, node: &Node, word: &str) -> Option<Number> {
        match word {
            "max" => return Some(Number::Literal(self.scope.max)),
            "report.corrected_down" => return Some(Number::CorrectedDown),
            _ => (),
        }
        match self.indicator(node, word)? {
            (code, IndicatorType::Number { .. }) => Some(Number::Figure(self.slots.of(code))),
            (code, IndicatorType::Bool | IndicatorType::Choice { .. } | IndicatorType::Text) => {
                let code = code.to_string();
                let expected = "number";
                self.fault(node, Problem::WrongKind { code, expected })
            }
        }
    }

    pub(super) fn indicator(
        &mut self,
        node: &Node,
        word: &str,
    ) -> Option<(Code, &'a IndicatorType)> {
        let code = Code::parse(word);
        let known = code.as_ref().and_then(|c| self.scope.indicators.0.get(c));
        match code.zip(known) {
            Some(found) => Some(found),
            None => {
                let kind = if word.contains('.') {
                    "trait"
                } else {
                    "indicator"
                };
                let name = word.to_owned();
                self.fault(node, Problem::Dangling { name, kind })
            }
        }
    }

    /// The options of an indicator with a closed list, if the part is one.
    pub(super) fn choice(&self, node: &Node) -> Option<(Code, &'a [String])> {
        let Kind::Word(word) = &node.kind else {
            return None;
        };
        let code = Code::parse(word)?;
        match self.scope.indicators.0.get(&code)? {
            IndicatorType::Choice { options } => Some((code, options)),
            IndicatorType::Number { .. } | IndicatorType::Bool | IndicatorType::Text => None,
        }
    }

    pub(super) fn option(&mut self, node: &Node, options: &[String]) -> Option<String> {
        let Kind::Word(word) = &node.kind else {
            return self.expected(node, &options.join(" | "));
        };
        if options.contains(word) {
            return Some(word.clone());
        }
        let name = word.clone();
        let kind = "option";
        self.fault(node, Problem::Dangling { name, kind })
    }

    /// Checks a part that must hold or not.
    pub fn condition(&mut self, node: &Node) -> Option<Truth> {
        match &node.kind {
            Kind::Word(word) => self.truth_word(node, word),
            Kind::Not(x) => Some(Truth::Not(Box::new(self.condition(x)?))),
            Kind::Binary("and", a, b) => {
                let (left, right) = (self.condition(a), self.condition(b));
                Some(Truth::And(Box::new(left?), Box::new(right?)))
            }
            Kind::Binary("or", a, b) => {
                let (left, right) = (self.condition(a), self.condition(b));
                Some(Truth::Or(Box::new(left?), Box::new(right?)))
            }
            Kind::Binary(sign, a, b) => match comparison(sign) {
                Some(how) => self.comparison(node, how, a, b),
                None => self.expected(node, "= != < <= > >="),
            },
            Kind::Call(name, arguments) if name == "has_target" => {
                let slot = self.targeted(node, arguments, "has_target(HT01)")?;
                Some(Truth::HasTarget(slot))
            }
            Kind::Number(_) | Kind::Negative(_) | Kind::Call(..) => {
                self.expected(node, "= != < <= > >= | has_target(HT01)")
            }
        }
    }

    fn truth_word(&mut self, node: &Node, word: &str) -> Option<Truth> {
        if word == "report.paper_missing" {
            return Some(Truth::PaperMissing);
        }
        if let Some(name) = word.strip_prefix("unit.") {
            if self.scope.traits.contains(name) {
                return Some(Truth::Trait(name.to_owned()));
            }
            let (name, kind) = (name.to_owned(), "trait");
            return self.fault(node, Problem::Dangling { name, kind });
        }
        match self.indicator(node, word)? {
            (code, IndicatorType::Bool) => Some(Truth::Figure(self.slots.of(code))),
            (
                code,
                IndicatorType::Number { .. } | IndicatorType::Choice { .. } | IndicatorType::Text,
            ) => {
                let code = code.to_string();
                let expected = "true|false";
                self.fault(node, Problem::WrongKind { code, expected })
            }
        }
    }

    fn comparison(&mut self, node: &Node, how: Comparison, a: &Node, b: &Node) -> Option<Truth> {
        let sides = self
            .choice(a)
            .map(|choice| (choice, b))
            .or_else(|| self.choice(b).map(|choice| (choice, a)));
        let Some(((code, options), other)) = sides else {
            let (left, right) = (self.number(a), self.number(b));
            return Some(Truth::Compare(how, left?, right?));
        };
        let option = self.option(other, options)?;
        let is = Truth::Is(self.slots.of(code), option);
        match how {
            Comparison::Equal => Some(is),
            Comparison::Unequal => Some(Truth::Not(Box::new(is))),
            Comparison::Less | Comparison::AtMost | Comparison::AtLeast | Comparison::Greater => {
                self.expected(node, "= | !=")
            }
        }
    }

    fn call(&mut self, node: &Node, name: &str, arguments: &[Argument]) -> Option<Number> {
        match name {
            "min" => Some(Number::Least(self.several(node, arguments)?)),
            "max" => Some(Number::Most(self.several(node, arguments)?)),
            "if" => self.choose(node, arguments),
            "round" => self.round(node, arguments),
            "best_of" => Some(Number::BestOf(self.several(node, arguments)?)),
            "best" | "share_of_best" => self.best(node, name, arguments),
            "target" => {
                let slot = self.targeted(node, arguments, "target(HT01)")?;
                Some(Number::Target(slot))
            }
            "steps" => self.steps(node, arguments),
            "lookup" => self.lookup(node, arguments),
            "timeliness" => self.timeliness(node, arguments),
            _ => self.expected(
                node,
                "min | max | best_of | if | round | steps | lookup | best | share_of_best | target | \
                 timeliness",
            ),
        }
    }

    /// The arguments of a function that takes no cases.
    pub(super) fn plain<'n>(
        &mut self,
        node: &Node,
        arguments: &'n [Argument],
        expected: &str,
    ) -> Option<Vec<&'n Node>> {
        let plain = arguments.iter().all(|a| a.lead == Lead::Plain);
        if !plain {
            return self.expected(node, expected);
        }
        Some(arguments.iter().map(|a| &a.value).collect())
    }

    fn several(&mut self, node: &Node, arguments: &[Argument]) -> Option<Vec<Number>> {
        const SHAPE: &str = "min(x, y) | max(x, y) | best_of(x, y)";
        let nodes = self.plain(node, arguments, SHAPE)?;
        if nodes.len() < 2 {
            return self.expected(node, SHAPE);
        }
        let numbers: Vec<Option<Number>> = nodes.iter().map(|x| self.number(x)).collect();
        numbers.into_iter().collect()
    }

    fn choose(&mut self, node: &Node, arguments: &[Argument]) -> Option<Number> {
        const SHAPE: &str = "if(x > y, a, b)";
        let nodes = self.plain(node, arguments, SHAPE)?;
        let [when, a, b] = nodes[..] else {
            return self.expected(node, SHAPE);
        };
        let when = self.condition(when);
        let (a, b) = (
            self.within(when.as_ref(), true, a),
            self.within(when.as_ref(), false, b),
        );
        Some(Number::Choose(Box::new(when?), Box::new(a?), Box::new(b?)))
    }

    /// Checks a branch that is taken when a condition holds, or does not.
    fn within(&mut self, when: Option<&Truth>, holds: bool, branch: &Node) -> Option<Number> {
        let before = self.path.len();
        self.path.extend(when.map(|when| (when.clone(), holds)));
        let number = self.number(branch);
        self.path.truncate(before);
        number
    }

    fn round(&mut self, node: &Node, arguments: &[Argument]) -> Option<Number> {
        const SHAPE: &str = "round(x, 2)";
        let nodes = self.plain(node, arguments, SHAPE)?;
        let [x, places] = nodes[..] else {
            return self.expected(node, SHAPE);
        };
        let number = self.number(x);
        let places = match places.kind {
            Kind::Number(n) if n.is_integer() && n <= Decimal::TEN => u32::try_from(n).ok(),
            Kind::Number(_)
            | Kind::Word(_)
            | Kind::Negative(_)
            | Kind::Not(_)
            | Kind::Binary(..)
            | Kind::Call(..) => self.expected(places, "0 … 10"),
        };
        Some(Number::Round(Box::new(number?), places?))
    }
}

fn comparison(sign: &str) -> Option<Comparison> {
    let how = match sign {
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        "=" => Comparison::Equal,
        "!=" => Comparison::Unequal,
        ">=" => Comparison::AtLeast,
        ">" => Comparison::Greater,
        _ => return None,
    };
    Some(how)
}
