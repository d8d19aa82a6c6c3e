//! What a form is, and how it is read from its file with every fault in it
//! named.

use std::{collections::BTreeMap, ops::Range};

use rust_decimal::Decimal;
use toml::de::DeTable;

use super::{
    answer::answer,
    around::Around,
    conditions::relations,
    rule::{Relation, Rule},
};
use crate::{
    complaint::{Checked, Problem},
    document::{Document, Section},
    figures::{Code, Value},
    finding::Severity,
    text,
    workbook::{Cell, Content},
};

/// A form of the campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Its name among all forms, such as `huong-tra-I`.
    pub id: String,
    /// Raised whenever the file changes.
    pub version: u32,
    /// Earlier versions that are taken all the same: what was mended in the
    /// file since changes no question.
    pub accepts: Vec<u32>,
    /// What people call it: `I`, `II`.
    pub kind: String,
    /// Its title, without the year.
    pub title: String,
    /// What the form itself says about where it comes from; may be empty.
    pub notice: String,
    /// What stands around its indicators.
    pub around: Around,
    /// Its indicators, in groups.
    pub groups: Vec<Group>,
    /// What must hold between them.
    pub rules: Vec<Rule>,
}

/// Indicators under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Short name, such as `HT`.
    pub code: String,
    /// The heading.
    pub label: String,
    /// Its indicators, in order.
    pub indicators: Vec<Indicator>,
}

/// One thing a unit reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its code.
    pub code: Code,
    /// What is asked.
    pub label: String,
    /// Unit of measure, as printed.
    pub unit: String,
    /// What the answer is.
    pub kind: Kind,
    /// Least that is allowed.
    pub min: Option<Decimal>,
    /// Most that is allowed.
    pub max: Option<Decimal>,
    /// May it be left blank?
    pub optional: bool,
    /// It may not be left blank when these hold.
    pub required_if: Vec<Relation>,
    /// It must be left blank (or be zero) when these hold.
    pub blank_if: Vec<Relation>,
    /// The paper that should be named beside the value, if any.
    pub evidence: Option<String>,
    /// More that the template says about it, if anything.
    pub help: Option<String>,
    /// An answer that would be right, as the template shows it.
    pub example: Option<String>,
}

/// What the answer to an indicator is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Whole,
    /// A number with at most so many decimals.
    Decimal(u32),
    /// Yes or no.
    YesNo,
    /// One of a closed list.
    Choice(Vec<Choice>),
    /// Text; when a suffix is given, a web address whose host ends so.
    Text(Option<String>),
    /// A whole number of things that are listed beside it.
    List,
}

/// One option of a closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its code, as scales name it.
    pub code: String,
    /// What the form prints.
    pub label: String,
    /// Other ways in which people write it.
    pub also: Vec<String>,
}

impl Indicator {
    /// Would an answer be taken without a word, were it typed into the form?
    fn takes(&self, written: &str) -> bool {
        self.value_of(written).is_some()
    }

    /// The value that a person wrote down for it, if it is one without a fault.
    #[must_use]
    pub fn value_of(&self, written: &str) -> Option<Value> {
        let content = Content::Text(written.to_owned());
        let formula = false;
        let answer = answer(self, Some(&Cell { content, formula }));
        answer.value.filter(|_| answer.faults.is_empty())
    }
}

impl Form {
    /// Every indicator, in order.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.groups.iter().flat_map(|group| &group.indicators)
    }

    /// The indicator with this code.
    #[must_use]
    pub fn indicator(&self, code: &str) -> Option<&Indicator> {
        self.indicators().find(|it| it.code.as_str() == code)
    }

    /// Reads a form from its file.
    ///
    /// # Errors
    /// Every fault, with its line.
    pub fn load(file: &str, text: &str) -> Checked<Self> {
        let document = Document::parse(file, text);
        let form = Loading::default().form(&document);
        document.finish(form)
    }
}

/// What is remembered while a form is read, for checks across its parts.
#[derive(Default)]
struct Loading {
    lines: BTreeMap<String, usize>,
    labels: BTreeMap<String, usize>,
    conditions: Vec<Condition>,
}

/// A condition of an indicator; read when all indicators are known.
struct Condition {
    code: Code,
    blank: bool,
    written: String,
    span: Range<usize>,
}

impl Loading {
    fn form(mut self, document: &Document<'_>) -> Form {
        let root = document.root();
        let empty = DeTable::new();
        let head = root.section("form", &empty);
        let mut form = Form {
            id: head.text("id").value,
            version: u32::try_from(head.integer_or("version", 1, 1..1_000_000)).unwrap_or(1),
            accepts: Vec::new(),
            kind: head.text("kind").value,
            title: head.text("title").value,
            notice: head.text_or("notice", ""),
            around: Around::load(&root),
            groups: Vec::new(),
            rules: Vec::new(),
        };
        form.accepts = accepts(&head, form.version);
        head.end();
        for section in root.sections("group") {
            let group = self.group(document, &section);
            form.groups.push(group);
        }
        if form.indicators().next().is_none() {
            root.missing("group");
        }
        for condition in std::mem::take(&mut self.conditions) {
            self.condition(&mut form, document, &condition);
        }
        for section in root.sections("rule") {
            if let Some(rule) = self.rule(&form, document, &section) {
                form.rules.push(rule);
            }
        }
        root.end();
        form
    }

    fn group(&mut self, document: &Document<'_>, section: &Section<'_>) -> Group {
        let group = Group {
            code: section.text("code").value,
            label: section.text("label").value,
            indicators: section
                .sections("indicator")
                .iter()
                .filter_map(|indicator| self.indicator(document, indicator))
                .collect(),
        };
        section.end();
        group
    }

    fn indicator(&mut self, document: &Document<'_>, section: &Section<'_>) -> Option<Indicator> {
        let written = section.text("code");
        let code = Code::parse(&written.value);
        if code.is_none() && !written.value.is_empty() {
            let (found, allowed) = (written.value.clone(), "HT02".to_owned());
            section.complain("code", Problem::NotAllowed { found, allowed });
        }
        let label = section.text("label");
        let codes = (
            "code",
            &written,
            written.value.to_uppercase(),
            &mut self.lines,
        );
        let labels = ("label", &label, text::fold(&label.value), &mut self.labels);
        for (key, found, same, seen) in [codes, labels] {
            let line = document.place(found.span.start).line;
            if let Some(first_line) = seen.insert(same, line) {
                let value = found.value.clone();
                section.complain(key, Problem::Duplicate { value, first_line });
            }
        }
        let indicator = Indicator {
            code: code.clone().or_else(|| Code::parse("X"))?,
            label: label.value,
            unit: section.text_or("unit", ""),
            kind: kind(section),
            min: section.maybe_decimal("min").map(|min| min.value),
            max: section.maybe_decimal("max").map(|max| max.value),
            optional: section.boolean_or("optional", false),
            required_if: Vec::new(),
            blank_if: Vec::new(),
            evidence: section.maybe_text("evidence").map(|found| found.value),
            help: section.maybe_text("help").map(|found| found.value),
            example: section.maybe_text("example").map(|found| found.value),
        };
        if let Some(found) = indicator.example.clone().filter(|it| !indicator.takes(it)) {
            let allowed = "an answer that the indicator takes".to_owned();
            section.complain("example", Problem::NotAllowed { found, allowed });
        }
        for (key, blank) in [("required_if", false), ("blank_if", true)] {
            if let (Some(found), Some(code)) = (section.maybe_text(key), &code) {
                let (code, written, span) = (code.clone(), found.value, found.span);
                self.conditions.push(Condition {
                    code,
                    blank,
                    written,
                    span,
                });
            }
        }
        section.end();
        code.map(|_| indicator)
    }

    fn condition(&self, form: &mut Form, document: &Document<'_>, it: &Condition) {
        let Some(relations) = relations(form, document, &it.written, &it.span) else {
            return;
        };
        let all = form
            .groups
            .iter_mut()
            .flat_map(|group| &mut group.indicators);
        for indicator in all.filter(|indicator| indicator.code == it.code) {
            if it.blank {
                indicator.blank_if.clone_from(&relations);
            } else {
                indicator.required_if.clone_from(&relations);
            }
        }
    }

    fn rule(
        &mut self,
        form: &Form,
        document: &Document<'_>,
        section: &Section<'_>,
    ) -> Option<Rule> {
        let severity = section.choice(
            "severity",
            Some(Severity::Error),
            &[("error", Severity::Error), ("warning", Severity::Warning)],
        );
        let when = section.maybe_text("when");
        let require = section.text("require");
        let named = section.maybe_text("code");
        section.end();
        let when = match when {
            Some(when) => relations(form, document, &when.value, &when.span)?,
            None => Vec::new(),
        };
        if require.value.is_empty() {
            return None;
        }
        let require = relations(form, document, &require.value, &require.span)?;
        let [require] = <[Relation; 1]>::try_from(require).ok()?;
        let letter = match severity? {
            Severity::Error => 'E',
            Severity::Warning => 'W',
        };
        let subject = require.subject().map_or("", Code::as_str);
        let code = named.map_or_else(
            || format!("{letter}-{subject}-{}", require.comparison.letters()),
            |named| named.value,
        );
        let line = document.place(section.span().start).line;
        if let Some(first_line) = self.lines.insert(code.clone(), line) {
            section.complain(
                "code",
                Problem::Duplicate {
                    value: code.clone(),
                    first_line,
                },
            );
        }
        Some(Rule {
            code,
            severity: severity?,
            when,
            require,
        })
    }
}

/// The earlier versions that are taken all the same.
fn accepts(head: &Section<'_>, version: u32) -> Vec<u32> {
    let (mut accepts, earlier) = (Vec::new(), 1..version);
    for found in head.integers("accepts") {
        match u32::try_from(found).ok().filter(|it| earlier.contains(it)) {
            Some(found) => accepts.push(found),
            None => {
                let allowed = format!("versions before {version}");
                let found = found.to_string();
                head.complain("accepts", Problem::NotAllowed { found, allowed });
            }
        }
    }
    accepts
}

fn kind(section: &Section<'_>) -> Kind {
    let places = section.integer_or("places", 0, 0..10);
    let suffix = section.maybe_text("under").map(|found| found.value);
    let choices: Vec<Choice> = section.sections("options").iter().map(choice).collect();
    let words = ["int", "decimal", "bool", "enum", "text", "count-list"];
    let numbered: Vec<(&str, usize)> = words.into_iter().zip(0..).collect();
    let chosen = section.choice("type", None, &numbered);
    if chosen == Some(3) && choices.is_empty() {
        section.missing("options");
    }
    match chosen {
        Some(1) => Kind::Decimal(u32::try_from(places).unwrap_or(0)),
        Some(2) => Kind::YesNo,
        Some(3) => Kind::Choice(choices),
        Some(4) => Kind::Text(suffix),
        Some(5) => Kind::List,
        Some(_) | None => Kind::Whole,
    }
}

fn choice(section: &Section<'_>) -> Choice {
    let choice = Choice {
        code: section.text("code").value,
        label: section.text("label").value,
        also: section
            .texts("also")
            .into_iter()
            .map(|found| found.value)
            .collect(),
    };
    section.end();
    choice
}
