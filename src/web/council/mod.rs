//! The council's pages: what waits, every point with where it comes from, what
//! may be entered, and the steps up to publication.
//!
//! A page shows what [`crate::flow::council`] has and hands it what was typed;
//! the rules are not repeated here. A form that is refused is shown again, with
//! what was typed and why.

pub mod overview;

pub mod grid;

pub mod unit;

pub mod item;

pub mod differences;

pub mod decisions;

pub mod approval;

pub mod members;

pub mod steps;

use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{App, failure::Failure, session::Person};
use crate::{
    council::people::Member,
    edge::store::Actor,
    edition::Draft,
    flow::council::{self, Chamber, Done, Undone},
    role::Right,
    sitting::step::Standing,
    words::{Lang, council as words},
};

/// What an address of these pages may say.
#[derive(Debug, Default, Deserialize)]
pub struct Said {
    /// What was just done.
    #[serde(default)]
    pub done: String,
    /// Which group of units is shown.
    #[serde(default)]
    pub group: String,
}

/// The council as a page finds it.
pub(super) struct Room {
    /// Where the result stands.
    pub standing: Standing,
    /// Who sits on it.
    pub members: Vec<Member>,
    /// May this person enter figures, marks and decisions now?
    pub may_enter: bool,
}

impl Room {
    pub(super) async fn of(app: &App, person: &Person) -> Result<Self, Failure> {
        let standing = app.store.standing(&app.campaign.id).await?;
        let members = council::sitting(&app.store, &app.campaign.id, app.now()).await?;
        let sits = members.iter().any(|member| member.account == person.name);
        let may_enter = sits && person.role.may(Right::Verify) && !standing.stage.is_frozen();
        Ok(Self {
            standing,
            members,
            may_enter,
        })
    }
}

/// The result as it stands; none before the close.
pub(super) async fn current(app: &App) -> Result<Option<Draft>, Failure> {
    Ok(council::current(&app.store, &app.campaign).await?)
}

/// Whoever signed in, as audit rows name them.
pub(super) fn actor(person: &Person) -> Actor {
    Actor::Person(person.name.clone())
}

/// Lets a person in.
pub(super) async fn enter<'c>(
    app: &'c App,
    actor: &'c Actor,
    person: &Person,
) -> Result<Chamber<'c>, Failure> {
    let entered = Chamber::enter(&app.store, &app.campaign, actor, &person.name, app.now()).await;
    entered.map_err(|undone| match undone {
        Undone::Refused(_) => Failure::Forbidden,
        Undone::Ledger(error) => error.into(),
    })
}

/// Why something was refused, in words; none when it was done.
pub(super) fn refused<T>(app: &App, done: Done<T>) -> Result<Option<String>, Failure> {
    match done {
        Ok(_) => Ok(None),
        Err(Undone::Refused(refusal)) => {
            let zone = &app.campaign.zone;
            Ok(Some(words::refusal(Lang::Vi, &refusal, zone)))
        }
        Err(Undone::Ledger(error)) => Err(error.into()),
    }
}

/// On to a page that says what was done.
pub(super) fn done(page: &str, word: &str) -> Response {
    Redirect::to(&format!("{page}?done={word}")).into_response()
}

/// A page with a form that was refused.
pub(super) fn again(page: String) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()
}
