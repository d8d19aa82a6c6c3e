//! Whose document it is, and whether it is the report.

use congvu::evidence::{
    Dossier, Number,
    matching::{Match, Reference, belongs},
    whom,
};
use jiff::civil::Date;

use crate::{
    a_whole_campaign_is_judged::campaign,
    evidence_world::{WARD, day, dossier, mail, whole},
};

/// The codes of the units that an author may be.
fn units(author: &str) -> Vec<&'static str> {
    let found = whom::units(&campaign().registry, author);
    found.into_iter().map(|unit| unit.code.as_str()).collect()
}

#[test]
fn a_unit_is_known_by_every_way_in_which_registers_write_its_name() {
    for author in [
        "Ủy ban nhân dân phường Hương Văn",
        "Uỷ ban nhân dân phường Hương Văn",
        "UBND phường Hương Văn",
        "UBND P. Hương Văn",
        "UBND P.Hương Văn, TX Hương Trà",
        "UBND phường Hương Văn thị xã Hương Trà",
        "UBND phường Hương Văn (thị xã Hương Trà)",
        "phường Hương Văn",
        "HƯƠNG VĂN",
    ] {
        assert_eq!(units(author), ["p.huongvan01"], "{author}");
    }
    assert_eq!(units("UBND X. Hương Toàn - TX Hương Trà"), ["x.huongtoan"]);
    assert_eq!(units("Phòng GD&ĐT"), ["d.gddt"]);
    assert_eq!(units("Phòng Giáo dục và Đào tạo thị xã"), ["d.gddt"]);
    assert_eq!(units("Thanh tra thị xã Hương Trà"), ["d.thanhtra"]);
    assert_eq!(units("Phòng Tài chính - Kế hoạch"), ["d.tckh"]);
}

#[test]
fn whoever_only_stands_near_a_unit_is_not_it() {
    for author in [
        "",
        "Công an phường Hương Văn",
        "Trạm Y tế phường Hương Văn",
        "Đảng ủy phường Hương Văn",
        "Trường THCS Hương Văn",
        "UBND phường Hương Văn 2",
        "UBND tỉnh Thừa Thiên Huế",
        "Phòng Văn hóa",
    ] {
        assert_eq!(units(author), [""; 0], "{author}");
    }
}

#[test]
fn a_name_without_marks_is_taken_only_where_it_means_one_unit() {
    assert_eq!(units("UBND phuong Tu Ha"), ["p.tuha"]);
    assert_eq!(
        units("UBND phuong Huong Van"),
        ["p.huongvan01", "p.huongvan02"]
    );
    // With marks there is no doubt, and other marks are another name.
    assert_eq!(units("UBND phường Hương Vân"), ["p.huongvan02"]);
    assert_eq!(units("UBND phường Hương Ván"), [""; 0]);
}

const WINDOW: (Date, Date) = (Date::constant(2015, 12, 6), Date::constant(2015, 12, 12));

fn found(dossier: &Dossier, number: &str, date: Option<Date>, organ: &str) -> Option<Match> {
    let reference = Reference {
        organ: organ.to_owned(),
        number: Number::read(number),
        date,
    };
    belongs(&reference, dossier, WINDOW)
}

#[test]
fn body_number_and_day_are_exact_and_the_number_alone_is_enough_within_a_unit() {
    let whole = whole();
    let of = |number, date| found(&whole, number, date, "");
    assert_eq!(of("15/BC-UBND", Some(day(8))), Some(Match::Exact));
    assert_eq!(of("015/BC–UBND", Some(day(10))), Some(Match::Number));
    assert_eq!(of("15/BC-UBND", None), Some(Match::Number));
    assert_eq!(of("16/BC-UBND", Some(day(8))), None);
    let other_body = found(&whole, "15/BC-UBND", Some(day(8)), "H57.12.99");
    // The mail names no body, so the number still speaks for it.
    assert_eq!(other_body, Some(Match::Exact));
}

#[test]
fn a_day_within_three_days_is_a_suggestion_and_no_more() {
    let named = Dossier {
        mail: Some(mail("", Some(day(8)))),
        ..dossier(WARD)
    };
    let of = |date| found(&named, "15/BC-UBND", Some(date), "");
    assert_eq!(of(day(5)), Some(Match::Near));
    assert_eq!(of(day(11)), Some(Match::Near));
    assert_eq!(of(day(12)), None);
    let silent = dossier(WARD);
    let of = |date| found(&silent, "15/BC-UBND", Some(date), "");
    assert_eq!(of(day(3)), Some(Match::Near));
    assert_eq!(of(day(15)), Some(Match::Near));
    assert_eq!(of(day(2)), None);
    assert_eq!(of(day(16)), None);
    assert_eq!(found(&silent, "15/BC-UBND", None, ""), None);
}
