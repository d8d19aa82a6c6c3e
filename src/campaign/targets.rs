//! What the office asked of each unit before the year began, from a table of
//! values in the folder of the campaign: one unit a line, one indicator a
//! column, a blank cell where nothing was asked.

use std::collections::BTreeMap;

use super::Campaign;
use crate::{
    complaint::Checked,
    figures::Figures,
    scoring::values::{self, Entrant},
};

impl Campaign {
    /// Reads a table of targets. Each is above zero: nothing can be reached or
    /// missed of a target of nothing.
    ///
    /// # Errors
    /// Every fault of the table, with its line.
    pub fn read_targets(&self, file: &str, text: &str) -> Checked<BTreeMap<String, Figures>> {
        let asked = |(unit, entrant)| {
            let above_zero = true;
            (
                unit,
                Entrant {
                    above_zero,
                    ..entrant
                },
            )
        };
        let entrants = self.entrants().into_iter().map(asked).collect();
        let groups = values::read(file, text, &entrants)?;
        let units = groups.into_values().flatten();
        Ok(units.map(|it| (it.unit, it.figures)).collect())
    }
}
