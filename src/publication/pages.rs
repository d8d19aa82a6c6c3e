//! A paper set on pages: every letter and every rule has its place.

use super::{
    decree::{CELL, EDGE, Length, RULE, Sheet, Style},
    font::{Cut, Fonts},
    lines::{self, Line},
    paper::{Block, Paper, Paragraph, Section},
    strips::{Role, Strip, Tags},
};

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its shape.
    pub sheet: Sheet,
    /// What stands on it.
    pub marks: Vec<Mark>,
}

/// Something on a page; places are from its upper left corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// From the left.
    pub x: Length,
    /// From above: where letters stand, or the upper edge of a rule.
    pub y: Length,
    /// What it is.
    pub ink: Ink,
    /// The element it belongs to; none for what only decorates.
    pub tag: Option<usize>,
}

/// What can stand on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ink {
    /// Letters.
    Text {
        /// Their font.
        cut: Cut,
        /// Their size, in half points.
        size: u8,
        /// The text.
        text: String,
    },
    /// A black bar.
    Bar {
        /// How wide.
        width: Length,
        /// How high.
        height: Length,
    },
}

impl Mark {
    /// Further to the right and further down.
    #[must_use]
    pub fn moved(mut self, x: Length, y: Length) -> Self {
        self.x += x;
        self.y += y;
        self
    }
}

/// Sets a paper on pages, and says what its elements are.
#[must_use]
pub fn set(fonts: &Fonts, paper: &Paper) -> (Vec<Page>, Tags) {
    let mut tags = Tags::default();
    let mut pages = Vec::new();
    for section in &paper.sections {
        let strips = strips(fonts, section, &mut tags);
        let mut own = Pager::new(section.sheet).set(strips);
        for (n, page) in own.iter_mut().enumerate() {
            margins(fonts, paper, section, n + 1, page);
        }
        pages.append(&mut own);
    }
    (pages, tags)
}

/// Page number, draft mark and foot.
fn margins(fonts: &Fonts, paper: &Paper, section: &Section, number: usize, page: &mut Page) {
    let sheet = section.sheet;
    let mut put = |style: Style, text: &str, y: Length| {
        let look = style.look();
        let runs = [(Cut::of(&look, false, false), text)];
        for mut line in lines::broken(fonts, &runs, look.size, sheet.measure(), 0) {
            line.set(look.align, sheet.left, sheet.measure());
            page.marks.extend(letters(&line, look.size, y, None));
        }
    };
    let above = EDGE + fonts.line(Style::Page.look().size).1;
    if number > 1 {
        put(Style::Page, &number.to_string(), above);
    }
    if let Some(stamp) = &paper.stamp {
        put(Style::Stamp, stamp, above);
    }
    if !section.foot.is_empty() {
        put(Style::Foot, &section.foot, sheet.height - EDGE);
    }
}

/// The letters of a line that stand at `y`.
fn letters(line: &Line, size: u8, y: Length, tag: Option<usize>) -> Vec<Mark> {
    let pieces = line.pieces.iter();
    pieces
        .map(|piece| Mark {
            x: piece.x,
            y,
            ink: Ink::Text {
                cut: piece.cut,
                size,
                text: piece.text.clone(),
            },
            tag,
        })
        .collect()
}

fn strips(fonts: &Fonts, section: &Section, tags: &mut Tags) -> Vec<Strip> {
    let mut strips = Vec::new();
    let measure = section.sheet.measure();
    for block in &section.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let tag = tags.add(role(paragraph.style), None);
                strips.extend(of_paragraph(fonts, paragraph, measure, tag));
            }
            Block::Table(table) => {
                strips.extend(super::grid::strips(fonts, table, section.sheet, tags));
            }
        }
    }
    strips
}

/// What a paragraph of this style is for a screen reader.
fn role(style: Style) -> Role {
    if [Style::Kind, Style::AnnexNumber].contains(&style) {
        Role::Title
    } else if [Style::Subject, Style::AnnexTitle, Style::Heading].contains(&style) {
        Role::Heading
    } else {
        Role::Paragraph
    }
}

/// A paragraph, a strip a line. Neither its first nor its last line stands
/// alone on a page.
pub(super) fn of_paragraph(
    fonts: &Fonts,
    paragraph: &Paragraph,
    measure: Length,
    tag: usize,
) -> Vec<Strip> {
    let look = paragraph.style.look();
    let runs: Vec<(Cut, &str)> = paragraph
        .runs
        .iter()
        .map(|run| (Cut::of(&look, run.bold, run.italic), run.text.as_str()))
        .collect();
    let (single, up) = fonts.line(look.size);
    let height = Length::try_from(i64::from(single) * i64::from(look.spacing) / 100);
    let height = height.unwrap_or(single);
    let lines = lines::broken(fonts, &runs, look.size, measure, look.indent);
    let count = lines.len();
    let mut strips = Vec::with_capacity(count);
    for (n, mut line) in lines.into_iter().enumerate() {
        let indent = if n == 0 { look.indent } else { 0 };
        line.set(look.align, indent, measure - indent);
        let above = if n == 0 {
            look.before + paragraph.above
        } else {
            0
        };
        let marks = letters(&line, look.size, height - single + up, Some(tag));
        strips.push(Strip {
            above,
            height,
            marks,
            stick: (n == 0 && count > 1) || n + 2 == count || (paragraph.keep && n + 1 == count),
            head: Vec::new(),
        });
    }
    if let (Some(width), Some(last)) = (paragraph.rule, strips.last_mut()) {
        let (x, y) = ((measure - width) / 2, last.height + CELL.1);
        last.marks.push(Mark {
            x,
            y,
            ink: Ink::Bar {
                width,
                height: RULE,
            },
            tag: None,
        });
        last.height += 2 * CELL.1;
    }
    if let Some(last) = strips.last_mut() {
        last.height += look.after;
    }
    strips
}

/// Fills pages with strips.
struct Pager {
    sheet: Sheet,
    pages: Vec<Page>,
    /// How far the last page is filled.
    y: Length,
}

impl Pager {
    fn new(sheet: Sheet) -> Self {
        let page = Page {
            sheet,
            marks: Vec::new(),
        };
        Self {
            sheet,
            pages: vec![page],
            y: 0,
        }
    }

    fn set(mut self, strips: Vec<Strip>) -> Vec<Page> {
        let mut strips = strips.into_iter().peekable();
        while let Some(first) = strips.next() {
            let mut group = vec![first];
            while group.last().is_some_and(|strip| strip.stick) {
                let Some(next) = strips.next() else { break };
                group.push(next);
            }
            let height: Length = group.iter().map(|strip| strip.above + strip.height).sum();
            let whole = height <= self.sheet.depth();
            if whole && self.y + height > self.sheet.depth() {
                self.turn(group.first());
            }
            for strip in group {
                if self.y > 0 && self.y + strip.above + strip.height > self.sheet.depth() {
                    self.turn(Some(&strip));
                }
                self.put(strip);
            }
        }
        self.pages
    }

    /// Begins a page; one that goes on with a table begins with its head.
    fn turn(&mut self, next: Option<&Strip>) {
        self.pages.push(Page {
            sheet: self.sheet,
            marks: Vec::new(),
        });
        self.y = 0;
        for head in next.map_or(&[][..], |strip| &strip.head) {
            self.put(head.clone());
        }
    }

    fn put(&mut self, strip: Strip) {
        let first = self.pages.len() == 1 && self.y == 0;
        // Room above a paragraph is lost at the top of a page.
        if self.y > 0 || first {
            self.y += strip.above;
        }
        let (x, y) = (self.sheet.left, self.sheet.top + self.y);
        if let Some(page) = self.pages.last_mut() {
            let marks = strip.marks.into_iter().map(|mark| mark.moved(x, y));
            page.marks.extend(marks);
        }
        self.y += strip.height;
    }
}
