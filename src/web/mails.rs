//! The list of mails.

use askama::Template as _;
use axum::{extract::State, response::Html};

use super::{
    App,
    ask::Asked,
    failure::Failure,
    filter::{Filter, all_shown},
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

/// Most mails, the newest, that a search reads: a town has some hundreds a
/// year.
const SEARCHED: u32 = 5_000;

/// The list of mails.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(filter): Asked<Filter>,
) -> Result<Html<String>, Failure> {
    let filter = filter.tidy();
    let found = if filter.q.is_empty() {
        listed(&app, &filter).await?
    } else {
        searched(&app, &filter).await?
    };
    let shown = i64::try_from(found.lines.len()).unwrap_or(i64::MAX);
    let start = i64::from(filter.from);
    let newer =
        (filter.from > 0).then(|| filter.starting(filter.from.saturating_sub(PER_PAGE)).href());
    let older = (start + shown < found.total && shown > 0)
        .then(|| filter.starting(filter.from.saturating_add(PER_PAGE)).href());
    let page = Mails {
        frame: app.menu_frame(Here::Mails, &person),
        chips: chips(&filter, &found.counts),
        units: units(&app, &filter),
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
            cut: found.cut.then_some(SEARCHED),
        },
        newer,
        older,
        shown: filter.shown,
        search: filter.q,
    };
    Ok(Html(page.render()?))
}

/// What a filter leaves.
struct Found {
    lines: Vec<MailLine>,
    total: i64,
    counts: Vec<(Shown, i64)>,
    /// Were older mails not searched?
    cut: bool,
}

async fn listed(app: &App, filter: &Filter) -> Result<Found, Failure> {
    let of = |shown, limit| MailFilter {
        shown,
        unit: filter.unit(),
        offset: if limit == 0 { 0 } else { filter.from },
        limit,
    };
    let mut counts = Vec::new();
    for shown in all_shown() {
        counts.push((shown, app.store.mails(&of(shown, 0)).await?.total));
    }
    let list = app.store.mails(&of(filter.shown(), PER_PAGE)).await?;
    Ok(Found {
        lines: list.lines,
        total: list.total,
        counts,
        cut: false,
    })
}

/// Searches here and not in the database: neither of the two can compare
/// Vietnamese letters without their marks.
async fn searched(app: &App, filter: &Filter) -> Result<Found, Failure> {
    let all = MailFilter {
        unit: filter.unit(),
        limit: SEARCHED,
        ..MailFilter::default()
    };
    let list = app.store.mails(&all).await?;
    let cut = list.total > i64::from(SEARCHED);
    let wanted = text::plain(&filter.q);
    let words: Vec<&str> = wanted.split(' ').collect();
    let mut hits = list.lines;
    hits.retain(|line| {
        let text = text::plain(&searchable(line));
        words.iter().all(|word| text.contains(word))
    });
    let counts = all_shown()
        .into_iter()
        .map(|shown| (shown, count(hits.iter().filter(|line| fits(line, shown)))))
        .collect();
    hits.retain(|line| fits(line, filter.shown()));
    let total = count(hits.iter());
    let skip = usize::try_from(filter.from).unwrap_or(usize::MAX);
    let page = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    Ok(Found {
        lines: hits.into_iter().skip(skip).take(page).collect(),
        total,
        counts,
        cut,
    })
}

fn searchable(line: &MailLine) -> String {
    [
        line.subject.as_deref(),
        line.sender.as_ref().map(crate::address::Address::as_str),
        line.number.as_deref(),
        line.unit.as_deref(),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join("\n")
}

fn fits(line: &MailLine, shown: Shown) -> bool {
    match shown {
        Shown::All => true,
        Shown::Unsettled => line.verdict.is_none(),
        Shown::With(verdict) => line.verdict == Some(verdict),
    }
}

fn count<'l>(lines: impl Iterator<Item = &'l MailLine>) -> i64 {
    i64::try_from(lines.count()).unwrap_or(i64::MAX)
}

fn chips(filter: &Filter, counts: &[(Shown, i64)]) -> Vec<Chip> {
    let chip = |(shown, count): &(Shown, i64)| Chip {
        label: match shown {
            Shown::All => labels::ALL.to_owned(),
            Shown::Unsettled => labels::maybe_verdict(None).word,
            Shown::With(verdict) => labels::verdict(*verdict).word,
        },
        count: *count,
        href: filter.showing(*shown).href(),
        current: filter.shown() == *shown,
    };
    counts.iter().map(chip).collect()
}

/// The units by name, and one that is asked for and is not known, so that the
/// form does not hide why the list is empty.
fn units(app: &App, filter: &Filter) -> Vec<Choice> {
    let choice = |code: &str, name: &str| Choice {
        code: code.to_owned(),
        name: name.to_owned(),
        chosen: filter.unit == code,
    };
    let registry = app.campaign.registry.iter();
    let mut units: Vec<Choice> = registry
        .map(|unit| choice(&unit.code, &unit.short_name))
        .collect();
    if !filter.unit.is_empty() && units.iter().all(|unit| !unit.chosen) {
        units.push(choice(&filter.unit, &filter.unit));
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
