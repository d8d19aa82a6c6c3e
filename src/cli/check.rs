//! `congvu check-config`: is everything the operator wrote in order?

use super::{
    Ending, Outcome, Place, desk,
    print::{aligned, say},
};
use crate::{
    campaign::budget::printed,
    config::{Config, Server, Tls},
    edge::files,
    words::{
        self,
        commands::{self, label},
        times,
    },
};

pub(super) async fn run(place: &Place) -> Outcome {
    let lang = place.lang;
    // Both are read before anything is said, so that all faults come at once.
    let config = files::config(&place.config);
    let campaign = config
        .as_ref()
        .ok()
        .map(|config| files::campaign(&config.campaign));
    let config = config.map_err(Ending::Complaints)?;
    let campaign = campaign.transpose().map_err(Ending::Complaints)?;
    say(&commands::config_holds(
        lang,
        &place.config.display().to_string(),
    ));
    let mut rows = settings(place, &config);
    rows.push(contained(place, &config).await?);
    let budget = campaign.as_ref().and_then(|it| it.budget.as_ref());
    let warnings = budget.map(|it| it.warnings.clone()).unwrap_or_default();
    if let Some(campaign) = campaign {
        let row = |key: &str, value: String| vec![label(lang, key).to_owned(), value];
        rows.push(row(
            "campaign",
            format!("{} – {}", campaign.id, campaign.title),
        ));
        rows.push(row(
            "window",
            format!(
                "{} → {}",
                times::moment(lang, campaign.window.opens, &campaign.zone),
                times::deadline(lang, campaign.window.closes, &campaign.zone)
            ),
        ));
        rows.push(row("units", campaign.registry.iter().count().to_string()));
        for group in &campaign.groups {
            let units = campaign
                .registry
                .iter()
                .filter(|unit| unit.group == group.id)
                .count();
            rows.push(row(
                "group",
                format!(
                    "{} ({units}) – {}: {}",
                    group.label,
                    group.scale.code(),
                    group.scale.notice()
                ),
            ));
        }
        rows.extend(campaign.budget.as_ref().map(|budget| {
            let (total, sum) = (printed(budget.total), printed(budget.sum()));
            row("budget", commands::budget(lang, &total, &sum))
        }));
        for (name, digest) in &campaign.files {
            rows.push(row("file", format!("{name} – SHA-256 {digest}")));
        }
    }
    for line in aligned(&rows) {
        say(&line);
    }
    for warned in warnings {
        say(&words::budget::warning(lang, &warned));
    }
    if let Some(file) = config.form_key.as_ref().filter(|it| !it.exists()) {
        let file = file.display().to_string();
        say(&commands::form_key_missing(lang, &file));
    }
    if config.sender.accept.is_empty() {
        say(commands::reviews_everything(lang));
    }
    Ok(())
}

/// Tries what a reading process must not be able to do, on this machine.
async fn contained(place: &Place, config: &Config) -> Result<Vec<String>, Ending> {
    let readers = desk::readers(1, config.limits.workbook)?;
    let (fences, done) = readers.try_fences().await?;
    let names = [
        ("rlimit", true),
        ("landlock", fences.paths),
        ("seccomp", fences.calls),
    ];
    let standing: Vec<&str> = names
        .iter()
        .filter_map(|(name, stands)| stands.then_some(*name))
        .collect();
    let mut told = standing.join(" + ");
    for deed in done {
        told.push_str(" – !! ");
        told.push_str(deed.as_str());
    }
    Ok(vec![label(place.lang, "fences").to_owned(), told])
}

fn settings(place: &Place, config: &Config) -> Vec<Vec<String>> {
    let lang = place.lang;
    let row = |key: &str, value: String| vec![label(lang, key).to_owned(), value];
    let none = || "–".to_owned();
    let proofs: Vec<&str> = config
        .sender
        .accept
        .iter()
        .map(|proof| proof.as_str())
        .collect();
    vec![
        row("mailbox", config.mailbox.address.as_str().to_owned()),
        row("imap", server(&config.mailbox.server)),
        row("password", "••••••".to_owned()),
        row("smtp", server(&config.smtp.server)),
        row("store", without_password(&config.store)),
        row("hosts", config.sender.own_hosts.join(", ")),
        row(
            "authserv_id",
            config.sender.authserv_id.clone().unwrap_or_else(none),
        ),
        row("proofs", proofs.join(", ")),
        row(
            "form_key",
            config
                .form_key
                .as_ref()
                .map_or_else(|| "–".to_owned(), |file| file.display().to_string()),
        ),
        row("web", format!("http://{}", config.web.listen)),
        row("public_url", config.web.public_url.clone()),
        row(
            "second_factor",
            match config.web.asks_for_codes {
                true => "required".to_owned(),
                false => "optional".to_owned(),
            },
        ),
    ]
}

fn server(server: &Server) -> String {
    let tls = match server.tls {
        Tls::Implicit => "TLS",
        Tls::StartTls => "STARTTLS",
        Tls::Off => "–",
    };
    format!("{}:{} ({tls})", server.host, server.port)
}

/// A database URL may hold a password.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    match rest.split_once('@') {
        Some((login, place)) => {
            let user = login.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:••••••@{place}")
        }
        None => url.to_owned(),
    }
}
