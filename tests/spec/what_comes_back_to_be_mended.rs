//! A report with errors goes back as the unit's own workbook with every error
//! shown where it is, so that it is mended there and sent again.

use std::collections::BTreeMap;

use congvu::{
    annotated,
    campaign::Campaign,
    finding::Severity,
    form::Reading,
    template::Template,
    words::letters::{Enclosed, Enclosure},
    workbook::{Cell, Content, Limits, Workbook, reader},
};

use crate::{
    a_whole_campaign_is_judged::{campaign, town},
    clerk,
    ward::{Draft, good_figures, good_report},
};

/// The sheets of a copy.
const LIST: &str = "Lỗi cần sửa";
const FORM: &str = "Mẫu II";

/// A report with most of what can be wrong with one.
pub fn spoiled() -> Draft {
    good_report(2)
        .holding("CB02", "45")
        .holding("HT01", "khoảng 20")
        .holding("HT07", "để xem")
        .holding("HT08", "12.345")
        .holding("UD03", "1200 hồ sơ")
        .holding("UD09", "3")
        .holding("UD10", "")
        .holding("TR02", "http://huongvan.example.com")
        .saying("0914", "0914 123 456")
}

/// What it takes to make that right, in the copy.
const MENDS: [(&str, &str); 9] = [
    ("E14", "32"),
    ("E16", "35"),
    ("E22", "Có"),
    ("E23", "45.5"),
    ("E31", "1200"),
    ("E37", "2"),
    ("E38", "Đang sử dụng"),
    ("E54", "http://huongvan.thuathienhue.gov.vn"),
    ("E79", "0914 123 456"),
];

fn template<'t>(campaign: &'t Campaign, town: &'t congvu::address::Address) -> Template<'t> {
    Template {
        campaign,
        unit: campaign.registry.by_code("p.huongvan01").unwrap(),
        town,
        code: None,
        earlier: None,
    }
}

/// The copy of a workbook of phường Hương Văn.
pub fn copy(book: &Workbook) -> Option<Enclosure> {
    let town = town();
    annotated::copy(&template(campaign(), &town), book, &read(book)).unwrap()
}

/// The copy of a draft.
pub fn sent_back(draft: &Draft) -> Enclosure {
    copy(&draft.book).unwrap()
}

/// A file, read.
pub fn opened(bytes: &[u8]) -> Workbook {
    reader::read(bytes, &Limits::default()).unwrap()
}

fn read(book: &Workbook) -> Reading {
    let unit = campaign().registry.by_code("p.huongvan01").unwrap();
    campaign().read(unit, book).unwrap().1
}

/// Errors and warnings of a workbook, each with its indicator or cell.
pub fn told(book: &Workbook) -> Vec<String> {
    let told = read(book)
        .findings
        .into_iter()
        .map(|it| match it.indicator {
            Some(indicator) => format!("{} {indicator}", it.code),
            None => format!("{} {}", it.code, it.cell),
        });
    told.collect()
}

fn sheet<'b>(book: &'b Workbook, name: &str) -> &'b BTreeMap<(u32, u32), Cell> {
    &book.sheets.iter().find(|it| it.name == name).unwrap().cells
}

fn text(book: &Workbook, name: &str, at: (u32, u32)) -> String {
    let cell = sheet(book, name).get(&at);
    cell.map_or_else(String::new, |cell| cell.content.shown())
}

/// The texts of a sheet, below each other.
fn texts(book: &Workbook, name: &str) -> String {
    let shown = sheet(book, name).values().map(|cell| cell.content.shown());
    shown.collect::<Vec<_>>().join("\n")
}

fn part(book: &[u8], name: &str) -> String {
    use std::io::Read as _;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut text = String::new();
    let mut file = zip.by_name(name).unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

/// A draft whose copy, unmended, has these errors and warnings.
fn check(draft: &Draft, expected: &[&str]) {
    let back = sent_back(draft);
    assert_eq!(told(&opened(&back.bytes)), expected);
}

#[test]
fn every_answer_is_at_its_place_as_it_was_written() {
    let draft = spoiled();
    let draft_row = draft.row("MT01");
    let draft = draft
        .with(draft_row, 5, Some(Content::Number(4.into())))
        .with(draft_row, 7, Some(Content::Text("=1+1 là hai".into())));
    let back = opened(&sent_back(&draft).bytes);
    let (sent, came) = (&draft.book.sheets[0].cells, sheet(&back, FORM));
    let answers = |cells: &BTreeMap<(u32, u32), Cell>| -> Vec<((u32, u32), Cell)> {
        let table = cells.range((11, 0)..(75, 0));
        let open = table.filter(|((_, column), _)| (4..8).contains(column));
        open.map(|(at, cell)| (*at, cell.clone())).collect()
    };
    assert_eq!(answers(came), answers(sent));
    let (before, after) = (read(&draft.book).header, read(&back).header);
    assert_eq!(after.preparer, before.preparer);
    assert_eq!(after.head, before.head);
}

#[test]
fn a_copy_sent_back_as_it_is_has_the_errors_that_it_names() {
    let draft = spoiled();
    let expected = told(&draft.book);
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    assert_eq!(expected.len(), MENDS.len());
    check(&draft, &expected);
}

#[test]
fn a_copy_mended_in_its_red_cells_has_every_figure_and_no_finding() {
    let back = sent_back(&spoiled());
    let mended = clerk::types(&back.bytes, FORM, &MENDS);
    let reading = read(&opened(&mended));
    assert_eq!(reading.findings, []);
    assert_eq!(reading.figures, good_figures(&spoiled().form));
}

#[test]
fn each_error_leaves_nothing_else_to_be_mended() {
    let table = [
        ("DT02", "1,234", "E-NUM-AMBIGUOUS DT02"),
        ("HT01", "12,5", "E-INT HT01"),
        ("HT01", "-3", "E-DOMAIN HT01"),
        ("HT01", "=35", "E-NUM HT01"),
        ("NL02", "Nửa ngày", "E-OPTION NL02"),
        ("HT10", "có nhưng hỏng", "E-BOOL HT10"),
    ];
    for (code, value, expected) in table {
        check(&good_report(2).holding(code, value), &[expected]);
    }
}

/// What a cell of the copy cannot hold as it was is told by a text in it that
/// is no answer.
#[test]
fn what_was_a_formula_a_date_or_an_error_goes_back_as_text() {
    let table = [
        (Content::Nothing, "(công thức chưa có kết quả)"),
        (Content::Error("#REF!".into()), "#REF!"),
        (Content::Date("03/04/2015".into()), "03/04/2015"),
    ];
    for (content, shown) in table {
        let draft = good_report(2);
        let row = draft.row("HT01");
        let draft = draft.with(row, 4, Some(content));
        check(&draft, &["E-NUM HT01"]);
        let back = opened(&sent_back(&draft).bytes);
        assert_eq!(text(&back, FORM, (row, 4)), shown);
    }
}

#[test]
fn no_formula_goes_back() {
    let mut draft = spoiled();
    for cell in draft.book.sheets[0].cells.values_mut() {
        cell.formula = true;
        if let Content::Text(text) = &mut cell.content
            && text.starts_with("Quyết định")
        {
            *text = "=HYPERLINK(\"http://a.example\")".into();
        }
    }
    let back = sent_back(&draft);
    for (nth, page) in opened(&back.bytes).sheets.iter().enumerate() {
        assert!(page.cells.values().all(|cell| !cell.formula));
        let xml = part(&back.bytes, &format!("xl/worksheets/sheet{}.xml", nth + 1));
        assert!(!xml.contains("<f>") && !xml.contains("r:id=\"rId1\" ref"));
    }
    assert!(texts(&opened(&back.bytes), FORM).contains("=HYPERLINK("));
}

#[test]
fn a_row_that_was_deleted_is_there_again() {
    let mut draft = good_report(2);
    for (code, expected) in [("HT01", "E-MISSING HT01"), ("CB01", "E-MISSING CB01")] {
        let row = draft.row(code);
        draft.book.sheets[0].cells.retain(|(at, _), _| *at != row);
        assert!(told(&draft.book).contains(&format!("E-ROW {code}")));
        let back = opened(&sent_back(&draft).bytes);
        assert!(told(&back).contains(&expected.to_owned()));
    }
}

#[test]
fn a_value_that_stood_twice_is_shown_with_both() {
    let draft = good_report(2);
    let (one, two) = (draft.row("HT02"), draft.row("HT03"));
    let label = draft.book.sheets[0]
        .cell(one, 2)
        .map(|cell| cell.content.clone());
    let draft = draft.with(two, 1, Some(Content::Text("HT02".into())));
    let draft = draft.with(two, 2, label);
    assert!(told(&draft.book).contains(&"E-TWICE HT02".to_owned()));
    let back = opened(&sent_back(&draft).bytes);
    assert_eq!(text(&back, FORM, (one, 4)), "30 | 28");
    assert_eq!(told(&back), ["E-NUM HT02", "E-MISSING HT03"]);
}

/// A neighbour's file must not become this unit's by our hand.
#[test]
fn another_units_name_another_year_and_period_stay_until_their_author_mends_them() {
    let draft = good_report(2)
        .saying("Phường Hương Vân", "Phường Hương Văn")
        .saying("p.huongvan02", "p.huongvan01")
        .saying("NĂM 2014", "NĂM 2015")
        .saying(
            "từ 01/12/2013 đến 01/12/2014",
            "từ 01/12/2014 đến 01/12/2015",
        );
    let expected = ["E-UNIT C8", "E-UNIT C9", "E-YEAR A5", "E-PERIOD A7"];
    assert_eq!(told(&draft.book), expected);
    check(&draft, &expected);
    let mends = [
        ("C8", "Ủy ban nhân dân phường Hương Văn"),
        ("C9", "p.huongvan01"),
        ("A5", "BÁO CÁO NĂM 2015"),
        ("A7", "Kỳ báo cáo: từ 01/12/2014 đến 01/12/2015"),
    ];
    let mended = clerk::types(&sent_back(&draft).bytes, FORM, &mends);
    assert_eq!(told(&opened(&mended)), [""; 0]);
}

#[test]
fn the_list_leads_to_each_cell_and_says_what_to_do_there() {
    let back = sent_back(&spoiled());
    let book = opened(&back.bytes);
    assert_eq!(book.sheets[0].name, LIST);
    let list = texts(&book, LIST);
    let xml = part(&back.bytes, "xl/worksheets/sheet1.xml");
    for (cell, _) in MENDS {
        assert!(
            xml.contains(&format!("location=\"'{FORM}'!{cell}\"")),
            "{cell}"
        );
        assert!(list.lines().any(|line| line == cell), "{cell}");
    }
    for words in [
        "Lỗi phải sửa (8)",
        "Điểm nên xem lại, không bắt buộc sửa (1)",
        "HT01 – Tổng số máy tính (để bàn + xách tay) đang quản lý",
        "\"khoảng 20\"",
        "một số, ví dụ 20",
        "Kiểm tra lại E13, E14 và sửa ô ghi chưa đúng.",
        "Điện thoại di động",
    ] {
        assert!(list.contains(words), "{words} is not in:\n{list}");
    }
}

#[test]
fn each_wrong_cell_has_a_note_a_colour_and_a_sign() {
    let back = sent_back(&spoiled());
    let notes = part(&back.bytes, "xl/comments1.xml");
    for (cell, _) in MENDS {
        assert!(
            notes.contains(&format!("<comment ref=\"{cell}\"")),
            "{cell}"
        );
    }
    assert!(
        notes.contains("LỖI 2 – phải sửa\nĐang ghi: \"khoảng 20\""),
        "{notes}"
    );
    let book = opened(&back.bytes);
    assert_eq!(text(&book, FORM, (15, 8)), "◄ Lỗi 2");
    // The other value of a broken rule may be the wrong one.
    assert_eq!(text(&book, FORM, (12, 8)), "◄ liên quan 1");
    // Beside a blank field a sign would be taken for its value.
    assert_eq!(text(&book, FORM, (78, 8)), "");
    let sheet = part(&back.bytes, "xl/worksheets/sheet2.xml");
    let style = |cell: &str| {
        let rest = sheet
            .split_once(&format!("<c r=\"{cell}\" s=\""))
            .unwrap()
            .1;
        rest.split_once('"').unwrap().0.to_owned()
    };
    assert_ne!(style("E16"), style("E17"));
    assert_ne!(style("E79"), style("E78"));
}

#[test]
fn a_missing_telephone_is_shown_where_it_belongs() {
    let draft = good_report(2)
        .saying("", "0234 3557 123")
        .holding("HT01", "x");
    let back = sent_back(&draft);
    assert!(part(&back.bytes, "xl/comments1.xml").contains("<comment ref=\"E78\""));
    assert_eq!(told(&opened(&back.bytes)), ["W-HEADER ", "E-NUM HT01"]);
}

#[test]
fn rows_that_were_moved_are_at_home_again_and_that_is_said() {
    let mut draft = spoiled();
    assert_eq!(sent_back(&draft).what, Enclosed::Copy { moved: false });
    let cells = &mut draft.book.sheets[0].cells;
    let down = std::mem::take(cells).into_iter();
    *cells = down
        .map(|((row, column), cell)| ((row + 2, column), cell))
        .collect();
    let back = sent_back(&draft);
    assert_eq!(back.what, Enclosed::Copy { moved: true });
    let mended = clerk::types(&back.bytes, FORM, &MENDS);
    assert_eq!(read(&opened(&mended)).figures, good_figures(&draft.form));
}

#[test]
fn the_same_report_gives_the_same_file() {
    assert!(sent_back(&spoiled()) == sent_back(&spoiled()));
    assert_eq!(
        sent_back(&spoiled()).name,
        "Bao-cao-p.huongvan01-can-sua.xlsx"
    );
}

/// With as much text as a reader lets through in every open cell.
#[test]
fn a_copy_fits_into_a_letter_whatever_was_typed() {
    let mut draft = spoiled();
    let mut state = 1_u32;
    for row in 11..75 {
        for column in 4..8 {
            let letters = (0..4_000).map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                char::from_u32(0x1ea0 + (state >> 26)).unwrap()
            });
            draft = draft.with(row, column, Some(Content::Text(letters.collect())));
        }
    }
    let size = sent_back(&draft).bytes.len();
    assert!(size <= 1_000_000, "{size}");
}

#[test]
fn a_report_without_errors_does_not_go_back() {
    assert_eq!(copy(&good_report(2).book), None);
    let warned = good_report(2).saying("0914", "0914 123 456");
    assert!(
        read(&warned.book)
            .findings
            .iter()
            .all(|it| it.severity == Severity::Warning)
    );
    assert_eq!(copy(&warned.book), None);
}
