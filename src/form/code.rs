//! The code of an issued form: a few characters that only we could have
//! written, one for each unit, campaign and form.
//!
//! It turns "somebody wrote the unit's address" into "somebody wrote the unit's
//! address and has the unit's form". People copy old files, so a wrong or
//! missing code is shown to whoever decides and never rejects by itself.

use serde::{Deserialize, Serialize};

/// How the code in a workbook stands to the one that we issued to the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeCheck {
    /// It is this unit's.
    Right,
    /// There is none.
    Missing,
    /// It is another unit's; carries that unit.
    Foreign(String),
    /// It is nobody's.
    Wrong,
}

impl CodeCheck {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Right => "W-CODE-RIGHT",
            Self::Missing => "W-CODE-MISSING",
            Self::Foreign(_) => "W-CODE-FOREIGN",
            Self::Wrong => "W-CODE-WRONG",
        }
    }
}
