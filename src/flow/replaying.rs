//! Deciding a year once more: every mail is opened, proven, read and decided
//! from its raw bytes, in the order of the audit, and held against what is
//! stored; what was scored, compared and fixed by the council is made from the
//! reports that this gives. It reads only.
//!
//! Name servers are not asked: a verdict keeps the answers it rests on. Letters
//! are not part of it, and neither are the bounds on letters, which depend on
//! what else was sent: a judgement that they left unanswered is taken to be.

use std::sync::Arc;

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use serde_json::Value;

use super::{
    Desk,
    comparing::Placed,
    examining::{Examiner, Gathered},
    history::{History, Past, Timeline},
    rereading::{self, Rebuilt},
    rescoring::Made,
};
use crate::{
    council::round::Round,
    digest::Digest,
    dossier::{self, Dossier},
    edge::{
        dns::Resolver,
        store::{DecidedLine, DecidedRow, ReportRow, Result, StoreError},
    },
    explanation::Token,
    replay::{Hindrance, Left, Replayed},
    results::Report,
    sender::signature::Answers,
    verdict::{
        Reply, Verdict,
        decide::{self, Decision, Opened},
        judgement::Judgement,
        reason::Reason,
    },
    workbook::Blame,
};

/// Decides everything that came since a moment once more and says what differs.
///
/// # Errors
/// When the ledger does not answer.
pub async fn replay(desk: &Desk, since: Option<Timestamp>) -> Result<Replayed> {
    let lines = desk.store.all_decided().await?;
    let granted = desk.store.all_granted(&desk.campaign.id).await?;
    let timeline = Timeline::of(&desk.campaign, granted);
    let mut made = Made::of(desk, timeline.clone()).await?;
    let mut run = Run {
        desk,
        round: desk.store.round(&desk.campaign.id).await?,
        history: History::default(),
        told: Replayed::default(),
        first: None,
    };
    let abreast = desk.examiner.readers.size() + 1;
    let mut opened = std::pin::pin!(
        stream::iter(lines)
            .map(|line| {
                let mut then = desk.clone();
                then.campaign = timeline.at(line.decided_at);
                then.examiner.campaign = then.campaign.clone();
                open(then, line, since)
            })
            .buffered(abreast)
    );
    while let Some(opened) = opened.next().await {
        let opened = opened?;
        let line = Some(&opened.line);
        made.before(line, desk, &run.history, &mut run.told).await?;
        run.mail(opened).await?;
    }
    made.before(None, desk, &run.history, &mut run.told).await?;
    if let Some(first) = run.first {
        // The registry that mails are decided by is that of now.
        let changed = desk.store.is_registry_changed_since(first).await?;
        run.told.registry_changed |= changed;
    }
    Ok(run.told)
}

/// A verdict as it is stored, and its mail opened once more.
struct Reopened {
    /// The desk as it was then.
    desk: Desk,
    line: DecidedLine,
    row: DecidedRow,
    report: Option<ReportRow>,
    gathered: std::result::Result<Box<Gathered>, Hindrance>,
}

async fn open(desk: Desk, line: DecidedLine, since: Option<Timestamp>) -> Result<Reopened> {
    let row = desk.store.decided_row(&line).await?;
    let row = row.ok_or_else(|| StoreError::Corrupt(format!("{} has no verdict", line.mail)))?;
    let gathered = if since.is_some_and(|since| row.received_at < since) {
        Err(Hindrance::Earlier)
    } else if line.decided_by == "system" {
        gather(&desk, &line, &row).await?
    } else {
        Err(Hindrance::Person)
    };
    Ok(Reopened {
        report: desk.store.report_row(&line).await?,
        line,
        row,
        gathered,
        desk,
    })
}

/// Opens a mail with the answers of name servers that its verdict keeps.
async fn gather(
    desk: &Desk,
    line: &DecidedLine,
    row: &DecidedRow,
) -> Result<std::result::Result<Box<Gathered>, Hindrance>> {
    let raw = match desk.store.raw(line.mail).await {
        Ok(raw) => raw,
        Err(StoreError::Corrupt(_)) => return Ok(Err(Hindrance::Damaged)),
        Err(error) => return Err(error),
    };
    let stored: Value = serde_json::from_str(&row.judgement).unwrap_or_default();
    let kept = stored.pointer("/evidence/answers").cloned();
    let kept: Answers = kept
        .and_then(|kept| serde_json::from_value(kept).ok())
        .unwrap_or_default();
    let examiner = Examiner {
        resolver: Arc::new(Resolver::Fixed(kept.clone())),
        ..desk.examiner.clone()
    };
    let gathered = examiner.examine(raw).await;
    let mut asked = gathered.evidence.answers.keys();
    if asked.any(|name| !kept.contains_key(name)) {
        return Ok(Err(Hindrance::Answers));
    }
    let ours = matches!(&gathered.opened, Opened::Refused(why) if why.blame() == Blame::Ours);
    Ok(if ours && !stored_as_ours(&stored) {
        Err(Hindrance::Reader)
    } else {
        Ok(Box::new(gathered))
    })
}

/// Was the mail given to a person then for the same reason?
fn stored_as_ours(stored: &Value) -> bool {
    stored.get("verdict").and_then(Value::as_str) == Some(Verdict::Held.as_str())
}

struct Run<'d> {
    desk: &'d Desk,
    round: Option<Round>,
    history: History,
    told: Replayed,
    /// When the first of what was decided once more had been decided.
    first: Option<Timestamp>,
}

impl Run<'_> {
    async fn mail(&mut self, opened: Reopened) -> Result<()> {
        let of = opened.line.mail.to_string();
        self.told.mails += 1;
        let gathered = match &opened.gathered {
            Ok(gathered) => gathered,
            Err(why) => {
                self.leave(of, *why);
                return self.as_stored(&opened).await;
            }
        };
        let Some(judgement) = self.decide(&opened, gathered) else {
            self.leave(of, Hindrance::Unread);
            return self.as_stored(&opened).await;
        };
        self.told.replayed += 1;
        let at = opened.line.decided_at;
        self.first = Some(self.first.map_or(at, |first| first.min(at)));
        let rebuilt = Rebuilt::of(&judgement, gathered)?;
        let mut found = rereading::verdict(&of, &opened.row, &rebuilt);
        if opened.row.newest == opened.line.revision {
            let files = self.desk.store.file_rows(opened.line.mail).await?;
            found.extend(rereading::files(&of, &files, &judgement));
        }
        let number = opened.row.number.clone().unwrap_or_default();
        let report = self.report(&judgement);
        self.told.reports += usize::from(report.is_some());
        let campaign = &self.desk.campaign.id;
        let stored = opened.report.as_ref();
        let rebuilt = report.as_ref().map(|report| (report, &judgement));
        found.extend(rereading::report(&of, campaign, stored, rebuilt, &number)?);
        self.told.differences.extend(found);
        if let Some(unit) = &judgement.unit {
            let past = Past {
                verdict: judgement.verdict,
                proven: judgement.proof.is_some(),
                moment: judgement.moment,
                identities: dossier::identities(&gathered.mail.header),
                files: judgement.files.iter().map(|file| file.digest).collect(),
                explained: matches!(*judgement.reasons, [Reason::Explanation(_)]),
                report: report.map(|report| (report, number)),
                placed: placed(&judgement),
            };
            self.history.note(unit, opened.line.mail.0, past);
        }
        Ok(())
    }

    /// None for a mail that was given to a person unread.
    fn decide(&self, opened: &Reopened, gathered: &Gathered) -> Option<Judgement> {
        let stored: Value = serde_json::from_str(&opened.row.judgement).unwrap_or_default();
        let (examiner, campaign) = (&opened.desk.examiner, &opened.desk.campaign);
        let from = gathered.mail.header.from();
        let unit = from.and_then(|from| campaign.registry.by_mailbox(&from));
        let files: Vec<Digest> = gathered.files.iter().map(|file| file.digest).collect();
        let identities = dossier::identities(&gathered.mail.header);
        let dossier = unit.map(|unit| {
            let window = campaign.window_of(&unit.code);
            let past = self
                .history
                .dossier(window, &unit.code, &identities, &files);
            // Before the units were asked, a code meant nothing.
            let asked = self.round.as_ref();
            let asked = asked.filter(|round| round.opened_at <= opened.line.decided_at);
            let token = Token::find(&gathered.mail.parts.subject);
            Dossier {
                explaining: asked
                    .zip(token)
                    .map(|(round, token)| round.explaining(&unit.code, &token)),
                ..past
            }
        });
        // What waited then waits no more.
        let rules = examiner.rules(true);
        let case = gathered.case(opened.row.received_at);
        let decision = decide::decide(case, rules, &dossier.unwrap_or_default());
        let Decision::Settle(mut judgement) = decision else {
            return None;
        };
        let reasons = opened.row.reasons.as_str();
        let unread = |it: &Reason| matches!(it, Reason::Unjudged);
        if reasons.contains(Reason::Unjudged.code()) && !judgement.reasons.iter().any(unread) {
            return None;
        }
        limit_as_then(&mut judgement, &stored);
        Some(*judgement)
    }

    /// The report that a judgement makes, as settling writes it.
    fn report(&self, judgement: &Judgement) -> Option<Report> {
        let late_only = matches!(judgement.reasons.as_slice(), [Reason::Late(_)]);
        let stands = judgement.verdict == Verdict::Accepted
            || (judgement.verdict == Verdict::Rejected && late_only);
        let (report, unit) = (judgement.report.as_ref()?, judgement.unit.as_ref()?);
        stands.then(|| Report {
            unit: unit.clone(),
            version: self.history.next_version(unit),
            moment: judgement.moment,
            late: judgement.punctuality.as_str() == "late",
            figures: report.figures.clone(),
            workbook: report.workbook,
        })
    }

    fn leave(&mut self, of: String, why: Hindrance) {
        self.told.left.push(Left { of, why });
    }

    /// Takes a verdict as it stands, so that what came after it can be decided.
    async fn as_stored(&mut self, opened: &Reopened) -> Result<()> {
        let (line, row) = (&opened.line, &opened.row);
        let Some(unit) = &row.unit else {
            self.history.forget(line.mail.0);
            return Ok(());
        };
        let report = opened.report.as_ref().and_then(rereading::as_stored);
        let verdict = Verdict::parse(&row.verdict).unwrap_or(Verdict::Held);
        let raw = self.desk.store.raw(line.mail).await;
        let identities = raw.map_or_else(
            |_| Vec::new(),
            |raw| dossier::identities(&crate::mail::header::Header::read(&raw)),
        );
        let files = self.desk.store.file_rows(line.mail).await?;
        let files = files
            .iter()
            .filter_map(|file| Digest::from_hex(&file.digest));
        let past = Past {
            verdict,
            proven: row.proof != "none",
            moment: row.moment,
            identities,
            files: files.collect(),
            explained: row.reasons.contains(Reason::Explanation(None).code()),
            report: report.map(|report| (report, row.number.clone().unwrap_or_default())),
            placed: Placed::of(serde_json::from_str(&row.judgement).unwrap_or_default()),
        };
        self.history.note(unit, line.mail.0, past);
        Ok(())
    }
}

/// Where the answers of the report stand that a judgement is about.
fn placed(judgement: &Judgement) -> Placed {
    let report = judgement.report.as_ref();
    report.map_or_else(Placed::default, |report| Placed {
        sheet: report.sheet.clone(),
        cells: report.cells.clone(),
    })
}

/// A letter that the bounds withheld then is withheld now.
fn limit_as_then(judgement: &mut Judgement, stored: &Value) {
    let notes = stored.get("notes").and_then(Value::as_array);
    for note in notes.into_iter().flatten() {
        let limited = serde_json::from_value::<Reason>(note.clone());
        if let Ok(reason @ Reason::Limited(_)) = limited {
            judgement.reply = Reply::None;
            judgement.notes.push(reason);
        }
    }
}
