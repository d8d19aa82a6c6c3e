//! What the rules of a form leave for one more number, when others are filled
//! in already.

use rust_decimal::Decimal;

use crate::{
    figures::{Code, Figures},
    finding::Comparison,
    form::{
        Form, Indicator, Kind, Rule,
        rule::{Relation, Right},
    },
};

/// The least and the most that a number may be, in its smallest steps: whole
/// numbers for counts, thousandths for an amount with three decimals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Room {
    /// The least.
    pub low: Option<i64>,
    /// The most.
    pub high: Option<i64>,
}

/// Steps in one unit of an indicator: 1, 10, 100, …
#[must_use]
pub fn steps(indicator: &Indicator) -> i64 {
    match indicator.kind {
        Kind::Decimal(places) => 10_i64.checked_pow(places).unwrap_or(1),
        Kind::Whole | Kind::YesNo | Kind::Choice(_) | Kind::Text(_) | Kind::List => 1,
    }
}

/// The room that the form leaves for an indicator beside what is filled in.
/// What is not filled in yet is taken to be as the rule would like it, as it
/// still can be.
#[must_use]
pub fn room(form: &Form, indicator: &Indicator, figures: &Figures) -> Room {
    let mut room = Room::default();
    let unit = Decimal::from(steps(indicator));
    if let Some(min) = indicator.min {
        room.raise(min * unit);
    }
    if let Some(max) = indicator.max {
        room.lower(max * unit);
    }
    for rule in form.rules.iter().filter(|rule| is_asked(rule, figures)) {
        let side = Side {
            form,
            figures,
            relation: &rule.require,
            code: &indicator.code,
        };
        let comparison = rule.require.comparison;
        if matches!(
            comparison,
            Comparison::AtMost | Comparison::Less | Comparison::Equal
        ) && let Some((factor, rest)) = side.at_most_zero(Decimal::ONE)
        {
            room.bound(factor, rest, unit, comparison == Comparison::Less);
        }
        if matches!(
            comparison,
            Comparison::AtLeast | Comparison::Greater | Comparison::Equal
        ) && let Some((factor, rest)) = side.at_most_zero(Decimal::NEGATIVE_ONE)
        {
            room.bound(factor, rest, unit, comparison == Comparison::Greater);
        }
    }
    room
}

fn is_asked(rule: &Rule, figures: &Figures) -> bool {
    let mut when = rule.when.iter();
    when.all(|relation| relation.holds(figures) == Some(true))
}

/// A relation as `factor × x + rest ≤ 0`.
struct Side<'r> {
    form: &'r Form,
    figures: &'r Figures,
    relation: &'r Relation,
    code: &'r Code,
}

impl Side<'_> {
    /// Factor and rest, with both sides multiplied by `sign`; none when the
    /// relation does not bound the indicator yet.
    fn at_most_zero(&self, sign: Decimal) -> Option<(Decimal, Decimal)> {
        let Right::Sum(right) = &self.relation.right else {
            return None;
        };
        let left = &self.relation.left;
        let mut rest = sign * (left.constant - right.constant);
        let mut factor = Decimal::ZERO;
        let terms = left.terms.iter().map(|(times, code)| (*times, code));
        let moved = right.terms.iter().map(|(times, code)| (-*times, code));
        for (times, code) in terms.chain(moved) {
            let times = sign * times;
            if code == self.code {
                factor += times;
            } else {
                rest += times * self.value(code, times)?;
            }
        }
        (!factor.is_zero()).then_some((factor, rest))
    }

    /// The value of another indicator: what is filled in, or the least it can
    /// be; none when the larger it becomes, the better.
    fn value(&self, code: &Code, times: Decimal) -> Option<Decimal> {
        if let Some(value) = self.figures.get(code.as_str()) {
            return match value {
                crate::figures::Value::Number(number) => Some(*number),
                crate::figures::Value::Bool(_) | crate::figures::Value::Text(_) => None,
            };
        }
        let least = self.form.indicator(code.as_str())?.min;
        (times > Decimal::ZERO).then(|| least.unwrap_or_default())
    }
}

impl Room {
    fn bound(&mut self, factor: Decimal, rest: Decimal, unit: Decimal, strict: bool) {
        let Some(limit) = (-rest * unit).checked_div(factor) else {
            return;
        };
        let step = if strict { Decimal::ONE } else { Decimal::ZERO };
        if factor > Decimal::ZERO {
            self.lower(limit - step);
        } else {
            self.raise(limit + step);
        }
    }

    fn raise(&mut self, to: Decimal) {
        let to = i64::try_from(to.ceil()).ok();
        self.low = self.low.max(to);
    }

    fn lower(&mut self, to: Decimal) {
        if let Ok(to) = i64::try_from(to.floor()) {
            self.high = Some(self.high.map_or(to, |high| high.min(to)));
        }
    }
}
