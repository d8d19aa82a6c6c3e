//! `congvu evidence import-…`: what would come of a register or of messages is
//! shown; it is taken only with `--commit`.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{
    Ending, Outcome, Place,
    evidence::{actor, name},
    print::{aligned, say, warn},
    say_json,
};
use crate::{
    edge::{clock, files},
    evidence::{Channel, Record, incoming::Fate},
    flow::{
        Desk,
        importing::{self, Kind, Unread},
    },
    words::{Lang, evidence as words, imports as told},
};

/// Arguments of `evidence import-register`.
#[derive(Args)]
pub(super) struct Register {
    /// Sổ văn bản đến (.xlsx, .xls, .ods, .csv)
    file: PathBuf,
    /// Văn bản trong sổ là bản giấy hay văn bản qua phần mềm
    #[arg(long, value_enum, default_value_t = Way::Software)]
    channel: Way,
    /// Ghi nhận cả dòng gợi ý này
    #[arg(long = "take", value_name = "LINE")]
    lines: Vec<u32>,
    /// Ghi nhận thật; không có thì chỉ xem trước
    #[arg(long)]
    commit: bool,
    /// In JSON
    #[arg(long)]
    json: bool,
}

/// Arguments of `evidence import-edxml`.
#[derive(Args)]
pub(super) struct Messages {
    /// Gói tin edXML
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Ghi nhận cả văn bản chỉ là gợi ý
    #[arg(long)]
    take: bool,
    /// Ghi nhận thật; không có thì chỉ xem trước
    #[arg(long)]
    commit: bool,
    /// In JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Way {
    Paper,
    Software,
}

fn unread(lang: Lang, why: &Unread) -> String {
    match why {
        Unread::Refused(why) => told::refused(lang, why),
        Unread::Register(why) => told::register_fault(lang, why),
        Unread::Message(why) => told::message_fault(lang, why),
    }
}

pub(super) async fn register(place: &Place, desk: &Desk, wish: Register) -> Outcome {
    let channel = match wish.channel {
        Way::Paper => Channel::Paper,
        Way::Software => Channel::DocumentSoftware,
    };
    let chosen: BTreeSet<u32> = wish.lines.iter().copied().collect();
    let import = Import {
        kind: Kind::Register,
        channel,
        chosen,
        commit: wish.commit,
        json: wish.json,
    };
    one(place, desk, &import, &wish.file).await
}

pub(super) async fn messages(place: &Place, desk: &Desk, wish: Messages) -> Outcome {
    let import = Import {
        kind: Kind::Edxml,
        channel: Channel::DocumentSoftware,
        chosen: wish.take.then_some(1).into_iter().collect(),
        commit: wish.commit,
        json: wish.json,
    };
    let mut all_read = Ok(());
    for file in &wish.files {
        let outcome = one(place, desk, &import, file).await;
        match outcome {
            Err(Ending::No) => all_read = Err(Ending::No),
            other => other?,
        }
    }
    all_read
}

/// What is to be imported, and how.
struct Import {
    kind: Kind,
    channel: Channel,
    chosen: BTreeSet<u32>,
    commit: bool,
    json: bool,
}

async fn one(place: &Place, desk: &Desk, import: &Import, path: &Path) -> Outcome {
    let bytes = files::bytes(path).map_err(Ending::Complaints)?;
    let label = path.file_name().unwrap_or_default().to_string_lossy();
    let (readers, limits) = (desk.examiner.readers.as_ref(), &desk.examiner.limits);
    let read = importing::read(readers, limits, import.kind, (&label, &bytes)).await;
    let contents = match read {
        Ok(contents) => contents,
        Err(why) => {
            warn(&format!("{label}: {}", unread(place.lang, &why)));
            return Err(Ending::No);
        }
    };
    let (store, campaign) = (&desk.store, &desk.campaign);
    let (documents, chosen) = (&contents.documents, &import.chosen);
    let (fates, added) = if import.commit {
        let by = actor(&format!("import-{}", import.kind.as_str()));
        let now = clock::now();
        let taken = importing::take(
            store,
            campaign,
            (&by, now),
            import.channel,
            &contents,
            chosen,
        )
        .await?;
        (taken.fates, Some(taken.added))
    } else {
        let fates = importing::preview(store, campaign, import.channel, documents, chosen);
        (fates.await?, None)
    };
    let told = documents.iter().zip(&fates);
    if import.json {
        for (document, fate) in told {
            say_json(&line(
                desk,
                place.lang,
                &label,
                document.at,
                &document.record,
                fate,
            ))?;
        }
        return Ok(());
    }
    let rows: Vec<Vec<String>> = told
        .filter(|(_, fate)| !matches!(fate, Fate::Other))
        .map(|(document, fate)| {
            let (word, why) = told::fate(place.lang, fate, |unit| name(desk, unit));
            vec![
                document.at.to_string(),
                document.record.number.clone(),
                document.record.author.clone(),
                word,
                why,
            ]
        })
        .collect();
    for line in aligned(&rows) {
        say(&line);
    }
    let taken = fates.iter().filter(|fate| fate.taken().is_some()).count();
    say(&words::imported(
        place.lang,
        &label,
        fates.len(),
        taken,
        added,
    ));
    Ok(())
}

fn line(
    desk: &Desk,
    lang: Lang,
    file: &str,
    at: u32,
    record: &Record,
    fate: &Fate,
) -> serde_json::Value {
    let (word, why) = told::fate(lang, fate, |unit| name(desk, unit));
    json!({
        "file": file,
        "line": at,
        "number": record.number,
        "date": record.date,
        "author": record.author,
        "unit": fate.taken(),
        "fate": fate.as_str(),
        "word": word,
        "why": why,
    })
}
