//! Forms: only our own pages may send one.
//!
//! Two checks, each enough alone. What browsers say about where a request
//! comes from must not name another site; and the form must carry the token of
//! the session it was made for, or of the cookie that came with the page to
//! sign in.

use axum::{
    Form,
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest as _, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    App, FORM_BYTES,
    failure::Failure,
    session::{Person, cookie, form_cookie},
};
use crate::digest::Digest;

#[derive(Deserialize)]
struct Token {
    csrf: String,
}

/// Refuses a form that is not ours before the page sees it.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    match checked(&app, request).await {
        Ok(request) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}

async fn checked(app: &App, request: Request) -> Result<Request, Failure> {
    if !from_here(request.headers()) {
        return Err(Failure::Forged);
    }
    let expected = match request.extensions().get::<Person>() {
        Some(person) => person.csrf.clone(),
        None => cookie(request.headers(), form_cookie(app.front))
            .ok_or(Failure::Forged)?
            .to_owned(),
    };
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, FORM_BYTES)
        .await
        .map_err(|_| Failure::TooLarge)?;
    let again = |bytes: Bytes| Request::from_parts(parts.clone(), Body::from(bytes));
    let Form(sent) = Form::<Token>::from_request(again(bytes.clone()), &())
        .await
        .map_err(|_| Failure::Forged)?;
    if same(&sent.csrf, &expected) {
        Ok(again(bytes))
    } else {
        Err(Failure::Forged)
    }
}

/// Does anything the browser says name another site? Old browsers say nothing;
/// for them there is the token.
fn from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = text("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    let host = text(header::HOST.as_str()).unwrap_or_default();
    let origin = text(header::ORIGIN.as_str()).is_none_or(|origin| {
        let (_, named) = origin.split_once("://").unwrap_or(("", ""));
        named == host
    });
    site && origin
}

/// Compares digests: where two of them begin to differ says nothing about the
/// texts.
fn same(a: &str, b: &str) -> bool {
    !a.is_empty() && Digest::of(a.as_bytes()) == Digest::of(b.as_bytes())
}
