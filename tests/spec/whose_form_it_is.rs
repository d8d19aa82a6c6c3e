//! Whose form a report was written on: the code that only we could have given.

use std::collections::BTreeMap;

use congvu::{
    dossier::Dossier,
    form::code::{CodeCheck, CodeKey, FormCode},
    rehearse::Scene,
    unit::Unit,
    verdict::{Verdict, judgement::Judgement, reason::Reason},
    words::{Lang, pieces, reasons::reason},
    workbook::{Cell, Content, Kind, Limits, Workbook, reader, write},
};

use crate::{
    a_whole_campaign_is_judged::{campaign, performed},
    one_report,
};

/// The codes of the forms that are given out in these tests.
pub fn codes() -> BTreeMap<String, FormCode> {
    campaign().form_codes(&key())
}

/// What is found of them in a report of a unit.
pub fn checked(unit: &Unit, book: &Workbook) -> Option<CodeCheck> {
    Some(campaign().check_code(&key(), unit, book))
}

fn key() -> CodeKey {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(0..).for_each(|(byte, n)| *byte = n);
    CodeKey::new(bytes)
}

fn unit(code: &str) -> &'static Unit {
    campaign().registry.by_code(code).unwrap()
}

fn code(unit: &Unit) -> String {
    campaign().form_code(&key(), unit).unwrap().to_string()
}

/// The form issued to phường Hương Văn, as it comes back.
fn issued() -> Workbook {
    let unit = unit("p.huongvan01");
    let issue = congvu::form::Issue {
        code: campaign().form_code(&key(), unit),
        ..campaign().issue(unit)
    };
    let form = &campaign().group_of(unit).unwrap().form;
    let bytes = write::write(Kind::Xlsx, &form.lay_out(&issue)).unwrap();
    reader::read(&bytes, &Limits::default()).unwrap()
}

/// The issued form with other texts in it: on the sheet that is seen, and on
/// the hidden one.
fn with(seen: &str, hidden: &str) -> Workbook {
    let mut book = issued();
    let own = code(unit("p.huongvan01"));
    for (sheet, text) in book.sheets.iter_mut().zip([seen, hidden]) {
        for cell in sheet.cells.values_mut() {
            if let Content::Text(written) = &mut cell.content {
                *written = written.replace(&own, text);
            }
        }
    }
    book
}

/// Reads a workbook that phường Hương Văn sent.
fn check(book: &Workbook, expected: &CodeCheck) {
    let found = campaign().check_code(&key(), unit("p.huongvan01"), book);
    assert_eq!(&found, expected);
}

/// Computed besides with another program.
#[test]
fn the_same_key_gives_the_same_codes_for_ever() {
    assert_eq!(code(unit("p.huongvan01")), "MXMG2-HV62T");
    assert_eq!(code(unit("p.huongvan02")), "QFG9X-AJFET");
}

#[test]
fn every_unit_has_a_code_of_its_own() {
    let mut different: Vec<String> = codes().values().map(ToString::to_string).collect();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), campaign().registry.iter().count());
}

#[test]
fn a_code_hangs_on_the_campaign_the_form_its_version_and_the_key() {
    let code = |campaign, form, version| key().code(campaign, form, version, "p").to_string();
    let codes = [
        code("a", "b", 1),
        code("a", "b", 2),
        code("ab", "", 1),
        code("", "ab", 1),
        CodeKey::new([7; 32]).code("a", "b", 1, "p").to_string(),
    ];
    let mut different = codes.to_vec();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), codes.len());
}

#[test]
fn a_code_is_read_as_people_copy_it() {
    let good = FormCode::parse("MXMG2-HV621").unwrap();
    for typed in [
        "mxmg2hv621",
        " MXMG2 - HV62I ",
        "mxmg2–hv62l",
        "M X M G 2 H V 6 2 1",
    ] {
        assert_eq!(FormCode::parse(typed), Some(good), "{typed}");
    }
    assert_eq!(
        FormCode::parse("OOOOO-ooooo"),
        FormCode::parse("0000000000")
    );
    for typed in [
        "",
        "MXMG2-HV62",
        "MXMG2-HV62TT",
        "MXMG2-HV62U",
        "Ủy ban nhân",
    ] {
        assert_eq!(FormCode::parse(typed), None, "{typed}");
    }
    assert_eq!(good.to_string(), "MXMG2-HV621");
}

#[test]
fn the_issued_form_carries_its_code_where_it_is_seen_and_where_it_is_not() {
    check(&issued(), &CodeCheck::Right);
    let own = code(unit("p.huongvan01"));
    check(&with(&own, ""), &CodeCheck::Right);
    check(&with("", &own), &CodeCheck::Right);
    check(
        &with(&own.to_lowercase().replace('-', " "), ""),
        &CodeCheck::Right,
    );
}

#[test]
fn a_form_without_a_code_is_told_as_such() {
    check(&with("", ""), &CodeCheck::Missing);
    check(&with("  ", ""), &CodeCheck::Missing);
    check(&Workbook::default(), &CodeCheck::Missing);
}

#[test]
fn a_neighbours_form_is_known_as_the_neighbours() {
    let other = code(unit("p.huongvan02"));
    let foreign = CodeCheck::Foreign("p.huongvan02".into());
    check(&with(&other, &other), &foreign);
    let department = code(unit("d.noivu"));
    check(
        &with("", &department),
        &CodeCheck::Foreign("d.noivu".into()),
    );
}

#[test]
fn a_made_up_code_is_nobodys() {
    check(&with("00000-00000", ""), &CodeCheck::Wrong);
    check(&with("không rõ", ""), &CodeCheck::Wrong);
}

#[test]
fn where_the_two_differ_the_worse_one_is_shown() {
    let own = code(unit("p.huongvan01"));
    let other = code(unit("p.huongvan02"));
    let foreign = CodeCheck::Foreign("p.huongvan02".into());
    check(&with(&own, &other), &foreign);
    check(&with(&other, &own), &foreign);
    check(&with("00000-00000", &other), &CodeCheck::Wrong);
}

/// A form that was issued before its definition was mended is still ours.
#[test]
fn the_code_of_an_earlier_version_is_still_right() {
    let unit = unit("p.huongvan01");
    let mut later = campaign().clone();
    for group in &mut later.groups {
        group.form.version += 1;
    }
    assert_eq!(later.check_code(&key(), unit, &issued()), CodeCheck::Right);
    let mut undeclared = issued();
    undeclared.sheets.truncate(1);
    assert_eq!(
        later.check_code(&key(), unit, &undeclared),
        CodeCheck::Wrong
    );
}

#[test]
fn a_code_is_found_wherever_the_rows_were_moved_to() {
    let mut book = issued();
    book.sheets.truncate(1);
    let cells = std::mem::take(&mut book.sheets[0].cells);
    let moved = cells
        .into_iter()
        .map(|((r, c), cell)| ((r + 7, c + 3), cell));
    book.sheets[0].cells = moved.collect();
    check(&book, &CodeCheck::Right);
    let written = format!("Mã biểu mẫu: {}", code(unit("p.huongvan01")));
    let content = Content::Text(written);
    let mut bare = Workbook::default();
    bare.sheets.push(congvu::workbook::Sheet {
        name: "Sheet1".into(),
        visible: true,
        cells: [(
            (0, 0),
            Cell {
                content,
                formula: false,
            },
        )]
        .into(),
    });
    check(&bare, &CodeCheck::Right);
}

#[test]
fn how_a_code_stands_is_told_in_words() {
    let checks = [
        CodeCheck::Right,
        CodeCheck::Missing,
        CodeCheck::Foreign("p.tuha".into()),
        CodeCheck::Wrong,
    ];
    for check in checks {
        for lang in [Lang::Vi, Lang::En] {
            let told = reason(
                lang,
                &Reason::FormCode(check.clone()),
                pieces::setting(campaign(), campaign().window),
            );
            assert!(told.what.len() > 20, "{check:?}");
        }
    }
}

/// The rehearsal's units write on the forms that they were issued, in every
/// kind of file.
#[test]
fn every_report_of_the_rehearsal_is_on_its_own_units_form() {
    for scene in [Scene::Xlsx, Scene::Xls, Scene::Ods, Scene::Mended] {
        let mut acts = performed().acts.iter();
        let (_, judgement) = acts.find(|(act, _)| act.scene == scene).unwrap();
        let right = Reason::FormCode(CodeCheck::Right);
        assert_eq!(judgement.notes, [right], "{scene:?}");
    }
}

/// Reads a good report whose code stands so.
fn judged(code: Option<CodeCheck>) -> Judgement {
    let mailbox = &unit("p.huongvan01").mailbox;
    let raw = format!("From: {}\r\nSubject: x\r\n\r\n", mailbox.as_str());
    one_report::judged(&raw, true, code, &Dossier::default())
}

#[test]
fn a_code_is_noted_and_decides_nothing() {
    assert_eq!(judged(None).notes, []);
    for check in [
        CodeCheck::Right,
        CodeCheck::Missing,
        CodeCheck::Foreign("p.tuha".into()),
        CodeCheck::Wrong,
    ] {
        let judgement = judged(Some(check.clone()));
        assert_eq!(judgement.verdict, Verdict::Accepted, "{check:?}");
        assert_eq!(judgement.reasons, [], "{check:?}");
        assert_eq!(judgement.notes, [Reason::FormCode(check)]);
    }
}
