//! Building a desk from the configuration.

use std::sync::Arc;

use super::{Ending, Place, print::warn};
use crate::{
    config::Config,
    edge::{clock, dns::Resolver, files, secret, store::Store, worker::Pool},
    flow::{Bells, Desk, examining::Examiner, register::Register},
    form::{Issue, code::CodeKey},
    words::{Lang, commands},
    workbook::{self, Kind, write},
};

/// Reads the configuration and the campaign it names, and opens the ledger.
pub(super) async fn open(place: &Place) -> Result<(Config, Desk), Ending> {
    let config = files::config(&place.config).map_err(Ending::Complaints)?;
    let resolver = Resolver::new(&config.dns).map_err(anyhow::Error::msg)?;
    // Nothing is begun with files that do not hold.
    let examiner = examiner(&config, resolver)?;
    let store = Store::open(&config.store).await?;
    let desk = Desk {
        store,
        register: Arc::new(Register::new(examiner.campaign.clone())),
        campaign: examiner.campaign.clone(),
        examiner,
        mailbox: Arc::new(config.mailbox.clone()),
        mail_bytes: config.limits.mail_bytes,
        bounds: config.answers,
        two_people: config.web.two_people,
        lang: place.lang,
        bells: Arc::new(Bells::default()),
    };
    let desk = desk.fresh(clock::now()).await?;
    Ok((config, desk))
}

/// An examiner for the configured campaign, asking a given resolver.
pub(super) fn examiner(config: &Config, resolver: Resolver) -> Result<Examiner, Ending> {
    let campaign = files::campaign(&config.campaign).map_err(Ending::Complaints)?;
    Ok(Examiner {
        campaign: Arc::new(campaign),
        policy: Arc::new(config.sender.clone()),
        own: config.mailbox.address.clone(),
        aliases: config.mailbox.aliases.clone(),
        readers: Arc::new(readers(config.limits.workers, config.limits.workbook)?),
        limits: config.limits.workbook,
        resolver: Arc::new(resolver),
        form_key: form_key(config)?.map(Arc::new),
    })
}

/// What codes of issued forms are made with; none when none are issued here, or
/// none have been yet.
pub(super) fn form_key(config: &Config) -> Result<Option<CodeKey>, Ending> {
    match &config.form_key {
        Some(file) => Ok(secret::form_key(file)?),
        None => Ok(None),
    }
}

/// Reading processes: this same program, under bounds.
pub(super) fn readers(count: usize, limits: workbook::Limits) -> Result<Pool, Ending> {
    let program = std::env::current_exe()?;
    Ok(Pool::new(program, count, limits))
}

/// Tries the fences around reading processes. One that lets a deed through is
/// as good as none, so the daemon does not start; one that this kernel does not
/// have is told.
pub(super) async fn try_fences(lang: Lang, readers: &Pool) -> Result<(), Ending> {
    let (fences, done) = readers.try_fences().await?;
    if !done.is_empty() {
        return Err(anyhow::anyhow!("a reading process is not contained: {done:?}").into());
    }
    if let Some(told) = commands::unfenced(lang, fences.paths, fences.calls) {
        warn(told);
    }
    Ok(())
}

/// Reads an empty form through a reading process. If that fails, every report
/// would be turned down for our own fault, so the daemon does not start.
pub(super) async fn try_readers(desk: &Desk) -> Result<(), Ending> {
    let Some(form) = desk.campaign.forms.first() else {
        return Ok(());
    };
    let sample = write::write(Kind::Xlsx, &form.lay_out(&Issue::default()))?;
    let read = desk.examiner.readers.read(sample).await;
    read.map(drop)
        .map_err(|refusal| anyhow::anyhow!("the reading process does not work: {refusal}").into())
}
