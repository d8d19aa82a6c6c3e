//! Forms: only our own pages may send one.
//!
//! Two checks, each enough alone. What browsers say about where a request
//! comes from must not name another site; and the form must carry the token of
//! the session it was made for, or of the cookie that came with the page to
//! sign in. Both are made here, before the page sees anything.
//!
//! # A form with files
//!
//! The page says `enctype="multipart/form-data"` and has the token as its
//! **first** field, before any other:
//!
//! ```html
//! <form method="post" action="/units/import" enctype="multipart/form-data">
//! <input type="hidden" name="csrf" value="{{ person.csrf }}">
//! <input type="file" name="table" required>
//! ```
//!
//! Its line in the table of routes says how large it may be with all it
//! carries, `may("POST", "/units/import", …).taking(4 * 1024 * 1024)`, and its
//! handler takes a [`Sent`] as the last argument:
//! `sent.text("reason")`, `sent.file("table")`. Files are in memory until the
//! answer is made, so a bound is megabytes, not more.

use axum::{
    Form, RequestExt as _,
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, Multipart, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    App,
    failure::Failure,
    session::{self, Person, cookie, form_cookie, set_cookie},
};
use crate::{digest::Digest, text};

/// The field of the token.
const CSRF: &str = "csrf";

/// Most fields of a form with files: more are no form of ours.
const FIELDS: usize = 200;

#[derive(Deserialize)]
struct Token {
    csrf: String,
}

/// Refuses a form that is not ours, or larger than its route takes, before the
/// page sees it.
pub async fn guard(
    State((app, most_bytes)): State<(App, usize)>,
    request: Request,
    next: Next,
) -> Response {
    match checked(&app, most_bytes, request).await {
        Ok(request) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}

async fn checked(app: &App, most_bytes: usize, request: Request) -> Result<Request, Failure> {
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
    let bytes = to_bytes(body, most_bytes)
        .await
        .map_err(|_| Failure::TooLarge)?;
    let again = |bytes: Bytes| Request::from_parts(parts.clone(), Body::from(bytes));
    let sent = match is_multipart(&parts.headers) {
        true => token_of_files(again(bytes.clone())).await,
        false => token_of_text(again(bytes.clone())).await,
    };
    if sent.is_some_and(|sent| same(&sent, &expected)) {
        Ok(again(bytes))
    } else {
        Err(Failure::Forged)
    }
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    kind.and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

async fn token_of_text(request: Request) -> Option<String> {
    let form = Form::<Token>::from_request(request, &()).await;
    form.ok().map(|Form(sent)| sent.csrf)
}

/// The token stands before everything else, so that nothing else is read from
/// a form that is not ours.
async fn token_of_files(request: Request) -> Option<String> {
    let mut fields = Multipart::from_request(request, &()).await.ok()?;
    let first = fields.next_field().await.ok()??;
    match first.name() {
        Some(CSRF) if first.file_name().is_none() => first.text().await.ok(),
        _ => None,
    }
}

/// The token of a form for somebody who is not signed in, and the cookie that
/// the browser must bring back with it. The same for two windows of one browser.
///
/// # Errors
/// When the machine has no randomness to give.
pub fn for_strangers(
    app: &App,
    headers: &HeaderMap,
) -> Result<(String, (header::HeaderName, String)), Failure> {
    let name = form_cookie(app.front);
    let csrf = match cookie(headers, name).and_then(Digest::from_hex) {
        Some(known) => known.to_string(),
        None => session::token()?,
    };
    let set = set_cookie(app.front, name, &csrf);
    Ok((csrf, set))
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
pub(super) fn same(a: &str, b: &str) -> bool {
    !a.is_empty() && Digest::of(a.as_bytes()) == Digest::of(b.as_bytes())
}

/// What a form with files carries.
pub struct Sent {
    texts: Vec<(String, String)>,
    files: Vec<(String, SentFile)>,
}

/// A file that a person chose.
pub struct SentFile {
    /// What it is called, without folders; only to show.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
}

impl Sent {
    /// What was typed in a field, or nothing.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        let mut texts = self.texts.iter();
        texts
            .find(|(name, _)| name == field)
            .map_or("", |(_, text)| text)
    }

    /// Everything that was ticked or typed under one name.
    pub fn texts(&self, field: &str) -> impl Iterator<Item = &str> {
        let named = self.texts.iter().filter(move |(name, _)| name == field);
        named.map(|(_, text)| text.as_str())
    }

    /// The file of a field; none when no file was chosen.
    #[must_use]
    pub fn file(&self, field: &str) -> Option<&SentFile> {
        self.files(field).next()
    }

    /// Every file of a field.
    pub fn files(&self, field: &str) -> impl Iterator<Item = &SentFile> {
        let named = self.files.iter().filter(move |(name, _)| name == field);
        named.map(|(_, file)| file)
    }
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let fields = request.extract::<Multipart, _>().await;
        let mut fields = fields.map_err(|_| Failure::Unreadable)?;
        let (mut texts, mut files) = (Vec::new(), Vec::new());
        let unreadable = |_| Failure::Unreadable;
        while let Some(field) = fields.next_field().await.map_err(unreadable)? {
            if texts.len() + files.len() == FIELDS {
                return Err(Failure::Unreadable);
            }
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(bare_name) {
                None => texts.push((name, field.text().await.map_err(unreadable)?)),
                Some(file) => {
                    let bytes = field.bytes().await.map_err(unreadable)?;
                    // A browser sends an empty one when nothing was chosen.
                    if !(file.is_empty() && bytes.is_empty()) {
                        files.push((name, SentFile { name: file, bytes }));
                    }
                }
            }
        }
        Ok(Self { texts, files })
    }
}

/// Old browsers send the whole path.
fn bare_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    text::one_line(last, 200)
}
