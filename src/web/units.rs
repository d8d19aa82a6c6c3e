//! The units: who is asked for a report.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template as _;
use axum::{extract::State, response::Html};
use serde::Deserialize;

use super::{App, ask::Asked, failure::Failure, session::Person, unit_forms::today};
use crate::{
    address::Address,
    role::Right,
    text,
    unit::Unit,
    words::{
        pages::{
            Here,
            units::{self as page, Group, Row, Units},
        },
        times,
    },
};

/// What the address may say.
#[derive(Deserialize)]
pub struct Wish {
    #[serde(default)]
    q: String,
    #[serde(default)]
    imported: Option<usize>,
}

/// The list.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(wish): Asked<Wish>,
) -> Result<Html<String>, Failure> {
    let campaign = &app.campaign;
    let telephones = app.store.telephones(&campaign.id, today(&app)).await?;
    let lost = app.store.unreachable_mailboxes().await?;
    let search = text::one_line(&wish.q, 100);
    let wanted = text::plain(&search);
    let fits = |unit: &&Unit| {
        let all = [&unit.name, &unit.code, unit.mailbox.as_str()].map(text::plain);
        wanted
            .split(' ')
            .all(|word| all.iter().any(|text| text.contains(word)))
    };
    let group = |id: &str, label: &str| {
        let units = campaign.registry.iter().filter(|unit| unit.group == id);
        let mut rows: Vec<Row> = units
            .filter(fits)
            .map(|unit| row(&app, unit, &telephones, &lost))
            .collect();
        let order = text::vietnamese_order();
        rows.sort_by(|a, b| order.compare(&a.name, &b.name));
        Group {
            label: label.to_owned(),
            rows,
        }
    };
    let groups = campaign.groups.iter();
    let page = Units {
        frame: app.menu_frame(Here::Units, &person),
        done: wish.imported.map_or_else(String::new, page::imported),
        groups: groups.map(|it| group(&it.id, &it.label)).collect(),
        total: campaign.registry.iter().count(),
        may_change: person.role.may(Right::Registry),
        search,
    };
    Ok(Html(page.render()?))
}

fn row(
    app: &App,
    unit: &Unit,
    telephones: &BTreeMap<String, (String, String)>,
    lost: &BTreeSet<Address>,
) -> Row {
    let campaign = &app.campaign;
    let end = campaign.is_extended(&unit.code).then(|| {
        let closes = campaign.window_of(&unit.code).closes;
        times::short_deadline(closes, &campaign.zone)
    });
    let telephone = telephones.get(&unit.code);
    Row {
        code: unit.code.clone(),
        name: unit.name.clone(),
        mailbox: unit.mailbox.as_str().to_owned(),
        lost: lost.contains(&unit.mailbox),
        telephone: telephone.map_or_else(String::new, |(name, phone)| format!("{phone} {name}")),
        terms: page::terms(end.as_deref(), campaign.is_exempt(&unit.code)),
    }
}
