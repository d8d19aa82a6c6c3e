//! Which row of a table is which indicator: by its code, else by its label,
//! else by a label that is the form's but for slips.

use std::collections::{BTreeMap, BTreeSet};

use super::{columns::Columns, definition::Form, likeness::slips, locate::Table};
use crate::{
    figures::Code,
    finding::TableFault,
    text,
    workbook::{Content, Sheet},
};

/// Rows that are held against every missing label, at most: comparing is slow,
/// and no honest sheet has so many rows without a code.
const MOST_GUESSED: usize = 300;

/// Longest label that is compared, in bytes.
const LONGEST: usize = 1000;

/// The labels of a form, folded.
pub(super) struct Labels<'f> {
    form: &'f Form,
    folded: BTreeMap<String, &'f Code>,
}

impl<'f> Labels<'f> {
    /// Folds them once.
    pub fn of(form: &'f Form) -> Self {
        let folded = form
            .indicators()
            .map(|indicator| (text::fold(&indicator.label), &indicator.code))
            .collect();
        Self { form, folded }
    }

    fn is_code(&self, code: &Code) -> bool {
        self.form.indicator(code.as_str()).is_some()
    }
}

/// What the cells of code and label say in one row.
struct Named {
    code: Option<Code>,
    label: Option<String>,
}

/// Gathers the rows of one table.
pub(super) fn gather<'w>(
    labels: &Labels<'_>,
    sheet: &'w Sheet,
    head: u32,
    columns: Columns,
    below: impl Iterator<Item = u32>,
) -> Table<'w> {
    let mut table = Table {
        sheet,
        head,
        last: head,
        columns,
        rows: BTreeMap::new(),
        strangers: BTreeSet::new(),
        notes: Vec::new(),
        disputed: BTreeSet::new(),
    };
    let mut unknown = Vec::new();
    for row in below {
        let named = table.named(row);
        if let Some(label) = table.claim(labels, row, named) {
            unknown.push((row, label));
        }
    }
    if unknown.len() <= MOST_GUESSED {
        table.guess(labels, &unknown);
    }
    table
}

impl Table<'_> {
    fn named(&self, row: u32) -> Named {
        let written = |column: Option<u32>| match &self.sheet.cell(row, column?)?.content {
            Content::Text(written) if written.len() < LONGEST => Some(written.as_str()),
            Content::Text(_)
            | Content::Number(_)
            | Content::Percent(_)
            | Content::Bool(_)
            | Content::Date(_)
            | Content::Error(_)
            | Content::Stale { .. }
            | Content::Nothing => None,
        };
        let label = written(self.columns.label).map(text::fold);
        Named {
            code: written(self.columns.code).and_then(code_of),
            label: label.filter(|label| !label.is_empty()),
        }
    }

    /// Gives a row to its indicator. What comes back is a label that is not on
    /// the form.
    fn claim(&mut self, labels: &Labels<'_>, row: u32, named: Named) -> Option<String> {
        let by_code = named.code.clone().filter(|code| labels.is_code(code));
        let label = named.label.as_ref();
        let by_label = label.and_then(|label| labels.folded.get(label).copied().cloned());
        let stranger = named.code.filter(looks_like_code);
        match (by_code, by_label, stranger) {
            (Some(code), Some(other), _) if code != other => {
                let (found, label_of) = (code.to_string(), other.to_string());
                let code_note = TableFault::CodeAndLabel {
                    code: found,
                    label_of,
                };
                self.note(code.clone(), row, code_note);
                self.disputed.extend([code.clone(), other]);
                self.give(code, row);
            }
            (Some(code), ..) | (None, Some(code), None) => self.give(code, row),
            (None, Some(code), Some(found)) => {
                let found = found.to_string();
                self.note(code.clone(), row, TableFault::NearCode { found });
                self.give(code, row);
            }
            (None, None, Some(code)) => {
                self.strangers.insert(code);
                self.last = row;
            }
            (None, None, None) => return named.label,
        }
        None
    }

    fn give(&mut self, code: Code, row: u32) {
        self.rows.entry(code).or_default().push(row);
        self.last = self.last.max(row);
    }

    fn note(&mut self, code: Code, row: u32, fault: TableFault) {
        self.notes.push((code, row, fault));
    }

    /// Looks among rows without a known name for indicators that have no row.
    /// A row that two indicators could claim, or an indicator with two such
    /// rows, is nobody's.
    fn guess(&mut self, labels: &Labels<'_>, unknown: &[(u32, String)]) {
        let missing: Vec<(&String, &Code)> = labels
            .folded
            .iter()
            .filter(|(_, code)| !self.rows.contains_key(**code))
            .map(|(label, code)| (label, *code))
            .collect();
        let mut claims: BTreeMap<&Code, Vec<u32>> = BTreeMap::new();
        for (row, written) in unknown {
            let mut near = missing
                .iter()
                .filter(|(label, _)| slips(written, label).is_some());
            if let (Some((_, code)), None) = (near.next(), near.next()) {
                claims.entry(code).or_default().push(*row);
            }
        }
        for (code, rows) in claims {
            if let [row] = rows.as_slice() {
                let cell = self.columns.label.and_then(|it| self.sheet.cell(*row, it));
                let found = cell.map_or_else(String::new, |cell| cell.content.shown());
                self.note(code.clone(), *row, TableFault::NearLabel { found });
                self.give(code.clone(), *row);
            }
        }
    }
}

/// The most codes of a form that stand in one column of a sheet.
pub(super) fn coded(form: &Form, sheet: &Sheet) -> usize {
    let mut found: BTreeMap<u32, BTreeSet<Code>> = BTreeMap::new();
    for ((_, column), cell) in &sheet.cells {
        if let Content::Text(written) = &cell.content
            && written.len() <= 16
            && let Some(code) = code_of(written)
            && form.indicator(code.as_str()).is_some()
        {
            found.entry(*column).or_default().insert(code);
        }
    }
    found.values().map(BTreeSet::len).max().unwrap_or(0)
}

/// A code as typed: in any case, with blanks or a dot in it.
fn code_of(written: &str) -> Option<Code> {
    let bare: String = text::tidy(written)
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '_'))
        .collect();
    Code::parse(&bare)
}

/// Does it read like the code of an indicator, of whichever form?
pub(super) fn is_like_code(written: &str) -> bool {
    code_of(written).is_some_and(|code| looks_like_code(&code))
}

/// Two letters or more, then two digits: not the code of a group.
fn looks_like_code(code: &Code) -> bool {
    let code = code.as_str();
    let digits = code.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits == 2 && code.len() >= 4
}
