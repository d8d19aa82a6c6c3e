//! What a decision does to the reports of the unit.

use super::Matter;
use crate::{
    campaign::window::Punctuality,
    verdict::{Verdict, judgement::Judgement, reason::Reason},
};

/// What a decision does to the reports of the unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// This mail becomes a version, and that is in force.
    Enters,
    /// This mail becomes a late version, which waits for the council.
    IsLate,
    /// Its version stays what it is.
    Stays,
    /// Its version no longer counts; carries the one that counts instead.
    Leaves(Option<u32>),
    /// It is no report: the council has it as what the unit explained.
    Explains,
    /// Nothing changes.
    Nothing,
}

/// Does a mail with this judgement stand as a version of its unit's report, in
/// force or late?
#[must_use]
pub fn stands(judgement: &Judgement) -> bool {
    let late_only = matches!(judgement.reasons.as_slice(), [Reason::Late(_)]);
    let reported = judgement.report.is_some() && judgement.unit.is_some();
    reported
        && (judgement.verdict == Verdict::Accepted
            || (judgement.verdict == Verdict::Rejected && late_only))
}

/// Is it with the council as what the unit explained? One that a person has held
/// since is not.
#[must_use]
pub fn is_filed(judgement: &Judgement) -> bool {
    judgement.verdict == Verdict::Logged && matches!(*judgement.reasons, [Reason::Explanation(_)])
}

/// Do both say the same about the report? Then its version goes on.
#[must_use]
pub fn is_same_report(before: &Judgement, after: &Judgement) -> bool {
    stands(before)
        && stands(after)
        && before.report == after.report
        && before.unit == after.unit
        && before.moment == after.moment
        && before.punctuality == after.punctuality
}

/// Did judging again change nothing that anybody could be told?
#[must_use]
pub fn is_unchanged(before: &Judgement, after: &Judgement) -> bool {
    before.verdict == after.verdict
        && before.reasons == after.reasons
        && before.findings == after.findings
        && before.report == after.report
        && before.unit == after.unit
        && before.proof == after.proof
        && before.punctuality == after.punctuality
        && before.review.is_none()
}

/// What a judgement does to the reports of the unit.
#[must_use]
pub fn effect(matter: Matter<'_>, after: &Judgement) -> Effect {
    let late = matches!(after.punctuality, Punctuality::Late(_));
    match (matter.own, stands(after)) {
        (Some(_), true) if is_same_report(matter.judgement, after) => Effect::Stays,
        (_, true) if late => Effect::IsLate,
        (_, true) => Effect::Enters,
        (Some(own), false) if own.counts => {
            let others = matter.others.in_force();
            Effect::Leaves(others.map(|other| other.version))
        }
        (None, false) if is_filed(after) && !is_filed(matter.judgement) => Effect::Explains,
        (Some(_) | None, false) => Effect::Nothing,
    }
}
