//! Writes .xlsx.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Formula, Note,
    ProtectionOptions, Url, Workbook, Worksheet, XlsxError,
};

use super::{Unwritable, growing};
use crate::{
    text,
    workbook::{
        layout::{Check, Entry, Filling, Layout, Link, Look, Page, Remark, Side, Takes, Typed},
        metrics,
    },
};

/// Paper number of A4.
const A4: u8 = 9;

/// Excel's bounds on what a check says.
const TITLE: usize = 32;
const MESSAGE: usize = 255;

/// Who is named as the author of notes.
const AUTHOR: &str = "congvu";

/// Width of a note, in characters of a column.
const NOTE_WIDTH: u32 = 42;

/// The formats of a workbook, made once.
type Formats = BTreeMap<Look, Format>;

/// Writes a layout as .xlsx.
///
/// # Errors
/// When a sheet is named in a way, or is larger than, Excel allows.
pub fn write_xlsx(layout: &Layout) -> Result<Vec<u8>, Unwritable> {
    let book = build(layout).map_err(Unwritable::because)?;
    if layout.pages.iter().all(|page| page.growing.is_none()) {
        return Ok(book);
    }
    growing::free(&book, layout)
}

fn build(layout: &Layout) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The library would write the moment; the same form should be the same file.
    let made = ExcelDateTime::from_ymd(2015, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let formats: Formats = layout
        .looks()
        .into_iter()
        .map(|look| (look, format(look)))
        .collect();
    for page in &layout.pages {
        let sheet = book.add_worksheet();
        sheet.set_name(&page.name)?.set_hidden(page.hidden);
        print_setup(sheet, page)?;
        fill(sheet, page, &formats)?;
        if page.protected {
            // No password: whoever must may lift it. Columns and rows can be
            // made wider, so that nothing that was typed is out of sight.
            sheet.protect_with_options(&ProtectionOptions {
                format_columns: true,
                format_rows: true,
                ..ProtectionOptions::new()
            });
        }
    }
    book.save_to_buffer()
}

/// A4 with the margins of Nghị định 30/2020, one page wide, without colours.
fn print_setup(sheet: &mut Worksheet, page: &Page) -> Result<(), XlsxError> {
    sheet
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(1.18, 0.6, 0.79, 0.79, 0.35, 0.4)
        .set_print_black_and_white(true)
        .set_screen_gridlines(false);
    if !page.upright {
        sheet.set_landscape();
    }
    if let Some((left, right)) = &page.foot {
        let face = "&\"Times New Roman,Regular\"&10";
        // An ampersand of ours must not be taken for one of these signs.
        let [left, right] = [left, right].map(|text| text.replace('&', "&&"));
        sheet.set_footer(format!("&L{face}{left}&C{face}Trang &P/&N&R{face}{right}"));
    }
    if let Some(head) = page.head {
        sheet
            .set_freeze_panes(head + 1, 0)?
            .set_repeat_rows(head, head)?;
    }
    if let (Some(column), Some((row, _))) = (page.printed, page.cells.keys().next_back()) {
        sheet.set_print_area(0, 0, *row, column)?;
    }
    Ok(())
}

fn fill(sheet: &mut Worksheet, page: &Page, formats: &Formats) -> Result<(), XlsxError> {
    for (column, width) in (0_u16..).zip(&page.widths) {
        sheet.set_column_width(column, f64::from(*width))?;
    }
    for (row, height) in &page.heights {
        sheet.set_row_height(*row, f64::from(*height))?;
    }
    let plain = Format::new();
    let format = |look: Look| formats.get(&look).unwrap_or(&plain);
    for joined in &page.joined {
        let entry = page.cells.get(&(joined.row, joined.first));
        let look = entry.map_or(Look::PLAIN, |entry| entry.look);
        let (row, first, last) = (joined.row, joined.first, joined.last);
        sheet.merge_range(row, first, row, last, "", format(look))?;
    }
    for ((row, column), entry) in &page.cells {
        put(sheet, (*row, *column), entry, format(entry.look))?;
    }
    for ((row, column), link) in &page.links {
        if let Some(entry) = page.cells.get(&(*row, *column)) {
            sheet.write_url_with_format(*row, *column, url(link, entry), format(entry.look))?;
        }
    }
    for remark in &page.remarks {
        sheet.insert_note(remark.row, remark.column, &note(remark))?;
    }
    for it in &page.checks {
        let (row, column) = (it.row, it.column);
        sheet.add_data_validation(row, column, row, column, &check(it)?)?;
    }
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    entry: &Entry,
    format: &Format,
) -> Result<(), XlsxError> {
    match &entry.filling {
        Filling::Blank => sheet.write_blank(row, column, format)?,
        Filling::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
        Filling::Number(number) => {
            sheet.write_number_with_format(row, column, nearest(*number), format)?
        }
    };
    Ok(())
}

fn url(link: &Link, entry: &Entry) -> Url {
    // A quote within the name of a sheet stands twice.
    let sheet = link.sheet.replace('\'', "''");
    let url = Url::new(format!("internal:'{sheet}'!{}", link.cell));
    match &entry.filling {
        Filling::Text(text) => url.set_text(text),
        Filling::Blank | Filling::Number(_) => url,
    }
}

/// A note, in a box as large as its text: Excel does not let it grow.
fn note(remark: &Remark) -> Note {
    let look = Look {
        size: 10,
        ..Look::PARAGRAPH
    };
    let lines = metrics::lines(&remark.text, look, NOTE_WIDTH);
    let height = u32::from(lines) * 18 + 12;
    Note::new(remark.text.as_str())
        .set_author(AUTHOR)
        .add_author_prefix(false)
        .set_font_name("Times New Roman")
        .set_font_size(look.size)
        .set_width(NOTE_WIDTH * 7)
        .set_height(height)
}

/// The nearest float to its digits: what Excel itself would keep.
fn nearest(number: Decimal) -> f64 {
    number.to_string().parse().unwrap_or_default()
}

fn check(it: &Check) -> Result<DataValidation, XlsxError> {
    let check = match &it.takes {
        Takes::Anything => DataValidation::new().allow_any_value(),
        Takes::Whole(min, max) => {
            let bound = |bound: Option<Decimal>, usual| {
                bound.and_then(|bound| bound.to_i32()).unwrap_or(usual)
            };
            let rule = DataValidationRule::Between(bound(*min, i32::MIN), bound(*max, i32::MAX));
            DataValidation::new().allow_whole_number(rule)
        }
        Takes::Number(min, max) => {
            let rule =
                DataValidationRule::Between(min.map_or(-1e15, nearest), max.map_or(1e15, nearest));
            DataValidation::new().allow_decimal_number(rule)
        }
        Takes::OneOf {
            source: Some(source),
            ..
        } => DataValidation::new().allow_list_formula(Formula::new(source)),
        Takes::OneOf { options, .. } => DataValidation::new().allow_list_strings(options)?,
    };
    let style = match it.takes {
        Takes::OneOf { .. } | Takes::Anything => DataValidationErrorStyle::Stop,
        Takes::Whole(..) | Takes::Number(..) => DataValidationErrorStyle::Warning,
    };
    check
        .set_error_style(style)
        .set_input_title(text::one_line(&it.title, TITLE))?
        .set_input_message(message(&it.hint))?
        .set_error_title(text::one_line(&it.title, TITLE))?
        .set_error_message(message(&it.alarm))
}

/// As much of a text as Excel shows, with its line breaks.
fn message(text: &str) -> String {
    if text.chars().count() <= MESSAGE {
        return text.to_owned();
    }
    text.chars().take(MESSAGE - 1).chain(['…']).collect()
}

fn format(look: Look) -> Format {
    let mut format = Format::new()
        .set_font_name("Times New Roman")
        .set_font_size(look.size)
        .set_align(if look.upper {
            FormatAlign::Top
        } else {
            FormatAlign::VerticalCenter
        });
    format = match look.side {
        Side::Usual => format,
        Side::Left => format.set_align(FormatAlign::Left),
        Side::Middle => format.set_align(FormatAlign::Center),
        Side::Right => format.set_align(FormatAlign::Right),
    };
    if look.indented() {
        format = format.set_indent(1);
    }
    if look.bold {
        format = format.set_bold();
    }
    if look.italic {
        format = format.set_italic();
    }
    if look.underlined {
        format = format.set_underline(FormatUnderline::Single);
    }
    if look.framed {
        format = format.set_border(FormatBorder::Thin);
    }
    if look.wrapped {
        format = format.set_text_wrap();
    }
    if let Some(ground) = look.ground {
        format = format.set_background_color(Color::RGB(ground));
    }
    if look.open {
        format = format.set_unlocked();
    }
    match look.typed {
        Typed::AsItComes => format,
        Typed::Count => format.set_num_format("#,##0"),
        Typed::Text => format.set_num_format("@"),
    }
}
