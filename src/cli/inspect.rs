//! `congvu inspect`: a dry run on stored mails up to the verdict. It stores and
//! sends nothing, and each mail is judged as if it were the unit's first.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde::Serialize;

use super::{Ending, Outcome, Place, desk, print::say, say_json};
use crate::{
    address::Address,
    campaign::Campaign,
    dossier::Dossier,
    edge::{clock, dns::Resolver, files},
    flow::examining::Examiner,
    report::Line,
    verdict::{
        decide::{self, Decision},
        judgement::Judgement,
        reason::Reason,
    },
    words::{commands, files as fates, pieces, reasons, size, times},
};

/// Arguments of `inspect`.
#[derive(Args)]
pub(super) struct Inspect {
    /// Tệp .eml
    #[arg(required = true, value_name = "FILE.eml")]
    files: Vec<PathBuf>,
    /// In JSON, mỗi thư một dòng
    #[arg(long)]
    json: bool,
    /// Xét như thể bây giờ là lúc này
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_of: Option<Timestamp>,
    /// Lúc máy chủ nhận thư (INTERNALDATE)
    #[arg(long, value_name = "TIME", value_parser = moment)]
    received: Option<Timestamp>,
    /// Bản ghi TXT để kiểm tra chữ ký mà không hỏi DNS
    #[arg(long, value_name = "FILE")]
    dns: Option<PathBuf>,
}

/// A moment as people type it: with an offset (`2015-12-12T23:59:59+07:00`), or
/// a day and hour, or a day, of the office's clock.
pub(super) fn moment(written: &str) -> Result<Timestamp, String> {
    let civil = || {
        let at: DateTime = written.replace(' ', "T").parse().ok()?;
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").ok()?;
        Some(at.to_zoned(zone).ok()?.timestamp())
    };
    let moment = written.parse().ok().or_else(civil);
    moment.ok_or_else(|| "2015-12-12T23:59:59+07:00 | 2015-12-12 23:59:59 | 2015-12-12".to_owned())
}

/// One line of `inspect --json`: a stable interface.
#[derive(Serialize)]
struct Inspected<'i> {
    file: String,
    verdict: &'static str,
    reply: &'static str,
    reasons: Vec<&'static str>,
    unit: Option<&'i str>,
    from: Option<&'i Address>,
    proof: &'static str,
    findings: Vec<Line>,
}

pub(super) async fn run(place: &Place, inspect: Inspect) -> Outcome {
    let config = files::config(&place.config).map_err(Ending::Complaints)?;
    let resolver = match &inspect.dns {
        Some(file) => Resolver::Fixed(files::answers(file).map_err(Ending::Complaints)?),
        None => Resolver::new(&config.dns).map_err(anyhow::Error::msg)?,
    };
    let examiner = desk::examiner(&config, resolver)?;
    for file in &inspect.files {
        let judgement = judge(&examiner, &inspect, file).await?;
        if inspect.json {
            say_json(&line(place, file, &judgement))?;
        } else {
            print(place, &examiner.campaign, file, &judgement);
        }
    }
    Ok(())
}

async fn judge(examiner: &Examiner, inspect: &Inspect, file: &Path) -> Result<Judgement, Ending> {
    let gathered = examiner.examine(fs::read(file)?).await;
    let now = inspect.as_of.unwrap_or_else(clock::now);
    let received_at = inspect.received.or(gathered.evidence.hop_at).unwrap_or(now);
    // There is no later: what is still unanswered goes to a person.
    let rules = examiner.rules(true);
    match decide::decide(gathered.case(received_at), rules, &Dossier::default()) {
        Decision::Settle(judgement) => Ok(*judgement),
        Decision::Wait(what) => Err(Ending::Failed(anyhow::anyhow!("no answer: {what}"))),
    }
}

fn line<'i>(place: &Place, file: &Path, judgement: &'i Judgement) -> Inspected<'i> {
    Inspected {
        file: file.display().to_string(),
        verdict: judgement.verdict.as_str(),
        reply: judgement.reply.in_interface(),
        reasons: judgement
            .reasons
            .iter()
            .chain(&judgement.notes)
            .map(Reason::code)
            .collect(),
        unit: judgement.unit.as_deref(),
        from: judgement.from.as_ref(),
        proof: judgement.proof.map_or("none", |proof| proof.as_str()),
        findings: judgement
            .findings
            .iter()
            .map(|finding| Line::of(place.lang, finding))
            .collect(),
    }
}

fn print(place: &Place, campaign: &Campaign, file: &Path, judgement: &Judgement) {
    let lang = place.lang;
    say(&format!(
        "{}: {}",
        file.display(),
        commands::verdict(lang, judgement.verdict).to_uppercase()
    ));
    let from = judgement.from.as_ref().map_or("?", |from| from.as_str());
    let proof = judgement.proof.map_or("–", |proof| proof.as_str());
    say(&format!(
        "  {from} → {} ({proof})",
        judgement.unit.as_deref().unwrap_or("–")
    ));
    let at = times::moment(lang, judgement.moment, &campaign.zone);
    say(&format!(
        "  {at} → {}",
        pieces::punctuality(lang, judgement.punctuality)
    ));
    for part in &judgement.files {
        say(&format!(
            "  {} ({}) – {} – SHA-256 {}",
            part.name,
            size(lang, part.size),
            fates::fate(lang, part),
            part.digest
        ));
    }
    let window = judgement
        .unit
        .as_deref()
        .map_or(campaign.window, |unit| campaign.window_of(unit));
    for why in &judgement.reasons {
        let text = reasons::reason(lang, why, pieces::setting(campaign, window));
        say(&format!("  - {} {} [{}]", text.what, text.fix, why.code()));
    }
    for note in &judgement.notes {
        let text = reasons::reason(lang, note, pieces::setting(campaign, window));
        let told = [text.what, text.fix].join(" ");
        say(&format!("  ~ {} [{}]", told.trim_end(), note.code()));
    }
    for finding in &judgement.findings {
        let told = Line::of(lang, finding);
        say(&format!(
            "  * {} {}: {} | {} | {} [{}]",
            told.sheet, told.cell, told.found, told.expected, told.fix, told.code
        ));
    }
    say(&format!(
        "  {}: {}",
        commands::head(lang, "reply"),
        judgement.reply.in_interface()
    ));
}
