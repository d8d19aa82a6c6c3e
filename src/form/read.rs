//! A workbook → the figures of a form, and every finding at once.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    answer::answer,
    definition::Form,
    header::{self, Header},
    judge::Judgement,
    legacy,
    locate::{self, Table},
};
use crate::{
    figures::{Code, Figures},
    finding::{Fault, Finding, Severity, TableFault},
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
    /// Name of the sheet that holds the table; empty when there is none.
    pub sheet: String,
    /// Where the value of each indicator stands, such as `E16`.
    pub cells: BTreeMap<Code, String>,
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

    fn only(finding: Finding) -> Self {
        Self {
            findings: vec![finding],
            ..Self::default()
        }
    }
}

impl Form {
    /// The form that a workbook of nobody in particular is, and the reading by
    /// it. A form that says that it is another one, or that the template does
    /// not name, comes last: it may well have the fewest findings.
    #[must_use]
    pub fn best_of<'f>(forms: &'f [Self], book: &Workbook) -> (Option<&'f Self>, Reading) {
        let expected = Expected {
            siblings: forms,
            ..Expected::default()
        };
        let readings = forms.iter().map(|form| (form, form.read(book, &expected)));
        let fits = |(form, reading): &(&Self, Reading)| {
            let mut faults = reading.findings.iter().map(|it| &it.fault);
            let refused = faults.any(|it| matches!(it, Fault::WrongForm { .. }));
            let other = reading
                .header
                .form
                .as_ref()
                .is_some_and(|it| *it != form.id);
            (refused, other, reading.findings.len())
        };
        let best = readings.min_by_key(fits);
        best.map_or_else(Default::default, |(form, reading)| (Some(form), reading))
    }

    /// Reads a workbook by this form.
    #[must_use]
    pub fn read(&self, book: &Workbook, expected: &Expected<'_>) -> Reading {
        let (book, fonts) = legacy::modern(book);
        let (table, notes) = match locate::table(self, &book, expected.year) {
            Ok(found) => found,
            Err(why) => return Reading::only(*why),
        };
        if let Some(fault) = self.is_another(&book, &table, expected.siblings) {
            return Reading::only(fault.nowhere());
        }
        let (header, findings) = header::read(self, &book, &table, expected);
        let mut reading = Reading {
            header,
            sheet: table.sheet.name.clone(),
            cells: table
                .rows
                .keys()
                .filter_map(|code| Some((code.clone(), table.place(code)?)))
                .collect(),
            ..Reading::default()
        };
        if is_last_years(&findings) {
            reading.findings = findings;
            return reading;
        }
        if table.is_untouched() {
            // Whose it is still counts; who filled it in does not yet.
            reading.findings = findings;
            reading.findings.retain(|it| it.severity == Severity::Error);
            let head = address(
                table.head,
                table.columns.values.first().copied().unwrap_or(0),
            );
            let empty = Fault::Table(TableFault::Untouched);
            reading.findings.push(empty.at(&table.sheet.name, head));
            return reading;
        }
        let mut judgement = Judgement {
            form: self,
            table: &table,
            figures: Figures::default(),
            findings: [notes, fonts, findings].concat(),
        };
        let unread = table.unread(expected.year).map(Fault::Table);
        let unread = unread.map(|it| it.at(&table.sheet.name, String::new()));
        judgement.findings.extend(unread);
        self.answers(&table, &mut judgement);
        judgement.blanks();
        judgement.company();
        judgement.rules();
        (reading.figures, reading.findings) = judgement.done();
        reading
    }

    /// Why the workbook is not one of this form: said first and alone, because
    /// all else would be noise.
    fn is_another(&self, book: &Workbook, table: &Table<'_>, siblings: &[Self]) -> Option<Fault> {
        if let Some(found) = self.mistaken_for(book, table, siblings) {
            let expected = self.kind.clone();
            return Some(Fault::WrongForm { found, expected });
        }
        if table.rows.is_empty() {
            return Some(Fault::NoTable);
        }
        let found = header::declared_version(book)?;
        let ours = header::declared_form(book)? == self.id;
        let replaced = ours && found != self.version && !self.accepts.contains(&found);
        let (found, expected) = (found.to_string(), self.version.to_string());
        replaced.then_some(Fault::Table(TableFault::WrongVersion { found, expected }))
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
        for (code, _, fault) in &table.notes {
            if let Some(indicator) = self.indicator(code.as_str()) {
                judgement.note(indicator, Fault::Table(fault.clone()));
            }
        }
        let settled = |code: &Code| !table.disputed.contains(code);
        for indicator in self.indicators().filter(|it| settled(&it.code)) {
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
                    let place = |row: &u32| address(*row, table.answer(*row).0);
                    let cells = rows.iter().map(place).collect();
                    judgement.note(indicator, Fault::Twice { cells });
                    continue;
                }
            };
            let answer = answer(indicator, table.answer(row).1);
            if let Some(value) = answer.value {
                judgement.figures.0.insert(indicator.code.clone(), value);
            }
            for fault in answer.faults {
                judgement.note(indicator, fault);
            }
        }
    }
}

/// Year and period are both another year's: nobody forgot to change a title.
fn is_last_years(findings: &[Finding]) -> bool {
    let has = |code: &str| findings.iter().any(|finding| finding.code == code);
    has("E-YEAR") && has("E-PERIOD")
}
