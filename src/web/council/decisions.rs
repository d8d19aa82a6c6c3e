//! Ties, and decisions about units.

use askama::Template as _;
use axum::{
    extract::State,
    response::{Html, Response},
};

use super::{Room, Said, actor, again, current, done, enter, refused};
use crate::{
    council::Kind,
    edge::store::DecisionRow,
    flow::council::Deciding,
    results::{GroupResult, TieResult},
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
                decisions::{self as page, Decisions},
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
    let mut page = filled(&app, &person).await?;
    words::done(&said.done).clone_into(&mut page.done);
    Ok(Html(page.render()?))
}

/// Decides about units: an order in a tie, a late report, an exemption.
///
/// # Errors
/// When the form says nothing of the kind, or the ledger does not answer.
pub async fn decide(
    State(app): State<App>,
    person: Person,
    Filled(fields): Filled<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let all = |name: &str| -> Vec<String> {
        let named = fields.iter().filter(|(field, _)| field == name);
        named.map(|(_, value)| value.clone()).collect()
    };
    let one = |name: &str| all(name).into_iter().next().unwrap_or_default();
    let kind = Kind::parse(&one("kind")).ok_or(Failure::Unreadable)?;
    let units = match kind {
        Kind::Tie => all("unit"),
        Kind::Late | Kind::Exempt => all("units"),
    };
    let mut once = units.clone();
    once.sort();
    once.dedup();
    let why = if once.len() == units.len() {
        let actor = actor(&person);
        let chamber = enter(&app, &actor, &person).await?;
        let deciding = Deciding {
            kind,
            units: &units,
            holds: one("holds") == "yes",
            reason: &one("reason"),
        };
        refused(&app, chamber.decide(deciding).await)?
    } else {
        Some(page::TWICE.to_owned())
    };
    let Some(why) = why else {
        let from_unit = units.first().filter(|_| kind != Kind::Tie);
        let back = from_unit.map_or_else(
            || "/council/decisions".to_owned(),
            |unit| format!("/council/units/{unit}"),
        );
        return Ok(done(&back, "decided"));
    };
    let mut page = filled(&app, &person).await?;
    page.faults = vec![why];
    Ok(again(page.render()?))
}

async fn filled(app: &App, person: &Person) -> Result<Decisions, Failure> {
    let room = Room::of(app, person).await?;
    let draft = current(app).await?;
    let groups = draft.map_or_else(Vec::new, |draft| draft.snapshot.groups);
    let decisions = app.store.decisions(&app.campaign.id).await?;
    Ok(Decisions {
        frame: app.menu_frame(Here::Council, person),
        csrf: person.csrf.clone(),
        tabs: words::tabs(Some(Part::Decisions)),
        done: String::new(),
        faults: Vec::new(),
        ties: groups
            .iter()
            .flat_map(|group| group.ties.iter().map(move |it| tie(group, it)))
            .collect(),
        decisions: decisions.iter().rev().map(|it| decided(app, it)).collect(),
        may: room.may_enter,
    })
}

fn tie(group: &GroupResult, tie: &TieResult) -> page::Tie {
    let choices = |place: usize| {
        let named = tie.units.iter().zip(&tie.names).enumerate();
        named
            .map(|(n, (code, name))| Choice {
                code: code.clone(),
                name: name.clone(),
                chosen: n == place,
            })
            .collect()
    };
    page::Tie {
        label: page::tie(&group.label, tie.rank, tie.units.len()),
        group: group.group.clone(),
        rank: tie.rank,
        badge: page::badge(tie.decided),
        places: (0..tie.units.len())
            .map(|place| page::Place {
                label: page::place(tie.rank + place),
                choices: choices(place),
            })
            .collect(),
    }
}

fn decided(app: &App, row: &DecisionRow) -> page::Decided {
    let names: Vec<String> = row.units.iter().map(|unit| app.unit_name(unit)).collect();
    page::Decided {
        at: app.short(row.noted_at),
        what: page::what(office::kind(Lang::Vi, row.kind), row.holds != 0),
        units: names.join(" → "),
        reason: row.reason.clone(),
        by: row.noted_by.clone(),
    }
}
