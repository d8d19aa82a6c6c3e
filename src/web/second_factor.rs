//! The telephone: setting it up, putting another in its place, and the codes
//! for the day it is lost.

use askama::Template as _;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse as _, Response},
};
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Deserialize;

use super::{
    App,
    ask::Filled,
    failure::Failure,
    me::{self, refused},
    proof::{self, recovery_digest},
    session::{Person, go},
    throttle::Network,
};
use crate::{
    edge::store::{Account, Actor, StoreError, Tx},
    totp::{self, Key},
    words::pages::{
        Here,
        second_factor::{Codes, Offered, Picture, SecondFactor, TITLE, WRONG_CODE},
    },
};

/// How many recovery codes there are.
const CODES: usize = 10;

/// What the form with the password says.
#[derive(Deserialize)]
pub struct Typed {
    password: String,
}

/// What the form with the code says.
#[derive(Deserialize)]
pub struct TypedCode {
    code: String,
}

/// The page.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(State(app): State<App>, person: Person) -> Result<Response, Failure> {
    page(&app, &person, StatusCode::OK, String::new(), String::new()).await
}

/// Offers a key, to whoever knows the password.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn begin(
    State(app): State<App>,
    person: Person,
    Network(network): Network,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Failure> {
    let name = &person.name;
    let proof = Box::pin(proof::password(&app, name, &network, typed.password)).await?;
    if let Some((status, fault)) = refused(proof) {
        return page(&app, &person, status, fault, String::new()).await;
    }
    let mut tx = app
        .store
        .begin(&Actor::Person(name.clone()), app.now())
        .await?;
    offer(&mut tx, name).await?;
    tx.commit().await?;
    Ok(go("/me/second-factor", []))
}

/// Takes the key into use, and shows the recovery codes, this once.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn confirm(
    State(app): State<App>,
    person: Person,
    Filled(typed): Filled<TypedCode>,
) -> Result<Response, Failure> {
    let account = me::account(&app, &person).await?;
    let Some(offered) = account.totp_offered.as_deref() else {
        return Ok(go("/me/second-factor", []));
    };
    let key = Key::parse(offered);
    let Some(step) = key.and_then(|key| key.step_of(&typed.code, app.now(), 0)) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let fault = WRONG_CODE.to_owned();
        return page(&app, &person, status, String::new(), fault).await;
    };
    let codes = new_codes()?;
    let digests: Vec<_> = codes.iter().map(|code| recovery_digest(code)).collect();
    let name = &person.name;
    let mut tx = app
        .store
        .begin(&Actor::Person(name.clone()), app.now())
        .await?;
    match tx.confirm_totp(name, offered, step).await {
        // Another window was quicker.
        Err(StoreError::Conflict(_)) => return Ok(go("/me/second-factor", [])),
        confirmed => confirmed?,
    }
    tx.set_recovery(name, &digests).await?;
    // Sessions opened with less than is asked for now.
    tx.end_sessions(name, Some(person.session)).await?;
    tx.commit().await?;
    shown(&app, &person, codes)
}

/// Makes new recovery codes, for whoever knows the password.
///
/// # Errors
/// When the ledger does not answer or the form is not one.
pub async fn renew(
    State(app): State<App>,
    person: Person,
    Network(network): Network,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Failure> {
    let name = &person.name;
    let proof = Box::pin(proof::password(&app, name, &network, typed.password)).await?;
    if let Some((status, fault)) = refused(proof) {
        return page(&app, &person, status, fault, String::new()).await;
    }
    let account = me::account(&app, &person).await?;
    if account.totp.is_none() {
        return Ok(go("/me/second-factor", []));
    }
    let codes = new_codes()?;
    let digests: Vec<_> = codes.iter().map(|code| recovery_digest(code)).collect();
    let mut tx = app
        .store
        .begin(&Actor::Person(name.clone()), app.now())
        .await?;
    tx.set_recovery(name, &digests).await?;
    tx.commit().await?;
    shown(&app, &person, codes)
}

/// Offers an account a new random key.
///
/// # Errors
/// When the ledger does not answer.
pub(super) async fn offer(tx: &mut Tx, name: &str) -> Result<(), Failure> {
    let mut bytes = [0; 20];
    random(&mut bytes)?;
    Ok(tx.offer_totp(name, &Key::new(bytes).base32()).await?)
}

async fn page(
    app: &App,
    person: &Person,
    status: StatusCode,
    password_fault: String,
    code_fault: String,
) -> Result<Response, Failure> {
    let account = me::account(app, person).await?;
    let recovery = app.store.recovery_left(&person.name).await?;
    let page = SecondFactor {
        frame: app.frame(TITLE, Here::Elsewhere, Some(person)),
        csrf: person.csrf.clone(),
        on: account.totp.is_some(),
        demanded: account.totp.is_none() && app.asks_for_code(account.role),
        recovery,
        offered: offered(app, &account),
        password_fault,
        code_fault,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn shown(app: &App, person: &Person, codes: Vec<String>) -> Result<Response, Failure> {
    let page = Codes {
        frame: app.frame(TITLE, Here::Elsewhere, Some(person)),
        codes,
    };
    Ok(Html(page.render()?).into_response())
}

fn offered(app: &App, account: &Account) -> Option<Offered> {
    let key = Key::parse(account.totp_offered.as_deref()?)?;
    let uri = key.uri(&app.campaign.office.name, &account.name);
    let digits: Vec<char> = key.base32().chars().collect();
    let groups = digits.chunks(4).map(|four| four.iter().collect::<String>());
    Some(Offered {
        key: groups.collect::<Vec<_>>().join(" "),
        picture: picture(&uri),
        uri,
        seconds: totp::STEP,
    })
}

/// The URI as squares that a camera reads; none when it is too long for that.
fn picture(uri: &str) -> Option<Picture> {
    let code = QrCode::encode_text(uri, QrCodeEcc::Low).ok()?;
    let size = code.size();
    let dark = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    let squares = dark
        .filter(|(x, y)| code.get_module(*x, *y))
        .map(|(x, y)| format!("M{} {}h1v1h-1z", x + 4, y + 4))
        .collect();
    Some(Picture {
        size: size + 8,
        squares,
    })
}

/// Random codes of 16 digits in fours: 80 bits, so that a digest of one gives
/// nothing away.
fn new_codes() -> Result<Vec<String>, Failure> {
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let mut bytes = [0; 20];
        random(&mut bytes)?;
        let digits: Vec<char> = Key::new(bytes).base32().chars().take(16).collect();
        let fours = digits.chunks(4).map(|four| four.iter().collect::<String>());
        codes.push(fours.collect::<Vec<_>>().join("-"));
    }
    Ok(codes)
}

fn random(bytes: &mut [u8]) -> Result<(), Failure> {
    getrandom::fill(bytes).map_err(|error| Failure::Broken(error.to_string()))
}
