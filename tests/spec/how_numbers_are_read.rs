//! How a number is read that a clerk typed as text.

use congvu::{
    figures::Value,
    workbook::{
        Content, Kind, Limits,
        layout::{Layout, Look, Page},
        reader, write,
    },
};

use crate::ward::good_report;

/// `HT01` is a whole number of computers, `DT01` an amount with three decimals
/// (both far from any rule's edge).
fn check(code: &str, typed: &str, expected: &str) {
    let mut draft = good_report(1);
    draft.form.rules.clear();
    let row = draft.row(code);
    let content = (!typed.is_empty()).then(|| Content::Text(typed.into()));
    let reading = draft.with(row, 4, content).read();
    let about = |it: &&congvu::finding::Finding| {
        it.indicator
            .as_ref()
            .is_some_and(|found| found.as_str() == code)
    };
    let codes: Vec<&str> = reading
        .findings
        .iter()
        .filter(about)
        .map(|it| it.code.as_str())
        .collect();
    let value = reading
        .figures
        .get(code)
        .map(Value::to_string)
        .unwrap_or_default();
    assert_eq!(
        [&[value.as_str()], &codes[..]].concat().join(" ").trim(),
        expected,
        "{typed:?}"
    );
}

#[test]
fn plain_digits_are_taken_without_a_word() {
    check("HT01", "35", "35");
    check("HT01", " 35 ", "35");
    check("HT01", "+35", "35");
    check("DT01", "1500", "1500");
}

#[test]
fn full_width_digits_are_digits() {
    check("HT01", "３５", "35");
}

#[test]
fn a_comma_or_a_point_parts_the_decimals() {
    check("DT01", "12,5", "12,5");
    check("DT01", "12.5", "12,5");
    check("DT01", "0,125", "0,125");
}

#[test]
fn where_both_stand_the_last_one_parts_the_decimals() {
    check("DT01", "1.234,5", "1234,5 W-NUM-READ");
    check("DT01", "1,234.5", "1234,5 W-NUM-READ");
    check("DT01", "334.327,57", "334327,57 W-NUM-READ");
}

#[test]
fn a_thousand_or_one_and_a_bit_is_not_guessed() {
    check("DT01", "1.234", "E-NUM-AMBIGUOUS");
    check("DT01", "1,234", "E-NUM-AMBIGUOUS");
}

#[test]
fn where_only_whole_numbers_are_asked_a_thousand_is_a_thousand() {
    check("HT01", "1.234", "1234 W-NUM-READ");
    check("HT01", "1,234", "1234 W-NUM-READ");
    check("HT01", "1 234", "1234 W-NUM-READ");
    check("HT01", "1.234.567", "1234567 W-NUM-READ");
}

#[test]
fn an_amount_beyond_all_bounds_that_is_one_in_another_unit_is_asked_about() {
    // 2.35 thousand million in đồng, and 2,350 million in thousands.
    check("DT01", "2350000000", "E-MONEY");
    check("DT01", "2.350.000.000", "E-MONEY");
    check("DT01", "2350000", "E-MONEY");
    check("DT01", "999999", "999999");
    // In no unit of money is that an amount of this form.
    check("DT01", "99999999999999999", "E-DOMAIN");
    let text = |typed: &str| {
        let draft = good_report(1).holding("DT01", typed);
        let finding = draft.read().findings.swap_remove(0);
        congvu::words::findings::finding(congvu::words::Lang::Vi, &finding)
    };
    let text = text("2350000000");
    assert_eq!(
        text.expected,
        "số tiền tính bằng triệu đồng, không quá 1.000.000 triệu đồng"
    );
    assert_eq!(
        text.fix,
        "Ghi số tiền theo triệu đồng: nếu số đang ghi là đồng thì ghi 2350."
    );
}

#[test]
fn thousands_that_are_not_in_threes_are_no_number() {
    check("HT01", "1.23.456", "E-NUM");
    check("DT01", "12,34,5", "E-NUM");
}

#[test]
fn a_part_of_a_computer_is_not_counted() {
    check("HT01", "35,5", "E-INT");
    check("HT01", "35,0", "35");
}

#[test]
fn the_unit_of_measure_may_stand_behind_and_nothing_else() {
    check("HT01", "15 máy", "15 W-TEXT");
    check("HT01", "15 may", "15 W-TEXT");
    check("HT01", "15 người", "E-NUM");
    check("HT01", "khoảng 20", "E-NUM");
    check("HT01", "12 (trong đó 2 hỏng)", "E-NUM");
    check("HT01", "50%", "E-NUM");
    check("HT01", "1e3", "E-NUM");
}

#[test]
fn a_dash_or_a_no_is_nought_and_is_told() {
    check("HT01", "-", "0 W-NUM-READ");
    check("HT01", "không", "0 W-NUM-READ");
    check("HT01", "Không có", "0 W-NUM-READ");
}

#[test]
fn a_blank_is_missing_and_not_nought() {
    check("HT01", "", "E-MISSING");
    check("HT01", "   ", "E-MISSING");
    check("HT01", "0", "0");
}

#[test]
fn less_than_nothing_is_outside() {
    check("HT01", "-3", "E-DOMAIN");
    check("CB01", "0", "E-DOMAIN");
    check("TR03", "9", "E-DOMAIN");
}

#[test]
fn no_more_decimals_than_are_asked() {
    check("DT01", "12,5001", "E-DECIMALS");
    check("HT08", "12,345", "E-NUM-AMBIGUOUS");
    check("HT08", "12,3456", "E-DECIMALS");
}

#[test]
fn yes_and_no_are_known_in_every_way_clerks_write_them() {
    for yes in [
        "x",
        "X",
        "×",
        "có",
        "Có",
        "CÓ",
        "C",
        "✓",
        "1",
        "Có (QĐ 12/QĐ-UBND)",
    ] {
        let told = if yes.contains('(') {
            "Có W-TEXT"
        } else {
            "Có"
        };
        check("HT10", yes, told);
    }
    for no in ["không", "Khong", "K", "0", "chưa có"] {
        check("HT10", no, "Không");
    }
    for neither in ["có nhưng hỏng", "2", "?", "-"] {
        check("HT10", neither, "E-BOOL");
    }
}

#[test]
fn an_option_is_known_by_its_code_and_by_its_label_with_or_without_marks() {
    for typed in [
        "DANG_DUNG",
        "Đang sử dụng",
        "đang sử dụng",
        "dang su dung",
        "Đang dùng",
    ] {
        check("UD10", typed, "DANG_DUNG");
    }
    check("UD10", "có", "E-OPTION");
}

#[test]
fn a_float_is_the_number_a_person_sees() {
    let mut page = Page {
        name: "S".into(),
        ..Page::default()
    };
    for (row, typed) in (0..).zip(["0.1", "45.5", "2500.125", "1234567890123", "-7"]) {
        page.number(row, 0, typed.parse().unwrap(), Look::PLAIN);
    }
    let layout = Layout {
        pages: vec![page.clone()],
    };
    for kind in [Kind::Xlsx, Kind::Xls, Kind::Ods] {
        let bytes = write::write(kind, &layout).unwrap();
        let book = reader::read(&bytes, &Limits::default()).unwrap();
        let read: Vec<String> = book.sheets[0]
            .cells
            .values()
            .map(|cell| cell.content.shown())
            .collect();
        assert_eq!(
            read,
            ["0,1", "45,5", "2500,125", "1234567890123", "-7"],
            "{kind:?}"
        );
    }
}

#[test]
fn where_percent_are_asked_a_bare_share_is_asked_about() {
    let read = |content: Content| {
        let mut draft = good_report(1);
        draft.form.rules.clear();
        for group in &mut draft.form.groups {
            for indicator in group
                .indicators
                .iter_mut()
                .filter(|it| it.code.as_str() == "HT08")
            {
                indicator.unit = "%".into();
            }
        }
        let row = draft.row("HT08");
        let reading = draft.with(row, 4, Some(content)).read();
        let value = reading.figures.get("HT08").map(Value::to_string);
        value.unwrap_or_else(|| reading.findings[0].code.clone())
    };
    let number = |text: &str| Content::Number(text.parse().unwrap());
    assert_eq!(read(Content::Percent("0.35".parse().unwrap())), "35");
    assert_eq!(read(number("35")), "35");
    assert_eq!(read(Content::Text("35%".into())), "35");
    assert_eq!(read(Content::Text("0,5 %".into())), "0,5");
    assert_eq!(read(number("0")), "0");
    assert_eq!(read(number("0.35")), "E-SHARE-AMBIGUOUS");
    assert_eq!(read(number("1")), "E-SHARE-AMBIGUOUS");
    assert_eq!(read(Content::Text("0,35".into())), "E-SHARE-AMBIGUOUS");
}
