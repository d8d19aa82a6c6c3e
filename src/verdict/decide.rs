//! The decision. The whole policy of the office stands here; it touches
//! nothing: the same mail, evidence, campaign and dossier give the same
//! judgement for ever, which is why a year's results can be replayed from the
//! raw mails.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{
    Reply, Verdict, content, copies, explaining,
    files::Choice,
    judgement::{Fate, File, Judgement},
    reason::Reason,
};
use crate::{
    address::Address,
    campaign::{Campaign, window},
    dossier::Dossier,
    figures::{Code, Figures},
    finding::Finding,
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
        /// Name of the sheet that holds them.
        sheet: String,
        /// Where the value of each indicator stands.
        cells: BTreeMap<Code, String>,
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
    let mut judgement = begin(&case, rules, dossier);
    if set_aside(&mut judgement, &case, rules) {
        return close(judgement, case);
    }
    let header = &case.mail.header;
    let Some(from) = judgement.from.clone() else {
        // No lint and no address cannot be; a person may look all the same.
        judgement.reasons.push(Reason::UnknownSender);
        return close(judgement, case);
    };
    let arrived = case.evidence.hop_at.unwrap_or(case.received_at);
    let standing = sender::prove(&from, header, &case.evidence, rules.policy, arrived);
    if sender::is_stale(&from, header, &case.evidence, arrived) {
        judgement.notes.push(Reason::StaleSignature);
    }
    if judgement.unit.is_none() {
        // Nobody waits for a stranger's name server, answered or not: it may be
        // his own, and made to keep us waiting.
        stranger(&mut judgement, &case, &standing, rules);
        if case.mail.silence().is_some() || !is_to_us(header, rules) {
            judgement.reply = Reply::None;
        }
        return close(judgement, case);
    }
    if let Some(what) = awaited(&case, &standing).filter(|_| !rules.last_try) {
        return Decision::Wait(what);
    }
    let truncated = content::too_large(case.mail, &mut judgement);
    let explaining = dossier.explaining.filter(|_| case.mail.silence().is_none());
    if let Some(explaining) = explaining.filter(|_| !truncated) {
        weigh_sender(&mut judgement, &standing, &case.evidence, rules);
        if !is_to_us(header, rules) {
            judgement.reasons.insert(0, Reason::NotToUs);
        } else if matches!(standing, Standing::Proven(_)) {
            explaining::file(&mut judgement, explaining, dossier.earlier);
        }
        return close(judgement, case);
    }
    content::judge(&mut judgement, &case, dossier);
    if truncated {
        judgement.report = None;
    }
    weigh_sender(&mut judgement, &standing, &case.evidence, rules);
    if let (Standing::Proven(_), Some(earlier)) = (&standing, dossier.earlier) {
        copies::weigh(&mut judgement, earlier);
    }
    if judgement.verdict.is_answerable() && !is_to_us(header, rules) {
        judgement.verdict = Verdict::Held;
        judgement.reply = Reply::None;
        judgement.reasons.insert(0, Reason::NotToUs);
    }
    if judgement.verdict != Verdict::Held && case.mail.silence().is_some() {
        judgement.reply = Reply::None;
    }
    close(judgement, case)
}

/// What is known of every mail before anything is decided.
fn begin(case: &Case<'_>, rules: Rules<'_>, dossier: &Dossier) -> Judgement {
    let header = &case.mail.header;
    let moment = window::moment(case.received_at, case.evidence.hop_at);
    let from = header.from();
    // What came from a mailbox after its unit had left it is another's.
    let day = moment.to_zoned(rules.campaign.zone.clone()).date();
    let unit = from
        .as_ref()
        .and_then(|from| rules.campaign.registry.by_mailbox_on(from, day));
    let window = unit.map_or(rules.campaign.window, |unit| {
        rules.campaign.window_of(&unit.code)
    });
    Judgement {
        verdict: Verdict::Held,
        reply: Reply::None,
        reasons: Vec::new(),
        notes: header.warnings.iter().cloned().map(Reason::Odd).collect(),
        unit: unit.map(|unit| unit.code.clone()),
        from,
        proof: None,
        moment,
        punctuality: window.judge(moment, dossier.is_mending()),
        findings: Vec::new(),
        files: Vec::new(),
        report: None,
        evidence: Evidence::default(),
        review: None,
    }
}

/// Is the mail one whose content is not looked at? Then the verdict is there.
fn set_aside(judgement: &mut Judgement, case: &Case<'_>, rules: Rules<'_>) -> bool {
    let header = &case.mail.header;
    if mail::our_mark(header, mail::UNFETCHED_FIELD).is_some() {
        judgement.reasons.push(Reason::Unjudged);
        return true;
    }
    if let Some(machine) = automatic::machine(header, rules.own) {
        judgement.verdict = Verdict::Logged;
        judgement.reasons.push(Reason::Machine(machine));
        return true;
    }
    if header.lints.is_empty() {
        return false;
    }
    judgement.verdict = Verdict::Quarantined;
    let lints = header.lints.iter().cloned().map(Reason::Lint);
    judgement.reasons.extend(lints);
    if judgement.unit.is_none()
        && let Some(victim) = claimed(header, rules)
    {
        let code = victim.code.clone();
        judgement.reasons.push(Reason::LookAlike(code));
    }
    true
}

/// What has not answered yet and may answer later.
fn awaited(case: &Case<'_>, standing: &Standing) -> Option<&'static str> {
    if *standing == Standing::Unanswered {
        return Some("dns");
    }
    let ours = matches!(&case.opened, Opened::Refused(why) if why.blame() == Blame::Ours);
    ours.then_some("reader")
}

fn is_to_us(header: &Header, rules: Rules<'_>) -> bool {
    header.is_addressed_to(|it| it == rules.own || rules.aliases.contains(it))
}

fn close(mut judgement: Judgement, case: Case<'_>) -> Decision {
    judgement.evidence = case.evidence;
    judgement.files = case.files;
    // Chosen is not read: what was never opened is not said to have been.
    let fate = if matches!(case.opened, Opened::Unopened) {
        Fate::Undecided
    } else if judgement.report.is_none() && judgement.verdict == Verdict::Rejected {
        Fate::Unreadable
    } else {
        Fate::Report
    };
    let files = judgement.files.iter_mut();
    files
        .filter(|file| file.fate == Fate::Report)
        .for_each(|file| file.fate = fate);
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
