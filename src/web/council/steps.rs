//! The steps of a result, one form each.

use askama::Template as _;
use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::{actor, again, approval, done, enter, refused};
use crate::{
    digest::Digest,
    sitting::step::Approving,
    web::{App, ask::Filled, failure::Failure, session::Person, typed::day},
    words::{Lang, pages::council::approval as page},
};

/// Where the steps up to the explanations are taken from.
const OVERVIEW: &str = "/council";

/// Where the others are.
const APPROVAL: &str = "/council/approval";

/// What a step may need.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    seen: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    reason: String,
}

/// Closes the verification.
///
/// # Errors
/// When the ledger does not answer.
pub async fn close_verification(
    State(app): State<App>,
    person: Person,
) -> Result<Response, Failure> {
    let actor = actor(&person);
    let closed = enter(&app, &actor, &person)
        .await?
        .close_verification()
        .await;
    let why = refused(&app, closed)?;
    answer(&app, &person, OVERVIEW, "verification-closed", why).await
}

/// Asks the units to explain.
///
/// # Errors
/// When the ledger does not answer.
pub async fn open_round(State(app): State<App>, person: Person) -> Result<Response, Failure> {
    let actor = actor(&person);
    let chamber = enter(&app, &actor, &person).await?;
    let opened = chamber.open_round(app.desk.own(), Lang::Vi).await;
    let why = refused(&app, opened)?;
    app.desk.bells.owed.notify_one();
    answer(&app, &person, OVERVIEW, "round-opened", why).await
}

/// Ends the explanations.
///
/// # Errors
/// When the ledger does not answer.
pub async fn close_round(State(app): State<App>, person: Person) -> Result<Response, Failure> {
    let actor = actor(&person);
    let closed = enter(&app, &actor, &person).await?.close_round().await;
    let why = refused(&app, closed)?;
    answer(&app, &person, OVERVIEW, "round-closed", why).await
}

/// Freezes the result.
///
/// # Errors
/// When the ledger does not answer.
pub async fn finalise(State(app): State<App>, person: Person) -> Result<Response, Failure> {
    let actor = actor(&person);
    let finalised = enter(&app, &actor, &person).await?.finalise().await;
    let why = refused(&app, finalised)?;
    answer(&app, &person, APPROVAL, "finalised", why).await
}

/// Approves what was seen.
///
/// # Errors
/// When the ledger does not answer.
pub async fn approve(
    State(app): State<App>,
    person: Person,
    Filled(asked): Filled<Asked>,
) -> Result<Response, Failure> {
    let why = match (day(asked.date.trim()), Digest::from_hex(&asked.seen)) {
        (None, _) => Some(page::NO_DATE.to_owned()),
        (_, None) => Some(page::NO_DIGEST.to_owned()),
        (Some(date), Some(seen)) => {
            let approving = Approving {
                number: asked.number.clone(),
                date,
                seen,
            };
            let actor = actor(&person);
            let chamber = enter(&app, &actor, &person).await?;
            refused(&app, chamber.approve(&approving).await)?
        }
    };
    let Some(why) = why else {
        return Ok(done(APPROVAL, "approved"));
    };
    let mut page = approval::filled(&app, &person).await?;
    page.faults = vec![why];
    page.typed_number = asked.number;
    page.typed_date = asked.date;
    Ok(again(page.render()?))
}

/// Publishes what was approved.
///
/// # Errors
/// When the ledger does not answer.
pub async fn publish(State(app): State<App>, person: Person) -> Result<Response, Failure> {
    let actor = actor(&person);
    let chamber = enter(&app, &actor, &person).await?;
    let why = refused(&app, chamber.publish().await)?;
    // The score sheets are made meanwhile.
    app.desk.bells.decided.notify_one();
    answer(&app, &person, APPROVAL, "published", why).await
}

/// Gives a final result back to the council.
///
/// # Errors
/// When the ledger does not answer.
pub async fn give_back(
    State(app): State<App>,
    person: Person,
    Filled(asked): Filled<Asked>,
) -> Result<Response, Failure> {
    let actor = actor(&person);
    let chamber = enter(&app, &actor, &person).await?;
    let why = refused(&app, chamber.give_back(&asked.reason).await)?;
    answer(&app, &person, APPROVAL, "given-back", why).await
}

/// Begins another edition.
///
/// # Errors
/// When the ledger does not answer.
pub async fn reopen(
    State(app): State<App>,
    person: Person,
    Filled(asked): Filled<Asked>,
) -> Result<Response, Failure> {
    let actor = actor(&person);
    let chamber = enter(&app, &actor, &person).await?;
    let why = refused(&app, chamber.reopen(&asked.reason).await)?;
    answer(&app, &person, APPROVAL, "reopened", why).await
}

/// On to the page the step belongs to, or the page of all steps with why not.
async fn answer(
    app: &App,
    person: &Person,
    page: &str,
    word: &str,
    why: Option<String>,
) -> Result<Response, Failure> {
    let Some(why) = why else {
        return Ok(done(page, word));
    };
    let mut page = approval::filled(app, person).await?;
    page.faults = vec![why];
    Ok(again(page.render()?))
}
