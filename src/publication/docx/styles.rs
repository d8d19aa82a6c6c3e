//! The styles of a DOCX, one an element of a paper, so that whoever changes one
//! changes it everywhere.

use std::fmt::Write as _;

use super::{NAMESPACES, twips, xml};
use crate::publication::decree::{Align, Look, Style};

/// The font that the decree names.
const FONT: &str = "Times New Roman";

/// The file of styles.
pub(super) fn styles() -> String {
    let mut out = format!(
        r#"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>"#
    );
    for style in Style::ALL {
        let (name, look) = (name(style), style.look());
        // Writing into a string cannot fail.
        let _ = write!(
            out,
            r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>{}{}</w:style>"#,
            paragraph(&look),
            run(&look, false, false)
        );
    }
    out.push_str("</w:styles>");
    out
}

/// The name of a style.
pub(super) fn name(style: Style) -> String {
    format!("{style:?}")
}

fn paragraph(look: &Look) -> String {
    let align = match look.align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
        Align::Both => "both",
    };
    format!(
        r#"<w:pPr><w:widowControl/><w:spacing w:before="{}" w:after="{}" w:line="{}" w:lineRule="auto"/><w:ind w:firstLine="{}"/><w:jc w:val="{align}"/></w:pPr>"#,
        twips(look.before),
        twips(look.after),
        u32::from(look.spacing) * 240 / 100,
        twips(look.indent),
    )
}

/// The letters of a look, where a run may be bolder or more italic than it.
pub(super) fn run(look: &Look, bold: bool, italic: bool) -> String {
    let bold = if look.bold || bold {
        "<w:b/><w:bCs/>"
    } else {
        ""
    };
    let italic = if look.italic || italic {
        "<w:i/><w:iCs/>"
    } else {
        ""
    };
    let size = look.size;
    format!(r#"<w:rPr>{bold}{italic}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>"#)
}

/// Words as a run holds them, with their forced line ends.
pub(super) fn words(text: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, xml(line)))
        .collect();
    lines.join("<w:br/>")
}
