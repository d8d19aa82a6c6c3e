//! The list of mails.

use askama::Template;

use super::{Badge, Chip, Frame};

/// The list of mails.
#[derive(Template)]
#[template(path = "mails.html", config = "src/words/askama.toml")]
pub struct Mails {
    /// What stands around it.
    pub frame: Frame,
    /// Filters by verdict.
    pub chips: Vec<Chip>,
    /// The verdict in the filter, as its word in the address.
    pub shown: String,
    /// What is searched.
    pub search: String,
    /// The units to choose from.
    pub units: Vec<Choice>,
    /// Where the list without any filter is; none when there is no filter.
    pub clear: Option<String>,
    /// The mails of this page.
    pub rows: Vec<Row>,
    /// Which of how many these are.
    pub extent: Extent,
    /// The page of newer ones.
    pub newer: Option<String>,
    /// The page of older ones.
    pub older: Option<String>,
}

/// A unit to choose.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Is it chosen?
    pub chosen: bool,
}

/// One mail.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number.
    pub id: i64,
    /// When it came.
    pub received: String,
    /// Whom it claims to be from.
    pub sender: String,
    /// Its subject line.
    pub subject: String,
    /// The unit's name.
    pub unit: String,
    /// The verdict.
    pub verdict: Badge,
    /// The number of the answer.
    pub number: String,
    /// Reason codes.
    pub reasons: Vec<String>,
}

/// Which mails of how many a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// The first, from 1.
    pub first: i64,
    /// The last.
    pub last: i64,
    /// How many there are.
    pub total: i64,
}

impl Extent {
    /// In words.
    #[must_use]
    pub fn sentence(self) -> String {
        match (self.total, self.first > self.total) {
            (0, _) => "Không có thư nào.".to_owned(),
            (total, true) => format!("Không có thư nào ở trang này; tất cả có {total} thư."),
            (total, false) => format!("Thư {}–{} trong {total}.", self.first, self.last),
        }
    }
}
