//! Rows of a table that hold figures and are not on the form: nothing in them
//! is read, and whoever wrote them should know.

use super::{answer::is_dotted_line, columns::columns, locate::Table, rows};
use crate::{
    finding::TableFault,
    text,
    workbook::{Content, address},
};

/// Rows that are named; of more it is said how many.
const MOST_NAMED: usize = 20;

/// Letters that make a label. The row of column numbers below a head has `(3)`
/// there, or one letter.
const LEAST_LABEL: usize = 3;

impl Table<'_> {
    /// The rows with a figure that no indicator has, if there are any.
    pub(super) fn unread(&self, year: Option<i16>) -> Option<TableFault> {
        let inside = self.head + 1..=self.last;
        let mut found: Vec<String> = inside
            .filter(|row| columns(self.sheet, *row, year).is_none())
            .filter_map(|row| self.stranger(row))
            .collect();
        // What was added at the end stands right below; further down is the foot
        // of the form, with telephones.
        let below = self.last.saturating_add(1)..;
        let added = below.map_while(|row| self.stranger(row).filter(|_| self.is_counted(row)));
        found.extend(added);
        let more = found.len().saturating_sub(MOST_NAMED);
        found.truncate(MOST_NAMED);
        let rows = found;
        (!rows.is_empty()).then_some(TableFault::RowsUnread { rows, more })
    }

    /// A row of nobody that holds a figure: where, and what it calls itself.
    fn stranger(&self, row: u32) -> Option<String> {
        if self.rows.values().flatten().any(|taken| *taken == row) {
            return None;
        }
        let (column, cell) = self.answer(row);
        let cell = cell.filter(|it| it.formula || !it.content.is_blank())?;
        if matches!(&cell.content, Content::Text(written) if is_dotted_line(written)) {
            return None;
        }
        let written = |column: Option<u32>| {
            let cell = self.sheet.cell(row, column?)?;
            Some(text::one_line(&cell.content.shown(), 60)).filter(|it| !it.is_empty())
        };
        let (code, label) = (written(self.columns.code), written(self.columns.label));
        let place = address(row, column);
        let letters = |it: &String| it.chars().filter(|c| c.is_alphabetic()).count();
        match (label, code) {
            (Some(label), _) if letters(&label) >= LEAST_LABEL => {
                Some(format!("{place} \"{label}\""))
            }
            (None, None) => Some(place),
            (_, Some(code)) if rows::is_like_code(&code) => Some(format!("{place} \"{code}\"")),
            (Some(_), _) | (None, Some(_)) => None,
        }
    }

    /// Is what stands there a number?
    fn is_counted(&self, row: u32) -> bool {
        let cell = self.answer(row).1;
        cell.is_some_and(|cell| matches!(cell.content, Content::Number(_)))
    }
}
