//! `congvu campaign new` and `congvu campaign compare`: from one year to the
//! next.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use serde_json::Value;

use super::{
    Ending, Outcome, Place, desk,
    print::{aligned, say, warn},
    say_json,
};
use crate::{
    campaign::Campaign,
    edge::{clock, files},
    figures::{Code, Figures},
    flow::closing,
    results::{self, Snapshot},
    words::{Lang, scores, years as words},
    years::{self, Standing},
};

/// What can be done with the files of two years.
#[derive(Subcommand)]
pub(super) enum Verb {
    #[command(about = words::NEW)]
    New(New),
    #[command(about = words::COMPARE)]
    Compare(Compare),
}

/// Arguments of `campaign new`.
#[derive(Args)]
pub(super) struct New {
    /// Năm của chiến dịch mới
    #[arg(long)]
    year: i16,
    /// Thư mục chiến dịch năm trước
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// Thư mục sẽ ghi (chưa có hoặc còn trống)
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Kết quả đã công bố của năm trước (JSON), để lấy số liệu năm trước
    #[arg(long, value_name = "FILE.json", conflicts_with = "ledger")]
    edition: Option<PathBuf>,
    /// Lấy số liệu năm trước từ cơ sở dữ liệu nêu trong tệp cấu hình
    #[arg(long)]
    ledger: bool,
}

/// Arguments of `campaign compare`.
#[derive(Args)]
pub(super) struct Compare {
    /// Thư mục chiến dịch năm nay
    #[arg(long, value_name = "DIR")]
    campaign: PathBuf,
    /// Kết quả năm trước (JSON)
    #[arg(long, value_name = "FILE.json")]
    before: PathBuf,
    /// Kết quả năm nay (JSON)
    #[arg(long, value_name = "FILE.json")]
    after: PathBuf,
    /// In JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(place: &Place, verb: Verb) -> Outcome {
    match verb {
        Verb::New(new) => start(place, &new).await,
        Verb::Compare(wish) => compare(place, &wish),
    }
}

async fn start(place: &Place, new: &New) -> Outcome {
    let lang = place.lang;
    let texts = files::campaign_texts(&new.from).map_err(Ending::Complaints)?;
    let campaign = Campaign::load(&texts).map_err(Ending::Complaints)?;
    if new.year <= campaign.year {
        warn(&words::not_later(lang, new.year, campaign.year));
        return Err(Ending::No);
    }
    let reported = if new.ledger {
        of_ledger(place, &campaign).await?
    } else {
        match &new.edition {
            Some(file) => of_edition(&snapshot(lang, file)?),
            None => BTreeMap::new(),
        }
    };
    let next = campaign.next_year(&texts, new.year, &reported);
    // Whoever gets files that do not hold has nothing.
    Campaign::load(&next.files).map_err(Ending::Complaints)?;
    let folder = new.out.display().to_string();
    if !files::write_new_folder(&new.out, &next.files)? {
        warn(&words::not_empty(lang, &folder));
        return Err(Ending::No);
    }
    say(&words::made(lang, &folder, next.files.len()));
    for what in &next.look_at {
        say(&format!("- {}", words::look_at(lang, what, &campaign.zone)));
    }
    Ok(())
}

/// The figures that stand in the ledger, as the units reported them.
async fn of_ledger(
    place: &Place,
    campaign: &Campaign,
) -> Result<BTreeMap<String, Figures>, Ending> {
    let (_, desk) = desk::open(place).await?;
    let reports = closing::reports(&desk.store, &campaign.id, clock::now()).await?;
    desk.store.close().await;
    let standing = results::standing(&reports).into_iter();
    Ok(standing
        .map(|(unit, report)| (unit.to_owned(), report.figures.clone()))
        .collect())
}

/// The figures that a result was scored from, verified ones where there are any.
fn of_edition(snapshot: &Snapshot) -> BTreeMap<String, Figures> {
    let mut reported: BTreeMap<String, Figures> = BTreeMap::new();
    for unit in snapshot.groups.iter().flat_map(|group| &group.units) {
        let figures = reported.entry(unit.unit.clone()).or_default();
        for input in unit.items.iter().flat_map(|item| &item.inputs) {
            let value = input.verified.as_ref().or(input.reported.as_ref());
            if let Some((code, value)) = Code::parse(&input.code).zip(value) {
                figures.0.insert(code, value.clone());
            }
        }
    }
    reported
}

/// A result in a file: a snapshot, or an edition that holds one.
fn snapshot(lang: Lang, file: &Path) -> Result<Snapshot, Ending> {
    let text = files::text(file).map_err(Ending::Complaints)?;
    let read = || -> serde_json::Result<Snapshot> {
        let read: Value = serde_json::from_str(&text)?;
        let inner = read.get("snapshot").cloned().unwrap_or(read);
        serde_json::from_value(inner)
    };
    read().map_err(|error| {
        let file = file.display().to_string();
        warn(&words::no_result(lang, &file, &error.to_string()));
        Ending::No
    })
}

fn compare(place: &Place, wish: &Compare) -> Outcome {
    let lang = place.lang;
    let campaign = files::campaign(&wish.campaign).map_err(Ending::Complaints)?;
    let (before, after) = (snapshot(lang, &wish.before)?, snapshot(lang, &wish.after)?);
    let years = years::compare(&before, &after, &campaign.lineage);
    if wish.json {
        return say_json(&years);
    }
    for group in &years {
        say(&format!("\n{}", group.label));
        if !group.same_scale {
            say(words::other_scale(lang));
        }
        let mut rows = vec![words::heads(lang).map(str::to_owned).to_vec()];
        for row in &group.rows {
            let note = words::descent(lang, row.descent).to_owned();
            let now = row.after.as_ref();
            let name = now.or(row.before.first()).map(|it| it.name.clone());
            let name = name.unwrap_or_default();
            if row.before.len() < 2 {
                let [old, old_rank] = shown(row.before.first());
                let [new, rank] = shown(now);
                rows.push(vec![name, old, old_rank, new, rank, note]);
                continue;
            }
            let [new, rank] = shown(now);
            let none = String::new;
            rows.push(vec![name, none(), none(), new, rank, note]);
            for origin in &row.before {
                let [old, old_rank] = shown(Some(origin));
                let name = format!("  ← {}", origin.name);
                rows.push(vec![name, old, old_rank, none(), none(), none()]);
            }
        }
        for line in aligned(&rows) {
            say(&line);
        }
    }
    Ok(())
}

fn shown(standing: Option<&Standing>) -> [String; 2] {
    let none = || "–".to_owned();
    let total = standing.and_then(|it| it.total.as_ref()?.to_string().parse().ok());
    let rank = standing.and_then(|it| it.rank);
    [
        total.map_or_else(none, scores::total),
        rank.map_or_else(none, |rank| rank.to_string()),
    ]
}
