//! What became of units from year to year: `units.csv` may say from when and
//! until when there is a unit, and which units it came from or became. A unit
//! that is no more stays in the table as history and is asked for nothing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{
    complaint::{Checked, Complaint, Place, Problem},
    text,
    unit::Span,
};

/// The units of a table, with those that are no more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lineage {
    lines: BTreeMap<String, Line>,
}

/// A unit of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    name: String,
    at: u64,
    span: Span,
    from: BTreeSet<String>,
}

/// How a unit of one year stands to the year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Descent {
    /// It is the same.
    Same,
    /// It is the same under another code.
    Renamed,
    /// It came from several.
    Merged,
    /// It and others came from one.
    Split,
    /// It was not there before.
    New,
}

const COLUMNS: [&str; 4] = ["valid_from", "valid_until", "from", "became"];

impl Lineage {
    /// Reads the four columns `valid_from`, `valid_until` (days such as
    /// `01/01/2020`, both with it), `from` and `became` (codes, separated by
    /// spaces); each may be left out.
    ///
    /// # Errors
    /// Every fault of them, with its line.
    pub fn load(file: &str, text: &str) -> Checked<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let heads = reader.headers().cloned().unwrap_or_default();
        let mut reading = Reading {
            file,
            heads: &heads,
            complaints: Vec::new(),
        };
        let mut lineage = Self::default();
        let mut became: Vec<(u64, String, String)> = Vec::new();
        // A line that is no CSV is told by the reader of the units.
        for record in reader.records().flatten() {
            let at = record.position().map_or(0, csv::Position::line);
            let [from_day, until_day, from, to] = COLUMNS.map(|name| reading.cell(&record, name));
            let code = reading.cell(&record, "code");
            let span = Span {
                from: reading.day(at, "valid_from", &from_day),
                until: reading.day(at, "valid_until", &until_day),
            };
            if span.from.zip(span.until).is_some_and(|(a, b)| a > b) {
                reading.complain(at, "valid_until", Problem::EndsBeforeStart);
            }
            became.extend(codes(&to).map(|to| (at, code.clone(), to)));
            let line = Line {
                name: reading.cell(&record, "name"),
                at,
                span,
                from: codes(&from).collect(),
            };
            lineage.lines.entry(code).or_insert(line);
        }
        for (at, code, to) in became {
            match lineage.lines.get_mut(&to) {
                Some(line) => drop(line.from.insert(code)),
                None => reading.complain(at, "became", unknown(to)),
            }
        }
        lineage.check(&mut reading);
        if reading.complaints.is_empty() {
            Ok(lineage)
        } else {
            let mut complaints = reading.complaints;
            complaints.sort_by(|a, b| a.place.cmp(&b.place));
            Err(complaints)
        }
    }

    /// A unit comes after those it came from.
    fn check(&self, reading: &mut Reading<'_>) {
        for (code, line) in &self.lines {
            for from in &line.from {
                let Some(before) = self.lines.get(from) else {
                    reading.complain(line.at, "from", unknown(from.clone()));
                    continue;
                };
                let ends = before.span.until.zip(line.span.from);
                if code == from || ends.is_none_or(|(ended, began)| ended >= began) {
                    let found = format!("{from} → {code}");
                    let allowed = "valid_until < valid_from".to_owned();
                    reading.complain(line.at, "from", Problem::NotAllowed { found, allowed });
                }
            }
        }
    }

    /// Is there a unit on this line of the file on one of these days?
    #[must_use]
    pub fn holds(&self, line: u64, first: Date, last: Date) -> bool {
        let mut lines = self.lines.values();
        let found = lines.find(|found| found.at == line);
        found.is_none_or(|found| found.span.meets(first, last))
    }

    /// The units of an earlier year that a unit came from: itself, if it was
    /// there, or else the nearest it came from that were.
    #[must_use]
    pub fn origins(&self, code: &str, was_there: &dyn Fn(&str) -> bool) -> Vec<String> {
        if was_there(code) {
            return vec![code.to_owned()];
        }
        let from = self.lines.get(code).map(|line| &line.from);
        let mut found: Vec<String> = from
            .into_iter()
            .flatten()
            .flat_map(|from| self.origins(from, was_there))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How a unit stands to the year before, among the units that there are now.
    #[must_use]
    pub fn descent(&self, code: &str, origins: &[String], now: &[&str]) -> Descent {
        let [one] = origins else {
            return if origins.is_empty() {
                Descent::New
            } else {
                Descent::Merged
            };
        };
        let shares = |other: &&&str| {
            let was_there = |code: &str| code == one;
            **other != code && self.origins(other, &was_there).contains(one)
        };
        if now.iter().any(|other| shares(&other)) {
            Descent::Split
        } else if one == code {
            Descent::Same
        } else {
            Descent::Renamed
        }
    }

    /// The name of a unit of the table.
    #[must_use]
    pub fn name(&self, code: &str) -> Option<&str> {
        self.lines.get(code).map(|line| line.name.as_str())
    }

    /// The codes of the table that are not among these.
    pub fn others<'l>(&'l self, now: &'l [&str]) -> impl Iterator<Item = &'l str> {
        let codes = self.lines.keys().map(String::as_str);
        codes.filter(move |code| !now.contains(code))
    }
}

struct Reading<'f> {
    file: &'f str,
    heads: &'f csv::StringRecord,
    complaints: Vec<Complaint>,
}

impl Reading<'_> {
    fn cell(&self, record: &csv::StringRecord, name: &str) -> String {
        let at = self.heads.iter().position(|head| head == name);
        text::tidy(at.and_then(|at| record.get(at)).unwrap_or_default())
    }

    fn day(&mut self, line: u64, key: &str, written: &str) -> Option<Date> {
        if written.is_empty() {
            return None;
        }
        let day = Date::strptime("%d/%m/%Y", written).ok();
        if day.is_none() {
            let (found, allowed) = (text::one_line(written, 80), "01/01/2020".to_owned());
            self.complain(line, key, Problem::NotAllowed { found, allowed });
        }
        day
    }

    fn complain(&mut self, line: u64, key: &str, problem: Problem) {
        self.complaints.push(Complaint {
            place: Place {
                file: self.file.to_owned(),
                line: usize::try_from(line).unwrap_or(usize::MAX),
                column: 1,
            },
            key: key.to_owned(),
            problem,
        });
    }
}

fn codes(cell: &str) -> impl Iterator<Item = String> {
    let words: Vec<String> = cell.split_whitespace().map(str::to_owned).collect();
    words.into_iter()
}

fn unknown(name: String) -> Problem {
    let kind = "unit";
    Problem::Dangling { name, kind }
}
