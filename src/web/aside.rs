//! Work that fills a processor for a while, done beside the threads that
//! answer: checking a password, opening a large mail.
//!
//! It is the one place of the pages that starts something. What it starts has
//! no loop and no state, is waited for, and ends by itself. When nobody waits
//! any more because the browser has left, it keeps its turn until it ends:
//! whoever asks and leaves a hundred times gets no more done than one who stays.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
    time::timeout,
};

use super::failure::Failure;

/// How many turns there are: checking one password fills 19 MiB.
pub const AT_ONCE: usize = 2;

/// How long one waits for a turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// The right to do such work. It is given back when it is dropped.
pub struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Turn {
    /// Waits for a turn, for a while.
    ///
    /// # Errors
    /// [`Failure::Busy`] when others took too long.
    pub async fn wait(turns: &Arc<Semaphore>) -> Result<Self, Failure> {
        match timeout(PATIENCE, Arc::clone(turns).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Self { _permit: permit }),
            Ok(Err(_)) | Err(_) => Err(Failure::Busy),
        }
    }

    /// Does the work and gives the turn back to its holder.
    ///
    /// # Errors
    /// [`Failure::Broken`] when the work panicked.
    pub async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<(Self, T), Failure> {
        spawn_blocking(move || (self, work()))
            .await
            .map_err(|error| Failure::Broken(error.to_string()))
    }
}
