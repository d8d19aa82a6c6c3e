//! What a unit reports: values by indicator code.

use std::{borrow::Borrow, collections::BTreeMap, fmt};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer};

use crate::text;

/// Code of an indicator of a form, such as `HT02`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// Reads a code: letters and digits, beginning with a letter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let good = text.len() <= 16
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.bytes().all(|b| b.is_ascii_alphanumeric());
        good.then(|| Self(text.to_ascii_uppercase()))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// One reported value. In JSON: a number, a boolean or a text; an option of a
/// closed list is its code, as text. Numbers are exact, never floats.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A count, an amount, a measure.
    Number(#[serde(deserialize_with = "exact")] Decimal),
    /// An option of a closed list, or free text.
    Text(String),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(yes) => to.serialize_bool(*yes),
            Self::Number(number) => json_number(*number).serialize(to),
            Self::Text(text) => to.serialize_str(text),
        }
    }
}

fn exact<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
    let number = serde_json::Number::deserialize(from)?;
    number.to_string().parse().map_err(serde::de::Error::custom)
}

/// A decimal as a JSON number with exactly its digits.
#[must_use]
pub fn json_number(number: Decimal) -> serde_json::Number {
    // A decimal always prints as a JSON number; zero keeps this total.
    number
        .normalize()
        .to_string()
        .parse()
        .unwrap_or_else(|_| 0.into())
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(true) => f.write_str("Có"),
            Self::Bool(false) => f.write_str("Không"),
            Self::Number(number) => f.write_str(&text::short_decimal(*number)),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// The values of one report. A code that is absent was left blank where blank
/// is allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Figures(pub BTreeMap<Code, Value>);

impl Figures {
    /// The value of a code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Value> {
        self.0.get(code)
    }
}

impl FromIterator<(Code, Value)> for Figures {
    fn from_iter<I: IntoIterator<Item = (Code, Value)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}
