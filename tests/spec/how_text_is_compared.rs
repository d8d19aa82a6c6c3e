//! Vietnamese text, compared as people mean it.

use congvu::text::{
    decimal_comma, edits, fold, html, one_line, plain, short_decimal, tidy, vietnamese_order,
};
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization as _;

/// Are the two the same label?
fn check(a: &str, b: &str, same: bool) {
    assert_eq!(
        fold(a) == fold(b),
        same,
        "{a} / {b}: {:?} {:?}",
        fold(a),
        fold(b)
    );
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn composed_and_decomposed_letters_are_the_same() {
    let composed = "Ủy ban nhân dân phường Hương Văn";
    let decomposed: String = composed.nfd().collect();
    assert_ne!(composed, decomposed);
    assert_eq!(tidy(&decomposed), composed);
    check(composed, &decomposed, true);
    assert_eq!(plain(composed), plain(&decomposed));
}

#[test]
fn both_ways_of_placing_a_tone_mark_are_the_same() {
    check("Hoà", "Hòa", true);
    check("Uỷ ban", "Ủy ban", true);
    check("thuỷ sản", "thủy sản", true);
    check("khoẻ", "khỏe", true);
}

#[test]
fn letters_and_tones_that_differ_are_different() {
    check("Hương Văn", "Hương Vân", false);
    check("Hương Văn", "Hương Van", false);
    check("ma", "má", false);
    check("má", "mà", false);
    check("mả", "mã", false);
    check("mạ", "ma", false);
    check("đa", "da", false);
    check("sô", "sơ", false);
    check("ưa", "ua", false);
    // The tone belongs to its word and not to the next.
    check("má ma", "ma má", false);
}

#[test]
fn case_punctuation_and_space_do_not_matter_in_a_label() {
    check("Số máy tính (chiếc):", "số   máy tính chiếc", true);
    check("ĐƠN VỊ", "đơn vị", true);
    check("Tỷ lệ %", "tỷ lệ", true);
    check("I.1. Hạ tầng", "I 1 Hạ tầng", true);
    check("máy\u{a0}tính", "máy tính", true);
    check("máy\u{200b} tính", "máy tính", true);
    check("máy1", "máy2", false);
    check("", "…", true);
}

#[test]
fn folding_twice_changes_nothing_more() {
    for text in ["Hoà bình", "Số máy tính (chiếc)", "ĐẶNG Thị Ả", "a.b-c"] {
        assert_eq!(fold(&tidy(text)), fold(text));
        assert_eq!(tidy(&tidy(text)), tidy(text));
    }
}

#[test]
fn people_search_without_marks() {
    assert_eq!(plain("Hương Văn"), "huong van");
    assert_eq!(plain("Hương Vân"), "huong van");
    assert_eq!(plain("ĐẶNG THỊ ƯỚC"), "dang thi uoc");
}

#[test]
fn what_cannot_be_seen_is_not_kept() {
    assert_eq!(tidy("a\u{200b}b\u{ad}c\u{feff}"), "abc");
    assert_eq!(tidy("  a \t\r\n b\u{3000}"), "a b");
    assert_eq!(tidy("a\0b\u{7}"), "a b");
    assert_eq!(tidy("\u{202e}"), "");
}

#[test]
fn a_line_is_one_line_and_nothing_turns_it_round() {
    assert_eq!(one_line("a\r\nBcc: b@x.vn", 80), "a Bcc: b@x.vn");
    assert_eq!(one_line("bao_cao\u{202e}xslx.exe", 80), "bao_caoxslx.exe");
    assert_eq!(one_line("a\u{1b}[2Jb", 80), "a [2Jb");
    assert_eq!(one_line("báo cáo", 7), "báo cáo");
    assert_eq!(one_line("báo cáo", 5), "báo …");
    assert_eq!(one_line("báo cáo", 1), "…");
}

#[test]
fn nothing_in_a_text_is_taken_for_html() {
    let bad = r#"<img src=x onerror="alert('1')">&amp;"#;
    let good = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;";
    assert_eq!(html(bad), good);
    assert_eq!(html("Đơn vị"), "Đơn vị");
}

#[test]
fn numbers_are_printed_as_offices_print_them() {
    for (written, places, printed) in [
        ("1234.5", 2, "1.234,50"),
        ("1234567", 0, "1.234.567"),
        ("0", 2, "0,00"),
        ("999.995", 2, "1.000,00"),
        ("0.005", 2, "0,01"),
        ("0.004999", 2, "0,00"),
        ("-1234.5", 1, "-1.234,5"),
        ("-0.005", 2, "-0,01"),
        ("100", 2, "100,00"),
        ("123", 0, "123"),
    ] {
        assert_eq!(decimal_comma(number(written), places), printed);
    }
}

#[test]
fn a_short_number_is_exact() {
    for (written, printed) in [
        ("12.00", "12"),
        ("0.50", "0,5"),
        ("1234.75", "1234,75"),
        ("-0.1", "-0,1"),
    ] {
        assert_eq!(short_decimal(number(written)), printed);
    }
}

#[test]
fn names_are_sorted_as_a_vietnamese_dictionary_does() {
    let order = vietnamese_order();
    let sorted = |expected: &[&str]| {
        let mut names: Vec<&str> = expected.iter().rev().copied().collect();
        names.sort_by(|a, b| order.compare(a, b));
        assert_eq!(names, expected);
    };
    sorted(&["a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "â", "ầ", "b"]);
    sorted(&["d", "đ", "e", "ê", "o", "ô", "ơ", "u", "ư", "y"]);
    sorted(&[
        "Hương An",
        "Hương Chữ",
        "Hương Hồ",
        "Hương Vân",
        "Hương Xuân",
        "Tứ Hạ",
    ]);
    sorted(&["Hương Văn", "Hương Vân"]);
    sorted(&["Dương Hòa", "Đông Ba", "Hải Dương"]);
}

#[test]
fn a_slip_of_the_finger_is_one_edit() {
    assert_eq!(edits("mailbox", "mailbox", 2), Some(0));
    assert_eq!(edits("mailbox", "mailbxo", 2), Some(1));
    assert_eq!(edits("mailbox", "malbox", 2), Some(1));
    assert_eq!(edits("mailbox", "maiilbox", 2), Some(1));
    assert_eq!(edits("mailbox", "mailbax", 2), Some(1));
    assert_eq!(edits("mailbox", "smtp", 2), None);
    assert_eq!(edits("", "ab", 2), Some(2));
}
