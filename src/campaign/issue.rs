//! What the form that a campaign issues to a unit says before anybody has
//! filled it in.

use super::Campaign;
use crate::{form::Issue, unit::Unit};

impl Campaign {
    /// The empty form of a unit, without a code and without earlier figures.
    #[must_use]
    pub fn issue(&self, unit: &Unit) -> Issue {
        let own_place = self.group_of(unit).is_some_and(|group| group.own_place);
        let place = if own_place {
            &unit.short_name
        } else {
            &self.office.place
        };
        Issue {
            office: self.office.name.clone(),
            place: place.clone(),
            plan: self.plan.clone(),
            unit_code: unit.code.clone(),
            unit_name: unit.name.clone(),
            year: self.year,
            period: Some(self.period),
            ..Issue::default()
        }
    }
}
