//! Accounts of the people in the office.

use jiff::Timestamp;
use serde_json::json;
use sqlx::FromRow;

use super::{
    Link, Pools, Result, Store, StoreError, Tx,
    columns::{At, MaybeAt, Word, micros},
};
use crate::{digest::Digest, role::Role};

/// An account to make.
#[derive(Debug, Clone, Copy)]
pub struct NewAccount<'a> {
    /// What is typed to sign in.
    pub name: &'a str,
    /// What pages and the audit show.
    pub display: &'a str,
    /// What it may do.
    pub role: Role,
    /// The password, hashed; empty when its person is to set it by a link.
    pub password_hash: &'a str,
}

/// An account.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Account {
    /// Its number, for addresses of pages.
    pub id: i64,
    /// What is typed to sign in.
    pub name: String,
    /// What pages and the audit show.
    pub display: String,
    /// What it may do.
    #[sqlx(try_from = "Word")]
    pub role: Role,
    /// The password, hashed, or empty while there is none; this type has no
    /// `Debug` so that it stays here.
    pub password_hash: String,
    /// When it was made.
    #[sqlx(try_from = "At")]
    pub created_at: Timestamp,
    /// Since when it may not sign in.
    #[sqlx(try_from = "MaybeAt")]
    pub disabled_at: Option<Timestamp>,
    /// The key of the second factor.
    pub totp: Option<String>,
    /// The key that is being set up.
    pub totp_offered: Option<String>,
    /// The last step of the second factor that was used.
    pub totp_step: i64,
}

impl Account {
    /// May it sign in, once it has a password?
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.disabled_at.is_none()
    }

    /// Has its person set a password?
    #[must_use]
    pub fn has_password(&self) -> bool {
        !self.password_hash.is_empty()
    }
}

/// An account with what the list of accounts shows beside it.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct AccountLine {
    /// The account.
    #[sqlx(flatten)]
    pub account: Account,
    /// Open sessions.
    pub sessions: i64,
    /// When the last of them was used.
    #[sqlx(try_from = "MaybeAt")]
    pub seen_at: Option<Timestamp>,
    /// Until when its link to set a password opens.
    #[sqlx(try_from = "MaybeAt")]
    pub link_until: Option<Timestamp>,
    /// Recovery codes that are left.
    pub recovery: i64,
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

    /// Gives an account another password and ends its sessions, but for the one
    /// in which that is done.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such account.
    pub async fn set_password(
        &mut self,
        name: &str,
        password_hash: &str,
        but: Option<Digest>,
    ) -> Result<()> {
        let done = touched!(
            self,
            "update account set password_hash = $2 where name = $1",
            name,
            password_hash
        );
        known(name, done)?;
        let ended = self.end_sessions_of(name, but).await?;
        let detail = json!({ "sessions_ended": ended });
        self.note("account.password", about(name), &detail);
        Ok(())
    }

    /// Keeps the same password under a costlier hash.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such account.
    pub async fn rehash_password(&mut self, name: &str, password_hash: &str) -> Result<()> {
        let done = touched!(
            self,
            "update account set password_hash = $2 where name = $1",
            name,
            password_hash
        );
        known(name, done)?;
        self.note("account.rehashed", about(name), &json!({}));
        Ok(())
    }

    /// Is it the only admin who may sign in? Whoever takes that one away locks
    /// the office out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_last_admin(&mut self, name: &str) -> Result<bool> {
        let (own, others): (i64, i64) = on_tx!(self, c => sqlx::query_as(
            "select (select count(*) from account
                         where role = 'admin' and disabled_at is null and name = $1),
                    (select count(*) from account
                         where role = 'admin' and disabled_at is null and name <> $1
                             and password_hash <> '')")
            .bind(name)
            .fetch_one(c)
            .await)?;
        Ok(own == 1 && others == 0)
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
        let ended = self.end_sessions_of(name, None).await?;
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
}

impl Store {
    /// The account of a name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn account(&self, name: &str) -> Result<Option<Account>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, name, display, role, password_hash, created_at, disabled_at,
                 totp, totp_offered, totp_step
             from account where name = $1")
            .bind(name)
            .fetch_optional(pool)
            .await)?)
    }

    /// The account of a number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn account_by_id(&self, id: i64) -> Result<Option<Account>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, name, display, role, password_hash, created_at, disabled_at,
                 totp, totp_offered, totp_step
             from account where id = $1")
            .bind(id)
            .fetch_optional(pool)
            .await)?)
    }

    /// All accounts with what stands beside them, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn account_lines(&self, now: Timestamp) -> Result<Vec<AccountLine>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, name, display, role, password_hash, created_at, disabled_at,
                 totp, totp_offered, totp_step,
                 (select count(*) from session where session.account = account.id
                      and session.expires_at > $1 and session.awaits_code = 0) as sessions,
                 (select max(seen_at) from session where session.account = account.id
                      and session.awaits_code = 0) as seen_at,
                 (select expires_at from setup_link where setup_link.account = account.id
                      and setup_link.expires_at > $1) as link_until,
                 (select count(*) from recovery_code
                      where recovery_code.account = account.id) as recovery
             from account order by name")
            .bind(micros(now))
            .fetch_all(pool)
            .await)?)
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, name, display, role, password_hash, created_at, disabled_at,
                 totp, totp_offered, totp_step
             from account order by name")
            .fetch_all(pool)
            .await)?)
    }
}

pub(super) fn about(name: &str) -> String {
    format!("account/{name}")
}

pub(super) fn known(name: &str, touched: u64) -> Result<()> {
    if touched == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict(format!(
            "no account {name:?} that may do this"
        )))
    }
}
