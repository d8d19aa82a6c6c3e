//! The proof that a formula gives at least nothing and at most the points of
//! its item, never divides by zero unasked, and has steps that cover every
//! value.
//!
//! The domains of the indicators say where the figures lie; a condition that
//! guards a part of the formula narrows what is known inside that part.

use super::{
    Fault, Slots,
    interval::{
        End::{self, At, Below, Beyond},
        Interval,
    },
    typed::{Comparison, Number, Operation, Span, Step, Truth},
};
use crate::{
    complaint::Problem,
    scoring::indicators::{IndicatorType, Indicators},
};
use rust_decimal::{Decimal, RoundingStrategy};

/// The analysis of one formula.
pub struct Analysis<'a> {
    written: &'a str,
    indicators: &'a Indicators,
    slots: &'a Slots,
    on_zero: bool,
    known: Vec<(Number, Interval)>,
    faults: Vec<Fault>,
}

impl<'a> Analysis<'a> {
    /// An analysis in which nothing is supposed yet; `on_zero` says that a zero
    /// divisor has a rule of its own.
    pub fn new(
        written: &'a str,
        indicators: &'a Indicators,
        slots: &'a Slots,
        on_zero: bool,
    ) -> Self {
        Self {
            written,
            indicators,
            slots,
            on_zero,
            known: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// The faults found.
    pub fn finish(mut self) -> Vec<Fault> {
        self.faults.dedup();
        self.faults
    }

    fn fault(&mut self, at: &Span, problem: Problem) {
        let at = at.0.clone();
        let fault = Fault { at, problem };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn text(&self, at: &Span) -> String {
        let text = self.written.get(at.0.clone()).unwrap_or_default();
        text.to_owned()
    }

    /// Works out what a formula can give, and complains unless that is within
    /// `0..=max`.
    pub fn points(&mut self, number: &Number, max: Decimal) {
        let range = self.range(number);
        let all = Span(0..self.written.len());
        if range.high > At(max) {
            let most = match range.high {
                At(number) => number.normalize().to_string(),
                Below | Beyond => "∞".to_owned(),
            };
            let max = max.normalize().to_string();
            let written = self.written.trim().to_owned();
            self.fault(&all, Problem::CanExceedMax { most, max, written });
        }
        if range.low < At(Decimal::ZERO) {
            let written = self.written.trim().to_owned();
            self.fault(&all, Problem::CanFallBelowZero(written));
        }
    }

    /// From here on a condition is known to hold, or not to hold.
    pub fn suppose(&mut self, truth: &Truth, holds: bool) {
        match (truth, holds) {
            (Truth::Not(inner), _) => self.suppose(inner, !holds),
            (Truth::And(a, b), true) | (Truth::Or(a, b), false) => {
                self.suppose(a, holds);
                self.suppose(b, holds);
            }
            (Truth::Compare(how, a, b), _) => {
                let how = if holds { *how } else { how.opposite() };
                self.suppose_comparison(how, a, b);
            }
            (Truth::And(..), false)
            | (Truth::Or(..), true)
            | (
                Truth::Figure(_)
                | Truth::Trait(_)
                | Truth::HasTarget(_)
                | Truth::PaperMissing
                | Truth::Is(..),
                _,
            ) => (),
        }
    }

    fn suppose_comparison(&mut self, how: Comparison, a: &Number, b: &Number) {
        // Faults inside a condition are found where the condition is asked.
        let faults = self.faults.len();
        let (of_a, of_b) = (self.range(a), self.range(b));
        self.faults.truncate(faults);
        self.known.push((a.clone(), side(how, of_b)));
        self.known.push((b.clone(), side(how.mirrored(), of_a)));
        let zero = Interval::just(Decimal::ZERO);
        let difference = |x: &Number, y: &Number| {
            Number::Arithmetic(
                Operation::Subtract,
                Box::new(x.clone()),
                Box::new(y.clone()),
            )
        };
        self.known.push((difference(a, b), side(how, zero)));
        self.known
            .push((difference(b, a), side(how.mirrored(), zero)));
    }

    fn supposing(&mut self, truth: &Truth, holds: bool, number: &Number) -> Interval {
        let before = self.known.len();
        self.suppose(truth, holds);
        let range = self.range(number);
        self.known.truncate(before);
        range
    }

    fn range(&mut self, number: &Number) -> Interval {
        let range = self.range_alone(number);
        self.known
            .iter()
            .filter(|(known, _)| known == number)
            .fold(range, |range, (_, known)| range.and(*known))
    }

    fn range_alone(&mut self, number: &Number) -> Interval {
        match number {
            Number::Literal(number) => Interval::just(*number),
            Number::Figure(slot) => self.domain(*slot),
            Number::Target(slot) => self.target(*slot),
            Number::CorrectedDown => Interval::new(At(Decimal::ZERO), Beyond),
            Number::Negative(x) => self.range(x).negative(),
            Number::Arithmetic(operation, a, b) => {
                arithmetic(*operation, self.range(a), self.range(b))
            }
            Number::Quotient { of, by, at } => self.quotient(of, by, at),
            Number::Least(all) => self.fold(all, Interval::least),
            Number::Most(all) | Number::BestOf(all) => self.fold(all, Interval::most),
            Number::Choose(when, a, b) => {
                self.ask(when);
                let holds = self.supposing(when, true, a);
                holds.or(self.supposing(when, false, b))
            }
            Number::Steps {
                of,
                steps,
                otherwise,
                at,
            } => self.steps(of, steps, otherwise.as_deref(), at),
            Number::Lookup {
                options, otherwise, ..
            } => {
                let all: Vec<&Number> = options.iter().map(|(_, x)| x).collect();
                self.any_of(all.into_iter().chain(otherwise.as_deref()))
            }
            Number::Timeliness {
                on_time,
                late,
                otherwise,
            } => {
                let late = late.iter().map(|(_, x)| x);
                self.any_of([&**on_time, &**otherwise].into_iter().chain(late))
            }
            // When nobody takes part the best is nothing.
            Number::Best(_, x) => self.range(x).or(Interval::just(Decimal::ZERO)),
            Number::ShareOfBest(_, x) => {
                self.range(x);
                Interval::new(At(Decimal::ZERO), At(Decimal::ONE))
            }
            Number::Round(x, places) => {
                let range = self.range(x);
                Interval::new(round(range.low, *places), round(range.high, *places))
            }
        }
    }

    fn quotient(&mut self, of: &Number, by: &Number, at: &Span) -> Interval {
        let (of, by) = (self.range(of), self.range(by));
        if by.can_be_zero() && !self.on_zero {
            let divisor = self.text(at);
            self.fault(at, Problem::DividesByZero { divisor });
        }
        of.over(by)
    }

    fn domain(&self, slot: usize) -> Interval {
        let code = self.slots.code(slot);
        match code.and_then(|code| self.indicators.0.get(code)) {
            Some(IndicatorType::Number { min, max }) => {
                Interval::new(min.map_or(Below, At), max.map_or(Beyond, At))
            }
            Some(IndicatorType::Bool | IndicatorType::Choice { .. } | IndicatorType::Text)
            | None => Interval::ANY,
        }
    }

    /// A table of targets holds only what is above zero: nothing can be reached
    /// or missed of a target of nothing.
    fn target(&self, slot: usize) -> Interval {
        let domain = self.domain(slot);
        Interval {
            low: domain.low.max(At(Decimal::ZERO)),
            nonzero: true,
            ..domain
        }
    }

    fn fold(&mut self, all: &[Number], with: fn(Interval, Interval) -> Interval) -> Interval {
        let ranges: Vec<Interval> = all.iter().map(|x| self.range(x)).collect();
        ranges.into_iter().reduce(with).unwrap_or(Interval::ANY)
    }

    fn any_of<'n>(&mut self, all: impl Iterator<Item = &'n Number>) -> Interval {
        let ranges: Vec<Interval> = all.map(|x| self.range(x)).collect();
        ranges
            .into_iter()
            .reduce(Interval::or)
            .unwrap_or(Interval::ANY)
    }

    /// Looks for divisions by zero inside a condition.
    fn ask(&mut self, truth: &Truth) {
        match truth {
            Truth::Figure(_)
            | Truth::Trait(_)
            | Truth::HasTarget(_)
            | Truth::PaperMissing
            | Truth::Is(..) => (),
            Truth::Not(x) => self.ask(x),
            Truth::And(a, b) | Truth::Or(a, b) => {
                self.ask(a);
                self.ask(b);
            }
            Truth::Compare(_, a, b) => {
                self.range(a);
                self.range(b);
            }
        }
    }

    fn steps(
        &mut self,
        of: &Number,
        steps: &[Step],
        otherwise: Option<&Number>,
        at: &Span,
    ) -> Interval {
        let range = self.range(of);
        // What is left for the next step: everything below the last one.
        let mut left = range.high;
        let mut left_itself = true;
        for step in steps {
            let bound = At(step.bound);
            let above_left = bound > left || (bound == left && (step.above || !left_itself));
            if above_left || left < range.low || (left == range.low && !left_itself) {
                let text = self.text(&step.at);
                self.fault(&step.at, Problem::StepsWithGaps(text));
                continue;
            }
            (left, left_itself) = (bound, step.above);
        }
        let covered = left < range.low || (left == range.low && !left_itself);
        if covered == otherwise.is_some() && !steps.is_empty() {
            self.fault(at, Problem::StepsWithGaps("else".to_owned()));
        }
        self.any_of(steps.iter().map(|step| &step.gives).chain(otherwise))
    }
}

fn arithmetic(operation: Operation, a: Interval, b: Interval) -> Interval {
    match operation {
        Operation::Add => a.plus(b),
        Operation::Subtract => a.plus(b.negative()),
        Operation::Multiply => a.times(b),
    }
}

/// What is known of `a` when `a how b` and `b` lies in `of_b`.
fn side(how: Comparison, of_b: Interval) -> Interval {
    let zero = At(Decimal::ZERO);
    let (low, high) = (of_b.low, of_b.high);
    match how {
        Comparison::Less => Interval {
            nonzero: high <= zero,
            ..Interval::new(Below, high)
        },
        Comparison::AtMost => Interval::new(Below, high),
        Comparison::Equal => of_b,
        Comparison::Unequal => Interval {
            nonzero: low == zero && high == zero,
            ..Interval::ANY
        },
        Comparison::AtLeast => Interval::new(low, Beyond),
        Comparison::Greater => Interval {
            nonzero: low >= zero,
            ..Interval::new(low, Beyond)
        },
    }
}

fn round(end: End, places: u32) -> End {
    match end {
        At(n) => At(n.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)),
        Below | Beyond => end,
    }
}
