//! The head of a table: which column is which, by what their headings say.

use super::answer::key;
use crate::workbook::{Content, Sheet};

/// The columns that a row names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// Codes.
    pub code: Option<u32>,
    /// Labels.
    pub label: Option<u32>,
    /// Values; several when the headings leave it open.
    pub values: Vec<u32>,
    /// Where the next heading after the first of them stands: a heading joined
    /// over several columns names them all.
    pub next: u32,
    /// Evidence and notes.
    pub beside: Vec<u32>,
}

/// What a column is to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Code,
    Label,
    Values,
    Beside,
    Other,
}

/// What a heading, folded, makes of its column.
pub(super) fn column_of(name: &str) -> Column {
    match heading(name) {
        Heading::Code => Column::Code,
        Heading::Label => Column::Label,
        Heading::Values(_) => Column::Values,
        Heading::Beside => Column::Beside,
        Heading::Other => Column::Other,
    }
}

/// What a heading says.
enum Heading {
    Code,
    Label,
    /// With the year it names, if any.
    Values(Option<i16>),
    Beside,
    Other,
}

/// The columns that a row names, if it is the head of a table. `year` tells two
/// columns of values apart where their headings name years.
pub(super) fn columns(sheet: &Sheet, row: u32, year: Option<i16>) -> Option<Columns> {
    let (mut code, mut label, mut beside) = (None, None, Vec::new());
    let mut values: Vec<(u32, Option<i16>)> = Vec::new();
    let mut headings = Vec::new();
    for (column, cell) in sheet.row(row) {
        let Content::Text(written) = &cell.content else {
            continue;
        };
        // Headings are a few words; do not fold a page of text.
        if written.len() > 120 {
            continue;
        }
        headings.push(column);
        match heading(&key(written)) {
            Heading::Code => code = code.or(Some(column)),
            Heading::Label => label = label.or(Some(column)),
            Heading::Values(of) => values.push((column, of)),
            Heading::Beside => beside.push(column),
            Heading::Other => (),
        }
    }
    (code.is_some() || label.is_some()).then_some(())?;
    let this_year = values.iter().filter(|(_, of)| of.is_some() && *of == year);
    let named: Vec<u32> = this_year.map(|(column, _)| *column).collect();
    let values = if named.len() == 1 {
        named
    } else {
        values.into_iter().map(|(column, _)| column).collect()
    };
    let first = *values.first()?;
    let next = headings.into_iter().find(|column| *column > first);
    Some(Columns {
        code,
        label,
        next: next.unwrap_or(first + 1),
        values,
        beside,
    })
}

fn heading(name: &str) -> Heading {
    match name {
        "ma" | "ma so" | "ma chi tieu" | "ma ct" => Heading::Code,
        "noi dung chi tieu" | "chi tieu" | "noi dung" | "ten chi tieu" => Heading::Label,
        name if name.starts_with("tai lieu") || name.starts_with("ghi chu") => Heading::Beside,
        name if is_of_values(name) => Heading::Values(year_in(name)),
        _ => Heading::Other,
    }
}

fn is_of_values(name: &str) -> bool {
    let beginnings = ["so lieu", "so luong", "gia tri", "ket qua", "so bao cao"];
    beginnings.iter().any(|beginning| {
        name.strip_prefix(beginning)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

fn year_in(name: &str) -> Option<i16> {
    let mut words = name.split(' ').filter(|word| word.len() == 4);
    words.find_map(|word| word.parse().ok())
}
