//! A scale read from its file, with every fault in it.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use rust_decimal::Decimal;

use super::{Adjustment, AdjustmentKind, Band, Group, Item, Key, Scale, total::Total};
use crate::{
    complaint::{Checked, Problem},
    document::{Document, Section},
    scoring::{
        formula::{Condition, Fault, Formula, Scope, Slots},
        indicators::Indicators,
    },
};

/// A formula longer than this is not a formula of an office.
const LONGEST: usize = 2000;

impl Scale {
    /// Reads a scale for reports with these indicators.
    ///
    /// # Errors
    /// Every fault, in the order of the file.
    pub fn load(file: &str, text: &str, indicators: &Indicators) -> Checked<Self> {
        let document = Document::parse(file, text);
        let root = document.root();
        let total = Total::read(&root);
        let scale = Reader {
            total,
            indicators,
            document: &document,
            root,
            slots: Slots::default(),
            traits: BTreeSet::new(),
            lines: BTreeMap::new(),
        }
        .scale();
        document.finish(scale)
    }
}

pub(super) struct Reader<'a> {
    indicators: &'a Indicators,
    document: &'a Document<'a>,
    root: Section<'a>,
    slots: Slots,
    traits: BTreeSet<String>,
    /// Line of every code given so far.
    lines: BTreeMap<String, usize>,
    total: Total,
}

impl<'a> Reader<'a> {
    fn scale(mut self) -> Scale {
        let traits = self.root.texts("traits").into_iter();
        self.traits = traits.map(|name| name.value).collect();
        let (sections, groups): (Vec<_>, Vec<_>) = self.groups().into_iter().unzip();
        let mut sums = vec![Decimal::ZERO; groups.len()];
        let items = self.items(&groups, &mut sums);
        for ((section, group), sum) in sections.iter().zip(&groups).zip(&sums) {
            check_sum(section, "max", group.max, *sum);
        }
        self.check_whole(&groups);
        let adjustments = self.adjustments();
        let scale = Scale {
            code: self.root.text("scale").value,
            title: self.root.text("title").value,
            notice: self.root.text_or("notice", ""),
            bands: self.bands(),
            order: self.order(&groups),
            total: self.total,
            traits: self.traits,
            slots: self.slots,
            groups,
            items,
            adjustments,
        };
        self.root.end();
        scale
    }

    /// The code of a section, which no other may have.
    fn code(&mut self, section: &Section<'_>) -> String {
        let code = section.text("code");
        let line = self.document.place(code.span.start).line;
        if code.value.is_empty() {
            return code.value;
        }
        if let Some(first_line) = self.lines.get(&code.value) {
            let (value, first_line) = (code.value.clone(), *first_line);
            section.complain("code", Problem::Duplicate { value, first_line });
        } else {
            self.lines.insert(code.value.clone(), line);
        }
        code.value
    }

    fn groups(&mut self) -> Vec<(Section<'a>, Group)> {
        let mut groups = Vec::new();
        for section in self.root.sections("group") {
            let group = Group {
                code: self.code(&section),
                label: section.text("label").value,
                max: positive(&section, "max"),
                weight: section.has("weight").then(|| positive(&section, "weight")),
            };
            section.end();
            groups.push((section, group));
        }
        groups
    }

    /// Either every group has a weight, and the weights come to one; or none
    /// has, and their points come to the whole.
    fn check_whole(&self, groups: &[Group]) {
        let weights: Vec<Decimal> = groups.iter().filter_map(|group| group.weight).collect();
        if weights.is_empty() {
            let all = groups.iter().map(|group| group.max).sum();
            check_sum(&self.root, "group", self.total.of, all);
        } else {
            // One that is missing makes the others come to less.
            check_sum(
                &self.root,
                "group.weight",
                Decimal::ONE,
                weights.iter().sum(),
            );
        }
        let lacks = groups.iter().any(|group| group.weight.is_none());
        if lacks && !weights.is_empty() {
            self.root.missing("group.weight");
        }
    }

    /// The items; the maximum of each is added to the sum of its group even if
    /// its formula is at fault, so that one fault is not told as two.
    fn items(&mut self, groups: &[Group], sums: &mut [Decimal]) -> Vec<Item> {
        let mut items = Vec::new();
        for section in self.root.sections("item") {
            let code = self.code(&section);
            let max = positive(&section, "max");
            let name = section.text("group").value;
            let group = groups.iter().position(|group| group.code == name);
            if let Some(sum) = group.and_then(|group| sums.get_mut(group)) {
                *sum += max;
            } else if !name.is_empty() {
                let kind = "group";
                section.complain("group", Problem::Dangling { name, kind });
            }
            let applies_if = self.applies_if(&section);
            let rule = self.rule(&section, max, applies_if.as_ref());
            let label = section.text("label").value;
            section.end();
            if let Some((group, rule)) = group.zip(rule) {
                items.push(Item {
                    code,
                    group,
                    label,
                    max,
                    applies_if,
                    rule,
                });
            }
        }
        items
    }

    fn scope(&self, max: Decimal) -> Scope<'_> {
        Scope {
            indicators: self.indicators,
            traits: &self.traits,
            max,
        }
    }

    fn applies_if(&mut self, section: &Section<'_>) -> Option<Condition> {
        let (written, span) = formula_text(section, "applies_if")?;
        let mut slots = std::mem::take(&mut self.slots);
        let compiled = Condition::compile(&written, self.scope(Decimal::ZERO), &mut slots);
        self.slots = slots;
        noted(section, "applies_if", &span, compiled)
    }

    pub(super) fn formula(
        &mut self,
        section: &Section<'_>,
        max: Decimal,
        guard: Option<&Condition>,
        on_zero: bool,
    ) -> Option<Formula> {
        let (written, span) = formula_text(section, "points")?;
        let mut slots = std::mem::take(&mut self.slots);
        let compiled = Formula::compile(&written, guard, on_zero, self.scope(max), &mut slots);
        self.slots = slots;
        noted(section, "points", &span, compiled)
    }

    fn adjustments(&mut self) -> Vec<Adjustment> {
        let mut adjustments = Vec::new();
        for section in self.root.sections("adjustment") {
            let code = self.code(&section);
            let label = section.text("label").value;
            let max = positive(&section, "max");
            let words = [
                ("bonus", AdjustmentKind::Bonus),
                ("penalty", AdjustmentKind::Penalty),
            ];
            let kind = section.choice("kind", None, &words);
            if !section.has("points") {
                section.missing("points");
            }
            let confirmed = section.boolean_or("confirmed_by_council", false);
            let formula = self.formula(&section, max, None, false);
            section.end();
            if let Some((kind, formula)) = kind.zip(formula) {
                adjustments.push(Adjustment {
                    code,
                    label,
                    kind,
                    max,
                    formula,
                    confirmed,
                });
            }
        }
        adjustments
    }

    fn bands(&self) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        for section in self.root.sections("band") {
            let band = Band {
                label: section.text("label").value,
                from: section.decimal("from"),
            };
            let lower = bands.last().is_none_or(|above| band.from < above.from);
            let most = self.total.at_most;
            if !lower || band.from < Decimal::ZERO || band.from > most {
                let allowed = bands.last().map_or_else(
                    || format!("0 … {}", most.normalize()),
                    |above| format!("0 … < {}", above.from.normalize()),
                );
                let found = band.from.normalize().to_string();
                section.complain("from", Problem::NotAllowed { found, allowed });
            }
            section.end();
            bands.push(band);
        }
        // The lowest band catches everything, or some total would have none.
        if let Some(lowest) = bands.last().filter(|band| band.from > Decimal::ZERO) {
            let gap = format!("0 … < {}", lowest.from.normalize());
            self.root.complain("band", Problem::StepsWithGaps(gap));
        }
        bands
    }

    fn order(&self, groups: &[Group]) -> Vec<Key> {
        let mut order = Vec::new();
        for name in self.root.texts("order") {
            let key = match name.value.as_str() {
                "total" => Some(Key::Total),
                "exact_total" => Some(Key::ExactTotal),
                "received" => Some(Key::Received),
                code => groups.iter().position(|g| g.code == code).map(Key::Group),
            };
            let first = order.is_empty();
            let total = matches!(key, Some(Key::Total | Key::ExactTotal));
            match key {
                Some(key) if first == total || key == Key::ExactTotal => order.push(key),
                Some(_) | None => {
                    let (found, allowed) = (name.value, order_words(first, groups));
                    let problem = Problem::NotAllowed { found, allowed };
                    self.root.complain_within("order", name.span, problem);
                }
            }
        }
        if order.is_empty() {
            order.push(Key::Total);
        }
        order
    }
}

/// The order begins with a total; then comes what breaks its ties.
fn order_words(first: bool, groups: &[Group]) -> String {
    if first {
        return "total | exact_total".to_owned();
    }
    let groups = groups.iter().map(|group| group.code.as_str());
    let words: Vec<&str> = ["exact_total", "received"]
        .into_iter()
        .chain(groups)
        .collect();
    words.join(" | ")
}

pub(super) fn positive(section: &Section<'_>, key: &'static str) -> Decimal {
    let number = section.decimal(key);
    if section.has(key) && number <= Decimal::ZERO {
        let found = number.normalize().to_string();
        let allowed = "> 0".to_owned();
        section.complain(key, Problem::NotAllowed { found, allowed });
    }
    number
}

fn check_sum(section: &Section<'_>, key: &str, declared: Decimal, actual: Decimal) {
    if declared != actual {
        let declared = declared.normalize().to_string();
        let actual = actual.normalize().to_string();
        section.complain(key, Problem::Sum { declared, actual });
    }
}

fn formula_text(section: &Section<'_>, key: &'static str) -> Option<(String, Range<usize>)> {
    let written = section.maybe_written(key)?;
    if written.value.len() > LONGEST {
        let found = format!("{} B", written.value.len());
        let allowed = format!("≤ {LONGEST} B");
        section.complain(key, Problem::NotAllowed { found, allowed });
        return None;
    }
    Some((written.value, written.span))
}

/// What was compiled; its faults are noted at their place in the file.
fn noted<T>(
    section: &Section<'_>,
    key: &str,
    span: &Range<usize>,
    compiled: Result<T, Vec<Fault>>,
) -> Option<T> {
    match compiled {
        Ok(compiled) => Some(compiled),
        Err(faults) => {
            for fault in faults {
                let at = span.start + fault.at.start..span.start + fault.at.end;
                section.complain_within(key, at, fault.problem);
            }
            None
        }
    }
}
