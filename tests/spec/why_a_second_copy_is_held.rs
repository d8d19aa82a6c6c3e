//! The same workbook once more changes nothing, and that is all its sender is
//! told. When a person must look at the mail all the same, why is still said.

use congvu::{dossier::Dossier, verdict::Verdict};

use crate::one_report::{WORKBOOK, judged, mail, version};

/// A proven mail whose workbook is in force already; `field` stands on top of
/// its header, `body` is what its one part encodes.
fn check(field: &str, body: &str, expected: (Verdict, &[&str])) {
    let raw = mail(field, body);
    let dossier = Dossier {
        versions: vec![version(1, WORKBOOK)],
        ..Dossier::default()
    };
    let judgement = judged(&raw, true, None, &dossier);
    let reasons: Vec<&str> = judgement.reasons.iter().map(|it| it.code()).collect();
    assert_eq!((judgement.verdict, &reasons[..]), expected, "{raw}");
}

#[test]
fn a_second_copy_is_told_as_such_and_nothing_else_is() {
    check("", "UEsDBA==", (Verdict::Duplicate, &["W-SAME-WORKBOOK"]));
}

#[test]
fn a_second_copy_in_a_mail_that_is_not_whole_is_held_for_that() {
    let note = "X-Congvu-Truncated: 60000000 of 52428800\r\n";
    check(
        note,
        "UEsDBA==",
        (Verdict::Held, &["E-LIMIT-SIZE", "W-SAME-WORKBOOK"]),
    );
}

#[test]
fn a_second_copy_in_a_mail_with_a_doubtful_part_is_held_for_that() {
    check(
        "",
        "UEs#DBA==",
        (Verdict::Held, &["E-MIME-ENCODING", "W-SAME-WORKBOOK"]),
    );
}
