//! Results for everybody: the editions that were approved and published, and
//! nothing else.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template as _;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use tokio::sync::{Mutex, OnceCell};

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

/// The editions that were asked for, each with its files. What was published
/// never changes, and making its files takes longer than answering; there are as
/// many as the council has published.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<BTreeMap<u32, Stand>>>);

/// Where an edition stands once it is made: of all who ask at once, one makes it.
type Stand = Arc<OnceCell<Arc<Made>>>;

struct Made {
    edition: Edition,
    files: Vec<File>,
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
    let made = made(&app, number).await?;
    let basis = Basis::edition(&app.campaign, &made.edition);
    let below = format!("{}/", at(number));
    Ok(Html(folder::served(
        &basis,
        &made.files,
        &below,
        page::STYLE,
    )))
}

/// A file of an edition.
///
/// # Errors
/// When there is none of that name, or the ledger does not answer.
pub async fn file(
    State(app): State<App>,
    Place((number, name)): Place<(u32, String)>,
) -> Result<Response, Failure> {
    let made = made(&app, number).await?;
    let mut named = made.files.iter().filter(|file| file.name != folder::INDEX);
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

/// An edition and its files. It was found intact when it was put there; what
/// happens to the ledger afterwards changes nothing of what everybody sees.
async fn made(app: &App, number: u32) -> Result<Arc<Made>, Failure> {
    let stood = app.shelf.0.lock().await.get(&number).map(Arc::clone);
    let stand = if let Some(stand) = stood {
        stand
    } else {
        // Only what is published gets a place: numbers can be made up.
        let edition = published(app, number).await?;
        Arc::clone(app.shelf.0.lock().await.entry(edition.number).or_default())
    };
    let make = || async {
        let edition = published(app, number).await?;
        let campaign = Arc::clone(&app.campaign);
        let work = move || {
            let files = folder::public(&Basis::edition(&campaign, &edition));
            files.map(|files| Made { edition, files })
        };
        let (_, made) = Turn::wait(&app.turns).await?.run(work).await?;
        let made = made.map_err(|error| Failure::Broken(error.to_string()))?;
        Ok::<_, Failure>(Arc::new(made))
    };
    stand.get_or_try_init(make).await.map(Arc::clone)
}
