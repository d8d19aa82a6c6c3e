//! The list of mails.

use std::collections::BTreeMap;

use askama::Template as _;
use axum::{extract::State, http::HeaderMap, response::Response};

use super::{
    App,
    ask::Asked,
    failure::Failure,
    filter::{Filter, all_shown},
    live,
    session::Person,
};
use crate::{
    edge::store::{MailFilter, MailLine, Shown},
    text,
    words::pages::{
        Chip, Here, labels,
        mails::{Choice, Extent, Mails, Row},
    },
};

/// Mails on a page.
const PER_PAGE: u32 = 50;

/// The list of mails.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(filter): Asked<Filter>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let filter = filter.tidy();
    let address = filter.href();
    let found = app
        .store
        .mails(&MailFilter {
            shown: filter.shown(),
            unit: filter.unit(),
            search: &filter.q,
            offset: filter.from,
            limit: PER_PAGE,
        })
        .await?;
    let shown = i64::try_from(found.lines.len()).unwrap_or(i64::MAX);
    let start = i64::from(filter.from);
    let newer =
        (filter.from > 0).then(|| filter.starting(filter.from.saturating_sub(PER_PAGE)).href());
    let older = (start + shown < found.total && shown > 0)
        .then(|| filter.starting(filter.from.saturating_add(PER_PAGE)).href());
    let page = Mails {
        frame: app.menu_frame(Here::Mails, &person),
        chips: chips(&filter, &found.counts),
        units: unit_choices(&app, &filter.unit),
        clear: (!filter.q.is_empty() || !filter.unit.is_empty()).then(|| {
            let mut clear = filter.starting(0);
            (clear.q, clear.unit) = (String::new(), String::new());
            clear.href()
        }),
        rows: found.lines.iter().map(|line| row(&app, line)).collect(),
        extent: Extent {
            first: start + 1,
            last: start + shown,
            total: found.total,
        },
        newer,
        older,
        shown: filter.shown,
        search: filter.q,
    };
    Ok(live::listed(&headers, page.render()?, &address))
}

fn chips(filter: &Filter, counts: &BTreeMap<String, i64>) -> Vec<Chip> {
    let count = |shown: Shown| match shown {
        Shown::All => counts.values().sum(),
        Shown::Unsettled | Shown::With(_) => {
            counts.get(shown.as_str()).copied().unwrap_or_default()
        }
    };
    let chip = |shown: Shown| Chip {
        label: match shown {
            Shown::All => labels::ALL.to_owned(),
            Shown::Unsettled => labels::maybe_verdict(None).word,
            Shown::With(verdict) => labels::verdict(verdict).word,
        },
        count: count(shown),
        href: filter.showing(shown).href(),
        current: filter.shown() == shown,
    };
    all_shown().into_iter().map(chip).collect()
}

/// The units by name, and one that is asked for and is not known, so that the
/// form does not hide why the list is empty.
pub(super) fn unit_choices(app: &App, wanted: &str) -> Vec<Choice> {
    let choice = |code: &str, name: &str| Choice {
        code: code.to_owned(),
        name: name.to_owned(),
        chosen: wanted == code,
    };
    let registry = app.campaign.registry.iter();
    let mut units: Vec<Choice> = registry
        .map(|unit| choice(&unit.code, &unit.short_name))
        .collect();
    if !wanted.is_empty() && units.iter().all(|unit| !unit.chosen) {
        units.push(choice(wanted, wanted));
    }
    let order = text::vietnamese_order();
    units.sort_by(|a, b| order.compare(&a.name, &b.name));
    units
}

fn row(app: &App, line: &MailLine) -> Row {
    Row {
        id: line.id.0,
        received: app.short(line.received_at),
        sender: line
            .sender
            .as_ref()
            .map_or_else(String::new, |sender| text::one_line(sender.as_str(), 100)),
        subject: labels::subject(line.subject.as_deref()),
        unit: line
            .unit
            .as_deref()
            .map_or_else(String::new, |unit| app.unit_name(unit)),
        verdict: labels::maybe_verdict(line.verdict),
        number: line.number.clone().unwrap_or_default(),
        reasons: line.reasons.clone(),
    }
}
