//! Accounts of the people in the office, their sessions, and wrong passwords.

use jiff::{Span, Timestamp};
use serde_json::json;
use sqlx::FromRow;

use super::{
    Actor, Link, Pools, Result, Store, StoreError, Tx,
    columns::{At, MaybeAt, Word, micros},
};
use crate::{digest::Digest, role::Role, text};

/// An account to make.
#[derive(Debug, Clone, Copy)]
pub struct NewAccount<'a> {
    /// What is typed to sign in.
    pub name: &'a str,
    /// What pages and the audit show.
    pub display: &'a str,
    /// What it may do.
    pub role: Role,
    /// The password, hashed.
    pub password_hash: &'a str,
}

/// An account.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Account {
    /// What is typed to sign in.
    pub name: String,
    /// What pages and the audit show.
    pub display: String,
    /// What it may do.
    #[sqlx(try_from = "Word")]
    pub role: Role,
    /// The password, hashed; this type has no `Debug` so that it stays here.
    pub password_hash: String,
    /// When it was made.
    #[sqlx(try_from = "At")]
    pub created_at: Timestamp,
    /// Since when it may not sign in.
    #[sqlx(try_from = "MaybeAt")]
    pub disabled_at: Option<Timestamp>,
}

/// A session to open.
#[derive(Debug, Clone, Copy)]
pub struct NewSession<'a> {
    /// SHA-256 of the token; the token itself is in the browser only.
    pub token_digest: Digest,
    /// Whose.
    pub account: &'a str,
    /// What its forms carry.
    pub csrf: &'a str,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A session that has not ended, of an account that may sign in.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Session {
    /// Whose.
    pub account: String,
    /// What pages show.
    pub display: String,
    /// What it may do.
    #[sqlx(try_from = "Word")]
    pub role: Role,
    /// What its forms carry.
    pub csrf: String,
    /// When it was opened.
    #[sqlx(try_from = "At")]
    pub created_at: Timestamp,
    /// When it was last used.
    #[sqlx(try_from = "At")]
    pub seen_at: Timestamp,
    /// When it ends.
    #[sqlx(try_from = "At")]
    pub expires_at: Timestamp,
}

/// How often a password was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoginFailures {
    /// For this name, from anywhere.
    pub by_name: i64,
    /// From this network address, for any name.
    pub by_ip: i64,
}

/// Runs a statement and says how many rows it touched.
macro_rules! touched {
    ($tx:expr, $sql:literal $(, $value:expr)*) => {
        on_tx!($tx, c => sqlx::query($sql)$(.bind($value))*.execute(c).await
            .map(|done| done.rows_affected()))?
    };
}

impl Tx {
    /// Makes an account.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the name is taken.
    pub async fn add_account(&mut self, new: &NewAccount<'_>) -> Result<()> {
        let now = self.now();
        touched!(
            self,
            "insert into account (name, display, role, password_hash, created_at)
             values ($1, $2, $3, $4, $5)",
            new.name,
            new.display,
            new.role.as_str(),
            new.password_hash,
            now
        );
        let detail = json!({ "role": new.role.as_str(), "display": new.display });
        self.note("account.added", about(new.name), &detail);
        Ok(())
    }

    /// Gives an account another password and ends its sessions.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such account.
    pub async fn set_password(&mut self, name: &str, password_hash: &str) -> Result<()> {
        let done = touched!(
            self,
            "update account set password_hash = $2 where name = $1",
            name,
            password_hash
        );
        known(name, done)?;
        let ended = self.end_sessions_of(name).await?;
        let detail = json!({ "sessions_ended": ended });
        self.note("account.password", about(name), &detail);
        Ok(())
    }

    /// Gives an account another role, from its next page on.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such account.
    pub async fn set_role(&mut self, name: &str, role: Role) -> Result<()> {
        let done = touched!(
            self,
            "update account set role = $2 where name = $1",
            name,
            role.as_str()
        );
        known(name, done)?;
        self.note(
            "account.role",
            about(name),
            &json!({ "role": role.as_str() }),
        );
        Ok(())
    }

    /// Stops an account from signing in and ends its sessions.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such account.
    pub async fn disable_account(&mut self, name: &str) -> Result<()> {
        let now = self.now();
        let done = touched!(
            self,
            "update account set disabled_at = coalesce(disabled_at, $2) where name = $1",
            name,
            now
        );
        known(name, done)?;
        let ended = self.end_sessions_of(name).await?;
        let detail = json!({ "sessions_ended": ended });
        self.note("account.disabled", about(name), &detail);
        Ok(())
    }

    /// Lets an account sign in again.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such account.
    pub async fn enable_account(&mut self, name: &str) -> Result<()> {
        let done = touched!(
            self,
            "update account set disabled_at = null where name = $1",
            name
        );
        known(name, done)?;
        self.note("account.enabled", about(name), &json!({}));
        Ok(())
    }

    /// Opens a session.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such account or it is
    /// disabled.
    pub async fn open_session(&mut self, new: &NewSession<'_>) -> Result<()> {
        let now = self.now();
        let done = touched!(
            self,
            "insert into session (token_digest, account, csrf, created_at, seen_at, expires_at)
             select $1, id, $3, $4, $4, $5 from account where name = $2 and disabled_at is null",
            new.token_digest.to_string(),
            new.account,
            new.csrf,
            now,
            micros(new.expires_at)
        );
        known(new.account, done)?;
        let detail = json!({ "session": new.token_digest.short() });
        self.note("session.opened", about(new.account), &detail);
        Ok(())
    }

    /// Ends a session. False when it had ended before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_session(&mut self, token_digest: Digest) -> Result<bool> {
        let name: Option<String> = on_tx!(self, c => sqlx::query_scalar(
            "select account.name from session join account on account.id = session.account
             where session.token_digest = $1")
            .bind(token_digest.to_string())
            .fetch_optional(c)
            .await)?;
        let Some(name) = name else { return Ok(false) };
        touched!(
            self,
            "delete from session where token_digest = $1",
            token_digest.to_string()
        );
        let detail = json!({ "session": token_digest.short() });
        self.note("session.ended", about(&name), &detail);
        Ok(true)
    }

    async fn end_sessions_of(&mut self, name: &str) -> Result<u64> {
        Ok(touched!(
            self,
            "delete from session where account = (select id from account where name = $1)",
            name
        ))
    }
}

impl Store {
    /// The account of a name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn account(&self, name: &str) -> Result<Option<Account>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select name, display, role, password_hash, created_at, disabled_at
             from account where name = $1")
            .bind(name)
            .fetch_optional(pool)
            .await)?)
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select name, display, role, password_hash, created_at, disabled_at
             from account order by name")
            .fetch_all(pool)
            .await)?)
    }

    /// The session of a token, if it has not ended and its account may sign in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn session(&self, token_digest: Digest, now: Timestamp) -> Result<Option<Session>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select account.name as account, account.display, account.role, session.csrf,
                 session.created_at, session.seen_at, session.expires_at
             from session join account on account.id = session.account
             where session.token_digest = $1 and session.expires_at > $2
                 and account.disabled_at is null")
            .bind(token_digest.to_string())
            .bind(micros(now))
            .fetch_optional(pool)
            .await)?)
    }

    /// Notes that a session was used, and forgets those that have expired.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn touch_session(
        &self,
        token_digest: Digest,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<()> {
        let mut tx = self.begin(&Actor::System, now).await?;
        touched!(
            tx,
            "update session set seen_at = $2, expires_at = $3
             where token_digest = $1 and expires_at > $2",
            token_digest.to_string(),
            micros(now),
            micros(expires_at)
        );
        touched!(
            tx,
            "delete from session where expires_at <= $1",
            micros(now)
        );
        tx.commit().await
    }

    /// Notes a wrong password. It leaves no audit row: whoever guesses
    /// passwords must not be able to fill the audit.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_login_failure(&self, name: &str, ip: &str, now: Timestamp) -> Result<()> {
        let mut tx = self.begin(&Actor::System, now).await?;
        // No throttle looks further back than a day.
        let day_ago = now.checked_sub(Span::new().hours(24)).unwrap_or(now);
        touched!(
            tx,
            "delete from login_failure where at < $1",
            micros(day_ago)
        );
        touched!(
            tx,
            "insert into login_failure (name, ip, at) values ($1, $2, $3)",
            text::one_line(name, 100),
            text::one_line(ip, 100),
            micros(now)
        );
        tx.commit().await
    }

    /// How often a password was wrong since a moment, at most a day ago.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn login_failures(
        &self,
        name: &str,
        ip: &str,
        since: Timestamp,
    ) -> Result<LoginFailures> {
        let (by_name, by_ip) = on!(self, pool => sqlx::query_as(
            "select (select count(*) from login_failure where name = $1 and at >= $3),
                    (select count(*) from login_failure where ip = $2 and at >= $3)")
            .bind(text::one_line(name, 100))
            .bind(text::one_line(ip, 100))
            .bind(micros(since))
            .fetch_one(pool)
            .await)?;
        Ok(LoginFailures { by_name, by_ip })
    }
}

fn about(name: &str) -> String {
    format!("account/{name}")
}

fn known(name: &str, touched: u64) -> Result<()> {
    if touched == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict(format!(
            "no account {name:?} that may do this"
        )))
    }
}
