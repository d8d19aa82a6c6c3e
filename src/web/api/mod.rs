//! `/api/v1`: what programs may read. It changes nothing, knows no cookies, and
//! says what is wrong as a problem (RFC 9457) with a code that stays.

pub mod shape;

pub mod read;

mod made;

pub mod document;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use serde::Serialize;
use serde_json::json;

use super::{App, failure::Failure};
use crate::{digest::Digest, role::Scope, words::api as words};

/// What every address begins with.
pub const ROOT: &str = "/api/";

/// How old the note of a token's last use may be.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// Why there is no answer.
#[derive(Debug)]
pub enum Problem {
    /// There is no token, or it opens nothing.
    Unauthorized,
    /// The token does not open this.
    Forbidden(Scope),
    /// There is no such thing.
    NotFound,
    /// Not this method.
    WrongMethod,
    /// A parameter does not say what it should.
    Unreadable(&'static str),
    /// Something of ours.
    Failed(Failure),
}

impl From<crate::edge::store::StoreError> for Problem {
    fn from(error: crate::edge::store::StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Problem {
    fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::Failed(Failure::Busy | Failure::Store(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A word that stays the same in every version.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::Forbidden(_) => "forbidden",
            Self::NotFound => "not_found",
            Self::WrongMethod => "method_not_allowed",
            Self::Unreadable(_) => "invalid_parameter",
            Self::Failed(Failure::Busy | Failure::Store(_)) => "unavailable",
            Self::Failed(_) => "internal",
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code) = (self.status(), self.code());
        let (title, detail) = words::problem(&self_facts(&self));
        if let Self::Failed(failure) = &self {
            tracing::error!(?failure, "a program was not answered");
        }
        let body = json!({
            "type": format!("urn:congvu:problem:{code}"),
            "title": title,
            "status": status.as_u16(),
            "detail": detail,
            "code": code,
        });
        let kind = (header::CONTENT_TYPE, "application/problem+json");
        let mut answer = (status, [kind], body.to_string()).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer realm=\"congvu\"");
            answer
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, bearer);
        }
        answer
    }
}

fn self_facts(problem: &Problem) -> words::Problem {
    match problem {
        Problem::Unauthorized => words::Problem::Unauthorized,
        Problem::Forbidden(scope) => words::Problem::Forbidden(scope.as_str()),
        Problem::NotFound => words::Problem::NotFound,
        Problem::WrongMethod => words::Problem::WrongMethod,
        Problem::Unreadable(parameter) => words::Problem::Unreadable(parameter),
        Problem::Failed(Failure::Busy | Failure::Store(_)) => words::Problem::Unavailable,
        Problem::Failed(_) => words::Problem::Internal,
    }
}

/// Lets programs pass whose token opens this. Cookies are not looked at: a
/// browser that is signed in has no more rights here than a stranger.
pub async fn guard(
    State((app, scope)): State<(App, Scope)>,
    request: Request,
    next: Next,
) -> Response {
    match admitted(&app, scope, request.headers()).await {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

async fn admitted(app: &App, scope: Scope, headers: &HeaderMap) -> Result<(), Problem> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(given), None) = (given.next(), given.next()) else {
        return Err(Problem::Unauthorized);
    };
    let token = given
        .to_str()
        .ok()
        .and_then(|given| given.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or(Problem::Unauthorized)?;
    let now = app.now();
    let found = app.store.token(Digest::of(token.as_bytes()), now).await?;
    let token = found.ok_or(Problem::Unauthorized)?;
    let noted = |at| now.duration_since(at) <= NOTED_EVERY;
    if !token.used_at.is_some_and(noted) {
        app.store.touch_token(token.id, now).await?;
    }
    let mut scopes = token.scopes.split(' ');
    match scopes.any(|word| word == scope.as_str()) {
        true => Ok(()),
        false => Err(Problem::Forbidden(scope)),
    }
}

/// An answer in JSON, or that nothing has changed since the one that is known.
///
/// # Errors
/// When it cannot be written: our fault.
pub fn answer(asked: &HeaderMap, body: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_vec(body)
        .map_err(|error| Problem::Failed(Failure::Broken(error.to_string())))?;
    let digest = Digest::of(&body).to_string();
    let tag = format!("\"{}\"", digest.get(..32).unwrap_or_default());
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        // It may be kept, but not used without asking again.
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::ETAG, tag.clone()),
    ];
    if knows(asked, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, body).into_response())
}

/// RFC 9110 §13.1.2: weak comparison.
fn knows(asked: &HeaderMap, tag: &str) -> bool {
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == "*" || known == tag)
}
