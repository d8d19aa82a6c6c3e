//! The ranking as the close computed it, before anybody has approved it.

use askama::Template as _;
use axum::{extract::State, response::Html};
use serde_json::Number;

use super::{App, failure::Failure, session::Person};
use crate::{
    edge::store::Scoring,
    flow::closing::PROVISIONAL,
    results::{GroupResult, ItemResult, Snapshot, UnitResult},
    text,
    words::{
        Lang,
        pages::{
            Here, labels,
            ranking::{self as page, Ranking},
        },
        times,
    },
};

/// The ranking.
///
/// # Errors
/// When the ledger does not answer, or what it holds is no result.
pub async fn show(State(app): State<App>, person: Person) -> Result<Html<String>, Failure> {
    let frame = app.menu_frame(Here::Ranking, &person);
    let page = match newest(&app).await? {
        Some((snapshot, scoring)) => Ranking {
            frame,
            ahead: String::new(),
            provisional: snapshot.provisional,
            facts: page::facts(
                &app.long(scoring.scored_at),
                &labels::actor(&scoring.scored_by),
                snapshot.campaign_digest,
                scoring.input_digest,
                app.campaign.digest() == snapshot.campaign_digest,
            ),
            groups: snapshot.groups.into_iter().map(group).collect(),
        },
        None => {
            let window = &app.campaign.window;
            let closes = times::deadline(Lang::Vi, window.closes, &app.campaign.zone);
            Ranking {
                frame,
                ahead: page::ahead(&closes, app.now() >= window.closes),
                provisional: false,
                facts: Vec::new(),
                groups: Vec::new(),
            }
        }
    };
    Ok(Html(page.render()?))
}

/// The newest scoring and what it says; none before the first.
pub(super) async fn newest(app: &App) -> Result<Option<(Snapshot, Scoring)>, Failure> {
    let Some(scoring) = app.store.scoring(&app.campaign.id, PROVISIONAL).await? else {
        return Ok(None);
    };
    let snapshot = serde_json::from_value(scoring.result.clone())
        .map_err(|error| Failure::Broken(format!("the stored ranking: {error}")))?;
    Ok(Some((snapshot, scoring)))
}

fn group(group: GroupResult) -> page::Group {
    page::Group {
        label: group.label,
        notice: group.notice,
        units: group.units.into_iter().map(unit).collect(),
        apart: group
            .apart
            .into_iter()
            .map(|apart| (apart.name, apart.why))
            .collect(),
    }
}

fn unit(unit: UnitResult) -> page::Unit {
    page::Unit {
        code: unit.unit,
        name: unit.name,
        rank: unit
            .rank
            .map_or_else(|| "–".to_owned(), |rank| rank.to_string()),
        total: points(&unit.total),
        band: unit.band.unwrap_or_default(),
        prize: unit.prize.unwrap_or_default(),
        note: unit.note,
        items: unit.items.into_iter().map(item).collect(),
    }
}

fn item(item: ItemResult) -> page::Item {
    page::Item {
        points: points(&item.points),
        max: points(&item.max),
        state: labels::scored(&item.state),
        code: item.code,
        label: item.label,
        why: item.why,
    }
}

/// Two decimals and a comma; as it stands when it is no decimal.
pub(super) fn points(number: &Number) -> String {
    let written = number.to_string();
    written
        .parse()
        .map_or(written, |points| text::decimal_comma(points, 2))
}
