//! What is more comfortable where scripts run, and that it is the same where
//! they do not: filters without a new page, a claim that lasts while somebody
//! writes, and a first page that stays fresh.

use std::{
    future::IntoFuture as _,
    sync::atomic::{AtomicI64, Ordering},
};

use axum::{
    http::{Request, StatusCode},
    middleware,
};
use congvu::digest::Digest;
use jiff::{SignedDuration, Timestamp};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    driver::{Browser, Scripts},
    in_a_real_browser::as_signed_in,
    office::{Answer, Office, TOKEN, carry, get, now, post, send},
    what_had_happened::mails_of_every_kind,
    what_people_decide::three_wait,
};

/// Opens an office to a browser in which somebody is signed in.
async fn opens(office: &Office) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    let pages = office.pages().layer(middleware::from_fn(as_signed_in));
    let serving = axum::serve(listener, pages).into_future();
    (at, tokio::spawn(async move { serving.await.unwrap() }))
}

/// Is it still the page on which this was asked first?
async fn is_the_same_page(browser: &Browser) -> bool {
    let said = browser
        .run("arguments[0](window.same === 1); window.same = 1;")
        .await;
    said == true
}

#[tokio::test]
async fn mails_are_filtered_in_place_with_scripts_and_page_by_page_without() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    let (at, serving) = opens(&office).await;
    for scripts in [Scripts::Run, Scripts::Blocked] {
        let Some(browser) = Browser::open(scripts).await else {
            continue;
        };
        let runs = scripts == Scripts::Run;
        browser.go(&format!("{at}/mails")).await;
        if runs {
            is_the_same_page(&browser).await;
        }
        browser.write("#q", "tu ha").await;
        if !runs {
            browser.press("Lọc").await;
        }
        browser.shows("Thư 1–1 trong 1.").await;
        browser.shows("Tất cả\n1").await;
        browser.shows("Bỏ lọc").await;
        assert!(!browser.text("#found").await.contains("Hương Xuân"));
        if runs {
            assert_eq!(browser.place().await, format!("{at}/mails?q=tu%20ha"));
            assert!(is_the_same_page(&browser).await, "the page was loaded anew");
            let focus = browser.run("arguments[0](document.activeElement.id)").await;
            assert_eq!(focus, "q", "whoever types goes on typing");
            browser.back().await;
            browser.shows("Thư 1–5 trong 5.").await;
            assert_eq!(browser.place().await, format!("{at}/mails"));
            assert_eq!(browser.complaints().await, Vec::<String>::new());
        }
        browser.close().await;
    }
    serving.abort();
}

#[tokio::test]
async fn the_queue_is_filtered_in_place_with_scripts_and_page_by_page_without() {
    let office = Office::open().await;
    three_wait(&office).await;
    let (at, serving) = opens(&office).await;
    for scripts in [Scripts::Run, Scripts::Blocked] {
        let Some(browser) = Browser::open(scripts).await else {
            continue;
        };
        let runs = scripts == Scripts::Run;
        browser.go(&format!("{at}/queue")).await;
        if runs {
            is_the_same_page(&browser).await;
        }
        browser.click("#reason option[value=E-DATA]").await;
        if !runs {
            browser.press("Lọc").await;
        }
        browser.shows("1 thư.").await;
        browser.shows("Bỏ lọc").await;
        assert!(browser.place().await.contains("reason=E-DATA"));
        if runs {
            assert!(is_the_same_page(&browser).await, "the page was loaded anew");
        }
        // What is done with the rows works on those that came.
        browser.click("tr[data-row] input").await;
        browser.click("#act option[value=keep]").await;
        browser.press("Tiếp tục").await;
        browser.shows("Giữ nguyên kết quả: 1 thư").await;
        browser.close().await;
    }
    serving.abort();
}

static MINUTES: AtomicI64 = AtomicI64::new(0);

/// The office's clock, which a promise puts forward.
fn running() -> Timestamp {
    now() + SignedDuration::from_mins(MINUTES.load(Ordering::Relaxed))
}

#[tokio::test]
async fn a_claim_lasts_while_somebody_writes_and_the_first_page_stays_fresh() {
    let Some(browser) = Browser::open(Scripts::Run).await else {
        return;
    };
    let mut office = Office::open().await;
    office.is_later(running);
    let [held, ..] = three_wait(&office).await;
    let (at, serving) = opens(&office).await;
    browser.go(&format!("{at}/mails/{held}")).await;
    browser.press("Tôi đang xem").await;
    browser.shows("giữ đến 09:15").await;
    is_the_same_page(&browser).await;
    MINUTES.store(10, Ordering::Relaxed);
    browser.write("#note", "Đã gọi điện cho đơn vị").await;
    browser.shows("giữ đến 09:25").await;
    assert!(is_the_same_page(&browser).await);
    let written = browser
        .run("arguments[0](document.querySelector('#note').value)")
        .await;
    assert_eq!(written, "Đã gọi điện cho đơn vị");
    browser.go(&format!("{at}/")).await;
    browser.shows("còn 2 ngày 14 giờ").await;
    is_the_same_page(&browser).await;
    // Somebody still sits there: the session ends later.
    office
        .lives_until(now() + SignedDuration::from_hours(2))
        .await;
    MINUTES.store(70, Ordering::Relaxed);
    let tick = "document.querySelector('#signs').dispatchEvent(new CustomEvent('every')); \
                arguments[0](0)";
    browser.run(tick).await;
    browser.shows("còn 2 ngày 13 giờ").await;
    assert!(is_the_same_page(&browser).await);
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    // Nobody does any more: what stood on the page does not stay there.
    MINUTES.store(200, Ordering::Relaxed);
    browser.run(tick).await;
    browser.shows("Mật khẩu").await;
    browser.close().await;
    serving.abort();
}

/// Asks as htmx does.
async fn asked(
    office: &Office,
    mut request: Request<axum::body::Body>,
    more: &[(&'static str, &str)],
) -> Answer {
    for (name, value) in [("hx-request", "true")].iter().chain(more) {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    send(office.pages(), request).await
}

fn signed_in(path: &str) -> Request<axum::body::Body> {
    let mut request = get(path);
    carry(&mut request, &format!("congvu={TOKEN}"));
    request
}

#[tokio::test]
async fn the_address_of_a_list_is_tidy_and_not_noted_twice() {
    let office = Office::open().await;
    for (path, tidy) in [
        ("/mails?q=tu+ha&unit=", "/mails?q=tu%20ha"),
        (
            "/queue?lane=held&unit=&reason=&sort=harm",
            "/queue?lane=held",
        ),
    ] {
        let here = [("hx-current-url", "http://127.0.0.1/mails")];
        let answer = asked(&office, signed_in(path), &here).await;
        assert_eq!(answer.header("hx-push-url"), tidy);
        let there = format!("http://127.0.0.1{tidy}");
        let answer = asked(&office, signed_in(path), &[("hx-current-url", &there)]).await;
        assert_eq!(
            (
                answer.header("hx-push-url"),
                answer.header("hx-replace-url")
            ),
            ("", tidy)
        );
        let plain = send(office.pages(), signed_in(path)).await;
        assert_eq!(
            plain.bytes, answer.bytes,
            "scripts are shown what everybody is"
        );
        assert_eq!(
            (plain.header("hx-push-url"), plain.header("hx-replace-url")),
            ("", "")
        );
    }
}

#[tokio::test]
async fn a_page_that_asks_by_itself_keeps_no_session_alive() {
    let mut office = Office::open().await;
    office.is_later(|| now() + SignedDuration::from_mins(20));
    let seen = async || {
        let digest = Digest::of(TOKEN.as_bytes());
        let session = office.store.session(digest, now()).await.unwrap().unwrap();
        session.seen_at
    };
    let before = seen().await;
    let by_itself = [("congvu-by-itself", "1")];
    let answer = asked(&office, signed_in("/"), &by_itself).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(seen().await, before);
    asked(&office, signed_in("/"), &[]).await;
    assert!(seen().await > before);
}

#[tokio::test]
async fn a_script_is_led_to_sign_in_where_nothing_is_written() {
    let office = Office::open().await;
    let shows = asked(&office, get("/mails?q=a"), &[]).await;
    assert_eq!(shows.status, StatusCode::UNAUTHORIZED);
    assert_eq!(shows.header("hx-redirect"), "/login?next=%2Fmails%3Fq%3Da");
    let writes = asked(&office, post("/mails/1/claim", &[]), &[]).await;
    assert_eq!(writes.status, StatusCode::UNAUTHORIZED);
    assert_eq!(writes.header("hx-redirect"), "");
}

impl Office {
    /// The open session lives until then.
    async fn lives_until(&self, until: Timestamp) {
        let digest = Digest::of(TOKEN.as_bytes());
        let touched = self.store.touch_session(digest, running(), until);
        touched.await.unwrap();
    }
}
