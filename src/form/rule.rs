//! Rules between the values of a form: two sums and a comparison, such as
//! `HT05 <= HT02 - HT06`, held always or only `when` other comparisons hold.
//!
//! The language is small on purpose. A rule that a clerk cannot be told in one
//! sentence does not belong on a form.

use rust_decimal::Decimal;

use crate::{
    figures::{Code, Figures, Value},
    finding::{BrokenRule, Comparison, Operand, Severity, Side},
    text,
};

/// A rule of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Stable code, such as `E-HT02-LE`.
    pub code: String,
    /// Does breaking it stop the report?
    pub severity: Severity,
    /// It is asked only when all of these hold.
    pub when: Vec<Relation>,
    /// What must hold.
    pub require: Relation,
}

/// Two sides and a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// What stands on the left.
    pub left: Sum,
    /// How the two compare.
    pub comparison: Comparison,
    /// What stands on the right.
    pub right: Right,
}

/// A sum of indicators and a constant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// Indicators, each with its factor.
    pub terms: Vec<(Decimal, Code)>,
    /// The constant.
    pub constant: Decimal,
}

/// The right side: a sum, or one answer of a question that takes no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Right {
    /// A sum.
    Sum(Sum),
    /// `yes`, `no`, or an option.
    Answer(Value),
}

/// What stands where something else was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What was met.
    pub found: String,
    /// What would have been understood.
    pub expected: &'static str,
}

impl Relation {
    /// Reads a comparison. `is_code` says which names are indicators; another
    /// name on the right is an answer.
    ///
    /// # Errors
    /// With what could not be read.
    pub fn parse(written: &str, is_code: &dyn Fn(&str) -> bool) -> Result<Self, Unreadable> {
        let split = Comparison::WRITTEN
            .iter()
            .find_map(|(sign, _, comparison)| {
                let (left, right) = written.split_once(sign)?;
                Some((left, *comparison, right))
            });
        let Some((left, comparison, right)) = split else {
            return Err(Unreadable {
                found: written.to_owned(),
                expected: "<= >= < > = !=",
            });
        };
        let left = Sum::parse(left)?;
        let name = right.trim();
        let is_answer = Code::parse(&name.replace('_', "")).is_some() && !is_code(name);
        let right = if is_answer {
            Right::Answer(match name {
                "yes" => Value::Bool(true),
                "no" => Value::Bool(false),
                option => Value::Text(option.to_owned()),
            })
        } else {
            Right::Sum(Sum::parse(right)?)
        };
        Ok(Self {
            left,
            comparison,
            right,
        })
    }

    /// Reads comparisons joined by `and`.
    ///
    /// # Errors
    /// With what could not be read.
    pub fn parse_all(
        written: &str,
        is_code: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<Self>, Unreadable> {
        written
            .split(" and ")
            .map(|part| Self::parse(part, is_code))
            .collect()
    }

    /// Every indicator it looks at.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        let right = match &self.right {
            Right::Sum(sum) => sum.terms.as_slice(),
            Right::Answer(_) => &[],
        };
        self.left.terms.iter().chain(right).map(|(_, code)| code)
    }

    /// Does it hold? None when a value that it needs is absent.
    #[must_use]
    pub fn holds(&self, figures: &Figures) -> Option<bool> {
        match &self.right {
            Right::Sum(right) => {
                let (left, right) = (self.left.of(figures)?, right.of(figures)?);
                Some(self.comparison.holds(left.cmp(&right)))
            }
            Right::Answer(answer) => {
                let (_, code) = self.left.terms.first()?;
                let same = figures.get(code.as_str())? == answer;
                Some(same == (self.comparison == Comparison::Equal))
            }
        }
    }

    /// Who breaks it: the indicator named first.
    #[must_use]
    pub fn subject(&self) -> Option<&Code> {
        self.codes().next()
    }
}

impl Sum {
    /// Reads a sum such as `4*TR04 - UD15 + 1`.
    fn parse(written: &str) -> Result<Self, Unreadable> {
        let mut sum = Self::default();
        let spaced = written.replace('+', " + ").replace('-', " - ");
        let mut sign = Some(Decimal::ONE);
        for word in spaced.split_whitespace() {
            match (word, sign) {
                ("+", None) => sign = Some(Decimal::ONE),
                ("-", None) => sign = Some(Decimal::NEGATIVE_ONE),
                (word, Some(factor)) => {
                    sum.add(word, factor)?;
                    sign = None;
                }
                (word, None) => return Err(unreadable(word, "+ -")),
            }
        }
        if sign.is_some() {
            return Err(unreadable(written, "HT02"));
        }
        Ok(sum)
    }

    fn add(&mut self, word: &str, sign: Decimal) -> Result<(), Unreadable> {
        let (factor, name) = match word.split_once('*') {
            Some((factor, name)) => (number(factor)?, name),
            None if word.starts_with(|c: char| c.is_ascii_digit()) => {
                self.constant += sign * number(word)?;
                return Ok(());
            }
            None => (Decimal::ONE, word),
        };
        let code = Code::parse(name).ok_or_else(|| unreadable(name, "HT02"))?;
        self.terms.push((sign * factor, code));
        Ok(())
    }

    /// What it comes to; none when a value is absent or not a number.
    fn of(&self, figures: &Figures) -> Option<Decimal> {
        let mut total = self.constant;
        for (factor, code) in &self.terms {
            let Value::Number(number) = figures.get(code.as_str())? else {
                return None;
            };
            total = total.checked_add(factor.checked_mul(*number)?)?;
        }
        Some(total)
    }

    /// As the form file writes it.
    pub(super) fn written(&self) -> String {
        let mut out = String::new();
        for (factor, code) in &self.terms {
            let joint = match (out.is_empty(), factor.is_sign_negative()) {
                (true, true) => "-",
                (true, false) => "",
                (false, true) => " - ",
                (false, false) => " + ",
            };
            out.push_str(joint);
            if factor.abs() != Decimal::ONE {
                out.push_str(&format!("{} × ", text::short_decimal(factor.abs())));
            }
            out.push_str(code.as_str());
        }
        if out.is_empty() || !self.constant.is_zero() {
            let joint = if out.is_empty() { "" } else { " + " };
            out.push_str(joint);
            out.push_str(&text::short_decimal(self.constant));
        }
        out
    }
}

fn unreadable(found: &str, expected: &'static str) -> Unreadable {
    Unreadable {
        found: found.trim().to_owned(),
        expected,
    }
}

fn number(written: &str) -> Result<Decimal, Unreadable> {
    written.parse().map_err(|_| unreadable(written, "4"))
}

impl Rule {
    /// Is it asked, and broken? `cell` gives the place of an indicator.
    #[must_use]
    pub fn broken(&self, figures: &Figures, cell: &dyn Fn(&Code) -> String) -> Option<BrokenRule> {
        let asked = self
            .when
            .iter()
            .all(|relation| relation.holds(figures) == Some(true));
        if !asked || self.require.holds(figures) != Some(false) {
            return None;
        }
        let operand = |code: &Code| {
            let value = figures.get(code.as_str())?.clone();
            let cell = cell(code);
            Some(Operand {
                code: code.clone(),
                cell,
                value,
            })
        };
        let side = |sum: &Sum| Side {
            written: sum.written(),
            total: sum
                .of(figures)
                .map_or_else(String::new, text::short_decimal),
            operands: sum
                .terms
                .iter()
                .filter_map(|(_, code)| operand(code))
                .collect(),
        };
        let right = match &self.require.right {
            Right::Sum(sum) => side(sum),
            Right::Answer(answer) => Side {
                written: answer.to_string(),
                total: answer.to_string(),
                operands: Vec::new(),
            },
        };
        Some(BrokenRule {
            left: side(&self.require.left),
            comparison: self.require.comparison,
            right,
            because: self
                .when
                .iter()
                .flat_map(Relation::codes)
                .filter_map(operand)
                .collect(),
        })
    }

    /// Every indicator it looks at.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        self.when
            .iter()
            .flat_map(Relation::codes)
            .chain(self.require.codes())
    }
}
