//! What waits for the council, and how far the result is.

use askama::Template as _;
use axum::{extract::State, response::Html};

use super::{Room, Said, current};
use crate::{
    council::{Stage, round::Round},
    edge::store::VisitRow,
    results::{GroupResult, Snapshot, UnitResult},
    sitting::step,
    web::{App, ask::Asked, failure::Failure, ranking::points, session::Person},
    words::{
        Lang,
        pages::{
            Here, Tone,
            council::{
                self as words, Line, Part,
                overview::{self as page, Overview},
            },
        },
        times,
    },
};

/// Most open items that are listed by name.
const LISTED: usize = 8;

/// The first page of the council.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(said): Asked<Said>,
) -> Result<Html<String>, Failure> {
    let room = Room::of(&app, &person).await?;
    let draft = current(&app).await?;
    let round = app.store.round(&app.campaign.id).await?;
    let visits = app.store.visits(&app.campaign.id).await?;
    let snapshot = draft.as_ref().map(|draft| &draft.snapshot);
    let groups = snapshot.map_or(&[][..], |snapshot| &snapshot.groups);
    let page = Overview {
        frame: app.menu_frame(Here::Council, &person),
        csrf: person.csrf.clone(),
        tabs: words::tabs(Some(Part::Overview)),
        done: words::done(&said.done).to_owned(),
        steps: page::steps(room.standing.stage),
        ahead: match snapshot {
            None => words::AHEAD.to_owned(),
            Some(_) => String::new(),
        },
        next: next(&app, &room, snapshot, round.as_ref()),
        numbers: numbers(groups, round.as_ref()),
        groups: groups
            .iter()
            .map(|group| page::Group {
                label: group.label.clone(),
                rows: group
                    .units
                    .iter()
                    .map(|unit| row(unit, &visits, round.as_ref()))
                    .collect(),
            })
            .collect(),
    };
    Ok(Html(page.render()?))
}

fn next(app: &App, room: &Room, snapshot: Option<&Snapshot>, round: Option<&Round>) -> page::Next {
    let stage = room.standing.stage;
    let until = round.map_or_else(String::new, |round| {
        times::deadline(Lang::Vi, round.until, &app.campaign.zone)
    });
    let (headline, detail) = page::next(stage, round.is_some(), &until);
    let led = room.members.iter().any(|member| member.position.leads());
    let mut open = Vec::new();
    if !led {
        open.push(Line {
            text: page::NO_HEAD.to_owned(),
            href: Some("/council/members".to_owned()),
            ..Line::default()
        });
    }
    if let Some(snapshot) = snapshot.filter(|_| !stage.is_frozen()) {
        open.extend(waiting(snapshot));
    }
    page::Next {
        tone: match stage {
            Stage::Published => Tone::Good,
            Stage::Provisional
            | Stage::Verified
            | Stage::Explained
            | Stage::Final
            | Stage::Approved => Tone::Attention,
        },
        headline,
        detail,
        open,
        action: page::action(stage, round.is_some()).filter(|_| room.may_enter),
    }
}

/// Items without a mark and ties without an order.
fn waiting(snapshot: &Snapshot) -> Vec<Line> {
    let pending = step::pending(snapshot);
    let name = |code: &str| {
        let unit = snapshot.unit(code);
        unit.map_or_else(|| code.to_owned(), |unit| unit.name.clone())
    };
    let mut lines: Vec<Line> = pending
        .iter()
        .take(LISTED)
        .map(|(unit, item)| Line {
            text: page::waiting(&name(unit), item),
            href: Some(format!("/council/units/{unit}/items/{item}")),
            ..Line::default()
        })
        .collect();
    if let Some(more) = pending.len().checked_sub(LISTED).filter(|more| *more > 0) {
        lines.push(Line {
            text: page::more(more),
            href: Some("/council/grid".to_owned()),
            ..Line::default()
        });
    }
    lines.extend(snapshot.undecided().map(|tie| Line {
        text: page::tied(&tie.names),
        href: Some("/council/decisions".to_owned()),
        ..Line::default()
    }));
    lines
}

fn numbers(groups: &[GroupResult], round: Option<&Round>) -> Vec<page::Number> {
    let units = || groups.iter().flat_map(|group| &group.units);
    page::numbers(
        units().count(),
        units().map(pending).sum(),
        units().map(|unit| unit.corrections.len()).sum(),
        groups
            .iter()
            .flat_map(|group| &group.ties)
            .filter(|tie| !tie.decided)
            .count(),
        round.map_or(0, |round| round.unanswered().count()),
    )
}

/// How many items of a unit wait for the council.
fn pending(unit: &UnitResult) -> usize {
    let items = unit.items.iter();
    items.filter(|item| item.state == "pending").count()
}

fn row(unit: &UnitResult, visits: &[VisitRow], round: Option<&Round>) -> page::Row {
    let visited = visits.iter().filter(|visit| visit.unit == unit.unit);
    let asked = round.filter(|round| round.asked.contains_key(&unit.unit));
    page::Row {
        code: unit.unit.clone(),
        name: unit.name.clone(),
        total: points(&unit.total),
        rank: unit
            .rank
            .map_or_else(|| "–".to_owned(), |rank| rank.to_string()),
        pending: pending(unit),
        corrected: unit.corrections.len(),
        visits: page::visits(visited.count()),
        explained: asked.map(|round| {
            let open = round.unanswered().any(|code| code == unit.unit);
            page::explained(round.has_explained(&unit.unit), open)
        }),
    }
}
