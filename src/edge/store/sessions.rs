//! Sessions of the people in the office, and wrong passwords.

use jiff::{Span, Timestamp};
use serde_json::json;
use sqlx::FromRow;

use super::{
    Actor, Link, Pools, Result, Store, Tx,
    accounts::{about, known},
    columns::{At, Word, micros},
};
use crate::{digest::Digest, role::Role, text};

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
    /// Is the second factor still to come? Then it opens nothing.
    pub awaits_code: bool,
    /// From which network, for the audit and for the person.
    pub network: &'a str,
    /// Which browser, as it calls itself.
    pub agent: &'a str,
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
    /// Does the account have a second factor?
    pub second_factor: bool,
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

/// A session as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SessionLine {
    /// SHA-256 of its token.
    #[sqlx(try_from = "Word")]
    pub token_digest: Digest,
    /// When it was opened.
    #[sqlx(try_from = "At")]
    pub created_at: Timestamp,
    /// When it was last used.
    #[sqlx(try_from = "At")]
    pub seen_at: Timestamp,
    /// From which network it was opened.
    pub network: String,
    /// Which browser, as it called itself.
    pub agent: String,
}

/// How often a password was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoginFailures {
    /// For this name, from anywhere.
    pub by_name: i64,
    /// From this network address, for any name.
    pub by_ip: i64,
}

impl Tx {
    /// Opens a session.
    ///
    /// # Errors
    /// [`crate::edge::store::StoreError::Conflict`] when there is no such account or it is
    /// disabled.
    pub async fn open_session(&mut self, new: &NewSession<'_>) -> Result<()> {
        let now = self.now();
        let done = touched!(
            self,
            "insert into session (token_digest, account, csrf, created_at, seen_at, expires_at,
                 awaits_code, network, agent)
             select $1, id, $3, $4, $4, $5, $6, $7, $8
             from account where name = $2 and disabled_at is null",
            new.token_digest.to_string(),
            new.account,
            new.csrf,
            now,
            micros(new.expires_at),
            i64::from(new.awaits_code),
            text::one_line(new.network, 100),
            text::one_line(new.agent, 200)
        );
        known(new.account, done)?;
        let detail = json!({ "session": new.token_digest.short(), "network": new.network });
        let action = match new.awaits_code {
            true => "session.awaits_code",
            false => "session.opened",
        };
        self.note(action, about(new.account), &detail);
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

    /// Ends the sessions of an account, but for one, and says how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_sessions(&mut self, name: &str, but: Option<Digest>) -> Result<u64> {
        let ended = self.end_sessions_of(name, but).await?;
        let detail = json!({ "sessions_ended": ended });
        self.note("account.sessions_ended", about(name), &detail);
        Ok(ended)
    }

    pub(super) async fn end_sessions_of(&mut self, name: &str, but: Option<Digest>) -> Result<u64> {
        let but = but.map_or_else(String::new, |but| but.to_string());
        Ok(touched!(
            self,
            "delete from session where token_digest <> $2
                 and account = (select id from account where name = $1)",
            name,
            but
        ))
    }
}

impl Store {
    /// The session of a token, if it has not ended and its account may sign in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn session(&self, token_digest: Digest, now: Timestamp) -> Result<Option<Session>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select account.name as account, account.display, account.role, session.csrf,
                 account.totp is not null as second_factor,
                 session.created_at, session.seen_at, session.expires_at
             from session join account on account.id = session.account
             where session.token_digest = $1 and session.expires_at > $2
                 and account.disabled_at is null and session.awaits_code = 0")
            .bind(token_digest.to_string())
            .bind(micros(now))
            .fetch_optional(pool)
            .await)?)
    }

    /// Whose session it is that still awaits its code.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn awaiting(&self, token_digest: Digest, now: Timestamp) -> Result<Option<String>> {
        Ok(on!(self, pool => sqlx::query_scalar(
            "select account.name from session join account on account.id = session.account
             where session.token_digest = $1 and session.expires_at > $2
                 and account.disabled_at is null and session.awaits_code = 1")
            .bind(token_digest.to_string())
            .bind(micros(now))
            .fetch_optional(pool)
            .await)?)
    }

    /// The open sessions of an account, the last used first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sessions_of(&self, name: &str, now: Timestamp) -> Result<Vec<SessionLine>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select session.token_digest, session.created_at, session.seen_at,
                 session.network, session.agent
             from session join account on account.id = session.account
             where account.name = $1 and session.expires_at > $2 and session.awaits_code = 0
             order by session.seen_at desc, session.token_digest")
            .bind(name)
            .bind(micros(now))
            .fetch_all(pool)
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
