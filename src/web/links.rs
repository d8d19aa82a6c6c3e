//! Ways into an account that is not one's own: the link that sets a password,
//! and the telephone that is lost. Whoever opens one proves once more who he is.

use askama::Template as _;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Response},
};
use serde::Deserialize;

use super::{
    App,
    ask::{Filled, Place},
    failure::Failure,
    me::proven_again,
    people::{Said, back, begin, known, page, refuse},
    session::Person,
    setup::{self, new_link},
    throttle::Network,
};
use crate::{
    edge::store::Tx,
    words::pages::{
        Here,
        people::{Done, Link, Refusal},
    },
};

/// What the forms say.
#[derive(Deserialize)]
pub struct Proven {
    #[serde(default)]
    own_password: String,
}

/// Makes a new link to set a password, and shows it, this once.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn link(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    Network(network): Network,
    Filled(typed): Filled<Proven>,
) -> Result<Response, Failure> {
    let account = known(&app, id).await?;
    if let Some(answer) = asked_again(&app, &person, id, &network, ("opens", typed)).await? {
        return Ok(answer);
    }
    let tx = begin(&app, &person).await?;
    if !account.is_enabled() {
        return refuse(&app, &person, id, tx, Refusal::Disabled).await;
    }
    made(&app, &person, tx, &account.name, &account.display).await
}

/// Takes the telephone from an account whose person has lost it.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn reset_code(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    Network(network): Network,
    Filled(typed): Filled<Proven>,
) -> Result<Response, Failure> {
    let account = known(&app, id).await?;
    if let Some(answer) = asked_again(&app, &person, id, &network, ("opens", typed)).await? {
        return Ok(answer);
    }
    let mut tx = begin(&app, &person).await?;
    if account.name == person.name {
        return refuse(&app, &person, id, tx, Refusal::OwnCode).await;
    }
    tx.reset_totp(&account.name).await?;
    tx.commit().await?;
    Ok(back(id, Done::Code))
}

/// The page once more, with the fault at the form that was sent, unless the
/// password is right.
pub(super) async fn asked_again(
    app: &App,
    person: &Person,
    id: i64,
    network: &str,
    (form, typed): (&'static str, Proven),
) -> Result<Option<Response>, Failure> {
    let refused = proven_again(app, person, network, typed.own_password).await?;
    let Some((status, fault)) = refused else {
        return Ok(None);
    };
    let said = Said {
        password_fault: (form, fault),
        ..Said::default()
    };
    Ok(Some(page(app, person, id, status, said).await?))
}

/// Makes a link for an account within a change, and shows it.
///
/// # Errors
/// When the ledger does not answer.
pub(super) async fn made(
    app: &App,
    person: &Person,
    mut tx: Tx,
    name: &str,
    display: &str,
) -> Result<Response, Failure> {
    let (url, digest) = new_link(&app.public_url)?;
    let until = app.now().checked_add(setup::LIFE).unwrap_or(app.now());
    tx.make_link(name, digest, until).await?;
    tx.commit().await?;
    let page = Link {
        frame: app.menu_frame(Here::Accounts, person),
        name: name.to_owned(),
        display: display.to_owned(),
        url,
        until: app.long(until),
    };
    Ok(Html(page.render()?).into_response())
}
