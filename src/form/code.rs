//! The code of an issued form: ten letters and digits that only we could have
//! written, one for each unit, campaign and form.
//!
//! It turns "somebody wrote the unit's address" into "somebody wrote the unit's
//! address and has the unit's form". People copy old files, so a wrong or
//! missing code is shown to whoever decides and never rejects by itself.
//!
//! Fifty bits: whoever has no form would have to send some 10^15 mails to meet
//! one by chance, and a clerk can still read it out over the telephone.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{answer::key, header::HIDDEN_SHEET};
use crate::{
    digest::Digest,
    workbook::{Content, Sheet, Workbook},
};

/// Under which name the hidden sheet keeps the code.
pub(super) const HIDDEN_NAME: &str = "code";

/// What the visible cell begins with, folded.
const LABEL: &str = "ma bieu mau";

/// Crockford's digits: no I, L, O and U.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many of them a code has.
const LENGTH: usize = 10;

/// How the code in a workbook stands to the one that we issued to the unit, the
/// better before the worse.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeCheck {
    /// It is this unit's.
    Right,
    /// There is none.
    Missing,
    /// It is another unit's; carries that unit.
    Foreign(String),
    /// It is nobody's.
    Wrong,
}

impl CodeCheck {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Right => "W-CODE-RIGHT",
            Self::Missing => "W-CODE-MISSING",
            Self::Foreign(_) => "W-CODE-FOREIGN",
            Self::Wrong => "W-CODE-WRONG",
        }
    }
}

/// What codes are made with. It has no `Debug`, so it cannot be logged.
#[derive(Clone)]
pub struct CodeKey([u8; 32]);

impl CodeKey {
    /// A key of 32 random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The code of the form that a campaign issues to a unit.
    #[must_use]
    pub fn code(&self, campaign: &str, form: &str, version: u32, unit: &str) -> FormCode {
        let version = version.to_string();
        let parts = ["congvu form code", campaign, form, &version, unit];
        let keyed = Digest::keyed(&self.0, &parts.map(str::as_bytes));
        let first = keyed.as_bytes().iter().take(8);
        let bits = first.fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        FormCode(bits >> 14)
    }
}

/// The code of an issued form: fifty bits. Prints as `7ZK3M-0Q9XA`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormCode(u64);

impl FormCode {
    /// Reads a code as a person may have typed it: in any case, with blanks or
    /// dashes, with O for 0 and I or L for 1.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let mut bits = 0;
        let mut length = 0;
        let meant = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–' | '—');
        for c in written.chars().filter(meant) {
            let digit = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let at = DIGITS
                .iter()
                .position(|known| char::from(*known) == digit)?;
            length += 1;
            if length > LENGTH {
                return None;
            }
            bits = bits << 5 | at as u64;
        }
        (length == LENGTH).then_some(Self(bits))
    }
}

impl fmt::Display for FormCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in (0..LENGTH).rev() {
            let at = usize::try_from(self.0 >> (5 * place) & 31).unwrap_or(0);
            write!(f, "{}", char::from(DIGITS[at]))?;
            if place == LENGTH / 2 {
                f.write_str("-")?;
            }
        }
        Ok(())
    }
}

/// What a workbook shows for codes, hidden and visible; none of a clean cell.
///
/// Only the label is sought, not the form: a workbook on the wrong form, or one
/// whose table is beyond recognition, still says who was given it.
#[must_use]
pub fn shown(book: &Workbook) -> Vec<String> {
    let mut shown: Vec<String> = book.sheets.iter().flat_map(on_sheet).collect();
    shown.sort_unstable();
    shown.dedup();
    shown
}

fn on_sheet(sheet: &Sheet) -> Vec<String> {
    let hidden = sheet.name == HIDDEN_SHEET;
    let mut shown = Vec::new();
    for ((row, column), cell) in &sheet.cells {
        let Content::Text(written) = &cell.content else {
            continue;
        };
        if written.len() > 200 || !hidden && !sheet.visible {
            continue;
        }
        let (label, rest) = written.split_once([':', '：']).unwrap_or((written, ""));
        let names_it = if hidden {
            *column == 0 && written == HIDDEN_NAME
        } else {
            key(label) == LABEL
        };
        if !names_it {
            continue;
        }
        let next = || {
            let mut right = sheet.row(*row).filter(|(at, _)| at > column);
            Some(
                right
                    .find(|(_, cell)| !cell.content.is_blank())?
                    .1
                    .content
                    .shown(),
            )
        };
        let found = Some(rest.to_owned()).filter(|rest| !rest.trim().is_empty());
        shown.extend(found.or_else(next));
    }
    shown
}

/// Judges what a workbook shows. `owner` knows whose a code is, if anybody's;
/// where two codes are shown the worse one counts.
#[must_use]
pub fn judge(book: &Workbook, unit: &str, owner: &dyn Fn(FormCode) -> Option<String>) -> CodeCheck {
    let checks =
        shown(book)
            .into_iter()
            .map(|written| match FormCode::parse(&written).and_then(owner) {
                Some(owner) if owner == unit => CodeCheck::Right,
                Some(owner) => CodeCheck::Foreign(owner),
                None => CodeCheck::Wrong,
            });
    checks.max().unwrap_or(CodeCheck::Missing)
}
