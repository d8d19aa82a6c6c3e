//! One's own account: password, telephone, sessions.

use askama::Template as _;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse as _, Response},
};
use serde::Deserialize;

use super::{
    App,
    ask::{Asked, Filled},
    failure::Failure,
    proof::{self, Proof},
    session::{Person, go},
    setup::{hash, unfit},
    throttle::Network,
};
use crate::{
    edge::store::{Account, Actor, SessionLine},
    words::{
        Lang,
        pages::{
            Here,
            me::{self as words, Done, Me, Session},
        },
        people,
    },
};

/// What the address may say.
#[derive(Deserialize)]
pub struct Wish {
    #[serde(default)]
    done: String,
}

/// What the form of the password says.
#[derive(Deserialize)]
pub struct NewPassword {
    current: String,
    password: String,
    again: String,
}

/// Which session is to end.
#[derive(Deserialize)]
pub struct Ending {
    /// The digest of its token, or `others`.
    session: String,
}

/// Faults of the form of the password.
#[derive(Default)]
struct Faults {
    current: String,
    password: String,
}

/// The page.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(wish): Asked<Wish>,
) -> Result<Response, Failure> {
    let done = Done::parse(&wish.done);
    page(&app, &person, StatusCode::OK, done, Faults::default()).await
}

/// Changes the password and ends all other sessions.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn change_password(
    State(app): State<App>,
    person: Person,
    Network(network): Network,
    Filled(typed): Filled<NewPassword>,
) -> Result<Response, Failure> {
    let account = account(&app, &person).await?;
    // What can be said without the old password is said first: it costs no try.
    if let Some(password) = unfit(&app, &account, &typed.password, &typed.again) {
        let faults = Faults {
            password,
            ..Faults::default()
        };
        return page(
            &app,
            &person,
            StatusCode::UNPROCESSABLE_ENTITY,
            None,
            faults,
        )
        .await;
    }
    let name = &person.name;
    let proof = Box::pin(proof::password(&app, name, &network, typed.current)).await?;
    if let Some((status, current)) = refused(proof) {
        let faults = Faults {
            current,
            ..Faults::default()
        };
        return page(&app, &person, status, None, faults).await;
    }
    let hash = hash(&app, typed.password).await?;
    let mut tx = app
        .store
        .begin(&Actor::Person(name.clone()), app.now())
        .await?;
    tx.set_password(name, &hash, Some(person.session)).await?;
    tx.commit().await?;
    Ok(go("/me?done=password", []))
}

/// Ends one of one's own sessions, or all others.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn end_session(
    State(app): State<App>,
    person: Person,
    Filled(which): Filled<Ending>,
) -> Result<Response, Failure> {
    let name = &person.name;
    let own = app.store.sessions_of(name, app.now()).await?;
    let mut tx = app
        .store
        .begin(&Actor::Person(name.clone()), app.now())
        .await?;
    if which.session == "others" {
        tx.end_sessions(name, Some(person.session)).await?;
        tx.commit().await?;
        return Ok(go("/me?done=sessions", []));
    }
    // Only one's own can be named.
    let mut own = own.iter().map(|session| session.token_digest);
    let found = own.find(|digest| digest.to_string() == which.session);
    let Some(digest) = found else {
        return Err(Failure::NotFound);
    };
    tx.end_session(digest).await?;
    tx.commit().await?;
    Ok(go("/me?done=session", []))
}

/// The account of whoever asks.
pub(super) async fn account(app: &App, person: &Person) -> Result<Account, Failure> {
    let account = app.store.account(&person.name).await?;
    account.ok_or_else(|| Failure::Broken("a session without an account".to_owned()))
}

/// How a password that was not right is answered.
pub(super) fn refused(proof: Proof) -> Option<(StatusCode, String)> {
    match proof {
        Proof::Right => None,
        Proof::Wrong => Some((
            StatusCode::UNPROCESSABLE_ENTITY,
            words::WRONG_PASSWORD.to_owned(),
        )),
        Proof::Wait(minutes) => Some((StatusCode::TOO_MANY_REQUESTS, words::wait(minutes))),
        Proof::Busy => Some((StatusCode::SERVICE_UNAVAILABLE, words::BUSY.to_owned())),
    }
}

/// Whoever is signed in proves it once more, before something that outlives
/// the session; or how the form is answered. A field that was left empty is no
/// wrong password.
///
/// # Errors
/// When the ledger does not answer.
pub(super) async fn proven_again(
    app: &App,
    person: &Person,
    network: &str,
    typed: String,
) -> Result<Option<(StatusCode, String)>, Failure> {
    if typed.is_empty() {
        let why = words::OWN_PASSWORD.to_owned();
        return Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, why)));
    }
    let proof = Box::pin(proof::password(app, &person.name, network, typed)).await?;
    Ok(refused(proof))
}

async fn page(
    app: &App,
    person: &Person,
    status: StatusCode,
    done: Option<Done>,
    faults: Faults,
) -> Result<Response, Failure> {
    let account = account(app, person).await?;
    let recovery = app.store.recovery_left(&person.name).await?;
    let sessions = app.store.sessions_of(&person.name, app.now()).await?;
    let page = Me {
        frame: app.frame(words::TITLE, Here::Elsewhere, Some(person)),
        csrf: person.csrf.clone(),
        done: done.map(Done::sentence),
        facts: words::facts(
            &account.name,
            &account.display,
            people::role(Lang::Vi, account.role),
            people::role_means(account.role),
        ),
        code: words::code_state(account.totp.is_some(), recovery),
        others: sessions.len() > 1,
        sessions: sessions
            .iter()
            .map(|session| line(app, person, session))
            .collect(),
        current_fault: faults.current,
        password_fault: faults.password,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn line(app: &App, person: &Person, session: &SessionLine) -> Session {
    Session {
        id: session.token_digest.to_string(),
        own: session.token_digest == person.session,
        opened: app.short(session.created_at),
        seen: app.short(session.seen_at),
        network: session.network.clone(),
        browser: words::browser(&session.agent),
    }
}
