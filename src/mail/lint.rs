//! What can be wrong with a header, each with the bytes that show it.
//!
//! A person must be able to see why a mail was set aside without opening it in
//! a mail program, which would show one reading of it. So every lint carries
//! the bytes themselves: escaped, on one line, bounded.

use serde::{Deserialize, Serialize};

/// Most lines, values or places that one lint shows.
pub const MOST_SHOWN: usize = 5;
/// Most bytes that are shown of a line.
const MOST_BYTES: usize = 160;

/// Why a header cannot be trusted to say who wrote the mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lint {
    /// H1: not exactly one From field.
    FromCount {
        /// How many there are.
        count: usize,
        /// The first of them.
        lines: Vec<String>,
    },
    /// H2: a line that is no header field, or a name with spaces, controls or
    /// 8-bit bytes in it; carries the line.
    MalformedName(String),
    /// H3: NUL, a bare CR, or a bare LF among CRLF lines; carries the first.
    ControlBytes(Vec<Stray>),
    /// H4: From does not hold exactly one plain address; carries the value.
    FromSyntax(String),
    /// H5: a field that may stand once stands more often.
    Repeated {
        /// Its name in lower case.
        name: String,
        /// Its first values.
        values: Vec<String>,
    },
    /// H6: larger than any honest header.
    TooLarge {
        /// What is.
        what: Measure,
        /// How large, as far as it was measured.
        size: usize,
        /// The bound.
        allowed: usize,
    },
}

impl Lint {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FromCount { .. } => "E-LINT-H1",
            Self::MalformedName(_) => "E-LINT-H2",
            Self::ControlBytes(_) => "E-LINT-H3",
            Self::FromSyntax(_) => "E-LINT-H4",
            Self::Repeated { .. } => "E-LINT-H5",
            Self::TooLarge { .. } => "E-LINT-H6",
        }
    }
}

/// A control byte where none belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stray {
    /// Line of the header, from 1.
    pub line: usize,
    /// Which it is.
    pub byte: StrayByte,
    /// The bytes around it.
    pub around: String,
}

/// Which control byte is stray.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StrayByte {
    /// NUL, where some readers stop.
    Nul,
    /// A CR without LF: a line end to some, a letter to others.
    BareCr,
    /// A LF without CR where other lines end in CRLF.
    BareLf,
}

/// What of a header is too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The whole block, in bytes.
    Block,
    /// The number of fields.
    Fields,
    /// One field, in bytes.
    Field,
}

/// Something odd that decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// H7: Sender is not the address of From; carries its value.
    OtherSender(String),
    /// H8: Date cannot be read; carries its value.
    OddDate(String),
}

impl Warning {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherSender(_) => "W-LINT-H7",
            Self::OddDate(_) => "W-LINT-H8",
        }
    }
}

/// Bytes as an admin may see them: printable ASCII as it is, everything else
/// escaped. Of a long line the end is shown too: it holds the address.
#[must_use]
pub fn shown(bytes: &[u8]) -> String {
    if bytes.len() <= MOST_BYTES {
        return bytes.escape_ascii().to_string();
    }
    let (head, tail) = (
        &bytes[..MOST_BYTES / 2],
        &bytes[bytes.len() - MOST_BYTES / 2..],
    );
    format!("{} … {}", head.escape_ascii(), tail.escape_ascii())
}

/// The first control bytes that two readers could take differently.
#[must_use]
pub fn strays(header: &[u8]) -> Vec<Stray> {
    // A whole header in bare LF is how a Maildir stores it, and is unambiguous.
    let is_crlf = header.windows(2).any(|pair| pair == b"\r\n");
    let mut line = 1;
    let mut strays = Vec::new();
    for (at, byte) in header.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| header.get(at));
        let stray = match byte {
            0 => Some(StrayByte::Nul),
            b'\r' if header.get(at + 1) != Some(&b'\n') => Some(StrayByte::BareCr),
            b'\n' if is_crlf && before != Some(&b'\r') => Some(StrayByte::BareLf),
            _ => None,
        };
        if let Some(byte) = stray {
            let around = &header[at.saturating_sub(40)..header.len().min(at + 40)];
            strays.push(Stray {
                line,
                byte,
                around: shown(around),
            });
        }
        if strays.len() == MOST_SHOWN {
            break;
        }
        line += usize::from(*byte == b'\n');
    }
    strays
}
