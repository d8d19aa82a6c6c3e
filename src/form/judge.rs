//! What must hold between the answers of a report: blanks that are allowed,
//! lists as long as they say, papers that are named, and the form's rules.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{
    definition::{Form, Indicator, Kind},
    locate::Table,
    rule::Relation,
};
use crate::{
    figures::{Code, Figures, Value},
    finding::{AnswerCell, BrokenRule, Expected, Fault, Finding, Operand, Severity},
    workbook::Content,
};

/// A report being judged: what was read, and what was noted so far.
pub(super) struct Judgement<'f> {
    /// The form.
    pub form: &'f Form,
    /// Where everything stands.
    pub table: &'f Table<'f>,
    /// What was read.
    pub figures: Figures,
    /// What was noted.
    pub findings: Vec<Finding>,
}

impl Judgement<'_> {
    /// Notes a fault of an indicator, at its value.
    pub fn note(&mut self, indicator: &Indicator, fault: Fault) {
        let cell = self.cell(&indicator.code);
        let mut finding = fault.at(&self.table.sheet.name, cell);
        finding.indicator = Some(indicator.code.clone());
        finding.label.clone_from(&indicator.label);
        self.findings.push(finding);
    }

    /// Where the value of an indicator stands.
    fn cell(&self, code: &Code) -> String {
        self.table.place(code).unwrap_or_default()
    }

    /// Indicators of which nothing can be concluded.
    fn faulty(&self) -> BTreeSet<Code> {
        let errors = self
            .findings
            .iter()
            .filter(|it| it.severity == Severity::Error);
        let faulty = errors.filter_map(|it| it.indicator.clone());
        faulty.chain(self.table.disputed.iter().cloned()).collect()
    }

    /// Do all hold? None when that cannot be told.
    fn hold(&self, relations: &[Relation], faulty: &BTreeSet<Code>) -> Option<bool> {
        if relations.is_empty() {
            return Some(false);
        }
        let mut all = true;
        for relation in relations {
            if relation.codes().any(|code| faulty.contains(code)) {
                return None;
            }
            all &= relation.holds(&self.figures)?;
        }
        Some(all)
    }

    /// Blanks: which are missing, and which values should be blank.
    pub fn blanks(&mut self) {
        let (form, faulty) = (self.form, self.faulty());
        for indicator in form.indicators().filter(|it| !faulty.contains(&it.code)) {
            let blank = self.hold(&indicator.blank_if, &faulty);
            let required = self.hold(&indicator.required_if, &faulty);
            match self.figures.0.get(&indicator.code) {
                None => {
                    let excused = blank != Some(false) || indicator.optional;
                    if required == Some(true) || required == Some(false) && !excused {
                        let expected = expected(&indicator.kind);
                        self.note(indicator, Fault::Missing { expected });
                    }
                }
                Some(value) if blank == Some(true) => {
                    if *value == Value::Number(Decimal::ZERO) {
                        // "0" for what does not apply harms nobody; it is not a figure.
                        self.figures.0.remove(&indicator.code);
                    } else {
                        self.must_be_blank(indicator, value.to_string());
                    }
                }
                Some(_) => (),
            }
        }
    }

    fn must_be_blank(&mut self, indicator: &Indicator, found: String) {
        let mut codes = indicator.blank_if.iter().flat_map(Relation::codes);
        let because = codes.next().and_then(|code| {
            let value = self.figures.get(code.as_str())?.clone();
            let (code, cell) = (code.clone(), self.cell(code));
            Some(Operand { code, cell, value })
        });
        if let Some(because) = because {
            self.note(indicator, Fault::MustBeBlank { found, because });
        }
    }

    /// Lists and papers that stand beside a value.
    pub fn company(&mut self) {
        let form = self.form;
        for indicator in form.indicators() {
            let Some(value) = self.figures.get(indicator.code.as_str()).cloned() else {
                continue;
            };
            let Some(row) = self
                .table
                .rows
                .get(&indicator.code)
                .and_then(|rows| rows.first())
            else {
                continue;
            };
            let beside = self.beside(*row);
            if let (Kind::List, Value::Number(declared)) = (&indicator.kind, &value)
                && let Some(listed) = miscounted(*declared, &beside, self.lines_below(*row))
            {
                let declared = value.to_string();
                self.note(indicator, Fault::ListCount { declared, listed });
            }
            let claims =
                value != Value::Number(Decimal::ZERO) && value != Value::Text("KHONG".into());
            if let Some(wanted) = indicator
                .evidence
                .clone()
                .filter(|_| claims && beside.is_empty())
            {
                self.note(indicator, Fault::NoEvidence { wanted });
            }
        }
    }

    /// The texts in the columns of evidence and notes.
    fn beside(&self, row: u32) -> Vec<String> {
        let texts = self.table.columns.beside.iter().filter_map(|column| {
            match &self.table.sheet.cell(row, *column)?.content {
                Content::Text(text) if !text.trim().is_empty() => Some(text.clone()),
                Content::Number(number) => Some(number.to_string()),
                Content::Date(text) => Some(text.clone()),
                Content::Text(_)
                | Content::Percent(_)
                | Content::Bool(_)
                | Content::Error(_)
                | Content::Stale { .. }
                | Content::Nothing => None,
            }
        });
        texts.collect()
    }

    /// Rows put in below, with a label and neither code nor value.
    fn lines_below(&self, row: u32) -> usize {
        let Some(label) = self.table.columns.label else {
            return 0;
        };
        let taken: BTreeSet<u32> = self.table.rows.values().flatten().copied().collect();
        (row + 1..=self.table.last)
            .take_while(|row| !taken.contains(row))
            .filter(|row| {
                self.table
                    .sheet
                    .cell(*row, label)
                    .is_some_and(|it| !it.content.is_blank())
            })
            .filter(|row| self.table.answer(*row).1.is_none())
            .count()
    }

    /// The rules of the form. A rule about a value that has a finding of its
    /// own is not asked: one fault, one finding.
    pub fn rules(&mut self) {
        let (form, faulty) = (self.form, self.faulty());
        for rule in &form.rules {
            if rule.codes().any(|code| faulty.contains(code)) {
                continue;
            }
            let broken = rule.broken(&self.figures, &|code| self.cell(code));
            let subject = rule
                .require
                .subject()
                .and_then(|code| form.indicator(code.as_str()));
            if let (Some(broken), Some(subject)) = (broken, subject) {
                let broken = with_labels(form, broken);
                self.note(subject, Fault::Rule(Box::new(broken)));
                if let Some(finding) = self.findings.last_mut() {
                    finding.code.clone_from(&rule.code);
                    finding.severity = rule.severity;
                }
            }
        }
    }

    /// Formulas without a result are one fault of the program that saved the
    /// file: said once, with every cell.
    fn join_formulas(&mut self) {
        let is_one = |it: &Finding| it.fault == Fault::FormulaWithoutValue;
        if self.findings.iter().filter(|it| is_one(it)).count() < 2 {
            return;
        }
        let (formulas, others) = std::mem::take(&mut self.findings)
            .into_iter()
            .partition::<Vec<_>, _>(is_one);
        self.findings = others;
        let cells = formulas.into_iter().filter_map(|it| {
            let (code, cell) = (it.indicator?, it.cell);
            Some(AnswerCell { code, cell })
        });
        let cells = cells.collect();
        let joined = Fault::FormulasWithoutValue { cells };
        let joined = joined.at(&self.table.sheet.name, String::new());
        self.findings.push(joined);
    }

    /// The findings in the order of the form, those of the whole report first.
    pub fn done(mut self) -> (Figures, Vec<Finding>) {
        self.join_formulas();
        let order: BTreeMap<&Code, usize> = self
            .form
            .indicators()
            .zip(1..)
            .map(|(it, n)| (&it.code, n))
            .collect();
        self.findings.sort_by_key(|finding| {
            finding
                .indicator
                .as_ref()
                .and_then(|code| order.get(code))
                .copied()
                .unwrap_or(0)
        });
        (self.figures, self.findings)
    }
}

fn expected(kind: &Kind) -> Expected {
    match kind {
        Kind::Whole | Kind::List => Expected::Whole,
        Kind::Decimal(places) => Expected::Decimal(*places),
        Kind::YesNo => Expected::YesNo,
        Kind::Choice(choices) => {
            Expected::Option(choices.iter().map(|choice| choice.label.clone()).collect())
        }
        Kind::Text(_) => Expected::Text,
    }
}

/// How many things are listed, unless some honest way of counting gives what
/// is declared: by lines and semicolons, by commas, or by rows put in below.
fn miscounted(declared: Decimal, beside: &[String], rows: usize) -> Option<usize> {
    let count = |marks: &[char]| {
        let items = beside
            .iter()
            .flat_map(|text| text.split(|c| marks.contains(&c)));
        items
            .filter(|item| item.chars().any(char::is_alphanumeric))
            .count()
    };
    let lines = count(&['\n', '\r', ';']);
    let ways = [lines, count(&['\n', '\r', ';', ',']), rows];
    (!ways.iter().any(|way| Decimal::from(*way) == declared)).then_some(lines.max(rows))
}

/// Options as the form prints them, not by their codes.
fn with_labels(form: &Form, mut broken: BrokenRule) -> BrokenRule {
    let label = |code: &Code, option: &str| {
        let Kind::Choice(choices) = &form.indicator(code.as_str())?.kind else {
            return None;
        };
        Some(
            choices
                .iter()
                .find(|choice| choice.code == option)?
                .label
                .clone(),
        )
    };
    if let Some(first) = broken.left.operands.first()
        && let Some(printed) = label(&first.code, &broken.right.total)
    {
        broken.right.total.clone_from(&printed);
        broken.right.written = printed;
    }
    let operands = broken.left.operands.iter_mut().chain(&mut broken.because);
    for operand in operands {
        if let Value::Text(option) = &operand.value
            && let Some(printed) = label(&operand.code, option)
        {
            operand.value = Value::Text(printed);
        }
    }
    broken
}
