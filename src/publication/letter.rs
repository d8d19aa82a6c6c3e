//! The letter with which a unit gets its score sheet, once an edition is
//! published.

use jiff::Timestamp;

use super::{Basis, pdf, points, sheet};
use crate::{
    address::Address,
    edition::Edition,
    letter::{self, File, Letter, Notice},
    results::{GroupResult, UnitResult},
    unit::Unit,
    words::{
        Lang,
        publication::{letter as told, sheet as said},
    },
};

/// What kind of letter it is, in the outbox.
pub const KIND: &str = "score_sheet";

const PDF: &str = "application/pdf";

/// What the keys of all letters of an edition begin with.
#[must_use]
pub fn keys(edition: &Edition) -> String {
    format!("{KIND}:{}:{}:", edition.campaign, edition.number)
}

/// The key of a unit's letter.
#[must_use]
pub fn key(edition: &Edition, unit: &str) -> String {
    format!("{}{unit}", keys(edition))
}

/// Writes the letter; none for a unit that has no score in this edition.
///
/// # Errors
/// When the mail library refuses what we wrote: our fault, and loud.
pub fn score_sheet(
    basis: &Basis<'_>,
    edition: &Edition,
    unit: &Unit,
    own: &Address,
    at: Timestamp,
) -> Result<Option<Letter>, lettre::error::Error> {
    let groups = basis.snapshot.groups.iter();
    let mut all = groups.flat_map(|group| group.units.iter().map(move |unit| (group, unit)));
    let scored = all.find(|(_, scored)| scored.unit == unit.code);
    let (Some((group, scored)), Some(paper)) = (scored, sheet::sheet(basis, &unit.code)) else {
        return Ok(None);
    };
    let (subject, blocks) = written(basis, edition, unit, group, scored);
    let key = key(edition, &unit.code);
    let (name, bytes) = (said::file(&unit.code), pdf::write(&paper));
    let notice = Notice {
        key: &key,
        kind: KIND,
        campaign: basis.campaign,
        own,
        unit,
        subject: &subject,
        blocks: &blocks,
        file: Some(File {
            name: &name,
            kind: PDF,
            bytes: &bytes,
        }),
        at,
    };
    // The town's papers are in Vietnamese, and so is what goes with them.
    letter::notice(Lang::Vi, &notice).map(Some)
}

fn written(
    basis: &Basis<'_>,
    edition: &Edition,
    unit: &Unit,
    group: &GroupResult,
    scored: &UnitResult,
) -> (String, Vec<crate::words::letters::Block>) {
    let none = said::NONE.to_owned();
    let ranked = group.units.iter().filter(|unit| unit.rank.is_some());
    let of = ranked.count();
    let rank = scored.rank.map(|rank| said::rank(rank, of));
    told::letter(&told::Told {
        title: &basis.campaign.short_title,
        unit: &unit.name,
        office: &basis.campaign.office.name,
        edition: edition.number,
        decision: &basis.decision(),
        total: &points(&scored.total),
        rank: &rank.unwrap_or_else(|| scored.note.clone()),
        band: scored.band.as_ref().unwrap_or(&none),
        prize: scored.prize.as_ref().unwrap_or(&none),
        replaces: &basis.replaces().unwrap_or_default(),
        notice: &group.notice,
        contact: &basis.campaign.office.contact,
        digest: &basis.digest.to_string(),
    })
}
