//! Bytes → [`Workbook`]. A plain function, and one that may take the process
//! with it: calamine aborts on some files of two kilobytes. It is therefore
//! called only by the child of `edge::worker`, which has bounds of its own.

use std::{collections::BTreeMap, fmt::Display, io::Cursor};

use calamine::{
    CellErrorType, Data, ExcelDateTime, Ods, OdsError, Reader, SheetType, SheetVisible, Xls,
    XlsError, Xlsx, XlsxError,
};
use rust_decimal::Decimal;

use super::{
    Cell, Content, Kind, Sheet, Workbook,
    container::admit,
    refusal::{Limit, Limits, Refusal},
    unpack,
};

/// Reads a workbook.
///
/// # Errors
/// With the reason why it is not read.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    match admit(bytes, limits)? {
        Kind::Xlsx => {
            unpack::scan(bytes, limits)?;
            xlsx(bytes, limits)
        }
        Kind::Ods => {
            unpack::scan(bytes, limits)?;
            let book = Ods::new(Cursor::new(bytes))
                .map_err(|why| unopened(matches!(why, OdsError::Password), why))?;
            dense(book, limits)
        }
        Kind::Xls => {
            let book = Xls::new(Cursor::new(bytes))
                .map_err(|why| unopened(matches!(why, XlsError::Password), why))?;
            dense(book, limits)
        }
    }
}

fn unopened(locked: bool, why: impl Display) -> Refusal {
    if locked {
        Refusal::Encrypted
    } else {
        damaged(why)
    }
}

fn damaged(why: impl Display) -> Refusal {
    Refusal::Damaged(crate::text::one_line(&why.to_string(), 200))
}

/// The sheets that hold cells, with whether a person would see them.
fn tables<'b, R: Reader<Cursor<&'b [u8]>>>(book: &R) -> Vec<(String, bool)> {
    book.sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect()
}

/// Reads cell by cell, so that a cell in the far corner costs one cell.
fn xlsx(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let mut book = Xlsx::new(Cursor::new(bytes))
        .map_err(|why| unopened(matches!(why, XlsxError::Password), why))?;
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::new();
    for (name, visible) in tables(&book) {
        let mut cells = Cells::default();
        let mut reader = book.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some(record) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
            let formula = record.formula.is_some();
            let content = content(record.value.into());
            cells.add(record.pos, content, formula, &mut budget)?;
        }
        sheets.push(cells.into_sheet(name, visible));
    }
    Ok(Workbook { sheets })
}

/// Reads whole ranges: the library has built them on opening already.
fn dense<'b, R: Reader<Cursor<&'b [u8]>>>(
    mut book: R,
    limits: &Limits,
) -> Result<Workbook, Refusal> {
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::new();
    for (name, visible) in tables(&book) {
        let mut cells = Cells::default();
        let range = book
            .worksheet_range(&name)
            .map_err(|why| damaged(format!("{why:?}")))?;
        // A formula that the library cannot spell out is still a remembered value.
        let formulas = book.worksheet_formula(&name).unwrap_or_default();
        let first = formulas.start().unwrap_or_default();
        let computed: Vec<(u32, u32)> = formulas
            .used_cells()
            .filter(|(_, _, formula)| !formula.is_empty())
            .filter_map(|(row, column, _)| place(first, row, column))
            .collect();
        let first = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = place(first, row, column).ok_or_else(|| damaged("place of a cell"))?;
            cells.add(at, content(value.clone()), false, &mut budget)?;
        }
        for at in computed {
            cells.mark_formula(at, &mut budget)?;
        }
        sheets.push(cells.into_sheet(name, visible));
    }
    Ok(Workbook { sheets })
}

fn place(first: (u32, u32), row: usize, column: usize) -> Option<(u32, u32)> {
    let row = first.0.checked_add(u32::try_from(row).ok()?)?;
    let column = first.1.checked_add(u32::try_from(column).ok()?)?;
    Some((row, column))
}

/// What is left of the bounds.
struct Budget<'l> {
    limits: &'l Limits,
    cells: u64,
    text: u64,
}

impl<'l> Budget<'l> {
    fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            cells: 0,
            text: 0,
        }
    }

    fn spend(&mut self, (row, column): (u32, u32), content: &Content) -> Result<(), Refusal> {
        Limit::Rows.check(u64::from(row) + 1, self.limits.rows)?;
        Limit::Columns.check(u64::from(column) + 1, self.limits.columns)?;
        self.cells += 1;
        Limit::Cells.check(self.cells, self.limits.cells)?;
        if let Content::Text(text) = content {
            // One string of a file can stand in thousands of its cells.
            self.text = self.text.saturating_add(text.len() as u64);
        }
        Limit::Answer.check(self.text, self.limits.answer)
    }
}

/// The cells of a sheet being read.
#[derive(Default)]
struct Cells(BTreeMap<(u32, u32), Cell>);

impl Cells {
    fn add(
        &mut self,
        at: (u32, u32),
        content: Option<Content>,
        formula: bool,
        budget: &mut Budget<'_>,
    ) -> Result<(), Refusal> {
        let content = match content {
            Some(content) => content,
            None if formula => Content::Nothing,
            None => return Ok(()),
        };
        budget.spend(at, &content)?;
        if self.0.insert(at, Cell { content, formula }).is_some() {
            return Err(Refusal::Ambiguous(format!(
                "two values for {}",
                super::address(at.0, at.1)
            )));
        }
        Ok(())
    }

    fn mark_formula(&mut self, at: (u32, u32), budget: &mut Budget<'_>) -> Result<(), Refusal> {
        if let Some(cell) = self.0.get_mut(&at) {
            cell.formula = true;
            return Ok(());
        }
        self.add(at, None, true, budget)
    }

    fn into_sheet(self, name: String, visible: bool) -> Sheet {
        Sheet {
            name: crate::text::one_line(&name, 100),
            visible,
            cells: self.0,
        }
    }
}

fn content(value: Data) -> Option<Content> {
    Some(match value {
        Data::Int(number) => Content::Number(number.into()),
        Data::Float(number) => number_of(number),
        Data::String(text) if text.is_empty() => return None,
        Data::String(text) => Content::Text(text),
        Data::Bool(yes) => Content::Bool(yes),
        Data::DateTime(moment) => Content::Date(date(moment)),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Content::Date(text),
        Data::Error(error) => Content::Error(error_name(&error).to_owned()),
        Data::Empty => return None,
    })
}

/// A float as Excel shows it: fifteen digits, the shortest that say the same.
/// What lies beyond (0.1 + 0.2 = 0.30000000000000004) nobody typed.
fn number_of(number: f64) -> Content {
    let shortest = number.to_string();
    let digits = shortest.bytes().filter(u8::is_ascii_digit).count();
    let rounded = if digits > 15 {
        Decimal::from_scientific(&format!("{number:.14e}"))
    } else {
        shortest.parse()
    };
    match rounded {
        Ok(number) => Content::Number(number.normalize()),
        // Beyond what a decimal holds (1e308): nobody's count of computers.
        Err(_) => Content::Text(format!("{number:e}")),
    }
}

fn date(moment: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if moment.is_duration() {
        return format!("{hour:02}:{minute:02}:{second:02}");
    }
    let day = format!("{day:02}/{month:02}/{year}");
    if (hour, minute, second) == (0, 0, 0) {
        return day;
    }
    format!("{day} {hour:02}:{minute:02}:{second:02}")
}

fn error_name(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}
