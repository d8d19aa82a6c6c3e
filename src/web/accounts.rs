//! Passwords: how they are kept and checked.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _},
};
use unicode_normalization::UnicodeNormalization as _;

/// Fewest characters of a password. No other rule: rules about kinds of
/// characters make people write passwords down.
pub const SHORTEST: usize = 12;

/// Most characters: enough for any sentence, few enough to hash.
pub const LONGEST: usize = 512;

/// A hash nobody's password has, checked when there is no such account, so
/// that a name cannot be told from the time an answer takes. Its parameters
/// are those of [`hasher`].
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$Y29uZ3Z1LW5vYm9keSE$4fvT+fBHoVJ1+iQIjsb3u0lzDYzV7WvzEFXj8uu+9IE";

/// Why a password cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Too few characters.
    #[error("a password has at least {SHORTEST} characters")]
    TooShort,
    /// Too many characters.
    #[error("a password has at most {LONGEST} characters")]
    TooLong,
    /// The machine could not do it.
    #[error("the password could not be hashed: {0}")]
    Machine(String),
}

/// Hashes a password for the ledger (argon2id). It takes a while.
///
/// # Errors
/// When the password is too short or too long.
pub fn hash_password(password: &str) -> Result<String, Unfit> {
    let password = composed(password);
    match password.chars().count() {
        count if count < SHORTEST => return Err(Unfit::TooShort),
        count if count > LONGEST => return Err(Unfit::TooLong),
        _ => (),
    }
    let hash = hasher()
        .and_then(|argon2| argon2.hash_password(password.as_bytes()).map_err(said))
        .map_err(Unfit::Machine)?;
    Ok(hash.to_string())
}

/// Is this the password of that hash? Without a hash it takes as long and says
/// no. It takes a while and must not run on the thread that answers.
#[must_use]
pub fn is_password(password: &str, hash: Option<&str>) -> bool {
    let password = composed(password);
    if password.chars().count() > LONGEST {
        return false;
    }
    // What to spend is written in the hash itself.
    let same = Argon2::default()
        .verify_password(password.as_bytes(), hash.unwrap_or(NOBODY))
        .is_ok();
    same && hash.is_some()
}

/// What OWASP asks for at least: 19 MiB, two passes.
fn hasher() -> Result<Argon2<'static>, String> {
    let params = Params::new(19_456, 2, 1, None).map_err(said)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// One keyboard writes `ế` as one character, another as three.
fn composed(password: &str) -> String {
    password.nfc().collect()
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}
