//! What a simple formula gives, to doubt what was remembered for it.
//!
//! Some programs write a formula with nothing, or with 0, as its result; Excel
//! set to "manual" keeps an old one. The few formulas that clerks write (`+`,
//! `-`, `*`, `/`, `SUM`, cells of the same sheet) are computed from the values
//! beside them and held against what was remembered. Everything else is
//! believed.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Cell, Content};

type Cells = BTreeMap<(u32, u32), Cell>;

/// Longest formula that is looked at.
const LONGEST: usize = 300;
/// Deepest parentheses.
const DEEPEST: u32 = 20;
/// Largest range of a sum, in cells.
const LARGEST: u64 = 2_000;

/// What the formula gives on these cells; none when it cannot be told.
pub(super) fn value(written: &str, cells: &Cells) -> Option<Decimal> {
    if written.len() > LONGEST {
        return None;
    }
    // OpenDocument writes `of:=SUM([.E2:.E3])`.
    let bare = written.trim_start_matches("of:").trim_start_matches('=');
    let bare = bare
        .replace("[.", "")
        .replace(":.", ":")
        .replace([']', '$', ' '], "");
    let mut formula = Formula {
        rest: &bare,
        cells,
        depth: 0,
    };
    let value = formula.sum()?;
    formula.rest.is_empty().then_some(value)
}

/// Is what was remembered another number? Floats are forgiven their last digits.
pub(super) fn differ(kept: Decimal, computed: Decimal) -> bool {
    let slack = Decimal::new(1, 9);
    let bound = computed
        .abs()
        .checked_mul(slack)
        .map_or(slack, |part| part + slack);
    kept.checked_sub(computed)
        .is_none_or(|apart| apart.abs() > bound)
}

struct Formula<'f> {
    rest: &'f str,
    cells: &'f Cells,
    depth: u32,
}

impl<'f> Formula<'f> {
    fn take(&mut self, sign: char) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take_while(&mut self, wanted: fn(char) -> bool) -> &'f str {
        let end = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn sum(&mut self) -> Option<Decimal> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut total = self.product()?;
        loop {
            total = if self.take('+') {
                total.checked_add(self.product()?)?
            } else if self.take('-') {
                total.checked_sub(self.product()?)?
            } else {
                self.depth -= 1;
                return Some(total);
            };
        }
    }

    fn product(&mut self) -> Option<Decimal> {
        let mut total = self.factor()?;
        loop {
            total = if self.take('*') {
                total.checked_mul(self.factor()?)?
            } else if self.take('/') {
                total.checked_div(self.factor()?)?
            } else {
                return Some(total);
            };
        }
    }

    fn factor(&mut self) -> Option<Decimal> {
        if self.take('-') {
            // A chain of signs is as deep as it is long.
            self.depth += 1;
            let value = (self.depth <= DEEPEST).then(|| self.factor())??;
            self.depth -= 1;
            return Some(-value);
        }
        if self.take('(') {
            let value = self.sum()?;
            return self.take(')').then_some(value);
        }
        if self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            let number = self.take_while(|c| c.is_ascii_digit() || c == '.');
            return number.parse().ok();
        }
        let name = self.take_while(|c| c.is_ascii_alphanumeric());
        if name.eq_ignore_ascii_case("SUM") && self.take('(') {
            return self.arguments();
        }
        // A name that a bracket follows is a function we do not know.
        let alone = !self.rest.starts_with(['(', ':', '!', '.', '_']);
        self.cell(place(name).filter(|_| alone)?)
    }

    fn arguments(&mut self) -> Option<Decimal> {
        let mut total = Decimal::ZERO;
        loop {
            total = total.checked_add(self.argument()?)?;
            if self.take(')') {
                return Some(total);
            }
            if !self.take(',') && !self.take(';') {
                return None;
            }
        }
    }

    fn argument(&mut self) -> Option<Decimal> {
        let Some((first, rest)) = self.rest.split_once(':') else {
            return self.sum();
        };
        let Some(first) = place(first) else {
            return self.sum();
        };
        self.rest = rest;
        let last = place(self.take_while(|c| c.is_ascii_alphanumeric()))?;
        let (rows, columns) = (first.0..=last.0, first.1..=last.1);
        let height = u64::from(last.0.checked_sub(first.0)?) + 1;
        let width = u64::from(last.1.checked_sub(first.1)?) + 1;
        if height.checked_mul(width)? > LARGEST {
            return None;
        }
        let mut total = Decimal::ZERO;
        for row in rows {
            for column in columns.clone() {
                // A sum passes over texts.
                let text = |cell: &&Cell| matches!(cell.content, Content::Text(_));
                if self.cells.get(&(row, column)).filter(text).is_none() {
                    total = total.checked_add(self.cell((row, column))?)?;
                }
            }
        }
        Some(total)
    }

    fn cell(&self, place: (u32, u32)) -> Option<Decimal> {
        let Some(cell) = self.cells.get(&place) else {
            return Some(Decimal::ZERO);
        };
        match &cell.content {
            Content::Number(number) | Content::Percent(number) => Some(*number),
            Content::Nothing
            | Content::Text(_)
            | Content::Bool(_)
            | Content::Date(_)
            | Content::Error(_)
            | Content::Stale { .. } => None,
        }
    }
}

/// Row and column of an address such as `E12`.
fn place(address: &str) -> Option<(u32, u32)> {
    let at = address.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = address.split_at(at);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
        return None;
    }
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let digit = letter
            .to_ascii_uppercase()
            .checked_sub(b'A')
            .filter(|it| *it < 26)?;
        column = column * 26 + u32::from(digit) + 1;
    }
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column - 1))
}
