//! A reviewer works through the queue in a real browser: looks, sees the
//! letter, decides, goes on to the next; with scripts and without. The keys do
//! nothing until they are switched on, and nothing while somebody types.

use std::future::IntoFuture as _;

use axum::middleware;
use congvu::verdict::Verdict;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::{
    driver::{Browser, Scripts},
    in_a_real_browser::as_signed_in,
    office::Office,
    what_people_decide::{three_wait, verdict},
};

/// Presses a key on what has the focus and says what has it afterwards.
async fn key(browser: &Browser, key: &str, composing: bool) -> Value {
    let script = format!(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', \
         {{ key: '{key}', bubbles: true, isComposing: {composing} }})); \
         arguments[0](document.activeElement.hasAttribute('data-open') ? 'a mail' : \
         document.activeElement.id);"
    );
    browser.run(&script).await
}

async fn keys_wait_until_they_are_wanted(browser: &Browser, at: &str) {
    browser.go(&format!("{at}/queue")).await;
    assert_eq!(key(browser, "j", false).await, "");
    browser.click("[data-keys-switch]").await;
    browser
        .run("document.activeElement.blur(); arguments[0](0)")
        .await;
    assert_eq!(
        key(browser, "j", true).await,
        "",
        "an input method composes"
    );
    assert_eq!(key(browser, "j", false).await, "a mail");
    browser.click("#unit").await;
    assert_eq!(key(browser, "j", false).await, "unit", "somebody chooses");
    browser.click("[data-keys-switch]").await;
}

/// What is chosen in the form of a decision.
const CHOSEN: &str = "const act = document.querySelector('[data-act]:checked'); \
                      arguments[0](act ? act.value : '')";

async fn keys_choose_nothing_while_a_note_is_written(browser: &Browser, at: &str, mail: i64) {
    browser.go(&format!("{at}/mails/{mail}?queue=1")).await;
    browser.click("[data-keys-switch]").await;
    browser.click("#note").await;
    for composing in [false, true] {
        assert_eq!(key(browser, "a", composing).await, "note");
        assert_eq!(browser.run(CHOSEN).await, "");
    }
    browser
        .run("document.activeElement.blur(); arguments[0](0)")
        .await;
    assert_eq!(key(browser, "a", true).await, "");
    assert_eq!(browser.run(CHOSEN).await, "");
    key(browser, "a", false).await;
    assert_eq!(browser.run(CHOSEN).await, "accept");
    browser.click("[data-keys-switch]").await;
}

async fn decides(browser: &Browser, at: &str) {
    browser.go(&format!("{at}/queue")).await;
    browser.photograph("review-queue").await;
    browser.click("[data-open]").await;
    browser.shows("Hồ sơ 1/3 đang chờ").await;
    browser.photograph("review-mail").await;
    browser.click("[data-act=accept]").await;
    browser.press("Xem trước").await;
    browser.shows("[ĐÃ CHẤP NHẬN]").await;
    browser.photograph("review-preview").await;
    browser.press("Ghi quyết định và gửi thư này").await;
    browser.shows("Đã ghi quyết định.").await;
    browser.shows("Hồ sơ 1/2 đang chờ").await;
    browser.photograph("review-next").await;
    browser.follow("Sau →").await;
    browser.shows("Bảng tính của đơn vị").await;
    browser.photograph("review-faulty").await;
    browser.follow("← Chờ xử lý").await;
    for row in ["1", "2"] {
        browser
            .click(&format!("tr[data-row]:nth-of-type({row}) input"))
            .await;
    }
    browser.click("#act option[value=keep]").await;
    browser.press("Tiếp tục").await;
    browser.shows("Giữ nguyên kết quả: 2 thư").await;
    browser.photograph("review-bulk").await;
    browser.press("Giữ nguyên kết quả 2 thư").await;
    browser.shows("đã làm 1 trong 2 thư").await;
    browser.photograph("review-bulk-done").await;
}

#[tokio::test]
async fn a_reviewer_works_through_the_queue_with_scripts_and_without() {
    for scripts in [Scripts::Run, Scripts::Blocked] {
        let Some(browser) = Browser::open(scripts).await else {
            continue;
        };
        let office = Office::open().await;
        let [held, ..] = three_wait(&office).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = format!("http://{}", listener.local_addr().unwrap());
        let pages = office.pages().layer(middleware::from_fn(as_signed_in));
        let serving = tokio::spawn(axum::serve(listener, pages).into_future());
        if matches!(scripts, Scripts::Run) {
            keys_wait_until_they_are_wanted(&browser, &at).await;
            keys_choose_nothing_while_a_note_is_written(&browser, &at, held).await;
        }
        decides(&browser, &at).await;
        assert_eq!(verdict(&office, held).await, Some(Verdict::Accepted));
        browser.close().await;
        serving.abort();
    }
}
