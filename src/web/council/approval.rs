//! Finalising, approving, publishing: the page. What its buttons do is in
//! [`super::steps`].

use askama::Template as _;
use axum::{extract::State, response::Html};

use super::{Room, Said, current};
use crate::{
    council::Stage,
    edition::{self, Edition},
    role::Right,
    web::{App, ask::Asked, failure::Failure, session::Person},
    words::{
        Lang, council as office,
        pages::{
            Here,
            council::{
                self as words, Part,
                approval::{self as page, Approval},
            },
        },
        times,
    },
};

/// The page.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(said): Asked<Said>,
) -> Result<Html<String>, Failure> {
    let mut page = filled(&app, &person).await?;
    words::done(&said.done).clone_into(&mut page.done);
    Ok(Html(page.render()?))
}

/// The page as it stands.
pub(super) async fn filled(app: &App, person: &Person) -> Result<Approval, Failure> {
    let room = Room::of(app, person).await?;
    let draft = current(app).await?;
    let editions = app.store.editions(&app.campaign.id).await?;
    let standing = &room.standing;
    let digest = draft
        .as_ref()
        .map_or_else(String::new, |draft| draft.digest.to_string());
    let before = editions
        .iter()
        .rev()
        .find(|edition| edition.number < standing.edition);
    let changes = before.zip(draft.as_ref()).map(|(before, draft)| {
        let differ = edition::difference(&before.snapshot, &draft.snapshot);
        differ.iter().map(changed).collect()
    });
    let at = standing.finalised_at.map(|at| app.long(at));
    let finalised = at.as_deref().map(|at| (standing.finalised_by.as_str(), at));
    Ok(Approval {
        frame: app.menu_frame(Here::Council, person),
        csrf: person.csrf.clone(),
        tabs: words::tabs(Some(Part::Approval)),
        done: String::new(),
        faults: Vec::new(),
        state: page::state(standing.stage, standing.edition),
        facts: page::facts(&digest, finalised, &standing.reason),
        changes: changes.unwrap_or_default(),
        actions: actions(&room, person, &digest),
        editions: editions.iter().rev().map(|it| line(app, it)).collect(),
        typed_number: String::new(),
        typed_date: String::new(),
    })
}

/// What this person may do now. Whether it is done is decided when it is asked.
fn actions(room: &Room, person: &Person, digest: &str) -> Vec<page::Action> {
    let mut members = room.members.iter();
    let leads = members.any(|it| it.account == person.name && it.position.leads());
    let may = |right| person.role.may(right);
    let words: &[&str] = match room.standing.stage {
        Stage::Explained if leads && may(Right::Finalise) => &["finalise"],
        Stage::Final if may(Right::Approve) => &["approve", "give-back"],
        Stage::Final if leads && may(Right::Finalise) => &["give-back"],
        Stage::Approved if may(Right::Publish) => &["publish"],
        Stage::Approved | Stage::Published if leads && may(Right::Finalise) => &["reopen"],
        Stage::Provisional
        | Stage::Verified
        | Stage::Explained
        | Stage::Final
        | Stage::Approved
        | Stage::Published => &[],
    };
    words
        .iter()
        .map(|word| page::action(word, digest))
        .collect()
}

fn changed(change: &edition::Change) -> page::Changed {
    let (what, old, new) = office::changed(Lang::Vi, change);
    page::Changed {
        name: change.name.clone(),
        what,
        old,
        new,
    }
}

fn line(app: &App, edition: &Edition) -> page::EditionLine {
    let date = times::date(edition.approval.date);
    page::EditionLine {
        number: edition.number,
        decision: page::decision(&edition.approval.number, &date),
        finalised_by: edition.finalised_by.clone(),
        approved_by: edition.approval.by.clone(),
        published_at: edition
            .published_at
            .map_or_else(String::new, |at| app.short(at)),
        published: edition.published_at.is_some(),
        reason: edition.reason.clone(),
        digest: edition.digest.to_string(),
    }
}
