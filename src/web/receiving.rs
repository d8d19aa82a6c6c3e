//! What a clerk does to a dossier: receives, corrects, withdraws, settles.
//!
//! A form that cannot be taken is shown again as it was filled in, with every
//! fault beside its field; one that was taken leads back to the dossier.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    App,
    ask::{Filled, Place},
    copies,
    dossier::{self, Refused},
    download,
    failure::Failure,
    forms::Sent,
    session::Person,
};
use crate::{
    digest::Digest,
    edge::store::{Actor, NewEvidence, Once, StoreError},
    evidence::{
        Channel, Compared, Record, Ruling, edxml,
        typed::{Field, Typed, Wrong},
    },
    text,
    unit::Unit,
    words::pages::dossier as said,
};

/// Most bytes of a form with a scan.
pub const SCAN_BYTES: usize = 11 << 20;

/// A form to withdraw a record.
#[derive(Deserialize)]
pub struct Withdrawal {
    id: i64,
    #[serde(default)]
    why: String,
}

/// A form to settle a disagreement.
#[derive(Deserialize)]
pub struct Settling {
    about: String,
    ruling: String,
    #[serde(default)]
    reason: String,
}

/// Receives a copy on paper.
///
/// # Errors
/// When there is no such unit or the ledger does not answer.
pub async fn paper(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    receive(&app, &person, &code, Channel::Paper, &sent).await
}

/// Receives a copy through document software.
///
/// # Errors
/// When there is no such unit or the ledger does not answer.
pub async fn software(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    receive(&app, &person, &code, Channel::DocumentSoftware, &sent).await
}

async fn receive(
    app: &App,
    person: &Person,
    code: &str,
    channel: Channel,
    sent: &Sent,
) -> Result<Response, Failure> {
    let unit = dossier::unit(app, code)?;
    let typed = typed(sent);
    let replaces = sent.text("replaces").parse::<i64>().ok();
    let why = text::one_line(sent.text("why"), 500);
    let (mut record, mut wrong) = match typed.record(channel, today(app), app.campaign.year) {
        Ok(record) => (record, Vec::new()),
        Err(wrong) => (Record::default(), wrong),
    };
    if replaces.is_some() && why.is_empty() {
        wrong.push((Field::Why, Wrong::Missing));
    }
    let file = sent.file("file");
    if let Some(file) = file {
        let listed = edxml::file(&file.name, &file.bytes, &app.limits);
        if !listed.is_document() {
            wrong.push((Field::File, Wrong::Kind));
        }
        record.files.push(listed);
    }
    if !wrong.is_empty() {
        let refused = Refused {
            form: Some((channel, typed, replaces, why)),
            wrong,
            ..Refused::default()
        };
        return again(app, person, unit, refused).await;
    }
    if let (Some(old), None) = (replaces, file) {
        // A correction of what was typed keeps the scan.
        record.files = kept_files(app, unit, old).await?;
    }
    let mut tx = app.store.begin(&actor(person), app.now()).await?;
    if let Some(file) = file {
        tx.keep_evidence_file(&file.bytes).await?;
    }
    let new = NewEvidence {
        campaign: &app.campaign.id,
        unit: &unit.code,
        channel,
        record: &record,
        replaces,
        withdrawn: false,
        why: &why,
        once: Once::Standing,
    };
    match tx.add_evidence(&new).await {
        Ok(added) => {
            tx.commit().await?;
            let done = match (added, replaces) {
                (None, _) => "known",
                (Some(_), Some(_)) => "corrected",
                (Some(_), None) => channel.as_str(),
            };
            Ok(back(unit, done))
        }
        Err(StoreError::Conflict(_)) => {
            // Somebody else corrected it meanwhile: both are shown.
            let refused = Refused {
                form: Some((channel, typed, None, String::new())),
                trouble: Some(said::corrected_meanwhile().to_owned()),
                ..Refused::default()
            };
            drop(tx);
            again(app, person, unit, refused).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Withdraws a record that was a mistake.
///
/// # Errors
/// When there is no such unit or the ledger does not answer.
pub async fn withdraw(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    Filled(form): Filled<Withdrawal>,
) -> Result<Response, Failure> {
    let unit = dossier::unit(&app, &code)?;
    let why = text::one_line(&form.why, 500);
    let dossier = dossier::read(&app, &unit.code).await?;
    let entry = Channel::ALL
        .into_iter()
        .flat_map(|channel| dossier.in_force(channel))
        .find(|entry| entry.id == form.id);
    let (Some(entry), false) = (entry, why.is_empty()) else {
        let trouble = if why.is_empty() {
            said::no_reason()
        } else {
            said::corrected_meanwhile()
        };
        let refused = Refused {
            trouble: Some(trouble.to_owned()),
            ..Refused::default()
        };
        return again(&app, &person, unit, refused).await;
    };
    let mut tx = app.store.begin(&actor(&person), app.now()).await?;
    let new = NewEvidence {
        campaign: &app.campaign.id,
        unit: &unit.code,
        channel: entry.channel,
        record: &entry.record,
        replaces: Some(entry.id),
        withdrawn: true,
        why: &why,
        once: Once::Standing,
    };
    tx.add_evidence(&new).await?;
    tx.commit().await?;
    Ok(back(unit, "withdrawn"))
}

/// Settles a disagreement.
///
/// # Errors
/// When there is no such unit or the ledger does not answer.
pub async fn settle(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    Filled(form): Filled<Settling>,
) -> Result<Response, Failure> {
    let unit = dossier::unit(&app, &code)?;
    let ruling = Ruling::parse(&form.ruling).ok_or(Failure::Unreadable)?;
    let reason = text::one_line(&form.reason, 500);
    let dossier = dossier::read(&app, &unit.code).await?;
    let known = dossier
        .disagreements()
        .iter()
        .any(|it| it.key() == form.about);
    if !known || reason.is_empty() {
        let refused = Refused {
            about: form.about,
            trouble: (!known).then(|| said::settled_meanwhile().to_owned()),
            ..Refused::default()
        };
        return again(&app, &person, unit, refused).await;
    }
    let mut tx = app.store.begin(&actor(&person), app.now()).await?;
    tx.settle_evidence(&app.campaign.id, &unit.code, &form.about, ruling, &reason)
        .await?;
    tx.commit().await?;
    Ok(back(unit, "settled"))
}

/// A file of a dossier, to be saved.
///
/// # Errors
/// When no record of the unit has such a file.
pub async fn file(
    State(app): State<App>,
    _: Person,
    Place((code, digest)): Place<(String, String)>,
) -> Result<Response, Failure> {
    let unit = dossier::unit(&app, &code)?;
    let digest = Digest::from_hex(&digest).ok_or(Failure::NotFound)?;
    let dossier = dossier::read(&app, &unit.code).await?;
    let mut files = dossier.entries.iter().flat_map(|it| &it.record.files);
    let known = files
        .find(|it| it.digest == digest)
        .ok_or(Failure::NotFound)?;
    let bytes = app.store.evidence_file(digest).await?;
    Ok(download::saved(
        bytes.ok_or(Failure::NotFound)?,
        &known.name,
    ))
}

fn typed(sent: &Sent) -> Typed {
    let text = |name: &str| text::one_line(sent.text(name), 200);
    Typed {
        number: text("number"),
        date: text("date"),
        subject: text("subject"),
        organ: text("organ"),
        signer: text("signer"),
        arrival_number: text("arrival_number"),
        arrived: text("arrived"),
        received_by: text("received_by"),
        signed: sent.text("signed") == "yes",
        sealed: sent.text("sealed") == "yes",
        figures: Compared::parse(sent.text("figures")).unwrap_or_default(),
        note: text::one_line(sent.text("note"), 500),
    }
}

async fn kept_files(
    app: &App,
    unit: &Unit,
    entry: i64,
) -> Result<Vec<crate::evidence::File>, Failure> {
    let dossier = dossier::read(app, &unit.code).await?;
    let mut entries = dossier.entries.into_iter();
    let old = entries.find(|it| it.id == entry);
    Ok(old.map_or_else(Vec::new, |entry| entry.record.files))
}

/// The dossier once more, with what was sent and what is wrong with it.
async fn again(
    app: &App,
    person: &Person,
    unit: &Unit,
    refused: Refused,
) -> Result<Response, Failure> {
    let dossier = dossier::read(app, &unit.code).await?;
    let page = dossier::page(app, person, unit, &dossier, None, refused)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn back(unit: &Unit, done: &str) -> Response {
    let href = format!("{}?done={done}", copies::href(&unit.code));
    Redirect::to(&href).into_response()
}

/// Who acts, for the audit.
pub(super) fn actor(person: &Person) -> Actor {
    Actor::Person(person.name.clone())
}

fn today(app: &App) -> jiff::civil::Date {
    app.now().to_zoned(app.campaign.zone.clone()).date()
}
