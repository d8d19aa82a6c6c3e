//! Writing a decision with all that follows from it: the report version it
//! makes, its number, the letter that is owed; the first one on a mail, and every
//! later one that replaces it.

use jiff::Timestamp;
use serde_json::json;

use crate::{
    dossier::{self, Version},
    edge::store::{
        MailId, NewAttachment, NewExplanation, NewSettlement, NewSubmission, Result, StoreError, Tx,
    },
    flow::{
        Desk,
        answering::{self, Permit},
        judging::Examined,
        settling::Known,
    },
    letter::Letter,
    review,
    unit::Unit,
    verdict::{
        Verdict,
        judgement::{File, Judgement},
        reason::Reason,
    },
    words::letters::Occasion,
};

/// Writes a decision with all that follows from it.
pub(super) async fn record(
    desk: &Desk,
    tx: &mut Tx,
    examined: &Examined,
    (judgement, unit): (&Judgement, Option<&Unit>),
    permit: Option<&Permit>,
    known: &Known,
    now: Timestamp,
) -> Result<Recorded> {
    let campaign = &desk.campaign;
    let number = number(desk, tx, examined, judgement).await?;
    let codes: Vec<&str> = judgement.reasons.iter().map(Reason::code).collect();
    let stored =
        serde_json::to_value(judgement).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let files: Vec<NewAttachment> = judgement.files.iter().map(attached).collect();
    tx.settle(&NewSettlement {
        mail: examined.id,
        revision: examined.revision(),
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
    let carried = carry(tx, examined, judgement, known).await?;
    let version = match carried {
        Some(version) => Some(version),
        None => submission(desk, tx, examined, judgement, number.as_deref()).await?,
    };
    let (mut before, mut after) = (known.others.clone(), known.others.clone());
    before.versions.extend(known.own.clone());
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
        before: before.in_force(),
        enclosure: examined.gathered.enclosure.as_ref(),
    };
    if unit.is_some() && judgement.proof.is_some() {
        let names = dossier::identities(&examined.gathered.mail.header);
        tx.identify(examined.id, &names).await?;
    }
    file_explanation(desk, tx, examined.id, judgement).await?;
    let letter = match permit {
        Some(permit) => answering::owe(desk, tx, examined, &occasion, permit).await?,
        None => None,
    };
    Ok(Recorded {
        number,
        version,
        letter,
    })
}

/// Files what a unit explained, for the council, whenever that is decided.
async fn file_explanation(
    desk: &Desk,
    tx: &mut Tx,
    mail: MailId,
    judgement: &Judgement,
) -> Result<()> {
    let (Some(unit), [Reason::Explanation(late)]) = (&judgement.unit, &*judgement.reasons) else {
        return Ok(());
    };
    if !review::is_filed(judgement) {
        return Ok(());
    }
    tx.add_explanation(&NewExplanation {
        campaign: &desk.campaign.id,
        unit,
        mail,
        moment: judgement.moment,
        late: late.is_some(),
    })
    .await
}

/// What was written with a decision.
pub(super) struct Recorded {
    pub(super) number: Option<String>,
    pub(super) version: Option<Version>,
    pub(super) letter: Option<Letter>,
}

/// Lets the version of this mail go on, when the new decision says the same of
/// it as the old one.
async fn carry(
    tx: &mut Tx,
    examined: &Examined,
    judgement: &Judgement,
    known: &Known,
) -> Result<Option<Version>> {
    let (Some(before), Some(own)) = (&examined.before, &known.own) else {
        return Ok(None);
    };
    if !review::is_same_report(&before.judgement, judgement) {
        return Ok(None);
    }
    tx.carry_submission(examined.id, before.revision, examined.revision())
        .await?;
    Ok(Some(own.clone()))
}

/// The registration number of a mail of a unit that was decided on its content.
/// A copy has that of the mail it repeats. A mail keeps its number, whatever is
/// decided later, unless that number stands on another version already.
async fn number(
    desk: &Desk,
    tx: &mut Tx,
    examined: &Examined,
    judgement: &Judgement,
) -> Result<Option<String>> {
    let before = examined.before.as_ref();
    let had = before.and_then(|before| before.number.clone());
    let decided = matches!(
        judgement.verdict,
        Verdict::Accepted | Verdict::Rejected | Verdict::Duplicate
    );
    let copy = matches!(judgement.reasons.as_slice(), [Reason::Copy(_)]);
    if judgement.unit.is_none() || !decided || copy {
        return Ok(had);
    }
    if let Some(had) = had {
        let goes_on =
            before.is_some_and(|before| review::is_same_report(&before.judgement, judgement));
        let free = !review::stands(judgement)
            || goes_on
            || !tx.is_number_used(&desk.campaign.id, &had).await?;
        if free {
            return Ok(Some(had));
        }
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
    let (Some(report), Some(unit), Some(number)) = (&judgement.report, &judgement.unit, number)
    else {
        return Ok(None);
    };
    if !review::stands(judgement) {
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
        // An early report counts once a person has accepted it.
        counts: judgement.punctuality.as_str() != "late",
        workbook: report.workbook,
    }))
}
