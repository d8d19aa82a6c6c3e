//! Tables as strips, a row each.

use super::{
    decree::{CELL, Length, RULE, Sheet},
    font::Fonts,
    pages::{Ink, Mark, of_paragraph},
    paper::{Row, Table},
    strips::{Role, Strip, Tags},
};

/// The strips of a table on this sheet.
pub(super) fn strips(fonts: &Fonts, table: &Table, sheet: Sheet, tags: &mut Tags) -> Vec<Strip> {
    let grid = Grid {
        fonts,
        table,
        widths: table.widths(sheet.measure()),
        tag: table.framed.then(|| tags.add(Role::Table, None)),
    };
    let mut head: Vec<Strip> = Vec::new();
    let mut strips: Vec<Strip> = Vec::new();
    let count = table.rows.len();
    for (n, row) in table.rows.iter().enumerate() {
        let is_head = n < table.head;
        let mut cells = grid.cells(row, is_head, tags);
        let room = sheet.depth() - head.iter().map(|strip| strip.height).sum::<Length>();
        while let Some(rest) = overflow(&mut cells, room - 2 * grid.padding().1) {
            strips.push(grid.strip(cells, head.clone(), false));
            cells = rest;
        }
        let stick = is_head || (table.together && n + 1 < count);
        let strip = grid.strip(
            cells,
            if is_head { Vec::new() } else { head.clone() },
            stick,
        );
        if is_head {
            // On the pages that follow it is only said again.
            let mut again = strip.clone();
            again.marks.iter_mut().for_each(|mark| mark.tag = None);
            head.push(again);
        }
        strips.push(strip);
    }
    if let Some(first) = strips.first_mut() {
        first.above = table.above;
    }
    strips
}

/// A cell: where it begins, how wide it is, and its lines.
struct Laid {
    x: Length,
    width: Length,
    lines: Vec<Strip>,
}

impl Laid {
    fn height(&self) -> Length {
        self.lines.iter().map(|line| line.above + line.height).sum()
    }
}

/// What of the cells has no room below this height; it is taken from them.
fn overflow(cells: &mut [Laid], room: Length) -> Option<Vec<Laid>> {
    let mut over = false;
    let rest: Vec<Laid> = cells
        .iter_mut()
        .map(|cell| {
            let mut height = 0;
            let fits = cell.lines.iter().position(|line| {
                height += line.above + line.height;
                height > room
            });
            // A line that is higher than a page stands where it is.
            let lines = fits.map_or_else(Vec::new, |at| cell.lines.split_off(at.max(1)));
            over |= !lines.is_empty();
            Laid { lines, ..*cell }
        })
        .collect();
    over.then_some(rest)
}

struct Grid<'g> {
    fonts: &'g Fonts,
    table: &'g Table,
    widths: Vec<Length>,
    tag: Option<usize>,
}

impl Grid<'_> {
    fn padding(&self) -> (Length, Length) {
        if self.table.framed { CELL } else { (0, 0) }
    }

    fn cells(&self, row: &Row, head: bool, tags: &mut Tags) -> Vec<Laid> {
        let own = self.tag.map(|table| tags.add(Role::Row, Some(table)));
        let side = self.padding().0;
        let (mut at, mut x) = (0, 0);
        let mut cells = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            let columns = self.widths.iter().skip(at).take(cell.span);
            let width: Length = columns.sum();
            let role = if head { Role::HeadCell } else { Role::Cell };
            let tag = own.map(|row| tags.add(role, Some(row)));
            let mut lines = Vec::new();
            for paragraph in &cell.paragraphs {
                // In a table that only sets side by side, each is a paragraph.
                let tag = tag.unwrap_or_else(|| tags.add(Role::Paragraph, None));
                lines.extend(of_paragraph(self.fonts, paragraph, width - 2 * side, tag));
            }
            cells.push(Laid { x, width, lines });
            x += width;
            at += cell.span;
        }
        cells
    }

    fn strip(&self, cells: Vec<Laid>, head: Vec<Strip>, stick: bool) -> Strip {
        let (side, edge) = self.padding();
        let tallest = cells.iter().map(Laid::height).max().unwrap_or(0);
        let height = tallest + 2 * edge;
        let mut marks = Vec::new();
        for cell in cells {
            let free = if self.table.framed {
                (tallest - cell.height()) / 2
            } else {
                0
            };
            let mut y = edge + free;
            if self.table.framed {
                marks.extend(frame(cell.x, cell.width, height));
            }
            for line in cell.lines {
                y += line.above;
                let moved = line.marks.into_iter();
                marks.extend(moved.map(|mark| mark.moved(cell.x + side, y)));
                y += line.height;
            }
        }
        Strip {
            above: 0,
            height,
            marks,
            stick,
            head,
        }
    }
}

/// The four lines around a cell.
fn frame(x: Length, width: Length, height: Length) -> [Mark; 4] {
    let bar = |x: Length, y: Length, width: Length, height: Length| Mark {
        x,
        y,
        ink: Ink::Bar { width, height },
        tag: None,
    };
    let half = RULE / 2;
    [
        bar(x - half, -half, width + RULE, RULE),
        bar(x - half, height - half, width + RULE, RULE),
        bar(x - half, -half, RULE, height + RULE),
        bar(x + width - half, -half, RULE, height + RULE),
    ]
}
