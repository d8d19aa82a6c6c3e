//! Nghị định 30/2020/NĐ-CP, Phụ lục I, as the files have it.

use congvu::publication::{
    announcement::announcement,
    decree::{Align, LYING, Style, UPRIGHT},
    docx,
    paper::Block,
    pdf,
};

use crate::{opened, town};

#[test]
fn every_size_is_one_that_the_decree_allows() {
    for style in Style::ALL {
        let look = style.look();
        let (least, most) = look.allowed;
        let allowed = 2 * least..=2 * most;
        assert!(allowed.contains(&look.size), "{style:?}: {look:?}");
    }
}

#[test]
fn margins_paper_and_paragraphs_are_within_its_bounds() {
    // Thousandths of a point in a millimetre.
    let between = |length: i32, least: i32, most: i32| {
        assert!((least * 2_834..=most * 2_836).contains(&length), "{length}");
    };
    for sheet in [UPRIGHT, LYING] {
        between(sheet.top, 20, 25);
        between(sheet.bottom, 20, 25);
        between(sheet.left, 30, 35);
        between(sheet.right, 15, 20);
    }
    between(UPRIGHT.width, 210, 210);
    between(UPRIGHT.height, 297, 297);
    assert_eq!((LYING.width, LYING.height), (UPRIGHT.height, UPRIGHT.width));
    let body = Style::Body.look();
    assert_eq!(body.align, Align::Both);
    between(body.indent, 10, 13);
    assert!(body.before >= 6_000 && (100..=150).contains(&body.spacing));
}

#[test]
fn bold_italic_and_upright_are_as_in_its_table() {
    use Style::*;
    let cuts = |style: Style| (style.look().bold, style.look().italic);
    for style in [
        Nation,
        Motto,
        Issuer,
        Kind,
        Subject,
        Authority,
        Signer,
        AnnexNumber,
    ] {
        assert_eq!(cuts(style), (true, false), "{style:?}");
    }
    for style in [Superior, Number, Body, Recipient, Page] {
        assert_eq!(cuts(style), (false, false), "{style:?}");
    }
    for style in [PlaceDate, Ground, AnnexOf] {
        assert_eq!(cuts(style), (false, true), "{style:?}");
    }
    assert_eq!(cuts(RecipientsHead), (true, true));
}

/// The rule below the motto is as long as it; those below the issuer and the
/// subject a third to a half of the line above.
#[test]
fn rules_are_as_long_as_the_decree_wants() {
    let edition = town::edition();
    let paper = announcement(&town::basis(&edition));
    let mut rules = Vec::new();
    for block in &paper.sections[0].blocks {
        match block {
            Block::Paragraph(one) => rules.extend(one.rule.map(|rule| (one, rule))),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                let all = cells.flat_map(|cell| &cell.paragraphs);
                rules.extend(all.filter_map(|one| Some((one, one.rule?))));
            }
        }
    }
    let fonts = congvu::publication::font::Fonts::built_in();
    let styles: Vec<Style> = rules.iter().map(|(one, _)| one.style).collect();
    assert_eq!(styles, [Style::Issuer, Style::Motto, Style::Subject]);
    for (one, rule) in rules {
        let bold = congvu::publication::font::Cut::Bold;
        let width = fonts.width(bold, one.style.look().size, &one.text());
        let width = width.min(UPRIGHT.measure());
        if one.style == Style::Motto {
            assert_eq!(rule, width);
        } else {
            assert!(3 * rule >= width && 2 * rule <= width, "{rule} of {width}");
        }
    }
}

#[test]
fn pages_are_numbered_above_but_for_the_first_and_annexes_for_themselves() {
    let edition = town::edition();
    let bytes = docx::write(&announcement(&town::basis(&edition))).unwrap();
    let document = opened::part(&bytes, "word/document.xml");
    let sections = 1 + town::campaign().groups.len();
    assert_eq!(document.matches("<w:titlePg/>").count(), sections);
    assert_eq!(
        document.matches(r#"<w:pgNumType w:start="1"/>"#).count(),
        sections
    );
    assert_eq!(
        document.matches(r#"w:orient="landscape""#).count(),
        sections - 1
    );
    for n in 1..=sections {
        let header = opened::part(&bytes, &format!("word/header{n}.xml"));
        assert!(header.contains(" PAGE ") && header.contains("center"));
        let first = opened::part(&bytes, &format!("word/first{n}.xml"));
        assert!(!first.contains(" PAGE "));
    }
    assert!(
        document.contains("<w:tblHeader/>"),
        "heads of tables are repeated"
    );
    let styles = opened::part(&bytes, "word/styles.xml");
    assert!(styles.contains("Times New Roman") && styles.contains("vi-VN"));
}

#[test]
fn the_same_result_gives_the_same_bytes() {
    let edition = town::edition();
    let basis = town::basis(&edition);
    let paper = announcement(&basis);
    assert_eq!(pdf::write(&paper), pdf::write(&announcement(&basis)));
    assert_eq!(docx::write(&paper).unwrap(), docx::write(&paper).unwrap());
    let sheets = || congvu::publication::folder::workbook(&basis).unwrap();
    assert_eq!(sheets(), sheets());
}
