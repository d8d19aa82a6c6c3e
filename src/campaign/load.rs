//! Reading a campaign from its folder: every fault of every file at once.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;
use toml::de::DeTable;

use super::{
    Campaign, Channel, CouncilRules, Group, MAIN_FILE, Office, budget::Budget, lineage::Lineage,
    papers::Papers, stages::Plan, window::Window,
};
use crate::{
    complaint::{Checked, Complaint, Place, Problem},
    digest::Digest,
    document::{Document, Section},
    form::{Form, Kind},
    scoring::{
        indicators::{IndicatorType, Indicators},
        ranking::Prize,
        scale::Scale,
    },
    unit::{Registry, Unit},
};

impl Campaign {
    /// Reads a campaign from the texts of its folder, by file name.
    ///
    /// # Errors
    /// Every fault of every file, with line and column.
    pub fn load(files: &BTreeMap<String, String>) -> Checked<Self> {
        let Some(text) = files.get(MAIN_FILE) else {
            return Err(vec![absent(MAIN_FILE)]);
        };
        let document = Document::parse(MAIN_FILE, text);
        let empty = DeTable::default();
        let root = document.root();
        let mut elsewhere = Vec::new();
        let mut used = Used {
            files,
            complaints: &mut elsewhere,
        };
        let head = root.section("campaign", &empty);
        let zone = zone(&head);
        let window = window(&root.section("window", &empty), &zone);
        let (registry, lineage) = used.registry(&head, window.days(&zone));
        let sections = root.sections("group");
        if sections.is_empty() {
            root.missing("group");
        }
        let groups: Vec<Group> = sections
            .iter()
            .filter_map(|group| used.group(group))
            .collect();
        let title = head.text("title").value;
        let mut campaign = Self {
            papers: Papers::read(&root, &title),
            title,
            id: head.text("id").value,
            year: i16::try_from(head.integer_or("year", 0, 2000..2200)).unwrap_or_default(),
            short_title: head.text("short_title").value,
            plan: head.text("plan").value,
            number_prefix: head.text("number_prefix").value,
            official_domain: head.text("official_domain").value.to_ascii_lowercase(),
            office: office(&root.section("office", &empty)),
            period: period(&root.section("period", &empty), &zone),
            window,
            reminders: Plan::read(&root),
            terms: BTreeMap::new(),
            council: CouncilRules::read(&root),
            also_required: channels(&head),
            files: files
                .iter()
                .map(|(name, text)| (name.clone(), Digest::of(text.as_bytes())))
                .collect(),
            budget: None,
            forms: groups.iter().map(|group| group.form.clone()).collect(),
            last_year: BTreeMap::new(),
            targets: BTreeMap::new(),
            zone,
            registry,
            lineage,
            groups,
        };
        let whole = campaign.groups.len() == sections.len();
        // A table is read only against sound forms, as a scale is.
        if head.has("last_year") && whole {
            let read = used.read(&head, "last_year", |file, text| {
                campaign.figures(file, text)
            });
            campaign.last_year = read.unwrap_or_default();
        }
        if head.has("budget") && whole {
            let prizes: Vec<&Prize> = campaign.groups.iter().flat_map(|it| &it.prizes).collect();
            campaign.budget = used.read(&head, "budget", |file, text| {
                Budget::load(file, text, &prizes)
            });
        }
        if head.has("targets") && whole {
            let read = used.read(&head, "targets", |file, text| {
                campaign.read_targets(file, text)
            });
            campaign.targets = read.unwrap_or_default();
        }
        head.end();
        root.end();
        if whole {
            campaign.check_units(&root);
        }
        finish(document, campaign, elsewhere)
    }

    fn check_units(&self, root: &Section<'_>) {
        let known = |unit: &Unit| self.groups.iter().any(|group| group.id == unit.group);
        for unit in self.registry.iter().filter(|unit| !known(unit)) {
            let name = format!("{} ({})", unit.group, unit.code);
            root.complain(
                "group",
                Problem::Dangling {
                    name,
                    kind: "group",
                },
            );
        }
    }
}

/// What a scale needs to know of a form.
fn indicators(form: &Form) -> Indicators {
    let kind = |kind: &Kind, min, max| match kind {
        Kind::Whole | Kind::Decimal(_) | Kind::List => IndicatorType::Number { min, max },
        Kind::YesNo => IndicatorType::Bool,
        Kind::Choice(choices) => IndicatorType::Choice {
            options: choices.iter().map(|choice| choice.code.clone()).collect(),
        },
        Kind::Text(_) => IndicatorType::Text,
    };
    form.indicators()
        .map(|one| (one.code.clone(), kind(&one.kind, one.min, one.max)))
        .collect()
}

fn absent(file: &str) -> Complaint {
    Complaint {
        place: Place {
            file: file.to_owned(),
            line: 1,
            column: 1,
        },
        key: String::new(),
        problem: Problem::Unreadable("no such file".to_owned()),
    }
}

/// The other files, and what is wrong with them.
struct Used<'f> {
    files: &'f BTreeMap<String, String>,
    complaints: &'f mut Vec<Complaint>,
}

impl Used<'_> {
    /// The units that there are on one of these days, and what became of others.
    fn registry(&mut self, head: &Section<'_>, (first, last): (Date, Date)) -> (Registry, Lineage) {
        let mut lineage = Lineage::default();
        let registry = self.read(head, "units", |file, text| {
            lineage = Lineage::load(file, text)?;
            Registry::load_some(file, text, &|line| lineage.holds(line, first, last))
        });
        (registry.unwrap_or_default(), lineage)
    }

    /// A group; none when its form or its scale has faults. A scale is read
    /// only against a sound form: its own faults would drown in others.
    fn group(&mut self, section: &Section<'_>) -> Option<Group> {
        let form = self.read(section, "form", Form::load);
        let indicators = form.as_ref().map(indicators).unwrap_or_default();
        let scale = if form.is_some() {
            self.read(section, "scale", |file, text| {
                Scale::load(file, text, &indicators).map(|scale| (scale, file.to_owned()))
            })
        } else {
            let _asked = section.has("scale");
            None
        };
        let (id, label) = (section.text("id").value, section.text("label").value);
        let own_place = section.boolean_or("own_place", false);
        let prizes = section.sections("prize").iter().map(prize).collect();
        section.end();
        let (scale, scale_file) = scale?;
        Some(Group {
            id,
            label,
            own_place,
            form: form?,
            indicators,
            scale,
            scale_file,
            prizes,
        })
    }

    /// Reads the file that a setting names.
    fn read<T>(
        &mut self,
        section: &Section<'_>,
        key: &'static str,
        load: impl FnOnce(&str, &str) -> Checked<T>,
    ) -> Option<T> {
        let name = section.text(key).value;
        if name.is_empty() {
            return None;
        }
        let Some(text) = self.files.get(&name) else {
            section.complain(key, Problem::Dangling { name, kind: "file" });
            return None;
        };
        match load(&name, text) {
            Ok(value) => Some(value),
            Err(complaints) => {
                self.complaints.extend(complaints);
                None
            }
        }
    }
}

fn finish(
    document: Document<'_>,
    campaign: Campaign,
    mut elsewhere: Vec<Complaint>,
) -> Checked<Campaign> {
    match document.finish(campaign) {
        Ok(campaign) if elsewhere.is_empty() => Ok(campaign),
        Ok(_) => Err(elsewhere),
        Err(mut complaints) => {
            complaints.append(&mut elsewhere);
            Err(complaints)
        }
    }
}

fn zone(head: &Section<'_>) -> TimeZone {
    let name = head.text_or("time_zone", "Asia/Ho_Chi_Minh");
    TimeZone::get(&name).unwrap_or_else(|_| {
        head.complain(
            "time_zone",
            Problem::NotAllowed {
                found: name,
                allowed: "Asia/Ho_Chi_Minh".to_owned(),
            },
        );
        TimeZone::UTC
    })
}

fn office(section: &Section<'_>) -> Office {
    let name = section.text("name").value;
    let words: Vec<&str> = name.split(' ').collect();
    let place = words[words.len().saturating_sub(2)..].join(" ");
    let office = Office {
        place: section.text_or("place", &place),
        name,
        council: section.text("council").value,
        contact: section.text("contact").value,
    };
    section.end();
    office
}

fn period(section: &Section<'_>, zone: &TimeZone) -> (Date, Date) {
    let day = |moment: Timestamp| moment.to_zoned(zone.clone()).date();
    let (from, to) = (section.moment("from", zone), section.moment("to", zone));
    if section.has("to") && from >= to {
        section.complain("to", Problem::EndsBeforeStart);
    }
    section.end();
    (day(from), day(to))
}

fn window(section: &Section<'_>, zone: &TimeZone) -> Window {
    let window = Window {
        opens: section.moment("opens", zone),
        closes: section.moment("closes", zone),
        cure: SignedDuration::from_hours(section.integer_or("cure_hours", 0, 0..721)),
        grace: SignedDuration::from_secs(section.integer_or("grace_seconds", 300, 0..86_401)),
    };
    if section.has("closes") && window.opens >= window.closes {
        section.complain("closes", Problem::EndsBeforeStart);
    }
    section.end();
    window
}

fn channels(head: &Section<'_>) -> Vec<Channel> {
    let mut channels = Vec::new();
    for word in head.texts("also_required") {
        match word.value.as_str() {
            "paper" => channels.push(Channel::Paper),
            "document_software" => channels.push(Channel::DocumentSoftware),
            _ => head.complain_at(
                word.span,
                Problem::NotAllowed {
                    found: word.value,
                    allowed: "paper | document_software".to_owned(),
                },
            ),
        }
    }
    channels
}

fn prize(section: &Section<'_>) -> Prize {
    let place = section.integer_or("place", 0, 1..1_000);
    if !section.has("place") {
        section.missing("place");
    }
    let prize = Prize {
        place: usize::try_from(place).unwrap_or_default(),
        label: section.text("label").value,
        amount: section.decimal("amount"),
        cups: u32::try_from(section.integer_or("cups", 0, 0..1_000)).unwrap_or_default(),
    };
    if prize.amount < Decimal::ZERO {
        section.complain(
            "amount",
            Problem::NotAllowed {
                found: prize.amount.to_string(),
                allowed: ">= 0".to_owned(),
            },
        );
    }
    section.end();
    prize
}
