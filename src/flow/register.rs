//! The campaign as it stands now: its files, with what the office has changed
//! in the registry since. Whoever begins a step asks for it anew, so that a
//! change made on a page, or by another daemon, holds from the next step on and
//! nobody is restarted for it.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::{Timestamp, civil::Date};

use crate::{
    campaign::Campaign,
    edge::store::{Result, Store},
    register,
};

/// The files of a campaign, and what they amount to now.
pub struct Register {
    files: Arc<Campaign>,
    now: RwLock<Now>,
}

/// What the files amount to with the changes of a version, on a day.
#[derive(Clone)]
struct Now {
    as_of: Option<(i64, Date)>,
    campaign: Arc<Campaign>,
}

impl Register {
    /// As the files say it: nothing was asked yet.
    #[must_use]
    pub fn new(files: Arc<Campaign>) -> Self {
        let now = Now {
            as_of: None,
            campaign: files.clone(),
        };
        Self {
            files,
            now: RwLock::new(now),
        }
    }

    /// The campaign as it was when it was last asked for anew.
    #[must_use]
    pub fn last(&self) -> Arc<Campaign> {
        self.read().campaign
    }

    /// The campaign as it stands: one small question to the ledger, and work
    /// only when something was changed or a day has passed.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn current(&self, store: &Store, now: Timestamp) -> Result<Arc<Campaign>> {
        let today = now.to_zoned(self.files.zone.clone()).date();
        let version = store.registry_version(&self.files.id).await?;
        let known = self.read();
        if known.as_of == Some((version, today)) {
            return Ok(known.campaign);
        }
        let (version, amendments) = store.amendments(&self.files.id).await?;
        let (campaign, clashes) = register::amended(&self.files, &amendments, today);
        for clash in clashes {
            tracing::warn!(?clash, "a change of the registry is left out");
        }
        let campaign = Arc::new(campaign);
        let mut held = self.now.write().unwrap_or_else(PoisonError::into_inner);
        *held = Now {
            as_of: Some((version, today)),
            campaign: campaign.clone(),
        };
        Ok(campaign)
    }

    fn read(&self) -> Now {
        self.now
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
