//! Where the table of a form stands in a workbook, and which of its rows is
//! which, whatever has been moved, lost, repeated or retyped.

use congvu::{
    form::Form,
    words::{Lang, findings},
    workbook::{Content, Sheet},
};

use crate::ward::{Draft, form, forms, good_report};

/// Reads a report. Expected: all findings in order, each with its indicator, or
/// with its cell where no indicator is meant.
fn check(draft: &Draft, expected: &[&str]) {
    assert_eq!(draft.told(), expected);
}

fn text(text: &str) -> Option<Content> {
    Some(Content::Text(text.into()))
}

/// The same cells, each moved.
fn moved(mut draft: Draft, place: impl Fn(u32, u32) -> (u32, u32)) -> Draft {
    let sheet = &mut draft.book.sheets[0];
    let cells = std::mem::take(&mut sheet.cells);
    sheet.cells = cells
        .into_iter()
        .map(|((r, c), cell)| (place(r, c), cell))
        .collect();
    draft
}

#[test]
fn rows_and_columns_may_be_inserted_and_sheets_put_in_front() {
    check(
        &moved(good_report(1), |row, column| (row + 5, column + 2)),
        &[],
    );
    check(
        &moved(good_report(1), |row, column| {
            (row + u32::from(row > 20), column)
        }),
        &[],
    );
    let mut draft = good_report(1);
    let front = Sheet {
        name: "Bìa".into(),
        visible: true,
        cells: [].into(),
    };
    draft.book.sheets.insert(0, front);
    check(&draft, &[]);
}

#[test]
fn figures_outside_the_form_are_named_once_and_not_read() {
    let last = good_report(2).row("DT04");
    let draft = moved(good_report(2), |row, column| {
        (row + if row > last { 3 } else { 0 }, column)
    });
    let draft = draft
        .with(last + 1, 2, text("Số máy in đang dùng"))
        .with(last + 1, 4, Some(Content::Number(7.into())))
        .with(last + 2, 2, text("Số máy chiếu"))
        .with(last + 2, 4, Some(Content::Number(1.into())));
    check(&draft, &["W-ROWS"]);
    let told = findings::finding(Lang::Vi, &draft.read().findings[0]);
    assert_eq!(
        told.found,
        "những dòng có số liệu mà mẫu không có: E76 \"Số máy in đang dùng\"; E77 \"Số máy chiếu\""
    );
    // The numbers of the columns are no figures.
    let row = good_report(2).row("CB01") - 1;
    let numbered = (0..8).fold(good_report(2), |draft, column| {
        draft.with(row, column, text(&format!("({})", column + 1)))
    });
    check(&numbered, &[]);
    // Nor is what a page break repeats.
    let head = row - 1;
    let row = good_report(2).row("UD01") - 1;
    let heads: Vec<Option<Content>> = (0..8)
        .map(|column| {
            good_report(2).book.sheets[0]
                .cell(head, column)
                .map(|it| it.content.clone())
        })
        .collect();
    let repeated = (0..)
        .zip(heads)
        .fold(good_report(2), |draft, (column, content)| {
            draft.with(row, column, content)
        });
    check(&repeated, &[]);
}

#[test]
fn a_row_that_lost_its_code_is_known_by_its_label() {
    let row = good_report(1).row("HT02");
    check(&good_report(1).with(row, 1, None), &[]);
    check(
        &good_report(1).with(row, 1, None).with(row, 2, None),
        &["W-ROWS", "E-ROW HT02"],
    );
}

#[test]
fn an_indicator_that_stands_twice_is_not_chosen_for_the_author() {
    let row = good_report(1).row("HT12");
    let draft = good_report(1).with(row, 1, text("HT01")).with(row, 2, None);
    check(&draft, &["E-TWICE HT01", "E-ROW HT12"]);
}

#[test]
fn a_row_that_is_one_indicator_by_code_and_another_by_label_is_neither() {
    let row = good_report(1).row("HT12");
    let draft = good_report(1).with(row, 1, text("HT01"));
    check(&draft, &["E-ROW-LABEL HT01"]);
    assert_eq!(draft.read().figures.get("HT01"), None);
    assert_eq!(draft.read().figures.get("HT12"), None);
}

/// The row of an indicator, without its code and with another label.
fn labelled(code: &str, label: &str) -> Draft {
    let row = good_report(2).row(code);
    good_report(2).with(row, 1, None).with(row, 2, text(label))
}

#[test]
fn a_label_with_a_slip_is_known_and_told() {
    let told = ["W-ROW-LABEL HT02"];
    check(&labelled("HT02", "Số mát tính đang sử dụng được"), &told);
    check(&labelled("HT02", "so may tinh dang su dung duoc"), &told);
    check(&labelled("HT02", "Sốmáy tính đang sử dụng được"), &told);
    check(&labelled("HT02", "Số may tính đang sử dụng được"), &told);
    check(
        &labelled(
            "TT01",
            "Số tin, bài của đơn vị được đăng trên trang TTĐT thi xã",
        ),
        &["W-ROW-LABEL TT01"],
    );
}

#[test]
fn a_label_with_another_mark_is_another_label() {
    // What stands there is said to be read by nobody.
    let lost = ["W-ROWS", "E-ROW HT02"];
    check(&labelled("HT02", "Số máy tính đăng sử dụng được"), &lost);
    check(&labelled("HT02", "Số máy tính sử dụng"), &lost);
    check(
        &labelled("UD15", "Số TTHC có dịch vụ công trực tuyến mức độ 5"),
        &["W-ROWS", "E-ROW UD15"],
    );
}

#[test]
fn no_two_labels_of_a_form_are_near_each_other() {
    for number in [1, 2] {
        let form = form(number);
        for own in form.indicators() {
            // Only labels of as many words are held against each other.
            let words = |label: &str| label.split(' ').count();
            let others = form.indicators().filter(|it| {
                it.code != own.code && words(&it.label).abs_diff(words(&own.label)) < 2
            });
            for other in others {
                let draft = labelled_on(number, own.code.as_str(), &other.label);
                let told = draft.told();
                let near = told.iter().any(|it| it.starts_with("W-ROW-LABEL"));
                assert!(!near, "{} for {}: {told:?}", other.label, own.code);
            }
        }
    }
}

fn labelled_on(number: u8, code: &str, label: &str) -> Draft {
    let row = good_report(number).row(code);
    good_report(number)
        .with(row, 1, None)
        .with(row, 2, text(label))
}

#[test]
fn a_code_that_is_not_on_the_form_is_told_and_the_label_believed() {
    let row = good_report(2).row("HT02");
    check(
        &good_report(2).with(row, 1, text("HT99")),
        &["W-ROW-CODE HT02"],
    );
    // The letter O for a nought is no code at all.
    check(&good_report(2).with(row, 1, text("HTO2")), &[]);
}

#[test]
fn two_tables_that_differ_are_one_finding_and_no_figures() {
    let twice = |change: &dyn Fn(&mut Sheet)| {
        let mut draft = good_report(2);
        let mut copy = draft.book.sheets[0].clone();
        copy.name = "Mẫu II (2)".into();
        change(&mut copy);
        draft.book.sheets.insert(0, copy);
        draft
    };
    let row = good_report(2).row("HT02");
    let other = twice(&|copy| {
        let cell = copy.cells.get_mut(&(row, 4)).unwrap();
        cell.content = Content::Number(29.into());
    });
    check(&other, &["E-TABLE-TWICE"]);
    assert!(other.read().figures.0.is_empty());
    check(&twice(&|_| ()), &["W-TABLE-TWICE"]);
    let blank = twice(&|copy| {
        copy.cells
            .retain(|(row, column), _| *row < 11 || *column != 4)
    });
    check(&blank, &[]);
    check(&twice(&|copy| copy.visible = false), &[]);
}

#[test]
fn two_tables_on_one_sheet_are_two_tables() {
    let mut draft = good_report(2);
    let sheet = &mut draft.book.sheets[0];
    let below: Vec<_> = sheet
        .cells
        .iter()
        .map(|((r, c), cell)| ((r + 100, *c), cell.clone()))
        .collect();
    sheet.cells.extend(below);
    check(&draft, &["W-TABLE-TWICE"]);
    let row = draft.row("HT02");
    check(
        &draft.with(row, 4, Some(Content::Number(29.into()))),
        &["E-TABLE-TWICE"],
    );
}

#[test]
fn a_head_repeated_on_the_next_page_is_one_table() {
    let mut draft = good_report(2);
    let sheet = &mut draft.book.sheets[0];
    let head: Vec<_> = (0..8)
        .filter_map(|c| Some((c, sheet.cell(10, c)?.clone())))
        .collect();
    let moved = std::mem::take(&mut sheet.cells);
    let place = |(r, c): (u32, u32)| (r + u32::from(r > 40), c);
    sheet.cells = moved
        .into_iter()
        .map(|(at, cell)| (place(at), cell))
        .collect();
    sheet
        .cells
        .extend(head.into_iter().map(|(c, cell)| ((41, c), cell)));
    check(&draft, &[]);
}

#[test]
fn the_column_of_this_years_values_is_named_or_asked_for() {
    let headed = |value: &str, evidence: &str| {
        good_report(2)
            .with(10, 4, text(value))
            .with(10, 5, text(evidence))
    };
    check(&headed("Số liệu năm 2015", "Số liệu năm 2014"), &[]);
    check(&headed("Số liệu", "Số lượng"), &["E-COLUMN-TWICE"]);
    check(&headed("", "Điểm tự chấm"), &["E-COLUMN"]);
}

#[test]
fn a_heading_joined_over_two_columns_names_both() {
    let row = good_report(2).row("HT02");
    let thirty = || Some(Content::Number(30.into()));
    let draft = good_report(2)
        .with(10, 5, None)
        .with(row, 4, None)
        .with(row, 5, thirty());
    check(&draft, &[]);
    assert_eq!(
        draft.read().cells.get("HT02").unwrap(),
        &format!("F{}", row + 1)
    );
}

/// The draft with every value taken out.
fn emptied(mut draft: Draft, into: Option<u32>) -> Draft {
    for code in draft
        .form
        .indicators()
        .map(|it| it.code.to_string())
        .collect::<Vec<_>>()
    {
        let row = draft.row(&code);
        let cells = &mut draft.book.sheets[0].cells;
        if let (Some(cell), Some(column)) = (cells.remove(&(row, 4)), into) {
            cells.insert((row, column), cell);
        }
    }
    draft
}

#[test]
fn a_table_without_one_value_is_told_once_and_not_row_by_row() {
    check(&emptied(good_report(2), None), &["E-EMPTY E11"]);
}

#[test]
fn values_in_the_column_of_points_are_told_once() {
    check(&emptied(good_report(2), Some(5)), &["E-EMPTY E11"]);
}

#[test]
fn a_workbook_of_nobody_in_particular_is_read_by_its_own_form() {
    let named = |draft: &Draft| {
        let (form, reading) = Form::best_of(forms(), &draft.book);
        (form.unwrap().kind.clone(), reading.figures.0.len())
    };
    // By the other form a blank one has one finding, and by its own the same.
    assert_eq!(named(&emptied(good_report(2), None)), ("II".to_owned(), 0));
    assert_eq!(named(&emptied(good_report(1), None)), ("I".to_owned(), 0));
    let mut draft = good_report(2);
    let all = named(&draft);
    for row in 11..75 {
        draft = draft.with(row, 1, None);
    }
    assert_eq!(named(&draft), all);
}
