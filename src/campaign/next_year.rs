//! A new campaign from the files of the last one: days moved to the same days of
//! the new year, names and numbers changed, what the units reported kept as last
//! year's. The files are changed as text, so that the notes people wrote in them
//! stay. What a person must look at is listed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};

use super::{Campaign, MAIN_FILE};
use crate::figures::{Code, Figures};

/// A new campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextYear {
    /// Its files, by name.
    pub files: BTreeMap<String, String>,
    /// What a person must look at.
    pub look_at: Vec<LookAt>,
}

/// Something that a person must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookAt {
    /// Another plan is carried out; this is the one that still stands there.
    Plan(String),
    /// The window, moved to the same days.
    Window(Timestamp, Timestamp),
    /// A day that the new year does not have was put on the day before.
    NoSuchDay(Date),
    /// Units and mailboxes: how many there are.
    Units(usize),
    /// The form in this file.
    Form(String),
    /// The scale in this file.
    Scale(String),
    /// Targets of the old year, in this file.
    Targets(String),
    /// The budget of the old year, in this file.
    Budget(String),
    /// Prizes: how many there are.
    Prizes(usize),
    /// What the units reported is kept in this file; so many of all.
    LastYear(String, usize, usize),
    /// Nothing is known of what the units reported.
    NoLastYear,
}

impl Campaign {
    /// The campaign of another year from the files of this one, and what its
    /// units reported in this one.
    #[must_use]
    pub fn next_year(
        &self,
        files: &BTreeMap<String, String>,
        year: i16,
        reported: &BTreeMap<String, Figures>,
    ) -> NextYear {
        let mut next = Mover {
            old: self.year,
            new: year,
            look_at: vec![LookAt::Plan(self.plan.clone())],
        };
        let main = files.get(MAIN_FILE).map(String::as_str).unwrap_or_default();
        let forms: BTreeSet<String> = settings(main, "form").collect();
        let scales: BTreeSet<String> = settings(main, "scale").collect();
        let before: BTreeSet<String> = settings(main, "last_year").collect();
        let budget = settings(main, "budget").next();
        let values = format!("values-{}.csv", self.year);
        let mut made = BTreeMap::new();
        for (name, text) in files.iter().filter(|(name, _)| !before.contains(*name)) {
            let text = if name == MAIN_FILE {
                let known = (!reported.is_empty()).then_some(values.as_str());
                with_last_year(&next.main(text), known)
            } else if forms.contains(name) {
                next.form(text)
            } else if budget.as_ref() == Some(name) {
                without_acknowledgements(text)
            } else {
                text.clone()
            };
            made.insert(name.clone(), text);
        }
        let units = self.registry.iter().count();
        let shift = |at: Timestamp| next.moment(at, self);
        let window = LookAt::Window(shift(self.window.opens), shift(self.window.closes));
        let mut look_at = next.look_at;
        look_at.extend([window, LookAt::Units(units)]);
        look_at.extend(forms.into_iter().map(LookAt::Form));
        look_at.extend(scales.into_iter().map(LookAt::Scale));
        look_at.extend(settings(main, "targets").map(LookAt::Targets));
        look_at.extend(budget.map(LookAt::Budget));
        let prizes = self.groups.iter().map(|group| group.prizes.len()).sum();
        look_at.push(LookAt::Prizes(prizes));
        if reported.is_empty() {
            look_at.push(LookAt::NoLastYear);
        } else {
            made.insert(values.clone(), table(reported));
            look_at.push(LookAt::LastYear(values, reported.len(), units));
        }
        NextYear {
            files: made,
            look_at,
        }
    }
}

struct Mover {
    old: i16,
    new: i16,
    look_at: Vec<LookAt>,
}

impl Mover {
    /// `campaign.toml`: names, the year, and every day in it.
    fn main(&mut self, text: &str) -> String {
        let mut section = String::new();
        let lines = text.split_inclusive('\n').map(|line| {
            if line.trim_start().starts_with('[') {
                section = line.trim().trim_matches(['[', ']']).to_owned();
            }
            let key = key_of(line);
            if section == "campaign" && key == Some("year") {
                return line.replacen(&self.old.to_string(), &self.new.to_string(), 1);
            }
            let named = ["id", "title", "short_title", "number_prefix"];
            if section == "campaign" && key.is_some_and(|key| named.contains(&key)) {
                return self.renamed(line);
            }
            match key {
                Some("plan") | None => line.to_owned(),
                Some(_) => self.moved(line),
            }
        });
        lines.collect()
    }

    /// A form is another one in another year: its code says so.
    fn form(&self, text: &str) -> String {
        let mut before = true;
        let lines = text.split_inclusive('\n').map(|line| {
            before = before && !line.trim_start().starts_with("[[");
            match key_of(line) {
                Some("id") if before => self.renamed(line),
                Some("version") if before => {
                    let (key, _) = line.split_once('=').unwrap_or((line, ""));
                    format!("{key}= 1\n")
                }
                Some(_) | None => line.to_owned(),
            }
        });
        lines.collect()
    }

    fn renamed(&self, line: &str) -> String {
        line.replace(&self.old.to_string(), &self.new.to_string())
    }

    /// Every day of a line (`2015-12-06`), moved by as many years as the
    /// campaign is.
    fn moved(&mut self, line: &str) -> String {
        const LENGTH: usize = "2015-12-06".len();
        let mut out = String::with_capacity(line.len());
        let mut rest = line;
        let mut after_digit = false;
        while let Some(first) = rest.chars().next() {
            let day = rest.get(..LENGTH).filter(|_| !after_digit);
            if let Some(day) = day.and_then(|day| day.parse::<Date>().ok()) {
                out.push_str(&self.day(day).to_string());
                rest = &rest[LENGTH..];
                after_digit = true;
                continue;
            }
            after_digit = first.is_ascii_digit();
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
        out
    }

    fn day(&mut self, day: Date) -> Date {
        let (moved, whole) = moved_by(day, self.new - self.old);
        if !whole {
            self.look_at.push(LookAt::NoSuchDay(moved));
        }
        moved
    }

    fn moment(&self, at: Timestamp, campaign: &Campaign) -> Timestamp {
        let local = at.to_zoned(campaign.zone.clone()).datetime();
        let (day, _) = moved_by(local.date(), self.new - self.old);
        let moved = day
            .to_datetime(local.time())
            .to_zoned(campaign.zone.clone());
        moved.map_or(at, |moved| moved.timestamp())
    }
}

/// The same day of another year; the day before, where that year has none.
fn moved_by(day: Date, years: i16) -> (Date, bool) {
    let year = day.year() + years;
    let whole = Date::new(year, day.month(), day.day());
    let before = || Date::new(year, day.month(), day.day() - 1);
    match whole {
        Ok(moved) => (moved, true),
        Err(_) => (before().unwrap_or(day), false),
    }
}

/// The key that a line sets; none for a comment, a heading or a value's rest.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (!key.is_empty() && key.chars().all(bare)).then_some(key)
}

/// The values of all lines that set a key to a text.
fn settings<'t>(text: &'t str, key: &'t str) -> impl Iterator<Item = String> + 't {
    let lines = text.lines().filter(move |line| key_of(line) == Some(key));
    lines.filter_map(|line| {
        let (_, value) = line.split_once('=')?;
        let value = value.split(['"', '\'']).nth(1)?;
        Some(value.to_owned())
    })
}

/// Names the table of last year's values in place of the one before it.
fn with_last_year(text: &str, values: Option<&str>) -> String {
    let named = values.map(|values| format!("last_year = \"{values}\"\n"));
    let stands = text.lines().any(|line| key_of(line) == Some("last_year"));
    let mut named = named.as_deref();
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let key = key_of(line);
        if key == Some("last_year") {
            out.push_str(named.take().unwrap_or_default());
            continue;
        }
        out.push_str(line);
        if key == Some("units") && !stands {
            out.push_str(named.take().unwrap_or_default());
        }
    }
    out
}

/// What somebody let stand in one budget, nobody has in the next.
fn without_acknowledgements(text: &str) -> String {
    let mut inside = false;
    let lines = text.split_inclusive('\n').filter(|line| {
        if line.trim_start().starts_with('[') {
            inside = line.trim() == "[[acknowledged]]";
        }
        !inside || line.trim_start().starts_with('#')
    });
    lines.collect()
}

/// A table of values, as it is read again.
fn table(reported: &BTreeMap<String, Figures>) -> String {
    let codes: BTreeSet<&Code> = reported.values().flat_map(|one| one.0.keys()).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heads = codes.iter().map(|code| code.as_str());
    // Writing to memory cannot fail; a table cut short would be found when read.
    let _ = writer.write_record(["unit"].into_iter().chain(heads));
    for (unit, figures) in reported {
        let cell = |code: &&Code| {
            let value = figures.get(code.as_str());
            value.map(ToString::to_string).unwrap_or_default()
        };
        let cells = codes.iter().map(cell);
        let _ = writer.write_record([unit.clone()].into_iter().chain(cells));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
