//! What a form with files may carry, and that only our own pages send one. The
//! routes here stand in a router of their own, guarded as the real ones are.

use axum::{
    Router,
    body::Body,
    extract::DefaultBodyLimit,
    http::{Request, StatusCode},
    middleware,
    routing::post,
};
use congvu::web::forms::{self, Sent};

use crate::office::{Answer, Office, carry, post_files, send};

const MOST: usize = 200_000;

/// A part of a form: its field, its file name, its bytes.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

async fn told(sent: Sent) -> String {
    let file = sent.file("table").map_or_else(String::new, |file| {
        format!("{}: {} bytes", file.name, file.bytes.len())
    });
    let ticked: Vec<&str> = sent.texts("unit").collect();
    format!("{} | {} | {file}", sent.text("why"), ticked.join("+"))
}

async fn ask(office: &Office, mut request: Request<Body>) -> Answer {
    let state = (office.app(), MOST);
    let pages = Router::new().route(
        "/in",
        post(told)
            .route_layer(DefaultBodyLimit::max(MOST))
            .route_layer(middleware::from_fn_with_state(state, forms::guard)),
    );
    carry(&mut request, "congvu-form=right");
    send(pages, request).await
}

#[tokio::test]
async fn texts_ticks_and_files_come_through_as_they_were_sent() {
    let office = Office::open().await;
    let book = vec![7; 100_000];
    let request = post_files(
        "/in",
        &[
            ("csrf", None, b"right"),
            ("why", None, "đổi địa chỉ".as_bytes()),
            ("unit", None, b"HT01"),
            ("unit", None, b"HT02"),
            ("table", Some("C:\\May tinh\\dang ky.xlsx"), &book),
        ],
    );
    let answer = ask(&office, request).await;
    assert_eq!(answer.status, StatusCode::OK);
    let told = "đổi địa chỉ | HT01+HT02 | dang ky.xlsx: 100000 bytes";
    assert_eq!(answer.text(), told);
}

#[tokio::test]
async fn a_file_that_was_not_chosen_is_no_file() {
    let office = Office::open().await;
    let parts: [Part<'_>; 2] = [("csrf", None, b"right"), ("table", Some(""), b"")];
    let answer = ask(&office, post_files("/in", &parts)).await;
    assert_eq!(answer.text(), " |  | ");
}

#[tokio::test]
async fn without_the_token_before_all_else_nothing_is_taken() {
    let office = Office::open().await;
    let forged: [&[Part<'_>]; 5] = [
        &[("why", None, b"x")],
        &[("csrf", None, b"wrong")],
        &[("csrf", None, b"")],
        &[("why", None, b"x"), ("csrf", None, b"right")],
        &[("csrf", Some("csrf.txt"), b"right")],
    ];
    for parts in forged {
        let answer = ask(&office, post_files("/in", parts)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", parts.len());
    }
}

#[tokio::test]
async fn more_than_the_route_takes_is_refused() {
    let office = Office::open().await;
    let large = vec![0; MOST + 1];
    let parts: [Part<'_>; 2] = [("csrf", None, b"right"), ("table", Some("a.xlsx"), &large)];
    let answer = ask(&office, post_files("/in", &parts)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_form_of_hundreds_of_fields_is_no_form_of_ours() {
    let office = Office::open().await;
    let mut parts: Vec<Part<'_>> = vec![("csrf", None, b"right")];
    parts.extend((0..300).map(|_| ("unit", None, b"x".as_slice())));
    let answer = ask(&office, post_files("/in", &parts)).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
