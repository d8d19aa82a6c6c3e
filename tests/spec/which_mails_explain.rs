//! A reply to the letter that asks a unit to explain is told from a report by
//! its code, and is never judged as one.

use congvu::{
    dossier::{Dossier, Earlier},
    explanation::{Explaining, Token},
    verdict::{Reply, Verdict},
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::{
    a_whole_campaign_is_judged::campaign,
    one_report::{WORKBOOK, judged, mail, version},
};

fn found(subject: &str) -> Option<String> {
    Token::find(subject).map(|token| token.as_str().to_owned())
}

#[test]
fn a_code_is_found_whatever_a_mail_program_puts_around_it() {
    let code = Some("BCDFGHJK".to_owned());
    for subject in [
        "[GT-BCDFGHJK] Kết quả tạm tính",
        "Re: [GT-BCDFGHJK] Kết quả tạm tính",
        "RE: Trả lời: FW: [gt-bcdfghjk]",
        "Re: [GT-BCDF GHJK] broken by a fold",
        "[GT-xyz] and [GT-BCDFGHJK]",
    ] {
        assert_eq!(found(subject), code, "{subject}");
    }
    for subject in [
        "",
        "GT-BCDFGHJK",
        "[GT-BCDFGHJ]",
        "[GT-BCDFGHJKM]",
        "[GT-BCDFGHJ1]",
        "[GT-ABCDEFGH]",
        "[GT-BCDFGHJK",
    ] {
        assert_eq!(found(subject), None, "{subject}");
    }
}

proptest! {
    #[test]
    fn a_code_of_chance_is_found_again(chance in any::<[u8; 32]>()) {
        if let Some(token) = Token::of(&chance) {
            prop_assert_eq!(Token::find(&format!("Re: {token} x")), Some(token));
        }
    }

    #[test]
    fn no_subject_breaks_the_search(subject in "\\PC{0,60}") {
        let _ = Token::find(&subject);
    }
}

fn own(until: Timestamp) -> Dossier {
    Dossier {
        versions: vec![version(1, b"in force")],
        explaining: Some(Explaining::Own { until }),
        ..Dossier::default()
    }
}

/// A mail with a workbook that would be a report, were there no code.
fn check(field: &str, proven: bool, dossier: &Dossier, expected: (Verdict, Reply, &[&str])) {
    let judgement = judged(&mail(field, "UEsDBA=="), proven, None, dossier);
    let reasons: Vec<&str> = judgement.reasons.iter().map(|it| it.code()).collect();
    assert_eq!((judgement.verdict, judgement.reply, &reasons[..]), expected);
    assert_eq!(judgement.report, None);
}

#[test]
fn a_proven_reply_with_the_units_code_is_filed_and_no_report() {
    let opens = campaign().window.opens;
    let day = SignedDuration::from_hours(24);
    let explained = (Verdict::Logged, Reply::Explanation, &["W-EXPLANATION"][..]);
    check("", true, &own(opens + day), explained);
    let late = &["W-EXPLANATION-LATE"][..];
    check(
        "",
        true,
        &own(opens),
        (Verdict::Logged, Reply::Explanation, late),
    );
    let before = judged(&mail("", "UEsDBA=="), true, None, &Dossier::default());
    assert_eq!(before.verdict, Verdict::Accepted, "{WORKBOOK:?}");
}

#[test]
fn a_code_that_is_not_the_units_is_answered_and_filed_nowhere() {
    let dossier = Dossier {
        explaining: Some(Explaining::NotOwn),
        ..Dossier::default()
    };
    let code = &["E-EXPLANATION-CODE"][..];
    check(
        "",
        true,
        &dossier,
        (Verdict::Logged, Reply::Explanation, code),
    );
}

#[test]
fn nobody_explains_for_a_unit_without_proof() {
    let until = campaign().window.closes;
    let held = (Verdict::Held, Reply::None, &["E-SENDER-UNPROVEN"][..]);
    check("", false, &own(until), held);
}

#[test]
fn an_automatic_reply_explains_nothing() {
    let until = campaign().window.closes;
    let field = "Auto-Submitted: auto-replied\r\n";
    let judgement = judged(&mail(field, "UEsDBA=="), true, None, &own(until));
    let codes: Vec<&str> = judgement.reasons.iter().map(|it| it.code()).collect();
    assert!(!codes.contains(&"W-EXPLANATION"), "{codes:?}");
    assert_eq!(judgement.reply, Reply::None);
}

#[test]
fn the_same_explanation_is_filed_once_and_another_under_its_name_waits() {
    let until = campaign().window.closes;
    let again = |same_files| Dossier {
        earlier: Some(Earlier {
            mail: 7,
            same_files,
        }),
        ..own(until)
    };
    let copy = (Verdict::Duplicate, Reply::None, &["W-COPY"][..]);
    check("", true, &again(true), copy);
    let other = (Verdict::Held, Reply::None, &["E-ID-REUSED"][..]);
    check("", true, &again(false), other);
}
