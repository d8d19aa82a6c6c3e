//! `congvu outbox`: whether letters are sent, which wait, which did not arrive;
//! `--resume` lets sending go on after a person has looked.

use clap::Args;
use jiff::Timestamp;

use super::{
    Ending, Outcome, Place,
    print::{aligned, say},
};
use crate::{
    edge::{
        clock, files, process,
        store::{Actor, LetterLine, Store, Undelivered},
    },
    words::{Lang, outbox, times},
};

/// Most letters of each list.
const SHOWN: u32 = 50;

/// Arguments of `outbox`.
#[derive(Args)]
pub(super) struct Outbox {
    /// Gửi tiếp sau khi đã tìm ra nguyên nhân làm ngừng gửi
    #[arg(long)]
    resume: bool,
}

pub(super) async fn run(place: &Place, wish: Outbox) -> Outcome {
    let config = files::config(&place.config).map_err(Ending::Complaints)?;
    let campaign = files::campaign(&config.campaign).map_err(Ending::Complaints)?;
    let store = Store::open(&config.store).await?;
    let lang = place.lang;
    if wish.resume {
        return resume(&store, lang).await;
    }
    let moment = |at: Timestamp| times::moment(lang, at, &campaign.zone);
    match store.breaker().await? {
        Some(breaker) => {
            say(&outbox::stopped(
                lang,
                breaker.why,
                &moment(breaker.opened_at),
            ));
            say(outbox::how_to_resume(lang));
        }
        None => say(outbox::running(lang)),
    }
    let owed = store.owed().await?;
    say(&outbox::waiting(
        lang,
        owed.waiting,
        owed.oldest.map(moment).as_deref(),
    ));
    say(&outbox::failed(lang, owed.failed));
    let failed = store.failed_letters(SHOWN).await?;
    list(
        lang,
        failed.iter().map(|line| refused(line, &moment)).collect(),
    );
    let returned = store.undelivered().await?;
    say(&outbox::bounced(lang, returned.len()));
    list(
        lang,
        returned.iter().map(|line| bounced(line, &moment)).collect(),
    );
    Ok(())
}

async fn resume(store: &Store, lang: Lang) -> Outcome {
    let by = Actor::Command(format!("outbox --resume ({})", process::user()));
    let mut tx = store.begin(&by, clock::now()).await?;
    let resumed = tx.resume_sending().await?;
    tx.commit().await?;
    if resumed {
        say(&outbox::resumed(lang, store.owed().await?.waiting));
    } else {
        say(outbox::not_stopped(lang));
    }
    Ok(())
}

fn list(lang: Lang, rows: Vec<Vec<String>>) {
    if rows.is_empty() {
        return;
    }
    let heads = ["letter", "mail", "unit", "recipient", "kind", "at", "why"];
    let mut all = vec![heads.map(|key| outbox::head(lang, key).to_owned()).to_vec()];
    all.extend(rows);
    for line in aligned(&all) {
        say(&format!("  {line}"));
    }
}

fn refused(line: &LetterLine, moment: &impl Fn(Timestamp) -> String) -> Vec<String> {
    vec![
        line.id.0.to_string(),
        line.mail
            .map_or_else(String::new, |mail| mail.0.to_string()),
        String::new(),
        line.recipient.as_str().to_owned(),
        line.kind.clone(),
        line.failed_at.map_or_else(String::new, moment),
        line.last_error.clone().unwrap_or_default(),
    ]
}

fn bounced(line: &Undelivered, moment: &impl Fn(Timestamp) -> String) -> Vec<String> {
    vec![
        line.id.0.to_string(),
        line.mail
            .map_or_else(String::new, |mail| mail.0.to_string()),
        line.unit.clone().unwrap_or_default(),
        line.recipient.as_str().to_owned(),
        line.kind.clone(),
        moment(line.bounced_at),
        line.bounce.clone(),
    ]
}
