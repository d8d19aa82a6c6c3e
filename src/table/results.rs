//! The results of a group as tables, and as the JSON of `congvu score`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Cell, Column, Table};
use crate::{
    figures::json_number,
    scoring::{
        explain::Explainer,
        outcome::{Scores, State, UnitScore},
        participant::Participant,
        ranking::{Placing, Ranking, Winner},
        scale::Scale,
    },
    words::{
        Lang,
        scores::{self, Head},
    },
};

/// A group that has been scored and ranked.
#[derive(Debug, Clone, Copy)]
pub struct Results<'a> {
    /// Code of the group.
    pub group: &'a str,
    /// The scale.
    pub scale: &'a Scale,
    /// The units as they were handed in.
    pub participants: &'a [Participant],
    /// Their points.
    pub scores: &'a Scores,
    /// Their order.
    pub ranking: &'a Ranking,
}

/// The table of ranks: ranked units first, then those that stand apart, each
/// with the reason. `name` gives the name of a unit by its code.
#[must_use]
pub fn ranking(lang: Lang, results: Results<'_>, name: impl Fn(&str) -> String) -> Table {
    let heads = [
        ("rank", Head::Rank),
        ("unit", Head::Unit),
        ("name", Head::Name),
        ("total", Head::Total),
        ("band", Head::Band),
        ("prize", Head::Prize),
        ("note", Head::Note),
    ];
    let places = results.ranking.places.iter();
    let mut rows: Vec<Vec<Cell>> = places
        .map(|place| ranked_row(lang, results, place, name(&place.unit)))
        .collect();
    let apart = results.ranking.apart.iter();
    rows.extend(apart.map(|(unit, standing)| {
        let mut scored = results.scores.units.iter();
        let scored = scored.find(|scored| scored.unit == *unit);
        let total = scored.map_or(Cell::Blank, |scored| Cell::Points(scored.published));
        let why = Cell::text(scores::standing(lang, *standing));
        let (unit, name) = (Cell::text(unit), Cell::Text(name(unit)));
        vec![
            Cell::Blank,
            unit,
            name,
            total,
            Cell::Blank,
            Cell::Blank,
            why,
        ]
    }));
    Table {
        title: scores::head(lang, Head::Ranking).to_owned(),
        notes: notes(lang, results),
        columns: heads
            .map(|(key, head)| Column::new(key, scores::head(lang, head)))
            .to_vec(),
        rows,
    }
}

fn ranked_row(lang: Lang, results: Results<'_>, place: &Placing, name: String) -> Vec<Cell> {
    let mut awards = results.ranking.awards.iter();
    let prize =
        awards.find(|award| matches!(&award.winner, Winner::Unit(unit) if *unit == place.unit));
    vec![
        Cell::count(place.rank),
        Cell::text(&place.unit),
        Cell::Text(name),
        Cell::Points(place.published),
        place.band.as_deref().map_or(Cell::Blank, Cell::text),
        prize.map_or(Cell::Blank, |award| Cell::text(&award.prize.label)),
        Cell::Text(scores::tie(lang, &place.tie, results.scale)),
    ]
}

/// The table of points: one unit a row, one item a column. An item that does not
/// apply or waits is said in words, so that it cannot be taken for a zero.
#[must_use]
pub fn points(lang: Lang, results: Results<'_>, name: impl Fn(&str) -> String) -> Table {
    let mut columns = vec![
        Column::new("unit", scores::head(lang, Head::Unit)),
        Column::new("name", scores::head(lang, Head::Name)),
    ];
    let items = results.scale.items().iter().map(|item| &item.code);
    let adjustments = results.scale.adjustments().iter().map(|a| &a.code);
    columns.extend(items.chain(adjustments).map(|code| Column::new(code, code)));
    columns.push(Column::new("total", scores::head(lang, Head::Total)));
    let mut rows = Vec::new();
    for unit in &results.scores.units {
        let mut row = vec![Cell::text(&unit.unit), Cell::Text(name(&unit.unit))];
        let scored = unit.items.iter().chain(&unit.adjustments);
        row.extend(scored.map(|scored| match scored.state {
            State::Scored | State::Zero => Cell::Points(scored.points),
            State::NotApplicable | State::Pending => Cell::text(scores::state(lang, scored.state)),
        }));
        row.push(Cell::Points(unit.published));
        rows.push(row);
    }
    Table {
        title: scores::head(lang, Head::Points).to_owned(),
        notes: notes(lang, results),
        columns,
        rows,
    }
}

fn notes(lang: Lang, results: Results<'_>) -> Vec<String> {
    let mut notes = vec![results.scale.title().to_owned()];
    if !results.scale.notice().is_empty() {
        notes.push(results.scale.notice().to_owned());
    }
    if results.ranking.provisional {
        notes.push(scores::provisional(lang).to_owned());
    }
    notes
}

/// What `congvu score --json` prints. A stable interface.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreOutput {
    /// Every scored unit.
    pub units: Vec<UnitOutput>,
}

/// One unit of [`ScoreOutput`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitOutput {
    /// Code of the unit.
    pub unit: String,
    /// Code of its group.
    pub group: String,
    /// The published total.
    pub total: serde_json::Number,
    /// Its rank; null when it is not ranked.
    pub rank: Option<usize>,
    /// Its band; null when it is not ranked.
    pub band: Option<String>,
    /// Its items, then the adjustments.
    pub items: Vec<ItemOutput>,
}

/// One item of [`UnitOutput`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemOutput {
    /// Code of the item.
    pub code: String,
    /// Points; zero for an item that does not apply or waits.
    pub points: serde_json::Number,
    /// Most points; negative for a penalty.
    pub max: serde_json::Number,
    /// `scored`, `zero`, `not_applicable` or `pending`.
    pub state: &'static str,
    /// Where the points come from, in a sentence.
    pub why: String,
}

impl ScoreOutput {
    /// The output for these groups, in their order, units as handed in.
    #[must_use]
    pub fn of(lang: Lang, groups: &[Results<'_>]) -> Self {
        let units = groups.iter().flat_map(|results| units(lang, *results));
        Self {
            units: units.collect(),
        }
    }
}

fn units(lang: Lang, results: Results<'_>) -> Vec<UnitOutput> {
    let participants: BTreeMap<&str, &Participant> = results
        .participants
        .iter()
        .map(|participant| (participant.unit.as_str(), participant))
        .collect();
    let places: BTreeMap<&str, _> = results
        .ranking
        .places
        .iter()
        .map(|place| (place.unit.as_str(), place))
        .collect();
    let scored = results.scores.units.iter();
    scored
        .map(|unit| {
            let place = places.get(unit.unit.as_str());
            UnitOutput {
                unit: unit.unit.clone(),
                group: results.group.to_owned(),
                total: json_number(unit.published),
                rank: place.map(|place| place.rank),
                band: place.and_then(|place| place.band.clone()),
                items: participants
                    .get(unit.unit.as_str())
                    .map_or_else(Vec::new, |who| items(lang, results, unit, who)),
            }
        })
        .collect()
}

fn items(
    lang: Lang,
    results: Results<'_>,
    unit: &UnitScore,
    participant: &Participant,
) -> Vec<ItemOutput> {
    let explainer = Explainer::new(results.scale, results.scores, participant);
    let scored = unit.items.iter().chain(&unit.adjustments);
    scored
        .map(|scored| ItemOutput {
            code: scored.code.clone(),
            points: json_number(scored.points),
            max: json_number(scored.max),
            state: scored.state.as_str(),
            why: explainer
                .explain(scored)
                .map_or(String::new(), |how| scores::why(lang, scored, &how)),
        })
        .collect()
}
