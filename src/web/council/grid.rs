//! Every point of every unit of a group.

use askama::Template as _;
use axum::{extract::State, response::Html};

use super::{Said, current};
use crate::{
    results::{GroupResult, ItemResult, UnitResult},
    web::{App, ask::Asked, failure::Failure, filter::address, ranking::points, session::Person},
    words::pages::{
        Chip, Here,
        council::{
            self as words, Part,
            grid::{self as page, Grid},
        },
    },
};

/// The grid of a group, the first one when none is asked for.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(said): Asked<Said>,
) -> Result<Html<String>, Failure> {
    let draft = current(&app).await?;
    let groups = draft.map_or_else(Vec::new, |draft| draft.snapshot.groups);
    let asked = groups.iter().find(|group| group.group == said.group);
    let scored = groups.iter().find(|group| !group.units.is_empty());
    let shown = asked.or(scored).or(groups.first());
    let page = Grid {
        frame: app.menu_frame(Here::Council, &person),
        tabs: words::tabs(Some(Part::Grid)),
        ahead: match shown {
            None => words::AHEAD.to_owned(),
            Some(_) => String::new(),
        },
        groups: groups
            .iter()
            .map(|group| Chip {
                label: group.label.clone(),
                count: i64::try_from(group.units.len()).unwrap_or(i64::MAX),
                href: address("/council/grid", &[("group", &group.group)]),
                current: shown.is_some_and(|shown| shown.group == group.group),
            })
            .collect(),
        columns: shown.map_or_else(Vec::new, columns),
        rows: shown.map_or_else(Vec::new, |group| group.units.iter().map(row).collect()),
    };
    Ok(Html(page.render()?))
}

/// Every unit of a group has the same items, in the same order.
fn columns(group: &GroupResult) -> Vec<page::Column> {
    let items = group.units.first().map_or(&[][..], |unit| &unit.items);
    let column = |item: &ItemResult| page::Column {
        code: item.code.clone(),
        label: item.label.clone(),
        max: points(&item.max),
    };
    items.iter().map(column).collect()
}

fn row(unit: &UnitResult) -> page::Row {
    let cell = |item: &ItemResult| {
        let written = points(&item.points);
        page::Cell {
            item: item.code.clone(),
            spoken: page::spoken(&unit.name, &item.code, &written, &item.state),
            points: page::instead(&item.state).map_or(written, str::to_owned),
            pending: item.state == "pending",
            changed: item.inputs.iter().any(|it| it.reported != it.verified),
        }
    };
    page::Row {
        code: unit.unit.clone(),
        name: unit.name.clone(),
        total: points(&unit.total),
        cells: unit.items.iter().map(cell).collect(),
    }
}
