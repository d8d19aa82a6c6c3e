//! Who is reminded: what is due, the exact text before it is sent, and what was
//! sent.

use std::collections::BTreeMap;

use askama::Template as _;
use axum::{
    extract::State,
    response::{Html, Redirect},
};

use super::{
    App,
    ask::{Asked, Filled},
    failure::Failure,
    session::Person,
    unit_forms::today,
};
use crate::{
    campaign::stages::Stage,
    edge::store::{Actor, Written},
    flow::reminding::{self, Look},
    reminder::{self, Noted, Reminder, Standing},
    role::Right,
    text,
    words::{
        Lang,
        pages::{
            Here, labels,
            reminders::{self as page, Letter, Missing, Past, Preview, Reminders, StageLine},
        },
        times,
    },
};

/// Most lines of what was sent.
const SHOWN: u32 = 200;

/// What a form or an address names, in order.
type Pairs = Vec<(String, String)>;

fn chosen(pairs: &Pairs) -> Vec<&str> {
    let units = pairs.iter().filter(|(key, _)| key == "unit");
    units.map(|(_, unit)| unit.as_str()).collect()
}

fn number(pairs: &Pairs, key: &str) -> Option<usize> {
    let found = pairs.iter().find(|(name, _)| name == key)?;
    found.1.parse().ok()
}

/// The page.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(asked): Asked<Pairs>,
) -> Result<Html<String>, Failure> {
    let (campaign, now) = (&app.campaign, app.now());
    let look = reminding::look(&app.store, campaign).await?;
    let offered = reminder::offered(&look.standings, &look.ledger, campaign, now);
    let telephones = app.store.telephones(&campaign.id, today(&app)).await?;
    let history = app
        .store
        .written_reminders(&campaign.id, None, SHOWN)
        .await?;
    let sent = number(&asked, "sent").zip(number(&asked, "asked"));
    let nobody = asked.iter().any(|(key, _)| key == "nobody");
    let page = Reminders {
        frame: app.menu_frame(Here::Reminders, &person),
        done: sent.map_or_else(String::new, |(sent, asked)| page::done(sent, asked)),
        fault: if nobody { page::NOBODY } else { "" },
        automatic: campaign.reminders.automatic,
        stages: stages(&app, &look),
        missing: missing(&app, &look, &offered, &telephones),
        history: history.iter().map(|past| self::past(&app, past)).collect(),
        may_send: person.role.may(Right::FollowUp),
    };
    Ok(Html(page.render()?))
}

fn stages(app: &App, look: &Look) -> Vec<StageLine> {
    let (campaign, now) = (&app.campaign, app.now());
    let calendar = reminder::calendar(&campaign.reminders, &campaign.window, &campaign.zone);
    let line = |stage: Stage| {
        let at = calendar.iter().find(|(_, it)| *it == stage);
        let uncured = campaign.reminders.uncured;
        let uncured = uncured.filter(|_| stage == Stage::Uncured);
        let said = at
            .map(|(at, _)| app.short(*at))
            .or_else(|| uncured.map(|after| page::after(after.as_hours())));
        let of_it = |noted: &&Noted| noted.written && noted.stage == stage;
        StageLine {
            name: page::stage(stage),
            at: said.unwrap_or_else(|| page::OFF.to_owned()),
            whom: page::whom(stage),
            sent: look.ledger.iter().filter(of_it).count(),
            over: at.is_some_and(|(at, _)| *at <= now),
        }
    };
    Stage::CALENDAR
        .into_iter()
        .chain([Stage::Uncured])
        .map(line)
        .collect()
}

/// The units of which a report is expected, in Vietnamese order.
fn missing(
    app: &App,
    look: &Look,
    offered: &[Reminder],
    telephones: &BTreeMap<String, (String, String)>,
) -> Vec<Missing> {
    let expected = look.standings.iter().filter(|it| it.is_expected());
    let mut missing: Vec<Missing> = expected
        .map(|standing| {
            let offer = offered.iter().find(|one| one.unit == standing.unit);
            line(app, look, standing, offer, telephones)
        })
        .collect();
    let order = text::vietnamese_order();
    missing.sort_by(|a, b| order.compare(&a.name, &b.name));
    missing
}

fn line(
    app: &App,
    look: &Look,
    standing: &Standing,
    offer: Option<&Reminder>,
    telephones: &BTreeMap<String, (String, String)>,
) -> Missing {
    let code = &standing.unit;
    let telephone = telephones.get(code);
    let own = app.campaign.is_extended(code);
    let last = look
        .ledger
        .iter()
        .filter(|it| it.written && it.unit == *code);
    Missing {
        code: code.clone(),
        name: app.unit_name(code),
        state: page::state(standing.situation),
        extended: if own {
            let closes = standing.window.closes;
            times::deadline(Lang::Vi, closes, &app.campaign.zone)
        } else {
            String::new()
        },
        telephone: telephone.map_or_else(String::new, |(name, phone)| format!("{phone} ({name})")),
        offer: offer.map_or("", |one| page::stage(one.stage)),
        caution: match offer {
            None => page::ENOUGH,
            Some(_) if !standing.reachable => page::UNREACHABLE,
            Some(_) => "",
        },
        ticked: standing.reachable,
        last: last
            .map(|noted| noted.at)
            .max()
            .map_or_else(String::new, |at| app.short(at)),
    }
}

/// A reminder that was sent.
pub fn past(app: &App, past: &Written) -> Past {
    let sent = past.sent_at.map(|at| app.short(at));
    Past {
        at: app.short(past.at),
        unit: app.unit_name(&past.unit),
        code: past.unit.clone(),
        stage: Stage::parse(&past.stage).map_or("", page::stage),
        subject: past.subject.clone(),
        by: labels::actor(&past.written_by),
        fate: page::fate(
            sent,
            past.bounced_at.is_some(),
            past.failed_at.is_some(),
            past.due_at.is_some(),
        ),
    }
}

/// The exact letters to the units that were chosen; nothing is sent.
///
/// # Errors
/// When the ledger does not answer.
pub async fn preview(
    State(app): State<App>,
    person: Person,
    Asked(asked): Asked<Pairs>,
) -> Result<Result<Html<String>, Redirect>, Failure> {
    let chosen = chosen(&asked);
    if chosen.is_empty() {
        return Ok(Err(Redirect::to("/reminders?nobody=1")));
    }
    let (campaign, now) = (&app.campaign, app.now());
    let look = reminding::look(&app.store, campaign).await?;
    let offered = reminder::offered(&look.standings, &look.ledger, campaign, now);
    let mut letters = Vec::new();
    for one in offered
        .iter()
        .filter(|it| chosen.contains(&it.unit.as_str()))
    {
        let Some(preview) = reminding::preview(&app.desk, one, now).await? else {
            continue;
        };
        let reachable = look.standings.iter().find(|it| it.unit == one.unit);
        let file = preview.file.as_deref();
        letters.push(Letter {
            code: one.unit.clone(),
            name: app.unit_name(&one.unit),
            facts: page::facts(one.mailbox.as_str(), one.stage, file),
            subject: preview.subject,
            text: preview.text,
            caution: match reachable {
                Some(standing) if !standing.reachable => page::UNREACHABLE,
                Some(_) | None => "",
            },
        });
    }
    let none = |unit: &&&str| !letters.iter().any(|letter| letter.code == **unit);
    let left_out = chosen.iter().filter(none);
    let page = Preview {
        frame: app.menu_frame(Here::Reminders, &person),
        left_out: left_out.map(|unit| app.unit_name(unit)).collect(),
        letters,
    };
    Ok(Ok(Html(page.render()?)))
}

/// Sends reminders to the units that were chosen: as many as the page showed.
///
/// # Errors
/// When the number is not that of the units, or the ledger does not answer.
pub async fn send(
    State(app): State<App>,
    person: Person,
    Filled(form): Filled<Pairs>,
) -> Result<Redirect, Failure> {
    let chosen = chosen(&form);
    if number(&form, "count") != Some(chosen.len()) || chosen.is_empty() {
        return Err(Failure::Unreadable);
    }
    let (campaign, now) = (&app.campaign, app.now());
    let look = reminding::look(&app.store, campaign).await?;
    let mut letters = reminder::offered(&look.standings, &look.ledger, campaign, now);
    letters.retain(|one| chosen.contains(&one.unit.as_str()));
    let actor = Actor::Person(person.name);
    let sent = reminding::send(&app.desk, &actor, &letters, now).await?;
    let told = format!("/reminders?sent={}&asked={}", sent.len(), chosen.len());
    Ok(Redirect::to(&told))
}
