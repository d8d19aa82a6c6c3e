//! Whose report it is, of which year, and who answers for it.

use crate::ward::{Draft, good_report};

/// Reads a report as that of phường Hương Văn. Expected: all findings in order,
/// each with its cell.
fn check(draft: &Draft, expected: &[&str]) {
    assert_eq!(draft.told(), expected);
}

#[test]
fn the_neighbour_whose_name_differs_by_one_mark_is_another_unit() {
    check(
        &good_report(2).saying("Hương Vân", "Hương Văn"),
        &["E-UNIT C8"],
    );
    check(
        &good_report(2).saying("p.huongvan02", "p.huongvan01"),
        &["E-UNIT C9"],
    );
    check(
        &good_report(2).saying("UBND PHƯỜNG HƯƠNG VĂN", "Phường Hương Văn"),
        &[],
    );
    check(
        &good_report(2).saying("phuong Huong Van", "Phường Hương Văn"),
        &["W-UNIT-MARKS C8"],
    );
}

#[test]
fn last_years_report_is_not_this_years() {
    check(
        &good_report(1).saying("NĂM 2014", "NĂM 2015"),
        &["E-YEAR A5"],
    );
    check(
        &good_report(1).saying("01/12/2013 đến 01/12/2014", "01/12/2014 đến 01/12/2015"),
        &["E-PERIOD A7"],
    );
}

#[test]
fn who_filled_it_in_can_be_reached() {
    let draft = good_report(1)
        .saying("091", "0914 123 456")
        .saying("", "Nguyễn Thị Hoa");
    check(&draft, &["W-HEADER", "W-HEADER-ODD E72"]);
}

#[test]
fn a_title_without_a_colon_and_a_name_in_the_next_cell_are_read() {
    check(
        &good_report(1).saying("Đơn vị báo cáo", "Đơn vị báo cáo:"),
        &[],
    );
}
