//! Programs that are told: where, of what, and what became of it.

use askama::Template as _;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse as _, Response},
};
use jiff::SignedDuration;

use super::{
    App,
    ask::{Asked, Place},
    failure::Failure,
    me::proven_again,
    programs::{Fields, Wish, begin, choices, fault, made},
    session::{Person, go},
    throttle::Network,
};
use crate::{
    edge::store::{NewWebhook, Webhook},
    webhook::{Kind, Secret, Target},
    words::pages::{
        Here,
        programs::{self as words, Done, Made, Typed, WebhookPage, Webhooks},
    },
};

/// How long the secret before the last still signs.
const OLD_SECRET: SignedDuration = SignedDuration::from_hours(24);

/// How many deliveries are shown.
const SHOWN: u32 = 100;

/// The programs that are told.
///
/// # Errors
/// When the ledger does not answer.
pub async fn webhooks(
    State(app): State<App>,
    person: Person,
    Asked(wish): Asked<Wish>,
) -> Result<Response, Failure> {
    let done = Done::parse(&wish.done).map(Done::sentence);
    webhook_list(&app, &person, StatusCode::OK, done, Typed::default()).await
}

/// Adds a program to tell, and shows what it knows us by, this once.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn add_webhook(
    State(app): State<App>,
    person: Person,
    Network(network): Network,
    fields: Fields,
) -> Result<Response, Failure> {
    let (name, url) = (fields.text("name"), fields.text("url"));
    let events: Vec<&str> = Kind::ALL
        .into_iter()
        .map(Kind::as_str)
        .filter(|kind| fields.all("event").any(|chosen| chosen == *kind))
        .collect();
    let mut typed = Typed {
        name_fault: fault(name.is_empty() || name.chars().count() > 100, words::NAME),
        second_fault: fault(Target::parse(&url).is_none(), words::URL),
        choice_fault: fault(events.is_empty(), words::CHOOSE),
        chosen: events.iter().map(|event| (*event).to_owned()).collect(),
        second: url,
        password_fault: String::new(),
        name,
    };
    if !typed.is_fine() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return webhook_list(&app, &person, status, None, typed).await;
    }
    let password = fields.as_typed("own_password");
    if let Some((status, fault)) = proven_again(&app, &person, &network, password).await? {
        typed.password_fault = fault;
        return webhook_list(&app, &person, status, None, typed).await;
    }
    let secret = new_secret()?;
    let mut tx = begin(&app, &person).await?;
    tx.add_webhook(&NewWebhook {
        name: &typed.name,
        url: &typed.second,
        events: &events.join(" "),
        secret: &secret,
    })
    .await?;
    tx.commit().await?;
    made(&app, &person, Made::secret(&typed.name, secret))
}

/// A program, what it was told and what it is owed.
///
/// # Errors
/// When the ledger does not answer.
pub async fn webhook(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    Asked(wish): Asked<Wish>,
) -> Result<Response, Failure> {
    let done = Done::parse(&wish.done).map(Done::sentence);
    webhook_page(&app, &person, id, (StatusCode::OK, String::new()), done).await
}

/// Gives a program another secret, and shows it, this once.
///
/// # Errors
/// When the ledger does not answer.
pub async fn rotate(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    Network(network): Network,
    fields: Fields,
) -> Result<Response, Failure> {
    let hook = known(&app, id).await?;
    let password = fields.as_typed("own_password");
    if let Some(fault) = proven_again(&app, &person, &network, password).await? {
        return webhook_page(&app, &person, id, fault, None).await;
    }
    let secret = new_secret()?;
    let until = app.now().checked_add(OLD_SECRET).unwrap_or(app.now());
    let mut tx = begin(&app, &person).await?;
    tx.rotate_webhook(id, &secret, until).await?;
    tx.commit().await?;
    made(&app, &person, Made::secret(&hook.name, secret))
}

/// Tells a program nothing more.
///
/// # Errors
/// When the ledger does not answer.
pub async fn disable(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
) -> Result<Response, Failure> {
    known(&app, id).await?;
    let mut tx = begin(&app, &person).await?;
    tx.disable_webhook(id, "").await?;
    tx.commit().await?;
    Ok(go(&format!("/accounts/webhooks/{id}?done=stopped"), []))
}

/// Tells it again.
///
/// # Errors
/// When the ledger does not answer.
pub async fn enable(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
) -> Result<Response, Failure> {
    known(&app, id).await?;
    let mut tx = begin(&app, &person).await?;
    tx.enable_webhook(id).await?;
    tx.commit().await?;
    Ok(go(&format!("/accounts/webhooks/{id}?done=started"), []))
}

/// Sends an event once more.
///
/// # Errors
/// When the ledger does not answer.
pub async fn resend(
    State(app): State<App>,
    person: Person,
    Place((id, delivery)): Place<(i64, i64)>,
) -> Result<Response, Failure> {
    let hook = known(&app, id).await?;
    let lines = app.store.deliveries(id, SHOWN).await?;
    if hook.disabled_at.is_some() || lines.iter().all(|line| line.id != delivery) {
        return Err(Failure::NotFound);
    }
    let mut tx = begin(&app, &person).await?;
    tx.resend(id, delivery).await?;
    tx.commit().await?;
    Ok(go(&format!("/accounts/webhooks/{id}?done=resent"), []))
}

async fn webhook_page(
    app: &App,
    person: &Person,
    id: i64,
    (status, password_fault): (StatusCode, String),
    done: Option<&'static str>,
) -> Result<Response, Failure> {
    let hook = known(app, id).await?;
    let lines = app.store.deliveries(id, SHOWN).await?;
    let short = |at| app.short(at);
    let page = WebhookPage {
        frame: app.frame(hook.name.clone(), Here::Accounts, Some(person)),
        csrf: person.csrf.clone(),
        done,
        password_fault,
        row: row(app, &hook),
        facts: words::facts(
            &hook.url,
            &hook.events,
            &app.long(hook.created_at),
            hook.old_until
                .filter(|until| *until > app.now())
                .map(|until| app.long(until))
                .as_deref(),
        ),
        deliveries: lines
            .iter()
            .map(|line| words::Delivery {
                id: line.id,
                event: line.event.clone(),
                key: line.key.clone(),
                body: line.body.clone(),
                owed: short(line.created_at),
                tried: line.tried_at.map_or_else(String::new, short),
                attempts: line.attempts,
                state: words::delivery(
                    line.delivered_at.is_some(),
                    line.failed_at.is_some(),
                    line.attempts,
                ),
                said: words::said(
                    line.status,
                    line.last_error.as_deref(),
                    line.due_at
                        .filter(|_| line.attempts > 0)
                        .map(short)
                        .as_deref(),
                ),
            })
            .collect(),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn new_secret() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(Secret::new(bytes).shown())
}

async fn known(app: &App, id: i64) -> Result<Webhook, Failure> {
    let mut hooks = app.store.webhooks().await?.into_iter();
    hooks.find(|hook| hook.id == id).ok_or(Failure::NotFound)
}

async fn webhook_list(
    app: &App,
    person: &Person,
    status: StatusCode,
    done: Option<&'static str>,
    typed: Typed,
) -> Result<Response, Failure> {
    let hooks = app.store.webhooks().await?;
    let page = Webhooks {
        frame: app.menu_frame(Here::Accounts, person),
        csrf: person.csrf.clone(),
        done,
        rows: hooks.iter().map(|hook| row(app, hook)).collect(),
        events: choices(Kind::ALL.map(Kind::as_str), words::event, &typed),
        typed,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn row(app: &App, hook: &Webhook) -> words::Row {
    words::Row {
        id: hook.id,
        name: hook.name.clone(),
        host: Target::parse(&hook.url).map_or_else(String::new, |target| target.authority()),
        enabled: hook.disabled_at.is_none(),
        state: words::webhook(
            hook.disabled_at.map(|at| app.short(at)).as_deref(),
            hook.disabled_why.as_deref(),
        ),
        owed: hook.owed,
        failed: hook.failed,
    }
}
