//! A table of values: one unit a line, one indicator a column. It is how an
//! office scores offline what it already has in a spreadsheet.
//!
//! The header is `unit,<code>,<code>…`. Besides the codes of a form a column may
//! be the code of an item that the council marks, or one of `@days_late`,
//! `@paper` (is the signed copy there?) and `@corrected_down`. A blank cell is
//! blank: it is not zero. A code that is not on the form of a unit is not read
//! for that unit, so that one table can hold both kinds.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr as _,
};

use rust_decimal::Decimal;

use super::{
    indicators::{IndicatorType, Indicators},
    participant::{Participant, Timeliness},
    scale::Scale,
};
use crate::{
    complaint::{Checked, Complaint, Place, Problem},
    figures::{Code, Figures, Value},
    text,
};

/// A unit that may stand in the table.
#[derive(Debug, Clone)]
pub struct Entrant<'a> {
    /// The group it is ranked in.
    pub group: String,
    /// What holds for it.
    pub traits: BTreeSet<String>,
    /// The indicators of its form.
    pub indicators: &'a Indicators,
    /// The scale of its group.
    pub scale: &'a Scale,
    /// What the office asked of it.
    pub targets: Figures,
    /// The table says what is asked, so every number must be above zero.
    pub above_zero: bool,
}

/// What a column holds.
#[derive(Debug, Clone)]
enum Column {
    Unit,
    Figure(Code),
    Council(String),
    DaysLate,
    Paper,
    CorrectedDown,
    Unknown,
}

const DAYS_LATE: &str = "@days_late";
const PAPER: &str = "@paper";
const CORRECTED_DOWN: &str = "@corrected_down";

/// Reads a table: those who report, by group, in the order of the table.
///
/// # Errors
/// Every fault, with its line; the key is the column.
pub fn read(
    file: &str,
    text: &str,
    entrants: &BTreeMap<String, Entrant<'_>>,
) -> Checked<BTreeMap<String, Vec<Participant>>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut faults = Faults {
        file,
        line: 1,
        complaints: Vec::new(),
    };
    let headers = reader.headers().cloned().unwrap_or_default();
    let columns = columns(&headers, entrants, &mut faults);
    let mut lines = BTreeMap::new();
    let mut groups: BTreeMap<String, Vec<Participant>> = BTreeMap::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.at(error.position());
                faults.add("", Problem::Syntax(error.to_string()));
                continue;
            }
        };
        faults.at(record.position());
        let Some((group, participant)) = line(&record, &columns, entrants, &mut faults) else {
            continue;
        };
        let unit = participant.unit.clone();
        if let Some(first_line) = lines.insert(unit.clone(), faults.line) {
            let value = unit;
            faults.add("unit", Problem::Duplicate { value, first_line });
        }
        groups.entry(group).or_default().push(participant);
    }
    if faults.complaints.is_empty() {
        Ok(groups)
    } else {
        Err(faults.complaints)
    }
}

struct Faults<'f> {
    file: &'f str,
    line: usize,
    complaints: Vec<Complaint>,
}

impl Faults<'_> {
    fn at(&mut self, position: Option<&csv::Position>) {
        let line = position.map_or(0, csv::Position::line);
        self.line = usize::try_from(line).unwrap_or(usize::MAX);
    }

    fn add(&mut self, key: &str, problem: Problem) {
        self.complaints.push(Complaint {
            place: Place {
                file: self.file.to_owned(),
                line: self.line,
                column: 1,
            },
            key: key.to_owned(),
            problem,
        });
    }
}

/// The group and the report of one line.
fn line(
    record: &csv::StringRecord,
    columns: &[(String, Column)],
    entrants: &BTreeMap<String, Entrant<'_>>,
    faults: &mut Faults<'_>,
) -> Option<(String, Participant)> {
    let cells = || columns.iter().zip(record);
    let unit = cells().find(|((_, column), _)| matches!(column, Column::Unit));
    let unit = text::tidy(unit.map_or("", |(_, cell)| cell));
    let Some(entrant) = entrants.get(&unit) else {
        let (name, kind) = (unit, "unit");
        faults.add("unit", Problem::Dangling { name, kind });
        return None;
    };
    let mut participant = Participant::reporting(&unit, Figures::default());
    participant.traits.clone_from(&entrant.traits);
    participant.targets.clone_from(&entrant.targets);
    for ((name, column), cell) in cells().filter(|(_, cell)| !cell.is_empty()) {
        if let Err(problem) = put(&mut participant, entrant, column, cell) {
            faults.add(name, problem);
        }
    }
    Some((entrant.group.clone(), participant))
}

fn columns(
    headers: &csv::StringRecord,
    entrants: &BTreeMap<String, Entrant<'_>>,
    faults: &mut Faults<'_>,
) -> Vec<(String, Column)> {
    let mut columns: Vec<(String, Column)> = Vec::new();
    for header in headers {
        let name = text::tidy(header);
        let column = column(&name, entrants);
        if columns.iter().any(|(known, _)| *known == name) {
            let (value, first_line) = (name.clone(), 1);
            faults.add(&name, Problem::Duplicate { value, first_line });
        } else if matches!(column, Column::Unknown) {
            let nearest = nearest(&name, entrants);
            faults.add(&name, Problem::Unknown { nearest });
        }
        columns.push((name, column));
    }
    if columns.iter().all(|(name, _)| name != "unit") {
        faults.add("unit", Problem::Missing);
    }
    columns
}

fn column(name: &str, entrants: &BTreeMap<String, Entrant<'_>>) -> Column {
    match name {
        "unit" => return Column::Unit,
        DAYS_LATE => return Column::DaysLate,
        PAPER => return Column::Paper,
        CORRECTED_DOWN => return Column::CorrectedDown,
        _ => (),
    }
    let some = |known: &dyn Fn(&Entrant<'_>) -> bool| entrants.values().any(known);
    if let Some(code) = Code::parse(name)
        && some(&|entrant| entrant.indicators.0.contains_key(&code))
    {
        return Column::Figure(code);
    }
    if some(&|entrant| entrant.scale.council_range(name).is_some()) {
        return Column::Council(name.to_owned());
    }
    Column::Unknown
}

fn nearest(name: &str, entrants: &BTreeMap<String, Entrant<'_>>) -> Option<String> {
    let codes = entrants.values().flat_map(|e| e.indicators.0.keys());
    let fixed = ["unit", DAYS_LATE, PAPER, CORRECTED_DOWN];
    let known = codes.map(Code::as_str).chain(fixed);
    known
        .filter_map(|known| Some((text::edits(name, known, 2)?, known)))
        .min()
        .map(|(_, known)| known.to_owned())
}

fn put(
    participant: &mut Participant,
    entrant: &Entrant<'_>,
    column: &Column,
    cell: &str,
) -> Result<(), Problem> {
    match column {
        Column::Unit | Column::Unknown => (),
        Column::Figure(code) => {
            if let Some(kind) = entrant.indicators.0.get(code) {
                let value = value(kind, cell)?;
                let asked = matches!(value, Value::Number(it) if it > Decimal::ZERO);
                if entrant.above_zero && !asked {
                    return Err(not_allowed(cell, "> 0"));
                }
                participant.figures.0.insert(code.clone(), value);
            }
        }
        Column::Council(code) => {
            if let Some((max, step)) = entrant.scale.council_range(code) {
                let points = mark(cell, max, step)?;
                participant.council.insert(code.clone(), points);
            }
        }
        Column::DaysLate => participant.timeliness = timeliness(cell)?,
        Column::Paper => participant.paper_missing = !yes_or_no(cell)?,
        Column::CorrectedDown => {
            let count = cell.parse().map_err(|_| not_allowed(cell, "0, 1, 2 …"))?;
            participant.corrected_down = count;
        }
    }
    Ok(())
}

fn value(kind: &IndicatorType, cell: &str) -> Result<Value, Problem> {
    match kind {
        IndicatorType::Number { min, max } => {
            let number = number(cell)?;
            let low = min.is_some_and(|min| number < min);
            if low || max.is_some_and(|max| number > max) {
                let end = |end: &Option<Decimal>| end.map_or("…".to_owned(), text::short_decimal);
                let allowed = format!("{} .. {}", end(min), end(max));
                return Err(not_allowed(cell, &allowed));
            }
            Ok(Value::Number(number))
        }
        IndicatorType::Bool => yes_or_no(cell).map(Value::Bool),
        IndicatorType::Choice { options } => {
            let option = options.iter().find(|o| o.eq_ignore_ascii_case(cell));
            let option = option.ok_or_else(|| not_allowed(cell, &options.join(" | ")))?;
            Ok(Value::Text(option.clone()))
        }
        IndicatorType::Text => Ok(Value::Text(text::tidy(cell))),
    }
}

/// Digits with a decimal point, or a decimal comma as offices type it. There are
/// no thousands separators: `1.234` is one and a bit.
fn number(cell: &str) -> Result<Decimal, Problem> {
    let plain = cell.replace(',', ".");
    let digits = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    let number = Decimal::from_str(&plain).ok();
    number
        .filter(|_| plain.chars().all(digits))
        .ok_or_else(|| not_allowed(cell, "12 | 12.5"))
}

fn yes_or_no(cell: &str) -> Result<bool, Problem> {
    match text::plain(cell).as_str() {
        "co" | "x" | "1" | "true" | "yes" => Ok(true),
        "khong" | "0" | "false" | "no" => Ok(false),
        _ => Err(not_allowed(cell, "Có | Không | 1 | 0 | true | false")),
    }
}

fn mark(cell: &str, max: Decimal, step: Decimal) -> Result<Decimal, Problem> {
    let points = number(cell)?;
    let within = points >= Decimal::ZERO && points <= max;
    let whole = points.checked_rem(step).is_some_and(|rest| rest.is_zero());
    if within && whole {
        return Ok(points);
    }
    let (step, max) = (step.normalize(), max.normalize());
    Err(not_allowed(cell, &format!("0, {step} … {max}")))
}

fn timeliness(cell: &str) -> Result<Timeliness, Problem> {
    let wrong = || not_allowed(cell, "0, 0.5, 1 …");
    let days = number(cell)?;
    if days.is_zero() {
        return Ok(Timeliness::OnTime);
    }
    let seconds = days
        .checked_mul(Decimal::from(24 * 60 * 60))
        .ok_or_else(wrong)?;
    let seconds = u64::try_from(seconds.ceil()).map_err(|_| wrong())?;
    Ok(Timeliness::LateBy { seconds })
}

fn not_allowed(found: &str, allowed: &str) -> Problem {
    Problem::NotAllowed {
        found: text::one_line(found, 80),
        allowed: allowed.to_owned(),
    }
}
