//! Writes .xls: the records of BIFF8, the form of Excel 97–2003, in a compound
//! file. Only what a form needs ([MS-XLS] numbers are given at each record).

use std::{
    collections::BTreeMap,
    io::{Cursor, Write as _},
};

use super::Unwritable;
use crate::workbook::layout::{Entry, Filling, Layout, Look, Page, Side, Typed};

/// Paper number of A4.
const A4: u16 = 9;

/// A record holds at most this many bytes; longer ones go on in CONTINUE.
const MOST: usize = 8224;

/// The first of our cell formats: Excel expects fifteen style formats and one
/// default cell format before any other.
const FIRST_LOOK: u16 = 16;

/// The first of our fonts; number 4 is skipped in counting, so five stand before.
const FIRST_FONT: u16 = 6;

/// Palette numbers for the grounds; 8 is the first that a file may redefine.
const FIRST_COLOUR: u16 = 8;

/// Writes a layout as .xls.
///
/// # Errors
/// When the compound file cannot be written, or a text is longer than a record.
pub fn write_xls(layout: &Layout) -> Result<Vec<u8>, Unwritable> {
    let stream = book(layout)?;
    let mut file =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))
            .map_err(Unwritable::because)?;
    file.create_stream("/Workbook")
        .and_then(|mut part| part.write_all(&stream))
        .and_then(|()| file.flush())
        .map_err(Unwritable::because)?;
    Ok(file.into_inner().into_inner())
}

/// Records one after the other.
#[derive(Default)]
struct Records(Vec<u8>);

impl Records {
    fn add(&mut self, number: u16, body: &[u8]) -> Result<(), Unwritable> {
        let length = u16::try_from(body.len()).map_err(Unwritable::because)?;
        self.0.extend(number.to_le_bytes());
        self.0.extend(length.to_le_bytes());
        self.0.extend(body);
        Ok(())
    }

    /// A record of 16-bit numbers.
    fn add_words(&mut self, number: u16, words: &[u16]) -> Result<(), Unwritable> {
        let body: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        self.add(number, &body)
    }
}

/// Every text of the workbook, once, with its number.
#[derive(Default)]
struct Strings<'l> {
    numbers: BTreeMap<&'l str, u32>,
    order: Vec<&'l str>,
    uses: u32,
}

impl<'l> Strings<'l> {
    fn of(layout: &'l Layout) -> Self {
        let mut strings = Self::default();
        for entry in layout.pages.iter().flat_map(|page| page.cells.values()) {
            if let Filling::Text(text) = &entry.filling {
                strings.uses += 1;
                let next = u32::try_from(strings.order.len()).unwrap_or(u32::MAX);
                let number = *strings.numbers.entry(text).or_insert(next);
                if number == next {
                    strings.order.push(text);
                }
            }
        }
        strings
    }

    /// SST (0xFC) and its CONTINUE (0x3C); a text is never cut in two.
    fn write(&self, to: &mut Records) -> Result<(), Unwritable> {
        let mut body = Vec::new();
        body.extend(self.uses.to_le_bytes());
        body.extend(
            u32::try_from(self.order.len())
                .unwrap_or(u32::MAX)
                .to_le_bytes(),
        );
        let mut number = 0xFC;
        for text in &self.order {
            let text = wide(text, 2)?;
            if body.len() + text.len() > MOST {
                to.add(number, &body)?;
                number = 0x3C;
                body.clear();
            }
            body.extend(text);
        }
        to.add(number, &body)
    }
}

/// A text as BIFF8 writes it: its length in one or two bytes, a flag, UTF-16.
fn wide(text: &str, length_bytes: usize) -> Result<Vec<u8>, Unwritable> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u16::try_from(units.len()).map_err(Unwritable::because)?;
    if units.len() > 4000 || length_bytes == 1 && units.len() > 255 {
        return Err(Unwritable(format!("a text of {} letters", units.len())));
    }
    let mut out = length.to_le_bytes()[..length_bytes].to_vec();
    out.push(1);
    out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    Ok(out)
}

fn book(layout: &Layout) -> Result<Vec<u8>, Unwritable> {
    let strings = Strings::of(layout);
    let mut out = Records::default();
    out.add_words(0x809, &[0x600, 5, 0x0DBB, 0x07CC, 0x41, 0, 0x06, 0])?; // BOF: workbook
    out.add_words(0x42, &[1200])?; // CODEPAGE: UTF-16
    out.add_words(0x3D, &[0, 0, 24_000, 12_000, 0x38, 0, 0, 1, 600])?; // WINDOW1
    let known = layout.looks();
    looks(&known, &mut out)?;
    let mut places = Vec::new();
    for page in &layout.pages {
        places.push(out.0.len() + 4);
        let mut body = vec![0, 0, 0, 0, u8::from(page.hidden), 0];
        body.extend(wide(&page.name, 1)?);
        out.add(0x85, &body)?; // BOUNDSHEET
    }
    strings.write(&mut out)?;
    out.add(0x0A, &[])?; // EOF
    for (page, place) in layout.pages.iter().zip(places) {
        let start = u32::try_from(out.0.len()).map_err(Unwritable::because)?;
        if let Some(slot) = out.0.get_mut(place..place + 4) {
            slot.copy_from_slice(&start.to_le_bytes());
        }
        sheet(page, &strings, &known, &mut out)?;
    }
    Ok(out.0)
}

/// FONT, PALETTE, XF and STYLE: the looks.
fn looks(known: &[Look], out: &mut Records) -> Result<(), Unwritable> {
    for _ in 0..FIRST_FONT - 1 {
        font(Look::PLAIN, out)?;
    }
    for look in known {
        font(*look, out)?;
    }
    let grounds: Vec<u32> = known.iter().filter_map(|look| look.ground).collect();
    palette(&grounds, out)?;
    for number in 0..FIRST_LOOK {
        let style: u16 = if number == FIRST_LOOK - 1 {
            0x0001
        } else {
            0xFFF5
        };
        out.add_words(0xE0, &[0, 0, style, 0x20, 0, 0, 0, 0, 0, 64 | 65 << 7])?; // XF
    }
    for (index, look) in (0_u16..).zip(known) {
        cell_format(*look, FIRST_FONT + index, &grounds, out)?;
    }
    out.add_words(0x293, &[0x8000, 0xFF00]) // STYLE: the first is "Normal"
}

/// FONT (0x31).
fn font(look: Look, out: &mut Records) -> Result<(), Unwritable> {
    let weight: u16 = if look.bold { 700 } else { 400 };
    let italic = if look.italic { 2 } else { 0 };
    let mut body: Vec<u8> = [look.size * 20, italic, 0x7FFF, weight, 0]
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .collect();
    body.extend([0, 0, 0, 0]);
    body.extend(wide("Times New Roman", 1)?);
    out.add(0x31, &body)
}

/// XF (0xE0) of a cell.
fn cell_format(
    look: Look,
    font: u16,
    grounds: &[u32],
    out: &mut Records,
) -> Result<(), Unwritable> {
    let side = match look.side {
        Side::Usual => 0,
        Side::Left => 1,
        Side::Middle => 2,
        Side::Right => 3,
    };
    let align = if look.upper { 0 } else { 0x10 } | if look.wrapped { 0x08 } else { 0 } | side;
    // Lines on four sides, then their colours: 64, the window's own text.
    let (lines, colours) = if look.framed {
        (0x1111, 0x2040)
    } else {
        (0, 0)
    };
    // A solid pattern shows its front colour; 65 is the window's ground.
    let numbered = (FIRST_COLOUR..).zip(grounds);
    let colour = numbered
        .filter(|(_, ground)| Some(**ground) == look.ground)
        .map(|(number, _)| number)
        .next();
    let (pattern, ground) = match colour {
        Some(colour) => (1 << 10, colour | 65 << 7),
        None => (0, 64 | 65 << 7),
    };
    // Numbers of built-in formats: "#,##0" and "@".
    let number_format = match look.typed {
        Typed::AsItComes => 0,
        Typed::Count => 3,
        Typed::Text => 49,
    };
    let locked = u16::from(!look.open);
    let tail = [lines, colours, colours, pattern, ground];
    out.add_words(
        0xE0,
        &[&[font, number_format, locked, align, 0xFC00], &tail[..]].concat(),
    )
}

/// PALETTE (0x92): one colour for each ground, then white.
fn palette(grounds: &[u32], out: &mut Records) -> Result<(), Unwritable> {
    let mut body = 56_u16.to_le_bytes().to_vec();
    for index in 0..56 {
        let ground = grounds.get(index).copied().unwrap_or(0x00FF_FFFF);
        let [_, red, green, blue] = ground.to_be_bytes();
        body.extend([red, green, blue, 0]);
    }
    out.add(0x92, &body)
}

/// WSBOOL (0x81) and SETUP (0xA1): A4, lying, one page wide.
fn print_setup(out: &mut Records) -> Result<(), Unwritable> {
    out.add_words(0x81, &[0x01C1])?;
    let mut body: Vec<u8> = [A4, 100, 1, 1, 0, 0, 600, 600]
        .iter()
        .flat_map(|word: &u16| word.to_le_bytes())
        .collect();
    body.extend(0.3_f64.to_le_bytes());
    body.extend(0.3_f64.to_le_bytes());
    body.extend(1_u16.to_le_bytes());
    out.add(0xA1, &body)
}

/// One sheet, from BOF to EOF.
fn sheet(
    page: &Page,
    strings: &Strings<'_>,
    known: &[Look],
    out: &mut Records,
) -> Result<(), Unwritable> {
    out.add_words(0x809, &[0x600, 0x10, 0x0DBB, 0x07CC, 0x41, 0, 0x06, 0])?; // BOF: sheet
    print_setup(out)?;
    for (column, width) in (0_u16..).zip(&page.widths) {
        out.add_words(
            0x7D,
            &[
                column,
                column,
                width.saturating_mul(256),
                FIRST_LOOK - 1,
                0,
                0,
            ],
        )?; // COLINFO
    }
    let rows = page.cells.keys().map(|(row, _)| row + 1).max().unwrap_or(0);
    let columns = page
        .cells
        .keys()
        .map(|(_, column)| column + 1)
        .max()
        .unwrap_or(0);
    let rows = u16::try_from(rows).map_err(Unwritable::because)?;
    out.add_words(0x200, &[0, 0, rows, 0, 0, columns, 0])?; // DIMENSIONS
    for (row, height) in &page.heights {
        let row = u16::try_from(*row).map_err(Unwritable::because)?;
        let twips = height.saturating_mul(20);
        // ROW; 0x40 says that the height is meant.
        out.add_words(0x208, &[row, 0, columns, twips, 0, 0, 0x140, 15])?;
    }
    for ((row, column), entry) in &page.cells {
        let row = u16::try_from(*row).map_err(Unwritable::because)?;
        let look = (FIRST_LOOK..).zip(known).find(|(_, it)| **it == entry.look);
        let look = look.map_or(FIRST_LOOK - 1, |(number, _)| number);
        cell((row, *column, look), entry, strings, out)?;
    }
    let selected = if page.hidden { 0x00B6 } else { 0x06B6 };
    out.add_words(0x23E, &[selected, 0, 0, 64, 0, 0, 0, 0, 0])?; // WINDOW2
    if !page.joined.is_empty() {
        let mut words = vec![u16::try_from(page.joined.len()).map_err(Unwritable::because)?];
        for joined in &page.joined {
            let row = u16::try_from(joined.row).map_err(Unwritable::because)?;
            words.extend([row, row, joined.first, joined.last]);
        }
        out.add_words(0xE5, &words)?; // MERGEDCELLS
    }
    out.add(0x0A, &[]) // EOF
}

fn cell(
    (row, column, look): (u16, u16, u16),
    entry: &Entry,
    strings: &Strings<'_>,
    out: &mut Records,
) -> Result<(), Unwritable> {
    let mut body: Vec<u8> = [row, column, look]
        .iter()
        .flat_map(|w| w.to_le_bytes())
        .collect();
    match &entry.filling {
        Filling::Blank => out.add(0x201, &body), // BLANK
        Filling::Text(text) => {
            let number = strings.numbers.get(text.as_str()).copied().unwrap_or(0);
            body.extend(number.to_le_bytes());
            out.add(0xFD, &body) // LABELSST
        }
        Filling::Number(number) => {
            // The nearest float to its digits: what Excel itself would keep.
            let nearest: f64 = number.to_string().parse().unwrap_or_default();
            body.extend(nearest.to_le_bytes());
            out.add(0x203, &body) // NUMBER
        }
    }
}
