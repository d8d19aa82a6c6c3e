//! `congvu export`: what was received and who leads, as files.

use std::{fs, path::PathBuf};

use clap::{Args, ValueEnum};
use jiff::{civil::DateTime, tz::TimeZone};

use super::{
    Ending, Outcome, Place, desk,
    print::{say, warn},
};
use crate::{
    edge::store::Submission,
    flow::{Desk, closing},
    results::{self, Snapshot},
    table::{Cell, Column, Table, csv, json, results as tables, xlsx},
    words::{Lang, commands},
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
    Ranking,
    All,
}

pub(super) async fn run(place: &Place, export: Export) -> Outcome {
    let (_, desk) = desk::open(place).await?;
    fs::create_dir_all(&export.out)?;
    if export.what != What::Ranking {
        let submissions = desk.store.submissions(&desk.campaign.id).await?;
        let table = submissions_table(place.lang, &desk, &submissions);
        write(place, &export, "submissions", &table)?;
        write_workbook(place, &export, &desk, "submissions", &[table])?;
    }
    if export.what == What::Submissions {
        return Ok(());
    }
    let Some(scoring) = desk
        .store
        .scoring(&desk.campaign.id, closing::PROVISIONAL)
        .await?
    else {
        warn(commands::not_scored(place.lang));
        return Err(Ending::No);
    };
    // The tables are made again from the reports there were at the scoring; the
    // digest stored with it says whether they and the campaign's files are still
    // the same. Reports that came later are not in it.
    let by = scoring.scored_at;
    let reports = closing::reports(&desk.store, &desk.campaign.id, by).await?;
    if results::input_digest(&desk.campaign, &reports) != scoring.input_digest {
        return Err(Ending::Failed(anyhow::anyhow!(
            "reports or campaign files changed since the scoring of {}",
            scoring.scored_at
        )));
    }
    let scored = results::score_all(&desk.campaign, &reports);
    let name = |code: &str| {
        let unit = desk.campaign.registry.by_code(code);
        unit.map_or_else(|| code.to_owned(), |unit| unit.name.clone())
    };
    let mut sheets = Vec::new();
    let mut all: Option<Table> = None;
    for group in &scored {
        let mut ranking = tables::ranking(place.lang, group.results(), name);
        ranking.title.clone_from(&group.group.label);
        ranking.notes.push(group.group.scale.notice().to_owned());
        append(place.lang, &mut all, &group.group.id, &ranking);
        let mut points = tables::points(place.lang, group.results(), name);
        points.title = format!(
            "{} – {}",
            commands::head(place.lang, "total"),
            group.group.label
        );
        write(
            place,
            &export,
            &format!("points-{}", group.group.id),
            &points,
        )?;
        sheets.extend([ranking, points]);
    }
    if let Some(all) = all {
        write(place, &export, "ranking", &all)?;
    }
    write_workbook(place, &export, &desk, "ranking", &sheets)
}

/// Puts the ranking of one group under those before it, with a column that
/// says which group.
fn append(lang: Lang, all: &mut Option<Table>, group: &str, ranking: &Table) {
    let column = Column::new("group", commands::head(lang, "group"));
    let table = all.get_or_insert_with(|| Table {
        title: "ranking".to_owned(),
        notes: ranking.notes.clone(),
        columns: std::iter::once(column)
            .chain(ranking.columns.clone())
            .collect(),
        rows: Vec::new(),
    });
    let rows = ranking.rows.iter().map(|row| {
        let mut cells = vec![Cell::text(group)];
        cells.extend(row.iter().cloned());
        cells
    });
    table.rows.extend(rows);
}

/// Writes a table as CSV and as JSON.
fn write(place: &Place, export: &Export, name: &str, table: &Table) -> Outcome {
    put(place, export, &format!("{name}.csv"), &csv::write(table))?;
    put(place, export, &format!("{name}.json"), &json::write(table))
}

/// Writes tables as one workbook.
fn write_workbook(
    place: &Place,
    export: &Export,
    desk: &Desk,
    name: &str,
    tables: &[Table],
) -> Outcome {
    let bytes = xlsx::write(tables, made(desk))?;
    put(place, export, &format!("{name}.xlsx"), &bytes)
}

fn put(place: &Place, export: &Export, file: &str, bytes: &[u8]) -> Outcome {
    let path = export.out.join(file);
    fs::write(&path, bytes)?;
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

/// Prints the ranking as it was stored at the close.
pub(super) async fn print_ranking(place: &Place, desk: &Desk) -> Outcome {
    let Some(scoring) = desk
        .store
        .scoring(&desk.campaign.id, closing::PROVISIONAL)
        .await?
    else {
        warn(commands::not_scored(place.lang));
        return Err(Ending::No);
    };
    let snapshot: Snapshot = serde_json::from_value(scoring.result)?;
    super::score::print(place, &snapshot);
    Ok(())
}
