//! The points of every unit of a group, item by item.

use rust_decimal::Decimal;

use super::{
    formula::{Cell, Condition, Evidence, Formula, Gap, settled},
    outcome::{Best, GroupScore, ItemScore, Scores, State, UnitScore, Why},
    participant::{Participant, Standing},
    scale::{Adjustment, AdjustmentKind, Item, OnZero, Rule, Scale, Unmarked},
};
use crate::figures::Figures;

/// Scores a group of units by their scale.
#[must_use]
pub fn score(scale: &Scale, participants: &[Participant]) -> Scores {
    let cells: Vec<Cells<'_>> = participants.iter().map(|p| Cells::of(scale, p)).collect();
    let evidence: Vec<Evidence<'_>> = participants
        .iter()
        .zip(&cells)
        .map(|(participant, cells)| evidence(participant, cells, &[]))
        .collect();
    let bests = bests(scale, participants, &evidence);
    let values = best_values(scale, &bests);
    let mut scores = Scores {
        units: Vec::with_capacity(participants.len()),
        apart: Vec::new(),
        bests,
    };
    for (participant, evidence) in participants.iter().zip(evidence) {
        match participant.standing {
            Standing::Admitted | Standing::Late => {
                let unit = unit_score(scale, participant, evidence, &values);
                scores.units.push(unit);
            }
            Standing::Silent | Standing::Exempt => {
                let apart = (participant.unit.clone(), participant.standing);
                scores.apart.push(apart);
            }
        }
    }
    scores
}

/// What was reported and what was asked, by slot of the scale.
pub(super) struct Cells<'p> {
    figures: Vec<Cell<'p>>,
    /// Empty when nothing was asked of the unit.
    targets: Vec<Cell<'p>>,
}

impl<'p> Cells<'p> {
    /// Of a unit.
    pub(super) fn of(scale: &Scale, participant: &'p Participant) -> Self {
        let by_slot = |figures: &'p Figures| {
            let codes = scale.slots().iter();
            codes
                .map(|code| figures.get(code.as_str()).into())
                .collect()
        };
        let targets = &participant.targets;
        Self {
            figures: by_slot(&participant.figures),
            targets: if targets.0.is_empty() {
                Vec::new()
            } else {
                by_slot(targets)
            },
        }
    }
}

/// What is known of a report, given the bests that one formula asks for.
pub(super) fn evidence<'a>(
    participant: &'a Participant,
    cells: &'a Cells<'a>,
    bests: &'a [Decimal],
) -> Evidence<'a> {
    Evidence {
        cells: &cells.figures,
        targets: &cells.targets,
        traits: &participant.traits,
        timeliness: participant.timeliness,
        paper_missing: participant.paper_missing,
        corrected_down: participant.corrected_down,
        bests,
    }
}

/// Every formula of a scale with the code it belongs to and its guard.
fn formulas(scale: &Scale) -> impl Iterator<Item = (&str, Option<&Condition>, Option<&Formula>)> {
    let of_items = scale.items().iter().map(|item| match &item.rule {
        Rule::Formula { formula, .. } => {
            (item.code.as_str(), item.applies_if.as_ref(), Some(formula))
        }
        Rule::Council { .. } => (item.code.as_str(), None, None),
    });
    let of_adjustments = scale.adjustments().iter();
    of_items.chain(of_adjustments.map(|a| (a.code.as_str(), None, Some(&a.formula))))
}

/// The best of every compared value, among admitted reports to which the item
/// applies. A report that has no value has no part in it.
fn bests(scale: &Scale, participants: &[Participant], evidence: &[Evidence<'_>]) -> Vec<Best> {
    let mut bests = Vec::new();
    for (code, guard, formula) in formulas(scale) {
        let Some(formula) = formula else { continue };
        for which in 0..formula.comparisons() {
            let mut best = Best {
                item: code.to_owned(),
                which,
                value: Decimal::ZERO,
                units: Vec::new(),
            };
            for (participant, evidence) in participants.iter().zip(evidence) {
                let applies = guard.is_none_or(|guard| guard.holds(evidence) == Ok(true));
                if participant.standing != Standing::Admitted || !applies {
                    continue;
                }
                let Some(value) = formula.compared(which, evidence) else {
                    continue;
                };
                if best.units.is_empty() || value > best.value {
                    best.value = value;
                    best.units = vec![participant.unit.clone()];
                } else if value == best.value {
                    best.units.push(participant.unit.clone());
                }
            }
            bests.push(best);
        }
    }
    bests
}

/// The best values of each item, then of each adjustment.
fn best_values(scale: &Scale, bests: &[Best]) -> Vec<Vec<Decimal>> {
    formulas(scale)
        .map(|(code, ..)| values_of(code, bests))
        .collect()
}

/// The best values that one item compares with.
pub(super) fn values_of(code: &str, bests: &[Best]) -> Vec<Decimal> {
    let own = bests.iter().filter(|best| best.item == code);
    own.map(|best| best.value).collect()
}

fn unit_score(
    scale: &Scale,
    participant: &Participant,
    evidence: Evidence<'_>,
    bests: &[Vec<Decimal>],
) -> UnitScore {
    let mut bests = bests.iter();
    let mut evidence = || Evidence {
        bests: bests.next().map_or(&[], Vec::as_slice),
        ..evidence
    };
    let items: Vec<ItemScore> = scale
        .items()
        .iter()
        .map(|item| item_score(item, participant, &evidence(), scale))
        .collect();
    let adjustments: Vec<ItemScore> = scale
        .adjustments()
        .iter()
        .map(|adjustment| adjusted(adjustment, participant, &evidence(), scale))
        .collect();
    let (groups, all) = sums(scale, &items);
    let (taken, added): (Vec<Decimal>, Vec<Decimal>) = adjustments
        .iter()
        .map(|adjustment| adjustment.points)
        .partition(|points| *points < Decimal::ZERO);
    let (bonus, penalty): (Decimal, Decimal) = (added.iter().sum(), taken.iter().sum());
    let rules = scale.total();
    let total = settled(reached(scale, &groups, all) + bonus + penalty);
    let total = total.clamp(Decimal::ZERO, rules.at_most);
    let mut scored = items.iter().chain(&adjustments);
    UnitScore {
        unit: participant.unit.clone(),
        standing: participant.standing,
        received: participant.received,
        provisional: scored.any(|scored| scored.state == State::Pending),
        items,
        adjustments,
        groups,
        earned: all.earned,
        applicable: all.applicable,
        bonus,
        penalty: penalty.abs(),
        total,
        published: rules.published(total),
    }
}

/// What was reached of the whole, before bonus and penalty. Groups with weights
/// are weighed against each other; one of which nothing applies leaves its
/// weight to the others.
fn reached(scale: &Scale, scored: &[GroupScore], all: GroupScore) -> Decimal {
    let of = scale.total().of;
    let (mut rates, mut weights) = (Decimal::ZERO, Decimal::ZERO);
    for (group, scored) in scale.groups().iter().zip(scored) {
        if let (Some(weight), Some(rate)) = (group.weight, scored.rate()) {
            rates += weight * rate;
            weights += weight;
        }
    }
    let (part, whole) = if scale.groups().iter().any(|group| group.weight.is_some()) {
        (rates, weights)
    } else {
        (all.earned, all.applicable)
    };
    (part * of).checked_div(whole).unwrap_or_default()
}

/// Σ points and Σ maxima of what applies and is decided: by group, and of all.
fn sums(scale: &Scale, scored: &[ItemScore]) -> (Vec<GroupScore>, GroupScore) {
    let mut groups = vec![GroupScore::default(); scale.groups().len()];
    let mut all = GroupScore::default();
    for (item, scored) in scale.items().iter().zip(scored) {
        if matches!(scored.state, State::Scored | State::Zero) {
            let group = groups.get_mut(item.group);
            for sum in group.into_iter().chain([&mut all]) {
                sum.earned += scored.points;
                sum.applicable += scored.max;
            }
        }
    }
    (groups, all)
}

fn item_score(
    item: &Item,
    participant: &Participant,
    evidence: &Evidence<'_>,
    scale: &Scale,
) -> ItemScore {
    let applies = item.applies_if.as_ref();
    let (state, points, why) = match applies.map_or(Ok(true), |guard| guard.holds(evidence)) {
        Ok(false) => (State::NotApplicable, Decimal::ZERO, Why::DoesNotApply),
        Ok(true) => by_rule(item, participant, evidence, scale),
        Err(gap) => by_gap(gap, item, scale),
    };
    ItemScore {
        code: item.code.clone(),
        points,
        max: item.max,
        state,
        why,
    }
}

fn by_rule(
    item: &Item,
    participant: &Participant,
    evidence: &Evidence<'_>,
    scale: &Scale,
) -> (State, Decimal, Why) {
    match &item.rule {
        Rule::Formula { formula, .. } => match formula.points(evidence) {
            Ok(points) => counted(points, item.max, Why::Formula),
            Err(gap) => by_gap(gap, item, scale),
        },
        Rule::Council { of, unmarked, .. } => match (mark_of(participant, item, *of), unmarked) {
            (Some(points), _) => counted(points, item.max, Why::Council),
            (None, Unmarked::Pending) => (State::Pending, Decimal::ZERO, Why::AwaitsCouncil),
            (None, Unmarked::NotApplicable) => (State::NotApplicable, Decimal::ZERO, Why::LeftOut),
        },
    }
}

/// What a mark is worth.
fn mark_of(participant: &Participant, item: &Item, of: Decimal) -> Option<Decimal> {
    let mark = participant.council.get(&item.code)?;
    let points = mark.checked_mul(item.max)?.checked_div(of);
    Some(points.unwrap_or_default())
}

/// Points within what the item has. The scale proves it for figures that the
/// form accepts; figures handed in past the form must not break a total.
fn counted(points: Decimal, max: Decimal, why: Why) -> (State, Decimal, Why) {
    let points = settled(points).clamp(Decimal::ZERO, max);
    let state = if points.is_zero() {
        State::Zero
    } else {
        State::Scored
    };
    (state, points, why)
}

fn by_gap(gap: Gap, item: &Item, scale: &Scale) -> (State, Decimal, Why) {
    match gap {
        // A cell left blank must never help: the item stays in the sum.
        Gap::Blank(slot) => {
            let code = scale.slots().code(slot);
            let why = code.cloned().map_or(Why::TooLarge, Why::NoFigure);
            (State::Zero, Decimal::ZERO, why)
        }
        // What was not asked of a unit is neither to its credit nor against it.
        Gap::NoTarget(slot) => match scale.slots().code(slot) {
            Some(code) => (
                State::NotApplicable,
                Decimal::ZERO,
                Why::NoTarget(code.clone()),
            ),
            None => (State::Zero, Decimal::ZERO, Why::TooLarge),
        },
        Gap::TooLarge => (State::Zero, Decimal::ZERO, Why::TooLarge),
        Gap::ZeroDivisor => {
            let rule = match &item.rule {
                Rule::Formula { on_zero, .. } => *on_zero,
                Rule::Council { .. } => OnZero::NotApplicable,
            };
            let why = Why::ZeroDivisor(rule);
            match rule {
                OnZero::Zero => (State::Zero, Decimal::ZERO, why),
                OnZero::Full => (State::Scored, item.max, why),
                OnZero::NotApplicable => (State::NotApplicable, Decimal::ZERO, why),
            }
        }
    }
}

fn adjusted(
    adjustment: &Adjustment,
    participant: &Participant,
    evidence: &Evidence<'_>,
    scale: &Scale,
) -> ItemScore {
    let (mut state, mut points, mut why) = match adjustment.formula.points(evidence) {
        Ok(points) => counted(points, adjustment.max, Why::Formula),
        Err(Gap::Blank(slot)) => {
            let code = scale.slots().code(slot);
            let why = code.cloned().map_or(Why::TooLarge, Why::NoFigure);
            (State::Zero, Decimal::ZERO, why)
        }
        Err(Gap::NoTarget(_) | Gap::ZeroDivisor | Gap::TooLarge) => {
            (State::Zero, Decimal::ZERO, Why::TooLarge)
        }
    };
    if adjustment.confirmed && state == State::Scored {
        (state, points, why) = match participant.council.get(&adjustment.code) {
            None => (State::Pending, Decimal::ZERO, Why::AwaitsCouncil),
            Some(most) => counted(points.min(*most), adjustment.max, Why::Council),
        };
    }
    // Not times minus one: that would make a zero negative.
    let signed = |number: Decimal| match adjustment.kind {
        AdjustmentKind::Bonus => number,
        AdjustmentKind::Penalty => Decimal::ZERO - number,
    };
    ItemScore {
        code: adjustment.code.clone(),
        points: signed(points),
        max: signed(adjustment.max),
        state,
        why,
    }
}
