//! The states of a result, and the steps between them.

use jiff::{Timestamp, civil::Date};

use crate::{
    council::{Stage, people::Who, refusal::Refusal, round::Round},
    digest::Digest,
    edition::{self, Draft},
    results::{GroupResult, Snapshot},
    role::Right,
};

/// Where the result of a campaign stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How far it is.
    pub stage: Stage,
    /// The edition that is being worked on, or that is approved.
    pub edition: u32,
    /// Digest of what is frozen, from final on.
    pub frozen: Option<Digest>,
    /// Who finalised, from final on.
    pub finalised_by: String,
    /// When it was finalised: only reports that were there by then are in it.
    pub finalised_at: Option<Timestamp>,
    /// Why there is another edition; empty for the first.
    pub reason: String,
}

impl Standing {
    /// Where every result begins.
    #[must_use]
    pub fn beginning() -> Self {
        Self {
            stage: Stage::Provisional,
            edition: 1,
            frozen: None,
            finalised_by: String::new(),
            finalised_at: None,
            reason: String::new(),
        }
    }

    fn must_be(&self, stage: Stage) -> Result<(), Refusal> {
        match self.stage {
            here if here == stage => Ok(()),
            here => Err(Refusal::WrongStage(here)),
        }
    }

    fn at(&self, stage: Stage) -> Self {
        Self {
            stage,
            ..self.clone()
        }
    }

    /// May the council still mark and decide?
    ///
    /// # Errors
    /// When the result is frozen.
    pub fn must_be_open(&self) -> Result<(), Refusal> {
        if self.stage.is_frozen() {
            Err(Refusal::Frozen(self.stage))
        } else {
            Ok(())
        }
    }

    /// May a figure of a unit be changed? While the council verifies; after
    /// that only as the answer to what the unit explained; and again once a
    /// later edition has been begun.
    ///
    /// # Errors
    /// When it may not.
    pub fn figure_may_change(&self, unit_explained: bool) -> Result<(), Refusal> {
        self.must_be_open()?;
        let open = match self.stage {
            Stage::Provisional => true,
            Stage::Verified => unit_explained,
            Stage::Explained => false,
            Stage::Final | Stage::Approved | Stage::Published => return Ok(()),
        };
        if open || self.edition > 1 {
            Ok(())
        } else {
            Err(Refusal::VerificationClosed)
        }
    }
}

/// Closes the verification: the figures stand, and the units can be asked.
///
/// # Errors
/// When it may not be done.
pub fn verify(who: &Who, now: &Standing) -> Result<Standing, Refusal> {
    who.must_lead(Right::Verify)?;
    now.must_be(Stage::Provisional)?;
    Ok(now.at(Stage::Verified))
}

/// May the units be asked to explain?
///
/// # Errors
/// When they may not.
pub fn ask(who: &Who, now: &Standing) -> Result<(), Refusal> {
    who.must_write()?;
    now.must_be(Stage::Verified)
}

/// Closes the round of explanations: its days are over, or every unit has
/// answered, and the council has dealt with all of them.
///
/// # Errors
/// When it may not be done.
pub fn explain(
    who: &Who,
    now: &Standing,
    round: Option<&Round>,
    at: Timestamp,
    name: impl Fn(&str) -> String,
) -> Result<Standing, Refusal> {
    who.must_lead(Right::Verify)?;
    now.must_be(Stage::Verified)?;
    let round = round.ok_or(Refusal::RoundNotOpened)?;
    if !round.is_over(at) {
        return Err(Refusal::RoundRuns(round.until));
    }
    let open: Vec<String> = round.unanswered().map(name).collect();
    if open.is_empty() {
        Ok(now.at(Stage::Explained))
    } else {
        Err(Refusal::Unanswered(open))
    }
}

/// Freezes a result: nothing of it changes from here on.
///
/// # Errors
/// When it may not be done: something waits for the council, or a prize does.
pub fn finalise(
    who: &Who,
    now: &Standing,
    draft: &Draft,
    before: Option<&Snapshot>,
    at: Timestamp,
) -> Result<Standing, Refusal> {
    who.must_lead(Right::Finalise)?;
    now.must_be(Stage::Explained)?;
    let waiting = pending(&draft.snapshot);
    if !waiting.is_empty() {
        return Err(Refusal::Pending(waiting));
    }
    let ties = prized_ties(&draft.snapshot);
    if !ties.is_empty() {
        return Err(Refusal::Ties(ties));
    }
    if before.is_some_and(|before| edition::difference(before, &draft.snapshot).is_empty()) {
        return Err(Refusal::NoDifference);
    }
    Ok(Standing {
        stage: Stage::Final,
        frozen: Some(draft.digest),
        finalised_by: who.account.clone(),
        finalised_at: Some(at),
        ..now.clone()
    })
}

/// The decision that approves a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approving {
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: Date,
    /// Digest of what the approver saw.
    pub seen: Digest,
}

/// Approves what is frozen, and nothing else: the approver saw it, it is stored
/// as it was frozen, and reports and files would still give it.
///
/// # Errors
/// When it may not be done.
pub fn approve(
    who: &Who,
    now: &Standing,
    approving: &Approving,
    stored: Digest,
    again: Digest,
    today: Date,
) -> Result<Standing, Refusal> {
    who.must(Right::Approve)?;
    now.must_be(Stage::Final)?;
    if who.account == now.finalised_by {
        return Err(Refusal::SameHand);
    }
    let Some(frozen) = now.frozen else {
        return Err(Refusal::WrongStage(now.stage));
    };
    if stored != frozen {
        return Err(Refusal::Altered {
            noted: frozen,
            stored,
        });
    }
    if approving.seen != frozen {
        let seen = approving.seen;
        return Err(Refusal::NotWhatWasSeen { seen, frozen });
    }
    if again != frozen {
        return Err(Refusal::Overtaken { frozen, now: again });
    }
    if approving.number.trim().is_empty() {
        return Err(Refusal::NoNumber);
    }
    if approving.date > today {
        return Err(Refusal::DateAhead(approving.date));
    }
    Ok(now.at(Stage::Approved))
}

/// Publishes what was approved.
///
/// # Errors
/// When it may not be done.
pub fn publish(who: &Who, now: &Standing, stored: Digest) -> Result<Standing, Refusal> {
    who.must(Right::Publish)?;
    now.must_be(Stage::Approved)?;
    match now.frozen {
        Some(noted) if noted != stored => Err(Refusal::Altered { noted, stored }),
        Some(_) => Ok(now.at(Stage::Published)),
        None => Err(Refusal::WrongStage(now.stage)),
    }
}

/// Gives a final result back to the council, before it is approved: by whoever
/// would approve it, or by the council's own head or deputy.
///
/// # Errors
/// When it may not be done.
pub fn give_back(who: &Who, now: &Standing, reason: &str) -> Result<Standing, Refusal> {
    if !who.role.may(Right::Approve) {
        who.must_lead(Right::Finalise)?;
    }
    now.must_be(Stage::Final)?;
    begin_again(now, now.edition, reason)
}

/// Begins another edition of an approved result. The one before stays as it is.
///
/// # Errors
/// When it may not be done.
pub fn reopen(who: &Who, now: &Standing, reason: &str) -> Result<Standing, Refusal> {
    who.must_lead(Right::Finalise)?;
    if !matches!(now.stage, Stage::Approved | Stage::Published) {
        return Err(Refusal::WrongStage(now.stage));
    }
    begin_again(now, now.edition.saturating_add(1), reason)
}

/// Back to the council. Why a result was given back is told once, to the audit;
/// why there is another edition is told with that edition.
fn begin_again(now: &Standing, edition: u32, reason: &str) -> Result<Standing, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::NoReason);
    }
    let reason = if edition == now.edition {
        now.reason.clone()
    } else {
        reason.to_owned()
    };
    Ok(Standing {
        stage: Stage::Explained,
        edition,
        reason,
        ..Standing::beginning()
    })
}

/// What waits for the council: unit and item of every ranked unit.
#[must_use]
pub fn pending(snapshot: &Snapshot) -> Vec<(String, String)> {
    let groups = snapshot.groups.iter();
    let ranked = groups.flat_map(|group| &group.units);
    let ranked = ranked.filter(|unit| unit.rank.is_some());
    ranked
        .flat_map(|unit| {
            let waits = unit.items.iter().filter(|item| item.state == "pending");
            waits.map(|item| (unit.unit.clone(), item.code.clone()))
        })
        .collect()
}

/// Ties that a prize waits for, as the names of the units.
#[must_use]
pub fn prized_ties(snapshot: &Snapshot) -> Vec<Vec<String>> {
    let touches = |group: &GroupResult, rank: usize, many: usize| {
        let mut places = group.prizes.iter().map(|prize| prize.place);
        places.any(|place| (rank..rank + many).contains(&place))
    };
    let ties = snapshot.groups.iter().flat_map(|group| {
        let open = group.ties.iter().filter(|tie| !tie.decided);
        open.filter(|tie| touches(group, tie.rank, tie.units.len()))
    });
    ties.map(|tie| tie.names.clone()).collect()
}
