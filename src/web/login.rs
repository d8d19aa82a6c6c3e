//! Signing in and out.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use jiff::SignedDuration;
use serde::Deserialize;

use super::{
    App,
    ask::{Asked, Filled},
    failure::Failure,
    filter::address,
    forms,
    proof::{self, Proof},
    session::{self, Person, cookie, form_cookie, go, own_path, session_cookie, set_cookie},
    throttle::Network,
};
use crate::{
    digest::Digest,
    edge::store::{Account, Actor, NewSession},
    text,
    words::pages::{
        Here,
        login::{self, Code, Login, Notice},
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

/// What the form of the code says.
#[derive(Deserialize)]
pub struct TypedCode {
    code: String,
    #[serde(default)]
    next: String,
}

/// How long a right password waits for its code.
const CODE_WAIT: SignedDuration = SignedDuration::from_mins(10);

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

/// Checks name and password. With a second factor the code is asked for next;
/// without one the session is open.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn sign_in(
    State(app): State<App>,
    Network(network): Network,
    headers: HeaderMap,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Failure> {
    let name = text::tidy(&typed.name);
    let next = own_path(&typed.next);
    let again = |status, notice| form(&app, &headers, status, &name, next, Some(notice));
    let password = Box::pin(proof::password(&app, &name, &network, typed.password));
    match password.await? {
        Proof::Right => {}
        Proof::Wrong => return again(StatusCode::UNAUTHORIZED, Notice::Wrong),
        Proof::Busy => return again(StatusCode::SERVICE_UNAVAILABLE, Notice::Busy),
        Proof::Wait(minutes) => {
            let answer = again(StatusCode::TOO_MANY_REQUESTS, Notice::TooMany(minutes))?;
            return Ok(after(answer, minutes));
        }
    }
    let account = app.store.account(&name).await?;
    let Some(account) = account.filter(Account::is_enabled) else {
        // Disabled between the check and this.
        return again(StatusCode::UNAUTHORIZED, Notice::Wrong);
    };
    let awaits_code = account.totp.is_some();
    let cookies = open(&app, &name, &network, &headers, awaits_code).await?;
    if awaits_code {
        let code = address("/login/code", &[("next", &next.to_owned())]);
        return Ok(go(&code, cookies));
    }
    Ok(go(next, cookies))
}

/// The page that asks for the code.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show_code(
    State(app): State<App>,
    Asked(wish): Asked<Wish>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if awaiting(&app, &headers).await?.is_none() {
        return Ok(go("/login", []));
    }
    code_form(&app, &headers, StatusCode::OK, own_path(&wish.next), None)
}

/// Checks the code and opens the session.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn take_code(
    State(app): State<App>,
    Network(network): Network,
    headers: HeaderMap,
    Filled(typed): Filled<TypedCode>,
) -> Result<Response, Failure> {
    let Some(account) = awaiting(&app, &headers).await? else {
        return Ok(go("/login", []));
    };
    let next = own_path(&typed.next);
    let again = |status, notice| code_form(&app, &headers, status, next, Some(notice));
    match Box::pin(proof::code(&app, &account, &network, &typed.code)).await? {
        Proof::Right => {
            let cookies = open(&app, &account.name, &network, &headers, false).await?;
            Ok(go(next, cookies))
        }
        Proof::Wrong => again(StatusCode::UNAUTHORIZED, Notice::WrongCode),
        Proof::Busy => again(StatusCode::SERVICE_UNAVAILABLE, Notice::Busy),
        Proof::Wait(minutes) => {
            let answer = again(StatusCode::TOO_MANY_REQUESTS, Notice::TooMany(minutes))?;
            Ok(after(answer, minutes))
        }
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
    let (csrf, set) = forms::for_strangers(app, headers)?;
    let page = Login {
        frame: app.frame(login::TITLE, Here::Elsewhere, None),
        name: text::one_line(name, 100),
        next: next.to_owned(),
        notice,
        csrf,
    };
    Ok((status, [set], Html(page.render()?)).into_response())
}

fn code_form(
    app: &App,
    headers: &HeaderMap,
    status: StatusCode,
    next: &str,
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let (csrf, set) = forms::for_strangers(app, headers)?;
    let page = Code {
        frame: app.frame(login::CODE_TITLE, Here::Elsewhere, None),
        next: next.to_owned(),
        notice,
        csrf,
    };
    Ok((status, [set], Html(page.render()?)).into_response())
}

/// Says when to come back.
fn after(mut answer: Response, minutes: i64) -> Response {
    let seconds = minutes.saturating_mul(60).into();
    answer.headers_mut().insert(header::RETRY_AFTER, seconds);
    answer
}

/// Whose password was right in this browser, while the code is still to come.
async fn awaiting(app: &App, headers: &HeaderMap) -> Result<Option<Account>, Failure> {
    let Some(token) = cookie(headers, session_cookie(app.front)) else {
        return Ok(None);
    };
    let digest = Digest::of(token.as_bytes());
    match app.store.awaiting(digest, app.now()).await? {
        Some(name) => Ok(app.store.account(&name).await?),
        None => Ok(None),
    }
}

/// Opens a session with a token of its own, in place of the browser's old one,
/// and gives the cookies to set.
///
/// # Errors
/// When the ledger does not answer.
pub async fn open(
    app: &App,
    name: &str,
    network: &str,
    headers: &HeaderMap,
    awaits_code: bool,
) -> Result<[(header::HeaderName, String); 2], Failure> {
    let (token, csrf, now) = (session::token()?, session::token()?, app.now());
    let actor = Actor::Person(name.to_owned());
    let mut tx = app.store.begin(&actor, now).await?;
    if let Some(old) = cookie(headers, session_cookie(app.front)) {
        tx.end_session(Digest::of(old.as_bytes())).await?;
    }
    let agent = headers.get(header::USER_AGENT);
    let agent = agent.and_then(|agent| agent.to_str().ok());
    tx.open_session(&NewSession {
        token_digest: Digest::of(token.as_bytes()),
        account: name,
        csrf: &csrf,
        expires_at: match awaits_code {
            true => now.checked_add(CODE_WAIT).unwrap_or(now),
            false => session::ends_at(now, now),
        },
        awaits_code,
        network,
        agent: agent.unwrap_or_default(),
    })
    .await?;
    tx.commit().await?;
    Ok([
        set_cookie(app.front, session_cookie(app.front), &token),
        set_cookie(app.front, form_cookie(app.front), ""),
    ])
}
