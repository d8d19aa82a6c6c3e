//! Bounds on what one mail may cost.

use crate::{document::Section, workbook};

/// Bounds on what one mail may cost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest mail that is fetched, in bytes; a larger one is held unseen.
    pub mail_bytes: u64,
    /// Processes that read workbooks.
    pub workers: usize,
    /// Bounds on one workbook.
    pub workbook: workbook::Limits,
}

pub(super) fn read(section: &Section<'_>) -> Limits {
    let limits = Limits {
        mail_bytes: section
            .integer_or("mail_megabytes", 35, 1..401)
            .unsigned_abs()
            * 1_048_576,
        workers: usize::try_from(section.integer_or("workers", 2, 1..65)).unwrap_or(1),
        workbook: workbook_limits(section),
    };
    section.end();
    limits
}

/// Each bound may be raised or lowered within what a small machine bears; how
/// files must be made (names, overlaps, ratio) is no setting.
fn workbook_limits(section: &Section<'_>) -> workbook::Limits {
    let usual = workbook::Limits::default();
    let number = |key: &'static str, usual: u64, most: i64| {
        let usual = i64::try_from(usual).unwrap_or(most);
        section.integer_or(key, usual, 1..most + 1).unsigned_abs()
    };
    let megabytes = |key, usual: u64, most| number(key, usual >> 20, most) << 20;
    workbook::Limits {
        bytes: megabytes("workbook_megabytes", usual.bytes, 100),
        inflated: megabytes("unpacked_megabytes", usual.inflated, 512),
        entries: number("parts", usual.entries, 20_000),
        rows: number("rows", usual.rows, 1_048_576),
        columns: number("columns", usual.columns, 16_384),
        cells: number("cells", usual.cells, 5_000_000),
        cpu: number("cpu_seconds", usual.cpu, 60),
        wall: number("wall_seconds", usual.wall, 120),
        memory: megabytes("memory_megabytes", usual.memory, 4_096),
        ..usual
    }
}
