//! How often a password may be wrong.
//!
//! Guessing is slowed down, by name and by network address, over a short and a
//! long stretch. Nobody is locked out for good: attempts made while one must
//! wait are not counted, so that a stranger who keeps knocking does not keep
//! the door shut any longer.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use jiff::{SignedDuration, Timestamp};

use super::{Front, Pages};
use crate::edge::store::{Store, StoreError};

/// So many wrong passwords in a stretch of time, and no more.
struct Bound {
    minutes: i64,
    by_name: i64,
    by_ip: i64,
}

/// An office may have one address for all its people, so an address is given
/// more than a name.
const BOUNDS: [Bound; 3] = [
    Bound {
        minutes: 1,
        by_name: 5,
        by_ip: 10,
    },
    Bound {
        minutes: 15,
        by_name: 10,
        by_ip: 30,
    },
    Bound {
        minutes: 24 * 60,
        by_name: 100,
        by_ip: 300,
    },
];

/// How many minutes to wait at most before the next attempt; none: try now.
///
/// # Errors
/// When the ledger does not answer.
pub async fn wait(
    store: &Store,
    name: &str,
    ip: &str,
    now: Timestamp,
) -> Result<Option<i64>, StoreError> {
    for bound in BOUNDS {
        let since = now
            .checked_sub(SignedDuration::from_mins(bound.minutes))
            .unwrap_or(Timestamp::MIN);
        let failures = store.login_failures(name, ip, since).await?;
        if failures.by_name >= bound.by_name || failures.by_ip >= bound.by_ip {
            return Ok(Some(bound.minutes));
        }
    }
    Ok(None)
}

/// Has a wait begun?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Not by this failure.
    No,
    /// Just now, with so many wrong passwords for the name.
    Since(i64),
}

/// Was it the last failure that makes the name wait?
///
/// # Errors
/// When the ledger does not answer.
pub async fn begun(
    store: &Store,
    name: &str,
    ip: &str,
    now: Timestamp,
) -> Result<Waiting, StoreError> {
    for bound in BOUNDS {
        let since = now
            .checked_sub(SignedDuration::from_mins(bound.minutes))
            .unwrap_or(Timestamp::MIN);
        let failures = store.login_failures(name, ip, since).await?;
        if failures.by_name == bound.by_name {
            return Ok(Waiting::Since(failures.by_name));
        }
    }
    Ok(Waiting::No)
}

/// The network a request comes from, as it is counted.
pub struct Network(
    /// Its address.
    pub String,
);

impl FromRequestParts<Pages> for Network {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, pages: &Pages) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(peer)| peer.ip());
        let asked = match pages.front() {
            Front::Nothing => peer,
            Front::HttpsProxy => forwarded(&parts.headers).or(peer),
        };
        Ok(Self(asked.map_or_else(|| "unknown".to_owned(), counted)))
    }
}

/// The last entry is the one our own proxy wrote; those before it are what the
/// sender claims.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

/// One who has an IPv6 address has a whole /64 of them.
fn counted(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}
