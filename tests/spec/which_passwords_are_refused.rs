//! Which passwords are refused, and that sentences are not.

use congvu::password::{Weakness, weakness};

const NAMES: [&str; 3] = ["lan", "Nguyễn Thị Lan", "UBND thị xã Hương Trà"];

fn check(expected: Option<Weakness>, passwords: &[&str]) {
    for password in passwords {
        assert_eq!(weakness(password, &NAMES), expected, "{password}");
    }
}

#[test]
fn sentences_are_taken_in_any_writing() {
    check(
        None,
        &[
            "ngọn đèn biển xanh",
            "con mèo trèo lên cây cau",
            "correct horse battery staple",
            "sáng nay trời mưa to",
            "xKq9-Tv2m-Wp7z",
            "hương bưởi sau hè nhà bà ngoại",
        ],
    );
}

#[test]
fn the_length_is_counted_in_characters_whatever_the_keyboard() {
    check(
        Some(Weakness::TooShort),
        &["mười một ký", "", "xKq9-Tv2m-W"],
    );
    let decomposed: String =
        unicode_normalization::UnicodeNormalization::nfd("mười một ký").collect();
    assert!(decomposed.chars().count() > 12);
    check(Some(Weakness::TooShort), &[&decomposed]);
    check(Some(Weakness::TooLong), &[&"tấm cám ".repeat(100)]);
}

#[test]
fn what_everybody_has_is_refused_with_any_figures_around_it() {
    check(
        Some(Weakness::Common),
        &[
            "1qaz2wsx3edc",
            "password12345",
            "Iloveyou!!2015",
            "qwertyuiop123",
            "123456789012",
            "abcdefghijkl",
            "sunshine.1990",
            "football-12345",
        ],
    );
}

#[test]
fn words_of_the_office_are_refused_with_marks_and_without() {
    check(
        Some(Weakness::OfOurs),
        &[
            "huongtra2015",
            "Hương Trà 2015!",
            "baocao-2015-lan",
            "UBND thị xã Hương Trà",
            "nguyenthilan1990",
            "matkhau.congvu",
            "admin@huongtra1",
        ],
    );
}

#[test]
fn a_few_signs_again_and_again_are_refused() {
    check(
        Some(Weakness::Repeats),
        &[
            "aaaaaaaaaaaa",
            "abababababab",
            "áàáàáàáàáàáà",
            ".............",
        ],
    );
}
