//! Registers and messages: handed in, looked at, then taken.

use std::collections::BTreeSet;

use askama::Template as _;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    App,
    ask::{Asked, Place},
    failure::Failure,
    forms::Sent,
    receiving::actor,
    session::Person,
};
use crate::{
    edge::store::Upload,
    evidence::{
        Channel,
        incoming::{Document, Fate},
    },
    flow::importing::{self, Contents, Kind, Unread},
    words::{
        Lang, evidence, imports as words,
        pages::{
            Here,
            copies::document,
            imports::{self as page, Import, Imports, Line},
            labels,
        },
    },
};

/// Most bytes of a form with a register.
pub const REGISTER_BYTES: usize = 33 << 20;

/// Most uploads that are listed.
const LISTED: u32 = 50;

/// Most documents that a person can choose at once: a form has so many fields.
const MOST_CHOICES: usize = 150;

/// What the address may say.
#[derive(Deserialize)]
pub struct Wish {
    #[serde(default)]
    taken: String,
}

/// The page to hand in a file.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(State(app): State<App>, person: Person) -> Result<Html<String>, Failure> {
    listed(&app, &person, None).await
}

async fn listed(
    app: &App,
    person: &Person,
    trouble: Option<String>,
) -> Result<Html<String>, Failure> {
    let uploads = app.store.evidence_uploads(&app.campaign.id, LISTED).await?;
    let line = |upload: Upload| page::Upload {
        href: format!("/imports/{}", upload.id),
        kind: page::kind(&upload.kind),
        by: format!(
            "{}, {}",
            labels::actor(&upload.uploaded_by),
            app.short(upload.uploaded_at)
        ),
        name: labels::file_name(&upload.name),
    };
    let page = Imports {
        frame: app.frame(page::TITLE, Here::Copies, Some(person)),
        trouble,
        uploads: uploads.into_iter().map(line).collect(),
    };
    Ok(Html(page.render()?))
}

/// Takes a file in; what cannot be read is not kept.
///
/// # Errors
/// When the ledger does not answer.
pub async fn upload(
    State(app): State<App>,
    person: Person,
    sent: Sent,
) -> Result<Response, Failure> {
    let (kind, channel) = match sent.text("kind") {
        "edxml" => (Kind::Edxml, Channel::DocumentSoftware),
        "register_paper" => (Kind::Register, Channel::Paper),
        _ => (Kind::Register, Channel::DocumentSoftware),
    };
    let Some(file) = sent.file("table") else {
        return unreadable(&app, &person, page::NO_FILE.to_owned()).await;
    };
    let readers = &app.desk.examiner.readers;
    let read = importing::read(readers, &app.limits, kind, (&file.name, &file.bytes)).await;
    if let Err(why) = read {
        return unreadable(&app, &person, unread(&why)).await;
    }
    let mut tx = app.store.begin(&actor(&person), app.now()).await?;
    let id = tx
        .upload(
            &app.campaign.id,
            kind.as_str(),
            channel,
            &file.name,
            &file.bytes,
        )
        .await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/imports/{id}")).into_response())
}

async fn unreadable(app: &App, person: &Person, why: String) -> Result<Response, Failure> {
    let page = listed(app, person, Some(why)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn unread(why: &Unread) -> String {
    match why {
        Unread::Refused(why) => words::refused(Lang::Vi, why),
        Unread::Register(why) => words::register_fault(Lang::Vi, why),
        Unread::Message(why) => words::message_fault(Lang::Vi, why),
    }
}

/// An upload, read again from what was kept.
struct Opened {
    upload: Upload,
    channel: Channel,
    contents: Result<Contents, Unread>,
}

async fn open(app: &App, id: i64) -> Result<Opened, Failure> {
    let upload = app.store.evidence_upload(&app.campaign.id, id).await?;
    let upload = upload.ok_or(Failure::NotFound)?;
    let bytes = app.store.evidence_file(upload.digest).await?;
    let broken = || Failure::Broken(format!("upload {id} cannot be opened"));
    let (Some(bytes), Some(kind), Some(channel)) = (
        bytes,
        Kind::parse(&upload.kind),
        Channel::parse(&upload.channel),
    ) else {
        return Err(broken());
    };
    let readers = &app.desk.examiner.readers;
    let contents = importing::read(readers, &app.limits, kind, (&upload.name, &bytes)).await;
    Ok(Opened {
        upload,
        channel,
        contents,
    })
}

/// What would come of an upload.
///
/// # Errors
/// When there is none or the ledger does not answer.
pub async fn preview(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    Asked(wish): Asked<Wish>,
) -> Result<Html<String>, Failure> {
    let opened = open(&app, id).await?;
    let (documents, trouble) = match &opened.contents {
        Ok(contents) => (contents.documents.as_slice(), None),
        Err(why) => (&[][..], Some(unread(why))),
    };
    let chosen = BTreeSet::new();
    let fates = importing::preview(
        &app.store,
        &app.campaign,
        opened.channel,
        documents,
        &chosen,
    )
    .await?;
    let count = |fits: fn(&Fate) -> bool| fates.iter().filter(|fate| fits(fate)).count();
    let others = count(|fate| matches!(fate, Fate::Other));
    let mut lines: Vec<Line> = Vec::new();
    let mut choices = 0;
    for (document, fate) in documents.iter().zip(&fates) {
        if !matches!(fate, Fate::Other) {
            lines.push(line(&app, document, fate, &mut choices));
        }
    }
    let page = Import {
        frame: app.frame(page::TITLE, Here::Copies, Some(&person)),
        done: wish.taken.parse().ok().map(page::taken),
        href: format!("/imports/{id}"),
        facts: facts(&app, &opened, documents.len()),
        trouble,
        taken: count(|fate| fate.taken().is_some()),
        suggested: count(|fate| matches!(fate, Fate::Suggested { .. })),
        others,
        lines,
    };
    Ok(Html(page.render()?))
}

/// Takes what a person has looked at.
///
/// # Errors
/// When there is no such upload or the ledger does not answer.
pub async fn take(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    sent: Sent,
) -> Result<Response, Failure> {
    let opened = open(&app, id).await?;
    let Ok(contents) = &opened.contents else {
        return Ok(Redirect::to(&format!("/imports/{id}")).into_response());
    };
    let chosen: BTreeSet<u32> = sent
        .texts("line")
        .filter_map(|line| line.parse().ok())
        .collect();
    let taken = importing::take(
        &app.store,
        &app.campaign,
        (&actor(&person), app.now()),
        opened.channel,
        contents,
        &chosen,
    )
    .await?;
    let href = format!("/imports/{id}?taken={}", taken.added);
    Ok(Redirect::to(&href).into_response())
}

fn facts(app: &App, opened: &Opened, documents: usize) -> Vec<crate::words::pages::Fact> {
    let by = format!(
        "{}, {}",
        labels::actor(&opened.upload.uploaded_by),
        app.long(opened.upload.uploaded_at)
    );
    page::facts(
        &labels::file_name(&opened.upload.name),
        page::kind(&opened.upload.kind),
        evidence::channel(Lang::Vi, opened.channel),
        documents,
        &by,
        opened.upload.digest,
    )
}

fn line(app: &App, document_: &Document, fate: &Fate, choices: &mut usize) -> Line {
    let record = &document_.record;
    let (word, why) = words::fate(Lang::Vi, fate, |unit| app.unit_name(unit));
    let choice = matches!(fate, Fate::Suggested { .. }) && *choices < MOST_CHOICES;
    *choices += usize::from(choice);
    Line {
        at: document_.at,
        document: document(&record.number, record.date),
        author: record.author.clone(),
        subject: record.subject.clone(),
        arrival: page::arrival(record.arrived, &record.arrival_number),
        fate: page::fate(fate, word),
        why,
        choice,
    }
}
