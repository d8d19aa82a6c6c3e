//! A year decided once more from the raw mails: what differs from what was
//! written then, and what could not be decided again.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

/// What became of a replay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Replayed {
    /// Mails that have a verdict.
    pub mails: usize,
    /// Of these, those that were decided once more.
    pub replayed: usize,
    /// Reports that were read once more.
    pub reports: usize,
    /// Was the result of the close worked out once more?
    pub scored: bool,
    /// Was the comparison within the groups worked out once more?
    pub compared: bool,
    /// Results that the council fixed and that were worked out once more.
    pub finals: usize,
    /// The data files of the campaign are not those that the result came from.
    pub campaign_changed: bool,
    /// Units or mailboxes were changed on the office's pages since the first of
    /// these mails was decided, or since the result was scored.
    pub registry_changed: bool,
    /// Everything that comes out differently.
    pub differences: Vec<Difference>,
    /// What could not be decided once more, and why.
    pub left: Vec<Left>,
}

/// Something that comes out differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Of what: `mail/12`, `scoring`, `comparison` or `edition/1`.
    pub of: String,
    /// What differs: a column, or a path in the stored JSON.
    pub what: String,
    /// What is stored.
    pub stored: String,
    /// What would be.
    pub rebuilt: String,
}

/// Something that could not be decided once more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Left {
    /// Of what.
    pub of: String,
    /// Why.
    pub why: Hindrance,
}

/// Why something cannot be decided once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hindrance {
    /// A person decided it.
    Person,
    /// It came before the moment from which on is replayed.
    Earlier,
    /// It was given to a person unread, because reading it had failed.
    Unread,
    /// It rests on answers of name servers that were not kept.
    Answers,
    /// Its bytes are not those that came.
    Damaged,
    /// Its workbook could not be read now, for a reason of this machine.
    Reader,
}

/// Two texts that should be the same: differences of JSON are told leaf by leaf,
/// anything else as a whole.
#[must_use]
pub fn differences(of: &str, what: &str, stored: &str, rebuilt: &str) -> Vec<Difference> {
    if stored == rebuilt {
        return Vec::new();
    }
    let mut found = Vec::new();
    let parsed = |text: &str| serde_json::from_str::<Value>(text);
    if let (Ok(stored), Ok(rebuilt)) = (parsed(stored), parsed(rebuilt)) {
        leaves(of, what, Some(&stored), Some(&rebuilt), &mut found);
    }
    if found.is_empty() {
        // Not JSON, or the same values in other bytes.
        found.push(Difference {
            of: of.to_owned(),
            what: what.to_owned(),
            stored: stored.to_owned(),
            rebuilt: rebuilt.to_owned(),
        });
    }
    found
}

fn leaves(
    of: &str,
    path: &str,
    stored: Option<&Value>,
    rebuilt: Option<&Value>,
    found: &mut Vec<Difference>,
) {
    if stored == rebuilt {
        return;
    }
    if let (Some(Value::Object(a)), Some(Value::Object(b))) = (stored, rebuilt) {
        let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
        for key in keys {
            let path = format!("{path}.{key}");
            leaves(of, &path, a.get(key), b.get(key), found);
        }
        return;
    }
    if let (Some(Value::Array(a)), Some(Value::Array(b))) = (stored, rebuilt) {
        for n in 0..a.len().max(b.len()) {
            let path = format!("{path}[{}]", n + 1);
            leaves(of, &path, a.get(n), b.get(n), found);
        }
        return;
    }
    let text = |value: Option<&Value>| value.map(ToString::to_string).unwrap_or_default();
    found.push(Difference {
        of: of.to_owned(),
        what: path.to_owned(),
        stored: text(stored),
        rebuilt: text(rebuilt),
    });
}
