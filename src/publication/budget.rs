//! The budget of the plan as a table for the office: every figure as the document
//! states it beside what it comes to, and who lets a difference stand.

use rust_decimal::Decimal;

use super::Basis;
use crate::{
    campaign::budget::{Budget, Line, Section},
    table::{Cell, Column, Table},
    words::{Lang, budget as words, publication::tables as said},
};

/// The budget of the campaign; none when its files have none.
#[must_use]
pub fn sheet(basis: &Basis<'_>) -> Option<Table> {
    let budget = basis.campaign.budget.as_ref()?;
    let sections = budget.sections.iter();
    let mut rows: Vec<Vec<Cell>> = sections.flat_map(rows).collect();
    rows.push(whole("", said::BUDGET_TOTAL, budget.total, budget.sum()));
    let columns = said::BUDGET.iter();
    Some(Table {
        title: said::BUDGET_TITLE.to_owned(),
        notes: notes(budget),
        columns: columns.map(|(key, head)| Column::new(key, head)).collect(),
        rows,
    })
}

fn notes(budget: &Budget) -> Vec<String> {
    let mut notes = vec![budget.title.clone(), budget.source.clone()];
    if !budget.words.is_empty() {
        notes.push(said::in_words(&budget.words));
    }
    let warnings = budget.warnings.iter();
    notes.extend(warnings.map(|warning| words::remark(Lang::Vi, warning)));
    notes.retain(|note| !note.is_empty());
    notes
}

/// A part, and its lines below it.
fn rows(section: &Section) -> Vec<Vec<Cell>> {
    let head = whole(
        &section.number,
        &section.label,
        section.total,
        section.sum(),
    );
    std::iter::once(head)
        .chain(section.lines.iter().map(row))
        .collect()
}

/// A row that is a sum of others.
fn whole(number: &str, label: &str, stated: Decimal, sum: Decimal) -> Vec<Cell> {
    vec![
        Cell::text(number),
        Cell::text(label),
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::Number(stated),
        Cell::Number(sum),
    ]
}

fn row(line: &Line) -> Vec<Cell> {
    vec![
        Cell::text(&line.number),
        Cell::text(&line.label),
        Cell::text(&line.unit),
        Cell::Number(line.quantity),
        Cell::Number(line.price),
        Cell::Number(line.amount),
        Cell::Number(line.quantity * line.price),
    ]
}
