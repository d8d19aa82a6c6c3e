//! Who is reminded, of what, and when: from what each unit has sent itself,
//! never from a list that was made once.
//!
//! A unit that has reported is not written to. After a pause only the newest
//! stage that applies is sent, once; what it missed meanwhile is not made up
//! for. The same words go to a unit twice at most. An address that gives
//! letters back is told to the office instead of being written to once more.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use crate::{
    address::Address,
    campaign::{
        Campaign,
        stages::{Plan, Stage},
        window::Window,
    },
    digest::Digest,
};

/// How long after its moment a letter about what is over is still sent.
const STALE: SignedDuration = SignedDuration::from_hours(72);
/// A unit that mends is not written to so near to another letter.
const APART: SignedDuration = SignedDuration::from_hours(12);
/// The same words to one unit, at most.
const SAME_WORDS: usize = 2;

/// What a unit has sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Situation {
    /// Nothing.
    Silent,
    /// Something that was turned down, and nothing since.
    Rejected {
        /// The mail that was turned down last.
        mail: i64,
        /// Its moment.
        at: Timestamp,
    },
    /// Something that a person has to look at.
    Held {
        /// The moment of the newest.
        at: Timestamp,
    },
    /// A report, on time or late.
    Reported,
}

impl Situation {
    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Rejected { .. } => "rejected",
            Self::Held { .. } => "held",
            Self::Reported => "reported",
        }
    }
}

/// Where a unit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its code.
    pub unit: String,
    /// The window that holds for it.
    pub window: Window,
    /// Need it not report?
    pub exempt: bool,
    /// Where its letters go.
    pub mailbox: Address,
    /// Did the last letter there arrive, as far as anybody has told us?
    pub reachable: bool,
    /// What it has sent.
    pub situation: Situation,
}

impl Standing {
    /// Is something still expected of it?
    #[must_use]
    pub fn is_expected(&self) -> bool {
        !self.exempt && self.situation != Situation::Reported
    }
}

/// A reminder that was written, or told to the office because it could not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The unit.
    pub unit: String,
    /// The stage.
    pub stage: Stage,
    /// What made it another of its stage: [`Reminder::round`].
    pub round: Timestamp,
    /// When.
    pub at: Timestamp,
    /// Its words.
    pub says: Digest,
    /// To whom.
    pub recipient: Address,
    /// Was a letter written? Otherwise the office was told.
    pub written: bool,
}

/// A reminder to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The unit.
    pub unit: String,
    /// The stage.
    pub stage: Stage,
    /// What makes it another of its stage: the end of the unit's window, so that
    /// whoever is given more time is reminded of the new end as well. One of the
    /// beginning has the beginning, of a report turned down its moment, a letter
    /// by hand its day.
    pub round: Timestamp,
    /// What the unit has sent.
    pub situation: Situation,
    /// Until when its report counts.
    pub closes: Timestamp,
    /// Where it goes.
    pub mailbox: Address,
    /// What it says, in so far as two letters can say the same.
    pub says: Digest,
}

/// What is to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// Letters to be written.
    pub letters: Vec<Reminder>,
    /// Letters that would go to a mailbox that gives them back: the office is
    /// told, once for each.
    pub unreachable: Vec<Reminder>,
}

/// What the daemon has to send.
#[must_use]
pub fn due(states: &[Standing], ledger: &[Noted], campaign: &Campaign, now: Timestamp) -> Due {
    let mut due = Due::default();
    for standing in states.iter().filter(|standing| standing.is_expected()) {
        let Some(next) = next(standing, ledger, campaign, now) else {
            continue;
        };
        let of_it = |noted: &&Noted| same(noted, &next);
        let mut noted = ledger.iter().filter(of_it);
        if noted.any(|noted| noted.written || noted.recipient == next.mailbox) {
            continue;
        }
        if !standing.reachable {
            due.unreachable.push(next);
        } else if !is_said_too_often(&next, ledger) {
            due.letters.push(next);
        }
    }
    due
}

/// What a person may send now, to these units: one letter a day each.
#[must_use]
pub fn by_hand(
    states: &[Standing],
    ledger: &[Noted],
    zone: &TimeZone,
    now: Timestamp,
) -> Vec<Reminder> {
    let today = now.to_zoned(zone.clone()).start_of_day();
    let round = today.map_or(now, |day| day.timestamp());
    let letter = |standing: &Standing| reminder(standing, Stage::ByHand, round);
    states
        .iter()
        .filter(|standing| standing.is_expected())
        .map(letter)
        .filter(|next| {
            !ledger
                .iter()
                .any(|noted| noted.written && same(noted, next))
        })
        .filter(|next| !is_said_too_often(next, ledger))
        .collect()
}

/// What a person is offered to send: what is due at a stage, and to all others
/// of whom a report is expected a letter by hand. Whether the last letter
/// arrived is for that person to weigh.
#[must_use]
pub fn offered(
    states: &[Standing],
    ledger: &[Noted],
    campaign: &Campaign,
    now: Timestamp,
) -> Vec<Reminder> {
    let stages = due(states, ledger, campaign, now);
    let mut offered = stages.letters;
    offered.extend(stages.unreachable);
    let hand = by_hand(states, ledger, &campaign.zone, now);
    let other = |one: &Reminder| !offered.iter().any(|it| it.unit == one.unit);
    let others: Vec<Reminder> = hand.into_iter().filter(other).collect();
    offered.extend(others);
    offered
}

/// The newest stage that applies to a unit, if one does.
fn next(
    standing: &Standing,
    ledger: &[Noted],
    campaign: &Campaign,
    now: Timestamp,
) -> Option<Reminder> {
    let Standing {
        window, situation, ..
    } = standing;
    let (plan, zone) = (&campaign.reminders, &campaign.zone);
    let moments = calendar(plan, window, zone);
    let newest = moments
        .iter()
        .filter(|(at, stage)| *at <= now && applies(*stage, *situation, *at, window, now))
        .max_by_key(|(at, _)| *at)
        .map(|(_, stage)| reminder(standing, *stage, round(*stage, window)));
    let sent = |next: &Reminder| ledger.iter().any(|it| it.written && same(it, next));
    if newest.as_ref().is_some_and(|newest| !sent(newest)) {
        return newest;
    }
    uncured(standing, plan, &moments, ledger, now).or(newest)
}

/// The moments of the calendar for a unit.
#[must_use]
pub fn calendar(plan: &Plan, window: &Window, zone: &TimeZone) -> Vec<(Timestamp, Stage)> {
    let moment = |stage| Some((plan.moment(stage, window, zone)?, stage));
    Stage::CALENDAR.into_iter().filter_map(moment).collect()
}

/// Is there something to say at a stage to a unit that stands so?
fn applies(
    stage: Stage,
    situation: Situation,
    at: Timestamp,
    window: &Window,
    now: Timestamp,
) -> bool {
    let open = now < window.closes;
    match (stage, situation) {
        (_, Situation::Reported) | (Stage::Uncured | Stage::ByHand, _) => false,
        (Stage::Opening | Stage::Midpoint, Situation::Silent) => open,
        (Stage::Opening | Stage::Midpoint, _) => false,
        (Stage::TwoDaysBefore | Stage::LastMorning, _) => open,
        // Whoever waits for us has nothing to do.
        (Stage::PastDue, Situation::Held { .. }) => false,
        (Stage::PastDue, _) => now.duration_since(at) < STALE,
    }
}

/// A unit that was turned down and has let a day go by, unless another letter
/// has just gone, or is about to go, that says the same.
fn uncured(
    standing: &Standing,
    plan: &Plan,
    moments: &[(Timestamp, Stage)],
    ledger: &[Noted],
    now: Timestamp,
) -> Option<Reminder> {
    let Situation::Rejected { at, .. } = standing.situation else {
        return None;
    };
    let since = now.duration_since(at);
    if since < plan.uncured? || now >= standing.window.closes {
        return None;
    }
    let near = |other: Timestamp| now.duration_since(other).abs() < APART;
    let ahead = moments
        .iter()
        .any(|(at, stage)| matches!(stage, Stage::TwoDaysBefore | Stage::LastMorning) && near(*at));
    let behind = ledger
        .iter()
        .any(|noted| noted.unit == standing.unit && noted.written && near(noted.at));
    (!ahead && !behind).then(|| reminder(standing, Stage::Uncured, at))
}

fn reminder(standing: &Standing, stage: Stage, round: Timestamp) -> Reminder {
    let mail = match standing.situation {
        Situation::Rejected { mail, .. } => mail.to_string(),
        Situation::Held { at } => at.to_string(),
        Situation::Silent | Situation::Reported => String::new(),
    };
    let closes = standing.window.closes;
    let end = closes.to_string();
    let says = [stage.as_str(), standing.situation.as_str(), &mail, &end].map(str::as_bytes);
    Reminder {
        unit: standing.unit.clone(),
        stage,
        round,
        situation: standing.situation,
        closes,
        mailbox: standing.mailbox.clone(),
        says: Digest::of_parts(&says),
    }
}

/// More time is no reason to begin anew what has been said of the beginning.
fn round(stage: Stage, window: &Window) -> Timestamp {
    match stage {
        Stage::Opening | Stage::Midpoint => window.opens,
        Stage::TwoDaysBefore
        | Stage::LastMorning
        | Stage::PastDue
        | Stage::Uncured
        | Stage::ByHand => window.closes,
    }
}

/// Are they of one stage, so that one stands for the other?
fn same(noted: &Noted, next: &Reminder) -> bool {
    noted.unit == next.unit && noted.stage == next.stage && noted.round == next.round
}

fn is_said_too_often(next: &Reminder, ledger: &[Noted]) -> bool {
    let same = |noted: &&Noted| noted.written && noted.unit == next.unit && noted.says == next.says;
    ledger.iter().filter(same).count() >= SAME_WORDS
}
