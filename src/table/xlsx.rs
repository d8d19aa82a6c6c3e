//! Tables as a workbook, one sheet each. Strings are written as strings, so
//! there is no formula in it, and the same tables give the same bytes.

use jiff::civil::DateTime;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::{Cell, Table};
use crate::{scoring::outcome::published, text};

/// Most characters in a cell, by the file format.
const CELL: usize = 32_767;

/// Most characters in the name of a sheet, and those it may not have.
const SHEET: usize = 31;

/// A4, as the file format numbers sizes of paper.
const A4: u8 = 9;

/// Most columns that are printed on one page.
const ACROSS: usize = 16;

/// Widest column, in characters, of a table of few columns and of one of many:
/// a label must not push the points off screen, nor make a page unreadable.
const WIDEST: u16 = 60;
const NARROW: u16 = 26;
const FEW: usize = 8;

/// The height of a line, in points.
const LINE: u32 = 15;

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
    note: Format,
    text: Format,
    count: Format,
    number: Format,
    points: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = || {
            Format::new()
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::Top)
        };
        Self {
            title: Format::new().set_bold().set_font_size(13),
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_border(FormatBorder::Thin)
                .set_background_color(Color::RGB(0xEA_F0_F6)),
            // The prefix keeps a text a text also after it is edited.
            note: Format::new().set_quote_prefix(),
            text: cell().set_quote_prefix().set_text_wrap(),
            count: cell().set_num_format("#,##0"),
            number: cell().set_num_format("General"),
            points: cell().set_num_format("0.00"),
            moment: cell().set_num_format("dd/mm/yyyy hh:mm:ss"),
        }
    }
}

fn fill(sheet: &mut Worksheet, table: &Table, formats: &Formats) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, text(&table.title), &formats.title)?;
    let mut row = 1;
    for note in &table.notes {
        sheet.write_string_with_format(row, 0, text(note), &formats.note)?;
        row += 1;
    }
    row += 1;
    let widths: Vec<u16> = (0..table.columns.len())
        .map(|at| width(table, at))
        .collect();
    for ((column, width), at) in table.columns.iter().zip(&widths).zip(0u16..) {
        sheet.write_string_with_format(row, at, text(&column.head), &formats.head)?;
        sheet.set_column_width(at, *width)?;
    }
    let heads = table.columns.iter().map(|column| column.head.as_str());
    sheet.set_row_height(row, height(heads.zip(&widths)))?;
    for_print(sheet, table, row)?;
    for cells in &table.rows {
        row += 1;
        let words = cells.iter().map(|cell| match cell {
            Cell::Text(words) => words.as_str(),
            Cell::Blank | Cell::Number(_) | Cell::Points(_) | Cell::Moment(_) => "",
        });
        sheet.set_row_height(row, height(words.zip(&widths)))?;
        for (cell, at) in cells.iter().zip(0u16..) {
            write_cell(sheet, row, at, cell, formats)?;
        }
    }
    Ok(())
}

/// A4 lying, as wide as the pages are; the heads and, where a table takes
/// several pages side by side, its first two columns are on each of them.
fn for_print(sheet: &mut Worksheet, table: &Table, head: u32) -> Result<(), XlsxError> {
    let columns = table.columns.len();
    let across = columns.div_ceil(ACROSS).max(1);
    sheet.set_landscape().set_paper_size(A4);
    sheet.set_margins(0.6, 0.6, 0.8, 0.6, 0.3, 0.3);
    sheet.set_print_fit_to_pages(u16::try_from(across).unwrap_or(u16::MAX), 0);
    sheet.set_repeat_rows(head, head)?;
    let fixed = if across > 1 { 2 } else { 0 };
    if fixed > 0 {
        sheet.set_repeat_columns(0, fixed - 1)?;
    }
    sheet.set_footer("&C&P/&N");
    sheet.set_freeze_panes(head + 1, fixed)?;
    let last = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    if let Some(column) = columns.checked_sub(1).filter(|_| last > 0) {
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        sheet.autofilter(head, 0, head + last, column)?;
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
        Cell::Blank => sheet.write_blank(row, at, &formats.text)?,
        Cell::Text(words) => sheet.write_string_with_format(row, at, text(words), &formats.text)?,
        Cell::Number(number) => {
            let format = if number.is_integer() {
                &formats.count
            } else {
                &formats.number
            };
            let number = number.to_f64().unwrap_or_default();
            sheet.write_number_with_format(row, at, number, format)?
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

/// As high as the cell with most lines: not every program makes room by itself.
fn height<'w>(cells: impl Iterator<Item = (&'w str, &'w u16)>) -> u32 {
    let lines = cells.map(|(words, width)| {
        // A word that does not fit leaves room at the end of its line.
        let room = usize::from(*width).saturating_sub(3).max(1);
        let lines = words.chars().count().div_ceil(room);
        u32::try_from(lines).unwrap_or(1)
    });
    // The format allows 409 points.
    LINE * lines.max().unwrap_or(1).clamp(1, 27)
}

/// As wide as the longest text; numbers and their heads are narrow.
fn width(table: &Table, at: usize) -> u16 {
    let longest = table.rows.iter().filter_map(|row| match row.get(at)? {
        Cell::Text(words) => u16::try_from(words.chars().count()).ok(),
        Cell::Moment(_) => Some(20),
        Cell::Blank | Cell::Number(_) | Cell::Points(_) => None,
    });
    let head = table.columns.get(at).map_or(0, |column| {
        let words = column.head.split(' ').map(|word| word.chars().count());
        u16::try_from(words.max().unwrap_or(0)).unwrap_or(WIDEST)
    });
    let points = |row: &Vec<Cell>| matches!(row.get(at), Some(Cell::Points(_)));
    // A word among points, such as that an item does not apply, is broken.
    let longest = if table.rows.iter().any(points) {
        0
    } else {
        longest.max().unwrap_or(0)
    };
    let most = if table.columns.len() > FEW {
        NARROW
    } else {
        WIDEST
    };
    // The button of the filter takes some room of the head.
    (longest.max(head) + 2).clamp(8, most)
}

fn sheet_name(title: &str, n: usize) -> String {
    let name: String = text::tidy(title)
        .chars()
        .filter(|c| !"[]:*?/\\'".contains(*c))
        .collect();
    // Two sheets may not have one name: the number keeps them apart.
    text::one_line(&format!("{} {name}", n + 1), SHEET)
}
