//! The catalogue of what can be wrong with what a unit has written in its
//! report. A fault of the author is a value; `words::findings` makes it a
//! sentence that says where it is, what was found, what is expected and how to
//! mend it.

mod broken;

mod money;

mod oddity;

mod table;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::figures::Code;

pub use broken::{BrokenRule, Comparison, Operand, Side};
pub use money::{Meant, MoneyUnit};
pub use oddity::{Beside, Oddity};
pub use table::TableFault;

/// One fault of a report, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code, such as `E-INT` or `E-HT02-LE`.
    pub code: String,
    /// Does it stop the report?
    pub severity: Severity,
    /// Name of the sheet; empty when no sheet is meant.
    pub sheet: String,
    /// Address of the cell, such as `E12`; empty when no cell is meant.
    pub cell: String,
    /// The indicator, when one is meant.
    pub indicator: Option<Code>,
    /// What the form calls the indicator.
    pub label: String,
    /// What is wrong.
    pub fault: Fault,
}

/// Does a finding stop a report?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Yes: the report is rejected.
    Error,
    /// No: the report is taken, and the council is told.
    Warning,
}

/// What is wrong. Every variant is a sentence and a remedy in `words`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// A required value is not there.
    Missing {
        /// What the cell takes.
        expected: Expected,
    },
    /// A value stands where another answer says there is none.
    MustBeBlank {
        /// The value.
        found: String,
        /// The other answer.
        because: Operand,
    },
    /// Not a number.
    NotNumber {
        /// What the cell holds.
        found: String,
    },
    /// A number, but not a whole one.
    NotWhole {
        /// What the cell holds.
        found: String,
    },
    /// A separator that may mean thousands or decimals.
    AmbiguousNumber {
        /// What the cell holds.
        found: String,
        /// How many decimals the indicator takes.
        #[serde(default)]
        places: u32,
    },
    /// Outside what the indicator allows.
    OutOfDomain {
        /// What the cell holds.
        found: String,
        /// Least that is allowed.
        min: Option<Decimal>,
        /// Most that is allowed.
        max: Option<Decimal>,
    },
    /// More than there can be of it, in the unit of money that is asked for.
    TooMuchMoney {
        /// What the cell holds.
        found: String,
        /// The unit of money, as the form prints it.
        unit: String,
        /// Most that is allowed.
        max: Decimal,
        /// What it would be, were it written in another unit.
        meant: Vec<Meant>,
    },
    /// More decimals than the indicator takes.
    TooManyDecimals {
        /// What the cell holds.
        found: String,
        /// How many it takes.
        places: u32,
    },
    /// A day where a number belongs: Excel makes `3/4` a day.
    DateInNumber {
        /// What the cell shows.
        found: String,
    },
    /// Neither yes nor no.
    NotYesNo {
        /// What the cell holds.
        found: String,
    },
    /// Not one of the options.
    NotOption {
        /// What the cell holds.
        found: String,
        /// What it takes, as the form prints it.
        options: Vec<String>,
    },
    /// A web address outside the domain it must be in.
    NotUnder {
        /// What the cell holds.
        found: String,
        /// The end that the host must have, such as `.thuathienhue.gov.vn`.
        suffix: String,
    },
    /// A formula whose value the program that saved the file did not keep.
    FormulaWithoutValue,
    /// Several of them: one fault of the program, not as many of the author.
    FormulasWithoutValue {
        /// Where they stand.
        cells: Vec<AnswerCell>,
    },
    /// A formula whose kept result is not what its cells give.
    StaleFormula {
        /// What was kept.
        found: String,
        /// What its cells give.
        computed: String,
    },
    /// A number that may be a share of one or of a hundred.
    AmbiguousShare {
        /// What the cell holds.
        found: String,
    },
    /// An error such as `#REF!`.
    CellError {
        /// The error.
        found: String,
    },
    /// Two sides of a rule that do not agree.
    Rule(Box<BrokenRule>),
    /// A list that does not have as many lines as it says.
    ListCount {
        /// How many the cell says.
        declared: String,
        /// How many lines there are.
        listed: usize,
    },
    /// A value without the paper that proves it.
    NoEvidence {
        /// Which paper.
        wanted: String,
    },
    /// One indicator in several rows.
    Twice {
        /// The cells.
        cells: Vec<String>,
    },
    /// The row of an indicator is not there.
    MissingIndicator,
    /// No sheet holds the table of the form.
    NoTable,
    /// The table of another form.
    WrongForm {
        /// The form it is, as people call it.
        found: String,
        /// The form of this unit.
        expected: String,
    },
    /// The header names another unit.
    WrongUnit {
        /// What it names.
        found: String,
        /// The unit whose mailbox sent it.
        expected: String,
    },
    /// The header names another year.
    WrongYear {
        /// What it names.
        found: String,
        /// The year of the campaign.
        expected: String,
    },
    /// The header names another period.
    WrongPeriod {
        /// What it names.
        found: String,
        /// The period of the campaign.
        expected: String,
    },
    /// A part of the header is empty.
    HeaderMissing {
        /// Which.
        field: HeaderField,
    },
    /// A part of the header does not look like what it should be.
    HeaderOdd {
        /// Which.
        field: HeaderField,
        /// What it holds.
        found: String,
    },
    /// The name of the unit is written without marks, so that it could be
    /// another unit's. The mailbox decides whose it is.
    UnmarkedUnit {
        /// What the header holds.
        found: String,
        /// The unit whose mailbox sent it.
        expected: String,
    },
    /// A number written in a way that can only mean one thing, but must be
    /// guessed.
    ReadAs {
        /// What the cell holds.
        found: String,
        /// What it was taken for.
        taken: String,
    },
    /// Words beside a value that were not read.
    TextIgnored {
        /// What the cell holds.
        found: String,
        /// What was read.
        kept: String,
    },
    /// Something about the table as a whole, or about how it is found.
    Table(TableFault),
    /// Something that is only odd beside other reports. It never rejects.
    Odd(Oddity),
}

/// The cell that answers an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerCell {
    /// The indicator.
    pub code: Code,
    /// Its cell, such as `E12`.
    pub cell: String,
}

/// What a cell takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expected {
    /// A whole number.
    Whole,
    /// A number with at most so many decimals.
    Decimal(u32),
    /// Yes or no.
    YesNo,
    /// One of these.
    Option(Vec<String>),
    /// Text.
    Text,
}

/// A part of the header or footer of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HeaderField {
    /// Name of the unit.
    Unit,
    /// The year.
    Year,
    /// The period that is reported.
    Period,
    /// Number and symbol of the signed paper that goes with it.
    Document,
    /// Who filled it in.
    Preparer,
    /// Their telephone at the office.
    Landline,
    /// Their mobile telephone.
    Mobile,
    /// Their mailbox.
    Email,
    /// Head of the unit.
    Head,
}

impl Fault {
    /// The stable code of a fault that does not come from a rule of the form.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "E-MISSING",
            Self::MustBeBlank { .. } => "E-BLANK",
            Self::NotNumber { .. } => "E-NUM",
            Self::NotWhole { .. } => "E-INT",
            Self::AmbiguousNumber { .. } => "E-NUM-AMBIGUOUS",
            Self::OutOfDomain { .. } => "E-DOMAIN",
            Self::TooMuchMoney { .. } => "E-MONEY",
            Self::TooManyDecimals { .. } => "E-DECIMALS",
            Self::DateInNumber { .. } => "E-NUM-DATE",
            Self::NotYesNo { .. } => "E-BOOL",
            Self::NotOption { .. } => "E-OPTION",
            Self::NotUnder { .. } => "E-URL",
            Self::FormulaWithoutValue | Self::FormulasWithoutValue { .. } => "E-FORMULA",
            Self::StaleFormula { .. } => "E-FORMULA-STALE",
            Self::AmbiguousShare { .. } => "E-SHARE-AMBIGUOUS",
            Self::CellError { .. } => "E-CELL-ERROR",
            Self::Rule(_) => "E-RULE",
            Self::ListCount { .. } => "E-LIST",
            Self::NoEvidence { .. } => "W-EVIDENCE",
            Self::Twice { .. } => "E-TWICE",
            Self::MissingIndicator => "E-ROW",
            Self::NoTable => "E-FORM-TABLE",
            Self::WrongForm { .. } => "E-FORM",
            Self::WrongUnit { .. } => "E-UNIT",
            Self::WrongYear { .. } => "E-YEAR",
            Self::WrongPeriod { .. } => "E-PERIOD",
            Self::HeaderMissing { .. } => "W-HEADER",
            Self::HeaderOdd { .. } => "W-HEADER-ODD",
            Self::UnmarkedUnit { .. } => "W-UNIT-MARKS",
            Self::ReadAs { .. } => "W-NUM-READ",
            Self::TextIgnored { .. } => "W-TEXT",
            Self::Table(fault) => fault.code(),
            Self::Odd(oddity) => oddity.code(),
        }
    }

    /// The finding of this fault at no place in particular.
    #[must_use]
    pub fn nowhere(self) -> Finding {
        let code = self.code();
        Finding {
            code: code.to_owned(),
            severity: if code.starts_with('W') {
                Severity::Warning
            } else {
                Severity::Error
            },
            sheet: String::new(),
            cell: String::new(),
            indicator: None,
            label: String::new(),
            fault: self,
        }
    }

    /// The finding of this fault in a cell.
    #[must_use]
    pub fn at(self, sheet: &str, cell: String) -> Finding {
        Finding {
            sheet: sheet.to_owned(),
            cell,
            ..self.nowhere()
        }
    }
}
