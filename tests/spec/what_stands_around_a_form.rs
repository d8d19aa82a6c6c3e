//! What a form file says of the sheet around its indicators: which parts of the
//! header it asks for, what their lack means, and how its columns are headed.

use congvu::{
    form::Form,
    workbook::{Kind, Limits, reader, write},
};

use crate::ward::{Draft, good_issue, shipped};

/// The second form with one text of its file replaced.
fn form(instead_of: &str, put: &str) -> Form {
    let text = shipped("form-2.toml");
    assert!(text.contains(instead_of), "{instead_of}");
    Form::load("form-2.toml", &text.replacen(instead_of, put, 1)).unwrap()
}

/// The good report on a form, without what its author left out.
fn report(form: Form, leaving_out: &dyn Fn(&mut congvu::form::Issue)) -> Draft {
    let mut issue = good_issue(&form);
    leaving_out(&mut issue);
    let bytes = write::write(Kind::Xlsx, &form.lay_out(&issue)).unwrap();
    let book = reader::read(&bytes, &Limits::default()).unwrap();
    Draft { form, book }
}

fn check(form: Form, leaving_out: &dyn Fn(&mut congvu::form::Issue), expected: &[&str]) {
    assert_eq!(report(form, leaving_out).told(), expected);
}

/// What is complained about when one text of the file is replaced.
fn complaints(instead_of: &str, put: &str) -> Vec<String> {
    let text = shipped("form-2.toml").replacen(instead_of, put, 1);
    let complaints = Form::load("form-2.toml", &text).err().unwrap_or_default();
    complaints.iter().map(|it| it.key.clone()).collect()
}

#[test]
fn the_form_says_what_it_means_when_a_part_of_the_header_lacks() {
    let no_landline = |issue: &mut congvu::form::Issue| issue.preparer.landline = None;
    let landline = |weight: &str| {
        let put = format!("landline = \"{weight}\"");
        form("landline = \"warning\"", &put)
    };
    check(landline("warning"), &no_landline, &["W-HEADER"]);
    check(landline("error"), &no_landline, &["E-HEADER"]);
    check(landline("silent"), &no_landline, &[]);
    check(landline("none"), &no_landline, &[]);
    let odd = |issue: &mut congvu::form::Issue| issue.preparer.landline = Some("12".to_owned());
    let told = report(landline("error"), &odd).told();
    assert!(told[0].starts_with("E-HEADER-ODD E"), "{told:?}");
}

#[test]
fn number_and_symbol_of_the_paper_may_be_demanded() {
    let demanded = form("document = \"silent\"", "document = \"error\"");
    check(demanded.clone(), &|_| (), &["E-HEADER-ODD A4"]);
    let numbered = |issue: &mut congvu::form::Issue| issue.document = Some("15/BC-UBND".into());
    check(demanded, &numbered, &[]);
}

#[test]
fn a_part_that_is_not_asked_for_is_not_on_the_form() {
    let without = form("mobile = \"warning\"", "mobile = \"none\"");
    let draft = report(without, &|_| ());
    assert_eq!(draft.told(), [""; 0]);
    let texts = draft.book.sheets[0].cells.values();
    let mut shown = texts.map(|cell| cell.content.shown());
    assert!(!shown.any(|text| text.contains("di động")));
    // Whose report it is can be passed over in silence, and not left out.
    assert_eq!(
        complaints("unit = \"warning\"", "unit = \"none\""),
        ["header.unit"]
    );
}

#[test]
fn columns_are_headed_as_the_form_says_and_known_again() {
    let headed = form(
        "value = { heading = \"Số liệu\"",
        "value = { heading = \"Số liệu báo cáo\"",
    );
    let draft = report(headed, &|_| ());
    assert_eq!(draft.told(), [""; 0]);
    let head = draft.book.sheets[0].cell(10, 4).unwrap().content.shown();
    assert_eq!(head, "Số liệu báo cáo");
    for (instead_of, put) in [
        (
            "value = { heading = \"Số liệu\"",
            "value = { heading = \"Trả lời\"",
        ),
        (
            "unit = { heading = \"ĐVT\"",
            "unit = { heading = \"Số liệu\"",
        ),
    ] {
        let key = put.split(' ').next().unwrap();
        assert_eq!(
            complaints(instead_of, put),
            [format!("layout.{key}.heading")]
        );
    }
    let wide = complaints("width = 58", "width = 900");
    assert_eq!(wide, ["layout.label.width"]);
}
