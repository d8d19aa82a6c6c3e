//! How the points of an item come about: by a formula over the report, by a
//! mark of the council, or by a figure from outside such as a survey.

use rust_decimal::Decimal;

use super::{
    OnZero, Rule, Unmarked,
    read::{Reader, positive},
};
use crate::{complaint::Problem, document::Section, scoring::formula::Condition};

impl Reader<'_> {
    /// One of `points`, `manual` and `external`.
    pub(super) fn rule(
        &mut self,
        section: &Section<'_>,
        max: Decimal,
        guard: Option<&Condition>,
    ) -> Option<Rule> {
        let marked = [
            ("manual", Unmarked::Pending),
            ("external", Unmarked::NotApplicable),
        ];
        for (key, unmarked) in marked {
            if let Some(given) = section.maybe_section(key) {
                for other in ["points", "manual", "external"] {
                    if other != key && section.has(other) {
                        section.complain(other, Problem::Unknown { nearest: None });
                    }
                }
                return mark(&given, max, unmarked);
            }
        }
        if !section.has("points") {
            section.missing("points");
        }
        let words = [
            ("zero", OnZero::Zero),
            ("full", OnZero::Full),
            ("not_applicable", OnZero::NotApplicable),
        ];
        let declared = section.has("on_zero");
        let on_zero = section.choice("on_zero", Some(OnZero::Zero), &words)?;
        let formula = self.formula(section, max, guard, declared)?;
        Some(Rule::Formula { formula, on_zero })
    }
}

/// A mark up to `of` (all points of the item, unless said otherwise) in steps.
fn mark(given: &Section<'_>, max: Decimal, unmarked: Unmarked) -> Option<Rule> {
    let step = positive(given, "step");
    let own_scale = given.has("of").then(|| positive(given, "of"));
    let of = own_scale.unwrap_or(max);
    let words = [
        ("pending", Unmarked::Pending),
        ("not_applicable", Unmarked::NotApplicable),
    ];
    let unmarked = given.choice("unmarked", Some(unmarked), &words)?;
    given.end();
    if step <= Decimal::ZERO || of <= Decimal::ZERO {
        return None;
    }
    if !(of % step).is_zero() {
        let found = step.normalize().to_string();
        let allowed = format!("{} / n", of.normalize());
        given.complain("step", Problem::NotAllowed { found, allowed });
        return None;
    }
    Some(Rule::Council { of, step, unmarked })
}
