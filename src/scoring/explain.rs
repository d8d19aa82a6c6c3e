//! How the points of one unit came about, item by item. It is worked out when
//! somebody asks, not for every item of every unit while scoring.

use super::{
    formula::Formula,
    outcome::{Best, ItemScore, Scores, Why},
    participant::{Participant, Timeliness},
    scale::{Rule, Scale},
    score::{Cells, evidence, values_of},
};
use crate::figures::{Code, Value};

/// How points came about, with everything a print-out needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What is scored.
    pub label: String,
    /// The formula, or the condition that does not hold, as in the file; empty
    /// when the council gives the points.
    pub written: String,
    /// The same with the numbers put in.
    pub numbers: String,
    /// The figures it uses.
    pub inputs: Vec<(Code, Option<Value>)>,
    /// When the report came, if that counts.
    pub timeliness: Option<Timeliness>,
    /// The best of the group, if that counts.
    pub bests: Vec<Best>,
}

/// Explains the points of one unit.
pub struct Explainer<'a> {
    scale: &'a Scale,
    scores: &'a Scores,
    participant: &'a Participant,
    cells: Cells<'a>,
}

impl<'a> Explainer<'a> {
    /// For this unit, among the scores of its group.
    #[must_use]
    pub fn new(scale: &'a Scale, scores: &'a Scores, participant: &'a Participant) -> Self {
        Self {
            scale,
            scores,
            participant,
            cells: Cells::of(scale, participant),
        }
    }

    /// How one item or adjustment came by its points; nothing for a code that
    /// the scale does not have.
    #[must_use]
    pub fn explain(&self, scored: &ItemScore) -> Option<Explanation> {
        let item = self.scale.item(&scored.code);
        let adjustment = self.scale.adjustment(&scored.code);
        let label = item.map(|item| &item.label);
        let label = label.or_else(|| adjustment.map(|a| &a.label))?.clone();
        let formula = match (item.map(|item| &item.rule), adjustment) {
            (Some(Rule::Formula { formula, .. }), _) => Some(formula),
            (None, Some(adjustment)) => Some(&adjustment.formula),
            (Some(Rule::Council { .. }), _) | (None, None) => None,
        };
        let guard = item.and_then(|item| item.applies_if.as_ref());
        let bests = values_of(&scored.code, &self.scores.bests);
        let evidence = evidence(self.participant, &self.cells, &bests);
        let (written, numbers) = match (guard, formula) {
            (Some(guard), _) if scored.why == Why::DoesNotApply => {
                (guard.written().to_owned(), guard.explain(&evidence))
            }
            (_, Some(formula)) => (formula.written().to_owned(), formula.explain(&evidence)),
            (_, None) => (String::new(), String::new()),
        };
        let own = self.scores.bests.iter();
        Some(Explanation {
            label,
            written,
            numbers,
            inputs: formula.map(|f| self.inputs(f)).unwrap_or_default(),
            timeliness: formula
                .filter(|formula| formula.timely())
                .map(|_| self.participant.timeliness),
            bests: own
                .filter(|best| best.item == scored.code)
                .cloned()
                .collect(),
        })
    }

    fn inputs(&self, formula: &Formula) -> Vec<(Code, Option<Value>)> {
        let slots = formula.used().iter();
        let codes = slots.filter_map(|slot| self.scale.slots().code(*slot));
        let figures = &self.participant.figures;
        codes
            .map(|code| (code.clone(), figures.get(code.as_str()).cloned()))
            .collect()
    }
}
