//! The parts of a mail's page in words: what is stored, made fit to be shown.

use super::{App, sheet::anchor};
use crate::{
    campaign::window::Window,
    edge::store::{AttachmentRow, LetterLine, MailPage, PlaceRow},
    finding::Finding,
    mail::{Mail, received::Trace},
    text,
    verdict::{judgement::Judgement, reason::Reason},
    words::{
        Lang, files, findings as told_findings,
        pages::{
            Fact,
            evidence::{self, Hop, Letterhead},
            history::Version,
            labels::{self, People},
            mail::{self as page, Sending, Summary},
            sheet::Grid,
        },
        pieces, reasons as told_reasons, size,
    },
};

/// Most header fields, and most characters of one, that are shown.
const FIELDS: usize = 120;
const FIELD: usize = 700;

/// What a mail is.
pub(super) fn summary(
    app: &App,
    mail: &MailPage,
    people: &People,
    versions: &[Version],
) -> Summary {
    let line = &mail.mail;
    let decided = mail.verdicts.last();
    Summary {
        sender: line
            .sender
            .as_ref()
            .map(|sender| text::one_line(sender.as_str(), 200)),
        unit: line.unit.as_deref().map(|unit| app.unit_name(unit)),
        version: versions
            .iter()
            .find(|version| version.own)
            .map(|version| (version.version, version.state.word.clone())),
        number: line.number.clone(),
        received: app.long(line.received_at),
        moment: line
            .moment
            .filter(|moment| *moment != line.received_at)
            .map(|moment| app.long(moment)),
        size: size(Lang::Vi, line.size.unsigned_abs()),
        reply: line.reply.clone(),
        proof: line.proof.clone(),
        decided: decided.map(|decided| {
            let by = labels::actor_among(&decided.decided_by, people);
            (app.long(decided.decided_at), by, decided.revision)
        }),
    }
}

/// The reasons in words; their codes alone when the evidence cannot be read.
pub(super) fn reasons(
    app: &App,
    window: Window,
    judgement: Option<&Judgement>,
    mail: &MailPage,
) -> Vec<page::Reason> {
    let Some(judgement) = judgement else {
        let bare = |code: &String| page::Reason {
            code: code.clone(),
            what: String::new(),
            fix: String::new(),
        };
        return mail.mail.reasons.iter().map(bare).collect();
    };
    all(app, window, &judgement.reasons)
}

/// Reasons or notes in words.
pub(super) fn all(app: &App, window: Window, said: &[Reason]) -> Vec<page::Reason> {
    let setting = pieces::setting(&app.campaign, window);
    let told = |reason: &Reason| {
        let told = told_reasons::reason(Lang::Vi, reason, setting);
        page::Reason {
            code: reason.code().to_owned(),
            what: text::one_line(&told.what, 1_200),
            fix: text::one_line(&told.fix, 1_000),
        }
    };
    said.iter().map(told).collect()
}

/// Is it a mail that could not be judged?
pub(super) fn is_unjudged(judgement: &Judgement) -> bool {
    judgement.reasons.contains(&Reason::Unjudged)
}

/// What was found in the workbook, each with where it stands in the grid.
pub(super) fn findings(found: &[Finding], grid: &Grid) -> Vec<page::Finding> {
    let told = |finding: &Finding| {
        let told = told_findings::finding(Lang::Vi, finding);
        let anchor = anchor(&finding.sheet, &finding.cell);
        let cells = grid
            .sheets
            .iter()
            .flat_map(|sheet| &sheet.rows)
            .flat_map(|row| &row.cells);
        let shown = !finding.cell.is_empty() && cells.clone().any(|cell| cell.anchor == anchor);
        page::Finding {
            severity: labels::severity(finding.severity),
            place: text::one_line(&told.place, 300),
            found: text::one_line(&told.found, 300),
            expected: text::one_line(&told.expected, 500),
            fix: text::one_line(&told.fix, 500),
            code: finding.code.clone(),
            anchor: if shown { anchor } else { String::new() },
        }
    };
    found.iter().map(told).collect()
}

/// A file of the mail.
pub(super) fn file(row: &AttachmentRow, judgement: Option<&Judgement>) -> page::File {
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

/// What is known about the sender, and whom the registry knows.
pub(super) fn evidence(app: &App, judgement: &Judgement) -> Vec<Fact> {
    let code = judgement.unit.as_deref();
    let unit = code.and_then(|code| app.campaign.registry.by_code(code));
    let registered = unit.map(|unit| (unit.name.as_str(), unit.mailbox.as_str()));
    evidence::evidence(
        &judgement.evidence,
        judgement.proof,
        registered,
        judgement
            .review
            .as_ref()
            .is_some_and(|it| it.vouched && !it.pending),
        |at| app.long(at),
    )
}

/// The header and the text of the mail, in which nothing hides.
pub(super) fn letterhead(app: &App, mail: &Mail) -> Letterhead {
    let own = &app.desk.examiner.policy.own_hosts;
    let fields = mail.header.fields();
    let shown = |value: &str| {
        let value: String = value.chars().take(FIELD).collect();
        text::visible(&value)
    };
    Letterhead {
        fields: fields
            .iter()
            .take(FIELDS)
            .map(|field| (shown(&field.name), shown(&field.value)))
            .collect(),
        more: fields.len().saturating_sub(FIELDS),
        hops: mail
            .header
            .all("received")
            .take(30)
            .map(|value| hop(app, value, own))
            .collect(),
        text: text::visible(mail.parts.text.trim()),
    }
}

fn hop(app: &App, value: &str, own: &[String]) -> Hop {
    let trace = Trace::read(value);
    let client = trace.client.map(|client| match client.name {
        Some(name) => format!("{} [{}]", text::one_line(&name, 100), client.address),
        None => format!("[{}]", client.address),
    });
    Hop {
        ours: own.iter().any(|it| it.eq_ignore_ascii_case(&trace.by)),
        by: text::one_line(&trace.by, 100),
        client: client.unwrap_or_default(),
        with: text::one_line(&trace.with, 30),
        login: trace
            .login
            .map_or_else(String::new, |login| text::one_line(login.as_str(), 100)),
        at: trace.at.map_or_else(String::new, |at| app.long(at)),
    }
}

/// A letter that answers it.
pub(super) fn letter(app: &App, row: &LetterLine) -> page::Letter {
    let (sending, at) = match (row.bounced_at, row.sent_at, row.failed_at) {
        (Some(at), _, _) => (Sending::Returned, at),
        (None, Some(at), _) => (Sending::Sent, at),
        (None, None, Some(at)) => (Sending::Failed, at),
        (None, None, None) => (Sending::Waiting, row.due_at.unwrap_or(row.created_at)),
    };
    page::Letter {
        id: row.id.0,
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

/// A place where it was seen.
pub(super) fn place(app: &App, row: &PlaceRow) -> page::Place {
    page::Place {
        place: page::place(&text::one_line(&row.mailbox, 200), row.uidvalidity, row.uid),
        filed: row.filed_as.map(|verdict| labels::verdict(verdict).word),
        received: app.short(row.received_at),
        seen: app.short(row.seen_at),
    }
}
