//! A workbook → the figures of a form, and every finding at once.

use jiff::civil::Date;

use super::{
    answer::answer,
    definition::Form,
    header::{self, Header},
    judge::Judgement,
    locate::{self, Table},
};
use crate::{
    figures::Figures,
    finding::{Fault, Finding, Severity},
    workbook::{Workbook, address},
};

/// What the report of a unit should say about itself. What is left empty is
/// not checked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Expected<'a> {
    /// Code of the unit whose mailbox sent it.
    pub unit_code: &'a str,
    /// Its names, the full one first.
    pub unit_names: &'a [String],
    /// The year of the campaign.
    pub year: Option<i16>,
    /// First and last day of the period that is reported.
    pub period: Option<(Date, Date)>,
    /// Every form of the campaign: a report on another one is told so, and not
    /// that half of its rows are missing.
    pub siblings: &'a [Form],
}

/// What a workbook says by a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The values that could be read. They are complete only when no finding
    /// is an error.
    pub figures: Figures,
    /// What the report says about itself.
    pub header: Header,
    /// Everything there is to say about it.
    pub findings: Vec<Finding>,
}

impl Reading {
    /// Is there nothing that stops the report?
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.severity == Severity::Warning)
    }

    fn only(fault: Fault) -> Self {
        Self {
            findings: vec![fault.nowhere()],
            ..Self::default()
        }
    }
}

impl Form {
    /// Reads a workbook by this form.
    #[must_use]
    pub fn read(&self, book: &Workbook, expected: &Expected<'_>) -> Reading {
        let Some(table) = locate::table(self, book) else {
            return Reading::only(Fault::NoTable);
        };
        if let Some(kind) = self.mistaken_for(book, &table, expected.siblings) {
            let (found, expected) = (kind, self.kind.clone());
            return Reading::only(Fault::WrongForm { found, expected });
        }
        if table.rows.is_empty() {
            return Reading::only(Fault::NoTable);
        }
        let (header, findings) = header::read(book, &table, expected);
        let mut judgement = Judgement {
            form: self,
            table: &table,
            figures: Figures::default(),
            findings,
        };
        self.answers(&table, &mut judgement);
        judgement.blanks();
        judgement.company();
        judgement.rules();
        let (figures, findings) = judgement.done();
        Reading {
            figures,
            header,
            findings,
        }
    }

    /// The other form that this workbook is, if it is one.
    fn mistaken_for(
        &self,
        book: &Workbook,
        table: &Table<'_>,
        siblings: &[Self],
    ) -> Option<String> {
        let own = table.distance(self);
        let nearer = siblings
            .iter()
            .filter(|form| form.id != self.id)
            .map(|form| (table.distance(form), form))
            .filter(|(distance, _)| *distance < own)
            .min_by_key(|(distance, _)| *distance);
        if let Some((_, form)) = nearer {
            return Some(form.kind.clone());
        }
        let declared = header::declared_form(book)?;
        let sibling = siblings
            .iter()
            .find(|form| form.id == declared && form.id != self.id);
        // What the template was issued as counts only while the rows leave it open.
        sibling
            .filter(|form| table.distance(form) == own)
            .map(|form| form.kind.clone())
    }

    fn answers(&self, table: &Table<'_>, judgement: &mut Judgement<'_>) {
        for indicator in self.indicators() {
            let rows = table
                .rows
                .get(&indicator.code)
                .map_or(&[][..], Vec::as_slice);
            let row = match rows {
                [] => {
                    judgement.note(indicator, Fault::MissingIndicator);
                    continue;
                }
                [row] => *row,
                rows => {
                    let cells = rows.iter().map(|row| address(*row, table.value)).collect();
                    judgement.note(indicator, Fault::Twice { cells });
                    continue;
                }
            };
            let answer = answer(indicator, table.sheet.cell(row, table.value));
            if let Some(value) = answer.value {
                judgement.figures.0.insert(indicator.code.clone(), value);
            }
            for fault in answer.faults {
                judgement.note(indicator, fault);
            }
        }
    }
}
