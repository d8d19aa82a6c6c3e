//! How long we keep trying.

use jiff::{SignedDuration, Timestamp};

/// What comes after a failure that may pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Try again at this moment.
    Again(Timestamp),
    /// It has been tried long enough: a person must look.
    GiveUp,
}

/// Waits between tries of a letter, as multiples of the first; the last is
/// repeated. With the usual 30 seconds they grow to four hours: a busy relay is
/// over in minutes, a broken one in a day.
const LETTER: [i64; 8] = [1, 2, 10, 30, 60, 120, 240, 480];
/// RFC 5321 §4.5.4.1: give up after four to five days.
const LETTER_FOR: SignedDuration = SignedDuration::from_hours(5 * 24);

/// Seconds between tries of judging a mail: about six hours. The last is
/// repeated, for a mail that is decided and that the ledger does not take.
const JUDGING: [i64; 8] = [30, 120, 600, 1_800, 3_600, 7_200, 7_200, 3_600];
/// Tries of judging a mail. The last of them waits for nobody and decides with
/// what is known; a mail that has had them all is not opened again, because it
/// may be what stops us, and a person looks at its bytes.
pub const JUDGING_TRIES: i64 = JUDGING.len() as i64;

/// After try number `attempt` (from 1) of a letter that is owed since `since`;
/// `first` is how many seconds it waits for the second try.
#[must_use]
pub fn letter(first: i64, attempt: i64, since: Timestamp, now: Timestamp) -> Next {
    // Days in which sending was stopped are no tries.
    let tried = usize::try_from(attempt).is_ok_and(|tries| tries >= LETTER.len());
    if tried && now.duration_since(since) >= LETTER_FOR {
        return Next::GiveUp;
    }
    let seconds = first.saturating_mul(wait(&LETTER, attempt));
    Next::Again(now + SignedDuration::from_secs(seconds.min(14_400)))
}

/// Seconds between tries of telling a program of an event; the last is repeated.
const EVENT: [i64; 8] = [5, 60, 300, 1_800, 3_600, 7_200, 14_400, 28_800];
/// How long an event is told.
const EVENT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// After try number `attempt` (from 1) of an event that is owed since `since`.
#[must_use]
pub fn event(attempt: i64, since: Timestamp, now: Timestamp) -> Next {
    let at = now + SignedDuration::from_secs(wait(&EVENT, attempt));
    if at.duration_since(since) > EVENT_FOR {
        return Next::GiveUp;
    }
    Next::Again(at)
}

/// When a mail is due again, should try number `attempt` (from 1) of judging it
/// come to nothing. Never at once, however many tries it has had: a mail that
/// cannot be settled must not keep the loop turning.
#[must_use]
pub fn judging(attempt: i64, now: Timestamp) -> Timestamp {
    now + SignedDuration::from_secs(wait(&JUDGING, attempt))
}

/// Seconds before a lost connection is tried again: doubled each time from one
/// to sixty, so that a server that comes back is not stormed.
#[must_use]
pub fn reconnect(failures: u32) -> std::time::Duration {
    std::time::Duration::from_secs(1 << (failures.clamp(1, 7) - 1))
        .min(std::time::Duration::from_secs(60))
}

fn wait(steps: &[i64], attempt: i64) -> i64 {
    let at = usize::try_from(attempt.max(1) - 1).unwrap_or(0);
    steps.get(at).or(steps.last()).copied().unwrap_or(60)
}
