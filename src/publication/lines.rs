//! Runs of text broken into lines, as a word processor breaks them: as many
//! words on a line as there is room for.

use super::{
    decree::{Align, Length},
    font::{Cut, Fonts},
};

/// A line, and where its pieces stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its pieces, each of one font, from left to right.
    pub pieces: Vec<Piece>,
    /// How wide it is, before it is set.
    pub width: Length,
    /// Does a paragraph or a forced line end here?
    pub last: bool,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its font.
    pub cut: Cut,
    /// Its text; ends with the space that follows it, if one does.
    pub text: String,
    /// Where it begins.
    pub x: Length,
    /// How wide it is, the space that follows not counted.
    width: Length,
    /// How wide that space is; nothing when the next piece is glued on.
    space: Length,
}

/// Breaks runs into lines. The first line is `indent` shorter than `measure`.
#[must_use]
pub fn broken(
    fonts: &Fonts,
    runs: &[(Cut, &str)],
    half_points: u8,
    measure: Length,
    indent: Length,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Line::default();
    let mut room = measure - indent;
    for word in words(fonts, runs, half_points, measure - indent) {
        match word {
            Word::End => {
                line.last = true;
                lines.push(std::mem::take(&mut line));
                room = measure;
            }
            Word::Of(pieces) => {
                let width: Length = pieces.iter().map(|piece| piece.width).sum();
                let space = line.pieces.last().map_or(0, |piece| piece.space);
                if !line.pieces.is_empty() && line.width + space + width > room {
                    lines.push(std::mem::take(&mut line));
                    room = measure;
                    line.width = width;
                } else {
                    line.width += space + width;
                }
                line.pieces.extend(pieces);
            }
        }
    }
    line.last = true;
    lines.push(line);
    lines
}

/// A word in pieces, or the end of a line.
enum Word {
    Of(Vec<Piece>),
    End,
}

/// The words of runs: parts without a space, in one font or several.
fn words(fonts: &Fonts, runs: &[(Cut, &str)], half_points: u8, most: Length) -> Vec<Word> {
    let piece = |cut: Cut, text: &str, space: bool| Piece {
        cut,
        text: if space {
            format!("{text} ")
        } else {
            text.to_owned()
        },
        x: 0,
        width: fonts.width(cut, half_points, text),
        space: if space {
            fonts.width(cut, half_points, " ")
        } else {
            0
        },
    };
    let mut words = Vec::new();
    let mut word: Vec<Piece> = Vec::new();
    let finish = |word: &mut Vec<Piece>, words: &mut Vec<Word>| {
        if !word.is_empty() {
            words.push(Word::Of(std::mem::take(word)));
        }
    };
    for (cut, text) in runs {
        for (n, forced) in text.split('\n').enumerate() {
            if n > 0 {
                finish(&mut word, &mut words);
                words.push(Word::End);
            }
            for part in forced.split_inclusive(' ') {
                let (part, space) = part.strip_suffix(' ').map_or((part, false), |p| (p, true));
                let mut chunks = chunks(fonts, *cut, half_points, part, most);
                let last = chunks.pop().unwrap_or_default();
                for chunk in chunks {
                    word.push(piece(*cut, chunk, false));
                    finish(&mut word, &mut words);
                }
                if !last.is_empty() || space {
                    word.push(piece(*cut, last, space));
                }
                if space {
                    finish(&mut word, &mut words);
                }
            }
        }
    }
    finish(&mut word, &mut words);
    words
}

/// A word that is wider than a line, such as a digest, in parts that are not.
fn chunks<'t>(
    fonts: &Fonts,
    cut: Cut,
    half_points: u8,
    mut text: &'t str,
    most: Length,
) -> Vec<&'t str> {
    let mut chunks = Vec::new();
    while fonts.width(cut, half_points, text) > most {
        let ends = text.char_indices().skip(1).map(|(at, _)| at);
        let fits = ends.take_while(|end| {
            let part = text.get(..*end).unwrap_or_default();
            fonts.width(cut, half_points, part) <= most
        });
        // At least one letter, however narrow the column.
        let second = text.char_indices().nth(1).map(|(at, _)| at);
        let Some((chunk, rest)) = fits
            .last()
            .or(second)
            .and_then(|at| text.split_at_checked(at))
        else {
            break;
        };
        chunks.push(chunk);
        text = rest;
    }
    chunks.push(text);
    chunks
}

impl Line {
    /// Places the pieces from `left` on in a line of this measure.
    pub fn set(&mut self, align: Align, left: Length, measure: Length) {
        let rest = (measure - self.width).max(0);
        let gaps = self.pieces.iter().rev().skip(1);
        let gaps = Length::try_from(gaps.filter(|piece| piece.space > 0).count()).unwrap_or(0);
        let stretched = align == Align::Both && !self.last && gaps > 0;
        let mut x = left
            + match align {
                Align::Left | Align::Both => 0,
                Align::Centre => rest / 2,
                Align::Right => rest,
            };
        let mut passed: Length = 0;
        for piece in &mut self.pieces {
            piece.x = x;
            x += piece.width + piece.space;
            if stretched && piece.space > 0 {
                x += share(rest, passed + 1, gaps) - share(rest, passed, gaps);
                passed += 1;
            }
        }
    }
}

/// `rest * part / parts`, so that the parts add up to the whole.
fn share(rest: Length, part: Length, parts: Length) -> Length {
    let share = i64::from(rest) * i64::from(part) / i64::from(parts);
    Length::try_from(share).unwrap_or(rest)
}
