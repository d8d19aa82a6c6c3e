//! Where everything stands on a form that we laid out, and which of its cells
//! the findings are about.

use std::collections::BTreeMap;

use super::{
    blank::{Columns, HEAD, Issue, LABEL},
    definition::Form,
    header::Header,
    letterhead::{of_year, period},
};
use crate::{
    figures::Code,
    finding::{AnswerCell, Fault, Finding, HeaderField, Severity},
    text,
    workbook::{
        address,
        layout::{Filling, Page},
    },
};

/// The cells of the letterhead that say whose report it is, and of when.
const TITLE: (u32, u16) = (4, 0);
const PERIOD: (u32, u16) = (6, 0);
const DOCUMENT: (u32, u16) = (3, 0);
const UNIT: (u32, u16) = (7, LABEL);
const UNIT_CODE: (u32, u16) = (8, LABEL);

/// Where everything stands on a form that we laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    pub(super) rows: BTreeMap<Code, u32>,
    fields: BTreeMap<HeaderField, u32>,
    pub(super) value: u16,
    pub(super) own: u16,
    pub(super) evidence: u16,
    pub(super) notes: u16,
    /// First and last row of the table.
    pub table: (u32, u32),
    /// The row that names the columns.
    pub head: u32,
    /// The row that says what to do with the form.
    pub hint: u32,
    /// The last column of the form; what is beside it is not part of it.
    pub last: u16,
}

/// A finding and the cell that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The finding; its sheet and cell are those of the page.
    pub finding: Finding,
    /// Row and column.
    pub at: (u32, u16),
    /// Cells that are wrong in the same way, by the same finding.
    pub with: Vec<(u32, u16)>,
    /// Rows of other values that the finding is about.
    pub also: Vec<u32>,
}

impl Form {
    /// Where everything stands on a page that this form laid out.
    #[must_use]
    pub fn places(&self, page: &Page, issue: &Issue) -> Places {
        let columns = Columns::of(self, issue);
        let table = page.growing.unwrap_or((HEAD + 1, HEAD + 1));
        let rows = page.cells.iter().filter_map(|((row, column), entry)| {
            let Filling::Text(text) = &entry.filling else {
                return None;
            };
            let inside = *column == 1 && (table.0..=table.1).contains(row);
            let indicator = self.indicator(text).filter(|_| inside)?;
            Some((indicator.code.clone(), *row))
        });
        Places {
            rows: rows.collect(),
            // Its title comes first.
            fields: self.contacts().zip(table.1 + 2..).collect(),
            value: columns.value,
            own: columns.own,
            evidence: columns.evidence,
            notes: columns.last,
            table,
            head: HEAD,
            hint: HEAD - 1,
            last: columns.last,
        }
    }
}

impl Places {
    /// Writes what a workbook said wrongly about itself, so that nobody but
    /// its author puts it right: figures of another unit or year must not
    /// become this unit's by our hand.
    pub fn keep_wrong_identity(&self, findings: &[Finding], header: &Header, page: &mut Page) {
        for finding in findings {
            let Some((at, text)) = wrong_identity(&finding.fault, header, page) else {
                continue;
            };
            if let Some(entry) = page.cells.get_mut(&at) {
                entry.filling = Filling::Text(text);
            }
        }
    }

    /// What the findings of this page are about. `before` are those of the file
    /// that came: what the page cannot show as it was is told as it was.
    #[must_use]
    pub fn marks(&self, page: &Page, findings: Vec<Finding>, before: &[Finding]) -> Vec<Mark> {
        let stops = |it: &Finding| it.severity == Severity::Error;
        let lost = |one: &&Finding| {
            let same = |it: &Finding| stops(it) && it.indicator == one.indicator;
            stops(one)
                && one.indicator.is_some()
                // Its row is there now; whether it may be blank was asked again.
                && one.fault != Fault::MissingIndicator
                && !findings.iter().any(same)
        };
        let lost: Vec<Finding> = before.iter().filter(lost).cloned().collect();
        // What stands in the place of a result is no answer of the author's.
        let joined = before.iter().filter(|it| !formulas(&it.fault).is_empty());
        let joined: Vec<Finding> = joined.cloned().collect();
        let told = |one: &Finding| {
            let mut cells = joined.iter().flat_map(|it| formulas(&it.fault));
            stops(one) && cells.any(|it| Some(&it.code) == one.indicator.as_ref())
        };
        let here = findings.iter().filter(|it| !told(it)).cloned();
        let all = here.chain(lost).chain(joined.iter().cloned());
        let mut marks: Vec<Mark> = all
            .filter_map(|finding| self.mark(&page.name, finding))
            .collect();
        marks.sort_by_key(|mark| (mark.finding.severity, mark.at));
        marks
    }

    /// Address of the value of an indicator.
    #[must_use]
    pub fn cell(&self, code: &Code) -> Option<String> {
        let row = self.rows.get(code)?;
        Some(address(*row, self.value.into()))
    }

    fn mark(&self, page: &str, mut finding: Finding) -> Option<Mark> {
        let at = self.place(&finding)?;
        page.clone_into(&mut finding.sheet);
        finding.cell = address(at.0, at.1.into());
        let mut with = Vec::new();
        if let Fault::FormulasWithoutValue { cells } = &mut finding.fault {
            for it in cells {
                if let Some(row) = self.rows.get(&it.code) {
                    with.push((*row, self.value));
                    it.cell = address(*row, self.value.into());
                }
            }
            with.retain(|other| *other != at);
        }
        let mut others = Vec::new();
        if let Fault::Rule(rule) = &finding.fault {
            others.extend(&rule.left.operands);
            others.extend(rule.right.operands.iter().chain(&rule.because));
        }
        if let Fault::MustBeBlank { because, .. } = &finding.fault {
            others.push(because);
        }
        let rows = others.into_iter().filter_map(|it| self.rows.get(&it.code));
        let mut also: Vec<u32> = rows.copied().filter(|row| *row != at.0).collect();
        also.sort_unstable();
        also.dedup();
        Some(Mark {
            finding,
            at,
            with,
            also,
        })
    }

    fn place(&self, finding: &Finding) -> Option<(u32, u16)> {
        if let Some(code) = &finding.indicator {
            let beside = matches!(finding.fault, Fault::NoEvidence { .. });
            let column = if beside { self.evidence } else { self.value };
            return Some((*self.rows.get(code)?, column));
        }
        if let Some(first) = formulas(&finding.fault).first() {
            return Some((*self.rows.get(&first.code)?, self.value));
        }
        if let Fault::HeaderMissing { field } | Fault::HeaderOdd { field, .. } = &finding.fault {
            if *field == HeaderField::Document {
                return Some(DOCUMENT);
            }
            return Some((*self.fields.get(field)?, self.value));
        }
        let is_here = |at: &(u32, u16)| address(at.0, at.1.into()) == finding.cell;
        [TITLE, PERIOD, UNIT, UNIT_CODE].into_iter().find(is_here)
    }
}

/// The cells of formulas without a result that are told together.
fn formulas(fault: &Fault) -> &[AnswerCell] {
    if let Fault::FormulasWithoutValue { cells } = fault {
        return cells;
    }
    &[]
}

fn wrong_identity(fault: &Fault, header: &Header, page: &Page) -> Option<((u32, u16), String)> {
    if let Fault::WrongUnit { found, .. } = fault {
        let name = header.unit_name.as_deref();
        let by_name = name.is_some_and(|name| text::one_line(name, 120) == *found);
        return Some((if by_name { UNIT } else { UNIT_CODE }, found.clone()));
    }
    if let Fault::WrongYear { found, expected } = fault {
        let Filling::Text(title) = &page.cells.get(&TITLE)?.filling else {
            return None;
        };
        let title = title.replace(&of_year(expected), &of_year(found));
        return Some((TITLE, title));
    }
    if let Fault::WrongPeriod { found, .. } = fault {
        return Some((PERIOD, period(found)));
    }
    None
}
