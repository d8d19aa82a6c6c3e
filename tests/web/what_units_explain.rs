//! A mail that explains, and that nothing proves: what a reviewer is offered for
//! it, and where it goes.

use axum::http::StatusCode;
use congvu::{explanation::Token, verdict::Verdict};

use crate::{
    office::{CSRF, Office, TOKEN, at, carry, post, send},
    village::{HOST, TOWN, units},
    what_people_decide::{comes, verdict},
};

/// The page that answers a form.
async fn sends(office: &Office, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let mut request = post(path, &[&[("csrf", CSRF)], fields].concat());
    carry(&mut request, &format!("congvu={TOKEN}"));
    let answer = send(office.pages(), request).await;
    (answer.status, answer.text())
}

#[tokio::test]
async fn a_held_explanation_is_offered_as_one_and_goes_to_the_council() {
    let office = Office::open().await;
    let (unit, token) = (units()[0].clone(), Token::parse("BCDFGHJK").unwrap());
    let (campaign, until) = (&office.campaign.id, at("18 00:00"));
    let mut tx = office.begin().await;
    let asked = [(unit.code.as_str(), &token)];
    tx.open_round(campaign, until, &asked, "thuky")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let from = unit.mailbox.as_str();
    let raw = format!(
        "Return-Path: <{from}>\r\nReceived: from [203.0.113.9] (unknown [203.0.113.9])\r\n\
         \tby {HOST} (Postfix) with ESMTP id 4F1A2\r\n\tfor <{TOWN}>; \
         Wed, 16 Dec 2015 09:00:00 +0700\r\nFrom: <{from}>\r\nTo: <{TOWN}>\r\n\
         Message-ID: <1@{HOST}>\r\nSubject: Re: {token} y kien ve so lieu\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nUD04 la 700.\r\n"
    );
    let mail = comes(&office.app(), raw.as_bytes(), 1, at("16 09:00")).await;
    assert_eq!(verdict(&office, mail).await, Some(Verdict::Held));
    let page = office.page(&format!("/mails/{mail}")).await;
    assert!(
        page.contains("được ghi vào danh sách của Hội đồng"),
        "{page}"
    );
    assert!(!page.contains("Không đọc được báo cáo nào"), "{page}");

    let path = |step: &str| format!("/mails/{mail}/{step}");
    let mut fields = vec![("act", "accept"), ("answer", "yes"), ("seen", "1")];
    let (status, page) = sends(&office, &path("preview"), &fields).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Chưa có gì chứng minh đơn vị đã gửi thư này"));
    fields.push(("vouch", "W-REVIEW-PHONED"));
    let (status, page) = sends(&office, &path("preview"), &fields).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("báo cáo của đơn vị không thay đổi"), "{page}");
    assert!(page.contains("09:00:00 thứ Tư ngày 16/12/2015"), "{page}");
    let (_, agreed) = page.split_once("name=\"agreed\" value=\"").unwrap();
    let agreed = agreed.split('"').next().unwrap().to_owned();
    fields.push(("agreed", &agreed));
    let (status, page) = sends(&office, &path("decide"), &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert_eq!(verdict(&office, mail).await, Some(Verdict::Logged));
    let round = office.store.round(campaign).await.unwrap().unwrap();
    let [filed] = &round.explanations[..] else {
        panic!("{round:?}");
    };
    assert_eq!((filed.mail, filed.moment), (mail, at("16 09:00")));
    let told = office.page(&format!("/council/units/{}", unit.code)).await;
    assert!(told.contains("16/12/2015"), "{told}");
}
