//! TOML read so that every fault is found in one reading, with its line.
//!
//! `serde` stops at the first fault and forgets where it was; a clerk of the
//! office who edits a scale needs all of them. So a [`Document`] is walked by
//! hand: each getter either gives the value or notes a [`Complaint`] and gives
//! a stand-in, and [`Document::finish`] says whether anything was noted.

mod values;

use std::{
    cell::{Cell, RefCell},
    ops::Range,
};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    complaint::{Checked, Complaint, Place, Problem},
    text,
};

/// A file being read.
pub struct Document<'t> {
    name: String,
    text: &'t str,
    root: DeTable<'t>,
    complaints: RefCell<Vec<Complaint>>,
}

impl<'t> Document<'t> {
    /// Reads the syntax. Faults in it are noted, and what could be read is
    /// still walked.
    #[must_use]
    pub fn parse(name: &str, text: &'t str) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        let document = Self {
            name: name.to_owned(),
            text,
            root: root.into_inner(),
            complaints: RefCell::default(),
        };
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            document.note(span, "", Problem::Syntax(error.message().to_owned()));
        }
        document
    }

    /// The top level.
    #[must_use]
    pub fn root(&self) -> Section<'_> {
        Section {
            document: self,
            path: String::new(),
            span: 0..0,
            table: &self.root,
            asked: RefCell::default(),
            closed: Cell::new(false),
        }
    }

    /// Notes a complaint at a span of bytes.
    pub fn note(&self, span: Range<usize>, key: &str, problem: Problem) {
        self.complaints.borrow_mut().push(Complaint {
            place: self.place(span.start),
            key: key.to_owned(),
            problem,
        });
    }

    /// The line and column of a byte.
    #[must_use]
    pub fn place(&self, byte: usize) -> Place {
        let before = self.text.get(..byte).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Place {
            file: self.name.clone(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// The value, unless anything was noted.
    ///
    /// # Errors
    /// Every complaint, in the order of the file.
    pub fn finish<T>(self, value: T) -> Checked<T> {
        let mut complaints = self.complaints.into_inner();
        if complaints.is_empty() {
            return Ok(value);
        }
        complaints.sort_by(|a, b| a.place.cmp(&b.place));
        Err(complaints)
    }
}

/// A value with the place it came from, so that a later check can point at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

impl<T> Located<T> {
    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Located<U> {
        Located {
            value: f(self.value),
            span: self.span,
        }
    }
}

/// A table of a document. What nobody asked for by the time [`Section::end`]
/// is called is unknown, and is complained about.
pub struct Section<'d> {
    document: &'d Document<'d>,
    path: String,
    span: Range<usize>,
    table: &'d DeTable<'d>,
    asked: RefCell<Vec<&'static str>>,
    closed: Cell<bool>,
}

impl<'d> Section<'d> {
    /// Dotted path of a key of this section.
    #[must_use]
    pub fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// Where the section begins.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Where the value of `key` stands (the section, if it is absent).
    #[must_use]
    pub fn span_of(&self, key: &str) -> Range<usize> {
        let value = self.table.get(key);
        value.map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// Notes a fault of the value of `key` (of the section, if it is absent).
    pub fn complain(&self, key: &str, problem: Problem) {
        let span = self.span_of(key);
        self.document.note(span, &self.path_of(key), problem);
    }

    /// Notes a fault at a place remembered from before.
    pub fn complain_at(&self, span: Range<usize>, problem: Problem) {
        self.document.note(span, &self.path, problem);
    }

    /// Notes a fault of a part of the value of `key`.
    pub fn complain_within(&self, key: &str, span: Range<usize>, problem: Problem) {
        self.document.note(span, &self.path_of(key), problem);
    }

    fn get(&self, key: &'static str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    fn wrong_type(&self, key: &str, expected: &'static str, found: &DeValue<'_>) {
        let found = found.type_str().to_owned();
        self.complain(key, Problem::WrongType { expected, found });
    }

    /// Notes that `key` is required.
    pub fn missing(&self, key: &str) {
        self.document
            .note(self.span.clone(), &self.path_of(key), Problem::Missing);
    }

    /// Is the key there?
    #[must_use]
    pub fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// An optional section.
    #[must_use]
    pub fn maybe_section(&self, key: &'static str) -> Option<Section<'d>> {
        let value = self.get(key)?;
        if let DeValue::Table(table) = value.get_ref() {
            return Some(self.child(self.path_of(key), value.span(), table));
        }
        self.wrong_type(key, "section", value.get_ref());
        None
    }

    /// A required section; an empty one stands in, so that what it lacks is
    /// complained about in the same reading.
    #[must_use]
    pub fn section(&self, key: &'static str, empty: &'d DeTable<'d>) -> Section<'d> {
        self.maybe_section(key).unwrap_or_else(|| {
            if self.table.get(key).is_none() {
                self.missing(key);
            }
            self.child(self.path_of(key), self.span.clone(), empty)
        })
    }

    /// An empty section in the place of one that may be left out.
    #[must_use]
    pub fn stand_in(&self, key: &str, empty: &'d DeTable<'d>) -> Section<'d> {
        self.child(self.path_of(key), self.span.clone(), empty)
    }

    /// A list of sections (`[[key]]`); absent is empty.
    #[must_use]
    pub fn sections(&self, key: &'static str) -> Vec<Section<'d>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, "list of sections", value.get_ref());
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (n, item) in items.iter().enumerate() {
            if let DeValue::Table(table) = item.get_ref() {
                let path = format!("{}[{}]", self.path_of(key), n + 1);
                sections.push(self.child(path, item.span(), table));
            } else {
                self.wrong_type(key, "list of sections", item.get_ref());
            }
        }
        sections
    }

    /// Every key of a section whose names are data (points per option, say),
    /// in the order of the file.
    #[must_use]
    pub fn entries(&self) -> Vec<(Located<String>, &'d DeValue<'d>)> {
        self.closed.set(true);
        let mut entries: Vec<_> = self
            .table
            .iter()
            .map(|(key, value)| {
                let name = Located {
                    value: text::tidy(key.get_ref()),
                    span: key.span(),
                };
                (name, value.get_ref())
            })
            .collect();
        entries.sort_by_key(|(name, _)| name.span.start);
        entries
    }

    /// Complains about every key nobody asked for.
    pub fn end(&self) {
        if self.closed.replace(true) {
            return;
        }
        let asked = self.asked.borrow();
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if asked.iter().all(|known| *known != name) {
                let nearest = asked
                    .iter()
                    .filter_map(|known| Some((text::edits(name, known, 3)?, *known)))
                    .min()
                    .map(|(_, known)| known.to_owned());
                self.document.note(
                    key.span(),
                    &self.path_of(name),
                    Problem::Unknown { nearest },
                );
            }
        }
    }

    fn child(&self, path: String, span: Range<usize>, table: &'d DeTable<'d>) -> Section<'d> {
        Section {
            document: self.document,
            path,
            span,
            table,
            asked: RefCell::default(),
            closed: Cell::new(false),
        }
    }
}
