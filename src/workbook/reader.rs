//! Bytes → [`Workbook`]. A plain function, and one that may take the process
//! with it: calamine aborts on some files of two kilobytes. It is therefore
//! called only by the child of `edge::worker`, which has bounds of its own.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
    io::Cursor,
};

use calamine::{
    CellErrorType, Data, ExcelDateTime, Ods, OdsError, Reader, SheetType, SheetVisible, Style, Xls,
    XlsError, Xlsx, XlsxError, XlsxFormulaMetadata,
};
use rust_decimal::Decimal;

use super::{
    Cell, Content, Kind, Sheet, Workbook,
    container::admit,
    formula, lock,
    percent::{self, Places},
    refusal::{Limit, Limits, Refusal},
    unpack,
};

/// Formulas of a sheet whose remembered value is doubted, at most.
const MOST_DOUBTED: usize = 2_000;

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
            ods(bytes, limits)
        }
        Kind::Xls => {
            if lock::is_on(bytes) {
                return Err(Refusal::Encrypted);
            }
            let book = Xls::new(Cursor::new(bytes))
                .map_err(|why| unopened(matches!(why, XlsError::Password), why))?;
            dense(book, &percent::in_xls(bytes), limits)
        }
    }
}

fn ods(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let refused = |why: OdsError| unopened(matches!(why, OdsError::Password), why);
    let percent = percent::in_ods(bytes, limits);
    match Ods::new(Cursor::new(bytes)) {
        Ok(book) => dense(book, &percent, limits),
        // The library stumbles over blanks between cells, which ODF allows.
        Err(OdsError::Mismatch { .. }) => {
            let closed_up = unpack::without_indents(bytes)
                .ok_or_else(|| damaged("content.xml cannot be unpacked"))?;
            dense(
                Ods::new(Cursor::new(closed_up.as_slice())).map_err(refused)?,
                &percent,
                limits,
            )
        }
        Err(why) => Err(refused(why)),
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

/// The sheets that hold cells: which of all sheets, its name, and whether a
/// person would see it.
fn tables<'b, R: Reader<Cursor<&'b [u8]>>>(book: &R) -> Vec<(usize, String, bool)> {
    let is_seen = |sheet: &calamine::Sheet| sheet.visible == SheetVisible::Visible;
    book.sheets_metadata()
        .iter()
        .enumerate()
        .filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet)
        .map(|(nth, sheet)| (nth, sheet.name.clone(), is_seen(sheet)))
        .collect()
}

/// Reads cell by cell, so that a cell in the far corner costs one cell.
fn xlsx(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let mut book = Xlsx::new(Cursor::new(bytes))
        .map_err(|why| unopened(matches!(why, XlsxError::Password), why))?;
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::new();
    for (_, name, visible) in tables(&book) {
        let percent = percents(&mut book, &name)?;
        let mut cells = Cells::default();
        let mut reader = book.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some(record) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
            let formula = record.formula.map(spelled);
            let content = content(record.value.into());
            let content = content.map(|it| shown_as(it, percent.contains(&record.pos)));
            cells.add(record.pos, content, formula, &mut budget)?;
        }
        sheets.push(cells.into_sheet(name, visible));
    }
    Ok(Workbook { sheets })
}

/// The cells that show their number as a percentage. They are looked for only
/// in a workbook that has such a format at all.
fn percents(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<BTreeSet<(u32, u32)>, Refusal> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let is_percent = |style: &Style| {
        let format = style.number_format.as_ref();
        format.is_some_and(|format| format.format_code.contains('%'))
    };
    let styles: Vec<bool> = reader.styles().iter().map(is_percent).collect();
    let mut found = BTreeSet::new();
    if styles.contains(&true) {
        while let Some((row, column, style)) = reader.next_style_id().map_err(damaged)? {
            if styles.get(style) == Some(&true) {
                found.insert((row, column));
            }
        }
    }
    Ok(found)
}

/// A formula as it stands in the file; empty when it only follows another one.
fn spelled(formula: XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            formula
        }
        // The library may know more kinds one day.
        XlsxFormulaMetadata::SharedDerived { .. } | _ => String::new(),
    }
}

/// A number that the cell shows as a percentage is one.
fn shown_as(content: Content, percent: bool) -> Content {
    if let Content::Number(number) = content
        && percent
    {
        return Content::Percent(number);
    }
    content
}

/// Reads whole ranges: the library has built them on opening already. `percent`
/// says for each sheet which cells show percentages.
fn dense<'b, R: Reader<Cursor<&'b [u8]>>>(
    mut book: R,
    percent: &[Places],
    limits: &Limits,
) -> Result<Workbook, Refusal> {
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::new();
    for (nth, name, visible) in tables(&book) {
        let percent = percent.get(nth);
        let is_percent = |at| percent.is_some_and(|places| places.contains(&at));
        let mut cells = Cells::default();
        let range = book
            .worksheet_range(&name)
            .map_err(|why| damaged(format!("{why:?}")))?;
        // A formula that the library cannot spell out is still a remembered value.
        let formulas = book.worksheet_formula(&name).unwrap_or_default();
        let first = formulas.start().unwrap_or_default();
        let computed: Vec<((u32, u32), &String)> = formulas
            .used_cells()
            .filter(|(_, _, formula)| !formula.is_empty())
            .filter_map(|(row, column, formula)| Some((place(first, row, column)?, formula)))
            .collect();
        let first = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = place(first, row, column).ok_or_else(|| damaged("place of a cell"))?;
            let content = content(value.clone()).map(|it| shown_as(it, is_percent(at)));
            cells.add(at, content, None, &mut budget)?;
        }
        for (at, formula) in computed {
            cells.mark_formula(at, formula.clone(), &mut budget)?;
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
struct Cells {
    cells: BTreeMap<(u32, u32), Cell>,
    formulas: Vec<((u32, u32), String)>,
}

impl Cells {
    fn add(
        &mut self,
        at: (u32, u32),
        content: Option<Content>,
        formula: Option<String>,
        budget: &mut Budget<'_>,
    ) -> Result<(), Refusal> {
        let computed = formula.is_some();
        let content = match content {
            Some(content) => content,
            None if computed => Content::Nothing,
            None => return Ok(()),
        };
        budget.spend(at, &content)?;
        self.formulas.extend(formula.map(|formula| (at, formula)));
        let cell = Cell {
            content,
            formula: computed,
        };
        if self.cells.insert(at, cell).is_some() {
            return Err(Refusal::Ambiguous(format!(
                "two values for {}",
                super::address(at.0, at.1)
            )));
        }
        Ok(())
    }

    fn mark_formula(
        &mut self,
        at: (u32, u32),
        formula: String,
        budget: &mut Budget<'_>,
    ) -> Result<(), Refusal> {
        if let Some(cell) = self.cells.get_mut(&at) {
            cell.formula = true;
            // OpenDocument keeps an error as the text that is shown.
            if let Content::Text(shown) = &cell.content
                && is_error(shown)
            {
                cell.content = Content::Error(shown.clone());
            }
            self.formulas.push((at, formula));
            return Ok(());
        }
        self.add(at, None, Some(formula), budget)
    }

    /// Marks every remembered number that its own formula contradicts.
    fn doubt(&mut self) {
        let mut stale = Vec::new();
        for (at, written) in self.formulas.iter().take(MOST_DOUBTED) {
            let Some(Content::Number(kept)) = self.cells.get(at).map(|cell| &cell.content) else {
                continue;
            };
            let computed = formula::value(written, &self.cells);
            if let Some(computed) = computed.filter(|it| formula::differ(*kept, *it)) {
                let shown = |number: Decimal| Content::Number(number).shown();
                let (kept, computed) = (shown(*kept), shown(computed.round_dp(6)));
                stale.push((*at, Content::Stale { kept, computed }));
            }
        }
        for (at, content) in stale {
            if let Some(cell) = self.cells.get_mut(&at) {
                cell.content = content;
            }
        }
    }

    fn into_sheet(mut self, name: String, visible: bool) -> Sheet {
        self.doubt();
        Sheet {
            name: crate::text::one_line(&name, 100),
            visible,
            cells: self.cells,
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
        Data::DateTimeIso(text) => Content::Date(iso_date(&text)),
        Data::DurationIso(text) => Content::Date(text),
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

/// `2015-12-12` as people here write it; anything else as it stands.
fn iso_date(text: &str) -> String {
    let (day, hour) = text.split_once('T').unwrap_or((text, ""));
    let Ok(day) = day.parse::<jiff::civil::Date>() else {
        return text.to_owned();
    };
    let hour = hour.trim_start_matches("00:00:00");
    format!("{} {hour}", day.strftime("%d/%m/%Y"))
        .trim_end()
        .to_owned()
}

fn is_error(shown: &str) -> bool {
    shown.starts_with("Err:") || shown.starts_with('#') && shown.ends_with(['!', '?', 'A'])
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
