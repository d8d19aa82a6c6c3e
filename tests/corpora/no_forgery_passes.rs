//! The published forgeries (Chen et al. 2020, espoofer): none is proven to come
//! from the unit it names.

use congvu::{
    mail::Mail,
    sender::{self, Evidence, Policy, Proof, Standing},
};

use crate::{Sample, check, samples, victim};

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

/// As much as can be proven without asking a name server.
fn standing(sample: &Sample) -> Standing {
    let policy = Policy {
        authserv_id: None,
        own_hosts: vec!["mx.tiepnhan.example".to_owned()],
        accept: vec![Proof::Sasl, Proof::Dkim],
    };
    let header = Mail::open(&sample.raw).header;
    let evidence = Evidence::of_header(&header, &policy);
    sender::prove(&victim(), &header, &evidence, &policy)
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
    let delivered = samples("espoofer/delivered").into_iter();
    check(
        delivered
            .chain(samples("espoofer/real-postfix-A"))
            .filter(|sample| !sample.at.starts_with("control_real"))
            .filter(|sample| matches!(standing(sample), Standing::Proven(_)))
            .map(|sample| format!("{} is proven", sample.at)),
    );
}

#[test]
fn the_real_mail_among_them_keeps_its_sender() {
    let mut real = samples("espoofer/real-postfix-A").into_iter();
    let real = real.find(|sample| sample.at == "control_real.eml");
    check(
        real.filter(|sample| !names_the_victim(sample))
            .map(|sample| sample.at),
    );
}

#[test]
fn of_the_made_up_forgeries_none_is_proven_and_every_honest_header_is_read() {
    let manifest = samples("generated/spoof")
        .into_iter()
        .find(|sample| sample.at == "manifest.tsv")
        .map(|sample| String::from_utf8(sample.raw).unwrap())
        .unwrap_or_default();
    let control = |at: &str| {
        manifest.lines().any(|line| {
            let mut cells = line.split('\t');
            cells.next() == at.strip_suffix(".eml") && cells.next() == Some("control")
        })
    };
    check(
        samples("generated/spoof")
            .iter()
            .filter(|sample| sample.at.ends_with(".eml"))
            .filter_map(|sample| {
                if control(&sample.at) {
                    let lints = Mail::open(&sample.raw).header.lints;
                    return (!lints.is_empty()).then(|| format!("{}: {lints:?}", sample.at));
                }
                let proven = matches!(standing(sample), Standing::Proven(_));
                (proven && names_the_victim(sample)).then(|| format!("{} is proven", sample.at))
            }),
    );
}
