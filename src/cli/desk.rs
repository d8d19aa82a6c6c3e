//! Building a desk from the configuration.

use std::sync::Arc;

use super::{Ending, Place};
use crate::{
    config::Config,
    edge::{dns::Resolver, files, store::Store, worker::Pool},
    flow::{Bells, Desk},
    workbook,
};

/// Reads the configuration and the campaign it names, and opens the ledger.
pub(super) async fn open(place: &Place) -> Result<(Config, Desk), Ending> {
    let config = files::config(&place.config).map_err(Ending::Complaints)?;
    let store = Store::open(&config.store).await?;
    let resolver = Resolver::new(&config.dns).map_err(anyhow::Error::msg)?;
    let desk = with(place, &config, store, resolver)?;
    Ok((config, desk))
}

/// A desk on a given ledger, asking a given resolver.
pub(super) fn with(
    place: &Place,
    config: &Config,
    store: Store,
    resolver: Resolver,
) -> Result<Desk, Ending> {
    let campaign = files::campaign(&config.campaign).map_err(Ending::Complaints)?;
    Ok(Desk {
        store,
        campaign: Arc::new(campaign),
        policy: Arc::new(config.sender.clone()),
        mailbox: Arc::new(config.mailbox.clone()),
        readers: Arc::new(readers(config.limits.workers)?),
        limits: workbook::Limits::default(),
        resolver: Arc::new(resolver),
        mail_bytes: config.limits.mail_bytes,
        lang: place.lang,
        bells: Arc::new(Bells::default()),
    })
}

/// Reading processes: this same program, under bounds.
pub(super) fn readers(count: usize) -> Result<Pool, Ending> {
    let program = std::env::current_exe()?;
    Ok(Pool::new(program, count, workbook::Limits::default()))
}
