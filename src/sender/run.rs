//! What our own mail server wrote about the sender: the Authentication-Results
//! fields above the hop where the mail came in, read together.
//!
//! Below that hop anybody may have written them. Above it only our own servers
//! write, so a field there that is signed with a strange name means that this
//! very assumption does not hold (a server that keeps the fields of strangers
//! on top, a hop taken for ours that is not), and then nothing in the run can
//! be told from forgery: the run is void. A field of another of our own hosts
//! is honest, and not asked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::authres::{self, MethodResult, Statement, Void};
use crate::{
    address::{Address, is_host},
    mail::header::Header,
    text,
};

/// The Authentication-Results fields that our own server wrote, read together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Every result of every field, top to bottom.
    pub results: Vec<MethodResult>,
    /// Why none of them can be believed.
    pub void: Option<Void>,
}

/// Values that decide something: each must be a host name or an address, or
/// else a stranger wrote part of it (Chen et al. 2020, A4 and A5).
const DECIDING: [(&str, &str); 4] = [
    ("smtp", "mailfrom"),
    ("header", "from"),
    ("header", "d"),
    ("header", "i"),
];

impl Run {
    /// The run of a header above its `border`, the hop that has so many
    /// Received fields above it.
    #[must_use]
    pub fn of_header(header: &Header, border: usize, signs: &str, own_hosts: &[String]) -> Self {
        let mut run = Self::default();
        let mut hops = 0;
        for field in header.fields() {
            if field.name.eq_ignore_ascii_case("received") {
                if hops == border {
                    break;
                }
                hops += 1;
            } else if field.name.eq_ignore_ascii_case("authentication-results") {
                run.add(&field.value, signs, own_hosts);
            }
        }
        if run.void.is_none() {
            run.void = impossible(&run.results).or_else(|| contradiction(&run.results));
        }
        run
    }

    fn add(&mut self, value: &str, signs: &str, own_hosts: &[String]) {
        let is_own = |id: &str| own_hosts.iter().any(|own| own.eq_ignore_ascii_case(id));
        let malformed = || Void::Grammar(text::one_line(value, 200));
        let void = match authres::read(value) {
            None => malformed(),
            Some(field) if field.authserv_id.eq_ignore_ascii_case(signs) => match field.statement {
                Statement::Results(results) => {
                    self.results.extend(results);
                    return;
                }
                Statement::OtherVersion => return,
                Statement::Malformed => malformed(),
            },
            Some(field) if is_own(&field.authserv_id) => return,
            // Of what cannot be read not even the name is sure.
            Some(field) if field.statement == Statement::Malformed => malformed(),
            Some(field) => Void::Stranger(text::one_line(&field.authserv_id, 200)),
        };
        self.void.get_or_insert(void);
    }

    /// Can it be believed, and does it say anything?
    fn believed(&self) -> impl Iterator<Item = &MethodResult> {
        let void = self.void.is_some();
        self.results.iter().filter(move |_| !void)
    }

    /// What it says of the policy of `domain`, the one in From.
    #[must_use]
    pub fn dmarc(&self, domain: &str) -> Option<&str> {
        self.believed()
            .filter(|result| result.method == "dmarc")
            .find(|result| is(result.value("header", "from"), domain))
            .map(|result| result.result.as_str())
    }

    /// Did it see a good signature of exactly this domain?
    #[must_use]
    pub fn signed(&self, domain: &str) -> bool {
        self.believed()
            .any(|result| is_dkim_of(result, domain) && result.result == "pass")
    }

    /// Did it find that the network address may send for this domain? The name
    /// in the greeting says nothing about that.
    #[must_use]
    pub fn allowed(&self, domain: &str) -> bool {
        self.believed()
            .any(|result| is_spf_of(result, domain) && result.result == "pass")
    }

    /// Envelope sender that it saw, where it wrote the whole address.
    #[must_use]
    pub fn envelope(&self) -> Option<Address> {
        self.believed()
            .filter(|result| result.method == "spf")
            .find_map(|result| Address::parse(result.value("smtp", "mailfrom")?))
    }

    /// Could it not find out about this domain? Only the domain's own name
    /// servers count: those of a stranger fail when he wants them to.
    #[must_use]
    pub fn undecided(&self, domain: &str) -> bool {
        self.believed()
            .filter(|result| result.result == "temperror")
            .any(|result| {
                let of_policy = result.method == "dmarc";
                is_dkim_of(result, domain)
                    || is_spf_of(result, domain)
                    || (of_policy && is(result.value("header", "from"), domain))
            })
    }
}

fn is(value: Option<&str>, domain: &str) -> bool {
    value.is_some_and(|value| value.eq_ignore_ascii_case(domain))
}

/// Some servers name only the identity (`header.i`); that one is in the signing
/// domain or below it (RFC 6376 §3.5).
fn is_dkim_of(result: &MethodResult, domain: &str) -> bool {
    let signer = result
        .value("header", "d")
        .or_else(|| result.value("header", "i").map(host));
    result.method == "dkim" && is(signer, domain)
}

fn is_spf_of(result: &MethodResult, domain: &str) -> bool {
    let sender = result.value("smtp", "mailfrom").map(host);
    result.method == "spf" && is(sender, domain)
}

/// What stands after the `@`, or all of it.
fn host(value: &str) -> &str {
    value.rsplit_once('@').map_or(value, |(_, host)| host)
}

fn impossible(results: &[MethodResult]) -> Option<Void> {
    results
        .iter()
        .flat_map(|result| &result.properties)
        .filter(|it| DECIDING.contains(&(it.ptype.as_str(), it.name.as_str())))
        .find(|it| {
            let bare = it.value.strip_prefix('@').unwrap_or(&it.value);
            !is_host(bare) && Address::parse(&it.value).is_none()
        })
        .map(|it| Void::Value(text::one_line(&it.value, 200)))
}

/// Two results about one thing that differ, or one thing named twice in a
/// result.
fn contradiction(results: &[MethodResult]) -> Option<Void> {
    let mut said: BTreeMap<String, (&str, String)> = BTreeMap::new();
    let mut unsigned = None;
    for result in results {
        let Some((subject, claim)) = subject(result) else {
            continue;
        };
        let named = result.properties.iter().map(|it| (&it.ptype, &it.name));
        let mut names: Vec<_> = named.collect();
        names.sort_unstable();
        let twice = names.windows(2).any(|pair| pair.first() == pair.last());
        let claim = (result.result.as_str(), claim);
        let first = said.entry(subject).or_insert_with(|| claim.clone());
        let none = result.method == "dkim" && result.result == "none";
        let flips = result.method == "dkim" && *unsigned.get_or_insert(none) != none;
        if twice || *first != claim || flips {
            return Some(Void::Contradiction(result.method.clone()));
        }
    }
    None
}

/// What a result is about, and what it holds about that besides its word. A
/// mail has one From and one envelope sender, but it may have several
/// signatures, even of one domain.
fn subject(result: &MethodResult) -> Option<(String, String)> {
    let value = |ptype, name| result.value(ptype, name).map(str::to_ascii_lowercase);
    match result.method.as_str() {
        "dmarc" => Some((
            "dmarc".to_owned(),
            value("header", "from").unwrap_or_default(),
        )),
        "spf" => match (value("smtp", "mailfrom"), value("smtp", "helo")) {
            (None, Some(greeting)) => Some(("spf helo".to_owned(), greeting)),
            (None, None) => Some(("spf".to_owned(), String::new())),
            (Some(sender), _) => Some(("spf".to_owned(), host(&sender).to_owned())),
        },
        "dkim" => {
            let all = result.properties.iter();
            let all = all.map(|it| format!(" {}.{}={}", it.ptype, it.name, it.value));
            Some((format!("dkim{}", all.collect::<String>()), String::new()))
        }
        _ => None,
    }
}
