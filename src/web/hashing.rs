//! Passwords: how they are kept and checked.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _},
};

use crate::password::{LONGEST, composed};

/// A hash nobody's password has, checked when there is no such account, so
/// that a name cannot be told from the time an answer takes. Its parameters
/// are those of [`hasher`].
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$Y29uZ3Z1LW5vYm9keSE$4fvT+fBHoVJ1+iQIjsb3u0lzDYzV7WvzEFXj8uu+9IE";

/// What one check costs: 19 MiB, read through twice. OWASP asks for no less,
/// and the machine is a small one on which two are checked at a time.
const COST: (u32, u32) = (19_456, 2);

/// Hashes a password for the ledger (argon2id). It takes a while. Whether the
/// password is a good one is for [`crate::password`] to say.
///
/// # Errors
/// When the machine has no memory or no randomness to give.
pub fn hash_password(password: &str) -> Result<String, Unhashed> {
    let password = composed(password);
    let hash = hasher()
        .and_then(|argon2| argon2.hash_password(password.as_bytes()).map_err(said))
        .map_err(Unhashed)?;
    Ok(hash.to_string())
}

/// The machine could not hash a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct Unhashed(String);

/// Was less spent on this hash than is spent today?
#[must_use]
pub fn is_cheap(hash: &str) -> bool {
    let number = |key: &str| {
        let parameters = hash.split('$').flat_map(|part| part.split(','));
        let mut values = parameters.filter_map(|one| one.strip_prefix(key));
        values.next().and_then(|value| value.parse::<u32>().ok())
    };
    let (memory, passes) = COST;
    number("m=").is_none_or(|m| m < memory) || number("t=").is_none_or(|t| t < passes)
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

fn hasher() -> Result<Argon2<'static>, String> {
    let (memory, passes) = COST;
    let params = Params::new(memory, passes, 1, None).map_err(said)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}
