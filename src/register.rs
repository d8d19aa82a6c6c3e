//! What the office has changed in the registry since the files of the campaign
//! were written: units, mailboxes, and what holds for single units. The files
//! stay as they are; the changes are kept in the ledger and laid over them.

pub mod columns;

pub mod import;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{
    address::Address,
    campaign::{Campaign, terms::Terms},
    digest::Digest,
    unit::{Mailbox, Registry, Span, Unit},
};

/// A unit as the office has written it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Stable code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Name for narrow columns.
    pub short_name: String,
    /// What kind of unit it is.
    pub kind: String,
    /// The group it is ranked in.
    pub group: String,
    /// What holds for it and can be named by a scale.
    pub traits: BTreeSet<String>,
    /// When there is such a unit.
    pub span: Span,
}

impl Entry {
    /// A unit of the files, as it stands there.
    #[must_use]
    pub fn of(unit: &Unit) -> Self {
        Self {
            code: unit.code.clone(),
            name: unit.name.clone(),
            short_name: unit.short_name.clone(),
            kind: unit.kind.clone(),
            group: unit.group.clone(),
            traits: unit.traits.clone(),
            span: Span::default(),
        }
    }
}

/// A mailbox as the office has written it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The mailbox.
    pub mailbox: Mailbox,
    /// Does nothing that comes from it count, whatever its days?
    pub withdrawn: bool,
}

/// Whom to telephone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// What he is in the unit.
    pub duty: String,
    /// Telephone.
    pub phone: String,
    /// A mailbox of his own; never one that reports count from.
    pub email: String,
    /// When he is the one to ask.
    pub span: Span,
}

/// All that the office has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amendments {
    /// Units that are new, or written otherwise.
    pub units: Vec<Entry>,
    /// Mailboxes that are new, or whose days are others.
    pub mailboxes: Vec<Held>,
    /// What holds for single units.
    pub terms: BTreeMap<String, Terms>,
}

/// A change that cannot be laid over the files, and is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// A unit in a group that the campaign has no more.
    NoGroup(String),
    /// A unit without a mailbox.
    NoMailbox(String),
    /// A mailbox of a unit that there is not.
    NoUnit(String),
}

/// Lays the changes over a campaign, as of a day. What clashes with its files
/// is left out and told: a file that was edited after the ledger must not stop
/// the daemon.
#[must_use]
pub fn amended(
    campaign: &Campaign,
    amendments: &Amendments,
    today: Date,
) -> (Campaign, Vec<Clash>) {
    let mut clashes = Vec::new();
    let entries = entries(campaign, amendments, &mut clashes);
    let mailboxes = mailboxes(campaign, amendments);
    let stray = |held: &&Held| !entries.iter().any(|it| it.code == held.mailbox.unit);
    let strays = amendments.mailboxes.iter().filter(stray);
    clashes.extend(strays.map(|held| Clash::NoUnit(held.mailbox.unit.clone())));
    let mut units = Vec::new();
    for entry in entries {
        let own = mailboxes.iter().filter(|it| it.unit == entry.code);
        // Of a unit whose every mailbox was withdrawn the files' own is shown,
        // and nothing that comes from it counts.
        let base = || campaign.registry.by_code(&entry.code);
        let main = main_of(own, today).or_else(|| base().map(|unit| unit.mailbox.clone()));
        match main {
            Some(mailbox) => units.push(unit(entry, mailbox)),
            None => clashes.push(Clash::NoMailbox(entry.code)),
        }
    }
    let mut campaign = Campaign {
        registry: Registry::of(units, mailboxes),
        terms: amendments.terms.clone(),
        ..campaign.clone()
    };
    if *amendments != Amendments::default() {
        let digest = digest(amendments);
        campaign.files.insert(CHANGES.to_owned(), digest);
    }
    (campaign, clashes)
}

/// Under this name the changes stand among the files of a campaign: a result is
/// a result of them too.
const CHANGES: &str = "registry-changes";

fn digest(amendments: &Amendments) -> Digest {
    let units = amendments.units.iter().map(|it| format!("{it:?}"));
    let mailboxes = amendments.mailboxes.iter().map(|held| {
        let Mailbox {
            address,
            unit,
            span,
        } = &held.mailbox;
        format!("{} {unit} {span:?} {}", address.as_str(), held.withdrawn)
    });
    let terms = amendments.terms.iter().map(|it| format!("{it:?}"));
    let lines: Vec<String> = units.chain(mailboxes).chain(terms).collect();
    Digest::of(lines.join("\n").as_bytes())
}

/// Every unit that there is on some day of the window, in the order of the
/// files and then of the changes.
fn entries(campaign: &Campaign, amendments: &Amendments, clashes: &mut Vec<Clash>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = campaign.registry.iter().map(Entry::of).collect();
    for new in &amendments.units {
        if !campaign.groups.iter().any(|group| group.id == new.group) {
            clashes.push(Clash::NoGroup(new.code.clone()));
            continue;
        }
        match entries.iter_mut().find(|old| old.code == new.code) {
            Some(old) => *old = new.clone(),
            None => entries.push(new.clone()),
        }
    }
    let (first, last) = campaign.window.days(&campaign.zone);
    entries.retain(|entry| entry.span.meets(first, last));
    entries
}

fn mailboxes(campaign: &Campaign, amendments: &Amendments) -> Vec<Mailbox> {
    let changed = |address: &Address| {
        let mut held = amendments.mailboxes.iter();
        held.any(|held| held.mailbox.address == *address)
    };
    let base = campaign.registry.iter().map(|unit| Mailbox {
        address: unit.mailbox.clone(),
        unit: unit.code.clone(),
        span: Span::default(),
    });
    let kept = amendments.mailboxes.iter().filter(|held| !held.withdrawn);
    base.filter(|mailbox| !changed(&mailbox.address))
        .chain(kept.map(|held| held.mailbox.clone()))
        .collect()
}

/// Where letters of a unit go: to the mailbox that holds today, of several to
/// the one that was registered for the latest day; when none holds, to the last
/// that did.
fn main_of<'m>(own: impl Iterator<Item = &'m Mailbox>, today: Date) -> Option<Address> {
    let own: Vec<&Mailbox> = own.collect();
    let today = own.iter().filter(|mailbox| mailbox.span.holds(today));
    today
        .max_by_key(|mailbox| mailbox.span.from)
        .or_else(|| own.iter().max_by_key(|mailbox| mailbox.span.until))
        .map(|mailbox| mailbox.address.clone())
}

fn unit(entry: Entry, mailbox: Address) -> Unit {
    Unit {
        code: entry.code,
        name: entry.name,
        short_name: entry.short_name,
        kind: entry.kind,
        group: entry.group,
        mailbox,
        traits: entry.traits,
    }
}
