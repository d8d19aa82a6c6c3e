//! What programs show to read.

use jiff::Timestamp;
use serde_json::json;
use sqlx::FromRow;

use super::{
    Actor, Link, Pools, Result, Store, StoreError, Tx,
    columns::{At, MaybeAt, micros},
};
use crate::{digest::Digest, text};

/// A token to make.
#[derive(Debug, Clone, Copy)]
pub struct NewToken<'a> {
    /// What people call the program.
    pub name: &'a str,
    /// SHA-256 of the token; the token itself is with the program only.
    pub digest: Digest,
    /// What it may read, words with spaces between them.
    pub scopes: &'a str,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A token.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ApiToken {
    /// Its number.
    pub id: i64,
    /// What people call the program.
    pub name: String,
    /// What it may read.
    pub scopes: String,
    /// When it was made.
    #[sqlx(try_from = "At")]
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: String,
    /// When it ends.
    #[sqlx(try_from = "At")]
    pub expires_at: Timestamp,
    /// When it was taken back.
    #[sqlx(try_from = "MaybeAt")]
    pub revoked_at: Option<Timestamp>,
    /// When it was last used.
    #[sqlx(try_from = "MaybeAt")]
    pub used_at: Option<Timestamp>,
}

impl Tx {
    /// Makes a token.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn add_token(&mut self, new: &NewToken<'_>) -> Result<i64> {
        let (now, by) = (self.now(), self.actor.to_string());
        let id: i64 = on_tx!(self, c => sqlx::query_scalar(
            "insert into api_token (name, digest, scopes, created_at, created_by, expires_at)
             values ($1, $2, $3, $4, $5, $6) returning id")
            .bind(text::one_line(new.name, 100))
            .bind(new.digest.to_string())
            .bind(new.scopes)
            .bind(now)
            .bind(by)
            .bind(micros(new.expires_at))
            .fetch_one(c)
            .await)?;
        let detail = json!({
            "name": new.name,
            "scopes": new.scopes,
            "until": new.expires_at.to_string(),
        });
        self.note("token.added", format!("token/{id}"), &detail);
        Ok(id)
    }

    /// Takes a token back.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such token.
    pub async fn revoke_token(&mut self, id: i64) -> Result<()> {
        let now = self.now();
        let done = touched!(
            self,
            "update api_token set revoked_at = coalesce(revoked_at, $2) where id = $1",
            id,
            now
        );
        if done != 1 {
            return Err(StoreError::Conflict(format!("no token/{id}")));
        }
        self.note("token.revoked", format!("token/{id}"), &json!({}));
        Ok(())
    }
}

impl Store {
    /// All tokens, the newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tokens(&self) -> Result<Vec<ApiToken>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, name, scopes, created_at, created_by, expires_at, revoked_at, used_at
             from api_token order by id desc")
            .fetch_all(pool)
            .await)?)
    }

    /// The token of a digest, if it opens something.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn token(&self, digest: Digest, now: Timestamp) -> Result<Option<ApiToken>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select id, name, scopes, created_at, created_by, expires_at, revoked_at, used_at
             from api_token where digest = $1 and expires_at > $2 and revoked_at is null")
            .bind(digest.to_string())
            .bind(micros(now))
            .fetch_optional(pool)
            .await)?)
    }

    /// Notes that a token was used. It leaves no audit row: it decides nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn touch_token(&self, id: i64, now: Timestamp) -> Result<()> {
        let mut tx = self.begin(&Actor::System, now).await?;
        touched!(
            tx,
            "update api_token set used_at = $2 where id = $1",
            id,
            micros(now)
        );
        tx.commit().await
    }
}
