//! The decision. The whole policy of the office stands here; it touches
//! nothing: the same mail, evidence, campaign and dossier give the same
//! judgement for ever, which is why a year's results can be replayed from the
//! raw mails.

use jiff::Timestamp;

use super::{
    Reply, Verdict, copies,
    files::Choice,
    judgement::{Fate, File, Judgement, Report},
    reason::Reason,
};
use crate::{
    address::Address,
    campaign::{
        Campaign,
        window::{self, Punctuality},
    },
    dossier::Dossier,
    figures::Figures,
    finding::{Finding, Severity},
    form::code::CodeCheck,
    mail::{self, Mail, automatic, header::Header},
    sender::{self, Evidence, Policy, Refutation, Standing},
    unit::Unit,
    workbook::{Blame, Refusal},
};

/// Everything known about a mail when it is decided.
pub struct Case<'c> {
    /// The mail.
    pub mail: &'c Mail,
    /// When the mailbox recorded it.
    pub received_at: Timestamp,
    /// What is known about its sender.
    pub evidence: Evidence,
    /// Its files.
    pub files: Vec<File>,
    /// Which of them is the report.
    pub choice: Choice,
    /// What that one says.
    pub opened: Opened,
}

/// What came of opening the workbook.
#[derive(Debug, Clone, PartialEq)]
pub enum Opened {
    /// It was not opened: there is none, or nobody registered sent it.
    Unopened,
    /// It is not read.
    Refused(Refusal),
    /// It was read.
    Read {
        /// Stable name of the form.
        form: String,
        /// Its figures.
        figures: Figures,
        /// What is wrong with it, or worth a look.
        findings: Vec<Finding>,
        /// How its code stands to the one we issued; none: no codes are issued
        /// here.
        code: Option<CodeCheck>,
    },
}

/// What is to be done with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Ask again later: a name server or our own reader did not answer.
    Wait(&'static str),
    /// This.
    Settle(Box<Judgement>),
}

/// What does not change from mail to mail.
#[derive(Clone, Copy)]
pub struct Rules<'r> {
    /// The campaign.
    pub campaign: &'r Campaign,
    /// What proves a sender.
    pub policy: &'r Policy,
    /// The mailbox that we read.
    pub own: &'r Address,
    /// Its other addresses.
    pub aliases: &'r [Address],
    /// Is there no more waiting? Then what is still unanswered goes to a person.
    pub last_try: bool,
}

/// The unit whose workbook is worth opening before the decision: that of a
/// registered mailbox, in a mail that no machine wrote and whose header holds.
#[must_use]
pub fn unit_of<'r>(mail: &Mail, rules: Rules<'r>) -> Option<&'r Unit> {
    if !mail.header.lints.is_empty() || automatic::machine(&mail.header, rules.own).is_some() {
        return None;
    }
    rules.campaign.registry.by_mailbox(&mail.header.from()?)
}

/// Decides.
#[must_use]
pub fn decide(case: Case<'_>, rules: Rules<'_>, dossier: &Dossier) -> Decision {
    let moment = window::moment(case.received_at, case.evidence.hop_at);
    let punctuality = rules.campaign.window.judge(moment, dossier.is_mending());
    let header = &case.mail.header;
    let from = header.from();
    let unit = from
        .as_ref()
        .and_then(|from| rules.campaign.registry.by_mailbox(from));
    let mut judgement = Judgement {
        verdict: Verdict::Held,
        reply: Reply::None,
        reasons: Vec::new(),
        notes: header.warnings.iter().cloned().map(Reason::Odd).collect(),
        unit: unit.map(|unit| unit.code.clone()),
        from,
        proof: None,
        moment,
        punctuality,
        findings: Vec::new(),
        files: Vec::new(),
        report: None,
        evidence: Evidence::default(),
    };
    if mail::our_mark(header, mail::UNFETCHED_FIELD).is_some() {
        judgement.reasons.push(Reason::Unjudged);
        return close(judgement, case);
    }
    if let Some(machine) = automatic::machine(header, rules.own) {
        judgement.verdict = Verdict::Logged;
        judgement.reasons.push(Reason::Machine(machine));
        return close(judgement, case);
    }
    if !header.lints.is_empty() {
        judgement.verdict = Verdict::Quarantined;
        judgement
            .reasons
            .extend(header.lints.iter().cloned().map(Reason::Lint));
        if unit.is_none()
            && let Some(victim) = claimed(header, rules)
        {
            let code = victim.code.clone();
            judgement.reasons.push(Reason::LookAlike(code));
        }
        return close(judgement, case);
    }
    let Some(from) = judgement.from.clone() else {
        // No lint and no address cannot be; a person may look all the same.
        judgement.reasons.push(Reason::UnknownSender);
        return close(judgement, case);
    };
    let arrived = case.evidence.hop_at.unwrap_or(case.received_at);
    let standing = sender::prove(&from, header, &case.evidence, rules.policy, arrived);
    // Nobody waits for a stranger: his own name server could keep us busy.
    if standing == Standing::Unanswered && !rules.last_try && unit.is_some() {
        return Decision::Wait("dns");
    }
    if sender::is_stale(&from, header, &case.evidence, arrived) {
        judgement.notes.push(Reason::StaleSignature);
    }
    if unit.is_none() {
        stranger(&mut judgement, &case, &standing, rules);
        let ours = |it: &Address| it == rules.own || rules.aliases.contains(it);
        if case.mail.silence().is_some() || !header.is_addressed_to(ours) {
            judgement.reply = Reply::None;
        }
        return close(judgement, case);
    }
    if !rules.last_try
        && let Opened::Refused(refusal) = &case.opened
        && refusal.blame() == Blame::Ours
    {
        return Decision::Wait("reader");
    }
    let truncated = too_large(case.mail, &mut judgement);
    content(&mut judgement, &case, dossier);
    if truncated {
        judgement.report = None;
    }
    weigh_sender(&mut judgement, &standing, &case.evidence, rules);
    if let (Standing::Proven(_), Some(earlier)) = (&standing, dossier.earlier) {
        copies::weigh(&mut judgement, earlier);
    }
    let ours = |it: &Address| it == rules.own || rules.aliases.contains(it);
    if judgement.verdict != Verdict::Quarantined && !header.is_addressed_to(ours) {
        judgement.verdict = Verdict::Held;
        judgement.reply = Reply::None;
        judgement.reasons.insert(0, Reason::NotToUs);
    }
    if judgement.verdict != Verdict::Held && case.mail.silence().is_some() {
        judgement.reply = Reply::None;
    }
    close(judgement, case)
}

fn close(mut judgement: Judgement, case: Case<'_>) -> Decision {
    judgement.evidence = case.evidence;
    judgement.files = case.files;
    if judgement.report.is_none() && judgement.verdict == Verdict::Rejected {
        for file in judgement
            .files
            .iter_mut()
            .filter(|file| file.fate == Fate::Report)
        {
            file.fate = Fate::Unreadable;
        }
    }
    Decision::Settle(Box::new(judgement))
}

/// The unit whose mailbox somebody could see for the sender.
fn claimed<'r>(header: &Header, rules: Rules<'r>) -> Option<&'r Unit> {
    let registry = &rules.campaign.registry;
    header.claims().find_map(|claim| registry.named_in(claim))
}

/// A mail from a mailbox that no unit has.
fn stranger(judgement: &mut Judgement, case: &Case<'_>, standing: &Standing, rules: Rules<'_>) {
    let domain = judgement.from.as_ref().map(Address::domain);
    let official = domain == Some(rules.campaign.official_domain.as_str());
    let proven = matches!(standing, Standing::Proven(_));
    let near = claimed(&case.mail.header, rules);
    if let Standing::Proven(proof) = standing {
        judgement.proof = Some(*proof);
    }
    // Proof of a domain made to be mistaken for ours is no reason to write to it.
    if let Some(unit) = near.filter(|_| !(proven && official)) {
        judgement.verdict = Verdict::Quarantined;
        judgement.reasons.push(Reason::LookAlike(unit.code.clone()));
    } else if proven {
        judgement.verdict = Verdict::Rejected;
        judgement.reply = Reply::WrongMailbox;
        judgement.reasons.push(if official {
            Reason::NotUnitMailbox
        } else {
            Reason::NotOfficial
        });
    } else {
        judgement.verdict = Verdict::Quarantined;
        judgement.reasons.push(Reason::UnknownSender);
    }
    if let Standing::Refuted(refutation) = standing {
        judgement.reasons.push(Reason::Refuted(*refutation));
    }
}

/// Was the mail too large to be fetched whole? Then it goes to a person.
fn too_large(mail: &Mail, judgement: &mut Judgement) -> bool {
    let Some(note) = mail::our_mark(&mail.header, mail::TRUNCATED_FIELD) else {
        return false;
    };
    let mut numbers = note.split(' ').filter_map(|word| word.parse().ok());
    let (bytes, allowed) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    judgement.reasons.push(Reason::TooLarge { bytes, allowed });
    true
}

/// Judges moment and content, and finds every reason at once.
fn content(judgement: &mut Judgement, case: &Case<'_>, dossier: &Dossier) {
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
        Choice::Nothing => judgement.reasons.push(Reason::NothingAttached),
        Choice::NoWorkbook => judgement.reasons.push(Reason::NoWorkbook),
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
    let (form, figures, findings) = match &case.opened {
        // It was chosen and not opened only when nobody registered sent it.
        Opened::Unopened => return Verdict::Held,
        Opened::Refused(refusal) => return refused(judgement, refusal),
        Opened::Read {
            form,
            figures,
            findings,
            code,
        } => {
            let code = code.clone().map(Reason::FormCode);
            judgement.notes.extend(code);
            (form, figures, findings)
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
    let Some(file) = case.files.get(at) else {
        return Verdict::Held;
    };
    if let Some(current) = dossier
        .in_force()
        .filter(|version| version.workbook == file.digest)
    {
        // Said instead of everything else, because nothing has changed; only
        // why a person must look is said all the same.
        judgement
            .reasons
            .retain(|why| matches!(why, Reason::TooLarge { .. } | Reason::Ambiguous(_)));
        judgement.reasons.push(Reason::Identical(current.version));
        return Verdict::Duplicate;
    }
    judgement.report = Some(Report {
        form: form.clone(),
        figures: figures.clone(),
        workbook: file.digest,
        file_name: file.name.clone(),
    });
    Verdict::Rejected
}

/// Lets the sender's standing overrule what the content amounts to.
fn weigh_sender(
    judgement: &mut Judgement,
    standing: &Standing,
    evidence: &Evidence,
    rules: Rules<'_>,
) {
    let mut reasons = Vec::new();
    match standing {
        Standing::Proven(proof) => judgement.proof = Some(*proof),
        Standing::Refuted(refutation) => {
            judgement.verdict = Verdict::Quarantined;
            judgement.reply = Reply::None;
            let login = evidence
                .login
                .as_ref()
                .filter(|_| *refutation == Refutation::Login);
            let other = login.and_then(|login| rules.campaign.registry.by_mailbox(login));
            reasons.push(other.map_or(Reason::Refuted(*refutation), |unit| {
                Reason::OtherUnit(unit.code.clone())
            }));
        }
        Standing::Unproven | Standing::Unanswered | Standing::Undecided => {
            if judgement.verdict != Verdict::Logged && judgement.verdict != Verdict::Quarantined {
                judgement.verdict = Verdict::Held;
            }
            judgement.reply = Reply::None;
            reasons.push(if *standing == Standing::Undecided {
                Reason::Undecided
            } else {
                Reason::Unproven
            });
            reasons.extend(evidence.run.void.clone().map(Reason::Void));
        }
    }
    judgement.reasons.splice(0..0, reasons);
}
