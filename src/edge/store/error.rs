//! What can go wrong with the ledger, by what a caller does about it.

use sqlx::{error::ErrorKind, migrate::MigrateError};

/// Why the ledger did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database does not answer, is busy or full: the same again later.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// Somebody else was first, or the request does not fit what is there:
    /// read again and decide again.
    #[error("it does not fit what is already in the ledger: {0}")]
    Conflict(String),
    /// What is stored is not what we wrote: a person must look.
    #[error("the ledger is damaged or not ours: {0}")]
    Corrupt(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let Some(refused) = error.as_database_error() {
            let kind = refused.kind();
            let taken = matches!(
                kind,
                ErrorKind::UniqueViolation | ErrorKind::ForeignKeyViolation
            );
            // PostgreSQL class 22: a value it cannot hold, such as a NUL typed
            // into a name. Trying that again later would not help.
            if taken
                || refused
                    .code()
                    .is_some_and(|code| code.starts_with("22") && code.len() == 5)
            {
                return Self::Conflict(refused.message().to_owned());
            }
            let broken = matches!(
                kind,
                ErrorKind::NotNullViolation | ErrorKind::CheckViolation
            ) || refused.code().is_some_and(|code| is_damage(&code));
            return if broken {
                Self::Corrupt(refused.message().to_owned())
            } else {
                Self::Unavailable(refused.message().to_owned())
            };
        }
        let unreadable = matches!(
            error,
            sqlx::Error::ColumnDecode { .. }
                | sqlx::Error::Decode(_)
                | sqlx::Error::ColumnNotFound(_)
                | sqlx::Error::RowNotFound
                | sqlx::Error::Configuration(_)
        );
        if unreadable {
            Self::Corrupt(error.to_string())
        } else {
            Self::Unavailable(error.to_string())
        }
    }
}

/// SQLite: no such table (1), malformed (11), not a database (26).
/// PostgreSQL: class 42 (no such table or column) and XX (corrupted).
fn is_damage(code: &str) -> bool {
    matches!(code, "1" | "11" | "26")
        || (code.len() == 5 && (code.starts_with("42") || code.starts_with("XX")))
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        if let MigrateError::Execute(error) = error {
            return error.into();
        }
        Self::Corrupt(error.to_string())
    }
}
