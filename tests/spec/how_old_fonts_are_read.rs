//! Text typed with a TCVN3 or VNI font is read as what it says.

use congvu::{
    text::legacy::{
        Encoding::{self, Tcvn3, Vni},
        Reading, reading,
    },
    workbook::Content,
};

use crate::{
    old_fonts::typed,
    ward::{Draft, good_figures, good_report},
};

/// What a text is taken for, and what it then says.
fn check(written: &str, expected: Reading, said: &str) {
    assert_eq!(reading(written), expected, "{written}");
    if let Reading::Legacy(encoding) = expected {
        assert_eq!(encoding.decode(written), said);
    }
}

#[test]
fn what_cannot_be_vietnamese_as_it_stands_is_decoded() {
    check("Céng hßa X· héi", Reading::Legacy(Tcvn3), "Cộng hòa Xã hội");
    check("H\u{ad}¬ng V¨n", Reading::Legacy(Tcvn3), "Hương Văn");
    check("H\u{ad}¬ng V©n", Reading::Legacy(Tcvn3), "Hương Vân");
    check(
        "Coäng hoøa xaõ hoäi chuû nghóa",
        Reading::Legacy(Vni),
        "Cộng hòa xã hội chủ nghĩa",
    );
    check("Höông Vaên", Reading::Legacy(Vni), "Hương Văn");
    check("quy ñònh", Reading::Legacy(Vni), "quy định");
}

#[test]
fn capitals_are_drawn_by_the_font_and_come_back_as_capitals() {
    check("CéNG HßA X· HéI", Reading::Legacy(Tcvn3), "CỘNG HÒA XÃ HỘI");
    check("Kh«ng", Reading::Legacy(Tcvn3), "Không");
}

#[test]
fn what_is_in_unicode_stays() {
    for text in [
        "Phường Hương Văn",
        "Độc lập - Tự do",
        "ưu tiên",
        "Hồ Chí Minh",
    ] {
        check(text, Reading::Unicode, "");
    }
    for text in [
        "Có",
        "Phòng Tài chính",
        "xã",
        "×",
        "½",
        "café",
        "25 °C",
        "Hôtel",
        "naïve",
        "m²",
    ] {
        check(text, Reading::Either, "");
    }
    check("HT01", Reading::Plain, "");
}

/// The same report with all its texts, or those of one column, in a font.
fn in_font(encoding: Encoding, number: u8, of: impl Fn(u32) -> bool) -> Draft {
    let mut draft = good_report(number);
    for ((_, column), cell) in &mut draft.book.sheets[0].cells {
        if let Content::Text(text) = &mut cell.content
            && of(*column)
        {
            *text = typed(encoding, text);
        }
    }
    draft
}

#[test]
fn the_same_report_in_an_old_font_says_the_same() {
    for encoding in [Tcvn3, Vni] {
        for number in [1, 2] {
            let draft = in_font(encoding, number, |_| true);
            assert_eq!(draft.told(), ["W-FONT"], "{encoding:?}");
            let reading = draft.read();
            assert_eq!(reading.figures, good_figures(&draft.form), "{encoding:?}");
            assert_eq!(reading.header.head.as_deref(), Some("Trần Văn Bình"));
            assert_eq!(
                reading.header.unit_name.as_deref(),
                Some("Phường Hương Văn")
            );
        }
    }
}

#[test]
fn labels_in_an_old_font_are_labels_without_their_codes() {
    for encoding in [Tcvn3, Vni] {
        let mut draft = in_font(encoding, 2, |_| true);
        draft.book.sheets[0]
            .cells
            .retain(|(row, column), _| *column != 1 || *row < 11);
        assert_eq!(draft.told(), ["W-FONT"], "{encoding:?}");
        assert_eq!(draft.read().figures, good_figures(&draft.form));
    }
}

#[test]
fn values_in_an_old_font_among_labels_in_unicode_are_read() {
    for encoding in [Tcvn3, Vni] {
        let draft = in_font(encoding, 2, |column| column == 4);
        assert_eq!(draft.told(), ["W-FONT"], "{encoding:?}");
        assert_eq!(draft.read().figures, good_figures(&draft.form));
    }
}

#[test]
fn every_label_of_the_shipped_forms_comes_back_from_both_fonts() {
    for indicator in crate::ward::forms()
        .iter()
        .flat_map(congvu::form::Form::indicators)
    {
        for encoding in [Tcvn3, Vni] {
            let decoded = encoding.decode(&typed(encoding, &indicator.label));
            assert_eq!(decoded.to_lowercase(), indicator.label.to_lowercase());
        }
    }
}
