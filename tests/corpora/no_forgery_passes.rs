//! The published forgeries (Chen et al. 2020, espoofer): none is proven to come
//! from the unit it names.

use congvu::{
    mail::Mail,
    sender::{self, Evidence, Policy, Proof, Standing},
};

use crate::{Sample, check, manifest, samples, victim};

/// Forgeries whose From is clean: they attack the envelope, the signature or
/// what the receiving server writes about them, so the proof must fail.
const CLEAN_FROM: [&str; 7] = [
    "client_a3",
    "server_a1",
    "server_a2",
    "server_a4",
    "server_a5",
    "server_a6",
    "server_a7",
];

fn names_the_victim(sample: &Sample) -> bool {
    let header = Mail::open(&sample.raw).header;
    header.lints.is_empty() && header.from() == Some(victim())
}

/// As much as can be proven without asking a name server, by whoever believes
/// every proof there is.
fn standing(sample: &Sample) -> Standing {
    let host = "mx.tiepnhan.example".to_owned();
    let policy = Policy {
        authserv_id: Some(host.clone()),
        own_hosts: vec![host],
        accept: Proof::ALL.to_vec(),
    };
    let header = Mail::open(&sample.raw).header;
    let evidence = Evidence::of_header(&header, &policy);
    let arrived = evidence.hop_at.unwrap_or_default();
    sender::prove(&victim(), &header, &evidence, &policy, arrived)
}

/// Is it proven that the unit sent it?
fn passes(sample: &Sample) -> bool {
    names_the_victim(sample) && matches!(standing(sample), Standing::Proven(_))
}

#[test]
fn a_forged_from_as_it_was_sent_is_seen_in_the_header() {
    check(
        samples("espoofer/raw")
            .iter()
            .filter(|sample| names_the_victim(sample))
            .filter(|sample| CLEAN_FROM.iter().all(|clean| !sample.at.starts_with(clean)))
            .map(|sample| format!("{} passes for the unit", sample.at)),
    );
}

#[test]
fn no_forgery_is_proven_however_it_was_delivered() {
    check(
        [
            "espoofer/raw",
            "espoofer/delivered",
            "espoofer/real-postfix-A",
        ]
        .into_iter()
        .flat_map(samples)
        .filter(|sample| !sample.at.starts_with("control_real"))
        .filter(passes)
        .map(|sample| format!("{} is proven", sample.at)),
    );
}

#[test]
fn the_real_mail_among_them_is_proven_by_its_network_address() {
    let mut real = samples("espoofer/real-postfix-A").into_iter();
    let real = real.find(|sample| sample.at == "control_real.eml");
    check(
        real.filter(|sample| {
            !names_the_victim(sample) || standing(sample) != Standing::Proven(Proof::Spf)
        })
        .map(|sample| sample.at),
    );
}

#[test]
fn of_the_made_up_mails_the_honest_are_proven_and_the_forged_are_not() {
    let manifest = manifest("generated/spoof");
    let entry = |sample: &Sample| {
        let id = sample.at.strip_suffix(".eml")?;
        manifest.iter().find(|[known, ..]| known == id)
    };
    check(samples("generated/spoof").iter().filter_map(|sample| {
        let [_, group, verdict] = entry(sample)?;
        let forged = ["lookalike", "identities", "envelope", "authres"];
        let wanted = match verdict.as_str() {
            "accept" => true,
            _ if forged.contains(&group.as_str()) => false,
            // Machines and copies: sent by whom they name, and put away later.
            _ => return None,
        };
        (passes(sample) != wanted).then(|| format!("{}: {:?}", sample.at, standing(sample)))
    }));
}
