//! Tables and results as files: nothing in them computes, and what machines read
//! keeps its shape.

use std::io::{Cursor, Read as _};

use congvu::{
    scoring::{participant::Standing, ranking::rank, score::score},
    table::{
        Cell, Column, Table, csv, json,
        results::{Results, ScoreOutput, points, ranking},
        xlsx,
    },
    words::Lang,
};

use crate::scoring_world::{number, scale_with, unit};

fn table(cells: Vec<Cell>) -> Table {
    Table {
        title: "Bảng: thử/nghiệm".into(),
        notes: vec!["=1+1".into()],
        columns: cells.iter().map(|_| Column::new("c", "Cột")).collect(),
        rows: vec![cells],
    }
}

/// The second line of the CSV of one row.
fn check_csv(cell: Cell, expected: &str) {
    let bytes = csv::write(&table(vec![cell]));
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text, format!("\u{feff}Cột\r\n{expected}\r\n"));
}

#[test]
fn csv_is_quoted_and_begins_no_formula() {
    check_csv(Cell::text("Hương Trà"), "\"Hương Trà\"");
    check_csv(Cell::text("a,\"b\""), "\"a,\"\"b\"\"\"");
    check_csv(Cell::text("=cmd|'/c calc'!A1"), "\"'=cmd|'/c calc'!A1\"");
    check_csv(Cell::text("@x"), "\"'@x\"");
    check_csv(Cell::text("\t=1"), "\"'=1\"");
    check_csv(Cell::text("＝1"), "\"'＝1\"");
    check_csv(Cell::text("a; =1"), "\"a; '=1\"");
    check_csv(Cell::Number(number("-1.50")), "-1.5");
    check_csv(Cell::Points(number("84.125")), "84.13");
    check_csv(
        Cell::Moment("2015-12-06T08:30:00".parse().unwrap()),
        "\"06/12/2015 08:30:00\"",
    );
}

#[test]
fn json_keeps_numbers_exact() {
    let bytes = json::write(&table(vec![Cell::Points(number(
        "1.666666666666666666667",
    ))]));
    assert_eq!(bytes, br#"[{"c":1.666666666666666666667}]"#);
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn a_workbook_holds_strings_and_numbers_and_no_formula() {
    let made = "2015-12-31T08:00:00".parse().unwrap();
    let table = table(vec![
        Cell::text("=1+1"),
        Cell::Number(number("-2.5")),
        Cell::Blank,
    ]);
    let bytes = xlsx::write(std::slice::from_ref(&table), made).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "{sheet}");
    assert!(sheet.contains("<v>-2.5</v>"), "{sheet}");
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("=1+1"));
    assert!(part(&bytes, "xl/workbook.xml").contains("1 Bảng thửnghiệm"));
    assert_eq!(
        bytes,
        xlsx::write(&[table], made).unwrap(),
        "the same table, the same bytes"
    );
}

#[test]
fn the_output_of_score_has_exactly_its_fields() {
    let scale = scale_with("A:0.. B:1..", "3", "points = 'max * min(1, A / B)'");
    let mut first = unit("p.a", "A=1 B=2");
    first.council.insert("Y.1".into(), number("97"));
    let mut late = unit("p.late", "A=2 B=2");
    late.standing = Standing::Late;
    let participants = [first, late];
    let scores = score(&scale, &participants);
    let order = rank(&scale, &scores, &[]);
    let results = Results {
        group: "IV",
        scale: &scale,
        participants: &participants,
        scores: &scores,
        ranking: &order,
    };
    let output = serde_json::to_string(&ScoreOutput::of(Lang::Vi, &[results])).unwrap();
    assert_eq!(
        output,
        "{\"units\":[\
         {\"unit\":\"p.a\",\"group\":\"IV\",\"total\":98.5,\"rank\":1,\"band\":\"A\",\"items\":[\
         {\"code\":\"X.1\",\"points\":1.5,\"max\":3,\"state\":\"scored\",\"why\":\"3 × min(1; 1 / 2) = 1,5; A = 1, B = 2.\"},\
         {\"code\":\"Y.1\",\"points\":97,\"max\":97,\"state\":\"scored\",\"why\":\"Hội đồng chấm 97 điểm.\"}]},\
         {\"unit\":\"p.late\",\"group\":\"IV\",\"total\":100,\"rank\":null,\"band\":null,\"items\":[\
         {\"code\":\"X.1\",\"points\":3,\"max\":3,\"state\":\"scored\",\"why\":\"3 × min(1; 2 / 2) = 3; A = 2, B = 2.\"},\
         {\"code\":\"Y.1\",\"points\":0,\"max\":97,\"state\":\"pending\",\"why\":\"Chờ Hội đồng chấm điểm hoặc xác nhận.\"}]}]}"
    );
    let table = ranking(Lang::Vi, results, |code| format!("Phường {code}"));
    assert_eq!(
        table.rows[1][6],
        Cell::text("Gửi báo cáo quá hạn, không xếp hạng")
    );
    let table = points(Lang::Vi, results, |code| format!("Phường {code}"));
    assert_eq!(table.rows[1][3], Cell::text("Chờ Hội đồng"));
    assert_eq!(table.columns.len(), table.rows[0].len());
}
