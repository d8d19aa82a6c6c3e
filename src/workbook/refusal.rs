//! Why a file is not read as a workbook, and how much of a file is read.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::container::Container;

/// Why a file is not read as a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// It is something else.
    Type(Container),
    /// It is locked with a password.
    Encrypted,
    /// It says it is a workbook and cannot be read as one; carries the reader's
    /// reason, for the IT person.
    Damaged(String),
    /// It can mean one thing to us and another to Excel (two parts of one name,
    /// one cell written twice); carries what is double.
    Ambiguous(String),
    /// It holds what no honest workbook holds (a document type, macros under a
    /// name that promises none, parts named outside the file).
    Hostile(String),
    /// It is bigger than we read, or took longer.
    Limit {
        /// Which bound.
        limit: Limit,
        /// What the file came to, if it was counted.
        found: Option<u64>,
        /// The bound.
        allowed: u64,
    },
    /// Our own reading process failed before it had seen the file. Nothing is
    /// known of the file: try again.
    Unavailable(String),
}

/// A bound that a file can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Limit {
    /// Bytes of the file.
    Bytes,
    /// Bytes of its parts, unpacked.
    Inflated,
    /// Unpacked bytes for each packed byte.
    Ratio,
    /// Parts in the file.
    Entries,
    /// Wrappers in wrappers.
    Depth,
    /// Rows of a sheet.
    Rows,
    /// Columns of a sheet.
    Columns,
    /// Cells of the workbook.
    Cells,
    /// Seconds of computing.
    Cpu,
    /// Bytes of memory.
    Memory,
    /// Seconds by the clock.
    Wall,
    /// Bytes of what was read.
    Answer,
}

/// Who must do something about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blame {
    /// The author sends another file.
    Author,
    /// A person looks: it may be honest and only big.
    Limit,
    /// A person looks, and nothing is answered.
    Hostile,
    /// We try again.
    Ours,
}

impl Refusal {
    /// The stable code of the reason.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Type(container) => container.code(),
            Self::Encrypted => "E-BOOK-ENCRYPTED",
            Self::Damaged(_) => "E-BOOK-DAMAGED",
            Self::Ambiguous(_) => "E-BOOK-AMBIGUOUS",
            Self::Hostile(_) => "E-BOOK-HOSTILE",
            Self::Limit { limit, .. } => limit.code(),
            Self::Unavailable(_) => "E-BOOK-READER",
        }
    }

    /// Who must do something about it.
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self {
            Self::Type(Container::Executable | Container::MacroWorkbook)
            | Self::Ambiguous(_)
            | Self::Hostile(_) => Blame::Hostile,
            Self::Type(_) | Self::Encrypted | Self::Damaged(_) => Blame::Author,
            Self::Limit { .. } => Blame::Limit,
            Self::Unavailable(_) => Blame::Ours,
        }
    }
}

impl Limit {
    /// The stable code of the reason.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Bytes => "E-BOOK-LIMIT-BYTES",
            Self::Inflated => "E-BOOK-LIMIT-INFLATED",
            Self::Ratio => "E-BOOK-LIMIT-RATIO",
            Self::Entries => "E-BOOK-LIMIT-ENTRIES",
            Self::Depth => "E-BOOK-LIMIT-DEPTH",
            Self::Rows => "E-BOOK-LIMIT-ROWS",
            Self::Columns => "E-BOOK-LIMIT-COLUMNS",
            Self::Cells => "E-BOOK-LIMIT-CELLS",
            Self::Cpu => "E-BOOK-LIMIT-CPU",
            Self::Memory => "E-BOOK-LIMIT-MEMORY",
            Self::Wall => "E-BOOK-LIMIT-WALL",
            Self::Answer => "E-BOOK-LIMIT-ANSWER",
        }
    }

    /// A refusal for breaking this bound.
    #[must_use]
    pub fn broken(self, found: Option<u64>, allowed: u64) -> Refusal {
        Refusal::Limit {
            limit: self,
            found,
            allowed,
        }
    }

    /// The refusal, if `found` is more than `allowed`.
    ///
    /// # Errors
    /// When it is.
    pub fn check(self, found: u64, allowed: u64) -> Result<(), Refusal> {
        if found > allowed {
            return Err(self.broken(Some(found), allowed));
        }
        Ok(())
    }
}

/// How much of a file is read. Each bound has a default far above any form and
/// far below what this machine could not bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of its parts, unpacked, together.
    pub inflated: u64,
    /// Unpacked bytes for each packed byte, for parts above 10 MB.
    pub ratio: u64,
    /// Parts in the file.
    pub entries: u64,
    /// Rows of a sheet.
    pub rows: u64,
    /// Columns of a sheet.
    pub columns: u64,
    /// Cells of the workbook.
    pub cells: u64,
    /// Seconds of computing.
    pub cpu: u64,
    /// Bytes of memory of the reading process.
    pub memory: u64,
    /// Seconds by the clock.
    pub wall: u64,
    /// Bytes of what was read.
    pub answer: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 10 << 20,
            inflated: 64 << 20,
            ratio: 200,
            entries: 2_000,
            rows: 20_000,
            columns: 500,
            cells: 200_000,
            cpu: 8,
            memory: 512 << 20,
            wall: 15,
            answer: 16 << 20,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        match self {
            Self::Damaged(why)
            | Self::Ambiguous(why)
            | Self::Hostile(why)
            | Self::Unavailable(why) => write!(f, ": {why}"),
            Self::Limit {
                found: Some(found),
                allowed,
                ..
            } => write!(f, ": {found} > {allowed}"),
            Self::Limit { allowed, .. } => write!(f, ": > {allowed}"),
            Self::Type(_) | Self::Encrypted => Ok(()),
        }
    }
}
