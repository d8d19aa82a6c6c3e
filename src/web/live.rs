//! What scripts ask for on a page that is open: the same pages, of which they
//! take a part. They are answered nothing that is not answered without them.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};

/// What htmx says of itself.
const ASKS: &str = "hx-request";

/// What a page says when its clock asks, and no person does.
const BY_ITSELF: &str = "congvu-by-itself";

/// Does a script ask for a part of a page?
#[must_use]
pub fn asks(headers: &HeaderMap) -> bool {
    headers.contains_key(ASKS)
}

/// Does the page ask by itself? Nobody sits there because of that, and no
/// session lives longer.
#[must_use]
pub fn by_itself(headers: &HeaderMap) -> bool {
    headers.contains_key(BY_ITSELF)
}

/// A list under its tidy address, which a script shows in its place: whoever
/// goes back comes to the list before, whoever is sent it sees the same.
#[must_use]
pub fn listed(asked: &HeaderMap, page: String, address: &str) -> Response {
    let mut answer = Html(page).into_response();
    if asks(asked) {
        let here = asked
            .get("hx-current-url")
            .and_then(|url| url.to_str().ok());
        let name = if here.is_some_and(|here| path_of(here) == address) {
            HeaderName::from_static("hx-replace-url")
        } else {
            HeaderName::from_static("hx-push-url")
        };
        if let Ok(address) = HeaderValue::from_str(address) {
            answer.headers_mut().insert(name, address);
        }
    }
    answer
}

/// What follows the host in an address.
fn path_of(url: &str) -> &str {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    rest.find('/')
        .map_or("/", |at| rest.get(at..).unwrap_or("/"))
}

/// To the page to sign in, as a script takes it: a page that only shows gives
/// way to it, one on which somebody writes stays.
#[must_use]
pub fn signed_out(to_login: &Response, only_shows: bool) -> Response {
    let mut answer = StatusCode::UNAUTHORIZED.into_response();
    let place = to_login.headers().get(header::LOCATION);
    if let Some(place) = place.filter(|_| only_shows) {
        let name = HeaderName::from_static("hx-redirect");
        answer.headers_mut().insert(name, place.clone());
    }
    answer
}
