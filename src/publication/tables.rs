//! The result as tables: a workbook of four sheets, and the ranking for other
//! programs.

use super::{Basis, exact};
use crate::{
    results::{GroupResult, ItemResult},
    table::{Cell, Column, Table},
    words::publication::{
        self as words, minutes,
        tables::{self as said, About},
    },
};

/// Ranking, points of every item, missing and late, notes.
#[must_use]
pub fn sheets(basis: &Basis<'_>) -> [Table; 4] {
    [
        ranking(basis),
        item_points(basis),
        missing(basis),
        notes(basis),
    ]
}

fn columns(columns: &[(&str, &str)]) -> Vec<Column> {
    let columns = columns.iter();
    columns.map(|(key, head)| Column::new(key, head)).collect()
}

/// What stands below the title of every table: which edition, by which scales.
fn heading(basis: &Basis<'_>) -> Vec<String> {
    let mut lines = vec![basis.campaign.title.clone()];
    lines.push(match basis.edition {
        Some(_) => format!("{} – {}", basis.name(), basis.decision()),
        None => words::DRAFT.to_owned(),
    });
    let groups = basis.snapshot.groups.iter();
    let scales = groups.map(|group| {
        let digest = group.scale.digest.map(|digest| digest.short());
        words::foot_scale(&group.scale.file, &digest.unwrap_or_default())
    });
    lines.push(scales.collect::<Vec<_>>().join("; "));
    lines.extend(basis.notices().into_iter().map(str::to_owned));
    lines
}

/// The ranking of all groups; units that are not ranked have no rank.
#[must_use]
pub fn ranking(basis: &Basis<'_>) -> Table {
    let mut rows = Vec::new();
    for group in &basis.snapshot.groups {
        for unit in &group.units {
            let mut prizes = group.prizes.iter();
            let prize = prizes.find(|prize| prize.unit.as_ref() == Some(&unit.unit));
            let text = |text: &Option<String>| text.as_deref().map_or(Cell::Blank, Cell::text);
            rows.push(vec![
                Cell::text(&group.label),
                unit.rank.map_or(Cell::Blank, Cell::count),
                Cell::text(&unit.unit),
                Cell::text(&unit.name),
                Cell::Points(exact(&unit.earned)),
                Cell::Points(exact(&unit.applicable)),
                Cell::Points(exact(&unit.bonus)),
                Cell::Points(exact(&unit.penalty)),
                Cell::Points(exact(&unit.total)),
                text(&unit.band),
                text(&unit.prize),
                prize.map_or(Cell::Blank, |prize| Cell::Number(exact(&prize.amount))),
                Cell::text(&unit.note),
            ]);
        }
    }
    table(basis, 0, columns(&said::RANKING), rows)
}

fn table(basis: &Basis<'_>, at: usize, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
    Table {
        title: said::TITLES.get(at).copied().unwrap_or_default().to_owned(),
        notes: heading(basis),
        columns,
        rows,
    }
}

/// One unit a row, one item a column. Scales that have the same codes share the
/// columns; what an item is stands in the notes.
fn item_points(basis: &Basis<'_>) -> Table {
    let mut codes: Vec<&str> = Vec::new();
    for item in all_items(basis) {
        if !codes.contains(&item.code.as_str()) {
            codes.push(&item.code);
        }
    }
    // Items of one group stand together, also those that only one scale has.
    let order = |code: &str| {
        let (group, number) = code.split_once('.').unwrap_or((code, ""));
        let first = codes.iter().position(|one| one.starts_with(group));
        (first, number.parse::<u32>().ok())
    };
    let mut sorted = codes.clone();
    sorted.sort_by_key(|code| order(code));
    let [unit, name, total] = said::POINTS.map(|(key, head)| Column::new(key, head));
    let mut heads = vec![unit, name];
    heads.extend(sorted.iter().map(|code| Column::new(code, code)));
    heads.push(total);
    let mut rows = Vec::new();
    let groups = basis.snapshot.groups.iter();
    for unit in groups.flat_map(|group| &group.units) {
        let mut row = vec![Cell::text(&unit.unit), Cell::text(&unit.name)];
        row.extend(sorted.iter().map(|code| {
            let item = unit.items.iter().find(|item| item.code == **code);
            item.map_or(Cell::Blank, item_cell)
        }));
        row.push(Cell::Points(exact(&unit.total)));
        rows.push(row);
    }
    table(basis, 1, heads, rows)
}

/// An item that does not apply or waits is said in words, so that it cannot be
/// taken for a zero.
fn item_cell(item: &ItemResult) -> Cell {
    match item.state.as_str() {
        "scored" | "zero" => Cell::Points(exact(&item.points)),
        state => Cell::text(words::sheet::state(state)),
    }
}

fn all_items<'b>(basis: &Basis<'b>) -> impl Iterator<Item = &'b ItemResult> {
    let groups = basis.snapshot.groups.iter();
    let units = groups.flat_map(|group| &group.units);
    units.flat_map(|unit| &unit.items)
}

fn missing(basis: &Basis<'_>) -> Table {
    let mut rows = Vec::new();
    for group in &basis.snapshot.groups {
        for unit in group.units.iter().filter(|unit| unit.rank.is_none()) {
            let zone = basis.campaign.zone.clone();
            let received = unit.report.as_ref().map_or(Cell::Blank, |report| {
                Cell::Moment(report.moment.to_zoned(zone).datetime())
            });
            rows.push(vec![
                Cell::text(&group.label),
                Cell::text(&unit.unit),
                Cell::text(&unit.name),
                received,
                Cell::Points(exact(&unit.total)),
                Cell::text(&unit.note),
            ]);
        }
        rows.extend(group.apart.iter().map(|apart| {
            vec![
                Cell::text(&group.label),
                Cell::text(&apart.unit),
                Cell::text(&apart.name),
                Cell::Blank,
                Cell::Blank,
                Cell::text(&apart.why),
            ]
        }));
    }
    table(basis, 2, columns(&said::MISSING), rows)
}

fn notes(basis: &Basis<'_>) -> Table {
    let note = |about: About, code: &str, text: &str, max: Cell| {
        let about = Cell::text(said::about(about));
        vec![about, Cell::text(code), Cell::text(text), max]
    };
    let mut rows = vec![
        note(About::Edition, "", &basis.name(), Cell::Blank),
        note(About::Approval, "", &basis.decision(), Cell::Blank),
        note(About::Result, "", &basis.told_digest(), Cell::Blank),
    ];
    if let Some(replaces) = basis.replaces() {
        rows.push(note(About::Edition, "", &replaces, Cell::Blank));
    }
    if basis.snapshot.provisional {
        rows.push(note(About::Result, "", words::PROVISIONAL, Cell::Blank));
    }
    for decision in &basis.snapshot.decisions {
        let names = decision.names.join(", ");
        let told = minutes::decision(&decision.kind, &names, &decision.reason);
        let told = told.trim_start_matches("- ");
        rows.push(note(About::Decision, "", told, Cell::Blank));
    }
    for group in &basis.snapshot.groups {
        rows.extend(scale_notes(group, &note));
    }
    table(basis, 3, columns(&said::NOTES), rows)
}

/// A scale, its groups of items, its items and the prizes of its group.
fn scale_notes(
    group: &GroupResult,
    note: &impl Fn(About, &str, &str, Cell) -> Vec<Cell>,
) -> Vec<Vec<Cell>> {
    let scale = &group.scale;
    let mut rows = vec![
        note(About::Scale, &scale.code, &scale.title, Cell::Blank),
        note(About::Scale, &scale.code, &super::scale(group), Cell::Blank),
    ];
    if !group.notice.is_empty() {
        rows.push(note(About::Notice, &scale.code, &group.notice, Cell::Blank));
    }
    rows.extend(scale.sections.iter().map(|one| {
        let max = Cell::Number(exact(&one.max));
        note(About::Section, &one.code, &one.label, max)
    }));
    // Every unit has every item of its scale.
    let items = group.units.first().into_iter().flat_map(|unit| &unit.items);
    rows.extend(items.map(|one| {
        let max = Cell::Number(exact(&one.max));
        note(About::Item, &one.code, &one.label, max)
    }));
    rows.extend(group.prizes.iter().map(|prize| {
        let told = format!("{}: {}", prize.label, prize.winner);
        note(About::Prize, "", &told, Cell::Number(exact(&prize.amount)))
    }));
    rows
}
