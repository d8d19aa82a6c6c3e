//! A table of units that the office hands in: what each line would change, and
//! every fault, before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    Contact, Entry, Held,
    columns::{Column, MOST_LINES, heading},
};
use crate::{
    address::Address,
    campaign::Campaign,
    text,
    unit::{Mailbox, Span},
};

/// What is wrong with a line, or with the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A column that must be there is not.
    NoColumn(Column),
    /// The table has no lines.
    Empty,
    /// The table has more lines than are taken.
    TooLong,
    /// A cell that must hold something does not.
    Missing(Column),
    /// Not a mailbox.
    NoAddress(String),
    /// A mailbox outside the official domain.
    NotOfficial(String),
    /// The mailbox of another unit.
    OthersMailbox(String),
    /// A group that the campaign does not have.
    NoGroup(String),
    /// The code stands in an earlier line.
    Twice(usize),
}

/// What a line would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new unit.
    New,
    /// A unit of which these are written otherwise.
    Changed(Vec<Column>),
    /// Nothing.
    Same,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which line of the file, from 1.
    pub number: usize,
    /// What it holds, by column.
    pub cells: BTreeMap<Column, String>,
    /// What it would do.
    pub change: Change,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl Line {
    /// What stands in a column.
    #[must_use]
    pub fn cell(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }
}

/// Name and telephone of every contact of each unit, whatever their days: one
/// who has left is known, and is not added again.
pub type Contacts = BTreeMap<String, BTreeSet<(String, String)>>;

/// A table that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// Its lines.
    pub lines: Vec<Line>,
    /// What is wrong with the whole of it.
    pub faults: Vec<Fault>,
}

impl Import {
    /// May it be written?
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty() && self.lines.iter().all(|line| line.faults.is_empty())
    }

    /// How many lines change something.
    #[must_use]
    pub fn changes(&self) -> usize {
        let changing = self.lines.iter().filter(|it| it.change != Change::Same);
        changing.count()
    }

    /// The same as CSV, to be read again when it is written.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let head = writer.write_record(Column::ALL.map(Column::as_str));
        let mut written = head.is_ok();
        for line in &self.lines {
            let cells = Column::ALL.map(|column| line.cell(column));
            written &= writer.write_record(cells).is_ok();
        }
        let bytes = writer.into_inner().ok().filter(|_| written);
        String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
    }
}

/// Reads a table against the campaign as it stands.
#[must_use]
pub fn read(rows: &[Vec<String>], campaign: &Campaign, contacts: &Contacts) -> Import {
    let Some((head, columns)) = heading(rows) else {
        let needed = [Column::Code, Column::Name, Column::Mailbox];
        return Import {
            lines: Vec::new(),
            faults: needed.map(Fault::NoColumn).into(),
        };
    };
    let mut import = Import::default();
    let filled = |row: &&Vec<String>| row.iter().any(|cell| !cell.is_empty());
    let numbered = (head + 2..).zip(&rows[head + 1..]);
    let lines = numbered.filter(|(_, row)| filled(row));
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    let mut boxes: BTreeMap<String, String> = BTreeMap::new();
    for (number, row) in lines {
        let cells: BTreeMap<Column, String> = columns
            .iter()
            .filter_map(|(column, at)| Some((*column, row.get(*at)?.clone())))
            .collect();
        let mut line = line(number, cells, campaign, contacts);
        let code = line.cell(Column::Code).to_owned();
        if let Some(first) = codes.insert(code.clone(), number)
            && !code.is_empty()
        {
            line.faults.push(Fault::Twice(first));
        }
        let mailbox = line.cell(Column::Mailbox).to_ascii_lowercase();
        let owner = boxes.entry(mailbox.clone()).or_insert_with(|| code.clone());
        if !mailbox.is_empty() && *owner != code {
            line.faults.push(Fault::OthersMailbox(mailbox));
        }
        import.lines.push(line);
    }
    if import.lines.is_empty() {
        import.faults.push(Fault::Empty);
    }
    if import.lines.len() > MOST_LINES {
        import.lines.truncate(MOST_LINES);
        import.faults.push(Fault::TooLong);
    }
    import
}

fn line(
    number: usize,
    cells: BTreeMap<Column, String>,
    campaign: &Campaign,
    contacts: &Contacts,
) -> Line {
    let mut line = Line {
        number,
        cells,
        change: Change::Same,
        faults: Vec::new(),
    };
    let known = campaign.registry.by_code(line.cell(Column::Code));
    for column in [Column::Code, Column::Name] {
        if line.cell(column).is_empty() {
            line.faults.push(Fault::Missing(column));
        }
    }
    let group = group_of(line.cell(Column::Group), campaign);
    let blank = line.cell(Column::Group).is_empty();
    match (&group, known) {
        (None, Some(_)) if blank => {}
        (None, _) if blank => line.faults.push(Fault::Missing(Column::Group)),
        (None, _) => {
            let found = line.cell(Column::Group).to_owned();
            line.faults.push(Fault::NoGroup(found));
        }
        (Some(id), _) => {
            line.cells.insert(Column::Group, id.clone());
        }
    }
    line.faults.extend(mailbox_fault(&line, campaign));
    line.change = change(&line, campaign, contacts);
    line
}

/// A group by its stable name or by what it is called.
fn group_of(written: &str, campaign: &Campaign) -> Option<String> {
    let plain = text::plain(written);
    let groups = campaign.groups.iter();
    let mut fitting = groups.filter(|it| it.id == written || text::plain(&it.label) == plain);
    fitting.next().map(|group| group.id.clone())
}

fn mailbox_fault(line: &Line, campaign: &Campaign) -> Option<Fault> {
    let written = line.cell(Column::Mailbox);
    if written.is_empty() {
        return Some(Fault::Missing(Column::Mailbox));
    }
    check_mailbox(written, line.cell(Column::Code), campaign).err()
}

/// A mailbox that a unit may have: an address of the official domain that is no
/// other unit's.
///
/// # Errors
/// Why it may not.
pub fn check_mailbox(written: &str, unit: &str, campaign: &Campaign) -> Result<Address, Fault> {
    let address = Address::parse(written).ok_or_else(|| Fault::NoAddress(written.to_owned()))?;
    if address.domain() != campaign.official_domain {
        return Err(Fault::NotOfficial(written.to_owned()));
    }
    let owner = campaign.registry.by_mailbox(&address);
    if owner.is_some_and(|owner| owner.code != unit) {
        return Err(Fault::OthersMailbox(written.to_owned()));
    }
    Ok(address)
}

/// What a line would do. An empty cell of a known unit changes nothing.
fn change(line: &Line, campaign: &Campaign, contacts: &Contacts) -> Change {
    let Some(unit) = campaign.registry.by_code(line.cell(Column::Code)) else {
        return Change::New;
    };
    let traits: Vec<&str> = unit.traits.iter().map(String::as_str).collect();
    let now = [
        (Column::Name, unit.name.clone()),
        (Column::ShortName, unit.short_name.clone()),
        (Column::Kind, unit.kind.clone()),
        (Column::Group, unit.group.clone()),
        (Column::Mailbox, unit.mailbox.as_str().to_owned()),
        (Column::Traits, traits.join(" ")),
    ];
    let differs = |(column, now): (Column, String)| {
        let new = line.cell(column);
        let same = new.is_empty() || new == now || same_mailbox(column, new, &now);
        (!same).then_some(column)
    };
    let mut columns: Vec<Column> = now.into_iter().filter_map(differs).collect();
    let (name, phone) = (line.cell(Column::Contact), line.cell(Column::Phone));
    let known = contacts.get(&unit.code);
    let told = known.is_some_and(|all| all.contains(&(name.to_owned(), phone.to_owned())));
    if !(told || name.is_empty() && phone.is_empty()) {
        columns.push(Column::Contact);
    }
    if columns.is_empty() {
        Change::Same
    } else {
        Change::Changed(columns)
    }
}

fn same_mailbox(column: Column, new: &str, now: &str) -> bool {
    column == Column::Mailbox && new.eq_ignore_ascii_case(now)
}

/// What a clean line writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Writes {
    /// The unit, when something of it changes.
    pub unit: Option<Entry>,
    /// Mailboxes: the new one, and the end of the one before.
    pub mailboxes: Vec<Held>,
    /// Whom to telephone.
    pub contact: Option<Contact>,
}

/// What a clean line writes. A new mailbox counts from today on; the one before
/// counts to the end of today, so that what is on its way is not lost.
#[must_use]
pub fn writes(line: &Line, campaign: &Campaign, today: Date) -> Writes {
    let mut writes = Writes::default();
    let code = line.cell(Column::Code).to_owned();
    let known = campaign.registry.by_code(&code);
    let columns = match &line.change {
        Change::Same => return writes,
        Change::New => Vec::new(),
        Change::Changed(columns) => columns.clone(),
    };
    let others = [Column::Mailbox, Column::Contact];
    let of_unit = columns.iter().any(|column| !others.contains(column));
    if known.is_none() || of_unit {
        writes.unit = Some(entry(line, campaign));
    }
    if (known.is_none() || columns.contains(&Column::Mailbox))
        && let Ok(address) = check_mailbox(line.cell(Column::Mailbox), &code, campaign)
    {
        let from = known.map(|_| today);
        writes.mailboxes.push(held(address, &code, from, None));
        if let Some(unit) = known {
            let old = unit.mailbox.clone();
            let own = campaign.registry.mailboxes_of(&code);
            let span = own
                .filter(|(address, _)| **address == old)
                .map(|(_, span)| span)
                .next()
                .unwrap_or_default();
            writes
                .mailboxes
                .push(held(old, &code, span.from, Some(today)));
        }
    }
    let (name, phone) = (line.cell(Column::Contact), line.cell(Column::Phone));
    let told = known.is_some() && !columns.contains(&Column::Contact);
    if !(told || name.is_empty() && phone.is_empty()) {
        writes.contact = Some(Contact {
            name: name.to_owned(),
            phone: phone.to_owned(),
            ..Contact::default()
        });
    }
    writes
}

fn held(address: Address, unit: &str, from: Option<Date>, until: Option<Date>) -> Held {
    Held {
        mailbox: Mailbox {
            address,
            unit: unit.to_owned(),
            span: Span { from, until },
        },
        withdrawn: false,
    }
}

fn entry(line: &Line, campaign: &Campaign) -> Entry {
    let known = campaign.registry.by_code(line.cell(Column::Code));
    let old = known.map(Entry::of);
    let or_old = |column: Column, old: Option<String>| {
        let new = line.cell(column).to_owned();
        let kept = old.filter(|_| new.is_empty());
        kept.unwrap_or(new)
    };
    let name = or_old(Column::Name, old.as_ref().map(|it| it.name.clone()));
    let short = or_old(
        Column::ShortName,
        old.as_ref().map(|it| it.short_name.clone()),
    );
    let traits: BTreeSet<String> = line
        .cell(Column::Traits)
        .split(' ')
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect();
    Entry {
        code: line.cell(Column::Code).to_owned(),
        short_name: if short.is_empty() {
            name.clone()
        } else {
            short
        },
        name,
        kind: or_old(Column::Kind, old.as_ref().map(|it| it.kind.clone())),
        group: or_old(Column::Group, old.as_ref().map(|it| it.group.clone())),
        traits: if traits.is_empty() {
            old.map(|it| it.traits).unwrap_or_default()
        } else {
            traits
        },
        span: Span::default(),
    }
}
