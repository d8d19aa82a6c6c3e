//! A formula with the numbers put in, in signs that need no language:
//! `5 × min(1; 12 / 15)`, `0,35 ≥ 20% → 2`, `HT10 ✓ → 2`.
//!
//! Only what decided is written: of steps the one that was reached, of two
//! branches the one that was taken.

use std::fmt::Write as _;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{
    evaluate::{Cell, Evidence},
    typed::{Comparison, Number, Operation, Truth},
};
use crate::{scoring::participant::Timeliness, text};

/// How tightly what stands around a part binds it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    Loose,
    Sum,
    Product,
    Divisor,
}

/// Decimals shown of a number that was worked out on the way.
const SHOWN: u32 = 4;

impl Evidence<'_> {
    /// A number with its figures put in.
    pub(super) fn explain(&self, number: &Number) -> String {
        let mut out = String::new();
        self.write(&mut out, number, Bond::Loose);
        out
    }

    /// A condition with its figures put in.
    pub(super) fn explain_truth(&self, truth: &Truth) -> String {
        let mut out = String::new();
        self.write_truth(&mut out, truth);
        out
    }

    fn write(&self, out: &mut String, number: &Number, bond: Bond) {
        match number {
            Number::Literal(number) => out.push_str(&shown(*number)),
            Number::Figure(slot) => self.write_cell(out, *slot),
            Number::Target(slot) => match self.targets.get(*slot) {
                Some(Cell::Number(target)) => out.push_str(&shown(*target)),
                Some(_) | None => out.push('?'),
            },
            Number::CorrectedDown => out.push_str(&self.corrected_down.to_string()),
            Number::Negative(x) => {
                out.push('−');
                self.write(out, x, Bond::Divisor);
            }
            Number::Arithmetic(operation, a, b) => {
                let (sign, bonds) = match operation {
                    Operation::Add => (" + ", [Bond::Sum, Bond::Sum]),
                    Operation::Subtract => (" − ", [Bond::Sum, Bond::Product]),
                    Operation::Multiply => (" × ", [Bond::Product, Bond::Product]),
                };
                self.write_pair(out, [a, b], sign, bonds, bonds[0] < bond);
            }
            Number::Quotient { of, by, .. } => {
                let bonds = [Bond::Product, Bond::Divisor];
                self.write_pair(out, [of, by], " / ", bonds, bond == Bond::Divisor);
            }
            Number::Least(all) => self.write_list(out, "min", all),
            Number::Most(all) => self.write_list(out, "max", all),
            Number::BestOf(all) => self.write_winner(out, all),
            Number::Choose(when, a, b) => self.write_choice(out, when, [a, b]),
            Number::Steps { .. } => self.write_steps(out, number),
            Number::Lookup { slot, .. } => {
                self.write_cell(out, *slot);
                self.write_branch(out, number);
            }
            Number::Timeliness { .. } => {
                self.write_lateness(out);
                self.write_branch(out, number);
            }
            Number::Best(which, _) => {
                let best = self.bests.get(*which).copied().unwrap_or_default();
                out.push_str(&shown(best));
            }
            Number::ShareOfBest(which, own) => {
                let best = self.bests.get(*which).copied().unwrap_or_default();
                let pair = [&**own, &Number::Literal(best)];
                let bonds = [Bond::Divisor, Bond::Divisor];
                self.write_pair(out, pair, " / ", bonds, bond == Bond::Divisor);
            }
            Number::Round(x, places) => {
                out.push_str("round(");
                self.write(out, x, Bond::Loose);
                let _ = write!(out, "; {places})");
            }
        }
    }

    fn write_choice(&self, out: &mut String, when: &Truth, branches: [&Number; 2]) {
        let Ok(holds) = self.truth(when) else {
            return out.push('?');
        };
        self.write_truth_or_not(out, when, holds);
        out.push_str(" → ");
        self.write(out, branches[usize::from(!holds)], Bond::Loose);
    }

    /// Only the alternative that won, and which one it is.
    fn write_winner(&self, out: &mut String, all: &[Number]) {
        let Some((n, number)) = self.winner(all) else {
            return out.push('?');
        };
        let _ = write!(out, "[{n}/{}: ", all.len());
        self.write(out, number, Bond::Loose);
        out.push(']');
    }

    fn write_pair(
        &self,
        out: &mut String,
        pair: [&Number; 2],
        sign: &str,
        bonds: [Bond; 2],
        wrapped: bool,
    ) {
        if wrapped {
            out.push('(');
        }
        self.write(out, pair[0], bonds[0]);
        out.push_str(sign);
        self.write(out, pair[1], bonds[1]);
        if wrapped {
            out.push(')');
        }
    }

    fn write_list(&self, out: &mut String, name: &str, all: &[Number]) {
        out.push_str(name);
        for (n, number) in all.iter().enumerate() {
            out.push_str(if n == 0 { "(" } else { "; " });
            self.write(out, number, Bond::Loose);
        }
        out.push(')');
    }

    fn write_cell(&self, out: &mut String, slot: usize) {
        match self.cells.get(slot) {
            Some(Cell::Number(number)) => out.push_str(&text::short_decimal(*number)),
            Some(Cell::Bool(yes)) => out.push(if *yes { '✓' } else { '✗' }),
            Some(Cell::Word(word)) => out.push_str(word),
            Some(Cell::Blank) | None => out.push('?'),
        }
    }

    fn write_steps(&self, out: &mut String, number: &Number) {
        let Number::Steps { of, steps, .. } = number else {
            return;
        };
        self.write(out, of, Bond::Loose);
        let Ok(value) = self.number(of) else {
            return;
        };
        if !matches!(**of, Number::Figure(_) | Number::Literal(_)) {
            let _ = write!(out, " = {}", shown(value));
        }
        let value = super::evaluate::settled(value);
        if let Some(step) = steps.iter().find(|step| step.reached(value)) {
            let sign = if step.above { '>' } else { '≥' };
            let _ = write!(out, " {sign} {}", shown(step.bound));
        } else if let Some(lowest) = steps.last() {
            let sign = if lowest.above { '≤' } else { '<' };
            let _ = write!(out, " {sign} {}", shown(lowest.bound));
        }
        self.write_branch(out, number);
    }

    fn write_branch(&self, out: &mut String, number: &Number) {
        if let Ok(gives) = self.branch(number) {
            out.push_str(" → ");
            self.write(out, gives, Bond::Loose);
        }
    }

    /// Days late, as a number: nothing when in time.
    fn write_lateness(&self, out: &mut String) {
        let seconds = match self.timeliness {
            Timeliness::OnTime => 0,
            Timeliness::LateBy { seconds } => seconds,
        };
        let day = Decimal::from(24 * 60 * 60);
        let days = Decimal::from(seconds).checked_div(day).unwrap_or_default();
        let _ = write!(out, "+{}", shown(days));
    }

    fn write_truth_or_not(&self, out: &mut String, truth: &Truth, holds: bool) {
        match truth {
            // An inverted sign reads better than a crossed-out comparison.
            Truth::Compare(how, a, b) if !holds => {
                self.write_comparison(out, how.opposite(), a, b);
            }
            Truth::Compare(..)
            | Truth::Figure(_)
            | Truth::Trait(_)
            | Truth::HasTarget(_)
            | Truth::PaperMissing
            | Truth::Not(_)
            | Truth::And(..)
            | Truth::Or(..)
            | Truth::Is(..) => self.write_truth(out, truth),
        }
    }

    fn write_truth(&self, out: &mut String, truth: &Truth) {
        match truth {
            Truth::Figure(slot) => self.write_cell(out, *slot),
            Truth::Trait(name) => {
                let mark = if self.traits.contains(name) {
                    '✓'
                } else {
                    '✗'
                };
                let _ = write!(out, "{name} {mark}");
            }
            Truth::HasTarget(_) => {
                let has = self.truth(truth) == Ok(true);
                let _ = write!(out, "◎ {}", if has { '✓' } else { '✗' });
            }
            Truth::PaperMissing => out.push(if self.paper_missing { '✗' } else { '✓' }),
            Truth::Not(x) => self.write_truth(out, x),
            Truth::And(a, b) => {
                self.write_truth(out, a);
                out.push_str("; ");
                self.write_truth(out, b);
            }
            Truth::Or(a, b) => {
                self.write_truth(out, a);
                out.push_str(" | ");
                self.write_truth(out, b);
            }
            Truth::Compare(how, a, b) => self.write_comparison(out, *how, a, b),
            Truth::Is(slot, option) => {
                self.write_cell(out, *slot);
                let is = self.truth(truth);
                let sign = if is == Ok(true) { '=' } else { '≠' };
                let _ = write!(out, " {sign} {option}");
            }
        }
    }

    fn write_comparison(&self, out: &mut String, how: Comparison, a: &Number, b: &Number) {
        self.write(out, a, Bond::Loose);
        out.push_str(match how {
            Comparison::Less => " < ",
            Comparison::AtMost => " ≤ ",
            Comparison::Equal => " = ",
            Comparison::Unequal => " ≠ ",
            Comparison::AtLeast => " ≥ ",
            Comparison::Greater => " > ",
        });
        self.write(out, b, Bond::Loose);
    }
}

fn shown(number: Decimal) -> String {
    let strategy = RoundingStrategy::MidpointAwayFromZero;
    text::short_decimal(number.round_dp_with_strategy(SHOWN, strategy))
}
