//! What is answered when a page cannot be shown.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

use crate::{digest::Digest, edge::store::StoreError, words::pages::trouble};
use trouble::Trouble;

/// Why a page cannot be shown.
#[derive(Debug)]
pub enum Failure {
    /// There is no such thing.
    NotFound,
    /// Not this method.
    WrongMethod,
    /// The role of whoever asks does not allow it.
    Forbidden,
    /// The form is not from our own page.
    Forged,
    /// The request does not say what it should.
    Unreadable,
    /// The request is too large.
    TooLarge,
    /// Too much is asked at this moment.
    Busy,
    /// The ledger did not do it.
    Store(StoreError),
    /// Something of ours is broken; carries what the log should say.
    Broken(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, trouble) = match self {
            Self::NotFound => (StatusCode::NOT_FOUND, Trouble::NotFound),
            Self::WrongMethod => (StatusCode::METHOD_NOT_ALLOWED, Trouble::WrongMethod),
            Self::Forbidden => (StatusCode::FORBIDDEN, Trouble::Forbidden),
            Self::Forged => (StatusCode::FORBIDDEN, Trouble::Forged),
            Self::Unreadable => (StatusCode::BAD_REQUEST, Trouble::Unreadable),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, Trouble::TooLarge),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, Trouble::Busy),
            Self::Store(StoreError::Unavailable(error)) => {
                tracing::warn!(%error, "a page waits for the database");
                (StatusCode::SERVICE_UNAVAILABLE, Trouble::Unavailable)
            }
            Self::Store(error @ (StoreError::Conflict(_) | StoreError::Corrupt(_))) => {
                broken(&error.to_string())
            }
            Self::Broken(error) => broken(&error),
        };
        let page = trouble::Page { trouble }.render().unwrap_or_default();
        (status, Html(page)).into_response()
    }
}

/// The particulars go to the log only; the page carries a mark to find them by.
fn broken(error: &str) -> (StatusCode, Trouble) {
    let mark = Digest::of(error.as_bytes()).short();
    tracing::error!(%error, %mark, "a page could not be made");
    (StatusCode::INTERNAL_SERVER_ERROR, Trouble::Broken(mark))
}
