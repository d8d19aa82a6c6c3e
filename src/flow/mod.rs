//! The flow: the few pages on which policy and world meet. Each loop is *step
//! until idle, then wait for a wake-up, a moment or the end*; the step is a
//! plain function, so that `--once` and the tests run it without waiting.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::{
    address::Address, campaign::Campaign, config::Mailbox, edge::store::Store,
    verdict::limits::Bounds, words::Lang,
};

pub mod examining;

pub mod judging;

mod answering;

mod returning;

mod settling;

pub mod intake;

pub mod outbox;

pub mod filing;

pub mod watching;

pub mod calibrating;

pub mod comparing;

pub mod closing;

pub mod service;

use examining::Examiner;

/// What every loop needs. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// The ledger.
    pub store: Store,
    /// The campaign.
    pub campaign: Arc<Campaign>,
    /// Opens mails and gathers what decisions rest on.
    pub examiner: Examiner,
    /// The mailbox we read.
    pub mailbox: Arc<Mailbox>,
    /// Largest mail that is fetched.
    pub mail_bytes: u64,
    /// How much is answered.
    pub bounds: Bounds,
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
    /// The mailbox should be looked at.
    pub look: Notify,
}

impl Desk {
    /// Our mailbox's address.
    #[must_use]
    pub fn own(&self) -> &Address {
        &self.mailbox.address
    }
}
