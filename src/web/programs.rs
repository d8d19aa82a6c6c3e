//! What programs may read: the tokens they show.

use askama::Template as _;
use axum::{
    extract::{FromRequest, Request, State},
    http::StatusCode,
    response::{Html, IntoResponse as _, Response},
};
use jiff::SignedDuration;

use super::{
    App,
    ask::{Asked, Filled, Place},
    failure::Failure,
    me::proven_again,
    session::{self, Person, go},
    throttle::Network,
};
use crate::{
    digest::Digest,
    edge::store::{Actor, ApiToken, NewToken, Tx},
    role::Scope,
    text,
    words::pages::{
        Here,
        programs::{self as words, Choice, Done, Made, Tokens, Typed},
    },
};

/// What every token begins with, so that a scanner of sources knows one.
const PREFIX: &str = "congvu_";

/// How many days a token may live.
const DAYS: std::ops::RangeInclusive<i64> = 1..=366;

/// The fields of a form in which some stand several times.
pub struct Fields(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let Filled(fields) = Filled::from_request(request, state).await?;
        Ok(Self(fields))
    }
}

impl Fields {
    /// What was typed in a field, or nothing.
    pub(super) fn text(&self, name: &str) -> String {
        let mut fields = self.0.iter();
        let found = fields.find(|(key, _)| key == name);
        found.map_or_else(String::new, |(_, value)| text::tidy(value))
    }

    /// What was typed in a field, to the letter: a password is not made tidy.
    pub(super) fn as_typed(&self, name: &str) -> String {
        let mut fields = self.0.iter();
        let found = fields.find(|(key, _)| key == name);
        found.map_or_else(String::new, |(_, value)| value.clone())
    }

    /// Everything chosen under a name.
    pub(super) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let named = self.0.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }
}

/// What the address may say.
#[derive(serde::Deserialize)]
pub struct Wish {
    #[serde(default)]
    pub(super) done: String,
}

/// The tokens.
///
/// # Errors
/// When the ledger does not answer.
pub async fn tokens(
    State(app): State<App>,
    person: Person,
    Asked(wish): Asked<Wish>,
) -> Result<Response, Failure> {
    let done = Done::parse(&wish.done).map(Done::sentence);
    token_list(&app, &person, StatusCode::OK, done, Typed::default()).await
}

/// Makes a token and shows it, this once.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn add_token(
    State(app): State<App>,
    person: Person,
    Network(network): Network,
    fields: Fields,
) -> Result<Response, Failure> {
    let name = fields.text("name");
    let days = fields.text("days").parse::<i64>().ok();
    let days = days.filter(|days| DAYS.contains(days));
    let scopes: Vec<&str> = Scope::ALL
        .into_iter()
        .map(Scope::as_str)
        .filter(|scope| fields.all("scope").any(|chosen| chosen == *scope))
        .collect();
    let mut typed = Typed {
        name_fault: fault(name.is_empty() || name.chars().count() > 100, words::NAME),
        second_fault: fault(days.is_none(), words::DAYS),
        choice_fault: fault(scopes.is_empty(), words::CHOOSE),
        second: fields.text("days"),
        chosen: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        password_fault: String::new(),
        name,
    };
    let Some(days) = days.filter(|_| typed.is_fine()) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return token_list(&app, &person, status, None, typed).await;
    };
    let password = fields.as_typed("own_password");
    if let Some((status, fault)) = proven_again(&app, &person, &network, password).await? {
        typed.password_fault = fault;
        return token_list(&app, &person, status, None, typed).await;
    }
    let token = format!("{PREFIX}{}", session::token()?);
    let life = SignedDuration::from_hours(days.saturating_mul(24));
    let expires_at = app.now().checked_add(life).unwrap_or(app.now());
    let mut tx = begin(&app, &person).await?;
    tx.add_token(&NewToken {
        name: &typed.name,
        digest: Digest::of(token.as_bytes()),
        scopes: &scopes.join(" "),
        expires_at,
    })
    .await?;
    tx.commit().await?;
    made(
        &app,
        &person,
        Made::token(&typed.name, token, &app.long(expires_at)),
    )
}

/// Takes a token back.
///
/// # Errors
/// When the ledger does not answer.
pub async fn revoke_token(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
) -> Result<Response, Failure> {
    let known = app.store.tokens().await?;
    if known.iter().all(|token| token.id != id) {
        return Err(Failure::NotFound);
    }
    let mut tx = begin(&app, &person).await?;
    tx.revoke_token(id).await?;
    tx.commit().await?;
    Ok(go("/accounts/tokens?done=revoked", []))
}

pub(super) fn fault(wrong: bool, why: &'static str) -> &'static str {
    if wrong { why } else { "" }
}

pub(super) async fn begin(app: &App, person: &Person) -> Result<Tx, Failure> {
    let actor = Actor::Person(person.name.clone());
    Ok(app.store.begin(&actor, app.now()).await?)
}

pub(super) fn made(app: &App, person: &Person, made: Made) -> Result<Response, Failure> {
    let frame = app.menu_frame(Here::Accounts, person);
    let page = words::MadePage { frame, made };
    Ok(Html(page.render()?).into_response())
}

async fn token_list(
    app: &App,
    person: &Person,
    status: StatusCode,
    done: Option<&'static str>,
    typed: Typed,
) -> Result<Response, Failure> {
    let tokens = app.store.tokens().await?;
    let now = app.now();
    let line = |token: &ApiToken| words::Token {
        id: token.id,
        name: token.name.clone(),
        scopes: token.scopes.clone(),
        state: words::token(token.revoked_at.is_some(), token.expires_at <= now),
        usable: token.revoked_at.is_none() && token.expires_at > now,
        until: app.short(token.expires_at),
        used: token.used_at.map_or_else(String::new, |at| app.short(at)),
    };
    let page = Tokens {
        frame: app.menu_frame(Here::Accounts, person),
        csrf: person.csrf.clone(),
        done,
        tokens: tokens.iter().map(line).collect(),
        scopes: choices(Scope::ALL.map(Scope::as_str), words::scope, &typed),
        typed,
    };
    Ok((status, Html(page.render()?)).into_response())
}

pub(super) fn choices<const N: usize>(
    words: [&'static str; N],
    means: fn(&str) -> &'static str,
    typed: &Typed,
) -> Vec<Choice> {
    words
        .map(|word| Choice {
            word,
            means: means(word),
            chosen: typed.chosen.iter().any(|chosen| chosen == word),
        })
        .to_vec()
}
