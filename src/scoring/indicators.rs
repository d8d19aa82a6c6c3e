//! What a scale needs to know of a form: which codes there are, and what they
//! can hold.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::figures::Code;

/// The indicators of one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Indicators(pub BTreeMap<Code, IndicatorType>);

/// What one indicator can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndicatorType {
    /// A number within bounds, both included. The bounds are what proves that
    /// a formula stays within the points of its item.
    Number {
        /// Least value the form accepts.
        min: Option<Decimal>,
        /// Greatest value the form accepts.
        max: Option<Decimal>,
    },
    /// Yes or no.
    Bool,
    /// One of a closed list.
    Choice {
        /// Codes of the options.
        options: Vec<String>,
    },
    /// Free text; no formula can use it.
    Text,
}

impl Indicators {
    /// The type of a code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&IndicatorType> {
        self.0.get(code)
    }
}

impl FromIterator<(Code, IndicatorType)> for Indicators {
    fn from_iter<I: IntoIterator<Item = (Code, IndicatorType)>>(indicators: I) -> Self {
        Self(indicators.into_iter().collect())
    }
}
