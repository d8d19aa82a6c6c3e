//! A unit before the council.

use askama::Template as _;
use axum::{
    extract::State,
    response::{Html, Response},
};
use serde::Deserialize;

use super::{Room, Said, actor, again, current, differences::file_at, done, enter, refused};
use crate::{
    council::{Kind, round::Round},
    edge::store::NewFile,
    flow::council::Visited,
    web::{
        App,
        ask::{Asked, Filled, Place},
        failure::Failure,
        forms::Sent,
        score_sheet,
        session::Person,
        typed::day,
    },
    words::{
        pages::{
            Here,
            council::{
                self as words, Line,
                unit::{self as page, Unit},
            },
        },
        times,
    },
};

/// Its page.
///
/// # Errors
/// When there is no such unit, or the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    Asked(said): Asked<Said>,
) -> Result<Html<String>, Failure> {
    let mut page = filled(&app, &person, &code).await?;
    words::done(&said.done).clone_into(&mut page.done);
    Ok(Html(page.render()?))
}

/// A visit.
///
/// # Errors
/// When there is no such unit, or the ledger does not answer.
pub async fn visit(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let why = match day(sent.text("day").trim()) {
        None => Some(page::NO_DAY.to_owned()),
        Some(day) => {
            let actor = actor(&person);
            let chamber = enter(&app, &actor, &person).await?;
            let visited = Visited {
                unit: &code,
                day,
                members: sent.text("members"),
                note: sent.text("note"),
                file: sent.file("file").map(|file| NewFile {
                    name: &file.name,
                    bytes: &file.bytes,
                }),
            };
            refused(&app, chamber.visit(visited).await)?
        }
    };
    let Some(why) = why else {
        return Ok(done(&format!("/council/units/{code}"), "visited"));
    };
    let mut page = filled(&app, &person, &code).await?;
    page.faults = vec![why];
    sent.text("day").clone_into(&mut page.typed_day);
    sent.text("members").clone_into(&mut page.typed_members);
    sent.text("note").clone_into(&mut page.typed_note);
    Ok(again(page.render()?))
}

/// What the council says to an explanation.
#[derive(Deserialize)]
pub struct Answer {
    id: i64,
    reason: String,
    accepted: String,
}

/// The council's answer to an explanation.
///
/// # Errors
/// When there is no such unit, or the ledger does not answer.
pub async fn explained(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    Filled(answer): Filled<Answer>,
) -> Result<Response, Failure> {
    let actor = actor(&person);
    let chamber = enter(&app, &actor, &person).await?;
    let accepted = answer.accepted == "yes";
    let answered = chamber.answer(answer.id, accepted, &answer.reason).await;
    let Some(why) = refused(&app, answered)? else {
        return Ok(done(&format!("/council/units/{code}"), "explained"));
    };
    let mut page = filled(&app, &person, &code).await?;
    page.faults = vec![why];
    Ok(again(page.render()?))
}

async fn filled(app: &App, person: &Person, code: &str) -> Result<Unit, Failure> {
    let unit = app.campaign.registry.by_code(code);
    let unit = unit.ok_or(Failure::NotFound)?;
    let room = Room::of(app, person).await?;
    let draft = current(app).await?;
    let snapshot = draft.as_ref().map(|draft| &draft.snapshot);
    let found = snapshot.and_then(|snapshot| score_sheet::find(snapshot, code));
    let round = app.store.round(&app.campaign.id).await?;
    let work = app.store.council_work(&app.campaign.id).await?;
    let late = found.is_some_and(|(_, unit)| unit.report.as_ref().is_some_and(|it| it.late));
    let kinds = [(Kind::Late, late), (Kind::Exempt, true)];
    let asked = kinds.into_iter().filter(|(_, fits)| *fits);
    Ok(Unit {
        frame: app.frame(unit.name.clone(), Here::Council, Some(person)),
        csrf: person.csrf.clone(),
        done: String::new(),
        faults: Vec::new(),
        code: code.to_owned(),
        name: unit.name.clone(),
        facts: found.map_or_else(Vec::new, |(_, unit)| score_sheet::facts(app, unit)),
        sections: found.map_or_else(Vec::new, |(group, unit)| score_sheet::sections(group, unit)),
        visits: visits(app, code).await?,
        explanations: round
            .iter()
            .flat_map(|round| explanations(app, round, code))
            .collect(),
        no_explanation: page::no_explanation(round.is_some()),
        standing: asked
            .filter_map(|(kind, _)| page::question(kind, work.is(kind, code)))
            .collect(),
        may_verify: room.may_enter,
        typed_day: String::new(),
        typed_members: String::new(),
        typed_note: String::new(),
    })
}

async fn visits(app: &App, unit: &str) -> Result<Vec<Line>, Failure> {
    let mut visits = app.store.visits(&app.campaign.id).await?;
    visits.retain(|visit| visit.unit == unit);
    let line = |visit: &crate::edge::store::VisitRow| Line {
        text: page::visit(
            &times::date(visit.day),
            &visit.members,
            &visit.note,
            &visit.noted_by,
        ),
        href: visit.file.map(|file| file_at(file, &visit.file_name)),
        link: visit.file_name.clone(),
    };
    Ok(visits.iter().map(line).collect())
}

fn explanations<'r>(
    app: &'r App,
    round: &'r Round,
    unit: &'r str,
) -> impl Iterator<Item = page::Explanation> + 'r {
    let own = round
        .explanations
        .iter()
        .filter(move |one| one.unit == unit);
    own.map(|one| page::Explanation {
        id: one.id,
        mail: one.mail,
        at: app.long(one.moment),
        badge: page::badge(one.late, one.outcome.as_ref().map(|it| it.accepted)),
        outcome: one.outcome.as_ref().map_or_else(String::new, |it| {
            page::outcome(&it.reason, &it.by, &app.short(it.at))
        }),
    })
}
