//! What a mail carries and when it came, judged as if its sender were proven:
//! every reason at once.

use super::{
    Reply, Verdict,
    decide::{Case, Opened},
    files::{self, Choice},
    judgement::{Judgement, Report},
    reason::Reason,
};
use crate::{
    campaign::window::Punctuality,
    dossier::Dossier,
    finding::Severity,
    mail::{self, Mail},
    workbook::{Blame, Refusal},
};

/// Was the mail too large to be fetched whole? Then it goes to a person.
pub(super) fn too_large(mail: &Mail, judgement: &mut Judgement) -> bool {
    let Some(note) = mail::our_mark(&mail.header, mail::TRUNCATED_FIELD) else {
        return false;
    };
    let mut numbers = note.split(' ').filter_map(|word| word.parse().ok());
    let (bytes, allowed) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    judgement.reasons.push(Reason::TooLarge { bytes, allowed });
    true
}

/// Judges moment and content, and finds every reason at once.
pub(super) fn judge(judgement: &mut Judgement, case: &Case<'_>, dossier: &Dossier) {
    let held = !judgement.reasons.is_empty() || !case.mail.parts.doubts.is_empty();
    judgement.reasons.extend(
        case.mail
            .parts
            .doubts
            .iter()
            .cloned()
            .map(Reason::Ambiguous),
    );
    match judgement.punctuality {
        Punctuality::Early => judgement.reasons.push(Reason::Early),
        Punctuality::Late(seconds) => judgement.reasons.push(Reason::Late(seconds)),
        Punctuality::OnTime | Punctuality::Cured => (),
    }
    let silence = case.mail.silence();
    let mut worst = Verdict::Rejected;
    match &case.choice {
        Choice::Nothing | Choice::NoWorkbook | Choice::Forwarded if silence.is_some() => {
            judgement.reasons.extend(silence.map(Reason::Automatic));
            worst = Verdict::Logged;
        }
        Choice::Nothing | Choice::NoWorkbook => {
            let cloud = case.mail.parts.cloud.as_deref();
            let why = files::no_report(&case.files, cloud);
            judgement.reasons.extend(why);
        }
        Choice::Forwarded => judgement.reasons.push(Reason::ForwardedInside),
        Choice::Many(count) => judgement.reasons.push(Reason::ManyWorkbooks(*count)),
        Choice::Unfit(_, refusal) => worst = refused(judgement, refusal),
        Choice::Hostile(_, refusal) => {
            judgement.reasons.push(Reason::Refused(refusal.clone()));
            worst = Verdict::Quarantined;
        }
        Choice::One(at) => worst = workbook(judgement, case, *at, dossier),
    }
    judgement.verdict = match () {
        () if worst == Verdict::Quarantined => worst,
        () if held => Verdict::Held,
        () if worst != Verdict::Rejected => worst,
        () if judgement.reasons.is_empty() => Verdict::Accepted,
        () => Verdict::Rejected,
    };
    judgement.reply = match judgement.verdict {
        Verdict::Accepted => Reply::Receipt,
        Verdict::Duplicate => Reply::Identical,
        Verdict::Rejected => Reply::Rejection,
        Verdict::Held | Verdict::Quarantined | Verdict::Logged => Reply::None,
    };
}

/// Notes a refusal, and says who must act on it.
fn refused(judgement: &mut Judgement, refusal: &Refusal) -> Verdict {
    judgement.reasons.push(Reason::Refused(refusal.clone()));
    match refusal.blame() {
        Blame::Author => Verdict::Rejected,
        Blame::Limit | Blame::Ours => Verdict::Held,
        // A macro workbook is what some offices still use; a clerk can mend it.
        Blame::Hostile if matches!(refusal, Refusal::Type(_)) => Verdict::Rejected,
        Blame::Hostile => Verdict::Quarantined,
    }
}

/// Judges the one workbook.
fn workbook(judgement: &mut Judgement, case: &Case<'_>, at: usize, dossier: &Dossier) -> Verdict {
    let (report, findings) = match (&case.opened, case.files.get(at)) {
        // It was chosen and not opened only when nobody registered sent it.
        (Opened::Unopened, _) | (Opened::Read { .. }, None) => return Verdict::Held,
        (Opened::Refused(refusal), _) => return refused(judgement, refusal),
        (
            Opened::Read {
                form,
                figures,
                sheet,
                cells,
                findings,
                code,
            },
            Some(file),
        ) => {
            let code = code.clone().map(Reason::FormCode);
            judgement.notes.extend(code);
            let report = Report {
                form: form.clone(),
                figures: figures.clone(),
                sheet: sheet.clone(),
                cells: cells.clone(),
                workbook: file.digest,
                file_name: file.name.clone(),
            };
            (report, findings)
        }
    };
    judgement.findings.clone_from(findings);
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    if errors > 0 {
        judgement.reasons.push(Reason::Faulty(errors));
        return Verdict::Rejected;
    }
    if let Some(current) = dossier
        .in_force()
        .filter(|version| version.workbook == report.workbook)
    {
        // Said instead of everything else, because nothing has changed; only
        // why a person must look is said all the same.
        judgement
            .reasons
            .retain(|why| matches!(why, Reason::TooLarge { .. } | Reason::Ambiguous(_)));
        judgement.reasons.push(Reason::Identical(current.version));
        return Verdict::Duplicate;
    }
    judgement.report = Some(report);
    Verdict::Rejected
}
