//! A mail that calls itself the same as an earlier one is that mail once more,
//! or something a person must compare; it never rolls a report back.

use congvu::{
    digest::Digest,
    dossier::{Dossier, Earlier, identities},
    mail::header::Header,
    verdict::{Reply, Verdict, judgement::Judgement},
};

use crate::one_report::{self, mail, version};

/// What becomes of a good report that is proven or not, when this came before
/// and a newer version is in force.
fn judged(earlier: Option<Earlier>, proven: bool, body: &str) -> Judgement {
    let dossier = Dossier {
        earlier,
        versions: vec![version(2, b"a newer workbook")],
        ..Dossier::default()
    };
    one_report::judged(&mail("", body), proven, None, &dossier)
}

fn check(earlier: Option<Earlier>, proven: bool, expected: (Verdict, Reply, &[&str])) {
    let judgement = judged(earlier, proven, "UEsDBA==");
    let reasons: Vec<&str> = judgement.reasons.iter().map(|it| it.code()).collect();
    assert_eq!((judgement.verdict, judgement.reply, &reasons[..]), expected);
}

fn before(same_files: bool) -> Option<Earlier> {
    Some(Earlier {
        mail: 7,
        same_files,
    })
}

#[test]
fn a_report_that_was_never_here_is_accepted() {
    check(None, true, (Verdict::Accepted, Reply::Receipt, &[]));
}

#[test]
fn an_old_mail_replayed_is_a_copy_and_does_not_roll_the_report_back() {
    check(
        before(true),
        true,
        (Verdict::Duplicate, Reply::None, &["W-COPY"]),
    );
    assert_eq!(judged(before(true), true, "UEsDBA==").report, None);
}

#[test]
fn other_files_under_the_same_name_wait_for_a_person() {
    check(
        before(false),
        true,
        (Verdict::Held, Reply::None, &["E-ID-REUSED"]),
    );
}

#[test]
fn a_stranger_who_names_an_earlier_mail_is_judged_as_a_stranger() {
    for same in [true, false] {
        let expected = (Verdict::Held, Reply::None, &["E-SENDER-UNPROVEN"][..]);
        check(before(same), false, expected);
    }
}

#[test]
fn a_doubtful_mail_is_held_for_its_doubt_whatever_it_calls_itself() {
    let judgement = judged(before(true), true, "UEs#DBA==");
    assert_eq!(judgement.verdict, Verdict::Held);
    assert_eq!(judgement.reasons[0].code(), "E-MIME-ENCODING");
}

#[test]
fn of_several_namesakes_one_with_other_files_decides() {
    let (a, b) = (Digest::of(b"a"), Digest::of(b"b"));
    let among =
        |came: &[(i64, Vec<Digest>)], comes: &[Digest]| Earlier::among(came, comes.to_vec());
    assert_eq!(among(&[], &[a]), None);
    assert_eq!(
        among(&[(3, vec![a, b])], &[b, a]),
        Some(Earlier {
            mail: 3,
            same_files: true
        })
    );
    let came = [(3, vec![a]), (5, vec![b]), (4, vec![a])];
    assert_eq!(
        among(&came, &[a]),
        Some(Earlier {
            mail: 5,
            same_files: false
        })
    );
    assert_eq!(
        among(&came[..1], &[]),
        Some(Earlier {
            mail: 3,
            same_files: false
        })
    );
}

/// How many names two mails share.
fn shared(a: &str, b: &str) -> usize {
    let names = |header: &str| identities(&Header::read(header.as_bytes()));
    let (a, b) = (names(a), names(b));
    a.iter().filter(|name| b.contains(name)).count()
}

#[test]
fn a_mail_is_known_by_its_id_and_by_its_signatures_however_they_are_folded() {
    let signed = "Message-ID: <1@x>\r\nDKIM-Signature: v=1; a=rsa-sha256; d=x.vn; s=s1; h=from;\r\n\tb=abc def; bh=zz\r\n";
    let folded = "Message-ID: <2@x>\r\nDKIM-Signature: v=1; a=rsa-sha256; bh=zz; d=x.vn; s=s1;\r\n\th=from; b=ab\r\n\tcdef\r\n";
    assert_eq!(shared(signed, signed), 2);
    assert_eq!(shared(signed, folded), 1);
    assert_eq!(shared("Message-ID: <1@x>\r\n", signed), 1);
    // Programs that write no ID, or an empty one, are not taken for each other.
    for nothing in [
        "Subject: x\r\n",
        "Message-ID: <>\r\n",
        "Message-ID: \r\n",
        "DKIM-Signature: v=1; a=rsa-sha256; bh=zz; d=x.vn; s=s1; h=from; b=\r\n",
    ] {
        assert_eq!(shared(nothing, nothing), 0, "{nothing}");
    }
}
