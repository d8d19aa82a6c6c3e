//! `congvu ingest`: mails from files, through the same steps as mail that
//! arrives. Their letters are owed; the daemon sends them.

use std::{fs, path::PathBuf};

use clap::Args;
use jiff::Timestamp;

use super::{
    Outcome, Place, desk,
    print::{aligned, say},
};
use crate::{
    digest::Digest,
    edge::{
        clock, files,
        store::{Actor, MailId, NewMail, Source},
    },
    flow::{Desk, judging},
    mail::{header::Header, received},
    words::commands::{self, head},
};

/// Arguments of `ingest`.
#[derive(Args)]
pub(super) struct Ingest {
    /// Tệp .eml, thư mục có .eml, hoặc Maildir
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

pub(super) async fn run(place: &Place, ingest: Ingest) -> Outcome {
    let (_, desk) = desk::open(place).await?;
    let mut kept = Vec::new();
    for path in &ingest.paths {
        for file in files::mails(path)? {
            kept.push((file.clone(), keep(&desk, &file).await?));
        }
    }
    judging::drain(&desk).await?;
    let mut rows = vec![
        ["file", "verdict", "unit", "number", "reasons"]
            .map(|key| head(place.lang, key).to_owned())
            .to_vec(),
    ];
    for (file, mail) in kept {
        let page = desk.store.mail(mail).await?;
        let newest = page.and_then(|page| {
            page.verdicts
                .into_iter()
                .max_by_key(|verdict| verdict.revision)
        });
        let Some(newest) = newest else { continue };
        rows.push(vec![
            file.display().to_string(),
            commands::verdict(place.lang, newest.verdict).to_owned(),
            newest.unit.unwrap_or_default(),
            newest.number.unwrap_or_default(),
            newest.reasons.join(" "),
        ]);
    }
    for line in aligned(&rows) {
        say(&line);
    }
    Ok(())
}

async fn keep(desk: &Desk, file: &std::path::Path) -> Result<MailId, super::Ending> {
    let raw = files::bytes(file).map_err(super::Ending::Complaints)?;
    let received_at = match hop_moment(desk, &raw) {
        Some(at) => at,
        None => Timestamp::try_from(fs::metadata(file)?.modified()?)?,
    };
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let actor = Actor::Command("ingest".to_owned());
    let mut tx = desk.store.begin(&actor, clock::now()).await?;
    let mail = NewMail {
        digest: Digest::of(&raw),
        bytes: &raw,
        received_at,
        source: Source::File(&name),
    };
    let kept = tx.keep(&[mail]).await?;
    tx.commit().await?;
    let kept = kept
        .first()
        .ok_or_else(|| anyhow::anyhow!("nothing was kept"))?;
    Ok(kept.mail)
}

/// When our own host took the mail in; a file has no `INTERNALDATE`.
fn hop_moment(desk: &Desk, raw: &[u8]) -> Option<Timestamp> {
    let header = Header::read(raw);
    received::trusted_hop(header.all("received"), &desk.examiner.policy.own_hosts)?.at
}
