//! What the workbook of a unit must hold for its figures to be taken.

use congvu::{
    form::Form,
    report::Report,
    words::{Lang, findings},
    workbook::{Cell, Content, Kind, Limits, Sheet, Workbook, reader, write},
};

use crate::ward::{Draft, form, good_figures, good_issue, good_report};

/// Reads a report. Expected: all findings in order, each with its indicator, or
/// with its cell where no indicator is meant.
fn check(draft: &Draft, expected: &[&str]) {
    assert_eq!(draft.told(), expected);
}

fn text(text: &str) -> Option<Content> {
    Some(Content::Text(text.into()))
}

#[test]
fn a_good_report_gives_every_figure_and_no_finding_in_every_kind_of_file() {
    for number in [1, 2] {
        let form = form(number);
        let layout = form.lay_out(&good_issue(&form));
        for kind in [Kind::Xlsx, Kind::Xls, Kind::Ods] {
            let bytes = write::write(kind, &layout).unwrap();
            let book = reader::read(&bytes, &Limits::default()).unwrap();
            let draft = Draft {
                form: form.clone(),
                book,
            };
            check(&draft, &[]);
            assert_eq!(draft.read().figures, good_figures(&form), "{kind:?}");
            assert_eq!(
                draft.read().header.unit_code.as_deref(),
                Some("p.huongvan01")
            );
        }
    }
}

#[test]
fn a_template_with_one_answer_lacks_every_other_required_figure() {
    let form = form(1);
    let mut issue = good_issue(&form);
    issue.figures.0.retain(|code, _| code.as_str() == "CB01");
    let bytes = write::write(Kind::Xlsx, &form.lay_out(&issue)).unwrap();
    let book = reader::read(&bytes, &Limits::default()).unwrap();
    let findings = Draft { form, book }.read().findings;
    // Whether UD12, UD13 and TR02 are due hangs on answers that are missing too.
    assert_eq!(findings.len(), 45);
    assert!(findings.iter().all(|it| it.code == "E-MISSING"));
}

#[test]
fn a_part_is_not_more_than_its_whole() {
    check(&good_report(2).holding("HT02", "36"), &["E-HT02-LE HT02"]);
    check(&good_report(2).holding("HT05", "29"), &["E-HT05-LE HT05"]);
    check(&good_report(2).holding("UD15", "150"), &["E-UD15-LE UD15"]);
    check(&good_report(2).holding("TR05", "35"), &["E-TR05-GE TR05"]);
}

#[test]
fn what_only_looks_odd_is_a_warning() {
    check(
        &good_report(1)
            .holding("HT02", "28")
            .holding("HT03", "29")
            .holding("HT05", "20"),
        &["W-HT03-LE HT03"],
    );
}

#[test]
fn one_fault_is_one_finding_however_many_rules_look_at_it() {
    check(
        &good_report(1).holding("HT02", "khoảng 30"),
        &["E-NUM HT02"],
    );
}

#[test]
fn every_fault_is_told_at_once_in_the_order_of_the_form() {
    let draft = good_report(1)
        .holding("DT02", "9999")
        .holding("CB01", "")
        .holding("HT07", "?");
    check(&draft, &["E-MISSING CB01", "E-BOOL HT07", "E-DT02-LE DT02"]);
}

#[test]
fn a_rule_holds_only_when_its_condition_does() {
    check(
        &good_report(1).holding("HT07", "Không"),
        &["E-HT04-EQ HT04"],
    );
    check(
        &good_report(1).holding("HT07", "Không").holding("HT04", "0"),
        &[],
    );
    check(&good_report(1).holding("HT08", "0"), &["E-HT08-GT HT08"]);
    check(
        &good_report(1).holding("HT08", "0").holding("HT05", "0"),
        &[],
    );
    check(
        &good_report(1).holding("NL02", "Không có"),
        &["E-NL03-EQ NL03"],
    );
}

#[test]
fn what_does_not_apply_is_left_blank() {
    let none = || good_report(1).holding("UD11", "Không");
    check(&none().holding("UD12", "").holding("UD13", ""), &[]);
    check(&none().holding("UD12", "0").holding("UD13", "0"), &[]);
    check(&none(), &["E-BLANK UD12", "E-BLANK UD13"]);
    let reading = none().holding("UD12", "0").holding("UD13", "").read();
    assert_eq!(reading.figures.get("UD12"), None);
}

#[test]
fn a_ward_always_takes_in_files_of_citizens() {
    let none = good_report(2)
        .holding("UD11", "Không")
        .holding("UD12", "")
        .holding("UD13", "");
    check(&none, &["E-UD11-EQ UD11"]);
}

#[test]
fn a_unit_with_a_site_names_it_under_the_official_domain() {
    check(&good_report(1).holding("TR02", ""), &["E-MISSING TR02"]);
    check(
        &good_report(1).holding("TR02", "huongvan.blogspot.com"),
        &["E-URL TR02"],
    );
    check(
        &good_report(1).holding("TR02", "evil.example/.thuathienhue.gov.vn"),
        &["E-URL TR02"],
    );
    let none = good_report(1).holding("TR01", "Không").holding("TR02", "");
    check(&none.holding("TR03", "0").holding("TR04", "0"), &[]);
}

#[test]
fn a_list_is_as_long_as_it_says() {
    let row = good_report(1).row("UD09");
    let listed = |list: &str| good_report(1).with(row, 6, text(list));
    check(&listed("Kế toán"), &["E-LIST UD09"]);
    check(&listed("Kế toán\nHộ tịch"), &[]);
    check(&listed("kế toán, hộ tịch"), &[]);
    check(&listed("").holding("UD09", "0"), &[]);
}

#[test]
fn a_claim_without_its_paper_is_a_warning() {
    let row = good_report(1).row("MT05");
    check(&good_report(1).with(row, 6, None), &["W-EVIDENCE MT05"]);
    check(&good_report(1).with(row, 6, None).holding("MT05", "0"), &[]);
}

#[test]
fn an_error_or_an_empty_formula_is_told_as_such() {
    let row = good_report(1).row("HT01");
    let error = Some(Content::Error("#REF!".into()));
    check(&good_report(1).with(row, 4, error), &["E-CELL-ERROR HT01"]);
    check(
        &good_report(1).with(row, 4, Some(Content::Nothing)),
        &["E-FORMULA HT01"],
    );
    // Several are one fault of the program, said once with every cell.
    let other = good_report(1).row("NL02");
    let several =
        good_report(1)
            .with(row, 4, Some(Content::Nothing))
            .with(other, 4, Some(Content::Nothing));
    check(&several, &["E-FORMULA"]);
    let told = findings::finding(Lang::Vi, &several.read().findings[0]);
    let cells = format!("E{}, E{}", row + 1, other + 1);
    assert!(told.found.ends_with(&cells), "{}", told.found);
    let day = Some(Content::Date("03/04/2015".into()));
    check(&good_report(1).with(row, 4, day), &["E-NUM-DATE HT01"]);
}

#[test]
fn an_issue_of_the_form_that_was_replaced_is_said_alone() {
    let mut draft = good_report(2).holding("HT02", "?");
    draft.form.version = 2;
    check(&draft, &["E-FORM-VERSION"]);
    // What was mended since may change no question: the form says so.
    draft.form.accepts.push(1);
    check(&draft, &["E-NUM HT02"]);
}

#[test]
fn last_years_workbook_is_said_alone() {
    let draft = good_report(2)
        .saying("NĂM 2014", "NĂM 2015")
        .saying("01/12/2013 đến 01/12/2014", "01/12/2014 đến 01/12/2015")
        .holding("HT02", "?");
    check(&draft, &["E-YEAR A5", "E-PERIOD A7"]);
}

#[test]
fn dots_to_write_on_are_blank() {
    check(
        &good_report(2).holding("HT02", "......"),
        &["E-MISSING HT02"],
    );
    check(&good_report(2).holding("HT02", "…"), &["E-MISSING HT02"]);
}

#[test]
fn the_wrong_form_is_said_first_and_alone() {
    let sent = |by: u8, form_number: u8| {
        let Draft { book, .. } = good_report(by);
        Draft {
            form: form(form_number),
            book,
        }
    };
    check(&sent(2, 1), &["E-FORM"]);
    check(&sent(1, 2), &["E-FORM"]);
    let nothing = Draft {
        form: form(1),
        book: Workbook::default(),
    };
    check(&nothing, &["E-FORM-TABLE"]);
}

#[test]
fn a_table_out_of_sight_is_not_the_report() {
    let mut draft = good_report(1);
    draft.book.sheets[0].visible = false;
    check(&draft, &["E-FORM-HIDDEN"]);
}

#[test]
fn a_report_can_be_sent_as_json_and_back() {
    let book = good_report(2).book;
    let json = serde_json::to_string(&book).unwrap();
    assert_eq!(serde_json::from_str::<Workbook>(&json).unwrap(), book);
    let cell = Cell {
        content: Content::Nothing,
        formula: true,
    };
    assert_eq!(
        serde_json::to_string(&cell).unwrap(),
        r#"{"v":"-","f":true}"#
    );
}

#[test]
fn the_line_of_read_json_is_stable() {
    let reading = good_report(1).holding("HT02", "36").read();
    let report = Report::of(Lang::En, "a.xlsx", Ok(&reading));
    let line: serde_json::Value = serde_json::from_str(&report.json().unwrap()).unwrap();
    assert_eq!(line["outcome"], "rejected");
    assert_eq!(line["reasons"], serde_json::json!(["E-HT02-LE"]));
    assert_eq!(line["values"]["CB01"], serde_json::json!(40));
    assert_eq!(line["values"]["HT07"], serde_json::json!(true));
    let finding = &line["findings"][0];
    assert_eq!(finding["found"], "HT02 (cell E17) = 36");
    assert_eq!(finding["expected"], "at most HT01 (cell E16) = 35");
    assert_eq!(
        finding["fix"],
        "Check E16, E17 and mend the one that is wrong."
    );
    let keys: Vec<&String> = finding.as_object().unwrap().keys().collect();
    let expected = [
        "cell",
        "code",
        "expected",
        "fix",
        "found",
        "indicator",
        "severity",
        "sheet",
    ];
    assert!(
        expected
            .iter()
            .all(|key| keys.iter().any(|found| found == key))
            && keys.len() == 8
    );
}

/// The promise behind the tolerance above: nothing depends on this program's
/// own layout.
#[test]
fn a_form_of_another_town_is_read_as_well() {
    let file = "[form]\nid='x'\nkind='A'\ntitle='T'\n[[group]]\ncode='G'\nlabel='G'\n\
        [[group.indicator]]\ncode='G01'\nlabel='Số xe'\nunit='xe'\ntype='int'\n";
    let form = Form::load("x.toml", file).unwrap();
    let sheet = |cells: &[(u32, u32, &str)]| Sheet {
        name: "S".into(),
        visible: true,
        cells: cells
            .iter()
            .map(|(r, c, t)| {
                (
                    (*r, *c),
                    Cell {
                        content: Content::Text((*t).into()),
                        formula: false,
                    },
                )
            })
            .collect(),
    };
    let cells = [
        (3, 7, "Số liệu"),
        (3, 2, "MÃ SỐ"),
        (4, 2, "g.01"),
        (4, 7, "12 xe"),
    ];
    let book = Workbook {
        sheets: vec![sheet(&cells)],
    };
    let reading = form.read(&book, &congvu::form::Expected::default());
    assert_eq!(reading.figures.get("G01").unwrap().to_string(), "12");
}
