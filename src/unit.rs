//! Who may report, and from which mailbox.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use jiff::civil::Date;

use crate::{
    address::Address,
    complaint::{Checked, Complaint, Place, Problem},
    likeness::{Likeness, Seen},
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

/// Days on which something holds, both ends with it; without an end where none
/// is named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: Option<Date>,
    /// The last.
    pub until: Option<Date>,
}

impl Span {
    /// Does it hold on a day?
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.meets(day, day)
    }

    /// Does it hold on one of these days?
    #[must_use]
    pub fn meets(&self, first: Date, last: Date) -> bool {
        self.from.is_none_or(|from| from <= last) && self.until.is_none_or(|until| until >= first)
    }
}

/// A mailbox of a unit, and when its mail counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Its address.
    pub address: Address,
    /// Code of the unit that it belongs to.
    pub unit: String,
    /// When what comes from it counts.
    pub span: Span,
}

/// All units of a campaign. No two share a code, and a mailbox belongs to one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registry {
    units: Vec<Unit>,
    by_mailbox: BTreeMap<Address, (usize, Span)>,
    /// How each mailbox looks.
    likenesses: Vec<(Address, usize, Likeness)>,
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
        Self::load_some(file, text, &|_| true)
    }

    /// The same of some lines only: those of units that there are.
    ///
    /// # Errors
    /// Every fault of those lines.
    pub fn load_some(file: &str, text: &str, keeps: &dyn Fn(u64) -> bool) -> Checked<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let headers = reader.headers().cloned().unwrap_or_default();
        let mut table = Table::new(file, &headers);
        let mut registry = Self::default();
        for record in reader.records() {
            match record {
                Ok(record) if !keeps(record.position().map_or(0, csv::Position::line)) => (),
                Ok(record) => {
                    if let Some(unit) = table.unit(&record) {
                        registry.add(unit);
                    }
                }
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    table.complain(line, "", Problem::Syntax(error.to_string()));
                }
            }
        }
        if registry.units.is_empty() && table.complaints.is_empty() {
            table.complain(1, "", Problem::Missing);
        }
        if table.complaints.is_empty() {
            Ok(registry)
        } else {
            Err(table.complaints)
        }
    }

    /// Units with all their mailboxes. A mailbox that is named twice belongs to
    /// the unit named first, one of no unit here to nobody.
    #[must_use]
    pub fn of(units: Vec<Unit>, mailboxes: Vec<Mailbox>) -> Self {
        let mut registry = Self {
            units,
            ..Self::default()
        };
        for mailbox in mailboxes {
            let mut units = registry.units.iter();
            if let Some(at) = units.position(|unit| unit.code == mailbox.unit) {
                registry.register(mailbox.address, at, mailbox.span);
            }
        }
        registry
    }

    fn add(&mut self, unit: Unit) {
        self.register(unit.mailbox.clone(), self.units.len(), Span::default());
        self.units.push(unit);
    }

    fn register(&mut self, address: Address, unit: usize, span: Span) {
        if let Entry::Vacant(place) = self.by_mailbox.entry(address) {
            let address = place.key().clone();
            let likeness = Likeness::of(address.as_str());
            self.likenesses.push((address, unit, likeness));
            place.insert((unit, span));
        }
    }

    /// The unit whose registered mailbox this is, byte for byte, on whichever
    /// day.
    #[must_use]
    pub fn by_mailbox(&self, address: &Address) -> Option<&Unit> {
        let (at, _) = self.by_mailbox.get(address)?;
        self.units.get(*at)
    }

    /// The unit whose mailbox this was on a day.
    #[must_use]
    pub fn by_mailbox_on(&self, address: &Address, day: Date) -> Option<&Unit> {
        let (at, span) = self.by_mailbox.get(address)?;
        self.units.get(*at).filter(|_| span.holds(day))
    }

    /// The mailboxes of a unit.
    pub fn mailboxes_of(&self, code: &str) -> impl Iterator<Item = (&Address, Span)> {
        let of_unit = move |at: &usize| self.units.get(*at).is_some_and(|unit| unit.code == code);
        self.by_mailbox
            .iter()
            .filter(move |(_, (at, _))| of_unit(at))
            .map(|(address, (_, span))| (address, *span))
    }

    /// The unit with this code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == code)
    }

    /// A registered mailbox that this address could be taken for, and is not. It
    /// labels a suspicious mail and is never a way to accept one.
    #[must_use]
    pub fn looks_like(&self, address: &Address) -> Option<&Unit> {
        if self.by_mailbox(address).is_some() {
            return None;
        }
        self.named_in(address.as_str())
    }

    /// The registered mailbox that a text names to a person's eye, or that it
    /// names but for two letters: the nearest. One that stands there byte for
    /// byte comes before all others.
    #[must_use]
    pub fn named_in(&self, text: &str) -> Option<&Unit> {
        let written = text.to_ascii_lowercase();
        let seen = Seen::of(text);
        let distance = |(address, at, likeness): &(Address, usize, Likeness)| {
            let distance = likeness.distance(&seen)?;
            let other = !written.contains(address.as_str());
            Some(((distance, other), self.units.get(*at)?))
        };
        let near = self.likenesses.iter().filter_map(distance);
        near.min_by_key(|(distance, _)| *distance)
            .map(|(_, unit)| unit)
    }

    /// All units, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter()
    }
}

/// The table while it is read.
struct Table<'f> {
    file: &'f str,
    headers: &'f csv::StringRecord,
    /// Line of every code and mailbox met so far, by column.
    lines: BTreeMap<(&'static str, String), u64>,
    complaints: Vec<Complaint>,
}

impl<'f> Table<'f> {
    fn new(file: &'f str, headers: &'f csv::StringRecord) -> Self {
        let mut table = Self {
            file,
            headers,
            lines: BTreeMap::new(),
            complaints: Vec::new(),
        };
        for column in COLUMNS {
            if !table.has(column) {
                table.complain(1, column, Problem::Missing);
            }
        }
        table
    }

    fn has(&self, column: &str) -> bool {
        self.headers.iter().any(|header| header == column)
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

    /// The unit of a line; none when its mailbox is at fault.
    fn unit(&mut self, record: &csv::StringRecord) -> Option<Unit> {
        let line = record.position().map_or(0, csv::Position::line);
        let headers = self.headers;
        let cell = |column: &str| {
            let at = headers.iter().position(|header| header == column);
            text::tidy(at.and_then(|at| record.get(at)).unwrap_or_default())
        };
        for column in ["code", "name", "group"] {
            // A column that is not there was told with the first line.
            if self.has(column) && cell(column).is_empty() {
                self.complain(line, column, Problem::Missing);
            }
        }
        self.once(line, "code", cell("code"));
        let mailbox = self.mailbox(line, cell("mailbox"))?;
        let short_name = Some(cell("short_name")).filter(|name| !name.is_empty());
        Some(Unit {
            code: cell("code"),
            short_name: short_name.unwrap_or_else(|| cell("name")),
            name: cell("name"),
            kind: cell("kind"),
            group: cell("group"),
            mailbox,
            traits: cell("traits")
                .split(' ')
                .filter(|name| !name.is_empty())
                .map(String::from)
                .collect(),
        })
    }

    fn mailbox(&mut self, line: u64, found: String) -> Option<Address> {
        let mailbox = Address::parse(&found);
        if let Some(mailbox) = &mailbox {
            self.once(line, "mailbox", mailbox.as_str().to_owned());
        } else if self.has("mailbox") {
            let allowed = "hopthu@donvi.gov.vn".to_owned();
            self.complain(line, "mailbox", Problem::NotAllowed { found, allowed });
        }
        mailbox
    }

    fn once(&mut self, line: u64, column: &'static str, value: String) {
        if value.is_empty() {
            return;
        }
        match self.lines.entry((column, value)) {
            Entry::Vacant(place) => {
                place.insert(line);
            }
            Entry::Occupied(place) => {
                let first_line = usize::try_from(*place.get()).unwrap_or(usize::MAX);
                let value = place.key().1.clone();
                self.complain(line, column, Problem::Duplicate { value, first_line });
            }
        }
    }
}
