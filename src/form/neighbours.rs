//! The reports of a group, made ready to be compared with each of them: once
//! for the group, not once for each pair.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{compare::number, definition::Form};
use crate::figures::{Code, Figures};

/// Fewer other reports have no middle.
const LEAST_GROUP: usize = 5;

/// The reports of one group.
#[derive(Debug, Clone, Default)]
pub struct Neighbours {
    /// What each unit counts, in the order of the form.
    counted: Vec<(String, Vec<Option<Decimal>>)>,
    /// The figures of each indicator, ascending, with whose they are.
    sorted: BTreeMap<Code, Vec<(Decimal, String)>>,
}

impl Neighbours {
    /// Of the reports in force of a group, by unit.
    #[must_use]
    pub fn of<'f>(
        form: &Form,
        reports: impl IntoIterator<Item = (&'f str, &'f Figures)> + Clone,
    ) -> Self {
        let sorted = form.indicators().map(|indicator| {
            let figures = reports.clone().into_iter().filter_map(|(unit, figures)| {
                Some((number(figures, &indicator.code)?, unit.to_owned()))
            });
            let mut figures: Vec<(Decimal, String)> = figures.collect();
            figures.sort_unstable();
            (indicator.code.clone(), figures)
        });
        let sorted = sorted.collect();
        let counted = reports
            .into_iter()
            .map(|(unit, figures)| (unit.to_owned(), form.counted(figures)));
        Self {
            counted: counted.collect(),
            sorted,
        }
    }

    /// What the other units count.
    pub(super) fn others(&self, own: &str) -> impl Iterator<Item = (&str, &[Option<Decimal>])> {
        let others = self.counted.iter().filter(move |(unit, _)| unit != own);
        others.map(|(unit, counted)| (unit.as_str(), counted.as_slice()))
    }

    /// The middle of what the others report: of an even count the lower of the
    /// two, because there are no halves of people.
    pub(super) fn median(&self, own: &str, code: &Code) -> Option<Decimal> {
        let all = self.sorted.get(code)?;
        let ours = all.iter().position(|(_, unit)| unit == own);
        let others = all.len() - usize::from(ours.is_some());
        if others < LEAST_GROUP {
            return None;
        }
        let middle = (others - 1) / 2;
        let past_ours = ours.is_some_and(|ours| ours <= middle);
        all.get(middle + usize::from(past_ours))
            .map(|(figure, _)| *figure)
    }
}
