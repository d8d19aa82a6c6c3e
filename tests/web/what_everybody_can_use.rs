//! Every page can be used by people who do not see it, who use no mouse, or
//! who have a small screen: axe finds nothing, and nothing sticks out.

use axum::middleware;
use tokio::net::TcpListener;

use crate::{
    axe,
    driver::{Browser, Scripts},
    in_a_real_browser::as_signed_in,
    office::Office,
    what_had_happened::{is_scored, mails_of_every_kind},
    what_three_ways_show::copies_of_every_kind,
};

/// Pages that a person who is signed in opens.
const PAGES: &[&str] = &[
    "/",
    "/units",
    "/units/p.tuha",
    "/units/new",
    "/units/import",
    "/reminders",
    "/reminders/preview?unit=p.tuha&unit=p.huongvan02",
    "/mails",
    "/mails/2",
    "/mails/4",
    "/queue",
    "/mails/3?queue=1",
    "/ranking",
    "/ranking/p.huongvan01",
    "/council",
    "/council/grid",
    "/council/differences",
    "/council/decisions",
    "/council/approval",
    "/council/members",
    "/council/units/p.huongvan01",
    "/council/units/p.huongvan01/items/HT.1",
    "/council/units/p.huongvan01/items/MT.5",
    "/results",
    "/copies",
    "/copies/p.huongvan01",
    "/copies/p.huongvan01?correct=2",
    "/copies/p.tuha",
    "/imports",
    "/imports/1",
];

#[tokio::test]
async fn axe_finds_nothing_on_any_page_and_none_is_wider_than_a_phone() {
    let Some(browser) = Browser::open(Scripts::Run).await else {
        return;
    };
    let Some(script) = axe::script() else { return };
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    is_scored(&office).await;
    copies_of_every_kind(&office).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let pages = office.pages().layer(middleware::from_fn(as_signed_in));
    let serving = tokio::spawn(axum::serve(listener, pages).into_future());

    let mut faults = Vec::new();
    for path in PAGES {
        browser.go(&format!("http://{at}{path}")).await;
        browser.photograph(&path.replace(['/', '?'], "_")).await;
        faults.extend(axe::faults(&browser, &script).await);
        browser.width(390).await;
        let sticks_out = browser
            .run("arguments[0](document.documentElement.scrollWidth > window.innerWidth + 1)")
            .await;
        if sticks_out == true {
            faults.push(format!("{path} is wider than a phone"));
        }
        browser.width(1280).await;
    }
    browser.close().await;
    serving.abort();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
