//! Accounts: who may enter, and as what.

use askama::Template as _;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse as _, Response},
};
use serde::Deserialize;

use super::{
    App,
    ask::{Asked, Filled, Place},
    failure::Failure,
    links::{self, Proven, asked_again},
    me::proven_again,
    session::{Person, go},
    throttle::Network,
};
use crate::{
    edge::store::{Account, AccountLine, Actor, NewAccount, StoreError, Tx},
    role::Role,
    text,
    words::{
        Lang,
        pages::{
            Here,
            people::{self as words, AccountPage, Accounts, Done, Refusal, RoleChoice, Row, Typed},
        },
        people,
    },
};

/// What the address may say.
#[derive(Deserialize)]
pub struct Wish {
    #[serde(default)]
    done: String,
}

/// What the form of a new account says.
#[derive(Deserialize)]
pub struct NewPerson {
    name: String,
    display: String,
    role: String,
    #[serde(default)]
    own_password: String,
}

/// What the form of the role says.
#[derive(Deserialize)]
pub struct NewRole {
    role: String,
    #[serde(default)]
    own_password: String,
}

/// The list.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(wish): Asked<Wish>,
) -> Result<Response, Failure> {
    let done = Done::parse(&wish.done).map(Done::sentence);
    list(&app, &person, StatusCode::OK, done, Typed::default()).await
}

/// Adds an account and shows its link, this once.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn add(
    State(app): State<App>,
    person: Person,
    Network(network): Network,
    Filled(typed): Filled<NewPerson>,
) -> Result<Response, Failure> {
    let (name, display) = (text::tidy(&typed.name), text::tidy(&typed.display));
    let role = Role::parse(&typed.role);
    let mut kept = Typed {
        name: name.clone(),
        display: display.clone(),
        role: role.map_or("", Role::as_str),
        ..Typed::default()
    };
    if !is_name(&name) {
        kept.name_fault = words::NAME_RULE;
    }
    if display.is_empty() || display.chars().count() > 100 {
        kept.display_fault = words::DISPLAY_RULE;
    }
    let (Some(role), true) = (role, kept.is_fine()) else {
        return list(&app, &person, StatusCode::UNPROCESSABLE_ENTITY, None, kept).await;
    };
    let refused = proven_again(&app, &person, &network, typed.own_password).await?;
    if let Some((status, fault)) = refused {
        kept.password_fault = fault;
        return list(&app, &person, status, None, kept).await;
    }
    let mut tx = begin(&app, &person).await?;
    let new = NewAccount {
        name: &name,
        display: &display,
        role,
        password_hash: "",
    };
    match tx.add_account(&new).await {
        Err(StoreError::Conflict(_)) => {
            drop(tx);
            kept.name_fault = words::NAME_TAKEN;
            list(&app, &person, StatusCode::CONFLICT, None, kept).await
        }
        added => {
            added?;
            links::made(&app, &person, tx, &name, &display).await
        }
    }
}

/// One account.
///
/// # Errors
/// When the ledger does not answer.
pub async fn one(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    Asked(wish): Asked<Wish>,
) -> Result<Response, Failure> {
    let said = Said {
        done: Done::parse(&wish.done).map(Done::sentence),
        ..Said::default()
    };
    page(&app, &person, id, StatusCode::OK, said).await
}

/// Gives an account another role, which may let it do more.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn change_role(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    Network(network): Network,
    Filled(typed): Filled<NewRole>,
) -> Result<Response, Failure> {
    let role = Role::parse(&typed.role).ok_or(Failure::Unreadable)?;
    let account = known(&app, id).await?;
    let refused = proven_again(&app, &person, &network, typed.own_password).await?;
    if let Some((status, fault)) = refused {
        let said = Said {
            role: Some(role),
            password_fault: ("role", fault),
            ..Said::default()
        };
        return page(&app, &person, id, status, said).await;
    }
    let mut tx = begin(&app, &person).await?;
    if role != Role::Admin && tx.is_last_admin(&account.name).await? {
        return refuse(&app, &person, id, tx, Refusal::LastAdmin).await;
    }
    tx.set_role(&account.name, role).await?;
    tx.commit().await?;
    Ok(back(id, Done::Role))
}

/// Stops an account from signing in.
///
/// # Errors
/// When the ledger does not answer.
pub async fn disable(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
) -> Result<Response, Failure> {
    let account = known(&app, id).await?;
    let mut tx = begin(&app, &person).await?;
    if account.name == person.name {
        return refuse(&app, &person, id, tx, Refusal::Oneself).await;
    }
    if tx.is_last_admin(&account.name).await? {
        return refuse(&app, &person, id, tx, Refusal::LastAdmin).await;
    }
    tx.disable_account(&account.name).await?;
    tx.commit().await?;
    Ok(back(id, Done::Disabled))
}

/// Lets an account sign in again.
///
/// # Errors
/// When the ledger does not answer.
pub async fn enable(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    Network(network): Network,
    Filled(typed): Filled<Proven>,
) -> Result<Response, Failure> {
    let account = known(&app, id).await?;
    if let Some(answer) = asked_again(&app, &person, id, &network, ("enable", typed)).await? {
        return Ok(answer);
    }
    let mut tx = begin(&app, &person).await?;
    tx.enable_account(&account.name).await?;
    tx.commit().await?;
    Ok(back(id, Done::Enabled))
}

/// Ends all sessions of an account; of one's own, all but this.
///
/// # Errors
/// When the ledger does not answer.
pub async fn end_sessions(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
) -> Result<Response, Failure> {
    let account = known(&app, id).await?;
    let mut tx = begin(&app, &person).await?;
    tx.end_sessions(&account.name, Some(person.session)).await?;
    tx.commit().await?;
    Ok(back(id, Done::Sessions))
}

/// What may be a name: short, and the same in every browser and log.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (2..=40).contains(&name.len())
        && name
            .bytes()
            .all(|byte| fine(byte) || b".-_".contains(&byte))
        && name.bytes().next().is_some_and(fine)
}

pub(super) async fn begin(app: &App, person: &Person) -> Result<Tx, Failure> {
    let actor = Actor::Person(person.name.clone());
    Ok(app.store.begin(&actor, app.now()).await?)
}

pub(super) async fn known(app: &App, id: i64) -> Result<Account, Failure> {
    let account = app.store.account_by_id(id).await?;
    account.ok_or(Failure::NotFound)
}

pub(super) fn back(id: i64, done: Done) -> Response {
    go(&format!("/accounts/{id}?done={}", done.word()), [])
}

pub(super) async fn refuse(
    app: &App,
    person: &Person,
    id: i64,
    tx: Tx,
    refusal: Refusal,
) -> Result<Response, Failure> {
    drop(tx);
    let said = Said {
        refused: Some(refusal.sentence()),
        ..Said::default()
    };
    page(app, person, id, StatusCode::CONFLICT, said).await
}

async fn list(
    app: &App,
    person: &Person,
    status: StatusCode,
    done: Option<&'static str>,
    typed: Typed,
) -> Result<Response, Failure> {
    let mut lines = app.store.account_lines(app.now()).await?;
    let order = text::vietnamese_order();
    lines.sort_by(|a, b| order.compare(&a.account.display, &b.account.display));
    let page = Accounts {
        frame: app.menu_frame(Here::Accounts, person),
        csrf: person.csrf.clone(),
        done,
        rows: lines.iter().map(|line| row(app, line)).collect(),
        roles: choices(Role::parse(typed.role).unwrap_or(Role::Viewer)),
        typed,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// What the page of an account says of what was just wanted.
#[derive(Default)]
pub(super) struct Said {
    /// It was done.
    pub done: Option<&'static str>,
    /// It was not.
    pub refused: Option<&'static str>,
    /// This role was chosen for it.
    pub role: Option<Role>,
    /// The password of whoever wanted it was not right, at this form.
    pub password_fault: (&'static str, String),
}

pub(super) async fn page(
    app: &App,
    person: &Person,
    id: i64,
    status: StatusCode,
    said: Said,
) -> Result<Response, Failure> {
    let lines = app.store.account_lines(app.now()).await?;
    let line = lines.iter().find(|line| line.account.id == id);
    let line = line.ok_or(Failure::NotFound)?;
    let account = &line.account;
    let row = row(app, line);
    let page = AccountPage {
        frame: app.frame(account.display.clone(), Here::Accounts, Some(person)),
        csrf: person.csrf.clone(),
        done: said.done,
        refused: said.refused,
        password_fault: said.password_fault,
        id,
        display: account.display.clone(),
        facts: words::facts(
            &row,
            &app.long(account.created_at),
            people::role_means(account.role),
            line.link_until.map(|at| app.long(at)).as_deref(),
            line.recovery,
        ),
        roles: choices(said.role.unwrap_or(account.role)),
        enabled: account.is_enabled(),
        has_password: account.has_password(),
        has_code: account.totp.is_some(),
        sessions: line.sessions,
        oneself: account.name == person.name,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn row(app: &App, line: &AccountLine) -> Row {
    let account = &line.account;
    Row {
        id: account.id,
        name: account.name.clone(),
        display: account.display.clone(),
        role: people::role(Lang::Vi, account.role),
        state: words::state(
            account.is_enabled(),
            account.has_password(),
            line.link_until.is_some(),
        ),
        code: words::code(account.totp.is_some(), app.asks_for_code(account.role)),
        seen: line.seen_at.map_or_else(String::new, |at| app.short(at)),
        sessions: line.sessions,
    }
}

fn choices(chosen: Role) -> Vec<RoleChoice> {
    let choice = |role: Role| RoleChoice {
        word: role.as_str(),
        name: people::role(Lang::Vi, role),
        means: people::role_means(role),
        chosen: role == chosen,
    };
    Role::ALL.into_iter().map(choice).collect()
}
