//! What our own mail server wrote about the sender (Authentication-Results,
//! RFC 8601).

use serde::{Deserialize, Serialize};

/// The Authentication-Results fields that our own server wrote, read together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Every result of every field, top to bottom.
    pub results: Vec<MethodResult>,
    /// Why none of them can be believed.
    pub void: Option<Void>,
}

/// One result, such as `dmarc=pass header.from=hue.gov.vn`. Method, result,
/// types and names are in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodResult {
    /// What was tried: `spf`, `dkim`, `dmarc`, …
    pub method: String,
    /// What came of it: `pass`, `fail`, `temperror`, …
    pub result: String,
    /// `ptype.property=value`, in the order of the field.
    pub properties: Vec<Property>,
}

/// One `ptype.property=value`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// `smtp`, `header`, `body` or `policy`.
    pub ptype: String,
    /// `mailfrom`, `from`, `d`, …
    pub name: String,
    /// Its value, unquoted.
    pub value: String,
}

/// Why a run cannot be believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Void {
    /// A field that does not follow the grammar; carries the field.
    Grammar(String),
    /// A value that is no host name or address; carries it.
    Value(String),
    /// Two results that cannot both be true; carries the method.
    Contradiction(String),
    /// Among the fields of our server stands one that it did not sign; carries
    /// the name it is signed with.
    Stranger(String),
}
