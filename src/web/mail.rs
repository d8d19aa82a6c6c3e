//! One mail: everything there is about it, and the form to decide on it.

use askama::Template as _;
use axum::{extract::State, response::Html};
use serde::Deserialize;

use super::{
    App,
    ask::{Asked, Place},
    failure::Failure,
    filter::address,
    history,
    queue::Way,
    session::Person,
    sheet, told,
};
use crate::{
    edge::store::{MailId, MailPage, StoreError},
    finding::Finding,
    flow::{choices, comparing, review},
    role::Right,
    verdict::{
        Verdict,
        judgement::Judgement,
        person::{Act, Ground},
    },
    words::{
        Lang,
        pages::{
            Here,
            evidence::Letterhead,
            history::punctuality,
            labels,
            mail::{self as page, Mail},
            mails::Choice,
            review::{self as form, Form, Looking, Offer, Walk},
            sheet::Grid,
        },
        review as words,
    },
};

/// What the address of the page may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// `1`: it was opened from the queue.
    pub queue: String,
    /// The way through the queue.
    #[serde(flatten)]
    pub way: Way,
    /// What was done just now: a word, or the number of the mail before.
    pub done: String,
    /// `1`: a large workbook is opened too.
    pub sheet: String,
}

/// What was typed in the form, when it is shown once more.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// What was chosen.
    pub act: Option<Act>,
    /// How the sender was made sure of.
    pub vouch: String,
    /// Why it is turned down.
    pub ground: String,
    /// The note.
    pub note: String,
    /// Is a letter to be sent?
    pub answer: bool,
    /// What is wrong.
    pub fault: String,
}

/// One mail.
///
/// # Errors
/// When there is no such mail or the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    Asked(ask): Asked<Ask>,
) -> Result<Html<String>, Failure> {
    let typed = Typed {
        answer: true,
        ..Typed::default()
    };
    Ok(Html(page(&app, &person, id, &ask, typed).await?))
}

/// The page of a mail, with what was typed in its form.
///
/// # Errors
/// When there is no such mail or the ledger does not answer.
pub async fn page(
    app: &App,
    person: &Person,
    id: i64,
    ask: &Ask,
    typed: Typed,
) -> Result<String, Failure> {
    let mail = app.store.mail(MailId(id)).await?.ok_or(Failure::NotFound)?;
    let way = (ask.queue == "1").then(|| ask.way.clone().tidy());
    let decided = mail.verdicts.last();
    let judgement = decided.and_then(|row| review::judgement(row).ok());
    let people = app.people().await?;
    let reviewer = person.role.may(Right::Review);
    let found = found(app, judgement.as_ref(), mail.mail.id).await?;
    let (grid, letterhead) =
        opened(app, &mail, judgement.as_ref(), &found, (ask, reviewer)).await?;
    let (versions, difference) = history::versions(app, &mail, judgement.as_ref()).await?;
    let campaign = app.desk.fresh(app.now()).await?.campaign;
    let window = judgement
        .as_ref()
        .and_then(|it| it.unit.as_deref())
        .map_or(campaign.window, |unit| campaign.window_of(unit));
    let subject = labels::subject(mail.mail.subject.as_deref());
    let verdict = mail.mail.verdict;
    let here = if way.is_some() {
        Here::Queue
    } else {
        Here::Mails
    };
    let page = Mail {
        frame: app.frame(subject.clone(), here, Some(person)),
        id,
        subject,
        walk: match &way {
            Some(way) => Some(walk(app, person, way, id).await?),
            None => None,
        },
        done: done(&ask.done),
        verdict: labels::maybe_verdict(verdict),
        meaning: page::meaning(
            verdict,
            mail.mail.attempts,
            mail.mail.waiting_for.as_deref(),
        ),
        punctuality: punctuality(judgement.as_ref().map(|it| it.punctuality.as_str())),
        dangerous: verdict == Some(Verdict::Quarantined),
        facts: told::summary(app, &mail, &people, &versions).facts(),
        review: judgement
            .as_ref()
            .and_then(|it| it.review.as_ref())
            .map_or_else(Vec::new, |it| super::review::reviewed(app, it)),
        looking: looking(app, person, &mail).await?,
        form: match reviewer && verdict.is_some() && judgement.is_some() {
            true => Some(offer(app, &mail, judgement.as_ref(), way.as_ref(), typed).await?),
            false => None,
        },
        reasons: told::reasons(app, window, judgement.as_ref(), &mail),
        notes: judgement
            .as_ref()
            .map_or_else(Vec::new, |it| told::all(app, window, &it.notes)),
        findings: told::findings(&found, &grid),
        grid,
        versions,
        difference,
        files: mail
            .attachments
            .iter()
            .map(|row| told::file(row, judgement.as_ref()))
            .collect(),
        evidence: judgement
            .as_ref()
            .map_or_else(Vec::new, |it| told::evidence(app, it)),
        letterhead,
        letters: mail
            .letters
            .iter()
            .map(|row| told::letter(app, row))
            .collect(),
        places: mail
            .places
            .iter()
            .map(|row| told::place(app, row))
            .collect(),
        audit: history::deeds(app, &mail, &people),
        evidence_lost: decided.is_some() && judgement.is_none(),
        may_download: person.role.may(Right::Download),
        way: way.as_ref().map(Way::field),
    };
    Ok(page.render()?)
}

/// What was found in the report, and, while it is in force, what stands out in
/// it beside the others of its group.
async fn found(
    app: &App,
    judgement: Option<&Judgement>,
    mail: MailId,
) -> Result<Vec<Finding>, Failure> {
    let Some(judgement) = judgement else {
        return Ok(Vec::new());
    };
    let mut all = judgement.findings.clone();
    if judgement.report.is_some() {
        let beside = comparing::of_mail(&app.store, &app.campaign, mail, app.now());
        all.extend(beside.await?);
    }
    Ok(all)
}

/// What the raw mail says: its workbook as a grid, and, for who decides, its
/// header and its text.
async fn opened(
    app: &App,
    mail: &MailPage,
    judgement: Option<&Judgement>,
    found: &[Finding],
    (ask, reviewer): (&Ask, bool),
) -> Result<(Grid, Option<Letterhead>), Failure> {
    let id = mail.mail.id.0;
    let on = "1".to_owned();
    let here = format!(
        "{}#sheet",
        address(&format!("/mails/{id}"), &[("sheet", &on)])
    );
    let wish = sheet::wish(judgement, mail.mail.size, ask.sheet == "1", &here);
    // A mail that broke its reader once is not opened for a page.
    let broken = judgement.is_some_and(told::is_unjudged);
    if broken || !reviewer && wish.is_err() {
        return Ok((wish.err().unwrap_or_default(), None));
    }
    let raw = match app.store.raw(mail.mail.id).await {
        Ok(raw) => raw,
        Err(StoreError::Corrupt(_)) => return Ok((wish.err().unwrap_or_default(), None)),
        Err(error @ (StoreError::Unavailable(_) | StoreError::Conflict(_))) => {
            return Err(error.into());
        }
    };
    let wanted = judgement.filter(|_| wish.is_ok());
    let opened = sheet::open(app, raw, wanted).await?;
    let letterhead = reviewer.then(|| told::letterhead(app, &opened.mail));
    let grid = match wish {
        Ok(()) => sheet::grid(app, opened.report, found, &here).await,
        Err(instead) => instead,
    };
    Ok((grid, letterhead))
}

/// Where a mail stands on a way through the queue.
async fn walk(app: &App, person: &Person, way: &Way, id: i64) -> Result<Walk, Failure> {
    let mails = way.walk(app, &person.name).await?;
    let at = mails.iter().position(|mail| mail.0 == id);
    let beside = |at: Option<usize>| {
        let mail = at.and_then(|at| mails.get(at));
        mail.map(|mail| way.mail(mail.0, ""))
    };
    Ok(Walk {
        place: at.map_or_else(String::new, |at| format!("{}/{}", at + 1, mails.len())),
        before: beside(at.and_then(|at| at.checked_sub(1))),
        after: beside(at.map_or(Some(0), |at| at.checked_add(1))),
        queue: way.queue(),
    })
}

/// What was done just now.
fn done(word: &str) -> Option<(&'static str, Option<i64>)> {
    match word {
        "" => None,
        word => Some((form::done(word), word.parse().ok())),
    }
}

async fn looking(app: &App, person: &Person, mail: &MailPage) -> Result<Looking, Failure> {
    let claim = app.store.claim_of(mail.mail.id, app.now()).await?;
    Ok(match claim {
        None => Looking::Nobody,
        Some(claim) if claim.holder == person.name => Looking::Me(app.clock_of(claim.until)),
        Some(claim) => Looking::Other(
            claim.display,
            app.clock_of(claim.taken_at),
            app.clock_of(claim.until),
        ),
    })
}

/// The form to decide with.
async fn offer(
    app: &App,
    mail: &MailPage,
    judgement: Option<&Judgement>,
    way: Option<&Way>,
    typed: Typed,
) -> Result<Form, Failure> {
    let offered = choices::choices(&app.desk, mail, app.now()).await?;
    let explains = offered.explains;
    let acts = offered.acts.into_iter().map(|(act, may)| Offer {
        act,
        name: words::act(Lang::Vi, act),
        meaning: if explains && act == Act::Accept {
            words::files_explanation(Lang::Vi)
        } else {
            words::meaning(Lang::Vi, act)
        },
        refusal: may
            .err()
            .map_or_else(String::new, |refusal| words::refusal(Lang::Vi, &refusal)),
        chosen: typed.act == Some(act),
    });
    let grounds = |vouches: bool, chosen: &str| -> Vec<Choice> {
        Ground::ALL
            .into_iter()
            .filter(|ground| ground.vouches() == vouches)
            .map(|ground| Choice {
                code: ground.code().to_owned(),
                name: words::ground(Lang::Vi, ground).to_owned(),
                chosen: ground.code() == chosen,
            })
            .collect()
    };
    Ok(Form {
        acts: acts.collect(),
        vouching: grounds(true, &typed.vouch),
        against: grounds(false, &typed.ground),
        note: typed.note,
        answer: typed.answer,
        fault: typed.fault,
        seen: mail.mail.revision,
        way: way.map_or_else(String::new, Way::field),
        queue: way.is_some(),
        unproven: judgement.is_some_and(|it| it.proof.is_none()),
        two_people: app.desk.two_people,
    })
}
