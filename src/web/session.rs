//! Who asks: sessions kept by us, of which the browser holds only a token.

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use jiff::{SignedDuration, Timestamp};

use super::{Access, App, Front, failure::Failure, live};
use crate::{digest::Digest, role::Role};

/// How long a session lives that is not used.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);

/// How long a session lives at most.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// How old the note of a session's last use may be. A note is a write, and
/// pages should not wait for each other.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// Whoever is signed in. A page that takes one cannot be shown to anybody else.
#[derive(Clone)]
pub struct Person {
    /// Name of the account.
    pub name: String,
    /// Name to show.
    pub display: String,
    /// What the account may do.
    pub role: Role,
    /// Does the account have a second factor?
    pub second_factor: bool,
    /// What every form of this session carries.
    pub csrf: String,
    /// SHA-256 of the token.
    pub session: Digest,
}

impl<S: Sync> FromRequestParts<S> for Person {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        // Only a route that the table leaves open can get here without one.
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Failure::Broken(format!("{} is open to anybody", parts.uri.path())))
    }
}

/// Lets those pass who may, tells those who may not, and sends everybody else
/// to sign in.
pub async fn guard(
    State((app, access)): State<(App, Access)>,
    mut request: Request,
    next: Next,
) -> Response {
    match person(&app, request.headers()).await {
        // Beyond one's own page, who decides something shows more than a
        // password first.
        Ok(Some(person)) if lacks_code(&app, access, &person) => {
            Redirect::to("/me/second-factor").into_response()
        }
        Ok(Some(person)) if access.admits(person.role) => {
            request.extensions_mut().insert(person);
            // What was changed a moment ago, here or elsewhere, is on the page.
            match app.desk.register.current(&app.store, app.now()).await {
                Ok(_) => next.run(request).await,
                Err(error) => Failure::Store(error).into_response(),
            }
        }
        Ok(Some(_)) => Failure::Forbidden.into_response(),
        Ok(None) => {
            let answer = to_login(request.method(), request.uri());
            match live::asks(request.headers()) {
                true => live::signed_out(&answer, *request.method() == Method::GET),
                false => answer,
            }
        }
        Err(failure) => failure.into_response(),
    }
}

fn lacks_code(app: &App, access: Access, person: &Person) -> bool {
    access != Access::SignedIn && !person.second_factor && app.asks_for_code(person.role)
}

/// Whose session the request belongs to.
///
/// # Errors
/// When the ledger does not answer.
pub async fn person(app: &App, headers: &HeaderMap) -> Result<Option<Person>, Failure> {
    let Some(token) = cookie(headers, session_cookie(app.front)) else {
        return Ok(None);
    };
    let (digest, now) = (Digest::of(token.as_bytes()), app.now());
    let Some(session) = app.store.session(digest, now).await? else {
        return Ok(None);
    };
    if now.duration_since(session.seen_at) > NOTED_EVERY && !live::by_itself(headers) {
        let until = ends_at(session.created_at, now);
        // At worst the session ends earlier; the page is shown all the same.
        if let Err(error) = app.store.touch_session(digest, now, until).await {
            tracing::warn!(%error, "the use of a session was not noted");
        }
    }
    Ok(Some(Person {
        name: session.account,
        display: session.display,
        role: session.role,
        second_factor: session.second_factor,
        csrf: session.csrf,
        session: digest,
    }))
}

/// When a session ends that was opened then and is used now.
#[must_use]
pub fn ends_at(opened: Timestamp, now: Timestamp) -> Timestamp {
    let idle = now.checked_add(IDLE).unwrap_or(Timestamp::MAX);
    let longest = opened.checked_add(LONGEST).unwrap_or(Timestamp::MAX);
    idle.min(longest)
}

/// A random token: 256 bits in hexadecimal digits.
///
/// # Errors
/// When the machine has no randomness to give.
pub fn token() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Broken(error.to_string()))?;
    // A digest of them is as random, and prints itself.
    Ok(Digest::of(&bytes).to_string())
}

/// The cookie of the session. A browser takes a name with this prefix only
/// over HTTPS and only from this host, so that no neighbour can plant one.
#[must_use]
pub fn session_cookie(front: Front) -> &'static str {
    match front {
        Front::Nothing => "congvu",
        Front::HttpsProxy => "__Host-congvu",
    }
}

/// The cookie of the form to sign in.
#[must_use]
pub fn form_cookie(front: Front) -> &'static str {
    match front {
        Front::Nothing => "congvu-form",
        Front::HttpsProxy => "__Host-congvu-form",
    }
}

/// A cookie to set, for this host and no script; empty to take it back.
#[must_use]
pub fn set_cookie(front: Front, name: &str, value: &str) -> (header::HeaderName, String) {
    let secure = match front {
        Front::Nothing => "",
        Front::HttpsProxy => "; Secure",
    };
    let gone = if value.is_empty() { "; Max-Age=0" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{gone}");
    (header::SET_COOKIE, cookie)
}

/// The value of a cookie; none when it stands twice, because then somebody
/// else may have planted one.
#[must_use]
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// To the page to sign in, and from there back to where they were going.
fn to_login(method: &Method, uri: &Uri) -> Response {
    let wanted = uri.path_and_query().map_or("/", |path| path.as_str());
    if *method != Method::GET || wanted == "/" {
        return Redirect::to("/login").into_response();
    }
    let next: String = wanted.bytes().map(super::filter::percent).collect();
    Redirect::to(&format!("/login?next={next}")).into_response()
}

/// A path of ours to go to after signing in; the first page when it is not.
#[must_use]
pub fn own_path(path: &str) -> &str {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if own { path } else { "/" }
}

/// Tells a browser to go on, with the cookies to set.
#[must_use]
pub fn go(to: &str, cookies: impl IntoIterator<Item = (header::HeaderName, String)>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    for (name, value) in cookies
        .into_iter()
        .chain([(header::LOCATION, to.to_owned())])
    {
        if let Ok(value) = value.parse() {
            headers.append(name, value);
        }
    }
    response
}
