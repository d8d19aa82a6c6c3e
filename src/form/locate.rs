//! Finds the table of a form in a workbook by what it says, not by where it
//! is: rows may have been inserted, columns moved, sheets put in front. Where
//! several tables could be meant, none is chosen unless they agree.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    columns::{Columns, columns},
    definition::Form,
    rows::{self, Labels},
};
use crate::{
    figures::Code,
    finding::{Fault, Finding, TableFault},
    workbook::{Cell, Sheet, Workbook, address},
};

/// Rows that look like the head of a table, tried on one sheet at most: a page
/// break repeats the head; a hostile sheet repeats it ten thousand times.
const MOST_HEADS: usize = 20;

/// The table of a form, found.
#[derive(Debug, Clone)]
pub(super) struct Table<'w> {
    /// The sheet it is on.
    pub sheet: &'w Sheet,
    /// The row that names the columns.
    pub head: u32,
    /// The last row that holds an indicator.
    pub last: u32,
    /// What the columns are.
    pub columns: Columns,
    /// In which rows each indicator stands.
    pub rows: BTreeMap<Code, Vec<u32>>,
    /// Codes of indicators that this form does not have.
    pub strangers: BTreeSet<Code>,
    /// What was noted of rows while they were found, with their indicator.
    pub notes: Vec<(Code, u32, TableFault)>,
    /// Indicators of which it cannot be told which row is theirs.
    pub disputed: BTreeSet<Code>,
}

impl Table<'_> {
    /// The cell that answers in a row, and its column. Where the heading of the
    /// values is joined over several columns, any of them may hold it.
    pub fn answer(&self, row: u32) -> (u32, Option<&Cell>) {
        let first = self.columns.values.first().copied().unwrap_or(0);
        let filled = |column: &u32| {
            let cell = self.sheet.cell(row, *column);
            cell.is_some_and(|cell| cell.formula || !cell.content.is_blank())
        };
        let column = (first..self.columns.next).find(filled).unwrap_or(first);
        (column, self.sheet.cell(row, column))
    }

    /// Where the value of an indicator stands.
    pub fn place(&self, code: &Code) -> Option<String> {
        let row = *self.rows.get(code)?.first()?;
        Some(address(row, self.answer(row).0))
    }

    /// How many indicators of `form` it lacks, and how many it has that are
    /// not of `form`.
    pub fn distance(&self, form: &Form) -> usize {
        let found: BTreeSet<&Code> = self.rows.keys().chain(&self.strangers).collect();
        let wanted: BTreeSet<&Code> = form.indicators().map(|it| &it.code).collect();
        found.symmetric_difference(&wanted).count()
    }

    /// Does any row hold a value?
    fn is_filled(&self) -> bool {
        let rows = self.rows.values().flatten();
        rows.into_iter()
            .any(|row| self.answer(*row).1.is_some_and(|it| !it.content.is_blank()))
    }

    /// Has nobody written anything where the values belong? A formula without a
    /// result is something.
    pub fn is_untouched(&self) -> bool {
        let mut rows = self.rows.values().flatten();
        !rows.any(|row| {
            let cell = self.answer(*row).1;
            cell.is_some_and(|it| it.formula || !it.content.is_blank())
        })
    }

    /// Is `other`, further down on the sheet, its continuation? The head of a
    /// long table is repeated on each page.
    fn goes_on_in(&self, other: &Self) -> bool {
        let same_columns = self.columns.values == other.columns.values;
        same_columns && !other.rows.keys().any(|code| self.rows.contains_key(code))
    }

    fn append(&mut self, other: Self) {
        self.last = self.last.max(other.last);
        self.rows.extend(other.rows);
        self.strangers.extend(other.strangers);
        self.notes.extend(other.notes);
        self.disputed.extend(other.disputed);
    }

    /// The sheet and the row that it begins with.
    fn begins(&self) -> String {
        let column = self.columns.code.or(self.columns.label).unwrap_or(0);
        format!("{} {}", self.sheet.name, address(self.head, column))
    }

    /// The first two cells, one of each table, that do not say the same; none
    /// when all do. What a person would see decides: `12` is `12`.
    fn differs(&self, other: &Self) -> Option<Vec<String>> {
        let shown = |table: &Self, code: &Code| {
            let row = *table.rows.get(code)?.first()?;
            let (_, cell) = table.answer(row);
            Some(cell.map_or_else(String::new, |cell| cell.content.shown()))
        };
        let common = self
            .rows
            .keys()
            .filter(|code| other.rows.contains_key(*code));
        let mut differing = common.filter(|code| shown(self, code) != shown(other, code));
        let code = differing.next()?;
        let place = |table: &Self| {
            let cell = table.place(code).unwrap_or_default();
            format!("{} {cell}", table.sheet.name)
        };
        Some(vec![place(self), place(other)])
    }
}

/// The table that answers the form, on the sheets that a person can see, with
/// what is worth a note about how it was found.
///
/// # Errors
/// With the one finding that says why there is none.
pub(super) fn table<'w>(
    form: &Form,
    book: &'w Workbook,
    year: Option<i16>,
) -> Result<(Table<'w>, Vec<Finding>), Box<Finding>> {
    let labels = Labels::of(form);
    let on = |visible: bool| {
        let sheets = book.sheets.iter().filter(move |it| it.visible == visible);
        sheets
            .flat_map(|sheet| tables(&labels, sheet, year))
            .collect::<Vec<_>>()
    };
    let mut seen = on(true);
    // What is filled in counts before what is not, then what fits the form best.
    seen.sort_by_key(|table| (!table.is_filled(), table.distance(form)));
    if seen.is_empty() {
        return Err(nowhere(form, book, &on(false)).into());
    }
    let best = seen.remove(0);
    let own: Vec<Table<'w>> = seen.into_iter().filter(|it| rivals(&best, it)).collect();
    let mut notes = Vec::new();
    for other in own {
        match best.differs(&other) {
            Some(differ) => {
                let places = vec![best.begins(), other.begins()];
                let fault = Fault::Table(TableFault::TwoTables { places, differ });
                return Err(fault.nowhere().into());
            }
            None => {
                let place = other.begins();
                notes.push(Fault::Table(TableFault::SameTable { place }).nowhere());
            }
        }
    }
    if best.columns.values.len() > 1 {
        let columns = best.columns.values.iter();
        let cells = columns.map(|column| address(best.head, *column)).collect();
        let fault = Fault::Table(TableFault::TwoColumns { cells });
        return Err(fault.at(&best.sheet.name, String::new()).into());
    }
    Ok((best, notes))
}

/// Could the author have meant the other table as well? A blank copy of the
/// form is no rival of one that is filled in.
fn rivals(best: &Table<'_>, other: &Table<'_>) -> bool {
    let shared = other.rows.keys();
    let shared = shared.filter(|code| best.rows.contains_key(*code)).count();
    let most = other.rows.len().min(best.rows.len());
    shared > 0 && 2 * shared > most && (other.is_filled() || !best.is_filled())
}

/// The tables of a sheet that hold anything of the form.
fn tables<'w>(labels: &Labels<'_>, sheet: &'w Sheet, year: Option<i16>) -> Vec<Table<'w>> {
    let rows = sheet.rows();
    let heads = rows
        .iter()
        .filter_map(|row| Some((*row, columns(sheet, *row, year)?)));
    let heads: Vec<(u32, Columns)> = heads.take(MOST_HEADS).collect();
    let ends = heads.iter().skip(1).map(|(row, _)| *row).chain([u32::MAX]);
    let mut tables: Vec<Table<'w>> = Vec::new();
    for ((head, columns), end) in heads.iter().zip(ends) {
        let below = rows
            .iter()
            .copied()
            .filter(|row| (head + 1..end).contains(row));
        let table = rows::gather(labels, sheet, *head, columns.clone(), below);
        match tables.last_mut() {
            Some(before) if before.goes_on_in(&table) => before.append(table),
            Some(_) | None => tables.push(table),
        }
    }
    tables.retain(|table| table.rows.len() + table.strangers.len() > 0);
    tables
}

/// Why no table can be seen.
fn nowhere(form: &Form, book: &Workbook, hidden: &[Table<'_>]) -> Finding {
    let half = form.indicators().count().div_ceil(2);
    if let Some(table) = hidden.iter().find(|table| table.rows.len() >= half) {
        let name = &table.sheet.name;
        return Fault::Table(TableFault::OutOfSight).at(name, String::new());
    }
    let sheets = book.sheets.iter().filter(|sheet| sheet.visible);
    let coded = sheets
        .into_iter()
        .find(|sheet| rows::coded(form, sheet) >= half);
    match coded {
        Some(sheet) => Fault::Table(TableFault::NoValues).at(&sheet.name, String::new()),
        None => Fault::NoTable.nowhere(),
    }
}
