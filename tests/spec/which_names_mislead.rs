//! A name that is made to be misread is doubted; an odd one is a label.

use congvu::mail::doubt::Flaw;

use crate::mail_world::{BASE64, XLSX, but, flaws, mixed};

fn doubts(header: &str) -> Vec<Flaw> {
    flaws(&mixed(&[(header, BASE64)]))
}

/// What is doubted about a file of that name.
fn name(written: &str) -> Vec<Flaw> {
    doubts(&but("filename=\"bao_cao.xlsx\"", written))
}

#[test]
fn a_name_that_turns_its_own_direction_is_doubted() {
    for mark in ["%E2%80%AE", "%E2%80%8F", "%E2%81%A7", "%D8%9C"] {
        assert_eq!(
            name(&format!("filename*=UTF-8''a{mark}slx.exe")),
            [Flaw::Name],
            "{mark}"
        );
    }
    let shown = mixed(&[(&but("bao_cao.xlsx", "a\u{202e}slx.exe"), BASE64)]);
    assert_eq!(shown.doubts[0].shown, "a\\u{202e}slx.exe");
}

#[test]
fn a_program_that_calls_itself_a_document_first_is_doubted() {
    for bad in [
        "a.xlsx.exe",
        "a.PDF.scr",
        "a.xls        .com",
        "a.xlsx.exe. ",
        "a.xlsx . lnk",
    ] {
        assert_eq!(name(&format!("filename=\"{bad}\"")), [Flaw::Name], "{bad}");
    }
    for odd in [
        "a.exe.xlsx",
        "Mau 1.2.xlsx",
        "bao.cao.docx.xlsx",
        "hue.com.xlsx",
        "a.com",
        "exe",
        "a.xlsx.",
        "...",
        "a.xlsx (1)",
    ] {
        assert_eq!(name(&format!("filename=\"{odd}\"")), [], "{odd}");
    }
}

#[test]
fn two_names_of_two_kinds_of_file_are_doubted() {
    let both = |one: &str, other: &str| {
        doubts(&but("bao_cao.xlsx", one).replacen(XLSX, &format!("{XLSX}; name=\"{other}\""), 1))
    };
    assert_eq!(both("a.xlsx", "a.exe"), [Flaw::Name]);
    assert_eq!(both("anh.png", "bao_cao.xlsx"), [Flaw::Name]);
    // Cut by a gateway, in other letters, or given only once.
    assert_eq!(both("bao cao.xlsx", "=?UTF-8?B?YsOhbyBjw6FvLnhsc3g=?="), []);
    assert_eq!(both("a.xlsx", "A.XLSX"), []);
    assert_eq!(both("a.xlsx", "attachment"), []);
}

#[test]
fn a_name_in_pieces_has_all_of_them_in_order() {
    for whole in [
        "filename*0=a; filename*1=.xlsx",
        "filename*0*=utf-8''a; filename*1=.xlsx",
        "filename=\"a.xlsx\"; filename*=utf-8''b.xlsx",
        "filename=\"=?utf-8?Q?a?=\"; filename*=utf-8''b.xlsx",
    ] {
        assert_eq!(name(whole), [], "{whole}");
    }
    for torn in [
        "filename*0=a.; filename*2=xlsx",
        "filename*1=a.; filename*2=xlsx",
        "filename*0=a.; filename*01=xlsx",
        "filename*0=a.; filename*0*=xlsx",
        "filename*1=xlsx; filename*0=a.",
        "filename*0=a.; filename*4294967295=xlsx",
        "filename*=utf-8''a.xlsx; filename*0=a.exe",
        "filename*x=a",
        "filename=a.xlsx; filename*=utf-8''a.exe",
        "filename=a.xlsx; filename=a.exe",
    ] {
        assert_eq!(name(torn), [Flaw::Field], "{torn}");
    }
}
