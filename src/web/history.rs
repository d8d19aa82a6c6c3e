//! The versions of a unit's report around one of its mails, and what was done
//! to that mail.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{App, failure::Failure};
use crate::{
    edge::store::{AuditRow, MailPage, PastVersion},
    figures::Code,
    flow::review,
    form::Form,
    text,
    verdict::judgement::Judgement,
    words::{
        Lang,
        pages::{
            history::{self as page, Change, Difference, Version},
            labels::{self, People},
            mail::Deed,
        },
        review as words,
    },
};

/// Most versions that are listed.
const VERSIONS: u32 = 12;
/// Most rows of the feed: a mail has some ten.
const DEEDS: usize = 200;

/// The versions, and what the one of this mail changed.
///
/// # Errors
/// When the ledger does not answer.
pub async fn versions(
    app: &App,
    mail: &MailPage,
    judgement: Option<&Judgement>,
) -> Result<(Vec<Version>, Option<Difference>), Failure> {
    let Some(unit) = judgement.and_then(|judgement| judgement.unit.as_deref()) else {
        return Ok((Vec::new(), None));
    };
    let (campaign, id) = (&app.campaign.id, mail.mail.id);
    let past = app
        .store
        .past_versions(campaign, unit, id, VERSIONS)
        .await?;
    let standing = app.store.standing_versions(campaign, unit).await?;
    let in_force = standing
        .iter()
        .filter(|version| version.punctuality != "late")
        .max_by_key(|version| (version.moment, version.version))
        .map(|version| version.version);
    let listed = past.iter().map(|version| Version {
        version: version.version,
        number: version.number.clone(),
        mail: version.mail.0,
        at: app.short(version.moment),
        state: page::standing(
            version.stands == 1,
            version.punctuality == "late",
            in_force == Some(version.version),
        ),
        own: version.mail == id,
    });
    let listed = listed.collect();
    let own = past.iter().find(|version| version.mail == id);
    let difference = own.and_then(|own| {
        let before = past.iter().find(|it| it.version < own.version)?;
        Some(difference(app, before, own))
    });
    Ok((listed, difference))
}

/// What two versions do not agree on, in the order of the form.
fn difference(app: &App, before: &PastVersion, after: &PastVersion) -> Difference {
    let form = app.campaign.forms.iter().find(|form| form.id == after.form);
    let codes: BTreeSet<&Code> = before
        .figures
        .0
        .keys()
        .chain(after.figures.0.keys())
        .collect();
    let place = |code: &str| {
        let mut indicators = form.into_iter().flat_map(Form::indicators);
        indicators.position(|it| it.code.as_str() == code)
    };
    let said = |version: &PastVersion, code: &str| {
        let value = version.figures.get(code);
        value.map_or_else(
            || page::BLANK.to_owned(),
            |value| text::one_line(&value.to_string(), 200),
        )
    };
    let mut changes: Vec<Change> = codes
        .into_iter()
        .map(Code::as_str)
        .filter(|code| before.figures.get(code) != after.figures.get(code))
        .map(|code| Change {
            code: code.to_owned(),
            label: form
                .and_then(|form| form.indicator(code))
                .map_or_else(String::new, |it| it.label.clone()),
            before: said(before, code),
            after: said(after, code),
        })
        .collect();
    changes.sort_by_key(|change| place(&change.code).unwrap_or(usize::MAX));
    Difference {
        before: before.version,
        after: after.version,
        changes,
    }
}

/// What was done to a mail, newest first.
#[must_use]
pub fn deeds(app: &App, mail: &MailPage, people: &People) -> Vec<Deed> {
    let rows = mail.audit.iter().rev().take(DEEDS);
    rows.map(|row| deed(app, mail, row, people)).collect()
}

fn deed(app: &App, mail: &MailPage, row: &AuditRow, people: &People) -> Deed {
    let detail: Value = serde_json::from_str(&row.detail).unwrap_or_default();
    let said = (row.action == "mail.settled")
        .then(|| said(mail, &detail))
        .flatten();
    Deed {
        seq: row.seq,
        at: app.short(row.at),
        actor: labels::actor_among(&row.actor, people),
        action: page::deed(&row.action, &detail),
        said: said.unwrap_or_default(),
        detail: row.detail.clone(),
    }
}

/// What a person said for a decision.
fn said(mail: &MailPage, detail: &Value) -> Option<String> {
    let revision = detail.get("revision")?.as_i64()?;
    let row = mail.verdicts.iter().find(|row| row.revision == revision)?;
    let review = review::judgement(row).ok()?.review?;
    let ground = review
        .ground
        .map_or("", |ground| words::ground(Lang::Vi, ground));
    Some(page::decided(review.act, ground, &review.note))
}
