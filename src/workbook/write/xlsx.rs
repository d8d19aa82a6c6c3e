//! Writes .xlsx.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

use super::Unwritable;
use crate::workbook::layout::{Choices, Entry, Filling, Layout, Look, Page};

/// Paper number of A4.
const A4: u8 = 9;

/// Writes a layout as .xlsx.
///
/// # Errors
/// When a sheet is named in a way, or is larger than, Excel allows.
pub fn write_xlsx(layout: &Layout) -> Result<Vec<u8>, Unwritable> {
    build(layout).map_err(Unwritable::because)
}

fn build(layout: &Layout) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The library would write the moment; the same form should be the same file.
    let made = ExcelDateTime::from_ymd(2015, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for page in &layout.pages {
        let sheet = book.add_worksheet();
        sheet.set_name(&page.name)?.set_hidden(page.hidden);
        sheet
            .set_landscape()
            .set_paper_size(A4)
            .set_print_fit_to_pages(1, 0);
        fill(sheet, page)?;
    }
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, page: &Page) -> Result<(), XlsxError> {
    for (column, width) in (0_u16..).zip(&page.widths) {
        sheet.set_column_width(column, f64::from(*width))?;
    }
    for (row, height) in &page.heights {
        sheet.set_row_height(*row, f64::from(*height))?;
    }
    for joined in &page.joined {
        let look = page
            .cells
            .get(&(joined.row, joined.first))
            .map_or(Look::Plain, |e| e.look);
        let (row, first, last) = (joined.row, joined.first, joined.last);
        sheet.merge_range(row, first, row, last, "", &format(look))?;
    }
    for ((row, column), entry) in &page.cells {
        put(sheet, *row, *column, entry)?;
    }
    for choices in &page.choices {
        offer(sheet, choices)?;
    }
    if let Some(head) = page.head {
        sheet
            .set_freeze_panes(head + 1, 0)?
            .set_repeat_rows(head, head)?;
    }
    Ok(())
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, entry: &Entry) -> Result<(), XlsxError> {
    let format = format(entry.look);
    match &entry.filling {
        Filling::Blank => sheet.write_blank(row, column, &format)?,
        Filling::Text(text) => sheet.write_string_with_format(row, column, text, &format)?,
        Filling::Number(number) => {
            // The nearest float to its digits: what Excel itself would keep.
            let nearest: f64 = number.to_string().parse().unwrap_or_default();
            sheet.write_number_with_format(row, column, nearest, &format)?
        }
    };
    Ok(())
}

fn offer(sheet: &mut Worksheet, choices: &Choices) -> Result<(), XlsxError> {
    let list = DataValidation::new().allow_list_strings(&choices.options)?;
    let (row, column) = (choices.row, choices.column);
    sheet.add_data_validation(row, column, row, column, &list)?;
    Ok(())
}

fn format(look: Look) -> Format {
    let mut format = Format::new()
        .set_font_name("Times New Roman")
        .set_font_size(12)
        .set_align(FormatAlign::VerticalCenter);
    if look.bold() {
        format = format.set_bold();
    }
    if look.centred() {
        format = format.set_align(FormatAlign::Center);
    }
    if look.framed() {
        format = format.set_border(FormatBorder::Thin).set_text_wrap();
    }
    if let Some(ground) = look.ground() {
        format = format.set_background_color(Color::RGB(ground));
    }
    format
}
