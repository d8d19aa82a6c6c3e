//! A mail that came before, coming once more.
//!
//! Mail systems deliver twice, and whoever holds an old mail of a unit can send
//! it again: its signature still holds. Neither may roll a report back to an
//! older one, nor be answered a second time.

use super::{Reply, Verdict, judgement::Judgement, reason::Reason};
use crate::dossier::Earlier;

/// Lets a proven mail that calls itself the same as an earlier one be its copy,
/// or, when it carries other files, wait for a person. What is held or shut
/// away already stays so: its reasons weigh more.
pub fn weigh(judgement: &mut Judgement, earlier: Earlier) {
    match judgement.verdict {
        Verdict::Accepted | Verdict::Rejected | Verdict::Duplicate => (),
        Verdict::Held | Verdict::Quarantined | Verdict::Logged => return,
    }
    judgement.reply = Reply::None;
    if earlier.same_files {
        judgement.verdict = Verdict::Duplicate;
        judgement.reasons = vec![Reason::Copy(earlier.mail)];
        judgement.findings.clear();
        judgement.report = None;
    } else {
        judgement.verdict = Verdict::Held;
        judgement.reasons.insert(0, Reason::IdReused(earlier.mail));
    }
}
