//! The first page: how the campaign and the office stand, and every unit.

use askama::Template as _;
use axum::{extract::State, response::Html};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{
    App, arrivals, ask::Asked, copies::is_over, failure::Failure, health, session::Person,
    unit_forms::today,
};
use crate::{
    address::Address,
    campaign::{self, Channel},
    edge::store::{Health, MailId, Undelivered, UnitState},
    evidence::{self, Dossier},
    flow::reminding::{self, Look},
    reminder, text,
    unit::Unit,
    words::{
        self, Lang, outbox,
        pages::{
            Chip, Here, copies,
            dashboard::{
                Clock, Counts, Dashboard, Group, Missing, Notice, Number, Returned, Row, Sign,
                Standing, Stopped, Window,
            },
            labels,
        },
        times,
    },
};

/// Since when a letter may be owed before a person should know.
const SLOW: SignedDuration = SignedDuration::from_mins(15);

/// What the address may say.
#[derive(Deserialize)]
pub struct Wish {
    #[serde(default)]
    standing: String,
}

/// Where a unit stands, and why.
struct Known<'a> {
    unit: &'a Unit,
    standing: Standing,
    state: Option<&'a UnitState>,
    held: Option<MailId>,
    dossier: &'a Dossier,
}

/// The first page.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(wish): Asked<Wish>,
) -> Result<Html<String>, Failure> {
    let (campaign, now) = (&app.campaign, app.now());
    let health = app.store.health(now).await?;
    let states = app
        .store
        .unit_states(&campaign.id, campaign.window.opens)
        .await?;
    let look = reminding::look(&app.store, campaign).await?;
    let held = app.store.held_units(campaign.window.opens).await?;
    let units = campaign.registry.iter().map(|unit| unit.code.as_str());
    let asked = evidence::Channel::asked(campaign);
    let dossiers = app.store.dossiers(&campaign.id, &asked, units).await?;
    let known: Vec<Known<'_>> = campaign
        .registry
        .iter()
        .zip(&dossiers)
        .map(|(unit, dossier)| {
            let held = held.get(&unit.code).map(|(mail, _)| *mail);
            known(&app, (unit, dossier), states.get(&unit.code), held)
        })
        .collect();
    let counts = Counts {
        unreachable: look.standings.iter().filter(|it| !it.reachable).count(),
        ..counts(&known)
    };
    let only = Standing::parse(&wish.standing);
    let page = Dashboard {
        frame: app.menu_frame(Here::Dashboard, &person),
        review: Notice::review(app.reviews_everything),
        clock: clock(&app, now),
        numbers: Number::all(counts),
        arrivals: arrivals::picture(&app).await?,
        missing: missing(&app, &look).await?,
        stopped: health
            .breaker
            .map(|open| outbox::stopped(Lang::Vi, open.why, &app.long(open.opened_at)))
            .map(|line| Stopped {
                line,
                fix: outbox::how_to_resume(Lang::Vi),
            }),
        undelivered: undelivered(&app).await?,
        health: signs(&app, &health, now),
        chips: chips(&known, only),
        groups: campaign
            .groups
            .iter()
            .map(|of| group(&app, of, &known, only))
            .collect(),
        paper: campaign.also_required.contains(&Channel::Paper),
        software: campaign.also_required.contains(&Channel::DocumentSoftware),
    };
    Ok(Html(page.render()?))
}

/// The units whose newest letter came back.
async fn undelivered(app: &App) -> Result<Vec<Returned>, Failure> {
    let returned = app.store.undelivered().await?;
    let line = |returned: Undelivered| Returned {
        // A reminder answers no mail: its unit is known by the mailbox.
        unit: returned
            .unit
            .as_deref()
            .or_else(|| owner(app, &returned.recipient))
            .map_or_else(
                || text::one_line(returned.recipient.as_str(), 200),
                |unit| app.unit_name(unit),
            ),
        kind: labels::letter(&returned.kind).to_owned(),
        at: app.short(returned.bounced_at),
        why: text::one_line(&returned.bounce, 300),
        mail: returned.mail.map(|mail| mail.0),
    };
    Ok(returned.into_iter().map(line).collect())
}

fn owner<'a>(app: &'a App, mailbox: &Address) -> Option<&'a str> {
    let unit = app.campaign.registry.by_mailbox(mailbox);
    unit.map(|unit| unit.code.as_str())
}

/// The units of which a report is expected and not there: whom a reminder would
/// go to.
async fn missing(app: &App, look: &Look) -> Result<Vec<Missing>, Failure> {
    let telephones = app.store.telephones(&app.campaign.id, today(app)).await?;
    let line = |standing: &reminder::Standing| Missing {
        code: standing.unit.clone(),
        name: app.unit_name(&standing.unit),
        state: words::pages::reminders::state(standing.situation),
        telephone: telephones
            .get(&standing.unit)
            .map_or_else(String::new, |(name, phone)| format!("{phone} ({name})")),
    };
    let expected = look.standings.iter().filter(|it| it.is_expected());
    let mut missing: Vec<Missing> = expected.map(line).collect();
    let order = text::vietnamese_order();
    missing.sort_by(|a, b| order.compare(&a.name, &b.name));
    Ok(missing)
}

fn known<'a>(
    app: &App,
    (unit, dossier): (&'a Unit, &'a Dossier),
    state: Option<&'a UnitState>,
    held: Option<MailId>,
) -> Known<'a> {
    let exempt = app.campaign.is_exempt(&unit.code);
    let mut standing = standing(state, held.is_some());
    if standing == Standing::Silent && exempt {
        standing = Standing::Exempt;
    }
    Known {
        unit,
        standing,
        state,
        held,
        dossier,
    }
}

/// Where a unit stands. What is in force goes before all else; then what a
/// person must decide; then what the unit itself must mend.
fn standing(state: Option<&UnitState>, held: bool) -> Standing {
    let nothing = UnitState::default();
    let state = state.unwrap_or(&nothing);
    match (&state.in_force, &state.late, &state.rejection) {
        (Some(report), _, Some(rejection)) if rejection.moment > report.moment => {
            Standing::Troubled
        }
        (Some(_), _, _) => Standing::Accepted,
        (None, _, _) if held => Standing::Held,
        (None, Some(_), _) => Standing::Late,
        (None, None, Some(_)) => Standing::Rejected,
        (None, None, None) => Standing::Silent,
    }
}

fn counts(known: &[Known<'_>]) -> Counts {
    let having = |fits: fn(&UnitState) -> bool| {
        known
            .iter()
            .filter(|known| known.state.is_some_and(fits))
            .count()
    };
    let on_time = having(|state| state.in_force.is_some());
    let late = having(|state| state.in_force.is_none() && state.late.is_some());
    let standing = |fits: fn(Standing) -> bool| {
        let fitting = known.iter().filter(|known| fits(known.standing));
        fitting.count()
    };
    Counts {
        expected: standing(|it| it != Standing::Exempt),
        received: standing(|it| it != Standing::Silent && it != Standing::Exempt),
        unreachable: 0,
        accepted: on_time + late,
        on_time,
        late,
    }
}

fn chips(known: &[Known<'_>], only: Option<Standing>) -> Vec<Chip> {
    let all = Chip {
        label: labels::ALL.to_owned(),
        count: i64::try_from(known.len()).unwrap_or(i64::MAX),
        href: "/#units".to_owned(),
        current: only.is_none(),
    };
    let chip = |standing: Standing| {
        let count = known.iter().filter(|known| known.standing == standing);
        Chip {
            label: standing.badge().word,
            count: i64::try_from(count.count()).unwrap_or(i64::MAX),
            href: format!("/?standing={}#units", standing.as_str()),
            current: only == Some(standing),
        }
    };
    let used = |chip: &Chip| chip.count > 0 || chip.current;
    [all]
        .into_iter()
        .chain(Standing::ALL.into_iter().map(chip).filter(used))
        .collect()
}

fn group(app: &App, group: &campaign::Group, known: &[Known<'_>], only: Option<Standing>) -> Group {
    let all: Vec<&Known<'_>> = known
        .iter()
        .filter(|known| known.unit.group == group.id)
        .collect();
    Group {
        label: group.label.clone(),
        size: all.len(),
        rows: all
            .iter()
            .filter(|known| only.is_none_or(|only| known.standing == only))
            .map(|known| row(app, known))
            .collect(),
    }
}

/// The row of a unit shows what its standing rests on.
fn row(app: &App, known: &Known<'_>) -> Row {
    let mut row = Row {
        code: known.unit.code.clone(),
        name: known.unit.name.clone(),
        standing: known.standing.badge(),
        version: String::new(),
        received: String::new(),
        number: String::new(),
        mail: None,
        paper: copies::state(known.dossier.cell(evidence::Channel::Paper), is_over(app)),
        software: copies::state(
            known.dossier.cell(evidence::Channel::DocumentSoftware),
            is_over(app),
        ),
        extended: if app.campaign.is_extended(&known.unit.code) {
            let closes = app.campaign.window_of(&known.unit.code).closes;
            times::deadline(Lang::Vi, closes, &app.campaign.zone)
        } else {
            String::new()
        },
    };
    let state = known.state;
    let report = match known.standing {
        Standing::Accepted | Standing::Troubled => state.and_then(|state| state.in_force.as_ref()),
        Standing::Late => state.and_then(|state| state.late.as_ref()),
        Standing::Exempt | Standing::Silent | Standing::Rejected | Standing::Held => None,
    };
    if let Some(report) = report {
        row.version = report.version.to_string();
        row.received = app.short(report.moment);
        row.number.clone_from(&report.number);
        row.mail = Some(report.mail.0);
    } else if known.standing == Standing::Held {
        row.mail = known.held.map(|mail| mail.0);
    } else if let Some(rejection) = state.and_then(|state| state.rejection.as_ref()) {
        row.received = app.short(rejection.moment);
        row.mail = Some(rejection.mail.0);
    }
    row
}

fn clock(app: &App, now: Timestamp) -> Clock {
    let (window, zone) = (&app.campaign.window, &app.campaign.zone);
    let length =
        |from: Timestamp, to: Timestamp| times::length(Lang::Vi, to.duration_since(from).as_secs());
    let stands = if now < window.opens {
        Window::Ahead(length(now, window.opens))
    } else if now < window.closes {
        Window::Open(length(now, window.closes))
    } else {
        Window::Over(length(window.closes, now))
    };
    let closes = times::deadline(Lang::Vi, window.closes, zone);
    Clock::of(&stands, &app.long(window.opens), &closes)
}

fn signs(app: &App, health: &Health, now: Timestamp) -> Vec<Sign> {
    let ago = |at: Timestamp| times::length(Lang::Vi, now.duration_since(at).as_secs());
    let stale = health::is_stale(health, now, app.stale_after);
    let oldest = health.letters.oldest;
    let stuck = oldest.is_some_and(|at| now.duration_since(at) > SLOW);
    vec![
        Sign::look(health::last_look(health).map(ago), stale),
        Sign::unsettled(health.unsettled, health.waiting),
        Sign::held(health.held),
        Sign::owed(health.letters.waiting, oldest.map(ago), stuck),
        Sign::failed(health.letters.failed),
        Sign::layouts(health.layouts.alarms, health.layouts.unconfirmed),
    ]
}
