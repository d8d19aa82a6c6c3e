//! `congvu export`: what was received and what came of it, as files for the
//! office.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use jiff::{civil::DateTime, tz::TimeZone};

use super::{
    Ending, Outcome, Place, desk,
    print::{say, warn},
};
use crate::{
    council::people::Position,
    edge::{clock, store::Submission},
    flow::{Desk, council},
    publication::{
        Basis, folder,
        minutes::{Part, Seat},
    },
    table::{Cell, Column, Table, csv, json, xlsx},
    words::{self, Lang, commands},
};

/// Arguments of `export`.
#[derive(Args)]
pub(super) struct Export {
    /// Thư mục để ghi
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Xuất gì
    #[arg(long, value_enum, default_value_t = What::All)]
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Submissions,
    Results,
    All,
}

pub(super) async fn run(place: &Place, export: Export) -> Outcome {
    let (_, desk) = desk::open(place).await?;
    fs::create_dir_all(&export.out)?;
    if export.what != What::Results {
        let submissions = desk.store.submissions(&desk.campaign.id).await?;
        let table = submissions_table(place.lang, &desk, &submissions);
        put(place, &export.out, "submissions.csv", &csv::write(&table))?;
        put(place, &export.out, "submissions.json", &json::write(&table))?;
        let workbook = xlsx::write(&[table], made(&desk))?;
        put(place, &export.out, "submissions.xlsx", &workbook)?;
    }
    if export.what == What::Submissions {
        return Ok(());
    }
    results(place, &desk, &export.out).await
}

/// Every paper and table of what stands: the newest edition, or, once somebody
/// works on another, that as a draft.
async fn results(place: &Place, desk: &Desk, out: &Path) -> Outcome {
    let Some(draft) = council::current(&desk.store, &desk.campaign).await? else {
        warn(commands::not_scored(place.lang));
        return Err(Ending::No);
    };
    let editions = desk.store.editions(&desk.campaign.id).await?;
    let approved = editions
        .iter()
        .rev()
        .find(|edition| edition.digest == draft.digest);
    let basis = match approved {
        Some(edition) => Basis::edition(&desk.campaign, edition),
        None => Basis::draft(&desk.campaign, &draft),
    };
    let members = council::sitting(&desk.store, &desk.campaign.id, clock::now()).await?;
    let seats: Vec<Seat<'_>> = members
        .iter()
        .map(|member| Seat {
            name: &member.name,
            duty: words::council::position(Lang::Vi, member.position),
            part: match member.position {
                Position::Head => Part::Chair,
                Position::Secretary => Part::Secretary,
                Position::Deputy | Position::Member => Part::Member,
            },
        })
        .collect();
    for file in folder::office(&basis, &seats)? {
        put(place, out, &file.name, &file.bytes)?;
    }
    Ok(())
}

/// Writes a file, whole or not at all.
pub(super) fn put(place: &Place, folder: &Path, name: &str, bytes: &[u8]) -> Outcome {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let new = path.with_extension("new");
    fs::write(&new, bytes)?;
    fs::rename(&new, &path)?;
    say(&commands::written(place.lang, &path.display().to_string()));
    Ok(())
}

/// Files of one state are the same bytes: they are dated by the close, not by
/// the moment somebody exported them.
fn made(desk: &Desk) -> DateTime {
    let closes = desk.campaign.window.closes;
    closes.to_zoned(desk.campaign.zone.clone()).datetime()
}

fn submissions_table(lang: Lang, desk: &Desk, submissions: &[Submission]) -> Table {
    let keys = [
        "unit",
        "name",
        "number",
        "version",
        "received",
        "punctuality",
        "in_force",
        "file",
        "sha256",
    ];
    let in_force = |one: &Submission| {
        let mut rivals = submissions
            .iter()
            .filter(|other| other.unit == one.unit && other.punctuality != "late");
        let newest = rivals
            .by_ref()
            .max_by_key(|other| (other.moment, other.version));
        newest.is_some_and(|newest| newest.id == one.id)
    };
    let rows = submissions
        .iter()
        .map(|one| {
            let unit = desk.campaign.registry.by_code(&one.unit);
            let zone: &TimeZone = &desk.campaign.zone;
            vec![
                Cell::text(&one.unit),
                Cell::text(unit.map_or("", |unit| unit.name.as_str())),
                Cell::text(&one.number),
                Cell::Number(one.version.into()),
                Cell::Moment(one.moment.to_zoned(zone.clone()).datetime()),
                Cell::text(&one.punctuality),
                Cell::text(if in_force(one) { "x" } else { "" }),
                Cell::text(&one.file_name),
                Cell::text(&one.workbook.to_string()),
            ]
        })
        .collect();
    Table {
        title: commands::submissions(lang).to_owned(),
        notes: vec![desk.campaign.title.clone()],
        columns: keys
            .iter()
            .map(|key| Column::new(key, commands::head(lang, key)))
            .collect(),
        rows,
    }
}

/// Prints the ranking as it stands.
pub(super) async fn print_ranking(place: &Place, desk: &Desk) -> Outcome {
    let Some(draft) = council::current(&desk.store, &desk.campaign).await? else {
        warn(commands::not_scored(place.lang));
        return Err(Ending::No);
    };
    super::score::print(place, &draft.snapshot);
    Ok(())
}
