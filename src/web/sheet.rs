//! The workbook of a mail as a grid: read once more by the contained worker,
//! bounded, and marked where something was found.

use std::{collections::BTreeMap, time::Duration};

use tokio::time::timeout;

use super::{App, aside::Turn, failure::Failure};
use crate::{
    finding::{Finding, Severity},
    mail::Mail,
    text,
    verdict::{
        Verdict, files,
        judgement::{Fate, Judgement},
    },
    words::{
        Lang, findings,
        pages::{
            Tone,
            sheet::{self as page, Cell, Grid, Row, Sheet},
        },
    },
    workbook::{self, Container, Content, Workbook},
};

/// Largest mail whose workbook is opened without being asked for.
const AT_ONCE: i64 = 3 * 1_048_576;
/// Longest wait for the reading process: a page must not wait for a slow file.
const PATIENCE: Duration = Duration::from_secs(4);
/// Most sheets, rows and columns that are shown.
const SHEETS: usize = 4;
const ROWS: usize = 250;
const COLUMNS: u32 = 16;
/// Most characters of a cell.
const CELL: usize = 160;
/// Longer than this, a text does not fit into a cell.
const SPILLS: usize = 24;

/// Everything a page needs of the mail itself.
pub struct Opened {
    /// The mail, without its files.
    pub mail: Mail,
    /// The workbook, if one was judged and is to be shown.
    pub report: Option<Vec<u8>>,
}

/// Opens a mail beside the threads that answer, and takes the workbook that was
/// judged out of it.
///
/// # Errors
/// When too much is asked at this moment.
pub async fn open(
    app: &App,
    raw: Vec<u8>,
    judgement: Option<&Judgement>,
) -> Result<Opened, Failure> {
    let wanted = judgement.and_then(which);
    let limits = app.limits;
    let work = move || {
        let mut mail = Mail::open(&raw);
        let mut report = None;
        if let Some((at, digest)) = wanted {
            files::look(&mut mail.parts.attachments, &limits);
            report = mail.take_bytes(Some(at)).filter(|bytes| {
                // Nobody looks at other bytes than were judged.
                crate::digest::Digest::of(bytes) == digest
            });
        } else {
            mail.take_bytes(None);
        }
        Opened { mail, report }
    };
    let (_, opened) = Turn::wait(&app.turns).await?.run(work).await?;
    Ok(opened)
}

/// The file that was read as the report, or was meant as one.
fn which(judgement: &Judgement) -> Option<(usize, crate::digest::Digest)> {
    if judgement.verdict == Verdict::Quarantined {
        return None;
    }
    let meant = |fate: Fate| matches!(fate, Fate::Report | Fate::Unreadable | Fate::Undecided);
    let mut files = judgement.files.iter().enumerate();
    files
        .find(|(_, file)| meant(file.fate) && matches!(file.kind, Container::Workbook(_)))
        .map(|(at, file)| (at, file.digest))
}

/// Is there a workbook to show, and is the mail small enough to open it at
/// once? Otherwise, what is said instead.
pub fn wish(judgement: Option<&Judgement>, size: i64, asked: bool, here: &str) -> Result<(), Grid> {
    let say = |told: &str, ask: Option<String>| Grid {
        told: told.to_owned(),
        ask,
        ..Grid::default()
    };
    let Some(judgement) = judgement else {
        return Err(Grid::default());
    };
    let is_workbook =
        |file: &crate::verdict::judgement::File| matches!(file.kind, Container::Workbook(_));
    if judgement.verdict == Verdict::Quarantined && judgement.files.iter().any(is_workbook) {
        return Err(say(page::DANGEROUS, None));
    }
    if which(judgement).is_none() {
        return Err(Grid::default());
    }
    if size > AT_ONCE && !asked {
        return Err(say(page::LARGE, Some(here.to_owned())));
    }
    Ok(())
}

/// The workbook as a grid.
pub async fn grid(app: &App, report: Option<Vec<u8>>, found: &[Finding], here: &str) -> Grid {
    let say = |told: &str, ask: Option<&str>| Grid {
        told: told.to_owned(),
        ask: ask.map(str::to_owned),
        ..Grid::default()
    };
    let Some(report) = report else {
        return say(page::LOST, None);
    };
    match timeout(PATIENCE, app.desk.examiner.readers.read(report)).await {
        Ok(Ok(workbook)) => Grid {
            sheets: sheets(&workbook, found),
            ..Grid::default()
        },
        Ok(Err(_)) => say(page::UNREADABLE, None),
        Err(_) => say(page::BUSY, Some(here)),
    }
}

/// Those with a finding first, because that is what is looked for.
fn sheets(workbook: &Workbook, found: &[Finding]) -> Vec<Sheet> {
    let marked = |name: &str| found.iter().any(|finding| finding.sheet == name);
    let mut shown: Vec<(usize, &workbook::Sheet)> = workbook
        .sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| !sheet.cells.is_empty())
        .filter(|(_, sheet)| sheet.visible || marked(&sheet.name))
        .collect();
    shown.sort_by_key(|(n, sheet)| (!marked(&sheet.name), *n));
    shown.truncate(SHEETS);
    shown
        .into_iter()
        .map(|(_, sheet)| one(sheet, found))
        .collect()
}

fn one(sheet: &workbook::Sheet, found: &[Finding]) -> Sheet {
    let marks = marks(sheet, found);
    let last = sheet.cells.keys().map(|(_, column)| *column).max();
    let last = last.unwrap_or_default();
    let columns: Vec<u32> = (0..=last.min(COLUMNS - 1)).collect();
    let rows = sheet.rows();
    let cell = |row: u32, column: u32| {
        let address = workbook::address(row, column);
        let content = sheet.cell(row, column).map(|cell| &cell.content);
        let mark = marks.get(address.as_str());
        Cell {
            text: content.map_or_else(String::new, |it| text::one_line(&it.shown(), CELL)),
            anchor: mark.map_or_else(String::new, |_| anchor(&sheet.name, &address)),
            tone: mark.map(|(severity, _)| tone(*severity)),
            why: mark.map_or_else(String::new, |(_, why)| why.clone()),
            number: matches!(content, Some(Content::Number(_) | Content::Percent(_))),
            span: 1,
        }
    };
    Sheet {
        name: text::one_line(&sheet.name, 60),
        hidden: !sheet.visible,
        columns: columns.iter().map(|column| letters(*column)).collect(),
        rows: rows
            .iter()
            .take(ROWS)
            .map(|row| Row {
                n: row + 1,
                cells: spilled(columns.iter().map(|it| cell(*row, *it)).collect()),
            })
            .collect(),
        cut: rows.len() > ROWS || last >= COLUMNS,
    }
}

/// A long text at the end of a row runs on over the empty cells behind it, as it
/// does in a spreadsheet: otherwise a title would make its column as wide.
fn spilled(mut cells: Vec<Cell>) -> Vec<Cell> {
    let said = |cell: &Cell| !(cell.text.is_empty() && cell.anchor.is_empty());
    let Some(last) = cells.iter().rposition(said) else {
        return cells;
    };
    let empty = cells.len() - last;
    if let Some(cell) = cells.get_mut(last)
        && !cell.number
        && cell.anchor.is_empty()
        && cell.text.chars().count() > SPILLS
    {
        cell.span = empty;
        cells.truncate(last + 1);
    }
    cells
}

/// What was found in a sheet, by cell: the worst, and all of it in words.
fn marks<'f>(
    sheet: &workbook::Sheet,
    found: &'f [Finding],
) -> BTreeMap<&'f str, (Severity, String)> {
    let mut marks: BTreeMap<&str, (Severity, String)> = BTreeMap::new();
    for finding in found
        .iter()
        .filter(|it| it.sheet == sheet.name && !it.cell.is_empty())
    {
        let told = findings::finding(Lang::Vi, finding);
        let why = text::one_line(&format!("{} {}", told.expected, told.fix), 300);
        let mark = marks
            .entry(finding.cell.as_str())
            .or_insert((finding.severity, String::new()));
        mark.0 = mark.0.min(finding.severity);
        if !mark.1.is_empty() {
            mark.1.push_str(" · ");
        }
        mark.1.push_str(&why);
    }
    marks
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Attention,
    }
}

fn letters(column: u32) -> String {
    workbook::address(0, column)
        .trim_end_matches('1')
        .to_owned()
}

/// Where a cell stands on the page: a name that an address can hold.
#[must_use]
pub fn anchor(sheet: &str, cell: &str) -> String {
    let sheet: String = text::plain(sheet)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    format!("o-{sheet}-{cell}")
}
