//! What the units reported the year before, from a table of values in the
//! folder of the campaign. It decides nothing: figures far from it are warned
//! of, and a template shows them.

use std::collections::BTreeMap;

use super::{Campaign, lineage::Descent};
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
        let groups = values::read(file, text, &self.entrants_of_old())?;
        let reports = groups.into_values().flatten();
        let read: BTreeMap<String, Figures> = reports.map(|it| (it.unit, it.figures)).collect();
        let now: Vec<&str> = self
            .registry
            .iter()
            .map(|unit| unit.code.as_str())
            .collect();
        let mut figures = BTreeMap::new();
        for unit in &now {
            let origins = self.lineage.origins(unit, &|code| read.contains_key(code));
            // What several reported together, or one for several, is no figure of one.
            let alone = match self.lineage.descent(unit, &origins, &now) {
                Descent::Same | Descent::Renamed => origins.first(),
                Descent::Merged | Descent::Split | Descent::New => None,
            };
            if let Some(found) = alone.and_then(|code| read.get(code)) {
                figures.insert((*unit).to_owned(), found.clone());
            }
        }
        Ok(figures)
    }

    /// Who may stand in a table of last year: units that are no more, too, each
    /// as those that came from it.
    fn entrants_of_old(&self) -> BTreeMap<String, Entrant<'_>> {
        let mut entrants = self.entrants();
        let now: Vec<&str> = self
            .registry
            .iter()
            .map(|unit| unit.code.as_str())
            .collect();
        for old in self.lineage.others(&now) {
            let mut heirs = self.registry.iter();
            let came = |unit: &&Unit| {
                !self
                    .lineage
                    .origins(&unit.code, &|code| code == old)
                    .is_empty()
            };
            let heir = heirs.find(came).and_then(|heir| entrants.get(&heir.code));
            if let Some(heir) = heir.cloned() {
                entrants.insert(old.to_owned(), heir);
            }
        }
        entrants
    }
}
