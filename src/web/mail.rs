//! One mail: everything there is about it.

use askama::Template as _;
use axum::{extract::State, response::Html};

use super::{App, ask::Place, failure::Failure, session::Person};
use crate::{
    edge::store::{AttachmentRow, AuditRow, LetterLine, MailId, MailPage, PlaceRow},
    finding::Finding,
    flow::comparing,
    text,
    verdict::{Verdict, judgement::Judgement, reason::Reason},
    words::{
        Lang, files,
        findings::finding as in_words,
        pages::{
            Here, labels,
            mail::{self as page, Mail, Sending, Summary},
        },
        reasons::{self, Setting},
        size,
    },
};

/// One mail.
///
/// # Errors
/// When there is no such mail or the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
) -> Result<Html<String>, Failure> {
    let mail = app.store.mail(MailId(id)).await?.ok_or(Failure::NotFound)?;
    let decided = mail.verdicts.last();
    let judgement: Option<Judgement> =
        decided.and_then(|decided| serde_json::from_value(decided.judgement.clone()).ok());
    let subject = labels::subject(mail.mail.subject.as_deref());
    let verdict = mail.mail.verdict;
    let page = Mail {
        frame: app.frame(subject.clone(), Here::Mails, Some(&person)),
        id,
        subject,
        verdict: labels::maybe_verdict(verdict),
        meaning: page::meaning(
            verdict,
            mail.mail.attempts,
            mail.mail.waiting_for.as_deref(),
        ),
        dangerous: verdict == Some(Verdict::Quarantined),
        facts: summary(&app, &mail).facts(),
        reasons: reasons(&app, judgement.as_ref(), &mail),
        notes: judgement
            .as_ref()
            .map_or_else(Vec::new, |it| told(&app, &it.notes)),
        findings: judged_and_compared(&app, judgement.as_ref(), MailId(id)).await?,
        files: mail
            .attachments
            .iter()
            .map(|row| file(row, judgement.as_ref()))
            .collect(),
        evidence: judgement.as_ref().map_or_else(Vec::new, |judgement| {
            page::evidence(&judgement.evidence, judgement.proof, |at| app.long(at))
        }),
        letters: mail.letters.iter().map(|row| letter(&app, row)).collect(),
        places: mail.places.iter().map(|row| place(&app, row)).collect(),
        audit: mail.audit.iter().map(|row| deed(&app, row)).collect(),
        evidence_lost: decided.is_some() && judgement.is_none(),
    };
    Ok(Html(page.render()?))
}

fn summary(app: &App, mail: &MailPage) -> Summary {
    let line = &mail.mail;
    let decided = mail.verdicts.last();
    Summary {
        sender: line
            .sender
            .as_ref()
            .map(|sender| text::one_line(sender.as_str(), 200)),
        unit: line.unit.as_deref().map(|unit| app.unit_name(unit)),
        number: line.number.clone(),
        received: app.long(line.received_at),
        moment: line.moment.map(|moment| app.long(moment)),
        size: size(Lang::Vi, line.size.unsigned_abs()),
        reply: line.reply.clone(),
        proof: line.proof.clone(),
        decided: decided.map(|decided| {
            let by = labels::actor(&decided.decided_by);
            (app.long(decided.decided_at), by, decided.revision)
        }),
    }
}

/// The reasons in words; their codes alone when the evidence cannot be read.
fn reasons(app: &App, judgement: Option<&Judgement>, mail: &MailPage) -> Vec<page::Reason> {
    let Some(judgement) = judgement else {
        let bare = |code: &String| page::Reason {
            code: code.clone(),
            what: String::new(),
            fix: String::new(),
        };
        return mail.mail.reasons.iter().map(bare).collect();
    };
    told(app, &judgement.reasons)
}

/// Reasons or notes in words.
fn told(app: &App, said: &[Reason]) -> Vec<page::Reason> {
    let campaign = &app.campaign;
    let setting = Setting {
        opens: campaign.window.opens,
        closes: campaign.window.closes,
        zone: &campaign.zone,
        domain: &campaign.official_domain,
    };
    let told = |reason: &Reason| {
        let told = reasons::reason(Lang::Vi, reason, setting);
        page::Reason {
            code: reason.code().to_owned(),
            what: text::one_line(&told.what, 1_000),
            fix: text::one_line(&told.fix, 1_000),
        }
    };
    said.iter().map(told).collect()
}

/// What was found in the report, and, while it is in force, what stands out in
/// it beside the others of its group.
async fn judged_and_compared(
    app: &App,
    judgement: Option<&Judgement>,
    mail: MailId,
) -> Result<Vec<page::Finding>, Failure> {
    let Some(judgement) = judgement else {
        return Ok(Vec::new());
    };
    let mut all = found(&judgement.findings);
    if judgement.report.is_some() {
        let beside = comparing::of_mail(&app.store, &app.campaign, mail, app.now());
        all.extend(found(&beside.await?));
    }
    Ok(all)
}

fn found(findings: &[Finding]) -> Vec<page::Finding> {
    let told = |finding| {
        let told = in_words(Lang::Vi, finding);
        page::Finding {
            severity: labels::severity(finding.severity),
            place: text::one_line(&told.place, 300),
            found: text::one_line(&told.found, 300),
            expected: text::one_line(&told.expected, 500),
            fix: text::one_line(&told.fix, 500),
            code: finding.code.clone(),
        }
    };
    findings.iter().map(told).collect()
}

fn file(row: &AttachmentRow, judgement: Option<&Judgement>) -> page::File {
    let at = usize::try_from(row.n).ok();
    let judged = judgement.and_then(|judgement| judgement.files.get(at?));
    page::File {
        n: row.n,
        name: labels::file_name(&row.name),
        media_type: text::one_line(&row.media_type, 100),
        size: size(Lang::Vi, row.size.unsigned_abs()),
        fate: judged.map_or_else(
            || row.fate.clone(),
            |judged| files::fate(Lang::Vi, judged).to_owned(),
        ),
        digest: row.digest.to_string(),
    }
}

fn letter(app: &App, row: &LetterLine) -> page::Letter {
    let (sending, at) = match (row.bounced_at, row.sent_at, row.failed_at) {
        (Some(at), _, _) => (Sending::Returned, at),
        (None, Some(at), _) => (Sending::Sent, at),
        (None, None, Some(at)) => (Sending::Failed, at),
        (None, None, None) => (Sending::Waiting, row.due_at.unwrap_or(row.created_at)),
    };
    page::Letter {
        kind: labels::letter(&row.kind).to_owned(),
        recipient: text::one_line(row.recipient.as_str(), 200),
        subject: row.subject.clone(),
        state: sending.badge(),
        at: app.short(at),
        attempts: row.attempts,
        said: row
            .bounce
            .as_deref()
            .or(row.smtp_reply.as_deref())
            .or(row.last_error.as_deref())
            .map_or_else(String::new, |said| text::one_line(said, 300)),
        message_id: row.message_id.clone(),
    }
}

fn place(app: &App, row: &PlaceRow) -> page::Place {
    page::Place {
        place: page::place(&text::one_line(&row.mailbox, 200), row.uidvalidity, row.uid),
        received: app.short(row.received_at),
        seen: app.short(row.seen_at),
    }
}

fn deed(app: &App, row: &AuditRow) -> page::Deed {
    page::Deed {
        seq: row.seq,
        at: app.short(row.at),
        actor: labels::actor(&row.actor),
        action: labels::action(&row.action).to_owned(),
        detail: row.detail.clone(),
    }
}
