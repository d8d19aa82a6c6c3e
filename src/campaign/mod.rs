//! One year's campaign: everything about one town and one year, read from its
//! folder of data files.

mod load;

pub mod budget;

mod last_year;

mod targets;

pub mod lineage;

pub mod next_year;

mod codes;

mod council;

mod issue;

mod papers;

pub mod window;

pub mod terms;

pub mod stages;

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};

use crate::{
    digest::Digest,
    figures::Figures,
    form::{Expected, Form, Reading, Said},
    scoring::{indicators::Indicators, ranking::Prize, scale::Scale},
    unit::{Registry, Unit},
    workbook::Workbook,
};
use budget::Budget;
pub use council::CouncilRules;
use lineage::Lineage;
use stages::Plan;
use terms::Terms;
use window::Window;

pub use papers::Papers;

/// Name of the file that names the others.
pub const MAIN_FILE: &str = "campaign.toml";

/// A campaign, checked: every unit has a group, every group a form and a scale
/// that fit each other.
#[derive(Debug, Clone)]
pub struct Campaign {
    /// Stable name, such as `huong-tra-2015`.
    pub id: String,
    /// Year of the report.
    pub year: i16,
    /// Full title.
    pub title: String,
    /// Title for a subject line.
    pub short_title: String,
    /// The plan it carries out, as documents cite it.
    pub plan: String,
    /// What registration numbers begin with, such as `BC-2015`.
    pub number_prefix: String,
    /// Zone of the office's clock.
    pub zone: TimeZone,
    /// Domain of official mailboxes.
    pub official_domain: String,
    /// Who runs it.
    pub office: Office,
    /// What is the town's own on its official papers.
    pub papers: Papers,
    /// Days that the figures cover.
    pub period: (Date, Date),
    /// When reports count.
    pub window: Window,
    /// When units are reminded.
    pub reminders: Plan,
    /// What holds for single units, by code.
    pub terms: BTreeMap<String, Terms>,
    /// What is settled for the council.
    pub council: CouncilRules,
    /// Copies asked for besides the mail.
    pub also_required: Vec<Channel>,
    /// Who may report.
    pub registry: Registry,
    /// What became of units from year to year.
    pub lineage: Lineage,
    /// Groups, each ranked by itself.
    pub groups: Vec<Group>,
    /// What it costs, if a file says so.
    pub budget: Option<Budget>,
    /// Every form, so that a report on the wrong one is told so.
    pub forms: Vec<Form>,
    /// What the units reported the year before, as far as a file says.
    pub last_year: BTreeMap<String, Figures>,
    /// What the office asked of the units, as far as a file says.
    pub targets: BTreeMap<String, Figures>,
    /// The files this was read from, with their SHA-256.
    pub files: BTreeMap<String, Digest>,
}

/// Who runs the campaign, as letters name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Full name.
    pub name: String,
    /// Where it is, as documents date themselves: `Hương Trà`.
    pub place: String,
    /// The council that verifies.
    pub council: String,
    /// Whom to ask: name and telephone.
    pub contact: String,
}

/// A way of reporting besides the mail (plan III.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// Signed and sealed paper.
    Paper,
    /// The document-management software.
    DocumentSoftware,
}

/// Units that fill in one form and are ranked by one scale.
#[derive(Debug, Clone)]
pub struct Group {
    /// Stable name, as in `units.csv`.
    pub id: String,
    /// Name for people.
    pub label: String,
    /// Do its units date their documents from their own place, and not from the
    /// office's? (Wards and communes do: Nghị định 30/2020, Phụ lục I, II.4.)
    pub own_place: bool,
    /// What they fill in.
    pub form: Form,
    /// What a scale needs to know of that form.
    pub indicators: Indicators,
    /// What it is worth.
    pub scale: Scale,
    /// The file that the scale was read from.
    pub scale_file: String,
    /// Prizes for its places.
    pub prizes: Vec<Prize>,
}

impl Campaign {
    /// The group of a unit.
    #[must_use]
    pub fn group_of(&self, unit: &Unit) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == unit.group)
    }

    /// The group of the unit of a code.
    #[must_use]
    pub fn group_of_code(&self, code: &str) -> Option<&Group> {
        self.group_of(self.registry.by_code(code)?)
    }

    /// Reads a workbook as the report of a unit, and holds it against the year
    /// before; none for a unit without a group.
    #[must_use]
    pub fn read(&self, unit: &Unit, workbook: &Workbook) -> Option<(&Form, Reading)> {
        let form = &self.group_of(unit)?.form;
        let names = [unit.name.clone(), unit.short_name.clone()];
        let expected = Expected {
            unit_code: &unit.code,
            unit_names: &names,
            year: Some(self.year),
            period: Some(self.period),
            siblings: &self.forms,
        };
        let mut reading = form.read(workbook, &expected);
        if let Some(before) = self.last_year.get(&unit.code) {
            let odd = form.beside_last_year(Said::from(&reading), before);
            reading.findings.extend(odd);
        }
        Some((form, reading))
    }

    /// One digest over all data files: what a result is the result of.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut text = String::new();
        for (name, digest) in &self.files {
            text.push_str(&format!("{digest} {name}\n"));
        }
        Digest::of(text.as_bytes())
    }
}
