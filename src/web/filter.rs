//! What a list shows, as it stands in the address: whoever is sent the address
//! sees the same list.

use serde::Deserialize;

use crate::{edge::store::Shown, text, verdict::Verdict};

/// What the list of mails shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Filter {
    /// The verdict, as its word; empty for all.
    #[serde(default)]
    pub shown: String,
    /// Code of the unit; empty for all.
    #[serde(default)]
    pub unit: String,
    /// What is searched; empty for nothing.
    #[serde(default)]
    pub q: String,
    /// How many newer mails are left out.
    #[serde(default, deserialize_with = "lenient")]
    pub from: u32,
}

impl Filter {
    /// The same, made tidy: an address is typed by anybody.
    #[must_use]
    pub fn tidy(self) -> Self {
        Self {
            shown: shown_word(shown(&self.shown)).to_owned(),
            unit: text::one_line(&self.unit, 100),
            q: text::one_line(&self.q, 100),
            from: self.from,
        }
    }

    /// Which verdicts it lets through.
    #[must_use]
    pub fn shown(&self) -> Shown {
        shown(&self.shown)
    }

    /// The unit, if it is limited to one.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        (!self.unit.is_empty()).then_some(self.unit.as_str())
    }

    /// The same for another verdict, from its beginning.
    #[must_use]
    pub fn showing(&self, shown: Shown) -> Self {
        Self {
            shown: shown_word(shown).to_owned(),
            from: 0,
            ..self.clone()
        }
    }

    /// The same from another place on.
    #[must_use]
    pub fn starting(&self, from: u32) -> Self {
        Self {
            from,
            ..self.clone()
        }
    }

    /// Its address.
    #[must_use]
    pub fn href(&self) -> String {
        let from = if self.from == 0 {
            String::new()
        } else {
            self.from.to_string()
        };
        let pairs = [
            ("shown", &self.shown),
            ("unit", &self.unit),
            ("q", &self.q),
            ("from", &from),
        ];
        address("/mails", &pairs)
    }
}

/// All that a list can be limited to, in the order of its chips.
#[must_use]
pub fn all_shown() -> Vec<Shown> {
    let verdicts = Verdict::ALL.into_iter().map(Shown::With);
    [Shown::All, Shown::Unsettled]
        .into_iter()
        .chain(verdicts)
        .collect()
}

/// An address with those of its pairs that say something.
#[must_use]
pub fn address(path: &str, pairs: &[(&str, &String)]) -> String {
    let said: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| {
            let value: String = value.bytes().map(percent).collect();
            format!("{key}={value}")
        })
        .collect();
    if said.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", said.join("&"))
    }
}

/// A byte as an address or a header may hold it (RFC 3986 §2.3).
#[must_use]
pub fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

fn shown(word: &str) -> Shown {
    match Verdict::parse(word) {
        Some(verdict) => Shown::With(verdict),
        None if word == "unsettled" => Shown::Unsettled,
        None => Shown::All,
    }
}

fn shown_word(shown: Shown) -> &'static str {
    match shown {
        Shown::All => "",
        Shown::Unsettled => "unsettled",
        Shown::With(verdict) => verdict.as_str(),
    }
}

/// A number typed wrongly is no reason to refuse the page.
pub(super) fn lenient<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    Ok(String::deserialize(from)?.parse().unwrap_or_default())
}
