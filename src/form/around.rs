//! What a form file says of the sheet around its indicators: how the columns of
//! the table are headed, and which parts of the header it asks for.

use std::collections::BTreeMap;

use super::{
    answer::key,
    columns::{Column, column_of},
};
use crate::{
    complaint::Problem,
    document::Section,
    finding::{Fault, Finding, HeaderField, Severity},
};

/// What it means when a part of the header lacks, or is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// The report is rejected.
    Error,
    /// The report is taken, and the unit is told.
    Warning,
    /// Nobody is told.
    Silent,
    /// The form does not ask for it.
    NotAsked,
}

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// What stands above it.
    pub text: String,
    /// How wide it is, in letters.
    pub width: u16,
}

/// What stands around the indicators of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    /// The columns of the table, in their order: number, code, label, unit of
    /// measure, value, self-score, evidence, notes.
    pub columns: [Heading; 8],
    /// What it means when a part of the header lacks.
    lacks: BTreeMap<HeaderField, Lack>,
}

/// The columns: key, what they are to a reader, and what they are without a
/// word in the file.
const COLUMNS: [(&str, Column, &str, i64); 8] = [
    ("number", Column::Other, "STT", 6),
    ("code", Column::Code, "Mã", 11),
    ("label", Column::Label, "Nội dung chỉ tiêu", 58),
    ("unit", Column::Other, "ĐVT", 13),
    ("value", Column::Values, "Số liệu", 16),
    ("own", Column::Other, "Điểm tự chấm", 12),
    ("evidence", Column::Beside, "Tài liệu kiểm chứng", 30),
    ("notes", Column::Beside, "Ghi chú", 16),
];

/// The parts of the header: key, part, and what its lack is without a word in
/// the file. The clerk of the post gives number and symbol last.
const FIELDS: [(&str, HeaderField, Lack); 9] = [
    ("unit", HeaderField::Unit, Lack::Warning),
    ("year", HeaderField::Year, Lack::Warning),
    ("period", HeaderField::Period, Lack::Silent),
    ("document", HeaderField::Document, Lack::Silent),
    ("preparer", HeaderField::Preparer, Lack::Warning),
    ("landline", HeaderField::Landline, Lack::Warning),
    ("mobile", HeaderField::Mobile, Lack::Warning),
    ("email", HeaderField::Email, Lack::Warning),
    ("head", HeaderField::Head, Lack::Warning),
];

/// The parts that tell whose report it is are always printed; they may be passed
/// over in silence, and not left out.
const ALWAYS_ASKED: [HeaderField; 4] = [
    HeaderField::Unit,
    HeaderField::Year,
    HeaderField::Period,
    HeaderField::Document,
];

impl Default for Around {
    fn default() -> Self {
        Self {
            columns: COLUMNS.map(|(_, _, text, width)| Heading {
                text: text.to_owned(),
                width: u16::try_from(width).unwrap_or(16),
            }),
            lacks: FIELDS.map(|(_, field, lack)| (field, lack)).into(),
        }
    }
}

impl Around {
    /// Reads both sections of a form file; what they leave out is as usual.
    pub(super) fn load(root: &Section<'_>) -> Self {
        let mut around = Self::default();
        if let Some(header) = root.maybe_section("header") {
            let words = [
                ("error", Lack::Error),
                ("warning", Lack::Warning),
                ("silent", Lack::Silent),
                ("none", Lack::NotAsked),
            ];
            for (key, field, lack) in FIELDS {
                let always = ALWAYS_ASKED.contains(&field);
                let words = if always { &words[..3] } else { &words[..] };
                let lack = header.choice(key, Some(lack), words).unwrap_or(lack);
                around.lacks.insert(field, lack);
            }
            header.end();
        }
        if let Some(layout) = root.maybe_section("layout") {
            for ((name, is, ..), column) in COLUMNS.iter().zip(&mut around.columns) {
                if let Some(section) = layout.maybe_section(name) {
                    load_column(&section, *is, column);
                }
            }
            layout.end();
        }
        around
    }

    /// What it means when a part lacks.
    #[must_use]
    pub fn lack(&self, field: HeaderField) -> Lack {
        self.lacks.get(&field).copied().unwrap_or(Lack::Silent)
    }

    /// Does the form ask for a part?
    #[must_use]
    pub fn asks(&self, field: HeaderField) -> bool {
        self.lack(field) != Lack::NotAsked
    }

    /// The finding of a part that lacks or is odd, as the form weighs it; none
    /// where nobody is told.
    pub(super) fn weighed(&self, mut finding: Finding) -> Option<Finding> {
        let (Fault::HeaderMissing { field } | Fault::HeaderOdd { field, .. }) = &finding.fault
        else {
            return Some(finding);
        };
        match self.lack(*field) {
            Lack::Warning => (),
            Lack::Error => {
                finding.severity = Severity::Error;
                finding.code = finding.code.replacen('W', "E", 1);
            }
            Lack::Silent | Lack::NotAsked => return None,
        }
        Some(finding)
    }
}

/// A heading must be known again when the workbook comes back.
fn load_column(section: &Section<'_>, is: Column, column: &mut Heading) {
    let heading = section.text_or("heading", &column.text);
    if column_of(&key(&heading)) != is {
        let allowed = format!("a heading that is read as \"{}\" is", column.text);
        let found = heading.clone();
        section.complain("heading", Problem::NotAllowed { found, allowed });
    }
    column.text = heading;
    let width = section.integer_or("width", column.width.into(), 3..120);
    column.width = u16::try_from(width).unwrap_or(column.width);
    section.end();
}
