//! Why the parts of a mail cannot be told apart with certainty.

use serde::{Deserialize, Serialize};

use crate::text;

/// One thing about a mail that two readers could read differently. Whoever
/// looks into it is told where it is and what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// What it is.
    pub flaw: Flaw,
    /// Number of the part, as IMAP counts them (RFC 3501 §6.4.5); empty for the
    /// mail as a whole.
    pub part: String,
    /// Name of the file in that part; may be empty.
    pub name: String,
    /// What stands there, escaped and cut; may be empty.
    pub shown: String,
}

/// What two readers could read differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// A MIME field that stands twice, contradicts itself or cannot be read.
    Field,
    /// A line that may or may not part two parts, or one that is missing.
    Boundary,
    /// An unknown transfer encoding, or bytes that it cannot hold.
    Encoding,
    /// The library that opens mails found other parts than we did.
    Structure,
    /// A file name that looks like another, or names two kinds of file.
    Name,
    /// A file written into a text, where some programs look for one.
    Inside,
    /// More parts, or deeper ones, than any report has.
    TooManyParts,
    /// A fragment or a reference instead of content (RFC 2046 §5.2).
    NotWhole,
}

/// Most bytes that are shown of what is doubted.
const SHOWN: usize = 60;

impl Doubt {
    /// Of that flaw in that part, of which these bytes are shown.
    #[must_use]
    pub fn new(flaw: Flaw, part: &str, found: &[u8]) -> Self {
        let mut shown = found[..found.len().min(SHOWN)].escape_ascii().to_string();
        if found.len() > SHOWN {
            shown.push('…');
        }
        Self::told(flaw, part, &shown)
    }

    /// Of that flaw in that part, where a text is shown: a name, a value.
    #[must_use]
    pub fn told(flaw: Flaw, part: &str, text: &str) -> Self {
        Self {
            flaw,
            part: part.to_owned(),
            name: String::new(),
            shown: text::one_line(text, 4 * SHOWN),
        }
    }

    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.flaw {
            Flaw::Field => "E-MIME-FIELD",
            Flaw::Boundary => "E-MIME-BOUNDARY",
            Flaw::Encoding => "E-MIME-ENCODING",
            Flaw::Structure => "E-MIME-STRUCTURE",
            Flaw::Name => "E-MIME-NAME",
            Flaw::Inside => "E-MIME-INSIDE",
            Flaw::TooManyParts => "E-MIME-PARTS",
            Flaw::NotWhole => "E-MIME-PARTIAL",
        }
    }
}
