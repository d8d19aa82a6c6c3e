//! A table of units that the office hands in: what each line would change, and
//! every fault, before anything is written.

use std::collections::BTreeMap;

use congvu::{
    campaign::Campaign,
    register::{
        columns::{Column, rows_of_book, rows_of_text},
        import::{Change, Fault, Import, read, writes},
    },
    workbook::{Cell, Content, Sheet, Workbook},
};
use jiff::civil::date;

use crate::letter_world;

fn campaign() -> Campaign {
    letter_world::campaign()
}

const HEAD: &str = "Mã đơn vị,Tên đơn vị,Hộp thư công vụ,Nhóm,Người liên hệ,Điện thoại\n";
const TU_HA: &str = "p.tuha,Ủy ban nhân dân phường Tứ Hạ,tuha.huongtra@thuathienhue.gov.vn,,,\n";

fn import(lines: &str) -> Import {
    let rows = rows_of_text(&format!("{HEAD}{lines}"));
    read(&rows, &campaign(), &BTreeMap::new())
}

/// What is wrong with one line.
fn check(line: &str, expected: &[Fault]) {
    let import = import(line);
    assert_eq!(import.lines[0].faults, expected, "{line}");
    assert!(!import.is_clean());
}

#[test]
fn a_line_as_it_stands_changes_nothing() {
    let import = import(TU_HA);
    assert!(import.is_clean());
    assert_eq!(import.lines[0].change, Change::Same);
    assert_eq!(import.changes(), 0);
    let today = date(2015, 12, 9);
    assert_eq!(
        writes(&import.lines[0], &campaign(), today),
        Default::default()
    );
}

#[test]
fn what_is_left_empty_is_left_as_it_is() {
    let changed = TU_HA.replace("phường Tứ Hạ", "phường Tứ Hạ mới");
    let import = import(&changed);
    let expected = Change::Changed(vec![Column::Name]);
    assert_eq!(import.lines[0].change, expected);
    let unit = writes(&import.lines[0], &campaign(), date(2015, 12, 9));
    let unit = unit.unit.unwrap();
    assert_eq!(unit.name, "Ủy ban nhân dân phường Tứ Hạ mới");
    assert_eq!(
        (unit.group.as_str(), unit.short_name.as_str()),
        ("communes", "Tứ Hạ")
    );
    assert!(unit.traits.contains("site"), "what a scale needs stays");
}

#[test]
fn a_new_mailbox_counts_from_today_and_the_old_one_to_its_end() {
    let import = import(&TU_HA.replace("tuha.huongtra", "tuha.moi"));
    assert_eq!(
        import.lines[0].change,
        Change::Changed(vec![Column::Mailbox])
    );
    let today = date(2015, 12, 9);
    let written = writes(&import.lines[0], &campaign(), today);
    assert_eq!(written.unit, None);
    let days: Vec<(&str, _, _)> = written
        .mailboxes
        .iter()
        .map(|it| {
            let mailbox = &it.mailbox;
            (
                mailbox.address.as_str(),
                mailbox.span.from,
                mailbox.span.until,
            )
        })
        .collect();
    let expected = [
        ("tuha.moi@thuathienhue.gov.vn", Some(today), None),
        ("tuha.huongtra@thuathienhue.gov.vn", None, Some(today)),
    ];
    assert_eq!(days, expected);
}

#[test]
fn a_group_is_known_by_what_it_is_called_too() {
    let line = "bqlcho,Ban Quản lý chợ,bqlcho@thuathienhue.gov.vn,Ủy ban nhân dân các phường xã,Lan,0234 1\n";
    let line = line.replace("phường xã", "\"phường, xã\"");
    let line = line.replace(
        "Ủy ban nhân dân các \"phường, xã\"",
        "\"Ủy ban nhân dân các phường, xã\"",
    );
    let import = import(&line);
    assert!(import.is_clean(), "{import:?}");
    assert_eq!(import.lines[0].change, Change::New);
    let written = writes(&import.lines[0], &campaign(), date(2015, 12, 9));
    assert_eq!(written.unit.unwrap().group, "communes");
    assert_eq!(written.contact.unwrap().phone, "0234 1");
    assert_eq!(written.mailboxes[0].mailbox.span, Default::default());
}

#[test]
fn every_fault_is_told_with_what_stands_there() {
    let other = "huongvan01.huongtra@thuathienhue.gov.vn";
    check(
        &format!("p.tuha,Tứ Hạ,{other},,,\n"),
        &[Fault::OthersMailbox(other.to_owned())],
    );
    check(
        "p.tuha,Tứ Hạ,tuha@gmail.com,,,\n",
        &[Fault::NotOfficial("tuha@gmail.com".to_owned())],
    );
    check(
        "p.tuha,Tứ Hạ,tuha,,,\n",
        &[Fault::NoAddress("tuha".to_owned())],
    );
    check(
        ",,,nhóm lạ,,\n",
        &[
            Fault::Missing(Column::Code),
            Fault::Missing(Column::Name),
            Fault::NoGroup("nhóm lạ".to_owned()),
            Fault::Missing(Column::Mailbox),
        ],
    );
}

#[test]
fn two_lines_may_name_neither_one_unit_nor_one_mailbox() {
    let import = import(&format!(
        "{TU_HA}{TU_HA}a,A,moi@thuathienhue.gov.vn,communes,,\nb,B,moi@thuathienhue.gov.vn,communes,,\n"
    ));
    assert_eq!(import.lines[1].faults, [Fault::Twice(2)]);
    let shared = "moi@thuathienhue.gov.vn".to_owned();
    assert_eq!(import.lines[3].faults, [Fault::OthersMailbox(shared)]);
}

#[test]
fn a_table_without_its_columns_or_lines_says_so() {
    let nothing = read(&rows_of_text("a,b\n1,2\n"), &campaign(), &BTreeMap::new());
    assert!(nothing.faults.contains(&Fault::NoColumn(Column::Code)));
    assert_eq!(import("").faults, [Fault::Empty]);
}

#[test]
fn what_was_looked_at_is_what_is_read_again() {
    let first = import(&TU_HA.replace("tuha.huongtra", "tuha.moi"));
    let again = read(&rows_of_text(&first.csv()), &campaign(), &BTreeMap::new());
    assert_eq!(again.lines[0].change, first.lines[0].change);
    assert_eq!(
        again.lines[0].cell(Column::Mailbox),
        first.lines[0].cell(Column::Mailbox)
    );
}

#[test]
fn semicolons_and_workbooks_are_read_alike() {
    let text = format!("{HEAD}{TU_HA}");
    let semicolons = rows_of_text(&text.replace(',', ";"));
    assert_eq!(semicolons, rows_of_text(&text));
    let cells = rows_of_text(&text)
        .into_iter()
        .zip(0..)
        .flat_map(|(row, r)| {
            let cell = move |(text, c): (String, u32)| {
                let content = Content::Text(text);
                (
                    (r + 2, c),
                    Cell {
                        content,
                        formula: false,
                    },
                )
            };
            row.into_iter().zip(0..).map(cell)
        })
        .collect();
    let sheet = |name: &str, visible, cells| Sheet {
        name: name.to_owned(),
        visible,
        cells,
    };
    let book = Workbook {
        sheets: vec![
            sheet("ẩn", false, BTreeMap::new()),
            sheet("Danh mục", true, cells),
        ],
    };
    let import = read(&rows_of_book(&book), &campaign(), &BTreeMap::new());
    assert!(import.is_clean());
    assert_eq!((import.lines[0].number, import.lines.len()), (4, 1));
}
