//! How many answers one address and the whole town may get.
//!
//! Bounce and responder detection can never be complete, so what ends a loop in
//! the end is counting what was answered. The counts come from the ledger, in
//! the transaction that owes the letter: they hold across restarts and crashes,
//! and any period of an hour, a day or a minute is within its bound.
//!
//! A clerk must not be met with silence. What tells a clerk from a machine is
//! the file: a mail with files that were not answered before is an *attempt*,
//! and so is every report that counts. An attempt above a bound is answered
//! when the bound allows it again; only what tries nothing new is refused.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Reply;
use crate::digest::Digest;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// How far back answers to an address are looked at, and how long an attempt
/// may wait for its own. One that would wait longer comes from no clerk.
pub const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How long the same answer is remembered.
const REPEATED_WITHIN: SignedDuration = SignedDuration::from_hours(6);
/// Times the same answer is given meanwhile to mails that bring nothing new:
/// somebody forgets the file once more; a responder never stops.
const REPEATS: usize = 3;

/// Why a mail is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Letters to this address within an hour.
    Hour,
    /// Letters to this address within a day.
    Day,
    /// The same answer to this address a moment ago.
    Again,
    /// The same answer to this address several times in the last hours, and the
    /// mail brings no new file.
    Repeated,
    /// Letters to everybody within a day: a loop somewhere.
    Town,
}

impl Limit {
    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Hour => "W-REPLY-HOUR",
            Self::Day => "W-REPLY-DAY",
            Self::Again => "W-REPLY-AGAIN",
            Self::Repeated => "W-REPLY-REPEATED",
            Self::Town => "W-REPLY-TOWN",
        }
    }
}

/// Why all sending stops until a person has looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// Letters of ours come back to us as mail, again and again.
    Loop,
    /// More answers in a day than a town of this size can need.
    Town,
}

impl Alarm {
    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Loop => "loop",
            Self::Town => "town",
        }
    }

    /// The alarm of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Loop, Self::Town]
            .into_iter()
            .find(|alarm| alarm.as_str() == word)
    }
}

/// Notes to strangers in a day, unless the town has more units: whoever wrote
/// from the wrong mailbox, and hardly anybody else.
const STRANGERS: usize = 50;

/// Letters of ours that come back within an hour before the alarm is raised:
/// one may be a clerk who forwards, two a bad day.
pub const LOOPS: usize = 3;
/// That hour.
pub const LOOPS_WITHIN: SignedDuration = HOUR;

/// The bounds of an installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Letters to one address in an hour: more than a clerk can mend and send.
    pub hour: usize,
    /// Letters to one address in a day.
    pub day: usize,
    /// Letters to everybody in a minute; those above it leave a little later.
    pub town_minute: usize,
    /// Letters to everybody in a day; none: by the size of the town.
    pub town_day: Option<usize>,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            hour: 10,
            day: 30,
            town_minute: 60,
            town_day: None,
        }
    }
}

impl Bounds {
    /// Letters to everybody in a day: four a unit, and in a small town enough
    /// for a busy last day.
    #[must_use]
    pub fn town_day(&self, units: usize) -> usize {
        self.town_day.unwrap_or_else(|| (4 * units).max(200))
    }
}

/// An answer, as far as others can be like it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Its kind.
    pub kind: Reply,
    /// Its kind and reasons.
    pub says: Digest,
    /// The files of the mail; none: it brings nothing that could be a report.
    pub files: Option<Digest>,
}

/// What was answered before, as the ledger counts it. A letter stands at the
/// moment from which it may leave, which can be still to come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// Letters to this address since a day ago.
    pub address: Vec<Timestamp>,
    /// Those of them that say the same.
    pub same: Vec<Timestamp>,
    /// Did one of them answer the same files?
    pub files_answered: bool,
    /// Letters since a minute ago: to all units, or, for a note to a stranger,
    /// to all strangers.
    pub town: Vec<Timestamp>,
    /// How many of those since a day ago, or since a person last let the outbox
    /// go on.
    pub town_today: usize,
}

/// Whether a mail is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    /// From which moment its letter may leave, or why there is none.
    pub leaves: Result<Timestamp, Limit>,
    /// Must sending stop?
    pub alarm: Option<Alarm>,
}

/// Rules on an answer.
#[must_use]
pub fn rule(answer: &Answer, past: &Past, bounds: &Bounds, units: usize, now: Timestamp) -> Ruling {
    let attempt = is_attempt(answer, past);
    let leaves = if attempt {
        postponed(past, bounds, now)
    } else {
        at_once_or_never(answer, past, bounds, now)
    };
    if answer.kind == Reply::WrongMailbox && past.town_today >= STRANGERS.max(units) {
        // Anybody with a domain can ask for these: they are no sign of a loop,
        // and nothing that a unit waits for may stop because of them.
        return Ruling {
            leaves: Err(leaves.err().unwrap_or(Limit::Town)),
            alarm: None,
        };
    }
    if leaves.is_ok() && past.town_today >= bounds.town_day(units) {
        // What a clerk waits for stays owed, and leaves when a person has looked.
        return Ruling {
            leaves: if attempt { leaves } else { Err(Limit::Town) },
            alarm: Some(Alarm::Town),
        };
    }
    Ruling {
        leaves,
        alarm: None,
    }
}

fn is_attempt(answer: &Answer, past: &Past) -> bool {
    match answer.kind {
        // Nobody but a person asks for a correction.
        Reply::Receipt | Reply::Correction => true,
        Reply::Rejection => answer.files.is_some() && !past.files_answered,
        Reply::Identical | Reply::Explanation | Reply::WrongMailbox | Reply::None => false,
    }
}

fn postponed(past: &Past, bounds: &Bounds, now: Timestamp) -> Result<Timestamp, Limit> {
    let mut at = now;
    loop {
        let next = [
            (&past.address, bounds.hour, HOUR),
            (&past.address, bounds.day, DAY),
            (&past.town, bounds.town_minute, MINUTE),
        ]
        .into_iter()
        .fold(at, |at, (letters, most, within)| {
            free_from(letters, most, within, at)
        });
        if next.duration_since(now) > DAY {
            return Err(Limit::Day);
        }
        if next == at {
            return Ok(at);
        }
        at = next;
    }
}

fn at_once_or_never(
    answer: &Answer,
    past: &Past,
    bounds: &Bounds,
    now: Timestamp,
) -> Result<Timestamp, Limit> {
    let said_within = |within: SignedDuration| {
        let recent = |at: &&Timestamp| now.duration_since(**at) < within;
        past.same.iter().filter(recent).count()
    };
    if answer.kind == Reply::WrongMailbox && said_within(DAY) > 0 {
        return Err(Limit::Day);
    }
    if said_within(MINUTE) > 0 {
        return Err(Limit::Again);
    }
    if said_within(REPEATED_WITHIN) >= REPEATS {
        return Err(Limit::Repeated);
    }
    if free_from(&past.address, bounds.day, DAY, now) > now {
        return Err(Limit::Day);
    }
    if free_from(&past.address, bounds.hour, HOUR, now) > now {
        return Err(Limit::Hour);
    }
    Ok(free_from(&past.town, bounds.town_minute, MINUTE, now))
}

/// The first moment, from `from` on, at which one more letter keeps every
/// period of that length within its bound.
fn free_from(
    letters: &[Timestamp],
    most: usize,
    within: SignedDuration,
    from: Timestamp,
) -> Timestamp {
    let crowded = |at: Timestamp| {
        let near = |letter: &&Timestamp| at.duration_since(**letter).abs() < within;
        letters.iter().filter(near).count() >= most
    };
    let mut candidates: Vec<Timestamp> = letters.iter().map(|letter| *letter + within).collect();
    candidates.push(from);
    candidates.sort_unstable();
    let free = |at: &Timestamp| *at >= from && !crowded(*at);
    // A bound of nothing leaves no moment at all; the last is far enough.
    let last = candidates.last().copied().unwrap_or(from);
    candidates.into_iter().find(free).unwrap_or(last)
}
