//! The functions whose arguments are cases: `steps`, `lookup`, `timeliness`.

use rust_decimal::Decimal;

use super::{
    check::Checker,
    syntax::{Argument, Kind, Lead, Node},
    typed::{Number, Span, Step},
};
use crate::complaint::Problem;

impl Checker<'_> {
    /// The last argument, if it is `else …`, and those before it.
    fn otherwise<'n>(
        &mut self,
        arguments: &'n [Argument],
    ) -> (Option<Option<Number>>, &'n [Argument]) {
        match arguments.split_last() {
            Some((last, cases)) if last.lead == Lead::Else => {
                (Some(self.number(&last.value)), cases)
            }
            Some(_) | None => (None, arguments),
        }
    }

    /// `steps(x, 40% -> 3, above 0 -> 1, else 0)`
    pub(super) fn steps(&mut self, node: &Node, arguments: &[Argument]) -> Option<Number> {
        const SHAPE: &str = "steps(x, 40% -> 3, above 0 -> 1, else 0)";
        let Some((of, cases)) = arguments
            .split_first()
            .filter(|(of, _)| of.lead == Lead::Plain)
        else {
            return self.expected(node, SHAPE);
        };
        let of = self.number(&of.value);
        let (otherwise, cases) = self.otherwise(cases);
        let steps: Vec<Option<Step>> = cases.iter().map(|case| self.step(node, case)).collect();
        let steps: Option<Vec<Step>> = steps.into_iter().collect();
        let otherwise = otherwise.map_or(Some(None), |found| found.map(Some));
        Some(Number::Steps {
            of: Box::new(of?),
            steps: steps?,
            otherwise: otherwise?.map(Box::new),
            at: Span(node.at.clone()),
        })
    }

    fn step(&mut self, call: &Node, case: &Argument) -> Option<Step> {
        let (bound, above) = match &case.lead {
            Lead::From(bound) => (bound, false),
            Lead::Above(bound) => (bound, true),
            Lead::Plain | Lead::Days(_) | Lead::Else => {
                return self.expected(call, "40% -> 3 | above 0 -> 1 | else 0");
            }
        };
        let gives = self.number(&case.value);
        let bound = self.literal(bound);
        Some(Step {
            bound: bound?,
            above,
            gives: gives?,
            at: Span(case.at.clone()),
        })
    }

    fn literal(&mut self, node: &Node) -> Option<Decimal> {
        match &node.kind {
            Kind::Number(number) => Some(*number),
            Kind::Negative(inner) => self.literal(inner).map(|number| -number),
            Kind::Word(_) | Kind::Not(_) | Kind::Binary(..) | Kind::Call(..) => {
                self.expected(node, "0.5 | 40%")
            }
        }
    }

    /// `lookup(UD10, KHONG -> 0, DA_CAP -> 1, else 2)`
    pub(super) fn lookup(&mut self, node: &Node, arguments: &[Argument]) -> Option<Number> {
        const SHAPE: &str = "lookup(HT01, A -> 0, B -> 1)";
        let choice = arguments.split_first().and_then(|(of, cases)| {
            let plain = of.lead == Lead::Plain;
            plain
                .then(|| self.choice(&of.value))
                .flatten()
                .zip(Some(cases))
        });
        let Some(((code, options), cases)) = choice else {
            return self.not_a_choice(node, arguments, SHAPE);
        };
        let (otherwise, cases) = self.otherwise(cases);
        let mut found: Vec<(String, Number)> = Vec::new();
        for case in cases {
            let Lead::From(lead) = &case.lead else {
                self.expected::<()>(&case.value, "A -> 0");
                continue;
            };
            let (option, gives) = (self.option(lead, options), self.number(&case.value));
            let Some((option, gives)) = option.zip(gives) else {
                continue;
            };
            if found.iter().any(|(known, _)| *known == option) {
                self.fault::<()>(lead, Problem::StepsWithGaps(option));
            } else {
                found.push((option, gives));
            }
        }
        if otherwise.is_none() && self.faults.is_empty() {
            for option in options {
                if found.iter().all(|(known, _)| known != option) {
                    self.fault::<()>(node, Problem::StepsWithGaps(option.clone()));
                }
            }
        }
        Some(Number::Lookup {
            slot: self.slots.of(code),
            options: found,
            otherwise: match otherwise {
                Some(number) => Some(Box::new(number?)),
                None => None,
            },
        })
    }

    fn not_a_choice<T>(&mut self, node: &Node, arguments: &[Argument], shape: &str) -> Option<T> {
        let Some(of) = arguments.first() else {
            return self.expected(node, shape);
        };
        if let Kind::Word(word) = &of.value.kind {
            let (code, _) = self.indicator(&of.value, word)?;
            let code = code.to_string();
            let expected = "option";
            return self.fault(&of.value, Problem::WrongKind { code, expected });
        }
        self.expected(&of.value, shape)
    }

    /// `timeliness(on_time -> 2, 2 days -> 1, else 0)`
    pub(super) fn timeliness(&mut self, node: &Node, arguments: &[Argument]) -> Option<Number> {
        const SHAPE: &str = "timeliness(on_time -> 2, 2 days -> 1, else 0)";
        let (Some(otherwise), cases) = self.otherwise(arguments) else {
            return self.expected(node, SHAPE);
        };
        let Some((first, cases)) = cases.split_first().filter(|(first, _)| {
            matches!(&first.lead, Lead::From(Node { kind: Kind::Word(word), .. }) if word == "on_time")
        }) else {
            return self.expected(node, SHAPE);
        };
        let on_time = self.number(&first.value);
        let mut late: Vec<(Decimal, Number)> = Vec::new();
        for case in cases {
            let Lead::Days(bound) = &case.lead else {
                self.expected::<()>(&case.value, "2 days -> 1");
                continue;
            };
            let (days, gives) = (self.literal(bound), self.number(&case.value));
            let Some((days, gives)) = days.zip(gives) else {
                continue;
            };
            // Each bound must allow more days than the one before it.
            if late.last().map_or(Decimal::ZERO, |(last, _)| *last) >= days {
                let text = self.text(bound);
                self.fault::<()>(bound, Problem::StepsWithGaps(text));
            }
            late.push((days, gives));
        }
        Some(Number::Timeliness {
            on_time: Box::new(on_time?),
            late,
            otherwise: Box::new(otherwise?),
        })
    }
}
