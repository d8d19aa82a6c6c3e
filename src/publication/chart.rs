//! Bars as SVG: written here, no script, prints in black.

use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use crate::{text::html, words::publication::points};

/// The height of a bar with the room around it, and of the bar alone.
const ROW: usize = 26;
const BAR: usize = 16;

/// Where the bars begin, and how long a hundred points are.
const LEFT: usize = 250;
const HUNDRED: u32 = 400;

/// The width of the whole.
const WIDTH: usize = 720;

/// A bar.
pub(super) struct Bar<'b> {
    /// Whose it is.
    pub name: &'b str,
    /// How many points.
    pub total: Decimal,
}

/// A chart with a name and a description for those who cannot see it. `id` is
/// unique on its page.
pub(super) fn svg(id: &str, title: &str, description: &str, bars: &[Bar<'_>]) -> String {
    let height = ROW * bars.len() + 24;
    let foot = ROW * bars.len() + 4;
    let mut out = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" \
         xmlns=\"http://www.w3.org/2000/svg\">\n<title id=\"{id}-t\">{}</title>\n\
         <desc id=\"{id}-d\">{}</desc>\n",
        html(title),
        html(description)
    );
    for mark in [0_u32, 25, 50, 75, 100] {
        let x = LEFT + (mark * HUNDRED / 100) as usize;
        out.push_str(&format!(
            "<line class=\"grid\" x1=\"{x}\" y1=\"0\" x2=\"{x}\" y2=\"{foot}\"/>\
             <text class=\"mark\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{mark}</text>\n",
            foot + 14
        ));
    }
    for (n, bar) in bars.iter().enumerate() {
        let top = ROW * n;
        let middle = top + BAR - 3;
        let length = bar.total * Decimal::from(HUNDRED) / Decimal::ONE_HUNDRED;
        let length = length.round().to_usize().unwrap_or(0);
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\">{}</text>\
             <rect class=\"bar\" x=\"{LEFT}\" y=\"{top}\" width=\"{length}\" height=\"{BAR}\"/>\
             <text class=\"value\" x=\"{}\" y=\"{middle}\">{}</text>\n",
            LEFT - 8,
            html(bar.name),
            LEFT + length + 6,
            points(bar.total)
        ));
    }
    out.push_str("</svg>\n");
    out
}
