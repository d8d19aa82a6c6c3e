//! Turns texts typed in TCVN3 or VNI into Unicode before anything else looks at
//! them, and says so.
//!
//! Many a cell could be either (`Cã` is `cã`, or `Có` in TCVN3). It follows its
//! column if that leaves no doubt, else its sheet; in a sheet of both it stays
//! as it stands, and if it then makes no sense the author is asked.

use std::{borrow::Cow, collections::BTreeMap};

use crate::{
    finding::{Fault, Finding, TableFault},
    text::legacy::{Encoding, Reading, reading},
    workbook::{Content, Sheet, Workbook},
};

/// The workbook in Unicode, with a finding for each sheet that was not.
pub(super) fn modern(book: &Workbook) -> (Cow<'_, Workbook>, Vec<Finding>) {
    let mut out = Cow::Borrowed(book);
    let mut findings = Vec::new();
    for (at, sheet) in book.sheets.iter().enumerate() {
        let decoded = decoded(sheet);
        let mut counts: BTreeMap<Encoding, usize> = BTreeMap::new();
        for (_, encoding, _) in &decoded {
            *counts.entry(*encoding).or_default() += 1;
        }
        for (encoding, cells) in counts {
            let fault = Fault::Table(TableFault::LegacyFont { encoding, cells });
            findings.push(fault.at(&sheet.name, String::new()));
        }
        for (place, _, text) in decoded {
            if let Some(cell) = out.to_mut().sheets[at].cells.get_mut(&place) {
                cell.content = Content::Text(text);
            }
        }
    }
    (out, findings)
}

/// What the texts of a column or of a sheet are, as far as they leave no doubt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Votes {
    None,
    All(Encoding),
    Mixed,
}

impl Votes {
    fn add(&mut self, vote: Option<Encoding>) {
        *self = match (*self, vote) {
            (Self::None, Some(encoding)) => Self::All(encoding),
            (Self::All(all), Some(encoding)) if all == encoding => *self,
            (Self::None | Self::All(_) | Self::Mixed, _) => Self::Mixed,
        };
    }
}

type Decoded = ((u32, u32), Encoding, String);

/// The cells of a sheet that are not in Unicode, decoded.
fn decoded(sheet: &Sheet) -> Vec<Decoded> {
    let mut columns: BTreeMap<u32, Votes> = BTreeMap::new();
    let mut whole = Votes::None;
    let mut doubtful = Vec::new();
    for ((row, column), cell) in &sheet.cells {
        let Content::Text(written) = &cell.content else {
            continue;
        };
        let own = match reading(written) {
            Reading::Plain => continue,
            Reading::Unicode => None,
            Reading::Legacy(encoding) => Some(encoding),
            Reading::Either => {
                doubtful.push(((*row, *column), written, None));
                continue;
            }
        };
        columns.entry(*column).or_insert(Votes::None).add(own);
        whole.add(own);
        if own.is_some() {
            doubtful.push(((*row, *column), written, own));
        }
    }
    let by_company = |column: u32| match (columns.get(&column), whole) {
        (Some(Votes::All(encoding)), _) => Some(*encoding),
        (Some(Votes::None) | None, Votes::All(encoding)) => Some(encoding),
        (Some(_) | None, _) => None,
    };
    let texts = doubtful.into_iter().filter_map(|(place, written, own)| {
        let encoding = own.or_else(|| by_company(place.1))?;
        let text = encoding.decode(written);
        (text != *written).then_some((place, encoding, text))
    });
    texts.collect()
}
