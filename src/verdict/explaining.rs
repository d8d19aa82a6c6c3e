//! A mail with the code of an explanation in its subject. It is never judged as a
//! report, whatever files it carries, so it cannot touch the version in force.

use jiff::Timestamp;

use super::{Reply, Verdict, judgement::Judgement, reason::Reason};
use crate::{dossier::Earlier, explanation::Explaining};

/// Files the mail of a proven unit: the council reads it, the unit gets a short
/// receipt. One that comes once more is filed once; one that only calls itself
/// the same waits for a person, as a report would.
pub(super) fn file(judgement: &mut Judgement, explaining: Explaining, earlier: Option<Earlier>) {
    match earlier {
        Some(earlier) if earlier.same_files => {
            judgement.verdict = Verdict::Duplicate;
            judgement.reasons.push(Reason::Copy(earlier.mail));
            return;
        }
        Some(earlier) => {
            judgement.reasons.push(Reason::IdReused(earlier.mail));
            return;
        }
        None => (),
    }
    judgement.verdict = Verdict::Logged;
    judgement.reply = Reply::Explanation;
    judgement.reasons.push(match explaining {
        Explaining::NotOwn => Reason::ForeignCode,
        Explaining::Own { until } => filed(judgement.moment, until),
    });
}

/// Why it is filed: it explains what the verification found, in time or so many
/// seconds too late.
#[must_use]
pub fn filed(moment: Timestamp, until: Timestamp) -> Reason {
    let late = moment.duration_since(until).as_secs();
    Reason::Explanation((moment >= until).then_some(late))
}
