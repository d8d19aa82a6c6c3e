//! A register of incoming documents: how it is read, and what would come of
//! importing it.

use std::collections::BTreeSet;

use congvu::{
    evidence::{
        Channel, Dossier, Record,
        incoming::{self, Document, Fate, Hint},
        matching::Match,
        register::{Fault, Grid, Head, Line},
    },
    table::{Cell, Column, Table, xlsx},
    workbook::{Limits, reader},
};

use crate::{
    a_whole_campaign_is_judged::campaign,
    evidence_world::{WARD, day, dossier, entry, mail},
};

const HEADS: &str = "Ngày đến;Số đến;Tác giả;Số, ký hiệu;Ngày tháng;\
    Tên loại và trích yếu nội dung văn bản;Đơn vị hoặc người nhận;Ngày chuyển;Ký nhận;Ghi chú";

/// The register with these rows under the decree's heads.
fn register(rows: &str) -> String {
    format!("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN\n\n{HEADS}\n(1);(2);(3);(4);(5);(6);(7);(8);(9);(10)\n{rows}")
}

fn lines(text: &str) -> Result<Vec<Line>, Fault> {
    Grid::of_csv(text.as_bytes())?.lines()
}

const ROW: &str = "09/12/2015;1024;UBND phường Hương Văn;15/BC-UBND;08/12/2015;\
    Báo cáo ứng dụng CNTT;VP;10/12/2015;Lan;";

#[test]
fn ten_columns_are_found_by_their_heads_in_any_order() {
    let found = lines(&register(ROW)).unwrap();
    let [line] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!((line.line, line.arrival_number.as_str()), (5, "1024"));
    assert_eq!((line.arrived, line.date), (Some(day(9)), Some(day(8))));
    assert_eq!(line.author, "UBND phường Hương Văn");
    assert_eq!(line.number, "15/BC-UBND");
    let shuffled = "Trích yếu\tSỐ KÝ HIỆU\tCơ quan ban hành\tNgày văn bản\nBáo cáo\t15/BC-UBND\tUBND P. Hương Văn\t2015-12-08\n";
    let [line] = lines(shuffled).unwrap().try_into().unwrap();
    assert_eq!(
        (line.number.as_str(), line.date),
        ("15/BC-UBND", Some(day(8)))
    );
    assert_eq!(line.subject, "Báo cáo");
}

#[test]
fn excel_and_every_encoding_that_excel_writes_say_the_same() {
    let text = register(ROW);
    let plain = lines(&text).unwrap();
    let marked = Grid::of_csv(format!("\u{feff}{text}").as_bytes()).unwrap();
    assert_eq!(marked.lines().unwrap(), plain);
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(Grid::of_csv(&wide).unwrap().lines().unwrap(), plain);
    let table = Table {
        title: "Sổ văn bản đến".to_owned(),
        notes: vec!["Năm 2015".to_owned()],
        columns: HEADS
            .split(';')
            .map(|head| Column::new(head, head))
            .collect(),
        rows: vec![ROW.split(';').map(Cell::text).collect()],
    };
    let book = xlsx::write(&[table], jiff::civil::datetime(2015, 12, 9, 0, 0, 0, 0)).unwrap();
    let book = reader::read(&book, &Limits::default()).unwrap();
    let [line] = Grid::of_workbook(&book)
        .lines()
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(Line { line: 5, ..line }, plain[0]);
}

#[test]
fn what_is_no_register_is_said_to_be_none() {
    assert_eq!(lines("a;b;c\n1;2;3\n"), Err(Fault::NoHead));
    assert_eq!(lines(""), Err(Fault::NoHead));
    let none = lines("Ngày đến;Số đến;Tác giả;Ngày tháng\n");
    assert_eq!(none, Err(Fault::Lacks(Head::Number)));
    let none = lines("Số đến;Tác giả;Số, ký hiệu\n");
    assert_eq!(none, Err(Fault::Lacks(Head::Date)));
    let double = lines("Ngày đến;Tác giả;Nơi gửi;Số, ký hiệu\n");
    assert_eq!(double, Err(Fault::Double(Head::Author)));
    // An old 8-bit encoding: nobody guesses which.
    assert_eq!(Grid::of_csv(b"Ng\xe0y \xf0\xea"), Err(Fault::Unreadable));
    assert_eq!(Grid::of_csv(b"\xff\xfea"), Err(Fault::Unreadable));
    let long = format!("{HEADS}\n{}", "x;1;y;z;;;;;;\n".repeat(20_001));
    assert_eq!(lines(&long), Err(Fault::TooLong));
}

#[test]
fn a_day_that_cannot_be_read_is_kept_as_it_stands() {
    let [line] = lines(&register("09/12/2015;1;A;15/BC;40/13/2015;;;;;"))
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(line.odd, [(Head::Date, "40/13/2015".to_owned())]);
}

/// A document of a register as it is imported.
fn document(at: u32, author: &str, number: &str, subject: &str) -> Document {
    Document {
        at,
        record: Record {
            number: number.to_owned(),
            date: Some(day(8)),
            author: author.to_owned(),
            subject: subject.to_owned(),
            arrival_number: at.to_string(),
            ..Record::default()
        },
        odd: false,
    }
}

fn fates(dossiers: &[Dossier], documents: &[Document], chosen: &[u32]) -> Vec<Fate> {
    let chosen: BTreeSet<u32> = chosen.iter().copied().collect();
    let channel = Channel::DocumentSoftware;
    incoming::preview(campaign(), dossiers, channel, documents, &chosen)
}

/// A ward whose workbook names its paper.
fn named() -> Dossier {
    Dossier {
        mail: Some(mail("15/BC-UBND", Some(day(8)))),
        ..dossier(WARD)
    }
}

const AUTHOR: &str = "UBND phường Hương Văn";
const SUBJECT: &str = "Báo cáo mức độ ứng dụng công nghệ thông tin năm 2015";

#[test]
fn a_row_that_names_the_unit_and_its_number_is_taken() {
    let taken = fates(&[named()], &[document(1, AUTHOR, "015/BC–UBND", "")], &[]);
    let unit = WARD.to_owned();
    let how = Some(Match::Exact);
    assert_eq!(taken, [Fate::Taken { unit, how }]);
}

#[test]
fn what_is_less_sure_is_taken_only_when_a_person_says_so() {
    let cases = [
        (
            named(),
            document(4, AUTHOR, "99/BC-UBND", SUBJECT),
            Hint::OtherNumber,
        ),
        (
            dossier(WARD),
            document(4, AUTHOR, "15/BC-UBND", SUBJECT),
            Hint::Subject,
        ),
        (
            dossier(WARD),
            document(4, AUTHOR, "15/BC-UBND", "Báo cáo quý IV"),
            Hint::Near,
        ),
    ];
    for (dossier, document, why) in cases {
        let (unit, all) = (WARD.to_owned(), [dossier]);
        let documents = [document];
        let suggested = fates(&all, &documents, &[]);
        assert_eq!(
            suggested,
            [Fate::Suggested {
                unit: unit.clone(),
                why
            }]
        );
        let taken = fates(&all, &documents, &[4]);
        assert_eq!(taken, [Fate::Taken { unit, how: None }]);
    }
}

#[test]
fn the_rest_of_the_register_is_left_alone() {
    let others = [
        document(1, AUTHOR, "16/TTr-UBND", "Tờ trình sửa đường"),
        document(2, "UBND tỉnh Thừa Thiên Huế", "15/BC-UBND", SUBJECT),
        document(3, "Công an phường Hương Văn", "15/BC-UBND", SUBJECT),
    ];
    assert_eq!(
        fates(&[named()], &others, &[1, 2, 3]),
        [Fate::Other, Fate::Other, Fate::Other]
    );
}

#[test]
fn what_could_be_two_things_is_never_taken() {
    let unmarked = document(1, "UBND phuong Huong Van", "15/BC-UBND", SUBJECT);
    let both = vec![WARD.to_owned(), "p.huongvan02".to_owned()];
    assert_eq!(
        fates(&[named()], &[unmarked], &[1]),
        [Fate::Ambiguous(both)]
    );
    let mut later = document(7, AUTHOR, "15/BC-UBND", "");
    later.record.date = Some(day(9));
    let rivals = fates(
        &[named()],
        &[document(3, AUTHOR, "15/BC-UBND", ""), later],
        &[],
    );
    let rival = |other| Fate::Rival {
        unit: WARD.to_owned(),
        other,
    };
    assert_eq!(rivals, [rival(7), rival(3)]);
    let mut odd = document(1, AUTHOR, "15/BC-UBND", "");
    odd.odd = true;
    assert_eq!(
        fates(&[named()], &[odd], &[1]),
        [Fate::Unreadable(WARD.to_owned())]
    );
}

#[test]
fn the_same_again_is_known() {
    let document = document(1, AUTHOR, "15/BC-UBND", "");
    let mut dossier = named();
    let record = Record {
        note: "nhập lại".to_owned(),
        ..document.record.clone()
    };
    dossier
        .entries
        .push(entry(1, Channel::DocumentSoftware, record));
    let known = || Fate::Known(WARD.to_owned());
    assert_eq!(
        fates(&[dossier.clone()], std::slice::from_ref(&document), &[]),
        [known()]
    );
    // One that was withdrawn is not brought back by the same file.
    dossier.entries[0].record = document.record.clone();
    let mut withdrawn = entry(2, Channel::DocumentSoftware, Record::default());
    (withdrawn.replaces, withdrawn.withdrawn) = (Some(1), true);
    dossier.entries.push(withdrawn);
    assert_eq!(
        fates(&[dossier], std::slice::from_ref(&document), &[]),
        [known()]
    );
    let twice = [document.clone(), Document { at: 2, ..document }];
    let found = fates(&[named()], &twice, &[]);
    assert_eq!(found[1], known());
}
