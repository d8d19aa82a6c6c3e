//! What the configuration says of the pages.

use std::net::SocketAddr;

use crate::{complaint::Problem, document::Section};

/// The pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Web {
    /// Where they are served.
    pub listen: SocketAddr,
    /// Does a proxy on this machine add HTTPS? Then cookies demand it.
    pub behind_https: bool,
    /// What the address of every page begins with, as people type it.
    pub public_url: String,
    /// Must two people agree before a report counts whose sender nothing proves?
    pub two_people: bool,
    /// Do those who decide something need a second factor?
    pub asks_for_codes: bool,
}

pub(super) fn read(section: &Section<'_>) -> Web {
    let usual = SocketAddr::from(([127, 0, 0, 1], 8_080));
    let listen = section.maybe_text("listen").map(|written| {
        written.value.parse().unwrap_or_else(|_| {
            section.complain(
                "listen",
                Problem::NotAllowed {
                    found: written.value,
                    allowed: usual.to_string(),
                },
            );
            usual
        })
    });
    let listen = listen.unwrap_or(usual);
    let behind_https = section.boolean_or("behind_https", false);
    let codes = [("required", true), ("optional", false)];
    let web = Web {
        listen,
        behind_https,
        public_url: public_url(section, listen),
        two_people: section.boolean_or("two_people", false),
        asks_for_codes: section
            .choice("second_factor", Some(true), &codes)
            .unwrap_or(true),
    };
    section.end();
    web
}

/// May programs be told that lie in private networks?
pub(super) fn private_webhooks(section: &Section<'_>) -> bool {
    let choices = [("refused", false), ("allowed", true)];
    let allowed = section
        .choice("private_networks", Some(false), &choices)
        .unwrap_or(false);
    section.end();
    allowed
}

/// Scheme, host and port, and nothing behind them: all pages stand at the root.
fn public_url(section: &Section<'_>, listen: SocketAddr) -> String {
    let Some(written) = section.maybe_text("public_url") else {
        return format!("http://{listen}");
    };
    let url = written.value.trim_end_matches('/');
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let fine = host.is_some_and(|host| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        !host.is_empty() && host.bytes().all(known)
    });
    if !fine {
        section.complain(
            "public_url",
            Problem::NotAllowed {
                found: written.value.clone(),
                allowed: "https://congvu.hue.gov.vn".to_owned(),
            },
        );
    }
    url.to_owned()
}
