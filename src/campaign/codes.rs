//! The codes of the forms that a campaign issues.

use std::collections::BTreeMap;

use super::Campaign;
use crate::{
    form::{
        Form,
        code::{self, CodeCheck, CodeKey, FormCode},
        declared_version,
    },
    unit::Unit,
    workbook::Workbook,
};

impl Campaign {
    /// The code of the form that is issued to a unit; none for a unit without
    /// a group.
    #[must_use]
    pub fn form_code(&self, key: &CodeKey, unit: &Unit) -> Option<FormCode> {
        let form = &self.group_of(unit)?.form;
        Some(self.code_of(key, form, form.version, unit))
    }

    /// The codes of the forms of all units, by unit.
    #[must_use]
    pub fn form_codes(&self, key: &CodeKey) -> BTreeMap<String, FormCode> {
        let units = self.registry.iter();
        units
            .filter_map(|unit| Some((unit.code.clone(), self.form_code(key, unit)?)))
            .collect()
    }

    fn code_of(&self, key: &CodeKey, form: &Form, version: u32, unit: &Unit) -> FormCode {
        key.code(&self.id, &form.id, version, &unit.code)
    }

    /// How the code in a workbook of a unit stands to the one issued to it.
    ///
    /// A form that was issued before its definition was mended keeps the code
    /// of its own version, so that one is asked for too. Whoever writes another
    /// version into the file gains nothing: its code needs the key as well.
    #[must_use]
    pub fn check_code(&self, key: &CodeKey, unit: &Unit, book: &Workbook) -> CodeCheck {
        let declared = declared_version(book);
        let is = |owner: &Unit, shown: FormCode| {
            self.group_of(owner).is_some_and(|group| {
                let form = &group.form;
                [Some(form.version), declared]
                    .into_iter()
                    .flatten()
                    .any(|version| self.code_of(key, form, version, owner) == shown)
            })
        };
        let owner = |shown: FormCode| {
            // Its own first: that is the common case, and costs one.
            let units = [unit].into_iter().chain(self.registry.iter());
            let mut owners = units.filter(|owner| is(owner, shown));
            owners.next().map(|owner| owner.code.clone())
        };
        code::judge(book, &unit.code, &owner)
    }
}
