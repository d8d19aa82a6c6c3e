//! One fault of a program in many cells is one finding, in the letter and in
//! the copy that goes back; every cell is shown all the same.

use congvu::{
    form::Reading,
    workbook::{Content, Limits, Workbook, reader},
};

use crate::{
    ward::{Draft, good_report},
    what_comes_back_to_be_mended::{copy, sent_back},
};

/// A report of formulas whose results the program did not keep.
fn without_results(codes: &[&str]) -> Draft {
    codes.iter().fold(good_report(2), |draft, code| {
        let row = draft.row(code);
        let mut draft = draft.with(row, 4, Some(Content::Nothing));
        let cell = draft.book.sheets[0].cells.get_mut(&(row, 4)).unwrap();
        cell.formula = true;
        draft
    })
}

fn errors(reading: &Reading) -> Vec<String> {
    let findings = reading.findings.iter();
    let told = findings.map(|it| format!("{} {}", it.code, it.cell));
    told.map(|it| it.trim().to_owned()).collect()
}

/// The texts of a sheet that hold a word.
fn holding(book: &Workbook, sheet: &str, word: &str) -> usize {
    let sheet = book.sheets.iter().find(|it| it.name == sheet).unwrap();
    let texts = sheet.cells.values().map(|cell| cell.content.shown());
    texts.filter(|text| text.contains(word)).count()
}

#[test]
fn a_book_of_formulas_without_results_is_one_finding_and_every_cell_is_shown() {
    let codes: Vec<String> = crate::ward::form(2)
        .indicators()
        .map(|it| it.code.to_string())
        .collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let draft = without_results(&codes);
    assert_eq!(errors(&draft.read()), ["E-FORMULA"]);
    let enclosure = sent_back(&draft);
    let back = reader::read(&enclosure.bytes, &Limits::default()).unwrap();
    assert_eq!(holding(&back, "Lỗi cần sửa", "56 ô là công thức"), 1);
    assert_eq!(holding(&back, "Lỗi cần sửa", "Lỗi phải sửa (1)"), 1);
    assert_eq!(holding(&back, "Mẫu II", "◄ Lỗi 1"), 56);
}

#[test]
fn other_faults_beside_formulas_keep_their_own_lines() {
    let draft = without_results(&["HT01", "NL02", "TR02"]).holding("UD03", "khoảng 1200");
    let reading = draft.read();
    assert_eq!(errors(&reading), ["E-FORMULA", "E-NUM E31"]);
    let enclosure = copy(&draft.book).unwrap();
    let back = reader::read(&enclosure.bytes, &Limits::default()).unwrap();
    assert_eq!(holding(&back, "Lỗi cần sửa", "Lỗi phải sửa (2)"), 1);
    assert_eq!(holding(&back, "Mẫu II", "◄ Lỗi 1"), 3);
    assert_eq!(holding(&back, "Mẫu II", "◄ Lỗi 2"), 1);
}
