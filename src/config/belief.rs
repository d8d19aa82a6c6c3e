//! What proves a sender: the section `[sender]`.
//!
//! Nobody is asked to guess it. `congvu mail calibrate` prints the section for
//! an installation, from mails that went through its own servers.

use crate::{
    address::is_host,
    complaint::Problem,
    document::Section,
    sender::{Policy, Proof},
};

pub(super) fn policy(section: &Section<'_>) -> Policy {
    let own_hosts = section.texts("own_hosts");
    let authserv_id = authserv_id(section);
    let mut accept = Vec::new();
    for word in section.texts("accept") {
        let Some(proof) = Proof::ALL
            .into_iter()
            .find(|proof| proof.as_str() == word.value)
        else {
            section.complain_at(
                word.span,
                Problem::NotAllowed {
                    found: word.value,
                    allowed: Proof::ALL.map(Proof::as_str).join(" | "),
                },
            );
            continue;
        };
        // The complaint stands where the word does that needs the setting.
        let by_server = matches!(proof, Proof::Both | Proof::Spf);
        if by_server && !section.has("authserv_id") {
            section.complain_within("authserv_id", word.span, Problem::Missing);
        }
        accept.push(proof);
    }
    // Before the first calibration nobody knows them, and nothing is believed.
    if own_hosts.is_empty() && !accept.is_empty() {
        section.missing("own_hosts");
    }
    section.end();
    Policy {
        authserv_id,
        own_hosts: own_hosts.into_iter().map(|host| host.value).collect(),
        accept,
    }
}

/// The name our own server signs its Authentication-Results with. RFC 8601 §2.5
/// asks for a host name; servers also sign with a bare one.
fn authserv_id(section: &Section<'_>) -> Option<String> {
    let written = section.maybe_text("authserv_id")?;
    let fits = is_host(&written.value) || is_host(&format!("{}.x", written.value));
    if !fits {
        section.complain(
            "authserv_id",
            Problem::NotAllowed {
                found: written.value.clone(),
                allowed: "mx.donvi.gov.vn".to_owned(),
            },
        );
    }
    Some(written.value)
}
