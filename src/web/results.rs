//! Results for everybody: the editions that were approved and published, and
//! nothing else.

use std::sync::Arc;

use askama::Template as _;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use tokio::sync::Mutex;

use super::{App, aside::Turn, ask::Place, download::saved, failure::Failure};
use crate::{
    edition::Edition,
    publication::{
        Basis,
        folder::{self, File},
    },
    words::pages::{
        Here,
        results::{self as page, NotYet},
    },
};

/// The files of the edition that was asked for last. They never change, and
/// making them takes longer than answering.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<Option<Made>>>);

struct Made {
    number: u32,
    files: Arc<Vec<File>>,
}

/// To the newest edition that was published, or a page that says there is none.
///
/// # Errors
/// When the ledger does not answer.
pub async fn newest(State(app): State<App>) -> Result<Response, Failure> {
    let editions = app.store.editions(&app.campaign.id).await?;
    let mut published = editions.iter().filter(|it| it.published_at.is_some());
    match published.next_back() {
        Some(edition) => Ok(Redirect::to(&at(edition.number)).into_response()),
        None => {
            let page = NotYet {
                frame: app.frame(page::TITLE, Here::Elsewhere, None),
            };
            Ok(Html(page.render()?).into_response())
        }
    }
}

/// The page of an edition.
///
/// # Errors
/// When it was not published, or the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    Place(number): Place<u32>,
) -> Result<Html<String>, Failure> {
    let edition = published(&app, number).await?;
    let files = files(&app, &edition).await?;
    let basis = Basis::edition(&app.campaign, &edition);
    let below = format!("{}/", at(number));
    Ok(Html(folder::served(&basis, &files, &below, page::STYLE)))
}

/// A file of an edition.
///
/// # Errors
/// When there is none of that name, or the ledger does not answer.
pub async fn file(
    State(app): State<App>,
    Place((number, name)): Place<(u32, String)>,
) -> Result<Response, Failure> {
    let edition = published(&app, number).await?;
    let files = files(&app, &edition).await?;
    let mut named = files.iter().filter(|file| file.name != folder::INDEX);
    let file = named.find(|file| file.name == name);
    let file = file.ok_or(Failure::NotFound)?;
    Ok(saved(file.bytes.clone(), &file.name))
}

fn at(number: u32) -> String {
    format!("/results/{number}")
}

/// An edition that anybody may see. One that is only approved is not there.
async fn published(app: &App, number: u32) -> Result<Edition, Failure> {
    let edition = app.store.edition(&app.campaign.id, number).await?;
    let edition = edition.filter(|edition| edition.published_at.is_some());
    let edition = edition.ok_or(Failure::NotFound)?;
    if edition.is_intact() {
        Ok(edition)
    } else {
        Err(Failure::Broken(format!(
            "edition {number} is not what was approved"
        )))
    }
}

async fn files(app: &App, edition: &Edition) -> Result<Arc<Vec<File>>, Failure> {
    let mut shelf = app.shelf.0.lock().await;
    let there = shelf.as_ref();
    if let Some(there) = there.filter(|there| there.number == edition.number) {
        return Ok(Arc::clone(&there.files));
    }
    let (campaign, wanted) = (Arc::clone(&app.campaign), edition.clone());
    let make = move || folder::public(&Basis::edition(&campaign, &wanted));
    let (_, made) = Turn::wait(&app.turns).await?.run(make).await?;
    let made = made.map_err(|error| Failure::Broken(error.to_string()))?;
    let files = Arc::new(made);
    *shelf = Some(Made {
        number: edition.number,
        files: Arc::clone(&files),
    });
    Ok(files)
}
