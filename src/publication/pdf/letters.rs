//! The fonts of a PDF: each is in the file as it is built in, with the widths
//! of the letters that are used and what each of them means.

use std::collections::BTreeMap;

use pdf_writer::{
    Filter, Finish as _, Name, Pdf, Rect, Ref, Str,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use ttf_parser::GlyphId;

use super::{Numbers, packed};
use crate::publication::font::{Cut, Fonts};

/// Which letters of which fonts stand on the pages.
#[derive(Default)]
pub(super) struct Used(BTreeMap<Cut, BTreeMap<u16, char>>);

impl Used {
    /// One more letter.
    pub(super) fn note(&mut self, cut: Cut, glyph: GlyphId, character: char) {
        let letters = self.0.entry(cut).or_default();
        // A space that does not break looks like one that does.
        letters.entry(glyph.0).or_insert(character);
    }

    /// Is there a letter of this font?
    pub(super) fn has(&self, cut: Cut) -> bool {
        self.0.contains_key(&cut)
    }
}

const IDENTITY: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// Writes a font that is used.
pub(super) fn write(
    pdf: &mut Pdf,
    fonts: &Fonts,
    cut: Cut,
    id: Ref,
    used: &Used,
    numbers: &mut Numbers,
) {
    let Some(letters) = used.0.get(&cut) else {
        return;
    };
    let (cid, descriptor, file, meanings) = (
        numbers.next(),
        numbers.next(),
        numbers.next(),
        numbers.next(),
    );
    let base = Name(cut.name().as_bytes());
    pdf.type0_font(id)
        .base_font(base)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(meanings);
    let face = fonts.face(cut);
    let em = i64::from(face.units_per_em());
    let thousandths = |units: i64| {
        let rounded = (units * 1_000 + em / 2).div_euclid(em);
        i16::try_from(rounded).map_or(0.0, f32::from)
    };
    let mut font = pdf.cid_font(cid);
    font.subtype(CidFontType::Type2)
        .base_font(base)
        .system_info(IDENTITY)
        .font_descriptor(descriptor)
        .cid_to_gid_map_predefined(Name(b"Identity"));
    let mut widths = font.widths();
    for glyph in letters.keys() {
        let advance = face.glyph_hor_advance(GlyphId(*glyph)).unwrap_or(0);
        widths.same(*glyph, *glyph, thousandths(advance.into()));
    }
    widths.finish();
    font.finish();
    let bold = matches!(cut, Cut::Bold | Cut::BoldItalic);
    let italic = matches!(cut, Cut::Italic | Cut::BoldItalic);
    let mut flags = FontFlags::SERIF | FontFlags::SYMBOLIC;
    flags.set(FontFlags::ITALIC, italic);
    pdf.font_descriptor(descriptor)
        .name(base)
        .flags(flags)
        .bbox(Rect::new(-550.0, -390.0, 2_800.0, 1_010.0))
        .italic_angle(if italic { -16.33 } else { 0.0 })
        .ascent(thousandths(face.ascender().into()))
        .descent(thousandths(face.descender().into()))
        .cap_height(thousandths(face.capital_height().unwrap_or(0).into()))
        .stem_v(if bold { 140.0 } else { 80.0 })
        .font_file2(file);
    let packed = packed(cut.bytes());
    let whole = i32::try_from(cut.bytes().len()).unwrap_or(0);
    let mut stream = pdf.stream(file, &packed);
    stream.filter(Filter::FlateDecode);
    stream.pair(Name(b"Length1"), whole);
    stream.finish();
    let mut map = UnicodeCmap::new(Name(b"Letters"), IDENTITY);
    for (glyph, character) in letters {
        map.pair(*glyph, *character);
    }
    pdf.cmap(meanings, &map.finish());
}
