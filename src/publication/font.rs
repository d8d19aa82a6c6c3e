//! The letters of papers: Tinos, which is as wide as Times New Roman letter by
//! letter, so that a PDF made here breaks its lines where the DOCX does on a
//! machine that has Times New Roman.

use ttf_parser::{Face, GlyphId};

use super::decree::{Length, Look};

/// One of the four fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// Upright.
    Regular,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Bold and italic.
    BoldItalic,
}

impl Cut {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Regular, Self::Bold, Self::Italic, Self::BoldItalic];

    /// The one of a look, where a run may be bolder or more italic than it.
    #[must_use]
    pub fn of(look: &Look, bold: bool, italic: bool) -> Self {
        match (look.bold || bold, look.italic || italic) {
            (false, false) => Self::Regular,
            (true, false) => Self::Bold,
            (false, true) => Self::Italic,
            (true, true) => Self::BoldItalic,
        }
    }

    /// Its PostScript name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Regular => "Tinos",
            Self::Bold => "Tinos-Bold",
            Self::Italic => "Tinos-Italic",
            Self::BoldItalic => "Tinos-BoldItalic",
        }
    }

    /// The file.
    #[must_use]
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("fonts/Tinos-Regular.ttf"),
            Self::Bold => include_bytes!("fonts/Tinos-Bold.ttf"),
            Self::Italic => include_bytes!("fonts/Tinos-Italic.ttf"),
            Self::BoldItalic => include_bytes!("fonts/Tinos-BoldItalic.ttf"),
        }
    }
}

/// The four fonts, opened.
pub struct Fonts {
    faces: [Face<'static>; 4],
}

/// Stands for a character that the fonts do not have.
const UNKNOWN: char = '□';

impl Fonts {
    /// Opens the fonts that are built in.
    #[must_use]
    pub fn built_in() -> Self {
        let open = |cut: Cut| {
            // The files are compiled in, so this fails only if one was damaged before.
            Face::parse(cut.bytes(), 0)
                .unwrap_or_else(|_| unreachable!("{} is compiled in", cut.name()))
        };
        Self {
            faces: Cut::ALL.map(open),
        }
    }

    /// The font itself.
    #[must_use]
    pub fn face(&self, cut: Cut) -> &Face<'static> {
        let [regular, bold, italic, bold_italic] = &self.faces;
        match cut {
            Cut::Regular => regular,
            Cut::Bold => bold,
            Cut::Italic => italic,
            Cut::BoldItalic => bold_italic,
        }
    }

    /// The glyph of a character.
    #[must_use]
    pub fn glyph(&self, cut: Cut, character: char) -> GlyphId {
        let face = self.face(cut);
        face.glyph_index(character)
            .or_else(|| face.glyph_index(UNKNOWN))
            .unwrap_or_default()
    }

    /// How wide a text is at a size in half points.
    #[must_use]
    pub fn width(&self, cut: Cut, half_points: u8, text: &str) -> Length {
        let face = self.face(cut);
        let units: i64 = text
            .chars()
            .map(|c| i64::from(face.glyph_hor_advance(self.glyph(cut, c)).unwrap_or(0)))
            .sum();
        scaled(units, half_points, face)
    }

    /// From line to line at single spacing, and from the top of a line to where
    /// its letters stand.
    #[must_use]
    pub fn line(&self, half_points: u8) -> (Length, Length) {
        let face = self.face(Cut::Regular);
        let (up, down) = (i64::from(face.ascender()), i64::from(face.descender()));
        let whole = up - down + i64::from(face.line_gap());
        (
            scaled(whole, half_points, face),
            scaled(up, half_points, face),
        )
    }
}

/// Units of the font as a length at a size.
fn scaled(units: i64, half_points: u8, face: &Face<'_>) -> Length {
    let length = units * i64::from(half_points) * 500 / i64::from(face.units_per_em());
    Length::try_from(length).unwrap_or(Length::MAX)
}
