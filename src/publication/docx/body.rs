//! The text of a DOCX.

use std::fmt::Write as _;

use super::{NAMESPACES, sheet, styles, twips};
use crate::publication::{
    decree::{CELL, Length, RULE},
    paper::{Block, Paper, Paragraph, Section, Table},
};

/// Appends formatted text. Writing into a string cannot fail.
macro_rules! add {
    ($out:expr, $($text:tt)*) => { let _ = write!($out, $($text)*); };
}

/// The main file.
pub(super) fn document(paper: &Paper) -> String {
    let mut out = format!("<w:document {NAMESPACES}><w:body>");
    let last = paper.sections.len().saturating_sub(1);
    for (n, own) in paper.sections.iter().enumerate() {
        section(own, (n < last).then(|| sheet(own, n)), &mut out);
        if n == last {
            out.push_str(&sheet(own, n));
        }
    }
    out.push_str("</w:body></w:document>");
    out
}

/// A section. Its last paragraph says what its pages are like, but for the last
/// section, of which the file says so at its end.
fn section(section: &Section, sheet: Option<String>, out: &mut String) {
    let measure = section.sheet.measure();
    let last = section.blocks.len().saturating_sub(1);
    let sheet = sheet.unwrap_or_default();
    for (n, block) in section.blocks.iter().enumerate() {
        match block {
            Block::Paragraph(own) if n == last => paragraph(own, measure, false, &sheet, out),
            Block::Paragraph(own) => paragraph(own, measure, false, "", out),
            Block::Table(own) => {
                if own.above > 0 {
                    gap(own.above, "", out);
                }
                table(own, measure, out);
                // Two tables without a paragraph between them become one.
                gap(RULE, if n == last { &sheet } else { "" }, out);
            }
        }
    }
}

/// A paragraph that is only room.
fn gap(height: Length, sheet: &str, out: &mut String) {
    add!(
        out,
        r#"<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="{}" w:lineRule="exact"/>{sheet}<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>"#,
        twips(height).max(20)
    );
}

fn paragraph(own: &Paragraph, measure: Length, keep: bool, sheet: &str, out: &mut String) {
    let look = own.style.look();
    add!(
        out,
        r#"<w:p><w:pPr><w:pStyle w:val="{}"/>"#,
        styles::name(own.style)
    );
    if own.keep || keep || own.rule.is_some() {
        out.push_str("<w:keepNext/>");
    }
    let after = if own.rule.is_some() { 0 } else { look.after };
    if own.above > 0 || after != look.after {
        add!(
            out,
            r#"<w:spacing w:before="{}" w:after="{}"/>"#,
            twips(look.before + own.above),
            twips(after)
        );
    }
    if own.rule.is_none() {
        out.push_str(sheet);
    }
    out.push_str("</w:pPr>");
    for run in &own.runs {
        let letters = if run.bold || run.italic {
            styles::run(&look, run.bold, run.italic)
        } else {
            String::new()
        };
        add!(out, "<w:r>{letters}{}</w:r>", styles::words(&run.text));
    }
    out.push_str("</w:p>");
    if let Some(length) = own.rule {
        let after = look.after;
        rule(length, after, measure, keep || own.keep, sheet, out);
    }
}

/// A rule of some length in the middle: a low paragraph, moved in from both
/// sides, with a line above it.
fn rule(length: Length, after: Length, measure: Length, keep: bool, sheet: &str, out: &mut String) {
    let side = twips((measure - length) / 2);
    let keep = if keep { "<w:keepNext/>" } else { "" };
    add!(
        out,
        r#"<w:p><w:pPr>{keep}<w:pBdr><w:top w:val="single" w:sz="{}" w:space="0" w:color="000000"/></w:pBdr><w:spacing w:before="{}" w:after="{}" w:line="{}" w:lineRule="exact"/><w:ind w:left="{side}" w:right="{side}"/>{sheet}<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>"#,
        RULE * 8 / 1_000,
        twips(CELL.1),
        twips(after),
        twips(CELL.1),
    );
}

fn table(own: &Table, measure: Length, out: &mut String) {
    let widths = own.widths(measure);
    let (side, edge) = if own.framed { CELL } else { (0, 0) };
    let (side, edge) = (twips(side), twips(edge));
    let size = RULE * 8 / 1_000;
    out.push_str("<w:tbl><w:tblPr>");
    add!(
        out,
        r#"<w:tblW w:w="{}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>"#,
        twips(measure)
    );
    if own.framed {
        out.push_str("<w:tblBorders>");
        for line in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            add!(
                out,
                r#"<w:{line} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>"#
            );
        }
        out.push_str("</w:tblBorders>");
    }
    add!(
        out,
        r#"<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{edge}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/><w:bottom w:w="{edge}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>"#
    );
    for width in &widths {
        add!(out, r#"<w:gridCol w:w="{}"/>"#, twips(*width));
    }
    out.push_str("</w:tblGrid>");
    let count = own.rows.len();
    for (n, row) in own.rows.iter().enumerate() {
        let is_head = n < own.head;
        out.push_str("<w:tr><w:trPr><w:cantSplit/>");
        if is_head {
            out.push_str("<w:tblHeader/>");
        }
        out.push_str("</w:trPr>");
        let keep = is_head || (own.together && n + 1 < count);
        let mut at = 0;
        for cell in &row.cells {
            let width: Length = widths.iter().skip(at).take(cell.span).sum();
            at += cell.span;
            add!(
                out,
                r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>"#,
                twips(width)
            );
            if cell.span > 1 {
                add!(out, r#"<w:gridSpan w:val="{}"/>"#, cell.span);
            }
            if own.framed {
                out.push_str(r#"<w:vAlign w:val="center"/>"#);
            }
            out.push_str("</w:tcPr>");
            let inner = width - if own.framed { 2 * CELL.0 } else { 0 };
            for own in &cell.paragraphs {
                paragraph(own, inner, keep, "", out);
            }
            if cell.paragraphs.is_empty() {
                out.push_str("<w:p/>");
            }
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}
