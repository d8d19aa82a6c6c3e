//! `congvu mail …`: what the mail servers of an installation can prove, and
//! whether they still mark mail as they did.

use clap::{Args, Subcommand};
use jiff::tz::TimeZone;

use super::{
    Ending, Outcome, Place, observed,
    print::{aligned, say, warn},
    say_json,
};
use crate::{
    config::Config,
    edge::{
        clock,
        dns::Resolver,
        files,
        store::{Actor, LayoutRow, Store},
    },
    flow::{calibrating, service},
    sender::{
        calibration::{self, Calibration, Kind},
        layout::{self, Layout},
    },
    words::{Lang, calibration as words, commands, servers, times},
};

#[derive(Subcommand)]
pub(super) enum Verb {
    #[command(about = commands::CALIBRATE, long_about = commands::CALIBRATE_LONG)]
    Calibrate(Calibrate),
    #[command(about = commands::LAYOUTS)]
    Layouts(Layouts),
}

/// Arguments of `mail calibrate`.
#[derive(Args)]
pub(super) struct Calibrate {
    /// Thư mục cần xem, có thể ghi nhiều lần (mặc định: hộp thư nhận và các thư mục kết quả)
    #[arg(long, value_name = "NAME")]
    folder: Vec<String>,
    /// Loại thư thử đã gửi và bị máy chủ từ chối, có thể ghi nhiều lần
    #[arg(long, value_name = "KIND", value_parser = dishonest)]
    refused: Vec<Kind>,
    /// Ghi nhận cách máy chủ đánh dấu các thư thử này là đúng
    #[arg(long)]
    record: bool,
    /// In JSON
    #[arg(long)]
    json: bool,
}

/// Arguments of `mail layouts`.
#[derive(Args)]
pub(super) struct Layouts {
    /// Xác nhận kiểu mang số này là đúng, có thể ghi nhiều lần
    #[arg(long, value_name = "N")]
    confirm: Vec<i64>,
    /// In JSON
    #[arg(long)]
    json: bool,
}

/// A kind that a server may well refuse.
fn dishonest(word: &str) -> Result<Kind, String> {
    let kinds = || Kind::ALL.into_iter().filter(|kind| kind.is_dishonest());
    let kind = Kind::parse(word).filter(|kind| kind.is_dishonest());
    kind.ok_or_else(|| kinds().map(Kind::as_str).collect::<Vec<_>>().join(" | "))
}

pub(super) async fn run(place: &Place, verb: Verb) -> Outcome {
    let config = files::config(&place.config).map_err(Ending::Complaints)?;
    match verb {
        Verb::Calibrate(calibrate) => learn(place, &config, calibrate).await,
        Verb::Layouts(layouts) => show(place, &config, layouts).await,
    }
}

async fn learn(place: &Place, config: &Config, asked: Calibrate) -> Outcome {
    let resolver = Resolver::new(&config.dns).map_err(anyhow::Error::msg)?;
    let bytes = config.limits.mail_bytes;
    let found = calibrating::collect(&config.mailbox, &resolver, &asked.folder, bytes)
        .await
        .map_err(|error| service::explain(error.into()))?;
    let domain = config.mailbox.address.domain();
    let learned = calibration::learn(found, domain, &asked.refused);
    if asked.record {
        record(config, &learned).await?;
    }
    if asked.json {
        return say_json(&observed::Told::of(&learned));
    }
    print(place.lang, &learned);
    if asked.record {
        say(words::recorded(place.lang));
    } else if !learned.mails.is_empty() {
        say(words::not_recorded(place.lang));
    }
    Ok(())
}

/// The marks on mails that are what their subjects say are known from now on.
/// They are seen as `serve` will see them: under the hosts that are configured,
/// if any are.
async fn record(config: &Config, learned: &Calibration) -> Outcome {
    let configured = &config.sender.own_hosts;
    let hosts = if configured.is_empty() {
        &learned.settings.own_hosts
    } else {
        configured
    };
    let store = Store::open(&config.store).await?;
    let actor = Actor::Command("mail calibrate".to_owned());
    let mut tx = store.begin(&actor, clock::now()).await?;
    let fitting = learned.mails.iter().filter(|mail| mail.fits);
    let mut keys: Vec<String> = fitting
        .filter_map(|mail| Layout::of(&mail.sample.header, hosts))
        .map(|layout| layout.to_string())
        .collect();
    keys.sort();
    keys.dedup();
    for key in keys {
        tx.know_layout(&key).await?;
    }
    tx.commit().await?;
    store.close().await;
    Ok(())
}

fn print(lang: Lang, learned: &Calibration) {
    let head = |head| say(&format!("\n{}", words::head(lang, head)));
    if !learned.mails.is_empty() {
        head(words::Head::Mails);
        for line in observed::lines(lang, learned) {
            say(&line);
        }
    }
    if !learned.missing.is_empty() {
        head(words::Head::Missing);
        for kind in &learned.missing {
            let (shows, how) = (
                words::would_show(lang, *kind),
                words::how_to_send(lang, *kind),
            );
            say(&format!("  [calib:{}] – {shows}", kind.as_str()));
            say(&format!("      {}: {how}", words::to_send(lang)));
        }
    }
    if learned.mails.is_empty() {
        say(&format!("\n{}", words::nothing_shown(lang)));
        return;
    }
    head(words::Head::Servers);
    for fact in learned.facts() {
        say(&format!("  - {}", servers::fact(lang, fact)));
    }
    head(words::Head::Proofs);
    for judged in &learned.proofs {
        for line in observed::judged(lang, judged) {
            say(&line);
        }
    }
    for kind in learned.unproven() {
        say(&format!("  - {}", words::unproven(lang, kind)));
    }
    head(words::Head::Settings);
    for line in observed::settings(lang, learned).lines() {
        say(&format!("  {line}"));
    }
    head(words::Head::Asks);
    for ask in learned.asks() {
        say(&format!("  - {}", words::ask(lang, ask)));
    }
    say("");
}

async fn show(place: &Place, config: &Config, asked: Layouts) -> Outcome {
    let store = Store::open(&config.store).await?;
    let actor = Actor::Command("mail layouts".to_owned());
    let mut unknown = false;
    for id in &asked.confirm {
        let mut tx = store.begin(&actor, clock::now()).await?;
        if tx.confirm_layout(*id).await? {
            tx.commit().await?;
            say(&servers::layout_confirmed(place.lang, *id));
        } else {
            warn(&servers::no_such_layout(place.lang, *id));
            unknown = true;
        }
    }
    let rows = store.layouts().await?;
    store.close().await;
    if asked.json {
        for row in &rows {
            say_json(&observed::Row::of(row))?;
        }
    } else if asked.confirm.is_empty() {
        list(place.lang, &rows);
    }
    if unknown { Err(Ending::No) } else { Ok(()) }
}

fn list(lang: Lang, rows: &[LayoutRow]) {
    if rows.is_empty() {
        say(servers::no_layouts(lang));
    }
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap_or(TimeZone::UTC);
    let line = |row: &LayoutRow| {
        let seen = row.seen();
        let what = seen.layout.map_or_else(
            || servers::other_layouts(lang).to_owned(),
            |layout| servers::layout(lang, &layout),
        );
        vec![
            row.id.to_string(),
            servers::standing(lang, row.alarm(), row.is_confirmed()).to_owned(),
            row.mails.to_string(),
            times::short(row.last_seen, &zone),
            what,
        ]
    };
    for line in aligned(&rows.iter().map(line).collect::<Vec<_>>()) {
        say(&line);
    }
    for alarm in [layout::Alarm::Unknown, layout::Alarm::Stopped] {
        if rows.iter().any(|row| row.alarm() == Some(alarm)) {
            say(servers::alarm(lang, alarm));
        }
    }
    if !rows.is_empty() && rows.iter().all(|row| row.known_since.is_none()) {
        let days = layout::LEARNING_TIME.as_hours() / 24;
        say(&servers::learning(lang, layout::LEARNING_MAILS, days));
    }
}
