//! Mails and files as they came, to be saved and never shown.

use axum::http::StatusCode;
use congvu::{
    digest::Digest,
    edge::store::{Actor, NewAttachment, NewSettlement},
    verdict::Verdict,
    web::download::disposition,
};
use serde_json::json;

use crate::{
    office::{Answer, Office, now},
    what_came::a_report,
};

fn check(answer: &Answer, named: &str) {
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(
        answer
            .header("content-security-policy")
            .starts_with("sandbox; default-src 'none'")
    );
    assert_eq!(answer.header("content-disposition"), named);
}

#[tokio::test]
async fn the_mail_is_handed_out_byte_for_byte() {
    let office = Office::open().await;
    let draft = a_report();
    draft.is_settled(&office).await;
    let answer = office.see("/mails/1/raw").await;
    check(
        &answer,
        "attachment; filename=\"thu-1.eml\"; filename*=UTF-8''thu-1.eml",
    );
    assert_eq!(answer.bytes, draft.raw());
}

#[tokio::test]
async fn a_file_is_handed_out_under_its_own_name() {
    let office = Office::open().await;
    a_report().is_settled(&office).await;
    let answer = office.see("/mails/1/files/0").await;
    check(
        &answer,
        "attachment; filename=\"Bao_cao_CNTT_2015_-_Huong_Van.xlsx\"; \
         filename*=UTF-8''Bao%20cao%20CNTT%202015%20-%20H%C6%B0%C6%A1ng%20V%C4%83n.xlsx",
    );
    assert_eq!(answer.bytes, b"The workbook ");
}

#[tokio::test]
async fn other_bytes_than_those_judged_are_not_handed_out() {
    let office = Office::open().await;
    let mail = a_report().is_kept(&office).await;
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    tx.settle(&NewSettlement {
        mail,
        revision: 1,
        verdict: Verdict::Held,
        reply: "none",
        unit: None,
        number: None,
        sender: None,
        subject: "Báo cáo",
        proof: "none",
        moment: now(),
        reasons: &[],
        judgement: &json!({}),
        files: &[NewAttachment {
            name: "report.xlsx",
            media_type: "",
            size: 13,
            digest: Digest::of(b"something else"),
            fate: "report",
        }],
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let answer = office.see("/mails/1/files/0").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.text().contains("Hệ thống gặp lỗi"));
}

#[test]
fn a_file_name_is_never_a_path_nor_the_end_of_the_header() {
    for (name, named) in [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows\\win.ini", "C__Windows_win.ini"),
        ("a\"; filename=\"b.exe", "a___filename__b.exe"),
        ("a\r\nSet-Cookie: x=1", "a_Set-Cookie__x_1"),
        ("\u{202e}slx.exe", "slx.exe"),
        ("...", "tep-dinh-kem"),
        ("", "tep-dinh-kem"),
    ] {
        let header = disposition(name);
        let plain = format!("attachment; filename=\"{named}\"; filename*=UTF-8''");
        assert!(header.starts_with(&plain), "{header}");
        let rest = header.strip_prefix(&plain).unwrap();
        let safe = |c: char| c.is_ascii_alphanumeric() || "-._~%".contains(c);
        assert!(rest.chars().all(safe), "{header}");
    }
}
