//! Tables as a workbook, one sheet each. Strings are written as strings, so
//! there is no formula in it, and the same tables give the same bytes.

use jiff::civil::DateTime;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Table};
use crate::{scoring::outcome::published, text};

/// Most characters in a cell, by the file format.
const CELL: usize = 32_767;

/// Most characters in the name of a sheet, and those it may not have.
const SHEET: usize = 31;

/// Widest column, in characters: a label must not push the points off screen.
const WIDEST: u16 = 60;

/// The bytes of the workbook. `made` is the moment it says it was made.
///
/// # Errors
/// What the writer refuses: more rows or columns than a sheet has.
pub fn write(tables: &[Table], made: DateTime) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_creation_datetime(&excel(made)?);
    workbook.set_properties(&properties);
    let formats = Formats::new();
    for (n, table) in tables.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&table.title, n))?;
        fill(sheet, table, &formats)?;
    }
    workbook.save_to_buffer()
}

struct Formats {
    title: Format,
    head: Format,
    text: Format,
    number: Format,
    points: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            title: Format::new().set_bold().set_font_size(13),
            head: Format::new().set_bold().set_text_wrap(),
            // The prefix keeps a text a text also after it is edited.
            text: Format::new().set_quote_prefix(),
            number: Format::new().set_num_format("General"),
            points: Format::new().set_num_format("0.00"),
            moment: Format::new().set_num_format("dd/mm/yyyy hh:mm:ss"),
        }
    }
}

fn fill(sheet: &mut Worksheet, table: &Table, formats: &Formats) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, text(&table.title), &formats.title)?;
    let mut row = 1;
    for note in &table.notes {
        sheet.write_string_with_format(row, 0, text(note), &formats.text)?;
        row += 1;
    }
    row += 1;
    for (column, at) in table.columns.iter().zip(0u16..) {
        sheet.write_string_with_format(row, at, text(&column.head), &formats.head)?;
        sheet.set_column_width(at, width(table, at.into()))?;
    }
    sheet.set_freeze_panes(row + 1, 0)?;
    for cells in &table.rows {
        row += 1;
        for (cell, at) in cells.iter().zip(0u16..) {
            write_cell(sheet, row, at, cell, formats)?;
        }
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    at: u16,
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    // A workbook holds binary numbers; this is the one place they are made.
    match cell {
        Cell::Blank => return Ok(()),
        Cell::Text(words) => sheet.write_string_with_format(row, at, text(words), &formats.text)?,
        Cell::Number(number) => {
            let number = number.to_f64().unwrap_or_default();
            sheet.write_number_with_format(row, at, number, &formats.number)?
        }
        Cell::Points(points) => {
            let points = published(*points).to_f64().unwrap_or_default();
            sheet.write_number_with_format(row, at, points, &formats.points)?
        }
        Cell::Moment(moment) => {
            sheet.write_datetime_with_format(row, at, &excel(*moment)?, &formats.moment)?
        }
    };
    Ok(())
}

fn excel(moment: DateTime) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::parse_from_str(&moment.strftime("%Y-%m-%dT%H:%M:%S").to_string())
}

fn text(words: &str) -> String {
    text::one_line(words, CELL)
}

fn width(table: &Table, at: usize) -> u16 {
    let longest = table.rows.iter().filter_map(|row| match row.get(at)? {
        Cell::Text(words) => u16::try_from(words.chars().count()).ok(),
        Cell::Moment(_) => Some(20),
        Cell::Blank | Cell::Number(_) | Cell::Points(_) => None,
    });
    longest.max().unwrap_or(0).clamp(10, WIDEST)
}

fn sheet_name(title: &str, n: usize) -> String {
    let name: String = text::tidy(title)
        .chars()
        .filter(|c| !"[]:*?/\\'".contains(*c))
        .collect();
    // Two sheets may not have one name: the number keeps them apart.
    text::one_line(&format!("{} {name}", n + 1), SHEET)
}
