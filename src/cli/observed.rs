//! What `congvu mail` found, as lines for a person and as JSON.

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::{
    address::Address,
    edge::store::LayoutRow,
    sender::{
        calibration::{Calibration, Fact, Judged, Kind, Observed, Why},
        signature::Outcome,
    },
    words::{Lang, calibration as words, times},
};

/// `mail calibrate --json`: one object.
#[derive(Serialize)]
pub(super) struct Told<'c> {
    mails: Vec<Mail<'c>>,
    missing: &'c [Kind],
    refused: &'c [Kind],
    facts: Vec<Fact>,
    proofs: Vec<Proof<'c>>,
    unproven: Vec<Kind>,
    asks: Vec<&'static str>,
    settings: Settings<'c>,
    toml: String,
}

#[derive(Serialize)]
struct Mail<'c> {
    kind: Kind,
    fits: bool,
    folder: &'c str,
    received: String,
    size: u64,
    from: Option<&'c Address>,
    envelope: Option<&'c Address>,
    host: Option<&'c str>,
    login: Option<&'c Address>,
    layout: Option<String>,
    results: Vec<String>,
    signatures: Vec<String>,
    proven_by: Vec<&'static str>,
}

#[derive(Serialize)]
struct Proof<'c> {
    proof: &'static str,
    accept: bool,
    covers: &'c [Kind],
    why: &'c [Why],
}

#[derive(Serialize)]
struct Settings<'c> {
    own_hosts: &'c [String],
    authserv_id: Option<&'c str>,
    accept: Vec<&'static str>,
}

impl<'c> Told<'c> {
    pub(super) fn of(learned: &'c Calibration) -> Self {
        let settings = &learned.settings;
        Self {
            mails: learned.mails.iter().map(|it| mail(learned, it)).collect(),
            missing: &learned.missing,
            refused: &learned.refused,
            facts: learned.facts(),
            proofs: learned.proofs.iter().map(proof).collect(),
            unproven: learned.unproven(),
            asks: learned.asks().iter().map(|ask| ask.as_str()).collect(),
            settings: Settings {
                own_hosts: &settings.own_hosts,
                authserv_id: settings.authserv_id.as_deref(),
                accept: settings.accept.iter().map(|it| it.as_str()).collect(),
            },
            toml: settings.to_string(),
        }
    }
}

fn mail<'c>(learned: &Calibration, seen: &'c Observed) -> Mail<'c> {
    let evidence = &seen.evidence;
    Mail {
        kind: seen.sample.kind,
        fits: seen.fits,
        folder: &seen.sample.folder,
        received: seen.sample.received_at.to_string(),
        size: seen.sample.size,
        from: seen.from.as_ref(),
        envelope: evidence.envelope.as_ref(),
        host: evidence.hop.as_deref(),
        login: evidence.login.as_ref(),
        layout: seen.layout.as_ref().map(ToString::to_string),
        results: results(seen),
        signatures: signatures(seen),
        proven_by: proven_by(learned, seen),
    }
}

fn proof(judged: &Judged) -> Proof<'_> {
    Proof {
        proof: judged.proof.as_str(),
        accept: judged.accept,
        covers: &judged.covers,
        why: &judged.why,
    }
}

fn proven_by(learned: &Calibration, seen: &Observed) -> Vec<&'static str> {
    let proofs = learned.proven_by(seen);
    proofs.into_iter().map(|proof| proof.as_str()).collect()
}

fn results(seen: &Observed) -> Vec<String> {
    let run = &seen.evidence.run;
    let mut said: Vec<String> = run
        .results
        .iter()
        .map(|it| format!("{}={}", it.method, it.result))
        .collect();
    said.extend(run.void.as_ref().map(|why| format!("void: {why:?}")));
    said
}

fn signatures(seen: &Observed) -> Vec<String> {
    let signatures = seen.evidence.signatures.iter();
    let told = |outcome: &Outcome| match outcome {
        Outcome::Pass => "pass".to_owned(),
        Outcome::Fail(why) => format!("fail: {why}"),
        Outcome::Unanswered => "unanswered".to_owned(),
    };
    signatures
        .map(|it| format!("d={} s={} {}", it.domain, it.selector, told(&it.outcome)))
        .collect()
}

/// The mails and what each of them shows.
pub(super) fn lines(lang: Lang, learned: &Calibration) -> Vec<String> {
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap_or(TimeZone::UTC);
    let dash = |text: Option<&str>| text.unwrap_or("–").to_owned();
    let list = |texts: Vec<String>| {
        let texts = texts.join(", ");
        dash(Some(texts.as_str()).filter(|texts| !texts.is_empty()))
    };
    let mut lines = Vec::new();
    for seen in &learned.mails {
        let evidence = &seen.evidence;
        let address = |it: Option<&Address>| dash(it.map(Address::as_str));
        lines.push(format!(
            "  [calib:{}] {} – {}",
            seen.sample.kind.as_str(),
            times::short(seen.sample.received_at, &zone),
            seen.sample.folder
        ));
        let proven = proven_by(learned, seen);
        let rows = [
            (words::Label::From, address(seen.from.as_ref())),
            (words::Label::Envelope, address(evidence.envelope.as_ref())),
            (words::Label::Host, dash(evidence.hop.as_deref())),
            (words::Label::Login, address(evidence.login.as_ref())),
            (words::Label::Results, list(results(seen))),
            (words::Label::Signatures, list(signatures(seen))),
            (
                words::Label::Proven,
                list(proven.iter().map(|it| (*it).to_owned()).collect()),
            ),
        ];
        for (label, value) in rows {
            lines.push(format!("      {}: {value}", words::label(lang, label)));
        }
    }
    lines
}

/// A proof, whether to accept it, and why.
pub(super) fn judged(lang: Lang, judged: &Judged) -> Vec<String> {
    let mut lines = vec![format!(
        "  {} – {}: {}",
        judged.proof.as_str(),
        words::recommended(lang, judged.accept),
        words::proof(lang, judged.proof)
    )];
    let covers = (!judged.covers.is_empty()).then(|| words::covers(lang, &judged.covers));
    let outside = judged.accept && !judged.covers.iter().any(|kind| kind.is_internal());
    let outside = outside.then(|| words::only_outside(lang).to_owned());
    let why = judged.why.iter().map(|why| words::why(lang, *why));
    lines.extend(
        covers
            .into_iter()
            .chain(outside)
            .chain(why)
            .map(|it| format!("      {it}")),
    );
    lines
}

/// The settings, ready for the configuration.
pub(super) fn settings(lang: Lang, learned: &Calibration) -> String {
    let mut text = learned.settings.to_string();
    if learned.settings.accept.is_empty() {
        text.push_str(words::accepts_nothing(lang));
    }
    text
}

/// A line of `mail layouts --json`.
#[derive(Serialize)]
pub(super) struct Row<'r> {
    id: i64,
    layout: &'r str,
    mails: i64,
    first_seen: String,
    last_seen: String,
    alarm: Option<&'static str>,
    confirmed: bool,
}

impl<'r> Row<'r> {
    pub(super) fn of(row: &'r LayoutRow) -> Self {
        Self {
            id: row.id,
            layout: &row.key,
            mails: row.mails,
            first_seen: row.first_seen.to_string(),
            last_seen: row.last_seen.to_string(),
            alarm: row.alarm().map(|alarm| alarm.as_str()),
            confirmed: row.is_confirmed(),
        }
    }
}
