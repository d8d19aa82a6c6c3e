//! The workbook of four sheets, the CSV and the JSON.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use congvu::{
    campaign::budget::Acknowledgement,
    digest::Digest,
    edition::Edition,
    publication::{Basis, folder, tables},
    table::{csv, json},
};

use crate::{opened, town};

/// An edition of which a unit has a name that spreadsheets would compute.
fn sly() -> Edition {
    let mut edition = town::edition();
    edition.snapshot.groups[0].units[0].name = "=HYPERLINK(\"x\")".into();
    edition
}

fn sheet(edition: &Edition, n: usize) -> calamine::Range<Data> {
    let bytes = folder::workbook(&town::basis(edition)).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.worksheet_range_at(n).unwrap().unwrap()
}

fn row_of<'r>(range: &'r calamine::Range<Data>, code: &str) -> &'r [Data] {
    let mut rows = range.rows();
    rows.find(|row| row.contains(&Data::String(code.into())))
        .unwrap()
}

#[test]
fn the_workbook_has_four_sheets_that_print() {
    let edition = town::edition();
    let bytes = folder::workbook(&town::basis(&edition)).unwrap();
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    let names = [
        "1 Xếp hạng",
        "2 Điểm theo mục",
        "3 Thiếu, muộn",
        "4 Ghi chú",
    ];
    assert_eq!(book.sheet_names(), names);
    let workbook = opened::part(&bytes, "xl/workbook.xml");
    assert_eq!(workbook.matches("_xlnm.Print_Titles").count(), 4);
    for n in 1..=4 {
        let sheet = opened::part(&bytes, &format!("xl/worksheets/sheet{n}.xml"));
        assert!(sheet.contains(r#"paperSize="9""#) && sheet.contains(r#"orientation="landscape""#));
        assert!(sheet.contains("fitToPage=\"1\"") && sheet.contains("fitToHeight=\"0\""));
    }
}

#[test]
fn numbers_are_numbers_and_texts_never_compute() {
    let edition = sly();
    let ranking = sheet(&edition, 0);
    let first = &edition.snapshot.groups[0].units[0];
    let row = row_of(&ranking, &first.unit);
    assert_eq!(row[1], Data::Float(1.0));
    assert_eq!(row[3], Data::String("=HYPERLINK(\"x\")".into()));
    let total: f64 = first.total.to_string().parse().unwrap();
    assert_eq!(row[8], Data::Float(total));
    assert_eq!(row[11], Data::Float(2_000_000.0));
    let bytes = folder::workbook(&town::basis(&edition)).unwrap();
    for name in opened::parts(&bytes)
        .iter()
        .filter(|name| name.contains("/sheet"))
    {
        assert!(!opened::part(&bytes, name).contains("<f>"), "{name}");
    }
    let [ranking, ..] = tables::sheets(&town::basis(&edition));
    let csv = String::from_utf8(csv::write(&ranking)).unwrap();
    assert!(csv.starts_with('\u{feff}') && csv.contains("\r\n"));
    assert!(csv.contains("\"'=HYPERLINK"), "{csv}");
    let json: serde_json::Value = serde_json::from_slice(&json::write(&ranking)).unwrap();
    assert_eq!(json[0]["name"], "=HYPERLINK(\"x\")");
    assert_eq!(json[0]["total"].to_string(), first.total.to_string());
}

#[test]
fn an_item_that_does_not_apply_is_not_a_zero() {
    let edition = town::edition();
    let points = sheet(&edition, 1);
    let head = points
        .rows()
        .find(|row| row[0] == Data::String("Mã đơn vị".into()))
        .unwrap();
    let mut seen = 0;
    for unit in edition
        .snapshot
        .groups
        .iter()
        .flat_map(|group| &group.units)
    {
        let row = row_of(&points, &unit.unit);
        for item in &unit.items {
            let at = head
                .iter()
                .position(|cell| *cell == Data::String(item.code.clone()));
            let cell = &row[at.unwrap()];
            match item.state.as_str() {
                "scored" | "zero" => assert!(matches!(cell, Data::Float(_)), "{cell:?}"),
                "not_applicable" => {
                    seen += 1;
                    assert_eq!(*cell, Data::String("Không áp dụng".into()));
                }
                state => panic!("{state}"),
            }
        }
    }
    assert!(seen > 0);
}

#[test]
fn who_is_missing_or_late_stands_apart_with_the_reason() {
    let missing = sheet(&town::edition(), 2);
    let late = row_of(&missing, town::LATE);
    assert!(matches!(late[3], Data::DateTime(_)), "{late:?}");
    assert_eq!(
        late[5],
        Data::String("Gửi báo cáo quá hạn, không xếp hạng".into())
    );
    let silent = row_of(&missing, town::SILENT);
    assert_eq!(silent[5], Data::String("Không gửi báo cáo".into()));
}

#[test]
fn notes_name_every_item_scale_and_digest() {
    let edition = town::edition();
    let notes = sheet(&edition, 3);
    let text: String = notes
        .rows()
        .flatten()
        .map(|cell| format!("{cell}\n"))
        .collect();
    assert!(text.contains(&edition.digest.to_string()));
    for (name, digest) in &town::campaign().files {
        assert_eq!(
            text.contains(&digest.to_string()),
            name.starts_with("scale-"),
            "{name}"
        );
    }
    let units = edition.snapshot.groups.iter().map(|group| &group.units[0]);
    for item in units.flat_map(|unit| &unit.items) {
        assert!(text.contains(&item.label), "{}", item.label);
    }
}

#[test]
fn the_exported_result_is_what_the_papers_digest() {
    let edition = town::edition();
    let files = folder::office(&town::basis(&edition), &[]).unwrap();
    let whole = files
        .iter()
        .find(|file| file.name == "result.json")
        .unwrap();
    assert_eq!(Digest::of(&whole.bytes), edition.digest);
    let sheets = files
        .iter()
        .filter(|file| file.name.starts_with("phieu-diem/"));
    assert_eq!(sheets.count(), 30, "one for every unit that has a score");
}

/// The cells of the budget as the office gets it.
fn budget(basis: &Basis<'_>) -> calamine::Range<Data> {
    let files = folder::office(basis, &[]).unwrap();
    let file = files.into_iter().find(|file| file.name == "kinh-phi.xlsx");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.unwrap().bytes)).unwrap();
    book.worksheet_range_at(0).unwrap().unwrap()
}

fn said(range: &calamine::Range<Data>) -> String {
    let cells = range.rows().flatten();
    cells.map(|cell| format!("{cell}\n")).collect()
}

#[test]
fn the_budget_stands_beside_what_it_comes_to_and_says_who_lets_it_stand() {
    let edition = town::edition();
    let open = budget(&town::basis(&edition));
    let row = row_of(&open, "Tổng cộng");
    assert_eq!(row[5..7], [Data::Float(20e6), Data::Float(19e6)]);
    let cups = row_of(&open, "Cúp");
    assert_eq!(cups[3..7], [8.0, 600_000.0, 4.8e6, 4.8e6].map(Data::Float));
    let text = said(&open);
    assert!(
        text.contains("được 19.000.000 đồng. Chưa có người xác nhận."),
        "{text}"
    );

    let mut campaign = town::campaign().clone();
    let mut warnings = campaign.budget.iter_mut().flat_map(|it| &mut it.warnings);
    warnings.next().unwrap().acknowledged = Some(Acknowledgement {
        by: "Trần Văn Bình".to_owned(),
        on: "2015-11-30".parse().unwrap(),
        why: "Văn bản đã ban hành như vậy.".to_owned(),
    });
    let basis = Basis {
        campaign: &campaign,
        ..town::basis(&edition)
    };
    let text = said(&budget(&basis));
    let seen = "Đã xác nhận: Trần Văn Bình, ngày 30/11/2015. Lý do: Văn bản đã ban hành như vậy.";
    assert!(text.contains(seen), "{text}");
}
