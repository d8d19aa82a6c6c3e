//! Deciding, and writing the decision with all that follows from it: one
//! commit for verdict, files, report version, number, audit and owed letter.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;

use crate::{
    backoff,
    digest::Digest,
    dossier::{self, Dossier, Earlier, Version},
    edge::store::{
        Actor, MailId, NewAttachment, NewExplanation, NewSettlement, NewSubmission, Result,
        StoreError, Tx,
    },
    explanation::Token,
    flow::{
        Desk,
        answering::{self, Permit},
        judging::Examined,
        returning,
    },
    sender::layout::Layout,
    unit::Unit,
    verdict::{
        Reply, Verdict,
        decide::{self, Decision},
        judgement::{File, Judgement},
        limits::Alarm,
        reason::Reason,
    },
    words::letters::Occasion,
};

/// Decides a group and writes it in one commit. When that fails for a group,
/// each mail is written alone, so that one cannot hold up the others.
pub(super) async fn settle(desk: &Desk, group: Vec<Examined>, now: Timestamp) -> Result<usize> {
    let count = group.len();
    match write(desk, &group, now).await {
        Ok(()) => {}
        Err(error) if count == 1 => put_off(desk, &group[0], &error, now).await?,
        Err(_) => {
            for examined in group {
                if let Err(error) = write(desk, std::slice::from_ref(&examined), now).await {
                    put_off(desk, &examined, &error, now).await?;
                }
            }
        }
    }
    desk.bells.owed.notify_one();
    desk.bells.settled.notify_one();
    Ok(count)
}

async fn put_off(
    desk: &Desk,
    examined: &Examined,
    error: &StoreError,
    now: Timestamp,
) -> Result<()> {
    tracing::error!(mail = %examined.id, %error, "a mail could not be settled and is put off");
    if examined.counted {
        return Ok(());
    }
    let mut tx = desk.store.begin(&Actor::System, now).await?;
    wait(&mut tx, examined.id, "store", now).await?;
    tx.commit().await
}

async fn write(desk: &Desk, group: &[Examined], now: Timestamp) -> Result<()> {
    let mut tx = desk.store.begin(&Actor::System, now).await?;
    let (mut said, mut alarms) = (Vec::new(), Vec::new());
    let mut layouts = BTreeMap::new();
    for examined in group {
        let last_try = examined.attempts + 1 >= backoff::JUDGING_TRIES;
        let dossier = dossier(desk, &mut tx, examined).await?;
        let case = examined.gathered.case(examined.received_at);
        let rules = desk.examiner.rules(last_try);
        match decide::decide(case, rules, &dossier) {
            Decision::Wait(_) if examined.counted => (),
            Decision::Wait(what) => wait(&mut tx, examined.id, what, now).await?,
            Decision::Settle(mut judgement) => {
                if examined.attempts >= backoff::JUDGING_TRIES {
                    *judgement = unjudged(*judgement);
                }
                let alarm = act(desk, &mut tx, examined, &mut judgement, &dossier, now).await?;
                alarms.extend(alarm);
                said.push((examined.id, judgement.verdict));
                if let Some(layout) = layout_of(desk, examined) {
                    *layouts.entry(layout.to_string()).or_insert(0) += 1;
                }
            }
        }
    }
    tx.saw_layouts(&layouts).await?;
    let mut stopped = None;
    for alarm in alarms {
        stopped = tx.stop_sending(alarm).await?.then_some(alarm).or(stopped);
    }
    tx.commit().await?;
    for (mail, verdict) in said {
        tracing::info!(%mail, verdict = verdict.as_str(), "settled");
    }
    if let Some(why) = stopped {
        tracing::error!(why = why.as_str(), "letters are stopped");
    }
    Ok(())
}

/// Carries a decision out. It may be a reason to stop all sending.
async fn act(
    desk: &Desk,
    tx: &mut Tx,
    examined: &Examined,
    judgement: &mut Judgement,
    dossier: &Dossier,
    now: Timestamp,
) -> Result<Option<Alarm>> {
    let code = judgement.unit.as_deref();
    let unit = code.and_then(|code| desk.campaign.registry.by_code(code));
    let (permit, crowd) = answering::permit(desk, tx, judgement, unit, now).await?;
    record(
        desk,
        tx,
        examined,
        (judgement, unit),
        permit.as_ref(),
        dossier,
        now,
    )
    .await?;
    file_explanation(desk, tx, examined.id, judgement).await?;
    let round = returning::note(tx, examined, judgement, now).await?;
    Ok(crowd.or(round))
}

/// Files what a unit explained, for the council.
async fn file_explanation(
    desk: &Desk,
    tx: &mut Tx,
    mail: MailId,
    judgement: &Judgement,
) -> Result<()> {
    let (Some(unit), [Reason::Explanation(late)]) = (&judgement.unit, &*judgement.reasons) else {
        return Ok(());
    };
    tx.add_explanation(&NewExplanation {
        campaign: &desk.campaign.id,
        unit,
        mail,
        moment: judgement.moment,
        late: late.is_some(),
    })
    .await
}

/// How our servers marked it.
fn layout_of(desk: &Desk, examined: &Examined) -> Option<Layout> {
    let own_hosts = &desk.examiner.policy.own_hosts;
    Layout::of(&examined.gathered.mail.header, own_hosts)
}

fn unjudged(judgement: Judgement) -> Judgement {
    Judgement {
        verdict: Verdict::Held,
        reply: Reply::None,
        reasons: vec![Reason::Unjudged],
        report: None,
        ..judgement
    }
}

/// Notes a try and puts the mail off. One that another process has settled
/// meanwhile is done, and nothing is written.
pub(super) async fn wait(tx: &mut Tx, mail: MailId, what: &str, now: Timestamp) -> Result<()> {
    let attempt = match tx.begin_attempt(mail).await {
        Err(StoreError::Conflict(_)) => return Ok(()),
        attempt => attempt?,
    };
    tx.defer(mail, backoff::judging(attempt, now), what).await
}

/// What the unit has so far.
async fn dossier(desk: &Desk, tx: &mut Tx, examined: &Examined) -> Result<Dossier> {
    let from = examined.gathered.mail.header.from();
    let unit = from.and_then(|from| desk.campaign.registry.by_mailbox(&from));
    let Some(unit) = unit else {
        return Ok(Dossier::default());
    };
    // It locks the unit, so it comes first.
    let submissions = tx.versions(&desk.campaign.id, &unit.code).await?;
    let earlier = earlier(tx, examined, unit).await?;
    let window = desk.campaign.window_of(&unit.code);
    let turned_down = !window.cure.is_zero()
        && tx
            .turned_down(&unit.code, window.opens, window.closes)
            .await?;
    let versions = submissions
        .into_iter()
        .map(|submission| Version {
            version: u32::try_from(submission.version).unwrap_or(u32::MAX),
            number: submission.number,
            moment: submission.moment,
            counts: submission.punctuality != "late",
            workbook: submission.workbook,
        })
        .collect();
    let explaining = match Token::find(&examined.gathered.mail.parts.subject) {
        Some(token) => tx.explaining(&desk.campaign.id, &unit.code, &token).await?,
        None => None,
    };
    Ok(Dossier {
        versions,
        earlier,
        turned_down,
        explaining,
    })
}

/// The mail of the unit that this one may be a copy of.
async fn earlier(tx: &mut Tx, examined: &Examined, unit: &Unit) -> Result<Option<Earlier>> {
    let names = dossier::identities(&examined.gathered.mail.header);
    let came = tx.namesakes(examined.id, &unit.code, &names).await?;
    let files = examined.gathered.files.iter().map(|file| file.digest);
    let comes: Vec<Digest> = files.collect();
    Ok(Earlier::among(&came, comes))
}

/// Writes a decision with all that follows from it.
async fn record(
    desk: &Desk,
    tx: &mut Tx,
    examined: &Examined,
    (judgement, unit): (&Judgement, Option<&Unit>),
    permit: Option<&Permit>,
    dossier: &Dossier,
    now: Timestamp,
) -> Result<()> {
    let campaign = &desk.campaign;
    let number = number(desk, tx, judgement).await?;
    let codes: Vec<&str> = judgement.reasons.iter().map(Reason::code).collect();
    let stored =
        serde_json::to_value(judgement).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let files: Vec<NewAttachment> = judgement.files.iter().map(attached).collect();
    tx.settle(&NewSettlement {
        mail: examined.id,
        revision: 1,
        verdict: judgement.verdict,
        reply: judgement.reply.as_str(),
        unit: judgement.unit.as_deref(),
        number: number.as_deref(),
        sender: judgement.from.as_ref(),
        subject: &examined.gathered.mail.parts.subject,
        proof: judgement.proof.map_or("none", |proof| proof.as_str()),
        moment: judgement.moment,
        reasons: &codes,
        judgement: &stored,
        files: &files,
    })
    .await?;
    let version = submission(desk, tx, examined, judgement, number.as_deref()).await?;
    let mut after = dossier.clone();
    after.versions.extend(version.clone());
    let occasion = Occasion {
        judgement,
        campaign,
        now,
        unit,
        number: number.as_deref().unwrap_or_default(),
        version: version
            .as_ref()
            .filter(|version| version.counts)
            .map(|version| version.version),
        in_force: after.in_force(),
        before: dossier.in_force(),
        enclosure: examined.gathered.enclosure.as_ref(),
    };
    if unit.is_some() && judgement.proof.is_some() {
        let names = dossier::identities(&examined.gathered.mail.header);
        tx.identify(examined.id, &names).await?;
    }
    match permit {
        Some(permit) => answering::owe(desk, tx, examined, &occasion, permit).await,
        None => Ok(()),
    }
}

/// The registration number of a mail of a unit that was decided on its content.
/// A copy has that of the mail it repeats.
async fn number(desk: &Desk, tx: &mut Tx, judgement: &Judgement) -> Result<Option<String>> {
    let decided = matches!(
        judgement.verdict,
        Verdict::Accepted | Verdict::Rejected | Verdict::Duplicate
    );
    let copy = matches!(judgement.reasons.as_slice(), [Reason::Copy(_)]);
    if judgement.unit.is_none() || !decided || copy {
        return Ok(None);
    }
    let prefix = &desk.campaign.number_prefix;
    let next = tx.next_number(prefix).await?;
    Ok(Some(format!("{prefix}-{next:04}")))
}

fn attached(file: &File) -> NewAttachment<'_> {
    NewAttachment {
        name: &file.name,
        media_type: &file.media_type,
        size: file.size,
        digest: file.digest,
        fate: file.fate.as_str(),
    }
}

/// Writes the report: accepted, or late and left to the council.
async fn submission(
    desk: &Desk,
    tx: &mut Tx,
    examined: &Examined,
    judgement: &Judgement,
    number: Option<&str>,
) -> Result<Option<Version>> {
    let late_only = matches!(judgement.reasons.as_slice(), [Reason::Late(_)]);
    let stands = judgement.verdict == Verdict::Accepted
        || (judgement.verdict == Verdict::Rejected && late_only);
    let (Some(report), Some(unit), Some(number)) = (&judgement.report, &judgement.unit, number)
    else {
        return Ok(None);
    };
    if !stands {
        return Ok(None);
    }
    let version = tx.next_version(&desk.campaign.id, unit).await?;
    let findings = json!(judgement.findings);
    let new = NewSubmission {
        campaign: &desk.campaign.id,
        unit,
        mail: examined.id,
        number,
        version,
        form: &report.form,
        workbook: report.workbook,
        file_name: &report.file_name,
        figures: &report.figures,
        moment: judgement.moment,
        punctuality: judgement.punctuality.as_str(),
        findings: &findings,
    };
    let id = tx.add_submission(&new).await?;
    if let Some(header) = &examined.gathered.header {
        let document = header.document.as_deref().unwrap_or_default();
        tx.name_document(id, document, header.dated).await?;
    }
    Ok(Some(Version {
        version: u32::try_from(version).unwrap_or(u32::MAX),
        number: number.to_owned(),
        moment: judgement.moment,
        counts: judgement.punctuality.counts(),
        workbook: report.workbook,
    }))
}
