//! Finds the table of a form in a workbook by what it says, not by where it
//! is: rows may have been inserted, columns moved, sheets put in front.

use std::collections::{BTreeMap, BTreeSet};

use super::{answer::key, definition::Form};
use crate::{
    figures::Code,
    text,
    workbook::{Content, Sheet, Workbook},
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
    /// The column that holds the values.
    pub value: u32,
    /// The columns that hold evidence and notes.
    pub beside: Vec<u32>,
    /// The column of labels, if any.
    pub label: Option<u32>,
    /// In which rows each indicator stands.
    pub rows: BTreeMap<Code, Vec<u32>>,
    /// Codes of indicators that this form does not have.
    pub strangers: BTreeSet<Code>,
}

struct Columns {
    code: Option<u32>,
    label: Option<u32>,
    value: u32,
    beside: Vec<u32>,
}

/// The table that answers most of the form's indicators, on the sheets that a
/// person can see.
pub(super) fn table<'w>(form: &Form, book: &'w Workbook) -> Option<Table<'w>> {
    let labels: BTreeMap<String, &Code> = form
        .indicators()
        .map(|indicator| (text::fold(&indicator.label), &indicator.code))
        .collect();
    let mut best: Option<Table<'w>> = None;
    for sheet in book.sheets.iter().filter(|sheet| sheet.visible) {
        let rows = sheet.rows();
        let heads = rows
            .iter()
            .filter_map(|row| Some((*row, columns(sheet, *row)?)));
        for (head, columns) in heads.take(MOST_HEADS) {
            let below = rows.iter().copied().filter(|row| *row > head);
            let table = gather(form, &labels, sheet, head, &columns, below);
            let known = |table: &Table<'_>| table.rows.len() + table.strangers.len();
            let better = best.as_ref().is_none_or(|best| known(&table) > known(best));
            if better && known(&table) > 0 {
                best = Some(table);
            }
        }
    }
    best
}

/// The columns that a row names, if it is the head of a table.
fn columns(sheet: &Sheet, row: u32) -> Option<Columns> {
    let (mut code, mut label, mut value, mut beside) = (None, None, None, Vec::new());
    for (column, cell) in sheet.row(row) {
        let Content::Text(written) = &cell.content else {
            continue;
        };
        // Headings are a few words; do not fold a page of text.
        if written.len() > 120 {
            continue;
        }
        let name = key(written);
        match name.as_str() {
            "ma" | "ma so" | "ma chi tieu" | "ma ct" => code = code.or(Some(column)),
            "noi dung chi tieu" | "chi tieu" | "noi dung" | "ten chi tieu" => {
                label = label.or(Some(column));
            }
            "gia tri" | "ket qua" => value = value.or(Some(column)),
            name if name.starts_with("so lieu") => value = value.or(Some(column)),
            name if name.starts_with("tai lieu") || name.starts_with("ghi chu") => {
                beside.push(column);
            }
            _ => (),
        }
    }
    (code.is_some() || label.is_some()).then_some(())?;
    Some(Columns {
        code,
        label,
        value: value?,
        beside,
    })
}

fn gather<'w>(
    form: &Form,
    labels: &BTreeMap<String, &Code>,
    sheet: &'w Sheet,
    head: u32,
    columns: &Columns,
    below: impl Iterator<Item = u32>,
) -> Table<'w> {
    let mut table = Table {
        sheet,
        head,
        last: head,
        value: columns.value,
        beside: columns.beside.clone(),
        label: columns.label,
        rows: BTreeMap::new(),
        strangers: BTreeSet::new(),
    };
    for row in below {
        let written = |column: Option<u32>| match &sheet.cell(row, column?)?.content {
            Content::Text(written) if written.len() < 1000 => Some(written.as_str()),
            Content::Text(_)
            | Content::Number(_)
            | Content::Bool(_)
            | Content::Date(_)
            | Content::Error(_)
            | Content::Nothing => None,
        };
        let code = written(columns.code).and_then(code_of);
        let by_code = code
            .clone()
            .filter(|code| form.indicator(code.as_str()).is_some());
        let by_label = || {
            let label = text::fold(written(columns.label)?);
            labels.get(&label).copied().cloned()
        };
        if let Some(code) = by_code.or_else(by_label) {
            table.rows.entry(code).or_default().push(row);
            table.last = row;
        } else if let Some(code) = code.filter(looks_like_code) {
            table.strangers.insert(code);
            table.last = row;
        }
    }
    table
}

/// A code as typed: in any case, with blanks or a dot in it.
fn code_of(written: &str) -> Option<Code> {
    let bare: String = text::tidy(written)
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '_'))
        .collect();
    Code::parse(&bare)
}

/// Two letters or more, then two digits: not the code of a group.
fn looks_like_code(code: &Code) -> bool {
    let code = code.as_str();
    let digits = code.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits == 2 && code.len() >= 4
}

impl Table<'_> {
    /// How many indicators of `form` it lacks, and how many it has that are
    /// not of `form`.
    pub fn distance(&self, form: &Form) -> usize {
        let found: BTreeSet<&Code> = self.rows.keys().chain(&self.strangers).collect();
        let wanted: BTreeSet<&Code> = form.indicators().map(|it| &it.code).collect();
        found.symmetric_difference(&wanted).count()
    }
}
