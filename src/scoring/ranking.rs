//! Who leads, who gets which prize, and who stands apart.
//!
//! Units are ordered by the published figure, then by what the scale declares.
//! How places are counted is the scale's ([`Ranks`]); a prize over which nothing
//! declared can decide waits for the council. What the council decides about a
//! tie holds for those very units: if a figure changes and others are tied, it
//! decides anew. Nothing is ever decided by name, by code or by the order in
//! which units were handed in.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{
    outcome::{GroupScore, Scores, UnitScore},
    participant::Standing,
    scale::{Key, Scale, total::Ranks},
};

/// A prize of the campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prize {
    /// The place it is for, from 1.
    pub place: usize,
    /// Such as "Giải Nhất".
    pub label: String,
    /// Money, in đồng.
    pub amount: Decimal,
    /// Cups.
    pub cups: u32,
}

/// The order of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// Ranked units, the best first. Units of one rank stand in the order of
    /// the registry, which means nothing.
    pub places: Vec<Placing>,
    /// Every prize and whose it is.
    pub awards: Vec<Award>,
    /// Units that are not ranked, and why.
    pub apart: Vec<(String, Standing)>,
    /// Some total still waits for the council, so every rank does.
    pub provisional: bool,
}

/// One ranked unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placing {
    /// Code of the unit.
    pub unit: String,
    /// The figure it is ranked by.
    pub published: Decimal,
    /// Its place, counted as the scale says.
    pub rank: usize,
    /// The strict place from which on it stands, by the declared order; units
    /// that nothing declared tells apart have the same.
    pub place: usize,
    /// The band of its figure.
    pub band: Option<String>,
    /// What decided between it and units with the same figure.
    pub tie: Tie,
}

/// What became of a tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tie {
    /// No other unit has this figure.
    None,
    /// Others have, and a declared key told this unit from all of them; the
    /// last key that was needed.
    BrokenBy(Key),
    /// Nothing declared tells it from at least one other: the council decides.
    CouncilDecides,
    /// Nothing declared told it from the others; the council gave the order.
    CouncilDecided {
        /// The first of the ranks that it gave.
        first: usize,
    },
}

/// A prize and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// The prize.
    pub prize: Prize,
    /// Whose it is.
    pub winner: Winner,
}

/// Whose a prize is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Winner {
    /// Of this unit.
    Unit(String),
    /// Of one of these; the council decides which.
    Undecided(Vec<String>),
    /// Of nobody: fewer units are ranked than there are places.
    Nobody,
}

/// Ranks the units of a group.
#[must_use]
pub fn rank(scale: &Scale, scores: &Scores, prizes: &[Prize]) -> Ranking {
    rank_decided(scale, scores, prizes, &[])
}

/// Ranks the units of a group in which the council has decided ties: each as
/// the units that were tied, in the order it gave them. Of several that hold for
/// the same units the last one counts.
#[must_use]
pub fn rank_decided(
    scale: &Scale,
    scores: &Scores,
    prizes: &[Prize],
    decided: &[Vec<String>],
) -> Ranking {
    let (mut ranked, late): (Vec<&UnitScore>, Vec<&UnitScore>) = scores
        .units
        .iter()
        .partition(|unit| unit.standing == Standing::Admitted);
    ranked.sort_by(|a, b| compare(scale, a, b).0);
    let mut places: Vec<Placing> = Vec::with_capacity(ranked.len());
    for (at, unit) in ranked.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| ranked.get(at).copied());
        let same = before.is_some_and(|before| compare(scale, unit, before).0.is_eq());
        let level = before.is_some_and(|before| figure(scale, unit) == figure(scale, before));
        let last = places.last();
        let shared = |held: bool, as_last: Option<usize>| as_last.filter(|_| held);
        let place = shared(same, last.map(|last| last.place)).unwrap_or(at + 1);
        let rank = match scale.total().ranks {
            Ranks::Ordered => place,
            Ranks::Competition => shared(level, last.map(|last| last.rank)).unwrap_or(at + 1),
            Ranks::Dense => last.map_or(1, |last| last.rank + usize::from(!level)),
        };
        let neighbours = [before, ranked.get(at + 1).copied()];
        places.push(placing(scale, unit, (rank, place), neighbours));
    }
    for tied in places.chunk_by_mut(|a, b| a.place == b.place) {
        settle(scale.total().ranks, tied, decided);
    }
    let late = late
        .into_iter()
        .map(|late| (late.unit.clone(), late.standing));
    Ranking {
        awards: prizes.iter().map(|prize| award(prize, &places)).collect(),
        apart: late.chain(scores.apart.iter().cloned()).collect(),
        provisional: ranked.iter().any(|unit| unit.provisional),
        places,
    }
}

/// Gives units of one place the order that the council decided for them. Where
/// equal figures share a rank they still do; the prizes follow the places.
fn settle(ranks: Ranks, tied: &mut [Placing], decided: &[Vec<String>]) {
    let [first, _, ..] = &*tied else { return };
    let first = first.place;
    let same = |order: &&Vec<String>| {
        order.len() == tied.len() && tied.iter().all(|place| order.contains(&place.unit))
    };
    let Some(order) = decided.iter().rev().find(same) else {
        return;
    };
    tied.sort_by_key(|place| order.iter().position(|unit| *unit == place.unit));
    for (placing, place) in tied.iter_mut().zip(first..) {
        placing.place = place;
        if ranks == Ranks::Ordered {
            placing.rank = place;
        }
        placing.tie = Tie::CouncilDecided { first };
    }
}

/// The figure that is ranked.
fn figure(scale: &Scale, unit: &UnitScore) -> Decimal {
    match scale.order().first() {
        Some(Key::ExactTotal) => unit.total,
        Some(Key::Total | Key::Group(_) | Key::Received) | None => unit.published,
    }
}

/// Who comes first, and which key said so.
fn compare<'s>(scale: &'s Scale, a: &UnitScore, b: &UnitScore) -> (Ordering, Option<&'s Key>) {
    for key in scale.order() {
        let order = match key {
            Key::Total => b.published.cmp(&a.published),
            Key::ExactTotal => b.total.cmp(&a.total),
            Key::Group(group) => rate(b, *group).cmp(&rate(a, *group)),
            // A unit whose time is not known has not proved to be earlier.
            Key::Received => match (a.received, b.received) {
                (Some(a), Some(b)) => a.cmp(&b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            },
        };
        if order.is_ne() {
            return (order, Some(key));
        }
    }
    (Ordering::Equal, None)
}

/// The rate, not the points: a unit to which less applies is not behind for it.
fn rate(unit: &UnitScore, group: usize) -> Option<Decimal> {
    unit.groups.get(group).and_then(GroupScore::rate)
}

/// Units are sorted, so whatever ties with one stands next to it.
fn placing(
    scale: &Scale,
    unit: &UnitScore,
    (rank, place): (usize, usize),
    neighbours: [Option<&UnitScore>; 2],
) -> Placing {
    let mut tie = Tie::None;
    for other in neighbours.into_iter().flatten() {
        if figure(scale, other) != figure(scale, unit) {
            continue;
        }
        match (compare(scale, unit, other).1, &tie) {
            (None, _) => tie = Tie::CouncilDecides,
            (Some(_), Tie::CouncilDecides | Tie::CouncilDecided { .. }) => (),
            (Some(key), Tie::None) => tie = Tie::BrokenBy(key.clone()),
            (Some(key), Tie::BrokenBy(known)) => {
                let needed = |key: &Key| scale.order().iter().position(|k| k == key);
                if needed(key) > needed(known) {
                    tie = Tie::BrokenBy(key.clone());
                }
            }
        }
    }
    Placing {
        unit: unit.unit.clone(),
        published: unit.published,
        rank,
        place,
        band: scale.band(unit.published).map(|band| band.label.clone()),
        tie,
    }
}

/// Whoever shares a place shares all the places from it on: of two units on
/// place 2, either may get the second prize and either the third.
fn award(prize: &Prize, places: &[Placing]) -> Award {
    let Some(holder) = prize.place.checked_sub(1).and_then(|at| places.get(at)) else {
        return Award {
            prize: prize.clone(),
            winner: Winner::Nobody,
        };
    };
    let same_place = places.iter().filter(|other| other.place == holder.place);
    let mut units: Vec<String> = same_place.map(|other| other.unit.clone()).collect();
    let winner = if units.len() > 1 {
        Winner::Undecided(units)
    } else {
        units.pop().map_or(Winner::Nobody, Winner::Unit)
    };
    Award {
        prize: prize.clone(),
        winner,
    }
}
