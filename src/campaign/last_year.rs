//! What the units reported the year before, from a table of values in the
//! folder of the campaign. It decides nothing: figures far from it are warned
//! of, and a template shows them.

use std::collections::BTreeMap;

use super::Campaign;
use crate::{
    complaint::Checked,
    figures::Figures,
    scoring::values::{self, Entrant},
    unit::Unit,
};

impl Campaign {
    /// Who may stand in a table of values.
    #[must_use]
    pub fn entrants(&self) -> BTreeMap<String, Entrant<'_>> {
        let entrant = |unit: &Unit| {
            let group = self.group_of(unit)?;
            let entrant = Entrant {
                group: group.id.clone(),
                traits: unit.traits.clone(),
                indicators: &group.indicators,
                scale: &group.scale,
                targets: self.targets.get(&unit.code).cloned().unwrap_or_default(),
                above_zero: false,
            };
            Some((unit.code.clone(), entrant))
        };
        self.registry.iter().filter_map(entrant).collect()
    }

    /// Reads a table of values as figures by unit.
    ///
    /// # Errors
    /// Every fault of the table, with its line.
    pub fn figures(&self, file: &str, text: &str) -> Checked<BTreeMap<String, Figures>> {
        let groups = values::read(file, text, &self.entrants())?;
        let reports = groups.into_values().flatten();
        Ok(reports.map(|it| (it.unit, it.figures)).collect())
    }
}
