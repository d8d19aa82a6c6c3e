//! `congvu serve`: the daemon.

use anyhow::Context as _;
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::{Layer, filter, layer::SubscriberExt, util::SubscriberInitExt};

use super::{
    Outcome, Place, accounts, desk,
    print::{say, warn},
};
use crate::{
    config::{Config, Level, Log},
    edge::{hook::Reach, secret::Secret, smtp::Relay},
    flow::{Desk, service},
    web,
    words::{commands, people},
};

/// Arguments of `serve`.
#[derive(Args)]
pub(super) struct Serve {
    /// Xử lý hết thư trong hộp thư và thư phải gửi, rồi kết thúc
    #[arg(long)]
    once: bool,
}

pub(super) async fn run(place: &Place, serve: Serve) -> Outcome {
    let (config, desk) = desk::open(place).await?;
    log(config.log);
    if config.sender.accept.is_empty() {
        say(commands::reviews_everything(place.lang));
        tracing::warn!("no proof is accepted: every report waits for a person");
    }
    if let Some(file) = config.form_key.as_ref().filter(|it| !it.exists()) {
        let file = file.display().to_string();
        warn(&commands::form_key_missing(place.lang, &file));
    }
    desk::try_fences(place.lang, &desk.examiner.readers).await?;
    desk::try_readers(&desk).await?;
    // Each login reads it anew; a missing one is better found now.
    Secret::read(&config.mailbox.password_file)?;
    let relay = Relay::new(config.smtp.clone())?;
    let reach = match config.private_webhooks {
        true => Reach::Private,
        false => Reach::Public,
    };
    if serve.once {
        Box::pin(service::once(&desk, &relay, reach)).await?;
        desk.store.close().await;
        return Ok(());
    }
    if let Some(link) = accounts::first_link(place.lang, &desk.store, &config).await? {
        say(&people::first_link(place.lang, &link));
    }
    let stop = CancellationToken::new();
    let mut loops = service::loops(&desk, relay, reach);
    loops.push(("web", pages(&desk, &config)));
    let mut terminate = signal(SignalKind::terminate())?;
    let ending = async {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        stop.cancel();
    };
    tracing::info!(campaign = desk.campaign.id, "serving");
    tokio::join!(service::run(loops, stop.clone()), ending);
    desk.store.close().await;
    Ok(())
}

/// The office's pages, on their own address.
fn pages(desk: &Desk, config: &Config) -> service::Loop {
    let listen = config.web.listen;
    let mut app = web::App::new(desk.clone());
    app.reviews_everything = config.sender.accept.is_empty();
    app.limits = config.limits.workbook;
    app.asks_for_codes = config.web.asks_for_codes;
    app.public_url.clone_from(&config.web.public_url);
    if config.web.behind_https {
        app.front = web::Front::HttpsProxy;
    }
    Box::new(move |stop| {
        let app = app.clone();
        Box::pin(async move {
            let listener = TcpListener::bind(listen)
                .await
                .with_context(|| format!("web.listen = {listen}"))?;
            tracing::info!(%listen, "pages are served");
            Ok(web::serve(listener, app, stop.cancelled_owned()).await?)
        })
    })
}

/// Logs to standard error. The libraries that speak mail print logins and
/// whole mails at their lower levels, so they are held at warnings whatever
/// the configuration says.
fn log(settings: Log) {
    let level = match settings.level {
        Level::Warn => filter::LevelFilter::WARN,
        Level::Info => filter::LevelFilter::INFO,
        Level::Debug => filter::LevelFilter::DEBUG,
    };
    let targets = filter::Targets::new()
        .with_default(filter::LevelFilter::WARN)
        .with_target("congvu", level);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false);
    let lines = if settings.json {
        lines.json().boxed()
    } else {
        lines.boxed()
    };
    // A second subscriber in one process (tests) is no reason to fail.
    let _installed = tracing_subscriber::registry()
        .with(lines.with_filter(targets))
        .try_init();
}
