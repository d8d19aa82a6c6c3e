//! What a unit wrote, given back to it: every answer as it was written, also
//! the wrong ones, at its place on a fresh form.
//!
//! No formula goes back: of one only what it came to. Rows that were moved are
//! at home again, and what stood twice stands once, with both values.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    answer::key,
    blank::{Issue, LABEL},
    definition::{Form, Indicator, Kind},
    header::Header,
    legacy,
    locate::{self, Table},
    marks::Places,
    prompt,
};
use crate::{
    figures::Code,
    text,
    workbook::{
        Cell, Content, Workbook,
        layout::{Filling, Page},
    },
};

/// Most letters of an answer, and of what stands beside it, that go back: with
/// all cells full a copy is still a file that a mailbox takes.
const MOST: usize = 300;
const MOST_BESIDE: usize = 3_000;

/// Parts two values of one indicator; in no reading one value.
const BOTH: &str = " | ";

/// What a unit wrote into a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    rows: BTreeMap<Code, Row>,
    dated: Option<String>,
}

/// What it wrote into one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    value: Option<Filling>,
    own: Option<Filling>,
    evidence: Option<Filling>,
    notes: Option<Filling>,
}

/// The columns that people write into.
struct Open {
    own: Vec<u32>,
    evidence: Vec<u32>,
    notes: Vec<u32>,
}

impl Form {
    /// Takes what a unit wrote out of its workbook; none when the table is not
    /// there, or it is open which of several is meant.
    #[must_use]
    pub fn written(&self, book: &Workbook, year: Option<i16>) -> Option<Written> {
        let (book, _) = legacy::modern(book);
        let (table, _) = locate::table(self, &book, year).ok()?;
        let open = Open::of(&table);
        let rows = self.indicators().filter_map(|indicator| {
            let rows = table.rows.get(&indicator.code)?;
            Some((
                indicator.code.clone(),
                self.row(indicator, rows, &table, &open),
            ))
        });
        Some(Written {
            rows: rows.collect(),
            dated: dated(&table),
        })
    }

    fn row(&self, indicator: &Indicator, rows: &[u32], table: &Table<'_>, open: &Open) -> Row {
        let sheet = table.sheet;
        let beside = |columns: &[u32]| {
            let cells = rows.iter().flat_map(|row| {
                columns
                    .iter()
                    .filter_map(|column| sheet.cell(*row, *column))
            });
            joined(
                cells.filter_map(|cell| beside(&cell.content)).collect(),
                "\n",
            )
        };
        let mut values: Vec<Filling> = rows
            .iter()
            .filter_map(|row| value(&indicator.kind, table.answer(*row).1?))
            .collect();
        values.dedup();
        // Two texts in one cell would be taken for one.
        if values.len() > 1 && matches!(indicator.kind, Kind::Text(_)) {
            values.clear();
        }
        let mut evidence: Vec<Filling> = beside(&open.evidence).into_iter().collect();
        if let (Kind::List, [row]) = (&indicator.kind, rows) {
            evidence.extend(self.lines_below(*row, table));
        }
        Row {
            value: joined(values, BOTH),
            own: beside(&open.own),
            evidence: joined(evidence, "\n"),
            notes: beside(&open.notes),
        }
    }

    /// What was listed in rows put in below: those rows are not on our form.
    fn lines_below(&self, row: u32, table: &Table<'_>) -> Vec<Filling> {
        let Some(label) = table.columns.label else {
            return Vec::new();
        };
        let is_group = |text: &str| {
            let mut groups = self.groups.iter();
            groups.any(|group| key(&group.label) == key(text))
        };
        (row + 1..=table.last)
            .take_while(|row| !table.rows.values().flatten().any(|taken| taken == row))
            .filter(|row| table.answer(*row).1.is_none())
            .filter_map(|row| beside(&table.sheet.cell(row, label)?.content))
            .filter(|line| !matches!(line, Filling::Text(text) if is_group(text)))
            .collect()
    }
}

impl Open {
    fn of(table: &Table<'_>) -> Self {
        let mut open = Self {
            own: Vec::new(),
            evidence: Vec::new(),
            notes: Vec::new(),
        };
        for (column, cell) in table.sheet.row(table.head) {
            let heading = key(&cell.content.shown());
            let columns = match heading.as_str() {
                heading if heading.starts_with("diem tu cham") => &mut open.own,
                heading if heading.starts_with("tai lieu") => &mut open.evidence,
                heading if heading.starts_with("ghi chu") => &mut open.notes,
                _ => continue,
            };
            columns.push(column);
        }
        open
    }
}

/// The line of place and date, when somebody has written the day into it.
fn dated(table: &Table<'_>) -> Option<String> {
    let above = table.sheet.cells.range(..(table.head, 0));
    above
        .filter_map(|(_, cell)| match &cell.content {
            Content::Text(text) if text.len() < 200 => Some(text),
            Content::Text(_)
            | Content::Number(_)
            | Content::Bool(_)
            | Content::Date(_)
            | Content::Percent(_)
            | Content::Stale { .. }
            | Content::Error(_)
            | Content::Nothing => None,
        })
        .find(|text| {
            let key = key(text);
            ["ngay", "thang", "nam"]
                .iter()
                .all(|word| key.contains(word))
                && text.contains(',')
                && !text.contains("/")
        })
        .map(|text| text::tidy(text))
}

/// What a cell holds, to be written again so that it is read as before.
fn value(kind: &Kind, cell: &Cell) -> Option<Filling> {
    // There every text is an answer, also one that says that there is none.
    let any_text = matches!(kind, Kind::Text(_));
    match &cell.content {
        Content::Nothing | Content::Stale { .. } | Content::Error(_) if any_text => None,
        // What the formula came to is in doubt: the note on the cell says how.
        Content::Nothing | Content::Stale { .. } => {
            Some(Filling::Text(prompt::NO_RESULT.to_owned()))
        }
        Content::Text(_)
        | Content::Number(_)
        | Content::Percent(_)
        | Content::Bool(_)
        | Content::Date(_)
        | Content::Error(_) => filling(&cell.content, MOST),
    }
}

fn beside(content: &Content) -> Option<Filling> {
    filling(content, MOST_BESIDE)
}

fn filling(content: &Content, most: usize) -> Option<Filling> {
    match content {
        content if content.is_blank() => None,
        Content::Number(number) => Some(Filling::Number(*number)),
        // As it is read: 35 for 35%.
        Content::Percent(share) => {
            let hundredths = share.saturating_mul(Decimal::ONE_HUNDRED);
            Some(Filling::Number(hundredths.normalize()))
        }
        Content::Text(text) => Some(Filling::Text(shortened(text, most))),
        Content::Stale { .. }
        | Content::Bool(_)
        | Content::Date(_)
        | Content::Error(_)
        | Content::Nothing => Some(Filling::Text(content.shown())),
    }
}

/// As it was written, line by line; what no cell of a file can hold is left out.
fn shortened(text: &str, most: usize) -> String {
    let kept = |c: &char| *c == '\n' || !c.is_control();
    let mut short: String = text.chars().filter(kept).take(most).collect();
    if text.chars().filter(kept).count() > most {
        short.push('…');
    }
    short
}

/// Several fillings as one; one alone stays what it is.
fn joined(mut fillings: Vec<Filling>, between: &str) -> Option<Filling> {
    if fillings.len() < 2 {
        return fillings.pop();
    }
    let texts = fillings.into_iter().filter_map(|filling| match filling {
        Filling::Blank => None,
        Filling::Text(text) => Some(text),
        Filling::Number(number) => Some(text::short_decimal(number)),
    });
    Some(Filling::Text(texts.collect::<Vec<_>>().join(between)))
}

impl Written {
    /// A form that says of whom it is what the unit's workbook said.
    #[must_use]
    pub fn issue(&self, blank: Issue, header: &Header) -> Issue {
        Issue {
            document: header.document.clone(),
            preparer: header.preparer.clone(),
            head: header.head.clone().unwrap_or_default(),
            ..blank
        }
    }

    /// Writes everything at its place.
    pub fn write(&self, places: &Places, page: &mut Page) {
        let mut put = |at: (u32, u16), filling: &Option<Filling>| {
            if let (Some(filling), Some(entry)) = (filling, page.cells.get_mut(&at)) {
                entry.filling = filling.clone();
            }
        };
        for (code, row) in &self.rows {
            if let Some(at) = places.rows.get(code) {
                put((*at, places.value), &row.value);
                put((*at, places.own), &row.own);
                put((*at, places.evidence), &row.evidence);
                put((*at, places.notes), &row.notes);
            }
        }
        put((3, LABEL + 1), &self.dated.clone().map(Filling::Text));
    }
}
