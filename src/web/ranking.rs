//! The ranking as it stands, for whoever is signed in.

use askama::Template as _;
use axum::{extract::State, response::Html};
use serde_json::Number;

use super::{App, council, failure::Failure, session::Person};
use crate::{
    council::Stage,
    flow::closing::PROVISIONAL,
    results::{GroupResult, UnitResult},
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
    let scoring = app.store.scoring(&app.campaign.id, PROVISIONAL).await?;
    let again = app.store.scored_again_at(&app.campaign.id).await?;
    let page = match council::current(&app).await?.zip(scoring) {
        Some((draft, scoring)) => Ranking {
            frame,
            ahead: String::new(),
            state: state(&app).await?,
            provisional: draft.snapshot.provisional,
            facts: page::facts(
                page::scored(
                    &app.long(scoring.scored_at),
                    &labels::actor(&scoring.scored_by),
                    again.map(|at| app.long(at)),
                ),
                draft.snapshot.campaign_digest,
                draft.digest,
                app.campaign.digest() == draft.snapshot.campaign_digest,
            ),
            groups: draft.snapshot.groups.into_iter().map(group).collect(),
        },
        None => {
            let window = &app.campaign.window;
            let closes = times::deadline(Lang::Vi, window.closes, &app.campaign.zone);
            Ranking {
                frame,
                ahead: page::ahead(&closes, app.now() >= window.closes),
                state: page::state(Stage::Provisional, 1),
                provisional: false,
                facts: Vec::new(),
                groups: Vec::new(),
            }
        }
    };
    Ok(Html(page.render()?))
}

/// How far the result is, and where it can be seen once it is published.
async fn state(app: &App) -> Result<page::State, Failure> {
    let standing = app.store.standing(&app.campaign.id).await?;
    Ok(page::state(standing.stage, standing.edition))
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
    }
}

/// Two decimals and a comma; as it stands when it is no decimal.
pub(super) fn points(number: &Number) -> String {
    let written = number.to_string();
    written
        .parse()
        .map_or(written, |points| text::decimal_comma(points, 2))
}
