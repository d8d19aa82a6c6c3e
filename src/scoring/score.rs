//! The points of every unit of a group, item by item.

use rust_decimal::{Decimal, RoundingStrategy};

use jiff::Timestamp;

use super::{
    formula::{Cell, Condition, Evidence, Formula, Gap, settled},
    participant::{Participant, Standing, Timeliness},
    scale::{Adjustment, AdjustmentKind, Item, OnZero, Rule, Scale, Unmarked, WHOLE},
};
use crate::figures::{Code, Value};

/// What a scale gives a group of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scores {
    /// Those that are scored, in the order they were handed in.
    pub units: Vec<UnitScore>,
    /// Those that are not, and why.
    pub apart: Vec<(String, Standing)>,
    /// What own values were compared with.
    pub bests: Vec<Best>,
}

/// The best of a group in one value of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Best {
    /// Code of the item.
    pub item: String,
    /// Which of the values that the item compares.
    pub which: usize,
    /// The best value; zero when nobody has one.
    pub value: Decimal,
    /// Whose it is; several when they are equal.
    pub units: Vec<String>,
}

/// The points of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitScore {
    /// Code of the unit.
    pub unit: String,
    /// Admitted or late.
    pub standing: Standing,
    /// When its report came.
    pub received: Option<Timestamp>,
    /// Every item, in the order of the scale.
    pub items: Vec<ItemScore>,
    /// Every adjustment, in the order of the scale; penalties are negative.
    pub adjustments: Vec<ItemScore>,
    /// Every group, in the order of the scale.
    pub groups: Vec<GroupScore>,
    /// Σ points of the items that apply and are decided.
    pub earned: Decimal,
    /// Σ maxima of the items that apply and are decided.
    pub applicable: Decimal,
    /// What is added.
    pub bonus: Decimal,
    /// What is taken, as a positive number.
    pub penalty: Decimal,
    /// 100 × earned / applicable + bonus − penalty, within 0 and 100.
    pub total: Decimal,
    /// The total as it is published and ranked: two decimals, half up.
    pub published: Decimal,
    /// The council has not marked everything. What waits is in neither sum, so
    /// the total can still move either way.
    pub provisional: bool,
}

/// The points of one item, or of one adjustment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemScore {
    /// Code of the item.
    pub code: String,
    /// Points, exact to twenty decimals.
    pub points: Decimal,
    /// Most points.
    pub max: Decimal,
    /// What the points mean.
    pub state: State,
    /// Where they come from.
    pub why: Why,
}

/// Four things that must not be taken for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It has points.
    Scored,
    /// It could have had points and has none.
    Zero,
    /// It does not apply to this unit: it is in neither sum.
    NotApplicable,
    /// The council has not marked it yet: it is in neither sum so far.
    Pending,
}

/// Where points come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The formula gives them.
    Formula,
    /// The condition under which the item applies does not hold.
    DoesNotApply,
    /// A divisor is zero, and the scale says what then.
    ZeroDivisor(OnZero),
    /// A figure that is needed was left blank.
    NoFigure(Code),
    /// A number on the way is too large to be a figure of an office.
    TooLarge,
    /// The council gave them.
    Council,
    /// The council has not given any yet.
    AwaitsCouncil,
    /// The council may leave it out, and did.
    LeftOut,
}

/// The points of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GroupScore {
    /// Σ points of its items that apply and are decided.
    pub earned: Decimal,
    /// Σ maxima of the same items.
    pub applicable: Decimal,
}

impl GroupScore {
    /// What part of its points was reached; nothing if no item counts.
    #[must_use]
    pub fn rate(&self) -> Option<Decimal> {
        self.earned.checked_div(self.applicable).map(settled)
    }
}

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

/// A published figure: two decimals, half up.
#[must_use]
pub fn published(total: Decimal) -> Decimal {
    settled(total).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// Scores a group of units by their scale.
#[must_use]
pub fn score(scale: &Scale, participants: &[Participant]) -> Scores {
    let cells: Vec<Vec<Cell<'_>>> = participants.iter().map(|p| cells(scale, p)).collect();
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

fn cells<'p>(scale: &Scale, participant: &'p Participant) -> Vec<Cell<'p>> {
    let codes = scale.slots().iter();
    codes
        .map(|code| participant.figures.get(code.as_str()).into())
        .collect()
}

fn evidence<'a>(
    participant: &'a Participant,
    cells: &'a [Cell<'a>],
    bests: &'a [Decimal],
) -> Evidence<'a> {
    Evidence {
        cells,
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
                let Ok(value) = formula.compared(which, evidence) else {
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

fn values_of(code: &str, bests: &[Best]) -> Vec<Decimal> {
    let own = bests.iter().filter(|best| best.item == code);
    own.map(|best| best.value).collect()
}

fn unit_score(
    scale: &Scale,
    participant: &Participant,
    evidence: Evidence<'_>,
    bests: &[Vec<Decimal>],
) -> UnitScore {
    let (of_items, of_adjustments) = bests.split_at(scale.items().len().min(bests.len()));
    let mut groups = vec![GroupScore::default(); scale.groups().len()];
    let mut all = GroupScore::default();
    let mut items = Vec::with_capacity(scale.items().len());
    for (item, bests) in scale.items().iter().zip(of_items) {
        let evidence = Evidence { bests, ..evidence };
        let scored = item_score(item, participant, &evidence, scale);
        if matches!(scored.state, State::Scored | State::Zero) {
            let group = groups.get_mut(item.group);
            for sum in group.into_iter().chain([&mut all]) {
                sum.earned += scored.points;
                sum.applicable += scored.max;
            }
        }
        items.push(scored);
    }
    let (mut bonus, mut penalty) = (Decimal::ZERO, Decimal::ZERO);
    let mut adjustments = Vec::with_capacity(scale.adjustments().len());
    for (adjustment, bests) in scale.adjustments().iter().zip(of_adjustments) {
        let evidence = Evidence { bests, ..evidence };
        let scored = adjusted(adjustment, participant, &evidence, scale);
        match adjustment.kind {
            AdjustmentKind::Bonus => bonus += scored.points,
            AdjustmentKind::Penalty => penalty -= scored.points,
        }
        adjustments.push(scored);
    }
    let rate = (all.earned * WHOLE).checked_div(all.applicable);
    let total = settled(rate.unwrap_or_default() + bonus - penalty).clamp(Decimal::ZERO, WHOLE);
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
        penalty,
        total,
        published: published(total),
    }
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
        Rule::Council { unmarked, .. } => match (participant.council.get(&item.code), unmarked) {
            (Some(points), _) => counted(*points, item.max, Why::Council),
            (None, Unmarked::Pending) => (State::Pending, Decimal::ZERO, Why::AwaitsCouncil),
            (None, Unmarked::NotApplicable) => (State::NotApplicable, Decimal::ZERO, Why::LeftOut),
        },
    }
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
        Err(Gap::ZeroDivisor | Gap::TooLarge) => (State::Zero, Decimal::ZERO, Why::TooLarge),
    };
    if adjustment.confirmed && state == State::Scored {
        (state, points, why) = match participant.council.get(&adjustment.code) {
            None => (State::Pending, Decimal::ZERO, Why::AwaitsCouncil),
            Some(most) => counted(points.min(*most), adjustment.max, Why::Council),
        };
    }
    let sign = match adjustment.kind {
        AdjustmentKind::Bonus => Decimal::ONE,
        AdjustmentKind::Penalty => Decimal::NEGATIVE_ONE,
    };
    ItemScore {
        code: adjustment.code.clone(),
        points: points * sign,
        max: adjustment.max * sign,
        state,
        why,
    }
}

/// How the points of one item or adjustment came about; nothing for a code that
/// the scale does not have.
#[must_use]
pub fn explain(
    scale: &Scale,
    scores: &Scores,
    participant: &Participant,
    scored: &ItemScore,
) -> Option<Explanation> {
    let item = scale.item(&scored.code);
    let adjustment = scale.adjustment(&scored.code);
    let label = item.map(|item| &item.label);
    let label = label.or_else(|| adjustment.map(|a| &a.label))?.clone();
    let formula = match (item.map(|item| &item.rule), adjustment) {
        (Some(Rule::Formula { formula, .. }), _) => Some(formula),
        (None, Some(adjustment)) => Some(&adjustment.formula),
        (Some(Rule::Council { .. }), _) | (None, None) => None,
    };
    let guard = item.and_then(|item| item.applies_if.as_ref());
    let cells = cells(scale, participant);
    let values = values_of(&scored.code, &scores.bests);
    let evidence = evidence(participant, &cells, &values);
    let (written, numbers) = match (guard, formula) {
        (Some(guard), _) if scored.why == Why::DoesNotApply => {
            (guard.written().to_owned(), guard.explain(&evidence))
        }
        (_, Some(formula)) => (formula.written().to_owned(), formula.explain(&evidence)),
        (_, None) => (String::new(), String::new()),
    };
    let used = formula.map(Formula::used).unwrap_or_default().iter();
    let own = scores.bests.iter().filter(|best| best.item == scored.code);
    Some(Explanation {
        label,
        written,
        numbers,
        inputs: used
            .filter_map(|slot| scale.slots().code(*slot))
            .map(|code| (code.clone(), participant.figures.get(code.as_str()).cloned()))
            .collect(),
        timeliness: formula
            .filter(|formula| formula.timely())
            .map(|_| participant.timeliness),
        bests: own.cloned().collect(),
    })
}
