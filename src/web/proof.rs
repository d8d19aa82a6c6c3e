//! Proving who one is: by the password, and by the telephone or a recovery
//! code. Both are counted by the same throttle, so that whoever guesses codes
//! has no more tries than whoever guesses passwords.

use super::{
    App,
    aside::Turn,
    failure::Failure,
    hashing,
    throttle::{self, Waiting},
};
use crate::{
    digest::Digest,
    edge::store::{Account, Actor},
    totp::Key,
};

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// It is the one.
    Right,
    /// It is not.
    Wrong,
    /// Too many were wrong; carries how many minutes to wait.
    Wait(i64),
    /// Too many people prove something at this moment.
    Busy,
}

/// Checks a password, and notes a wrong one before the turn is over. It takes
/// as long for an unknown name as for a known one.
///
/// # Errors
/// When the ledger does not answer.
pub async fn password(
    app: &App,
    name: &str,
    network: &str,
    password: String,
) -> Result<Proof, Failure> {
    // One's turn first, then the count: otherwise a hundred at once would all
    // find it low.
    let turn = match Turn::wait(&app.turns).await {
        Err(Failure::Busy) => return Ok(Proof::Busy),
        turn => turn?,
    };
    let account = app.store.account(name).await?;
    if let Some(minutes) = must_wait(app, name, network).await? {
        return Ok(Proof::Wait(minutes));
    }
    let known = account.filter(|account| account.is_enabled() && account.has_password());
    let hash = known.map(|account| account.password_hash);
    let costlier = hash.as_deref().is_some_and(hashing::is_cheap);
    let check = move || {
        let right = hashing::is_password(&password, hash.as_deref());
        let again = (right && costlier).then(|| hashing::hash_password(&password));
        (right, again)
    };
    let (turn, (right, again)) = turn.run(check).await?;
    if !right {
        note_wrong(app, name, network).await?;
    }
    drop(turn);
    // What was spent on a hash years ago is little today.
    if let Some(Ok(hash)) = again {
        let actor = Actor::Person(name.to_owned());
        let mut tx = app.store.begin(&actor, app.now()).await?;
        tx.rehash_password(name, &hash).await?;
        tx.commit().await?;
    }
    Ok(if right { Proof::Right } else { Proof::Wrong })
}

/// Checks a code of the telephone, or a recovery code, and uses it up.
///
/// # Errors
/// When the ledger does not answer.
pub async fn code(
    app: &App,
    account: &Account,
    network: &str,
    typed: &str,
) -> Result<Proof, Failure> {
    let name = &account.name;
    // As with passwords: two at a time, so that the count is not outrun.
    let turn = match Turn::wait(&app.turns).await {
        Err(Failure::Busy) => return Ok(Proof::Busy),
        turn => turn?,
    };
    if let Some(minutes) = must_wait(app, name, network).await? {
        return Ok(Proof::Wait(minutes));
    }
    let key = account.totp.as_deref().and_then(Key::parse);
    let step = key.and_then(|key| key.step_of(typed, app.now(), account.totp_step));
    let actor = Actor::Person(name.clone());
    let mut tx = app.store.begin(&actor, app.now()).await?;
    let right = match step {
        Some(step) => tx.use_totp(name, step).await?,
        None => tx.use_recovery(name, recovery_digest(typed)).await?,
    };
    tx.commit().await?;
    if !right {
        note_wrong(app, name, network).await?;
    }
    drop(turn);
    Ok(if right { Proof::Right } else { Proof::Wrong })
}

async fn must_wait(app: &App, name: &str, network: &str) -> Result<Option<i64>, Failure> {
    Ok(throttle::wait(&app.store, name, network, app.now()).await?)
}

/// Counts it. That an account must wait from now on stands in the audit, once
/// for each wait; a single wrong password does not, or whoever guesses could
/// fill it.
async fn note_wrong(app: &App, name: &str, network: &str) -> Result<(), Failure> {
    let (store, now) = (&app.store, app.now());
    store.note_login_failure(name, network, now).await?;
    tracing::debug!(%network, "a password or a code was wrong");
    let Waiting::Since(failures) = throttle::begun(store, name, network, now).await? else {
        return Ok(());
    };
    tracing::warn!("an account or a network has to wait after wrong passwords");
    if store.account(name).await?.is_some() {
        let detail = serde_json::json!({ "network": network, "failures": failures });
        let mut tx = store.begin(&Actor::System, now).await?;
        tx.note("account.throttled", format!("account/{name}"), &detail);
        tx.commit().await?;
    }
    Ok(())
}

/// What the ledger knows of a recovery code, however it is typed.
#[must_use]
pub fn recovery_digest(typed: &str) -> Digest {
    let digits = typed.chars().filter(char::is_ascii_alphanumeric);
    let digits: String = digits.map(|digit| digit.to_ascii_uppercase()).collect();
    Digest::of(digits.as_bytes())
}
