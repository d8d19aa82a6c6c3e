//! A paper as a PDF: fonts built in, tagged for screen readers, and the same
//! bytes for the same paper.

mod letters;

mod tree;

use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use pdf_writer::{Content, Date, Filter, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};

use super::{
    decree::Length,
    font::{Cut, Fonts},
    pages::{self, Ink, Mark, Page},
    paper::Paper,
};
use letters::Used;
use tree::Tree;

/// What every paper is written in.
const LANGUAGE: &str = "vi";

/// Numbers of objects, one after the other.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// The bytes of the file.
#[must_use]
pub fn write(paper: &Paper) -> Vec<u8> {
    let fonts = Fonts::built_in();
    let (pages, tags) = pages::set(&fonts, paper);
    let mut numbers = Numbers(0);
    let (catalog, all, info) = (numbers.next(), numbers.next(), numbers.next());
    let mut pdf = Pdf::new();
    pdf.set_version(1, 7);
    let mut used = Used::default();
    let mut tree = Tree::of(&tags, &mut numbers);
    let ids: Vec<(Ref, Ref)> = pages
        .iter()
        .map(|_| (numbers.next(), numbers.next()))
        .collect();
    let font_ids = Cut::ALL.map(|cut| (cut, numbers.next()));
    for (n, (page, (id, content))) in pages.iter().zip(&ids).enumerate() {
        let drawn = draw(&fonts, page, *id, &mut used, &mut tree);
        let packed = packed(&drawn);
        let mut stream = pdf.stream(*content, &packed);
        stream.filter(Filter::FlateDecode);
        stream.finish();
        let mut written = pdf.page(*id);
        written.parent(all).contents(*content);
        written.media_box(media_box(page));
        written.struct_parents(i32::try_from(n).unwrap_or(0));
        written.tab_order(pdf_writer::types::TabOrder::StructureOrder);
        let mut resources = written.resources();
        let mut named = resources.fonts();
        for (cut, id) in font_ids.iter().filter(|(cut, _)| used.has(*cut)) {
            named.pair(name(*cut), *id);
        }
    }
    for (cut, id) in font_ids {
        letters::write(&mut pdf, &fonts, cut, id, &used, &mut numbers);
    }
    let kids = ids.iter().map(|(page, _)| *page);
    let count = i32::try_from(pages.len()).unwrap_or(0);
    pdf.pages(all).kids(kids).count(count);
    let root = tree.write(&mut pdf, &mut numbers);
    properties(&mut pdf, paper, info);
    let mut written = pdf.catalog(catalog);
    written.pages(all).lang(TextStr(LANGUAGE));
    written.mark_info().marked(true);
    written.viewer_preferences().display_doc_title(true);
    written.pair(Name(b"StructTreeRoot"), root);
    written.finish();
    pdf.finish()
}

/// Title, office and date.
fn properties(pdf: &mut Pdf, paper: &Paper, id: Ref) {
    let made = paper.made;
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    let date = Date::new(u16::try_from(made.year()).unwrap_or(0))
        .month(part(made.month()))
        .day(part(made.day()))
        .hour(part(made.hour()))
        .minute(part(made.minute()))
        .second(part(made.second()))
        .utc_offset_hour(7);
    let mut info = pdf.document_info(id);
    info.title(TextStr(&paper.title))
        .author(TextStr(&paper.author))
        .creator(TextStr("congvu"))
        .producer(TextStr("congvu"))
        .creation_date(date)
        .modified_date(date);
}

/// The name of a font on a page.
fn name(cut: Cut) -> Name<'static> {
    Name(match cut {
        Cut::Regular => b"R",
        Cut::Bold => b"B",
        Cut::Italic => b"I",
        Cut::BoldItalic => b"BI",
    })
}

fn media_box(page: &Page) -> Rect {
    // A4 in points; the two other corners of the same sheet are lying.
    let (short, long) = (595.276, 841.89);
    if page.sheet.width > page.sheet.height {
        Rect::new(0.0, 0.0, long, short)
    } else {
        Rect::new(0.0, 0.0, short, long)
    }
}

/// What stands on a page. Its unit is a thousandth of a point, so that all
/// numbers are whole.
fn draw(fonts: &Fonts, page: &Page, id: Ref, used: &mut Used, tree: &mut Tree) -> Vec<u8> {
    let mut content = Content::new();
    content.transform([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);
    let mut marked = tree.page(id);
    for run in page.marks.chunk_by(|a, b| a.tag == b.tag) {
        let tag = run.first().and_then(|mark| mark.tag);
        match tag {
            Some(tag) => {
                let mut begun = content.begin_marked_content_with_properties(Name(b"Span"));
                begun.properties().identify(marked.next(tag));
            }
            None => {
                content.begin_marked_content(Name(b"Artifact"));
            }
        }
        for mark in run {
            put(fonts, &mut content, page, mark, used);
        }
        content.end_marked_content();
    }
    content.finish().to_vec()
}

fn put(fonts: &Fonts, content: &mut Content, page: &Page, mark: &Mark, used: &mut Used) {
    let y = page.sheet.height - mark.y;
    match &mark.ink {
        Ink::Bar { width, height } => {
            content.rect(real(mark.x), real(y - height), real(*width), real(*height));
            content.fill_nonzero();
        }
        Ink::Text { cut, size, text } => {
            let mut glyphs = Vec::with_capacity(2 * text.len());
            for character in text.chars() {
                let glyph = fonts.glyph(*cut, character);
                used.note(*cut, glyph, character);
                glyphs.extend(glyph.0.to_be_bytes());
            }
            content.begin_text();
            content.set_font(name(*cut), real(Length::from(*size) * 500));
            content.set_text_matrix([1.0, 0.0, 0.0, 1.0, real(mark.x), real(y)]);
            content.show(Str(&glyphs));
            content.end_text();
        }
    }
}

/// A length as the library takes it. A page is less than 2²⁴ thousandths of a
/// point in size, so nothing is lost.
#[expect(
    clippy::cast_precision_loss,
    reason = "whole numbers below 2²⁴ are exact"
)]
fn real(length: Length) -> f32 {
    length as f32
}

/// Packed as a PDF wants it.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // A list of bytes takes all that is written to it.
    drop(encoder.write_all(bytes));
    encoder.finish().unwrap_or_default()
}
