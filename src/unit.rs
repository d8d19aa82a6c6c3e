//! Who may report, and from which mailbox.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    address::Address,
    complaint::{Checked, Complaint, Place, Problem},
    text,
};

/// One unit of the town.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Stable code, such as `p.huongvan01`; never derived from the name.
    pub code: String,
    /// Full name, as letters address it.
    pub name: String,
    /// Name for narrow columns.
    pub short_name: String,
    /// What kind of unit it is, in the office's words.
    pub kind: String,
    /// The group it is ranked in; a group has one form and one scale.
    pub group: String,
    /// The one mailbox from which its report counts.
    pub mailbox: Address,
    /// What holds for this unit and can be named by a scale as `unit.<trait>`
    /// (such as `site`: it has the duty to run a web site).
    pub traits: BTreeSet<String>,
}

/// All units of a campaign. No two share a code or a mailbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registry {
    units: Vec<Unit>,
    by_mailbox: BTreeMap<Address, usize>,
}

const COLUMNS: [&str; 7] = [
    "code",
    "name",
    "short_name",
    "kind",
    "group",
    "mailbox",
    "traits",
];

impl Registry {
    /// Reads `units.csv`: UTF-8, comma-separated, a header line naming
    /// `code,name,short_name,kind,group,mailbox,traits`; traits are separated
    /// by spaces.
    ///
    /// # Errors
    /// Every fault, with its line.
    pub fn load(file: &str, text: &str) -> Checked<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let mut registry = Self::default();
        let mut complaints = Vec::new();
        let mut complain = |line: u64, key: &str, problem| {
            complaints.push(Complaint {
                place: Place {
                    file: file.to_owned(),
                    line: usize::try_from(line).unwrap_or(usize::MAX),
                    column: 1,
                },
                key: key.to_owned(),
                problem,
            });
        };
        let headers = reader.headers().cloned().unwrap_or_default();
        for column in COLUMNS {
            if headers.iter().all(|header| header != column) {
                complain(1, column, Problem::Missing);
            }
        }
        let mut lines: BTreeMap<String, u64> = BTreeMap::new();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    complain(line, "", Problem::Syntax(error.to_string()));
                    continue;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |name: &str| {
                let at = headers.iter().position(|header| header == name);
                text::tidy(at.and_then(|at| record.get(at)).unwrap_or_default())
            };
            for name in ["code", "name", "group"] {
                if cell(name).is_empty() {
                    complain(line, name, Problem::Missing);
                }
            }
            let Some(mailbox) = Address::parse(&cell("mailbox")) else {
                complain(
                    line,
                    "mailbox",
                    Problem::NotAllowed {
                        found: cell("mailbox"),
                        allowed: "hopthu@donvi.gov.vn".to_owned(),
                    },
                );
                continue;
            };
            for (key, value) in [("code", cell("code")), ("mailbox", mailbox.as_str().into())] {
                if let Some(first) = lines.insert(value.clone(), line) {
                    let first_line = usize::try_from(first).unwrap_or(usize::MAX);
                    complain(line, key, Problem::Duplicate { value, first_line });
                }
            }
            let short = cell("short_name");
            registry.add(Unit {
                code: cell("code"),
                short_name: if short.is_empty() {
                    cell("name")
                } else {
                    short
                },
                name: cell("name"),
                kind: cell("kind"),
                group: cell("group"),
                mailbox,
                traits: cell("traits")
                    .split(' ')
                    .filter(|t| !t.is_empty())
                    .map(String::from)
                    .collect(),
            });
        }
        if registry.units.is_empty() && complaints.is_empty() {
            complaints.push(Complaint {
                place: Place {
                    file: file.to_owned(),
                    line: 1,
                    column: 1,
                },
                key: String::new(),
                problem: Problem::Missing,
            });
        }
        if complaints.is_empty() {
            Ok(registry)
        } else {
            Err(complaints)
        }
    }

    fn add(&mut self, unit: Unit) {
        self.by_mailbox
            .insert(unit.mailbox.clone(), self.units.len());
        self.units.push(unit);
    }

    /// The unit whose registered mailbox this is, byte for byte.
    #[must_use]
    pub fn by_mailbox(&self, address: &Address) -> Option<&Unit> {
        self.by_mailbox
            .get(address)
            .and_then(|at| self.units.get(*at))
    }

    /// The unit with this code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == code)
    }

    /// A registered mailbox that this address could be taken for: at most two
    /// edits away, and not itself registered. It labels a suspicious mail and
    /// is never a way to accept one.
    #[must_use]
    pub fn looks_like(&self, address: &Address) -> Option<&Unit> {
        if self.by_mailbox(address).is_some() {
            return None;
        }
        self.units
            .iter()
            .filter_map(|unit| {
                let edits = text::edits(address.as_str(), unit.mailbox.as_str(), 2)?;
                Some((edits, unit))
            })
            .min_by_key(|(edits, _)| *edits)
            .map(|(_, unit)| unit)
    }

    /// All units, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter()
    }
}
