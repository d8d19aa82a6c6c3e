//! The link by which a person sets the first password, or a new one after the
//! old was forgotten. It opens once, for a while, and never past the telephone
//! of an account that has one.

use askama::Template as _;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse as _, Response},
};
use jiff::SignedDuration;
use serde::Deserialize;

use super::{
    App,
    aside::Turn,
    ask::{Filled, Place},
    failure::Failure,
    forms, hashing, login, second_factor,
    session::{self, go},
    throttle::Network,
};
use crate::{
    digest::Digest,
    edge::store::{Account, Actor},
    password::weakness,
    words::{
        Lang,
        pages::{
            Here,
            setup::{Gone, MISMATCH, Setup, TITLE},
        },
        people,
    },
};

/// How long a link opens.
pub const LIFE: SignedDuration = SignedDuration::from_hours(72);

/// What the form says.
#[derive(Deserialize)]
pub struct Typed {
    password: String,
    again: String,
}

/// The page behind the link.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    Place(token): Place<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    match whose(&app, &token).await? {
        Some(account) => form(&app, &headers, &token, &account, String::new()),
        None => gone(&app),
    }
}

/// Sets the password and goes on to the telephone, or in.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn set(
    State(app): State<App>,
    Place(token): Place<String>,
    Network(network): Network,
    headers: HeaderMap,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Failure> {
    let Some(account) = whose(&app, &token).await? else {
        return gone(&app);
    };
    if let Some(fault) = unfit(&app, &account, &typed.password, &typed.again) {
        return form(&app, &headers, &token, &account, fault);
    }
    let hash = hash(&app, typed.password).await?;
    let name = &account.name;
    let actor = Actor::Person(name.clone());
    let mut tx = app.store.begin(&actor, app.now()).await?;
    let used = tx.use_link(Digest::of(token.as_bytes())).await?;
    if used.as_deref() != Some(name) {
        return gone(&app);
    }
    tx.set_password(name, &hash, None).await?;
    let offers = account.totp.is_none() && app.asks_for_code(account.role);
    if offers {
        second_factor::offer(&mut tx, name).await?;
    }
    tx.commit().await?;
    let awaits_code = account.totp.is_some();
    let cookies = login::open(&app, name, &network, &headers, awaits_code).await?;
    let to = match (awaits_code, offers) {
        (true, _) => "/login/code",
        (false, true) => "/me/second-factor",
        (false, false) => "/",
    };
    Ok(go(to, cookies))
}

/// A new link for an account: what to send its person, and since it is random
/// the ledger keeps only its digest.
///
/// # Errors
/// When the machine has no randomness to give.
pub fn new_link(public_url: &str) -> Result<(String, Digest), Failure> {
    let token = session::token()?;
    let digest = Digest::of(token.as_bytes());
    let base = public_url.trim_end_matches('/');
    Ok((format!("{base}/setup/{token}"), digest))
}

/// What is wrong with a new password typed twice.
pub(super) fn unfit(app: &App, account: &Account, password: &str, again: &str) -> Option<String> {
    let names = [
        account.name.as_str(),
        account.display.as_str(),
        app.campaign.office.name.as_str(),
        app.campaign.title.as_str(),
        app.campaign.id.as_str(),
    ];
    match weakness(password, &names) {
        Some(weakness) => Some(people::weakness(Lang::Vi, weakness)),
        None if password != again => Some(MISMATCH.to_owned()),
        None => None,
    }
}

/// Hashes a password beside the threads that answer.
pub(super) async fn hash(app: &App, password: String) -> Result<String, Failure> {
    let turn = Turn::wait(&app.turns).await?;
    let (turn, hash) = turn.run(move || hashing::hash_password(&password)).await?;
    drop(turn);
    hash.map_err(|error| Failure::Broken(error.to_string()))
}

async fn whose(app: &App, token: &str) -> Result<Option<Account>, Failure> {
    let digest = Digest::of(token.as_bytes());
    match app.store.link(digest, app.now()).await? {
        Some(name) => Ok(app.store.account(&name).await?),
        None => Ok(None),
    }
}

fn form(
    app: &App,
    headers: &HeaderMap,
    token: &str,
    account: &Account,
    fault: String,
) -> Result<Response, Failure> {
    let (csrf, set) = forms::for_strangers(app, headers)?;
    let status = match fault.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = Setup {
        frame: app.frame(TITLE, Here::Elsewhere, None),
        csrf,
        action: format!("/setup/{token}"),
        name: account.name.clone(),
        display: account.display.clone(),
        fault,
        code_next: account.totp.is_none() && app.asks_for_code(account.role),
    };
    Ok((status, [set], Html(page.render()?)).into_response())
}

fn gone(app: &App) -> Result<Response, Failure> {
    let page = Gone {
        frame: app.frame(TITLE, Here::Elsewhere, None),
    };
    Ok((StatusCode::GONE, Html(page.render()?)).into_response())
}
