//! Who sits on the council.

use askama::Template as _;
use axum::{
    extract::State,
    response::{Html, Response},
};
use serde::Deserialize;

use super::{Said, actor, again, done, enter, refused};
use crate::{
    council::people::Position,
    role::Right,
    web::{
        App,
        ask::{Asked, Filled},
        failure::Failure,
        session::Person,
    },
    words::{
        Lang, council as office,
        pages::{
            Here,
            council::{
                self as words, Part,
                members::{self as page, Members},
            },
            mails::Choice,
        },
    },
};

/// The page.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(said): Asked<Said>,
) -> Result<Html<String>, Failure> {
    let mut page = filled(&app, &person, &Seating::default()).await?;
    words::done(&said.done).clone_into(&mut page.done);
    Ok(Html(page.render()?))
}

/// A seat to give or to end.
#[derive(Debug, Default, Deserialize)]
pub struct Seating {
    account: String,
    #[serde(default)]
    position: String,
}

/// Gives a seat.
///
/// # Errors
/// When the form names no seat, or the ledger does not answer.
pub async fn seat(
    State(app): State<App>,
    person: Person,
    Filled(seating): Filled<Seating>,
) -> Result<Response, Failure> {
    let position = Position::parse(&seating.position).ok_or(Failure::Unreadable)?;
    let actor = actor(&person);
    let chamber = enter(&app, &actor, &person).await?;
    let seated = chamber.seat(&seating.account, position).await;
    let Some(why) = refused(&app, seated)? else {
        return Ok(done("/council/members", "seated"));
    };
    let mut page = filled(&app, &person, &seating).await?;
    page.faults = vec![why];
    Ok(again(page.render()?))
}

/// Ends a seat.
///
/// # Errors
/// When the ledger does not answer.
pub async fn unseat(
    State(app): State<App>,
    person: Person,
    Filled(seating): Filled<Seating>,
) -> Result<Response, Failure> {
    let actor = actor(&person);
    let chamber = enter(&app, &actor, &person).await?;
    let Some(why) = refused(&app, chamber.unseat(&seating.account).await)? else {
        return Ok(done("/council/members", "unseated"));
    };
    let mut page = filled(&app, &person, &Seating::default()).await?;
    page.faults = vec![why];
    Ok(again(page.render()?))
}

async fn filled(app: &App, person: &Person, seating: &Seating) -> Result<Members, Failure> {
    let now = app.now();
    let members = app.store.council_members(&app.campaign.id).await?;
    let mut accounts = app.store.accounts().await?;
    accounts.retain(|it| it.disabled_at.is_none() && it.role.may(Right::Verify));
    accounts.retain(|it| {
        let mut sitting = members.iter().filter(|member| member.sits(now));
        sitting.all(|member| member.account != it.name)
    });
    Ok(Members {
        frame: app.menu_frame(Here::Council, person),
        csrf: person.csrf.clone(),
        tabs: words::tabs(Some(Part::Members)),
        done: String::new(),
        faults: Vec::new(),
        members: members
            .iter()
            .map(|member| page::MemberLine {
                name: member.name.clone(),
                position: office::position(Lang::Vi, member.position),
                account: member.account.clone(),
                since: app.short(member.since),
                until: member.until.map_or_else(String::new, |at| app.short(at)),
                sits: member.sits(now),
            })
            .collect(),
        accounts: accounts
            .iter()
            .map(|it| Choice {
                chosen: it.name == seating.account,
                name: format!("{} ({})", it.display, it.name),
                code: it.name.clone(),
            })
            .collect(),
        positions: Position::ALL
            .into_iter()
            .map(|position| Choice {
                chosen: position.as_str() == seating.position,
                name: office::position(Lang::Vi, position).to_owned(),
                code: position.as_str().to_owned(),
            })
            .collect(),
        may: person.role.may(Right::Accounts),
    })
}
