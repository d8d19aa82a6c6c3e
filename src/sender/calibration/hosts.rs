//! Which hosts are ours, and by which name they sign: read off the top of the
//! mails, where only our own servers write.

use crate::{
    mail::{header::Header, received::Trace},
    sender::{
        authres::{self, Statement},
        layout,
    },
};

/// Hosts that wrote the Received fields on top of the mails, down to the hop
/// where each came in. The topmost was always written by our own delivery; from
/// there only hops are passed whose client was ours by what the host itself
/// found out, and only to hosts of the same house, so that nothing a stranger
/// wrote below can add a name.
pub(super) fn own(headers: &[&Header]) -> Vec<String> {
    let mut own: Vec<String> = Vec::new();
    for header in headers {
        let mut hops = header.all("received").map(Trace::read).peekable();
        let Some(house) = hops.peek().map(|top| House::of(&top.by)) else {
            continue;
        };
        for hop in hops {
            if !house.holds(&hop.by) {
                break;
            }
            add(&mut own, &hop.by);
            if hop.is_authenticated() || !house.handed_on(&hop) {
                break;
            }
        }
    }
    own
}

/// Names on the Authentication-Results above the border, the one to rely on
/// first: it wrote policies (DMARC), and on most mails. And the hosts, with the
/// other names that are of the same house: their fields are honest, though not
/// asked.
pub(super) fn signers(headers: &[&Header], mut own: Vec<String>) -> (Vec<String>, Vec<String>) {
    let mut found: Vec<Signer> = Vec::new();
    for header in headers {
        for value in layout::results(header, &own) {
            let Some(name) = layout::signer(value) else {
                continue;
            };
            let at = found.iter().position(|it| it.name == name);
            let at = at.unwrap_or_else(|| {
                found.push(Signer::new(name));
                found.len() - 1
            });
            found[at].fields += 1;
            found[at].policies += usize::from(writes_policy(value));
        }
    }
    found.sort_by_key(|it| std::cmp::Reverse((it.policies, it.fields)));
    let house = own.first().map(|host| House::of(host));
    for signer in found.iter().skip(1) {
        if house
            .as_ref()
            .is_some_and(|house| house.holds(&signer.name))
        {
            add(&mut own, &signer.name);
        }
    }
    (found.into_iter().map(|it| it.name).collect(), own)
}

/// A name that signs.
struct Signer {
    name: String,
    policies: usize,
    fields: usize,
}

impl Signer {
    fn new(name: String) -> Self {
        Self {
            name,
            policies: 0,
            fields: 0,
        }
    }
}

fn writes_policy(value: &str) -> bool {
    let statement = authres::read(value).map(|field| field.statement);
    matches!(statement, Some(Statement::Results(results))
        if results.iter().any(|result| result.method == "dmarc"))
}

fn add(own: &mut Vec<String>, host: &str) {
    let host = host.to_ascii_lowercase();
    let plain = host
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
    if plain && !host.is_empty() && !own.contains(&host) {
        own.push(host);
    }
}

/// The hosts of one organisation, by the name of its topmost.
struct House {
    top: String,
    domain: Option<String>,
}

impl House {
    fn of(top: &str) -> Self {
        let top = top.to_ascii_lowercase();
        // `mail.hue.gov.vn` lives in `hue.gov.vn`; a bare `mail.vn` would make
        // the whole country one house.
        let domain = top.split_once('.').map(|(_, domain)| domain.to_owned());
        let domain = domain.filter(|domain| domain.contains('.'));
        Self { top, domain }
    }

    fn holds(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let below = |domain: &String| {
            host == *domain
                || host
                    .strip_suffix(domain.as_str())
                    .is_some_and(|rest| rest.ends_with('.'))
        };
        // Content filters call themselves localhost.
        host == self.top || host == "localhost" || self.domain.as_ref().is_some_and(below)
    }

    /// Did one of our own hosts hand the mail to the one that wrote this hop?
    fn handed_on(&self, hop: &Trace) -> bool {
        let verified = hop.client.as_ref().is_some_and(|client| {
            let name = client.name.as_deref();
            client.address.to_canonical().is_loopback() || name.is_some_and(|name| self.holds(name))
        });
        hop.with.eq_ignore_ascii_case("LMTP") || verified
    }
}
