//! Units × ways: what is there, what is missing, what disagrees.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    dossier::{Cell, Dossier},
    record::Channel,
};

/// Which units a matrix shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// All of them.
    #[default]
    All,
    /// Everything that is asked for is there and agrees.
    Complete,
    /// The data are there, and a signed copy that is asked for is not.
    DataOnly,
    /// A signed copy is there, and the data are not.
    DocumentOnly,
    /// A person must settle something.
    Disagreeing,
    /// Nothing at all came.
    Nothing,
}

impl Show {
    /// All of them, in the order of their chips.
    pub const ALL: [Self; 6] = [
        Self::All,
        Self::DataOnly,
        Self::DocumentOnly,
        Self::Disagreeing,
        Self::Nothing,
        Self::Complete,
    ];

    /// The word in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Complete => "complete",
            Self::DataOnly => "data_only",
            Self::DocumentOnly => "document_only",
            Self::Disagreeing => "disagreeing",
            Self::Nothing => "nothing",
        }
    }

    /// What a word shows; all for one that nobody knows.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        let mut known = Self::ALL.into_iter();
        known.find(|it| it.as_str() == word).unwrap_or_default()
    }
}

/// One row of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'d> {
    /// The unit's dossier.
    pub dossier: &'d Dossier,
    /// How its ways stand, in the order of [`Channel::ALL`].
    pub cells: [Cell; 3],
}

impl<'d> Row<'d> {
    /// The row of a dossier.
    #[must_use]
    pub fn of(dossier: &'d Dossier) -> Self {
        Self {
            dossier,
            cells: Channel::ALL.map(|channel| dossier.cell(channel)),
        }
    }

    /// Is it one of those to be shown?
    #[must_use]
    pub fn fits(&self, show: Show) -> bool {
        let came = |cell: &Cell| matches!(cell, Cell::There | Cell::Disagrees);
        let [mail, paper, software] = &self.cells;
        match show {
            Show::All => true,
            Show::Complete => self
                .cells
                .iter()
                .all(|cell| matches!(cell, Cell::There | Cell::NotAsked)),
            Show::DataOnly => {
                let lacks = |cell: &Cell| matches!(cell, Cell::Missing | Cell::Refused);
                came(mail) && (lacks(paper) || lacks(software))
            }
            Show::DocumentOnly => !came(mail) && (came(paper) || came(software)),
            Show::Disagreeing => self.cells.contains(&Cell::Disagrees),
            Show::Nothing => !self.cells.iter().any(came),
        }
    }
}

/// Notes in each dossier which of its documents stand in that of another unit,
/// too: one of the two is wrong. Only a document with the identifier of its
/// body can be told; numbers of two bodies are often the same.
pub fn link(dossiers: &mut [Dossier]) {
    let mut units: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let identified = |dossier: &Dossier| -> Vec<(Channel, String)> {
        [Channel::Paper, Channel::DocumentSoftware]
            .into_iter()
            .flat_map(|channel| dossier.copies(channel))
            .filter_map(|it| Some((it.channel, it.record.identifier()?.to_string())))
            .collect()
    };
    for dossier in &*dossiers {
        for (_, document) in identified(dossier) {
            let all = units.entry(document).or_default();
            all.insert(dossier.unit.clone());
        }
    }
    for dossier in dossiers {
        let mut found = Vec::new();
        for (channel, document) in identified(dossier) {
            let others = units.get(&document).into_iter().flatten();
            for other in others.filter(|unit| **unit != dossier.unit) {
                found.push((channel, document.clone(), other.clone()));
            }
        }
        found.sort_unstable();
        found.dedup();
        dossier.elsewhere = found;
    }
}
