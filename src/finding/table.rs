//! What can be wrong with the table of a form as a whole: that it cannot be
//! told which one is meant, or which of its rows and columns.

use serde::{Deserialize, Serialize};

use crate::text::legacy::Encoding;

/// What is wrong with a table, or was mended while it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableFault {
    /// An issue of the form that has been replaced.
    WrongVersion {
        /// The one that was filled in.
        found: String,
        /// The one that is asked for.
        expected: String,
    },
    /// The only table is on a sheet that nobody sees.
    OutOfSight,
    /// Indicators, and no column that is named as that of their values.
    NoValues,
    /// Not one value is written where the values belong.
    Untouched,
    /// Several columns that may be that of the values.
    TwoColumns {
        /// Their headings.
        cells: Vec<String>,
    },
    /// Several tables that say different things.
    TwoTables {
        /// Where they begin.
        places: Vec<String>,
        /// The first two cells that differ.
        differ: Vec<String>,
    },
    /// A second table that says the same.
    SameTable {
        /// Where it begins.
        place: String,
    },
    /// A row whose code is of one indicator and whose label is of another.
    CodeAndLabel {
        /// The code.
        code: String,
        /// The code that the label has on the form.
        label_of: String,
    },
    /// A label that is not quite that of the form.
    NearLabel {
        /// What the row says.
        found: String,
    },
    /// A code that is not on the form, in a row whose label is.
    NearCode {
        /// The code.
        found: String,
    },
    /// Rows with figures that are not on the form: nothing in them is read.
    RowsUnread {
        /// Each by its cell and what it calls itself.
        rows: Vec<String>,
        /// How many more there are.
        more: usize,
    },
    /// Texts typed with a font instead of an alphabet; they were decoded.
    LegacyFont {
        /// How they were written.
        encoding: Encoding,
        /// In how many cells.
        cells: usize,
    },
}

impl TableFault {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongVersion { .. } => "E-FORM-VERSION",
            Self::OutOfSight => "E-FORM-HIDDEN",
            Self::NoValues => "E-COLUMN",
            Self::Untouched => "E-EMPTY",
            Self::TwoColumns { .. } => "E-COLUMN-TWICE",
            Self::TwoTables { .. } => "E-TABLE-TWICE",
            Self::SameTable { .. } => "W-TABLE-TWICE",
            Self::CodeAndLabel { .. } => "E-ROW-LABEL",
            Self::NearLabel { .. } => "W-ROW-LABEL",
            Self::NearCode { .. } => "W-ROW-CODE",
            Self::RowsUnread { .. } => "W-ROWS",
            Self::LegacyFont { .. } => "W-FONT",
        }
    }
}
