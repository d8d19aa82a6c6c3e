//! Reported and verified figures, and what shows them.

use askama::Template as _;
use axum::{
    extract::State,
    response::{Html, Response},
};

use crate::{
    digest::Digest,
    web::{
        App, ask::Place, download::saved, failure::Failure, score_sheet::value, session::Person,
    },
    words::pages::{
        Here,
        council::{
            self as words, Part,
            differences::{self as page, Differences},
        },
    },
};

/// Every figure that was found to be another, newest first.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(State(app): State<App>, person: Person) -> Result<Html<String>, Failure> {
    let rows = app.store.verifications(&app.campaign.id).await?;
    let page = Differences {
        frame: app.menu_frame(Here::Council, &person),
        tabs: words::tabs(Some(Part::Differences)),
        extent: page::extent(rows.len()),
        rows: rows
            .iter()
            .rev()
            .map(|row| page::Row {
                at: app.short(row.noted_at),
                code: row.unit.clone(),
                unit: app.unit_name(&row.unit),
                indicator: indicator(&app, &row.unit, &row.code),
                old: value(row.old.as_ref()),
                new: value(row.new.as_ref()),
                why: row.why.clone(),
                by: row.noted_by.clone(),
                file: row
                    .file
                    .map(|file| (file_at(file, &row.file_name), row.file_name.clone())),
            })
            .collect(),
    };
    Ok(Html(page.render()?))
}

/// A file that something rests on, to be saved and never shown.
///
/// # Errors
/// When there is none.
pub async fn file(
    State(app): State<App>,
    _: Person,
    Place((digest, name)): Place<(String, String)>,
) -> Result<Response, Failure> {
    let digest = Digest::from_hex(&digest).ok_or(Failure::NotFound)?;
    let bytes = app.store.council_file(digest).await?;
    Ok(saved(bytes.ok_or(Failure::NotFound)?, &name))
}

/// Where a file lies.
pub(super) fn file_at(digest: Digest, name: &str) -> String {
    let name: String = name.bytes().map(crate::web::filter::percent).collect();
    format!("/council/files/{digest}/{name}")
}

/// Code and name of an indicator.
fn indicator(app: &App, unit: &str, code: &str) -> String {
    let group = app.campaign.group_of_code(unit);
    let asked = group.and_then(|group| group.form.indicator(code));
    asked.map_or_else(|| code.to_owned(), |it| format!("{code} – {}", it.label))
}
