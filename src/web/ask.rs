//! What an address asks for. An address is typed, cut and mailed around: one
//! that cannot be read is answered with a page, as everything else is.

use axum::{
    Form,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use super::failure::Failure;

/// What stands behind the question mark.
pub struct Asked<T>(
    /// What it says.
    pub T,
);

/// What varies in the path.
pub struct Place<T>(
    /// What it names.
    pub T,
);

/// What was typed into a form.
pub struct Filled<T>(
    /// What it says.
    pub T,
);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Filled<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let filled = Form::from_request(request, state).await;
        filled
            .map(|Form(filled)| Self(filled))
            .map_err(|_| Failure::Unreadable)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let asked = Query::from_request_parts(parts, state).await;
        asked
            .map(|Query(asked)| Self(asked))
            .map_err(|_| Failure::Unreadable)
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Place<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let place = Path::from_request_parts(parts, state).await;
        // Nothing stands at a number that is none.
        place
            .map(|Path(place)| Self(place))
            .map_err(|_| Failure::NotFound)
    }
}
