//! How our values stand in columns, so that a row fills a struct by itself.
//!
//! Both databases know 64-bit integers, text and bytes, and nothing else is
//! used: a moment is [`At`], everything with a spelling is a [`Word`].

use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde_json::Value;

use super::StoreError;
use crate::{
    address::Address,
    council::{Kind, Stage, people::Position},
    digest::Digest,
    figures::{self, Figures},
    role::Role,
    verdict::{Verdict, limits::Alarm},
};

/// A moment: microseconds since 1970, UTC.
#[derive(sqlx::Type)]
#[sqlx(transparent)]
pub(super) struct At(i64);

/// A moment that may not have come.
#[derive(sqlx::Type)]
#[sqlx(transparent)]
pub(super) struct MaybeAt(Option<i64>);

/// A digest, an address, a verdict or JSON, as text.
#[derive(sqlx::Type)]
#[sqlx(transparent)]
pub(super) struct Word(String);

/// The same, when there may be none.
#[derive(sqlx::Type)]
#[sqlx(transparent)]
pub(super) struct MaybeWord(Option<String>);

/// The column of a moment.
pub(super) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// The moment of a column.
pub(super) fn moment(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(micros).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// The column of something that serde writes.
pub(super) fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// The digest of a column.
pub(super) fn digest(text: &str) -> Result<Digest, StoreError> {
    Digest::from_hex(text).ok_or_else(|| damaged("a digest", text))
}

fn damaged(what: &str, text: &str) -> StoreError {
    StoreError::Corrupt(format!("{text:?} is not {what}"))
}

impl TryFrom<At> for Timestamp {
    type Error = StoreError;

    fn try_from(At(micros): At) -> Result<Self, StoreError> {
        moment(micros)
    }
}

impl TryFrom<MaybeAt> for Option<Timestamp> {
    type Error = StoreError;

    fn try_from(MaybeAt(micros): MaybeAt) -> Result<Self, StoreError> {
        micros.map(moment).transpose()
    }
}

/// Never refused: see [`Role::kept`].
impl From<Word> for Role {
    fn from(Word(text): Word) -> Self {
        Self::kept(&text)
    }
}

impl TryFrom<Word> for Digest {
    type Error = StoreError;

    fn try_from(Word(text): Word) -> Result<Self, StoreError> {
        digest(&text)
    }
}

impl TryFrom<Word> for Alarm {
    type Error = StoreError;

    fn try_from(Word(text): Word) -> Result<Self, StoreError> {
        Self::parse(&text).ok_or_else(|| damaged("an alarm", &text))
    }
}

impl TryFrom<Word> for Verdict {
    type Error = StoreError;

    fn try_from(Word(text): Word) -> Result<Self, StoreError> {
        Self::parse(&text).ok_or_else(|| damaged("a verdict", &text))
    }
}

impl TryFrom<MaybeWord> for Option<Verdict> {
    type Error = StoreError;

    fn try_from(MaybeWord(text): MaybeWord) -> Result<Self, StoreError> {
        text.map(|text| Word(text).try_into()).transpose()
    }
}

impl TryFrom<Word> for Address {
    type Error = StoreError;

    fn try_from(Word(text): Word) -> Result<Self, StoreError> {
        // The text itself stays out of the message: it would reach a log.
        Self::parse(&text).ok_or_else(|| StoreError::Corrupt("not an address".to_owned()))
    }
}

impl TryFrom<MaybeWord> for Option<Address> {
    type Error = StoreError;

    fn try_from(MaybeWord(text): MaybeWord) -> Result<Self, StoreError> {
        text.map(|text| Word(text).try_into()).transpose()
    }
}

impl TryFrom<Word> for Value {
    type Error = StoreError;

    fn try_from(Word(text): Word) -> Result<Self, StoreError> {
        serde_json::from_str(&text).map_err(|error| StoreError::Corrupt(error.to_string()))
    }
}

impl TryFrom<Word> for Figures {
    type Error = StoreError;

    fn try_from(Word(text): Word) -> Result<Self, StoreError> {
        serde_json::from_str(&text).map_err(|error| StoreError::Corrupt(error.to_string()))
    }
}

impl TryFrom<MaybeWord> for Vec<String> {
    type Error = StoreError;

    /// A list of codes; none at all is the empty list.
    fn try_from(MaybeWord(text): MaybeWord) -> Result<Self, StoreError> {
        let Some(text) = text else {
            return Ok(Self::new());
        };
        serde_json::from_str(&text).map_err(|error| StoreError::Corrupt(error.to_string()))
    }
}

impl TryFrom<Word> for Position {
    type Error = StoreError;

    fn try_from(Word(text): Word) -> Result<Self, StoreError> {
        Self::parse(&text).ok_or_else(|| damaged("a seat", &text))
    }
}

impl TryFrom<Word> for Stage {
    type Error = StoreError;

    fn try_from(Word(text): Word) -> Result<Self, StoreError> {
        Self::parse(&text).ok_or_else(|| damaged("a state", &text))
    }
}

impl TryFrom<Word> for Kind {
    type Error = StoreError;

    fn try_from(Word(text): Word) -> Result<Self, StoreError> {
        Self::parse(&text).ok_or_else(|| damaged("a kind of decision", &text))
    }
}

impl TryFrom<Word> for Date {
    type Error = StoreError;

    fn try_from(Word(text): Word) -> Result<Self, StoreError> {
        text.parse().map_err(|_| damaged("a day", &text))
    }
}

impl TryFrom<MaybeWord> for Option<Digest> {
    type Error = StoreError;

    fn try_from(MaybeWord(text): MaybeWord) -> Result<Self, StoreError> {
        text.map(|text| digest(&text)).transpose()
    }
}

impl TryFrom<MaybeWord> for Option<Decimal> {
    type Error = StoreError;

    fn try_from(MaybeWord(text): MaybeWord) -> Result<Self, StoreError> {
        let read = |text: String| text.parse().map_err(|_| damaged("a number", &text));
        text.map(read).transpose()
    }
}

impl TryFrom<MaybeWord> for Option<figures::Value> {
    type Error = StoreError;

    fn try_from(MaybeWord(text): MaybeWord) -> Result<Self, StoreError> {
        let read = |text: String| {
            serde_json::from_str(&text).map_err(|error| StoreError::Corrupt(error.to_string()))
        };
        text.map(read).transpose()
    }
}
