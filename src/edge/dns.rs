//! Answers of name servers, and the signatures that rest on them.
//!
//! Asking and judging are two steps: the answers are stored with the verdict,
//! so that it can be replayed when the keys are long gone. A server that does
//! not answer is a value here ([`Answer::Silence`]), never an error and never
//! a "no".

use std::{
    borrow::Borrow,
    collections::BTreeMap,
    hash::Hash,
    mem,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::Arc,
    time::{Duration, Instant},
};

use mail_auth::{
    AuthenticatedMessage, DkimResult, DnsError, Error, MX, MessageAuthenticator, Parameters,
    RecordSet, ResolverCache, Txt,
    common::parse::TxtRecordParser,
    common::{headers::Header, verify::DomainKey},
    dkim,
    hickory_resolver::{
        config::{ConnectionConfig, NameServerConfig, ResolverConfig, ResolverOpts},
        proto::op::ResponseCode,
    },
};

use crate::{
    config::Dns,
    sender::{
        signature::{Answer, Answers, MAX_SIGNATURES, Outcome, Signature},
        tags,
    },
};

/// Asks name servers, or looks into a fixed set of answers.
pub enum Resolver {
    /// Real servers.
    Live {
        /// The resolver.
        authenticator: Box<MessageAuthenticator>,
        /// Longest wait for all answers about one mail.
        patience: Duration,
    },
    /// Given answers; a name that is not among them does not exist.
    Fixed(Answers),
}

impl Resolver {
    /// A resolver for the configured servers, or the system's.
    ///
    /// # Errors
    /// Why the resolver cannot work (no `/etc/resolv.conf`, say).
    pub fn new(settings: &Dns) -> Result<Self, String> {
        let authenticator = if settings.servers.is_empty() {
            MessageAuthenticator::new_system_conf()
        } else {
            let mut config = ResolverConfig::default();
            for server in &settings.servers {
                let mut udp = ConnectionConfig::udp();
                udp.port = server.port();
                let mut tcp = ConnectionConfig::tcp();
                tcp.port = server.port();
                let both = vec![udp, tcp];
                config.add_name_server(NameServerConfig::new(server.ip(), true, both));
            }
            let mut options = ResolverOpts::default();
            options.timeout = Duration::from_secs(3);
            options.attempts = 2;
            MessageAuthenticator::new(config, options)
        };
        Ok(Self::Live {
            authenticator: Box::new(authenticator.map_err(|error| error.to_string())?),
            patience: settings.patience,
        })
    }

    /// Asks for TXT records, no longer than `most` and than is configured.
    pub async fn ask(&self, names: &[String], most: Duration) -> Answers {
        match self {
            Self::Fixed(known) => names
                .iter()
                .map(|name| {
                    (
                        name.clone(),
                        known.get(name).cloned().unwrap_or(Answer::Nothing),
                    )
                })
                .collect(),
            Self::Live {
                authenticator,
                patience,
            } => {
                let until = tokio::time::Instant::now() + most.min(*patience);
                let mut answers = Answers::new();
                for name in names {
                    let asked =
                        tokio::time::timeout_at(until, authenticator.txt_raw_lookup(name)).await;
                    let answer = match asked {
                        Ok(Ok(text)) => Answer::Text(String::from_utf8_lossy(&text).into_owned()),
                        Ok(Err(Error::Dns(DnsError::RecordNotFound(_)))) => Answer::Nothing,
                        Ok(Err(_)) | Err(_) => Answer::Silence,
                    };
                    answers.insert(name.clone(), answer);
                }
                answers
            }
        }
    }
}

/// Checks the signatures of a mail over its stored bytes, with the answers
/// given and no others. The clock is not asked: when a signature is too old is
/// for [`Signature::is_stale`] to say.
pub async fn check_signatures(raw: &[u8], answers: &Answers) -> Vec<Signature> {
    // Never asked anything: the answers below hold every name.
    let authenticator =
        MessageAuthenticator::new(ResolverConfig::default(), ResolverOpts::default());
    let (Some(mut message), Ok(authenticator)) = (AuthenticatedMessage::parse(raw), authenticator)
    else {
        return Vec::new();
    };
    let parsed = mem::take(&mut message.dkim_headers);
    message.errors.clear();
    let stray = has_bare_cr(raw);
    let fields: Vec<&[u8]> = message
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case(b"dkim-signature"))
        .map(|(_, value)| *value)
        .take(MAX_SIGNATURES)
        .collect();
    let mut signatures = Vec::new();
    for field in fields {
        let Some(mut signature) = Signature::read(&String::from_utf8_lossy(field)) else {
            continue;
        };
        let mut parsed = parsed.iter().filter(|it| std::ptr::eq(it.value, field));
        if let Some(parsed) = parsed.next().filter(|it| is_same(&it.header, &signature)) {
            message.dkim_headers = vec![timeless(parsed)];
            if stray && signature.outcome == Outcome::Unanswered {
                signature.outcome = Outcome::Fail("bare CR".to_owned());
            }
            if signature.outcome == Outcome::Unanswered {
                signature.outcome = check(&authenticator, &message, &signature, answers).await;
            }
        } else if signature.outcome == Outcome::Unanswered {
            signature.outcome = Outcome::Fail("not readable, or l=".to_owned());
        }
        signatures.push(signature);
    }
    signatures
}

/// A CR without its LF: the library leaves it out of the hash, so that anybody
/// may add some where another reader ends a line.
fn has_bare_cr(raw: &[u8]) -> bool {
    let mut after = raw.split(|b| *b == b'\r').skip(1);
    after.any(|rest| rest.first() != Some(&b'\n'))
}

/// Does the library read the same names there as we do? What it checks must be
/// what we believe.
fn is_same(read: &dkim::Signature, ours: &Signature) -> bool {
    read.d == ours.domain && read.s == ours.selector
}

/// A signature without its times, which the library would hold against the
/// clock, and without what would make it ask for more than the key.
fn timeless<'m>(field: &Header<'m, dkim::Signature>) -> Header<'m, dkim::Signature> {
    let mut field = field.clone();
    (field.header.x, field.header.r) = (0, false);
    (field.header.atps, field.header.atpsh) = (None, None);
    field
}

/// Checks the only signature of a message.
async fn check(
    authenticator: &MessageAuthenticator,
    message: &AuthenticatedMessage<'_>,
    signature: &Signature,
    answers: &Answers,
) -> Outcome {
    let Some(name) = signature.key_name() else {
        return Outcome::Fail("name of the key".to_owned());
    };
    let answer = answers.get(&name);
    if let Some(Answer::Text(record)) = answer
        && !tags::is_mail_key(record)
    {
        return Outcome::Fail("no key for mail".to_owned());
    }
    // Its own key and no other, whatever else was asked for this mail.
    let own = answer.map(|answer| (name, answer.clone()));
    let given = &own.into_iter().collect();
    let given = Given(given);
    let parameters = Parameters {
        params: message,
        cache_txt: Some(&given),
        cache_mx: Some(&Nothing),
        cache_ptr: Some(&Nothing),
        cache_ipv4: Some(&Nothing),
        cache_ipv6: Some(&Nothing),
    };
    let outputs = authenticator.verify_dkim(parameters).await;
    outputs.first().map_or_else(
        || Outcome::Fail("none".to_owned()),
        |output| match output.result() {
            DkimResult::Pass => Outcome::Pass,
            DkimResult::TempError(_) => Outcome::Unanswered,
            DkimResult::Neutral(why) | DkimResult::Fail(why) | DkimResult::PermError(why) => {
                Outcome::Fail(why.to_string())
            }
            DkimResult::None => Outcome::Fail("none".to_owned()),
        },
    )
}

/// The given answers, in the shape the library looks them up.
struct Given<'a>(&'a BTreeMap<String, Answer>);

impl ResolverCache<Box<str>, Txt> for Given<'_> {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let missing = || Txt::Error(Error::Dns(DnsError::RecordNotFound(ResponseCode::NXDomain)));
        let silent = || Txt::Error(Error::Dns(DnsError::Resolver("no answer".to_owned())));
        let found = self.0.iter().find(|(known, _)| {
            let fqdn: Box<str> = format!("{known}.").into();
            fqdn.borrow() == name
        });
        Some(match found {
            Some((_, Answer::Text(text))) => DomainKey::parse(text.as_bytes())
                .map_or_else(Txt::Error, |key| Txt::DomainKey(Arc::new(key))),
            Some((_, Answer::Silence)) => silent(),
            Some((_, Answer::Nothing)) | None => missing(),
        })
    }

    fn remove<Q>(&self, _: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: Box<str>, _: Txt, _: Instant) {}
}

/// No answers of the other kinds: DKIM does not ask for them.
struct Nothing;

macro_rules! no_answers {
    ($($key:ty => $value:ty),*) => {$(
        impl ResolverCache<$key, $value> for Nothing {
            fn get<Q>(&self, _: &Q) -> Option<$value>
            where
                $key: Borrow<Q>,
                Q: Hash + Eq + ?Sized,
            {
                None
            }

            fn remove<Q>(&self, _: &Q) -> Option<$value>
            where
                $key: Borrow<Q>,
                Q: Hash + Eq + ?Sized,
            {
                None
            }

            fn insert(&self, _: $key, _: $value, _: Instant) {}
        }
    )*};
}

no_answers! {
    Box<str> => RecordSet<MX>,
    IpAddr => RecordSet<Box<str>>,
    Box<str> => RecordSet<Ipv4Addr>,
    Box<str> => RecordSet<Ipv6Addr>
}
