//! Number and symbol, day and identifier of a document, compared as an office
//! means them.

use congvu::{
    evidence::{DocumentId, Number},
    form::Issue,
    text::day,
    workbook::{Content, Kind, Limits, Workbook, reader, write},
};
use jiff::civil::date;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use crate::a_whole_campaign_is_judged::campaign;

/// What is compared of a number and symbol.
fn read(written: &str) -> String {
    Number::read(written).map_or_else(String::new, |number| number.to_string())
}

#[test]
fn one_number_is_one_number_however_it_is_typed() {
    for written in [
        "5/BC-UBND",
        "05/BC-UBND",
        "005/bc-ubnd",
        "Số: 05/BC-UBND",
        "Số 05/BC-UBND",
        "SỐ:05 / BC – UBND",
        "05/BC—UBND.",
        "05\\BC-UBND",
        "05／BC－UBND",
        "05/BC-UBND ngày 08/12/2015",
        " 05/BC\u{2011}UBND\u{200b} ",
    ] {
        assert_eq!(read(written), "5/BC-UBND", "{written}");
    }
    let composed = "15/QĐ-PVHTT";
    let decomposed: String = composed.nfd().collect();
    assert_eq!(read(composed), read(&decomposed));
    assert_eq!(read("15/2015/QĐ-UBND"), "15/2015/QĐ-UBND");
}

#[test]
fn another_number_or_another_symbol_is_another_document() {
    let own = read("15/BC-UBND");
    for other in [
        "51/BC-UBND",
        "150/BC-UBND",
        "15/BC-PVHTT",
        "15A/BC-UBND",
        "15/TTr-UBND",
        "15",
    ] {
        assert_ne!(read(other), own, "{other}");
        assert!(!read(other).is_empty(), "{other}");
    }
}

#[test]
fn dots_to_write_on_are_no_number() {
    for written in [
        "",
        "Số: ……/BC-………",
        "...../BC-UBND",
        "Số:      /BC-UBND",
        "/",
        "-",
        "Số",
    ] {
        assert_eq!(Number::read(written), None, "{written}");
    }
}

#[test]
fn a_number_that_comes_in_two_parts_is_the_same() {
    let parts = |number, symbol| Number::of_parts(number, symbol).unwrap().to_string();
    assert_eq!(parts("0015", "BC–UBND"), "15/BC-UBND");
    assert_eq!(parts("15/BC-UBND", ""), "15/BC-UBND");
    assert_eq!(parts("15/BC-UBND", "BC-UBND"), "15/BC-UBND");
    // Not every body numbers its documents with numbers.
    assert_eq!(parts("XIV", "TB-VP"), "XIV/TB-VP");
}

#[test]
fn a_day_is_read_in_every_way_that_offices_write_it() {
    let eighth = Some(date(2015, 12, 8));
    for written in [
        "08/12/2015",
        "8/12/2015",
        "08-12-2015",
        "8.12.2015",
        "2015/12/08",
        "2015-12-08 09:30:00",
        "Tứ Hạ, ngày 08 tháng 12 năm 2015",
        "ngày 8 tháng 12 năm 2015",
    ] {
        assert_eq!(day(written), eighth, "{written}");
    }
    for none in [
        "",
        "12/2015",
        "ngày … tháng … năm 2015",
        "31/02/2015",
        "từ 01/12/2014 đến 01/12/2015",
        "08/12/15",
    ] {
        assert_eq!(day(none), None, "{none}");
    }
}

#[test]
fn an_identifier_has_all_three_parts() {
    let read = |written| DocumentId::read(written).map(|it| it.to_string());
    assert_eq!(
        read("000.00.00.G22,2015/09/30,7816/VPCP-TTĐT").as_deref(),
        Some("000.00.00.G22,2015/09/30,7816/VPCP-TTĐT")
    );
    assert_eq!(
        read(" h57.12 ,2015/12/08, 0015/bc–ubnd").as_deref(),
        Some("H57.12,2015/12/08,15/BC-UBND")
    );
    for partial in [
        "",
        "H57.12",
        "H57.12,2015/12/08,",
        ",2015/12/08,15/BC-UBND",
        "H57,x,15/B",
    ] {
        assert_eq!(read(partial), None, "{partial}");
    }
}

#[test]
fn a_report_names_its_paper_where_its_letterhead_does() {
    let unit = campaign().registry.by_code("p.huongvan01").unwrap();
    let form = &campaign().group_of(unit).unwrap().form;
    let issue = Issue {
        document: Some("15/BC-UBND".to_owned()),
        ..campaign().issue(unit)
    };
    let bytes = write::write(Kind::Xlsx, &form.lay_out(&issue)).unwrap();
    let mut book = reader::read(&bytes, &Limits::default()).unwrap();
    let read = |book: &Workbook| campaign().read(unit, book).unwrap().1.header;
    let blank = read(&book);
    assert_eq!(blank.document.as_deref(), Some("15/BC-UBND"));
    // The plan on the same page has a day, too.
    assert_eq!(blank.dated, None);
    let mut cells = book.sheets[0].cells.values_mut();
    let line = cells
        .find(|cell| cell.content.shown().contains("ngày … tháng … năm"))
        .unwrap();
    let shown = line.content.shown();
    line.content = Content::Text(shown.replace("ngày … tháng …", "ngày 08 tháng 12"));
    assert_eq!(read(&book).dated, Some(date(2015, 12, 8)));
}

proptest! {
    #[test]
    fn what_was_made_comparable_stays_as_it_is(written in "[0-9A-Za-zÀ-ỹ/ .,:–-]{0,40}") {
        if let Some(number) = Number::read(&written) {
            let once = number.to_string();
            prop_assert_eq!(read(&once), once);
        }
    }
}
