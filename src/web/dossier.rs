//! The dossier of one unit: its three copies, what does not agree, and the
//! forms by which a clerk receives, corrects and settles.

use askama::Template as _;
use axum::{extract::State, response::Html};
use serde::Deserialize;

use super::{
    App,
    ask::{Asked, Place},
    copies,
    failure::Failure,
    session::Person,
};
use crate::{
    evidence::{
        Channel, Disagreement, Dossier, Entry, File,
        typed::{Field, Typed, Wrong},
    },
    role::Right,
    unit::Unit,
    words::{
        Lang, evidence,
        pages::{
            Here,
            copies::{Way, document, done},
            copy_form::{self, Form},
            dossier::{self as page, Question, Record, WayCard},
            labels,
        },
        size,
    },
};

/// What the address may say.
#[derive(Default, Deserialize)]
pub struct Wish {
    #[serde(default)]
    done: String,
    #[serde(default)]
    correct: String,
    /// The way whose form is to be open.
    #[serde(default)]
    receive: String,
}

/// What was sent and could not be taken, to be shown again.
#[derive(Default)]
pub(super) struct Refused {
    /// The form of this way, as it was filled in.
    pub form: Option<(Channel, Typed, Option<i64>, String)>,
    /// What is wrong with its fields.
    pub wrong: Vec<(Field, Wrong)>,
    /// The disagreement whose ruling lacks a reason.
    pub about: String,
    /// Something else.
    pub trouble: Option<String>,
}

/// The dossier of a unit.
///
/// # Errors
/// When there is no such unit or the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    Asked(wish): Asked<Wish>,
) -> Result<Html<String>, Failure> {
    let unit = unit(&app, &code)?;
    let dossier = read(&app, &unit.code).await?;
    let mut refused = Refused::default();
    // A form that corrects a record begins with what stands in it.
    let corrected = wish.correct.parse::<i64>().ok().and_then(|id| {
        let mut standing = Channel::ALL.into_iter().flat_map(|it| dossier.in_force(it));
        standing.find(|entry| entry.id == id)
    });
    if let Some(entry) = corrected {
        let typed = Typed::of(&entry.record);
        refused.form = Some((entry.channel, typed, Some(entry.id), String::new()));
    }
    if let (None, Some(channel)) = (&refused.form, Channel::parse(&wish.receive)) {
        refused.form = Some((channel, blank(&person), None, String::new()));
    }
    page(&app, &person, unit, &dossier, done(&wish.done), refused)
}

/// The unit of a code.
///
/// # Errors
/// When there is none.
pub(super) fn unit<'a>(app: &'a App, code: &str) -> Result<&'a Unit, Failure> {
    app.campaign.registry.by_code(code).ok_or(Failure::NotFound)
}

/// Its dossier. All of them are read: a document may stand in two.
///
/// # Errors
/// When the ledger does not answer.
pub(super) async fn read(app: &App, unit: &str) -> Result<Dossier, Failure> {
    let campaign = &app.campaign;
    let units = campaign.registry.iter().map(|unit| unit.code.as_str());
    let asked = Channel::asked(campaign);
    let all = app.store.dossiers(&campaign.id, &asked, units).await?;
    let mut all = all.into_iter();
    all.find(|it| it.unit == unit).ok_or(Failure::NotFound)
}

/// The page, with a form that was refused or is to be filled in.
///
/// # Errors
/// When it cannot be made.
pub(super) fn page(
    app: &App,
    person: &Person,
    unit: &Unit,
    dossier: &Dossier,
    done: Option<&'static str>,
    refused: Refused,
) -> Result<Html<String>, Failure> {
    let (records, past) = records(app, person, dossier);
    let page = page::Dossier {
        frame: app.frame(unit.name.clone(), Here::Copies, Some(person)),
        done,
        unit: unit.code.clone(),
        name: unit.name.clone(),
        href: copies::href(&unit.code),
        ways: Channel::ALL
            .into_iter()
            .map(|channel| way(app, dossier, channel))
            .collect(),
        questions: dossier
            .disagreements()
            .iter()
            .map(|it| question(app, dossier, it, &refused))
            .collect(),
        records,
        past,
        forms: if person.role.may(Right::Receive) {
            forms(person, unit, &refused)
        } else {
            Vec::new()
        },
        trouble: refused.trouble,
    };
    Ok(Html(page.render()?))
}

fn way(app: &App, dossier: &Dossier, channel: Channel) -> WayCard {
    let mail = dossier.mail.as_ref().filter(|_| channel == Channel::Mail);
    let newest = dossier.copies(channel).max_by_key(|it| it.id);
    let facts = match (mail, newest) {
        (Some(mail), _) => page::mail_facts(mail, &app.long(mail.moment)),
        (None, Some(entry)) => page::short_facts(&entry.record),
        (None, None) => Vec::new(),
    };
    WayCard {
        way: Way::new(
            channel,
            dossier.cell(channel),
            copies::is_over(app),
            String::new(),
        ),
        facts,
        mail: mail.map(|mail| mail.mail),
    }
}

fn question(app: &App, dossier: &Dossier, it: &Disagreement, refused: &Refused) -> Question {
    let key = it.key();
    let settled = dossier.settlement(it).map(|settled| page::Settled {
        ruling: page::ruling(settled.ruling),
        reason: settled.reason.clone(),
        by: format!("{}, {}", labels::actor(&settled.by), app.long(settled.at)),
    });
    let missing = refused.about == key;
    Question {
        sentence: evidence::disagreement(Lang::Vi, it, |unit| app.unit_name(unit)),
        settled,
        reason: String::new(),
        wrong: missing.then(|| evidence::wrong(Lang::Vi, Wrong::Missing)),
        key,
    }
}

/// The records that stand, and those that do not, newest first.
fn records(app: &App, person: &Person, dossier: &Dossier) -> (Vec<Record>, Vec<Record>) {
    let standing: Vec<i64> = Channel::ALL
        .into_iter()
        .flat_map(|channel| dossier.in_force(channel))
        .map(|entry| entry.id)
        .collect();
    let (mut now, mut past) = (Vec::new(), Vec::new());
    for entry in &dossier.entries {
        let later = dossier
            .entries
            .iter()
            .find(|it| it.replaces == Some(entry.id));
        if standing.contains(&entry.id) {
            now.push(record(app, person, &dossier.unit, entry, None));
        } else if !entry.withdrawn {
            past.push(record(app, person, &dossier.unit, entry, later));
        }
    }
    past.reverse();
    (now, past)
}

fn record(app: &App, person: &Person, unit: &str, entry: &Entry, later: Option<&Entry>) -> Record {
    let by = |entry: &Entry| format!("{}, {}", labels::actor(&entry.by), app.long(entry.at));
    let correcting = entry.replaces.is_some();
    Record {
        id: entry.id,
        channel: evidence::channel(Lang::Vi, entry.channel),
        title: document(&entry.record.number, entry.record.date),
        facts: page::record_facts(entry.channel, &entry.record),
        files: entry
            .record
            .files
            .iter()
            .map(|it| file(person, unit, it))
            .collect(),
        noted: page::noted(&by(entry), correcting.then_some(entry.why.as_str())),
        fate: later.map_or_else(String::new, |later| {
            page::replaced(later.withdrawn, &by(later), &later.why)
        }),
        correct: format!(
            "{}?correct={}#{}",
            copies::href(unit),
            entry.id,
            entry.channel.as_str()
        ),
    }
}

fn file(person: &Person, unit: &str, file: &File) -> page::File {
    let href = format!("{}/files/{}", copies::href(unit), file.digest);
    page::File {
        href: if person.role.may(Right::Download) {
            href
        } else {
            String::new()
        },
        name: labels::file_name(&file.name),
        size: size(Lang::Vi, file.size),
        signatures: page::signatures(file),
        digest: file.digest.to_string(),
    }
}

/// The forms of both ways; the one that was refused as it was filled in.
fn forms(person: &Person, unit: &Unit, refused: &Refused) -> Vec<Form> {
    [Channel::Paper, Channel::DocumentSoftware]
        .into_iter()
        .map(|channel| {
            let own = refused.form.as_ref().filter(|(it, ..)| *it == channel);
            let wrong: &[(Field, Wrong)] = if own.is_some() { &refused.wrong } else { &[] };
            let blank = blank(person);
            let typed = own.map_or(&blank, |(_, typed, ..)| typed);
            let replaces = own.and_then(|(_, _, replaces, _)| *replaces);
            let why = own.map_or("", |(.., why)| why.as_str());
            copy_form::form(
                channel,
                format!("{}/{}", copies::href(&unit.code), channel.as_str()),
                typed,
                (replaces, why),
                wrong,
                own.is_some(),
            )
        })
        .collect()
}

/// A form that nobody has filled in.
fn blank(person: &Person) -> Typed {
    Typed {
        received_by: person.display.clone(),
        ..Typed::default()
    }
}
