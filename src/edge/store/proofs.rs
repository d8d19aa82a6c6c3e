//! What proves a person besides the password: the link that sets the first
//! one, the key of the telephone, and codes for the day it is lost.

use jiff::Timestamp;
use serde_json::json;

use super::{
    Link, Pools, Result, Store, Tx,
    accounts::{about, known},
    columns::micros,
};
use crate::digest::Digest;

impl Tx {
    /// Makes the link by which an account's person sets a password; the one
    /// before it opens nothing any more.
    ///
    /// # Errors
    /// [`super::StoreError::Conflict`] when there is no such account or it is
    /// disabled.
    pub async fn make_link(
        &mut self,
        name: &str,
        token_digest: Digest,
        expires_at: Timestamp,
    ) -> Result<()> {
        let now = self.now();
        touched!(
            self,
            "delete from setup_link where account = (select id from account where name = $1)",
            name
        );
        let done = touched!(
            self,
            "insert into setup_link (account, digest, created_at, expires_at)
             select id, $2, $3, $4 from account where name = $1 and disabled_at is null",
            name,
            token_digest.to_string(),
            now,
            micros(expires_at)
        );
        known(name, done)?;
        let detail = json!({ "link": token_digest.short(), "until": expires_at.to_string() });
        self.note("account.link", about(name), &detail);
        Ok(())
    }

    /// Uses a link up and says whose it was; none when it opens nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn use_link(&mut self, token_digest: Digest) -> Result<Option<String>> {
        let now = self.now();
        let name: Option<String> = on_tx!(self, c => sqlx::query_scalar(
            "select account.name from setup_link
             join account on account.id = setup_link.account
             where setup_link.digest = $1 and setup_link.expires_at > $2
                 and account.disabled_at is null")
            .bind(token_digest.to_string())
            .bind(now)
            .fetch_optional(c)
            .await)?;
        let Some(name) = name else { return Ok(None) };
        // Of two at once, one finds it gone.
        let done = touched!(
            self,
            "delete from setup_link where digest = $1",
            token_digest.to_string()
        );
        if done == 0 {
            return Ok(None);
        }
        let detail = json!({ "link": token_digest.short() });
        self.note("account.link_used", about(&name), &detail);
        Ok(Some(name))
    }

    /// Offers an account a key for the telephone; it counts once confirmed.
    ///
    /// # Errors
    /// [`super::StoreError::Conflict`] when there is no such account.
    pub async fn offer_totp(&mut self, name: &str, key: &str) -> Result<()> {
        let done = touched!(
            self,
            "update account set totp_offered = $2 where name = $1",
            name,
            key
        );
        known(name, done)?;
        self.note("account.totp_offered", about(name), &json!({}));
        Ok(())
    }

    /// Takes the offered key into use, with the step that confirmed it.
    ///
    /// # Errors
    /// [`super::StoreError::Conflict`] when no key, or another, is offered.
    pub async fn confirm_totp(&mut self, name: &str, key: &str, step: i64) -> Result<()> {
        let done = touched!(
            self,
            "update account set totp = totp_offered, totp_offered = null, totp_step = $3
             where name = $1 and totp_offered = $2",
            name,
            key,
            step
        );
        known(name, done)?;
        self.note("account.totp", about(name), &json!({}));
        Ok(())
    }

    /// Takes a step of the key, once. False when it, or a later one, was taken
    /// before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn use_totp(&mut self, name: &str, step: i64) -> Result<bool> {
        let done = touched!(
            self,
            "update account set totp_step = $2
             where name = $1 and totp is not null and totp_step < $2",
            name,
            step
        );
        Ok(done == 1)
    }

    /// Puts these recovery codes in the place of all earlier ones.
    ///
    /// # Errors
    /// [`super::StoreError::Conflict`] when there is no such account.
    pub async fn set_recovery(&mut self, name: &str, digests: &[Digest]) -> Result<()> {
        self.forget_recovery(name).await?;
        for digest in digests {
            let done = touched!(
                self,
                "insert into recovery_code (digest, account)
                 select $2, id from account where name = $1",
                name,
                digest.to_string()
            );
            known(name, done)?;
        }
        let detail = json!({ "codes": digests.len() });
        self.note("account.recovery", about(name), &detail);
        Ok(())
    }

    /// Uses a recovery code up. False when it is none of the account's.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn use_recovery(&mut self, name: &str, digest: Digest) -> Result<bool> {
        let done = touched!(
            self,
            "delete from recovery_code where digest = $2
                 and account = (select id from account where name = $1)",
            name,
            digest.to_string()
        );
        if done == 1 {
            self.note("account.recovery_used", about(name), &json!({}));
        }
        Ok(done == 1)
    }

    /// Takes the second factor from an account, with its recovery codes and its
    /// sessions.
    ///
    /// # Errors
    /// [`super::StoreError::Conflict`] when there is no such account.
    pub async fn reset_totp(&mut self, name: &str) -> Result<()> {
        let done = touched!(
            self,
            "update account set totp = null, totp_offered = null where name = $1",
            name
        );
        known(name, done)?;
        self.forget_recovery(name).await?;
        let ended = self.end_sessions_of(name, None).await?;
        let detail = json!({ "sessions_ended": ended });
        self.note("account.totp_reset", about(name), &detail);
        Ok(())
    }

    async fn forget_recovery(&mut self, name: &str) -> Result<()> {
        touched!(
            self,
            "delete from recovery_code where account = (select id from account where name = $1)",
            name
        );
        Ok(())
    }
}

impl Store {
    /// Whose password a link sets, if it still opens.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn link(&self, token_digest: Digest, now: Timestamp) -> Result<Option<String>> {
        Ok(on!(self, pool => sqlx::query_scalar(
            "select account.name from setup_link
             join account on account.id = setup_link.account
             where setup_link.digest = $1 and setup_link.expires_at > $2
                 and account.disabled_at is null")
            .bind(token_digest.to_string())
            .bind(micros(now))
            .fetch_optional(pool)
            .await)?)
    }

    /// How many recovery codes an account has left.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn recovery_left(&self, name: &str) -> Result<i64> {
        Ok(on!(self, pool => sqlx::query_scalar(
            "select count(*) from recovery_code
             where account = (select id from account where name = $1)")
            .bind(name)
            .fetch_one(pool)
            .await)?)
    }
}
