//! Figures such as an office of this town would report, without a fault by
//! the rules of its form.
//!
//! Nothing here knows a certain form: what is not asked for by name is told
//! from the words of the question and its unit of measure, and what the rules
//! leave open is a share of what is possible.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    chance::Chance,
    lines,
    room::{self, room},
};
use crate::{
    figures::{Figures, Value},
    form::{Choice, Form, Indicator, Kind, rule::Relation},
    text,
    unit::Unit,
};

/// A report, filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// The values.
    pub figures: Figures,
    /// What stands beside a value, by code.
    pub evidence: BTreeMap<String, String>,
}

/// How many times another draw is made when the rules cannot all hold.
const TRIES: u32 = 50;

/// From which to which number an answer goes, by words of its question
/// (without marks); the first that fits.
const BY_QUESTION: [(&str, i64, i64); 10] = [
    ("may quet", 1, 3),
    ("mua moi", 0, 4),
    ("soan thao van ban mat", 1, 2),
    ("bang thong", 8, 60),
    ("dich vu cong truc tuyen", 0, 9),
    ("tong so tthc", 90, 180),
    ("tong chi", 900, 4_200),
    ("chi cho cntt", 20, 160),
    ("sang kien", 0, 2),
    ("quy che", 0, 3),
];

/// The same by the unit of measure, where no rule bounds the answer.
const BY_UNIT: [(&str, i64, i64); 8] = [
    ("luot", 2, 30),
    ("tin bai", 6, 96),
    ("ho so", 300, 2_600),
    ("van ban", 180, 1_900),
    ("cau hoi", 0, 14),
    ("thu tuc", 0, 12),
    ("phan mem", 1, 5),
    ("trieu dong", 5, 400),
];

/// Who fills in, and how well equipped they are.
pub struct Writer<'w> {
    /// The form.
    pub form: &'w Form,
    /// The unit.
    pub unit: &'w Unit,
    /// The year, for the dates of papers.
    pub year: i16,
    /// Which edition of the report: a later one differs a little.
    pub edition: i64,
}

impl Writer<'_> {
    /// Fills the form in; none when its rules leave no way that was found.
    #[must_use]
    pub fn fill(&self, seed: u64) -> Option<Filled> {
        (0..TRIES).find_map(|attempt| {
            let purpose = format!("figures {} {attempt}", self.unit.code);
            let mut chance = Chance::of(seed, &purpose);
            let filled = self.draw(&mut chance);
            (!breaks(self.form, &filled.figures)).then_some(filled)
        })
    }

    fn draw(&self, chance: &mut Chance) -> Filled {
        let mut filled = Filled::default();
        let staff = chance.between(12, 46);
        let quality = (chance.between(45, 92) + 3 * (self.edition - 1)).min(100);
        let habits = Habits { staff, quality };
        for indicator in self.form.indicators() {
            if let Some(value) = self.answer(indicator, &filled.figures, &habits, chance) {
                if let Some(paper) = self.paper(indicator, &value, chance) {
                    filled.evidence.insert(indicator.code.to_string(), paper);
                }
                filled.figures.0.insert(indicator.code.clone(), value);
            }
        }
        filled
    }

    fn answer(
        &self,
        indicator: &Indicator,
        figures: &Figures,
        habits: &Habits,
        chance: &mut Chance,
    ) -> Option<Value> {
        let hold = |relations: &[Relation]| {
            let mut all = relations.iter();
            !relations.is_empty() && all.all(|it| it.holds(figures) == Some(true))
        };
        if hold(&indicator.blank_if) || indicator.optional && !hold(&indicator.required_if) {
            return None;
        }
        match &indicator.kind {
            Kind::Whole | Kind::Decimal(_) | Kind::List => {
                Some(self.number(indicator, figures, habits, chance))
            }
            Kind::YesNo => {
                let yes = chance.percent(habits.quality);
                self.first_allowed(indicator, figures, [yes, !yes].map(Value::Bool))
            }
            Kind::Choice(choices) => {
                let ordered = preferred(choices, habits, chance);
                self.first_allowed(indicator, figures, ordered)
            }
            Kind::Text(suffix) => {
                let local = self.unit.mailbox.local();
                let name = local.split('.').next().unwrap_or(local);
                let site = suffix.as_ref().map(|under| format!("http://{name}{under}"));
                Some(Value::Text(
                    site.unwrap_or_else(|| lines::NOTHING.to_owned()),
                ))
            }
        }
    }

    /// The first answer that breaks no rule about what is filled in already.
    fn first_allowed(
        &self,
        indicator: &Indicator,
        figures: &Figures,
        answers: impl IntoIterator<Item = Value>,
    ) -> Option<Value> {
        let mut tried = figures.clone();
        answers.into_iter().find(|answer| {
            tried.0.insert(indicator.code.clone(), answer.clone());
            !breaks(self.form, &tried)
        })
    }

    fn number(
        &self,
        indicator: &Indicator,
        figures: &Figures,
        habits: &Habits,
        chance: &mut Chance,
    ) -> Value {
        let steps = room::steps(indicator);
        let room = room(self.form, indicator, figures);
        let span = |table: &[(&str, i64, i64)], words: &str| {
            let words = text::plain(words);
            let found = table.iter().find(|(word, ..)| words.contains(word));
            found.map(|(_, low, high)| (low * steps, high * steps))
        };
        let low = room.low.unwrap_or(0);
        let drawn = if let Some((from, to)) = span(&BY_QUESTION, &indicator.label) {
            chance.between(from, to)
        } else if let Some(high) = room.high {
            low + (high - low) * habits.share(100, chance) / 100
        } else if let Some((from, to)) = span(&BY_UNIT, &indicator.unit) {
            chance.between(from, to)
        } else {
            steps * habits.staff * habits.share(110, chance) / 100
        };
        let within = drawn.max(low).min(room.high.unwrap_or(i64::MAX));
        let places = match indicator.kind {
            Kind::Decimal(places) => places,
            Kind::Whole | Kind::YesNo | Kind::Choice(_) | Kind::Text(_) | Kind::List => 0,
        };
        Value::Number(Decimal::new(within, places))
    }

    /// What stands in the column of evidence.
    fn paper(&self, indicator: &Indicator, value: &Value, chance: &mut Chance) -> Option<String> {
        let count = match value {
            Value::Number(number) => i64::try_from(*number).unwrap_or(0),
            Value::Text(option) if option == "KHONG" => 0,
            Value::Bool(_) | Value::Text(_) => 1,
        };
        if count == 0 {
            return None;
        }
        let paper = |number| lines::paper(number, self.year);
        if matches!(indicator.kind, Kind::List) {
            let software = text::plain(&indicator.unit).contains("phan mem");
            let first = chance.between(3, 40);
            let items: Vec<String> = (0..count)
                .map(|n| {
                    let known = usize::try_from(n).ok().and_then(|n| lines::SOFTWARE.get(n));
                    let name = known.filter(|_| software).map(|name| (*name).to_owned());
                    name.unwrap_or_else(|| paper(first + n))
                })
                .collect();
            return Some(items.join("; "));
        }
        indicator.evidence.as_ref()?;
        Some(paper(chance.between(3, 40)))
    }
}

/// What a unit's answers have in common.
struct Habits {
    /// People at the office.
    staff: i64,
    /// How far it is with its computers, of a hundred.
    quality: i64,
}

impl Habits {
    /// How much of what is possible, of a hundred. A better unit draws a
    /// little more from the same chance, so that editions stay alike.
    fn share(&self, most: i64, chance: &mut Chance) -> i64 {
        self.quality + (most - self.quality) * chance.between(0, 100) / 100
    }
}

/// The options, in the order in which this unit would tick them: forms list
/// the worst first.
fn preferred(choices: &[Choice], habits: &Habits, chance: &mut Chance) -> Vec<Value> {
    let mut options: Vec<Value> = choices
        .iter()
        .map(|choice| Value::Text(choice.code.clone()))
        .collect();
    if chance.percent(habits.quality) {
        options.reverse();
    } else {
        chance.shuffle(&mut options);
    }
    options
}

fn breaks(form: &Form, figures: &Figures) -> bool {
    let nowhere = |_: &_| String::new();
    let mut rules = form.rules.iter();
    rules.any(|rule| rule.broken(figures, &nowhere).is_some())
}
