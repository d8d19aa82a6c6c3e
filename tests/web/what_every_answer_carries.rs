//! What every answer carries, whatever it is an answer to.

use axum::http::StatusCode;
use congvu::web::ROUTES;

use crate::{
    office::{Answer, Office, TOKEN, carry, get, post, send},
    who_may_what::a_path_of,
};

fn check(answer: &Answer, of: &str) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{of}: {policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{of}: {policy}");
    assert!(!policy.contains("unsafe"), "{of}: {policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{of}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{of}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    // What programs may keep, and ask about again, says so itself.
    if !of.starts_with("/static/") && !of.starts_with("/api/") {
        assert_eq!(answer.header("cache-control"), "no-store", "{of}");
    }
}

#[tokio::test]
async fn every_route_carries_them_for_strangers_and_for_people() {
    let office = Office::open().await;
    for route in ROUTES {
        let path = a_path_of(route.path);
        for signed_in in [false, true] {
            let mut request = match route.method {
                "POST" => post(&path, &[]),
                _ => get(&path),
            };
            if signed_in {
                carry(&mut request, &format!("congvu={TOKEN}"));
            }
            check(&send(office.pages(), request).await, &path);
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_in_words_and_carries_them_too() {
    let office = Office::open().await;
    for path in [
        "/nothing",
        "/mails/999",
        "/mails/999/raw",
        "/mails/1/files/7",
        "/mails/abc",
    ] {
        let answer = office.see(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().contains("Không tìm thấy"), "{path}");
        check(&answer, path);
    }
    let answer = office.see("/mails?q=a&q=b").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.text().contains("Yêu cầu không đọc được"));
    let answer = send(office.pages(), post("/mails", &[])).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    check(&answer, "POST /mails");
}

#[tokio::test]
async fn a_form_larger_than_any_of_ours_is_refused() {
    let office = Office::open().await;
    let large = "a".repeat(70_000);
    let mut request = post("/login", &[("csrf", "x"), ("name", &large)]);
    carry(&mut request, "congvu-form=x");
    let answer = send(office.pages(), request).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    check(&answer, "a large form");
}

#[tokio::test]
async fn the_pages_load_nothing_but_what_is_part_of_the_program() {
    let office = Office::open().await;
    for path in ["/", "/mails", "/ranking", "/login"] {
        let page = match path {
            "/login" => office.ask(path).await.text(),
            _ => office.page(path).await,
        };
        assert_eq!(page.matches("rel=\"stylesheet\"").count(), 1, "{path}");
        assert!(page.contains("href=\"/static/style.css?v="), "{path}");
        for foreign in ["<style", " style=", " onclick", "//fonts", "src=\"http"] {
            assert!(!page.contains(foreign), "{path} has {foreign}");
        }
        for script in page.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/static/"), "{path}: a script");
        }
    }
    let style = office.ask("/static/style.css").await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    for url in style.text().split("url(").skip(1) {
        let name = url.split('"').nth(1).unwrap();
        let font = office.ask(&format!("/static/{name}")).await;
        assert_eq!(font.status, StatusCode::OK, "{name}");
        assert_eq!(font.header("content-type"), "font/woff2");
    }
    let nothing = office.ask("/static/..%2Fmod.rs").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}
