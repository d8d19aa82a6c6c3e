//! The pages in a real browser, from the page to sign in on, with scripts and
//! without: nothing depends on them.

use axum::{
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
};
use congvu::web;
use tokio::{net::TcpListener, sync::oneshot};

use crate::{
    driver::{Browser, Scripts},
    office::{NAME, Office, PASSWORD, TOKEN},
    what_had_happened::{is_scored, mails_of_every_kind},
};

/// Carries the cookie of the open session.
pub async fn as_signed_in(mut request: Request, next: Next) -> axum::response::Response {
    let cookie = HeaderValue::from_str(&format!("congvu={TOKEN}")).unwrap();
    request.headers_mut().insert(header::COOKIE, cookie);
    next.run(request).await
}

async fn a_day_in_the_office(browser: &Browser, at: &str) {
    browser.go(&format!("{at}/mails")).await;
    assert_eq!(browser.text("h1").await, "Đăng nhập");
    browser.write("#name", NAME).await;
    browser.write("#password", "một mật khẩu khác").await;
    browser.press("Đăng nhập").await;
    browser
        .shows("Tên đăng nhập hoặc mật khẩu không đúng")
        .await;
    browser.write("#name", NAME).await;
    browser.write("#password", PASSWORD).await;
    browser.press("Đăng nhập").await;
    browser.shows("Số tiếp nhận").await;
    assert_eq!(browser.place().await, format!("{at}/mails"));
    browser.write("#q", "tu ha").await;
    browser.press("Lọc").await;
    browser.shows("Bỏ lọc").await;
    browser.follow("Bao cao CNTT 2015 phuong Tu Ha").await;
    browser.shows("Lý do và cách xử lý").await;
    browser.follow("Tổng quan").await;
    browser.shows("BC-2015-0001").await;
    browser.press("Đăng xuất").await;
    browser.shows("Đăng nhập").await;
    browser.go(&format!("{at}/")).await;
    assert!(browser.has("#password").await, "the door is open");
}

#[tokio::test]
async fn a_person_signs_in_finds_a_mail_and_leaves_with_scripts_and_without() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    is_scored(&office).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(web::serve(listener, office.app(), async move {
        stopped.await.ok();
    }));
    for scripts in [Scripts::Run, Scripts::Blocked] {
        let Some(browser) = Browser::open(scripts).await else {
            continue;
        };
        a_day_in_the_office(&browser, &at).await;
        browser.close().await;
    }
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
}
