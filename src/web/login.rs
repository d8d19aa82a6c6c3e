//! Signing in and out.

use askama::Template;
use axum::{
    Form,
    extract::{FromRequest as _, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    App, accounts,
    aside::Turn,
    ask::Asked,
    failure::Failure,
    session::{self, Person, cookie, form_cookie, go, own_path, session_cookie, set_cookie},
    throttle,
};
use crate::{
    digest::Digest,
    edge::store::{Actor, NewSession, StoreError},
    text,
    words::pages::{
        Here,
        login::{self, Login, Notice},
    },
};

/// What the address of the page may say.
#[derive(Deserialize)]
pub struct Wish {
    #[serde(default)]
    next: String,
    #[serde(default)]
    out: String,
}

/// What the form says.
#[derive(Deserialize)]
pub struct Typed {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// The page to sign in.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    Asked(wish): Asked<Wish>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let next = own_path(&wish.next);
    if session::person(&app, &headers).await?.is_some() {
        return Ok(go(next, []));
    }
    let notice = (wish.out == "1").then_some(Notice::SignedOut);
    form(&app, &headers, StatusCode::OK, "", next, notice)
}

/// Checks name and password and opens a session.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn sign_in(State(app): State<App>, request: Request) -> Result<Response, Failure> {
    let (network, headers) = (throttle::network(&app, &request), request.headers().clone());
    let Form(typed) = Form::<Typed>::from_request(request, &())
        .await
        .map_err(|_| Failure::Unreadable)?;
    let name = text::tidy(&typed.name);
    let next = own_path(&typed.next);
    let again = |status, notice| form(&app, &headers, status, &name, next, Some(notice));
    // One's turn first, then the count: otherwise a hundred at once would all
    // find it low.
    let turn = match Turn::wait(&app.turns).await {
        Err(Failure::Busy) => return again(StatusCode::SERVICE_UNAVAILABLE, Notice::Busy),
        turn => turn?,
    };
    if let Some(minutes) = throttle::wait(&app.store, &name, &network, app.now()).await? {
        let mut answer = again(StatusCode::TOO_MANY_REQUESTS, Notice::TooMany(minutes))?;
        let seconds = minutes.saturating_mul(60).into();
        answer.headers_mut().insert(header::RETRY_AFTER, seconds);
        return Ok(answer);
    }
    if !knows_password(&app, turn, &name, &network, typed.password).await? {
        return again(StatusCode::UNAUTHORIZED, Notice::Wrong);
    }
    match open(&app, &name, &headers).await {
        Ok(token) => Ok(go(
            next,
            [
                set_cookie(app.front, session_cookie(app.front), &token),
                set_cookie(app.front, form_cookie(app.front), ""),
            ],
        )),
        // Disabled between the check and the session.
        Err(Failure::Store(StoreError::Conflict(_))) => {
            again(StatusCode::UNAUTHORIZED, Notice::Wrong)
        }
        Err(failure) => Err(failure),
    }
}

/// Ends the session, here and in the browser.
///
/// # Errors
/// When the ledger does not answer.
pub async fn sign_out(State(app): State<App>, person: Person) -> Result<Response, Failure> {
    let actor = Actor::Person(person.name);
    let mut tx = app.store.begin(&actor, app.now()).await?;
    tx.end_session(person.session).await?;
    tx.commit().await?;
    let gone = set_cookie(app.front, session_cookie(app.front), "");
    Ok(go("/login?out=1", [gone]))
}

/// The form, with a token that the browser must bring back in a cookie too.
fn form(
    app: &App,
    headers: &HeaderMap,
    status: StatusCode,
    name: &str,
    next: &str,
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    // The same for two windows of one browser.
    let csrf = match cookie(headers, form_cookie(app.front)).and_then(Digest::from_hex) {
        Some(known) => known.to_string(),
        None => session::token()?,
    };
    let page = Login {
        frame: app.frame(login::TITLE, Here::Elsewhere, None),
        name: text::one_line(name, 100),
        next: next.to_owned(),
        notice,
        csrf: csrf.clone(),
    };
    let set = set_cookie(app.front, form_cookie(app.front), &csrf);
    Ok((status, [set], Html(page.render()?)).into_response())
}

/// Checks a password, and notes a wrong one before the turn is over. It takes
/// as long for an unknown name as for a known one.
async fn knows_password(
    app: &App,
    turn: Turn,
    name: &str,
    network: &str,
    password: String,
) -> Result<bool, Failure> {
    let account = app.store.account(name).await?;
    let hash = account
        .filter(|account| account.disabled_at.is_none())
        .map(|account| account.password_hash);
    let check = move || accounts::is_password(&password, hash.as_deref());
    let (turn, right) = turn.run(check).await?;
    if !right {
        let store = &app.store;
        store.note_login_failure(name, network, app.now()).await?;
        tracing::warn!(%network, "a password was wrong");
    }
    drop(turn);
    Ok(right)
}

/// Opens a session with a token of its own, in place of the browser's old one.
async fn open(app: &App, name: &str, headers: &HeaderMap) -> Result<String, Failure> {
    let (token, csrf, now) = (session::token()?, session::token()?, app.now());
    let mut tx = app
        .store
        .begin(&Actor::Person(name.to_owned()), now)
        .await?;
    if let Some(old) = cookie(headers, session_cookie(app.front)) {
        tx.end_session(Digest::of(old.as_bytes())).await?;
    }
    tx.open_session(&NewSession {
        token_digest: Digest::of(token.as_bytes()),
        account: name,
        csrf: &csrf,
        expires_at: session::ends_at(now, now),
    })
    .await?;
    tx.commit().await?;
    Ok(token)
}
