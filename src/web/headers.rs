//! What every answer carries.

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue,
        header::{self, Entry},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{App, Front, PATIENCE, failure::Failure};

/// Nothing runs or is loaded but what is part of the program, nothing frames us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// What a file of a stranger is given: even if a browser shows it, it can do
/// nothing.
pub const SANDBOX: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 9] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // With `no-referrer` browsers would send forms with `Origin: null`, and
    // the guard of forms could not tell ours from others.
    (header::REFERRER_POLICY, "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    ),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
];

/// Puts them on every answer that does not bring its own, errors included.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        unless_there(headers, name, value);
    }
    if app.front == Front::HttpsProxy {
        let year = "max-age=31536000; includeSubDomains";
        unless_there(headers, header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

fn unless_there(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if let Entry::Vacant(vacant) = headers.entry(name) {
        vacant.insert(HeaderValue::from_static(value));
    }
}

/// Gives an answer up that takes too long: whoever asked has left.
pub async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::Busy.into_response(),
    }
}
