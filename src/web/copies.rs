//! Units × ways: what came by mail, on paper and through the document software.

use askama::Template as _;
use axum::{extract::State, response::Html};
use serde::Deserialize;

use super::{App, ask::Asked, failure::Failure, filter, session::Person};
use crate::{
    evidence::{
        Cell, Channel, Dossier,
        matrix::{self, Show},
    },
    role::Right,
    text,
    unit::Unit,
    words::{
        Lang, evidence,
        pages::{
            Chip, Here,
            copies::{self as page, Group, Matrix, Row, Way},
        },
    },
};

/// Units on a page.
const PER_PAGE: usize = 200;

/// What the address may say.
#[derive(Deserialize)]
pub struct Wish {
    #[serde(default)]
    show: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    from: String,
}

impl Wish {
    fn href(&self, show: Show, from: usize) -> String {
        let from = if from == 0 {
            String::new()
        } else {
            from.to_string()
        };
        let show = show.as_str().to_owned();
        let q = text::one_line(&self.q, 100);
        filter::address("/copies", &[("show", &show), ("q", &q), ("from", &from)])
    }
}

/// The matrix.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(wish): Asked<Wish>,
) -> Result<Html<String>, Failure> {
    let campaign = &app.campaign;
    let units = campaign.registry.iter().map(|unit| unit.code.as_str());
    let asked = Channel::asked(campaign);
    let dossiers = app.store.dossiers(&campaign.id, &asked, units).await?;
    let only = Show::parse(&wish.show);
    let wanted = text::plain(&text::one_line(&wish.q, 100));
    let all: Vec<(&Unit, matrix::Row<'_>)> = campaign
        .registry
        .iter()
        .zip(dossiers.iter().map(matrix::Row::of))
        .filter(|(unit, row)| searched(unit, row.dossier, &wanted))
        .collect();
    let rows: Vec<&(&Unit, matrix::Row<'_>)> =
        all.iter().filter(|(_, row)| row.fits(only)).collect();
    let from = wish.from.parse::<usize>().unwrap_or_default();
    let from = if from < rows.len() { from } else { 0 };
    let last = rows.len().min(from + PER_PAGE);
    let page = Matrix {
        frame: app.menu_frame(Here::Copies, &person),
        chips: chips(&wish, &all, only),
        search: text::one_line(&wish.q, 100),
        shown: only.as_str().to_owned(),
        extent: page::extent(from + 1, last, rows.len()),
        groups: groups(&app, rows.get(from..last).unwrap_or_default()),
        may_receive: person.role.may(Right::Receive),
        before: (from > 0).then(|| wish.href(only, from.saturating_sub(PER_PAGE))),
        after: (last < rows.len()).then(|| wish.href(only, last)),
    };
    Ok(Html(page.render()?))
}

/// Is a unit, or a document of it, what is searched?
fn searched(unit: &Unit, dossier: &Dossier, wanted: &str) -> bool {
    let mut text = format!("{}\n{}\n{}", unit.name, unit.short_name, unit.code);
    if let Some(mail) = &dossier.mail {
        text.push_str(&format!("\n{}\n{}", mail.document, mail.receipt));
    }
    for entry in &dossier.entries {
        let record = &entry.record;
        text.push_str(&format!("\n{}\n{}", record.number, record.arrival_number));
    }
    let text = text::plain(&text);
    wanted.split(' ').all(|word| text.contains(word))
}

fn chips(wish: &Wish, all: &[(&Unit, matrix::Row<'_>)], only: Show) -> Vec<Chip> {
    let chip = |show: Show| {
        let count = all.iter().filter(|(_, row)| row.fits(show)).count();
        Chip {
            label: evidence::show(Lang::Vi, show).to_owned(),
            count: i64::try_from(count).unwrap_or(i64::MAX),
            href: wish.href(show, 0),
            current: show == only,
        }
    };
    Show::ALL.into_iter().map(chip).collect()
}

fn groups(app: &App, rows: &[&(&Unit, matrix::Row<'_>)]) -> Vec<Group> {
    let of = |group: &crate::campaign::Group| Group {
        label: group.label.clone(),
        rows: rows
            .iter()
            .filter(|(unit, _)| unit.group == group.id)
            .map(|(unit, row)| self::row(app, unit, row))
            .collect(),
    };
    let mut groups: Vec<Group> = app.campaign.groups.iter().map(of).collect();
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn row(app: &App, unit: &Unit, row: &matrix::Row<'_>) -> Row {
    let dossier = row.dossier;
    let ways = Channel::ALL.into_iter().zip(row.cells);
    Row {
        href: href(&unit.code),
        name: unit.name.clone(),
        code: unit.code.clone(),
        cells: ways
            .map(|(channel, cell)| {
                let detail = detail(app, dossier, channel, cell);
                Way::new(channel, cell, is_over(app), detail)
            })
            .collect(),
        open: dossier
            .unsettled()
            .iter()
            .map(|it| evidence::disagreement(Lang::Vi, it, |unit| app.unit_name(unit)))
            .collect(),
    }
}

/// Is the window over?
pub(super) fn is_over(app: &App) -> bool {
    app.now() >= app.campaign.window.closes
}

/// Where the dossier of a unit is.
#[must_use]
pub fn href(unit: &str) -> String {
    let unit: String = unit.bytes().map(filter::percent).collect();
    format!("/copies/{unit}")
}

/// What stands under the word of a way.
pub(super) fn detail(app: &App, dossier: &Dossier, channel: Channel, cell: Cell) -> String {
    if matches!(cell, Cell::Missing | Cell::NotAsked) {
        return String::new();
    }
    if channel == Channel::Mail {
        let mail = dossier.mail.as_ref();
        return mail.map_or_else(String::new, |mail| {
            page::mail_detail(&mail.receipt, &app.short(mail.moment), mail.late)
        });
    }
    let newest = dossier.copies(channel).max_by_key(|it| it.id);
    newest.map_or_else(String::new, |entry| {
        page::document(&entry.record.number, entry.record.date)
    })
}
