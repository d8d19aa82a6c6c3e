//! From a kept mail to a settled one.
//!
//! Examining a mail (opening it, asking name servers, reading its workbook)
//! is done for several at once; deciding is done one after the other inside
//! the transaction that writes the decision, because a decision depends on
//! what the unit has in force. Mails that are ready together are committed
//! together; letters are sent only after that commit.

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use serde_json::json;

use crate::{
    backoff::{self, Next},
    digest::Digest,
    dossier::{Dossier, Version},
    edge::{
        clock, dns,
        store::{
            Actor, MailId, NewAttachment, NewLetter, NewSettlement, NewSubmission, Result,
            StoreError, Tx, Unsettled,
        },
    },
    flow::Desk,
    letter::{self, Envelope},
    mail::Mail,
    sender::{Evidence, signature},
    unit::Unit,
    verdict::{
        Reply, Verdict,
        decide::{self, Case, Decision, Opened},
        files::{self, Choice},
        judgement::{File, Judgement},
        reason::Reason,
    },
    words::letters::Occasion,
};

/// Most mails of one commit: enough to share a disk flush, few enough that the
/// first does not wait for the last.
const GROUP: usize = 25;
/// Tries after which a mail is no longer opened: it may be what stops us.
const POISON: i64 = 12;

/// A mail, examined and not decided.
pub struct Examined {
    id: MailId,
    digest: Digest,
    received_at: Timestamp,
    attempts: i64,
    mail: Mail,
    evidence: Evidence,
    files: Vec<File>,
    choice: Choice,
    opened: Opened,
}

/// Settles every mail that is due, and says how many.
///
/// # Errors
/// When the ledger does not answer.
pub async fn drain(desk: &Desk) -> Result<usize> {
    let mut settled = 0;
    loop {
        let due = desk.store.unsettled(clock::now(), 200).await?;
        if due.is_empty() {
            return Ok(settled);
        }
        count_old_tries(desk, &due).await?;
        let abreast = desk.readers.size() + 1;
        let groups = stream::iter(due)
            .map(|mail| examine(desk, mail))
            .buffered(abreast)
            .ready_chunks(GROUP)
            .map(|group| group.into_iter().collect::<Result<Vec<_>>>());
        let mut groups = std::pin::pin!(groups);
        while let Some(group) = groups.try_next().await? {
            settled += settle(desk, group).await?;
        }
    }
}

/// Notes a try for mails that were tried before: a mail that ends our process
/// each time must not do so for ever. A first try costs no write.
async fn count_old_tries(desk: &Desk, due: &[Unsettled]) -> Result<()> {
    let now = clock::now();
    let old: Vec<&Unsettled> = due
        .iter()
        .filter(|mail| mail.attempts > 0 || now.duration_since(mail.kept_at).as_secs() > 60)
        .collect();
    if old.is_empty() {
        return Ok(());
    }
    let mut tx = desk.store.begin(&Actor::System, now).await?;
    for mail in old {
        tx.begin_attempt(mail.mail).await?;
    }
    tx.commit().await
}

/// Opens a mail and gathers what the decision rests on.
///
/// # Errors
/// When the ledger does not answer.
pub async fn examine(desk: &Desk, unsettled: Unsettled) -> Result<Examined> {
    let raw = desk.store.raw(unsettled.mail).await?;
    let mail = Mail::open(&raw);
    let mut evidence = Evidence::of_header(&mail.header, &desk.policy);
    let (files, choice) = files::choose(&mail.parts.attachments, &desk.limits);
    let mut opened = Opened::Unopened;
    if unsettled.attempts < POISON {
        evidence = ask(desk, &mail, &raw, evidence).await;
        if let Some(unit) = decide::unit_of(&mail, desk.rules(false)) {
            opened = open(desk, &mail, &choice, unit).await;
        }
    }
    Ok(Examined {
        id: unsettled.mail,
        digest: unsettled.digest,
        received_at: unsettled.received_at,
        attempts: unsettled.attempts,
        // The files' bytes are in the raw mail; what waits here need not hold them.
        mail: mail.without_bytes(),
        evidence,
        files,
        choice,
        opened,
    })
}

/// Checks signatures, unless a login has already proved the sender.
pub async fn ask(desk: &Desk, mail: &Mail, raw: &[u8], mut evidence: Evidence) -> Evidence {
    let from = mail.header.from();
    let known = from.is_some() && evidence.login == from;
    let names = signature::key_names(&mail.header);
    if known || names.is_empty() || !mail.header.lints.is_empty() {
        return evidence;
    }
    evidence.answers = desk.resolver.ask(&names).await;
    evidence.signatures = dns::check_signatures(raw, &evidence.answers).await;
    evidence
}

/// Reads the workbook of a unit's mail.
pub async fn open(desk: &Desk, mail: &Mail, choice: &Choice, unit: &Unit) -> Opened {
    let Choice::One(at) = choice else {
        return Opened::Unopened;
    };
    let Some(attachment) = mail.parts.attachments.get(*at) else {
        return Opened::Unopened;
    };
    match desk.readers.read(attachment.bytes.clone()).await {
        Ok(workbook) => match desk.campaign.read(unit, &workbook) {
            Some((form, reading)) => Opened::Read {
                form: form.id.clone(),
                figures: reading.figures,
                findings: reading.findings,
            },
            None => Opened::Unopened,
        },
        Err(refusal) => Opened::Refused(refusal),
    }
}

/// Decides a group and writes it in one commit. When that fails for a group,
/// each mail is written alone, so that one cannot hold up the others.
async fn settle(desk: &Desk, group: Vec<Examined>) -> Result<usize> {
    let count = group.len();
    match write(desk, &group).await {
        Ok(()) => {}
        Err(error) if count == 1 => put_off(desk, &group[0], &error).await?,
        Err(_) => {
            for examined in group {
                if let Err(error) = write(desk, std::slice::from_ref(&examined)).await {
                    put_off(desk, &examined, &error).await?;
                }
            }
        }
    }
    desk.bells.owed.notify_one();
    desk.bells.settled.notify_one();
    Ok(count)
}

async fn put_off(desk: &Desk, examined: &Examined, error: &StoreError) -> Result<()> {
    tracing::error!(mail = %examined.id, %error, "a mail could not be settled and is put off");
    let now = clock::now();
    let mut tx = desk.store.begin(&Actor::System, now).await?;
    wait(&mut tx, examined, "store", now).await?;
    tx.commit().await
}

async fn write(desk: &Desk, group: &[Examined]) -> Result<()> {
    let now = clock::now();
    let mut tx = desk.store.begin(&Actor::System, now).await?;
    let mut said = Vec::new();
    for examined in group {
        let last_try = backoff::judging(examined.attempts + 1, now) == Next::GiveUp;
        let (dossier, before) = dossier(desk, &mut tx, examined).await?;
        let case = Case {
            mail: &examined.mail,
            received_at: examined.received_at,
            evidence: examined.evidence.clone(),
            files: examined.files.clone(),
            choice: examined.choice.clone(),
            opened: examined.opened.clone(),
        };
        match decide::decide(case, desk.rules(last_try), &dossier) {
            Decision::Wait(what) => wait(&mut tx, examined, what, now).await?,
            Decision::Settle(mut judgement) => {
                if examined.attempts >= POISON {
                    *judgement = unjudged(*judgement);
                }
                record(
                    desk,
                    &mut tx,
                    examined,
                    &judgement,
                    (&dossier, before.as_ref()),
                    now,
                )
                .await?;
                said.push((examined.id, judgement.verdict));
            }
        }
    }
    tx.commit().await?;
    for (mail, verdict) in said {
        tracing::info!(%mail, verdict = verdict.as_str(), "settled");
    }
    Ok(())
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

async fn wait(tx: &mut Tx, examined: &Examined, what: &str, now: Timestamp) -> Result<()> {
    let attempt = tx.begin_attempt(examined.id).await?;
    let due = match backoff::judging(attempt, now) {
        Next::Again(at) => at,
        Next::GiveUp => now,
    };
    tx.defer(examined.id, due, what).await
}

/// What the unit has so far, and which version is in force.
async fn dossier(
    desk: &Desk,
    tx: &mut Tx,
    examined: &Examined,
) -> Result<(Dossier, Option<Version>)> {
    let from = examined.mail.header.from();
    let unit = from.and_then(|from| desk.campaign.registry.by_mailbox(&from).cloned());
    let Some(unit) = unit else {
        return Ok((Dossier::default(), None));
    };
    let submissions = tx.submissions(&desk.campaign.id, &unit.code).await?;
    let window = desk.campaign.window;
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
    let dossier = Dossier {
        versions,
        turned_down,
    };
    let before = dossier.in_force().cloned();
    Ok((dossier, before))
}

/// Writes a decision with all that follows from it.
async fn record(
    desk: &Desk,
    tx: &mut Tx,
    examined: &Examined,
    judgement: &Judgement,
    (dossier, before): (&Dossier, Option<&Version>),
    now: Timestamp,
) -> Result<()> {
    let campaign = &desk.campaign;
    let unit = judgement
        .unit
        .as_deref()
        .and_then(|code| campaign.registry.by_code(code));
    let answerable = matches!(
        judgement.verdict,
        Verdict::Accepted | Verdict::Rejected | Verdict::Duplicate
    );
    let number = if unit.is_some() && answerable {
        let next = tx.next_number(&campaign.number_prefix).await?;
        Some(format!("{}-{next:04}", campaign.number_prefix))
    } else {
        None
    };
    let codes: Vec<&str> = judgement.reasons.iter().map(Reason::code).collect();
    let stored =
        serde_json::to_value(judgement).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    tx.settle(&NewSettlement {
        mail: examined.id,
        revision: 1,
        verdict: judgement.verdict,
        reply: judgement.reply.as_str(),
        unit: judgement.unit.as_deref(),
        number: number.as_deref(),
        sender: judgement.from.as_ref(),
        subject: &examined.mail.parts.subject,
        proof: judgement.proof.map_or("none", |proof| proof.as_str()),
        moment: judgement.moment,
        reasons: &codes,
        judgement: &stored,
    })
    .await?;
    for (n, file) in (0..).zip(&judgement.files) {
        tx.attach(&NewAttachment {
            mail: examined.id,
            n,
            name: &file.name,
            media_type: &file.media_type,
            size: file.size,
            digest: file.digest,
            fate: file.fate.as_str(),
        })
        .await?;
    }
    let version = submission(desk, tx, examined, judgement, number.as_deref()).await?;
    let mut after = dossier.clone();
    after.versions.extend(version.clone());
    let occasion = Occasion {
        judgement,
        campaign,
        unit,
        number: number.as_deref().unwrap_or_default(),
        version: version
            .as_ref()
            .filter(|version| version.counts)
            .map(|version| version.version),
        in_force: after.in_force(),
        before,
    };
    owe(desk, tx, examined, &occasion, now).await
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
    tx.add_submission(&NewSubmission {
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
    })
    .await?;
    Ok(Some(Version {
        version: u32::try_from(version).unwrap_or(u32::MAX),
        number: number.to_owned(),
        moment: judgement.moment,
        counts: judgement.punctuality.counts(),
        workbook: report.workbook,
    }))
}

async fn owe(
    desk: &Desk,
    tx: &mut Tx,
    examined: &Examined,
    occasion: &Occasion<'_>,
    now: Timestamp,
) -> Result<()> {
    let envelope = Envelope {
        own: desk.own(),
        header: &examined.mail.header,
        mail: examined.digest,
        revision: 1,
        at: now,
    };
    let letter = letter::compose(desk.lang, &envelope, occasion)
        .map_err(|error| StoreError::Corrupt(format!("a letter could not be written: {error}")))?;
    let Some(letter) = letter else { return Ok(()) };
    tx.owe(&NewLetter {
        key: &letter.key,
        mail: Some(examined.id),
        kind: letter.kind.as_str(),
        recipient: &letter.to,
        message_id: &letter.message_id,
        subject: &letter.subject,
        bytes: &letter.bytes,
        due_at: now,
    })
    .await?;
    Ok(())
}
