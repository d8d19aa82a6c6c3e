//! The getters of a [`Section`]: each gives a value of one type, or notes what
//! is wrong with it and gives a stand-in.

use std::ops::Range;

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use rust_decimal::Decimal;
use toml::de::DeValue;

use super::{Located, Section};
use crate::{complaint::Problem, text};

impl Section<'_> {
    /// An optional text, tidied.
    #[must_use]
    pub fn maybe_text(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.get(key)?;
        let DeValue::String(written) = value.get_ref() else {
            self.wrong_type(key, "text", value.get_ref());
            return None;
        };
        Some(Located {
            value: text::tidy(written),
            span: value.span(),
        })
    }

    /// An optional text exactly as written (a password, a file path).
    #[must_use]
    pub fn maybe_verbatim(&self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        if let DeValue::String(s) = value.get_ref() {
            return Some(s.to_string());
        }
        self.wrong_type(key, "text", value.get_ref());
        None
    }

    /// An optional text exactly as written, its span beginning at its first
    /// character (not at the quotes), so that a byte of the text can be pointed
    /// at. Escapes shift what comes after them; formulas have none.
    #[must_use]
    pub fn maybe_written(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.maybe_verbatim(key)?;
        let span = self.table.get(key)?.span();
        let raw = self.document.text.get(span.clone()).unwrap_or_default();
        let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") {
            // TOML drops a line end that follows the opening quotes.
            match raw.as_bytes().get(3..5) {
                Some(b"\r\n") => 5,
                Some([b'\n', _]) => 4,
                Some(_) | None => 3,
            }
        } else {
            1
        };
        let start = span.start + quotes;
        Some(Located {
            span: start..start + value.len(),
            value,
        })
    }

    /// A required text; empty counts as missing.
    #[must_use]
    pub fn text(&self, key: &'static str) -> Located<String> {
        match self.maybe_text(key) {
            Some(found) if !found.value.is_empty() => return found,
            Some(_) => self.missing(key),
            None if self.table.get(key).is_none() => self.missing(key),
            None => (),
        }
        Located {
            value: String::new(),
            span: self.span.clone(),
        }
    }

    /// A text with a default.
    #[must_use]
    pub fn text_or(&self, key: &'static str, default: &str) -> String {
        self.maybe_text(key)
            .map_or_else(|| default.to_owned(), |found| found.value)
    }

    /// One of a closed list of words; `default` when absent, if there is one.
    pub fn choice<T: Copy>(
        &self,
        key: &'static str,
        default: Option<T>,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let Some(found) = self.maybe_text(key) else {
            if default.is_none() && self.table.get(key).is_none() {
                self.missing(key);
            }
            return default;
        };
        let hit = choices.iter().find(|(word, _)| *word == found.value);
        if hit.is_none() {
            let allowed: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            self.complain(
                key,
                Problem::NotAllowed {
                    found: found.value,
                    allowed: allowed.join(" | "),
                },
            );
        }
        hit.map(|(_, value)| *value).or(default)
    }

    /// A whole number within bounds, with a default.
    #[must_use]
    pub fn integer_or(&self, key: &'static str, default: i64, allowed: Range<i64>) -> i64 {
        let Some(value) = self.get(key) else {
            return default;
        };
        let DeValue::Integer(number) = value.get_ref() else {
            self.wrong_type(key, "number", value.get_ref());
            return default;
        };
        match i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()) {
            Ok(n) if allowed.contains(&n) => n,
            _ => {
                self.complain(
                    key,
                    Problem::NotAllowed {
                        found: number.as_str().to_owned(),
                        allowed: format!("{}..{}", allowed.start, allowed.end - 1),
                    },
                );
                default
            }
        }
    }

    /// An optional number, whole or with decimals, exact as written.
    #[must_use]
    pub fn maybe_decimal(&self, key: &'static str) -> Option<Located<Decimal>> {
        let value = self.get(key)?;
        let written = if let DeValue::Integer(number) = value.get_ref() {
            number.as_str()
        } else if let DeValue::Float(number) = value.get_ref() {
            number.as_str()
        } else {
            self.wrong_type(key, "number", value.get_ref());
            return None;
        };
        let Ok(number) = written.replace('_', "").parse() else {
            self.complain(
                key,
                Problem::NotAllowed {
                    found: written.to_owned(),
                    allowed: "-79228162514264337593543950335..79228162514264337593543950335"
                        .to_owned(),
                },
            );
            return None;
        };
        Some(Located {
            value: number,
            span: value.span(),
        })
    }

    /// A required number; zero stands in for a faulty one.
    #[must_use]
    pub fn decimal(&self, key: &'static str) -> Decimal {
        if self.table.get(key).is_none() {
            self.missing(key);
        }
        self.maybe_decimal(key).map_or(Decimal::ZERO, |n| n.value)
    }

    /// A yes or no, with a default.
    #[must_use]
    pub fn boolean_or(&self, key: &'static str, default: bool) -> bool {
        let Some(value) = self.get(key) else {
            return default;
        };
        if let DeValue::Boolean(yes) = value.get_ref() {
            return *yes;
        }
        self.wrong_type(key, "true|false", value.get_ref());
        default
    }

    /// An optional moment: `2015-12-06 00:00:00` in the given zone, or with an
    /// offset of its own (`2015-12-06T00:00:00+07:00`); a TOML date-time or text.
    #[must_use]
    pub fn maybe_moment(&self, key: &'static str, zone: &TimeZone) -> Option<Located<Timestamp>> {
        let value = self.get(key)?;
        let written = if let DeValue::Datetime(written) = value.get_ref() {
            written.to_string()
        } else if let DeValue::String(written) = value.get_ref() {
            written.to_string()
        } else {
            self.wrong_type(key, "date", value.get_ref());
            return None;
        };
        let civil = || {
            let civil: DateTime = written.replace(' ', "T").parse().ok()?;
            Some(civil.to_zoned(zone.clone()).ok()?.timestamp())
        };
        let Some(moment) = written.parse().ok().or_else(civil) else {
            let allowed = "2015-12-06 00:00:00".to_owned();
            self.complain(
                key,
                Problem::NotAllowed {
                    found: written,
                    allowed,
                },
            );
            return None;
        };
        Some(Located {
            value: moment,
            span: value.span(),
        })
    }

    /// A required moment; the epoch stands in for a faulty one.
    #[must_use]
    pub fn moment(&self, key: &'static str, zone: &TimeZone) -> Timestamp {
        if self.table.get(key).is_none() {
            self.missing(key);
        }
        self.maybe_moment(key, zone)
            .map_or(Timestamp::UNIX_EPOCH, |moment| moment.value)
    }

    /// A list of whole numbers; absent is empty.
    #[must_use]
    pub fn integers(&self, key: &'static str) -> Vec<i64> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, "list of numbers", value.get_ref());
            return Vec::new();
        };
        let mut numbers = Vec::new();
        for item in items {
            let DeValue::Integer(number) = item.get_ref() else {
                self.wrong_type(key, "list of numbers", item.get_ref());
                continue;
            };
            let digits = number.as_str().replace('_', "");
            // One that no number holds is no version or place of anything.
            numbers.push(i64::from_str_radix(&digits, number.radix()).unwrap_or(i64::MAX));
        }
        numbers
    }

    /// A list of texts; absent is empty.
    #[must_use]
    pub fn texts(&self, key: &'static str) -> Vec<Located<String>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, "list of texts", value.get_ref());
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            if let DeValue::String(s) = item.get_ref() {
                texts.push(Located {
                    value: text::tidy(s),
                    span: item.span(),
                });
            } else {
                self.wrong_type(key, "list of texts", item.get_ref());
            }
        }
        texts
    }
}
