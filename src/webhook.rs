//! What programs of others are told, as Standard Webhooks 1.0 has it: an event
//! in JSON, named by `webhook-id`, dated by `webhook-timestamp`, signed with
//! HMAC-SHA256 in `webhook-signature`.
//!
//! An event says what was decided about which unit and where to read more; it
//! carries no address, no figure and no text that a stranger wrote.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::digest::Digest;

/// What a secret begins with when it is shown.
const PREFIX: &str = "whsec_";

/// RFC 4648 §4.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A report counts.
    Accepted,
    /// A report does not, and its unit was told why.
    Rejected,
    /// A mail waits for a person.
    Held,
    /// Reports are no longer taken.
    Closed,
    /// Results can be read by anybody.
    Published,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Accepted,
        Self::Rejected,
        Self::Held,
        Self::Closed,
        Self::Published,
    ];

    /// Its stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "submission.accepted",
            Self::Rejected => "submission.rejected",
            Self::Held => "submission.held",
            Self::Closed => "campaign.closed",
            Self::Published => "edition.published",
        }
    }

    /// Reads its name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: Kind,
    /// To what, each time differently: `mail/12/2`.
    pub subject: String,
    /// The particulars.
    pub data: Value,
}

impl Event {
    /// What names it for the receiver, who may be told twice: the same event
    /// has the same name.
    #[must_use]
    pub fn key(&self) -> String {
        let digest = Digest::of_parts(&[self.kind.as_str().as_bytes(), self.subject.as_bytes()]);
        let digits: String = digest.to_string().chars().take(32).collect();
        format!("msg_{digits}")
    }

    /// What is sent.
    #[must_use]
    pub fn body(&self, at: Timestamp) -> String {
        json!({ "type": self.kind.as_str(), "timestamp": at.to_string(), "data": self.data })
            .to_string()
    }
}

/// A secret that sender and receiver share. It has no `Debug`, so it cannot be
/// logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// A secret of 32 random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes.to_vec())
    }

    /// Reads what [`Secret::shown`] wrote, or another made it: 24 to 64 bytes.
    #[must_use]
    pub fn parse(shown: &str) -> Option<Self> {
        let bytes = unbase64(shown.strip_prefix(PREFIX)?)?;
        (24..=64).contains(&bytes.len()).then_some(Self(bytes))
    }

    /// As it is stored and handed over.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{PREFIX}{}", base64(&self.0))
    }

    /// The value of `webhook-signature` for a message.
    #[must_use]
    pub fn signature(&self, id: &str, seconds: i64, body: &str) -> String {
        // A key shorter than a block is filled up with zeros (RFC 2104 §2).
        let mut block = [0; 64];
        for (place, byte) in block.iter_mut().zip(&self.0) {
            *place = *byte;
        }
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(format!("{id}.{seconds}.{body}").as_bytes());
        format!("v1,{}", base64(&mac.finalize().into_bytes()))
    }
}

/// Where events are sent: `https://HOST[:PORT]/PATH`, or `http` on a network
/// of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Is it encrypted?
    pub https: bool,
    /// Name or address of the host, an IPv6 address without its brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Path and query.
    pub path: String,
}

impl Target {
    /// Reads an address. Names and passwords in it are refused: they would end
    /// in logs.
    #[must_use]
    pub fn parse(url: &str) -> Option<Self> {
        let (https, rest) = match url.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (false, url.strip_prefix("http://")?),
        };
        if url.len() > 500 || !url.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(at);
        if path.contains('#') || authority.contains('@') {
            return None;
        }
        let usual = if https { 443 } else { 80 };
        let (host, port) = match authority.strip_prefix('[') {
            Some(bracketed) => {
                let (host, port) = bracketed.split_once(']')?;
                host.parse::<Ipv6Addr>().ok()?;
                (host, port.strip_prefix(':'))
            }
            None => match authority.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, None),
            },
        };
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b".-:".contains(&byte);
        if host.is_empty() || host.starts_with(['-', '.']) || !host.bytes().all(known) {
            return None;
        }
        Some(Self {
            https,
            host: host.to_ascii_lowercase(),
            port: port.map_or(Some(usual), |port| port.parse().ok())?,
            path: match path.starts_with('/') {
                true => path.to_owned(),
                false => format!("/{path}"),
            },
        })
    }

    /// The value of `Host`.
    #[must_use]
    pub fn authority(&self) -> String {
        let host = match self.host.contains(':') {
            true => format!("[{}]", self.host),
            false => self.host.clone(),
        };
        match (self.https, self.port) {
            (true, 443) | (false, 80) => host,
            (_, port) => format!("{host}:{port}"),
        }
    }
}

/// Does an address lie in the open Internet? What does not could be a service
/// of the house that trusts whoever reaches it.
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// The special-purpose blocks of RFC 6890 and what was added to them since.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = a == 0
        || ip.is_private()
        || (a == 100 && (64..128).contains(&b))
        || ip.is_loopback()
        || ip.is_link_local()
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19))
        || ip.is_documentation()
        || a >= 224;
    !special
}

/// Global unicast that does not hide an IPv4 address of the house.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let [.., g, h] = ip.segments();
    let embedded = || Ipv4Addr::from((u32::from(g) << 16) | u32::from(h));
    match (a, b) {
        // NAT64 (RFC 6052): the last 32 bits are where it leads.
        (0x64, 0xff9b) => is_public_v4(embedded()),
        // 6to4, Teredo, ORCHID, documentation.
        (0x2002, _) | (0x2001, 0..0x200 | 0xdb8) | (0x3fff, _) => false,
        _ => (0x2000..0x4000).contains(&a),
    }
}

fn base64(bytes: &[u8]) -> String {
    let digit = |value: u32, at: u32| {
        let at = usize::try_from((value >> (at * 6)) & 63).unwrap_or_default();
        char::from(ALPHABET.get(at).copied().unwrap_or(b'='))
    };
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let mut padded = [0; 3];
        padded[..three.len()].copy_from_slice(three);
        let value = padded
            .iter()
            .fold(0, |all, byte| (all << 8) | u32::from(*byte));
        for at in 0..4 {
            text.push(match at <= three.len() {
                true => digit(value, u32::try_from(3 - at).unwrap_or_default()),
                false => '=',
            });
        }
    }
    text
}

fn unbase64(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::new();
    for four in text.as_bytes().chunks(4) {
        let padding = four.iter().filter(|digit| **digit == b'=').count();
        let mut value = 0_u32;
        for digit in four {
            let known = ALPHABET.iter().position(|known| known == digit);
            let known = known.or((*digit == b'=').then_some(0))?;
            value = (value << 6) | u32::try_from(known).ok()?;
        }
        let [_, a, b, c] = value.to_be_bytes();
        bytes.extend([a, b, c].into_iter().take(3_usize.checked_sub(padding)?));
    }
    // One spelling only.
    (base64(&bytes) == text).then_some(bytes)
}
