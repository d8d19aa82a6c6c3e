//! The flow: the few pages on which policy and world meet. Each loop is *step
//! until idle, then wait for a wake-up, a moment or the end*; the step is a
//! plain function, so that `--once` and the tests run it without waiting.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::Notify;

use crate::{
    address::Address,
    campaign::Campaign,
    config::Mailbox,
    edge::store::{Result, Store},
    verdict::limits::Bounds,
    words::Lang,
};

pub mod register;

pub mod examining;

pub mod judging;

mod answering;

mod returning;

mod recording;

mod settling;

pub mod review;

pub mod choices;

pub mod intake;

pub mod outbox;

pub mod filing;

pub mod watching;

pub mod calibrating;

pub mod comparing;

pub mod closing;

pub mod council;

pub mod refreshing;

mod history;

pub mod reminding;

pub mod publishing;

mod rereading;

mod rescoring;

pub mod replaying;
pub mod telling;

pub mod importing;

pub mod service;

use examining::Examiner;
use register::Register;

/// What every loop needs. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// The ledger.
    pub store: Store,
    /// The campaign, as it was when this desk was taken.
    pub campaign: Arc<Campaign>,
    /// The campaign as it stands.
    pub register: Arc<Register>,
    /// Opens mails and gathers what decisions rest on.
    pub examiner: Examiner,
    /// The mailbox we read.
    pub mailbox: Arc<Mailbox>,
    /// Largest mail that is fetched.
    pub mail_bytes: u64,
    /// How much is answered.
    pub bounds: Bounds,
    /// Must two people agree before a report counts whose sender nothing proves?
    pub two_people: bool,
    /// Language of letters.
    pub lang: Lang,
    /// Wake-ups between the loops.
    pub bells: Arc<Bells>,
}

/// Wake-ups. A bell that rings while nobody waits is heard by the next who
/// does, so that none is lost; a bell says only "look again".
#[derive(Default)]
pub struct Bells {
    /// A mail was kept.
    pub kept: Notify,
    /// A letter is owed.
    pub owed: Notify,
    /// A mail was settled.
    pub settled: Notify,
    /// Something was decided that a result may rest on.
    pub decided: Notify,
    /// The mailbox should be looked at.
    pub look: Notify,
}

impl Desk {
    /// The same desk with the registry as it stands now. Every step of a loop
    /// begins with it.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn fresh(&self, now: Timestamp) -> Result<Self> {
        let campaign = self.register.current(&self.store, now).await?;
        let mut desk = self.clone();
        desk.examiner.campaign = campaign.clone();
        desk.campaign = campaign;
        Ok(desk)
    }

    /// Our mailbox's address.
    #[must_use]
    pub fn own(&self) -> &Address {
        &self.mailbox.address
    }
}
