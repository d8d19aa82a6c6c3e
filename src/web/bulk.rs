//! Deciding many mails of the queue at once: which, what and how many is asked
//! first, and each is decided by itself, so that one that cannot be decided
//! keeps back no other.

use askama::Template as _;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

use super::{
    App,
    ask::{Asked, Filled},
    came::{Came, opened, sealed},
    failure::Failure,
    queue::Way,
    review::Fields,
    session::{Person, go},
};
use crate::{
    edge::store::MailId,
    flow::review::{self, Wish},
    review::{NOTE, Refusal},
    text,
    verdict::person::{Act, Ground},
    words::{
        Lang,
        pages::{
            Here, labels,
            mails::Choice,
            queue::{Bulk, BulkDone},
            review as page,
        },
        review as words,
    },
};

/// Most mails that are decided at once.
const MOST: usize = 50;

/// A chosen mail: its number, and the verdict that was seen.
type Key = (MailId, i64);

fn chosen(fields: &Fields) -> Vec<Key> {
    let read = |key: &str| {
        let (mail, seen) = key.split_once('.')?;
        Some((MailId(mail.parse().ok()?), seen.parse().ok()?))
    };
    let mut keys: Vec<Key> = fields.all("mail").filter_map(read).take(MOST).collect();
    keys.dedup();
    keys
}

/// Asks what is still to be said, before anything is done.
///
/// # Errors
/// When the ledger does not answer.
pub async fn choose(
    State(app): State<App>,
    person: Person,
    form: Filled<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let fields = Fields::of(form);
    let way = Way::read(fields.get("way"));
    let (keys, act) = (chosen(&fields), Act::parse(fields.get("act")));
    match act.filter(|_| !keys.is_empty()) {
        Some(act) => ask(&app, &person, act, &keys, &fields, String::new()).await,
        None => Ok(go(&way.queue(), [])),
    }
}

async fn ask(
    app: &App,
    person: &Person,
    act: Act,
    keys: &[Key],
    fields: &Fields,
    fault: String,
) -> Result<Response, Failure> {
    let way = Way::read(fields.get("way"));
    let mut mails = Vec::with_capacity(keys.len());
    for (mail, seen) in keys {
        let line = app.store.line(*mail).await?.ok_or(Failure::NotFound)?;
        let unit = line.unit.as_deref();
        mails.push((
            format!("{}.{seen}", mail.0),
            labels::subject(line.subject.as_deref()),
            unit.map_or_else(String::new, |unit| app.unit_name(unit)),
        ));
    }
    let field = if act == Act::Accept {
        "vouch"
    } else {
        "ground"
    };
    let fits = |ground: &Ground| match act {
        Act::Accept => ground.vouches(),
        Act::Reject | Act::Correct => !ground.vouches(),
        Act::Hold | Act::Keep | Act::Again => false,
    };
    let name = words::act(Lang::Vi, act);
    let wrong = !fault.is_empty();
    let page = Bulk {
        frame: app.frame(name, Here::Queue, Some(person)),
        fault,
        act,
        name,
        meaning: words::meaning(Lang::Vi, act),
        mails,
        grounds: Ground::ALL
            .into_iter()
            .filter(fits)
            .map(|ground| Choice {
                code: ground.code().to_owned(),
                name: words::ground(Lang::Vi, ground).to_owned(),
                chosen: fields.get(field) == ground.code(),
            })
            .collect(),
        ground_field: field,
        needs_ground: act == Act::Reject,
        note: text::one_line(fields.get("note"), NOTE),
        asks_letters: !matches!(act, Act::Hold | Act::Keep),
        back: way.queue(),
        way: way.field(),
    };
    let status = if wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// Decides each, and leads to what was done and what was not.
///
/// # Errors
/// When the ledger does not answer.
pub async fn act(
    State(app): State<App>,
    person: Person,
    form: Filled<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let fields = Fields::of(form);
    let way = Way::read(fields.get("way"));
    let keys = chosen(&fields);
    let Some(order) = fields.order(&person.name).filter(|_| !keys.is_empty()) else {
        return Ok(go(&way.queue(), []));
    };
    let act = order.act;
    let asks = !matches!(act, Act::Hold | Act::Keep);
    if asks && !["yes", "no"].contains(&fields.get("answer")) {
        let fault = page::CHOOSE_ANSWER.to_owned();
        return ask(&app, &person, act, &keys, &fields, fault).await;
    }
    if act == Act::Reject && order.ground.is_none_or(Ground::vouches) {
        let fault = words::refusal(Lang::Vi, &Refusal::NeedsGround);
        return ask(&app, &person, act, &keys, &fields, fault).await;
    }
    let mut came = Vec::with_capacity(keys.len());
    for (mail, seen) in keys {
        let wish = Wish {
            mail,
            seen,
            order: order.clone(),
            agreed: None,
        };
        let outcome = review::carry_out(&app.desk, &wish, app.now()).await?;
        came.push((mail, Came::of(outcome)));
    }
    // A page that is loaded once more must decide nothing once more.
    let told = sealed(&person, act.as_str(), &way.field(), &came);
    Ok(go(&told, []))
}

/// What came of it, mail by mail.
///
/// # Errors
/// When the address is not one that this session was given, or the ledger does
/// not answer.
pub async fn done(
    State(app): State<App>,
    person: Person,
    Asked(fields): Asked<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let fields = Fields::of(Filled(fields));
    let (of, seal) = ((fields.get("act"), fields.get("way")), fields.get("seal"));
    let said: Vec<&str> = fields.all("m").collect();
    let came = opened(&person, seal, of, &said).ok_or(Failure::NotFound)?;
    let act = Act::parse(fields.get("act")).ok_or(Failure::NotFound)?;
    let way = Way::read(fields.get("way"));
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for (mail, came) in came {
        let line = app.store.line(mail).await?;
        let unit = line.as_ref().and_then(|line| line.unit.as_deref());
        let unit = unit.map_or_else(String::new, |unit| app.unit_name(unit));
        let subject = line.as_ref().and_then(|line| line.subject.as_deref());
        let entry = |said| (mail.0, labels::subject(subject), unit, said);
        match told(&app, mail, came).await? {
            Ok(what) => done.push(entry(what)),
            Err(why) => failed.push(entry(why)),
        }
    }
    let name = words::act(Lang::Vi, act);
    let page = BulkDone {
        frame: app.frame(name, Here::Queue, Some(&person)),
        name,
        done,
        failed,
        back: way.queue(),
    };
    Ok(Html(page.render()?).into_response())
}

/// What came of one, in a sentence: done, or not.
async fn told(app: &App, mail: MailId, came: Came) -> Result<Result<String, String>, Failure> {
    Ok(match came {
        Came::Done(verdict, answered) => Ok(page::came(&labels::verdict(verdict).word, answered)),
        Came::Unchanged => Ok(page::done("unchanged").to_owned()),
        Came::Refused(refusal) => Err(words::refusal(Lang::Vi, &refusal)),
        Came::Meanwhile => Err(page::DECIDED_MEANWHILE.to_owned()),
        Came::Waits(what) => Err(page::waits(&what)),
        Came::Missing => Err(page::MISSING.to_owned()),
        Came::Claimed => match app.store.claim_of(mail, app.now()).await? {
            Some(claim) => Err(page::claimed(
                &claim.display,
                &app.short(claim.taken_at),
                &app.short(claim.until),
            )),
            None => Err(page::CLAIMED_THEN.to_owned()),
        },
    })
}
